/* Two keys below the user's, with the process's number in their name, in place of the roots. */
#include "os/own_registry.h"

#include <wchar.h>
#include <windows.h>

static const struct {
    HKEY root;
    const wchar_t *name;
} roots[] = {
    {HKEY_LOCAL_MACHINE, L"machine"}, {HKEY_CURRENT_USER, L"user"}, /* the last one: the others are made below it */
};

static void name_of(size_t i, wchar_t name[80])
{
    _snwprintf(name, 80, L"Software\\OpenIMAPI2-test-%lu-%ls", (unsigned long)GetCurrentProcessId(), roots[i].name);
}

int own_registry_begin(void **state)
{
    wchar_t name[80];
    LSTATUS error = ERROR_SUCCESS;
    size_t i;
    HKEY key;

    (void)state;
    for (i = 0; i < ARRAYSIZE(roots) && !error; i++) {
        name_of(i, name);
        error =
            RegCreateKeyExW(HKEY_CURRENT_USER, name, 0, NULL, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, NULL, &key, NULL);
        if (error) break;
        error = RegOverridePredefKey(roots[i].root, key);
        RegCloseKey(key);
    }
    return error ? -1 : 0;
}

int own_registry_end(void **state)
{
    static const wchar_t *const made[] = {L"Software\\OpenIMAPI2", L"Software"};
    wchar_t name[80];
    LSTATUS error = ERROR_SUCCESS;
    size_t i, j;

    (void)state;
    for (i = 0; i < ARRAYSIZE(roots); i++) {
        for (j = 0; j < ARRAYSIZE(made); j++)
            RegDeleteKeyW(roots[i].root, made[j]);
        RegOverridePredefKey(roots[i].root, NULL);
    }
    for (i = 0; i < ARRAYSIZE(roots); i++) {
        name_of(i, name);
        if (RegDeleteKeyW(HKEY_CURRENT_USER, name)) error = ERROR_GEN_FAILURE;
    }
    return error ? -1 : 0;
}
