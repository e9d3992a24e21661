/* Places the old blocks of a rewritable disc before the session that is appended to it. */
#include "fs/append.h"

#include "fs/disc_data.h"
#include "fs/plan_private.h"
#include "fs/udf_volume.h"

enum {
    ANCHOR = 256,
    ALIGNMENT = 32, /* 64 KiB, as everything in an image ends */
};

uint64_t fs_append_start_behind(uint32_t end)
{
    if (end <= ANCHOR) end = ANCHOR + 1;
    return ((uint64_t)end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* The write units around the anchor. */
static struct fs_block_range anchor_range(const struct fs_append *append)
{
    uint32_t unit = append->write_unit_blocks, first = ANCHOR - ANCHOR % unit;

    return (struct fs_block_range){first, first + unit - 1};
}

bool fs_append_is_valid(const struct fs_append *append, unsigned systems)
{
    uint32_t unit = append->write_unit_blocks;

    if (append->start > FS_IMAGE_BLOCKS_MAX || append->partition_first > append->start) return false;
    if (!append->rewritable) return true;
    if (systems != FS_MASK(FS_UDF) || !append->partition_first || !unit || ALIGNMENT % unit) return false;
    return append->start % ALIGNMENT == 0 && append->start > ANCHOR;
}

/* Blocks of the disc; what is behind its end is zero. */
static bool place_blocks(struct fs_plan *plan, unsigned index, uint32_t first, uint32_t end)
{
    struct fs_device *device = plan->options.append.rewritable;
    struct fs_disc_extent extent = {0, first, FS_EXTENT_RECORDED, 0};

    if (end > device->block_count) end = device->block_count;
    if (first >= end) return true;
    extent.size_bytes = (uint64_t)(end - first) * FS_BLOCK_BYTES;
    plan->disc[index] = fs_disc_source_create(device, &extent, 1);
    if (!plan->disc[index]) return false;
    fs_plan_place(plan, end - first, NULL, plan->disc[index]);
    return true;
}

enum fs_status fs_append_place_disc(struct fs_plan *plan)
{
    if (!plan->options.append.rewritable) return FS_OK;
    plan->next_block = 0;
    if (!place_blocks(plan, 0, 0, ANCHOR)) return FS_OUT_OF_MEMORY;
    plan->next_block = ANCHOR;
    fs_plan_place(plan, 1, udf_produce_anchor, NULL);
    if (!place_blocks(plan, 1, ANCHOR + 1, plan->options.append.start)) return FS_OUT_OF_MEMORY;
    plan->options.append.rewritable = NULL; /* the caller's: the sources hold it */
    plan->is_whole_disc = true;
    return FS_OK;
}

void fs_append_free(struct fs_plan *plan)
{
    unsigned i;

    for (i = 0; i < FS_DISC_PARTS; i++) {
        if (plan->disc[i]) plan->disc[i]->release(plan->disc[i]);
    }
}

unsigned fs_plan_ranges(const struct fs_plan *plan, struct fs_block_range *ranges)
{
    if (!plan->is_whole_disc) return 0;
    ranges[0] = (struct fs_block_range){plan->options.append.start, plan->end - 1};
    ranges[1] = anchor_range(&plan->options.append);
    return FS_PLAN_RANGES_MAX;
}
