/* Libraries of Windows that only some calls need. */
#ifndef OPENIMAPI2_OS_SYSTEM_LIBRARY_H
#define OPENIMAPI2_OS_SYSTEM_LIBRARY_H

#include <windows.h>

/* Loads a library from the system folder, by its full path: a bare name would be searched for in the program's own
 * folder first. The libraries that it depends on are found in the same way. NULL: GetLastError says why. Release it
 * with FreeLibrary.
 */
HMODULE os_load_system_library(const wchar_t *name);

#endif
