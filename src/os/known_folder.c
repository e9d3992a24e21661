/* Finds the known folders that contain our files; an elevated process takes none from the user's registry. */
#include "os/known_folder.h"

#include <stdbool.h>
#include <wchar.h>

#include "os/elevation.h"
#include "os/file_name.h"

static const wchar_t shell_folders[] = L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Shell Folders";

enum { VALUE_NAME_CHARS = 64 };

/* Where each stands. */
static const struct {
    bool is_users;
    const wchar_t *value;
} folders[KNOWN_FOLDER_COUNT] = {
    [KNOWN_FOLDER_COMMON_APPDATA] = {false, L"Common AppData"},
    [KNOWN_FOLDER_LOCAL_APPDATA] = {true, L"Local AppData"},
};

/* The 64-bit view, so that 32- and 64-bit programs find the same folders. */
static LSTATUS open_key(HKEY root, HKEY *key)
{
    return RegOpenKeyExW(root, shell_folders, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, key);
}

/* Ends a string that the registry gave, which does not promise a NUL, and takes the backslash from its end. */
static size_t terminate(wchar_t *path, DWORD size_bytes)
{
    size_t length = size_bytes / sizeof *path;

    path[length] = L'\0';
    length = wcslen(path);
    while (length && path[length - 1] == L'\\')
        path[--length] = L'\0';
    return length;
}

DWORD known_folder_read(enum known_folder folder, wchar_t path[MAX_PATH + 1])
{
    DWORD size_bytes = MAX_PATH * sizeof *path;
    DWORD type = 0;
    HKEY key;
    LSTATUS status;

    path[0] = L'\0';
    if (folders[folder].is_users && os_is_elevated()) return ERROR_SUCCESS;
    status = open_key(folders[folder].is_users ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE, &key);
    if (status == ERROR_FILE_NOT_FOUND) return ERROR_SUCCESS;
    if (status) return (DWORD)status;
    status = RegQueryValueExW(key, folders[folder].value, NULL, &type, (BYTE *)path, &size_bytes);
    RegCloseKey(key);
    if (status || type != REG_SZ || size_bytes > MAX_PATH * sizeof *path) size_bytes = 0;
    terminate(path, size_bytes);
    return status == ERROR_FILE_NOT_FOUND || status == ERROR_MORE_DATA ? ERROR_SUCCESS : (DWORD)status;
}

/* A folder that cannot be read is left out: the check of a path then begins further up, and refuses more. */
static size_t prefix_under(HKEY root, const wchar_t *path)
{
    wchar_t name[VALUE_NAME_CHARS], folder[MAX_PATH + 1];
    size_t longest = 0, length;
    DWORD i, name_chars, size_bytes, type;
    LSTATUS status = ERROR_SUCCESS;
    HKEY key;

    if (open_key(root, &key)) return 0;
    for (i = 0; status == ERROR_SUCCESS || status == ERROR_MORE_DATA; i++) {
        name_chars = VALUE_NAME_CHARS;
        size_bytes = MAX_PATH * sizeof *folder;
        status = RegEnumValueW(key, i, name, &name_chars, NULL, &type, (BYTE *)folder, &size_bytes);
        if (status || type != REG_SZ) continue;
        length = terminate(folder, size_bytes);
        if (length > longest && file_name_is_like(path, folder, length) && path[length] == L'\\') longest = length;
    }
    RegCloseKey(key);
    return longest;
}

size_t known_folder_prefix(const wchar_t *path)
{
    size_t of_machine = prefix_under(HKEY_LOCAL_MACHINE, path);
    size_t of_user = os_is_elevated() ? 0 : prefix_under(HKEY_CURRENT_USER, path);

    return of_user > of_machine ? of_user : of_machine;
}
