/* The DLL that is registered, met as a client meets it: CoCreateInstance, interfaces, virtual recorders. */
#include "com/com_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "com/virtual_fixture.h"
#include "openimapi2.h"
#include "support/vectors.h"
#include "virtual/layout.h"

#define SOURCE      L"OpenIMAPI2.MsftDiscRecorder2"
#define NAME        L"com-test-1"
#define NAME_2      L"com-test-2"
#define ID_OF(name) virtual_id(name)

/* ------------------------------------------------------------------------------------------------------------ helpers */

static IDiscMaster2 *create_master(void)
{
    IDiscMaster2 *master;

    assert_hr(CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_ALL, &IID_IDiscMaster2, (void **)&master), S_OK);
    return master;
}

static IDiscRecorder2 *create_recorder(void)
{
    IDiscRecorder2 *recorder;

    assert_hr(CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder),
              S_OK);
    return recorder;
}

static HRESULT initialize(IDiscRecorder2 *recorder, const WCHAR *id)
{
    BSTR bstr = SysAllocString(id);
    HRESULT hr = IDiscRecorder2_InitializeDiscRecorder(recorder, bstr);

    SysFreeString(bstr);
    return hr;
}

static IDiscRecorder2 *open_recorder(const WCHAR *id)
{
    IDiscRecorder2 *recorder = create_recorder();

    assert_hr(initialize(recorder, id), S_OK);
    return recorder;
}

static HRESULT acquire(IDiscRecorder2 *recorder, const WCHAR *name)
{
    BSTR bstr = SysAllocString(name);
    HRESULT hr = IDiscRecorder2_AcquireExclusiveAccess(recorder, VARIANT_TRUE, bstr);

    SysFreeString(bstr);
    return hr;
}

static void skip_where_recorders_stay(void)
{
    if (virtual_can_be_removed()) return;
    print_message("Wine learns which drives there are when the first program of a prefix starts\n");
    skip();
}

static int add_recorders(void **state)
{
    (void)state;
    virtual_add(NAME, VIRTUAL_MEDIA_NONE);
    virtual_add(NAME_2, L"dvd+rw");
    SetErrorInfo(0, NULL);
    return 0;
}

static HRESULT call_export(const char *name);

static int remove_recorders(void **state)
{
    (void)state;
    virtual_remove(NAME);
    virtual_remove(NAME_2);
    assert_hr(call_export("DllCanUnloadNow"), S_OK); /* every test gives back what it took */
    assert_true(HeapValidate(GetProcessHeap(), 0, NULL));
    return 0;
}

/* ------------------------------------------------------------------------------------------------------- the DLL itself */

static HMODULE module(void)
{
    static HMODULE loaded;
    WCHAR path[MAX_PATH] = L"";
    LONG size = sizeof path;

    if (loaded) return loaded;
    assert_int_equal(RegQueryValueW(HKEY_CLASSES_ROOT, L"CLSID\\{2735412D-7F64-5B0F-8F00-5D77AFBE261E}\\InprocServer32",
                                    path, &size),
                     0);
    loaded = LoadLibraryW(path); /* stays for the whole program: COM may let go of it between two tests */
    assert_non_null(loaded);
    return loaded;
}

static void *export_of(const char *name)
{
    void *address = (void *)GetProcAddress(module(), name);

    assert_non_null(address);
    return address;
}

static HRESULT call_export(const char *name)
{
    HRESULT(WINAPI * function)(void) = export_of(name);

    return function();
}

static HRESULT get_class(REFCLSID clsid, REFIID iid, void **out)
{
    HRESULT(WINAPI * function)(REFCLSID, REFIID, void **) = export_of("DllGetClassObject");

    return function(clsid, iid, out);
}

static HRESULT install(BOOL wanted, const WCHAR *command_line)
{
    HRESULT(WINAPI * function)(BOOL, LPCWSTR) = export_of("DllInstall");

    return function(wanted, command_line);
}

static void DllGetClassObject__classes__have_a_factory(void **state)
{
    static const CLSID *const classes[] = {&CLSID_MsftDiscMaster2, &CLSID_MsftDiscRecorder2,
                                           &CLSID_OpenIMAPI2_MsftDiscMaster2, &CLSID_OpenIMAPI2_MsftDiscRecorder2};
    IClassFactory *factory;
    IUnknown *object;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(classes); i++) {
        assert_hr(get_class(classes[i], &IID_IClassFactory, (void **)&factory), S_OK);
        assert_hr(call_export("DllCanUnloadNow"), S_FALSE);
        assert_hr(IClassFactory_CreateInstance(factory, NULL, &IID_IUnknown, (void **)&object), S_OK);
        assert_int_equal(IClassFactory_Release(factory), 0);
        assert_hr(call_export("DllCanUnloadNow"), S_FALSE);
        assert_int_equal(IUnknown_Release(object), 0);
        assert_hr(call_export("DllCanUnloadNow"), S_OK);
    }
}

static void DllGetClassObject__wrong_arguments__are_refused(void **state)
{
    void *out = &out;

    (void)state;
    assert_hr(get_class(&CLSID_MsftDiscMaster2, &IID_IClassFactory, NULL), E_POINTER);
    assert_hr(get_class(&CLSID_MsftDiscFormat2Data, &IID_IClassFactory, &out), CLASS_E_CLASSNOTAVAILABLE);
    assert_null(out);
    out = &out;
    assert_hr(get_class(&CLSID_MsftDiscMaster2, &IID_IDiscMaster2, &out), E_NOINTERFACE);
    assert_null(out);
}

static void DllCanUnloadNow__server_locked__is_false(void **state)
{
    IClassFactory *factory;

    (void)state;
    assert_hr(get_class(&CLSID_MsftDiscMaster2, &IID_IClassFactory, (void **)&factory), S_OK);
    assert_hr(IClassFactory_LockServer(factory, TRUE), S_OK);
    IClassFactory_AddRef(factory);
    IClassFactory_Release(factory);
    assert_hr(IClassFactory_LockServer(factory, FALSE), S_OK);
    IClassFactory_Release(factory);
    assert_hr(call_export("DllCanUnloadNow"), S_OK);
}

/* The prefix belongs to one user already, and Wine looks at no classes below the user. */
static void DllInstall__command_lines__are_known_or_refused(void **state)
{
    (void)state;
    assert_hr(install(TRUE, NULL), S_OK);
    assert_hr(install(TRUE, L""), S_OK);
    assert_hr(install(FALSE, L""), S_OK);
    assert_hr(install(TRUE, L"nonsense"), E_INVALIDARG);
    assert_error_says(L"OpenIMAPI2", L"regsvr32 /n /i:user imapi2.dll", NULL);
    if (!GetProcAddress(GetModuleHandleW(L"ntdll"), "wine_get_version")) {
        print_message("this is Windows: registration for one user works here, and is left alone\n");
        skip();
    }
    assert_hr(install(TRUE, L"user"), HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED));
    assert_error_says(L"OpenIMAPI2", L"Wine", L"regsvr32 imapi2.dll", NULL);
    assert_hr(install(TRUE, L"USER"), HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED));
    SetErrorInfo(0, NULL);
}

/* Loaded, used and let go again and again: nothing is left, and it goes when nobody needs it. */
static void dll__loaded_and_unloaded__goes_each_time(void **state)
{
    WCHAR path[MAX_PATH], copy[MAX_PATH], temporary[MAX_PATH - 32];
    HRESULT(WINAPI * get)(REFCLSID, REFIID, void **);
    HRESULT(WINAPI * can_unload)(void);
    IClassFactory *factory;
    IDiscMaster2 *master;
    LPOLESTR name = (LPOLESTR)L"Count";
    HMODULE loaded;
    LONG count;
    DISPID id;
    int round;

    (void)state;
    assert_true(GetModuleFileNameW(module(), path, MAX_PATH) != 0);
    assert_true(GetTempPathW(ARRAYSIZE(temporary), temporary) != 0);
    swprintf(copy, MAX_PATH, L"%lsimapi2-copy.dll", temporary); /* apart from the one that this program holds */
    assert_true(CopyFileW(path, copy, FALSE));
    for (round = 0; round < 30; round++) {
        loaded = LoadLibraryW(copy);
        assert_non_null(loaded);
        get = (void *)GetProcAddress(loaded, "DllGetClassObject");
        can_unload = (void *)GetProcAddress(loaded, "DllCanUnloadNow");
        assert_hr(get(&CLSID_MsftDiscMaster2, &IID_IClassFactory, (void **)&factory), S_OK);
        assert_hr(IClassFactory_CreateInstance(factory, NULL, &IID_IDiscMaster2, (void **)&master), S_OK);
        IClassFactory_Release(factory);
        assert_hr(IDiscMaster2_get_Count(master, &count), S_OK);
        assert_hr(IDiscMaster2_GetIDsOfNames(master, &IID_NULL, &name, 1, 0, &id), S_OK);
        assert_hr(can_unload(), S_FALSE);
        IDiscMaster2_Release(master);
        assert_hr(can_unload(), S_OK);
        FreeLibrary(loaded);
        assert_null(GetModuleHandleW(copy));
    }
    assert_true(DeleteFileW(copy));
}

/* ---------------------------------------------------------------------------------------------------------- activation */

static void CoCreateInstance__by_every_name__gives_the_object(void **state)
{
    /* clang-format off */
    static const struct {
        const WCHAR *progid;
        const CLSID *clsid;
        const IID *iid;
    } rows[] = {
        {L"IMAPI2.MsftDiscMaster2",         &CLSID_MsftDiscMaster2,              &IID_IDiscMaster2},
        {L"IMAPI2.MsftDiscMaster2.1",       &CLSID_MsftDiscMaster2,              &IID_IDiscMaster2},
        {L"IMAPI2.MsftDiscRecorder2",       &CLSID_MsftDiscRecorder2,            &IID_IDiscRecorder2},
        {L"IMAPI2.MsftDiscRecorder2.1",     &CLSID_MsftDiscRecorder2,            &IID_IDiscRecorder2},
        {L"OpenIMAPI2.MsftDiscMaster2",     &CLSID_OpenIMAPI2_MsftDiscMaster2,   &IID_IDiscMaster2},
        {L"OpenIMAPI2.MsftDiscMaster2.1",   &CLSID_OpenIMAPI2_MsftDiscMaster2,   &IID_IDiscMaster2},
        {L"OpenIMAPI2.MsftDiscRecorder2",   &CLSID_OpenIMAPI2_MsftDiscRecorder2, &IID_IDiscRecorder2},
        {L"OpenIMAPI2.MsftDiscRecorder2.1", &CLSID_OpenIMAPI2_MsftDiscRecorder2, &IID_IDiscRecorder2},
    };
    /* clang-format on */
    IUnknown *object;
    CLSID clsid;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        assert_hr(CLSIDFromProgID(rows[i].progid, &clsid), S_OK);
        assert_true(IsEqualCLSID(&clsid, rows[i].clsid));
        assert_hr(CoCreateInstance(&clsid, NULL, CLSCTX_INPROC_SERVER, rows[i].iid, (void **)&object), S_OK);
        assert_int_equal(IUnknown_Release(object), 0);
    }
}

static void CoCreateInstance__aggregation__is_refused(void **state)
{
    IDiscMaster2 *outer = create_master();
    IUnknown *object = (IUnknown *)outer;

    (void)state;
    assert_hr(
        CoCreateInstance(&CLSID_MsftDiscRecorder2, (IUnknown *)outer, CLSCTX_ALL, &IID_IUnknown, (void **)&object),
        CLASS_E_NOAGGREGATION);
    assert_null(object);
    IDiscMaster2_Release(outer);
}

/* A class is registered from the day it works. */
static void CoCreateInstance__class_that_does_not_work_yet__is_not_registered(void **state)
{
    IUnknown *object;

    (void)state;
    assert_hr(CoCreateInstance(&CLSID_MsftDiscFormat2Data, NULL, CLSCTX_ALL, &IID_IUnknown, (void **)&object),
              REGDB_E_CLASSNOTREG);
}

struct crossing {
    IStream *stream;
    DWORD apartment;
    IUnknown *arrived;
    BSTR vendor;
    HRESULT hr;
};

static DWORD WINAPI use_in_other_apartment(void *context)
{
    struct crossing *crossing = context;
    IDiscRecorder2 *recorder;

    CoInitializeEx(NULL, crossing->apartment);
    crossing->hr = CoGetInterfaceAndReleaseStream(crossing->stream, &IID_IDiscRecorder2, (void **)&recorder);
    if (SUCCEEDED(crossing->hr)) {
        crossing->arrived = (IUnknown *)recorder;
        crossing->hr = IDiscRecorder2_get_VendorId(recorder, &crossing->vendor);
        IDiscRecorder2_Release(recorder);
    }
    CoUninitialize();
    return 0;
}

static void objects__made_in_one_apartment__are_called_directly_from_others(void **state)
{
    static const DWORD apartments[] = {COINIT_MULTITHREADED, COINIT_APARTMENTTHREADED};
    IDiscRecorder2 *recorder = open_recorder(ID_OF(NAME));
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(apartments); i++) {
        struct crossing crossing = {NULL, apartments[i], NULL, NULL, E_FAIL};
        HANDLE thread;

        assert_hr(CoMarshalInterThreadInterfaceInStream(&IID_IDiscRecorder2, (IUnknown *)recorder, &crossing.stream),
                  S_OK);
        thread = CreateThread(NULL, 0, use_in_other_apartment, &crossing, 0, NULL);
        WaitForSingleObject(thread, INFINITE);
        CloseHandle(thread);
        assert_hr(crossing.hr, S_OK);
        assert_ptr_equal(crossing.arrived, recorder);
        assert_bstr(crossing.vendor, L"OPENIMAP");
    }
    IDiscRecorder2_Release(recorder);
}

/* ------------------------------------------------------------------------------------------------------ listing, naming */

/* Position of this ID in the list, or -1. */
static LONG find(IDiscMaster2 *master, const WCHAR *id)
{
    LONG count, i, found = -1;
    BSTR item;

    assert_hr(IDiscMaster2_get_Count(master, &count), S_OK);
    for (i = 0; i < count; i++) {
        assert_hr(IDiscMaster2_get_Item(master, i, &item), S_OK);
        if (!lstrcmpiW(item, id)) found = i;
        SysFreeString(item);
    }
    return found;
}

static void master__two_recorders__are_listed(void **state)
{
    IDiscMaster2 *master = create_master();
    VARIANT_BOOL supported = VARIANT_FALSE;

    (void)state;
    assert_true(find(master, ID_OF(NAME)) >= 0);
    assert_true(find(master, ID_OF(NAME_2)) >= 0);
    assert_hr(IDiscMaster2_get_IsSupportedEnvironment(master, &supported), S_OK);
    assert_int_equal(supported, VARIANT_TRUE);
    IDiscMaster2_Release(master);
}

static void master__recorders_come_and_go__count_sees_them(void **state)
{
    IDiscMaster2 *master;
    LONG before, after;
    BSTR item;

    (void)state;
    skip_where_recorders_stay();
    master = create_master();
    assert_hr(IDiscMaster2_get_Count(master, &before), S_OK);
    virtual_remove(NAME_2);
    assert_hr(IDiscMaster2_get_Item(master, before - 1, &item), S_OK); /* the list of the last Count */
    SysFreeString(item);
    assert_hr(IDiscMaster2_get_Count(master, &after), S_OK);
    assert_int_equal(after, before - 1);
    assert_int_equal(find(master, ID_OF(NAME_2)), -1);
    assert_hr(IDiscMaster2_get_Item(master, after, &item), E_INVALIDARG);
    IDiscMaster2_Release(master);
}

static void InitializeDiscRecorder__identifiers_of_nothing__fail_with_words(void **state)
{
    static const WCHAR *const ids[] = {
        L"D:",
        L"nonsense",
        L"\\\\?\\openimapi2#cdrom&ven_x&prod_y&rev_z#no-such-recorder#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        L"\\\\?\\openimapi2#cdrom&ven_x&prod_y&rev_z#..\\..\\x#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        L"\\\\?\\ide#cdromnothing____#4&32dd3bc3&0&0.1.0#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        L"\\\\?\\wine#cdrom#q#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        L"\\\\.\\PhysicalDrive0",
        L"C:\\windows\\win.ini",
    };
    IDiscRecorder2 *recorder = create_recorder();
    size_t i;
    HRESULT hr;

    (void)state;
    for (i = 0; i < ARRAYSIZE(ids); i++) {
        hr = initialize(recorder, ids[i]);
        if (hr != (HRESULT)0x80070002 && hr != (HRESULT)0x80070003 && hr != (HRESULT)0x8007007B) {
            print_error("%ls: 0x%08lX\n", ids[i], (unsigned long)hr);
            fail_msg("not a code of a device that is not there");
        }
        assert_error_says(SOURCE, L"Initializing the recorder failed", ids[i], NULL);
    }
    IDiscRecorder2_Release(recorder);
}

/* ---------------------------------------------------------------------------------------------- a recorder's properties */

static void recorder__virtual__has_every_property(void **state)
{
    IDiscRecorder2 *recorder = open_recorder(ID_OF(NAME_2));
    VARIANT_BOOL can_load;
    SAFEARRAY *array;
    LONG number = -1;
    WCHAR *path;
    BSTR value;

    (void)state;
    assert_hr(IDiscRecorder2_get_ActiveDiscRecorder(recorder, &value), S_OK);
    assert_bstr(value, ID_OF(NAME_2));
    assert_hr(IDiscRecorder2_get_VendorId(recorder, &value), S_OK);
    assert_bstr(value, L"OPENIMAP");
    assert_hr(IDiscRecorder2_get_ProductId(recorder, &value), S_OK);
    assert_bstr(value, L"Virtual BD-RE");
    assert_hr(IDiscRecorder2_get_ProductRevision(recorder, &value), S_OK);
    assert_bstr(value, L"0001");
    assert_hr(IDiscRecorder2_get_VolumeName(recorder, &value), S_OK);
    assert_int_equal(SysStringLen(value), 49); /* \\?\Volume{GUID}\ */
    assert_int_equal(wcsncmp(value, L"\\\\?\\Volume{", 11), 0);
    assert_int_equal(wcscmp(value + 47, L"}\\"), 0);
    SysFreeString(value);
    assert_hr(IDiscRecorder2_get_VolumePathNames(recorder, &array), S_OK);
    assert_int_equal(array->rgsabound[0].cElements, 1);
    path = V_BSTR((VARIANT *)array->pvData);
    assert_int_equal(path[wcslen(path) - 1], L'\\');
    assert_true(GetFileAttributesW(path) & FILE_ATTRIBUTE_DIRECTORY);
    assert_hr(SafeArrayDestroyData(array), S_OK);
    SafeArrayDestroyDescriptor(array);
    assert_hr(IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &can_load), S_OK);
    assert_int_equal(can_load, VARIANT_TRUE);
    assert_hr(IDiscRecorder2_get_LegacyDeviceNumber(recorder, &number), S_OK);
    assert_true(number >= 0);
    assert_hr(IDiscRecorder2_get_CurrentProfiles(recorder, &array), S_OK);
    assert_codes_array(array, (const LONG[]){IMAPI_PROFILE_TYPE_DVD_PLUS_RW}, 1);
    assert_no_error_info();
    IDiscRecorder2_Release(recorder);
}

static void recorder__tray__opens_and_closes_and_stays_for_the_next(void **state)
{
    IDiscRecorder2 *recorder = open_recorder(ID_OF(NAME_2)), *other;
    SAFEARRAY *array;

    (void)state;
    assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
    other = open_recorder(ID_OF(NAME_2));
    assert_hr(IDiscRecorder2_get_CurrentProfiles(other, &array), S_OK);
    assert_codes_array(array, NULL, 0);
    assert_hr(IDiscRecorder2_CloseTray(other), S_OK);
    assert_hr(IDiscRecorder2_get_CurrentProfiles(other, &array), S_OK);
    assert_codes_array(array, (const LONG[]){IMAPI_PROFILE_TYPE_DVD_PLUS_RW}, 1);
    IDiscRecorder2_Release(other);
}

/* --------------------------------------------------------------------------------------------------- exclusive access */

static void exclusive_access__two_objects__the_other_is_locked_out(void **state)
{
    IDiscRecorder2 *holder = open_recorder(ID_OF(NAME)), *other;
    SAFEARRAY *array;
    BSTR value;

    (void)state;
    assert_hr(acquire(holder, L"Com test: holder"), S_OK);
    other = open_recorder(ID_OF(NAME)); /* works while it is held */
    assert_hr(IDiscRecorder2_get_VendorId(other, &value), S_OK);
    assert_bstr(value, L"OPENIMAP");
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(other, &value), S_OK);
    assert_bstr(value, L"Com test: holder");
    assert_hr(IDiscRecorder2_get_SupportedProfiles(other, &array), E_IMAPI_RECORDER_LOCKED);
    assert_null(array);
    assert_error_says(SOURCE, L"\"Com test: holder\"", L"OPENIMAP Virtual BD-RE 0001", NULL);
    assert_hr(IDiscRecorder2_EjectMedia(other), E_IMAPI_RECORDER_LOCKED);
    assert_hr(acquire(other, L"Com test: other"), E_IMAPI_RECORDER_LOCKED);
    assert_error_says(SOURCE, L"\"Com test: holder\"", NULL);
    assert_hr(IDiscRecorder2_EjectMedia(holder), S_OK);
    assert_hr(IDiscRecorder2_ReleaseExclusiveAccess(holder), S_OK);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(other, &value), S_OK);
    assert_bstr(value, L"");
    assert_hr(IDiscRecorder2_CloseTray(other), S_OK);
    IDiscRecorder2_Release(other);
    IDiscRecorder2_Release(holder);
}

static void exclusive_access__last_release_of_the_object__gives_it_back(void **state)
{
    IDiscRecorder2 *holder = open_recorder(ID_OF(NAME)), *other = open_recorder(ID_OF(NAME));

    (void)state;
    assert_hr(acquire(holder, L"Com test"), S_OK);
    assert_hr(acquire(holder, L"Com test"), S_OK);
    IDiscRecorder2_Release(holder);
    assert_hr(acquire(other, L"Com test"), S_OK);
    assert_hr(IDiscRecorder2_ReleaseExclusiveAccess(other), S_OK);
    assert_hr(IDiscRecorder2_ReleaseExclusiveAccess(other), HRESULT_FROM_WIN32(ERROR_INVALID_FUNCTION));
    IDiscRecorder2_Release(other);
}

/* This program again, as another process that takes the drive, says so, and waits to be told to end. */
static int hold(const char *id, const char *begun_name, const char *end_name)
{
    HANDLE begun = OpenEventA(EVENT_ALL_ACCESS, FALSE, begun_name), end = OpenEventA(SYNCHRONIZE, FALSE, end_name);
    IDiscRecorder2 *recorder;
    WCHAR wide[512];

    CoInitialize(NULL);
    MultiByteToWideChar(CP_UTF8, 0, id, -1, wide, ARRAYSIZE(wide));
    if (CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder)) return 2;
    if (initialize(recorder, wide) || acquire(recorder, L"Another process")) return 3;
    SetEvent(begun);
    WaitForSingleObject(end, 30000);
    IDiscRecorder2_Release(recorder);
    CoUninitialize();
    return 0;
}

static PROCESS_INFORMATION start_holder(const WCHAR *id, HANDLE *begun, HANDLE *end)
{
    WCHAR command[2048], program[MAX_PATH], begun_name[64], end_name[64];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    HANDLE either[2];

    swprintf(begun_name, 64, L"openimapi2-test-begun-%lu", GetCurrentProcessId());
    swprintf(end_name, 64, L"openimapi2-test-end-%lu", GetCurrentProcessId());
    *begun = CreateEventW(NULL, FALSE, FALSE, begun_name);
    *end = CreateEventW(NULL, FALSE, FALSE, end_name);
    GetModuleFileNameW(NULL, program, MAX_PATH);
    swprintf(command, ARRAYSIZE(command), L"\"%ls\" --hold \"%ls\" %ls %ls", program, id, begun_name, end_name);
    assert_true(CreateProcessW(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    either[0] = *begun;
    either[1] = process.hProcess;
    assert_int_equal(WaitForMultipleObjects(2, either, FALSE, 30000), WAIT_OBJECT_0);
    return process;
}

static void end_holder(PROCESS_INFORMATION *process, HANDLE begun, HANDLE end)
{
    assert_int_equal(WaitForSingleObject(process->hProcess, 30000), WAIT_OBJECT_0);
    CloseHandle(process->hProcess);
    CloseHandle(process->hThread);
    CloseHandle(begun);
    CloseHandle(end);
}

static void check_other_process(bool is_killed)
{
    IDiscRecorder2 *recorder = open_recorder(ID_OF(NAME));
    PROCESS_INFORMATION process;
    HANDLE begun, end;
    BSTR owner;

    process = start_holder(ID_OF(NAME), &begun, &end);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &owner), S_OK);
    assert_bstr(owner, L"Another process");
    assert_hr(acquire(recorder, L"Com test"), E_IMAPI_RECORDER_LOCKED);
    assert_error_says(SOURCE, L"held by \"Another process\"", NULL);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), E_IMAPI_RECORDER_LOCKED);
    if (is_killed) {
        TerminateProcess(process.hProcess, 1);
    } else {
        SetEvent(end);
    }
    end_holder(&process, begun, end);
    assert_hr(acquire(recorder, L"Com test"), S_OK);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
    assert_hr(IDiscRecorder2_ReleaseExclusiveAccess(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
}

static void exclusive_access__another_process__holds_it_until_it_ends(void **state)
{
    (void)state;
    check_other_process(false);
}

static void exclusive_access__another_process_dies__the_lock_dies_with_it(void **state)
{
    (void)state;
    check_other_process(true);
}

/* ------------------------------------------------------------------------------------------------------- misbehaviour */

static HRESULT get_profiles(IDiscRecorder2 *recorder)
{
    SAFEARRAY *array = (SAFEARRAY *)recorder;
    HRESULT hr = IDiscRecorder2_get_SupportedProfiles(recorder, &array);

    assert_int_equal(array != NULL, SUCCEEDED(hr));
    if (array) SafeArrayDestroy(array);
    return hr;
}

static void faults__of_a_drive__come_up_as_documented(void **state)
{
    IDiscRecorder2 *recorder = open_recorder(ID_OF(NAME));

    (void)state;
    virtual_fault(NAME, 0x1B, SIM_FAULT_SENSE, 1, 0x023A00, NULL, 0);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    assert_error_says(SOURCE, L"START STOP UNIT (1Bh)", L"2/3A/00", NULL);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
    virtual_clear_faults(NAME);
    virtual_fault(NAME, 0x46, SIM_FAULT_SENSE, 0, 0x052000, NULL, 0);
    assert_hr(get_profiles(recorder), E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED);
    virtual_clear_faults(NAME);
    virtual_fault(NAME, 0x46, SIM_FAULT_SHORT, 0, 5, NULL, 0);
    assert_hr(get_profiles(recorder), E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE);
    virtual_clear_faults(NAME);
    virtual_fault(NAME, 0x46, SIM_FAULT_DELAY, 0, 300, NULL, 0);
    assert_hr(get_profiles(recorder), S_OK);
    virtual_clear_faults(NAME);
    assert_hr(get_profiles(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
}

static void faults__device_gone__is_gone_until_it_is_back(void **state)
{
    IDiscRecorder2 *recorder = open_recorder(ID_OF(NAME));
    BSTR value;

    (void)state;
    virtual_fault(NAME, 0x46, SIM_FAULT_GONE, 0, 0, NULL, 0);
    assert_hr(get_profiles(recorder), 0x80070037);
    assert_error_says(SOURCE, L"unplugged", NULL);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), 0x80070037);
    assert_hr(IDiscRecorder2_get_VendorId(recorder, &value), S_OK); /* known without the drive */
    assert_bstr(value, L"OPENIMAP");
    virtual_clear_faults(NAME);
    assert_hr(get_profiles(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
}

static void faults__settings_removed_under_an_open_recorder__it_is_gone(void **state)
{
    IDiscRecorder2 *recorder, *other;

    (void)state;
    skip_where_recorders_stay();
    recorder = open_recorder(ID_OF(NAME));
    other = create_recorder();
    virtual_remove(NAME);
    assert_hr(get_profiles(recorder), 0x80070037);
    assert_hr(initialize(other, ID_OF(NAME)), 0x80070002);
    IDiscRecorder2_Release(other);
    IDiscRecorder2_Release(recorder);
}

static void faults__drive_hangs__ends_at_the_deadline(void **state)
{
    IDiscRecorder2 *recorder = open_recorder(ID_OF(NAME));
    DWORD begun;

    (void)state;
    virtual_fault(NAME, 0x5A, SIM_FAULT_HANG, 0, 0, NULL, 0);
    begun = GetTickCount();
    {
        SAFEARRAY *array;

        assert_hr(IDiscRecorder2_get_SupportedModePages(recorder, &array), E_IMAPI_RECORDER_COMMAND_TIMEOUT);
        assert_null(array);
    }
    assert_true(GetTickCount() - begun < 45000);
    virtual_clear_faults(NAME);
    assert_hr(get_profiles(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
}

/* -------------------------------------------------------------------------------------------------- malformed replies */

/* What the pages of the members that talk to the drive list, E_FAIL and the rest, less what needs no drive. */
static bool is_documented(HRESULT hr)
{
    static const unsigned long codes[] = {
        0x00000000, 0x80004005, 0x8007000E, 0x80070006, 0x80070037, 0xC0AA0201, 0xC0AA0202, 0xC0AA0203,
        0xC0AA0204, 0xC0AA0205, 0xC0AA0206, 0xC0AA0207, 0xC0AA0208, 0xC0AA0209, 0xC0AA020A, 0xC0AA020B,
        0xC0AA020C, 0xC0AA020D, 0xC0AA020E, 0xC0AA020F, 0xC0AA0210, 0xC0AA02FF, 0xC0AA0300,
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(codes); i++) {
        if ((unsigned long)hr == codes[i]) return true;
    }
    return false;
}

static unsigned long array_length(SAFEARRAY *array)
{
    return array->rgsabound[0].cElements;
}

typedef HRESULT(STDMETHODCALLTYPE *get_array)(IDiscRecorder2 *recorder, SAFEARRAY **value);

/* Returns the result; *count is -1 unless it succeeded. */
static HRESULT call_array(IDiscRecorder2 *recorder, get_array get, long *count)
{
    SAFEARRAY *array = (SAFEARRAY *)recorder;
    HRESULT hr = get(recorder, &array);

    *count = -1;
    if (!is_documented(hr)) print_error("0x%08lX\n", (unsigned long)hr);
    assert_true(is_documented(hr));
    assert_int_equal(array != NULL, SUCCEEDED(hr));
    if (FAILED(hr)) {
        assert_error_says(SOURCE, L"failed (0x", NULL);
        return hr;
    }
    assert_no_error_info();
    *count = (long)array_length(array);
    SafeArrayDestroy(array);
    return hr;
}

/* Each file as the answer to everything that a recorder asks for data. Nothing but documented codes comes up, outputs are
 * defined, it ends, and the drive is as good as before when it answers well again.
 */
static void malformed__every_file__comes_up_as_documented_and_passes(void **state)
{
    static const uint8_t opcodes[] = {0x12, 0x46, 0x5A};
    cJSON *root = vectors_load("malformed/index.json");
    const cJSON *file;
    int files = 0;

    (void)state;
    cJSON_ArrayForEach(file, cJSON_GetObjectItem(root, "cases"))
    {
        uint32_t transferred = (uint32_t)vector_number(file, "transferred");
        IDiscRecorder2 *recorder = create_recorder();
        VARIANT_BOOL can_load;
        char path[128];
        uint8_t *bytes;
        size_t size, i;
        HRESULT hr;
        long count;

        snprintf(path, sizeof path, "malformed/%s", vector_string(file, "file"));
        bytes = vector_file_bytes(path, &size);
        for (i = 0; i < ARRAYSIZE(opcodes); i++) {
            virtual_fault(NAME, opcodes[i], SIM_FAULT_REPLY, 0, transferred, bytes, size);
        }
        hr = initialize(recorder, ID_OF(NAME));
        assert_true(is_documented(hr));
        if (FAILED(hr)) {
            assert_error_says(SOURCE, L"Initializing the recorder failed", NULL);
            virtual_clear_faults(NAME);
            assert_hr(initialize(recorder, ID_OF(NAME)), S_OK);
            for (i = 0; i < ARRAYSIZE(opcodes); i++) {
                virtual_fault(NAME, opcodes[i], SIM_FAULT_REPLY, 0, transferred, bytes, size);
            }
        }
        call_array(recorder, recorder->lpVtbl->get_SupportedFeaturePages, &count);
        call_array(recorder, recorder->lpVtbl->get_CurrentFeaturePages, &count);
        call_array(recorder, recorder->lpVtbl->get_SupportedProfiles, &count);
        call_array(recorder, recorder->lpVtbl->get_CurrentProfiles, &count);
        call_array(recorder, recorder->lpVtbl->get_SupportedModePages, &count);
        can_load = 99;
        hr = IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &can_load);
        assert_true(hr == S_OK || hr == E_FAIL);
        assert_true(can_load == VARIANT_FALSE || (hr == S_OK && can_load == VARIANT_TRUE));

        virtual_clear_faults(NAME);
        assert_hr(call_array(recorder, recorder->lpVtbl->get_SupportedProfiles, &count), S_OK);
        assert_true(count > 10);
        assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
        assert_hr(IDiscRecorder2_CloseTray(recorder), S_OK);
        IDiscRecorder2_Release(recorder);
        free(bytes);
        files++;
    }
    cJSON_Delete(root);
    assert_int_equal(files, 55);
}

/* The ones about GET CONFIGURATION and MODE SENSE, each as the answer to its own question: how many features or mode pages a
 * client sees, as counted by hand in the files. A clipped last one is left out.
 */
static void malformed__lists__are_walked_as_far_as_they_go(void **state)
{
    enum { FEATURES = 0x46, PAGES = 0x5A, REFUSED = -1 /* E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE */ };
    /* clang-format off */
    static const struct {
        const char *file;
        uint8_t opcode;
        long count;
    } rows[] = {
        {"01-gc-empty-reply.hex",                    FEATURES, REFUSED},
        {"02-gc-three-byte-header.hex",              FEATURES, REFUSED},
        {"04-gc-length-zero.hex",                    FEATURES, 0},
        {"05-gc-length-four.hex",                    FEATURES, 0},
        {"06-gc-length-ffffffff.hex",                FEATURES, 2},
        {"08-gc-length-too-big.hex",                 FEATURES, 4},
        {"09-gc-length-plus-four.hex",               FEATURES, 2},
        {"10-gc-length-minus-four.hex",              FEATURES, 2},
        {"12-gc-even-not-multiple-of-four.hex",      FEATURES, 3},
        {"13-gc-zero-length-loop.hex",               FEATURES, 16},
        {"14-gc-zero-length-legal.hex",              FEATURES, 4},
        {"16-gc-descriptor-overruns.hex",            FEATURES, 1},
        {"17-gc-descriptor-ff.hex",                  FEATURES, 1},
        {"18-gc-profile-list-not-multiple.hex",      FEATURES, 1},
        {"20-gc-unsorted.hex",                       FEATURES, 4},
        {"21-gc-overlapping.hex",                    FEATURES, 5},
        {"22-gc-two-current-profiles.hex",           FEATURES, 2},
        {"24-gc-max-size.hex",                       FEATURES, 250},
        {"25-gc-rt2-returns-all.hex",                FEATURES, 4},
        {"26-gc-serial-controls.hex",                FEATURES, 2},
        {"28-ms-block-descriptor-huge.hex",          PAGES,    0},
        {"29-ms-block-descriptor-8-despite-dbd.hex", PAGES,    1},
        {"30-ms-page-length-zero.hex",               PAGES,    2},
        {"32-ms-speed-count-lie.hex",                PAGES,    0},
        {"33-ms-speed-count-ffff.hex",               PAGES,    1},
        {"34-ms-short-page2a.hex",                   PAGES,    1},
        {"36-ms-wrong-page.hex",                     PAGES,    1},
    };
    /* clang-format on */
    IDiscRecorder2 *recorder = open_recorder(ID_OF(NAME));
    get_array get;
    char path[128];
    uint8_t *bytes;
    size_t size, i;
    HRESULT hr;
    long count;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        snprintf(path, sizeof path, "malformed/%s", rows[i].file);
        bytes = vector_file_bytes(path, &size);
        virtual_fault(NAME, rows[i].opcode, SIM_FAULT_REPLY, 0, (uint32_t)size, bytes, size);
        get = rows[i].opcode == FEATURES ? recorder->lpVtbl->get_SupportedFeaturePages
                                         : recorder->lpVtbl->get_SupportedModePages;
        hr = call_array(recorder, get, &count);
        if (count != rows[i].count) print_error("%s\n", rows[i].file);
        assert_hr(hr, rows[i].count == REFUSED ? E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE : S_OK);
        assert_int_equal(count, rows[i].count);
        virtual_clear_faults(NAME);
        free(bytes);
    }
    IDiscRecorder2_Release(recorder);
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

#define CASE(name) cmocka_unit_test_setup_teardown(name, add_recorders, remove_recorders)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(DllGetClassObject__classes__have_a_factory),
        CASE(DllGetClassObject__wrong_arguments__are_refused),
        CASE(DllCanUnloadNow__server_locked__is_false),
        CASE(DllInstall__command_lines__are_known_or_refused),
        CASE(dll__loaded_and_unloaded__goes_each_time),
        CASE(CoCreateInstance__by_every_name__gives_the_object),
        CASE(CoCreateInstance__aggregation__is_refused),
        CASE(CoCreateInstance__class_that_does_not_work_yet__is_not_registered),
        CASE(objects__made_in_one_apartment__are_called_directly_from_others),
        CASE(master__two_recorders__are_listed),
        CASE(master__recorders_come_and_go__count_sees_them),
        CASE(InitializeDiscRecorder__identifiers_of_nothing__fail_with_words),
        CASE(recorder__virtual__has_every_property),
        CASE(recorder__tray__opens_and_closes_and_stays_for_the_next),
        CASE(exclusive_access__two_objects__the_other_is_locked_out),
        CASE(exclusive_access__last_release_of_the_object__gives_it_back),
        CASE(exclusive_access__another_process__holds_it_until_it_ends),
        CASE(exclusive_access__another_process_dies__the_lock_dies_with_it),
        CASE(faults__of_a_drive__come_up_as_documented),
        CASE(faults__device_gone__is_gone_until_it_is_back),
        CASE(faults__settings_removed_under_an_open_recorder__it_is_gone),
        CASE(faults__drive_hangs__ends_at_the_deadline),
        CASE(malformed__every_file__comes_up_as_documented_and_passes),
        CASE(malformed__lists__are_walked_as_far_as_they_go),
    };

    if (argc == 5 && !strcmp(argv[1], "--hold")) return hold(argv[2], argv[3], argv[4]);
    return cmocka_run_group_tests(tests, begin, end);
}
