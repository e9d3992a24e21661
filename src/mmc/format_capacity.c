/* Parser of READ FORMAT CAPACITIES. */
#include "mmc/format_capacity.h"

#include "mmc/codes.h"

enum { FORMAT_BYTES = 8 };

enum mmc_status mmc_format_capacities_parse(const uint8_t *bytes, size_t count, struct mmc_format_capacities *out)
{
    struct span usable = mmc_reply_usable(MMC_OPCODE_READ_FORMAT_CAPACITIES, bytes, count);

    if (usable.count < MMC_FORMAT_CAPACITIES_BYTES) return MMC_SHORT;
    out->claimed_bytes = (uint32_t)bytes[3] + 4;
    out->current_blocks = load_be32(bytes + 4);
    out->current_state = bytes[8] & 0x03;
    out->current_block_bytes = load_be24(bytes + 9);
    out->formats = span_from(&usable, MMC_FORMAT_CAPACITIES_BYTES, usable.count);
    return MMC_OK;
}

struct mmc_walk mmc_formats(const struct mmc_format_capacities *capacities)
{
    return mmc_walk_of(capacities->formats);
}

bool mmc_format_next(struct mmc_walk *walk, struct mmc_format *out)
{
    const uint8_t *at = mmc_walk_take(walk, FORMAT_BYTES);

    if (!at) return false;
    out->blocks = load_be32(at);
    out->type = (uint8_t)(at[4] >> 2);
    out->subtype = at[4] & 0x03;
    out->parameter = load_be24(at + 5);
    return true;
}
