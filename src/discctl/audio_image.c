/* Fills an IRawCDImageCreator according to the options, or computes the layout of track-at-once writing. */
#include "discctl/audio_image.h"

#include <string.h>

#include "imapi2error.h"
#include "openimapi2.h"

#include "discctl/audio_text.h"
#include "discctl/memory.h"
#include "discctl/recorders.h"

/* Between two tracks: the run-out of one, and the pre-gap of the next. */
enum { RUN_OUT_SECTORS = 2, PREGAP_SECTORS = 150 };

void audio_layout_of_track_at_once(const struct audio_tracks *tracks, struct audio_layout *layout)
{
    LONG start = 0, sectors;
    size_t i;

    memset(layout, 0, sizeof *layout);
    for (i = 0; i < tracks->count; i++) {
        sectors = tracks->tracks[i].sectors;
        if (sectors < AUDIO_TRACK_SECTORS_MIN) sectors = AUDIO_TRACK_SECTORS_MIN;
        layout->starts[i] = start;
        layout->lead_out = start + sectors + RUN_OUT_SECTORS;
        start = layout->lead_out + PREGAP_SECTORS;
    }
}

/* Put in front of the method's own words what they are about. */
static struct failure failure_about(HRESULT hr, const char *what)
{
    struct failure plain = failure_take(hr), failure = failure_say(hr, "%s: %s", what, plain.text);

    failure_free(&plain);
    return failure;
}

/* A code of the command line, else that of the sheet; NULL: neither has it. SysFreeString(). */
static BSTR code_of(const struct audio_image *image, const char *wish, size_t track)
{
    wchar_t *wide;
    BSTR code;

    if (!wish) return image->text ? audio_text_code(image->text, track) : NULL;
    wide = memory_wide(wish);
    code = SysAllocString(wide);
    memory_free(wide);
    return code;
}

static bool set_up(const struct audio_image *image, const struct audio_wishes *wishes,
                   const struct audio_choice *choice, struct failure *failure)
{
    HRESULT hr = IRawCDImageCreator_put_ResultingImageType(image->creator, choice->sector_type);
    BSTR number;

    /* the sense of the name and of one program that burned with it; the page says the reverse (docs/differences.md) */
    if (SUCCEEDED(hr))
        hr = IRawCDImageCreator_put_DisableGaplessAudio(image->creator,
                                                        wishes->is_gapless ? VARIANT_FALSE : VARIANT_TRUE);
    if (FAILED(hr)) {
        *failure = failure_take(hr);
        return false;
    }
    number = code_of(image, wishes->mcn, 0);
    if (number) hr = IRawCDImageCreator_put_MediaCatalogNumber(image->creator, number);
    if (FAILED(hr)) *failure = failure_about(hr, wishes->mcn ? "--mcn" : "the catalogue number of --text");
    SysFreeString(number);
    return SUCCEEDED(hr);
}

static HRESULT set_isrc(IRawCDImageCreator *creator, LONG index, BSTR isrc)
{
    IRawCDImageTrackInfo *info;
    HRESULT hr = IRawCDImageCreator_get_TrackInfo(creator, index, &info);

    if (FAILED(hr)) return hr;
    hr = IRawCDImageTrackInfo_put_ISRC(info, isrc);
    IRawCDImageTrackInfo_Release(info);
    return hr;
}

static bool add_track(const struct audio_image *image, const struct audio_track *track, const char *wish,
                      unsigned number, struct failure *failure)
{
    LONG index = 0;
    BSTR isrc;
    char *what;
    HRESULT hr;

    if (track->sectors < AUDIO_TRACK_SECTORS_MIN) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_INVALID_DATA),
                               "%s, track %u, has %ld sectors of 1/75 s, and a track that is written raw has at "
                               "least 300, 4 seconds; --tao fills it with silence",
                               track->path, number, track->sectors);
        return false;
    }
    hr = IRawCDImageCreator_AddTrack(image->creator, IMAPI_CD_SECTOR_AUDIO, track->stream, &index);
    if (FAILED(hr)) {
        *failure = failure_about(hr, track->path);
        return false;
    }
    isrc = code_of(image, wish, number);
    if (isrc) hr = set_isrc(image->creator, index, isrc);
    SysFreeString(isrc);
    if (FAILED(hr)) {
        what = memory_printf("%s of track %u", wish ? "--isrc" : "the ISRC in --text", number);
        *failure = failure_about(hr, what);
        memory_free(what);
    }
    return SUCCEEDED(hr);
}

static HRESULT read_start(IRawCDImageCreator *creator, LONG index, LONG *start)
{
    IRawCDImageTrackInfo *info;
    HRESULT hr = IRawCDImageCreator_get_TrackInfo(creator, index, &info);

    if (FAILED(hr)) return hr;
    hr = IRawCDImageTrackInfo_get_StartingLba(info, start);
    IRawCDImageTrackInfo_Release(info);
    return hr;
}

static bool read_layout(IRawCDImageCreator *creator, size_t tracks, struct audio_layout *layout,
                        struct failure *failure)
{
    HRESULT hr = IRawCDImageCreator_get_StartOfLeadout(creator, &layout->lead_out);
    size_t i;

    for (i = 0; i < tracks && SUCCEEDED(hr); i++)
        hr = read_start(creator, (LONG)i + 1, &layout->starts[i]);
    if (FAILED(hr)) *failure = failure_take(hr);
    return SUCCEEDED(hr);
}

bool audio_image_begin(struct audio_image *image, const struct audio_tracks *tracks, const struct audio_wishes *wishes,
                       const struct audio_choice *choice, struct audio_layout *layout, struct failure *failure)
{
    HRESULT hr;
    size_t i;

    memset(image, 0, sizeof *image);
    memset(layout, 0, sizeof *layout);
    hr = recorders_create(&CLSID_OpenIMAPI2_MsftRawCDImageCreator, &CLSID_MsftRawCDImageCreator,
                          &IID_IRawCDImageCreator, (void **)&image->creator);
    if (FAILED(hr)) {
        *failure = failure_take(hr);
        return false;
    }
    if (wishes->text && !audio_text_open(wishes->text, tracks->count, &image->text, failure)) return false;
    if (!set_up(image, wishes, choice, failure)) return false;
    for (i = 0; i < tracks->count; i++) {
        if (!add_track(image, &tracks->tracks[i], wishes->isrc[i], (unsigned)i + 1, failure)) return false;
    }
    return read_layout(image->creator, tracks->count, layout, failure);
}

bool audio_image_finish(struct audio_image *image, LONG lead_in, struct failure *failure)
{
    HRESULT hr;

    if (image->text && !audio_text_attach(image->text, image->creator, lead_in, failure)) return false;
    hr = IRawCDImageCreator_CreateResultImage(image->creator, &image->stream);
    if (FAILED(hr)) *failure = failure_take(hr);
    return SUCCEEDED(hr);
}

void audio_image_end(struct audio_image *image)
{
    if (image->stream) IStream_Release(image->stream);
    if (image->creator) IRawCDImageCreator_Release(image->creator);
    if (image->text) IOpenCDText_Release(image->text);
    memset(image, 0, sizeof *image);
}
