/* Imports the items of one file system of one session of a disc into a tree. Their names and times are copied; their
 * bytes stay on the disc (fs/disc_data.h), except the few bytes that UDF embeds in an ICB.
 *
 * Nothing on the disc is trusted. Each length, count and address is checked before its use, no structure is followed in
 * a circle, and the work is bounded by the size of the disc.
 */
#ifndef OPENIMAPI2_FS_IMPORT_H
#define OPENIMAPI2_FS_IMPORT_H

#include "fs/disc.h"
#include "fs/tree.h"

struct fs_import_options {
    enum fs_system system;
    uint32_t session_start; /* LBA */
    /* Called for each item as it is read: the root first, and each directory before its files. NULL is allowed. If
     * UDF's mirror has to be read instead of its metadata file, all items are read and reported again.
     */
    void (*report)(void *context, const struct fs_node *node);
    void *context;
};

/* Details of a failed import; zeroed, then filled. */
struct fs_import_failure {
    int32_t device_result;      /* for FS_DEVICE_FAILED */
    uint32_t block;             /* for FS_DEVICE_FAILED: LBA */
    const char *feature;        /* for FS_FEATURE_UNSUPPORTED and FS_PARTITION_FOREIGN: an English noun; else NULL */
    uint16_t name[FS_NAME_MAX]; /* of the item that the failure is about, if any; cut */
    size_t name_count;
};

/* Add the items of the disc to the tree as one change; a failure changes nothing. If the tree has a file of the same
 * name, the tree's file stays; directories of the same name are merged. Of items on the disc whose names differ only in
 * letter case, the later ones are renamed to "name_1.ext", with a number that increases throughout the import.
 * returns  FS_OK, FS_OUT_OF_MEMORY, FS_SYSTEM_ABSENT, FS_DEVICE_FAILED, FS_DISC_DAMAGED, FS_PARTITION_FOREIGN,
 *          FS_FEATURE_UNSUPPORTED, FS_FILE_MEETS_DIRECTORY, FS_DIRECTORY_MEETS_FILE; FS_NAME_INVALID: see
 *          fs_name_check_recorded; FS_NAME_EXISTS: two streams of one file have the same name; and, from the tree,
 *          FS_TOO_DEEP, FS_TOO_MANY_DIRECTORIES, FS_TOO_MANY_STREAMS, FS_NAME_NOT_UNIQUE, FS_IMAGE_TOO_LARGE,
 *          FS_CHANGE_OPEN.
 */
enum fs_status fs_import(struct fs_tree *tree, struct fs_disc *disc, const struct fs_import_options *options,
                         struct fs_import_failure *failure);

#endif
