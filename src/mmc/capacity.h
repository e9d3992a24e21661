/* READ CAPACITY and READ BUFFER CAPACITY. */
#ifndef OPENIMAPI2_MMC_CAPACITY_H
#define OPENIMAPI2_MMC_CAPACITY_H

#include "mmc/reply.h"

enum { MMC_CAPACITY_BYTES = 8, MMC_BUFFER_CAPACITY_BYTES = 12 };

struct mmc_capacity {
    uint32_t last_lba;
    uint32_t block_bytes; /* as sent; 0 and 2352 are seen where 2048 is meant */
    bool has_blocks;      /* false: last LBA FFFFFFFFh, the drive does not know */
    uint32_t blocks;      /* last LBA + 1; a blank medium often says last LBA 0 */
};

/* returns  MMC_SHORT below 8 bytes.
 * source   MMC-6, READ CAPACITY.
 */
enum mmc_status mmc_capacity_parse(const uint8_t *bytes, size_t count, struct mmc_capacity *out);

struct mmc_buffer_capacity {
    bool in_blocks;  /* free counts blocks, and the length is not given */
    uint32_t length; /* bytes; 0 when in_blocks */
    uint32_t free;   /* bytes or blocks; in bytes never more than length */
};

/* returns  MMC_SHORT below 12 bytes.
 * source   MMC-6, READ BUFFER CAPACITY.
 */
enum mmc_status mmc_buffer_capacity_parse(const uint8_t *bytes, size_t count, struct mmc_buffer_capacity *out);

#endif
