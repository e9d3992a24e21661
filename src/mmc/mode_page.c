/* Parser of MODE SENSE(10): header and list of pages. */
#include "mmc/mode_page.h"

#include "mmc/codes.h"

enum mmc_status mmc_mode_parse(const uint8_t *bytes, size_t count, struct mmc_mode *out)
{
    struct span usable = mmc_reply_usable(MMC_OPCODE_MODE_SENSE_10, bytes, count);

    if (usable.count < MMC_MODE_HEADER_BYTES) return MMC_SHORT;
    out->claimed_bytes = (uint32_t)load_be16(bytes) + 2;
    out->medium_type = bytes[2];
    out->device_specific = bytes[3];
    out->block_descriptor_bytes = load_be16(bytes + 6);
    out->pages = span_from(&usable, (size_t)MMC_MODE_HEADER_BYTES + out->block_descriptor_bytes, usable.count);
    out->is_whole = out->claimed_bytes <= count;
    return MMC_OK;
}

struct mmc_walk mmc_mode_pages(const struct mmc_mode *mode)
{
    return mmc_walk_of(mode->pages);
}

bool mmc_mode_page_next(struct mmc_walk *walk, struct mmc_mode_page *out)
{
    struct span rest = walk->rest;
    /* Heads that are not all there make take fail below. */
    bool has_subcode = (span_u8(&rest, 0) & 0x40) != 0;
    size_t count = has_subcode ? (size_t)4 + span_be16(&rest, 2) : (size_t)2 + span_u8(&rest, 1);
    const uint8_t *at = mmc_walk_take(walk, count);

    if (!at) return false;
    out->code = at[0] & 0x3F;
    out->subcode = has_subcode ? at[1] : 0;
    out->saveable = (at[0] & 0x80) != 0;
    out->bytes = at;
    out->count = count;
    return true;
}

enum mmc_status mmc_mode_find(const struct mmc_mode *mode, uint8_t code, struct mmc_mode_page *out)
{
    struct mmc_walk walk = mmc_mode_pages(mode);
    struct mmc_mode_page page;

    while (mmc_mode_page_next(&walk, &page)) {
        if (page.code != code || page.subcode) continue;
        *out = page;
        return MMC_OK;
    }
    return mode->is_whole && !walk.clipped ? MMC_ABSENT : MMC_SHORT;
}
