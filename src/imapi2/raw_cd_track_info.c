/* IRawCDImageTrackInfo: the settings and index marks of one track. */
#include "imapi2/raw_cd_track_info.h"

#include <string.h>

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/values.h"
#include "imapi2/call.h"
#include "imapi2error.h"

struct track_info {
    struct com_object object;
    IRawCDImageTrackInfo IRawCDImageTrackInfo_iface;
    struct raw_image *image;
    unsigned number; /* of image->layout.tracks */
};

COM_DISPATCH(track_info, IRawCDImageTrackInfo)

static void begin(struct imapi_call *call, const char *attempt)
{
    imapi_call_begin(call, L"OpenIMAPI2.MsftRawCDImageCreator", &IID_IRawCDImageTrackInfo, attempt, IMAPI_CALL_QUERY);
    call->failure.status = DRIVE_OK;
}

static struct rawcd_track *track_of(const struct track_info *info)
{
    return &info->image->layout.tracks[info->number];
}

/* A number of the track, chosen by `which`, read under the lock. */
enum number { STARTING_LBA, SECTOR_COUNT, TRACK_NUMBER };

static HRESULT get_number(IRawCDImageTrackInfo *iface, const char *attempt, enum number which, LONG *value)
{
    const struct track_info *info = track_info_from_IRawCDImageTrackInfo(iface);
    struct imapi_call call;

    begin(&call, attempt);
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&info->image->lock);
    switch (which) {
    case STARTING_LBA:
        *value = track_of(info)->start;
        break;
    case SECTOR_COUNT:
        *value = (LONG)track_of(info)->sectors;
        break;
    case TRACK_NUMBER:
        *value = (LONG)info->image->layout.first_number + (LONG)info->number;
        break;
    }
    LeaveCriticalSection(&info->image->lock);
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI track_info_get_StartingLba(IRawCDImageTrackInfo *iface, LONG *value)
{
    return get_number(iface, "Reading where a track begins", STARTING_LBA, value);
}

static HRESULT WINAPI track_info_get_SectorCount(IRawCDImageTrackInfo *iface, LONG *value)
{
    return get_number(iface, "Reading how long a track is", SECTOR_COUNT, value);
}

static HRESULT WINAPI track_info_get_TrackNumber(IRawCDImageTrackInfo *iface, LONG *value)
{
    return get_number(iface, "Reading the number of a track", TRACK_NUMBER, value);
}

static HRESULT WINAPI track_info_get_SectorType(IRawCDImageTrackInfo *iface, IMAPI_CD_SECTOR_TYPE *value)
{
    struct imapi_call call;

    (void)iface;
    begin(&call, "Reading what a track's sectors hold");
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = IMAPI_CD_SECTOR_AUDIO;
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI track_info_get_ISRC(IRawCDImageTrackInfo *iface, BSTR *value)
{
    const struct track_info *info = track_info_from_IRawCDImageTrackInfo(iface);
    char isrc[RAWCD_ISRC_CHARACTERS + 1], text[RAWCD_ISRC_CHARACTERS + 4] = "";
    struct imapi_call call;
    unsigned i, at = 0;

    begin(&call, "Reading the ISRC of a track");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&info->image->lock);
    memcpy(isrc, track_of(info)->isrc, sizeof isrc);
    LeaveCriticalSection(&info->image->lock);
    for (i = 0; isrc[i]; i++) { /* CC-OOO-YY-NNNNN */
        if (i == 2 || i == 5 || i == 7) text[at++] = '-';
        text[at++] = isrc[i];
    }
    return imapi_call_done(&call, com_bstr_from_utf8(text, value));
}

static HRESULT WINAPI track_info_put_ISRC(IRawCDImageTrackInfo *iface, BSTR value)
{
    struct track_info *info = track_info_from_IRawCDImageTrackInfo(iface);
    char isrc[RAWCD_ISRC_CHARACTERS + 1] = "";
    struct imapi_call call;
    char *text;
    HRESULT hr;

    begin(&call, "Setting the ISRC of a track");
    if (raw_image_is_frozen(info->image)) return imapi_call_done(&call, E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    hr = com_utf8_from_bstr(value, &text);
    if (SUCCEEDED(hr)) hr = raw_image_begin_change(info->image);
    if (SUCCEEDED(hr)) {
        if (text[0]) hr = raw_image_hresult(rawcd_parse_isrc(text, isrc));
        if (SUCCEEDED(hr)) memcpy(track_of(info)->isrc, isrc, sizeof isrc);
        LeaveCriticalSection(&info->image->lock);
    }
    base_free(text);
    if (hr != E_INVALIDARG) return imapi_call_done(&call, hr);
    return imapi_call_told(&call, hr,
                           "An ISRC has two letters, three letters or digits, and seven digits, as US-K7Y-98-12345.");
}

static HRESULT WINAPI track_info_get_DigitalAudioCopySetting(IRawCDImageTrackInfo *iface,
                                                             IMAPI_CD_TRACK_DIGITAL_COPY_SETTING *value)
{
    const struct track_info *info = track_info_from_IRawCDImageTrackInfo(iface);
    struct imapi_call call;

    begin(&call, "Reading whether a track may be copied");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&info->image->lock);
    *value = (IMAPI_CD_TRACK_DIGITAL_COPY_SETTING)track_of(info)->copying;
    LeaveCriticalSection(&info->image->lock);
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI track_info_put_DigitalAudioCopySetting(IRawCDImageTrackInfo *iface,
                                                             IMAPI_CD_TRACK_DIGITAL_COPY_SETTING value)
{
    struct track_info *info = track_info_from_IRawCDImageTrackInfo(iface);
    struct imapi_call call;
    HRESULT hr;

    begin(&call, "Setting whether a track may be copied");
    hr = raw_image_begin_change(info->image);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    if ((unsigned)value <= RAWCD_COPYING_SCMS)
        track_of(info)->copying = (enum rawcd_copying)value;
    else
        hr = E_INVALIDARG;
    LeaveCriticalSection(&info->image->lock);
    return imapi_call_done(&call, hr);
}

static HRESULT WINAPI track_info_get_AudioHasPreemphasis(IRawCDImageTrackInfo *iface, VARIANT_BOOL *value)
{
    const struct track_info *info = track_info_from_IRawCDImageTrackInfo(iface);
    struct imapi_call call;

    begin(&call, "Reading whether a track has pre-emphasis");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&info->image->lock);
    *value = track_of(info)->has_preemphasis ? VARIANT_TRUE : VARIANT_FALSE;
    LeaveCriticalSection(&info->image->lock);
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI track_info_put_AudioHasPreemphasis(IRawCDImageTrackInfo *iface, VARIANT_BOOL value)
{
    struct track_info *info = track_info_from_IRawCDImageTrackInfo(iface);
    struct imapi_call call;
    HRESULT hr;

    begin(&call, "Setting whether a track has pre-emphasis");
    hr = raw_image_begin_change(info->image);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    track_of(info)->has_preemphasis = value != VARIANT_FALSE;
    LeaveCriticalSection(&info->image->lock);
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI track_info_get_TrackIndexes(IRawCDImageTrackInfo *iface, SAFEARRAY **value)
{
    const struct track_info *info = track_info_from_IRawCDImageTrackInfo(iface);
    LONG offsets[RAWCD_INDEXES_MAX];
    struct imapi_call call;
    unsigned i, count;

    begin(&call, "Reading the index marks of a track");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&info->image->lock);
    count = track_of(info)->index_count;
    for (i = 0; i < count; i++)
        offsets[i] = (LONG)track_of(info)->indexes[i];
    LeaveCriticalSection(&info->image->lock);
    return imapi_call_done(&call, com_array_from_longs(offsets, count, value));
}

/* Set or clear the mark at an offset. */
static HRESULT change_index(IRawCDImageTrackInfo *iface, const char *attempt, LONG offset,
                            enum rawcd_status (*change)(struct rawcd_track *track, uint32_t offset))
{
    struct track_info *info = track_info_from_IRawCDImageTrackInfo(iface);
    struct imapi_call call;
    HRESULT hr;

    begin(&call, attempt);
    hr = raw_image_begin_change(info->image);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    hr = offset < 0 ? E_INVALIDARG : raw_image_hresult(change(track_of(info), (uint32_t)offset));
    LeaveCriticalSection(&info->image->lock);
    return imapi_call_done(&call, hr);
}

static HRESULT WINAPI track_info_AddTrackIndex(IRawCDImageTrackInfo *iface, LONG offset)
{
    return change_index(iface, "Marking an index of a track", offset, rawcd_add_index);
}

static HRESULT WINAPI track_info_ClearTrackIndex(IRawCDImageTrackInfo *iface, LONG offset)
{
    return change_index(iface, "Clearing an index of a track", offset, rawcd_clear_index);
}

static const IRawCDImageTrackInfoVtbl track_info_vtbl = {
    COM_DISPATCH_METHODS(track_info, IRawCDImageTrackInfo),
    track_info_get_StartingLba,
    track_info_get_SectorCount,
    track_info_get_TrackNumber,
    track_info_get_SectorType,
    track_info_get_ISRC,
    track_info_put_ISRC,
    track_info_get_DigitalAudioCopySetting,
    track_info_put_DigitalAudioCopySetting,
    track_info_get_AudioHasPreemphasis,
    track_info_put_AudioHasPreemphasis,
    track_info_get_TrackIndexes,
    track_info_AddTrackIndex,
    track_info_ClearTrackIndex,
};

static const struct com_interface track_info_interfaces[] = {
    {&IID_IRawCDImageTrackInfo, offsetof(struct track_info, IRawCDImageTrackInfo_iface)},
    {&IID_IDispatch, offsetof(struct track_info, IRawCDImageTrackInfo_iface)},
};

static void track_info_destroy(struct com_object *object)
{
    struct track_info *info = CONTAINING_RECORD(object, struct track_info, object);

    raw_image_release(info->image);
    base_free(info);
}

static const struct com_class track_info_class = {
    NULL, true, track_info_interfaces, ARRAYSIZE(track_info_interfaces), track_info_destroy,
};

HRESULT raw_cd_track_info_create(struct raw_image *image, unsigned number, IRawCDImageTrackInfo **out)
{
    struct track_info *info = base_alloc(sizeof *info);

    *out = NULL;
    if (!info) return E_OUTOFMEMORY;
    raw_image_add_ref(image);
    info->IRawCDImageTrackInfo_iface.lpVtbl = &track_info_vtbl;
    info->image = image;
    info->number = number;
    com_object_init(&info->object, &track_info_class);
    return com_object_hand_out(&info->object, &IID_IRawCDImageTrackInfo, (void **)out);
}
