/* Lead-in: table of contents and CD-TEXT. */
#include "sim/sim_lead_in.h"

#include "base/bytes.h"
#include "base/crc16.h"

enum {
    /* bytes of a frame */
    TRACK_AT = 1, /* 0 in a lead-in */
    POINT_AT = 2,
    POINT_MSF_AT = 7,
    /* POINT */
    POINT_FIRST = 0xa0,
    POINT_LAST = 0xa1,
    POINT_LEAD_OUT = 0xa2,
};

/* Minutes, seconds and frames as an address; a lead-in counts to 99:59:74, which is -151. */
static bool get_lba(const uint8_t msf[3], int32_t *lba)
{
    int32_t sectors = sim_q_sectors(msf);

    *lba = sectors - SIM_PRE_GAP_SECTORS;
    return sectors >= 0;
}

static void take_track(struct sim_lead_in *lead_in, const uint8_t *q)
{
    int number = sim_q_number(q[POINT_AT]);
    int32_t start;

    if (number < 1 || !get_lba(q + POINT_MSF_AT, &start)) return;
    lead_in->tracks[number].is_known = true;
    lead_in->tracks[number].control = q[0] >> 4;
    lead_in->tracks[number].start = start;
}

void sim_lead_in_take(struct sim_lead_in *lead_in, const uint8_t q[SIM_Q_BYTES])
{
    int number = sim_q_number(q[POINT_MSF_AT]);
    int32_t start;

    if (!sim_q_is_whole(q) || sim_q_adr(q) != SIM_Q_POSITION || q[TRACK_AT]) return;
    switch (q[POINT_AT]) {
    case POINT_FIRST:
        if (number < 0) break;
        lead_in->has_first = true;
        lead_in->first = (uint8_t)number;
        lead_in->disc_type = q[POINT_MSF_AT + 1];
        break;
    case POINT_LAST:
        if (number < 0) break;
        lead_in->has_last = true;
        lead_in->last = (uint8_t)number;
        break;
    case POINT_LEAD_OUT:
        if (!get_lba(q + POINT_MSF_AT, &start)) break;
        lead_in->has_lead_out = true;
        lead_in->lead_out = start;
        break;
    default:
        take_track(lead_in, q);
        break;
    }
}

bool sim_lead_in_is_whole(const struct sim_lead_in *lead_in)
{
    int32_t before = -1;
    unsigned number;

    if (!lead_in->has_first || !lead_in->has_last || !lead_in->has_lead_out) return false;
    if (!lead_in->first || lead_in->first > lead_in->last) return false;
    for (number = lead_in->first; number <= lead_in->last; number++) {
        const struct sim_lead_in_track *track = &lead_in->tracks[number];

        if (!track->is_known || track->start <= before) return false;
        before = track->start;
    }
    return lead_in->lead_out > before;
}

bool sim_text_pack_get(const uint8_t sub_code[SIM_SUB_CODE_BYTES], unsigned nth, uint8_t pack[SIM_TEXT_PACK_BYTES])
{
    enum { SYMBOLS = SIM_SUB_CODE_BYTES / SIM_TEXT_PACKS_OF_SECTOR, SYMBOL = 0x3f, CRC_AT = 16, TYPES = 0x80 };
    const uint8_t *symbols = sub_code + (size_t)nth * SYMBOLS;
    size_t i;

    /* Four symbols are three bytes. */
    for (i = 0; i < SYMBOLS / 4; i++) {
        const uint8_t *four = symbols + 4 * i;

        store_be24(pack + 3 * i, (uint32_t)(four[0] & SYMBOL) << 18 | (uint32_t)(four[1] & SYMBOL) << 12 |
                                     (uint32_t)(four[2] & SYMBOL) << 6 | (uint32_t)(four[3] & SYMBOL));
    }
    return (pack[0] & 0xf0) == TYPES && (load_be16(pack + CRC_AT) ^ base_crc16(pack, CRC_AT)) == 0xffff;
}

uint16_t sim_text_pack_key(const uint8_t pack[SIM_TEXT_PACK_BYTES])
{
    return (uint16_t)((pack[3] >> 4 & 0x07) << 8 | pack[2]);
}
