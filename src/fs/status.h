/* How a question to this folder ends, and which item it was about. */
#ifndef OPENIMAPI2_FS_STATUS_H
#define OPENIMAPI2_FS_STATUS_H

#include <stdint.h>

enum fs_status {
    FS_OK,
    FS_OUT_OF_MEMORY,
    FS_OPTION_INVALID,       /* a wish that no image can fulfil; a field of the options' own text */
    FS_NO_FILE_SYSTEM,       /* none was chosen */
    FS_NAME_INVALID,         /* fs_name_check */
    FS_NAME_EXISTS,          /* the directory has an item whose name differs in letter case at most */
    FS_NAME_NOT_UNIQUE,      /* no derived name is left in a file system */
    FS_NOT_DIRECTORY,        /* an item was to be added to a file */
    FS_TOO_DEEP,             /* a directory on level 9 of ISO 9660 */
    FS_TOO_MANY_DIRECTORIES, /* more than a path table can number */
    FS_FILE_TOO_LARGE,       /* for a chosen file system */
    FS_IMAGE_TOO_LARGE,      /* more blocks, or a larger directory, than can be recorded */
    FS_BOOT_IMAGE_INVALID,   /* its size or its content does not fit its emulation */
    FS_SOURCE_FAILED,        /* a source reported an error: source_result is its own number */
    FS_SOURCE_SHORT,         /* a source ended before its size */
};

struct fs_node;

/* A failure that is about an item or a source; zeroed by the function that it is handed to. */
struct fs_failure {
    const struct fs_node *node; /* borrowed from the tree, or NULL */
    int32_t source_result;
};

#endif
