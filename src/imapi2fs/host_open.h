/* Opens a file of this computer to be read, and tells what the system says about it. */
#ifndef OPENIMAPI2_IMAPI2FS_HOST_OPEN_H
#define OPENIMAPI2_IMAPI2FS_HOST_OPEN_H

#include <windows.h>

struct host_facts {
    ULONGLONG size;
    FILETIME created, accessed, written;
};

/* Why the system's last call failed; never 0, whatever it says. */
static inline DWORD host_last_error(void)
{
    DWORD error = GetLastError();

    return error ? error : ERROR_GEN_FAILURE;
}

/* Open a file that nobody has open to write; writers are kept out while it is open. Of a name that is no file's, such
 * as a pipe's, nobody on its other end gets to act for this user.
 * returns   0, or the system's error (ERROR_BAD_FILE_TYPE: no file of a disk); *file is INVALID_HANDLE_VALUE then.
 */
DWORD host_open(const WCHAR *path, HANDLE *file, struct host_facts *facts);

/* What stands behind a path, a folder or a file, without its content: other programs may do with it what they like. A
 * link is followed. Returns 0, or the system's error (ERROR_BAD_FILE_TYPE: nothing of a disk).
 */
DWORD host_look(const WCHAR *path, BY_HANDLE_FILE_INFORMATION *facts);

/* Bytes from `offset` on, wherever the file's position is. *got is less than count at the end of the file alone.
 * Returns 0, or the system's error; *got counts then as well.
 */
DWORD host_read_at(HANDLE file, ULONGLONG offset, void *bytes, ULONG count, ULONG *got);

#endif
