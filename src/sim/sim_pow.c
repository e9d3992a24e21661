/* BD-R with pseudo overwrite (SRM+POW): recorded clusters accept new data, which is stored elsewhere on the disc; the
 * POW resources are the room that is left for that.
 */
#include "sim/sim_model.h"

/* A replacement is an entry of the defect list; so many fit here. */
enum { CLUSTER_BLOCKS = 32, ENTRIES = 0xffff };

static uint32_t entries_left(const struct sim_call *call)
{
    return ENTRIES - call->recording.replaced_clusters;
}

static uint32_t clusters_left(const struct sim_call *call)
{
    uint32_t room = call->disc.free_blocks / CLUSTER_BLOCKS;

    return room < entries_left(call) ? room : entries_left(call);
}

bool sim_pow_is_overwrite(const struct sim_call *call, int32_t lba)
{
    return call->recording.is_pow && lba >= 0 && (uint32_t)lba < sim_recording_next(&call->recording, &call->disc);
}

/* Every cluster that is touched is replaced whole. */
void sim_pow_overwrite(struct sim_call *call, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    uint32_t clusters = (lba % CLUSTER_BLOCKS + count + CLUSTER_BLOCKS - 1) / CLUSTER_BLOCKS;

    if ((uint64_t)lba + count > sim_recording_next(&call->recording, &call->disc))
        sim_refuse_at(call, SIM_INVALID_WRITE_ADDRESS, lba);
    else if (count && clusters > clusters_left(call))
        sim_refuse_at(call, SIM_END_OF_USER_AREA, lba);
    else if (count && sim_write_blocks(call, lba, count, bytes))
        call->recording.replaced_clusters = (uint16_t)(call->recording.replaced_clusters + clusters);
}

/* MMC-6, READ DISC INFORMATION, POW resources: replacements, entries of the reallocation map and updates that remain.
 */
void sim_pow_put_resources(const struct sim_call *call, struct sim_writer *writer)
{
    enum { LENGTH = 14, POW_RESOURCES = 2 << 5 };

    sim_put_be16(writer, LENGTH);
    sim_put_u8(writer, POW_RESOURCES);
    sim_put_zeros(writer, 1);
    sim_put_be32(writer, clusters_left(call));
    sim_put_be32(writer, entries_left(call));
    sim_put_be32(writer, entries_left(call));
}
