/* Loads libraries of Windows that only some calls need. */
#include "os/system_library.h"

#include <wchar.h>

HMODULE os_load_system_library(const wchar_t *name)
{
    wchar_t path[MAX_PATH];
    UINT length = GetSystemDirectoryW(path, MAX_PATH);

    if (!length) return NULL;
    if (length + 1 + wcslen(name) >= MAX_PATH) {
        SetLastError(ERROR_FILENAME_EXCED_RANGE);
        return NULL;
    }
    path[length] = L'\\';
    wcscpy(path + length + 1, name);
    return LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
}
