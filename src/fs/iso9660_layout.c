/* Sorts the directories of a hierarchy, and finds the places of their records and of the path tables' records. */
#include "fs/iso9660.h"

#include "base/alloc.h"
#include "fs/iso9660_directory.h"
#include "fs/iso9660_volume.h"
#include "fs/sort.h"

/* A name as it is compared. */
struct name {
    uint32_t number; /* of its item */
    size_t count, stem;
    uint16_t units[FS_DERIVED_MAX];
};

struct order_context {
    const struct fs_plan *plan;
    enum fs_system system;
    struct name *names; /* the last left and the last right one: a merge compares one of them again. Item 0 has none */
};

/* The unit of a name or of its extension, 0 behind its end: shorter comes first. ECMA-119 9.3 fills with blanks, below
 * which ISO 9660 has no character.
 */
static unsigned unit_at(const uint16_t *units, size_t count, size_t index)
{
    return index < count ? units[index] : 0;
}

static int compare(const uint16_t *left, size_t left_count, const uint16_t *right, size_t right_count)
{
    size_t i;

    for (i = 0; i < left_count || i < right_count; i++) {
        unsigned a = unit_at(left, left_count, i), b = unit_at(right, right_count, i);

        if (a != b) return a < b ? -1 : 1;
    }
    return 0;
}

/* Where the extension's dot is, or the end. */
static size_t stem_of(const uint16_t *units, size_t count, bool is_directory)
{
    size_t dot = count;

    if (is_directory) return count;
    while (dot && units[dot - 1] != '.')
        dot--;
    return dot ? dot - 1 : count;
}

static const struct name *name_of(const struct order_context *context, uint32_t number, unsigned side)
{
    const struct fs_node *node = context->plan->items[number].node;
    struct name *name = &context->names[side];

    if (name->number == number) return name;
    name->number = number;
    name->count = fs_tree_derived_name(context->plan->tree, node, context->system, name->units);
    name->stem = stem_of(name->units, name->count, node->is_directory);
    return name;
}

/* By the name, then by its extension. ECMA-119 9.3 */
static bool stands_behind(const void *argument, uint32_t left, uint32_t right)
{
    const struct order_context *context = argument;
    const struct name *a = name_of(context, left, 0), *b = name_of(context, right, 1);
    int order = compare(a->units, a->stem, b->units, b->stem);

    if (!order) order = compare(a->units + a->stem, a->count - a->stem, b->units + b->stem, b->count - b->stem);
    return order > 0;
}

static uint64_t rounded_up(uint64_t bytes)
{
    return fs_blocks_of(bytes) * FS_BLOCK_BYTES;
}

/* The children of a directory in their order, none crossing a block. The directory's blocks, or 0: too many. */
static uint32_t place_records(struct fs_plan *plan, struct fs_hierarchy *hierarchy, uint32_t number)
{
    uint32_t first = plan->items[number].first_child, count = fs_hierarchy_children(plan, hierarchy, number), i;
    uint64_t offset = ISO9660_OWN_RECORDS_BYTES;

    for (i = first; i < first + count; i++) {
        uint32_t bytes = iso9660_record_bytes(plan, hierarchy, hierarchy->order[i]);

        if (offset % FS_BLOCK_BYTES + bytes > FS_BLOCK_BYTES) offset = rounded_up(offset);
        if (offset > UINT32_MAX - 2 * FS_BLOCK_BYTES) return 0; /* its length is 32 bits, and whole blocks */
        hierarchy->offset[i] = (uint32_t)offset;
        offset += bytes;
    }
    return (uint32_t)fs_blocks_of(offset);
}

/* Breadth first over the sorted directories, which is the order of a path table: by level, by the number of the parent,
 * by name. ECMA-119 6.9.1
 */
static enum fs_status sort_directories(struct fs_plan *plan, struct fs_hierarchy *hierarchy)
{
    struct name names[2] = {{0}, {0}};
    const struct order_context context = {plan, hierarchy->system, names};
    uint64_t path_bytes = 0, blocks = 0;
    uint32_t at, next = 1, i;

    for (at = 0; at < next; at++) {
        uint32_t number = hierarchy->directories[at], first = plan->items[number].first_child;
        uint32_t count = fs_hierarchy_children(plan, hierarchy, number), own_blocks;

        if (!fs_sort(hierarchy->order + first, count, stands_behind, &context)) return FS_OUT_OF_MEMORY;
        for (i = first; i < first + count; i++) {
            if (!plan->items[hierarchy->order[i]].node->is_directory) continue;
            hierarchy->position[hierarchy->order[i]] = next;
            hierarchy->directories[next++] = hierarchy->order[i];
        }
        own_blocks = place_records(plan, hierarchy, number);
        if (!own_blocks || blocks > FS_IMAGE_BLOCKS_MAX) return FS_IMAGE_TOO_LARGE;
        hierarchy->first[at] = (uint32_t)blocks;
        hierarchy->path_offset[at] = (uint32_t)path_bytes; /* at most 65,535 records of at most 254 bytes */
        blocks += own_blocks;
        path_bytes += iso9660_path_bytes(plan, hierarchy, number);
    }
    if (blocks > FS_IMAGE_BLOCKS_MAX) return FS_IMAGE_TOO_LARGE;
    hierarchy->first[at] = (uint32_t)blocks;
    hierarchy->directory_count = at;
    hierarchy->path_bytes = (uint32_t)path_bytes;
    return FS_OK;
}

static bool allocate(const struct fs_plan *plan, struct fs_hierarchy *hierarchy)
{
    uint32_t items = hierarchy->has_items ? plan->item_count : 1, i;
    uint32_t directories = hierarchy->has_items ? plan->directory_count : 1;

    hierarchy->order = base_alloc_array(items, sizeof *hierarchy->order);
    hierarchy->offset = base_alloc_array(items, sizeof *hierarchy->offset);
    hierarchy->position = base_alloc_array(items, sizeof *hierarchy->position);
    hierarchy->directories = base_alloc_array(directories, sizeof *hierarchy->directories);
    hierarchy->first = base_alloc_array((size_t)directories + 1, sizeof *hierarchy->first);
    hierarchy->path_offset = base_alloc_array(directories, sizeof *hierarchy->path_offset);
    if (!hierarchy->order || !hierarchy->offset || !hierarchy->position || !hierarchy->directories ||
        !hierarchy->first || !hierarchy->path_offset)
        return false;
    for (i = 0; i < items; i++)
        hierarchy->order[i] = i;
    return true;
}

enum fs_status fs_iso9660_prepare(struct fs_plan *plan, enum fs_system system, bool has_items,
                                  struct fs_failure *failure)
{
    struct fs_hierarchy *hierarchy = &plan->hierarchies[system];
    uint32_t number;

    hierarchy->system = system;
    hierarchy->has_items = has_items;
    for (number = 0; has_items && number < plan->item_count; number++) {
        const struct fs_node *node = plan->items[number].node;

        if (node->size_bytes > ISO9660_FILE_BYTES_MAX && !fs_plan_disc_data(node)) {
            failure->node = node;
            return FS_FILE_TOO_LARGE;
        }
    }
    if (!allocate(plan, hierarchy)) return FS_OUT_OF_MEMORY;
    return sort_directories(plan, hierarchy);
}

void fs_iso9660_free(struct fs_plan *plan)
{
    unsigned i;

    for (i = 0; i < FS_HIERARCHIES; i++) {
        struct fs_hierarchy *hierarchy = &plan->hierarchies[i];

        base_free(hierarchy->order);
        base_free(hierarchy->offset);
        base_free(hierarchy->position);
        base_free(hierarchy->directories);
        base_free(hierarchy->first);
        base_free(hierarchy->path_offset);
    }
}

void fs_iso9660_place_descriptor(struct fs_plan *plan, enum fs_system system)
{
    fs_plan_place(plan, 1, iso9660_produce_descriptor, &plan->hierarchies[system]);
}

void fs_iso9660_place_terminator(struct fs_plan *plan)
{
    fs_plan_place(plan, 1, iso9660_produce_terminator, NULL);
}

void fs_iso9660_place_path_tables(struct fs_plan *plan, enum fs_system system)
{
    struct fs_hierarchy *hierarchy = &plan->hierarchies[system];
    uint64_t blocks = fs_blocks_of(hierarchy->path_bytes);

    hierarchy->path_table_l = fs_plan_place(plan, blocks, iso9660_produce_path_table_l, hierarchy);
    hierarchy->path_table_m = fs_plan_place(plan, blocks, iso9660_produce_path_table_m, hierarchy);
}

void fs_iso9660_place_directories(struct fs_plan *plan, enum fs_system system)
{
    struct fs_hierarchy *hierarchy = &plan->hierarchies[system];

    hierarchy->directories_first =
        fs_plan_place(plan, hierarchy->first[hierarchy->directory_count], iso9660_produce_directories, hierarchy);
}
