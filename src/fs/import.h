/* The files of a disc into a tree: the items of one file system of one session. Their names and times are copied; their
 * bytes stay on the disc (fs/disc_data.h), but for the few that UDF records inside of an ICB.
 *
 * Everything on the disc may lie. Each length, count and address is checked before its use, no structure is followed in
 * a circle, and the work is bounded by the size of the disc.
 */
#ifndef OPENIMAPI2_FS_IMPORT_H
#define OPENIMAPI2_FS_IMPORT_H

#include "fs/disc.h"
#include "fs/tree.h"

struct fs_import_options {
    enum fs_system system;
    uint32_t session_start; /* LBA */
    /* Called for each item as it is read: the root first, and each directory in front of its files. NULL is allowed.
     * When UDF's mirror has to be read instead of its metadata file, all items are read again, and reported again.
     */
    void (*report)(void *context, const struct fs_node *node);
    void *context;
};

/* Where an import ended; zeroed, then filled. */
struct fs_import_failure {
    int32_t device_result;      /* of FS_DEVICE_FAILED */
    uint32_t block;             /* of FS_DEVICE_FAILED: LBA */
    const char *feature;        /* of FS_FEATURE_UNSUPPORTED and FS_PARTITION_FOREIGN: an English noun; else NULL */
    uint16_t name[FS_NAME_MAX]; /* of the item, where it is about one; cut */
    size_t name_count;
};

/* Add the items of the disc to the tree, as one change of it; a failure changes nothing. An item of the tree stays
 * where the disc has one of its name, and two directories of one name become one. Of items on the disc whose names
 * differ in letter case alone the later ones are called "name_1.ext", by a number that rises throughout the import.
 * returns  FS_OK, FS_OUT_OF_MEMORY, FS_SYSTEM_ABSENT, FS_DEVICE_FAILED, FS_DISC_DAMAGED, FS_PARTITION_FOREIGN,
 *          FS_FEATURE_UNSUPPORTED, FS_FILE_MEETS_DIRECTORY, FS_DIRECTORY_MEETS_FILE; FS_NAME_INVALID: by
 *          fs_name_check_recorded; FS_NAME_EXISTS: two streams of a file; and FS_TOO_DEEP, FS_TOO_MANY_DIRECTORIES,
 *          FS_TOO_MANY_STREAMS, FS_NAME_NOT_UNIQUE, FS_IMAGE_TOO_LARGE, FS_CHANGE_OPEN of the tree.
 */
enum fs_status fs_import(struct fs_tree *tree, struct fs_disc *disc, const struct fs_import_options *options,
                         struct fs_import_failure *failure);

#endif
