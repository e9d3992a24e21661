/* The blocks of the disc in the drive, read from the store and written to it for all answers and disc models. */
#include "sim/sim_cd.h"

static uint32_t kept_blocks(const struct sim_call *call)
{
    return call->store ? call->store->get_blocks(call->store) : 0;
}

static bool find_lost(const struct sim_call *call, uint32_t kept, uint32_t lba, uint32_t count, uint32_t *lost)
{
    uint32_t first = lba > kept ? lba : kept;

    if (call->is_captured || call->disc.medium == SIM_MEDIUM_IMAGE) return false;
    if (!count || first >= call->state->stored_blocks || first > lba + (count - 1)) return false;
    *lost = first;
    return true;
}

bool sim_find_lost_block(const struct sim_call *call, uint32_t lba, uint32_t count, uint32_t *lost)
{
    return find_lost(call, kept_blocks(call), lba, count, lost);
}

/* What was never written reads as zeros; the buffer is clear already. */
bool sim_read_blocks(struct sim_call *call, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    uint32_t kept, lost;

    if (call->is_captured) return true;
    if (call->recording.has_data_sectors && sim_cd_is_sector(call, (int32_t)lba))
        return sim_cd_read_user_data(call, lba, count, bytes);
    kept = kept_blocks(call);
    if (find_lost(call, kept, lba, count, &lost)) return false;
    if (call->disc.medium != SIM_MEDIUM_IMAGE) {
        if (lba >= kept) return true;
        if (count > kept - lba) count = kept - lba;
    }
    return call->store && call->store->read(call->store, lba, count, bytes);
}

bool sim_write_blocks(struct sim_call *call, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct sim_state *state = call->state;

    if (call->store && call->store->write && call->store->write(call->store, lba, count, bytes)) {
        if (lba + count > state->stored_blocks) state->stored_blocks = lba + count;
        return true;
    }
    sim_refuse_at(call, SIM_WRITE_ERROR, lba);
    return false;
}
