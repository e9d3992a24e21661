/* Opens a file of this computer for reading, and reports its size and times. */
#ifndef OPENIMAPI2_IMAPI2FS_HOST_OPEN_H
#define OPENIMAPI2_IMAPI2FS_HOST_OPEN_H

#include <windows.h>

struct host_facts {
    ULONGLONG size;
    FILETIME created, accessed, written;
};

/* The error of the last system call; never 0, even if the system reports 0. */
static inline DWORD host_last_error(void)
{
    DWORD error = GetLastError();

    return error ? error : ERROR_GEN_FAILURE;
}

/* Open a file that is not open for writing; writers are locked out while it is open. If the name is not a file's but
 * for example a pipe's, the server of the pipe cannot impersonate this user.
 * returns   0, or the system's error (ERROR_BAD_FILE_TYPE: not a disk file); *file is INVALID_HANDLE_VALUE then.
 */
DWORD host_open(const WCHAR *path, HANDLE *file, struct host_facts *facts);

/* Get the attributes of the folder or file at a path, without opening its content: other programs keep full access. A
 * link is followed. Returns 0, or the system's error (ERROR_BAD_FILE_TYPE: not on a disk).
 */
DWORD host_look(const WCHAR *path, BY_HANDLE_FILE_INFORMATION *facts);

/* Read bytes from `offset`, independent of the file's position. *got is less than count only at the end of the file.
 * Returns 0, or the system's error; *got is valid even then.
 */
DWORD host_read_at(HANDLE file, ULONGLONG offset, void *bytes, ULONG count, ULONG *got);

#endif
