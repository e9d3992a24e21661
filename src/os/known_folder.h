/* The folders that the system names in the registry ("Shell Folders"). shell32 would know them too, but is not among
 * the libraries that we import. An elevated process is told of the machine's folders only, since the user's own
 * programs write the others.
 */
#ifndef OPENIMAPI2_OS_KNOWN_FOLDER_H
#define OPENIMAPI2_OS_KNOWN_FOLDER_H

#include <stddef.h>

#include <windows.h>

enum known_folder { KNOWN_FOLDER_COMMON_APPDATA, KNOWN_FOLDER_LOCAL_APPDATA, KNOWN_FOLDER_COUNT };

/* The folder without a backslash at its end. Empty where the system names none that can be used, and where this process
 * must not be steered by the name. An error is returned only where the system fails to say: a process that did not know
 * of a folder would not see the lock in it.
 */
DWORD known_folder_read(enum known_folder folder, wchar_t path[MAX_PATH + 1]);

/* Length of the innermost named folder that `path` lies in, without the backslash; 0: it lies in none. */
size_t known_folder_prefix(const wchar_t *path);

#endif
