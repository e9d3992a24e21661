/* MsftDiscFormat2RawCD: the object, and its properties. */
#include "imapi2/disc_format2_raw_cd.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/values.h"
#include "imapi2error.h"

COM_DISPATCH(disc_format2_raw_cd, IDiscFormat2RawCD)
COM_UNKNOWN(disc_format2_raw_cd, IOpenBurnSetbacks)

static struct disc_format2_raw_cd *raw_cd_from(IDiscFormat2RawCD *iface)
{
    return disc_format2_raw_cd_from_IDiscFormat2RawCD(iface);
}

static struct format2 *format_of(IDiscFormat2RawCD *iface)
{
    return &raw_cd_from(iface)->format;
}

/* ----------------------------------------------------------------------------------------------------- IDiscFormat2 */

static HRESULT WINAPI raw_cd_IsRecorderSupported(IDiscFormat2RawCD *iface, IDiscRecorder2 *recorder,
                                                 VARIANT_BOOL *value)
{
    return format2_IsRecorderSupported(format_of(iface), recorder, value);
}

static HRESULT WINAPI raw_cd_IsCurrentMediaSupported(IDiscFormat2RawCD *iface, IDiscRecorder2 *recorder,
                                                     VARIANT_BOOL *value)
{
    return format2_IsCurrentMediaSupported(format_of(iface), recorder, value);
}

static HRESULT WINAPI raw_cd_get_MediaPhysicallyBlank(IDiscFormat2RawCD *iface, VARIANT_BOOL *value)
{
    return format2_get_MediaPhysicallyBlank(format_of(iface), value);
}

static HRESULT WINAPI raw_cd_get_MediaHeuristicallyBlank(IDiscFormat2RawCD *iface, VARIANT_BOOL *value)
{
    return format2_get_MediaHeuristicallyBlank(format_of(iface), value);
}

static HRESULT WINAPI raw_cd_get_SupportedMediaTypes(IDiscFormat2RawCD *iface, SAFEARRAY **value)
{
    return format2_get_SupportedMediaTypes(format_of(iface), value);
}

/* ---------------------------------------------------------------------------------------------------------- methods */

static HRESULT WINAPI raw_cd_PrepareMedia(IDiscFormat2RawCD *iface)
{
    return raw_cd_prepare_media(raw_cd_from(iface));
}

static HRESULT WINAPI raw_cd_WriteMedia(IDiscFormat2RawCD *iface, IStream *data)
{
    return raw_cd_write_media(raw_cd_from(iface), data, RAW_CD_LEAD_IN_SECTORS);
}

static HRESULT WINAPI raw_cd_WriteMedia2(IDiscFormat2RawCD *iface, IStream *data, LONG lead_in_sectors)
{
    return raw_cd_write_media(raw_cd_from(iface), data, lead_in_sectors);
}

static HRESULT WINAPI raw_cd_CancelWrite(IDiscFormat2RawCD *iface)
{
    return raw_cd_cancel_write(raw_cd_from(iface));
}

static HRESULT WINAPI raw_cd_ReleaseMedia(IDiscFormat2RawCD *iface)
{
    return raw_cd_release_media(raw_cd_from(iface));
}

static HRESULT WINAPI raw_cd_SetWriteSpeed(IDiscFormat2RawCD *iface, LONG sectors_per_second, VARIANT_BOOL pure_cav)
{
    return format2_SetWriteSpeed(format_of(iface), sectors_per_second, pure_cav);
}

/* -------------------------------------------------------------------------------------------- recorder, name, flags */

static HRESULT WINAPI raw_cd_put_Recorder(IDiscFormat2RawCD *iface, IDiscRecorder2 *value)
{
    return format2_put_Recorder(format_of(iface), value);
}

static HRESULT WINAPI raw_cd_get_Recorder(IDiscFormat2RawCD *iface, IDiscRecorder2 **value)
{
    return format2_get_Recorder(format_of(iface), value);
}

/* Its page wants the media prepared; programs set it before, too, and go on. Any value but 0 is true. */
static HRESULT WINAPI raw_cd_put_BufferUnderrunFreeDisabled(IDiscFormat2RawCD *iface, VARIANT_BOOL value)
{
    return format2_put_flag(format_of(iface), "Setting BufferUnderrunFreeDisabled",
                            &raw_cd_from(iface)->buffer_underrun_free_disabled, value);
}

static HRESULT WINAPI raw_cd_get_BufferUnderrunFreeDisabled(IDiscFormat2RawCD *iface, VARIANT_BOOL *value)
{
    return format2_get_flag(format_of(iface), "Reading BufferUnderrunFreeDisabled",
                            &raw_cd_from(iface)->buffer_underrun_free_disabled, value);
}

static HRESULT WINAPI raw_cd_put_ClientName(IDiscFormat2RawCD *iface, BSTR value)
{
    return format2_put_ClientName(format_of(iface), value);
}

static HRESULT WINAPI raw_cd_get_ClientName(IDiscFormat2RawCD *iface, BSTR *value)
{
    return format2_get_ClientName(format_of(iface), value);
}

/* -------------------------------------------------------------------------------------- limits of the prepared disc */

/* As it was found when it was prepared, in every state after that. A drive may tell neither. */
static HRESULT get_limit(struct disc_format2_raw_cd *raw, const char *attempt, const bool *has_limit, const LONG *limit,
                         LONG *value)
{
    HRESULT hr = S_OK;

    if (!value) return format2_report(&raw->format, attempt, E_POINTER);
    *value = 0;
    EnterCriticalSection(&raw->format.lock);
    if (!raw->format.is_prepared)
        hr = E_IMAPI_DF2RAW_MEDIA_IS_NOT_PREPARED;
    else if (!*has_limit)
        hr = E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE;
    else
        *value = *limit;
    LeaveCriticalSection(&raw->format.lock);
    return format2_report(&raw->format, attempt, hr);
}

static HRESULT WINAPI raw_cd_get_StartOfNextSession(IDiscFormat2RawCD *iface, LONG *value)
{
    struct disc_format2_raw_cd *raw = raw_cd_from(iface);

    return get_limit(raw, "Reading where the lead-in begins", &raw->has_lead_in, &raw->lead_in, value);
}

static HRESULT WINAPI raw_cd_get_LastPossibleStartOfLeadout(IDiscFormat2RawCD *iface, LONG *value)
{
    struct disc_format2_raw_cd *raw = raw_cd_from(iface);

    return get_limit(raw, "Reading where the lead-out may begin", &raw->has_lead_out, &raw->lead_out, value);
}

/* ----------------------------------------------------------------------------------------------------- sector types */

enum {
    SECTOR_TYPE_FIRST = IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY,
    SECTOR_TYPE_LAST = IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW
};

static HRESULT give_types(unsigned types, SAFEARRAY **value)
{
    uint32_t numbers[SECTOR_TYPE_LAST];
    size_t count = 0;
    uint32_t type;

    for (type = SECTOR_TYPE_FIRST; type <= SECTOR_TYPE_LAST; type++) {
        if (types & 1u << type) numbers[count++] = type;
    }
    return com_array_from_numbers(numbers, count, value);
}

static bool take_types(struct disc_format2_raw_cd *raw, unsigned *types)
{
    bool is_prepared;

    EnterCriticalSection(&raw->format.lock);
    is_prepared = raw->format.is_prepared;
    *types = raw->sector_types;
    LeaveCriticalSection(&raw->format.lock);
    return is_prepared;
}

/* The drive's features alone decide, so that it need not be prepared. */
static HRESULT WINAPI raw_cd_get_SupportedSectorTypes(IDiscFormat2RawCD *iface, SAFEARRAY **value)
{
    struct disc_format2_raw_cd *raw = raw_cd_from(iface);
    struct com_global *recorder;
    struct format2_call call;
    unsigned types;
    HRESULT hr;

    format2_call_begin(&call, &raw->format, "Listing the types of sectors");
    if (!value) return format2_call_done(&call, E_POINTER);
    *value = NULL;
    if (take_types(raw, &types)) return format2_call_done(&call, give_types(types, value));
    recorder = format2_get_recorder(&raw->format);
    hr = format2_call_open_kept(&call, recorder);
    com_global_release(recorder);
    if (FAILED(hr)) return format2_call_done(&call, hr);
    if (burn_raw_block_types(call.use.drive, &types, &call.base.failure) != DRIVE_OK) return format2_call_failed(&call);
    return format2_call_done(&call, give_types(types, value));
}

static HRESULT WINAPI raw_cd_put_RequestedSectorType(IDiscFormat2RawCD *iface,
                                                     IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE value)
{
    struct disc_format2_raw_cd *raw = raw_cd_from(iface);
    HRESULT hr = S_OK;

    EnterCriticalSection(&raw->format.lock);
    if (raw->format.is_busy)
        hr = E_IMAPI_DF2RAW_WRITE_IN_PROGRESS;
    else if (!raw->format.is_prepared)
        hr = E_IMAPI_DF2RAW_MEDIA_IS_NOT_PREPARED;
    else if ((int)value < SECTOR_TYPE_FIRST || (int)value > SECTOR_TYPE_LAST)
        hr = E_INVALIDARG;
    else if (!(raw->sector_types & 1u << value))
        hr = E_IMAPI_DF2RAW_DATA_BLOCK_TYPE_NOT_SUPPORTED;
    else
        raw->sector_type = (uint8_t)value;
    LeaveCriticalSection(&raw->format.lock);
    return format2_report(&raw->format, "Choosing the type of sectors", hr);
}

static HRESULT WINAPI raw_cd_get_RequestedSectorType(IDiscFormat2RawCD *iface,
                                                     IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE *value)
{
    static const char attempt[] = "Reading the type of sectors";
    struct disc_format2_raw_cd *raw = raw_cd_from(iface);
    HRESULT hr = S_OK;

    if (!value) return format2_report(&raw->format, attempt, E_POINTER);
    *value = (IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE)0; /* none of them */
    EnterCriticalSection(&raw->format.lock);
    if (raw->format.is_prepared)
        *value = (IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE)raw->sector_type;
    else
        hr = E_IMAPI_DF2RAW_MEDIA_IS_NOT_PREPARED;
    LeaveCriticalSection(&raw->format.lock);
    return format2_report(&raw->format, attempt, hr);
}

/* ------------------------------------------------------------------------------------------------- medium and speed */

static HRESULT WINAPI raw_cd_get_CurrentPhysicalMediaType(IDiscFormat2RawCD *iface, IMAPI_MEDIA_PHYSICAL_TYPE *value)
{
    return format2_get_CurrentPhysicalMediaType(format_of(iface), value);
}

static HRESULT WINAPI raw_cd_get_RequestedWriteSpeed(IDiscFormat2RawCD *iface, LONG *value)
{
    return format2_get_RequestedWriteSpeed(format_of(iface), value);
}

static HRESULT WINAPI raw_cd_get_RequestedRotationTypeIsPureCAV(IDiscFormat2RawCD *iface, VARIANT_BOOL *value)
{
    return format2_get_RequestedRotationTypeIsPureCAV(format_of(iface), value);
}

static HRESULT WINAPI raw_cd_get_CurrentWriteSpeed(IDiscFormat2RawCD *iface, LONG *value)
{
    return format2_get_CurrentWriteSpeed(format_of(iface), value);
}

static HRESULT WINAPI raw_cd_get_CurrentRotationTypeIsPureCAV(IDiscFormat2RawCD *iface, VARIANT_BOOL *value)
{
    return format2_get_CurrentRotationTypeIsPureCAV(format_of(iface), value);
}

static HRESULT WINAPI raw_cd_get_SupportedWriteSpeeds(IDiscFormat2RawCD *iface, SAFEARRAY **value)
{
    return format2_get_SupportedWriteSpeeds(format_of(iface), value);
}

static HRESULT WINAPI raw_cd_get_SupportedWriteSpeedDescriptors(IDiscFormat2RawCD *iface, SAFEARRAY **value)
{
    return format2_get_SupportedWriteSpeedDescriptors(format_of(iface), value);
}

/* Of the last WriteMedia that has ended. */
static HRESULT WINAPI raw_cd_get_Setbacks(IOpenBurnSetbacks *iface, BSTR *lines)
{
    return format2_get_Setbacks(&disc_format2_raw_cd_from_IOpenBurnSetbacks(iface)->format, lines);
}

/* --------------------------------------------------------------------------------------------------------- its life */

static const IDiscFormat2RawCDVtbl raw_cd_IDiscFormat2RawCD_vtbl = {
    COM_DISPATCH_METHODS(disc_format2_raw_cd, IDiscFormat2RawCD),
    raw_cd_IsRecorderSupported,
    raw_cd_IsCurrentMediaSupported,
    raw_cd_get_MediaPhysicallyBlank,
    raw_cd_get_MediaHeuristicallyBlank,
    raw_cd_get_SupportedMediaTypes,
    raw_cd_PrepareMedia,
    raw_cd_WriteMedia,
    raw_cd_WriteMedia2,
    raw_cd_CancelWrite,
    raw_cd_ReleaseMedia,
    raw_cd_SetWriteSpeed,
    raw_cd_put_Recorder,
    raw_cd_get_Recorder,
    raw_cd_put_BufferUnderrunFreeDisabled,
    raw_cd_get_BufferUnderrunFreeDisabled,
    raw_cd_get_StartOfNextSession,
    raw_cd_get_LastPossibleStartOfLeadout,
    raw_cd_get_CurrentPhysicalMediaType,
    raw_cd_get_SupportedSectorTypes,
    raw_cd_put_RequestedSectorType,
    raw_cd_get_RequestedSectorType,
    raw_cd_put_ClientName,
    raw_cd_get_ClientName,
    raw_cd_get_RequestedWriteSpeed,
    raw_cd_get_RequestedRotationTypeIsPureCAV,
    raw_cd_get_CurrentWriteSpeed,
    raw_cd_get_CurrentRotationTypeIsPureCAV,
    raw_cd_get_SupportedWriteSpeeds,
    raw_cd_get_SupportedWriteSpeedDescriptors,
};

static const IOpenBurnSetbacksVtbl raw_cd_IOpenBurnSetbacks_vtbl = {
    COM_UNKNOWN_METHODS(disc_format2_raw_cd, IOpenBurnSetbacks),
    raw_cd_get_Setbacks,
};

static const struct com_interface raw_cd_interfaces[] = {
    {&IID_IDiscFormat2RawCD, offsetof(struct disc_format2_raw_cd, IDiscFormat2RawCD_iface)},
    {&IID_IDiscFormat2, offsetof(struct disc_format2_raw_cd, IDiscFormat2RawCD_iface)},
    {&IID_IDispatch, offsetof(struct disc_format2_raw_cd, IDiscFormat2RawCD_iface)},
    {&IID_IOpenBurnSetbacks, offsetof(struct disc_format2_raw_cd, IOpenBurnSetbacks_iface)},
    {&IID_IConnectionPointContainer, offsetof(struct disc_format2_raw_cd, container.IConnectionPointContainer_iface)},
};

static void raw_cd_destroy(struct com_object *object)
{
    struct disc_format2_raw_cd *raw = CONTAINING_RECORD(object, struct disc_format2_raw_cd, object);

    raw_cd_abandon_media(raw);
    com_connection_container_destroy(&raw->container);
    format2_end(&raw->format);
    base_free(raw);
}

static const struct com_class raw_cd_class = {
    &CLSID_MsftDiscFormat2RawCD, true, raw_cd_interfaces, ARRAYSIZE(raw_cd_interfaces), raw_cd_destroy,
};

static const struct com_event_source raw_cd_events = {&IID_DDiscFormat2RawCDEvents, NULL, NULL};

static const WCHAR class_name[] = L"OpenIMAPI2.MsftDiscFormat2RawCD";

static const uint16_t media_types[] = {IMAPI_MEDIA_TYPE_CDR, IMAPI_MEDIA_TYPE_CDRW};

static bool is_media_supported(const struct burn_media *media)
{
    return burn_audio_check(media) == BURN_OK;
}

static bool is_recorder_supported(struct drive *drive, bool *is_supported, struct drive_failure *failure)
{
    unsigned types;
    enum drive_status status = burn_raw_block_types(drive, &types, failure);

    *is_supported = types != 0;
    return status;
}

static const struct format2_class raw_cd_format = {
    .prog_id = class_name,
    .iid = &IID_IDiscFormat2RawCD,
    .recorder_required = E_IMAPI_DF2RAW_NO_RECORDER_SPECIFIED,
    .recorder_not_supported = E_IMAPI_DF2RAW_RECORDER_NOT_SUPPORTED,
    .recorder_busy = E_IMAPI_DF2RAW_WRITE_IN_PROGRESS,
    .prepared = E_IMAPI_DF2RAW_MEDIA_IS_PREPARED,
    .not_prepared = E_IMAPI_DF2RAW_MEDIA_IS_NOT_PREPARED,
    .invalid_client_name = E_IMAPI_DF2RAW_CLIENT_NAME_IS_NOT_VALID,
    .media_types = media_types,
    .media_type_count = ARRAYSIZE(media_types),
    .is_recorder_supported = is_recorder_supported,
    .is_media_supported = is_media_supported,
};

HRESULT disc_format2_raw_cd_create(const struct base_clock *clock, REFIID iid, void **out)
{
    struct disc_format2_raw_cd *raw;

    *out = NULL;
    raw = base_alloc(sizeof *raw);
    if (!raw) return E_OUTOFMEMORY;
    raw->IDiscFormat2RawCD_iface.lpVtbl = &raw_cd_IDiscFormat2RawCD_vtbl;
    raw->IOpenBurnSetbacks_iface.lpVtbl = &raw_cd_IOpenBurnSetbacks_vtbl;
    if (!format2_begin(&raw->format, &raw_cd_format, clock)) {
        base_free(raw);
        return E_OUTOFMEMORY;
    }
    com_connection_container_init(&raw->container, &raw->object, class_name, &raw->events, &raw_cd_events, 1);
    com_object_init(&raw->object, &raw_cd_class);
    return com_object_hand_out(&raw->object, iid, out);
}
