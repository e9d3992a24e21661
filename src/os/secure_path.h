/* Files and folders that are never reached through a link; those that belong to one user are made for the owner alone.
 *
 * Where a check of the way begins: at the innermost folder that the system names (os/known_folder.h) and that the path
 * lies in, or at the root of the drive or share. What stands above it is the system's and the administrator's choice: a
 * profile that was moved to another disk, and under Wine every drive letter and the folders of the profile, which are
 * symbolic links of Unix by design.
 */
#ifndef OPENIMAPI2_OS_SECURE_PATH_H
#define OPENIMAPI2_OS_SECURE_PATH_H

#include <stdbool.h>

#include <windows.h>

/* <folder>\<name>; base_free. NULL: no memory. */
wchar_t *secure_path_join(const wchar_t *folder, const wchar_t *name);

/* Open a file of ours: a plain file on a disk, no link in any component of its path; to write or append only one that
 * has no second name (hard link). Made for the owner alone when disposition makes it: OPEN_ALWAYS, or OPEN_EXISTING.
 * What serves another kind of path, a pipe for one, cannot act as the caller.
 * A reparse point counts as a link where its tag names another file (IsReparseTagNameSurrogate), and where the system
 * does not tell the tag. A file in the cloud or a deduplicated one is none.
 * returns   ERROR_SUCCESS, or the system's error (ERROR_REPARSE_TAG_INVALID: a link, ERROR_TOO_MANY_LINKS,
 *           ERROR_BAD_FILE_TYPE); *file is INVALID_HANDLE_VALUE then.
 */
DWORD secure_path_open(const wchar_t *path, DWORD access, DWORD share, DWORD disposition, HANDLE *file);

/* Likewise in the folder of a recorder, where the file is no reparse point of any kind; made with the rights that the
 * folder gives: where it is for all users, each of those who may use the recorder has them.
 */
DWORD secure_path_open_inheriting(const wchar_t *path, DWORD access, DWORD share, DWORD disposition, HANDLE *file);

/* Open a file that the user chose and that is there: as secure_path_open, but the user's own links may lead to its
 * folder.
 */
DWORD secure_path_open_users(const wchar_t *path, DWORD access, DWORD share, HANDLE *file);

/* A file in a folder of several users: made with the rights that its folder gives, and shared for reading and writing.
 * base: a folder above it, where the check of the way begins. A file that must not be used, and one that somebody does
 * not share, is ERROR_ACCESS_DENIED.
 */
DWORD secure_path_open_shared(const wchar_t *path, const wchar_t *base, DWORD access, DWORD disposition, HANDLE *file);

/* Is `path` a folder that is reached without a link? base: as above; NULL: as the head of this file says. is_ours: its
 * owner must be SYSTEM, the administrators or this user, else ERROR_INVALID_OWNER, and it is no reparse point of any
 * kind.
 */
DWORD secure_path_check_folder(const wchar_t *path, const wchar_t *base, bool is_ours);

/* Make a folder for the owner alone; one of ours that is there already will do. The folder above must be there. */
DWORD secure_path_make_folder(const wchar_t *path);

#endif
