/* Looks for files regardless of WOW64 redirection.
 *
 * For 32-bit programs on 64-bit Windows, System32 is the folder that 64-bit programs see as SysWOW64; from Windows
 * Vista on they reach the System32 of 64-bit programs under the name Sysnative (File System Redirector documentation).
 */
#include "os/server_file.h"

#include <wchar.h>

static const bool is_own_64_bit = sizeof(void *) == 8;

static bool exists(const wchar_t *path)
{
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

/* The system folder of the other kind of programs, by the name that it has for this one. False: there are no others. */
static bool find_other_system(wchar_t other[MAX_PATH])
{
    UINT length = GetSystemWow64DirectoryW(other, MAX_PATH);
    const wchar_t *name;

    if (!length || length >= MAX_PATH) return false;
    if (is_own_64_bit) return true;
    name = wcsrchr(other, L'\\');
    if (!name || (size_t)(name - other) + ARRAYSIZE(L"\\Sysnative") > MAX_PATH) return false;
    wcscpy(other + (name - other), L"\\Sysnative");
    return true;
}

static bool exists_in(const wchar_t *folder, const wchar_t *name)
{
    wchar_t path[2 * MAX_PATH]; /* both are shorter than MAX_PATH */

    wcscpy(path, folder);
    wcscat(path, L"\\");
    wcscat(path, name);
    return exists(path);
}

/* What of the path is below this program's system folder; NULL: it is elsewhere. */
static const wchar_t *part_below_system(const wchar_t *path)
{
    wchar_t system[MAX_PATH];
    UINT length = GetSystemDirectoryW(system, MAX_PATH);

    if (!length || length >= MAX_PATH || _wcsnicmp(path, system, length) != 0 || path[length] != L'\\') return NULL;
    return path + length + 1;
}

bool os_server_file_exists(const wchar_t *path, bool is_64_bit)
{
    wchar_t other[MAX_PATH], found[MAX_PATH];
    const wchar_t *below;
    DWORD length;

    if (wcslen(path) >= MAX_PATH) return exists(path);
    if (is_64_bit == is_own_64_bit || !find_other_system(other)) other[0] = L'\0';
    if (!wcschr(path, L'\\')) {
        if (other[0] && exists_in(other, path)) return true;
        length = SearchPathW(NULL, path, NULL, ARRAYSIZE(found), found, NULL);
        if (!length || length >= ARRAYSIZE(found)) return false;
        path = found;
    }
    below = other[0] ? part_below_system(path) : NULL;
    return below ? exists_in(other, below) : exists(path);
}
