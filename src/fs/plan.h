/* The plan of an image: the place of each structure of the chosen file systems, and of each file. All file systems
 * share one set of file data.
 *
 * A plan is immutable; it borrows the tree, which must not change while the plan exists. fs/image.h generates any part
 * of the image from it.
 */
#ifndef OPENIMAPI2_FS_PLAN_H
#define OPENIMAPI2_FS_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fs/eltorito.h"
#include "fs/append.h"
#include "fs/tree.h"

enum {
    FS_VOLUME_NAME_MAX = 32, /* UTF-16 units */
};

struct fs_plan_options {
    unsigned systems;      /* FS_MASKs; the tree's rules must list each, and Joliet requires ISO 9660 */
    uint16_t udf_revision; /* 0x0102, 0x0150, 0x0200, 0x0201, 0x0250 or 0x0260; used only with UDF */
    struct fs_append append;
    uint32_t limit_blocks; /* of the session; 0: none. If necessary, surplus anchors of UDF at its end are left out */
    bool mirrors_metadata; /* from revision 2.50 on: all structures of UDF are recorded twice */
    uint16_t volume_name[FS_VOLUME_NAME_MAX];
    size_t volume_name_count;
    /* Entity identifier of the program, 1 to 23 ASCII characters; it begins with "*" (OSTA UDF 2.1.5.2). */
    const char *implementation_id;
    int64_t now_s;             /* the time of every structure, and for every FS_TIME_UNSET */
    unsigned now_centiseconds; /* 0-99 */
    /* Boot images of a first session, the default one first; copied, except the sources. With only UDF, an ISO 9660
     * volume without files is added for them.
     */
    const struct fs_boot_entry *boot_entries;
    size_t boot_entry_count; /* 0-FS_BOOT_ENTRIES_MAX */
};

struct fs_plan;

/* No file system, revision 1.02, metadata mirrored, no volume name, "*OpenIMAPI2". */
struct fs_plan_options fs_plan_usual_options(void);

/* Lay out an image.
 * options  copied.
 * plan     out; to be freed with fs_plan_destroy. NULL on failure.
 * failure  filled: the item that the failure is about, if any.
 * returns  FS_OK, FS_OPTION_INVALID, FS_NO_FILE_SYSTEM, FS_FILE_TOO_LARGE (over 2 GiB beside ISO 9660),
 *          FS_FILE_OUT_OF_REACH (its bytes are on the disc, but not before the session, or before UDF's partition; or,
 *          beside ISO 9660, in several extents, not recorded, or over 4 GiB - 1),
 *          FS_IMAGE_TOO_LARGE (also beyond the limit), FS_OUT_OF_MEMORY, and the results of fs_eltorito_prepare.
 */
enum fs_status fs_plan_create(const struct fs_tree *tree, const struct fs_plan_options *options, struct fs_plan **plan,
                              struct fs_failure *failure);

/* NULL is allowed. */
void fs_plan_destroy(struct fs_plan *plan);

/* The number of blocks of the whole image, of FS_BLOCK_BYTES each. The first block is fs_append.start, or block 0 of a
 * rewritable disc.
 */
uint32_t fs_plan_blocks(const struct fs_plan *plan);

#endif
