/* os/elevation.c, and who minds it: on Windows an elevated process is not steered by the user. What the system says
 * of the token is scripted: here no token is split.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "os/elevation.h"
#include "os/own_registry.h"
#include "os/trace_file.h"

static bool is_wine;
static DWORD open_error;  /* of OpenProcessToken; 0: it opens */
static DWORD query_error; /* of GetTokenInformation; 0: it answers `elevation` */
static TOKEN_ELEVATION_TYPE elevation;

/* Instead of src/os/wine.c. */
bool os_is_wine(void);
bool os_is_wine(void)
{
    return is_wine;
}

static BOOL WINAPI fake_OpenProcessToken(HANDLE process, DWORD access, PHANDLE token)
{
    (void)access;
    SetLastError(open_error);
    return !open_error && DuplicateHandle(process, process, process, token, 0, FALSE, DUPLICATE_SAME_ACCESS);
}

static BOOL WINAPI fake_GetTokenInformation(HANDLE token, TOKEN_INFORMATION_CLASS asked, LPVOID out, DWORD size,
                                            PDWORD returned)
{
    (void)token;
    (void)returned;
    assert_int_equal(asked, TokenElevationType);
    assert_int_equal(size, sizeof elevation);
    if (query_error) {
        SetLastError(query_error);
        return FALSE;
    }
    memcpy(out, &elevation, sizeof elevation);
    return TRUE;
}

/* As in fake_os.c: the import pointer itself. */
#ifdef _WIN64
void *const import_of_OpenProcessToken __asm__("__imp_OpenProcessToken") = (void *)fake_OpenProcessToken;
void *const import_of_GetTokenInformation __asm__("__imp_GetTokenInformation") = (void *)fake_GetTokenInformation;
#else
void *const import_of_OpenProcessToken __asm__("__imp__OpenProcessToken@12") = (void *)fake_OpenProcessToken;
void *const import_of_GetTokenInformation __asm__("__imp__GetTokenInformation@20") = (void *)fake_GetTokenInformation;
#endif

static const struct {
    bool is_wine;
    DWORD open_error, query_error;
    TOKEN_ELEVATION_TYPE elevation;
    bool is_elevated;
} cases[] = {
    {false, 0, 0, TokenElevationTypeFull, true},
    {false, 0, 0, TokenElevationTypeLimited, false},
    {false, 0, 0, TokenElevationTypeDefault, false},                    /* not split: an only administrator, UAC off */
    {false, 0, ERROR_INVALID_PARAMETER, TokenElevationTypeFull, false}, /* Windows XP does not know the question */
    {false, 0, ERROR_NOT_ENOUGH_MEMORY, TokenElevationTypeLimited, true}, /* what is not known is not trusted */
    {false, ERROR_ACCESS_DENIED, 0, TokenElevationTypeLimited, true},
    {false, ERROR_INVALID_PARAMETER, 0, TokenElevationTypeLimited, true}, /* of the token, not of the question */
    {true, 0, 0, TokenElevationTypeFull, false},
    {true, ERROR_ACCESS_DENIED, 0, TokenElevationTypeFull, false},
};

static void set_case(size_t i)
{
    is_wine = cases[i].is_wine;
    open_error = cases[i].open_error;
    query_error = cases[i].query_error;
    elevation = cases[i].elevation;
}

static void settings_roots__elevated_half__is_the_machine_alone(void **state)
{
    size_t i, count;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const HKEY *roots;

        set_case(i);
        assert_int_equal(os_is_elevated(), cases[i].is_elevated);
        roots = os_settings_roots(&count);
        assert_int_equal(count, cases[i].is_elevated ? 1 : 2);
        assert_ptr_equal(roots[count - 1], HKEY_LOCAL_MACHINE);
        if (count == 2) assert_ptr_equal(roots[0], HKEY_CURRENT_USER);
    }
}

/* A trace of the user's own is not written by the elevated half. */
static void trace_path__elevated_half__neither_variable_nor_user(void **state)
{
    static const wchar_t user[] = L"C:\\user.txt";
    wchar_t *path;
    HKEY key;
    size_t i;

    (void)state;
    assert_int_equal(RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\OpenIMAPI2", 0, NULL, 0,
                                     KEY_WRITE | KEY_WOW64_64KEY, NULL, &key, NULL),
                     0);
    RegSetValueExW(key, L"Trace", 0, REG_SZ, (const BYTE *)user, sizeof user);
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        set_case(i);
        SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", L"C:\\variable.txt");
        path = trace_file_take_path();
        assert_int_equal(path == NULL, cases[i].is_elevated);
        base_free(path);
        SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", NULL);
        path = trace_file_take_path();
        assert_int_equal(path == NULL, cases[i].is_elevated);
        base_free(path);
    }
    RegDeleteValueW(key, L"Trace");
    RegCloseKey(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_roots__elevated_half__is_the_machine_alone),
        cmocka_unit_test(trace_path__elevated_half__neither_variable_nor_user),
    };

    return cmocka_run_group_tests_name("elevation", tests, own_registry_begin, own_registry_end);
}
