/* The registry keys of the settings of virtual recorders, and the rule for recorder names. */
#include "virtual/settings_key.h"

#include <wchar.h>

#include "virtual/settings.h"

static bool is_device(const wchar_t *name)
{
    static const wchar_t *const devices[] = {L"con", L"prn", L"aux", L"nul"};
    size_t i;

    for (i = 0; i < sizeof devices / sizeof devices[0]; i++) {
        if (_wcsicmp(name, devices[i]) == 0) return true;
    }
    return (_wcsnicmp(name, L"com", 3) == 0 || _wcsnicmp(name, L"lpt", 3) == 0) && name[3] >= L'0' && name[3] <= L'9' &&
           !name[4];
}

bool virtual_settings_name_is_valid(const wchar_t *name)
{
    size_t length = wcslen(name), digits = 0, i;

    if (length < 1 || length > VIRTUAL_NAME_MAX) return false;
    for (i = 0; i < length; i++) {
        wchar_t c = name[i];
        bool is_digit = c >= L'0' && c <= L'9';

        if (!is_digit && !(c >= L'a' && c <= L'z') && !(c >= L'A' && c <= L'Z') && c != L'-' && c != L'_') return false;
        digits += is_digit;
    }
    return digits < length && !is_device(name);
}

DWORD virtual_key_open_all(HKEY root, REGSAM access, HKEY *all)
{
    return (DWORD)RegOpenKeyExW(root, VIRTUAL_RECORDERS_KEY, 0, access | VIRTUAL_VIEW, all);
}

DWORD virtual_key_open(HKEY root, const wchar_t *name, REGSAM access, HKEY *key)
{
    HKEY all;
    DWORD error = virtual_key_open_all(root, KEY_READ, &all);

    if (error) return error;
    error = (DWORD)RegOpenKeyExW(all, name, 0, access | VIRTUAL_VIEW, key);
    RegCloseKey(all);
    /* The key of all has just gone, which it does with the last recorder. */
    return error == ERROR_KEY_DELETED ? ERROR_FILE_NOT_FOUND : error;
}

void virtual_key_fault_name(size_t nth, wchar_t name[VIRTUAL_FAULT_NAME_CHARS])
{
    name[0] = (wchar_t)(nth < 10 ? L'0' + nth : L'0' + nth / 10);
    name[1] = (wchar_t)(nth < 10 ? L'\0' : L'0' + nth % 10);
    name[2] = L'\0';
}

bool virtual_key_is_absent(DWORD error)
{
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND || error == ERROR_KEY_DELETED;
}
