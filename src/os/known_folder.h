/* The folders that the system names in the registry ("Shell Folders"). shell32 knows them too, but is not among the
 * libraries that we import. An elevated process gets the machine's folders only, since the user's own programs can
 * write the other entries.
 */
#ifndef OPENIMAPI2_OS_KNOWN_FOLDER_H
#define OPENIMAPI2_OS_KNOWN_FOLDER_H

#include <stddef.h>

#include <windows.h>

enum known_folder { KNOWN_FOLDER_COMMON_APPDATA, KNOWN_FOLDER_LOCAL_APPDATA, KNOWN_FOLDER_COUNT };

/* The folder, without a trailing backslash. Empty when the system names no usable folder, or when this process must not
 * follow the name. Returns an error only when the system fails to answer: a process that did not know of a folder would
 * not see the lock in it.
 */
DWORD known_folder_read(enum known_folder folder, wchar_t path[MAX_PATH + 1]);

/* Length of the innermost named folder that contains `path`, without the backslash; 0: none contains it. */
size_t known_folder_prefix(const wchar_t *path);

#endif
