/* The memory of a recordable disc, and the values derived from it: status, room, the next address. */
#include "sim/sim_recording.h"

#include <string.h>

#include "base/bytes.h"
#include "sim/sim_q.h"

enum {
    VERSION = 2,
    VERSION_WITHOUT_AUDIO = 1, /* written where there is no audio, so that older drives read it */
    HEAD_BYTES = 32,
    TRACK_BYTES = 10,
    CD_RUN_OUT = 2,
    OPEN = 1,
    RUN_OUT = 2,
    PLANNED = 4,
    AT_ONCE = 8,
    DAMAGED = 16,
    AUDIO = 32,
    COPY = 64,
    PRE_EMPHASIS = 128,
    EARLIEST_LEAD_IN = -45150, /* 90:00:00 */
    LAST_LEAD_OUT = 449850,    /* behind 99:59:74 */
    BLOCKS_MAX = 0x0fffffff,   /* no disc has so many */
};

_Static_assert(HEAD_BYTES + TRACK_BYTES * SIM_TRACKS_MAX <= SIM_DISC_BYTES, "all tracks fit a disc's memory");

/* Gaps of CDs: Orange Book, lead-out 6750 (2250 of later sessions), lead-in 4500, pre-gap 150; least track 4 s. Of
 * DVD-R: border-out and border-in; of DVD+R: closure and intro. Those vary from drive to drive.
 */
static const struct sim_gaps gaps_cd = {1, 150, 11400, 6900, 300};
static const struct sim_gaps gaps_dvd_minus = {16, 0, 11360, 6144, 16};
static const struct sim_gaps gaps_dvd_plus = {16, 0, 2048, 2048, 16};
static const struct sim_gaps gaps_bd = {32, 0, 0, 0, 32};
static const struct sim_gaps gaps_none = {16, 0, 0, 0, 16};

const struct sim_gaps *sim_gaps_of(enum sim_family family, bool is_plus)
{
    switch (family) {
    case SIM_CD:
        return &gaps_cd;
    case SIM_DVD_MINUS:
    case SIM_DVD_PLUS:
        return is_plus ? &gaps_dvd_plus : &gaps_dvd_minus;
    case SIM_BD:
        return &gaps_bd;
    default:
        return &gaps_none;
    }
}

static bool is_sane(const struct sim_recording *recording)
{
    uint32_t end = 0;
    size_t i;

    for (i = 0; i < recording->track_count; i++) {
        const struct sim_track *track = &recording->tracks[i];

        if (track->start < end || track->blocks > BLOCKS_MAX || track->start > BLOCKS_MAX - track->blocks ||
            !track->session)
            return false;
        if (track->session > recording->closed_sessions + 1) return false;
        if (track->is_open && i + 1 != recording->track_count) return false;
        if (track->is_damaged && !track->is_open) return false;
        if (track->is_open && recording->reserved_blocks && track->blocks > recording->reserved_blocks) return false;
        end = sim_track_end(track);
    }
    return recording->medium < SIM_MEDIUM_COUNT && recording->background <= SIM_BACKGROUND_DONE &&
           recording->cue_next >= EARLIEST_LEAD_IN && recording->cue_next <= recording->cue_end &&
           recording->cue_end <= LAST_LEAD_OUT &&
           (recording->cue_end || !(recording->is_raw || recording->has_cue_sheet)) &&
           (!recording->first_track || recording->first_track + recording->track_count <= 100);
}

bool sim_recording_load(struct sim_recording *recording, const struct sim_disc_memory *memory)
{
    const uint8_t *bytes = memory->bytes;
    size_t i;

    memset(recording, 0, sizeof *recording);
    if (!memory->count) return true;
    if (memory->count > SIM_DISC_BYTES || memory->count < HEAD_BYTES || !bytes[0] || bytes[0] > VERSION) return false;
    recording->track_count = load_le16(bytes + 2);
    if (recording->track_count > SIM_TRACKS_MAX || memory->count != HEAD_BYTES + TRACK_BYTES * recording->track_count) {
        memset(recording, 0, sizeof *recording);
        return false;
    }
    recording->medium = (enum sim_medium)bytes[1];
    recording->closed_sessions = load_le16(bytes + 4);
    recording->is_formatted = bytes[6] & 0x01;
    recording->is_quick_blanked = bytes[6] & 0x02;
    recording->is_final = bytes[6] & 0x04;
    recording->is_intermediate = bytes[6] & 0x08;
    recording->is_pow = bytes[6] & 0x10;
    recording->is_raw = bytes[6] & 0x20;
    recording->has_cue_sheet = bytes[6] & 0x40;
    recording->has_data_sectors = bytes[6] & 0x80;
    recording->background = bytes[7];
    recording->formatted_blocks = load_le32(bytes + 8);
    recording->reserved_blocks = load_le32(bytes + 12);
    recording->cue_next = (int32_t)load_le32(bytes + 16);
    recording->cue_end = (int32_t)load_le32(bytes + 20);
    recording->background_progress = bytes[24];
    recording->first_track = bytes[25];
    recording->cached_blocks = load_le16(bytes + 26);
    recording->replaced_clusters = load_le16(bytes + 28);
    recording->disc_type = bytes[30];
    for (i = 0; i < recording->track_count; i++) {
        const uint8_t *from = bytes + HEAD_BYTES + TRACK_BYTES * i;
        struct sim_track *track = &recording->tracks[i];

        track->start = load_le32(from);
        track->blocks = load_le32(from + 4);
        track->session = from[8];
        track->is_open = from[9] & OPEN;
        track->has_run_out = from[9] & RUN_OUT;
        track->is_planned = from[9] & PLANNED;
        track->is_at_once = from[9] & AT_ONCE;
        track->is_damaged = from[9] & DAMAGED;
        track->is_audio = from[9] & AUDIO;
        track->is_copy_permitted = from[9] & COPY;
        track->has_pre_emphasis = from[9] & PRE_EMPHASIS;
    }
    if (is_sane(recording)) return true;
    memset(recording, 0, sizeof *recording);
    return false;
}

void sim_recording_store(const struct sim_recording *recording, struct sim_disc_memory *memory)
{
    uint8_t *bytes;
    size_t i;

    memset(memory, 0, sizeof *memory);
    bytes = memory->bytes;
    memory->count = (uint16_t)(HEAD_BYTES + TRACK_BYTES * recording->track_count);
    bytes[0] =
        recording->is_raw || recording->has_cue_sheet || recording->has_data_sectors ? VERSION : VERSION_WITHOUT_AUDIO;
    bytes[1] = (uint8_t)recording->medium;
    store_le16(bytes + 2, recording->track_count);
    store_le16(bytes + 4, recording->closed_sessions);
    bytes[6] = (uint8_t)((recording->is_formatted ? 0x01 : 0) | (recording->is_quick_blanked ? 0x02 : 0) |
                         (recording->is_final ? 0x04 : 0) | (recording->is_intermediate ? 0x08 : 0) |
                         (recording->is_pow ? 0x10 : 0) | (recording->is_raw ? 0x20 : 0) |
                         (recording->has_cue_sheet ? 0x40 : 0) | (recording->has_data_sectors ? 0x80 : 0));
    bytes[7] = recording->background;
    store_le32(bytes + 8, recording->formatted_blocks);
    store_le32(bytes + 12, recording->reserved_blocks);
    store_le32(bytes + 16, (uint32_t)recording->cue_next);
    store_le32(bytes + 20, (uint32_t)recording->cue_end);
    bytes[24] = recording->background_progress;
    bytes[25] = recording->first_track;
    store_le16(bytes + 26, recording->cached_blocks);
    store_le16(bytes + 28, recording->replaced_clusters);
    bytes[30] = recording->disc_type;
    for (i = 0; i < recording->track_count; i++) {
        const struct sim_track *track = &recording->tracks[i];
        uint8_t *to = bytes + HEAD_BYTES + TRACK_BYTES * i;

        store_le32(to, track->start);
        store_le32(to + 4, track->blocks);
        to[8] = track->session;
        to[9] = (uint8_t)((track->is_open ? OPEN : 0) | (track->has_run_out ? RUN_OUT : 0) |
                          (track->is_planned ? PLANNED : 0) | (track->is_at_once ? AT_ONCE : 0) |
                          (track->is_damaged ? DAMAGED : 0) | (track->is_audio ? AUDIO : 0) |
                          (track->is_copy_permitted ? COPY : 0) | (track->has_pre_emphasis ? PRE_EMPHASIS : 0));
        if (track->is_audio) bytes[0] = VERSION;
    }
}

bool sim_recording_equals(const struct sim_recording *one, const struct sim_recording *other)
{
    struct sim_disc_memory first, second;

    sim_recording_store(one, &first);
    sim_recording_store(other, &second);
    return first.count == second.count && memcmp(first.bytes, second.bytes, first.count) == 0;
}

uint8_t sim_track_control(const struct sim_track *track)
{
    return (uint8_t)((track->is_audio ? 0 : SIM_CONTROL_DATA) | (track->is_copy_permitted ? SIM_CONTROL_COPY : 0) |
                     (track->has_pre_emphasis ? SIM_CONTROL_PRE_EMPHASIS : 0));
}

void sim_track_set_control(struct sim_track *track, uint8_t control)
{
    track->is_audio = !(control & SIM_CONTROL_DATA);
    track->is_copy_permitted = control & SIM_CONTROL_COPY;
    track->has_pre_emphasis = control & SIM_CONTROL_PRE_EMPHASIS;
}

uint32_t sim_track_end(const struct sim_track *track)
{
    return track->start + track->blocks + (track->has_run_out ? CD_RUN_OUT : 0);
}

struct sim_track *sim_recording_open_track(struct sim_recording *recording)
{
    struct sim_track *last = recording->track_count ? &recording->tracks[recording->track_count - 1] : NULL;

    return last && last->is_open ? last : NULL;
}

void sim_recording_forget_cue(struct sim_recording *recording)
{
    recording->cue_next = recording->cue_end = 0;
    recording->is_raw = recording->has_cue_sheet = recording->has_data_sectors = false;
    recording->track_count = 0;
    recording->first_track = 0;
}

uint32_t sim_recording_next(const struct sim_recording *recording, const struct sim_disc *disc)
{
    const struct sim_gaps *gaps = sim_gaps_of(disc->family, disc->family == SIM_DVD_PLUS);
    const struct sim_track *last;
    uint32_t next;

    if (!recording->track_count || recording->tracks[0].is_planned) return 0;
    last = &recording->tracks[recording->track_count - 1];
    next = sim_track_end(last);
    if (last->is_open) return next;
    if (last->session > recording->closed_sessions) {
        next += gaps->track_gap;
    } else {
        next += recording->closed_sessions == 1 ? gaps->first_session : gaps->later_session;
    }
    return (next + gaps->unit_blocks - 1) / gaps->unit_blocks * gaps->unit_blocks;
}

uint32_t sim_recording_session_start(const struct sim_recording *recording, const struct sim_disc *disc)
{
    size_t i;

    for (i = 0; i < recording->track_count; i++) {
        if (recording->tracks[i].session > recording->closed_sessions) return recording->tracks[i].start;
    }
    return sim_recording_next(recording, disc);
}

/* The end of the last session that is complete. */
static uint32_t closed_end(const struct sim_recording *recording)
{
    uint32_t end = 0;
    size_t i;

    for (i = 0; i < recording->track_count; i++) {
        if (recording->tracks[i].session <= recording->closed_sessions) end = sim_track_end(&recording->tracks[i]);
    }
    return end;
}

static void apply_overwritable(const struct sim_recording *recording, struct sim_disc *disc)
{
    bool has_room = recording->formatted_blocks < disc->capacity_blocks;

    if (!recording->is_formatted) return;
    if (disc->family == SIM_DVD_MINUS && has_room) disc->format_count = SIM_FORMATS_MAX;
    disc->is_blank = false;
    disc->status = disc->family == SIM_DVD_RAM ? 3 : 2;
    disc->session_status = recording->is_intermediate ? 1 : 3;
    disc->free_blocks = 0;
    if (recording->is_intermediate && has_room)
        disc->free_blocks = disc->capacity_blocks - recording->formatted_blocks;
    else
        disc->capacity_blocks = recording->formatted_blocks;
    disc->readable_blocks = recording->formatted_blocks;
}

static void apply_sequential(const struct sim_recording *recording, struct sim_disc *disc)
{
    uint32_t reserve = (disc->family == SIM_CD ? CD_RUN_OUT : 0) + recording->replaced_clusters * 32u;
    uint32_t next = sim_recording_next(recording, disc);
    const struct sim_track *last;

    if (recording->formatted_blocks) disc->capacity_blocks = recording->formatted_blocks;
    if (recording->is_raw) { /* nothing of it can be read before its end, and nothing else be recorded */
        disc->is_blank = false;
        disc->status = disc->session_status = 1;
        disc->free_blocks = 0;
        return;
    }
    if (!recording->track_count || recording->tracks[0].is_planned) {
        disc->free_blocks = disc->capacity_blocks > reserve ? disc->capacity_blocks - reserve : 0;
        if (recording->formatted_blocks) { /* BD-R, formatted (libburn): "appendable", and nothing is there */
            disc->is_blank = false;
            disc->status = 1;
        }
        return;
    }
    last = &recording->tracks[recording->track_count - 1];
    disc->is_blank = false;
    disc->status = recording->is_final ? 2 : 1;
    if (recording->is_final)
        disc->session_status = 3;
    else
        disc->session_status = last->session > recording->closed_sessions ? 1 : 0;
    if (last->is_damaged) disc->session_status = 2;
    disc->readable_blocks = closed_end(recording);
    disc->free_blocks = 0;
    if (!recording->is_final && next + reserve < disc->capacity_blocks)
        disc->free_blocks = disc->capacity_blocks - reserve - next;
    if (recording->is_final) disc->writing = SIM_READ_ONLY;
}

void sim_recording_apply(const struct sim_recording *recording, struct sim_disc *disc)
{
    if (disc->writing == SIM_OVERWRITE)
        apply_overwritable(recording, disc);
    else
        apply_sequential(recording, disc);
}
