/* The files of COM servers as the programs find them that load them: 32-bit and 64-bit ones see different system
 * folders under one name.
 */
#ifndef OPENIMAPI2_OS_SERVER_FILE_H
#define OPENIMAPI2_OS_SERVER_FILE_H

#include <stdbool.h>
#include <windows.h>

/* Do programs of this kind find a file there? A path without a folder is looked for where the system looks for DLLs.
 * path         shorter than MAX_PATH; a longer one is taken as it is.
 * is_64_bit    of the programs: true for those of the 64-bit view of the registry. On a 32-bit system, which has no
 *              such programs, every program sees what this one sees.
 */
bool os_server_file_exists(const wchar_t *path, bool is_64_bit);

#endif
