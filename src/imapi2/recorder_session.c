/* The open drive of a recorder object; calls that are running when it is replaced keep it until they end. */
#include "imapi2/recorder_session.h"

#include "base/alloc.h"
#include "com/values.h"

static void session_destroy(struct recorder_session *session)
{
    drive_close(session->drive);
    SysFreeString(session->id);
    base_free(session->id_utf8);
    DeleteCriticalSection(&session->lock);
    base_free(session);
}

void recorder_session_release(struct recorder_session *session)
{
    if (session && !InterlockedDecrement(&session->references)) session_destroy(session);
}

/* Who the drive is: from the system, or, where that does not know, from the drive. */
static enum drive_status open_drive(struct device *device, const struct base_clock *clock, struct drive **drive,
                                    struct drive_failure *failure)
{
    struct drive_identity identity;
    bool is_known = device->ops->get_identity != NULL;

    if (is_known && device->ops->get_identity(device, &identity, failure) != DRIVE_OK) {
        if (failure->status != DRIVE_UNSUPPORTED) return failure->status;
        is_known = false;
    }
    return drive_open(device->transport, is_known ? &identity : NULL, device->host, clock, drive, failure);
}

static enum drive_status open_device(struct recorder_session *session, struct device_source *devices,
                                     const struct base_clock *clock, struct drive_failure *failure)
{
    enum drive_status status = devices->ops->open(devices, session->id_utf8, &session->device, failure);

    if (status != DRIVE_OK) return status;
    status = open_drive(session->device, clock, &session->drive, failure);
    if (status != DRIVE_OK) device_close(session->device);
    return status;
}

enum drive_status recorder_session_open(struct device_source *devices, const struct base_clock *clock, BSTR id,
                                        struct recorder_session **out, struct drive_failure *failure)
{
    struct recorder_session *session;
    enum drive_status status;
    HRESULT hr;

    *out = NULL;
    session = base_alloc(sizeof *session);
    if (!session) return drive_fail(failure, DRIVE_NO_MEMORY);
    if (!InitializeCriticalSectionAndSpinCount(&session->lock, 0)) {
        base_free(session);
        return drive_fail(failure, DRIVE_NO_MEMORY);
    }
    session->references = 1;
    hr = com_bstr_copy(id, &session->id);
    if (SUCCEEDED(hr)) hr = com_utf8_from_bstr(id, &session->id_utf8);
    if (FAILED(hr)) {
        status = drive_fail(failure, hr == E_INVALIDARG ? DRIVE_NO_SUCH_DEVICE : DRIVE_NO_MEMORY);
    } else {
        status = open_device(session, devices, clock, failure);
    }
    if (status != DRIVE_OK) {
        session_destroy(session);
        return status;
    }
    *out = session;
    return DRIVE_OK;
}

struct recorder_session *recorder_get_session(struct recorder *recorder)
{
    struct recorder_session *session;

    EnterCriticalSection(&recorder->lock);
    session = recorder->session;
    if (session) InterlockedIncrement(&session->references);
    LeaveCriticalSection(&recorder->lock);
    return session;
}

bool recorder_swap_session(struct recorder *recorder, struct recorder_session *fresh)
{
    bool is_busy, is_current = false;
    struct recorder_session *old;

    do {
        old = recorder_get_session(recorder);
        if (old) EnterCriticalSection(&old->lock);
        is_busy = old && !old->is_gone && (old->exclusive_count || old->disabled_count);
        EnterCriticalSection(&recorder->lock);
        is_current = recorder->session == old;
        if (is_current && !is_busy) {
            recorder->session = fresh;
            if (old) old->is_retired = true;
        }
        LeaveCriticalSection(&recorder->lock);
        if (old) LeaveCriticalSection(&old->lock);
        if (is_current && !is_busy) recorder_session_release(old);
        recorder_session_release(old);
    } while (!is_current);
    return !is_busy;
}
