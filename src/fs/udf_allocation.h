/* Allocation descriptors, which locate a file's bytes: in its ICB and in Allocation Extent Descriptors after it. */
#ifndef OPENIMAPI2_FS_UDF_ALLOCATION_H
#define OPENIMAPI2_FS_UDF_ALLOCATION_H

#include "fs/plan_private.h"

enum { UDF_EXTENT_BYTES_MAX = FS_PIECE_BYTES_MAX };

/* Whether files need long_ads: with a metadata partition, the short_ads of a file would refer to that partition. */
bool udf_has_long_ads(const struct fs_plan *plan);

/* The blocks of a file's ICB: the File Entry, and the Allocation Extent Descriptors that follow if one block does not
 * hold all allocation descriptors.
 */
uint64_t udf_file_icb_blocks(const struct fs_plan *plan, const struct fs_node *node);

/* Logical Blocks Recorded of a file; ECMA-167 4/14.9.11 */
uint64_t udf_blocks_recorded(const struct fs_node *node);

/* Write the allocation descriptors of block `index` of a file's ICB. Returns their length in bytes. */
uint32_t udf_set_allocation(const struct fs_plan *plan, const struct fs_item *item, uint32_t index, uint8_t *field);

/* Write block `index` of a file's ICB as a whole; index: at least 1. ECMA-167 4/14.5 */
void udf_set_allocation_extent(const struct fs_plan *plan, const struct fs_item *item, uint32_t index, uint8_t *block);

#endif
