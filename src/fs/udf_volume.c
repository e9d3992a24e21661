/* Generates the descriptors of a UDF volume; offsets and fields as in ECMA-167 part 3 and OSTA UDF chapter 2. */
#include "fs/udf_volume.h"

#include <string.h>

#include "base/bytes.h"
#include "fs/udf_field.h"
#include "fs/udf_metadata.h"
#include "fs/udf_revision.h"
#include "fs/volume_set.h"

enum { DESCRIPTOR_CRC_BYTES = 512 - UDF_TAG_BYTES };

void udf_produce_recognition(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block)
{
    const char *const identifiers[] = {"BEA01", udf_revision_of(plan)->standard_identifier, "TEA01"};

    (void)region;
    memcpy(block + 1, identifiers[index], 5); /* ECMA-167 2/9.1; byte 0 is the structure type */
    block[6] = 1;
}

static void set_volume_name(const struct fs_plan *plan, uint8_t *field, size_t size)
{
    udf_set_dstring(field, size, plan->options.volume_name, plan->options.volume_name_count);
}

/* ECMA-167 3/10.1 */
static void primary_volume(const struct fs_plan *plan, uint8_t *block, uint32_t location)
{
    uint16_t set_identifier[FS_VOLUME_SET_MAX];
    size_t count = fs_volume_set_identifier(plan, set_identifier);

    set_volume_name(plan, block + 24, 32);
    store_le16(block + 56, 1); /* volume sequence number */
    store_le16(block + 58, 1); /* and the largest */
    store_le16(block + 60, 2); /* interchange level */
    store_le16(block + 62, 3); /* and the largest */
    store_le32(block + 64, 1); /* character sets */
    store_le32(block + 68, 1);
    udf_set_dstring(block + 72, 128, set_identifier, count);
    udf_set_character_set(block + 200);
    udf_set_character_set(block + 264);
    udf_set_time(block + 376, plan->options.now_s);
    udf_set_implementation(plan, block + 388);
    udf_set_tag(plan, block, UDF_PRIMARY_VOLUME, DESCRIPTOR_CRC_BYTES, location);
}

/* ECMA-167 3/10.4, OSTA UDF 2.2.7 */
static void implementation_use_volume(const struct fs_plan *plan, uint8_t *block, uint32_t location)
{
    store_le32(block + 16, 1); /* volume descriptor sequence number */
    udf_set_udf_entity(plan, block + 20, "*UDF LV Info");
    udf_set_character_set(block + 52);
    set_volume_name(plan, block + 116, 128);
    udf_set_implementation(plan, block + 352);
    udf_set_tag(plan, block, UDF_IMPLEMENTATION_USE_VOLUME, DESCRIPTOR_CRC_BYTES, location);
}

/* ECMA-167 3/10.6 */
static void logical_volume(const struct fs_plan *plan, uint8_t *block, uint32_t location)
{
    static const uint8_t partition_map[6] = {1, 6, 1, 0, 0, 0}; /* type 1, volume 1, partition 0; 3/10.7.2 */
    bool has_metadata = udf_revision_of(plan)->has_metadata_partition;
    uint32_t map_bytes = sizeof partition_map + (has_metadata ? UDF_METADATA_MAP_BYTES : 0);

    store_le32(block + 16, 2);
    udf_set_character_set(block + 20);
    set_volume_name(plan, block + 84, 128);
    store_le32(block + 212, FS_BLOCK_BYTES);
    udf_set_domain(plan, block + 216);
    udf_set_long_ad(block + 248, UDF_FILE_SET_BLOCKS * FS_BLOCK_BYTES, plan->udf.structures_block,
                    udf_structure_partition(plan));
    store_le32(block + 264, map_bytes);
    store_le32(block + 268, has_metadata ? 2 : 1); /* partition maps */
    udf_set_implementation(plan, block + 272);
    udf_set_extent(block + 432, UDF_SEQUENCE_BYTES, plan->udf.integrity);
    memcpy(block + 440, partition_map, sizeof partition_map);
    if (has_metadata) udf_set_metadata_map(plan, block + 440 + sizeof partition_map);
    udf_set_tag(plan, block, UDF_LOGICAL_VOLUME, 440 + map_bytes - UDF_TAG_BYTES, location);
}

/* ECMA-167 3/10.5 */
static void partition(const struct fs_plan *plan, uint8_t *block, uint32_t location)
{
    char contents[] = "+NSR0x";

    memcpy(contents + 1, udf_revision_of(plan)->standard_identifier, 5);
    store_le32(block + 16, 3);
    store_le16(block + 20, 1); /* volume space is allocated */
    udf_set_entity(block + 24, contents);
    store_le32(block + 184, 1); /* access type: read only */
    store_le32(block + 188, plan->udf.partition_first);
    store_le32(block + 192, plan->udf.partition_blocks);
    udf_set_implementation(plan, block + 196);
    udf_set_tag(plan, block, UDF_PARTITION, DESCRIPTOR_CRC_BYTES, location);
}

void udf_produce_sequence(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block)
{
    uint32_t location = region->first + index;

    switch (index) {
    case 0:
        primary_volume(plan, block, location);
        break;
    case 1:
        implementation_use_volume(plan, block, location);
        break;
    case 2:
        logical_volume(plan, block, location);
        break;
    case 3:
        partition(plan, block, location);
        break;
    case 4: /* no unallocated space; ECMA-167 3/10.8 */
        store_le32(block + 16, 4);
        udf_set_tag(plan, block, UDF_UNALLOCATED_SPACE, 24 - UDF_TAG_BYTES, location);
        break;
    default:
        udf_set_tag(plan, block, UDF_TERMINATING, DESCRIPTOR_CRC_BYTES, location);
        break;
    }
}

/* ECMA-167 3/10.10, OSTA UDF 2.2.6 */
static void integrity(const struct fs_plan *plan, uint8_t *block, uint32_t location)
{
    enum { TABLES = 80, IMPLEMENTATION_USE_BYTES = 46 };
    const struct udf_revision *revision = udf_revision_of(plan);
    uint32_t partitions = revision->has_metadata_partition ? 2 : 1;
    uint8_t *sizes = block + TABLES + (size_t)4 * partitions; /* behind the free space of each, which is 0 */
    uint8_t *use = sizes + (size_t)4 * partitions;

    udf_set_time(block + 16, plan->options.now_s);
    store_le32(block + 28, 1);                                                    /* closed */
    store_le64(block + 40, (uint64_t)UDF_UNIQUE_ID_FIRST + plan->item_count - 1); /* the next unique ID */
    store_le32(block + 72, partitions);
    store_le32(block + 76, IMPLEMENTATION_USE_BYTES);
    store_le32(sizes, plan->udf.partition_blocks);
    if (partitions > 1) store_le32(sizes + 4, plan->udf.metadata_blocks);
    udf_set_implementation(plan, use);
    store_le32(use + 32, plan->file_count);
    store_le32(use + 36, plan->directory_count);
    store_le16(use + 40, revision->minimum_read);
    store_le16(use + 42, revision->number); /* to write */
    store_le16(use + 44, revision->number); /* the largest that was written */
    udf_set_tag(plan, block, UDF_LOGICAL_VOLUME_INTEGRITY,
                (size_t)(use - block) + IMPLEMENTATION_USE_BYTES - UDF_TAG_BYTES, location);
}

void udf_produce_integrity(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block)
{
    if (index == 0) {
        integrity(plan, block, region->first);
    } else {
        udf_set_tag(plan, block, UDF_TERMINATING, DESCRIPTOR_CRC_BYTES, region->first + index);
    }
}

/* ECMA-167 3/10.2 */
void udf_produce_anchor(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block)
{
    udf_set_extent(block + 16, UDF_SEQUENCE_BYTES, plan->udf.main_sequence);
    udf_set_extent(block + 24, UDF_SEQUENCE_BYTES, plan->udf.reserve_sequence);
    udf_set_tag(plan, block, UDF_ANCHOR_VOLUME_POINTER, DESCRIPTOR_CRC_BYTES, region->first + index);
}

/* ECMA-167 4/14.1 */
static void file_set(const struct fs_plan *plan, uint8_t *block)
{
    udf_set_time(block + 16, plan->options.now_s);
    store_le16(block + 28, 3); /* interchange level, and the largest */
    store_le16(block + 30, 3);
    store_le32(block + 32, 1); /* character sets */
    store_le32(block + 36, 1);
    udf_set_character_set(block + 48);
    set_volume_name(plan, block + 112, 128);
    udf_set_character_set(block + 240);
    set_volume_name(plan, block + 304, 32);
    udf_set_long_ad(block + 400, FS_BLOCK_BYTES, plan->items[0].icb_block, udf_structure_partition(plan));
    udf_set_domain(plan, block + 416);
    udf_set_tag(plan, block, UDF_FILE_SET, DESCRIPTOR_CRC_BYTES, plan->udf.structures_block);
}

void udf_produce_file_set(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block)
{
    (void)region;
    if (index == 0) {
        file_set(plan, block);
    } else {
        udf_set_tag(plan, block, UDF_TERMINATING, DESCRIPTOR_CRC_BYTES, plan->udf.structures_block + index);
    }
}
