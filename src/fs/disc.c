/* Caches rows of 32 blocks that begin at multiples of 32, and replaces the least recently used row. */
#include "fs/disc.h"

#include <string.h>

#include "base/alloc.h"
#include "fs/plan.h"

enum { ROWS = 64, ROW_BYTES = FS_DEVICE_BLOCKS_MAX * FS_BLOCK_BYTES };

struct row {
    uint32_t first;
    uint32_t present; /* a bit for each block */
    uint64_t used;    /* 0: the row is free */
    uint8_t *bytes;   /* NULL until the row is used */
};

struct fs_disc {
    struct fs_device *device;
    int32_t result;
    uint32_t failed_block;
    uint64_t uses;
    struct row rows[ROWS];
};

struct fs_disc *fs_disc_create(struct fs_device *device)
{
    struct fs_disc *disc = base_alloc(sizeof *disc);

    if (!disc) return NULL;
    device->hold(device);
    disc->device = device;
    return disc;
}

void fs_disc_destroy(struct fs_disc *disc)
{
    unsigned i;

    if (!disc) return;
    for (i = 0; i < ROWS; i++)
        base_free(disc->rows[i].bytes);
    disc->device->release(disc->device);
    base_free(disc);
}

struct fs_device *fs_disc_peek_device(const struct fs_disc *disc)
{
    return disc->device;
}

uint32_t fs_disc_blocks(const struct fs_disc *disc)
{
    return disc->device->block_count;
}

int32_t fs_disc_result(const struct fs_disc *disc)
{
    return disc->result;
}

/* The row that begins at `first`, or the one that is to be replaced. */
static struct row *find_row(struct fs_disc *disc, uint32_t first)
{
    unsigned i, oldest = 0;

    for (i = 0; i < ROWS; i++) {
        if (disc->rows[i].used && disc->rows[i].first == first) return &disc->rows[i];
        if (disc->rows[i].used < disc->rows[oldest].used) oldest = i;
    }
    return &disc->rows[oldest];
}

uint32_t fs_disc_failed_block(const struct fs_disc *disc)
{
    return disc->failed_block;
}

/* A block that its row lacks: an unreadable one, as at the end of a track, takes its neighbours with it. */
static enum fs_status read_alone(struct fs_disc *disc, struct row *row, uint32_t lba, uint8_t *bytes)
{
    int32_t result = disc->device->read_blocks(disc->device, lba, 1, bytes);

    if (result) {
        disc->result = result;
        disc->failed_block = lba;
        return FS_DEVICE_FAILED;
    }
    row->present |= UINT32_C(1) << lba % FS_DEVICE_BLOCKS_MAX;
    return FS_OK;
}

enum fs_status fs_disc_read(struct fs_disc *disc, uint64_t lba, void *block)
{
    uint32_t within = (uint32_t)(lba % FS_DEVICE_BLOCKS_MAX), blocks = disc->device->block_count, first, count;
    uint8_t *bytes;
    struct row *row;

    if (lba >= blocks) return FS_DISC_DAMAGED;
    first = (uint32_t)lba - within;
    count = blocks - first < FS_DEVICE_BLOCKS_MAX ? blocks - first : FS_DEVICE_BLOCKS_MAX;
    row = find_row(disc, first);
    if (!row->bytes) row->bytes = base_alloc(ROW_BYTES);
    if (!row->bytes) return FS_OUT_OF_MEMORY;
    if (row->first != first || !row->used) {
        row->first = first;
        row->present = disc->device->read_blocks(disc->device, first, count, row->bytes) ? 0 : UINT32_MAX;
    }
    row->used = ++disc->uses;
    bytes = row->bytes + (size_t)within * FS_BLOCK_BYTES;
    if (!(row->present >> within & 1) && read_alone(disc, row, (uint32_t)lba, bytes) != FS_OK) return FS_DEVICE_FAILED;
    memcpy(block, bytes, FS_BLOCK_BYTES);
    return FS_OK;
}
