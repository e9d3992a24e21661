/* imapi2fs/image_file_systems.c: which file systems an image gets, and their versions. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <wchar.h>

#include <cmocka.h>

#include "com/tree_fixture.h"
#include "imapi2fs.h"
#include "imapi2fserror.h"

#define SOURCE L"OpenIMAPI2.MsftFileSystemImage"

static void FileSystemsToCreate__sets(void **state)
{
    static const struct {
        LONG systems;
        HRESULT hr;
    } rows[] = {
        {0, S_OK},
        {1, S_OK},
        {3, S_OK},
        {4, S_OK},
        {5, S_OK},
        {7, S_OK},
        {2, (HRESULT)0xC0AAB101}, /* Joliet stands beside ISO 9660 */
        {6, (HRESULT)0xC0AAB101},
        {8, (HRESULT)0xC0AAB101},
        {0x40000000, (HRESULT)0xC0AAB101},
        {-1, (HRESULT)0xC0AAB101},
    };
    IFileSystemImage3 *image = tree_image();
    LONG before;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        before = tree_long(image, (tree_get_long)image->lpVtbl->get_FileSystemsToCreate);
        assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, (FsiFileSystems)rows[i].systems), rows[i].hr);
        if (FAILED(rows[i].hr)) assert_error_says(SOURCE, L"'newVal'", NULL);
        assert_int_equal(tree_long(image, (tree_get_long)image->lpVtbl->get_FileSystemsToCreate),
                         FAILED(rows[i].hr) ? before : rows[i].systems);
    }
    IFileSystemImage3_Release(image);
}

static void FileSystemsToCreate__tree_too_deep_for_iso__changes_nothing(void **state)
{
    IFileSystemImage3 *image = tree_image();
    WCHAR path[40] = L"";
    size_t i;

    (void)state;
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, FsiFileSystemUDF), S_OK);
    for (i = 1; i <= 8; i++) {
        wcscat(path, L"\\d");
        tree_add_to_root(image, path);
    }
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, (FsiFileSystems)7), 0xC0AAB131); /* ISO9660_LEVELS */
    assert_error_says(SOURCE, L"Setting the file systems to create failed (0xC0AAB131)", NULL);
    assert_int_equal(tree_long(image, (tree_get_long)image->lpVtbl->get_FileSystemsToCreate), 4);
    IFileSystemImage3_Release(image);
}

static void UDFRevision__numbers(void **state)
{
    static const LONG good[] = {0x150, 0x200, 0x201, 0x250, 0x260, 0x102};
    static const LONG bad[] = {0, 0x101, 0x103, 258 + 65536, 0x270, 102, -1};
    IFileSystemImage3 *image = tree_image();
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(good); i++) {
        assert_hr(IFileSystemImage3_put_UDFRevision(image, good[i]), S_OK);
        assert_int_equal(tree_long(image, image->lpVtbl->get_UDFRevision), good[i]);
    }
    for (i = 0; i < ARRAYSIZE(bad); i++) {
        assert_hr(IFileSystemImage3_put_UDFRevision(image, bad[i]), 0xC0AAB101);
        assert_error_says(SOURCE, L"'newVal'", NULL);
    }
    assert_int_equal(tree_long(image, image->lpVtbl->get_UDFRevision), 0x102);
    IFileSystemImage3_Release(image);
}

static void ISO9660InterchangeLevel__1_and_2(void **state)
{
    IFileSystemImage3 *image = tree_image();

    (void)state;
    assert_hr(IFileSystemImage3_put_ISO9660InterchangeLevel(image, 2), S_OK);
    assert_hr(IFileSystemImage3_put_ISO9660InterchangeLevel(image, 3), 0xC0AAB101);
    assert_error_says(SOURCE, L"'newVal'", NULL);
    assert_hr(IFileSystemImage3_put_ISO9660InterchangeLevel(image, 0), 0xC0AAB101);
    assert_int_equal(tree_long(image, image->lpVtbl->get_ISO9660InterchangeLevel), 2);
    assert_hr(IFileSystemImage3_put_ISO9660InterchangeLevel(image, 1), S_OK);
    assert_int_equal(tree_long(image, image->lpVtbl->get_ISO9660InterchangeLevel), 1);
    IFileSystemImage3_Release(image);
}

static void StrictFileSystemCompliance__tree_with_items__cannot_begin(void **state)
{
    IFileSystemImage3 *image = tree_image();
    VARIANT_BOOL flag;

    (void)state;
    assert_hr(IFileSystemImage3_put_StrictFileSystemCompliance(image, 1), S_OK);
    assert_hr(IFileSystemImage3_get_StrictFileSystemCompliance(image, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    tree_add_to_root(image, L"\\d");
    assert_hr(IFileSystemImage3_put_StrictFileSystemCompliance(image, VARIANT_TRUE), S_OK);
    assert_hr(IFileSystemImage3_put_StrictFileSystemCompliance(image, VARIANT_FALSE), S_OK);
    assert_hr(IFileSystemImage3_put_StrictFileSystemCompliance(image, VARIANT_TRUE), 0xC0AAB106);
    assert_error_says(SOURCE, L"0xC0AAB106", NULL); /* IMAPI_E_FILE_SYSTEM_NOT_EMPTY */
    assert_hr(IFileSystemImage3_get_StrictFileSystemCompliance(image, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    IFileSystemImage3_Release(image);
}

/* IMAPI_S_IMAGE_FEATURE_NOT_SUPPORTED: stored all the same. */
static void CreateRedundantUdfMetadataFiles__revision_without_metadata__is_told(void **state)
{
    IFileSystemImage3 *image = tree_image();
    VARIANT_BOOL flag;

    (void)state;
    assert_hr(IFileSystemImage3_put_CreateRedundantUdfMetadataFiles(image, VARIANT_FALSE), 0x00AAB15F);
    assert_hr(IFileSystemImage3_get_CreateRedundantUdfMetadataFiles(image, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x250), S_OK);
    assert_hr(IFileSystemImage3_put_CreateRedundantUdfMetadataFiles(image, 5), S_OK);
    assert_hr(IFileSystemImage3_get_CreateRedundantUdfMetadataFiles(image, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, (FsiFileSystems)3), S_OK);
    assert_hr(IFileSystemImage3_put_CreateRedundantUdfMetadataFiles(image, VARIANT_TRUE), 0x00AAB15F);
    IFileSystemImage3_Release(image);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(FileSystemsToCreate__sets),
        CASE(FileSystemsToCreate__tree_too_deep_for_iso__changes_nothing),
        CASE(UDFRevision__numbers),
        CASE(ISO9660InterchangeLevel__1_and_2),
        CASE(StrictFileSystemCompliance__tree_with_items__cannot_begin),
        CASE(CreateRedundantUdfMetadataFiles__revision_without_metadata__is_told),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
