/* Converts a disc's texts into the packs of its lead-in, and packs of any origin into texts (MMC-3, annex J). */
#ifndef OPENIMAPI2_CDTEXT_PACKS_H
#define OPENIMAPI2_CDTEXT_PACKS_H

#include <stddef.h>
#include <stdint.h>

#include "cdtext/cd_text.h"

enum {
    CDTEXT_PACK_BYTES = 18,
    CDTEXT_BLOCK_PACKS_MAX = CDTEXT_PACKS_MAX + 3,
    CDTEXT_BLOCK_BYTES_MAX = CDTEXT_BLOCK_PACKS_MAX * CDTEXT_PACK_BYTES,
    CDTEXT_DISC_PACKS_MAX = 2048,
    CDTEXT_PACKS_FILE_BYTES_MAX = 4 + CDTEXT_DISC_PACKS_MAX * CDTEXT_PACK_BYTES + 1,
};

/* The packs of a disc with their checksums: one block, in ISO 8859-1. A disc without any text has none.
 * packs    room for CDTEXT_BLOCK_BYTES_MAX.
 * count    out: the number of packs; 0 on failure.
 * returns  CDTEXT_OK, CDTEXT_TOO_LONG.
 */
enum cdtext_status cdtext_encode(const struct cdtext *text, uint8_t *packs, size_t *count, struct cdtext_fault *fault);

/* The texts of packs: those of their first block, in ISO 8859-1 or ASCII. Packs of types without texts are skipped.
 * bytes    packs in a row; the four-byte head of a READ TOC/PMA/ATIP reply before them and a single zero after them are
 *          accepted. A checksum of 0 counts as unchecked.
 * text     out; undefined on failure.
 * returns  CDTEXT_BAD_SIZE, CDTEXT_BAD_CRC, CDTEXT_BAD_SEQUENCE, CDTEXT_BAD_PACK, CDTEXT_BAD_CODE, and the faults of
 *          cdtext_put_bytes and cdtext_set_tracks.
 */
enum cdtext_status cdtext_decode(const uint8_t *bytes, size_t count, struct cdtext *text, struct cdtext_fault *fault);

#endif
