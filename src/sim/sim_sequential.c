/* Discs that are recorded one track after the other: CD, DVD-R, DVD-RW sequential, DVD+R, BD-R. They differ in the gaps
 * (sim_recording.c), in the command that ends the disc, and in whether SYNCHRONIZE CACHE closes a track.
 */
#include "sim/sim_model.h"

#include "base/bytes.h"
#include "mmc/codes.h"
#include "sim/sim_cue_file.h"
#include "sim/sim_cue_sheet.h"
#include "sim/sim_track_audio.h"
#include "sim/sim_tracks.h"

/* MMC-6, write parameters page: byte 2, write type; byte 3, multi-session. */
enum { PACKET = 0, TRACK_AT_ONCE = 1, SESSION_AT_ONCE = 2, RAW = 3, WRITE_TYPE_AT = 2, MULTI_SESSION_AT = 3 };
enum { CD_RUN_OUT = 2, PRE_GAP = -150, DATA_BLOCK_MODE_1 = 8, DATA_BLOCK_XA = 10 };

static bool is_cd(const struct sim_call *call)
{
    return call->disc.family == SIM_CD;
}

/* Mode page 05h rules recording on CD and DVD-R alone. */
static bool has_write_parameters(const struct sim_call *call)
{
    return is_cd(call) || call->disc.family == SIM_DVD_MINUS;
}

static uint8_t write_type(struct sim_call *call)
{
    return sim_write_parameter(call, WRITE_TYPE_AT) & 0x0f;
}

bool sim_is_test_write(struct sim_call *call)
{
    return has_write_parameters(call) && sim_write_parameter(call, WRITE_TYPE_AT) & 0x10;
}

static bool record(struct sim_call *call, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    return sim_is_test_write(call) || sim_write_blocks(call, lba, count, bytes);
}

static uint16_t number_of(const struct sim_call *call, const struct sim_track *track)
{
    return sim_number_of_track(call, (uint16_t)(track - call->recording.tracks + 1));
}

/* Blocks of a track that is recorded by itself; with its first ones comes its pre-gap, if it is audio. */
static bool record_in(struct sim_call *call, const struct sim_track *track, uint32_t lba, uint32_t count,
                      const uint8_t *bytes)
{
    uint16_t number = number_of(call, track);

    if (!track->is_audio || sim_is_test_write(call)) return record(call, lba, count, bytes);
    if (!track->blocks && !sim_track_audio_begin(call, track, number)) return false;
    return sim_track_audio_record(call, track, number, (int32_t)lba, count, bytes);
}

static const struct sim_gaps *gaps_of(const struct sim_call *call)
{
    return sim_gaps_of(call->disc.family, call->disc.family == SIM_DVD_PLUS);
}

bool sim_is_at_once(struct sim_call *call)
{
    return has_write_parameters(call) && write_type(call) == SESSION_AT_ONCE;
}

/* Nothing was sent yet by the cue sheet. */
static bool is_untouched(const struct sim_call *call)
{
    const struct sim_recording *recording = &call->recording;
    bool has_lead_in = recording->has_cue_sheet && call->store && call->store->get_part_bytes &&
                       call->store->get_part_bytes(call->store, SIM_PART_LEAD_IN);

    return recording->cue_next == call->disc.lead_in_start || (recording->cue_next == PRE_GAP && !has_lead_in);
}

/* CD, track at once: the blocks are sectors of audio. */
static bool wants_audio(struct sim_call *call)
{
    return is_cd(call) && write_type(call) == TRACK_AT_ONCE && sim_track_audio_is_wanted(call);
}

/* Is a session at once under way while the page asks for another method? A cue sheet of which nothing was sent yet is
 * forgotten then.
 */
static bool is_in_other_session(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;

    if (!recording->cue_end || write_type(call) == (recording->is_raw ? RAW : SESSION_AT_ONCE)) return false;
    if (recording->is_raw || !is_untouched(call)) return true;
    sim_recording_forget_cue(recording);
    return false;
}

/* DVD-R at once is one track on a blank disc: does the page ask for it where something else is recorded? */
static bool is_at_once_too_late(struct sim_call *call)
{
    const struct sim_track *track = sim_recording_open_track(&call->recording);

    return call->disc.family == SIM_DVD_MINUS && sim_is_at_once(call) && call->recording.track_count &&
           !(track && track->is_at_once);
}

/* May blocks be written at all by this method on this disc? 0, or the sense. */
static uint32_t check_method(struct sim_call *call)
{
    uint8_t block_type = sim_write_parameter(call, 4) & 0x0f;
    uint8_t type = write_type(call);

    if (call->recording.is_final) return SIM_CANNOT_WRITE_MEDIUM;
    if (!has_write_parameters(call)) return 0;
    if (is_in_other_session(call)) return SIM_COMMAND_SEQUENCE_ERROR;
    if (is_cd(call)) {
        if (type == RAW) return 0;
        if (type == SESSION_AT_ONCE) return call->recording.cue_end ? 0 : SIM_COMMAND_SEQUENCE_ERROR;
        if (wants_audio(call)) return 0;
        if (type != TRACK_AT_ONCE || (block_type != DATA_BLOCK_MODE_1 && block_type != DATA_BLOCK_XA))
            return SIM_ILLEGAL_MODE_FOR_TRACK;
        return 0;
    }
    if (type != PACKET && type != SESSION_AT_ONCE) return SIM_ILLEGAL_MODE_FOR_TRACK;
    if (type == PACKET && call->recording.is_quick_blanked) return SIM_ILLEGAL_MODE_FOR_TRACK;
    return is_at_once_too_late(call) ? SIM_COMMAND_SEQUENCE_ERROR : 0;
}

/* The pre-gap of the first track is sent too, and kept nowhere. */
static void write_by_cue(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct sim_recording *recording = &call->recording;
    uint32_t before = lba < 0 ? (uint32_t)-lba : 0;

    if (lba != recording->cue_next) {
        sim_refuse_at(call, SIM_INVALID_WRITE_ADDRESS, (uint32_t)lba);
    } else if (count > (uint32_t)(recording->cue_end - lba)) {
        sim_refuse_at(call, SIM_END_OF_USER_AREA, (uint32_t)lba);
    } else {
        if (before > count) before = count;
        if (count > before &&
            !record(call, (uint32_t)(lba + (int32_t)before), count - before, bytes + (size_t)before * SIM_BLOCK_BYTES))
            return;
        recording->cue_next += (int32_t)count;
    }
}

/* The track that the next block goes to; made where there is none. NULL: refused. */
static struct sim_track *track_for(struct sim_call *call, int32_t lba)
{
    struct sim_recording *recording = &call->recording;
    struct sim_track *track = sim_recording_open_track(recording);
    uint32_t next = sim_recording_next(recording, &call->disc);

    if (lba < 0 || (uint32_t)lba != next || (track && track->is_damaged)) {
        sim_refuse_at(call, SIM_INVALID_WRITE_ADDRESS, (uint32_t)lba);
        return NULL;
    }
    if (track && is_cd(call) && track->is_audio != wants_audio(call)) {
        sim_refuse_at(call, SIM_ILLEGAL_MODE_FOR_TRACK, (uint32_t)lba);
        return NULL;
    }
    if (track) return track;
    if (!sim_has_number_left(call)) {
        sim_refuse(call, SIM_END_OF_USER_AREA);
        return NULL;
    }
    track = &recording->tracks[recording->track_count];
    *track = (struct sim_track){.start = next,
                                .session = (uint8_t)(recording->closed_sessions + 1),
                                .is_open = true,
                                .is_at_once = sim_is_at_once(call)};
    if (wants_audio(call)) sim_track_set_control(track, sim_track_audio_control(call));
    return track;
}

/* Zeros are recorded. The store reads as zeros but where a disc that was blanked since holds something older; of audio
 * each sector is kept.
 */
static bool write_zeros(struct sim_call *call, const struct sim_track *track, uint32_t lba, uint32_t end)
{
    static const uint8_t zeros[SIM_BLOCK_BYTES];
    uint32_t kept = call->store ? call->store->get_blocks(call->store) : 0;

    if (track->is_audio)
        return sim_track_audio_record(call, track, number_of(call, track), (int32_t)lba, end - lba, NULL);
    for (; lba < kept && lba < end; lba++) {
        if (!sim_write_blocks(call, lba, 1, zeros)) return false;
    }
    return true;
}

static void fill(struct sim_call *call, struct sim_track *track, uint32_t blocks)
{
    if (blocks > track->blocks && write_zeros(call, track, track->start + track->blocks, track->start + blocks))
        track->blocks = blocks;
}

/* Whole units are recorded. */
static void fill_unit(struct sim_call *call, struct sim_track *track)
{
    uint32_t unit = gaps_of(call)->unit_blocks;

    fill(call, track, (track->blocks + unit - 1) / unit * unit);
}

/* A track that was written as a test is not there. */
static void close_track(struct sim_call *call, struct sim_track *track)
{
    struct sim_recording *recording = &call->recording;

    if (sim_is_test_write(call)) {
        recording->reserved_blocks = 0;
        recording->track_count--; /* it is the last one */
        return;
    }
    fill(call, track, gaps_of(call)->least_track);
    fill(call, track, recording->reserved_blocks);
    if (!track->is_at_once) fill_unit(call, track);
    recording->reserved_blocks = 0;
    track->is_open = track->is_damaged = false;
    track->has_run_out = is_cd(call);
    if (is_cd(call)) write_zeros(call, track, track->start + track->blocks, sim_track_end(track));
}

/* A reserved track ends by itself when it is full: wodim closes the session of a DVD+R without closing its track.
 * At once the session ends with it, when the cache is written.
 */
static void end_full_reserved(struct sim_call *call, struct sim_track *track)
{
    uint32_t reserved = call->recording.reserved_blocks;

    if (reserved && track->blocks >= reserved && !track->is_at_once) close_track(call, track);
}

void sim_sequential_write(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct sim_recording *recording = &call->recording;
    uint32_t sense = check_method(call), room;
    struct sim_track *track;

    if (sense) {
        sim_refuse(call, sense);
        return;
    }
    if (is_cd(call) && write_type(call) == RAW) {
        sim_raw_write(call, lba, count, bytes);
        return;
    }
    if (is_cd(call) && sim_is_at_once(call) && recording->has_cue_sheet) {
        sim_session_write(call, lba, count, bytes);
        return;
    }
    if (is_cd(call) && sim_is_at_once(call)) {
        write_by_cue(call, lba, count, bytes);
        return;
    }
    if (sim_pow_is_overwrite(call, lba)) {
        sim_pow_overwrite(call, (uint32_t)lba, count, bytes);
        return;
    }
    track = track_for(call, lba);
    if (!track) return;
    room = call->disc.free_blocks;
    if (recording->reserved_blocks) room = recording->reserved_blocks - track->blocks;
    if (count > room) {
        sim_refuse_at(call, SIM_END_OF_USER_AREA, (uint32_t)lba);
        return;
    }
    if (!count || !record_in(call, track, (uint32_t)lba, count, bytes)) return;
    if (track == &recording->tracks[recording->track_count]) recording->track_count++;
    track->blocks += count;
    end_full_reserved(call, track);
}

/* A DVD+R of which nothing can be recorded any more is finalised by the drive (Pioneer R11 command reference, CLOSE
 * TRACK/SESSION; the number of sessions: ECMA-349 and ECMA-364).
 */
static bool is_used_up(const struct sim_call *call)
{
    enum { SESSIONS = 153, SESSIONS_DL = 127, LEAST_BLOCKS = 65 * 16 };
    const struct sim_disc *disc = &call->disc;
    uint32_t next = sim_recording_next(&call->recording, disc);

    if (disc->family != SIM_DVD_PLUS) return false;
    return call->recording.closed_sessions >= (disc->layers == 2 ? SESSIONS_DL : SESSIONS) ||
           next + LEAST_BLOCKS > disc->capacity_blocks;
}

/* The session ends; is_final: with the disc. */
static void end_session(struct sim_call *call, bool is_final)
{
    call->recording.closed_sessions++;
    call->recording.is_final = is_final || is_used_up(call);
    if (is_cd(call)) sim_cue_file_write(call);
}

/* MMC-6, multi-session field: 11b lets another session follow. */
static bool is_last_session(struct sim_call *call)
{
    return sim_write_parameter(call, MULTI_SESSION_AT) >> 6 != 3;
}

static void end_cue(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;
    size_t i;

    if (sim_is_test_write(call)) {
        sim_recording_forget_cue(recording);
        return;
    }
    if (recording->has_cue_sheet && !sim_session_keep_text(call)) return;
    recording->cue_next = recording->cue_end = 0;
    recording->has_cue_sheet = false;
    for (i = 0; i < recording->track_count; i++)
        recording->tracks[i].is_planned = false;
    end_session(call, is_last_session(call));
}

/* Ends a track at once and a session at once; elsewhere it only fills the unit. */
void sim_sequential_synchronize(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;
    struct sim_track *track = sim_recording_open_track(recording);

    if (recording->is_raw) {
        sim_raw_synchronize(call);
    } else if (recording->cue_end) {
        if (recording->cue_next == recording->cue_end) end_cue(call);
    } else if (track && track->is_damaged) {
        return; /* it is repaired by closing it */
    } else if (track && (is_cd(call) || (sim_is_test_write(call) && !track->is_at_once))) {
        close_track(call, track);
    } else if (track && track->is_at_once) {
        if (recording->reserved_blocks > track->blocks) return;
        close_track(call, track);
        if (!sim_is_test_write(call)) end_session(call, true);
    } else if (track) {
        fill_unit(call, track);
        end_full_reserved(call, track);
    }
}

/* A reserved fragment is filled though nothing is recorded (Pioneer R11 command reference, CLOSE TRACK/SESSION). */
static void close_blank_reserved(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;
    struct sim_track *track = &recording->tracks[recording->track_count];

    if (!sim_has_number_left(call)) {
        sim_refuse(call, SIM_END_OF_USER_AREA);
        return;
    }
    *track = (struct sim_track){.start = sim_recording_next(recording, &call->disc),
                                .session = (uint8_t)(recording->closed_sessions + 1)};
    recording->track_count++;
    close_track(call, track);
}

static void close_numbered_track(struct sim_call *call, uint16_t number)
{
    enum { INVISIBLE = 0xff };
    struct sim_recording *recording = &call->recording;
    struct sim_track *track = sim_recording_open_track(recording);
    uint32_t place = sim_track_numbered(call, number);

    if (track && (place == recording->track_count || (number == INVISIBLE && has_write_parameters(call))))
        close_track(call, track);
    else if (!track && recording->reserved_blocks && place == recording->track_count + 1U &&
             call->disc.family == SIM_DVD_PLUS)
        close_blank_reserved(call);
    else if (!place || place > recording->track_count + (sim_has_number_left(call) ? 1U : 0U))
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
}

/* Is there something in the session that is open? */
static bool has_open_session(const struct sim_recording *recording)
{
    const struct sim_track *last = recording->track_count ? &recording->tracks[recording->track_count - 1] : NULL;

    return last && !last->is_planned && last->session > recording->closed_sessions;
}

static void close_session(struct sim_call *call, bool finalizes)
{
    struct sim_recording *recording = &call->recording;

    if (recording->reserved_blocks && call->disc.family == SIM_DVD_MINUS) {
        sim_refuse(call, SIM_RESERVED_TRACK_NOT_FULL);
    } else if (recording->reserved_blocks || sim_recording_open_track(recording)) {
        sim_refuse(call, SIM_INCOMPLETE_TRACK_IN_SESSION);
    } else if (has_open_session(recording)) {
        end_session(call, finalizes || (has_write_parameters(call) && is_last_session(call)));
    } else if (finalizes && recording->track_count) {
        recording->is_final = true;
    }
}

void sim_sequential_close(struct sim_call *call, uint8_t function, uint16_t track)
{
    bool is_plus_or_bd = call->disc.family == SIM_DVD_PLUS || call->disc.family == SIM_BD;

    if (function == SIM_CLOSE_TRACK) {
        close_numbered_track(call, track);
    } else if (function == SIM_CLOSE_SESSION) {
        close_session(call, false);
    } else if ((function == SIM_FINALIZE && is_plus_or_bd) ||
               ((function == SIM_FINALIZE_MINIMAL || function == SIM_CLOSE_SESSION_EXTENDED) &&
                call->disc.family == SIM_DVD_PLUS)) {
        close_session(call, true);
    } else {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
    }
}

/* MMC-6, REPAIR TRACK: of a track that is recorded in increments (feature 0021h) the unit in which its recording broke
 * off is filled, and it can grow again. Any other one is repaired by closing it.
 */
void sim_sequential_repair(struct sim_call *call, uint16_t number)
{
    struct sim_recording *recording = &call->recording;
    struct sim_track *track = sim_recording_open_track(recording);
    uint32_t place = sim_track_numbered(call, number);
    size_t count;
    const uint8_t *feature = sim_identity_feature(call->identity, MMC_FEATURE_INCREMENTAL_STREAMING_WRITABLE, &count);

    if (!place || place > recording->track_count) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
    } else if (is_cd(call) || !feature || !sim_feature_is_current(call, feature) ||
               recording->tracks[place - 1].is_at_once) { /* CD: no packets here */
        sim_refuse(call, SIM_ILLEGAL_MODE_FOR_TRACK);
    } else if (track && place == recording->track_count && track->is_damaged) {
        fill_unit(call, track);
        track->is_damaged = false;
    }
}

/* What RESERVE TRACK is refused with; 0: it is not. At once it is only the size of what comes next, and a burn that
 * failed before its first WRITE is begun anew.
 */
static uint32_t refusal_to_reserve(struct sim_call *call, uint32_t blocks)
{
    if (call->recording.reserved_blocks && !sim_is_at_once(call)) return SIM_NO_MORE_RESERVATIONS;
    if (sim_recording_open_track(&call->recording) || (is_cd(call) && write_type(call) != TRACK_AT_ONCE) ||
        is_in_other_session(call) || is_at_once_too_late(call)) {
        return SIM_COMMAND_SEQUENCE_ERROR;
    }
    if (!sim_has_number_left(call)) return SIM_NO_MORE_RESERVATIONS;
    return !blocks || blocks > call->disc.free_blocks ? SIM_INVALID_FIELD_IN_CDB : 0;
}

void sim_sequential_reserve(struct sim_call *call, uint32_t blocks)
{
    uint32_t unit = gaps_of(call)->unit_blocks, sense = refusal_to_reserve(call, blocks);

    if (sense) {
        sim_refuse(call, sense);
        return;
    }
    call->recording.reserved_blocks = sim_is_at_once(call) ? blocks : (blocks + unit - 1) / unit * unit;
}

uint64_t sim_write_bytes(struct sim_call *call, int32_t lba, uint32_t count)
{
    if (call->disc.writing != SIM_SEQUENTIAL || !is_cd(call)) return (uint64_t)count * SIM_BLOCK_BYTES;
    if (write_type(call) == RAW) return (uint64_t)count * sim_raw_block_bytes(call);
    if (sim_is_at_once(call) && call->recording.has_cue_sheet) return sim_session_bytes(call, lba, count);
    return (uint64_t)count * (wants_audio(call) ? SIM_SECTOR_BYTES : SIM_BLOCK_BYTES);
}

/* ---- session at once ---- */

/* 0, or the sense of what is wrong with the sheet. */
static uint32_t check_cue(struct sim_call *call, const uint8_t *sheet, uint32_t count)
{
    const struct sim_recording *recording = &call->recording;

    if (!is_cd(call) || write_type(call) != SESSION_AT_ONCE) return SIM_COMMAND_SEQUENCE_ERROR;
    if (recording->track_count && !recording->tracks[0].is_planned) return SIM_COMMAND_SEQUENCE_ERROR;
    if (recording->is_raw || (recording->cue_end && !is_untouched(call))) return SIM_COMMAND_SEQUENCE_ERROR;
    if (recording->reserved_blocks) return SIM_COMMAND_SEQUENCE_ERROR;
    if (sim_cue_check(sheet, count, call->disc.lead_in_start, (int32_t)call->disc.capacity_blocks) != SIM_CUE_OK)
        return SIM_INVALID_FIELD_IN_LIST;
    return 0;
}

void sim_cue_sheet(struct sim_call *call, const uint8_t *sheet, uint32_t count)
{
    struct sim_recording *recording = &call->recording;
    bool is_plain;
    uint32_t sense = check_cue(call, sheet, count);
    struct sim_cue_track cue;

    if (sense) {
        sim_refuse(call, sense);
        return;
    }
    is_plain = sim_cue_is_plain_data(sheet, count);
    if (!is_plain && !sim_session_keep_sheet(call, sheet, count)) return;
    sim_recording_forget_cue(recording);
    recording->has_cue_sheet = !is_plain;
    while (sim_cue_get_track(sheet, count, recording->track_count, &cue)) {
        struct sim_track *track = &recording->tracks[recording->track_count++];

        *track = (struct sim_track){.start = (uint32_t)cue.index_1,
                                    .blocks = (uint32_t)(cue.end - cue.index_1),
                                    .session = (uint8_t)(recording->closed_sessions + 1),
                                    .is_planned = true};
        sim_track_set_control(track, cue.control);
        if (recording->track_count == 1) recording->first_track = cue.number == 1 ? 0 : cue.number;
        track->is_at_once = !is_plain && !track->is_audio;
        if (track->is_at_once) recording->has_data_sectors = true;
    }
    recording->cue_next = !is_plain && sim_cue_has_lead_in(sheet, count) ? call->disc.lead_in_start : PRE_GAP;
    recording->cue_end = sim_cue_lead_out(sheet, count);
}
