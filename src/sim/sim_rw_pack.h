/* Packs of the channels R to W: 24 symbols of six bits, four packs in a sector, with two bytes of parity over the first
 * four symbols and four over all. IEC 60908, channels R to W.
 */
#ifndef OPENIMAPI2_SIM_SIM_RW_PACK_H
#define OPENIMAPI2_SIM_SIM_RW_PACK_H

#include <stdint.h>

enum { SIM_RW_SYMBOLS = 24, SIM_RW_PACKS_OF_SECTOR = 4 };

/* Replace symbols 2, 3 and 20 to 23 with the drive's parity, as a drive does with cooked data (MMC-6, data block type
 * 2). Bits 7 and 6 of each byte, P and Q, stay unchanged.
 */
void sim_rw_pack_put_parity(uint8_t symbols[SIM_RW_SYMBOLS]);

#endif
