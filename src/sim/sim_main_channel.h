/* The bytes of a sector's main channel that READ CD sends: sync, header, sub-header, user data, EDC and ECC, as the
 * CDB's byte 9 selects. MMC-6, READ CD, main channel selection and definition values.
 */
#ifndef OPENIMAPI2_SIM_SIM_MAIN_CHANNEL_H
#define OPENIMAPI2_SIM_SIM_MAIN_CHANNEL_H

#include "sim/sim_sector.h"

/* Bits of byte 9. */
enum {
    SIM_SELECT_SYNC = 0x80,
    SIM_SELECT_SUB_HEADER = 0x40,
    SIM_SELECT_HEADER = 0x20,
    SIM_SELECT_USER_DATA = 0x10,
    SIM_SELECT_EDC_ECC = 0x08,
};

/* Does a sector of this type match the expected sector type (CDB byte 1, bits 4-2: 0 any, 1 CD-DA, 2 mode 1, 3 mode 2,
 * 4 form 1, 5 form 2)? Every sector of mode 2 matches type 3.
 */
bool sim_main_channel_expects(uint8_t expected, enum sim_sector_type type);

/* The selected bytes of a sector, which are contiguous.
 * expected  as in the CDB; the type must match it. With 3, the data of a form are those of all of mode 2.
 * returns   false for a selection with a gap, which no drive accepts. count: 0 to 2352.
 */
bool sim_main_channel_select(uint8_t expected, enum sim_sector_type type, uint8_t selection, uint32_t *start,
                             uint32_t *count);

#endif
