/* Parsers of GET PERFORMANCE, types 00h and 03h. */
#include "mmc/performance.h"

#include "mmc/codes.h"

enum mmc_status mmc_performance_parse(const uint8_t *bytes, size_t count, struct mmc_performance *out)
{
    struct span usable = mmc_reply_usable(MMC_OPCODE_GET_PERFORMANCE, bytes, count);

    if (usable.count < MMC_PERFORMANCE_HEADER_BYTES) return MMC_SHORT;
    out->claimed_bytes = (uint64_t)load_be32(bytes) + 4;
    out->write = (bytes[4] & 0x02) != 0;
    out->except = (bytes[4] & 0x01) != 0;
    out->descriptors = span_from(&usable, MMC_PERFORMANCE_HEADER_BYTES, usable.count);
    return MMC_OK;
}

struct mmc_walk mmc_performance_descriptors(const struct mmc_performance *performance)
{
    return mmc_walk_of(performance->descriptors);
}

bool mmc_nominal_performance_next(struct mmc_walk *walk, struct mmc_nominal_performance *out)
{
    const uint8_t *at = mmc_walk_take(walk, MMC_PERFORMANCE_DESCRIPTOR_BYTES);

    if (!at) return false;
    out->start_lba = load_be32(at);
    out->start_kbs = load_be32(at + 4);
    out->end_lba = load_be32(at + 8);
    out->end_kbs = load_be32(at + 12);
    return true;
}

bool mmc_write_performance_next(struct mmc_walk *walk, struct mmc_write_performance *out)
{
    const uint8_t *at = mmc_walk_take(walk, MMC_PERFORMANCE_DESCRIPTOR_BYTES);

    if (!at) return false;
    out->rotation = at[0] >> 3 & 0x03;
    out->restore_defaults = (at[0] & 0x04) != 0;
    out->exact = (at[0] & 0x02) != 0;
    out->mixed_read_write = (at[0] & 0x01) != 0;
    out->end_lba = load_be32(at + 4);
    out->read_kbs = load_be32(at + 8);
    out->write_kbs = load_be32(at + 12);
    return true;
}
