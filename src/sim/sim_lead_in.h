/* The data that a drive gets from the sub-code of a lead-in: the table of contents from its Q frames, and the packs of
 * CD-TEXT from its channels R to W.
 */
#ifndef OPENIMAPI2_SIM_SIM_LEAD_IN_H
#define OPENIMAPI2_SIM_SIM_LEAD_IN_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/sim_q.h"

enum {
    SIM_LEAD_IN_TRACKS_MAX = 99,
    SIM_TEXT_PACK_BYTES = 18,
    SIM_TEXT_PACKS_OF_SECTOR = 4, /* 24 of the 96 bytes each */
    SIM_TEXT_PACK_KEYS = 2048,    /* 8 blocks of 256 packs */
};

/* IEC 60908: POINT A0h, A1h, A2h and the tracks. To be cleared before the first frame. */
struct sim_lead_in {
    bool has_first, has_last, has_lead_out;
    uint8_t first, last; /* track numbers */
    uint8_t disc_type;   /* 00h audio or data, 10h CD-I, 20h XA */
    int32_t lead_out;
    struct sim_lead_in_track {
        bool is_known;
        uint8_t control; /* of sub-channel Q */
        int32_t start;
    } tracks[SIM_LEAD_IN_TRACKS_MAX + 1]; /* by number */
};

/* Take one more frame; it is ignored when its CRC is wrong, when it is invalid, or when it is not from a lead-in. */
void sim_lead_in_take(struct sim_lead_in *lead_in, const uint8_t q[SIM_Q_BYTES]);

/* Is everything there that a disc needs: first and last track, their starts in rising order from LBA 0 on, and the
 * lead-out after the last?
 */
bool sim_lead_in_is_whole(const struct sim_lead_in *lead_in);

/* Pack 0 to 3 of a sector's sub-code, six bits from each byte (Red Book, CD-TEXT). False: it is not a text pack, or its
 * CRC is wrong.
 */
bool sim_text_pack_get(const uint8_t sub_code[SIM_SUB_CODE_BYTES], unsigned nth, uint8_t pack[SIM_TEXT_PACK_BYTES]);

/* The position of a pack among all packs: its block and its sequence number in the block; below SIM_TEXT_PACK_KEYS. */
uint16_t sim_text_pack_key(const uint8_t pack[SIM_TEXT_PACK_BYTES]);

#endif
