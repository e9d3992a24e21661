/* Names, words and advice for HRESULTs. */
#ifndef OPENIMAPI2_DISCCTL_HRESULTS_H
#define OPENIMAPI2_DISCCTL_HRESULTS_H

#include <windows.h>

struct hresult {
    HRESULT hresult;
    const char *name;
    const char *text;   /* those of IMAPI2FS with FormatMessage inserts such as %1!ls! */
    const char *advice; /* what to do; NULL if there is no general advice */
};

extern const struct hresult hresults[]; /* an entry with name NULL ends the array */

/* NULL: not in the table. */
const struct hresult *hresult_find(HRESULT hresult);
const struct hresult *hresult_named(const char *name);

#endif
