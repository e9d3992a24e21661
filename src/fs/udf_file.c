/* Generates the ICBs and directories of UDF; offsets and fields as in ECMA-167 part 4 and OSTA UDF chapter 2.3. */
#include "fs/udf_file.h"

#include <string.h>

#include "base/bytes.h"
#include "fs/udf_allocation.h"
#include "fs/udf_entry.h"
#include "fs/udf_field.h"
#include "fs/udf_metadata.h"
#include "fs/udf_revision.h"
#include "fs/udf_volume.h"

enum {
    FILE_TYPE_DIRECTORY = 4,
    FILE_TYPE_BYTES = 5,
    FILE_TYPE_REAL_TIME = 249, /* OSTA UDF 2.01 2.3.5.2 */
    IDENTIFIER_BYTES = 38,     /* without a name */
    HIDDEN = 0x01,
    DIRECTORY = 0x02,
    PARENT = 0x08,
};

static uint32_t icb_block(const struct fs_item *item)
{
    return item->icb_block;
}

uint64_t udf_unique_id(const struct fs_plan *plan, uint32_t number)
{
    if (number >= plan->item_count) number = plan->items[number].parent;
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

struct udf_directory udf_directory_numbered(const struct fs_plan *plan, uint32_t number)
{
    const struct fs_item *item = &plan->items[number];

    return (struct udf_directory){item->parent, item->first_child, item->node->child_count, item->icb_block};
}

uint32_t udf_directory_bytes(const struct fs_plan *plan, const struct udf_directory *directory)
{
    uint32_t last = directory->first + directory->count - 1;

    if (!directory->count) return UDF_PARENT_IDENTIFIER_BYTES;
    return plan->items[last].fid_offset + udf_identifier_bytes(plan, last);
}

static uint16_t link_count(const struct fs_plan *plan, const struct fs_item *item)
{
    uint32_t links = 1, child;

    for (child = item->first_child; child < item->first_child + item->node->child_count; child++)
        links += plan->items[child].node->is_directory;
    return links < UINT16_MAX ? (uint16_t)links : UINT16_MAX;
}

static void directory_entry(const struct fs_plan *plan, uint32_t number, uint8_t *block)
{
    const struct udf_directory directory = udf_directory_numbered(plan, number);
    const struct fs_item *item = &plan->items[number];
    uint32_t bytes = udf_directory_bytes(plan, &directory);
    const struct udf_entry entry = {
        .file_type = FILE_TYPE_DIRECTORY,
        .permissions = UDF_DIRECTORY_PERMISSIONS,
        .links = link_count(plan, item),
        .size_bytes = bytes,
        .blocks_recorded = fs_blocks_of(bytes),
        .unique_id = udf_unique_id(plan, number),
        .times = item->node->times,
    };

    udf_set_extent(udf_set_entry(plan, &entry, block), bytes, item->icb_block + 1);
    udf_finish_entry(plan, block, UDF_SHORT_AD_BYTES, item->icb_block);
}

/* The directory of the file's named streams, and the sum of their bytes. */
static void set_streams(const struct fs_plan *plan, const struct fs_item *item, struct udf_entry *entry)
{
    const struct fs_stream_directory *directory = &plan->stream_directories[item->stream_directory - 1];
    uint32_t i;

    entry->stream_icb = directory->icb_block;
    for (i = 0; i < directory->count; i++)
        entry->stream_bytes += plan->items[directory->first_stream + i].node->size_bytes;
}

/* Of a file or of a named stream, which has the times of its file. */
static void file_entry(const struct fs_plan *plan, uint32_t number, uint8_t *block)
{
    const struct fs_item *item = &plan->items[number];
    bool is_stream = number >= plan->item_count;
    struct udf_entry entry = {
        .file_type = item->is_real_time ? FILE_TYPE_REAL_TIME : FILE_TYPE_BYTES,
        .is_stream = is_stream,
        .has_long_ads = udf_has_long_ads(plan),
        .permissions = UDF_FILE_PERMISSIONS,
        .links = 1,
        .size_bytes = item->node->size_bytes,
        .blocks_recorded = udf_blocks_recorded(item->node),
        .unique_id = udf_unique_id(plan, number),
        .times = is_stream ? plan->items[item->parent].node->times : item->node->times,
    };
    uint8_t *allocation;

    if (item->stream_directory) set_streams(plan, item, &entry);
    allocation = udf_set_entry(plan, &entry, block);
    udf_finish_entry(plan, block, udf_set_allocation(plan, item, 0, allocation), item->icb_block);
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
    store_le16(identifier + 16, 1);                 /* file version */
    identifier[18] = is_parent ? DIRECTORY | PARENT /* of streams, too */
                               : (item->node->is_directory ? DIRECTORY : 0) | (item->node->is_hidden ? HIDDEN : 0);
    identifier[19] = (uint8_t)name_bytes;
    udf_set_long_ad(identifier + 20, FS_BLOCK_BYTES, item->icb_block, udf_structure_partition(plan));
    store_le32(identifier + 32, (uint32_t)udf_unique_id(plan, number));
    if (name_bytes) identifier[IDENTIFIER_BYTES] = 16; /* compression ID */
    for (i = 0; 2 * i + 1 < name_bytes; i++)
        store_be16(identifier + IDENTIFIER_BYTES + 1 + 2 * i, units[i]);
    udf_set_tag(plan, identifier, UDF_FILE_IDENTIFIER, bytes - UDF_TAG_BYTES, location);
    return bytes;
}

/* The last child whose identifier begins at or before the given offset of the directory, or the first child. */
static uint32_t child_at(const struct fs_plan *plan, const struct udf_directory *directory, uint32_t offset)
{
    uint32_t low = directory->first, high = low + directory->count;

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

void udf_set_directory_block(const struct fs_plan *plan, const struct udf_directory *directory, uint32_t index,
                             uint8_t *block)
{
    uint64_t start = (uint64_t)index * FS_BLOCK_BYTES;
    uint32_t end = directory->first + directory->count, child;
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
    /* directories stand behind the file set, in the mirror, too */
    uint32_t at = plan->udf.structures_block + UDF_FILE_SET_BLOCKS + index;
    uint32_t found = fs_plan_search(plan, plan->udf.directory_order, plan->directory_count, icb_block, at);
    uint32_t number = plan->udf.directory_order[found];
    uint32_t within = at - plan->items[number].icb_block;

    (void)region;
    if (within == 0) {
        directory_entry(plan, number, block);
    } else {
        const struct udf_directory directory = udf_directory_numbered(plan, number);

        udf_set_directory_block(plan, &directory, within - 1, block);
    }
}

void udf_set_file_block(const struct fs_plan *plan, uint32_t number, uint32_t index, uint8_t *block)
{
    if (index == 0) {
        file_entry(plan, number, block);
    } else {
        udf_set_allocation_extent(plan, &plan->items[number], index, block);
    }
}

void udf_produce_files(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block)
{
    uint32_t at = plan->udf.structures_block + plan->udf.directory_blocks + index;
    uint32_t found = fs_plan_search(plan, plan->udf.file_order, plan->file_count, icb_block, at);
    uint32_t number = plan->udf.file_order[found];

    (void)region;
    udf_set_file_block(plan, number, at - plan->items[number].icb_block, block);
}
