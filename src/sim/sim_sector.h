/* Data sectors of a CD: sync, header, EDC and ECC, the scrambler, and the type of a sector. ECMA-130, clauses 14 to 16
 * and annexes A and B; Yellow Book, mode 2 forms 1 and 2 (CD-ROM XA).
 */
#ifndef OPENIMAPI2_SIM_SIM_SECTOR_H
#define OPENIMAPI2_SIM_SIM_SECTOR_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/store.h"

enum { SIM_XA_BYTES = 2336 }; /* of mode 2: the sub-header and everything after it */

/* Make a sector of mode 1. lba: 0 and up. is_whole: false leaves EDC and ECC 0, which take much longer than all the
 * rest.
 */
void sim_sector_mode1(uint32_t lba, const uint8_t user[SIM_BLOCK_BYTES], bool is_whole,
                      uint8_t sector[SIM_SECTOR_BYTES]);

/* Make a sector of mode 2 from its sub-header on, in which bit 5 of byte 2 selects form 2; the bytes in the places of
 * EDC and ECC are ignored. lba: 0 and up.
 */
void sim_sector_xa(uint32_t lba, const uint8_t from_sub_header[SIM_XA_BYTES], uint8_t sector[SIM_SECTOR_BYTES]);

/* Scramble a plain sector, or unscramble a scrambled one: bytes 12 and up. */
void sim_sector_scramble(uint8_t sector[SIM_SECTOR_BYTES]);

enum sim_sector_type {
    SIM_SECTOR_AUDIO,  /* no sync */
    SIM_SECTOR_MODE_0, /* zeros, as before a data track */
    SIM_SECTOR_MODE_1,
    SIM_SECTOR_MODE_2, /* no sub-header: its two copies differ */
    SIM_SECTOR_FORM_1,
    SIM_SECTOR_FORM_2,
};

/* The type of a sector that is not scrambled. */
enum sim_sector_type sim_sector_type_of(const uint8_t sector[SIM_SECTOR_BYTES]);

/* Does the sector begin with the sync of a data sector? */
bool sim_sector_has_sync(const uint8_t sector[SIM_SECTOR_BYTES]);

#endif
