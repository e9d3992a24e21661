/* Assembles the sectors of CDs from blocks and parts. */
#include "sim/sim_cd.h"

#include <string.h>

#include "sim/sim_at_once.h"
#include "sim/sim_tracks.h"

enum { PRE_GAP = -SIM_PRE_GAP_SECTORS };

/* Is more kept of the disc than blocks of data? */
static bool has_sectors(const struct sim_call *call)
{
    const struct sim_recording *recording = &call->recording;
    uint16_t i;

    for (i = 0; i < recording->track_count && !recording->tracks[i].is_audio; i++)
        continue;
    return recording->has_data_sectors || i < recording->track_count;
}

/* From the pre-gap of the session's first track to its lead-out. */
static int64_t session_to(const struct sim_recording *recording, uint16_t session, int64_t lba)
{
    int64_t start = 0, end = 0;
    uint16_t i;

    for (i = recording->track_count; i-- > 0;) {
        const struct sim_track *track = &recording->tracks[i];

        if (track->session != session || track->is_planned) continue;
        if (!end) end = sim_track_end(track);
        start = (int64_t)track->start + PRE_GAP;
    }
    if (session == 1) start = PRE_GAP;
    return lba >= start && lba < end ? end : lba;
}

int64_t sim_cd_readable_to(const struct sim_call *call, int64_t lba)
{
    const struct sim_recording *recording = &call->recording;
    uint16_t session, i;
    int64_t end = lba;

    for (session = 1; has_sectors(call) && session <= recording->closed_sessions && end == lba; session++)
        end = session_to(recording, session, lba);
    for (i = 0; i < recording->track_count && end == lba; i++) {
        const struct sim_track *track = &recording->tracks[i];

        if (!track->is_planned && lba >= track->start && lba < sim_track_end(track)) end = sim_track_end(track);
    }
    return end;
}

/* The track that a sector belongs to; the gap in front of one belongs to it, but for what a track at once has behind
 * it. NULL: of a disc that has no tracks of its own.
 */
static const struct sim_track *find_track(const struct sim_call *call, int32_t lba, uint16_t *number)
{
    const struct sim_recording *recording = &call->recording;
    uint16_t i;

    for (i = 0; i < recording->track_count; i++) {
        const struct sim_track *track = &recording->tracks[i];

        if (lba >= (int32_t)sim_track_end(track)) continue;
        *number = sim_number_of_track(call, (uint16_t)(i + 1));
        return track;
    }
    return NULL;
}

bool sim_cd_is_in_sectors(const struct sim_call *call, const struct sim_track *track)
{
    return track->is_audio || (call->recording.has_data_sectors && track->is_at_once);
}

bool sim_cd_is_sector(const struct sim_call *call, int32_t lba)
{
    uint16_t number;
    const struct sim_track *track = find_track(call, lba, &number);

    return track && sim_cd_is_in_sectors(call, track);
}

/* All that was recorded is kept, silence too: a file that is shorter has lost something. */
static bool get_main(struct sim_call *call, int32_t lba, uint8_t sector[SIM_SECTOR_BYTES])
{
    uint64_t at = (uint64_t)lba * SIM_SECTOR_BYTES;
    struct sim_store *store = call->store;
    uint64_t kept = store && store->get_part_bytes ? store->get_part_bytes(store, SIM_PART_SECTORS) : 0;

    if (store && kept >= at + SIM_SECTOR_BYTES &&
        store->read_part(store, SIM_PART_SECTORS, at, SIM_SECTOR_BYTES, sector))
        return true;
    sim_refuse_at(call, SIM_UNRECOVERED_READ_ERROR, (uint32_t)lba);
    return false;
}

bool sim_cd_get_sector(struct sim_call *call, int32_t lba, bool is_whole, uint8_t sector[SIM_SECTOR_BYTES],
                       enum sim_sector_type *type)
{
    uint8_t user[SIM_BLOCK_BYTES];
    uint16_t number;
    const struct sim_track *track = find_track(call, lba, &number);
    bool is_read;

    if (track && sim_cd_is_in_sectors(call, track)) {
        if (lba < 0)
            is_read = sim_get_part(call, SIM_PART_PRE_GAP, (uint64_t)(lba - PRE_GAP) * SIM_SECTOR_BYTES,
                                   SIM_SECTOR_BYTES, sector);
        else
            is_read = get_main(call, lba, sector);
        *type = track->is_audio ? SIM_SECTOR_AUDIO : sim_sector_type_of(sector);
        return is_read;
    }
    memset(user, 0, sizeof user);
    *type = SIM_SECTOR_MODE_1;
    if (lba >= 0 && !sim_read_blocks(call, (uint32_t)lba, 1, user)) {
        sim_refuse_at(call, SIM_UNRECOVERED_READ_ERROR, (uint32_t)lba);
        return false;
    }
    sim_sector_mode1((uint32_t)lba, user, is_whole, sector);
    return true;
}

static bool is_recorded(const uint8_t sub_code[SIM_SUB_CODE_BYTES])
{
    size_t i;

    for (i = 0; i < SIM_SUB_CODE_BYTES && !sub_code[i]; i++)
        continue;
    return i < SIM_SUB_CODE_BYTES;
}

bool sim_cd_get_sub_code(struct sim_call *call, int32_t lba, uint8_t sub_code[SIM_SUB_CODE_BYTES])
{
    uint16_t number = 1;
    const struct sim_track *track = find_track(call, lba, &number);
    int32_t start = track ? (int32_t)track->start : 0;
    uint8_t control = track ? sim_track_control(track) : SIM_CONTROL_DATA, q[SIM_Q_BYTES];
    bool is_gap = lba < start;

    /* Of what is kept in blocks nothing is recorded; there may be frames of tracks that were blanked. */
    memset(sub_code, 0, SIM_SUB_CODE_BYTES);
    if (track && sim_cd_is_in_sectors(call, track) &&
        !sim_get_part(call, SIM_PART_SUB_CODE, (uint64_t)(lba - PRE_GAP) * SIM_SUB_CODE_BYTES, SIM_SUB_CODE_BYTES,
                      sub_code))
        return false;
    if (is_recorded(sub_code)) return true;
    sim_q_put_position(q, control, (uint8_t)number, is_gap ? 0 : 1, (uint32_t)(is_gap ? start - 1 - lba : lba - start),
                       lba);
    sim_q_spread(q, is_gap || lba == start, sub_code);
    return true;
}

bool sim_cd_read_user_data(struct sim_call *call, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    enum { MODE_1_AT = 16, FORM_1_AT = 24 };
    uint8_t sector[SIM_SECTOR_BYTES];
    uint32_t i;

    for (i = 0; i < count; i++) {
        enum sim_sector_type type;

        if (!sim_get_part(call, SIM_PART_SECTORS, (uint64_t)(lba + i) * SIM_SECTOR_BYTES, SIM_SECTOR_BYTES, sector))
            return false;
        type = sim_sector_type_of(sector);
        if (type != SIM_SECTOR_MODE_1 && type != SIM_SECTOR_FORM_1) return false;
        memcpy(bytes + (size_t)i * SIM_BLOCK_BYTES, sector + (type == SIM_SECTOR_MODE_1 ? MODE_1_AT : FORM_1_AT),
               SIM_BLOCK_BYTES);
    }
    return true;
}
