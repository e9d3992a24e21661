/* Packs in the sub-code of the lead-in: channels R to W carry 6 bits in each of a sector's 96 bytes; a sector has four
 * packs, and the packs are repeated over and over (MMC-3, annex J; without the interleaving and parity of R-W
 * graphics).
 */
#ifndef OPENIMAPI2_CDTEXT_SYMBOLS_H
#define OPENIMAPI2_CDTEXT_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

enum { CDTEXT_PACK_SYMBOLS = 24, CDTEXT_SECTOR_SYMBOLS = 96, CDTEXT_SECTOR_PACKS = 4 };

/* 18 bytes as 24 symbols of 6 bits in bits 5-0, the most significant first, and back; bits 7-6 are ignored. */
void cdtext_symbols_of_pack(const uint8_t *pack, uint8_t *symbols);
void cdtext_pack_of_symbols(const uint8_t *symbols, uint8_t *pack);

/* A sector of the lead-in: of `count` packs those from number 4 * sector on, starting again with the first after the
 * last.
 * packs    count * 18 bytes; a count of 0 makes zeros.
 * sector   counted from the beginning of the cycle; a negative one is before it.
 * symbols  out: 96 bytes.
 */
void cdtext_fill_sector(const uint8_t *packs, size_t count, int32_t sector, uint8_t *symbols);

#endif
