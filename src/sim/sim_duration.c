/* The duration of FORMAT UNIT, BLANK, CLOSE TRACK/SESSION and of the ends that SYNCHRONIZE CACHE makes, in a drive that
 * takes time: the blocks that are recorded for them, at the write speed.
 */
#include "sim/sim_model.h"

#include "mmc/codes.h"

/* A lead-in or lead-out is about a 32nd of the disc: of the radii 22 to 25 mm before 58 mm (IEC 60908, ECMA-267, BD
 * format book). The entry of a track in PMA or RMA is an eighth of that: some seconds of a real drive.
 */
enum { LEAD_IN_PART = 32, ENTRY_PART = 8 };

static uint64_t lead_in(const struct sim_call *call)
{
    return sim_disc_capacity_max(&call->disc) / LEAD_IN_PART;
}

static uint64_t entry(const struct sim_call *call)
{
    return lead_in(call) / ENTRY_PART;
}

static uint64_t recorded_blocks(const struct sim_recording *recording)
{
    uint64_t blocks = 0;
    size_t i;

    for (i = 0; i < recording->track_count; i++)
        blocks += recording->tracks[i].blocks;
    return blocks;
}

static unsigned closed_tracks(const struct sim_recording *recording)
{
    unsigned count = 0;
    size_t i;

    for (i = 0; i < recording->track_count; i++)
        count += !recording->tracks[i].is_open && !recording->tracks[i].is_planned;
    return count;
}

/* What was erased, and the entry that says so. */
static uint64_t blank_blocks(const struct sim_call *call, const struct sim_recording *before)
{
    enum { DISC = 0, MINIMAL = 1 };
    uint64_t had = recorded_blocks(before), has = recorded_blocks(&call->recording);

    switch (call->cdb[1] & 0x07) {
    case DISC:
        return lead_in(call) + sim_disc_capacity_max(&call->disc);
    case MINIMAL:
        return lead_in(call);
    default:
        return entry(call) + (had > has ? had - has : 0);
    }
}

/* MMC-6, FORMAT UNIT: certification writes each block and reads it again, quick certification some of them. DVD-RAM is
 * certified unless the list's DCRT bit says otherwise, BD-RE by its sub-type.
 */
static uint64_t format_blocks(const struct sim_call *call)
{
    enum { QUICK_GROW = 0x13, QUICK = 0x15, FULL_SUB_TYPE = 2, QUICK_SUB_TYPE = 3, QUICK_PART = 16, OPTIONS = 0xa0 };
    uint64_t blocks = call->recording.formatted_blocks;
    uint8_t type = call->out[8] >> 2, sub_type = call->out[8] & 0x03;

    if (call->disc.family == SIM_DVD_RAM) {
        bool is_certified = (call->out[1] & OPTIONS) != OPTIONS; /* FOV and DCRT */

        return lead_in(call) + (is_certified ? 2 * blocks : 0);
    }
    if (call->disc.family == SIM_DVD_MINUS) return lead_in(call) + (type == QUICK || type == QUICK_GROW ? 0 : blocks);
    if (call->disc.family == SIM_BD && call->disc.writing == SIM_OVERWRITE) {
        if (sub_type == FULL_SUB_TYPE) return lead_in(call) + 2 * blocks;
        return lead_in(call) + (sub_type == QUICK_SUB_TYPE ? blocks / QUICK_PART : 0);
    }
    return lead_in(call);
}

/* A track: what fills it up, and its entry. A session: of CDs all that lies before the next one, elsewhere a lead-in,
 * too. The disc: a lead-out behind that, which on CD every session has.
 */
static uint64_t sequential_blocks(const struct sim_call *call, const struct sim_recording *before)
{
    const struct sim_recording *after = &call->recording;
    const struct sim_gaps *gaps = sim_gaps_of(call->disc.family, call->disc.family == SIM_DVD_PLUS);
    uint64_t had = recorded_blocks(before), has = recorded_blocks(after), blocks = 0;
    bool is_cd = call->disc.family == SIM_CD;

    if (closed_tracks(after) > closed_tracks(before)) blocks += entry(call) + (has > had ? has - had : 0);
    if (after->closed_sessions > before->closed_sessions)
        blocks +=
            (after->closed_sessions == 1 ? gaps->first_session : gaps->later_session) + (is_cd ? 0 : lead_in(call));
    if (after->is_final && !before->is_final && !is_cd) blocks += lead_in(call);
    return blocks;
}

static uint64_t overwrite_blocks(const struct sim_call *call, const struct sim_recording *before)
{
    uint64_t blocks = 0;

    if (call->disc.family == SIM_DVD_PLUS && (call->cdb[2] & 0x07) == SIM_CLOSE_SESSION) blocks += lead_in(call);
    if (before->is_intermediate && !call->recording.is_intermediate) blocks += lead_in(call);
    if (before->background == SIM_BACKGROUND_RUNNING && call->recording.background != before->background)
        blocks += entry(call);
    return blocks;
}

static bool is_damaged(const struct sim_recording *recording)
{
    return recording->track_count && recording->tracks[recording->track_count - 1].is_damaged;
}

uint32_t sim_duration_ms(const struct sim_call *call, const struct sim_recording *before)
{
    bool is_sequential = call->disc.writing == SIM_SEQUENTIAL;
    uint64_t blocks = 0;

    switch (call->cdb[0]) {
    case MMC_OPCODE_FORMAT_UNIT:
        blocks = format_blocks(call);
        break;
    case MMC_OPCODE_BLANK:
        blocks = blank_blocks(call, before);
        break;
    case MMC_OPCODE_CLOSE_TRACK_SESSION:
        blocks = is_sequential ? sequential_blocks(call, before) : overwrite_blocks(call, before);
        break;
    case MMC_OPCODE_REPAIR_TRACK:
        blocks = is_damaged(before) && !is_damaged(&call->recording) ? entry(call) : 0;
        break;
    case MMC_OPCODE_SYNCHRONIZE_CACHE_10:
        blocks = is_sequential ? sequential_blocks(call, before) : 0;
        break;
    default:
        break;
    }
    return sim_cache_time_of(call, blocks * sim_cache_block_bytes(call));
}
