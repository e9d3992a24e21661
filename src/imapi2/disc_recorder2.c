/* IDiscRecorder2 of MsftDiscRecorder2. */
#include "imapi2/disc_recorder2.h"

#include <string.h>

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/values.h"
#include "imapi2/client_name.h"
#include "imapi2/recorder_call.h"
#include "imapi2/recorder_session.h"
#include "imapi2error.h"

COM_DISPATCH(recorder, IDiscRecorder2)

/* ---------------------------------------------------------------------------------------------------------- calls */

static HRESULT report_argument(HRESULT hr, const char *attempt)
{
    struct imapi_call call;

    recorder_call_begin_alone(&call, &IID_IDiscRecorder2, attempt);
    return imapi_call_done(&call, hr);
}

static HRESULT call_begin(struct recorder_call *call, IDiscRecorder2 *iface, const char *attempt,
                          enum imapi_call_kind kind)
{
    return recorder_call_begin(call, recorder_from_IDiscRecorder2(iface), &IID_IDiscRecorder2, attempt, kind);
}

/* Likewise, with the session's lock held: for what changes its counts. A session whose place another one takes
 * meanwhile is left alone.
 */
static HRESULT call_begin_locked(struct recorder_call *call, IDiscRecorder2 *iface, const char *attempt)
{
    HRESULT hr;

    for (;;) {
        hr = call_begin(call, iface, attempt, IMAPI_CALL_ACTION);
        if (FAILED(hr)) return hr;
        EnterCriticalSection(&call->session->lock);
        if (!call->session->is_retired) return S_OK;
        LeaveCriticalSection(&call->session->lock);
        recorder_session_release(call->session);
    }
}

static HRESULT call_end_locked(struct recorder_call *call, enum drive_status status)
{
    LeaveCriticalSection(&call->session->lock);
    return status == DRIVE_OK ? recorder_call_done(call, S_OK) : recorder_call_failed(call);
}

/* ------------------------------------------------------------------------------------------------- initialization */

/* IDiscRecorder2::InitializeDiscRecorder. Again on an initialized object: the new device is opened first, and takes the
 * old one's place unless that one's exclusive access or notifications would silently be given back.
 */
static HRESULT WINAPI recorder_InitializeDiscRecorder(IDiscRecorder2 *iface, BSTR id)
{
    struct recorder *recorder = recorder_from_IDiscRecorder2(iface);
    struct recorder_session *session;
    struct imapi_call call;
    char *id_utf8;
    HRESULT hr;

    recorder_call_begin_alone(&call, &IID_IDiscRecorder2, "Initializing the recorder");
    if (!SysStringLen(id)) return imapi_call_done(&call, E_INVALIDARG);
    if (recorder_session_open(recorder->devices, recorder->clock, id, &session, &call.failure) != DRIVE_OK) {
        com_utf8_from_bstr(id, &id_utf8);
        call.id = id_utf8;
        hr = imapi_call_failed(&call);
        base_free(id_utf8);
        return hr;
    }
    if (!recorder_swap_session(recorder, session)) {
        call.attempt = "Initializing the recorder again while it has exclusive access or disabled notifications";
        call.identity = drive_peek_identity(session->drive);
        call.id = session->id_utf8;
        hr = imapi_call_done(&call, E_IMAPI_RECORDER_LOCKED);
        recorder_session_release(session);
        return hr;
    }
    return S_OK;
}

/* IDiscRecorder2::get_ActiveDiscRecorder: the string that InitializeDiscRecorder was given. */
static HRESULT WINAPI recorder_get_ActiveDiscRecorder(IDiscRecorder2 *iface, BSTR *value)
{
    static const char attempt[] = "Reading the recorder's identifier";
    struct recorder_call call;
    HRESULT hr;

    if (!value) return report_argument(E_POINTER, attempt);
    *value = NULL;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_CACHED);
    if (FAILED(hr)) return hr;
    return recorder_call_done(&call, com_bstr_copy(call.session->id, value));
}

/* ------------------------------------------------------------------------------------------------------- identity */

/* INQUIRY: vendor identification, product identification, product revision level (SPC-3, standard INQUIRY data). */
static HRESULT get_identity(IDiscRecorder2 *iface, const char *attempt, size_t offset, BSTR *value)
{
    struct recorder_call call;
    HRESULT hr;

    if (!value) return report_argument(E_POINTER, attempt);
    *value = NULL;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_CACHED);
    if (FAILED(hr)) return hr;
    hr = com_bstr_from_utf8((const char *)drive_peek_identity(call.session->drive) + offset, value);
    return recorder_call_done(&call, hr);
}

static HRESULT WINAPI recorder_get_VendorId(IDiscRecorder2 *iface, BSTR *value)
{
    return get_identity(iface, "Reading the vendor's name", offsetof(struct drive_identity, vendor), value);
}

static HRESULT WINAPI recorder_get_ProductId(IDiscRecorder2 *iface, BSTR *value)
{
    return get_identity(iface, "Reading the product's name", offsetof(struct drive_identity, product), value);
}

static HRESULT WINAPI recorder_get_ProductRevision(IDiscRecorder2 *iface, BSTR *value)
{
    return get_identity(iface, "Reading the product's revision", offsetof(struct drive_identity, revision), value);
}

/* IDiscRecorder2::get_VolumeName: \\?\Volume{...}\ */
static HRESULT WINAPI recorder_get_VolumeName(IDiscRecorder2 *iface, BSTR *value)
{
    static const char attempt[] = "Reading the volume's name";
    char name[DEVICE_VOLUME_SIZE];
    struct device *device;
    struct recorder_call call;
    HRESULT hr;

    if (!value) return report_argument(E_POINTER, attempt);
    *value = NULL;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_CACHED);
    if (FAILED(hr)) return hr;
    device = call.session->device;
    if (device->ops->get_volume_name(device, name, &call.base.failure) != DRIVE_OK) return recorder_call_failed(&call);
    return recorder_call_done(&call, com_bstr_from_utf8(name, value));
}

static bool add_path(void *context, const char *path)
{
    return com_strings_append(context, path);
}

/* IDiscRecorder2::get_VolumePathNames: none is an empty array. */
static HRESULT WINAPI recorder_get_VolumePathNames(IDiscRecorder2 *iface, SAFEARRAY **value)
{
    static const char attempt[] = "Reading where the volume is mounted";
    struct com_strings paths = {NULL, 0, 0};
    struct device *device;
    struct recorder_call call;
    HRESULT hr;

    if (!value) return report_argument(E_POINTER, attempt);
    *value = NULL;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_CACHED);
    if (FAILED(hr)) return hr;
    device = call.session->device;
    if (device->ops->list_volume_paths(device, add_path, &paths, &call.base.failure) == DRIVE_OK) {
        hr = recorder_call_done(&call, com_array_from_strings(&paths, value));
    } else {
        hr = recorder_call_failed(&call);
    }
    com_strings_free(&paths);
    return hr;
}

/* IDiscRecorder2::get_LegacyDeviceNumber: N of \Device\CdRomN. */
static HRESULT WINAPI recorder_get_LegacyDeviceNumber(IDiscRecorder2 *iface, LONG *value)
{
    static const char attempt[] = "Reading the device number";
    struct device *device;
    struct recorder_call call;
    uint32_t number;
    HRESULT hr;

    if (!value) return report_argument(E_POINTER, attempt);
    *value = 0;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_CACHED);
    if (FAILED(hr)) return hr;
    device = call.session->device;
    if (device->ops->get_number(device, &number, &call.base.failure) != DRIVE_OK) return recorder_call_failed(&call);
    *value = (LONG)number;
    return recorder_call_done(&call, S_OK);
}

/* IDiscRecorder2::get_DeviceCanLoadMedia */
static HRESULT WINAPI recorder_get_DeviceCanLoadMedia(IDiscRecorder2 *iface, VARIANT_BOOL *value)
{
    static const char attempt[] = "Asking whether the drive can load a disc";
    struct recorder_call call;
    bool can_load;
    HRESULT hr;

    if (!value) return report_argument(E_POINTER, attempt);
    *value = VARIANT_FALSE;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_CACHED);
    if (FAILED(hr)) return hr;
    if (drive_get_can_load(call.session->drive, &can_load, &call.base.failure) != DRIVE_OK)
        return recorder_call_failed(&call);
    *value = can_load ? VARIANT_TRUE : VARIANT_FALSE;
    return recorder_call_done(&call, S_OK);
}

/* ----------------------------------------------------------------------------------- features, profiles, mode pages */

typedef enum drive_status (*take_codes)(struct drive *drive, bool current_only, struct drive_codes *codes,
                                        struct drive_failure *failure);

static HRESULT get_codes(IDiscRecorder2 *iface, const char *attempt, take_codes take, bool current_only,
                         SAFEARRAY **value)
{
    struct drive_codes codes;
    struct recorder_call call;
    HRESULT hr;

    if (!value) return report_argument(E_POINTER, attempt);
    *value = NULL;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_QUERY);
    if (FAILED(hr)) return hr;
    if (take(call.session->drive, current_only, &codes, &call.base.failure) != DRIVE_OK)
        return recorder_call_failed(&call);
    hr = com_array_from_codes(codes.values, codes.count, value);
    drive_codes_free(&codes);
    return recorder_call_done(&call, hr);
}

static HRESULT WINAPI recorder_get_SupportedFeaturePages(IDiscRecorder2 *iface, SAFEARRAY **value)
{
    return get_codes(iface, "Reading the drive's features", drive_take_features, false, value);
}

static HRESULT WINAPI recorder_get_CurrentFeaturePages(IDiscRecorder2 *iface, SAFEARRAY **value)
{
    return get_codes(iface, "Reading the drive's current features", drive_take_features, true, value);
}

static HRESULT WINAPI recorder_get_SupportedProfiles(IDiscRecorder2 *iface, SAFEARRAY **value)
{
    return get_codes(iface, "Reading the drive's profiles", drive_take_profiles, false, value);
}

static HRESULT WINAPI recorder_get_CurrentProfiles(IDiscRecorder2 *iface, SAFEARRAY **value)
{
    return get_codes(iface, "Reading the drive's current profiles", drive_take_profiles, true, value);
}

static enum drive_status take_mode_pages(struct drive *drive, bool current_only, struct drive_codes *codes,
                                         struct drive_failure *failure)
{
    (void)current_only; /* a page is there or not */
    return drive_take_mode_pages(drive, MMC_PAGE_CURRENT, codes, failure);
}

static HRESULT WINAPI recorder_get_SupportedModePages(IDiscRecorder2 *iface, SAFEARRAY **value)
{
    return get_codes(iface, "Reading the drive's mode pages", take_mode_pages, false, value);
}

/* ------------------------------------------------------------------------------------------------------------ tray */

static HRESULT move_tray(IDiscRecorder2 *iface, const char *attempt,
                         enum drive_status (*move)(struct drive *drive, struct drive_failure *failure))
{
    struct recorder_call call;
    HRESULT hr;

    hr = call_begin(&call, iface, attempt, IMAPI_CALL_ACTION);
    if (FAILED(hr)) return hr;
    if (move(call.session->drive, &call.base.failure) != DRIVE_OK) return recorder_call_failed(&call);
    return recorder_call_done(&call, S_OK);
}

static HRESULT WINAPI recorder_EjectMedia(IDiscRecorder2 *iface)
{
    return move_tray(iface, "Ejecting the disc", drive_eject);
}

static HRESULT WINAPI recorder_CloseTray(IDiscRecorder2 *iface)
{
    return move_tray(iface, "Closing the tray", drive_load);
}

/* ------------------------------------------------------------------------------- exclusive access and notifications */

/* With the session's lock held. A drive that was unplugged has taken exclusive access and notifications with it: what
 * was counted of them is not there any more, though the drive may be.
 */
static void forget_what_went(struct recorder_call *call)
{
    struct recorder_session *session = call->session;
    struct device *device = session->device;
    struct drive_failure ignored;

    if (!InterlockedExchange(&session->is_gone, FALSE)) return;
    if (session->exclusive_count) device->ops->release_exclusive(device, &ignored);
    if (session->disabled_count) device->ops->enable_notification(device, &ignored);
    session->exclusive_count = 0;
    session->disabled_count = 0;
}

/* IDiscRecorder2::AcquireExclusiveAccess. Counted here, since the system's lock does not nest; the name of the first
 * call stays. Any value of force but 0 is true.
 */
static HRESULT WINAPI recorder_AcquireExclusiveAccess(IDiscRecorder2 *iface, VARIANT_BOOL force, BSTR client_name)
{
    static const char attempt[] = "Taking exclusive access";
    enum drive_status status = DRIVE_OK;
    char name[DRIVE_HOLDER_SIZE];
    struct device *device;
    struct recorder_call call;
    HRESULT hr;

    if (!SysStringLen(client_name)) {
        return report_argument(E_INVALIDARG, "Taking exclusive access without a client name");
    }
    if (!client_name_from_bstr(client_name, name)) {
        return report_argument(E_IMAPI_RECORDER_CLIENT_NAME_IS_NOT_VALID, attempt);
    }
    hr = call_begin_locked(&call, iface, attempt);
    if (FAILED(hr)) return hr;
    device = call.session->device;
    forget_what_went(&call);
    if (!call.session->exclusive_count) {
        status = device->ops->acquire_exclusive(device, force != VARIANT_FALSE, name, &call.base.failure);
    }
    if (status == DRIVE_OK) call.session->exclusive_count++;
    return call_end_locked(&call, status);
}

/* The last one is only counted when the system has done it, so that a caller may try again; a device that is gone has
 * taken everything with it.
 */
static HRESULT give_back(IDiscRecorder2 *iface, const char *attempt, size_t count_offset, enum drive_status none_held,
                         enum drive_status (*undo)(struct device *device, struct drive_failure *failure))
{
    enum drive_status status = DRIVE_OK;
    struct recorder_call call;
    ULONG *count;
    HRESULT hr;

    hr = call_begin_locked(&call, iface, attempt);
    if (FAILED(hr)) return hr;
    count = (ULONG *)((char *)call.session + count_offset);
    if (!*count) {
        status = drive_fail(&call.base.failure, none_held);
    } else {
        if (*count == 1) status = undo(call.session->device, &call.base.failure);
        if (status == DRIVE_OK) (*count)--;
        if (status == DRIVE_GONE || status == none_held) *count = 0;
    }
    return call_end_locked(&call, status);
}

static enum drive_status release_exclusive(struct device *device, struct drive_failure *failure)
{
    return device->ops->release_exclusive(device, failure);
}

static HRESULT WINAPI recorder_ReleaseExclusiveAccess(IDiscRecorder2 *iface)
{
    return give_back(iface, "Releasing exclusive access", offsetof(struct recorder_session, exclusive_count),
                     DRIVE_NOT_LOCKED, release_exclusive);
}

/* IDiscRecorder2::get_ExclusiveAccessOwner: "" when nobody has it. */
static HRESULT WINAPI recorder_get_ExclusiveAccessOwner(IDiscRecorder2 *iface, BSTR *value)
{
    static const char attempt[] = "Asking who has exclusive access";
    char owner[DRIVE_HOLDER_SIZE];
    struct drive_host *host;
    struct recorder_call call;
    HRESULT hr;

    if (!value) return report_argument(E_POINTER, attempt);
    *value = NULL;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_QUERY);
    if (FAILED(hr)) return hr;
    host = call.session->device->host;
    if (host->ops->get_owner(host, owner, &call.base.failure) != DRIVE_OK) return recorder_call_failed(&call);
    return recorder_call_done(&call, com_bstr_from_utf8(owner, value));
}

/* IDiscRecorder2::DisableMcn: media change notification off, counted. */
static HRESULT WINAPI recorder_DisableMcn(IDiscRecorder2 *iface)
{
    enum drive_status status = DRIVE_OK;
    struct device *device;
    struct recorder_call call;
    HRESULT hr;

    hr = call_begin_locked(&call, iface, "Disabling media change notification");
    if (FAILED(hr)) return hr;
    device = call.session->device;
    forget_what_went(&call);
    if (!call.session->disabled_count) status = device->ops->disable_notification(device, &call.base.failure);
    if (status == DRIVE_OK) call.session->disabled_count++;
    return call_end_locked(&call, status);
}

static enum drive_status enable_notification(struct device *device, struct drive_failure *failure)
{
    return device->ops->enable_notification(device, failure);
}

static HRESULT WINAPI recorder_EnableMcn(IDiscRecorder2 *iface)
{
    return give_back(iface, "Enabling media change notification", offsetof(struct recorder_session, disabled_count),
                     DRIVE_NOT_DISABLED, enable_notification);
}

/* ---------------------------------------------------------------------------------------------------------- object */

static const IDiscRecorder2Vtbl recorder_IDiscRecorder2_vtbl = {
    COM_DISPATCH_METHODS(recorder, IDiscRecorder2),
    recorder_EjectMedia,
    recorder_CloseTray,
    recorder_AcquireExclusiveAccess,
    recorder_ReleaseExclusiveAccess,
    recorder_DisableMcn,
    recorder_EnableMcn,
    recorder_InitializeDiscRecorder,
    recorder_get_ActiveDiscRecorder,
    recorder_get_VendorId,
    recorder_get_ProductId,
    recorder_get_ProductRevision,
    recorder_get_VolumeName,
    recorder_get_VolumePathNames,
    recorder_get_DeviceCanLoadMedia,
    recorder_get_LegacyDeviceNumber,
    recorder_get_SupportedFeaturePages,
    recorder_get_CurrentFeaturePages,
    recorder_get_SupportedProfiles,
    recorder_get_CurrentProfiles,
    recorder_get_SupportedModePages,
    recorder_get_ExclusiveAccessOwner,
};

static const struct com_interface recorder_interfaces[] = {
    {&IID_IDiscRecorder2, offsetof(struct recorder, IDiscRecorder2_iface)},
    {&IID_IDispatch, offsetof(struct recorder, IDiscRecorder2_iface)},
    {&IID_IDiscRecorder2Ex, offsetof(struct recorder, IDiscRecorder2Ex_iface)},
};

static void recorder_destroy(struct com_object *object)
{
    struct recorder *recorder = CONTAINING_RECORD(object, struct recorder, object);

    recorder_session_release(recorder->session);
    DeleteCriticalSection(&recorder->lock);
    base_free(recorder);
}

static const struct com_class recorder_class = {
    &CLSID_MsftDiscRecorder2, true, recorder_interfaces, ARRAYSIZE(recorder_interfaces), recorder_destroy,
};

HRESULT recorder_create(struct device_source *devices, const struct base_clock *clock, REFIID iid, void **out)
{
    struct recorder *recorder;

    *out = NULL;
    recorder = base_alloc(sizeof *recorder);
    if (!recorder) return E_OUTOFMEMORY;
    recorder->IDiscRecorder2_iface.lpVtbl = &recorder_IDiscRecorder2_vtbl;
    recorder->IDiscRecorder2Ex_iface.lpVtbl = &recorder_IDiscRecorder2Ex_vtbl;
    recorder->devices = devices;
    recorder->clock = clock;
    if (!InitializeCriticalSectionAndSpinCount(&recorder->lock, 0)) {
        base_free(recorder);
        return E_OUTOFMEMORY;
    }
    com_object_init(&recorder->object, &recorder_class);
    return com_object_hand_out(&recorder->object, iid, out);
}
