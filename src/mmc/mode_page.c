/* Parser of MODE SENSE(10) and MODE SENSE(6): header and list of pages. */
#include "mmc/mode_page.h"

#include "mmc/codes.h"

/* Offsets of the fields; the mode data length is the first of them, and the device-specific parameter follows the
 * medium type.
 */
struct mode_header {
    uint8_t opcode;
    uint8_t bytes;
    uint8_t field_bytes; /* of the two lengths */
    uint8_t medium_type;
    uint8_t descriptor_length;
};

static const struct mode_header header_10 = {MMC_OPCODE_MODE_SENSE_10, 8, 2, 2,
                                             6};                                  /* SPC-3, mode parameter header(10) */
static const struct mode_header header_6 = {MMC_OPCODE_MODE_SENSE_6, 4, 1, 1, 3}; /* SPC-3, mode parameter header(6) */

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

static uint16_t field_at(const uint8_t *bytes, const struct mode_header *header, size_t offset)
{
    return header->field_bytes == 2 ? load_be16(bytes + offset) : bytes[offset];
}

static enum mmc_status parse(const struct mode_header *header, const uint8_t *bytes, size_t count, struct mmc_mode *out)
{
    bool has_no_length = count >= header->bytes && !field_at(bytes, header, 0);
    struct span usable = has_no_length ? span_of(bytes, count) : mmc_reply_usable(header->opcode, bytes, count);
    uint16_t descriptor_bytes;
    struct span pages;
    size_t pages_at;

    if (usable.count < header->bytes) return MMC_SHORT;
    descriptor_bytes = field_at(bytes, header, header->descriptor_length);
    pages_at = (size_t)header->bytes + descriptor_bytes;
    pages = span_from(&usable, pages_at, usable.count);
    if (has_no_length) {
        pages = whole_pages(&pages);
        if (!pages.count) return MMC_SHORT;
    }
    out->claimed_bytes =
        has_no_length ? (uint32_t)(pages_at + pages.count) : (uint32_t)field_at(bytes, header, 0) + header->field_bytes;
    out->medium_type = bytes[header->medium_type];
    out->device_specific = bytes[header->medium_type + 1];
    out->block_descriptor_bytes = descriptor_bytes;
    out->pages = pages;
    out->is_whole = out->claimed_bytes <= count;
    return MMC_OK;
}

enum mmc_status mmc_mode_parse(const uint8_t *bytes, size_t count, struct mmc_mode *out)
{
    return parse(&header_10, bytes, count, out);
}

enum mmc_status mmc_mode_parse_6(const uint8_t *bytes, size_t count, struct mmc_mode *out)
{
    return parse(&header_6, bytes, count, out);
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
