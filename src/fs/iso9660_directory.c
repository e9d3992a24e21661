/* Generates directories and path tables; offsets and fields as in ECMA-119 9.1 and 9.4. */
#include "fs/iso9660_directory.h"

#include <string.h>

#include "base/bytes.h"
#include "fs/iso9660_field.h"
#include "fs/joliet.h"

enum {
    RECORD_BYTES = 33, /* of a directory record without its identifier */
    PATH_RECORD_BYTES = 8,
    PATH_RECORD_BYTES_MAX = PATH_RECORD_BYTES + ISO9660_IDENTIFIER_BYTES_MAX,
    FLAG_HIDDEN = 0x01,
    FLAG_DIRECTORY = 0x02,
};

/* A file's is NAME.EXTENSION;VERSION, and has its dot even without an extension. ECMA-119 7.5.1 */
static size_t set_identifier(const struct fs_plan *plan, const struct fs_hierarchy *hierarchy, uint32_t number,
                             uint8_t *identifier)
{
    const struct fs_node *node = plan->items[number].node;
    uint16_t units[FS_DERIVED_MAX];
    size_t count, i;
    bool has_dot = false;

    if (!number) {
        identifier[0] = 0;
        return 1;
    }
    count = fs_tree_derived_name(plan->tree, node, hierarchy->system, units);
    if (hierarchy->system == FS_JOLIET) return joliet_set_identifier(identifier, units, count);
    for (i = 0; i < count; i++) {
        identifier[i] = (uint8_t)units[i];
        has_dot |= units[i] == '.';
    }
    if (node->is_directory) return count;
    if (!has_dot) identifier[count++] = '.';
    identifier[count++] = ';';
    identifier[count++] = '1';
    return count;
}

uint32_t iso9660_record_bytes(const struct fs_plan *plan, const struct fs_hierarchy *hierarchy, uint32_t number)
{
    uint8_t identifier[ISO9660_IDENTIFIER_BYTES_MAX];
    uint32_t bytes = RECORD_BYTES + (uint32_t)set_identifier(plan, hierarchy, number, identifier);

    return bytes + bytes % 2;
}

uint32_t iso9660_path_bytes(const struct fs_plan *plan, const struct fs_hierarchy *hierarchy, uint32_t number)
{
    uint8_t identifier[ISO9660_IDENTIFIER_BYTES_MAX];
    uint32_t bytes = PATH_RECORD_BYTES + (uint32_t)set_identifier(plan, hierarchy, number, identifier);

    return bytes + bytes % 2;
}

static uint32_t first_block(const struct fs_hierarchy *hierarchy, uint32_t position)
{
    return hierarchy->directories_first + hierarchy->first[position];
}

/* ECMA-119 9.1. The record of an item under an identifier; its bytes are returned. */
static uint32_t set_record(const struct fs_plan *plan, const struct fs_hierarchy *hierarchy, uint32_t number,
                           const uint8_t *identifier, size_t identifier_bytes, uint8_t *record)
{
    const struct fs_item *item = &plan->items[number];
    uint32_t bytes = RECORD_BYTES + (uint32_t)identifier_bytes, extent, length;

    bytes += bytes % 2;
    if (item->node->is_directory) {
        uint32_t position = hierarchy->position[number];

        extent = first_block(hierarchy, position);
        length = (hierarchy->first[position + 1] - hierarchy->first[position]) * FS_BLOCK_BYTES;
    } else {
        extent = item->data_block;
        length = (uint32_t)item->node->size_bytes;
    }
    record[0] = (uint8_t)bytes;
    iso9660_set_both_32(record + 2, extent);
    iso9660_set_both_32(record + 10, length);
    iso9660_set_record_time(record + 18, fs_plan_time(plan, item->node->times.modified_s));
    record[25] = (uint8_t)((item->node->is_directory ? FLAG_DIRECTORY : 0) | (item->node->is_hidden ? FLAG_HIDDEN : 0));
    iso9660_set_both_16(record + 28, 1); /* volume sequence number */
    record[32] = (uint8_t)identifier_bytes;
    memcpy(record + RECORD_BYTES, identifier, identifier_bytes);
    return bytes;
}

void iso9660_set_root_record(const struct fs_plan *plan, const struct fs_hierarchy *hierarchy, uint8_t *record)
{
    static const uint8_t self[1] = {0};

    set_record(plan, hierarchy, 0, self, sizeof self, record);
}

/* The position in a rising list of the last value that is not above the given one; the first never is. */
static uint32_t last_not_above(const uint32_t *values, uint32_t low, uint32_t high, uint32_t value)
{
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (values[middle] <= value) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

void iso9660_produce_directories(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                                 uint8_t *block)
{
    static const uint8_t self[1] = {0}, parent[1] = {1};
    const struct fs_hierarchy *hierarchy = region->argument;
    uint32_t position = last_not_above(hierarchy->first, 0, hierarchy->directory_count, index);
    uint32_t number = hierarchy->directories[position], first = plan->items[number].first_child;
    uint32_t end = first + fs_hierarchy_children(plan, hierarchy, number), slot;
    uint32_t start = (index - hierarchy->first[position]) * FS_BLOCK_BYTES;
    uint8_t identifier[ISO9660_IDENTIFIER_BYTES_MAX];

    if (start == 0) {
        set_record(plan, hierarchy, number, self, 1, block);
        set_record(plan, hierarchy, plan->items[number].parent, parent, 1, block + ISO9660_OWN_RECORD_BYTES);
    }
    /* The first record of each block but the directory's first begins with the block. */
    for (slot = last_not_above(hierarchy->offset, first, end, start); slot < end; slot++) {
        uint32_t offset = hierarchy->offset[slot];

        if (offset - start >= FS_BLOCK_BYTES) break;
        set_record(plan, hierarchy, hierarchy->order[slot], identifier,
                   set_identifier(plan, hierarchy, hierarchy->order[slot], identifier), block + (offset - start));
    }
}

/* ECMA-119 9.4 */
static void produce_path_table(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                               bool is_big_endian, uint8_t *block)
{
    const struct fs_hierarchy *hierarchy = region->argument;
    uint64_t start = (uint64_t)index * FS_BLOCK_BYTES;
    uint32_t at = last_not_above(hierarchy->path_offset, 0, hierarchy->directory_count, (uint32_t)start);

    for (; at < hierarchy->directory_count && hierarchy->path_offset[at] < start + FS_BLOCK_BYTES; at++) {
        uint32_t number = hierarchy->directories[at], bytes;
        uint32_t parent = hierarchy->position[plan->items[number].parent] + 1; /* numbers of directories begin at 1 */
        uint8_t record[PATH_RECORD_BYTES_MAX + 1] = {0};

        record[0] = (uint8_t)set_identifier(plan, hierarchy, number, record + PATH_RECORD_BYTES);
        if (is_big_endian) {
            store_be32(record + 2, first_block(hierarchy, at));
            store_be16(record + 6, (uint16_t)parent);
        } else {
            store_le32(record + 2, first_block(hierarchy, at));
            store_le16(record + 6, (uint16_t)parent);
        }
        bytes = PATH_RECORD_BYTES + record[0] + record[0] % 2u;
        fs_plan_copy_part(hierarchy->path_offset[at], record, bytes, index, block);
    }
}

void iso9660_produce_path_table_l(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                                  uint8_t *block)
{
    produce_path_table(plan, region, index, false, block);
}

void iso9660_produce_path_table_m(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                                  uint8_t *block)
{
    produce_path_table(plan, region, index, true, block);
}
