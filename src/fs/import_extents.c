/* Collects extents, and reads structures that are spread over several of them. */
#include "fs/import_extents.h"

#include <string.h>

#include "base/alloc.h"
#include "fs/plan_private.h"

static bool grow(struct import_extents *extents)
{
    uint32_t room = extents->room ? extents->room * 2 : 4;
    struct fs_disc_extent *items;

    if (extents->items && extents->count < extents->room) return true;
    if (room < extents->room) return false;
    items = base_alloc_array(room, sizeof *items);
    if (!items) return false;
    if (extents->items) memcpy(items, extents->items, extents->count * sizeof *items);
    base_free(extents->items);
    extents->items = items;
    extents->room = room;
    return true;
}

static bool goes_on(const struct fs_disc_extent *last, enum fs_extent_kind kind, uint64_t first)
{
    if (last->kind != kind) return false;
    return kind == FS_EXTENT_UNALLOCATED || last->first + last->size_bytes / FS_BLOCK_BYTES == first;
}

enum fs_status import_extents_add(struct import_extents *extents, struct import_reads *reads, enum fs_extent_kind kind,
                                  uint64_t first, uint64_t size_bytes)
{
    struct fs_disc_extent *last = extents->items && extents->count ? &extents->items[extents->count - 1] : NULL;
    uint64_t blocks = fs_disc_blocks(reads->disc);

    if (!size_bytes) return FS_OK;
    if (!reads->extents_left || extents->size_bytes % FS_BLOCK_BYTES) return FS_DISC_DAMAGED;
    if (size_bytes > INT64_MAX - extents->size_bytes) return FS_DISC_DAMAGED;
    if (kind == FS_EXTENT_UNALLOCATED) {
        first = 0;
    } else if (first > blocks || fs_blocks_of(size_bytes) > blocks - first) {
        return FS_DISC_DAMAGED;
    }
    reads->extents_left--;
    if (last && goes_on(last, kind, first)) {
        last->size_bytes += size_bytes;
    } else {
        if (!grow(extents)) return FS_OUT_OF_MEMORY;
        extents->items[extents->count++] =
            (struct fs_disc_extent){size_bytes, (uint32_t)first, kind, extents->size_bytes};
    }
    extents->size_bytes += size_bytes;
    return FS_OK;
}

void import_extents_cut(struct import_extents *extents, uint64_t size_bytes)
{
    if (size_bytes >= extents->size_bytes) return;
    while (extents->count && extents->items[extents->count - 1].offset >= size_bytes)
        extents->count--;
    if (extents->count) {
        struct fs_disc_extent *last = &extents->items[extents->count - 1];

        last->size_bytes = size_bytes - last->offset;
    }
    extents->size_bytes = size_bytes;
}

void import_extents_free(struct import_extents *extents)
{
    base_free(extents->items);
    memset(extents, 0, sizeof *extents);
}

void import_bytes_init(struct import_bytes *bytes, struct import_reads *reads, const struct import_extents *extents)
{
    bytes->reads = reads;
    bytes->extents = extents;
    bytes->memory = NULL;
    bytes->size_bytes = extents->size_bytes;
    bytes->block_number = UINT64_MAX;
}

/* Have the block of the structure that is `number`. */
static enum fs_status load(struct import_bytes *bytes, uint64_t number)
{
    const struct fs_disc_extent *extent;
    enum fs_status status;

    if (bytes->block_number == number) return FS_OK;
    bytes->block_number = UINT64_MAX;
    extent = fs_disc_extent_at(bytes->extents->items, bytes->extents->count, number * FS_BLOCK_BYTES);
    if (extent->kind != FS_EXTENT_RECORDED) return FS_DISC_DAMAGED;
    status = import_read(bytes->reads, extent->first + (number - extent->offset / FS_BLOCK_BYTES), bytes->block);
    if (status == FS_OK) bytes->block_number = number;
    return status;
}

enum fs_status import_bytes_read(struct import_bytes *bytes, uint64_t offset, void *to, size_t count)
{
    uint8_t *at = to;

    if (offset > bytes->size_bytes || count > bytes->size_bytes - offset) return FS_DISC_DAMAGED;
    if (bytes->memory) {
        memcpy(at, bytes->memory + offset, count);
        return FS_OK;
    }
    while (count) {
        size_t within = offset % FS_BLOCK_BYTES;
        size_t piece = count < FS_BLOCK_BYTES - within ? count : FS_BLOCK_BYTES - within;
        enum fs_status status = load(bytes, offset / FS_BLOCK_BYTES);

        if (status != FS_OK) return status;
        memcpy(at, bytes->block + within, piece);
        at += piece;
        offset += piece;
        count -= piece;
    }
    return FS_OK;
}
