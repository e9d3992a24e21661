/* Binding SetupAPI at its first use: from where, and what happens when the system has not enough for it. LoadLibraryExW
 * and GetSystemDirectoryW are scripted; the library behind them is the system's own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>
#include <cmocka.h>

#include "os/system_library.h"
#include "win32/setup_api.h"

static const wchar_t *folder;
static DWORD folder_error, load_error;
static wchar_t path[MAX_PATH];
static DWORD flags;
static size_t loads;

static UINT WINAPI fake_GetSystemDirectoryW(LPWSTR out, UINT chars)
{
    if (folder_error) {
        SetLastError(folder_error);
        return 0;
    }
    if (wcslen(folder) >= chars) return (UINT)wcslen(folder) + 1;
    wcscpy(out, folder);
    return (UINT)wcslen(folder);
}

static HMODULE WINAPI fake_LoadLibraryExW(LPCWSTR name, HANDLE file, DWORD how)
{
    assert_null(file);
    loads++;
    wcsncpy(path, name, MAX_PATH - 1);
    flags = how;
    if (load_error) {
        SetLastError(load_error);
        return NULL;
    }
    return LoadLibraryW(L"setupapi.dll");
}

/* As in fake_os.c. */
#ifdef _WIN64
#define IMPORT(name, argument_bytes) void *const import_of_##name __asm__("__imp_" #name) = (void *)fake_##name
#else
#define IMPORT(name, argument_bytes)                                                                                   \
    void *const import_of_##name __asm__("__imp__" #name "@" #argument_bytes) = (void *)fake_##name
#endif

/* clang-format off */
IMPORT(GetSystemDirectoryW, 8);
IMPORT(LoadLibraryExW, 12);
/* clang-format on */

static int setup(void **state)
{
    (void)state;
    folder = L"C:\\windows\\system32";
    folder_error = load_error = 0;
    path[0] = L'\0';
    loads = 0;
    return 0;
}

/* Must be the first case: what has been loaded stays. */
static void bind__library_cannot_be_had__says_why_and_tries_again(void **state)
{
    struct setup_api api;

    (void)state;
    folder_error = ERROR_NOT_ENOUGH_MEMORY;
    assert_false(setup_api_bind(&api));
    assert_int_equal(GetLastError(), ERROR_NOT_ENOUGH_MEMORY);
    assert_int_equal(loads, 0);
    folder_error = 0;
    load_error = ERROR_NO_SYSTEM_RESOURCES;
    assert_false(setup_api_bind(&api));
    assert_int_equal(GetLastError(), ERROR_NO_SYSTEM_RESOURCES);
    assert_int_equal(loads, 1);
}

static void bind__first_time__loads_from_the_system_folder_and_then_no_more(void **state)
{
    struct setup_api api = {0};
    HDEVINFO set;

    (void)state;
    assert_true(setup_api_bind(&api));
    assert_int_equal(wcscmp(path, L"C:\\windows\\system32\\setupapi.dll"), 0);
    assert_int_equal(flags, 8); /* LOAD_WITH_ALTERED_SEARCH_PATH */
    assert_non_null(api.enum_device_interfaces);
    assert_non_null(api.get_device_interface_detail);
    set = api.get_class_devs(NULL, NULL, NULL, DIGCF_ALLCLASSES);
    assert_ptr_not_equal(set, INVALID_HANDLE_VALUE);
    assert_true(api.destroy_device_info_list(set));
    assert_true(setup_api_bind(&api));
    assert_int_equal(loads, 1);
}

static void load__folder_too_long__fails_and_loads_nothing(void **state)
{
    static wchar_t longest[MAX_PATH];
    size_t i;

    (void)state;
    for (i = 0; i < MAX_PATH - 13; i++)
        longest[i] = L'a';
    folder = longest; /* 247 characters: with a backslash, 12 for the name and a NUL one more than there are */
    assert_null(os_load_system_library(L"setupapi.dll"));
    assert_int_equal(GetLastError(), ERROR_FILENAME_EXCED_RANGE);
    assert_int_equal(loads, 0);
    longest[MAX_PATH - 14] = L'\0';
    load_error = ERROR_MOD_NOT_FOUND;
    assert_null(os_load_system_library(L"setupapi.dll"));
    assert_int_equal(loads, 1);
    assert_int_equal(wcslen(path), MAX_PATH - 1);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(bind__library_cannot_be_had__says_why_and_tries_again),
        TEST(bind__first_time__loads_from_the_system_folder_and_then_no_more),
        TEST(load__folder_too_long__fails_and_loads_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
