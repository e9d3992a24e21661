/* Makes the ICBs and directories of UDF; offsets and fields as ECMA-167 part 4 and OSTA UDF chapter 2.3 have them. */
#include "fs/udf_file.h"

#include <string.h>

#include "base/bytes.h"
#include "fs/udf_field.h"
#include "fs/udf_volume.h"

enum {
    FILE_ENTRY_BYTES = 176,       /* without allocation descriptors */
    ALLOCATION_EXTENT_BYTES = 24, /* the same */
    SHORT_AD_BYTES = 8,
    ENTRY_ADS = (FS_BLOCK_BYTES - FILE_ENTRY_BYTES) / SHORT_AD_BYTES,
    EXTENT_ADS = (FS_BLOCK_BYTES - ALLOCATION_EXTENT_BYTES) / SHORT_AD_BYTES,
    EXTENT_OF_ADS = 3, /* type of an allocation descriptor, in its two highest bits */
    FILE_TYPE_DIRECTORY = 4,
    FILE_TYPE_BYTES = 5,
    IDENTIFIER_BYTES = 38, /* without a name */
    HIDDEN = 0x01,
    DIRECTORY = 0x02,
    PARENT = 0x08,
    DIRECTORY_PERMISSIONS = 0x35AD, /* those of Microsoft's images: read and execute for all, delete */
    FILE_PERMISSIONS = 0x318C,
};

static uint32_t icb_block(const struct fs_item *item)
{
    return item->icb_block;
}

static uint64_t unique_id(uint32_t number)
{
    return number ? (uint64_t)UDF_UNIQUE_ID_FIRST + number - 1 : 0;
}

/* OSTA UDF 2.1.1: 16 bits a character, even where 8 would do, as Microsoft's. 0 for no name. */
static size_t compressed_bytes(const struct fs_plan *plan, uint32_t number, uint16_t *units)
{
    return 1 + 2 * fs_tree_derived_name(plan->tree, plan->items[number].node, FS_UDF, units);
}

static uint32_t padded(size_t bytes)
{
    return (uint32_t)((bytes + 3) / 4 * 4);
}

uint32_t udf_identifier_bytes(const struct fs_plan *plan, uint32_t number)
{
    uint16_t units[FS_DERIVED_MAX];

    return padded(IDENTIFIER_BYTES + compressed_bytes(plan, number, units));
}

uint32_t udf_directory_bytes(const struct fs_plan *plan, uint32_t number)
{
    const struct fs_item *item = &plan->items[number];
    uint32_t last = item->first_child + item->node->child_count - 1;

    if (!item->node->child_count) return UDF_PARENT_IDENTIFIER_BYTES;
    return plan->items[last].fid_offset + udf_identifier_bytes(plan, last);
}

static uint64_t extents_of(uint64_t size_bytes)
{
    return size_bytes / UDF_EXTENT_BYTES_MAX + (size_bytes % UDF_EXTENT_BYTES_MAX != 0);
}

uint64_t udf_file_icb_blocks(uint64_t size_bytes)
{
    uint64_t extents = extents_of(size_bytes);

    if (extents <= ENTRY_ADS) return 1;
    /* Each block but the last gives up one descriptor, which leads to the next block. */
    extents -= ENTRY_ADS - 1;
    return 2 + (extents - 2) / (EXTENT_ADS - 1);
}

/* The allocation descriptors of block `index` of a file's ICB; their bytes are returned. */
static uint32_t set_allocation(const struct fs_plan *plan, const struct fs_item *item, uint32_t index, uint8_t *field)
{
    uint32_t room = index ? EXTENT_ADS : ENTRY_ADS, count = 0;
    uint64_t extent = index ? ENTRY_ADS - 1 + (uint64_t)(index - 1) * (EXTENT_ADS - 1) : 0;
    uint64_t left = extents_of(item->node->size_bytes) - extent;
    uint32_t used = left > room ? room - 1 : (uint32_t)left;

    for (; count < used; count++, extent++) {
        uint64_t offset = extent * UDF_EXTENT_BYTES_MAX, rest = item->node->size_bytes - offset;

        udf_set_extent(field + (size_t)count * SHORT_AD_BYTES,
                       rest < UDF_EXTENT_BYTES_MAX ? (uint32_t)rest : UDF_EXTENT_BYTES_MAX,
                       item->data_block - plan->udf.partition_first + (uint32_t)(offset / FS_BLOCK_BYTES));
    }
    if (left > room)
        udf_set_extent(field + (size_t)count++ * SHORT_AD_BYTES, (uint32_t)EXTENT_OF_ADS << 30 | FS_BLOCK_BYTES,
                       item->icb_block + index + 1);
    return count * SHORT_AD_BYTES;
}

static uint16_t link_count(const struct fs_plan *plan, const struct fs_item *item)
{
    uint32_t links = 1, child;

    if (!item->node->is_directory) return 1;
    for (child = item->first_child; child < item->first_child + item->node->child_count; child++)
        links += plan->items[child].node->is_directory;
    return links < UINT16_MAX ? (uint16_t)links : UINT16_MAX;
}

/* ECMA-167 4/14.6, 4/14.9 */
static void file_entry(const struct fs_plan *plan, uint32_t number, uint8_t *block)
{
    const struct fs_item *item = &plan->items[number];
    const struct fs_node *node = item->node;
    uint64_t size_bytes = node->is_directory ? udf_directory_bytes(plan, number) : node->size_bytes;
    uint32_t allocation_bytes = SHORT_AD_BYTES;

    store_le16(block + 20, 4); /* strategy type */
    store_le16(block + 24, 1); /* entries */
    block[27] = node->is_directory ? FILE_TYPE_DIRECTORY : FILE_TYPE_BYTES;
    store_le32(block + 36, UINT32_MAX); /* no user */
    store_le32(block + 40, UINT32_MAX); /* no group */
    store_le32(block + 44, node->is_directory ? DIRECTORY_PERMISSIONS : FILE_PERMISSIONS);
    store_le16(block + 48, link_count(plan, item));
    store_le64(block + 56, size_bytes);
    store_le64(block + 64, fs_blocks_of(size_bytes));
    udf_set_time(block + 72, fs_plan_time(plan, node->times.accessed_s));
    udf_set_time(block + 84, fs_plan_time(plan, node->times.modified_s));
    udf_set_time(block + 96, plan->options.now_s); /* of the attributes */
    store_le32(block + 108, 1);                    /* checkpoint */
    udf_set_implementation(plan, block + 128);
    store_le64(block + 160, unique_id(number));
    if (node->is_directory) {
        udf_set_extent(block + FILE_ENTRY_BYTES, (uint32_t)size_bytes, item->icb_block + 1);
    } else {
        allocation_bytes = set_allocation(plan, item, 0, block + FILE_ENTRY_BYTES);
    }
    store_le32(block + 172, allocation_bytes);
    udf_set_tag(plan, block, UDF_FILE_ENTRY, FILE_ENTRY_BYTES - UDF_TAG_BYTES + allocation_bytes, item->icb_block);
}

/* A directory's link to an item, or to its own parent; its bytes are returned. ECMA-167 4/14.4
 * location  the block of the partition in which it begins.
 */
static uint32_t file_identifier(const struct fs_plan *plan, uint32_t number, bool is_parent, uint32_t location,
                                uint8_t *identifier)
{
    const struct fs_item *item = &plan->items[number];
    uint16_t units[FS_DERIVED_MAX];
    size_t name_bytes = is_parent ? 0 : compressed_bytes(plan, number, units), i;
    uint32_t bytes = padded(IDENTIFIER_BYTES + name_bytes);

    memset(identifier, 0, bytes);
    store_le16(identifier + 16, 1); /* file version */
    identifier[18] = (uint8_t)((item->node->is_directory ? DIRECTORY : 0) | (is_parent ? PARENT : 0) |
                               (!is_parent && item->node->is_hidden ? HIDDEN : 0));
    identifier[19] = (uint8_t)name_bytes;
    udf_set_long_ad(identifier + 20, FS_BLOCK_BYTES, item->icb_block);
    store_le32(identifier + 32, (uint32_t)unique_id(number));
    if (name_bytes) identifier[IDENTIFIER_BYTES] = 16; /* compression ID */
    for (i = 0; 2 * i + 1 < name_bytes; i++)
        store_be16(identifier + IDENTIFIER_BYTES + 1 + 2 * i, units[i]);
    udf_set_tag(plan, identifier, UDF_FILE_IDENTIFIER, bytes - UDF_TAG_BYTES, location);
    return bytes;
}

/* The last child whose identifier begins at or before the given offset of the directory, or the first child. */
static uint32_t child_at(const struct fs_plan *plan, const struct fs_item *directory, uint32_t offset)
{
    uint32_t low = directory->first_child, high = low + directory->node->child_count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (plan->items[middle].fid_offset <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static void directory_block(const struct fs_plan *plan, uint32_t number, uint32_t index, uint8_t *block)
{
    const struct fs_item *directory = &plan->items[number];
    uint64_t start = (uint64_t)index * FS_BLOCK_BYTES;
    uint32_t end = directory->first_child + directory->node->child_count, child;
    uint8_t identifier[UDF_IDENTIFIER_BYTES_MAX];

    if (index == 0) {
        file_identifier(plan, directory->parent, true, directory->icb_block + 1, identifier);
        fs_plan_copy_part(0, identifier, UDF_PARENT_IDENTIFIER_BYTES, 0, block);
    }
    for (child = child_at(plan, directory, (uint32_t)start); child < end; child++) {
        uint32_t offset = plan->items[child].fid_offset;
        uint32_t bytes;

        if (offset >= start + FS_BLOCK_BYTES) break;
        bytes = file_identifier(plan, child, false, directory->icb_block + 1 + offset / FS_BLOCK_BYTES, identifier);
        fs_plan_copy_part(offset, identifier, bytes, index, block);
    }
}

void udf_produce_directories(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block)
{
    uint32_t at = region->first - plan->udf.partition_first + index;
    uint32_t found = fs_plan_search(plan, plan->udf.directory_order, plan->directory_count, icb_block, at);
    uint32_t number = plan->udf.directory_order[found];
    uint32_t within = at - plan->items[number].icb_block;

    if (within == 0) {
        file_entry(plan, number, block);
    } else {
        directory_block(plan, number, within - 1, block);
    }
}

/* ECMA-167 4/14.5 */
static void allocation_extent(const struct fs_plan *plan, const struct fs_item *item, uint32_t index, uint8_t *block)
{
    uint32_t bytes = set_allocation(plan, item, index, block + ALLOCATION_EXTENT_BYTES);

    store_le32(block + 20, bytes);
    udf_set_tag(plan, block, UDF_ALLOCATION_EXTENT, ALLOCATION_EXTENT_BYTES - UDF_TAG_BYTES + bytes,
                item->icb_block + index);
}

void udf_produce_files(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block)
{
    uint32_t at = region->first - plan->udf.partition_first + index;
    uint32_t found = fs_plan_search(plan, plan->udf.file_order, plan->file_count, icb_block, at);
    uint32_t number = plan->udf.file_order[found];
    uint32_t within = at - plan->items[number].icb_block;

    if (within == 0) {
        file_entry(plan, number, block);
    } else {
        allocation_extent(plan, &plan->items[number], within, block);
    }
}
