/* IDiscFormat2RawCD: PrepareMedia takes the drive and examines the disc; WriteMedia runs the engine, which writes the
 * disc as a whole, and its progress becomes events on the caller's thread; ReleaseMedia gives the drive back.
 */
#include <limits.h>
#include <string.h>

#include "base/alloc.h"
#include "burn/refusal.h"
#include "imapi2/burn_failure.h"
#include "imapi2/disc_format2_raw_cd.h"
#include "imapi2/raw_cd_event_args.h"
#include "imapi2/stream_source.h"
#include "imapi2/worker_pump.h"
#include "imapi2error.h"
#include "mmc/codes.h"
#include "scsi/sense.h"

enum { PREGAP_START = -150, REASON_SIZE = 256 };

/* One PrepareMedia, WriteMedia or ReleaseMedia. */
struct operation {
    struct disc_format2_raw_cd *raw;
    struct format2_call call;
    struct burn_failure failure;
    struct burn_raw_wish wish;
    char client_name[DRIVE_HOLDER_SIZE];
    LONG requested_speed;
    bool requested_pure_cav;
    struct burn_setbacks setbacks;
    uint64_t dropped_bytes;   /* of the stream, in front of the disc's lead-in */
    char reason[REASON_SIZE]; /* what the failure says beside the engine's words; "": nothing */
};

static void begin(struct operation *operation, struct disc_format2_raw_cd *raw, const char *attempt)
{
    memset(operation, 0, sizeof *operation);
    operation->raw = raw;
    format2_call_begin(&operation->call, &raw->format, attempt);
}

/* The properties are not changed any more: the object is busy. */
static void take_wishes(struct operation *operation)
{
    struct disc_format2_raw_cd *raw = operation->raw;

    EnterCriticalSection(&raw->format.lock);
    memcpy(operation->client_name, raw->format.client_name, sizeof operation->client_name);
    operation->requested_speed = raw->format.requested_speed;
    operation->requested_pure_cav = raw->format.requested_pure_cav != VARIANT_FALSE;
    operation->wish.forbids_buf = raw->buffer_underrun_free_disabled != VARIANT_FALSE;
    operation->wish.block_type = raw->sector_type;
    if (raw->format.chosen_speed.sectors > 0)
        operation->wish.sectors_per_second = (uint32_t)raw->format.chosen_speed.sectors;
    LeaveCriticalSection(&raw->format.lock);
}

/* What the engine ended with. */
static HRESULT result_of(struct operation *operation)
{
    operation->failure.block_bytes = burn_raw_block_bytes(operation->wish.block_type);
    operation->call.base.failure = operation->failure.drive;
    return hresult_from_burn(&operation->failure, BURN_FAILURE_OF_RAW);
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
    if (operation->reason[0]) return format2_call_told(&operation->call, hr, operation->reason);
    return format2_call_burned(&operation->call, hr, &operation->failure);
}

/* ------------------------------------------------------------------------------------------------------ preparation */

/* The wanted speed, or the one next to it. A drive that refuses to set one writes with its own. */
static HRESULT set_speed(struct operation *operation, const struct burn_media *media)
{
    struct drive *drive = operation->call.use.drive;
    struct burn_speed_choice choice;
    struct drive_failure failure;
    struct burn_speeds speeds;

    if (burn_speeds_read(drive, media, &speeds, &failure) != DRIVE_OK) return drive_failed(operation, &failure);
    choice = burn_speed_choose(&speeds, operation->requested_speed, operation->requested_pure_cav);
    format2_found(&operation->raw->format, media, &speeds);
    if (burn_speed_set(drive, media, choice.entry, &failure) != DRIVE_OK && failure.status != DRIVE_REFUSED) {
        return drive_failed(operation, &failure);
    }
    return format2_speed_adjusted(choice.is_speed_adjusted, choice.is_rotation_adjusted);
}

/* The drive is held, and a disc is in it. */
static HRESULT look(struct operation *operation, unsigned *types)
{
    struct disc_format2_raw_cd *raw = operation->raw;
    const struct burn_tools tools = {.drive = operation->call.use.drive, .clock = raw->format.clock};
    struct drive_failure failure;

    if (burn_audio_look(&tools, &raw->disc, &operation->failure) != BURN_OK) return result_of(operation);
    if (burn_raw_block_types(tools.drive, types, &failure) != DRIVE_OK) return drive_failed(operation, &failure);
    return set_speed(operation, &raw->disc.media);
}

static HRESULT prepare(struct operation *operation, unsigned *types)
{
    struct disc_format2_raw_cd *raw = operation->raw;
    struct com_global *recorder = format2_get_recorder(&raw->format);
    HRESULT hr;

    take_wishes(operation);
    if (!recorder)
        hr = E_IMAPI_DF2RAW_NO_RECORDER_SPECIFIED;
    else if (!operation->client_name[0])
        hr = E_IMAPI_DF2RAW_CLIENT_NAME_IS_NOT_VALID;
    else
        hr = prepared_media_begin(&raw->media, recorder, operation->client_name, &operation->call, BURN_FAILURE_OF_RAW,
                                  &operation->failure);
    com_global_release(recorder);
    if (FAILED(hr)) return hr;
    hr = look(operation, types);
    if (FAILED(hr)) prepared_media_end(&raw->media, &operation->call);
    return hr;
}

/* What the properties answer with from now on. */
static void keep_prepared(struct disc_format2_raw_cd *raw, unsigned types)
{
    raw->has_begun = false;
    EnterCriticalSection(&raw->format.lock);
    raw->sector_types = types;
    raw->sector_type = IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_COOKED;
    raw->has_lead_in = raw->disc.has_lead_in;
    raw->lead_in = raw->disc.lead_in_lba;
    raw->has_lead_out = raw->disc.has_last_lead_out;
    raw->lead_out = raw->disc.last_lead_out_lba;
    raw->format.is_prepared = true;
    LeaveCriticalSection(&raw->format.lock);
}

HRESULT raw_cd_prepare_media(struct disc_format2_raw_cd *raw)
{
    struct operation operation;
    unsigned types = 0;
    HRESULT hr;

    begin(&operation, raw, "Preparing the disc for a raw image");
    hr = format2_enter_prepared(&raw->format, false);
    if (FAILED(hr)) return end(&operation, hr);
    com_object_add_ref(&raw->object);
    hr = prepare(&operation, &types);
    if (SUCCEEDED(hr)) keep_prepared(raw, types);
    format2_leave(&raw->format);
    hr = end(&operation, hr);
    com_object_release(&raw->object);
    return hr;
}

/* ----------------------------------------------------------------------------------------------------------- events */

/* DDiscFormat2RawCDEvents::Update(object, progress). Without memory for the progress the event is lost. */
static void notice(void *context, const struct burn_progress *progress)
{
    struct disc_format2_raw_cd *raw = context;
    VARIANT arguments[2];
    IDispatch *args;

    if (FAILED(raw_cd_event_args_create(progress, &args))) return;
    V_VT(&arguments[0]) = VT_DISPATCH;
    V_DISPATCH(&arguments[0]) = args;
    V_VT(&arguments[1]) = VT_DISPATCH;
    V_DISPATCH(&arguments[1]) = (IDispatch *)&raw->IDiscFormat2RawCD_iface;
    com_connection_point_fire(&raw->events, DISPID_DDISCFORMAT2RAWCDEVENTS_UPDATE, arguments, ARRAYSIZE(arguments));
    IDispatch_Release(args);
}

/* ----------------------------------------------------------------------------------------------------------- checks */

static struct text reason_of(struct operation *operation)
{
    return text_in(operation->reason, sizeof operation->reason);
}

static HRESULT refuse_size(struct operation *operation, ULONGLONG bytes, LONG lead_in_sectors)
{
    struct text text = reason_of(operation);

    text_printf(&text,
                "The image has %llu bytes. It must consist of whole sectors of %lu bytes, and have more sectors than "
                "the %ld of its lead-in.",
                (unsigned long long)bytes, (unsigned long)burn_raw_block_bytes(operation->wish.block_type),
                (long)lead_in_sectors);
    return E_IMAPI_DF2RAW_STREAM_NOT_SUPPORTED;
}

static HRESULT refuse_lead_in(struct operation *operation, LONG held, LONG needed)
{
    struct text text = reason_of(operation);

    text_printf(&text,
                "The image has %ld sectors of lead-in, and this disc needs %ld: the disc's lead-in begins at sector "
                "%ld, and ends in "
                "front of sector %d.",
                (long)held, (long)needed, (long)operation->raw->disc.lead_in_lba, PREGAP_START);
    return E_IMAPI_DF2RAW_STREAM_LEADIN_TOO_SHORT;
}

/* The disc ends with a lead-out of 90 seconds, behind the last address where that may begin. */
static HRESULT check_room(struct operation *operation, uint64_t blocks)
{
    enum { LEAD_OUT_BLOCKS = 6750 };
    const struct burn_audio_disc *disc = &operation->raw->disc;
    uint64_t room = (uint64_t)((int64_t)disc->last_lead_out_lba - PREGAP_START + LEAD_OUT_BLOCKS);

    if (!disc->has_last_lead_out || blocks <= room) return S_OK;
    burn_fail(&operation->failure, BURN_TOO_LARGE);
    operation->failure.needed_blocks = blocks;
    operation->failure.free_blocks = room;
    return result_of(operation);
}

/* Nothing was written by this object, or by anybody since it was prepared. */
static HRESULT check_blank(struct operation *operation)
{
    struct disc_format2_raw_cd *raw = operation->raw;
    const struct burn_tools tools = {.drive = operation->call.use.drive, .clock = raw->format.clock};

    if (!raw->has_begun) {
        burn_audio_is_still_blank(&tools, &raw->disc, &operation->failure);
    } else {
        burn_fail(&operation->failure, BURN_NOT_BLANK);
        operation->failure.medium = (uint8_t)raw->disc.media.medium;
    }
    return result_of(operation);
}

/* The stream's sizes, in the documented order: whole sectors, enough of a lead-in, a blank disc, room. */
static HRESULT check(struct operation *operation, ULONGLONG bytes, LONG held)
{
    struct disc_format2_raw_cd *raw = operation->raw;
    uint32_t sector_bytes = burn_raw_block_bytes(operation->wish.block_type);
    uint64_t sectors = bytes / sector_bytes;
    LONG needed = PREGAP_START - raw->disc.lead_in_lba;
    HRESULT hr;

    if (!(raw->sector_types & 1u << operation->wish.block_type)) return E_IMAPI_DF2RAW_DATA_BLOCK_TYPE_NOT_SUPPORTED;
    if (bytes % sector_bytes || sectors <= (ULONG)held) return refuse_size(operation, bytes, held);
    if (!raw->disc.has_lead_in) return E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE;
    if (held < needed) return refuse_lead_in(operation, held, needed);
    hr = prepared_media_open(&raw->media, &operation->call);
    if (SUCCEEDED(hr)) hr = check_blank(operation);
    if (SUCCEEDED(hr)) hr = check_room(operation, sectors - (ULONG)held);
    if (FAILED(hr)) return hr;
    operation->dropped_bytes = (uint64_t)(held - needed) * sector_bytes;
    sectors -= (ULONG)(held - needed);
    if (sectors > LONG_MAX) return E_IMAPI_DF2RAW_NOT_ENOUGH_SPACE;
    operation->wish.blocks = (uint32_t)sectors;
    return S_OK;
}

/* ------------------------------------------------------------------------------------------------------------ write */

/* Read past so many bytes of a stream that cannot seek. */
static HRESULT drop(struct operation *operation, struct burn_source *source)
{
    enum { PIECE_BYTES = 65536 };
    uint8_t *piece = base_alloc(PIECE_BYTES);
    uint64_t left = operation->dropped_bytes;
    HRESULT hr = piece ? S_OK : E_OUTOFMEMORY;

    while (SUCCEEDED(hr) && left) { /* ends: each turn reads a byte at least */
        uint32_t got = 0;

        hr = source->read(source, piece, left < PIECE_BYTES ? (uint32_t)left : PIECE_BYTES, &got);
        if (SUCCEEDED(hr) && !got) hr = STG_E_READFAULT;
        if (SUCCEEDED(hr) && atomic_load(&operation->raw->format.control.is_cancelled)) hr = E_IMAPI_REQUEST_CANCELLED;
        left -= got;
    }
    base_free(piece);
    return hr;
}

/* The image's first sector that this disc has room for is where its lead-in begins. */
static HRESULT go_to_lead_in(struct operation *operation, struct burn_source *source)
{
    if (SUCCEEDED(source->seek(source, operation->dropped_bytes))) return S_OK;
    return drop(operation, source);
}

/* A drive that lists the type, and does not take it: invalid field in parameter list. */
static void name_refused_type(struct operation *operation)
{
    static const char *const types[] = {"", "1 (P and Q)", "2 (R to W as packs)", "3 (P to W as on the disc)"};
    const struct drive_failure *drive = &operation->failure.drive;
    struct text text = reason_of(operation);

    if (operation->failure.status != BURN_DRIVE || drive->opcode != MMC_OPCODE_MODE_SELECT_10 ||
        !burn_sense_is(drive, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_PARAMETER, 0x00))
        return;
    text_printf(&text, "This recorder does not record raw sectors of type %s; nothing was written.",
                types[operation->wish.block_type]);
}

static HRESULT write_disc(struct operation *operation, IStream *stream)
{
    struct disc_format2_raw_cd *raw = operation->raw;
    const struct burn_observer observer = {.notice = notice, .context = raw};
    struct stream_source source;
    struct worker_pump pump;
    const struct burn_tools tools = {
        .drive = operation->call.use.drive,
        .clock = raw->format.clock,
        .pump = &pump.pump,
        .observer = &observer,
        .control = &raw->format.control,
        .setbacks = &operation->setbacks,
    };
    HRESULT hr;

    stream_source_begin(&source, stream);
    hr = go_to_lead_in(operation, &source.source);
    if (FAILED(hr)) return hr;
    if (!worker_pump_begin(&pump, operation->call.use.is_agile)) return E_OUTOFMEMORY;
    burn_raw_write(&tools, &raw->disc, &operation->wish, &source.source, &raw->has_begun, &operation->failure);
    worker_pump_end(&pump);
    name_refused_type(operation);
    return result_of(operation);
}

/* The medium and the speeds are those of PrepareMedia; but for blank, from now on. */
static void begin_writing(struct disc_format2_raw_cd *raw)
{
    EnterCriticalSection(&raw->format.lock);
    raw->format.media.is_physically_blank = raw->format.media.is_heuristically_blank = false;
    raw->format.has_found = true;
    raw->is_writing = true;
    LeaveCriticalSection(&raw->format.lock);
}

static void end_writing(struct disc_format2_raw_cd *raw)
{
    EnterCriticalSection(&raw->format.lock);
    raw->is_writing = false;
    LeaveCriticalSection(&raw->format.lock);
}

static HRESULT write_all(struct operation *operation, IStream *stream, LONG lead_in_sectors)
{
    ULONGLONG bytes;
    HRESULT hr;

    if (lead_in_sectors < 0) return E_INVALIDARG;
    take_wishes(operation);
    hr = stream_get_size(stream, &bytes);
    if (SUCCEEDED(hr)) hr = check(operation, bytes, lead_in_sectors);
    if (SUCCEEDED(hr)) hr = write_disc(operation, stream);
    return hr;
}

/* A sink may give back the last reference to the object, whose end then releases the disc. */
HRESULT raw_cd_write_media(struct disc_format2_raw_cd *raw, IStream *stream, LONG lead_in_sectors)
{
    struct operation operation;
    HRESULT hr;

    begin(&operation, raw, "Writing the raw image");
    hr = stream ? format2_enter_prepared(&raw->format, true) : E_POINTER;
    if (FAILED(hr)) return end(&operation, hr);
    com_object_add_ref(&raw->object);
    IStream_AddRef(stream);
    begin_writing(raw);
    hr = write_all(&operation, stream, lead_in_sectors);
    format2_keep_setbacks(&raw->format, &operation.setbacks);
    end_writing(raw);
    IStream_Release(stream);
    format2_leave(&raw->format);
    hr = end(&operation, hr);
    com_object_release(&raw->object);
    return hr;
}

/* Looked at between two commands. A second call changes nothing. */
HRESULT raw_cd_cancel_write(struct disc_format2_raw_cd *raw)
{
    HRESULT hr = S_OK;

    EnterCriticalSection(&raw->format.lock);
    if (!raw->is_writing || !format2_cancel(&raw->format)) hr = E_IMAPI_DF2RAW_WRITE_NOT_IN_PROGRESS;
    LeaveCriticalSection(&raw->format.lock);
    return format2_report(&raw->format, "Cancelling the write", hr);
}

/* ---------------------------------------------------------------------------------------------------------- release */

/* Nothing is closed: the end of the image ended the session. Idle afterwards, whatever failed. */
static HRESULT release(struct operation *operation)
{
    struct disc_format2_raw_cd *raw = operation->raw;
    HRESULT hr = prepared_media_open_to_end(&raw->media, &operation->call);

    prepared_media_end(&raw->media, &operation->call);
    EnterCriticalSection(&raw->format.lock);
    raw->format.is_prepared = false;
    LeaveCriticalSection(&raw->format.lock);
    return hr;
}

HRESULT raw_cd_release_media(struct disc_format2_raw_cd *raw)
{
    struct operation operation;
    HRESULT hr;

    begin(&operation, raw, "Releasing the disc");
    hr = format2_enter_prepared(&raw->format, true);
    if (FAILED(hr)) return end(&operation, hr);
    com_object_add_ref(&raw->object);
    hr = release(&operation);
    format2_leave(&raw->format);
    hr = end(&operation, hr);
    com_object_release(&raw->object);
    return hr;
}

/* Somebody's last Release: it leaves the thread's error object as it is. */
void raw_cd_abandon_media(struct disc_format2_raw_cd *raw)
{
    struct operation operation;
    IErrorInfo *kept = NULL;

    if (!raw->format.is_prepared) return;
    GetErrorInfo(0, &kept);
    begin(&operation, raw, "Releasing the disc");
    end(&operation, release(&operation));
    SetErrorInfo(0, kept);
    if (kept) IErrorInfo_Release(kept);
}
