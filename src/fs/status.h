/* The results of the functions in this folder, and the item that a failure is about. */
#ifndef OPENIMAPI2_FS_STATUS_H
#define OPENIMAPI2_FS_STATUS_H

#include <stdint.h>

enum fs_status {
    FS_OK,
    FS_OUT_OF_MEMORY,
    FS_OPTION_INVALID,       /* an option that no image can satisfy, or an invalid text in the options */
    FS_NO_FILE_SYSTEM,       /* none was chosen */
    FS_NAME_INVALID,         /* fs_name_check */
    FS_NAME_EXISTS,          /* the directory has an item of the same name, regardless of letter case */
    FS_NAME_NOT_UNIQUE,      /* no derived name is left in a file system */
    FS_NOT_DIRECTORY,        /* an item was to be added to a file */
    FS_NOT_IN_TREE,          /* the item is detached */
    FS_IN_TREE,              /* the item is not detached */
    FS_CHANGE_OPEN,          /* not allowed between fs_tree_begin and fs_tree_commit */
    FS_NO_CHANGE_POINT,      /* later than the present one, or earlier than the one locked in */
    FS_NOT_FILE,             /* a named stream was to be added to something other than a file, or used as a file */
    FS_TOO_MANY_STREAMS,     /* over FS_STREAMS_MAX in a tree */
    FS_TOO_DEEP,             /* a directory on level 9 with ISO 9660 */
    FS_TOO_MANY_DIRECTORIES, /* more than a path table can number */
    FS_FILE_TOO_LARGE,       /* for a chosen file system */
    FS_FILE_OUT_OF_REACH,    /* a chosen file system cannot refer to its bytes, which are on the disc already */
    FS_IMAGE_TOO_LARGE,      /* more blocks, or a larger directory, than can be recorded */
    FS_BOOT_IMAGE_INVALID,   /* its size or its content does not fit its emulation */
    FS_SOURCE_FAILED,        /* a source reported an error: source_result is its own failure number */
    FS_SOURCE_SHORT,         /* a source ended before its size */
    FS_DEVICE_FAILED,        /* a disc cannot be read: source_result is the device's own failure number */
    FS_DISC_DAMAGED,         /* structures of a disc contradict each other, or refer to blocks outside it */
    FS_SYSTEM_ABSENT,        /* the session has no such file system */
    FS_PARTITION_FOREIGN,    /* a virtual or sparable partition of UDF */
    FS_FEATURE_UNSUPPORTED,  /* the disc has an item of a kind that a tree cannot hold */
    FS_FILE_MEETS_DIRECTORY, /* a file on the disc has the name of a directory of the tree */
    FS_DIRECTORY_MEETS_FILE, /* a directory on the disc has the name of a file of the tree */
};

struct fs_node;

/* The details of a failure that is about an item or a source; zeroed by the function that receives it. */
struct fs_failure {
    const struct fs_node *node; /* borrowed from the tree, or NULL */
    int32_t source_result;
    uint64_t source_bytes; /* for FS_SOURCE_SHORT: the number of bytes it had */
};

#endif
