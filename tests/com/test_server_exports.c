/* What the registered DLL exports: factories, counting, the command lines of DllInstall, unloading. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "com/server_fixture.h"
#include "openimapi2.h"

static HRESULT get_class(REFCLSID clsid, REFIID iid, void **out)
{
    HRESULT(WINAPI * function)(REFCLSID, REFIID, void **) = server_export("DllGetClassObject");

    return function(clsid, iid, out);
}

static HRESULT install(BOOL wanted, const WCHAR *command_line)
{
    HRESULT(WINAPI * function)(BOOL, LPCWSTR) = server_export("DllInstall");

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
        assert_hr(server_call_export("DllCanUnloadNow"), S_FALSE);
        assert_hr(IClassFactory_CreateInstance(factory, NULL, &IID_IUnknown, (void **)&object), S_OK);
        assert_int_equal(IClassFactory_Release(factory), 0);
        assert_hr(server_call_export("DllCanUnloadNow"), S_FALSE);
        assert_int_equal(IUnknown_Release(object), 0);
        assert_hr(server_call_export("DllCanUnloadNow"), S_OK);
    }
}

static void DllGetClassObject__wrong_arguments__are_refused(void **state)
{
    void *out = &out;

    (void)state;
    assert_hr(get_class(&CLSID_MsftDiscMaster2, &IID_IClassFactory, NULL), E_POINTER);
    assert_hr(get_class(&CLSID_NULL, &IID_IClassFactory, &out), CLASS_E_CLASSNOTAVAILABLE);
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
    assert_hr(server_call_export("DllCanUnloadNow"), S_OK);
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
    assert_true(GetModuleFileNameW(server_module_handle(), path, MAX_PATH) != 0);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVER_CASE(DllGetClassObject__classes__have_a_factory),
        SERVER_CASE(DllGetClassObject__wrong_arguments__are_refused),
        SERVER_CASE(DllCanUnloadNow__server_locked__is_false),
        SERVER_CASE(DllInstall__command_lines__are_known_or_refused),
        SERVER_CASE(dll__loaded_and_unloaded__goes_each_time),
    };

    return cmocka_run_group_tests(tests, server_begin, server_end);
}
