/* imapi2fs/file_system_image.c and image_*.c: the properties of MsftFileSystemImage. Values of a new object: printed on
 * a machine with Windows 10, but for those that the documentation of the interfaces names.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/foreign_recorder.h"
#include "imapi2fs.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fserror.h"

#define SOURCE L"OpenIMAPI2.MsftFileSystemImage"

static IFileSystemImage3 *create(void)
{
    IFileSystemImage3 *image;

    assert_hr(file_system_image_create(&IID_IFileSystemImage3, (void **)&image), S_OK);
    return image;
}

/* As with every result that is released: the image is frozen until then. */
static IFileSystemImageResult *freeze(IFileSystemImage3 *image)
{
    IFileSystemImageResult *result;

    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), S_OK);
    return result;
}

static void add_directory(IFileSystemImage3 *image, const WCHAR *path)
{
    IFsiDirectoryItem *root;
    BSTR text = SysAllocString(path);

    assert_hr(IFileSystemImage3_get_Root(image, &root), S_OK);
    assert_hr(IFsiDirectoryItem_AddDirectory(root, text), S_OK);
    IFsiDirectoryItem_Release(root);
    SysFreeString(text);
}

static HRESULT put_name(IFileSystemImage3 *image, const WCHAR *name)
{
    BSTR text = SysAllocString(name);
    HRESULT hr = IFileSystemImage3_put_VolumeName(image, text);

    SysFreeString(text);
    return hr;
}

/* ------------------------------------------------------------------------------------------------------- properties */

typedef HRESULT(WINAPI *get_long)(IFileSystemImage3 *, LONG *);
typedef HRESULT(WINAPI *get_flag)(IFileSystemImage3 *, VARIANT_BOOL *);
typedef HRESULT(WINAPI *get_text)(IFileSystemImage3 *, BSTR *);
typedef HRESULT(WINAPI *get_array)(IFileSystemImage3 *, SAFEARRAY **);

static LONG long_of(IFileSystemImage3 *image, get_long get)
{
    LONG value = -77;

    assert_hr(get(image, &value), S_OK);
    assert_no_error_info();
    return value;
}

static void assert_array(SAFEARRAY *array, VARTYPE type, const LONG *expected, LONG count)
{
    LONG low, high, i;
    VARIANT *elements;
    VARTYPE kind;

    assert_int_equal(SafeArrayGetDim(array), 1);
    assert_hr(SafeArrayGetVartype(array, &kind), S_OK);
    assert_int_equal(kind, VT_VARIANT);
    assert_hr(SafeArrayGetLBound(array, 1, &low), S_OK);
    assert_hr(SafeArrayGetUBound(array, 1, &high), S_OK);
    assert_int_equal(low, 0);
    assert_int_equal(high, count - 1);
    assert_hr(SafeArrayAccessData(array, (void **)&elements), S_OK);
    for (i = 0; i < count; i++) {
        assert_int_equal(V_VT(&elements[i]), type);
        assert_int_equal(V_I4(&elements[i]), expected[i]);
    }
    SafeArrayUnaccessData(array);
    SafeArrayDestroy(array);
}

static void properties__new_object__are_the_documented_ones(void **state)
{
    IFileSystemImage3 *image = create();
    const struct {
        get_long get;
        LONG value;
    } longs[] = {
        {image->lpVtbl->get_SessionStartBlock, 0},
        {image->lpVtbl->get_FreeMediaBlocks, 332800},
        {image->lpVtbl->get_UsedBlocks, 528},
        {image->lpVtbl->get_FileCount, 0},
        {image->lpVtbl->get_DirectoryCount, 1},
        {image->lpVtbl->get_ChangePoint, 0},
        {(get_long)image->lpVtbl->get_FileSystemsToCreate, 7},
        {(get_long)image->lpVtbl->get_FileSystemsSupported, 7},
        {image->lpVtbl->get_UDFRevision, 0x102},
        {image->lpVtbl->get_ISO9660InterchangeLevel, 1},
    };
    const struct {
        get_flag get;
        VARIANT_BOOL value;
    } flags[] = {
        {image->lpVtbl->get_StrictFileSystemCompliance, VARIANT_FALSE},
        {image->lpVtbl->get_UseRestrictedCharacterSet, VARIANT_FALSE},
        {image->lpVtbl->get_StageFiles, VARIANT_FALSE},
        {image->lpVtbl->get_CreateRedundantUdfMetadataFiles, VARIANT_TRUE},
    };
    static const LONG revisions[] = {0x102, 0x150, 0x200, 0x201, 0x250}, levels[] = {1, 2};
    IBootOptions *boot = (IBootOptions *)1;
    VARIANT_BOOL flag;
    SAFEARRAY *array;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(longs); i++)
        assert_int_equal(long_of(image, longs[i].get), longs[i].value);
    for (i = 0; i < ARRAYSIZE(flags); i++) {
        flag = 77;
        assert_hr(flags[i].get(image, &flag), S_OK);
        assert_int_equal(flag, flags[i].value);
    }
    assert_hr(IFileSystemImage3_get_UDFRevisionsSupported(image, &array), S_OK);
    assert_array(array, VT_I4, revisions, 5);
    assert_hr(IFileSystemImage3_get_ISO9660InterchangeLevelsSupported(image, &array), S_OK);
    assert_array(array, VT_UI4, levels, 2);
    assert_hr(IFileSystemImage3_get_BootImageOptionsArray(image, &array), S_OK);
    assert_array(array, VT_EMPTY, NULL, 0);
    assert_hr(IFileSystemImage3_get_MultisessionInterfaces(image, &array), S_OK);
    assert_array(array, VT_EMPTY, NULL, 0);
    assert_hr(IFileSystemImage3_get_BootImageOptions(image, &boot), S_OK);
    assert_null(boot);
    IFileSystemImage3_Release(image);
}

static void names__new_object__are_null(void **state)
{
    IFileSystemImage3 *image = create();
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

static void getters__no_pointer__is_pointer(void **state)
{
    IFileSystemImage3 *image = create();
    IFileSystemImage3Vtbl *v = (IFileSystemImage3Vtbl *)image->lpVtbl;
    HRESULT(WINAPI *const getters[])
    (IFileSystemImage3 *, void *) = {
#define G(name) (HRESULT(WINAPI *)(IFileSystemImage3 *, void *)) v->name
        G(get_Root),
        G(get_SessionStartBlock),
        G(get_FreeMediaBlocks),
        G(get_UsedBlocks),
        G(get_VolumeName),
        G(get_ImportedVolumeName),
        G(get_BootImageOptions),
        G(get_FileCount),
        G(get_DirectoryCount),
        G(get_WorkingDirectory),
        G(get_ChangePoint),
        G(get_StrictFileSystemCompliance),
        G(get_UseRestrictedCharacterSet),
        G(get_FileSystemsToCreate),
        G(get_FileSystemsSupported),
        G(get_UDFRevision),
        G(get_UDFRevisionsSupported),
        G(get_ISO9660InterchangeLevel),
        G(get_ISO9660InterchangeLevelsSupported),
        G(CreateResultImage),
        G(CalculateDiscIdentifier),
        G(ImportFileSystem),
        G(get_VolumeNameUDF),
        G(get_VolumeNameJoliet),
        G(get_VolumeNameISO9660),
        G(get_StageFiles),
        G(get_MultisessionInterfaces),
        G(get_BootImageOptionsArray),
        G(get_CreateRedundantUdfMetadataFiles),
        G(SetMaxMediaBlocksFromDevice),
        G(ChooseImageDefaults),
        G(put_MultisessionInterfaces),
#undef G
    };
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(getters); i++) {
        assert_hr(getters[i](image, NULL), E_POINTER);
        assert_error_says(SOURCE, L"failed (0x80004003)", NULL);
    }
    assert_hr(IFileSystemImage3_Exists(image, NULL, NULL), E_POINTER);
    assert_hr(IFileSystemImage3_IdentifyFileSystemsOnDisc(image, NULL, NULL), E_POINTER);
    assert_hr(IFileSystemImage3_GetDefaultFileSystemForImport(image, FsiFileSystemUDF, NULL), E_POINTER);
    assert_hr(IFileSystemImage3_CreateDirectoryItem(image, NULL, NULL), E_POINTER);
    assert_hr(IFileSystemImage3_CreateFileItem(image, NULL, NULL), E_POINTER);
    assert_hr(IFileSystemImage3_ProbeSpecificFileSystem(image, FsiFileSystemUDF, NULL), E_POINTER);
    IFileSystemImage3_Release(image);
}

static void flags__any_value_but_0__is_true(void **state)
{
    IFileSystemImage3 *image = create();
    VARIANT_BOOL flag;

    (void)state;
    assert_hr(IFileSystemImage3_put_StageFiles(image, 1), S_OK);
    assert_hr(IFileSystemImage3_get_StageFiles(image, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(IFileSystemImage3_put_StageFiles(image, VARIANT_FALSE), S_OK);
    assert_hr(IFileSystemImage3_get_StageFiles(image, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IFileSystemImage3_put_UseRestrictedCharacterSet(image, 2), S_OK);
    assert_hr(IFileSystemImage3_get_UseRestrictedCharacterSet(image, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    IFileSystemImage3_Release(image);
}

static void setters__frozen__are_read_only(void **state)
{
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result = freeze(image);
    BSTR text = SysAllocString(L"C:\\");

    (void)state;
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, 5), IMAPI_E_READONLY);
    assert_error_says(SOURCE, L"Setting the first block of the session failed (0xC0AAB102)", NULL);
    assert_hr(IFileSystemImage3_put_VolumeName(image, NULL), IMAPI_E_READONLY);
    assert_hr(put_name(image, L"A"), IMAPI_E_READONLY);
    assert_hr(IFileSystemImage3_put_WorkingDirectory(image, text), IMAPI_E_READONLY);
    assert_hr(IFileSystemImage3_put_StrictFileSystemCompliance(image, VARIANT_TRUE), IMAPI_E_READONLY);
    assert_hr(IFileSystemImage3_put_UseRestrictedCharacterSet(image, VARIANT_TRUE), IMAPI_E_READONLY);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, FsiFileSystemUDF), IMAPI_E_READONLY);
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x150), IMAPI_E_READONLY);
    assert_hr(IFileSystemImage3_put_ISO9660InterchangeLevel(image, 2), IMAPI_E_READONLY);
    assert_hr(IFileSystemImage3_put_CreateRedundantUdfMetadataFiles(image, VARIANT_FALSE), IMAPI_E_READONLY);
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_CDR), IMAPI_E_READONLY);
    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, 0), IMAPI_E_READONLY);
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, 2298496), S_OK);
    assert_hr(IFileSystemImage3_put_StageFiles(image, VARIANT_TRUE), S_OK);
    assert_hr(IFileSystemImage3_LockInChangePoint(image), S_OK);
    IFileSystemImageResult_Release(result);
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, 5), S_OK);
    assert_int_equal(long_of(image, image->lpVtbl->get_SessionStartBlock), 5);
    SysFreeString(text);
    IFileSystemImage3_Release(image);
}

/* ----------------------------------------------------------------------------------------------------- volume names */

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
    IFileSystemImage3 *image = create();

    (void)state;
    assert_hr(put_name(image, L"Test_FileSystem"), S_OK);
    assert_names(image, L"Test_FileSystem", L"Test_FileSystem", L"TEST_FILESYSTEM");
    assert_hr(put_name(image, L"20180705-164901.2973"), S_OK);
    assert_names(image, L"20180705-164901.2973", L"20180705-164901.", L"20180705_164901_2973");
    assert_hr(put_name(image, L"a\u00e4\u4e2d z~0123456789012345678901234"), S_OK);
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
    IFileSystemImage3 *image = create();
    BSTR with_nul = SysAllocStringLen(L"a\0b", 3);
    size_t i;

    (void)state;
    assert_hr(put_name(image, L"01234567890123456789012345678901"), S_OK);
    for (i = 0; i < ARRAYSIZE(names); i++) {
        assert_hr(put_name(image, names[i]), 0xC0AAB104); /* IMAPI_E_INVALID_VOLUME_NAME */
        assert_error_says(SOURCE, L"Setting the name of the volume failed (0xC0AAB104)", NULL);
    }
    assert_hr(IFileSystemImage3_put_VolumeName(image, with_nul), 0xC0AAB104);
    assert_names(image, L"01234567890123456789012345678901", L"0123456789012345", L"01234567890123456789012345678901");
    SysFreeString(with_nul);
    IFileSystemImage3_Release(image);
}

static void VolumeName__empty__unsets_it(void **state)
{
    IFileSystemImage3 *image = create();
    BSTR text;

    (void)state;
    assert_hr(put_name(image, L"A"), S_OK);
    assert_hr(put_name(image, L""), S_OK);
    assert_hr(IFileSystemImage3_get_VolumeName(image, &text), S_OK);
    assert_null(text);
    assert_hr(put_name(image, L"A"), S_OK);
    assert_hr(IFileSystemImage3_put_VolumeName(image, NULL), S_OK);
    assert_hr(IFileSystemImage3_get_VolumeNameISO9660(image, &text), S_OK);
    assert_null(text);
    IFileSystemImage3_Release(image);
}

/* ------------------------------------------------------------------------------------------------ working directory */

static HRESULT put_directory(IFileSystemImage3 *image, const WCHAR *path)
{
    BSTR text = SysAllocString(path);
    HRESULT hr = IFileSystemImage3_put_WorkingDirectory(image, text);

    SysFreeString(text);
    return hr;
}

static void WorkingDirectory__new_object__is_the_folder_for_temporary_files(void **state)
{
    IFileSystemImage3 *image = create();
    WCHAR expected[MAX_PATH + 1];
    BSTR text;

    (void)state;
    assert_in_range(GetTempPathW(ARRAYSIZE(expected), expected), 4, MAX_PATH);
    assert_hr(IFileSystemImage3_get_WorkingDirectory(image, &text), S_OK);
    assert_int_equal(text[SysStringLen(text) - 1], L'\\');
    assert_bstr(text, expected);
    IFileSystemImage3_Release(image);
}

static void WorkingDirectory__folder__gets_a_backslash(void **state)
{
    static const WCHAR *const forms[] = {L"C:\\windows", L"C:\\windows\\", L"C:/windows/"};
    static const WCHAR *const kept[] = {L"C:\\windows\\", L"C:\\windows\\", L"C:/windows\\"};
    IFileSystemImage3 *image = create();
    BSTR text;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(forms); i++) {
        assert_hr(put_directory(image, forms[i]), S_OK);
        assert_hr(IFileSystemImage3_get_WorkingDirectory(image, &text), S_OK);
        assert_bstr(text, kept[i]);
    }
    IFileSystemImage3_Release(image);
}

/* A share or a device is refused before anybody looks at it. */
static void WorkingDirectory__bad__changes_nothing(void **state)
{
    static const WCHAR *const paths[] = {
        L"windows",
        L"\\windows",
        L"C:windows",
        L"C:",
        L"\\\\server\\share",
        L"//server/share",
        L"\\\\?\\C:\\windows",
        L"\\\\.\\C:\\",
        L"C:\\nowhere\\at\\all",
        L"C:\\windows\\system32\\kernel32.dll",
    };
    IFileSystemImage3 *image = create();
    BSTR text;
    size_t i;

    (void)state;
    assert_hr(put_directory(image, L"C:\\windows"), S_OK);
    for (i = 0; i < ARRAYSIZE(paths); i++) {
        assert_hr(put_directory(image, paths[i]), 0xC0AAB140); /* IMAPI_E_INVALID_WORKING_DIRECTORY */
        assert_error_says(SOURCE, paths[i], NULL);
    }
    assert_hr(put_directory(image, L""), 0xC0AAB101); /* IMAPI_E_INVALID_PARAM */
    assert_error_says(SOURCE, L"'newVal'", NULL);
    assert_hr(IFileSystemImage3_put_WorkingDirectory(image, NULL), 0xC0AAB101);
    assert_hr(IFileSystemImage3_get_WorkingDirectory(image, &text), S_OK);
    assert_bstr(text, L"C:\\windows\\");
    IFileSystemImage3_Release(image);
}

/* ----------------------------------------------------------------------------------------------------- file systems */

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
    IFileSystemImage3 *image = create();
    LONG before;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        before = long_of(image, (get_long)image->lpVtbl->get_FileSystemsToCreate);
        assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, (FsiFileSystems)rows[i].systems), rows[i].hr);
        if (FAILED(rows[i].hr)) assert_error_says(SOURCE, L"'newVal'", NULL);
        assert_int_equal(long_of(image, (get_long)image->lpVtbl->get_FileSystemsToCreate),
                         FAILED(rows[i].hr) ? before : rows[i].systems);
    }
    IFileSystemImage3_Release(image);
}

static void FileSystemsToCreate__tree_too_deep_for_iso__changes_nothing(void **state)
{
    IFileSystemImage3 *image = create();
    WCHAR path[40] = L"";
    size_t i;

    (void)state;
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, FsiFileSystemUDF), S_OK);
    for (i = 1; i <= 8; i++) {
        wcscat(path, L"\\d");
        add_directory(image, path);
    }
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, (FsiFileSystems)7), 0xC0AAB131); /* ISO9660_LEVELS */
    assert_error_says(SOURCE, L"Setting the file systems to create failed (0xC0AAB131)", NULL);
    assert_int_equal(long_of(image, (get_long)image->lpVtbl->get_FileSystemsToCreate), 4);
    IFileSystemImage3_Release(image);
}

static void UDFRevision__numbers(void **state)
{
    static const LONG good[] = {0x150, 0x200, 0x201, 0x250, 0x260, 0x102};
    static const LONG bad[] = {0, 0x101, 0x103, 258 + 65536, 0x270, 102, -1};
    IFileSystemImage3 *image = create();
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(good); i++) {
        assert_hr(IFileSystemImage3_put_UDFRevision(image, good[i]), S_OK);
        assert_int_equal(long_of(image, image->lpVtbl->get_UDFRevision), good[i]);
    }
    for (i = 0; i < ARRAYSIZE(bad); i++) {
        assert_hr(IFileSystemImage3_put_UDFRevision(image, bad[i]), 0xC0AAB101);
        assert_error_says(SOURCE, L"'newVal'", NULL);
    }
    assert_int_equal(long_of(image, image->lpVtbl->get_UDFRevision), 0x102);
    IFileSystemImage3_Release(image);
}

static void ISO9660InterchangeLevel__1_and_2(void **state)
{
    IFileSystemImage3 *image = create();

    (void)state;
    assert_hr(IFileSystemImage3_put_ISO9660InterchangeLevel(image, 2), S_OK);
    assert_hr(IFileSystemImage3_put_ISO9660InterchangeLevel(image, 3), 0xC0AAB101);
    assert_error_says(SOURCE, L"'newVal'", NULL);
    assert_hr(IFileSystemImage3_put_ISO9660InterchangeLevel(image, 0), 0xC0AAB101);
    assert_int_equal(long_of(image, image->lpVtbl->get_ISO9660InterchangeLevel), 2);
    assert_hr(IFileSystemImage3_put_ISO9660InterchangeLevel(image, 1), S_OK);
    assert_int_equal(long_of(image, image->lpVtbl->get_ISO9660InterchangeLevel), 1);
    IFileSystemImage3_Release(image);
}

static void StrictFileSystemCompliance__tree_with_items__cannot_begin(void **state)
{
    IFileSystemImage3 *image = create();
    VARIANT_BOOL flag;

    (void)state;
    assert_hr(IFileSystemImage3_put_StrictFileSystemCompliance(image, 1), S_OK);
    assert_hr(IFileSystemImage3_get_StrictFileSystemCompliance(image, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    add_directory(image, L"\\d");
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
    IFileSystemImage3 *image = create();
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

/* ------------------------------------------------------------------------------------------------------------- size */

static void FreeMediaBlocks__limits(void **state)
{
    static const LONG good[] = {528, 0, -1, 2147483000, INT32_MAX, INT32_MIN, 332800};
    IFileSystemImage3 *image = create();
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(good); i++) {
        assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, good[i]), S_OK);
        assert_int_equal(long_of(image, image->lpVtbl->get_FreeMediaBlocks), good[i]);
    }
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, 527), 0xC0AAB121); /* IMAPI_E_IMAGE_TOO_BIG */
    assert_error_says(SOURCE, L"Setting the limit of blocks failed (0xC0AAB121)", NULL);
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, 1), 0xC0AAB121);
    assert_int_equal(long_of(image, image->lpVtbl->get_FreeMediaBlocks), 332800);
    IFileSystemImage3_Release(image);
}

static void SessionStartBlock__values(void **state)
{
    IFileSystemImage3 *image = create();

    (void)state;
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, INT32_MAX), S_OK);
    assert_int_equal(long_of(image, image->lpVtbl->get_SessionStartBlock), INT32_MAX);
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, -1), 0xC0AAB101);
    assert_error_says(SOURCE, L"'newVal'", NULL);
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, 0), S_OK);
    assert_int_equal(long_of(image, image->lpVtbl->get_SessionStartBlock), 0);
    IFileSystemImage3_Release(image);
}

/* --------------------------------------------------------------------------------------------------- kinds of discs */

static void ChooseImageDefaultsForMediaType__every_kind(void **state)
{
    static const struct {
        int type;
        LONG systems, revision, blocks;
    } rows[] = {
        {0x01, 3, 0x200, 332800},   /* CD-ROM; the revision stays */
        {0x02, 3, 0x200, 332800},   /* CD-R */
        {0x03, 3, 0x200, 332800},   /* CD-RW */
        {0x04, 7, 0x102, 2295104},  /* DVD-ROM */
        {0x05, 4, 0x102, 2236704},  /* DVD-RAM */
        {0x06, 7, 0x102, 2295104},  /* DVD+R */
        {0x07, 4, 0x102, 2295104},  /* DVD+RW */
        {0x08, 7, 0x102, 4173824},  /* DVD+R DL */
        {0x09, 7, 0x102, 2298496},  /* DVD-R */
        {0x0A, 4, 0x102, 2298496},  /* DVD-RW */
        {0x0B, 7, 0x102, 4171712},  /* DVD-R DL */
        {0x0C, 4, 0x102, 0},        /* disk */
        {0x0D, 4, 0x102, 4173824},  /* DVD+RW DL: seen in the bytes of images that scripts made so */
        {0x0E, 4, 0x250, 7340032},  /* HD DVD-ROM */
        {0x0F, 4, 0x250, 7340032},  /* HD DVD-R */
        {0x10, 4, 0x250, 9748480},  /* HD DVD-RAM */
        {0x11, 4, 0x250, 12219392}, /* BD-ROM */
        {0x12, 4, 0x250, 12219392}, /* BD-R */
        {0x13, 4, 0x250, 11826176}, /* BD-RE */
    };
    IFileSystemImage3 *image = create();
    BSTR name;
    size_t i;

    (void)state;
    assert_hr(put_name(image, L"kept"), S_OK);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x200), S_OK);
        assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, (IMAPI_MEDIA_PHYSICAL_TYPE)rows[i].type),
                  S_OK);
        assert_int_equal(long_of(image, (get_long)image->lpVtbl->get_FileSystemsToCreate), rows[i].systems);
        assert_int_equal(long_of(image, image->lpVtbl->get_UDFRevision), rows[i].revision);
        assert_int_equal(long_of(image, image->lpVtbl->get_FreeMediaBlocks), rows[i].blocks);
    }
    assert_hr(IFileSystemImage3_get_VolumeName(image, &name), S_OK);
    assert_bstr(name, L"kept");
    IFileSystemImage3_Release(image);
}

static void ChooseImageDefaultsForMediaType__unknown_kind__changes_nothing(void **state)
{
    static const int types[] = {0, 0x14, -1, 0x7FFFFFFF};
    IFileSystemImage3 *image = create();
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(types); i++) {
        assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, (IMAPI_MEDIA_PHYSICAL_TYPE)types[i]),
                  0xC0AAB101);
        assert_error_says(SOURCE, L"'value'", NULL);
    }
    assert_int_equal(long_of(image, (get_long)image->lpVtbl->get_FileSystemsToCreate), 7);
    assert_int_equal(long_of(image, image->lpVtbl->get_FreeMediaBlocks), 332800);
    IFileSystemImage3_Release(image);
}

static void ChooseImageDefaultsForMediaType__tree_too_deep_for_iso__changes_nothing(void **state)
{
    IFileSystemImage3 *image = create();
    WCHAR path[40] = L"";
    size_t i;

    (void)state;
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_DISK), S_OK);
    for (i = 1; i <= 8; i++) {
        wcscat(path, L"/d");
        add_directory(image, path);
    }
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_CDR), 0xC0AAB131);
    assert_int_equal(long_of(image, (get_long)image->lpVtbl->get_FileSystemsToCreate), 4);
    assert_int_equal(long_of(image, image->lpVtbl->get_FreeMediaBlocks), 0);
    IFileSystemImage3_Release(image);
}

static int32_t no_bytes(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    (void)source, (void)offset, (void)bytes, (void)count;
    *got = 0;
    return 0;
}

static void keep(struct fs_source *source)
{
    (void)source;
}

/* A tree that takes as many blocks in a set of file systems; with a directory, which each of them records. */
static IFileSystemImage3 *image_of(struct fs_source *source, FsiFileSystems systems, LONG blocks)
{
    const struct fs_times times = {1600000000, 1600000000, 1600000000};
    IFileSystemImage3 *image = create();
    struct fs_tree *tree = image_state_of(image)->tree;

    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, 0), S_OK);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, systems), S_OK);
    add_directory(image, L"\\d");
    *source = (struct fs_source){.read_at = no_bytes, .release = keep};
    source->size_bytes = (uint64_t)(blocks - long_of(image, image->lpVtbl->get_UsedBlocks) - 1) * 2048;
    assert_int_equal(fs_tree_add_file(tree, fs_tree_peek_root(tree), (const uint16_t *)L"f", 1, &times, source, NULL),
                     FS_OK);
    assert_int_equal(long_of(image, image->lpVtbl->get_UsedBlocks), blocks);
    return image;
}

/* DVD+R has all three file systems, DVD+RW has UDF alone: the limit is one of the image as it will be. */
static void ChooseImageDefaultsForMediaType__limit__is_of_the_new_file_systems(void **state)
{
    enum { LIMIT = 2295104 };
    struct fs_source source;
    IFileSystemImage3 *image = image_of(&source, FsiFileSystemUDF, LIMIT);

    (void)state;
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x150), S_OK);
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_DVDPLUSR), 0xC0AAB121);
    assert_int_equal(long_of(image, (get_long)image->lpVtbl->get_FileSystemsToCreate), 4);
    assert_int_equal(long_of(image, image->lpVtbl->get_UDFRevision), 0x150);
    assert_int_equal(long_of(image, image->lpVtbl->get_FreeMediaBlocks), 0);
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_DVDPLUSRW), S_OK);
    IFileSystemImage3_Release(image);
    image = image_of(&source, (FsiFileSystems)7, LIMIT + 2);
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_DVDPLUSR), 0xC0AAB121);
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_DVDPLUSRW), S_OK);
    assert_int_equal(long_of(image, image->lpVtbl->get_UsedBlocks), LIMIT);
    IFileSystemImage3_Release(image);
}

/* No class for writing discs is registered here: whoever asks for the disc gets REGDB_E_CLASSNOTREG. */
static void ChooseImageDefaults__frozen__does_not_ask_the_recorder(void **state)
{
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result = freeze(image);
    struct foreign_recorder recorder;

    (void)state;
    foreign_begin(&recorder, NULL);
    assert_hr(IFileSystemImage3_ChooseImageDefaults(image, &recorder.IDiscRecorder2_iface), 0xC0AAB102);
    assert_error_says(SOURCE, L"from within one of its own events", NULL);
    IFileSystemImageResult_Release(result);
    assert_hr(IFileSystemImage3_ChooseImageDefaults(image, NULL), E_POINTER);
    IFileSystemImage3_Release(image);
    foreign_end(&recorder);
}

/* MMC-6, profiles; the blocks are the nominal capacities of the largest discs. */
static void SetMaxMediaBlocksFromDevice__profiles__give_the_largest_disc(void **state)
{
    static const struct {
        uint16_t profiles[3];
        size_t count;
        LONG blocks;
    } rows[] = {
        {{0x0008, 0x0009}, 2, 359845},           /* CD-ROM, CD-R */
        {{0x0010, 0x0012}, 2, 2236704},          /* DVD-ROM, DVD-RAM */
        {{0x0009, 0x0011, 0x000A}, 3, 2298496},  /* CD-R, DVD-R, CD-RW */
        {{0x002B, 0x001B}, 2, 4173824},          /* DVD+R DL, DVD+R */
        {{0x0040, 0x0041, 0x0015}, 3, 12219392}, /* BD-ROM, BD-R, DVD-R DL */
        {{0x0043}, 1, 12219392},                 /* BD-RE */
        {{0x0008, 0x0010, 0x0040}, 3, 0},        /* what can be read alone */
    };
    IFileSystemImage3 *image = create();
    struct foreign_recorder recorder;
    size_t i;

    (void)state;
    foreign_begin(&recorder, NULL);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        recorder.profiles = rows[i].profiles;
        recorder.profile_count = rows[i].count;
        assert_hr(IFileSystemImage3_SetMaxMediaBlocksFromDevice(image, &recorder.IDiscRecorder2_iface), S_OK);
        assert_int_equal(long_of(image, image->lpVtbl->get_FreeMediaBlocks), rows[i].blocks);
    }
    recorder.profiles = NULL; /* what the recorder says */
    assert_hr(IFileSystemImage3_SetMaxMediaBlocksFromDevice(image, &recorder.IDiscRecorder2_iface), E_NOTIMPL);
    assert_hr(IFileSystemImage3_SetMaxMediaBlocksFromDevice(image, NULL), E_POINTER);
    assert_int_equal(long_of(image, image->lpVtbl->get_FreeMediaBlocks), 0);
    IFileSystemImage3_Release(image);
    foreign_end(&recorder);
}

static void SetMaxMediaBlocksFromDevice__tree_is_larger__is_IMAGE_TOO_BIG(void **state)
{
    static const uint16_t cd_r[] = {0x0009};
    struct fs_source source;
    IFileSystemImage3 *image = image_of(&source, FsiFileSystemUDF, 359846);
    struct foreign_recorder recorder;

    (void)state;
    foreign_begin(&recorder, NULL);
    recorder.profiles = cd_r;
    recorder.profile_count = 1;
    assert_hr(IFileSystemImage3_SetMaxMediaBlocksFromDevice(image, &recorder.IDiscRecorder2_iface), 0xC0AAB121);
    assert_int_equal(long_of(image, image->lpVtbl->get_FreeMediaBlocks), 0);
    IFileSystemImage3_Release(image);
    foreign_end(&recorder);
}

/* --------------------------------------------------------------------------------------------------------- the tree */

static void Root__each_time__is_the_same_object(void **state)
{
    IFileSystemImage3 *image = create();
    IFsiDirectoryItem *first, *second;
    BSTR text = (BSTR)1;
    LONG count;

    (void)state;
    assert_hr(IFileSystemImage3_get_Root(image, &first), S_OK);
    assert_hr(IFileSystemImage3_get_Root(image, &second), S_OK);
    assert_ptr_equal(first, second);
    IFileSystemImage3_Release(image); /* which the root keeps alive */
    assert_hr(IFsiDirectoryItem_get_FullPath(first, &text), S_OK);
    assert_int_equal(SysStringLen(text), 0);
    SysFreeString(text);
    assert_hr(IFsiDirectoryItem_get_Count(first, &count), S_OK);
    assert_int_equal(count, 0);
    IFsiDirectoryItem_Release(first);
    IFsiDirectoryItem_Release(second);
}

static FsiItemType kind_of(IFileSystemImage3 *image, const WCHAR *path)
{
    BSTR text = SysAllocString(path);
    FsiItemType type = (FsiItemType)77;

    assert_hr(IFileSystemImage3_Exists(image, text, &type), S_OK);
    SysFreeString(text);
    return type;
}

static void Exists__paths(void **state)
{
    IFileSystemImage3 *image = create();
    BSTR relative = SysAllocString(L"d");
    struct fs_tree *tree = image_state_of(image)->tree;
    const struct fs_times times = {0, 0, 0};
    FsiItemType type = FsiItemFile;

    (void)state;
    add_directory(image, L"\\d");
    assert_int_equal(fs_tree_add_file(tree, fs_tree_peek_root(tree)->first_child, (const uint16_t *)L"File.txt", 8,
                                      &times, NULL, NULL),
                     FS_OK);
    assert_int_equal(kind_of(image, L"\\"), FsiItemDirectory);
    assert_int_equal(kind_of(image, L"/"), FsiItemDirectory);
    assert_int_equal(kind_of(image, L"\\D"), FsiItemDirectory);
    assert_int_equal(kind_of(image, L"/d/"), FsiItemDirectory);
    assert_int_equal(kind_of(image, L"\\d\\file.TXT"), FsiItemFile);
    assert_int_equal(kind_of(image, L"\\d/File.txt"), FsiItemFile);
    assert_int_equal(kind_of(image, L"\\d\\File"), FsiItemNotFound);
    assert_int_equal(kind_of(image, L"\\missing\\File.txt"), FsiItemNotFound);
    assert_int_equal(kind_of(image, L"\\d\\File.txt\\x"), FsiItemNotFound);
    assert_hr(IFileSystemImage3_Exists(image, relative, &type), 0xC0AAB110); /* IMAPI_E_INVALID_PATH */
    assert_error_says(SOURCE, L"'d'", NULL);
    assert_int_equal(type, FsiItemNotFound);
    assert_hr(IFileSystemImage3_Exists(image, NULL, &type), 0xC0AAB101);
    assert_error_says(SOURCE, L"'fullPath'", NULL);
    SysFreeString(relative);
    IFileSystemImage3_Release(image);
}

static void ChangePoint__changes__can_be_undone(void **state)
{
    IFileSystemImage3 *image = create();

    (void)state;
    add_directory(image, L"\\a");
    add_directory(image, L"\\b");
    assert_int_equal(long_of(image, image->lpVtbl->get_ChangePoint), 2);
    assert_int_equal(long_of(image, image->lpVtbl->get_DirectoryCount), 3);
    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, 3), 0xC0AAB101);
    assert_error_says(SOURCE, L"'changePoint'", NULL);
    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, -1), 0xC0AAB101);
    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, 2), S_OK);
    assert_int_equal(long_of(image, image->lpVtbl->get_DirectoryCount), 3);
    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, 1), S_OK);
    assert_int_equal(kind_of(image, L"\\a"), FsiItemDirectory);
    assert_int_equal(kind_of(image, L"\\b"), FsiItemNotFound);
    assert_int_equal(long_of(image, image->lpVtbl->get_ChangePoint), 1);
    assert_hr(IFileSystemImage3_LockInChangePoint(image), S_OK);
    assert_int_equal(long_of(image, image->lpVtbl->get_ChangePoint), 1);
    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, 0), 0xC0AAB101);
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x201), S_OK); /* no change of the tree */
    assert_int_equal(long_of(image, image->lpVtbl->get_ChangePoint), 1);
    IFileSystemImage3_Release(image);
}

static void CreateItem__names(void **state)
{
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result = freeze(image);
    BSTR good = SysAllocString(L"name"), bad = SysAllocString(L"a\\b"), text;
    IFsiDirectoryItem *directory;
    IFsiFileItem *file;

    (void)state;
    assert_hr(IFileSystemImage3_CreateDirectoryItem(image, good, &directory), S_OK); /* frozen or not */
    assert_hr(IFsiDirectoryItem_get_Name(directory, &text), S_OK);
    assert_bstr(text, L"name");
    assert_hr(IFileSystemImage3_CreateFileItem(image, good, &file), S_OK);
    assert_hr(IFsiFileItem_get_Name(file, &text), S_OK);
    assert_bstr(text, L"name");
    IFsiDirectoryItem_Release(directory);
    IFsiFileItem_Release(file);
    assert_hr(IFileSystemImage3_CreateDirectoryItem(image, bad, &directory), 0xC0AAB101);
    assert_error_says(SOURCE, L"'name'", NULL);
    assert_null(directory);
    assert_hr(IFileSystemImage3_CreateFileItem(image, NULL, &file), 0xC0AAB101);
    assert_null(file);
    IFileSystemImageResult_Release(result);
    SysFreeString(good);
    SysFreeString(bad);
    IFileSystemImage3_Release(image);
}

/* --------------------------------------------------------------------------------------------------------- sessions */

static void sessions__nothing_set__is_told(void **state)
{
    IFileSystemImage3 *image = create();
    FsiFileSystems system = FsiFileSystemUDF;
    VARIANT_BOOL flag = VARIANT_TRUE;
    BSTR text = (BSTR)1;

    (void)state;
    assert_hr(IFileSystemImage3_CalculateDiscIdentifier(image, &text), 0xC0AAB15D); /* IMAPI_E_MULTISESSION_NOT_SET */
    assert_null(text);
    assert_hr(IFileSystemImage3_ImportFileSystem(image, &system), 0xC0AAB15D);
    assert_int_equal(system, 0);
    assert_hr(IFileSystemImage3_ImportSpecificFileSystem(image, FsiFileSystemUDF), 0xC0AAB15D);
    assert_hr(IFileSystemImage3_ImportSpecificFileSystem(image, (FsiFileSystems)3), 0xC0AAB101);
    assert_hr(IFileSystemImage3_ProbeSpecificFileSystem(image, FsiFileSystemUDF, &flag), 0xC0AAB15D);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IFileSystemImage3_ProbeSpecificFileSystem(image, FsiFileSystemNone, &flag), 0xC0AAB101);
    system = FsiFileSystemUDF;
    assert_hr(IFileSystemImage3_IdentifyFileSystemsOnDisc(image, NULL, &system), 0xC0AAB15D);
    assert_int_equal(system, 0);
    IFileSystemImage3_Release(image);
}

static void GetDefaultFileSystemForImport__masks(void **state)
{
    static const struct {
        LONG mask, system;
    } rows[] = {{7, 4}, {3, 2}, {1, 1}, {5, 4}, {2, 2}, {0x40000001, 1}, {0, 0}, {8, 0}, {0x40000000, 0}};
    IFileSystemImage3 *image = create();
    FsiFileSystems system;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        system = (FsiFileSystems)77;
        assert_hr(IFileSystemImage3_GetDefaultFileSystemForImport(image, (FsiFileSystems)rows[i].mask, &system),
                  rows[i].system ? S_OK : (HRESULT)0xC0AAB101);
        assert_int_equal(system, rows[i].system);
    }
    IFileSystemImage3_Release(image);
}

/* ------------------------------------------------------------------------------------------------------- interfaces */

static void QueryInterface__every_version_of_the_interface(void **state)
{
    static const IID *const iids[] = {&IID_IFileSystemImage, &IID_IFileSystemImage2, &IID_IFileSystemImage3,
                                      &IID_IDispatch,        &IID_IUnknown,          &IID_ISupportErrorInfo,
                                      &IID_IMarshal,         &IID_IProvideClassInfo};
    IFileSystemImage3 *image = create();
    IUnknown *face;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(iids); i++) {
        assert_hr(IFileSystemImage3_QueryInterface(image, iids[i], (void **)&face), S_OK);
        IUnknown_Release(face);
    }
    assert_hr(IFileSystemImage3_QueryInterface(image, &IID_IFsiItem, (void **)&face), E_NOINTERFACE);
    assert_null(face);
    IFileSystemImage3_Release(image);
}

static void create__no_memory__leaves_nothing(void **state)
{
    IFileSystemImage3 *image;
    long nth;

    (void)state;
    for (nth = 1;; nth++) {
        base_alloc_fail_nth(nth);
        if (SUCCEEDED(file_system_image_create(&IID_IFileSystemImage3, (void **)&image))) break;
        assert_null(image);
    }
    assert_int_equal(base_alloc_fail_nth(0), 1);
    assert_in_range(nth, 3, 20);
    IFileSystemImage3_Release(image);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(properties__new_object__are_the_documented_ones),
        CASE(names__new_object__are_null),
        CASE(getters__no_pointer__is_pointer),
        CASE(flags__any_value_but_0__is_true),
        CASE(setters__frozen__are_read_only),
        CASE(VolumeName__each_file_system__has_its_own),
        CASE(VolumeName__bad__changes_nothing),
        CASE(VolumeName__empty__unsets_it),
        CASE(WorkingDirectory__new_object__is_the_folder_for_temporary_files),
        CASE(WorkingDirectory__folder__gets_a_backslash),
        CASE(WorkingDirectory__bad__changes_nothing),
        CASE(FileSystemsToCreate__sets),
        CASE(FileSystemsToCreate__tree_too_deep_for_iso__changes_nothing),
        CASE(UDFRevision__numbers),
        CASE(ISO9660InterchangeLevel__1_and_2),
        CASE(StrictFileSystemCompliance__tree_with_items__cannot_begin),
        CASE(CreateRedundantUdfMetadataFiles__revision_without_metadata__is_told),
        CASE(FreeMediaBlocks__limits),
        CASE(SessionStartBlock__values),
        CASE(ChooseImageDefaultsForMediaType__every_kind),
        CASE(ChooseImageDefaultsForMediaType__unknown_kind__changes_nothing),
        CASE(ChooseImageDefaultsForMediaType__tree_too_deep_for_iso__changes_nothing),
        CASE(ChooseImageDefaultsForMediaType__limit__is_of_the_new_file_systems),
        CASE(ChooseImageDefaults__frozen__does_not_ask_the_recorder),
        CASE(SetMaxMediaBlocksFromDevice__profiles__give_the_largest_disc),
        CASE(SetMaxMediaBlocksFromDevice__tree_is_larger__is_IMAGE_TOO_BIG),
        CASE(Root__each_time__is_the_same_object),
        CASE(Exists__paths),
        CASE(ChangePoint__changes__can_be_undone),
        CASE(CreateItem__names),
        CASE(sessions__nothing_set__is_told),
        CASE(GetDefaultFileSystemForImport__masks),
        CASE(QueryInterface__every_version_of_the_interface),
        CASE(create__no_memory__leaves_nothing),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
