/* Named streams of UDF 2.00 and later: their directories and ICBs, for the planner and as a producer of blocks. */
#ifndef OPENIMAPI2_FS_UDF_STREAM_H
#define OPENIMAPI2_FS_UDF_STREAM_H

#include "fs/plan_private.h"

/* Assign blocks of the partition of structures, from `next` on, to each file's stream directory and to the ICBs of its
 * streams after it. Returns the block after the last.
 */
uint64_t udf_number_streams(struct fs_plan *plan, uint64_t next);

void udf_produce_streams(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block);

#endif
