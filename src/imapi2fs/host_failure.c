/* Keeps the details of a failure until the failed call reports them. */
#include "imapi2fs/host_failure.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "base/alloc.h"

HRESULT host_failure_set(struct host_failure *failure, HRESULT hr, DWORD system_error, const WCHAR *what, size_t count)
{
    WCHAR *copy = base_alloc_array(count + 1, sizeof copy[0]);

    base_free(failure->what);
    if (copy) wmemcpy(copy, what, count);
    failure->what = copy;
    failure->system_error = system_error;
    return hr;
}

void host_failure_set_numbers(struct host_failure *failure, uint64_t second, uint64_t third)
{
    _snwprintf(failure->numbers[0], ARRAYSIZE(failure->numbers[0]) - 1, L"%I64u", second);
    _snwprintf(failure->numbers[1], ARRAYSIZE(failure->numbers[1]) - 1, L"%I64u", third);
}

void host_failure_tell(const struct host_failure *failure, struct imapifs_call *call)
{
    size_t i;

    if (failure->what) call->inserts[0] = failure->what;
    for (i = 0; i < ARRAYSIZE(failure->numbers); i++)
        if (failure->numbers[i][0]) call->inserts[i + 1] = failure->numbers[i];
    if (failure->system_error) call->system_error = failure->system_error;
}

void host_failure_destroy(struct host_failure *failure)
{
    base_free(failure->what);
    memset(failure, 0, sizeof *failure);
}
