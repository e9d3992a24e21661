/* Parser of READ DISC INFORMATION, standard data, and of its OPC entries. */
#include "mmc/disc_information.h"

#include "mmc/codes.h"

enum { OPC_ENTRY_BYTES = 8 };

enum mmc_status mmc_disc_information_parse(const uint8_t *bytes, size_t count, struct mmc_disc_information *out)
{
    struct span usable = mmc_reply_usable(MMC_OPCODE_READ_DISC_INFORMATION, bytes, count);

    if (usable.count < MMC_DISC_INFORMATION_BYTES) return MMC_SHORT;
    if (bytes[2] >> 5) return MMC_MALFORMED; /* track or POW resources */
    out->claimed_bytes = (uint32_t)load_be16(bytes) + 2;
    out->erasable = (bytes[2] & 0x10) != 0;
    out->last_session_state = bytes[2] >> 2 & 0x03;
    out->disc_state = bytes[2] & 0x03;
    out->first_track = bytes[3];
    out->sessions = (uint16_t)(bytes[9] << 8 | bytes[4]);
    out->first_track_last_session = (uint16_t)(bytes[10] << 8 | bytes[5]);
    out->last_track_last_session = (uint16_t)(bytes[11] << 8 | bytes[6]);
    out->disc_id_valid = (bytes[7] & 0x80) != 0;
    out->bar_code_valid = (bytes[7] & 0x40) != 0;
    out->unrestricted_use = (bytes[7] & 0x20) != 0;
    out->application_code_valid = (bytes[7] & 0x10) != 0;
    out->dirty = (bytes[7] & 0x04) != 0;
    out->background_format = bytes[7] & 0x03;
    out->disc_type = bytes[8];
    out->disc_id = load_be32(bytes + 12);
    out->last_session_lead_in = load_be32(bytes + 16);
    out->last_possible_lead_out = load_be32(bytes + 20);
    out->bar_code = bytes + 24;
    out->application_code = bytes[32];
    out->opc_tables = bytes[33];
    out->opc_entries = span_from(&usable, MMC_DISC_INFORMATION_BYTES, (size_t)out->opc_tables * OPC_ENTRY_BYTES);
    return MMC_OK;
}

struct mmc_walk mmc_disc_opc_entries(const struct mmc_disc_information *information)
{
    return mmc_walk_of(information->opc_entries);
}

bool mmc_opc_entry_next(struct mmc_walk *walk, struct mmc_opc_entry *out)
{
    const uint8_t *at = mmc_walk_take(walk, OPC_ENTRY_BYTES);

    if (!at) return false;
    out->speed_kbs = load_be16(at);
    out->values = at + 2;
    return true;
}
