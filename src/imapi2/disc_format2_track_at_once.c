/* MsftDiscFormat2TrackAtOnce: the object, and its properties. */
#include "imapi2/disc_format2_track_at_once.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/values.h"
#include "imapi2error.h"

COM_DISPATCH(disc_format2_track_at_once, IDiscFormat2TrackAtOnce)
COM_UNKNOWN(disc_format2_track_at_once, IBurnVerification)
COM_UNKNOWN(disc_format2_track_at_once, IOpenBurnSetbacks)

static struct disc_format2_track_at_once *tao_from(IDiscFormat2TrackAtOnce *iface)
{
    return disc_format2_track_at_once_from_IDiscFormat2TrackAtOnce(iface);
}

static struct format2 *format_of(IDiscFormat2TrackAtOnce *iface)
{
    return &tao_from(iface)->format;
}

/* ---------------------------------------------------------------------------------------------------- IDiscFormat2 */

static HRESULT WINAPI tao_IsRecorderSupported(IDiscFormat2TrackAtOnce *iface, IDiscRecorder2 *recorder,
                                              VARIANT_BOOL *value)
{
    return format2_IsRecorderSupported(format_of(iface), recorder, value);
}

static HRESULT WINAPI tao_IsCurrentMediaSupported(IDiscFormat2TrackAtOnce *iface, IDiscRecorder2 *recorder,
                                                  VARIANT_BOOL *value)
{
    return format2_IsCurrentMediaSupported(format_of(iface), recorder, value);
}

static HRESULT WINAPI tao_get_MediaPhysicallyBlank(IDiscFormat2TrackAtOnce *iface, VARIANT_BOOL *value)
{
    return format2_get_MediaPhysicallyBlank(format_of(iface), value);
}

static HRESULT WINAPI tao_get_MediaHeuristicallyBlank(IDiscFormat2TrackAtOnce *iface, VARIANT_BOOL *value)
{
    return format2_get_MediaHeuristicallyBlank(format_of(iface), value);
}

static HRESULT WINAPI tao_get_SupportedMediaTypes(IDiscFormat2TrackAtOnce *iface, SAFEARRAY **value)
{
    return format2_get_SupportedMediaTypes(format_of(iface), value);
}

/* --------------------------------------------------------------------------------------------------------- methods */

static HRESULT WINAPI tao_PrepareMedia(IDiscFormat2TrackAtOnce *iface)
{
    return tao_prepare_media(tao_from(iface));
}

static HRESULT WINAPI tao_AddAudioTrack(IDiscFormat2TrackAtOnce *iface, IStream *data)
{
    return tao_add_audio_track(tao_from(iface), data);
}

static HRESULT WINAPI tao_CancelAddTrack(IDiscFormat2TrackAtOnce *iface)
{
    return tao_cancel_add_track(tao_from(iface));
}

static HRESULT WINAPI tao_ReleaseMedia(IDiscFormat2TrackAtOnce *iface)
{
    return tao_release_media(tao_from(iface));
}

static HRESULT WINAPI tao_SetWriteSpeed(IDiscFormat2TrackAtOnce *iface, LONG sectors_per_second, VARIANT_BOOL pure_cav)
{
    return format2_SetWriteSpeed(format_of(iface), sectors_per_second, pure_cav);
}

/* ------------------------------------------------------------------------------------------- recorder, name, flags */

static HRESULT WINAPI tao_put_Recorder(IDiscFormat2TrackAtOnce *iface, IDiscRecorder2 *value)
{
    return format2_put_Recorder(format_of(iface), value);
}

static HRESULT WINAPI tao_get_Recorder(IDiscFormat2TrackAtOnce *iface, IDiscRecorder2 **value)
{
    return format2_get_Recorder(format_of(iface), value);
}

/* Its page wants the media prepared; programs set it before, too, and go on. Any value but 0 is true. */
static HRESULT WINAPI tao_put_BufferUnderrunFreeDisabled(IDiscFormat2TrackAtOnce *iface, VARIANT_BOOL value)
{
    return format2_put_flag(format_of(iface), "Setting BufferUnderrunFreeDisabled",
                            &tao_from(iface)->buffer_underrun_free_disabled, value);
}

static HRESULT WINAPI tao_get_BufferUnderrunFreeDisabled(IDiscFormat2TrackAtOnce *iface, VARIANT_BOOL *value)
{
    return format2_get_flag(format_of(iface), "Reading BufferUnderrunFreeDisabled",
                            &tao_from(iface)->buffer_underrun_free_disabled, value);
}

static HRESULT WINAPI tao_put_DoNotFinalizeMedia(IDiscFormat2TrackAtOnce *iface, VARIANT_BOOL value)
{
    struct disc_format2_track_at_once *tao = tao_from(iface);
    HRESULT hr;

    EnterCriticalSection(&tao->format.lock);
    hr = format2_check_idle(&tao->format);
    if (SUCCEEDED(hr)) tao->do_not_finalize_media = value ? VARIANT_TRUE : VARIANT_FALSE;
    LeaveCriticalSection(&tao->format.lock);
    return format2_report(&tao->format, "Setting DoNotFinalizeMedia", hr);
}

static HRESULT WINAPI tao_get_DoNotFinalizeMedia(IDiscFormat2TrackAtOnce *iface, VARIANT_BOOL *value)
{
    return format2_get_flag(format_of(iface), "Reading DoNotFinalizeMedia", &tao_from(iface)->do_not_finalize_media,
                            value);
}

static HRESULT WINAPI tao_put_ClientName(IDiscFormat2TrackAtOnce *iface, BSTR value)
{
    return format2_put_ClientName(format_of(iface), value);
}

static HRESULT WINAPI tao_get_ClientName(IDiscFormat2TrackAtOnce *iface, BSTR *value)
{
    return format2_get_ClientName(format_of(iface), value);
}

/* ----------------------------------------------------------------------------- numbers of the disc that is prepared */

/* While a track is written: as it was before. */
static HRESULT get_number(struct disc_format2_track_at_once *tao, const char *attempt, const LONG *number, LONG *value)
{
    HRESULT hr = S_OK;

    if (!value) return format2_report(&tao->format, attempt, E_POINTER);
    *value = 0;
    EnterCriticalSection(&tao->format.lock);
    if (tao->format.is_prepared)
        *value = *number;
    else
        hr = E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED;
    LeaveCriticalSection(&tao->format.lock);
    return format2_report(&tao->format, attempt, hr);
}

static HRESULT WINAPI tao_get_NumberOfExistingTracks(IDiscFormat2TrackAtOnce *iface, LONG *value)
{
    return get_number(tao_from(iface), "Counting the tracks", &tao_from(iface)->track_count, value);
}

static HRESULT WINAPI tao_get_TotalSectorsOnMedia(IDiscFormat2TrackAtOnce *iface, LONG *value)
{
    return get_number(tao_from(iface), "Reading the size of the disc", &tao_from(iface)->total_sectors, value);
}

static HRESULT WINAPI tao_get_FreeSectorsOnMedia(IDiscFormat2TrackAtOnce *iface, LONG *value)
{
    return get_number(tao_from(iface), "Reading the room of the disc", &tao_from(iface)->free_sectors, value);
}

static HRESULT WINAPI tao_get_UsedSectorsOnMedia(IDiscFormat2TrackAtOnce *iface, LONG *value)
{
    return get_number(tao_from(iface), "Reading what is used of the disc", &tao_from(iface)->used_sectors, value);
}

/* ------------------------------------------------------------------------------------------------ table of contents */

/* Behind a track come two blocks of run-out; there the lead-out begins (dumps of discs that were recorded track at
 * once). With the lock, and with a track.
 */
static void make_toc(struct disc_format2_track_at_once *tao)
{
    enum { RUN_OUT_BLOCKS = 2 };
    unsigned count = (unsigned)tao->track_count, i;
    const struct tao_track *last = &tao->tracks[count - 1];

    rawcd_toc_begin(tao->toc, 1, count);
    for (i = 0; i < count; i++)
        rawcd_toc_put(tao->toc, i, i + 1, 0, tao->tracks[i].start_lba);
    rawcd_toc_put(tao->toc, count, RAWCD_TOC_LEAD_OUT, 0, last->start_lba + (int32_t)last->blocks + RUN_OUT_BLOCKS);
}

static HRESULT WINAPI tao_get_ExpectedTableOfContents(IDiscFormat2TrackAtOnce *iface, SAFEARRAY **value)
{
    static const char attempt[] = "Reading the table of contents";
    struct disc_format2_track_at_once *tao = tao_from(iface);
    HRESULT hr = S_OK;

    if (!value) return format2_report(&tao->format, attempt, E_POINTER);
    *value = NULL;
    EnterCriticalSection(&tao->format.lock);
    if (tao->format.is_busy)
        hr = E_IMAPI_DF2TAO_WRITE_IN_PROGRESS;
    else if (!tao->format.is_prepared)
        hr = E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED;
    else if (!tao->track_count)
        hr = E_IMAPI_DF2TAO_TABLE_OF_CONTENTS_EMPTY_DISC;
    else
        make_toc(tao);
    LeaveCriticalSection(&tao->format.lock);
    if (SUCCEEDED(hr)) hr = com_array_from_blob(tao->toc, value);
    return format2_report(&tao->format, attempt, hr);
}

/* ------------------------------------------------------------------------------------------------ medium and speed */

static HRESULT WINAPI tao_get_CurrentPhysicalMediaType(IDiscFormat2TrackAtOnce *iface, IMAPI_MEDIA_PHYSICAL_TYPE *value)
{
    return format2_get_CurrentPhysicalMediaType(format_of(iface), value);
}

static HRESULT WINAPI tao_get_RequestedWriteSpeed(IDiscFormat2TrackAtOnce *iface, LONG *value)
{
    return format2_get_RequestedWriteSpeed(format_of(iface), value);
}

static HRESULT WINAPI tao_get_RequestedRotationTypeIsPureCAV(IDiscFormat2TrackAtOnce *iface, VARIANT_BOOL *value)
{
    return format2_get_RequestedRotationTypeIsPureCAV(format_of(iface), value);
}

static HRESULT WINAPI tao_get_CurrentWriteSpeed(IDiscFormat2TrackAtOnce *iface, LONG *value)
{
    return format2_get_CurrentWriteSpeed(format_of(iface), value);
}

static HRESULT WINAPI tao_get_CurrentRotationTypeIsPureCAV(IDiscFormat2TrackAtOnce *iface, VARIANT_BOOL *value)
{
    return format2_get_CurrentRotationTypeIsPureCAV(format_of(iface), value);
}

static HRESULT WINAPI tao_get_SupportedWriteSpeeds(IDiscFormat2TrackAtOnce *iface, SAFEARRAY **value)
{
    return format2_get_SupportedWriteSpeeds(format_of(iface), value);
}

static HRESULT WINAPI tao_get_SupportedWriteSpeedDescriptors(IDiscFormat2TrackAtOnce *iface, SAFEARRAY **value)
{
    return format2_get_SupportedWriteSpeedDescriptors(format_of(iface), value);
}

/* ---------------------------------------------------------------------------------------------------- verification */

/* FULL is kept, and verifies as QUICK: this format has no more (documentation of the enumeration). */
static HRESULT WINAPI tao_put_BurnVerificationLevel(IBurnVerification *iface, IMAPI_BURN_VERIFICATION_LEVEL value)
{
    struct disc_format2_track_at_once *tao = disc_format2_track_at_once_from_IBurnVerification(iface);
    HRESULT hr = S_OK;

    EnterCriticalSection(&tao->format.lock);
    if (tao->format.is_busy)
        hr = E_IMAPI_DF2TAO_WRITE_IN_PROGRESS;
    else if ((unsigned)value > IMAPI_BURN_VERIFICATION_FULL)
        hr = E_INVALIDARG;
    else
        tao->verification = value;
    LeaveCriticalSection(&tao->format.lock);
    return format2_report(&tao->format, "Setting the level of verification", hr);
}

static HRESULT WINAPI tao_get_BurnVerificationLevel(IBurnVerification *iface, IMAPI_BURN_VERIFICATION_LEVEL *value)
{
    struct disc_format2_track_at_once *tao = disc_format2_track_at_once_from_IBurnVerification(iface);

    if (!value) return format2_report(&tao->format, "Reading the level of verification", E_POINTER);
    EnterCriticalSection(&tao->format.lock);
    *value = tao->verification;
    LeaveCriticalSection(&tao->format.lock);
    return format2_report(&tao->format, "Reading the level of verification", S_OK);
}

/* Of the tracks since PrepareMedia, and of the close. */
static HRESULT WINAPI tao_get_Setbacks(IOpenBurnSetbacks *iface, BSTR *lines)
{
    return format2_get_Setbacks(&disc_format2_track_at_once_from_IOpenBurnSetbacks(iface)->format, lines);
}

/* -------------------------------------------------------------------------------------------------------- its life */

static const IDiscFormat2TrackAtOnceVtbl tao_IDiscFormat2TrackAtOnce_vtbl = {
    COM_DISPATCH_METHODS(disc_format2_track_at_once, IDiscFormat2TrackAtOnce),
    tao_IsRecorderSupported,
    tao_IsCurrentMediaSupported,
    tao_get_MediaPhysicallyBlank,
    tao_get_MediaHeuristicallyBlank,
    tao_get_SupportedMediaTypes,
    tao_PrepareMedia,
    tao_AddAudioTrack,
    tao_CancelAddTrack,
    tao_ReleaseMedia,
    tao_SetWriteSpeed,
    tao_put_Recorder,
    tao_get_Recorder,
    tao_put_BufferUnderrunFreeDisabled,
    tao_get_BufferUnderrunFreeDisabled,
    tao_get_NumberOfExistingTracks,
    tao_get_TotalSectorsOnMedia,
    tao_get_FreeSectorsOnMedia,
    tao_get_UsedSectorsOnMedia,
    tao_put_DoNotFinalizeMedia,
    tao_get_DoNotFinalizeMedia,
    tao_get_ExpectedTableOfContents,
    tao_get_CurrentPhysicalMediaType,
    tao_put_ClientName,
    tao_get_ClientName,
    tao_get_RequestedWriteSpeed,
    tao_get_RequestedRotationTypeIsPureCAV,
    tao_get_CurrentWriteSpeed,
    tao_get_CurrentRotationTypeIsPureCAV,
    tao_get_SupportedWriteSpeeds,
    tao_get_SupportedWriteSpeedDescriptors,
};

static const IBurnVerificationVtbl tao_IBurnVerification_vtbl = {
    COM_UNKNOWN_METHODS(disc_format2_track_at_once, IBurnVerification),
    tao_put_BurnVerificationLevel,
    tao_get_BurnVerificationLevel,
};

static const IOpenBurnSetbacksVtbl tao_IOpenBurnSetbacks_vtbl = {
    COM_UNKNOWN_METHODS(disc_format2_track_at_once, IOpenBurnSetbacks),
    tao_get_Setbacks,
};

static const struct com_interface tao_interfaces[] = {
    {&IID_IDiscFormat2TrackAtOnce, offsetof(struct disc_format2_track_at_once, IDiscFormat2TrackAtOnce_iface)},
    {&IID_IDiscFormat2, offsetof(struct disc_format2_track_at_once, IDiscFormat2TrackAtOnce_iface)},
    {&IID_IDispatch, offsetof(struct disc_format2_track_at_once, IDiscFormat2TrackAtOnce_iface)},
    {&IID_IBurnVerification, offsetof(struct disc_format2_track_at_once, IBurnVerification_iface)},
    {&IID_IOpenBurnSetbacks, offsetof(struct disc_format2_track_at_once, IOpenBurnSetbacks_iface)},
    {&IID_IConnectionPointContainer,
     offsetof(struct disc_format2_track_at_once, container.IConnectionPointContainer_iface)},
};

static void tao_destroy(struct com_object *object)
{
    struct disc_format2_track_at_once *tao = CONTAINING_RECORD(object, struct disc_format2_track_at_once, object);

    tao_abandon_media(tao);
    com_connection_container_destroy(&tao->container);
    format2_end(&tao->format);
    base_free(tao);
}

static const struct com_class tao_class = {
    &CLSID_MsftDiscFormat2TrackAtOnce, true, tao_interfaces, ARRAYSIZE(tao_interfaces), tao_destroy,
};

static const struct com_event_source tao_events = {&IID_DDiscFormat2TrackAtOnceEvents, NULL, NULL};

static const WCHAR class_name[] = L"OpenIMAPI2.MsftDiscFormat2TrackAtOnce";

static const uint16_t media_types[] = {IMAPI_MEDIA_TYPE_CDR, IMAPI_MEDIA_TYPE_CDRW};

static bool is_media_supported(const struct burn_media *media)
{
    return burn_audio_check(media) == BURN_OK;
}

static bool is_recorder_supported(struct drive *drive, bool *is_supported, struct drive_failure *failure)
{
    return burn_audio_can_track_at_once(drive, is_supported, failure);
}

static const struct format2_class tao_format = {
    .prog_id = class_name,
    .iid = &IID_IDiscFormat2TrackAtOnce,
    .recorder_required = E_IMAPI_DF2TAO_NO_RECORDER_SPECIFIED,
    .recorder_not_supported = E_IMAPI_DF2TAO_RECORDER_NOT_SUPPORTED,
    .recorder_busy = E_IMAPI_DF2TAO_WRITE_IN_PROGRESS,
    .prepared = E_IMAPI_DF2TAO_MEDIA_IS_PREPARED,
    .not_prepared = E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED,
    .invalid_client_name = E_IMAPI_DF2TAO_CLIENT_NAME_IS_NOT_VALID,
    .media_types = media_types,
    .media_type_count = ARRAYSIZE(media_types),
    .is_recorder_supported = is_recorder_supported,
    .is_media_supported = is_media_supported,
};

HRESULT disc_format2_track_at_once_create(const struct base_clock *clock, REFIID iid, void **out)
{
    struct disc_format2_track_at_once *tao;

    *out = NULL;
    tao = base_alloc(sizeof *tao);
    if (!tao) return E_OUTOFMEMORY;
    tao->IDiscFormat2TrackAtOnce_iface.lpVtbl = &tao_IDiscFormat2TrackAtOnce_vtbl;
    tao->IBurnVerification_iface.lpVtbl = &tao_IBurnVerification_vtbl;
    tao->IOpenBurnSetbacks_iface.lpVtbl = &tao_IOpenBurnSetbacks_vtbl;
    if (!format2_begin(&tao->format, &tao_format, clock)) {
        base_free(tao);
        return E_OUTOFMEMORY;
    }
    com_connection_container_init(&tao->container, &tao->object, class_name, &tao->events, &tao_events, 1);
    com_object_init(&tao->object, &tao_class);
    return com_object_hand_out(&tao->object, iid, out);
}
