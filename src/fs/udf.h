/* Universal Disk Format: what the planner asks of it. Revisions 1.02 to 2.60, a read-only partition. */
#ifndef OPENIMAPI2_FS_UDF_H
#define OPENIMAPI2_FS_UDF_H

#include "fs/status.h"

struct fs_plan;

/* Number the blocks of the ICBs and directories in their partition. The items are numbered.
 * returns  FS_OK, FS_OUT_OF_MEMORY, FS_IMAGE_TOO_LARGE (a directory or all ICBs, too).
 */
enum fs_status fs_udf_prepare(struct fs_plan *plan);

/* The volume recognition sequence, where the plan is now. */
void fs_udf_place_recognition(struct fs_plan *plan);

/* The main sequence, the integrity sequence and the anchor, and the partition's beginning with the file set and all
 * ICBs and directories. Afterwards the plan is behind them, in the partition.
 */
void fs_udf_place_volume(struct fs_plan *plan);

/* The partition ends where the plan is now, or behind the mirror of its structures; the reserve sequence and anchors
 * behind it.
 */
void fs_udf_place_end(struct fs_plan *plan);

void fs_udf_free(struct fs_plan *plan);

#endif
