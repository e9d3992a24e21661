/* os/server_file.c on a system of the test's own: a 64-bit Windows, whose redirection WOW64 makes, or a 32-bit one. The
 * folders' names: File System Redirector documentation.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>
#include <cmocka.h>

#include "os/server_file.h"
#include "support/import.h"

/* ------------------------------------------------------------------------------------------------------- the system */

enum { IS_64 = sizeof(void *) == 8 }; /* this program */

static const wchar_t *file; /* the one that there is, by the name that this program has for it */
static bool has_wow64;

static DWORD WINAPI fake_get_attributes(LPCWSTR path)
{
    return file && !_wcsicmp(path, file) ? FILE_ATTRIBUTE_NORMAL : INVALID_FILE_ATTRIBUTES;
}

static UINT WINAPI fake_system_directory(LPWSTR out, UINT size)
{
    assert_true(size >= 20);
    wcscpy(out, L"C:\\Windows\\system32");
    return 19;
}

static UINT WINAPI fake_wow64_directory(LPWSTR out, UINT size)
{
    if (!has_wow64) return 0;
    assert_true(size >= 20);
    wcscpy(out, L"C:\\Windows\\SysWOW64");
    return 19;
}

/* In the system folder, as this program sees it, and in one of PATH. */
static DWORD WINAPI fake_search(LPCWSTR path, LPCWSTR name, LPCWSTR extension, DWORD size, LPWSTR out, LPWSTR *part)
{
    static const wchar_t *const folders[] = {L"C:\\Windows\\system32\\", L"D:\\tools\\"};
    size_t i;

    (void)path, (void)extension, (void)part;
    for (i = 0; i < 2; i++) {
        assert_true(wcslen(folders[i]) + wcslen(name) < size);
        wcscpy(out, folders[i]);
        wcscat(out, name);
        if (fake_get_attributes(out) != INVALID_FILE_ATTRIBUTES) return (DWORD)wcslen(out);
    }
    return 0;
}

extern void *const import_of_attributes IMPORT(GetFileAttributesW, 4);
extern void *const import_of_system_directory IMPORT(GetSystemDirectoryW, 8);
extern void *const import_of_wow64_directory IMPORT(GetSystemWow64DirectoryW, 8);
extern void *const import_of_search IMPORT(SearchPathW, 24);
void *const import_of_attributes = (void *)fake_get_attributes;
void *const import_of_system_directory = (void *)fake_system_directory;
void *const import_of_wow64_directory = (void *)fake_wow64_directory;
void *const import_of_search = (void *)fake_search;

/* ------------------------------------------------------------------------------------------------------------ cases */

#define OWN   L"C:\\Windows\\System32\\sub\\x.dll"
#define OTHER (IS_64 ? L"C:\\Windows\\SysWOW64\\sub\\x.dll" : L"C:\\Windows\\Sysnative\\sub\\x.dll")

static int setup(void **state)
{
    (void)state;
    has_wow64 = true;
    file = NULL;
    return 0;
}

static void server_file_exists__in_our_System32__is_found_by_our_kind_alone(void **state)
{
    (void)state;
    file = OWN;
    assert_true(os_server_file_exists(L"C:\\WINDOWS\\system32\\sub\\x.dll", IS_64));
    assert_false(os_server_file_exists(L"C:\\WINDOWS\\system32\\sub\\x.dll", !IS_64));
}

static void server_file_exists__in_the_other_System32__is_found_by_the_other_kind_alone(void **state)
{
    (void)state;
    file = OTHER;
    assert_false(os_server_file_exists(L"C:\\WINDOWS\\system32\\sub\\x.dll", IS_64));
    assert_true(os_server_file_exists(L"C:\\WINDOWS\\system32\\sub\\x.dll", !IS_64));
}

/* Folders whose names only begin or end alike are nobody's but what they say. */
static void server_file_exists__elsewhere__is_found_by_both(void **state)
{
    static const wchar_t *const places[] = {L"C:\\Windows\\System32x\\x.dll", L"C:\\Program Files\\System32\\x.dll",
                                            L"C:\\Windows\\SysWOW64\\x.dll", L"C:\\Windows\\x.dll"};
    size_t i;

    (void)state;
    for (i = 0; i < 4; i++) {
        file = places[i];
        assert_true(os_server_file_exists(places[i], true));
        assert_true(os_server_file_exists(places[i], false));
        file = NULL;
        assert_false(os_server_file_exists(places[i], true));
        assert_false(os_server_file_exists(places[i], false));
    }
}

static void server_file_exists__no_folder__is_looked_for_in_the_right_one(void **state)
{
    (void)state;
    file = L"C:\\Windows\\System32\\x.dll";
    assert_true(os_server_file_exists(L"x.dll", IS_64));
    assert_false(os_server_file_exists(L"x.dll", !IS_64));
    file = IS_64 ? L"C:\\Windows\\SysWOW64\\x.dll" : L"C:\\Windows\\Sysnative\\x.dll";
    assert_false(os_server_file_exists(L"x.dll", IS_64));
    assert_true(os_server_file_exists(L"x.dll", !IS_64));
    file = L"D:\\tools\\x.dll"; /* in PATH, which is the same for all */
    assert_true(os_server_file_exists(L"x.dll", IS_64));
    assert_true(os_server_file_exists(L"x.dll", !IS_64));
    assert_false(os_server_file_exists(L"y.dll", IS_64));
    assert_false(os_server_file_exists(L"y.dll", !IS_64));
}

static void server_file_exists__system_of_one_kind__has_one_System32(void **state)
{
    (void)state;
    has_wow64 = false;
    file = OWN;
    assert_true(os_server_file_exists(OWN, true));
    assert_true(os_server_file_exists(OWN, false));
    file = L"C:\\Windows\\System32\\x.dll";
    assert_true(os_server_file_exists(L"x.dll", true));
    assert_true(os_server_file_exists(L"x.dll", false));
}

static void server_file_exists__overlong_path__is_looked_for_as_it_is(void **state)
{
    wchar_t path[400];
    size_t i;

    (void)state;
    wcscpy(path, L"C:\\Windows\\System32\\");
    for (i = wcslen(path); i < 399; i++)
        path[i] = L'x';
    path[399] = L'\0';
    assert_false(os_server_file_exists(path, !IS_64));
    file = path;
    assert_true(os_server_file_exists(path, !IS_64));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(server_file_exists__in_our_System32__is_found_by_our_kind_alone, setup),
        cmocka_unit_test_setup(server_file_exists__in_the_other_System32__is_found_by_the_other_kind_alone, setup),
        cmocka_unit_test_setup(server_file_exists__elsewhere__is_found_by_both, setup),
        cmocka_unit_test_setup(server_file_exists__no_folder__is_looked_for_in_the_right_one, setup),
        cmocka_unit_test_setup(server_file_exists__system_of_one_kind__has_one_System32, setup),
        cmocka_unit_test_setup(server_file_exists__overlong_path__is_looked_for_as_it_is, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
