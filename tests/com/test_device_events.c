/* The events of MsftDiscMaster2 in the DLL that is registered: virtual recorders come and go, and sinks are told. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "com/sink_advise.h"
#include "com/virtual_recorders.h"
#include "virtual/layout.h"

#define NAME   L"event-test-1"
#define NAME_2 L"event-test-2"
#define ID_OF(name)                                                                                                    \
    L"\\\\?\\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_"                                                    \
    L"0001#" name L"#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"

enum { ADDED = 0x100, REMOVED = 0x101 }; /* DISPIDs of the published type library */

static IDiscMaster2 *create_master(void)
{
    IDiscMaster2 *master;

    assert_hr(CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_ALL, &IID_IDiscMaster2, (void **)&master), S_OK);
    return master;
}

static void assert_told(const struct event_sink *sink, LONG calls, DISPID event, const WCHAR *id)
{
    assert_true(pump_until(&sink->calls, calls));
    assert_int_equal(sink->calls, calls);
    assert_int_equal(sink->event, event);
    if (lstrcmpW(sink->id, id)) print_error("%ls, expected %ls\n", sink->id, id);
    assert_int_equal(lstrcmpW(sink->id, id), 0);
}

/* Use the object that comes with the event. */
static HRESULT count_recorders(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    LONG *count = sink->context;
    IDiscMaster2 *master;
    HRESULT hr;

    (void)event, (void)parameters;
    *count = -1;
    hr = IDispatch_QueryInterface(sink->object, &IID_IDiscMaster2, (void **)&master);
    if (FAILED(hr)) return hr;
    hr = IDiscMaster2_get_Count(master, count);
    IDiscMaster2_Release(master);
    return hr;
}

static void master__recorder_comes_and_goes__is_told_once_each(void **state)
{
    IDiscMaster2 *master = create_master();
    struct event_sink sink;
    LONG before, count;
    DWORD cookie;

    (void)state;
    sink_begin(&sink, &IID_DDiscMaster2Events, SINK_BOTH);
    sink.react = count_recorders;
    sink.context = &count;
    assert_hr(IDiscMaster2_get_Count(master, &before), S_OK);
    cookie = sink_advise((IUnknown *)master, &sink);
    virtual_add(NAME, VIRTUAL_MEDIA_NONE);
    assert_told(&sink, 1, ADDED, ID_OF(NAME));
    assert_int_equal(sink.argument_count, 2);
    assert_int_equal(sink.flags, DISPATCH_METHOD);
    assert_int_equal(count, before + 1);
    assert_int_equal(sink.thread, GetCurrentThreadId());
    virtual_add(NAME_2, VIRTUAL_MEDIA_NONE);
    assert_told(&sink, 2, ADDED, ID_OF(NAME_2));
    virtual_remove(NAME);
    assert_told(&sink, 3, REMOVED, ID_OF(NAME));
    virtual_remove(NAME_2);
    assert_told(&sink, 4, REMOVED, ID_OF(NAME_2));
    pump_for(300);
    assert_int_equal(sink.calls, 4);
    assert_hr(sink_unadvise((IUnknown *)master, &IID_DDiscMaster2Events, cookie), S_OK);
    assert_true(pump_until_released(&sink));
    IDiscMaster2_Release(master);
}

/* Recorders that are there when somebody begins to listen are no news, nor is anything but a recorder. */
static void master__changes_of_other_kinds__are_not_told(void **state)
{
    IDiscMaster2 *master = create_master();
    struct event_sink sink;

    (void)state;
    virtual_add(NAME, VIRTUAL_MEDIA_NONE);
    sink_begin(&sink, &IID_DDiscMaster2Events, SINK_BOTH);
    sink_advise((IUnknown *)master, &sink);
    virtual_fault(NAME, 0x46, SIM_FAULT_SHORT, 1, 4, NULL, 0);
    virtual_clear_faults(NAME);
    pump_for(500);
    assert_int_equal(sink.calls, 0);
    virtual_remove(NAME);
    assert_told(&sink, 1, REMOVED, ID_OF(NAME));
    IDiscMaster2_Release(master);
    assert_true(pump_until_released(&sink));
}

/* Where there was never a recorder there are no keys; they may also vanish and come again. */
static void master__keys_made_anew__are_watched(void **state)
{
    IDiscMaster2 *master = create_master();
    struct event_sink sink;
    LONG round;

    (void)state;
    virtual_add(NAME, VIRTUAL_MEDIA_NONE);
    virtual_remove(NAME);
    assert_int_equal(RegDeleteKeyW(HKEY_CURRENT_USER, VIRTUAL_RECORDERS_KEY), 0);
    sink_begin(&sink, &IID_DDiscMaster2Events, SINK_BOTH);
    sink_advise((IUnknown *)master, &sink);
    for (round = 0; round < 3; round++) {
        virtual_add(NAME, VIRTUAL_MEDIA_NONE);
        assert_told(&sink, 2 * round + 1, ADDED, ID_OF(NAME));
        virtual_remove(NAME);
        RegDeleteKeyW(HKEY_CURRENT_USER, VIRTUAL_RECORDERS_KEY);
        RegDeleteKeyW(HKEY_CURRENT_USER, OPENIMAPI2_REGISTRY_ROOT);
        assert_told(&sink, 2 * round + 2, REMOVED, ID_OF(NAME));
    }
    IDiscMaster2_Release(master);
    assert_true(pump_until_released(&sink));
}

static HRESULT eject(const WCHAR *id)
{
    IDiscRecorder2 *recorder;
    BSTR bstr = SysAllocString(id);
    HRESULT hr;

    assert_hr(CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder),
              S_OK);
    assert_hr(IDiscRecorder2_InitializeDiscRecorder(recorder, bstr), S_OK);
    hr = IDiscRecorder2_EjectMedia(recorder);
    IDiscRecorder2_Release(recorder);
    SysFreeString(bstr);
    return hr;
}

/* "discctl virtual fault NAME --gone": no key says when it happens. */
static void master__recorder_is_unplugged_by_a_fault__is_told(void **state)
{
    IDiscMaster2 *master = create_master();
    struct event_sink sink;

    (void)state;
    virtual_add(NAME, VIRTUAL_MEDIA_NONE);
    sink_begin(&sink, &IID_DDiscMaster2Events, SINK_BOTH);
    sink_advise((IUnknown *)master, &sink);
    virtual_fault(NAME, 0x1B, SIM_FAULT_GONE, 0, 0, NULL, 0);
    assert_true(FAILED(eject(ID_OF(NAME))));
    assert_told(&sink, 1, REMOVED, ID_OF(NAME));
    virtual_clear_faults(NAME);
    assert_told(&sink, 2, ADDED, ID_OF(NAME));
    IDiscMaster2_Release(master);
    assert_true(pump_until_released(&sink));
}

static void master__two_objects__are_told_both(void **state)
{
    IDiscMaster2 *masters[2] = {create_master(), create_master()};
    struct event_sink sinks[2];
    int i;

    (void)state;
    for (i = 0; i < 2; i++) {
        sink_begin(&sinks[i], &IID_DDiscMaster2Events, SINK_BOTH);
        sink_advise((IUnknown *)masters[i], &sinks[i]);
    }
    virtual_add(NAME, VIRTUAL_MEDIA_NONE);
    for (i = 0; i < 2; i++)
        assert_told(&sinks[i], 1, ADDED, ID_OF(NAME));
    IDiscMaster2_Release(masters[0]);
    virtual_remove(NAME);
    assert_told(&sinks[1], 2, REMOVED, ID_OF(NAME));
    assert_int_equal(sinks[0].calls, 1);
    IDiscMaster2_Release(masters[1]);
    for (i = 0; i < 2; i++)
        assert_true(pump_until_released(&sinks[i]));
}

/* ------------------------------------------------------------------------------------------------ the end of it all */

/* A copy of the registered DLL, apart from the one that COM holds. */
struct copy {
    WCHAR path[MAX_PATH];
    HMODULE module;
    HRESULT(WINAPI *get_class)(REFCLSID, REFIID, void **);
    HRESULT(WINAPI *can_unload)(void);
};

static void load_copy(struct copy *copy)
{
    WCHAR path[MAX_PATH] = L"", temporary[MAX_PATH - 32];
    LONG size = sizeof path;

    assert_int_equal(RegQueryValueW(HKEY_CLASSES_ROOT, L"CLSID\\{2735412D-7F64-5B0F-8F00-5D77AFBE261E}\\InprocServer32",
                                    path, &size),
                     0);
    assert_true(GetTempPathW(ARRAYSIZE(temporary), temporary) != 0);
    swprintf(copy->path, MAX_PATH, L"%lsimapi2-events.dll", temporary);
    assert_true(CopyFileW(path, copy->path, FALSE));
    copy->module = LoadLibraryW(copy->path);
    assert_non_null(copy->module);
    copy->get_class = (void *)GetProcAddress(copy->module, "DllGetClassObject");
    copy->can_unload = (void *)GetProcAddress(copy->module, "DllCanUnloadNow");
}

static IDiscMaster2 *create_from_copy(const struct copy *copy)
{
    IClassFactory *factory;
    IDiscMaster2 *master;

    assert_hr(copy->get_class(&CLSID_MsftDiscMaster2, &IID_IClassFactory, (void **)&factory), S_OK);
    assert_hr(IClassFactory_CreateInstance(factory, NULL, &IID_IDiscMaster2, (void **)&master), S_OK);
    IClassFactory_Release(factory);
    return master;
}

static void wait_until_it_can_unload(const struct copy *copy)
{
    DWORD began_ms = GetTickCount();

    while (copy->can_unload() != S_OK && GetTickCount() - began_ms < SINK_DEADLINE_MS)
        pump_for(5);
    assert_hr(copy->can_unload(), S_OK);
}

/* Its threads hold the library until their last instruction; then it goes. */
static void free_copy(const struct copy *copy)
{
    DWORD began_ms = GetTickCount();

    FreeLibrary(copy->module);
    while (GetModuleHandleW(copy->path) && GetTickCount() - began_ms < SINK_DEADLINE_MS)
        pump_for(5);
    assert_null(GetModuleHandleW(copy->path));
    assert_true(DeleteFileW(copy->path));
}

static void DllCanUnloadNow__while_somebody_listens__is_false(void **state)
{
    struct event_sink sink;
    IDiscMaster2 *master;
    struct copy copy;

    (void)state;
    load_copy(&copy);
    master = create_from_copy(&copy);
    sink_begin(&sink, &IID_DDiscMaster2Events, SINK_BOTH);
    sink_advise((IUnknown *)master, &sink);
    virtual_add(NAME, VIRTUAL_MEDIA_NONE);
    assert_told(&sink, 1, ADDED, ID_OF(NAME));
    assert_hr(copy.can_unload(), S_FALSE);
    IDiscMaster2_Release(master);
    wait_until_it_can_unload(&copy);
    assert_true(pump_until_released(&sink));
    free_copy(&copy);
}

/* COM may let go of the library at any time, even when it was told not to (CoUninitialize): its threads hold it. */
static void library__is_let_go_while_somebody_listens__stays_until_the_threads_end(void **state)
{
    struct event_sink sink;
    IDiscMaster2 *master;
    struct copy copy;

    (void)state;
    load_copy(&copy);
    master = create_from_copy(&copy);
    sink_begin(&sink, &IID_DDiscMaster2Events, SINK_BOTH);
    sink_advise((IUnknown *)master, &sink);
    FreeLibrary(copy.module);
    assert_non_null(GetModuleHandleW(copy.path));
    virtual_add(NAME, VIRTUAL_MEDIA_NONE);
    assert_told(&sink, 1, ADDED, ID_OF(NAME));
    copy.module = LoadLibraryW(copy.path); /* so that the object's own code is there until it is through */
    IDiscMaster2_Release(master);
    wait_until_it_can_unload(&copy);
    assert_true(pump_until_released(&sink));
    free_copy(&copy);
}

/* A new handle has the lowest value that is free: leaked ones push it up. */
static ULONG_PTR next_handle(void)
{
    HANDLE handle = CreateEventW(NULL, TRUE, FALSE, NULL);

    assert_non_null(handle);
    CloseHandle(handle);
    return (ULONG_PTR)handle;
}

static void advise_unadvise__64_rounds_with_arrivals__nothing_is_left(void **state)
{
    ULONG_PTR before = 0, after = 0;
    DWORD began_ms;
    struct event_sink sink;
    IDiscMaster2 *master;
    struct copy copy;
    DWORD cookie;
    int round;

    (void)state;
    load_copy(&copy);
    for (round = -4; round < 64; round++) { /* the first ones warm up what the system keeps */
        master = create_from_copy(&copy);
        sink_begin(&sink, &IID_DDiscMaster2Events, SINK_BOTH);
        cookie = sink_advise((IUnknown *)master, &sink);
        if (round % 4 == 0) {
            virtual_add(NAME, VIRTUAL_MEDIA_NONE);
            assert_told(&sink, 1, ADDED, ID_OF(NAME));
            virtual_remove(NAME);
            if (round % 8 == 0) assert_told(&sink, 2, REMOVED, ID_OF(NAME)); /* else it may go unheard */
        }
        if (round % 3) assert_hr(sink_unadvise((IUnknown *)master, &IID_DDiscMaster2Events, cookie), S_OK);
        IDiscMaster2_Release(master);
        wait_until_it_can_unload(&copy);
        assert_true(pump_until_released(&sink));
        if (round == -1) before = next_handle();
    }
    began_ms = GetTickCount();
    do { /* until the last thread's own handles are gone */
        pump_for(100);
        after = next_handle();
    } while (after > before + 4 * 16 && GetTickCount() - began_ms < SINK_DEADLINE_MS);
    if (after > before + 4 * 16) print_error("next handle: %lu, then %lu\n", (ULONG)before, (ULONG)after);
    assert_true(after <= before + 4 * 16);
    free_copy(&copy);
    assert_true(HeapValidate(GetProcessHeap(), 0, NULL));
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

static int remove_recorders(void **state)
{
    (void)state;
    virtual_remove(NAME);
    virtual_remove(NAME_2);
    return 0;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, remove_recorders, remove_recorders)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(master__recorder_comes_and_goes__is_told_once_each),
        CASE(master__changes_of_other_kinds__are_not_told),
        CASE(master__keys_made_anew__are_watched),
        CASE(master__recorder_is_unplugged_by_a_fault__is_told),
        CASE(master__two_objects__are_told_both),
        CASE(DllCanUnloadNow__while_somebody_listens__is_false),
        CASE(library__is_let_go_while_somebody_listens__stays_until_the_threads_end),
        CASE(advise_unadvise__64_rounds_with_arrivals__nothing_is_left),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
