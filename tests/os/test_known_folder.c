/* os/known_folder.c: which folder of the system's a path lies in. The registry is the real one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>
#include <cmocka.h>

#include "os/known_folder.h"

static const wchar_t shell_folders[] = L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Shell Folders";
static const wchar_t outer[] = L"Q:\\M\x00FCll"; /* U+00FC; U+00DC is its upper case (Unicode Character Database) */
static const wchar_t inner[] = L"Q:\\M\x00FCll\\tief\\";

static void set(const wchar_t *name, const wchar_t *path)
{
    HKEY key;

    assert_int_equal(RegOpenKeyExW(HKEY_CURRENT_USER, shell_folders, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, &key),
                     ERROR_SUCCESS);
    if (path)
        RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)path, (DWORD)((wcslen(path) + 1) * sizeof *path));
    else
        RegDeleteValueW(key, name);
    RegCloseKey(key);
}

static int setup(void **state)
{
    (void)state;
    set(L"OpenIMAPI2 outer", outer);
    set(L"OpenIMAPI2 inner", inner);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    set(L"OpenIMAPI2 outer", NULL);
    set(L"OpenIMAPI2 inner", NULL);
    return 0;
}

static void prefix__paths__end_at_the_innermost_folder_that_is_named(void **state)
{
    static const struct {
        const wchar_t *path;
        size_t length;
    } rows[] = {
        {L"Q:\\M\x00FCll\\t.txt", 7},
        {L"q:\\m\x00FCLL\\t.txt", 7},
        {L"Q:\\M\x00DCLL\\t.txt", 7}, /* whatever the case of a letter, of every script */
        {L"Q:\\M\x00DCLL\\tief\\t.txt", 12},
        {L"Q:\\M\x00FCll", 0},
        {L"Q:\\M\x00FCller\\t.txt", 0},
        {L"Q:\\Mull\\t.txt", 0},
        {L"Q:\\M", 0},
        {L"", 0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++)
        assert_int_equal(known_folder_prefix(rows[i].path), rows[i].length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(prefix__paths__end_at_the_innermost_folder_that_is_named, setup, teardown),
    };

    return cmocka_run_group_tests_name("known_folder", tests, NULL, NULL);
}
