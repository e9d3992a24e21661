/* The caller's thread fills the ring from the source: short reads, an early end, a failure of the source. */
#include <string.h>

#include "burn/run.h"
#include "burn/verify.h"

static enum burn_status move_to(struct burn_run *run, uint64_t offset, struct burn_failure *failure)
{
    struct burn_source *source = run->source;
    int32_t result;

    if (run->source_at == offset) return BURN_OK;
    result = source->seek(source, offset);
    if (result) {
        burn_fail(failure, BURN_SOURCE_FAILED);
        failure->source_result = result;
        return failure->status;
    }
    run->source_at = offset;
    return BURN_OK;
}

/* Exactly `count` bytes. missing: how many did not come. */
static enum burn_status read_whole(struct burn_run *run, uint8_t *bytes, uint32_t count, uint32_t *missing,
                                   struct burn_failure *failure)
{
    struct burn_source *source = run->source;

    *missing = count;
    while (*missing) { /* ends: each turn reads a byte at least */
        uint32_t got = 0;
        int32_t result = source->read(source, bytes + (count - *missing), *missing, &got);

        if (result) {
            burn_fail(failure, BURN_SOURCE_FAILED);
            failure->source_result = result;
            return failure->status;
        }
        if (!got) return burn_fail(failure, BURN_SOURCE_SHORT);
        if (got > *missing) got = *missing;
        *missing -= got;
        run->source_at += got;
        if (*missing && burn_run_is_cancelled(run)) return burn_fail(failure, BURN_CANCELLED);
        if (*missing) burn_run_tell(run);
    }
    return BURN_OK;
}

/* Part of a run that a transfer covers: how many of its blocks lie in [from, from + count) of the run. */
static uint32_t overlap(uint32_t begin, uint32_t end, uint32_t from, uint32_t count)
{
    uint32_t first = begin > from ? begin : from;
    uint32_t last = end < from + count ? end : from + count;

    return last > first ? last - first : 0;
}

/* Zeros, blocks of the source, zeros: what of each this transfer has. */
static enum burn_status fill(struct burn_run *run, const struct burn_run_of_blocks *blocks,
                             const struct burn_transfer *transfer, uint8_t *bytes, struct burn_failure *failure)
{
    uint32_t at = (uint32_t)(transfer->lba - blocks->start_lba);
    uint32_t source_end = blocks->zeros_before + blocks->source_blocks;
    uint32_t before = overlap(0, blocks->zeros_before, at, transfer->blocks);
    uint32_t middle = overlap(blocks->zeros_before, source_end, at, transfer->blocks);
    uint32_t behind = transfer->blocks - before - middle;
    uint32_t missing = 0;
    uint64_t block;

    memset(bytes, 0, (size_t)before * blocks->block_bytes);
    memset(bytes + (size_t)(before + middle) * blocks->block_bytes, 0, (size_t)behind * blocks->block_bytes);
    if (!middle) return BURN_OK;
    block = blocks->source_block + (at + before - blocks->zeros_before);
    if (move_to(run, block * blocks->block_bytes, failure) != BURN_OK ||
        read_whole(run, bytes + (size_t)before * blocks->block_bytes, middle * blocks->block_bytes, &missing,
                   failure) != BURN_OK) {
        uint32_t whole = missing ? middle - (missing + blocks->block_bytes - 1) / blocks->block_bytes : 0;

        failure->lba = transfer->lba + (int32_t)(before + whole);
        return failure->status;
    }
    return BURN_OK;
}

/* A drive whose buffer is to stay full begins with a full ring: until then the worker is called for a cancel alone. */
static void commit(struct burn_run *run, const struct burn_transfer *transfer)
{
    struct burn_pump *pump = run->tools->pump;
    struct burn_progress *progress = &run->progress;
    int32_t last = transfer->lba + (int32_t)transfer->blocks - 1;
    bool calls;

    run->transfers_left--;
    pump->lock(pump);
    burn_ring_commit(&run->ring, transfer);
    run->read = *transfer;
    if (last > progress->last_read_lba && last - progress->start_lba < (int64_t)progress->block_count) {
        progress->last_read_lba = last; /* what is read ahead for another run is none of this one's */
    }
    run->is_read = run->transfers_left == 0;
    if (run->is_read || burn_ring_is_full(&run->ring)) run->is_prefilled = true;
    calls = run->is_prefilled || burn_run_is_cancelled(run);
    pump->unlock(pump);
    if (calls) pump->resume(pump);
}

bool burn_read_ahead(struct burn_run *run)
{
    struct burn_pump *pump = run->tools->pump;
    const struct burn_step *step;
    struct burn_transfer transfer;
    struct burn_failure failure;
    uint8_t *bytes = NULL;

    if (!run->transfers_left) return false;
    pump->lock(pump);
    if (run->failure.status == BURN_OK) bytes = burn_ring_peek_free(&run->ring);
    pump->unlock(pump);
    if (!bytes || !burn_plan_next_transfer(run->plan, &run->reading, &transfer, &step)) return false;
    if (fill(run, &step->run, &transfer, bytes, &failure) != BURN_OK) {
        burn_run_fail(run, &failure);
        pump->resume(pump);
        return false;
    }
    if (run->verifier) burn_verifier_add(run->verifier, &transfer, bytes);
    commit(run, &transfer);
    return true;
}
