/* The folder of a virtual recorder, in which the DLL keeps the content of the tray. */
#ifndef OPENIMAPI2_DISCCTL_VIRTUAL_FOLDER_H
#define OPENIMAPI2_DISCCTL_VIRTUAL_FOLDER_H

#include <stdbool.h>

#include <windows.h>

/* All functions return ERROR_SUCCESS or the system's error. */

/* <application data>\OpenIMAPI2\VirtualRecorders\<name>, absolute, memory_free(): under this user's local data, or the
 * machine's.
 */
DWORD folder_path(bool is_machine, const wchar_t *name, wchar_t **path);

/* Create the folder, and volume\ in it, for the current user alone; for a machine's recorder also for administrators.
 * Files that an earlier recorder left there are deleted.
 * ERROR_REPARSE_TAG_INVALID: something in the path is a link; ERROR_INVALID_OWNER: the folder, or one of the two above
 * it, belongs to another user.
 */
DWORD folder_create(bool is_machine, const wchar_t *path);

/* Delete the recorder's own files in the folder, and the folder itself if nothing else is left; likewise the two
 * folders above it, which all recorders share.
 * ERROR_SHARING_VIOLATION: a program uses the recorder; its disc was not deleted. ERROR_DIR_NOT_EMPTY: files that are
 * not the recorder's are left. ERROR_REPARSE_TAG_INVALID, ERROR_INVALID_OWNER: as above; nothing was deleted.
 */
DWORD folder_delete(const wchar_t *path);

#endif
