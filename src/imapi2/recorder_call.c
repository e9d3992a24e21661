#include "imapi2/recorder_call.h"

#include "base/text.h"
#include "com/error_info.h"
#include "imapi2/failure_text.h"
#include "imapi2/hresult.h"

HRESULT recorder_report(HRESULT hr, REFIID iid, const char *attempt, const struct drive_failure *failure,
                        const struct recorder_session *session, const char *id)
{
    char buffer[FAILURE_TEXT_SIZE];
    struct text text = text_in(buffer, sizeof buffer);

    failure_text(&text, attempt, hr, failure, session ? drive_peek_identity(session->drive) : NULL,
                 session ? session->id_utf8 : id);
    return com_error_set(hr, iid, L"OpenIMAPI2.MsftDiscRecorder2", buffer);
}

HRESULT recorder_call_failed(struct recorder_call *call)
{
    HRESULT hr = hresult_from_failure(&call->failure);

    if (call->failure.status == DRIVE_GONE && call->session) InterlockedExchange(&call->session->is_gone, TRUE);
    if (SUCCEEDED(hr) && call->kind == RECORDER_CALL_QUERY) hr = E_FAIL;
    if (call->kind == RECORDER_CALL_CACHED && hr != E_OUTOFMEMORY) hr = E_FAIL;
    if (FAILED(hr)) recorder_report(hr, call->iid, call->attempt, &call->failure, call->session, NULL);
    recorder_session_release(call->session);
    return hr;
}

HRESULT recorder_call_done(struct recorder_call *call, HRESULT hr)
{
    if (FAILED(hr)) recorder_report(hr, call->iid, call->attempt, NULL, call->session, NULL);
    recorder_session_release(call->session);
    return hr;
}

HRESULT recorder_call_begin(struct recorder_call *call, struct recorder *recorder, REFIID iid, const char *attempt,
                            enum recorder_call_kind kind)
{
    com_error_clear();
    call->iid = iid;
    call->attempt = attempt;
    call->kind = kind;
    call->session = recorder_get_session(recorder);
    if (call->session) return S_OK;
    drive_fail(&call->failure, DRIVE_NOT_OPEN);
    return recorder_call_failed(call);
}
