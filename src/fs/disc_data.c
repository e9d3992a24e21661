/* Reads files whose bytes are on a disc, a piece of an extent at a time. */
#include "fs/disc_data.h"

#include <string.h>

#include "base/alloc.h"
#include "fs/plan.h"

struct disc_source {
    struct fs_source source;
    struct fs_device *device;
    struct fs_disc_data data;
};

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

const struct fs_disc_extent *fs_disc_extent_at(const struct fs_disc_extent *extents, uint32_t count, uint64_t offset)
{
    uint32_t low = 0, high = count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (extents[middle].offset <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &extents[low];
}

/* From `offset` of a recorded extent on: the rest of a block, or as many whole blocks as one read may have. */
static int32_t read_recorded(struct fs_device *device, const struct fs_disc_extent *extent, uint64_t offset,
                             uint8_t *bytes, uint32_t count, uint32_t *got)
{
    uint32_t first = extent->first + (uint32_t)(offset / FS_BLOCK_BYTES), within = offset % FS_BLOCK_BYTES;
    uint32_t blocks = (uint32_t)least(count / FS_BLOCK_BYTES, FS_DEVICE_BLOCKS_MAX);
    uint8_t block[FS_BLOCK_BYTES];
    int32_t result;

    if (!within && blocks) {
        result = device->read_blocks(device, first, blocks, bytes);
        if (!result) *got = blocks * FS_BLOCK_BYTES;
        return result;
    }
    result = device->read_blocks(device, first, 1, block);
    if (result) return result;
    *got = (uint32_t)least(FS_BLOCK_BYTES - within, count);
    memcpy(bytes, block + within, *got);
    return 0;
}

static int32_t read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    struct disc_source *disc_source = (struct disc_source *)source;
    const struct fs_disc_extent *extent;

    *got = 0;
    if (offset >= source->size_bytes || !count) return 0;
    extent = fs_disc_extent_at(disc_source->data.extents, disc_source->data.extent_count, offset);
    offset -= extent->offset;
    count = (uint32_t)least(extent->size_bytes - offset, count);
    if (extent->kind == FS_EXTENT_RECORDED)
        return read_recorded(disc_source->device, extent, offset, bytes, count, got);
    memset(bytes, 0, count);
    *got = count;
    return 0;
}

static void release(struct fs_source *source)
{
    struct disc_source *disc_source = (struct disc_source *)source;

    disc_source->device->release(disc_source->device);
    base_free(disc_source);
}

/* The offset of each extent, and the pieces in front of it. */
static void count_bytes(struct disc_source *made, uint64_t *pieces)
{
    uint64_t pieces_before = 0;
    uint32_t i;

    for (i = 0; i < made->data.extent_count; i++) {
        struct fs_disc_extent *extent = &made->data.extents[i];

        extent->offset = made->source.size_bytes;
        pieces[i] = pieces_before;
        made->source.size_bytes += extent->size_bytes;
        pieces_before += fs_pieces_of(extent->size_bytes);
    }
    made->data.pieces = pieces;
}

struct fs_source *fs_disc_source_create(struct fs_device *device, const struct fs_disc_extent *extents, uint32_t count)
{
    size_t each = sizeof *extents + sizeof(uint64_t), room = (SIZE_MAX - sizeof(struct disc_source)) / each;
    struct disc_source *made = count <= room ? base_alloc(sizeof *made + count * each) : NULL;

    if (!made) return NULL;
    memcpy(made->data.extents, extents, count * sizeof *extents);
    made->data.extent_count = count;
    count_bytes(made, (uint64_t *)(void *)(made->data.extents + count)); /* behind the extents, which are of 64 bits */
    made->source.read_at = read_at;
    made->source.release = release;
    made->source.disc_data = &made->data;
    made->device = device;
    device->hold(device);
    return &made->source;
}
