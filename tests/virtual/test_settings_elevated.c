/* Whose settings count in an elevated process: the user's own registry must not steer a program that has more rights
 * than the user's others. Wine has no such tokens, so what the token is, and that this is Wine, is said by the test.
 */
#include "virtual_fixture.h"

#include <wchar.h>

#include "base/alloc.h"
#include "virtual/settings.h"
#include "virtual/virtual_source.h"
#include "os/wine.h"
#include "support/import.h"

static bool is_wine;
static TOKEN_ELEVATION_TYPE elevation;
static bool knows_elevation; /* Windows XP does not */

/* Instead of os/wine.c. */
bool os_is_wine(void)
{
    return is_wine;
}

typedef BOOL(WINAPI *get_token)(HANDLE, TOKEN_INFORMATION_CLASS, LPVOID, DWORD, PDWORD);

static BOOL WINAPI get_token_pretended(HANDLE token, TOKEN_INFORMATION_CLASS what, LPVOID out, DWORD size,
                                       PDWORD needed)
{
    get_token real = (get_token)(void *)GetProcAddress(GetModuleHandleW(L"advapi32"), "GetTokenInformation");

    if (what != TokenElevationType) return real(token, what, out, size, needed);
    if (!knows_elevation) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    assert_true(size >= sizeof elevation);
    *(TOKEN_ELEVATION_TYPE *)out = elevation;
    *needed = sizeof elevation;
    return TRUE;
}

extern get_token imported_get_token IMPORT(GetTokenInformation, 20);
get_token imported_get_token = get_token_pretended;

static int setup(void **state)
{
    is_wine = false;
    knows_elevation = true;
    elevation = TokenElevationTypeDefault;
    return virtual_fixture_setup(state);
}

struct search {
    const wchar_t *name;
    bool found;
};

static bool look(void *context, const wchar_t *name)
{
    struct search *search = context;

    if (_wcsicmp(name, search->name) == 0) search->found = true;
    return true;
}

/* Listed, and to be opened; both or neither. */
static bool counts(const struct virtual_fixture *fixture)
{
    struct search search = {fixture->name, false};
    struct virtual_settings *settings;
    DWORD error = virtual_settings_open(fixture->name, &settings);

    assert_int_equal(virtual_settings_list(look, &search), ERROR_SUCCESS);
    assert_int_equal(error, search.found ? ERROR_SUCCESS : ERROR_FILE_NOT_FOUND);
    virtual_settings_close(settings);
    return search.found;
}

static void user__full_half_of_a_split_token__does_not_count(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device_source *source;
    struct drive_failure failure;
    struct device *device;
    char id[DEVICE_ID_SIZE];

    elevation = TokenElevationTypeFull;
    assert_false(counts(fixture));
    fixture_id(fixture->name, id);
    assert_int_equal(virtual_source_create(NULL, NULL, &source, &failure), DRIVE_OK);
    assert_int_equal(source->ops->open(source, id, &device, &failure), DRIVE_NO_SUCH_DEVICE);
    assert_null(device);
    source->ops->close(source);
}

static void user__any_other_token__counts(void **state)
{
    elevation = TokenElevationTypeDefault;
    assert_true(counts(*state));
    elevation = TokenElevationTypeLimited;
    assert_true(counts(*state));
    knows_elevation = false;
    assert_true(counts(*state));
}

static void user__on_wine__counts_whatever_the_token_says(void **state)
{
    is_wine = true;
    elevation = TokenElevationTypeFull;
    assert_true(counts(*state));
}

static void machine__full_half_of_a_split_token__counts(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct virtual_settings *settings;
    HKEY all, key;

    elevation = TokenElevationTypeFull;
    if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\OpenIMAPI2\\VirtualRecorders", 0, NULL, 0,
                        KEY_ALL_ACCESS | KEY_WOW64_64KEY, NULL, &all, NULL)) {
        print_message("this user may not write the machine's settings\n");
        skip();
    }
    key = fixture_subkey(all, fixture->name);
    fixture_set_text(key, L"Folder", L"C:\\machine");
    assert_true(counts(fixture));
    /* Not the user's of the same name. */
    assert_int_equal(virtual_settings_open(fixture->name, &settings), ERROR_SUCCESS);
    assert_int_equal(wcscmp(virtual_settings_peek(settings)->folder, L"C:\\machine"), 0);
    virtual_settings_close(settings);
    RegCloseKey(key);
    RegDeleteKeyW(all, fixture->name);
    RegCloseKey(all);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, virtual_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(user__full_half_of_a_split_token__does_not_count),
        CASE(user__any_other_token__counts),
        CASE(user__on_wine__counts_whatever_the_token_says),
        CASE(machine__full_half_of_a_split_token__counts),
    };

    return cmocka_run_group_tests_name("settings_elevated", tests, NULL, NULL);
}
