/* Finds the region of each byte of an image, and generates the byte or reads it from its file. */
#include "fs/image.h"

#include <string.h>

#include "fs/plan_private.h"

enum { SOURCE_READ_MAX = 1 << 30 }; /* bytes that a source is asked for at once */

static uint32_t first_data_block(const struct fs_item *item)
{
    return item->data_block;
}

/* The region that the block is in, or NULL; `end` is the block behind the region or behind the gap. */
static const struct fs_region *region_at(const struct fs_plan *plan, uint32_t block, uint32_t *end)
{
    unsigned i;

    for (i = 0; i < plan->region_count; i++) {
        const struct fs_region *region = &plan->regions[i];

        if (block < region->first) {
            *end = region->first;
            return NULL;
        }
        if (block - region->first < region->count) {
            *end = region->first + region->count;
            return region;
        }
    }
    *end = plan->end;
    return NULL;
}

enum fs_status fs_source_read(struct fs_source *source, uint64_t offset, void *bytes, size_t count,
                              struct fs_failure *failure)
{
    uint8_t *to = bytes;

    while (count) {
        uint32_t wanted = count < SOURCE_READ_MAX ? (uint32_t)count : SOURCE_READ_MAX, got = 0;
        int32_t result = source->read_at(source, offset, to, wanted, &got);

        if (result) {
            failure->source_result = result;
            return FS_SOURCE_FAILED;
        }
        if (!got || got > wanted) {
            failure->source_bytes = offset;
            return FS_SOURCE_SHORT;
        }
        offset += got;
        to += got;
        count -= got;
    }
    return FS_OK;
}

static size_t least(uint64_t a, size_t b)
{
    return a < b ? (size_t)a : b;
}

/* From `position` of a source on, to the end of its last block at most. */
static enum fs_status read_source(struct fs_source *source, uint64_t position, uint64_t size, uint8_t *bytes,
                                  size_t *count, struct fs_failure *failure)
{
    if (position < size) {
        *count = least(size - position, *count);
        return fs_source_read(source, position, bytes, *count, failure);
    }
    *count = least(fs_blocks_of(size) * FS_BLOCK_BYTES - position, *count);
    memset(bytes, 0, *count);
    return FS_OK;
}

/* From `offset` of the disc on, which is in a region of bytes of sources. */
static enum fs_status read_data(const struct fs_plan *plan, const struct fs_region *region, uint64_t offset,
                                uint8_t *bytes, size_t *count, struct fs_failure *failure)
{
    struct fs_source *source = region->argument;
    const struct fs_item *item;
    enum fs_status status;
    uint32_t at;

    if (source)
        return read_source(source, offset - (uint64_t)region->first * FS_BLOCK_BYTES, source->size_bytes, bytes, count,
                           failure);
    at =
        fs_plan_search(plan, plan->data_order, plan->data_count, first_data_block, (uint32_t)(offset / FS_BLOCK_BYTES));
    item = &plan->items[plan->data_order[at]];
    status = read_source(item->node->source, offset - (uint64_t)item->data_block * FS_BLOCK_BYTES,
                         item->node->size_bytes, bytes, count, failure);
    if (status != FS_OK) failure->node = item->node;
    return status;
}

/* Part of one block of structures. */
static void read_block(const struct fs_plan *plan, const struct fs_region *region, uint64_t offset, uint8_t *bytes,
                       size_t *count)
{
    uint32_t index = (uint32_t)(offset / FS_BLOCK_BYTES) - region->first;
    size_t within = offset % FS_BLOCK_BYTES;
    uint8_t block[FS_BLOCK_BYTES];

    *count = least(FS_BLOCK_BYTES - within, *count);
    if (*count == FS_BLOCK_BYTES) {
        memset(bytes, 0, FS_BLOCK_BYTES);
        region->produce(plan, region, index, bytes);
        return;
    }
    memset(block, 0, sizeof block);
    region->produce(plan, region, index, block);
    memcpy(bytes, block + within, *count);
}

enum fs_status fs_image_read(const struct fs_plan *plan, uint64_t offset, void *bytes, size_t count, size_t *got,
                             struct fs_failure *failure)
{
    uint64_t size = (uint64_t)fs_plan_blocks(plan) * FS_BLOCK_BYTES;
    uint8_t *to = bytes;

    *got = 0;
    memset(failure, 0, sizeof *failure);
    if (offset >= size) return FS_OK;
    count = least(size - offset, count);
    offset += (uint64_t)plan->image_first * FS_BLOCK_BYTES;
    while (*got < count) {
        uint32_t end;
        uint64_t at = offset + *got;
        const struct fs_region *region = region_at(plan, (uint32_t)(at / FS_BLOCK_BYTES), &end);
        size_t piece = least((uint64_t)end * FS_BLOCK_BYTES - at, count - *got);
        enum fs_status status = FS_OK;

        if (!region) {
            memset(to + *got, 0, piece);
        } else if (region->produce) {
            read_block(plan, region, at, to + *got, &piece);
        } else {
            status = read_data(plan, region, at, to + *got, &piece, failure);
        }
        if (status != FS_OK) return status;
        *got += piece;
    }
    return FS_OK;
}
