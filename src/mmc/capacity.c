/* Parsers of READ CAPACITY and READ BUFFER CAPACITY. */
#include "mmc/capacity.h"

#include "mmc/codes.h"

enum mmc_status mmc_capacity_parse(const uint8_t *bytes, size_t count, struct mmc_capacity *out)
{
    if (count < MMC_CAPACITY_BYTES) return MMC_SHORT;
    out->last_lba = load_be32(bytes);
    out->block_bytes = load_be32(bytes + 4);
    out->has_blocks = out->last_lba != UINT32_MAX;
    out->blocks = out->has_blocks ? out->last_lba + 1 : 0;
    return MMC_OK;
}

enum mmc_status mmc_buffer_capacity_parse(const uint8_t *bytes, size_t count, struct mmc_buffer_capacity *out)
{
    struct span usable = mmc_reply_usable(MMC_OPCODE_READ_BUFFER_CAPACITY, bytes, count);

    if (usable.count < MMC_BUFFER_CAPACITY_BYTES) return MMC_SHORT;
    out->in_blocks = (bytes[3] & 0x01) != 0;
    out->length = out->in_blocks ? 0 : load_be32(bytes + 4);
    out->free = load_be32(bytes + 8);
    if (!out->in_blocks && out->free > out->length) out->free = out->length;
    return MMC_OK;
}
