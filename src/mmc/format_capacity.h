/* READ FORMAT CAPACITIES. */
#ifndef OPENIMAPI2_MMC_FORMAT_CAPACITY_H
#define OPENIMAPI2_MMC_FORMAT_CAPACITY_H

#include "mmc/reply.h"

enum { MMC_FORMAT_CAPACITIES_BYTES = 12 };

enum mmc_format_state {
    MMC_FORMAT_UNFORMATTED = 1, /* or blank */
    MMC_FORMAT_FORMATTED = 2,
    MMC_FORMAT_NO_MEDIUM = 3, /* or unknown */
};

struct mmc_format_capacities {
    uint32_t claimed_bytes; /* of the whole reply, as the drive says */
    uint32_t current_blocks;
    uint8_t current_state;        /* enum mmc_format_state; 0 reserved */
    uint32_t current_block_bytes; /* not to be trusted on BD */
    struct span formats;          /* usable bytes after the current descriptor */
};

/* returns  MMC_SHORT below 12 bytes.
 * source   MMC-6, READ FORMAT CAPACITIES: current/maximum capacity descriptor.
 */
enum mmc_status mmc_format_capacities_parse(const uint8_t *bytes, size_t count, struct mmc_format_capacities *out);

struct mmc_format {
    uint32_t blocks;
    uint8_t type;       /* 0 to 3Fh: 00h full, 10h CD-RW or DVD-RW full, 26h DVD+RW, 30h BD-RE with spare, ... */
    uint8_t subtype;    /* 0 to 3 */
    uint32_t parameter; /* 24 bits: block length, packet size, spare size; by type */
};
/* source  MMC-6, READ FORMAT CAPACITIES: formattable capacity descriptor. */
struct mmc_walk mmc_formats(const struct mmc_format_capacities *capacities);
bool mmc_format_next(struct mmc_walk *walk, struct mmc_format *out);

#endif
