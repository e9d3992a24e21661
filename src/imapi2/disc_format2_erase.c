/* MsftDiscFormat2Erase: its properties, and EraseMedia, which holds the drive and runs burn_erase; the progress becomes
 * events on the caller's thread.
 */
#include "imapi2/disc_format2_erase.h"

#include <string.h>

#include "base/alloc.h"
#include "burn/burn.h"
#include "com/connection_point.h"
#include "com/dispatch.h"
#include "imapi2.h"
#include "imapi2/burn_failure.h"
#include "imapi2/format2.h"
#include "imapi2/worker_pump.h"
#include "imapi2/write_progress.h"
#include "imapi2error.h"

struct disc_format2_erase {
    struct com_object object;
    IDiscFormat2Erase IDiscFormat2Erase_iface;
    struct com_connection_container container;
    struct com_connection_point events;
    struct format2 format;
    VARIANT_BOOL full_erase; /* the format's lock guards it; while it is busy a put counts for the next erase */
};

COM_DISPATCH(disc_format2_erase, IDiscFormat2Erase)

static struct format2 *format_from(IDiscFormat2Erase *iface)
{
    return &disc_format2_erase_from_IDiscFormat2Erase(iface)->format;
}

/* ---------------------------------------------------------------------------------------------------- IDiscFormat2 */

static HRESULT WINAPI erase_IsRecorderSupported(IDiscFormat2Erase *iface, IDiscRecorder2 *recorder, VARIANT_BOOL *value)
{
    return format2_IsRecorderSupported(format_from(iface), recorder, value);
}

static HRESULT WINAPI erase_IsCurrentMediaSupported(IDiscFormat2Erase *iface, IDiscRecorder2 *recorder,
                                                    VARIANT_BOOL *value)
{
    return format2_IsCurrentMediaSupported(format_from(iface), recorder, value);
}

/* Without a recorder these two are E_POINTER, unlike the type of the medium (Microsoft's erase sample). */
static HRESULT get_blank(struct format2 *format, HRESULT (*get)(struct format2 *, VARIANT_BOOL *), VARIANT_BOOL *value)
{
    struct com_global *recorder = format2_get_recorder(format);
    HRESULT hr;

    if (value) *value = VARIANT_FALSE;
    hr = recorder ? get(format, value) : format2_report(format, "Asking whether the disc is blank", E_POINTER);
    com_global_release(recorder);
    return hr;
}

static HRESULT WINAPI erase_get_MediaPhysicallyBlank(IDiscFormat2Erase *iface, VARIANT_BOOL *value)
{
    return get_blank(format_from(iface), format2_get_MediaPhysicallyBlank, value);
}

static HRESULT WINAPI erase_get_MediaHeuristicallyBlank(IDiscFormat2Erase *iface, VARIANT_BOOL *value)
{
    return get_blank(format_from(iface), format2_get_MediaHeuristicallyBlank, value);
}

static HRESULT WINAPI erase_get_SupportedMediaTypes(IDiscFormat2Erase *iface, SAFEARRAY **value)
{
    return format2_get_SupportedMediaTypes(format_from(iface), value);
}

/* ------------------------------------------------------------------------------------------------------ properties */

static HRESULT WINAPI erase_put_Recorder(IDiscFormat2Erase *iface, IDiscRecorder2 *value)
{
    return format2_put_Recorder(format_from(iface), value);
}

static HRESULT WINAPI erase_get_Recorder(IDiscFormat2Erase *iface, IDiscRecorder2 **value)
{
    return format2_get_Recorder(format_from(iface), value);
}

/* Any value but 0 is true. */
static HRESULT WINAPI erase_put_FullErase(IDiscFormat2Erase *iface, VARIANT_BOOL value)
{
    struct disc_format2_erase *erase = disc_format2_erase_from_IDiscFormat2Erase(iface);

    EnterCriticalSection(&erase->format.lock);
    erase->full_erase = value ? VARIANT_TRUE : VARIANT_FALSE;
    LeaveCriticalSection(&erase->format.lock);
    return format2_report(&erase->format, "Setting FullErase", S_OK);
}

static HRESULT WINAPI erase_get_FullErase(IDiscFormat2Erase *iface, VARIANT_BOOL *value)
{
    struct disc_format2_erase *erase = disc_format2_erase_from_IDiscFormat2Erase(iface);

    if (!value) return format2_report(&erase->format, "Reading FullErase", E_POINTER);
    EnterCriticalSection(&erase->format.lock);
    *value = erase->full_erase;
    LeaveCriticalSection(&erase->format.lock);
    return format2_report(&erase->format, "Reading FullErase", S_OK);
}

static HRESULT WINAPI erase_get_CurrentPhysicalMediaType(IDiscFormat2Erase *iface, IMAPI_MEDIA_PHYSICAL_TYPE *value)
{
    return format2_get_CurrentPhysicalMediaType(format_from(iface), value);
}

static HRESULT WINAPI erase_put_ClientName(IDiscFormat2Erase *iface, BSTR value)
{
    return format2_put_ClientName(format_from(iface), value);
}

static HRESULT WINAPI erase_get_ClientName(IDiscFormat2Erase *iface, BSTR *value)
{
    return format2_get_ClientName(format_from(iface), value);
}

/* --------------------------------------------------------------------------------------------------------- erasing */

/* One EraseMedia. */
struct erasing {
    struct disc_format2_erase *erase;
    struct format2_call call;
    bool is_full;
    char client_name[DRIVE_HOLDER_SIZE];
    struct burn_result result;
    struct burn_failure failure;
};

/* DDiscFormat2EraseEvents::Update(object, elapsedSeconds, estimatedTotalSeconds). */
static void notice(void *context, const struct burn_progress *progress)
{
    struct disc_format2_erase *erase = context;
    VARIANT arguments[3];

    V_VT(&arguments[0]) = VT_I4;
    V_I4(&arguments[0]) = write_progress_number(progress->total_s);
    V_VT(&arguments[1]) = VT_I4;
    V_I4(&arguments[1]) = write_progress_number(progress->elapsed_s);
    V_VT(&arguments[2]) = VT_DISPATCH;
    V_DISPATCH(&arguments[2]) = (IDispatch *)&erase->IDiscFormat2Erase_iface;
    com_connection_point_fire(&erase->events, DISPID_IDISCFORMAT2ERASEEVENTS_UPDATE, arguments, ARRAYSIZE(arguments));
}

static void found(void *context, const struct burn_media *media, const struct burn_speeds *speeds)
{
    struct disc_format2_erase *erase = context;

    format2_found(&erase->format, media, speeds);
}

/* The drive is held: erase. */
static HRESULT erase_held(struct erasing *erasing)
{
    struct disc_format2_erase *erase = erasing->erase;
    const struct burn_observer observer = {.notice = notice, .context = erase, .found = found};
    struct worker_pump pump;
    const struct burn_tools tools = {
        .drive = erasing->call.use.drive,
        .clock = erase->format.clock,
        .pump = &pump.pump,
        .observer = &observer,
        .control = NULL, /* an erase cannot be cancelled */
    };

    if (!worker_pump_begin(&pump, erasing->call.use.is_agile)) return E_OUTOFMEMORY;
    burn_erase(&tools, erasing->is_full, &erasing->result, &erasing->failure);
    worker_pump_end(&pump);
    erasing->call.base.failure = erasing->failure.drive;
    return hresult_from_burn(&erasing->failure, BURN_FAILURE_OF_ERASE);
}

static void take_wishes(struct erasing *erasing)
{
    struct disc_format2_erase *erase = erasing->erase;

    EnterCriticalSection(&erase->format.lock);
    memcpy(erasing->client_name, erase->format.client_name, sizeof erasing->client_name);
    erasing->is_full = erase->full_erase != VARIANT_FALSE;
    LeaveCriticalSection(&erase->format.lock);
}

/* The name is not looked at here: an empty one is the recorder's to refuse (Microsoft's erase sample). */
static HRESULT erase_all(struct erasing *erasing)
{
    struct com_global *recorder = format2_get_recorder(&erasing->erase->format);
    HRESULT hr;

    take_wishes(erasing);
    hr = recorder ? format2_call_open_kept(&erasing->call, recorder) : E_POINTER;
    com_global_release(recorder);
    if (FAILED(hr)) return hr;
    hr = recorder_use_acquire(&erasing->call.use, erasing->client_name, &erasing->call.base.failure);
    if (FAILED(hr)) return hr;
    hr = erase_held(erasing);
    recorder_use_release(&erasing->call.use);
    return hr;
}

/* IDiscFormat2Erase::EraseMedia. A sink may give back the last reference to the object. */
static HRESULT WINAPI erase_EraseMedia(IDiscFormat2Erase *iface)
{
    struct disc_format2_erase *erase = disc_format2_erase_from_IDiscFormat2Erase(iface);
    struct erasing erasing = {.erase = erase};
    HRESULT hr;

    format2_call_begin(&erasing.call, &erase->format, "Erasing the disc");
    if (!format2_enter(&erase->format))
        return format2_call_burned(&erasing.call, E_IMAPI_ERASE_RECORDER_IN_USE, &erasing.failure);
    com_object_add_ref(&erase->object);
    hr = erase_all(&erasing);
    format2_leave(&erase->format);
    hr = format2_call_burned(&erasing.call, hr, &erasing.failure);
    com_object_release(&erase->object);
    return hr;
}

/* -------------------------------------------------------------------------------------------------------- its life */

static const IDiscFormat2EraseVtbl erase_vtbl = {
    COM_DISPATCH_METHODS(disc_format2_erase, IDiscFormat2Erase),
    erase_IsRecorderSupported,
    erase_IsCurrentMediaSupported,
    erase_get_MediaPhysicallyBlank,
    erase_get_MediaHeuristicallyBlank,
    erase_get_SupportedMediaTypes,
    erase_put_Recorder,
    erase_get_Recorder,
    erase_put_FullErase,
    erase_get_FullErase,
    erase_get_CurrentPhysicalMediaType,
    erase_put_ClientName,
    erase_get_ClientName,
    erase_EraseMedia,
};

static const struct com_interface erase_interfaces[] = {
    {&IID_IDiscFormat2Erase, offsetof(struct disc_format2_erase, IDiscFormat2Erase_iface)},
    {&IID_IDiscFormat2, offsetof(struct disc_format2_erase, IDiscFormat2Erase_iface)},
    {&IID_IDispatch, offsetof(struct disc_format2_erase, IDiscFormat2Erase_iface)},
    {&IID_IConnectionPointContainer, offsetof(struct disc_format2_erase, container.IConnectionPointContainer_iface)},
};

static void erase_destroy(struct com_object *object)
{
    struct disc_format2_erase *erase = CONTAINING_RECORD(object, struct disc_format2_erase, object);

    com_connection_container_destroy(&erase->container);
    format2_end(&erase->format);
    base_free(erase);
}

static const struct com_class erase_class = {
    &CLSID_MsftDiscFormat2Erase, true, erase_interfaces, ARRAYSIZE(erase_interfaces), erase_destroy,
};

static const struct com_event_source erase_events = {&IID_DDiscFormat2EraseEvents, NULL, NULL};

static const WCHAR class_name[] = L"OpenIMAPI2.MsftDiscFormat2Erase";

/* Microsoft's erase sample; the last two are of later date. */
static const uint16_t media_types[] = {
    IMAPI_MEDIA_TYPE_CDRW,      IMAPI_MEDIA_TYPE_DVDRAM, IMAPI_MEDIA_TYPE_DVDPLUSRW,
    IMAPI_MEDIA_TYPE_DVDDASHRW, IMAPI_MEDIA_TYPE_DISK,   IMAPI_MEDIA_TYPE_DVDPLUSRW_DUALLAYER,
    IMAPI_MEDIA_TYPE_BDRE,
};

static bool is_recorder_supported(struct drive *drive, bool *is_supported, struct drive_failure *failure)
{
    return burn_drive_can_erase(drive, is_supported, failure);
}

static const struct format2_class erase_format = {
    .prog_id = class_name,
    .iid = &IID_IDiscFormat2Erase,
    .recorder_required = E_IMAPI_RECORDER_REQUIRED,
    .recorder_not_supported = E_IMAPI_ERASE_RECORDER_NOT_SUPPORTED,
    .recorder_busy = E_IMAPI_ERASE_RECORDER_IN_USE,
    .invalid_client_name = E_IMAPI_ERASE_CLIENT_NAME_IS_NOT_VALID,
    .media_types = media_types,
    .media_type_count = ARRAYSIZE(media_types),
    .is_recorder_supported = is_recorder_supported,
    .is_media_supported = burn_is_erasable,
};

HRESULT disc_format2_erase_create(const struct base_clock *clock, REFIID iid, void **out)
{
    struct disc_format2_erase *erase;

    *out = NULL;
    erase = base_alloc(sizeof *erase);
    if (!erase) return E_OUTOFMEMORY;
    erase->IDiscFormat2Erase_iface.lpVtbl = &erase_vtbl;
    if (!format2_begin(&erase->format, &erase_format, clock)) {
        base_free(erase);
        return E_OUTOFMEMORY;
    }
    com_connection_container_init(&erase->container, &erase->object, class_name, &erase->events, &erase_events, 1);
    com_object_init(&erase->object, &erase_class);
    return com_object_hand_out(&erase->object, iid, out);
}
