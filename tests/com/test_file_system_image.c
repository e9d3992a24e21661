/* imapi2fs/file_system_image.c and image_state.c: MsftFileSystemImage, its properties in general, its tree. Values of a
 * new object: printed on a machine with Windows 10, but for those that the documentation of the interfaces names.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/tree_fixture.h"
#include "imapi2fs.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fserror.h"

#define SOURCE L"OpenIMAPI2.MsftFileSystemImage"

/* ------------------------------------------------------------------------------------------------------- properties */

typedef HRESULT(WINAPI *get_flag)(IFileSystemImage3 *, VARIANT_BOOL *);
typedef HRESULT(WINAPI *get_array)(IFileSystemImage3 *, SAFEARRAY **);

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
    IFileSystemImage3 *image = tree_image();
    const struct {
        tree_get_long get;
        LONG value;
    } longs[] = {
        {image->lpVtbl->get_SessionStartBlock, 0},
        {image->lpVtbl->get_FreeMediaBlocks, 332800},
        {image->lpVtbl->get_UsedBlocks, 528},
        {image->lpVtbl->get_FileCount, 0},
        {image->lpVtbl->get_DirectoryCount, 1},
        {image->lpVtbl->get_ChangePoint, 0},
        {(tree_get_long)image->lpVtbl->get_FileSystemsToCreate, 7},
        {(tree_get_long)image->lpVtbl->get_FileSystemsSupported, 7},
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
        assert_int_equal(tree_long(image, longs[i].get), longs[i].value);
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

static void getters__no_pointer__is_pointer(void **state)
{
    IFileSystemImage3 *image = tree_image();
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
    IFileSystemImage3 *image = tree_image();
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
    IFileSystemImage3 *image = tree_image();
    IFileSystemImageResult *result = tree_freeze(image);
    BSTR text = SysAllocString(L"C:\\");

    (void)state;
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, 5), IMAPI_E_READONLY);
    assert_error_says(SOURCE, L"Setting the first block of the session failed (0xC0AAB102)", NULL);
    assert_hr(IFileSystemImage3_put_VolumeName(image, NULL), IMAPI_E_READONLY);
    assert_hr(tree_put_name(image, L"A"), IMAPI_E_READONLY);
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
    assert_int_equal(tree_long(image, image->lpVtbl->get_SessionStartBlock), 5);
    SysFreeString(text);
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
    IFileSystemImage3 *image = tree_image();
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
    IFileSystemImage3 *image = tree_image();
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
    IFileSystemImage3 *image = tree_image();
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

/* --------------------------------------------------------------------------------------------------------- the tree */

static void Root__each_time__is_the_same_object(void **state)
{
    IFileSystemImage3 *image = tree_image();
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
    IFileSystemImage3 *image = tree_image();
    BSTR relative = SysAllocString(L"d");
    struct fs_tree *tree = image_state_of(image)->tree;
    const struct fs_times times = {0, 0, 0};
    FsiItemType type = FsiItemFile;

    (void)state;
    tree_add_to_root(image, L"\\d");
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
    IFileSystemImage3 *image = tree_image();

    (void)state;
    tree_add_to_root(image, L"\\a");
    tree_add_to_root(image, L"\\b");
    assert_int_equal(tree_long(image, image->lpVtbl->get_ChangePoint), 2);
    assert_int_equal(tree_long(image, image->lpVtbl->get_DirectoryCount), 3);
    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, 3), 0xC0AAB101);
    assert_error_says(SOURCE, L"'changePoint'", NULL);
    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, -1), 0xC0AAB101);
    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, 2), S_OK);
    assert_int_equal(tree_long(image, image->lpVtbl->get_DirectoryCount), 3);
    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, 1), S_OK);
    assert_int_equal(kind_of(image, L"\\a"), FsiItemDirectory);
    assert_int_equal(kind_of(image, L"\\b"), FsiItemNotFound);
    assert_int_equal(tree_long(image, image->lpVtbl->get_ChangePoint), 1);
    assert_hr(IFileSystemImage3_LockInChangePoint(image), S_OK);
    assert_int_equal(tree_long(image, image->lpVtbl->get_ChangePoint), 1);
    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, 0), 0xC0AAB101);
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x201), S_OK); /* no change of the tree */
    assert_int_equal(tree_long(image, image->lpVtbl->get_ChangePoint), 1);
    IFileSystemImage3_Release(image);
}

static void CreateItem__names(void **state)
{
    IFileSystemImage3 *image = tree_image();
    IFileSystemImageResult *result = tree_freeze(image);
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
    IFileSystemImage3 *image = tree_image();
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
    IFileSystemImage3 *image = tree_image();
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
    IFileSystemImage3 *image = tree_image();
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
        CASE(getters__no_pointer__is_pointer),
        CASE(flags__any_value_but_0__is_true),
        CASE(setters__frozen__are_read_only),
        CASE(WorkingDirectory__new_object__is_the_folder_for_temporary_files),
        CASE(WorkingDirectory__folder__gets_a_backslash),
        CASE(WorkingDirectory__bad__changes_nothing),
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
