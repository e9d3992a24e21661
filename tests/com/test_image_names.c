/* imapi2fs/image_names.c: the names of the volume, one for each file system. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "com/tree_fixture.h"
#include "imapi2fs.h"
#include "imapi2fserror.h"

#define SOURCE L"OpenIMAPI2.MsftFileSystemImage"

typedef HRESULT(WINAPI *get_text)(IFileSystemImage3 *, BSTR *);

static void names__new_object__are_null(void **state)
{
    IFileSystemImage3 *image = tree_image();
    const get_text texts[] = {
        image->lpVtbl->get_VolumeName,         image->lpVtbl->get_VolumeNameUDF,
        image->lpVtbl->get_VolumeNameJoliet,   image->lpVtbl->get_VolumeNameISO9660,
        image->lpVtbl->get_ImportedVolumeName,
    };
    BSTR text;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(texts); i++) {
        text = (BSTR)L"x";
        assert_hr(texts[i](image, &text), S_OK);
        assert_null(text);
    }
    IFileSystemImage3_Release(image);
}

static void assert_names(IFileSystemImage3 *image, const WCHAR *name, const WCHAR *joliet, const WCHAR *iso)
{
    BSTR text;

    assert_hr(IFileSystemImage3_get_VolumeName(image, &text), S_OK);
    assert_bstr(text, name);
    assert_hr(IFileSystemImage3_get_VolumeNameUDF(image, &text), S_OK);
    assert_bstr(text, name);
    assert_hr(IFileSystemImage3_get_VolumeNameJoliet(image, &text), S_OK);
    assert_bstr(text, joliet);
    assert_hr(IFileSystemImage3_get_VolumeNameISO9660(image, &text), S_OK);
    assert_bstr(text, iso);
}

/* The first row is what a machine with Windows 10 printed; the second a name that scripts set. */
static void VolumeName__each_file_system__has_its_own(void **state)
{
    IFileSystemImage3 *image = tree_image();

    (void)state;
    assert_hr(tree_put_name(image, L"Test_FileSystem"), S_OK);
    assert_names(image, L"Test_FileSystem", L"Test_FileSystem", L"TEST_FILESYSTEM");
    assert_hr(tree_put_name(image, L"20180705-164901.2973"), S_OK);
    assert_names(image, L"20180705-164901.2973", L"20180705-164901.", L"20180705_164901_2973");
    assert_hr(tree_put_name(image, L"a\u00e4\u4e2d z~0123456789012345678901234"), S_OK);
    assert_names(image, L"a\u00e4\u4e2d z~0123456789012345678901234", L"a\u00e4\u4e2d z~0123456789",
                 L"A___Z_0123456789012345678901234");
    IFileSystemImage3_Release(image);
}

static void VolumeName__bad__changes_nothing(void **state)
{
    static const WCHAR *const names[] = {
        L"a\\b",
        L"a/b",
        L"a:b",
        L"a*b",
        L"a?b",
        L"a\"b",
        L"a<b",
        L"a>b",
        L"a|b",
        L"a;b",
        L"a\x1f"
        L"b",
        L"012345678901234567890123456789012",
    };
    IFileSystemImage3 *image = tree_image();
    BSTR with_nul = SysAllocStringLen(L"a\0b", 3);
    size_t i;

    (void)state;
    assert_hr(tree_put_name(image, L"01234567890123456789012345678901"), S_OK);
    for (i = 0; i < ARRAYSIZE(names); i++) {
        assert_hr(tree_put_name(image, names[i]), 0xC0AAB104); /* IMAPI_E_INVALID_VOLUME_NAME */
        assert_error_says(SOURCE, L"Setting the name of the volume failed (0xC0AAB104)", NULL);
    }
    assert_hr(IFileSystemImage3_put_VolumeName(image, with_nul), 0xC0AAB104);
    assert_names(image, L"01234567890123456789012345678901", L"0123456789012345", L"01234567890123456789012345678901");
    SysFreeString(with_nul);
    IFileSystemImage3_Release(image);
}

static void VolumeName__empty__unsets_it(void **state)
{
    IFileSystemImage3 *image = tree_image();
    BSTR text;

    (void)state;
    assert_hr(tree_put_name(image, L"A"), S_OK);
    assert_hr(tree_put_name(image, L""), S_OK);
    assert_hr(IFileSystemImage3_get_VolumeName(image, &text), S_OK);
    assert_null(text);
    assert_hr(tree_put_name(image, L"A"), S_OK);
    assert_hr(IFileSystemImage3_put_VolumeName(image, NULL), S_OK);
    assert_hr(IFileSystemImage3_get_VolumeNameISO9660(image, &text), S_OK);
    assert_null(text);
    IFileSystemImage3_Release(image);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(names__new_object__are_null),
        CASE(VolumeName__each_file_system__has_its_own),
        CASE(VolumeName__bad__changes_nothing),
        CASE(VolumeName__empty__unsets_it),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
