/* The sub-code of a sector in a raw audio image: its Q frame, its P bit, and the bytes that carry them. */
#ifndef OPENIMAPI2_RAWCD_SUB_CODE_H
#define OPENIMAPI2_RAWCD_SUB_CODE_H

#include <stdbool.h>
#include <stdint.h>

#include "rawcd/layout.h"

enum {
    RAWCD_Q_BYTES = 12,
    RAWCD_PQ_BYTES = 16, /* MMC, data block type 1: Q, padding, and P in bit 7 of the last byte */
    RAWCD_PW_BYTES = 96, /* MMC, data block types 2 and 3: a byte for each symbol, P in bit 7, Q in bit 6, R-W below */
};

/* The frame of sub-code Q of a sector (IEC 60908, 17.5), with its CRC.
 * layout  has at least one track.
 * lba     RAWCD_LEAD_IN to lead_out + RAWCD_LEAD_OUT_SECTORS - 1.
 */
void rawcd_make_q(const struct rawcd_layout *layout, int32_t lba, uint8_t q[RAWCD_Q_BYTES]);

/* The same for sub-code P: true if its 96 bits are ones. */
bool rawcd_has_p(const struct rawcd_layout *layout, int32_t lba);

/* The sub-code of a sector in its two forms. rw: 96 bytes, whose bits 5-0 are R-W. NULL: zeros. */
void rawcd_make_pq(const struct rawcd_layout *layout, int32_t lba, uint8_t bytes[RAWCD_PQ_BYTES]);
void rawcd_make_pw(const struct rawcd_layout *layout, int32_t lba, const uint8_t *rw, uint8_t bytes[RAWCD_PW_BYTES]);

#endif
