/* dll/imapi2fs/module.c: what registration writes of the second DLL, which has no AppID, and that it goes again. How
 * registration works is the subject of test_registration.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "com/registration_fixture.h"

/* imapi2fs.h: MsftFileSystemImage, which is not ours yet; MsftIsoImageManager; the library. */
#define IMAGE            L"{2C941FC5-975B-59BE-A960-9A2A262853A5}"
#define MANAGER          L"{CEEE3B62-8F56-4056-869B-EF16917E3EFC}"
#define IMAPI2FS_LIBRARY L"{2C941FD0-975B-59BE-A960-9A2A262853A5}"

static void registration_write__machine__is_what_the_reg_file_says(void **state)
{
    check_reg_file(state, 100);
}

static void registration_write__no_AppID_is_known__none_is_written(void **state)
{
    write_view(REGISTRATION_NATIVE_VIEW, MODULE);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" MANAGER, NULL,
                 L"An image file that exists already (OpenIMAPI2)");
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" MANAGER, L"AppID", NULL);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"AppID\\imapi2fs.dll", L"OpenIMAPI2", NULL);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"AppID", L"OpenIMAPI2", NULL);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"IMAPI2FS.MsftIsoImageManager\\CLSID", NULL, MANAGER);
    remove_view(REGISTRATION_NATIVE_VIEW);
    assert_as_before(state);
}

/* IBlockRange is declared in the first library and used in both: it is the first one's. */
static void registration_write__interfaces_of_the_first_library__are_left_alone(void **state)
{
    static const WCHAR key[] = CLASSES L"Interface\\{B507CA25-2204-11DD-966A-001AA01BBC58}";
    HKEY handle;
    LONG before = RegOpenKeyExW(HKEY_LOCAL_MACHINE, key, 0, KEY_READ, &handle);

    if (!before) RegCloseKey(handle);
    write_view(REGISTRATION_NATIVE_VIEW, MODULE);
    assert_int_equal(RegOpenKeyExW(HKEY_LOCAL_MACHINE, key, 0, KEY_READ, &handle), before);
    if (!before) RegCloseKey(handle);
    remove_view(REGISTRATION_NATIVE_VIEW);
    assert_as_before(state);
}

static void registration__5_rounds__leave_the_registry_as_it_was(void **state)
{
    int round;

    for (round = 0; round < 5; round++) {
        write_view(REGISTRATION_NATIVE_VIEW, MODULE);
        if (round % 2) write_view(REGISTRATION_NATIVE_VIEW, MODULE);
        remove_view(REGISTRATION_NATIVE_VIEW);
    }
    assert_as_before(state);
}

/* Microsoft's DLL serves a class that we do not have yet: its names stay its own. */
static void registration_write__foreign_server_lives__only_ours_are_written(void **state)
{
    static const WCHAR key[] = CLASSES L"CLSID\\" IMAGE;
    REGSAM view = view_flags[REGISTRATION_NATIVE_VIEW];

    set_text(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" IMAGE L"\\InprocServer32", NULL, REG_SZ,
             L"C:\\windows\\system32\\kernel32.dll");
    write_view(REGISTRATION_NATIVE_VIEW, MODULE);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" MANAGER, NULL, NULL);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"TypeLib\\" IMAPI2FS_LIBRARY L"\\1.0", NULL, NULL);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"OpenIMAPI2.MsftIsoImageManager\\CurVer", NULL,
                 L"OpenIMAPI2.MsftIsoImageManager.1");
    remove_view(REGISTRATION_NATIVE_VIEW);
    delete_tree(view, key);
    assert_as_before(state);
}

/* The last case. */
static void registration__the_whole_run__leaves_the_registry_as_it_was(void **state)
{
    struct before *before = *state;

    assert_whole_as_before(&before->whole, HKEY_LOCAL_MACHINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registration_write__machine__is_what_the_reg_file_says),
        cmocka_unit_test(registration_write__no_AppID_is_known__none_is_written),
        cmocka_unit_test(registration_write__interfaces_of_the_first_library__are_left_alone),
        cmocka_unit_test(registration__5_rounds__leave_the_registry_as_it_was),
        cmocka_unit_test(registration_write__foreign_server_lives__only_ours_are_written),
        cmocka_unit_test(registration__the_whole_run__leaves_the_registry_as_it_was),
    };

    return cmocka_run_group_tests(tests, take_out, put_back);
}
