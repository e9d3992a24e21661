/* Prepares the disc, writes, and releases it; cancels in the writer's events. */
#include "discctl/audio_burn.h"

#include "imapi2error.h"

#include "discctl/control.h"
#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/progress.h"
#include "discctl/recorders.h"
#include "discctl/sink.h"
#include "discctl/writers.h"

static HRESULT on_track_update(struct sink *sink, DISPID member, const DISPPARAMS *parameters);
static HRESULT on_raw_update(struct sink *sink, DISPID member, const DISPPARAMS *parameters);

/* The burn of this process, for its events. */
static struct {
    struct sink track_sink, raw_sink;
    struct progress progress;
    struct burn_report *report;
    IDiscFormat2TrackAtOnce *track_writer; /* one of them is in use */
    IDiscFormat2RawCD *raw_writer;
    IDiscRecorder2 *recorder;
    size_t tracks;
} burn = {.track_sink = SINK_BEGIN(&IID_DDiscFormat2TrackAtOnceEvents, on_track_update),
          .raw_sink = SINK_BEGIN(&IID_DDiscFormat2RawCDEvents, on_raw_update)};

/* The object with the progress of Update (IDispatch *object, IDispatch *progress); arguments come last one first. */
static HRESULT progress_of(const DISPPARAMS *parameters, const IID *iid, void **arguments)
{
    *arguments = NULL;
    if (parameters->cArgs != 2) return DISP_E_BADPARAMCOUNT;
    if (V_VT(&parameters->rgvarg[0]) != VT_DISPATCH || !V_DISPATCH(&parameters->rgvarg[0])) return DISP_E_TYPEMISMATCH;
    IDispatch_QueryInterface(V_DISPATCH(&parameters->rgvarg[0]), iid, arguments);
    return S_OK;
}

static HRESULT on_track_update(struct sink *sink, DISPID member, const DISPPARAMS *parameters)
{
    IDiscFormat2TrackAtOnceEventArgs *arguments;
    HRESULT hr;

    (void)sink;
    if (member != DISPID_DDISCFORMAT2TAOEVENTS_UPDATE) return DISP_E_MEMBERNOTFOUND;
    hr = progress_of(parameters, &IID_IDiscFormat2TrackAtOnceEventArgs, (void **)&arguments);
    if (FAILED(hr)) return hr;
    if (control_is_cancelled()) IDiscFormat2TrackAtOnce_CancelAddTrack(burn.track_writer);
    if (!arguments) return S_OK;
    progress_of_track(&burn.progress, arguments, burn.tracks, burn.recorder);
    burn_report_track_update(burn.report, arguments, burn.recorder);
    IDiscFormat2TrackAtOnceEventArgs_Release(arguments);
    return S_OK;
}

static HRESULT on_raw_update(struct sink *sink, DISPID member, const DISPPARAMS *parameters)
{
    IDiscFormat2RawCDEventArgs *arguments;
    HRESULT hr;

    (void)sink;
    if (member != DISPID_DDISCFORMAT2RAWCDEVENTS_UPDATE) return DISP_E_MEMBERNOTFOUND;
    hr = progress_of(parameters, &IID_IDiscFormat2RawCDEventArgs, (void **)&arguments);
    if (FAILED(hr)) return hr;
    if (control_is_cancelled()) IDiscFormat2RawCD_CancelWrite(burn.raw_writer);
    if (!arguments) return S_OK;
    progress_of_raw(&burn.progress, arguments, burn.recorder);
    burn_report_raw_update(burn.report, arguments, burn.recorder);
    IDiscFormat2RawCDEventArgs_Release(arguments);
    return S_OK;
}

/* What the last call of the writer failed with. Call it at once: the next one takes its words away. */
static bool is_done(HRESULT hr, struct failure *failure)
{
    if (FAILED(hr)) *failure = failure_take(hr);
    return SUCCEEDED(hr);
}

/* One track. A failure's words begin with the track's number and its file. */
static bool add_track(const struct audio_tracks *tracks, size_t i, struct failure *failure)
{
    const struct audio_track *track = &tracks->tracks[i];
    struct failure plain;

    if (control_is_cancelled()) {
        *failure = failure_say(E_IMAPI_REQUEST_CANCELLED, "cancelled before track %u of %u", (unsigned)i + 1,
                               (unsigned)tracks->count);
        return false;
    }
    if (is_done(IDiscFormat2TrackAtOnce_AddAudioTrack(burn.track_writer, track->stream), &plain)) return true;
    *failure = failure_say(plain.hresult, "Track %u, %s: %s", (unsigned)i + 1, track->path, plain.text);
    failure_free(&plain);
    return false;
}

/* From the prepared disc on: the media are released in any case, and the first failure is told. */
static bool add_tracks(const struct audio_tracks *tracks, struct failure *failure)
{
    struct failure of_release;
    bool is_good = true;
    size_t i;

    for (i = 0; i < tracks->count && is_good; i++)
        is_good = add_track(tracks, i, failure);
    output_progress_end();
    burn_report_step(burn.report, BURN_REPORT_CLOSING);
    if (is_done(IDiscFormat2TrackAtOnce_ReleaseMedia(burn.track_writer), &of_release)) return is_good;
    if (is_good) {
        *failure = of_release;
    } else {
        failure_free(&of_release);
    }
    return false;
}

static HRESULT set_up_tracks(const struct audio_burn_options *options)
{
    const struct audio_wishes *wishes = options->wishes;
    HRESULT hr = IDiscFormat2TrackAtOnce_put_DoNotFinalizeMedia(burn.track_writer,
                                                                wishes->keeps_open ? VARIANT_TRUE : VARIANT_FALSE);

    if (SUCCEEDED(hr) && wishes->speed.value) {
        hr = IDiscFormat2TrackAtOnce_SetWriteSpeed(
            burn.track_writer, write_speed_for(&wishes->speed, IMAPI_MEDIA_TYPE_CDR), VARIANT_FALSE);
        *options->is_adjusted = SUCCEEDED(hr) && hr != S_OK;
    }
    if (SUCCEEDED(hr)) hr = sink_connect(&burn.track_sink, (IUnknown *)burn.track_writer);
    return hr;
}

bool audio_burn_tracks(IDiscRecorder2 *recorder, const struct audio_tracks *tracks,
                       const struct audio_burn_options *options, struct failure *failure)
{
    bool is_good;
    HRESULT hr;

    if (!track_writer_create(&burn.track_writer, failure)) return false;
    burn.recorder = recorder;
    burn.report = options->report;
    burn.tracks = tracks->count;
    progress_begin(&burn.progress, options->is_quiet);
    do {
        hr = IDiscFormat2TrackAtOnce_put_Recorder(burn.track_writer, recorder);
    } while (recorder_wait_if_becoming_ready(hr, failure));
    is_good = SUCCEEDED(hr) && is_done(set_up_tracks(options), failure) &&
              is_done(IDiscFormat2TrackAtOnce_PrepareMedia(burn.track_writer), failure) && add_tracks(tracks, failure);
    sink_disconnect(&burn.track_sink);
    burn_report_setbacks(burn.report, (IUnknown *)burn.track_writer);
    IDiscFormat2TrackAtOnce_Release(burn.track_writer);
    burn.track_writer = NULL;
    return is_good;
}

static HRESULT set_up_image(const struct audio_burn_options *options)
{
    const struct write_speed *speed = &options->wishes->speed;
    HRESULT hr = S_OK;

    if (speed->value) {
        hr = IDiscFormat2RawCD_SetWriteSpeed(burn.raw_writer, write_speed_for(speed, IMAPI_MEDIA_TYPE_CDR),
                                             VARIANT_FALSE);
        *options->is_adjusted = SUCCEEDED(hr) && hr != S_OK;
    }
    if (SUCCEEDED(hr)) hr = sink_connect(&burn.raw_sink, (IUnknown *)burn.raw_writer);
    return hr;
}

/* Where the lead-in begins is known only of a prepared disc. */
static bool finish_image(struct audio_image *image, struct failure *failure)
{
    LONG lead_in = 0;

    return is_done(IDiscFormat2RawCD_get_StartOfNextSession(burn.raw_writer, &lead_in), failure) &&
           audio_image_finish(image, lead_in, failure);
}

/* From the prepared disc on, as add_tracks(). */
static bool write_image(struct audio_image *image, IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE sector_type,
                        struct failure *failure)
{
    struct failure of_release;
    bool is_good = is_done(IDiscFormat2RawCD_put_RequestedSectorType(burn.raw_writer, sector_type), failure) &&
                   finish_image(image, failure);

    if (is_good && control_is_cancelled()) {
        *failure = failure_say(E_IMAPI_REQUEST_CANCELLED, "cancelled; nothing was written to the disc");
        is_good = false;
    }
    if (is_good) is_good = is_done(IDiscFormat2RawCD_WriteMedia(burn.raw_writer, image->stream), failure);
    output_progress_end();
    if (is_done(IDiscFormat2RawCD_ReleaseMedia(burn.raw_writer), &of_release)) return is_good;
    if (is_good) {
        *failure = of_release;
    } else {
        failure_free(&of_release);
    }
    return false;
}

bool audio_burn_image(IDiscRecorder2 *recorder, struct audio_image *image,
                      IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE sector_type, const struct audio_burn_options *options,
                      struct failure *failure)
{
    bool is_good;
    HRESULT hr;

    if (!raw_writer_create(&burn.raw_writer, failure)) return false;
    burn.recorder = recorder;
    burn.report = options->report;
    progress_begin(&burn.progress, options->is_quiet);
    do {
        hr = IDiscFormat2RawCD_put_Recorder(burn.raw_writer, recorder);
    } while (recorder_wait_if_becoming_ready(hr, failure));
    is_good = SUCCEEDED(hr) && is_done(set_up_image(options), failure) &&
              is_done(IDiscFormat2RawCD_PrepareMedia(burn.raw_writer), failure) &&
              write_image(image, sector_type, failure);
    sink_disconnect(&burn.raw_sink);
    burn_report_setbacks(burn.report, (IUnknown *)burn.raw_writer);
    IDiscFormat2RawCD_Release(burn.raw_writer);
    burn.raw_writer = NULL;
    return is_good;
}
