/* Allocation descriptors: where the bytes of a file are, in its ICB and in Allocation Extent Descriptors behind it. */
#ifndef OPENIMAPI2_FS_UDF_ALLOCATION_H
#define OPENIMAPI2_FS_UDF_ALLOCATION_H

#include "fs/plan_private.h"

enum { UDF_EXTENT_BYTES_MAX = FS_PIECE_BYTES_MAX };

/* Beside a metadata partition, short_ads of a file would mean that one. */
bool udf_has_long_ads(const struct fs_plan *plan);

/* The File Entry of a file, and the Allocation Extent Descriptors that follow where one block does not hold all
 * allocation descriptors.
 */
uint64_t udf_file_icb_blocks(const struct fs_plan *plan, const struct fs_node *node);

/* Logical Blocks Recorded of a file; ECMA-167 4/14.9.11 */
uint64_t udf_blocks_recorded(const struct fs_node *node);

/* The allocation descriptors of block `index` of a file's ICB; their bytes are returned. */
uint32_t udf_set_allocation(const struct fs_plan *plan, const struct fs_item *item, uint32_t index, uint8_t *field);

/* The whole of a block but the first. ECMA-167 4/14.5 */
void udf_set_allocation_extent(const struct fs_plan *plan, const struct fs_item *item, uint32_t index, uint8_t *block);

#endif
