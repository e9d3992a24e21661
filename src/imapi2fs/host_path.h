/* A path of this computer as a client gives it, made whole: absolute, of any length, and divided into folder and name.
 */
#ifndef OPENIMAPI2_IMAPI2FS_HOST_PATH_H
#define OPENIMAPI2_IMAPI2FS_HOST_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>

struct host_path {
    WCHAR *text;       /* owned; in the form that has no limit of 260 characters, without a separator at its end */
    size_t count;      /* of text */
    bool is_folder;    /* it ended with a separator, or is a root: one is put there again to look at it */
    size_t name_count; /* of the last name, at the end of text; 0: a root, whose own path is text and a backslash */
};

/* path: absolute or relative to the process's current directory, with slashes or backslashes, of a drive or a share;
 *       one that begins with \\?\ is taken as it is.
 * returns   0, or the system's error: ERROR_INVALID_NAME (with a NUL in it), ERROR_FILENAME_EXCED_RANGE,
 *           ERROR_NOT_ENOUGH_MEMORY, what GetFullPathName says; nothing is to be freed then.
 */
DWORD host_path_make(const WCHAR *path, size_t count, struct host_path *out);
void host_path_destroy(struct host_path *path);

#endif
