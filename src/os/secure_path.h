/* Opens and creates files and folders without following links; those of one user are created for their owner alone.
 *
 * The check of a path begins at the innermost folder that the system names (os/known_folder.h) and that contains the
 * path, or else at the root of the drive or share. Links above that are the choice of the system or the administrator:
 * a profile that was moved to another disk, and under Wine every drive letter and the folders of the profile, which are
 * symbolic links of Unix by design.
 */
#ifndef OPENIMAPI2_OS_SECURE_PATH_H
#define OPENIMAPI2_OS_SECURE_PATH_H

#include <stdbool.h>

#include <windows.h>

/* <folder>\<name>; base_free. NULL: no memory. */
wchar_t *secure_path_join(const wchar_t *folder, const wchar_t *name);

/* Open a file of ours: a plain file on a disk, with no link in any component of its path; for writing or appending,
 * only a file without a second name (hard link). disposition: OPEN_EXISTING, or OPEN_ALWAYS, which creates a missing
 * file for its owner alone. The server of another kind of path, such as a pipe, cannot impersonate the caller.
 * A reparse point counts as a link if its tag names another file (IsReparseTagNameSurrogate), or if the system does not
 * tell the tag. A cloud file or a deduplicated file is not a link.
 * returns   ERROR_SUCCESS, or the system's error (ERROR_REPARSE_TAG_INVALID: a link, ERROR_TOO_MANY_LINKS,
 *           ERROR_BAD_FILE_TYPE); *file is INVALID_HANDLE_VALUE then.
 */
DWORD secure_path_open(const wchar_t *path, DWORD access, DWORD share, DWORD disposition, HANDLE *file);

/* Likewise for a file in the folder of a recorder, which must not be a reparse point of any kind. A new file inherits
 * the rights of the folder: if that is for all users, every user who may use the recorder has these rights.
 */
DWORD secure_path_open_inheriting(const wchar_t *path, DWORD access, DWORD share, DWORD disposition, HANDLE *file);

/* Open an existing file that the user chose: as secure_path_open, but links of the user's own in the path of its folder
 * are allowed.
 */
DWORD secure_path_open_users(const wchar_t *path, DWORD access, DWORD share, HANDLE *file);

/* Open a file in a folder that several users share: a new file inherits the rights of its folder; the file is shared
 * for reading and writing. base: a folder above it, where the check of the path begins. ERROR_ACCESS_DENIED: the file
 * must not be used, or another program has it open without sharing it.
 */
DWORD secure_path_open_shared(const wchar_t *path, const wchar_t *base, DWORD access, DWORD disposition, HANDLE *file);

/* Is `path` a folder that is reached without a link? base: as above; NULL: as the head of this file says. is_ours: its
 * owner must be SYSTEM, the administrators or this user, else ERROR_INVALID_OWNER, and it must not be a reparse point
 * of any kind.
 */
DWORD secure_path_check_folder(const wchar_t *path, const wchar_t *base, bool is_ours);

/* Create a folder for the owner alone; an existing folder of ours is accepted. The parent folder must exist. */
DWORD secure_path_make_folder(const wchar_t *path);

#endif
