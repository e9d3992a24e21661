/* IMAPI2 and IMAPI2FS from a folder: this program's manifest names the assemblies OpenIMAPI2.Recorder and
 * OpenIMAPI2.FileSystem, which lie beside it with the DLLs. Nothing is registered, and the first case makes sure of
 * that.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>
#include <oleauto.h>

#include <cmocka.h>

#include "imapi2.h"
#include "imapi2fs.h"

/* imapi2.h: MsftDiscMaster2, MsftDiscRecorder2; imapi2fs.h: MsftIsoImageManager; ours from idl/openimapi2.idl and
 * openimapi2fs.idl.
 */
#define MASTER       L"{2735412E-7F64-5B0F-8F00-5D77AFBE261E}"
#define RECORDER     L"{2735412D-7F64-5B0F-8F00-5D77AFBE261E}"
#define OWN_MASTER   L"{9987C669-0724-4F91-BA77-8C1E4E0B9B0C}"
#define OWN_RECORDER L"{6FCCAAFB-A6A6-4C2D-82B5-C9E9E268BACC}"
#define MANAGER      L"{CEEE3B62-8F56-4056-869B-EF16917E3EFC}"
#define OWN_MANAGER  L"{BC0EA7B1-8DDE-4259-BD48-739C928989A1}"

#define assert_hr(actual, expected) assert_int_equal((HRESULT)(actual), (HRESULT)(expected))

static void registry__here__knows_nothing_of_IMAPI2(void **state)
{
    static const WCHAR *const keys[] = {
        L"CLSID\\" MASTER,
        L"CLSID\\" RECORDER,
        L"CLSID\\" OWN_MASTER,
        L"CLSID\\" OWN_RECORDER,
        L"CLSID\\" MANAGER,
        L"CLSID\\" OWN_MANAGER,
        L"IMAPI2FS.MsftIsoImageManager",
        L"TypeLib\\{2C941FD0-975B-59BE-A960-9A2A262853A5}",
        L"IMAPI2.MsftDiscMaster2",
        L"IMAPI2.MsftDiscRecorder2.1",
        L"TypeLib\\{2735412F-7F64-5B0F-8F00-5D77AFBE261E}",
        L"Interface\\{27354133-7F64-5B0F-8F00-5D77AFBE261E}",
    };
    size_t i;
    HKEY key;

    (void)state;
    for (i = 0; i < ARRAYSIZE(keys); i++)
        assert_int_equal(RegOpenKeyExW(HKEY_CLASSES_ROOT, keys[i], 0, KEY_READ, &key), ERROR_FILE_NOT_FOUND);
}

static void assert_served_from_here(IUnknown *object, const WCHAR *dll)
{
    WCHAR folder[MAX_PATH], server[MAX_PATH];
    HMODULE module;

    assert_true(
        GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                           (const WCHAR *)object->lpVtbl, &module));
    GetModuleFileNameW(module, server, ARRAYSIZE(server));
    GetModuleFileNameW(NULL, folder, ARRAYSIZE(folder));
    *wcsrchr(folder, L'\\') = 0;
    assert_int_equal(lstrcmpiW(wcsrchr(server, L'\\') + 1, dll), 0);
    *wcsrchr(server, L'\\') = 0;
    assert_int_equal(lstrcmpiW(server, folder), 0);
}

static void check_class(const WCHAR *dll, const WCHAR *clsid_text, const WCHAR *progid, const WCHAR *versioned,
                        REFIID iid)
{
    CLSID clsid, named;
    IUnknown *object;

    assert_hr(CLSIDFromString(clsid_text, &clsid), S_OK);
    assert_hr(CoCreateInstance(&clsid, NULL, CLSCTX_ALL, iid, (void **)&object), S_OK);
    assert_served_from_here(object, dll);
    assert_int_equal(IUnknown_Release(object), 0);

    assert_hr(CLSIDFromProgID(progid, &named), S_OK);
    assert_hr(CoCreateInstance(&named, NULL, CLSCTX_ALL, iid, (void **)&object), S_OK);
    assert_served_from_here(object, dll);
    IUnknown_Release(object);
    assert_hr(CLSIDFromProgID(versioned, &named), S_OK);
    assert_hr(CoCreateInstance(&named, NULL, CLSCTX_ALL, iid, (void **)&object), S_OK);
    IUnknown_Release(object);
}

static void CoCreateInstance__by_every_name__serves_from_the_folder(void **state)
{
    (void)state;
    check_class(L"imapi2.dll", MASTER, L"IMAPI2.MsftDiscMaster2", L"IMAPI2.MsftDiscMaster2.1", &IID_IDiscMaster2);
    check_class(L"imapi2.dll", RECORDER, L"IMAPI2.MsftDiscRecorder2", L"IMAPI2.MsftDiscRecorder2.1",
                &IID_IDiscRecorder2);
    check_class(L"imapi2.dll", OWN_MASTER, L"OpenIMAPI2.MsftDiscMaster2", L"OpenIMAPI2.MsftDiscMaster2.1",
                &IID_IDiscMaster2);
    check_class(L"imapi2.dll", OWN_RECORDER, L"OpenIMAPI2.MsftDiscRecorder2", L"OpenIMAPI2.MsftDiscRecorder2.1",
                &IID_IDiscRecorder2);
    check_class(L"imapi2fs.dll", MANAGER, L"IMAPI2FS.MsftIsoImageManager", L"IMAPI2FS.MsftIsoImageManager.1",
                &IID_IIsoImageManager);
    check_class(L"imapi2fs.dll", OWN_MANAGER, L"OpenIMAPI2.MsftIsoImageManager", L"OpenIMAPI2.MsftIsoImageManager.1",
                &IID_IIsoImageManager);
}

/* The classes that came later: of both DLLs, under Microsoft's names and under ours, each by its first interface. */
static void CoCreateInstance__newer_classes__serve_from_the_folder(void **state)
{
    static const struct {
        const WCHAR *dll, *progid;
        const IID *iid;
    } rows[] = {
        {L"imapi2.dll", L"IMAPI2.MsftDiscFormat2Data", &IID_IDiscFormat2Data},
        {L"imapi2.dll", L"IMAPI2.MsftDiscFormat2Erase", &IID_IDiscFormat2Erase},
        {L"imapi2.dll", L"IMAPI2.MsftWriteEngine2", &IID_IWriteEngine2},
        {L"imapi2.dll", L"IMAPI2.MsftStreamConcatenate", &IID_IStreamConcatenate},
        {L"imapi2.dll", L"IMAPI2.MsftStreamInterleave", &IID_IStreamInterleave},
        {L"imapi2.dll", L"IMAPI2.MsftStreamZero", &IID_IStream},
        {L"imapi2.dll", L"IMAPI2.MsftStreamPrng001", &IID_IStreamPseudoRandomBased},
        {L"imapi2.dll", L"IMAPI2.MsftRawCDImageCreator", &IID_IRawCDImageCreator},
        {L"imapi2.dll", L"OpenIMAPI2.MsftDiscFormat2Data", &IID_IDiscFormat2Data},
        {L"imapi2.dll", L"OpenIMAPI2.MsftRawCDImageCreator", &IID_IRawCDImageCreator},
        {L"imapi2fs.dll", L"IMAPI2FS.MsftFileSystemImage", &IID_IFileSystemImage3},
        {L"imapi2fs.dll", L"IMAPI2FS.BootOptions", &IID_IBootOptions},
        {L"imapi2fs.dll", L"OpenIMAPI2.MsftFileSystemImage", &IID_IFileSystemImage3},
        {L"imapi2fs.dll", L"OpenIMAPI2.BootOptions", &IID_IBootOptions},
    };
    IUnknown *object;
    CLSID clsid;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        if (CLSIDFromProgID(rows[i].progid, &clsid) != S_OK) fail_msg("%ls has no class", rows[i].progid);
        if (CoCreateInstance(&clsid, NULL, CLSCTX_ALL, rows[i].iid, (void **)&object) != S_OK)
            fail_msg("%ls is not made", rows[i].progid);
        assert_served_from_here(object, rows[i].dll);
        assert_int_equal(IUnknown_Release(object), 0);
    }
}

/* The two DLLs together, by the manifest alone: an image whose stream is burned nowhere, and a directory in it. */
static void file_system_image__makes_an_image(void **state)
{
    BSTR path = SysAllocString(L"\\folder");
    IFileSystemImageResult *result;
    IFsiDirectoryItem *root;
    IFileSystemImage *image;
    LONG blocks = 0;
    CLSID clsid;

    (void)state;
    assert_hr(CLSIDFromProgID(L"IMAPI2FS.MsftFileSystemImage", &clsid), S_OK);
    assert_hr(CoCreateInstance(&clsid, NULL, CLSCTX_ALL, &IID_IFileSystemImage, (void **)&image), S_OK);
    assert_hr(IFileSystemImage_get_Root(image, &root), S_OK);
    assert_hr(IFsiDirectoryItem_AddDirectory(root, path), S_OK);
    assert_hr(IFileSystemImage_CreateResultImage(image, &result), S_OK);
    assert_hr(IFileSystemImageResult_get_TotalBlocks(result, &blocks), S_OK);
    assert_true(blocks > 257);
    IFileSystemImageResult_Release(result);
    IFsiDirectoryItem_Release(root);
    assert_int_equal(IFileSystemImage_Release(image), 0);
    SysFreeString(path);
}

static void master_and_recorder__work(void **state)
{
    static const CLSID master_class = {0x2735412E, 0x7F64, 0x5B0F, {0x8F, 0, 0x5D, 0x77, 0xAF, 0xBE, 0x26, 0x1E}};
    static const CLSID recorder_class = {0x2735412D, 0x7F64, 0x5B0F, {0x8F, 0, 0x5D, 0x77, 0xAF, 0xBE, 0x26, 0x1E}};
    BSTR nowhere = SysAllocString(L"\\\\?\\nowhere#cdrom#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}");
    LPOLESTR name = (LPOLESTR)L"Count";
    DISPPARAMS none = {NULL, NULL, 0, 0};
    IDiscRecorder2 *recorder;
    IDiscMaster2 *master;
    LONG count = -1;
    VARIANT result;
    DISPID id;

    (void)state;
    assert_hr(CoCreateInstance(&master_class, NULL, CLSCTX_ALL, &IID_IDiscMaster2, (void **)&master), S_OK);
    assert_hr(IDiscMaster2_get_Count(master, &count), S_OK);
    assert_true(count >= 0);
    assert_hr(IDiscMaster2_GetIDsOfNames(master, &IID_NULL, &name, 1, 0, &id), S_OK);
    VariantInit(&result);
    assert_hr(IDiscMaster2_Invoke(master, id, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &result, NULL, NULL), S_OK);
    assert_int_equal(V_VT(&result), VT_I4);
    assert_int_equal(V_I4(&result), count);
    IDiscMaster2_Release(master);

    assert_hr(CoCreateInstance(&recorder_class, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder), S_OK);
    assert_true(FAILED(IDiscRecorder2_InitializeDiscRecorder(recorder, nowhere)));
    IDiscRecorder2_Release(recorder);
    SysFreeString(nowhere);
}

struct other_apartment {
    IStream *stream;
    HRESULT hr;
    LONG count;
};

static DWORD WINAPI call_from_other_apartment(void *argument)
{
    struct other_apartment *other = argument;
    IDiscMaster2 *master;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    other->hr = CoGetInterfaceAndReleaseStream(other->stream, &IID_IDiscMaster2, (void **)&master);
    if (SUCCEEDED(other->hr)) {
        other->hr = IDiscMaster2_get_Count(master, &other->count);
        IDiscMaster2_Release(master);
    }
    CoUninitialize();
    return 0;
}

static void object__marshalled_to_another_apartment__works(void **state)
{
    struct other_apartment other = {NULL, E_FAIL, -1};
    IDiscMaster2 *master;
    HANDLE thread;

    (void)state;
    assert_hr(CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_ALL, &IID_IDiscMaster2, (void **)&master), S_OK);
    assert_hr(CoMarshalInterThreadInterfaceInStream(&IID_IDiscMaster2, (IUnknown *)master, &other.stream), S_OK);
    thread = CreateThread(NULL, 0, call_from_other_apartment, &other, 0, NULL);
    assert_non_null(thread);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    assert_hr(other.hr, S_OK);
    assert_true(other.count >= 0);
    IDiscMaster2_Release(master);
}

/* The last case: some hosts write the library into the registry when it is asked for. */
static void LoadRegTypeLib__libraries__are_those_of_the_folder(void **state)
{
    ITypeLib *library;

    (void)state;
    assert_hr(LoadRegTypeLib(&LIBID_IMAPI2, 1, 0, 0, &library), S_OK);
    assert_int_equal(ITypeLib_GetTypeInfoCount(library) > 60, 1);
    ITypeLib_Release(library);
    assert_hr(LoadRegTypeLib(&LIBID_IMAPI2FS, 1, 0, 0, &library), S_OK);
    assert_int_equal(ITypeLib_GetTypeInfoCount(library) > 50, 1);
    ITypeLib_Release(library);
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
        cmocka_unit_test(registry__here__knows_nothing_of_IMAPI2),
        cmocka_unit_test(CoCreateInstance__by_every_name__serves_from_the_folder),
        cmocka_unit_test(CoCreateInstance__newer_classes__serve_from_the_folder),
        cmocka_unit_test(file_system_image__makes_an_image),
        cmocka_unit_test(master_and_recorder__work),
        cmocka_unit_test(object__marshalled_to_another_apartment__works),
        cmocka_unit_test(LoadRegTypeLib__libraries__are_those_of_the_folder),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
