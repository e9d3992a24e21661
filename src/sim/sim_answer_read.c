/* READ(10), READ(12), SEEK(10), VERIFY(10). */
#include "sim/sim_answer.h"

#include "base/bytes.h"
#include "sim/sim_q.h"
#include "sim/sim_tracks.h"

/* Are all of these blocks recorded? Refuses if not. */
static bool check_range(struct sim_call *call, uint32_t lba, uint32_t count)
{
    uint32_t first = lba;

    if (sim_is_recorded(call, lba, count)) return true;
    while (first - lba < count && sim_is_recorded(call, first, 1))
        first++;
    sim_refuse_at(call, SIM_LBA_OUT_OF_RANGE, first);
    return false;
}

/* Recorded, and as blocks of 2048 bytes: audio has none. Each round goes on behind a track, and ends where a block lies
 * in none: that does not happen behind check_range, and a disc's memory comes from a file.
 */
static bool check_blocks(struct sim_call *call, uint32_t lba, uint32_t count)
{
    struct sim_track_view view;
    uint16_t number;
    uint32_t at;

    if (!check_range(call, lba, count)) return false;
    if (call->disc.family != SIM_CD || !call->recording.track_count) return true;
    for (at = lba; at - lba < count; at = view.end) {
        number = sim_recorded_track_at(call, at);
        if (!number) {
            sim_refuse_at(call, SIM_LBA_OUT_OF_RANGE, at);
            return false;
        }
        sim_view_track(call, number, &view);
        if (view.control & SIM_CONTROL_DATA) continue;
        sim_refuse_at(call, SIM_ILLEGAL_MODE_FOR_TRACK, at);
        return false;
    }
    return true;
}

static bool refuses_lost(struct sim_call *call, uint32_t lba, uint32_t count)
{
    uint32_t lost;

    if (!sim_find_lost_block(call, lba, count, &lost)) return false;
    sim_refuse_at(call, SIM_UNRECOVERED_READ_ERROR, lost);
    return true;
}

static void read_data(struct sim_call *call, uint32_t lba, uint32_t count)
{
    uint32_t room = call->in_capacity / SIM_BLOCK_BYTES;

    if (!check_blocks(call, lba, count)) return;
    if (count > room) count = room; /* an initiator that takes less than it asks for gets whole blocks */
    if (!count || sim_read_blocks(call, lba, count, call->in))
        call->reply->transferred_bytes = count * SIM_BLOCK_BYTES;
    else if (!refuses_lost(call, lba, count))
        sim_refuse_at(call, SIM_UNRECOVERED_READ_ERROR, lba);
}

void sim_answer_read_10(struct sim_call *call)
{
    read_data(call, load_be32(call->cdb + 2), load_be16(call->cdb + 7));
}

void sim_answer_read_12(struct sim_call *call)
{
    read_data(call, load_be32(call->cdb + 2), load_be32(call->cdb + 6));
}

void sim_answer_seek(struct sim_call *call)
{
    check_range(call, load_be32(call->cdb + 2), 1);
}

void sim_answer_verify(struct sim_call *call)
{
    enum { BYTE_CHECK = 0x02 };
    uint32_t lba = load_be32(call->cdb + 2), count = load_be16(call->cdb + 7);

    if (call->cdb[1] & BYTE_CHECK)
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
    else if (check_blocks(call, lba, count))
        refuses_lost(call, lba, count);
}
