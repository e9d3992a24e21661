/* A CD that is recorded raw: lead-in, program area and lead-out come from the initiator with all their sub-code (MMC-6,
 * write type 3). The table of contents comes from the lead-in.
 */
#include "sim/sim_at_once.h"

#include <string.h>

#include "sim/sim_cue_file.h"
#include "sim/sim_rw_pack.h"
#include "sim/sim_sector.h"

/* MMC-6, data block types. */
enum {
    BLOCK_TYPE_AT = 4,
    PQ = 1,
    COOKED = 2, /* the drive makes the parity of R-W */
    RAW = 3,
    PQ_BYTES = 16,
    P_AT = 15, /* of the 16 bytes */
    LEAD_OUT_SECTORS = 6750,
};

static uint8_t block_type(struct sim_call *call)
{
    return sim_write_parameter(call, BLOCK_TYPE_AT) & 0x0f;
}

uint32_t sim_raw_block_bytes(struct sim_call *call)
{
    switch (block_type(call)) {
    case PQ:
        return SIM_SECTOR_BYTES + PQ_BYTES;
    case COOKED:
    case RAW:
        return SIM_SECTOR_BYTES + SIM_SUB_CODE_BYTES;
    default:
        return 0;
    }
}

/* The 96 bytes as they stand on the disc. The 16-byte form's CRC is the drive's: wodim sends it inverted, cdrdao plain.
 */
static void make_sub_code(uint8_t type, const uint8_t *sent, uint8_t sub_code[SIM_SUB_CODE_BYTES])
{
    uint8_t q[SIM_Q_BYTES];
    unsigned i;

    if (type == PQ) {
        memcpy(q, sent, sizeof q);
        sim_q_seal(q);
        memset(sub_code, 0, SIM_SUB_CODE_BYTES);
        sim_q_spread(q, sent[P_AT] & 0x80, sub_code);
        return;
    }
    memcpy(sub_code, sent, SIM_SUB_CODE_BYTES);
    for (i = 0; type == COOKED && i < SIM_RW_PACKS_OF_SECTOR; i++)
        sim_rw_pack_put_parity(sub_code + (size_t)i * SIM_RW_SYMBOLS);
}

/* Data sectors come scrambled, as the laser writes them; what is kept is what a drive reads. */
static void keep_plain(const uint8_t sub_code[SIM_SUB_CODE_BYTES], uint8_t *sector)
{
    uint8_t q[SIM_Q_BYTES];

    sim_q_gather(sub_code, q);
    if (q[0] >> 4 & SIM_CONTROL_DATA && sim_sector_has_sync(sector)) sim_sector_scramble(sector);
}

/* Lead-in: nothing is kept of the main channel. */
static bool write_lead_in(struct sim_call *call, uint8_t type, int32_t lba, const uint8_t *bytes)
{
    uint8_t sub_code[SIM_SUB_CODE_BYTES];

    make_sub_code(type, bytes + SIM_SECTOR_BYTES, sub_code);
    return sim_put_lead_in(call, lba, 1, sub_code);
}

static bool record(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *bytes)
{
    uint32_t block = sim_raw_block_bytes(call);
    uint8_t type = block_type(call);
    struct sim_run run;

    for (; count && lba < -SIM_PRE_GAP_SECTORS; count--, lba++, bytes += block) {
        if (!write_lead_in(call, type, lba, bytes)) return false;
    }
    run.lba = lba;
    run.count = 0;
    for (; count; count--, bytes += block) {
        uint8_t *sub_code = run.sub_code[run.count];

        memcpy(run.main[run.count], bytes, SIM_SECTOR_BYTES);
        make_sub_code(type, bytes + SIM_SECTOR_BYTES, sub_code);
        keep_plain(sub_code, run.main[run.count]);
        run.count++;
        if (sim_run_is_full(&run) && !sim_run_flush(call, &run)) return false;
    }
    return sim_run_flush(call, &run);
}

/* The first WRITE begins the session, and the lead-in where ATIP says. */
static bool begin(struct sim_call *call, int32_t lba)
{
    struct sim_recording *recording = &call->recording;

    if (recording->is_raw) return true;
    if (recording->track_count || recording->closed_sessions || recording->reserved_blocks) {
        sim_refuse(call, SIM_COMMAND_SEQUENCE_ERROR);
        return false;
    }
    if (lba != call->disc.lead_in_start) {
        sim_refuse_at(call, SIM_INVALID_WRITE_ADDRESS, (uint32_t)lba);
        return false;
    }
    if (!sim_forget_parts(call)) return false;
    recording->is_raw = true;
    recording->cue_next = lba;
    recording->cue_end = (int32_t)call->disc.capacity_blocks + LEAD_OUT_SECTORS;
    return true;
}

void sim_raw_write(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct sim_recording *recording = &call->recording;

    if (!sim_raw_block_bytes(call)) {
        sim_refuse(call, SIM_ILLEGAL_MODE_FOR_TRACK);
    } else if (!count || !begin(call, lba)) {
        return;
    } else if (lba != recording->cue_next) {
        sim_refuse_at(call, SIM_INVALID_WRITE_ADDRESS, (uint32_t)lba);
    } else if (count > (uint32_t)(recording->cue_end - lba)) {
        sim_refuse_at(call, SIM_END_OF_USER_AREA, (uint32_t)lba);
    } else if (sim_is_test_write(call) || record(call, lba, count, bytes)) {
        recording->cue_next += (int32_t)count;
    }
}

/* Track and index of a sector's Q frame; false: it says something else, or nothing. */
static bool get_position(struct sim_call *call, int32_t lba, int *track, int *index)
{
    uint8_t sub_code[SIM_SUB_CODE_BYTES], q[SIM_Q_BYTES];

    if (!sim_get_part(call, SIM_PART_SUB_CODE, (uint64_t)(lba + SIM_PRE_GAP_SECTORS) * SIM_SUB_CODE_BYTES,
                      sizeof sub_code, sub_code))
        return false;
    sim_q_gather(sub_code, q);
    *track = sim_q_number(q[1]);
    *index = sim_q_number(q[2]);
    return sim_q_is_whole(q) && sim_q_adr(q) == SIM_Q_POSITION;
}

/* Where index 0 of a track begins that starts at `start`: the sectors in front of it say so, but for those that tell a
 * catalogue number or an ISRC.
 */
static int32_t find_index_0(struct sim_call *call, int number, int32_t start, int32_t after)
{
    int32_t found = start, lba;
    int track, index;

    for (lba = start - 1; lba > after; lba--) {
        if (!get_position(call, lba, &track, &index)) continue;
        if (track != number || index != 0) break;
        found = lba;
    }
    return found;
}

static void make_tracks(struct sim_call *call, const struct sim_lead_in *lead_in)
{
    struct sim_recording *recording = &call->recording;
    unsigned number;

    recording->track_count = 0;
    recording->first_track = lead_in->first == 1 ? 0 : lead_in->first;
    recording->disc_type = lead_in->disc_type;
    for (number = lead_in->first; number <= lead_in->last; number++) {
        const struct sim_lead_in_track *known = &lead_in->tracks[number];
        struct sim_track *track = &recording->tracks[recording->track_count++];
        int32_t end = lead_in->lead_out;

        if (number < lead_in->last) end = find_index_0(call, (int)number + 1, known[1].start, known->start);
        *track =
            (struct sim_track){.start = (uint32_t)known->start, .blocks = (uint32_t)(end - known->start), .session = 1};
        sim_track_set_control(track, known->control);
        track->is_at_once = !track->is_audio;
        if (track->is_at_once) recording->has_data_sectors = true;
    }
}

/* A session whose lead-in lacks something, or whose lead-out never came, stays as it is: nobody can read it. */
void sim_raw_synchronize(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;
    struct sim_lead_in lead_in;
    bool is_whole;

    if (sim_is_test_write(call)) {
        recording->is_raw = false;
        recording->cue_next = recording->cue_end = 0;
        return;
    }
    if (recording->cue_next <= 0 || !sim_read_lead_in(call, -SIM_PRE_GAP_SECTORS, &lead_in)) return;
    is_whole = sim_lead_in_is_whole(&lead_in) && recording->cue_next > lead_in.lead_out &&
               lead_in.lead_out <= (int32_t)call->disc.capacity_blocks;
    if (!is_whole) return;
    make_tracks(call, &lead_in);
    if (!sim_keep_text(call, -SIM_PRE_GAP_SECTORS) || !sim_forget_lead_in(call) ||
        !sim_cut_part(call, SIM_PART_SECTORS, (uint64_t)lead_in.lead_out * SIM_SECTOR_BYTES) ||
        !sim_cut_part(call, SIM_PART_SUB_CODE,
                      (uint64_t)(lead_in.lead_out + SIM_PRE_GAP_SECTORS) * SIM_SUB_CODE_BYTES)) {
        recording->track_count = 0; /* the next SYNCHRONIZE CACHE tries again */
        return;
    }
    recording->is_raw = false;
    recording->cue_next = recording->cue_end = 0;
    recording->closed_sessions = 1;
    recording->is_final = true;
    sim_cue_file_write(call);
}
