/* IDiscFormat2TrackAtOnce: PrepareMedia takes the drive and examines the disc; AddAudioTrack runs the engine, which
 * writes a track, and its progress becomes events on the caller's thread; ReleaseMedia closes the session and gives the
 * drive back.
 */
#include <limits.h>
#include <string.h>

#include "imapi2/burn_failure.h"
#include "imapi2/disc_format2_track_at_once.h"
#include "imapi2/stream_source.h"
#include "imapi2/track_at_once_event_args.h"
#include "imapi2/worker_pump.h"
#include "imapi2error.h"

/* One PrepareMedia, AddAudioTrack or ReleaseMedia. */
struct operation {
    struct disc_format2_track_at_once *tao;
    struct format2_call call;
    struct burn_failure failure;
    struct burn_audio_wish wish;
    char client_name[DRIVE_HOLDER_SIZE];
    LONG requested_speed;
    bool requested_pure_cav;
    ULONGLONG wrong_bytes; /* size of a stream that is no track; 0: it is one, or empty */
};

static void begin(struct operation *operation, struct disc_format2_track_at_once *tao, const char *attempt)
{
    memset(operation, 0, sizeof *operation);
    operation->tao = tao;
    format2_call_begin(&operation->call, &tao->format, attempt);
}

/* The properties are not changed any more: the object is busy. */
static void take_wishes(struct operation *operation)
{
    struct disc_format2_track_at_once *tao = operation->tao;

    EnterCriticalSection(&tao->format.lock);
    memcpy(operation->client_name, tao->format.client_name, sizeof operation->client_name);
    operation->requested_speed = tao->format.requested_speed;
    operation->requested_pure_cav = tao->format.requested_pure_cav != VARIANT_FALSE;
    operation->wish.forbids_buf = tao->buffer_underrun_free_disabled != VARIANT_FALSE;
    operation->wish.is_left_open = tao->do_not_finalize_media != VARIANT_FALSE;
    if (tao->format.chosen_speed.sectors > 0)
        operation->wish.sectors_per_second = (uint32_t)tao->format.chosen_speed.sectors;
    operation->wish.verifies = tao->verification != IMAPI_BURN_VERIFICATION_NONE;
    LeaveCriticalSection(&tao->format.lock);
}

/* What the engine ended with. */
static HRESULT result_of(struct operation *operation)
{
    operation->failure.block_bytes = BURN_AUDIO_BLOCK_BYTES;
    operation->call.base.failure = operation->failure.drive;
    return hresult_from_burn(&operation->failure, BURN_FAILURE_OF_TRACKS);
}

/* The drive failed before the engine had it. */
static HRESULT drive_failed(struct operation *operation, const struct drive_failure *drive)
{
    burn_fail_drive(&operation->failure, drive);
    return result_of(operation);
}

/* Comes last: sinks and streams that were called have left error objects of their own. */
static HRESULT end(struct operation *operation, HRESULT hr)
{
    char buffer[160];
    struct text text = text_in(buffer, sizeof buffer);

    if (!operation->wrong_bytes) return format2_call_burned(&operation->call, hr, &operation->failure);
    text_printf(&text, "The stream has %llu bytes, which is %llu more than a whole number of sectors of %d bytes.",
                (unsigned long long)operation->wrong_bytes,
                (unsigned long long)operation->wrong_bytes % BURN_AUDIO_BLOCK_BYTES, BURN_AUDIO_BLOCK_BYTES);
    return format2_call_told(&operation->call, hr, buffer);
}

/* ------------------------------------------------------------------------------------------------------ preparation */

/* The numbers that the properties answer with. */
static void keep_numbers(struct disc_format2_track_at_once *tao)
{
    const struct burn_audio_disc *disc = &tao->disc;

    EnterCriticalSection(&tao->format.lock);
    tao->total_sectors = (LONG)disc->total_blocks;
    tao->free_sectors = (LONG)(disc->free_blocks < disc->total_blocks ? disc->free_blocks : disc->total_blocks);
    tao->used_sectors = tao->total_sectors - tao->free_sectors;
    LeaveCriticalSection(&tao->format.lock);
}

/* A drive that refuses to set a speed writes with its own. */
static HRESULT set_speed(struct operation *operation, const struct burn_media *media)
{
    struct drive *drive = operation->call.use.drive;
    struct burn_speed_choice choice;
    struct drive_failure failure;
    struct burn_speeds speeds;

    if (burn_speeds_read(drive, media, &speeds, &failure) != DRIVE_OK) return drive_failed(operation, &failure);
    choice = burn_speed_choose(&speeds, operation->requested_speed, operation->requested_pure_cav);
    format2_found(&operation->tao->format, media, &speeds);
    if (burn_speed_set(drive, media, choice.entry, &failure) != DRIVE_OK && failure.status != DRIVE_REFUSED) {
        return drive_failed(operation, &failure);
    }
    return S_OK;
}

/* The drive is held, and a disc is in it. */
static HRESULT look(struct operation *operation)
{
    struct disc_format2_track_at_once *tao = operation->tao;
    const struct burn_tools tools = {.drive = operation->call.use.drive, .clock = tao->format.clock};

    if (burn_audio_look(&tools, &tao->disc, &operation->failure) != BURN_OK) return result_of(operation);
    return set_speed(operation, &tao->disc.media);
}

static HRESULT prepare(struct operation *operation)
{
    struct disc_format2_track_at_once *tao = operation->tao;
    struct com_global *recorder = format2_get_recorder(&tao->format);
    HRESULT hr;

    take_wishes(operation);
    if (!recorder)
        hr = E_IMAPI_DF2TAO_NO_RECORDER_SPECIFIED;
    else if (!operation->client_name[0])
        hr = E_IMAPI_DF2TAO_CLIENT_NAME_IS_NOT_VALID;
    else
        hr = prepared_media_begin(&tao->media, recorder, operation->client_name, &operation->call,
                                  BURN_FAILURE_OF_TRACKS, &operation->failure);
    com_global_release(recorder);
    if (FAILED(hr)) return hr;
    hr = look(operation);
    if (FAILED(hr)) prepared_media_end(&tao->media, &operation->call);
    return hr;
}

HRESULT tao_prepare_media(struct disc_format2_track_at_once *tao)
{
    struct operation operation;
    HRESULT hr;

    begin(&operation, tao, "Preparing the disc for audio tracks");
    hr = format2_enter_prepared(&tao->format, false);
    if (FAILED(hr)) return end(&operation, hr);
    com_object_add_ref(&tao->object);
    hr = prepare(&operation);
    if (SUCCEEDED(hr)) {
        keep_numbers(tao);
        tao->is_calibrated = tao->is_unflushed = false;
        memset(&tao->met, 0, sizeof tao->met);
        format2_keep_setbacks(&tao->format, &tao->met);
        EnterCriticalSection(&tao->format.lock);
        tao->track_count = 0;
        tao->format.is_prepared = true;
        LeaveCriticalSection(&tao->format.lock);
    }
    format2_leave(&tao->format);
    hr = end(&operation, hr);
    com_object_release(&tao->object);
    return hr;
}

/* ---------------------------------------------------------------------------------------------------------- tracks */

/* DDiscFormat2TrackAtOnceEvents::Update(object, progress). Without memory for the progress the event is lost. */
static void notice(void *context, const struct burn_progress *progress)
{
    const struct operation *operation = context;
    struct disc_format2_track_at_once *tao = operation->tao;
    VARIANT arguments[2];
    IDispatch *args;

    if (FAILED(track_at_once_event_args_create(progress, operation->wish.track, &args))) return;
    V_VT(&arguments[0]) = VT_DISPATCH;
    V_DISPATCH(&arguments[0]) = args;
    V_VT(&arguments[1]) = VT_DISPATCH;
    V_DISPATCH(&arguments[1]) = (IDispatch *)&tao->IDiscFormat2TrackAtOnce_iface;
    com_connection_point_fire(&tao->events, DISPID_DDISCFORMAT2TAOEVENTS_UPDATE, arguments, ARRAYSIZE(arguments));
    IDispatch_Release(args);
}

/* As long as it will be on the disc, against the room of the next track; a drive that has less than the shortest track
 * and its run-out has none.
 */
static HRESULT check_room(struct operation *operation, uint64_t blocks)
{
    enum { ROOM_MIN = BURN_AUDIO_TRACK_BLOCKS_MIN + 2 };
    uint64_t needed = blocks > BURN_AUDIO_TRACK_BLOCKS_MIN ? blocks : BURN_AUDIO_TRACK_BLOCKS_MIN;
    uint32_t room = operation->tao->disc.free_blocks;

    if (needed <= room && room >= ROOM_MIN) return S_OK;
    burn_fail(&operation->failure, BURN_TOO_LARGE);
    operation->failure.needed_blocks = needed;
    operation->failure.free_blocks = room;
    return result_of(operation);
}

static HRESULT check_stream(struct operation *operation, IStream *stream)
{
    ULONGLONG bytes;
    uint64_t blocks;
    HRESULT hr;

    if (operation->tao->track_count == BURN_AUDIO_TRACKS_MAX) return E_IMAPI_DF2TAO_TRACK_LIMIT_REACHED;
    hr = stream_get_size(stream, &bytes);
    if (FAILED(hr)) return hr;
    if (!bytes || bytes % BURN_AUDIO_BLOCK_BYTES) {
        operation->wrong_bytes = bytes;
        return E_IMAPI_DF2TAO_STREAM_NOT_SUPPORTED;
    }
    blocks = bytes / BURN_AUDIO_BLOCK_BYTES;
    hr = check_room(operation, blocks);
    if (SUCCEEDED(hr)) operation->wish.blocks = (uint32_t)blocks;
    return hr;
}

/* What became of it; a track that failed, or was cancelled, is one where something was written. */
static void keep_track(struct disc_format2_track_at_once *tao, const struct burn_audio_track *track)
{
    if (track->is_calibrated) tao->is_calibrated = true;
    if (!track->is_there) return;
    tao->is_unflushed = track->is_unflushed;
    EnterCriticalSection(&tao->format.lock);
    tao->tracks[tao->track_count].start_lba = track->start_lba;
    tao->tracks[tao->track_count].blocks = track->blocks;
    tao->track_count++;
    LeaveCriticalSection(&tao->format.lock);
    keep_numbers(tao);
}

static HRESULT write_track(struct operation *operation, IStream *stream)
{
    struct disc_format2_track_at_once *tao = operation->tao;
    const struct burn_observer observer = {.notice = notice, .context = operation};
    struct burn_audio_track track;
    struct stream_source source;
    struct worker_pump pump;
    const struct burn_tools tools = {
        .drive = operation->call.use.drive,
        .clock = tao->format.clock,
        .pump = &pump.pump,
        .observer = &observer,
        .control = &tao->format.control,
        .setbacks = &tao->met,
    };

    if (!worker_pump_begin(&pump, operation->call.use.is_agile)) return E_OUTOFMEMORY;
    stream_source_begin(&source, stream);
    source.source.seek(&source.source, 0); /* one that cannot is read from where it stands */
    burn_audio_track(&tools, &tao->disc, &operation->wish, &source.source, &track, &operation->failure);
    worker_pump_end(&pump);
    format2_keep_setbacks(&tao->format, &tao->met);
    /* One that came with the last event, or behind it, was promised all the same; the track stays. */
    if (operation->failure.status == BURN_OK && atomic_load(&tao->format.control.is_cancelled)) {
        burn_fail(&operation->failure, BURN_CANCELLED);
    }
    keep_track(tao, &track);
    return result_of(operation);
}

/* The medium and the speeds are those of PrepareMedia; but for blank, from now on. */
static void begin_adding(struct disc_format2_track_at_once *tao)
{
    EnterCriticalSection(&tao->format.lock);
    tao->format.media.is_physically_blank = tao->format.media.is_heuristically_blank = false;
    tao->format.has_found = true;
    tao->is_adding = true;
    LeaveCriticalSection(&tao->format.lock);
}

static void end_adding(struct disc_format2_track_at_once *tao)
{
    EnterCriticalSection(&tao->format.lock);
    tao->is_adding = false;
    LeaveCriticalSection(&tao->format.lock);
}

static HRESULT add(struct operation *operation, IStream *stream)
{
    struct disc_format2_track_at_once *tao = operation->tao;
    HRESULT hr;

    take_wishes(operation);
    operation->wish.calibrates = !tao->is_calibrated;
    operation->wish.track = (uint8_t)(tao->track_count + 1);
    hr = check_stream(operation, stream);
    if (SUCCEEDED(hr)) hr = prepared_media_open(&tao->media, &operation->call);
    if (SUCCEEDED(hr)) hr = write_track(operation, stream);
    return hr;
}

/* A sink may give back the last reference to the object, whose end then releases the disc. */
HRESULT tao_add_audio_track(struct disc_format2_track_at_once *tao, IStream *stream)
{
    struct operation operation;
    HRESULT hr;

    begin(&operation, tao, "Writing an audio track");
    hr = stream ? format2_enter_prepared(&tao->format, true) : E_POINTER;
    if (FAILED(hr)) return end(&operation, hr);
    com_object_add_ref(&tao->object);
    IStream_AddRef(stream);
    begin_adding(tao);
    hr = add(&operation, stream);
    end_adding(tao);
    IStream_Release(stream);
    format2_leave(&tao->format);
    hr = end(&operation, hr);
    com_object_release(&tao->object);
    return hr;
}

/* Looked at between two commands. A second call changes nothing. */
HRESULT tao_cancel_add_track(struct disc_format2_track_at_once *tao)
{
    HRESULT hr = S_OK;

    EnterCriticalSection(&tao->format.lock);
    if (!tao->is_adding || !format2_cancel(&tao->format)) hr = E_IMAPI_DF2TAO_WRITE_NOT_IN_PROGRESS;
    LeaveCriticalSection(&tao->format.lock);
    return format2_report(&tao->format, "Cancelling the audio track", hr);
}

/* --------------------------------------------------------------------------------------------------------- release */

/* Without a track there is no session to close. */
static HRESULT close_session(struct operation *operation)
{
    struct disc_format2_track_at_once *tao = operation->tao;
    struct worker_pump pump;
    const struct burn_tools tools = {
        .drive = operation->call.use.drive,
        .clock = tao->format.clock,
        .pump = &pump.pump,
        .setbacks = &tao->met,
    };

    if (!tao->track_count) return S_OK;
    operation->wish.track = (uint8_t)tao->track_count;
    operation->wish.ends_track = tao->is_unflushed;
    if (!worker_pump_begin(&pump, operation->call.use.is_agile)) return E_OUTOFMEMORY;
    burn_audio_close(&tools, &tao->disc, &operation->wish, &operation->failure);
    worker_pump_end(&pump);
    format2_keep_setbacks(&tao->format, &tao->met);
    return result_of(operation);
}

/* Idle afterwards, whatever failed; the first failure of the close is the result. */
static HRESULT release(struct operation *operation)
{
    struct disc_format2_track_at_once *tao = operation->tao;
    HRESULT hr;

    take_wishes(operation);
    hr = prepared_media_open_to_end(&tao->media, &operation->call);
    if (SUCCEEDED(hr)) hr = close_session(operation);
    prepared_media_end(&tao->media, &operation->call);
    EnterCriticalSection(&tao->format.lock);
    tao->format.is_prepared = false;
    tao->track_count = 0;
    LeaveCriticalSection(&tao->format.lock);
    return hr;
}

HRESULT tao_release_media(struct disc_format2_track_at_once *tao)
{
    struct operation operation;
    HRESULT hr;

    begin(&operation, tao, "Closing the audio session");
    hr = format2_enter_prepared(&tao->format, true);
    if (FAILED(hr)) return end(&operation, hr);
    com_object_add_ref(&tao->object);
    hr = release(&operation);
    format2_leave(&tao->format);
    hr = end(&operation, hr);
    com_object_release(&tao->object);
    return hr;
}

/* Somebody's last Release: it leaves the thread's error object as it is. */
void tao_abandon_media(struct disc_format2_track_at_once *tao)
{
    struct operation operation;
    IErrorInfo *kept = NULL;

    if (!tao->format.is_prepared) return;
    GetErrorInfo(0, &kept);
    begin(&operation, tao, "Closing the audio session");
    end(&operation, release(&operation));
    SetErrorInfo(0, kept);
    if (kept) IErrorInfo_Release(kept);
}
