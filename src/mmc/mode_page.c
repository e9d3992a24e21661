/* Parser of MODE SENSE(10): header and list of pages. */
#include "mmc/mode_page.h"

#include "mmc/codes.h"

/* The run of whole pages at the front. Zeros that a bridge pads with are no page. */
static struct span whole_pages(const struct span *pages)
{
    struct mmc_walk walk = mmc_walk_of(*pages);
    struct mmc_mode_page page;
    size_t count = 0;

    while (mmc_mode_page_next(&walk, &page) && !walk.clipped && page.code)
        count += page.count;
    return span_from(pages, 0, count);
}

enum mmc_status mmc_mode_parse(const uint8_t *bytes, size_t count, struct mmc_mode *out)
{
    bool has_no_length = count >= MMC_MODE_HEADER_BYTES && !load_be16(bytes);
    struct span usable =
        has_no_length ? span_of(bytes, count) : mmc_reply_usable(MMC_OPCODE_MODE_SENSE_10, bytes, count);
    struct span pages;
    size_t pages_at;

    if (usable.count < MMC_MODE_HEADER_BYTES) return MMC_SHORT;
    pages_at = (size_t)MMC_MODE_HEADER_BYTES + load_be16(bytes + 6);
    pages = span_from(&usable, pages_at, usable.count);
    if (has_no_length) {
        pages = whole_pages(&pages);
        if (!pages.count) return MMC_SHORT;
    }
    out->claimed_bytes = has_no_length ? (uint32_t)(pages_at + pages.count) : (uint32_t)load_be16(bytes) + 2;
    out->medium_type = bytes[2];
    out->device_specific = bytes[3];
    out->block_descriptor_bytes = load_be16(bytes + 6);
    out->pages = pages;
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
    bool has_subcode = (span_u8(&rest, 0) & 0x40) != 0;
    size_t head_bytes = has_subcode ? 4 : 2;
    size_t count = head_bytes + (has_subcode ? span_be16(&rest, 2) : span_u8(&rest, 1));
    bool is_cut = rest.count >= head_bytes && rest.count < count;
    const uint8_t *at = mmc_walk_take(walk, is_cut ? rest.count : count);

    if (!at) return false;
    if (is_cut) walk->clipped = true;
    out->code = at[0] & 0x3F;
    out->subcode = has_subcode ? at[1] : 0;
    out->saveable = (at[0] & 0x80) != 0;
    out->bytes = at;
    out->count = is_cut ? rest.count : count;
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
