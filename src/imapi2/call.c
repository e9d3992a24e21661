/* The end of a method's call: converts a drive's failure to an HRESULT that the method may return, and explains it in
 * an error object.
 */
#include "imapi2/call.h"

#include "base/text.h"
#include "com/error_info.h"
#include "imapi2/failure_text.h"
#include "imapi2/hresult.h"

void imapi_call_begin(struct imapi_call *call, const WCHAR *prog_id, REFIID iid, const char *attempt,
                      enum imapi_call_kind kind)
{
    com_error_clear();
    call->prog_id = prog_id;
    call->iid = iid;
    call->attempt = attempt;
    call->kind = kind;
    call->identity = NULL;
    call->id = NULL;
}

static HRESULT report(const struct imapi_call *call, HRESULT hr, const struct drive_failure *failure,
                      const char *reason)
{
    char buffer[FAILURE_TEXT_SIZE];
    struct text text = text_in(buffer, sizeof buffer);

    if (SUCCEEDED(hr)) return hr;
    failure_text(&text, call->attempt, hr, reason, failure, call->identity, call->id);
    return com_error_set(hr, call->iid, call->prog_id, buffer);
}

HRESULT imapi_call_failed(const struct imapi_call *call)
{
    HRESULT hr = hresult_from_failure(&call->failure);

    if (SUCCEEDED(hr) && call->kind == IMAPI_CALL_QUERY) hr = E_FAIL;
    if (call->kind == IMAPI_CALL_CACHED && hr != E_OUTOFMEMORY) hr = E_FAIL;
    return report(call, hr, &call->failure, NULL);
}

HRESULT imapi_call_done(const struct imapi_call *call, HRESULT hr)
{
    return report(call, hr, NULL, NULL);
}

HRESULT imapi_call_told(const struct imapi_call *call, HRESULT hr, const char *reason)
{
    if (SUCCEEDED(hr)) com_error_clear(); /* sinks and streams that were called may have left theirs */
    return report(call, hr, call->failure.status == DRIVE_OK ? NULL : &call->failure, reason);
}
