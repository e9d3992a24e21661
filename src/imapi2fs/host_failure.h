/* The reason why a call that handles the bytes of files failed, for its error message. */
#ifndef OPENIMAPI2_IMAPI2FS_HOST_FAILURE_H
#define OPENIMAPI2_IMAPI2FS_HOST_FAILURE_H

#include <stdint.h>
#include <windows.h>

#include "imapi2fs/call.h"

struct host_failure {
    WCHAR *what;          /* owned; insert 1: the path or name that the result is about. NULL: none */
    WCHAR numbers[2][24]; /* inserts 2 and 3; empty: none */
    DWORD system_error;   /* or an HRESULT; 0: none */
};

/* Record the path or name, and the system error. Without memory, `what` stays unset. Returns hr. */
HRESULT host_failure_set(struct host_failure *failure, HRESULT hr, DWORD system_error, const WCHAR *what, size_t count);
void host_failure_set_numbers(struct host_failure *failure, uint64_t second, uint64_t third);

/* Give a call all known inserts and the system error; the failure must outlive the call. */
void host_failure_tell(const struct host_failure *failure, struct imapifs_call *call);

void host_failure_destroy(struct host_failure *failure);

#endif
