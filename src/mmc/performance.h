/* GET PERFORMANCE, types 00h (performance) and 03h (write speed). */
#ifndef OPENIMAPI2_MMC_PERFORMANCE_H
#define OPENIMAPI2_MMC_PERFORMANCE_H

#include "mmc/reply.h"

enum { MMC_PERFORMANCE_HEADER_BYTES = 8, MMC_PERFORMANCE_DESCRIPTOR_BYTES = 16 };

struct mmc_performance {
    uint64_t claimed_bytes; /* of the whole reply, as the drive says; may be up to 1 0000 0003h */
    bool write;
    bool except;
    struct span descriptors; /* usable bytes after the header */
};

/* returns  MMC_SHORT below 8 bytes.
 * source   MMC-6, GET PERFORMANCE: performance result header.
 */
enum mmc_status mmc_performance_parse(const uint8_t *bytes, size_t count, struct mmc_performance *out);

struct mmc_walk mmc_performance_descriptors(const struct mmc_performance *performance);

/* Type 00h, nominal performance. */
struct mmc_nominal_performance {
    uint32_t start_lba;
    uint32_t start_kbs;
    uint32_t end_lba;
    uint32_t end_kbs;
};
bool mmc_nominal_performance_next(struct mmc_walk *walk, struct mmc_nominal_performance *out);

/* Type 03h. Drives repeat descriptors, and some give a count as the last LBA. */
struct mmc_write_performance {
    uint8_t rotation;      /* WRC: 0 CLV or the medium's own, 1 CAV */
    bool restore_defaults; /* RDD */
    bool exact;
    bool mixed_read_write; /* MRW */
    uint32_t end_lba;
    uint32_t read_kbs;
    uint32_t write_kbs;
};
bool mmc_write_performance_next(struct mmc_walk *walk, struct mmc_write_performance *out);

#endif
