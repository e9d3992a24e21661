/* ISO 9660 and Joliet: the functions for the planner. Both are hierarchies of the same kind, with different names. */
#ifndef OPENIMAPI2_FS_ISO9660_H
#define OPENIMAPI2_FS_ISO9660_H

#include <stdbool.h>

#include "fs/name.h"

struct fs_plan;

/* The largest file: level 2 allows 4 GiB - 1, but Microsoft's imapi2fs.dll accepts only half of that. */
#define ISO9660_FILE_BYTES_MAX UINT64_C(0x80000000)

/* Sort the directories of FS_ISO9660 or FS_JOLIET and find the lengths of their records. The items must be numbered.
 * has_items  false: an empty root, for an El Torito boot record in an image with only UDF.
 * failure    the item that FS_FILE_TOO_LARGE is about.
 * returns    FS_OK, FS_OUT_OF_MEMORY, FS_FILE_TOO_LARGE, FS_IMAGE_TOO_LARGE.
 */
enum fs_status fs_iso9660_prepare(struct fs_plan *plan, enum fs_system system, bool has_items,
                                  struct fs_failure *failure);

/* Place one volume descriptor of the hierarchy at the plan's present position; and the terminator of all of them. */
void fs_iso9660_place_descriptor(struct fs_plan *plan, enum fs_system system);
void fs_iso9660_place_terminator(struct fs_plan *plan);

/* Place the L and M path tables, and the directories. */
void fs_iso9660_place_path_tables(struct fs_plan *plan, enum fs_system system);
void fs_iso9660_place_directories(struct fs_plan *plan, enum fs_system system);

void fs_iso9660_free(struct fs_plan *plan);

#endif
