/* The two DLLs loaded by their paths, as the PowerShell module and the NuGet package do: nothing is registered, and
 * this program has no manifest.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>
#include <oleauto.h>

#include <cmocka.h>

#include "com/foreign_recorder.h"
#include "com/virtual_recorders.h"
#include "imapi2.h"
#include "imapi2error.h"
#include "imapi2fs.h"

#define assert_hr(actual, expected) assert_int_equal((HRESULT)(actual), (HRESULT)(expected))
#define NAME                        L"unregistered"

/* Beside this program. */
static void path_of(const WCHAR *dll, WCHAR path[MAX_PATH])
{
    GetModuleFileNameW(NULL, path, MAX_PATH);
    wcscpy(wcsrchr(path, L'\\') + 1, dll);
}

static void *create_from(HMODULE library, const CLSID *clsid, const IID *iid)
{
    typedef HRESULT(WINAPI * get_class_object)(REFCLSID, REFIID, void **);
    void *entry = (void *)GetProcAddress(library, "DllGetClassObject");
    IClassFactory *factory;
    void *object;

    assert_non_null(entry);
    assert_hr(((get_class_object)entry)(clsid, &IID_IClassFactory, (void **)&factory), S_OK);
    assert_hr(IClassFactory_CreateInstance(factory, NULL, iid, &object), S_OK);
    IClassFactory_Release(factory);
    return object;
}

static HMODULE load(const WCHAR *path)
{
    HMODULE library = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);

    if (!library) fail_msg("%ls is not loaded: %lu", path, GetLastError());
    return library;
}

static HMODULE load_from_here(const WCHAR *dll)
{
    WCHAR path[MAX_PATH];

    path_of(dll, path);
    return load(path);
}

static IFileSystemImage *create_image(HMODULE library)
{
    return create_from(library, &CLSID_MsftFileSystemImage, &IID_IFileSystemImage);
}

static IDiscRecorder2 *open_recorder(HMODULE library)
{
    IDiscRecorder2 *recorder = create_from(library, &CLSID_MsftDiscRecorder2, &IID_IDiscRecorder2);
    BSTR id = SysAllocString(virtual_id(NAME));

    assert_hr(IDiscRecorder2_InitializeDiscRecorder(recorder, id), S_OK);
    SysFreeString(id);
    return recorder;
}

static void registry__here__has_no_writer(void **state)
{
    IUnknown *object;

    (void)state;
    assert_hr(CoCreateInstance(&CLSID_MsftDiscFormat2Data, NULL, CLSCTX_ALL, &IID_IDiscFormat2Data, (void **)&object),
              REGDB_E_CLASSNOTREG);
}

/* DVD+RW (MMC-6, READ FORMAT CAPACITIES): 2295104 blocks; a rewritable disc gets UDF alone. */
static void assert_dvd_plus_rw(HRESULT hr, IFileSystemImage *image)
{
    FsiFileSystems systems = FsiFileSystemNone;
    LONG blocks = 0;

    assert_hr(hr, S_OK);
    assert_hr(IFileSystemImage_get_FileSystemsToCreate(image, &systems), S_OK);
    assert_int_equal(systems, FsiFileSystemUDF);
    assert_hr(IFileSystemImage_get_FreeMediaBlocks(image, &blocks), S_OK);
    assert_int_equal(blocks, 2295104);
}

/* What the writer itself says of a recorder. */
static HRESULT ask_writer(IDiscRecorder2 *recorder)
{
    HMODULE library = load_from_here(L"imapi2.dll");
    IDiscFormat2Data *writer = create_from(library, &CLSID_MsftDiscFormat2Data, &IID_IDiscFormat2Data);
    HRESULT hr = IDiscFormat2Data_put_Recorder(writer, recorder);

    IDiscFormat2Data_Release(writer);
    FreeLibrary(library);
    return hr;
}

/* Nobody else has the DLL beside it loaded: it goes again. */
static void ChooseImageDefaults__recorder_of_a_clients_own__fails_as_the_writer_does(void **state)
{
    HMODULE files = load_from_here(L"imapi2fs.dll");
    IFileSystemImage *image = create_image(files);
    struct foreign_recorder foreign;
    WCHAR path[MAX_PATH];
    HRESULT expected;
    int round;

    (void)state;
    path_of(L"imapi2.dll", path);
    foreign_begin(&foreign, NULL);
    foreign.answer = E_IMAPI_RECORDER_COMMAND_TIMEOUT;
    expected = ask_writer(&foreign.IDiscRecorder2_iface);
    assert_true(FAILED(expected) && expected != REGDB_E_CLASSNOTREG);
    for (round = 0; round < 3; round++) {
        assert_null(GetModuleHandleW(path));
        assert_hr(IFileSystemImage_ChooseImageDefaults(image, &foreign.IDiscRecorder2_iface), expected);
    }
    assert_null(GetModuleHandleW(path));
    foreign_end(&foreign);
    assert_int_equal(IFileSystemImage_Release(image), 0);
    FreeLibrary(files);
}

static void ChooseImageDefaults__recorder_of_the_dll_beside__suits_the_disc(void **state)
{
    HMODULE files = load_from_here(L"imapi2fs.dll"), recorders = load_from_here(L"imapi2.dll");
    IFileSystemImage *image = create_image(files);
    struct foreign_recorder foreign;
    IDiscRecorder2 *recorder;
    WCHAR path[MAX_PATH];

    (void)state;
    virtual_add(NAME, L"dvd+rw");
    recorder = open_recorder(recorders);
    assert_dvd_plus_rw(IFileSystemImage_ChooseImageDefaults(image, recorder), image);
    assert_int_equal(IFileSystemImage_Release(image), 0);

    image = create_image(files);
    foreign_begin(&foreign, recorder);
    assert_dvd_plus_rw(IFileSystemImage_ChooseImageDefaults(image, &foreign.IDiscRecorder2_iface), image);
    foreign_end(&foreign);

    assert_int_equal(IDiscRecorder2_Release(recorder), 0);
    virtual_add(NAME, L"none");
    recorder = open_recorder(recorders);
    assert_hr(IFileSystemImage_ChooseImageDefaults(image, recorder), E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    assert_int_equal(IFileSystemImage_Release(image), 0);
    assert_int_equal(IDiscRecorder2_Release(recorder), 0);
    virtual_remove(NAME);
    FreeLibrary(files);
    FreeLibrary(recorders);
    path_of(L"imapi2.dll", path);
    assert_null(GetModuleHandleW(path));
}

/* A copy of imapi2fs.dll without the other one. */
static void ChooseImageDefaults__nothing_is_beside__says_class_not_registered(void **state)
{
    WCHAR from[MAX_PATH], folder[MAX_PATH], path[MAX_PATH];
    struct foreign_recorder foreign;
    IFileSystemImage *image;
    HMODULE files;

    (void)state;
    path_of(L"imapi2fs.dll", from);
    path_of(L"alone", folder);
    CreateDirectoryW(folder, NULL);
    swprintf(path, MAX_PATH, L"%ls\\imapi2fs.dll", folder);
    assert_true(CopyFileW(from, path, FALSE));
    files = load(path);
    image = create_image(files);
    foreign_begin(&foreign, NULL);
    assert_hr(IFileSystemImage_ChooseImageDefaults(image, &foreign.IDiscRecorder2_iface), REGDB_E_CLASSNOTREG);
    foreign_end(&foreign);
    assert_int_equal(IFileSystemImage_Release(image), 0);
    FreeLibrary(files);
    assert_true(DeleteFileW(path));
    assert_true(RemoveDirectoryW(folder));
}

static int begin(void **state)
{
    (void)state;
    return FAILED(CoInitialize(NULL));
}

static int end(void **state)
{
    (void)state;
    CoUninitialize();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registry__here__has_no_writer),
        cmocka_unit_test(ChooseImageDefaults__recorder_of_a_clients_own__fails_as_the_writer_does),
        cmocka_unit_test(ChooseImageDefaults__recorder_of_the_dll_beside__suits_the_disc),
        cmocka_unit_test(ChooseImageDefaults__nothing_is_beside__says_class_not_registered),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
