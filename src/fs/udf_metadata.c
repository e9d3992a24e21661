/* Generates the partition map and the two ICBs of the metadata partition. */
#include "fs/udf_metadata.h"

#include "base/bytes.h"
#include "fs/udf_entry.h"
#include "fs/udf_field.h"
#include "fs/udf_revision.h"

enum {
    PARTITION_PHYSICAL = 0,
    PARTITION_METADATA = 1,
    FILE_TYPE_METADATA = 250,
    FILE_TYPE_METADATA_MIRROR = 251,
    DUPLICATES_METADATA = 1,                         /* the mirror has blocks of its own */
    EXTENT_BLOCKS_MAX = 0x3FFF0000 / FS_BLOCK_BYTES, /* the largest that is a multiple of the unit */
};

uint16_t udf_structure_partition(const struct fs_plan *plan)
{
    return udf_revision_of(plan)->has_metadata_partition ? PARTITION_METADATA : PARTITION_PHYSICAL;
}

void udf_set_metadata_map(const struct fs_plan *plan, uint8_t *map)
{
    map[0] = 2; /* type; ECMA-167 3/10.7.3 */
    map[1] = UDF_METADATA_MAP_BYTES;
    udf_set_udf_entity(plan, map + 4, "*UDF Metadata Partition");
    store_le16(map + 36, 1); /* volume sequence number */
    store_le16(map + 38, PARTITION_PHYSICAL);
    store_le32(map + 40, plan->udf.metadata_icb - plan->udf.partition_first);
    store_le32(map + 44, plan->udf.mirror_icb - plan->udf.partition_first);
    store_le32(map + 48, UINT32_MAX); /* no bitmap: nothing is ever allocated */
    store_le32(map + 52, UDF_METADATA_UNIT_BLOCKS);
    store_le16(map + 56, UDF_METADATA_UNIT_BLOCKS);
    map[58] = plan->options.mirrors_metadata ? DUPLICATES_METADATA : 0;
}

uint32_t udf_set_metadata_extents(uint8_t *field, uint32_t first, uint32_t blocks)
{
    uint32_t at, count = 0;

    for (at = 0; at < blocks; at += EXTENT_BLOCKS_MAX, count++) {
        uint32_t left = blocks - at, extent = left < EXTENT_BLOCKS_MAX ? left : EXTENT_BLOCKS_MAX;

        udf_set_extent(field + (size_t)count * UDF_SHORT_AD_BYTES, extent * FS_BLOCK_BYTES, first + at);
    }
    return count * UDF_SHORT_AD_BYTES;
}

/* The file's blocks begin at LBA `first`; the ICB is LBA `icb`. */
static void metadata_entry(const struct fs_plan *plan, uint8_t file_type, uint32_t icb, uint32_t first, uint8_t *block)
{
    const struct udf_entry entry = {
        .file_type = file_type,
        .size_bytes = (uint64_t)plan->udf.metadata_blocks * FS_BLOCK_BYTES,
        .blocks_recorded = plan->udf.metadata_blocks,
        .times = {FS_TIME_UNSET, FS_TIME_UNSET, FS_TIME_UNSET},
    };
    uint8_t *field = udf_set_entry(plan, &entry, block);
    uint32_t bytes = udf_set_metadata_extents(field, first - plan->udf.partition_first, plan->udf.metadata_blocks);

    udf_finish_entry(plan, block, bytes, icb - plan->udf.partition_first);
}

void udf_produce_metadata_file(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                               uint8_t *block)
{
    (void)index;
    metadata_entry(plan, FILE_TYPE_METADATA, region->first, plan->udf.metadata_first, block);
}

void udf_produce_metadata_mirror(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                                 uint8_t *block)
{
    (void)index;
    metadata_entry(plan, FILE_TYPE_METADATA_MIRROR, region->first, plan->udf.mirror_first, block);
}
