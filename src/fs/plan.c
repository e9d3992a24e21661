/* Lays out an image: numbers the items, asks each file system for its sizes, and gives every structure its blocks. */
#include "fs/plan.h"

#include <string.h>

#include "base/alloc.h"
#include "fs/plan_private.h"
#include "fs/sort.h"
#include "fs/udf.h"

enum {
    RECOGNITION_FIRST = 16, /* of the volume recognition sequence, behind the system area */
};

struct fs_plan_options fs_plan_usual_options(void)
{
    struct fs_plan_options options;

    memset(&options, 0, sizeof options);
    options.udf_revision = 0x0102;
    options.implementation_id = "*OpenIMAPI2";
    return options;
}

bool fs_plan_has(const struct fs_plan *plan, enum fs_system system)
{
    return plan->options.systems & FS_MASK(system);
}

uint32_t fs_plan_blocks(const struct fs_plan *plan)
{
    return plan->blocks;
}

int64_t fs_plan_time(const struct fs_plan *plan, int64_t time_s)
{
    return time_s == FS_TIME_UNSET ? plan->options.now_s : time_s;
}

uint32_t fs_plan_place(struct fs_plan *plan, uint64_t count,
                       void (*produce)(const struct fs_plan *, const struct fs_region *, uint32_t, uint8_t *))
{
    uint64_t first = plan->next_block;

    plan->next_block += count;
    if (count && plan->next_block <= FS_IMAGE_BLOCKS_MAX && plan->region_count < FS_REGIONS_MAX)
        plan->regions[plan->region_count++] = (struct fs_region){(uint32_t)first, (uint32_t)count, produce};
    return (uint32_t)first;
}

uint32_t fs_plan_search(const struct fs_plan *plan, const uint32_t *order, uint32_t count,
                        uint32_t (*block_of)(const struct fs_item *item), uint32_t block)
{
    uint32_t low = 0, high = count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (block_of(&plan->items[order[middle]]) <= block) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static enum fs_status check_options(const struct fs_tree *tree, const struct fs_plan_options *options)
{
    const struct fs_name_rules *rules = fs_tree_peek_rules(tree);
    size_t length = options->implementation_id ? strlen(options->implementation_id) : 0;

    if (!options->systems) return FS_NO_FILE_SYSTEM;
    if (options->systems != FS_MASK(FS_UDF) || options->systems & ~rules->systems) return FS_OPTION_INVALID;
    if (options->volume_name_count > FS_VOLUME_NAME_MAX || length < 1 || length > 23) return FS_OPTION_INVALID;
    if (options->now_centiseconds > 99) return FS_OPTION_INVALID;
    if (options->systems & FS_MASK(FS_UDF) && !fs_udf_knows(options->udf_revision)) return FS_OPTION_INVALID;
    return FS_OK;
}

/* Breadth first, each directory's children in the order of adding. */
static bool number_items(struct fs_plan *plan)
{
    uint32_t number, next = 1;

    plan->directory_count = fs_tree_directories(plan->tree);
    plan->file_count = fs_tree_files(plan->tree);
    plan->item_count = plan->directory_count + plan->file_count;
    plan->items = base_alloc_array(plan->item_count, sizeof *plan->items);
    if (!plan->items) return false;
    plan->items[0].node = fs_tree_peek_root(plan->tree);
    for (number = 0; number < plan->item_count; number++) {
        const struct fs_node *child;

        plan->items[number].first_child = next;
        for (child = plan->items[number].node->first_child; child; child = child->next) {
            plan->items[next].node = child;
            plan->items[next++].parent = number;
        }
    }
    return true;
}

static bool was_added_later(const void *context, uint32_t left, uint32_t right)
{
    const struct fs_item *items = context;

    return items[left].node->sequence > items[right].node->sequence;
}

/* Files that have bytes, in the order in which they were added. */
static bool order_data(struct fs_plan *plan)
{
    uint32_t number;

    plan->data_order = base_alloc_array(plan->file_count, sizeof *plan->data_order);
    if (!plan->data_order) return false;
    for (number = 0; number < plan->item_count; number++) {
        if (plan->items[number].node->size_bytes) plan->data_order[plan->data_count++] = number;
    }
    return fs_sort(plan->data_order, plan->data_count, was_added_later, plan->items);
}

static void place_data(struct fs_plan *plan)
{
    uint64_t first = plan->next_block, next = first;
    uint32_t i;

    for (i = 0; i < plan->item_count; i++)
        plan->items[i].data_block = (uint32_t)first;
    for (i = 0; i < plan->data_count; i++) {
        struct fs_item *item = &plan->items[plan->data_order[i]];

        item->data_block = (uint32_t)next;
        next += fs_blocks_of(item->node->size_bytes);
        if (next > FS_IMAGE_BLOCKS_MAX) break; /* a sum of more files might wrap */
    }
    fs_plan_place(plan, next - first, NULL);
}

static enum fs_status lay_out(struct fs_plan *plan)
{
    if (!number_items(plan) || !order_data(plan)) return FS_OUT_OF_MEMORY;
    if (fs_plan_has(plan, FS_UDF)) {
        enum fs_status status = fs_udf_prepare(plan);

        if (status != FS_OK) return status;
    }
    plan->next_block = RECOGNITION_FIRST;
    fs_udf_place_recognition(plan);
    fs_udf_place_volume(plan);
    place_data(plan);
    fs_udf_place_end(plan);
    if (plan->next_block > FS_IMAGE_BLOCKS_MAX) return FS_IMAGE_TOO_LARGE;
    plan->blocks = (uint32_t)plan->next_block;
    return FS_OK;
}

enum fs_status fs_plan_create(const struct fs_tree *tree, const struct fs_plan_options *options, struct fs_plan **plan,
                              struct fs_failure *failure)
{
    enum fs_status status = check_options(tree, options);
    struct fs_plan *made;

    *plan = NULL;
    memset(failure, 0, sizeof *failure);
    if (status != FS_OK) return status;
    made = base_alloc(sizeof *made);
    if (!made) return FS_OUT_OF_MEMORY;
    made->tree = tree;
    made->options = *options;
    memcpy(made->implementation_id, options->implementation_id, strlen(options->implementation_id) + 1);
    made->options.implementation_id = made->implementation_id;
    status = lay_out(made);
    if (status != FS_OK) {
        fs_plan_destroy(made);
        return status;
    }
    *plan = made;
    return FS_OK;
}

void fs_plan_destroy(struct fs_plan *plan)
{
    if (!plan) return;
    fs_udf_free(plan);
    base_free(plan->data_order);
    base_free(plan->items);
    base_free(plan);
}
