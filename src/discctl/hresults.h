/* Names, words and advice for HRESULTs. */
#ifndef OPENIMAPI2_DISCCTL_HRESULTS_H
#define OPENIMAPI2_DISCCTL_HRESULTS_H

#include <windows.h>

struct hresult {
    HRESULT hresult;
    const char *name;
    const char *text;   /* those of IMAPI2FS with places as of FormatMessage, such as %1!ls! */
    const char *advice; /* what to do; NULL where nothing general can be said */
};

extern const struct hresult hresults[]; /* ends with a name of NULL */

/* NULL: not in the table. */
const struct hresult *hresult_find(HRESULT hresult);
const struct hresult *hresult_named(const char *name);

#endif
