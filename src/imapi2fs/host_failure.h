/* Why a call about the bytes of files failed, for the text of its error. */
#ifndef OPENIMAPI2_IMAPI2FS_HOST_FAILURE_H
#define OPENIMAPI2_IMAPI2FS_HOST_FAILURE_H

#include <stdint.h>
#include <windows.h>

#include "imapi2fs/call.h"

struct host_failure {
    WCHAR *what;          /* owned; what the result is about, a path or a name: insert 1. NULL: nothing */
    WCHAR numbers[2][24]; /* inserts 2 and 3; empty: none */
    DWORD system_error;   /* or an HRESULT; 0: none */
};

/* It is about this. Without memory nothing is told. Returns hr. */
HRESULT host_failure_set(struct host_failure *failure, HRESULT hr, DWORD system_error, const WCHAR *what, size_t count);
void host_failure_set_numbers(struct host_failure *failure, uint64_t second, uint64_t third);

/* Put all that is known into a call's text; the failure outlives the call. */
void host_failure_tell(const struct host_failure *failure, struct imapifs_call *call);

void host_failure_destroy(struct host_failure *failure);

#endif
