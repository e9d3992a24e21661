/* Opens a drive over a recorder object, and holds exclusive access for a writer. */
#include "imapi2/recorder_use.h"

#include <string.h>

#include "base/alloc.h"
#include "com/global_interface.h"
#include "com/module.h"
#include "com/values.h"
#include "imapi2/recorder_transport.h"
#include "imapi2error.h"
#include "mmc/inquiry.h"

enum { RELEASE_TRIES = 5, RELEASE_PAUSE_MS = 1000 };

/* --------------------------------------------------------------------------------------------------- what it says */

/* The characters of a text that a client's object may have made; cut where it is longer than any drive's. */
static void copy_text(BSTR text, char *out, size_t size)
{
    int chars = (int)(SysStringLen(text) < size ? SysStringLen(text) : size - 1);
    int bytes = 0;

    while (chars && !bytes)
        bytes = WideCharToMultiByte(CP_UTF8, 0, text, chars--, out, (int)size - 1, NULL, NULL);
    out[bytes] = '\0';
}

static HRESULT ask_text(IDiscRecorder2 *recorder, HRESULT(WINAPI *get)(IDiscRecorder2 *, BSTR *), char *out,
                        size_t size)
{
    BSTR text = NULL;
    HRESULT hr = get(recorder, &text);

    out[0] = '\0';
    if (FAILED(hr)) return hr;
    copy_text(text, out, size);
    SysFreeString(text);
    return S_OK;
}

/* A recorder exists of an optical drive alone: so no INQUIRY is needed. */
static HRESULT ask_identity(IDiscRecorder2 *recorder, struct drive_identity *identity)
{
    const IDiscRecorder2Vtbl *members = recorder->lpVtbl;
    HRESULT hr;

    identity->peripheral = MMC_DEVICE_TYPE_OPTICAL;
    hr = ask_text(recorder, members->get_VendorId, identity->vendor, sizeof identity->vendor);
    if (SUCCEEDED(hr)) {
        hr = ask_text(recorder, members->get_ProductId, identity->product, sizeof identity->product);
    }
    if (SUCCEEDED(hr)) {
        hr = ask_text(recorder, members->get_ProductRevision, identity->revision, sizeof identity->revision);
    }
    return hr;
}

static HRESULT ask_id(IDiscRecorder2 *recorder, char **id)
{
    BSTR text = NULL;
    HRESULT hr = IDiscRecorder2_get_ActiveDiscRecorder(recorder, &text);

    *id = NULL;
    if (FAILED(hr)) return hr;
    hr = com_utf8_from_bstr(text, id);
    SysFreeString(text);
    return hr;
}

/* ----------------------------------------------------------------------------------------------------------- host */

static struct recorder_use *recorder_use_from(struct drive_host *host)
{
    return CONTAINING_RECORD(host, struct recorder_use, host);
}

static enum drive_status host_dismount(struct drive_host *host, bool is_finished, struct drive_failure *failure)
{
    (void)host, (void)is_finished; /* taking exclusive access by force has set the file system aside */
    return drive_fail(failure, DRIVE_UNSUPPORTED);
}

static enum drive_status host_get_owner(struct drive_host *host, char owner[DRIVE_HOLDER_SIZE],
                                        struct drive_failure *failure)
{
    IDiscRecorder2 *recorder = recorder_use_from(host)->recorder;

    if (!recorder) return drive_fail(failure, DRIVE_UNSUPPORTED);
    if (FAILED(ask_text(recorder, recorder->lpVtbl->get_ExclusiveAccessOwner, owner, DRIVE_HOLDER_SIZE))) {
        return drive_fail(failure, DRIVE_FAILED);
    }
    return drive_fail(failure, DRIVE_OK);
}

static const struct drive_host_ops host_ops = {host_dismount, host_get_owner};

/* ----------------------------------------------------------------------------------------------------------- open */

static HRESULT open_drive(struct recorder_use *use, IDiscRecorder2Ex *extended, struct drive_failure *failure)
{
    struct drive_identity identity = {.peripheral = MMC_DEVICE_TYPE_OPTICAL};
    struct scsi_transport *transport;
    HRESULT hr = S_OK;

    if (use->recorder) hr = ask_identity(use->recorder, &identity);
    if (SUCCEEDED(hr) && use->recorder) hr = ask_id(use->recorder, &use->id);
    if (SUCCEEDED(hr)) hr = recorder_transport_create(extended, &transport);
    if (FAILED(hr)) return hr;
    use->host.ops = &host_ops;
    if (drive_open(transport, &identity, &use->host, use->clock, &use->drive, failure) == DRIVE_OK) return S_OK;
    transport->ops->close(transport);
    return E_OUTOFMEMORY; /* nothing else is left to fail where the identity is known */
}

static HRESULT open_with(struct recorder_use *use, IDiscRecorder2 *recorder, IDiscRecorder2Ex *extended,
                         struct drive_failure *failure)
{
    HRESULT hr;

    use->recorder = recorder;
    use->is_agile = com_is_agile((IUnknown *)extended);
    hr = open_drive(use, extended, failure);
    if (FAILED(hr)) {
        base_free(use->id);
        return hr;
    }
    if (recorder) IDiscRecorder2_AddRef(recorder);
    return S_OK;
}

static void begin(struct recorder_use *use, const struct base_clock *clock, struct drive_failure *failure)
{
    memset(use, 0, sizeof *use);
    use->clock = clock;
    drive_fail(failure, DRIVE_OK);
}

HRESULT recorder_use_open(struct recorder_use *use, IDiscRecorder2 *recorder, const struct base_clock *clock,
                          struct drive_failure *failure)
{
    IDiscRecorder2Ex *extended;
    HRESULT hr;

    begin(use, clock, failure);
    hr = IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&extended);
    if (FAILED(hr)) return hr;
    hr = open_with(use, recorder, extended, failure);
    IDiscRecorder2Ex_Release(extended);
    return hr;
}

HRESULT recorder_use_open_extended(struct recorder_use *use, IDiscRecorder2Ex *extended, const struct base_clock *clock,
                                   struct drive_failure *failure)
{
    IDiscRecorder2 *recorder;
    HRESULT hr;

    begin(use, clock, failure);
    if (FAILED(IDiscRecorder2Ex_QueryInterface(extended, &IID_IDiscRecorder2, (void **)&recorder))) recorder = NULL;
    hr = open_with(use, recorder, extended, failure);
    if (recorder) IDiscRecorder2_Release(recorder);
    return hr;
}

void recorder_use_close(struct recorder_use *use)
{
    recorder_use_release(use);
    drive_close(use->drive);
    if (use->recorder) IDiscRecorder2_Release(use->recorder);
    base_free(use->id);
}

/* ------------------------------------------------------------------------------------------ writers of the process */

struct writers {
    CRITICAL_SECTION lock;
    struct recorder_use *first;
};

static struct com_kept kept_writers;

static void writers_release(void *thing)
{
    struct writers *writers = thing;

    DeleteCriticalSection(&writers->lock);
    base_free(writers);
}

static struct writers *get_writers(void)
{
    struct writers *writers = com_module_kept(&kept_writers);

    if (writers) return writers;
    writers = base_alloc(sizeof *writers);
    if (!writers) return NULL;
    if (!InitializeCriticalSectionAndSpinCount(&writers->lock, 0)) {
        base_free(writers);
        return NULL;
    }
    return com_module_keep(&kept_writers, writers, writers_release);
}

/* Identifiers are the same whatever the case of their letters. A client's recorder without one is guarded by its own
 * exclusive access alone.
 */
static bool is_same_drive(const struct recorder_use *a, const struct recorder_use *b)
{
    return a->id[0] && _stricmp(a->id, b->id) == 0;
}

static bool enter(struct writers *writers, struct recorder_use *use, struct drive_failure *failure)
{
    struct recorder_use *other;

    EnterCriticalSection(&writers->lock);
    for (other = writers->first; other && !is_same_drive(use, other);)
        other = other->next;
    if (other) {
        drive_fail(failure, DRIVE_LOCKED);
        strcpy(failure->holder, other->holder);
    } else {
        use->next = writers->first;
        writers->first = use;
    }
    LeaveCriticalSection(&writers->lock);
    return !other;
}

static void leave(struct writers *writers, struct recorder_use *use)
{
    struct recorder_use **place;

    EnterCriticalSection(&writers->lock);
    for (place = &writers->first; *place != use;)
        place = &(*place)->next;
    *place = use->next;
    LeaveCriticalSection(&writers->lock);
}

/* One takes another's place. */
static void replace(struct writers *writers, struct recorder_use *old, struct recorder_use *fresh)
{
    struct recorder_use **place;

    EnterCriticalSection(&writers->lock);
    for (place = &writers->first; *place != old;)
        place = &(*place)->next;
    fresh->next = old->next;
    *place = fresh;
    LeaveCriticalSection(&writers->lock);
}

/* ----------------------------------------------------------------------------------------------- exclusive access */

HRESULT recorder_use_acquire(struct recorder_use *use, const char *name, struct drive_failure *failure)
{
    struct writers *writers = get_writers();
    struct drive_failure asking;
    BSTR client;
    HRESULT hr;

    drive_fail(failure, DRIVE_OK);
    if (!writers) return E_OUTOFMEMORY;
    strcpy(use->holder, name);
    if (!enter(writers, use, failure)) return E_IMAPI_RECORDER_LOCKED;
    hr = com_bstr_from_utf8(name, &client);
    if (SUCCEEDED(hr)) {
        hr = IDiscRecorder2_AcquireExclusiveAccess(use->recorder, VARIANT_TRUE, client);
        SysFreeString(client);
    }
    if (hr == E_IMAPI_RECORDER_LOCKED || hr == E_ACCESSDENIED) {
        drive_fail(failure, hr == E_IMAPI_RECORDER_LOCKED ? DRIVE_LOCKED : DRIVE_IN_USE);
        if (host_get_owner(&use->host, failure->holder, &asking) != DRIVE_OK) failure->holder[0] = '\0';
    }
    use->is_acquired = SUCCEEDED(hr);
    if (FAILED(hr)) leave(writers, use);
    return hr;
}

/* There is nothing to give back any more: the drive is gone, or access went before. */
static bool is_given_back(HRESULT hr)
{
    return SUCCEEDED(hr) || hr == HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST) ||
           hr == HRESULT_FROM_WIN32(ERROR_INVALID_FUNCTION);
}

void recorder_use_release(struct recorder_use *use)
{
    int tries = 1;

    if (!use->is_acquired) return;
    use->is_acquired = false;
    while (!is_given_back(IDiscRecorder2_ReleaseExclusiveAccess(use->recorder)) && tries++ < RELEASE_TRIES)
        use->clock->sleep_ms(use->clock, RELEASE_PAUSE_MS);
    leave(com_module_kept(&kept_writers), use);
}

bool recorder_use_park(struct recorder_use *use, struct recorder_use *held)
{
    size_t size = strlen(use->id) + 1;

    held->id = base_alloc(size);
    if (!held->id) return false;
    memcpy(held->id, use->id, size);
    strcpy(held->holder, use->holder);
    replace(com_module_kept(&kept_writers), use, held);
    held->is_acquired = true;
    use->is_acquired = false;
    return true;
}

static void end_parking(struct recorder_use *held)
{
    base_free(held->id);
    memset(held, 0, sizeof *held);
}

void recorder_use_resume(struct recorder_use *use, struct recorder_use *held)
{
    strcpy(use->holder, held->holder);
    replace(com_module_kept(&kept_writers), held, use);
    use->is_acquired = true;
    end_parking(held);
}

void recorder_use_forget(struct recorder_use *held)
{
    leave(com_module_kept(&kept_writers), held);
    end_parking(held);
}
