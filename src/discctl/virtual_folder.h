/* The folder of a virtual recorder, where the DLL keeps what is in the tray. */
#ifndef OPENIMAPI2_DISCCTL_VIRTUAL_FOLDER_H
#define OPENIMAPI2_DISCCTL_VIRTUAL_FOLDER_H

#include <stdbool.h>

#include <windows.h>

/* All functions return ERROR_SUCCESS or the system's error. */

/* <application data>\OpenIMAPI2\VirtualRecorders\<name>, absolute, memory_free(): this user's local data, or the
 * machine's.
 */
DWORD folder_path(bool is_machine, const wchar_t *name, wchar_t **path);

/* Make the folder, and volume\ in it, for the current user alone; a machine's recorder is administrators', too. What an
 * earlier recorder left there is deleted.
 * ERROR_REPARSE_TAG_INVALID: something in the path is a link; ERROR_INVALID_OWNER: the folder, or one of the two above
 * it, is another user's.
 */
DWORD folder_create(bool is_machine, const wchar_t *path);

/* Delete what is the recorder's own in it, and the folder itself when nothing else is left; likewise the
 * two above it, which all recorders share.
 * ERROR_SHARING_VIOLATION: a program uses the recorder; nothing was deleted. ERROR_DIR_NOT_EMPTY: files that are not
 * the recorder's are left. ERROR_REPARSE_TAG_INVALID, ERROR_INVALID_OWNER: as above; nothing was deleted.
 */
DWORD folder_delete(const wchar_t *path);

#endif
