/* ISO 9660 and Joliet: what the planner asks of them. Both are a hierarchy of the same kind, with its own names. */
#ifndef OPENIMAPI2_FS_ISO9660_H
#define OPENIMAPI2_FS_ISO9660_H

#include <stdbool.h>

#include "fs/name.h"

struct fs_plan;

/* The largest file: level 2 allows 4 GiB - 1, of which Microsoft's imapi2fs.dll takes half. */
#define ISO9660_FILE_BYTES_MAX UINT64_C(0x80000000)

/* Sort the directories of FS_ISO9660 or FS_JOLIET and find the lengths of their records. The items are numbered.
 * has_items  false: a root without anything in it, for an El Torito boot record beside UDF alone.
 * failure    the item that FS_FILE_TOO_LARGE is about.
 * returns    FS_OK, FS_OUT_OF_MEMORY, FS_FILE_TOO_LARGE, FS_IMAGE_TOO_LARGE.
 */
enum fs_status fs_iso9660_prepare(struct fs_plan *plan, enum fs_system system, bool has_items,
                                  struct fs_failure *failure);

/* One volume descriptor of the hierarchy, where the plan is now; and the terminator of all of them. */
void fs_iso9660_place_descriptor(struct fs_plan *plan, enum fs_system system);
void fs_iso9660_place_terminator(struct fs_plan *plan);

/* The L and M path tables, and the directories. */
void fs_iso9660_place_path_tables(struct fs_plan *plan, enum fs_system system);
void fs_iso9660_place_directories(struct fs_plan *plan, enum fs_system system);

void fs_iso9660_free(struct fs_plan *plan);

#endif
