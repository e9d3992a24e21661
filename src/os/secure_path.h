/* Files and folders that are never reached through a link; those that belong to one user are made for the owner alone. */
#ifndef OPENIMAPI2_OS_SECURE_PATH_H
#define OPENIMAPI2_OS_SECURE_PATH_H

#include <stdbool.h>

#include <windows.h>

/* <folder>\<name>; base_free. NULL: no memory. */
wchar_t *secure_path_join(const wchar_t *folder, const wchar_t *name);

/* Open a plain file: not a folder, not a link or another reparse point, on a disk; to write or append only one that has no second
 * name (hard link). Made for the owner alone when disposition makes it. What serves another kind of path, a pipe for one, cannot act
 * as the caller.
 * returns   ERROR_SUCCESS, or the system's error; *file is INVALID_HANDLE_VALUE then.
 */
DWORD secure_path_open(const wchar_t *path, DWORD access, DWORD share, DWORD disposition, HANDLE *file);

/* Likewise, a file in a folder of several users: made with the rights that its folder gives, and shared for reading and writing. What
 * is no plain file is ERROR_ACCESS_DENIED.
 */
DWORD secure_path_open_shared(const wchar_t *path, DWORD access, DWORD disposition, HANDLE *file);

/* Make a folder for the owner alone; a plain folder that is there already will do. The folder above must be there. */
DWORD secure_path_make_folder(const wchar_t *path);

#endif
