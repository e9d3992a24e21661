/* Parsers of READ TOC/PMA/ATIP, formats 0 to 5. */
#include "mmc/toc.h"

#include "mmc/codes.h"

enum { TRACK_ENTRY_BYTES = 8, RAW_ENTRY_BYTES = 11, ATIP_VALUE_BYTES = 3 };

static struct mmc_msf msf_at(const uint8_t *bytes)
{
    struct mmc_msf msf = {bytes[0], bytes[1], bytes[2]};

    return msf;
}

enum mmc_status mmc_toc_parse(const uint8_t *bytes, size_t count, struct mmc_toc *out)
{
    struct span usable = mmc_reply_usable(MMC_OPCODE_READ_TOC_PMA_ATIP, bytes, count);

    if (usable.count < MMC_TOC_HEADER_BYTES) return MMC_SHORT;
    out->claimed_bytes = (uint32_t)load_be16(bytes) + 2;
    out->first = bytes[2];
    out->last = bytes[3];
    out->entries = span_from(&usable, MMC_TOC_HEADER_BYTES, usable.count);
    return MMC_OK;
}

struct mmc_walk mmc_toc_entries(const struct mmc_toc *toc)
{
    return mmc_walk_of(toc->entries);
}

bool mmc_toc_track_next(struct mmc_walk *walk, struct mmc_toc_track *out)
{
    const uint8_t *at = mmc_walk_take(walk, TRACK_ENTRY_BYTES);

    if (!at) return false;
    out->adr = (uint8_t)(at[1] >> 4);
    out->control = at[1] & 0x0F;
    out->track = at[2];
    out->address = load_be32(at + 4);
    return true;
}

struct mmc_msf mmc_toc_msf(uint32_t address)
{
    uint8_t bytes[4];

    store_be32(bytes, address);
    return msf_at(bytes + 1);
}

bool mmc_toc_raw_next(struct mmc_walk *walk, struct mmc_toc_raw *out)
{
    const uint8_t *at = mmc_walk_take(walk, RAW_ENTRY_BYTES);

    if (!at) return false;
    out->session = at[0];
    out->adr = (uint8_t)(at[1] >> 4);
    out->control = at[1] & 0x0F;
    out->tno = at[2];
    out->point = at[3];
    out->min_sec_frame = msf_at(at + 4);
    out->point_time = msf_at(at + 8);
    return true;
}

enum mmc_status mmc_atip_parse(const uint8_t *bytes, size_t count, struct mmc_atip *out)
{
    struct span usable = mmc_reply_usable(MMC_OPCODE_READ_TOC_PMA_ATIP, bytes, count);

    if (usable.count < MMC_ATIP_BYTES) return MMC_SHORT;
    out->write_power = bytes[4] >> 4 & 0x07;
    out->reference_speed = bytes[4] & 0x07;
    out->unrestricted_use = (bytes[5] & 0x40) != 0;
    out->cd_rw = (bytes[6] & 0x40) != 0;
    out->sub_type = bytes[6] >> 3 & 0x07;
    out->lead_in = msf_at(bytes + 8);
    out->last_lead_out = msf_at(bytes + 12);
    out->a1 = bytes[6] & 0x04 ? span_at(&usable, 16, ATIP_VALUE_BYTES) : NULL;
    out->a2 = bytes[6] & 0x02 ? span_at(&usable, 20, ATIP_VALUE_BYTES) : NULL;
    out->a3 = bytes[6] & 0x01 ? span_at(&usable, 24, ATIP_VALUE_BYTES) : NULL;
    return MMC_OK;
}

const uint8_t *mmc_cd_text_pack_next(struct mmc_walk *walk)
{
    return mmc_walk_take(walk, MMC_CD_TEXT_PACK_BYTES);
}
