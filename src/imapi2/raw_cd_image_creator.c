/* MsftRawCDImageCreator: builds an image of an audio disc from a client's streams, for MsftDiscFormat2RawCD. It needs
 * no drive.
 */
#include "imapi2/raw_cd_image_creator.h"

#include "base/alloc.h"
#include "base/text.h"
#include "com/dispatch.h"
#include "com/values.h"
#include "imapi2.h"
#include "imapi2/call.h"
#include "imapi2/raw_cd_track_info.h"
#include "imapi2/raw_image.h"
#include "imapi2/stream_source.h"
#include "imapi2error.h"
#include "openimapi2.h"

struct creator {
    struct com_object object;
    IRawCDImageCreator IRawCDImageCreator_iface;
    struct raw_image *image;
    IRawCDImageTrackInfo *infos[RAWCD_TRACKS_MAX]; /* made when somebody asks; the image's lock guards them */
    BYTE toc[RAWCD_TOC_BYTES_MAX];                 /* what the last answer of ExpectedTableOfContents points to */
};

COM_DISPATCH(creator, IRawCDImageCreator)

static void begin(struct imapi_call *call, const char *attempt)
{
    imapi_call_begin(call, L"OpenIMAPI2.MsftRawCDImageCreator", &IID_IRawCDImageCreator, attempt, IMAPI_CALL_QUERY);
    call->failure.status = DRIVE_OK;
}

static struct raw_image *image_of(IRawCDImageCreator *iface)
{
    return creator_from_IRawCDImageCreator(iface)->image;
}

/* Take the image's lock to read what an image without tracks has not; E_IMAPI_RAW_IMAGE_NO_TRACKS is without the lock.
 */
static HRESULT begin_reading_tracks(struct raw_image *image)
{
    EnterCriticalSection(&image->lock);
    if (image->layout.track_count) return S_OK;
    LeaveCriticalSection(&image->lock);
    return E_IMAPI_RAW_IMAGE_NO_TRACKS;
}

/* Likewise to change what only an image without tracks lets change. */
static HRESULT begin_change_without_tracks(struct raw_image *image)
{
    HRESULT hr = raw_image_begin_change(image);

    if (FAILED(hr) || !image->layout.track_count) return hr;
    LeaveCriticalSection(&image->lock);
    return E_IMAPI_RAW_IMAGE_TRACKS_ALREADY_ADDED;
}

/* The end of a call whose stream of audio has a size that cannot be. */
static HRESULT refuse_size(const struct imapi_call *call, ULONGLONG bytes, unsigned sectors_min)
{
    char buffer[160];
    struct text text = text_in(buffer, sizeof buffer);

    text_printf(&text, "The stream has %llu bytes; it must have a multiple of %d bytes, and %llu at least.",
                (unsigned long long)bytes, RAWCD_SECTOR_BYTES, (unsigned long long)sectors_min * RAWCD_SECTOR_BYTES);
    return imapi_call_told(call, E_INVALIDARG, buffer);
}

/* Put a kept stream, which may be NULL, in a place of the image. Takes it over; the lock is held. */
static struct com_global *swap_stream(struct raw_image *image, unsigned place, struct com_global *fresh)
{
    struct com_global *old = image->streams->items[place];

    image->streams->items[place] = fresh;
    return old;
}

static HRESULT get_size_of_kept(struct com_global *kept, ULONGLONG *bytes)
{
    IStream *stream;
    HRESULT hr = com_global_get(kept, &IID_IStream, (void **)&stream);

    if (FAILED(hr)) return hr;
    hr = stream_get_size(stream, bytes);
    IStream_Release(stream);
    return hr;
}

/* Take the image's lock for the change that makes the result; *generator_bytes is the size that the stream of sub-code
 * has by now, 0 without one. It is asked without the lock, and again when another one has come meanwhile.
 */
static HRESULT begin_result(struct raw_image *image, ULONGLONG *generator_bytes)
{
    struct com_global *generator = NULL, *asked = NULL;
    HRESULT hr;

    *generator_bytes = 0;
    for (;;) {
        hr = raw_image_begin_change(image);
        if (FAILED(hr)) break;
        generator = image->streams->items[RAW_IMAGE_GENERATOR];
        if (!image->layout.track_count)
            hr = E_IMAPI_RAW_IMAGE_NO_TRACKS;
        else if (generator == asked)
            break;
        else if (generator)
            com_global_add_ref(generator);
        LeaveCriticalSection(&image->lock);
        if (FAILED(hr)) break;
        com_global_release(asked);
        asked = generator;
        *generator_bytes = 0;
        if (asked) hr = get_size_of_kept(asked, generator_bytes);
        if (FAILED(hr)) break;
    }
    com_global_release(asked);
    return hr;
}

/* Can the image have the sub-code that was set for it? A text where it cannot: why; the lock is held. */
static bool fits_generator(const struct raw_image *image, ULONGLONG generator_bytes, struct text *text)
{
    ULONGLONG wanted = (ULONGLONG)rawcd_image_sectors(&image->layout) * 96;

    if (!image->streams->items[RAW_IMAGE_GENERATOR]) return true;
    if (generator_bytes != wanted)
        text_printf(text, "The stream of sub-code must have 96 bytes for each sector of the image: %llu.",
                    (unsigned long long)wanted);
    else if (image->generator_is_cd_text && image->form != RAWCD_FORM_RAW)
        text_append(text, "CD-TEXT needs an image of the type RAW: in other types the recorder would change it.");
    return text->length == 0;
}

static HRESULT WINAPI creator_CreateResultImage(IRawCDImageCreator *iface, IStream **stream)
{
    struct raw_image *image = image_of(iface);
    char buffer[160];
    struct text text = text_in(buffer, sizeof buffer);
    struct imapi_call call;
    ULONGLONG generator_bytes;
    HRESULT hr;

    begin(&call, "Making the raw image");
    if (!stream) return imapi_call_done(&call, E_POINTER);
    *stream = NULL;
    hr = begin_result(image, &generator_bytes);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    hr = fits_generator(image, generator_bytes, &text) ? raw_image_stream_create(image, stream) : E_INVALIDARG;
    image->is_frozen = SUCCEEDED(hr);
    LeaveCriticalSection(&image->lock);
    return imapi_call_told(&call, hr, text.length > 0 ? buffer : NULL);
}

static HRESULT add_track(struct raw_image *image, struct com_global *kept, ULONGLONG bytes, LONG *index)
{
    HRESULT hr = raw_image_begin_change(image);

    if (FAILED(hr)) return hr;
    hr = raw_image_hresult(rawcd_add_track(&image->layout, bytes / RAWCD_SECTOR_BYTES));
    if (SUCCEEDED(hr)) {
        *index = (LONG)image->layout.track_count;
        swap_stream(image, image->layout.track_count, kept);
    }
    LeaveCriticalSection(&image->lock);
    return hr;
}

static HRESULT WINAPI creator_AddTrack(IRawCDImageCreator *iface, IMAPI_CD_SECTOR_TYPE type, IStream *data, LONG *index)
{
    struct raw_image *image = image_of(iface);
    struct com_global *kept;
    struct imapi_call call;
    ULONGLONG bytes;
    HRESULT hr;

    begin(&call, "Adding a track to the raw image");
    if (!index) return imapi_call_done(&call, E_POINTER);
    *index = 0;
    if (raw_image_is_frozen(image)) return imapi_call_done(&call, E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    if (type != IMAPI_CD_SECTOR_AUDIO) return imapi_call_done(&call, E_IMAPI_RAW_IMAGE_SECTOR_TYPE_NOT_SUPPORTED);
    if (!data) return imapi_call_done(&call, E_POINTER);
    hr = stream_get_size(data, &bytes);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    if (bytes % RAWCD_SECTOR_BYTES || bytes / RAWCD_SECTOR_BYTES < RAWCD_TRACK_SECTORS_MIN)
        return refuse_size(&call, bytes, RAWCD_TRACK_SECTORS_MIN);

    hr = com_global_keep((IUnknown *)data, &kept);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    hr = add_track(image, kept, bytes, index);
    if (FAILED(hr)) com_global_release(kept);
    return imapi_call_done(&call, hr);
}

/* data: NULL removes what was set. */
static HRESULT WINAPI creator_AddSpecialPregap(IRawCDImageCreator *iface, IStream *data)
{
    struct raw_image *image = image_of(iface);
    struct com_global *kept = NULL;
    ULONGLONG bytes = 0;
    struct imapi_call call;
    HRESULT hr;

    begin(&call, "Adding audio in front of the first track");
    hr = begin_change_without_tracks(image);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    LeaveCriticalSection(&image->lock); /* while the client's stream is asked */
    if (data) {
        hr = stream_get_size(data, &bytes);
        if (FAILED(hr)) return imapi_call_done(&call, hr);
        if (bytes % RAWCD_SECTOR_BYTES || bytes / RAWCD_SECTOR_BYTES < RAWCD_GAP_SECTORS)
            return refuse_size(&call, bytes, RAWCD_GAP_SECTORS);
        hr = com_global_keep((IUnknown *)data, &kept);
        if (FAILED(hr)) return imapi_call_done(&call, hr);
    }

    hr = begin_change_without_tracks(image);
    if (SUCCEEDED(hr)) {
        hr = raw_image_hresult(rawcd_set_pregap(&image->layout, bytes / RAWCD_SECTOR_BYTES));
        if (SUCCEEDED(hr)) kept = swap_stream(image, RAW_IMAGE_PREGAP, kept);
        LeaveCriticalSection(&image->lock);
    }
    com_global_release(kept);
    return imapi_call_done(&call, hr);
}

static bool is_cd_text(IStream *stream)
{
    IOpenCDText *cd_text;

    if (FAILED(IStream_QueryInterface(stream, &IID_IOpenCDText, (void **)&cd_text))) return false;
    IOpenCDText_Release(cd_text);
    return true;
}

/* subcode: NULL removes what was set. */
static HRESULT WINAPI creator_AddSubcodeRWGenerator(IRawCDImageCreator *iface, IStream *subcode)
{
    struct raw_image *image = image_of(iface);
    bool is_text = subcode && is_cd_text(subcode);
    struct com_global *kept = NULL;
    struct imapi_call call;
    HRESULT hr;

    begin(&call, "Setting the sub-code of channels R to W");
    if (raw_image_is_frozen(image)) return imapi_call_done(&call, E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    if (subcode) {
        hr = com_global_keep((IUnknown *)subcode, &kept);
        if (FAILED(hr)) return imapi_call_done(&call, hr);
    }

    hr = raw_image_begin_change(image);
    if (SUCCEEDED(hr)) {
        if (subcode && image->form == RAWCD_FORM_PQ) {
            hr = E_INVALIDARG;
        } else {
            kept = swap_stream(image, RAW_IMAGE_GENERATOR, kept);
            image->generator_is_cd_text = is_text;
        }
        LeaveCriticalSection(&image->lock);
    }
    com_global_release(kept);
    return hr == E_INVALIDARG ? imapi_call_told(&call, hr, "An image of the type PQ_ONLY has no channels R to W.")
                              : imapi_call_done(&call, hr);
}

static HRESULT WINAPI creator_put_ResultingImageType(IRawCDImageCreator *iface,
                                                     IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE value)
{
    struct raw_image *image = image_of(iface);
    struct imapi_call call;
    HRESULT hr;

    begin(&call, "Setting the type of the raw image");
    hr = raw_image_begin_change(image);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    if ((int)value < RAWCD_FORM_PQ || (int)value > RAWCD_FORM_RAW ||
        ((int)value == RAWCD_FORM_PQ && image->streams->items[RAW_IMAGE_GENERATOR]))
        hr = E_INVALIDARG;
    else
        image->form = (enum rawcd_form)value;
    LeaveCriticalSection(&image->lock);
    return imapi_call_done(&call, hr);
}

static HRESULT WINAPI creator_get_ResultingImageType(IRawCDImageCreator *iface,
                                                     IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE *value)
{
    struct raw_image *image = image_of(iface);
    struct imapi_call call;

    begin(&call, "Reading the type of the raw image");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&image->lock);
    *value = (IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE)image->form;
    LeaveCriticalSection(&image->lock);
    return imapi_call_done(&call, S_OK);
}

/* Where the lead-out begins, or a sector in front of it. */
static HRESULT get_lead_out(IRawCDImageCreator *iface, const char *attempt, LONG sectors_before, LONG *value)
{
    struct raw_image *image = image_of(iface);
    struct imapi_call call;
    HRESULT hr;

    begin(&call, attempt);
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = 0;
    hr = begin_reading_tracks(image);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    *value = image->layout.lead_out - sectors_before;
    LeaveCriticalSection(&image->lock);
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI creator_get_StartOfLeadout(IRawCDImageCreator *iface, LONG *value)
{
    return get_lead_out(iface, "Reading where the lead-out begins", 0, value);
}

static HRESULT WINAPI creator_get_LastUsedUserSectorInImage(IRawCDImageCreator *iface, LONG *value)
{
    return get_lead_out(iface, "Reading which sector is the last of the tracks", 1, value);
}

static HRESULT WINAPI creator_put_StartOfLeadoutLimit(IRawCDImageCreator *iface, LONG value)
{
    struct raw_image *image = image_of(iface);
    struct imapi_call call;
    HRESULT hr;

    begin(&call, "Setting where the lead-out may begin");
    hr = raw_image_begin_change(image);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    hr = raw_image_hresult(rawcd_set_limit(&image->layout, value));
    LeaveCriticalSection(&image->lock);
    return imapi_call_done(&call, hr);
}

static HRESULT WINAPI creator_get_StartOfLeadoutLimit(IRawCDImageCreator *iface, LONG *value)
{
    struct raw_image *image = image_of(iface);
    struct imapi_call call;

    begin(&call, "Reading where the lead-out may begin");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&image->lock);
    *value = image->layout.lead_out_limit;
    LeaveCriticalSection(&image->lock);
    return imapi_call_done(&call, S_OK);
}

/* VARIANT_TRUE puts 150 silent sectors between two tracks. */
static HRESULT WINAPI creator_put_DisableGaplessAudio(IRawCDImageCreator *iface, VARIANT_BOOL value)
{
    struct raw_image *image = image_of(iface);
    struct imapi_call call;
    HRESULT hr;

    begin(&call, "Setting whether there is silence between tracks");
    hr = raw_image_begin_change(image);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    hr = raw_image_hresult(rawcd_set_gaps(&image->layout, value != VARIANT_FALSE));
    LeaveCriticalSection(&image->lock);
    return imapi_call_done(&call, hr);
}

static HRESULT WINAPI creator_get_DisableGaplessAudio(IRawCDImageCreator *iface, VARIANT_BOOL *value)
{
    struct raw_image *image = image_of(iface);
    struct imapi_call call;

    begin(&call, "Reading whether there is silence between tracks");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&image->lock);
    *value = image->layout.has_gaps ? VARIANT_TRUE : VARIANT_FALSE;
    LeaveCriticalSection(&image->lock);
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI creator_put_MediaCatalogNumber(IRawCDImageCreator *iface, BSTR value)
{
    struct raw_image *image = image_of(iface);
    char catalog[RAWCD_CATALOG_DIGITS + 1] = "";
    struct imapi_call call;
    char *text;
    HRESULT hr;

    begin(&call, "Setting the catalogue number of the disc");
    if (raw_image_is_frozen(image)) return imapi_call_done(&call, E_IMAPI_RAW_IMAGE_IS_READ_ONLY);
    hr = com_utf8_from_bstr(value, &text);
    if (SUCCEEDED(hr)) hr = raw_image_begin_change(image);
    if (SUCCEEDED(hr)) {
        if (text[0]) hr = raw_image_hresult(rawcd_parse_catalog(text, catalog));
        if (SUCCEEDED(hr)) CopyMemory(image->layout.catalog, catalog, sizeof catalog);
        LeaveCriticalSection(&image->lock);
    }
    base_free(text);
    if (hr != E_INVALIDARG) return imapi_call_done(&call, hr);
    return imapi_call_told(&call, hr,
                           "A catalogue number has at most 13 digits, the last being the check digit of an EAN-13.");
}

static HRESULT WINAPI creator_get_MediaCatalogNumber(IRawCDImageCreator *iface, BSTR *value)
{
    struct raw_image *image = image_of(iface);
    char catalog[RAWCD_CATALOG_DIGITS + 1];
    struct imapi_call call;

    begin(&call, "Reading the catalogue number of the disc");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&image->lock);
    CopyMemory(catalog, image->layout.catalog, sizeof catalog);
    LeaveCriticalSection(&image->lock);
    return imapi_call_done(&call, com_bstr_from_utf8(catalog, value));
}

static HRESULT WINAPI creator_put_StartingTrackNumber(IRawCDImageCreator *iface, LONG value)
{
    struct raw_image *image = image_of(iface);
    struct imapi_call call;
    HRESULT hr;

    begin(&call, "Setting the number of the first track");
    hr = begin_change_without_tracks(image);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    if (value < 1 || value > RAWCD_TRACKS_MAX)
        hr = E_INVALIDARG;
    else
        image->layout.first_number = (unsigned)value;
    LeaveCriticalSection(&image->lock);
    return imapi_call_done(&call, hr);
}

static HRESULT WINAPI creator_get_StartingTrackNumber(IRawCDImageCreator *iface, LONG *value)
{
    struct raw_image *image = image_of(iface);
    struct imapi_call call;

    begin(&call, "Reading the number of the first track");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&image->lock);
    *value = (LONG)image->layout.first_number;
    LeaveCriticalSection(&image->lock);
    return imapi_call_done(&call, S_OK);
}

/* The same object for the same track while the creator lives. */
static HRESULT WINAPI creator_get_TrackInfo(IRawCDImageCreator *iface, LONG index, IRawCDImageTrackInfo **value)
{
    struct creator *creator = creator_from_IRawCDImageCreator(iface);
    struct imapi_call call;
    HRESULT hr = S_OK;

    begin(&call, "Reading about a track");
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = NULL;
    EnterCriticalSection(&creator->image->lock);
    if (index < 1 || (unsigned)index > creator->image->layout.track_count) {
        hr = E_INVALIDARG;
    } else {
        IRawCDImageTrackInfo **info = &creator->infos[index - 1];

        if (!*info) hr = raw_cd_track_info_create(creator->image, (unsigned)index - 1, info);
        if (SUCCEEDED(hr)) {
            IRawCDImageTrackInfo_AddRef(*info);
            *value = *info;
        }
    }
    LeaveCriticalSection(&creator->image->lock);
    return imapi_call_done(&call, hr);
}

static HRESULT WINAPI creator_get_NumberOfExistingTracks(IRawCDImageCreator *iface, LONG *value)
{
    struct raw_image *image = image_of(iface);
    struct imapi_call call;

    begin(&call, "Reading how many tracks there are");
    if (!value) return imapi_call_done(&call, E_POINTER);
    EnterCriticalSection(&image->lock);
    *value = (LONG)image->layout.track_count;
    LeaveCriticalSection(&image->lock);
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI creator_get_ExpectedTableOfContents(IRawCDImageCreator *iface, SAFEARRAY **value)
{
    struct creator *creator = creator_from_IRawCDImageCreator(iface);
    struct imapi_call call;
    HRESULT hr;

    begin(&call, "Reading the table of contents");
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = NULL;
    hr = begin_reading_tracks(creator->image);
    if (FAILED(hr)) return imapi_call_done(&call, hr);
    rawcd_make_toc(&creator->image->layout, creator->toc);
    LeaveCriticalSection(&creator->image->lock);
    return imapi_call_done(&call, com_array_from_blob(creator->toc, value));
}

static const IRawCDImageCreatorVtbl creator_vtbl = {
    COM_DISPATCH_METHODS(creator, IRawCDImageCreator),
    creator_CreateResultImage,
    creator_AddTrack,
    creator_AddSpecialPregap,
    creator_AddSubcodeRWGenerator,
    creator_put_ResultingImageType,
    creator_get_ResultingImageType,
    creator_get_StartOfLeadout,
    creator_put_StartOfLeadoutLimit,
    creator_get_StartOfLeadoutLimit,
    creator_put_DisableGaplessAudio,
    creator_get_DisableGaplessAudio,
    creator_put_MediaCatalogNumber,
    creator_get_MediaCatalogNumber,
    creator_put_StartingTrackNumber,
    creator_get_StartingTrackNumber,
    creator_get_TrackInfo,
    creator_get_NumberOfExistingTracks,
    creator_get_LastUsedUserSectorInImage,
    creator_get_ExpectedTableOfContents,
};

static const struct com_interface creator_interfaces[] = {
    {&IID_IRawCDImageCreator, offsetof(struct creator, IRawCDImageCreator_iface)},
    {&IID_IDispatch, offsetof(struct creator, IRawCDImageCreator_iface)},
};

static void creator_destroy(struct com_object *object)
{
    struct creator *creator = CONTAINING_RECORD(object, struct creator, object);
    unsigned i;

    for (i = 0; i < RAWCD_TRACKS_MAX; i++) {
        if (creator->infos[i]) IRawCDImageTrackInfo_Release(creator->infos[i]);
    }
    raw_image_release(creator->image);
    base_free(creator);
}

static const struct com_class creator_class = {
    &CLSID_MsftRawCDImageCreator, true, creator_interfaces, ARRAYSIZE(creator_interfaces), creator_destroy,
};

HRESULT raw_cd_image_creator_create(REFIID iid, void **out)
{
    struct creator *creator = base_alloc(sizeof *creator);

    *out = NULL;
    if (creator) creator->image = raw_image_create();
    if (!creator || !creator->image) {
        base_free(creator);
        return E_OUTOFMEMORY;
    }
    creator->IRawCDImageCreator_iface.lpVtbl = &creator_vtbl;
    com_object_init(&creator->object, &creator_class);
    return com_object_hand_out(&creator->object, iid, out);
}
