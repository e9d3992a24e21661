/* Makes a client's path of this computer absolute, without a length limit, and divided into folder and name. */
#ifndef OPENIMAPI2_IMAPI2FS_HOST_PATH_H
#define OPENIMAPI2_IMAPI2FS_HOST_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>

struct host_path {
    WCHAR *text;       /* owned; in the form without the limit of 260 characters, without a separator at its end */
    size_t count;      /* of text */
    bool is_folder;    /* the path ended with a separator, or is a root; to open it, append a separator again */
    size_t name_count; /* length of the last name, at the end of text; 0: a root, whose path is text and a backslash */
};

/* path: absolute or relative to the process's current directory, with slashes or backslashes, of a drive or a share;
 *       a path that begins with \\?\ is used unchanged.
 * returns   0, or the system's error: ERROR_INVALID_NAME (the path contains a NUL), ERROR_FILENAME_EXCED_RANGE,
 *           ERROR_NOT_ENOUGH_MEMORY, an error of GetFullPathName. On failure there is nothing to free.
 */
DWORD host_path_make(const WCHAR *path, size_t count, struct host_path *out);
void host_path_destroy(struct host_path *path);

#endif
