/* The ring of whole transfers. */
#include "burn/ring.h"

#include <string.h>

#include "base/alloc.h"

bool burn_ring_open(struct burn_ring *ring, uint32_t transfer_bytes, uint64_t transfers)
{
    uint32_t slot_bytes = (transfer_bytes + BURN_PAGE_BYTES - 1) / BURN_PAGE_BYTES * BURN_PAGE_BYTES;
    uint32_t count = BURN_RING_BYTES / slot_bytes;
    uintptr_t start;

    memset(ring, 0, sizeof *ring);
    if (count > BURN_RING_SLOTS_MAX) count = BURN_RING_SLOTS_MAX;
    if (count > transfers) count = (uint32_t)transfers;
    ring->memory = base_alloc((size_t)slot_bytes * count + BURN_PAGE_BYTES - 1);
    if (!ring->memory) return false;
    start = ((uintptr_t)ring->memory + BURN_PAGE_BYTES - 1) / BURN_PAGE_BYTES * BURN_PAGE_BYTES;
    ring->slots = (uint8_t *)ring->memory + (start - (uintptr_t)ring->memory);
    ring->slot_bytes = slot_bytes;
    ring->slot_count = count;
    return true;
}

void burn_ring_close(struct burn_ring *ring)
{
    base_free(ring->memory);
    memset(ring, 0, sizeof *ring);
}

uint32_t burn_ring_bytes(const struct burn_ring *ring)
{
    return ring->slot_bytes * ring->slot_count;
}

uint32_t burn_ring_used_bytes(const struct burn_ring *ring)
{
    return ring->used_bytes;
}

bool burn_ring_is_full(const struct burn_ring *ring)
{
    return ring->used == ring->slot_count;
}

bool burn_ring_is_worth_filling(const struct burn_ring *ring)
{
    uint32_t unfilled = ring->slot_count - ring->used;

    return unfilled && unfilled >= ring->slot_count / 8;
}

static uint8_t *slot(const struct burn_ring *ring, uint32_t index)
{
    return ring->slots + (size_t)ring->slot_bytes * (index % ring->slot_count);
}

uint8_t *burn_ring_peek_free(const struct burn_ring *ring)
{
    return burn_ring_is_full(ring) ? NULL : slot(ring, ring->first + ring->used);
}

void burn_ring_commit(struct burn_ring *ring, const struct burn_transfer *transfer)
{
    ring->transfers[(ring->first + ring->used) % ring->slot_count] = *transfer;
    ring->used++;
    ring->used_bytes += transfer->bytes;
}

const uint8_t *burn_ring_peek_next(const struct burn_ring *ring, struct burn_transfer *transfer)
{
    if (!ring->used) return NULL;
    *transfer = ring->transfers[ring->first];
    return slot(ring, ring->first);
}

void burn_ring_release(struct burn_ring *ring)
{
    ring->used_bytes -= ring->transfers[ring->first].bytes;
    ring->first = (ring->first + 1) % ring->slot_count;
    ring->used--;
}
