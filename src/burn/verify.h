/* Verification: checksums of the written data are kept, and compared with the data that the drive reads back.
 *
 * Full: every WRITE, with one checksum for a group of them; groups are so long that BURN_CHECKSUMS_MAX is enough, so
 * that the memory does not grow with the image. Quick: the first WRITE, the last two, and 64 spread over the rest.
 * Blocks before LBA 0 cannot be read and do not count.
 */
#ifndef OPENIMAPI2_BURN_VERIFY_H
#define OPENIMAPI2_BURN_VERIFY_H

#include "burn/plan.h"

enum { BURN_CHECKSUMS_MAX = 16384, BURN_SAMPLES_SPREAD = 64, BURN_SAMPLES_MAX = BURN_SAMPLES_SPREAD + 3 };

/* A walk through the WRITEs of a plan that count: one while they are written, one while they are read back. */
struct burn_checksum_walk {
    uint64_t transfers; /* seen so far */
    uint32_t index;     /* of the next checksum */
    uint32_t in_group;  /* transfers of the present group seen so far */
    uint32_t checksum;  /* of them */
    int32_t lba;        /* of its first block */
};

struct burn_verifier {
    bool is_full;
    uint64_t transfers;  /* all transfers that count */
    uint32_t group;      /* transfers that share a checksum */
    uint32_t *checksums; /* owned */
    struct burn_checksum_walk written;
    struct burn_checksum_walk read;
    struct burn_transfers reading;
    bool is_begun; /* the drive's cache is dropped */
    void *memory;  /* owned: one transfer, page-aligned at bytes */
    uint8_t *bytes;
};

/* Prepare the verification of this plan. False: no memory. */
bool burn_verifier_open(struct burn_verifier *verifier, const struct burn_plan *plan, bool is_full);
void burn_verifier_close(struct burn_verifier *verifier);

/* The caller's thread has read this transfer into the ring; to be called for all of them, in the plan's order. */
void burn_verifier_add(struct burn_verifier *verifier, const struct burn_transfer *transfer, const uint8_t *bytes);

#endif
