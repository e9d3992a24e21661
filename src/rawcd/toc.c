/* Lays out the table of contents of READ TOC/PMA/ATIP, format 0000b. */
#include "rawcd/toc.h"

#include <string.h>

#include "base/bytes.h"

enum { HEAD_BYTES = 4, ROW_BYTES = 8, ADR_POSITION = 0x10 };

size_t rawcd_toc_begin(uint8_t *toc, unsigned first, unsigned last)
{
    size_t bytes = HEAD_BYTES + (size_t)ROW_BYTES * (last - first + 2);

    memset(toc, 0, bytes);
    store_be16(toc, (uint16_t)(bytes - 2));
    toc[2] = (uint8_t)first;
    toc[3] = (uint8_t)last;
    return bytes;
}

void rawcd_toc_put(uint8_t *toc, unsigned row, unsigned number, uint8_t control, int32_t lba)
{
    uint8_t *bytes = toc + HEAD_BYTES + (size_t)ROW_BYTES * row;

    bytes[1] = ADR_POSITION | control;
    bytes[2] = (uint8_t)number;
    store_be32(bytes + 4, (uint32_t)lba);
}
