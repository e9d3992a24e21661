/* Generates allocation descriptors; a file's extents are those on the disc, or the one of this session. */
#include "fs/udf_allocation.h"

#include "base/bytes.h"
#include "fs/udf_entry.h"
#include "fs/udf_field.h"
#include "fs/udf_metadata.h"
#include "fs/udf_revision.h"

enum {
    ALLOCATION_EXTENT_BYTES = 24, /* without allocation descriptors */
    EXTENT_OF_ADS = 3,            /* type of an allocation descriptor, in its two highest bits */
};

struct allocation {
    bool has_long_ads;
    uint32_t ad_bytes;
    uint32_t entry_ads;  /* allocation descriptors of the ICB's first block */
    uint32_t extent_ads; /* and of each Allocation Extent Descriptor */
};

bool udf_has_long_ads(const struct fs_plan *plan)
{
    return udf_revision_of(plan)->has_metadata_partition;
}

static struct allocation allocation_of(const struct fs_plan *plan)
{
    struct allocation allocation;

    allocation.has_long_ads = udf_has_long_ads(plan);
    allocation.ad_bytes = allocation.has_long_ads ? UDF_LONG_AD_BYTES : UDF_SHORT_AD_BYTES;
    allocation.entry_ads = (FS_BLOCK_BYTES - udf_entry_bytes(plan)) / allocation.ad_bytes;
    allocation.extent_ads = (FS_BLOCK_BYTES - ALLOCATION_EXTENT_BYTES) / allocation.ad_bytes;
    return allocation;
}

struct extents {
    const struct fs_disc_extent *first;
    const uint64_t *pieces; /* fs_disc_data.pieces */
    uint32_t count;
    struct fs_disc_extent own; /* that `first` may be */
};

/* `data_block` is the first of a file that is recorded in this session. */
static void find_extents(const struct fs_node *node, uint32_t data_block, struct extents *extents)
{
    static const uint64_t none = 0;
    const struct fs_disc_data *disc_data = fs_plan_disc_data(node);

    extents->own = (struct fs_disc_extent){node->size_bytes, data_block, FS_EXTENT_RECORDED, 0};
    extents->first = disc_data ? disc_data->extents : &extents->own;
    extents->pieces = disc_data ? disc_data->pieces : &none;
    extents->count = disc_data ? disc_data->extent_count : node->size_bytes != 0;
}

/* One allocation descriptor for each piece. */
static uint64_t count_ads(const struct extents *extents)
{
    uint32_t last = extents->count - 1;

    return extents->count ? extents->pieces[last] + fs_pieces_of(extents->first[last].size_bytes) : 0;
}

/* The extent that has the piece of the number; there is one. */
static uint32_t extent_of(const struct extents *extents, uint64_t piece)
{
    uint32_t low = 0, high = extents->count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (extents->pieces[middle] <= piece) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

uint64_t udf_file_icb_blocks(const struct fs_plan *plan, const struct fs_node *node)
{
    struct allocation allocation = allocation_of(plan);
    struct extents extents;
    uint64_t ads;

    find_extents(node, 0, &extents);
    ads = count_ads(&extents);
    if (ads <= allocation.entry_ads) return 1;
    /* Each block but the last gives up one descriptor, which leads to the next block. */
    ads -= allocation.entry_ads - 1;
    return 2 + (ads - 2) / (allocation.extent_ads - 1);
}

uint64_t udf_blocks_recorded(const struct fs_node *node)
{
    struct extents extents;
    uint64_t blocks = 0;
    uint32_t i;

    find_extents(node, 0, &extents);
    for (i = 0; i < extents.count; i++) {
        if (extents.first[i].kind == FS_EXTENT_RECORDED) blocks += fs_blocks_of(extents.first[i].size_bytes);
    }
    return blocks;
}

/* type  the two highest bits of the length; ECMA-167 4/14.14.1.1 */
static void set_ad(const struct allocation *allocation, uint8_t *field, unsigned type, uint32_t bytes, uint32_t block,
                   uint16_t partition)
{
    bytes |= (uint32_t)type << 30;
    if (allocation->has_long_ads) {
        udf_set_long_ad(field, bytes, block, partition);
    } else {
        udf_set_extent(field, bytes, block);
    }
}

/* `count` descriptors from the one with the number `skipped` on; there are as many. */
static void set_ads(const struct fs_plan *plan, const struct allocation *allocation, const struct extents *extents,
                    uint64_t skipped, uint32_t count, uint8_t *field)
{
    static const uint8_t types[] = {[FS_EXTENT_RECORDED] = 0, [FS_EXTENT_ALLOCATED] = 1, [FS_EXTENT_UNALLOCATED] = 2};
    uint32_t number = extent_of(extents, skipped);
    const struct fs_disc_extent *extent = extents->first + number;

    skipped -= extents->pieces[number];
    for (; count; count--, field += allocation->ad_bytes) {
        uint64_t offset = skipped * UDF_EXTENT_BYTES_MAX, rest = extent->size_bytes - offset;
        uint32_t block = extent->first - plan->udf.partition_first + (uint32_t)(offset / FS_BLOCK_BYTES);

        set_ad(allocation, field, types[extent->kind],
               rest < UDF_EXTENT_BYTES_MAX ? (uint32_t)rest : UDF_EXTENT_BYTES_MAX,
               extent->kind == FS_EXTENT_UNALLOCATED ? 0 : block, 0);
        if (rest > UDF_EXTENT_BYTES_MAX) {
            skipped++;
        } else {
            skipped = 0;
            extent++;
        }
    }
}

uint32_t udf_set_allocation(const struct fs_plan *plan, const struct fs_item *item, uint32_t index, uint8_t *field)
{
    struct allocation allocation = allocation_of(plan);
    uint32_t room = index ? allocation.extent_ads : allocation.entry_ads, count;
    uint64_t skipped = index ? allocation.entry_ads - 1 + (uint64_t)(index - 1) * (allocation.extent_ads - 1) : 0;
    struct extents extents;
    uint64_t left;

    find_extents(item->node, item->data_block, &extents);
    left = count_ads(&extents) - skipped;
    count = left > room ? room - 1 : (uint32_t)left;
    if (count) set_ads(plan, &allocation, &extents, skipped, count, field);
    if (left > room) {
        set_ad(&allocation, field + (size_t)count * allocation.ad_bytes, EXTENT_OF_ADS, FS_BLOCK_BYTES,
               item->icb_block + index + 1, udf_structure_partition(plan));
        count++;
    }
    return count * allocation.ad_bytes;
}

void udf_set_allocation_extent(const struct fs_plan *plan, const struct fs_item *item, uint32_t index, uint8_t *block)
{
    uint32_t bytes = udf_set_allocation(plan, item, index, block + ALLOCATION_EXTENT_BYTES);

    store_le32(block + 20, bytes);
    udf_set_tag(plan, block, UDF_ALLOCATION_EXTENT, ALLOCATION_EXTENT_BYTES - UDF_TAG_BYTES + bytes,
                item->icb_block + index);
}
