#include "discctl/virtual_settings.h"

#include <stdlib.h>
#include <string.h>

#include "virtual/layout.h"

/* The name is a folder's name, too, and DOS devices shadow files of their names in every folder. */
static bool is_device(const char *name)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul"};
    size_t i;

    for (i = 0; i < sizeof devices / sizeof *devices; i++) {
        if (_stricmp(name, devices[i]) == 0) return true;
    }
    return (_strnicmp(name, "com", 3) == 0 || _strnicmp(name, "lpt", 3) == 0) && name[3] >= '0' && name[3] <= '9' &&
           !name[4];
}

bool settings_name_is_valid(const char *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t length = strlen(name);

    return length >= 1 && length <= VIRTUAL_NAME_MAX && strspn(name, allowed) == length &&
           strspn(name, "0123456789") != length && !is_device(name);
}

static LSTATUS open_all(HKEY root, REGSAM access, HKEY *all)
{
    return RegOpenKeyExW(root, VIRTUAL_RECORDERS_KEY, 0, access | KEY_WOW64_64KEY, all);
}

static LSTATUS open_one(HKEY root, const wchar_t *name, REGSAM access, HKEY *key)
{
    LSTATUS status;
    HKEY all;

    if (!*name) return ERROR_FILE_NOT_FOUND; /* the registry would open the key that all are in */
    status = open_all(root, KEY_READ, &all);
    if (status != ERROR_SUCCESS) return status;
    status = RegOpenKeyExW(all, name, 0, access | KEY_WOW64_64KEY, key);
    RegCloseKey(all);
    return status;
}

LSTATUS settings_open(HKEY root, const wchar_t *name, HKEY *key)
{
    return open_one(root, name, KEY_READ | KEY_WRITE, key);
}

LSTATUS settings_open_under(HKEY root, const wchar_t *name, HKEY *key)
{
    return open_one(root, name, KEY_READ, key);
}

bool settings_has(HKEY root, const wchar_t *name)
{
    HKEY key;

    if (open_one(root, name, KEY_READ, &key) != ERROR_SUCCESS) return false;
    RegCloseKey(key);
    return true;
}

LSTATUS settings_create(HKEY root, const wchar_t *name, HKEY *key)
{
    DWORD disposition;
    LSTATUS status;
    HKEY all;

    status = RegCreateKeyExW(root, VIRTUAL_RECORDERS_KEY, 0, NULL, 0, KEY_READ | KEY_WRITE | KEY_WOW64_64KEY, NULL,
                             &all, NULL);
    if (status != ERROR_SUCCESS) return status;
    status = RegCreateKeyExW(all, name, 0, NULL, 0, KEY_READ | KEY_WRITE | KEY_WOW64_64KEY, NULL, key, &disposition);
    RegCloseKey(all);
    if (status == ERROR_SUCCESS && disposition != REG_CREATED_NEW_KEY) {
        RegCloseKey(*key);
        status = ERROR_ALREADY_EXISTS;
    }
    return status;
}

LSTATUS settings_delete(HKEY root, const wchar_t *name)
{
    LSTATUS status;
    HKEY all, key;

    status = open_all(root, KEY_READ | KEY_WRITE, &all);
    if (status != ERROR_SUCCESS) return status;
    status = RegOpenKeyExW(all, name, 0, KEY_READ | KEY_WRITE | KEY_WOW64_64KEY, &key);
    if (status == ERROR_SUCCESS) {
        RegDeleteKeyW(key, VIRTUAL_SUBKEY_REPLIES);
        RegDeleteKeyW(key, VIRTUAL_SUBKEY_FAULTS);
        RegCloseKey(key);
        status = RegDeleteKeyW(all, name);
    }
    RegCloseKey(all);
    return status;
}

wchar_t **settings_names(HKEY root, size_t *count)
{
    wchar_t **names = NULL, **more, name[VIRTUAL_NAME_MAX + 1];
    DWORD index, length;
    LSTATUS status;
    HKEY all;

    *count = 0;
    if (open_all(root, KEY_READ, &all) != ERROR_SUCCESS) return NULL;
    for (index = 0;; index++) {
        length = VIRTUAL_NAME_MAX + 1;
        status = RegEnumKeyExW(all, index, name, &length, NULL, NULL, NULL, NULL);
        if (status == ERROR_MORE_DATA) continue; /* a name that is too long is not a recorder's */
        if (status != ERROR_SUCCESS) break;
        more = memory_get((*count + 1) * sizeof *more);
        if (names) memcpy(more, names, *count * sizeof *more);
        free(names);
        names = more;
        names[(*count)++] = wcscpy(memory_get((length + 1) * sizeof *name), name);
    }
    RegCloseKey(all);
    return names;
}

LSTATUS settings_set_text(HKEY key, const wchar_t *value, const wchar_t *text)
{
    return RegSetValueExW(key, value, 0, REG_SZ, (const BYTE *)text, (DWORD)((wcslen(text) + 1) * sizeof *text));
}

LSTATUS settings_set_number(HKEY key, const wchar_t *value, DWORD number)
{
    return RegSetValueExW(key, value, 0, REG_DWORD, (const BYTE *)&number, sizeof number);
}

LSTATUS settings_set_bytes(HKEY key, const wchar_t *value, const void *bytes, size_t count)
{
    return RegSetValueExW(key, value, 0, REG_BINARY, bytes, (DWORD)count);
}

wchar_t *settings_get_text(HKEY key, const wchar_t *value)
{
    DWORD type, size = 0;
    wchar_t *text;

    if (RegQueryValueExW(key, value, NULL, &type, NULL, &size) != ERROR_SUCCESS || type != REG_SZ) return NULL;
    text = memory_get(size + sizeof *text);
    if (RegQueryValueExW(key, value, NULL, &type, (BYTE *)text, &size) == ERROR_SUCCESS && type == REG_SZ) return text;
    free(text);
    return NULL;
}

DWORD settings_get_number(HKEY key, const wchar_t *value, DWORD absent)
{
    DWORD type, number, size = sizeof number;

    if (RegQueryValueExW(key, value, NULL, &type, (BYTE *)&number, &size) != ERROR_SUCCESS) return absent;
    return type == REG_DWORD && size == sizeof number ? number : absent;
}

bool settings_has_identity(HKEY key)
{
    static const wchar_t *const values[] = {VIRTUAL_VALUE_INQUIRY, VIRTUAL_VALUE_FEATURES, VIRTUAL_VALUE_MODE_PAGES};
    size_t i;

    for (i = 0; i < sizeof values / sizeof *values; i++) {
        if (RegQueryValueExW(key, values[i], NULL, NULL, NULL, NULL) == ERROR_SUCCESS) return true;
    }
    return settings_count_values(key, VIRTUAL_SUBKEY_REPLIES) != 0;
}

LSTATUS settings_count_up(HKEY key, const wchar_t *value)
{
    return settings_set_number(key, value, settings_get_number(key, value, 0) + 1);
}

DWORD settings_count_values(HKEY key, const wchar_t *subkey)
{
    DWORD count = 0;
    HKEY sub;

    if (RegOpenKeyExW(key, subkey, 0, KEY_READ | KEY_WOW64_64KEY, &sub) != ERROR_SUCCESS) return 0;
    if (RegQueryInfoKeyW(sub, NULL, NULL, NULL, NULL, NULL, NULL, &count, NULL, NULL, NULL, NULL) != ERROR_SUCCESS) {
        count = 0;
    }
    RegCloseKey(sub);
    return count;
}

LSTATUS settings_set_media(HKEY key, const wchar_t *media, const wchar_t *image)
{
    LSTATUS status = ERROR_SUCCESS;

    /* The serial last: a program that reads in between sees the old medium's serial, and looks again when it changes. */
    if (image) status = settings_set_text(key, VIRTUAL_VALUE_IMAGE, image);
    if (status == ERROR_SUCCESS) status = settings_set_text(key, VIRTUAL_VALUE_MEDIA, media);
    if (status == ERROR_SUCCESS && !image) RegDeleteValueW(key, VIRTUAL_VALUE_IMAGE);
    if (status == ERROR_SUCCESS) status = settings_count_up(key, VIRTUAL_VALUE_MEDIA_SERIAL);
    return status;
}
