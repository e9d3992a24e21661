/* The session of a recorder's call: acquired at its beginning, released at its end, and marked if the device has gone.
 */
#include "imapi2/recorder_call.h"

static const WCHAR class_name[] = L"OpenIMAPI2.MsftDiscRecorder2";

void recorder_call_begin_alone(struct imapi_call *call, REFIID iid, const char *attempt)
{
    imapi_call_begin(call, class_name, iid, attempt, IMAPI_CALL_QUERY);
}

HRESULT recorder_call_begin(struct recorder_call *call, struct recorder *recorder, REFIID iid, const char *attempt,
                            enum imapi_call_kind kind)
{
    imapi_call_begin(&call->base, class_name, iid, attempt, kind);
    call->session = recorder_get_session(recorder);
    if (!call->session) {
        drive_fail(&call->base.failure, DRIVE_NOT_OPEN);
        return recorder_call_failed(call);
    }
    call->base.identity = drive_peek_identity(call->session->drive);
    call->base.id = call->session->id_utf8;
    return S_OK;
}

HRESULT recorder_call_failed(struct recorder_call *call)
{
    HRESULT hr;

    if (call->base.failure.status == DRIVE_GONE && call->session) InterlockedExchange(&call->session->is_gone, TRUE);
    hr = imapi_call_failed(&call->base);
    recorder_session_release(call->session);
    return hr;
}

HRESULT recorder_call_done(struct recorder_call *call, HRESULT hr)
{
    hr = imapi_call_done(&call->base, hr);
    recorder_session_release(call->session);
    return hr;
}
