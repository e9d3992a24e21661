/* Finds extents in a plan. Nothing is stored for them, because the files are in one consecutive row. */
#include "fs/extent.h"

#include "fs/plan_private.h"

static uint32_t data_block(const struct fs_item *item)
{
    return item->data_block;
}

/* The place of a file among those whose bytes are recorded. */
static const struct fs_item *file_at(const struct fs_plan *plan, uint32_t index)
{
    return &plan->items[plan->data_order[index]];
}

/* The block behind the last file. */
static uint32_t data_end(const struct fs_plan *plan)
{
    const struct fs_item *last = file_at(plan, plan->data_count - 1);

    return last->data_block + (uint32_t)fs_blocks_of(last->node->size_bytes) - plan->image_first;
}

uint32_t fs_plan_extents(const struct fs_plan *plan)
{
    return plan->data_count ? plan->data_count + 2 : 1; /* neither the front nor the tail is ever empty */
}

struct fs_extent fs_plan_get_extent(const struct fs_plan *plan, uint32_t index)
{
    uint32_t blocks = fs_plan_blocks(plan);
    const struct fs_item *item;

    if (!plan->data_count) return (struct fs_extent){NULL, 0, blocks};
    if (index == 0) return (struct fs_extent){NULL, 0, file_at(plan, 0)->data_block - plan->image_first};
    if (index > plan->data_count) return (struct fs_extent){NULL, data_end(plan), blocks - data_end(plan)};
    item = file_at(plan, index - 1);
    return (struct fs_extent){item->node, item->data_block - plan->image_first,
                              (uint32_t)fs_blocks_of(item->node->size_bytes)};
}

uint32_t fs_plan_find_extent(const struct fs_plan *plan, uint32_t block)
{
    if (!plan->data_count || block < file_at(plan, 0)->data_block - plan->image_first) return 0;
    if (block >= data_end(plan)) return plan->data_count + 1;
    return 1 + fs_plan_search(plan, plan->data_order, plan->data_count, data_block, plan->image_first + block);
}
