/* The bounded ring between the thread that reads the source and the worker that writes; each slot holds one WRITE.
 *
 * A slot is page-aligned, and WRITE is sent from it: the ring holds the only copy of each byte. The ring does no
 * locking; the caller locks (burn/pump.h). The memory of a slot belongs to the reader from peek_free to commit, to the
 * worker from peek_next to release.
 */
#ifndef OPENIMAPI2_BURN_RING_H
#define OPENIMAPI2_BURN_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 16 MiB: a source may stall for more than half a second at the fastest speed of DVD (22 MB/s). */
enum { BURN_RING_SLOTS_MAX = 256, BURN_RING_BYTES = 16 << 20, BURN_PAGE_BYTES = 4096 };

/* The data of one WRITE. */
struct burn_transfer {
    size_t step; /* of the plan */
    int32_t lba;
    uint32_t blocks;
    uint32_t bytes;
    bool is_last; /* of its step */
};

struct burn_ring {
    void *memory;        /* owned */
    uint8_t *slots;      /* page-aligned, within memory */
    uint32_t slot_bytes; /* a multiple of a page */
    uint32_t slot_count;
    uint32_t first;      /* the oldest full slot */
    uint32_t used;       /* full slots */
    uint32_t used_bytes; /* of their transfers */
    struct burn_transfer transfers[BURN_RING_SLOTS_MAX];
};

/* Open a ring with slots of `transfer_bytes` (1 to BURN_RING_BYTES): as many as fit BURN_RING_BYTES, at most
 * `transfers` (not 0). False: no memory.
 */
bool burn_ring_open(struct burn_ring *ring, uint32_t transfer_bytes, uint64_t transfers);
void burn_ring_close(struct burn_ring *ring);

uint32_t burn_ring_bytes(const struct burn_ring *ring);
uint32_t burn_ring_used_bytes(const struct burn_ring *ring); /* of transfers, not of slots */
bool burn_ring_is_full(const struct burn_ring *ring);

/* Is an eighth of the ring free, or one slot of a small ring? Waking its reader for less costs more than the slot is
 * worth, and 14 MiB still last for half a second at the fastest speed of DVD.
 */
bool burn_ring_is_worth_filling(const struct burn_ring *ring);

/* The next free slot, or NULL. */
uint8_t *burn_ring_peek_free(const struct burn_ring *ring);
void burn_ring_commit(struct burn_ring *ring, const struct burn_transfer *transfer);

/* The oldest full slot, or NULL. */
const uint8_t *burn_ring_peek_next(const struct burn_ring *ring, struct burn_transfer *transfer);
void burn_ring_release(struct burn_ring *ring);

#endif
