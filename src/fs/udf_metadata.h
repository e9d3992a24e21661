/* The metadata partition of UDF 2.50 and 2.60: a file in the physical partition that holds the file set, all ICBs and
 * all directories, and a mirror of that file.
 */
#ifndef OPENIMAPI2_FS_UDF_METADATA_H
#define OPENIMAPI2_FS_UDF_METADATA_H

#include "fs/plan_private.h"

enum {
    UDF_METADATA_MAP_BYTES = 64,
    UDF_METADATA_UNIT_BLOCKS = 32, /* allocation unit and alignment unit */
};

/* The reference of the partition that has the structures: an index into the table of partition maps. */
uint16_t udf_structure_partition(const struct fs_plan *plan);

/* The partition map. OSTA UDF 2.50 2.2.10 */
void udf_set_metadata_map(const struct fs_plan *plan, uint8_t *map);

/* Write short allocation descriptors for `blocks` blocks of the partition from `first` on, each for a whole number of
 * units and less than 1 GiB. Returns their length in bytes. The field needs room for all the blocks of an image. OSTA
 * UDF 2.50 2.2.13
 */
uint32_t udf_set_metadata_extents(uint8_t *field, uint32_t first, uint32_t blocks);

/* The ICBs of the file and of its mirror. OSTA UDF 2.50 2.2.13 */
void udf_produce_metadata_file(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                               uint8_t *block);
void udf_produce_metadata_mirror(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                                 uint8_t *block);

#endif
