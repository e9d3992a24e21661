/* Makes the ICBs and directories of UDF; offsets and fields as ECMA-167 part 4 and OSTA UDF chapter 2.3 have them. */
#include "fs/udf_file.h"

#include <string.h>

#include "base/bytes.h"
#include "fs/udf_entry.h"
#include "fs/udf_field.h"
#include "fs/udf_metadata.h"
#include "fs/udf_revision.h"
#include "fs/udf_volume.h"

enum {
    ALLOCATION_EXTENT_BYTES = 24, /* without allocation descriptors */
    EXTENT_OF_ADS = 3,            /* type of an allocation descriptor, in its two highest bits */
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

/* How the bytes of a file are found. Beside a metadata partition, short_ads would mean that one. */
struct allocation {
    bool has_long_ads;
    uint32_t ad_bytes;
    uint32_t entry_ads;  /* allocation descriptors of the ICB's first block */
    uint32_t extent_ads; /* and of each Allocation Extent Descriptor */
};

static struct allocation allocation_of(const struct fs_plan *plan)
{
    struct allocation allocation;

    allocation.has_long_ads = udf_revision_of(plan)->has_metadata_partition;
    allocation.ad_bytes = allocation.has_long_ads ? UDF_LONG_AD_BYTES : UDF_SHORT_AD_BYTES;
    allocation.entry_ads = (FS_BLOCK_BYTES - udf_entry_bytes(plan)) / allocation.ad_bytes;
    allocation.extent_ads = (FS_BLOCK_BYTES - ALLOCATION_EXTENT_BYTES) / allocation.ad_bytes;
    return allocation;
}

uint64_t udf_file_icb_blocks(const struct fs_plan *plan, uint64_t size_bytes)
{
    struct allocation allocation = allocation_of(plan);
    uint64_t extents = extents_of(size_bytes);

    if (extents <= allocation.entry_ads) return 1;
    /* Each block but the last gives up one descriptor, which leads to the next block. */
    extents -= allocation.entry_ads - 1;
    return 2 + (extents - 2) / (allocation.extent_ads - 1);
}

static void set_ad(const struct allocation *allocation, uint8_t *field, uint32_t bytes, uint32_t block,
                   uint16_t partition)
{
    if (allocation->has_long_ads) {
        udf_set_long_ad(field, bytes, block, partition);
    } else {
        udf_set_extent(field, bytes, block);
    }
}

/* The allocation descriptors of block `index` of a file's ICB; their bytes are returned. */
static uint32_t set_allocation(const struct fs_plan *plan, const struct fs_item *item, uint32_t index, uint8_t *field)
{
    struct allocation allocation = allocation_of(plan);
    uint32_t room = index ? allocation.extent_ads : allocation.entry_ads, count = 0;
    uint64_t extent = index ? allocation.entry_ads - 1 + (uint64_t)(index - 1) * (allocation.extent_ads - 1) : 0;
    uint64_t left = extents_of(item->node->size_bytes) - extent;
    uint32_t used = left > room ? room - 1 : (uint32_t)left;

    for (; count < used; count++, extent++, field += allocation.ad_bytes) {
        uint64_t offset = extent * UDF_EXTENT_BYTES_MAX, rest = item->node->size_bytes - offset;

        set_ad(&allocation, field, rest < UDF_EXTENT_BYTES_MAX ? (uint32_t)rest : UDF_EXTENT_BYTES_MAX,
               item->data_block - plan->udf.partition_first + (uint32_t)(offset / FS_BLOCK_BYTES), 0);
    }
    if (left > room) {
        count++;
        set_ad(&allocation, field, (uint32_t)EXTENT_OF_ADS << 30 | FS_BLOCK_BYTES, item->icb_block + index + 1,
               udf_structure_partition(plan));
    }
    return count * allocation.ad_bytes;
}

static uint16_t link_count(const struct fs_plan *plan, const struct fs_item *item)
{
    uint32_t links = 1, child;

    if (!item->node->is_directory) return 1;
    for (child = item->first_child; child < item->first_child + item->node->child_count; child++)
        links += plan->items[child].node->is_directory;
    return links < UINT16_MAX ? (uint16_t)links : UINT16_MAX;
}

static void file_entry(const struct fs_plan *plan, uint32_t number, uint8_t *block)
{
    const struct fs_item *item = &plan->items[number];
    const struct fs_node *node = item->node;
    const struct udf_entry entry = {
        .file_type = node->is_directory ? FILE_TYPE_DIRECTORY : FILE_TYPE_BYTES,
        .has_long_ads = !node->is_directory && allocation_of(plan).has_long_ads,
        .permissions = node->is_directory ? DIRECTORY_PERMISSIONS : FILE_PERMISSIONS,
        .links = link_count(plan, item),
        .size_bytes = node->is_directory ? udf_directory_bytes(plan, number) : node->size_bytes,
        .unique_id = unique_id(number),
        .times = node->times,
    };
    uint8_t *allocation = udf_set_entry(plan, &entry, block);
    uint32_t allocation_bytes = UDF_SHORT_AD_BYTES;

    if (node->is_directory) {
        udf_set_extent(allocation, (uint32_t)entry.size_bytes, item->icb_block + 1);
    } else {
        allocation_bytes = set_allocation(plan, item, 0, allocation);
    }
    udf_finish_entry(plan, block, allocation_bytes, item->icb_block);
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
    udf_set_long_ad(identifier + 20, FS_BLOCK_BYTES, item->icb_block, udf_structure_partition(plan));
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
    uint32_t at = UDF_FILE_SET_BLOCKS + index; /* directories stand behind the file set, in the mirror, too */
    uint32_t found = fs_plan_search(plan, plan->udf.directory_order, plan->directory_count, icb_block, at);
    uint32_t number = plan->udf.directory_order[found];
    uint32_t within = at - plan->items[number].icb_block;

    (void)region;
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
    uint32_t at = plan->udf.directory_blocks + index;
    uint32_t found = fs_plan_search(plan, plan->udf.file_order, plan->file_count, icb_block, at);
    uint32_t number = plan->udf.file_order[found];
    uint32_t within = at - plan->items[number].icb_block;

    (void)region;
    if (within == 0) {
        file_entry(plan, number, block);
    } else {
        allocation_extent(plan, &plan->items[number], within, block);
    }
}
