/* Universal Disk Format: the functions for the planner. Revisions 1.02 to 2.60, a read-only partition. */
#ifndef OPENIMAPI2_FS_UDF_H
#define OPENIMAPI2_FS_UDF_H

#include "fs/status.h"

struct fs_plan;

/* Number the blocks of the ICBs and directories in their partition. The items must be numbered.
 * returns  FS_OK, FS_OUT_OF_MEMORY, FS_IMAGE_TOO_LARGE (also for one directory, or for all ICBs).
 */
enum fs_status fs_udf_prepare(struct fs_plan *plan);

/* Place the volume recognition sequence at the plan's present position. */
void fs_udf_place_recognition(struct fs_plan *plan);

/* Place the main sequence, the integrity sequence and the anchor, and the beginning of the partition with the file set
 * and all ICBs and directories. Afterwards the plan's position is after them, in the partition.
 */
void fs_udf_place_volume(struct fs_plan *plan);

/* End the partition at the plan's present position, or after the mirror of its structures, and place the reserve
 * sequence and anchors after it.
 */
void fs_udf_place_end(struct fs_plan *plan);

void fs_udf_free(struct fs_plan *plan);

#endif
