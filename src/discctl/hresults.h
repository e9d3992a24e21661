/* Names, words and advice for HRESULTs. */
#ifndef OPENIMAPI2_DISCCTL_HRESULTS_H
#define OPENIMAPI2_DISCCTL_HRESULTS_H

#include <windows.h>

struct hresult {
    HRESULT hresult;
    const char *name;
    const char *text;   /* NULL: imapi2.dll's message table has it */
    const char *advice; /* what to do; NULL where nothing general can be said */
};

extern const struct hresult hresults[]; /* ends with a name of NULL */

/* NULL: not in the table. */
const struct hresult *hresult_find(HRESULT hresult);

#endif
