/* The table of contents of an audio disc, as READ TOC/PMA/ATIP returns it (MMC, format 0000b, addresses as LBA). The
 * caller, who knows where the tracks begin, fills in the rows.
 */
#ifndef OPENIMAPI2_RAWCD_TOC_H
#define OPENIMAPI2_RAWCD_TOC_H

#include <stddef.h>
#include <stdint.h>

enum {
    RAWCD_TOC_ROWS_MAX = 100, /* 99 tracks and the lead-out */
    RAWCD_TOC_BYTES_MAX = 4 + 8 * RAWCD_TOC_ROWS_MAX,
    RAWCD_TOC_LEAD_OUT = 0xAA, /* its track number */
};

/* The head of a table of tracks numbered first to last, with rows of zeros.
 * toc       room for RAWCD_TOC_BYTES_MAX.
 * returns   length of the whole table in bytes.
 */
size_t rawcd_toc_begin(uint8_t *toc, unsigned first, unsigned last);

/* One row of it. row: 0 is the first track's; the lead-out's comes last. control: bits 3-0 (IEC 60908). */
void rawcd_toc_put(uint8_t *toc, unsigned row, unsigned number, uint8_t control, int32_t lba);

#endif
