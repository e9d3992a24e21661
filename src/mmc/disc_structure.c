/* Parsers of READ DISC STRUCTURE: the DVD physical format, the layer boundary, and the units of a BD. */
#include "mmc/disc_structure.h"

#include "base/text.h"
#include "mmc/codes.h"

enum { DVD_PHYSICAL_BYTES = 17, LAYER_BOUNDARY_BYTES = 8, BOOK_DVD_RAM = 1 };

enum mmc_status mmc_disc_structure_parse(const uint8_t *bytes, size_t count, struct mmc_disc_structure *out)
{
    struct span usable = mmc_reply_usable(MMC_OPCODE_READ_DISC_STRUCTURE, bytes, count);

    if (usable.count < MMC_DISC_STRUCTURE_HEADER_BYTES) return MMC_SHORT;
    out->claimed_bytes = (uint32_t)load_be16(bytes) + 2;
    out->data = span_from(&usable, MMC_DISC_STRUCTURE_HEADER_BYTES, usable.count);
    return MMC_OK;
}

/* With an opposite track path the second layer runs backwards: its first sector number is the complement of the last
 * one of layer 0.
 */
static void count_blocks(struct mmc_dvd_physical *dvd)
{
    uint32_t first = dvd->first_sector, last = dvd->last_sector, layer0_end = dvd->layer0_end_sector;
    uint32_t layer1_start = 0xFFFFFF ^ layer0_end;

    dvd->has_blocks = false;
    dvd->blocks = 0;
    if (dvd->book_type == BOOK_DVD_RAM) return;
    if (dvd->layers < 2 || !dvd->opposite_track_path) {
        if (last < first) return;
        dvd->blocks = last - first + 1;
    } else {
        if (layer0_end < first || last < layer1_start) return;
        dvd->blocks = (layer0_end - first + 1) + (last - layer1_start + 1);
    }
    dvd->has_blocks = true;
}

enum mmc_status mmc_dvd_physical_parse(const struct mmc_disc_structure *structure, struct mmc_dvd_physical *out)
{
    const uint8_t *data = structure->data.bytes;

    if (structure->data.count < DVD_PHYSICAL_BYTES) return MMC_SHORT;
    out->book_type = (uint8_t)(data[0] >> 4);
    out->part_version = data[0] & 0x0F;
    out->disc_size = (uint8_t)(data[1] >> 4);
    out->max_rate = data[1] & 0x0F;
    out->layers = (uint8_t)((data[2] >> 5 & 0x03) + 1);
    out->opposite_track_path = (data[2] & 0x10) != 0;
    out->layer_type = data[2] & 0x0F;
    out->first_sector = load_be24(data + 5);
    out->last_sector = load_be24(data + 9);
    out->layer0_end_sector = load_be24(data + 13);
    out->burst_cutting_area = (data[16] & 0x80) != 0;
    count_blocks(out);
    return MMC_OK;
}

enum mmc_status mmc_dvd_layer_boundary_parse(const struct mmc_disc_structure *structure,
                                             struct mmc_dvd_layer_boundary *out)
{
    const uint8_t *data = structure->data.bytes;

    if (structure->data.count < LAYER_BOUNDARY_BYTES) return MMC_SHORT;
    out->fixed = (data[0] & 0x80) != 0;
    out->layer0_blocks = load_be32(data + 4);
    return MMC_OK;
}

struct mmc_walk mmc_bd_units(const struct mmc_disc_structure *structure)
{
    return mmc_walk_of(structure->data);
}

bool mmc_bd_unit_next(struct mmc_walk *walk, struct mmc_bd_unit *out)
{
    const uint8_t *at = mmc_walk_take(walk, MMC_BD_UNIT_BYTES);

    if (!at) return false;
    if (at[0] != 'D' || at[1] != 'I') {
        walk->rest = span_of(NULL, 0); /* zeros fill the rest */
        return false;
    }
    out->format = at[2];
    out->units_in_block = (uint8_t)(at[3] >> 3);
    out->layer = at[3] & 0x07;
    out->sequence = at[5];
    out->bytes_used = at[6];
    text_from_field(at + 8, 3, out->type_id);
    out->bytes = at;
    return true;
}
