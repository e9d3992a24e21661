/* Finds the files of COM servers as the programs that load them do: 32-bit and 64-bit programs see different system
 * folders under the same name.
 */
#ifndef OPENIMAPI2_OS_SERVER_FILE_H
#define OPENIMAPI2_OS_SERVER_FILE_H

#include <stdbool.h>
#include <windows.h>

/* Do programs of this kind find a file at `path`? A path without a folder is searched for where the system searches for
 * DLLs. path         shorter than MAX_PATH; a longer path is used as it is.
 * is_64_bit    true for programs of the 64-bit view of the registry. On a 32-bit system, which has no such programs,
 *              every program sees the same files as this one.
 */
bool os_server_file_exists(const wchar_t *path, bool is_64_bit);

#endif
