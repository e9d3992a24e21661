/* MsftDiscFormat2Data: the object, and its properties. */
#include "imapi2/disc_format2_data.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/values.h"
#include "imapi2/data_media.h"
#include "imapi2/multisession.h"
#include "imapi2error.h"

COM_DISPATCH(disc_format2_data, IDiscFormat2Data)
COM_UNKNOWN(disc_format2_data, IBurnVerification)
COM_UNKNOWN(disc_format2_data, IOpenDiscFormat2Data)
COM_UNKNOWN(disc_format2_data, IOpenBurnSetbacks)

/* ----------------------------------------------------------------------------------- wishes, stored and given back */

static HRESULT WINAPI data_put_BufferUnderrunFreeDisabled(IDiscFormat2Data *iface, VARIANT_BOOL value)
{
    struct disc_format2_data *data = disc_format2_data_from_IDiscFormat2Data(iface);

    return format2_put_flag(&data->format, "Setting BufferUnderrunFreeDisabled", &data->buffer_underrun_free_disabled,
                            value);
}

static HRESULT WINAPI data_get_BufferUnderrunFreeDisabled(IDiscFormat2Data *iface, VARIANT_BOOL *value)
{
    struct disc_format2_data *data = disc_format2_data_from_IDiscFormat2Data(iface);

    return format2_get_flag(&data->format, "Reading BufferUnderrunFreeDisabled", &data->buffer_underrun_free_disabled,
                            value);
}

static HRESULT WINAPI data_put_PostgapAlreadyInImage(IDiscFormat2Data *iface, VARIANT_BOOL value)
{
    struct disc_format2_data *data = disc_format2_data_from_IDiscFormat2Data(iface);

    return format2_put_flag(&data->format, "Setting PostgapAlreadyInImage", &data->postgap_already_in_image, value);
}

static HRESULT WINAPI data_get_PostgapAlreadyInImage(IDiscFormat2Data *iface, VARIANT_BOOL *value)
{
    struct disc_format2_data *data = disc_format2_data_from_IDiscFormat2Data(iface);

    return format2_get_flag(&data->format, "Reading PostgapAlreadyInImage", &data->postgap_already_in_image, value);
}

static HRESULT WINAPI data_put_ForceMediaToBeClosed(IDiscFormat2Data *iface, VARIANT_BOOL value)
{
    struct disc_format2_data *data = disc_format2_data_from_IDiscFormat2Data(iface);

    return format2_put_flag(&data->format, "Setting ForceMediaToBeClosed", &data->force_media_to_be_closed, value);
}

static HRESULT WINAPI data_get_ForceMediaToBeClosed(IDiscFormat2Data *iface, VARIANT_BOOL *value)
{
    struct disc_format2_data *data = disc_format2_data_from_IDiscFormat2Data(iface);

    return format2_get_flag(&data->format, "Reading ForceMediaToBeClosed", &data->force_media_to_be_closed, value);
}

static HRESULT WINAPI data_put_DisableConsumerDvdCompatibilityMode(IDiscFormat2Data *iface, VARIANT_BOOL value)
{
    struct disc_format2_data *data = disc_format2_data_from_IDiscFormat2Data(iface);

    return format2_put_flag(&data->format, "Setting DisableConsumerDvdCompatibilityMode",
                            &data->disable_consumer_dvd_compatibility_mode, value);
}

static HRESULT WINAPI data_get_DisableConsumerDvdCompatibilityMode(IDiscFormat2Data *iface, VARIANT_BOOL *value)
{
    struct disc_format2_data *data = disc_format2_data_from_IDiscFormat2Data(iface);

    return format2_get_flag(&data->format, "Reading DisableConsumerDvdCompatibilityMode",
                            &data->disable_consumer_dvd_compatibility_mode, value);
}

static HRESULT WINAPI data_put_ForceOverwrite(IDiscFormat2Data *iface, VARIANT_BOOL value)
{
    struct disc_format2_data *data = disc_format2_data_from_IDiscFormat2Data(iface);

    return format2_put_flag(&data->format, "Setting ForceOverwrite", &data->force_overwrite, value);
}

static HRESULT WINAPI data_get_ForceOverwrite(IDiscFormat2Data *iface, VARIANT_BOOL *value)
{
    struct disc_format2_data *data = disc_format2_data_from_IDiscFormat2Data(iface);

    return format2_get_flag(&data->format, "Reading ForceOverwrite", &data->force_overwrite, value);
}

static HRESULT WINAPI data_put_TestWrite(IOpenDiscFormat2Data *iface, VARIANT_BOOL value)
{
    struct disc_format2_data *data = disc_format2_data_from_IOpenDiscFormat2Data(iface);

    return format2_put_flag(&data->format, "Setting TestWrite", &data->test_write, value);
}

static HRESULT WINAPI data_get_TestWrite(IOpenDiscFormat2Data *iface, VARIANT_BOOL *value)
{
    struct disc_format2_data *data = disc_format2_data_from_IOpenDiscFormat2Data(iface);

    return format2_get_flag(&data->format, "Reading TestWrite", &data->test_write, value);
}

static HRESULT WINAPI data_put_BurnVerificationLevel(IBurnVerification *iface, IMAPI_BURN_VERIFICATION_LEVEL value)
{
    struct disc_format2_data *data = disc_format2_data_from_IBurnVerification(iface);
    HRESULT hr = S_OK;

    EnterCriticalSection(&data->format.lock);
    if (data->format.is_busy)
        hr = E_IMAPI_DF2DATA_WRITE_IN_PROGRESS;
    else if ((unsigned)value > IMAPI_BURN_VERIFICATION_FULL)
        hr = E_INVALIDARG;
    else
        data->verification = value;
    LeaveCriticalSection(&data->format.lock);
    return format2_report(&data->format, "Setting the level of verification", hr);
}

static HRESULT WINAPI data_get_BurnVerificationLevel(IBurnVerification *iface, IMAPI_BURN_VERIFICATION_LEVEL *value)
{
    struct disc_format2_data *data = disc_format2_data_from_IBurnVerification(iface);

    if (!value) return format2_report(&data->format, "Reading the level of verification", E_POINTER);
    EnterCriticalSection(&data->format.lock);
    *value = data->verification;
    LeaveCriticalSection(&data->format.lock);
    return format2_report(&data->format, "Reading the level of verification", S_OK);
}

/* ------------------------------------------------------------------------------------ recorder, name, IDiscFormat2 */

static struct format2 *format_of(IDiscFormat2Data *iface)
{
    return &disc_format2_data_from_IDiscFormat2Data(iface)->format;
}

static HRESULT WINAPI data_IsRecorderSupported(IDiscFormat2Data *iface, IDiscRecorder2 *recorder, VARIANT_BOOL *value)
{
    return format2_IsRecorderSupported(format_of(iface), recorder, value);
}

static HRESULT WINAPI data_IsCurrentMediaSupported(IDiscFormat2Data *iface, IDiscRecorder2 *recorder,
                                                   VARIANT_BOOL *value)
{
    return format2_IsCurrentMediaSupported(format_of(iface), recorder, value);
}

static HRESULT WINAPI data_get_MediaPhysicallyBlank(IDiscFormat2Data *iface, VARIANT_BOOL *value)
{
    return format2_get_MediaPhysicallyBlank(format_of(iface), value);
}

static HRESULT WINAPI data_get_MediaHeuristicallyBlank(IDiscFormat2Data *iface, VARIANT_BOOL *value)
{
    return format2_get_MediaHeuristicallyBlank(format_of(iface), value);
}

static HRESULT WINAPI data_get_SupportedMediaTypes(IDiscFormat2Data *iface, SAFEARRAY **value)
{
    return format2_get_SupportedMediaTypes(format_of(iface), value);
}

static HRESULT WINAPI data_put_Recorder(IDiscFormat2Data *iface, IDiscRecorder2 *value)
{
    return format2_put_Recorder(format_of(iface), value);
}

static HRESULT WINAPI data_get_Recorder(IDiscFormat2Data *iface, IDiscRecorder2 **value)
{
    return format2_get_Recorder(format_of(iface), value);
}

static HRESULT WINAPI data_put_ClientName(IDiscFormat2Data *iface, BSTR value)
{
    struct disc_format2_data *data = disc_format2_data_from_IDiscFormat2Data(iface);

    if (format2_is_busy(&data->format)) {
        return format2_report(&data->format, "Setting the client's name", E_IMAPI_DF2DATA_WRITE_IN_PROGRESS);
    }
    return format2_put_ClientName(&data->format, value);
}

static HRESULT WINAPI data_get_ClientName(IDiscFormat2Data *iface, BSTR *value)
{
    return format2_get_ClientName(format_of(iface), value);
}

static HRESULT WINAPI data_get_CurrentPhysicalMediaType(IDiscFormat2Data *iface, IMAPI_MEDIA_PHYSICAL_TYPE *value)
{
    return format2_get_CurrentPhysicalMediaType(format_of(iface), value);
}

/* ------------------------------------------------------------------------------------------- numbers of the medium */

static HRESULT get_number(IDiscFormat2Data *iface, enum data_media_number number, LONG *value)
{
    struct format2 *format = format_of(iface);
    struct com_global *recorder = format2_get_recorder(format);
    struct format2_call call;
    HRESULT hr;

    data_media_call_begin(&call, format, number);
    hr = data_media_call_get(&call, recorder, number, value);
    com_global_release(recorder);
    return hr;
}

static HRESULT WINAPI data_get_CurrentMediaStatus(IDiscFormat2Data *iface, IMAPI_FORMAT2_DATA_MEDIA_STATE *value)
{
    return get_number(iface, DATA_MEDIA_STATUS, (LONG *)value);
}

static HRESULT WINAPI data_get_WriteProtectStatus(IDiscFormat2Data *iface, IMAPI_MEDIA_WRITE_PROTECT_STATE *value)
{
    return get_number(iface, DATA_MEDIA_WRITE_PROTECTION, (LONG *)value);
}

static HRESULT WINAPI data_get_TotalSectorsOnMedia(IDiscFormat2Data *iface, LONG *value)
{
    return get_number(iface, DATA_MEDIA_TOTAL_SECTORS, value);
}

static HRESULT WINAPI data_get_FreeSectorsOnMedia(IDiscFormat2Data *iface, LONG *value)
{
    return get_number(iface, DATA_MEDIA_FREE_SECTORS, value);
}

static HRESULT WINAPI data_get_NextWritableAddress(IDiscFormat2Data *iface, LONG *value)
{
    return get_number(iface, DATA_MEDIA_NEXT_WRITABLE, value);
}

static HRESULT WINAPI data_get_StartAddressOfPreviousSession(IDiscFormat2Data *iface, LONG *value)
{
    return get_number(iface, DATA_MEDIA_PREVIOUS_START, value);
}

static HRESULT WINAPI data_get_LastWrittenAddressOfPreviousSession(IDiscFormat2Data *iface, LONG *value)
{
    return get_number(iface, DATA_MEDIA_PREVIOUS_END, value);
}

/* ----------------------------------------------------------------------------------------------------------- speed */

static HRESULT WINAPI data_get_RequestedWriteSpeed(IDiscFormat2Data *iface, LONG *value)
{
    return format2_get_RequestedWriteSpeed(format_of(iface), value);
}

static HRESULT WINAPI data_get_RequestedRotationTypeIsPureCAV(IDiscFormat2Data *iface, VARIANT_BOOL *value)
{
    return format2_get_RequestedRotationTypeIsPureCAV(format_of(iface), value);
}

static HRESULT WINAPI data_get_CurrentWriteSpeed(IDiscFormat2Data *iface, LONG *value)
{
    return format2_get_CurrentWriteSpeed(format_of(iface), value);
}

static HRESULT WINAPI data_get_CurrentRotationTypeIsPureCAV(IDiscFormat2Data *iface, VARIANT_BOOL *value)
{
    return format2_get_CurrentRotationTypeIsPureCAV(format_of(iface), value);
}

static HRESULT WINAPI data_get_SupportedWriteSpeeds(IDiscFormat2Data *iface, SAFEARRAY **value)
{
    return format2_get_SupportedWriteSpeeds(format_of(iface), value);
}

static HRESULT WINAPI data_get_SupportedWriteSpeedDescriptors(IDiscFormat2Data *iface, SAFEARRAY **value)
{
    return format2_get_SupportedWriteSpeedDescriptors(format_of(iface), value);
}

static HRESULT WINAPI data_SetWriteSpeed(IDiscFormat2Data *iface, LONG sectors_per_second, VARIANT_BOOL pure_cav)
{
    return format2_SetWriteSpeed(format_of(iface), sectors_per_second, pure_cav);
}

/* --------------------------------------------------------------------------------------------------------- writing */

/* IDiscFormat2Data::MultisessionInterfaces: the sequential one first. */
static HRESULT WINAPI data_get_MultisessionInterfaces(IDiscFormat2Data *iface, SAFEARRAY **value)
{
    struct disc_format2_data *data = disc_format2_data_from_IDiscFormat2Data(iface);
    static const char attempt[] = "Making the multisession objects";

    if (!value) return format2_report(&data->format, attempt, E_POINTER);
    *value = NULL;
    return format2_report(&data->format, attempt, multisession_create_both(&data->object, &data->format, value));
}

static HRESULT WINAPI data_Write(IDiscFormat2Data *iface, IStream *stream)
{
    return data_write(disc_format2_data_from_IDiscFormat2Data(iface), stream);
}

static HRESULT WINAPI data_Plan(IOpenDiscFormat2Data *iface, IStream *stream, BSTR *steps)
{
    return data_plan(disc_format2_data_from_IOpenDiscFormat2Data(iface), stream, steps);
}

static HRESULT WINAPI data_get_Setbacks(IOpenBurnSetbacks *iface, BSTR *lines)
{
    return format2_get_Setbacks(&disc_format2_data_from_IOpenBurnSetbacks(iface)->format, lines);
}

static HRESULT WINAPI data_CancelWrite(IDiscFormat2Data *iface)
{
    return data_cancel_write(disc_format2_data_from_IDiscFormat2Data(iface));
}

/* -------------------------------------------------------------------------------------------------------- its life */

static const IDiscFormat2DataVtbl data_IDiscFormat2Data_vtbl = {
    COM_DISPATCH_METHODS(disc_format2_data, IDiscFormat2Data),
    data_IsRecorderSupported,
    data_IsCurrentMediaSupported,
    data_get_MediaPhysicallyBlank,
    data_get_MediaHeuristicallyBlank,
    data_get_SupportedMediaTypes,
    data_put_Recorder,
    data_get_Recorder,
    data_put_BufferUnderrunFreeDisabled,
    data_get_BufferUnderrunFreeDisabled,
    data_put_PostgapAlreadyInImage,
    data_get_PostgapAlreadyInImage,
    data_get_CurrentMediaStatus,
    data_get_WriteProtectStatus,
    data_get_TotalSectorsOnMedia,
    data_get_FreeSectorsOnMedia,
    data_get_NextWritableAddress,
    data_get_StartAddressOfPreviousSession,
    data_get_LastWrittenAddressOfPreviousSession,
    data_put_ForceMediaToBeClosed,
    data_get_ForceMediaToBeClosed,
    data_put_DisableConsumerDvdCompatibilityMode,
    data_get_DisableConsumerDvdCompatibilityMode,
    data_get_CurrentPhysicalMediaType,
    data_put_ClientName,
    data_get_ClientName,
    data_get_RequestedWriteSpeed,
    data_get_RequestedRotationTypeIsPureCAV,
    data_get_CurrentWriteSpeed,
    data_get_CurrentRotationTypeIsPureCAV,
    data_get_SupportedWriteSpeeds,
    data_get_SupportedWriteSpeedDescriptors,
    data_put_ForceOverwrite,
    data_get_ForceOverwrite,
    data_get_MultisessionInterfaces,
    data_Write,
    data_CancelWrite,
    data_SetWriteSpeed,
};

static const IBurnVerificationVtbl data_IBurnVerification_vtbl = {
    COM_UNKNOWN_METHODS(disc_format2_data, IBurnVerification),
    data_put_BurnVerificationLevel,
    data_get_BurnVerificationLevel,
};

static const IOpenDiscFormat2DataVtbl data_IOpenDiscFormat2Data_vtbl = {
    COM_UNKNOWN_METHODS(disc_format2_data, IOpenDiscFormat2Data),
    data_put_TestWrite,
    data_get_TestWrite,
    data_Plan,
};

static const IOpenBurnSetbacksVtbl data_IOpenBurnSetbacks_vtbl = {
    COM_UNKNOWN_METHODS(disc_format2_data, IOpenBurnSetbacks),
    data_get_Setbacks,
};

static const struct com_interface data_interfaces[] = {
    {&IID_IDiscFormat2Data, offsetof(struct disc_format2_data, IDiscFormat2Data_iface)},
    {&IID_IDiscFormat2, offsetof(struct disc_format2_data, IDiscFormat2Data_iface)},
    {&IID_IDispatch, offsetof(struct disc_format2_data, IDiscFormat2Data_iface)},
    {&IID_IBurnVerification, offsetof(struct disc_format2_data, IBurnVerification_iface)},
    {&IID_IOpenDiscFormat2Data, offsetof(struct disc_format2_data, IOpenDiscFormat2Data_iface)},
    {&IID_IOpenBurnSetbacks, offsetof(struct disc_format2_data, IOpenBurnSetbacks_iface)},
    {&IID_IConnectionPointContainer, offsetof(struct disc_format2_data, container.IConnectionPointContainer_iface)},
};

static void data_destroy(struct com_object *object)
{
    struct disc_format2_data *data = CONTAINING_RECORD(object, struct disc_format2_data, object);

    com_connection_container_destroy(&data->container);
    format2_end(&data->format);
    base_free(data);
}

static const struct com_class data_class = {
    &CLSID_MsftDiscFormat2Data, true, data_interfaces, ARRAYSIZE(data_interfaces), data_destroy,
};

static const struct com_event_source data_events = {&IID_DDiscFormat2DataEvents, NULL, NULL};

static const WCHAR class_name[] = L"OpenIMAPI2.MsftDiscFormat2Data";

/* In the order of the documentation of IDiscFormat2Data. */
static const uint16_t media_types[] = {
    IMAPI_MEDIA_TYPE_CDR,
    IMAPI_MEDIA_TYPE_CDRW,
    IMAPI_MEDIA_TYPE_DVDRAM,
    IMAPI_MEDIA_TYPE_DVDPLUSR,
    IMAPI_MEDIA_TYPE_DVDPLUSRW,
    IMAPI_MEDIA_TYPE_DVDPLUSR_DUALLAYER,
    IMAPI_MEDIA_TYPE_DVDDASHR,
    IMAPI_MEDIA_TYPE_DVDDASHRW,
    IMAPI_MEDIA_TYPE_DVDDASHR_DUALLAYER,
    IMAPI_MEDIA_TYPE_DISK,
    IMAPI_MEDIA_TYPE_DVDPLUSRW_DUALLAYER,
    IMAPI_MEDIA_TYPE_HDDVDR,
    IMAPI_MEDIA_TYPE_HDDVDRAM,
    IMAPI_MEDIA_TYPE_BDR,
    IMAPI_MEDIA_TYPE_BDRE,
};

static bool is_recorder_supported(struct drive *drive, bool *is_supported, struct drive_failure *failure)
{
    return burn_drive_can_write(drive, false, is_supported, failure);
}

static const struct format2_class data_format = {
    .prog_id = class_name,
    .iid = &IID_IDiscFormat2Data,
    .recorder_required = E_IMAPI_RECORDER_REQUIRED,
    .recorder_not_supported = E_IMAPI_DF2DATA_RECORDER_NOT_SUPPORTED,
    .recorder_busy = E_IMAPI_DF2DATA_WRITE_IN_PROGRESS,
    .invalid_client_name = E_IMAPI_DF2DATA_CLIENT_NAME_IS_NOT_VALID,
    .media_types = media_types,
    .media_type_count = ARRAYSIZE(media_types),
    .is_recorder_supported = is_recorder_supported,
};

HRESULT disc_format2_data_create(const struct base_clock *clock, REFIID iid, void **out)
{
    struct disc_format2_data *data;

    *out = NULL;
    data = base_alloc(sizeof *data);
    if (!data) return E_OUTOFMEMORY;
    data->IDiscFormat2Data_iface.lpVtbl = &data_IDiscFormat2Data_vtbl;
    data->IBurnVerification_iface.lpVtbl = &data_IBurnVerification_vtbl;
    data->IOpenDiscFormat2Data_iface.lpVtbl = &data_IOpenDiscFormat2Data_vtbl;
    data->IOpenBurnSetbacks_iface.lpVtbl = &data_IOpenBurnSetbacks_vtbl;
    if (!format2_begin(&data->format, &data_format, clock)) {
        base_free(data);
        return E_OUTOFMEMORY;
    }
    com_connection_container_init(&data->container, &data->object, class_name, &data->events, &data_events, 1);
    com_object_init(&data->object, &data_class);
    return com_object_hand_out(&data->object, iid, out);
}
