/* The blocks of the disc in the drive, read from the store and written to it for all answers and disc models. */
#include "sim/sim_cd.h"

/* What was never written reads as zeros; the buffer is clear already. */
bool sim_read_blocks(struct sim_call *call, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    uint32_t kept;

    if (call->is_captured) return true;
    if (call->recording.has_data_sectors && sim_cd_is_sector(call, (int32_t)lba))
        return sim_cd_read_user_data(call, lba, count, bytes);
    kept = call->store ? call->store->get_blocks(call->store) : 0;
    if (call->disc.medium != SIM_MEDIUM_IMAGE) {
        if (lba >= kept) return true;
        if (count > kept - lba) count = kept - lba;
    }
    return call->store && call->store->read(call->store, lba, count, bytes);
}

bool sim_write_blocks(struct sim_call *call, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    if (call->store && call->store->write && call->store->write(call->store, lba, count, bytes)) return true;
    sim_refuse_at(call, SIM_WRITE_ERROR, lba);
    return false;
}
