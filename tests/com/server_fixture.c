/* The registered DLL as a client meets it, and two virtual recorders. */
#include "com/server_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "com/com_fixture.h"
#include "virtual/layout.h"

HMODULE server_module_handle(void)
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

void *server_export(const char *name)
{
    void *address = (void *)GetProcAddress(server_module_handle(), name);

    assert_non_null(address);
    return address;
}

HRESULT server_call_export(const char *name)
{
    HRESULT(WINAPI * function)(void) = server_export(name);

    return function();
}

IDiscMaster2 *server_create_master(void)
{
    IDiscMaster2 *master;

    assert_hr(CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_ALL, &IID_IDiscMaster2, (void **)&master), S_OK);
    return master;
}

IDiscRecorder2 *server_create_recorder(void)
{
    IDiscRecorder2 *recorder;

    assert_hr(CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder),
              S_OK);
    return recorder;
}

HRESULT server_initialize(IDiscRecorder2 *recorder, const WCHAR *id)
{
    BSTR bstr = SysAllocString(id);
    HRESULT hr = IDiscRecorder2_InitializeDiscRecorder(recorder, bstr);

    SysFreeString(bstr);
    return hr;
}

IDiscRecorder2 *server_open_recorder(const WCHAR *id)
{
    IDiscRecorder2 *recorder = server_create_recorder();

    assert_hr(server_initialize(recorder, id), S_OK);
    return recorder;
}

HRESULT server_acquire(IDiscRecorder2 *recorder, const WCHAR *name)
{
    BSTR bstr = SysAllocString(name);
    HRESULT hr = IDiscRecorder2_AcquireExclusiveAccess(recorder, VARIANT_TRUE, bstr);

    SysFreeString(bstr);
    return hr;
}

void server_skip_where_recorders_stay(void)
{
    if (virtual_can_be_removed()) return;
    print_message("Wine learns which drives there are when the first program of a prefix starts\n");
    skip();
}

int server_setup(void **state)
{
    (void)state;
    virtual_add(NAME, VIRTUAL_MEDIA_NONE);
    virtual_add(NAME_2, L"dvd+rw");
    SetErrorInfo(0, NULL);
    return 0;
}

int server_teardown(void **state)
{
    (void)state;
    virtual_remove(NAME);
    virtual_remove(NAME_2);
    assert_hr(server_call_export("DllCanUnloadNow"), S_OK); /* every test gives back what it took */
    assert_true(HeapValidate(GetProcessHeap(), 0, NULL));
    return 0;
}

HRESULT server_get_profiles(IDiscRecorder2 *recorder)
{
    SAFEARRAY *array = (SAFEARRAY *)recorder;
    HRESULT hr = IDiscRecorder2_get_SupportedProfiles(recorder, &array);

    assert_int_equal(array != NULL, SUCCEEDED(hr));
    if (array) SafeArrayDestroy(array);
    return hr;
}

int server_begin(void **state)
{
    (void)state;
    return FAILED(CoInitialize(NULL));
}

int server_end(void **state)
{
    (void)state;
    CoUninitialize();
    return 0;
}
