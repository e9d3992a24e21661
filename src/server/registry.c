/* Reads and writes registry keys and values by path, in one view. */
#include "server/registry.h"

#include <string.h>

#include "base/alloc.h"

enum {
    NAME_CHARS = 16384
}; /* the longest name of a value, with its NUL (Registry element size limits documentation) */

static LONG open_key(const struct registry *registry, const WCHAR *key, REGSAM access, HKEY *out)
{
    return RegOpenKeyExW(registry->root, key, 0, access | registry->view, out);
}

static bool is_absent(LONG error)
{
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
}

LONG registry_find_key(const struct registry *registry, const WCHAR *key, bool *has)
{
    HKEY handle;
    LONG error;

    error = open_key(registry, key, KEY_READ, &handle);
    *has = !error;
    if (!error) RegCloseKey(handle);
    return is_absent(error) ? 0 : error;
}

LONG registry_get_string(const struct registry *registry, const WCHAR *key, const WCHAR *name, WCHAR *out, size_t chars)
{
    WCHAR raw[REGISTRY_PATH_CHARS];
    DWORD type, size = sizeof raw - sizeof raw[0];
    DWORD expanded;
    HKEY handle;
    LONG error;

    out[0] = L'\0';
    error = open_key(registry, key, KEY_READ, &handle);
    if (error) return is_absent(error) ? 0 : error;
    error = RegQueryValueExW(handle, name, NULL, &type, (BYTE *)raw, &size);
    RegCloseKey(handle);
    if (error) return is_absent(error) || error == ERROR_MORE_DATA ? 0 : error;
    if (type != REG_SZ && type != REG_EXPAND_SZ) return 0;
    raw[size / sizeof raw[0]] = L'\0'; /* what is stored need not be terminated */
    if (type == REG_EXPAND_SZ) {
        expanded = ExpandEnvironmentStringsW(raw, out, (DWORD)chars);
        if (!expanded || expanded > chars) out[0] = L'\0';
    } else if (wcslen(raw) < chars) {
        wcscpy(out, raw);
    }
    return 0;
}

LONG registry_create_key(const struct registry *registry, const WCHAR *key)
{
    HKEY handle;
    LONG error;

    error =
        RegCreateKeyExW(registry->root, key, 0, NULL, 0, KEY_READ | KEY_WRITE | registry->view, NULL, &handle, NULL);
    if (!error) RegCloseKey(handle);
    return error;
}

LONG registry_set_string(const struct registry *registry, const WCHAR *key, const WCHAR *name, const WCHAR *data)
{
    HKEY handle;
    LONG error;

    error =
        RegCreateKeyExW(registry->root, key, 0, NULL, 0, KEY_READ | KEY_WRITE | registry->view, NULL, &handle, NULL);
    if (error) return error;
    error = RegSetValueExW(handle, name, 0, REG_SZ, (const BYTE *)data, (DWORD)((wcslen(data) + 1) * sizeof data[0]));
    RegCloseKey(handle);
    return error;
}

LONG registry_delete_value(const struct registry *registry, const WCHAR *key, const WCHAR *name)
{
    HKEY handle;
    LONG error;

    error = open_key(registry, key, KEY_SET_VALUE, &handle);
    if (!error) {
        error = RegDeleteValueW(handle, name);
        RegCloseKey(handle);
    }
    return error == ERROR_FILE_NOT_FOUND ? 0 : error;
}

/* The last part of a path is deleted through its parent, which is opened in the right view. */
static LONG delete_leaf(const struct registry *registry, const WCHAR *key)
{
    const WCHAR *leaf = wcsrchr(key, L'\\');
    WCHAR parent[REGISTRY_PATH_CHARS];
    HKEY handle;
    LONG error;

    if (!leaf) return RegDeleteKeyW(registry->root, key);
    if ((size_t)(leaf - key) >= REGISTRY_PATH_CHARS) return ERROR_FILENAME_EXCED_RANGE;
    memcpy(parent, key, (size_t)(leaf - key) * sizeof key[0]);
    parent[leaf - key] = L'\0';
    error = open_key(registry, parent, KEY_READ | KEY_WRITE, &handle);
    if (error) return error;
    error = RegDeleteKeyW(handle, leaf + 1);
    RegCloseKey(handle);
    return error;
}

LONG registry_delete_if_empty(const struct registry *registry, const WCHAR *key)
{
    DWORD keys, values;
    HKEY handle;
    LONG error;

    error = open_key(registry, key, KEY_READ, &handle);
    if (error) return error == ERROR_FILE_NOT_FOUND ? 0 : error;
    error = RegQueryInfoKeyW(handle, NULL, NULL, NULL, &keys, NULL, NULL, &values, NULL, NULL, NULL, NULL);
    RegCloseKey(handle);
    return error || keys || values ? error : delete_leaf(registry, key);
}

static LONG subkey_name(const struct registry *registry, const WCHAR *key, DWORD index, WCHAR *name, DWORD chars)
{
    HKEY handle;
    LONG error;

    error = open_key(registry, key, KEY_READ, &handle);
    if (error) return error;
    error = RegEnumKeyExW(handle, index, name, &chars, NULL, NULL, NULL, NULL);
    RegCloseKey(handle);
    return error;
}

static LONG join(WCHAR *out, const WCHAR *key, const WCHAR *name)
{
    if (wcslen(key) + 1 + wcslen(name) >= REGISTRY_PATH_CHARS) return ERROR_FILENAME_EXCED_RANGE;
    wcscpy(out, key);
    wcscat(out, L"\\");
    wcscat(out, name);
    return 0;
}

LONG registry_delete_tree(const struct registry *registry, const WCHAR *key)
{
    WCHAR name[256], path[REGISTRY_PATH_CHARS];
    LONG error;

    while (!(error = subkey_name(registry, key, 0, name, ARRAYSIZE(name)))) {
        error = join(path, key, name);
        if (!error) error = registry_delete_tree(registry, path);
        if (error) return error;
    }
    if (error == ERROR_FILE_NOT_FOUND) return 0;
    return error == ERROR_NO_MORE_ITEMS ? delete_leaf(registry, key) : error;
}

static LONG copy_values(HKEY from, HKEY to)
{
    DWORD index, name_chars, size, type, longest = 0;
    BYTE *data = NULL;
    WCHAR *name;
    LONG error;

    error = RegQueryInfoKeyW(from, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &longest, NULL, NULL);
    if (error) return error;
    name = base_alloc(NAME_CHARS * sizeof name[0]);
    data = base_alloc(longest);
    if (!name || !data) error = ERROR_NOT_ENOUGH_MEMORY;
    for (index = 0; !error; index++) {
        name_chars = NAME_CHARS;
        size = longest;
        error = RegEnumValueW(from, index, name, &name_chars, NULL, &type, data, &size);
        if (!error) error = RegSetValueExW(to, name, 0, type, data, size);
    }
    base_free(data);
    base_free(name);
    return error == ERROR_NO_MORE_ITEMS ? 0 : error;
}

LONG registry_copy_tree(const struct registry *from_registry, const WCHAR *from, const struct registry *to_registry,
                        const WCHAR *to)
{
    WCHAR name[256], from_path[REGISTRY_PATH_CHARS], to_path[REGISTRY_PATH_CHARS];
    HKEY from_key, to_key;
    DWORD index;
    LONG error;

    error = open_key(from_registry, from, KEY_READ, &from_key);
    if (error) return error;
    error = RegCreateKeyExW(to_registry->root, to, 0, NULL, 0, KEY_READ | KEY_WRITE | to_registry->view, NULL, &to_key,
                            NULL);
    if (!error) {
        error = copy_values(from_key, to_key);
        RegCloseKey(to_key);
    }
    RegCloseKey(from_key);
    for (index = 0; !error; index++) {
        error = subkey_name(from_registry, from, index, name, ARRAYSIZE(name));
        if (!error) error = join(from_path, from, name);
        if (!error) error = join(to_path, to, name);
        if (!error) error = registry_copy_tree(from_registry, from_path, to_registry, to_path);
    }
    return error == ERROR_NO_MORE_ITEMS ? 0 : error;
}

LONG registry_key_name(const struct registry *registry, const WCHAR *key, DWORD index, WCHAR *name, DWORD chars)
{
    LONG error = subkey_name(registry, key, index, name, chars);

    if (error) name[0] = L'\0';
    return error == ERROR_NO_MORE_ITEMS || is_absent(error) ? 0 : error;
}

LONG registry_value_name(const struct registry *registry, const WCHAR *key, DWORD index, WCHAR *name, DWORD chars)
{
    HKEY handle;
    LONG error;

    name[0] = L'\0';
    error = open_key(registry, key, KEY_READ, &handle);
    if (error) return is_absent(error) ? 0 : error;
    error = RegEnumValueW(handle, index, name, &chars, NULL, NULL, NULL, NULL);
    RegCloseKey(handle);
    if (error) name[0] = L'\0';
    return error == ERROR_NO_MORE_ITEMS ? 0 : error;
}
