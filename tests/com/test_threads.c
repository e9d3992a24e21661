/* The DLL that is registered, used by 64 threads at once, half of them in single-threaded apartments: each has
 * recorders of its own, and all have one master, one recorder, and each other's. What a call may answer is what the
 * drive's state allows; afterwards everything works as before, nothing is held and nothing is left.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "com/virtual_recorders.h"

/* A thread does ROUNDS deeds, fewer where the machine is so slow that it has been at it for ENOUGH_MS; at DEADLINE_MS
 * one hangs.
 */
enum {
    THREADS = 64,
    THREADS_EMULATED = 16,
    ROUNDS = 100,
    ENOUGH_MS = 60000,
    DEADLINE_MS = 240000,
};

#define NAME L"com-threads"
#define ID                                                                                                             \
    L"\\\\?\\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#com-threads#{53f56308-b6bf-11d0-94f2-"          \
    L"00a0c91efb8b}"

/* One for all threads. They note what they find; only the main thread asserts. */
static struct {
    IGlobalInterfaceTable *table;
    DWORD master, recorder;       /* cookies of what all share */
    DWORD passed_on[THREADS];     /* cookies of recorders that other threads fetch; 0: none */
    CRITICAL_SECTION section;     /* over passed_on */
    HANDLE begin;                 /* all at once */
    LONG owners;                  /* who has exclusive access now; never more than one */
    LONG calls, acquired, locked; /* for the line that is printed */
    LONG late;                    /* calls that ended with a time-out */
    LONG faults;
    char first_fault[200];
} stress;

struct worker {
    unsigned number;
    unsigned chance; /* of its own, the same in each run */
    IDiscMaster2 *master;
    IDiscRecorder2 *recorder;
};

static void fault(const struct worker *worker, const char *what, HRESULT hr)
{
    if (InterlockedIncrement(&stress.faults) != 1) return;
    snprintf(stress.first_fault, sizeof stress.first_fault, "thread %u: %s: 0x%08lx", worker->number, what,
             (unsigned long)hr);
}

static unsigned pick(struct worker *worker, unsigned count)
{
    worker->chance = worker->chance * 1664525 + 1013904223;
    return (worker->chance >> 16) % count;
}

/* On a busy machine the last of 64 in a queue for one drive may wait for longer than a command may take. */
static bool was_late(HRESULT hr)
{
    if (hr != E_IMAPI_RECORDER_COMMAND_TIMEOUT) return false;
    InterlockedIncrement(&stress.late);
    return true;
}

/* S_OK, or that somebody else has the drive. Counts the call. */
static bool worked(const struct worker *worker, const char *what, HRESULT hr)
{
    InterlockedIncrement(&stress.calls);
    if (hr == S_OK) return true;
    if (hr == E_IMAPI_RECORDER_LOCKED)
        InterlockedIncrement(&stress.locked);
    else if (!was_late(hr))
        fault(worker, what, hr);
    return false;
}

/* Must work whoever has the drive. */
static bool must(const struct worker *worker, const char *what, HRESULT hr)
{
    InterlockedIncrement(&stress.calls);
    if (hr == S_OK) return true;
    if (!was_late(hr)) fault(worker, what, hr);
    return false;
}

static HRESULT initialize(IDiscRecorder2 *recorder)
{
    BSTR id = SysAllocString(ID);
    HRESULT hr = IDiscRecorder2_InitializeDiscRecorder(recorder, id);

    SysFreeString(id);
    return hr;
}

static IDiscRecorder2 *take_recorder(const struct worker *worker)
{
    IDiscRecorder2 *recorder = NULL;
    HRESULT hr = CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder);

    if (!must(worker, "CoCreateInstance", hr)) return NULL;
    if (must(worker, "InitializeDiscRecorder", initialize(recorder))) return recorder;
    IDiscRecorder2_Release(recorder);
    return NULL;
}

/* ----------------------------------------------------------------------------------------------------- what they do */

static void check_text(const struct worker *worker, const char *what, HRESULT hr, BSTR text, const WCHAR *expected)
{
    if (!must(worker, what, hr)) return;
    if (lstrcmpW(text, expected)) fault(worker, what, S_FALSE);
    SysFreeString(text);
}

static void check_array(const struct worker *worker, const char *what, HRESULT hr, SAFEARRAY *array)
{
    LONG upper = -1;

    if (!worked(worker, what, hr)) {
        if (array) fault(worker, what, E_POINTER);
        return;
    }
    /* Only the list of current profiles may be empty: nothing is in while the tray is out. */
    SafeArrayGetUBound(array, 1, &upper);
    if (upper < 0 && strcmp(what, "CurrentProfiles") != 0) fault(worker, what, S_FALSE);
    SafeArrayDestroy(array);
}

static void read_all(const struct worker *worker, IDiscRecorder2 *recorder)
{
    SAFEARRAY *array = NULL;
    VARIANT_BOOL can;
    BSTR text = NULL;
    LONG number;
    HRESULT hr;

    hr = IDiscRecorder2_get_VendorId(recorder, &text);
    check_text(worker, "VendorId", hr, text, L"OPENIMAP");
    hr = IDiscRecorder2_get_ProductId(recorder, &text);
    check_text(worker, "ProductId", hr, text, L"Virtual BD-RE");
    hr = IDiscRecorder2_get_ProductRevision(recorder, &text);
    check_text(worker, "ProductRevision", hr, text, L"0001");
    hr = IDiscRecorder2_get_ActiveDiscRecorder(recorder, &text);
    check_text(worker, "ActiveDiscRecorder", hr, text, ID);
    must(worker, "LegacyDeviceNumber", IDiscRecorder2_get_LegacyDeviceNumber(recorder, &number));
    if (must(worker, "ExclusiveAccessOwner", IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &text)))
        SysFreeString(text);
    if (must(worker, "VolumePathNames", IDiscRecorder2_get_VolumePathNames(recorder, &array))) SafeArrayDestroy(array);
    hr = IDiscRecorder2_get_SupportedFeaturePages(recorder, &array);
    check_array(worker, "SupportedFeaturePages", hr, array);
    hr = IDiscRecorder2_get_SupportedProfiles(recorder, &array);
    check_array(worker, "SupportedProfiles", hr, array);
    hr = IDiscRecorder2_get_CurrentProfiles(recorder, &array);
    check_array(worker, "CurrentProfiles", hr, array);
    hr = IDiscRecorder2_get_SupportedModePages(recorder, &array);
    check_array(worker, "SupportedModePages", hr, array);
    /* By its documentation it fails with E_FAIL alone, also when it has to ask the drive and may not. */
    hr = IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &can);
    if (hr != E_FAIL) must(worker, "DeviceCanLoadMedia", hr);
}

static void use_own(struct worker *worker)
{
    IDiscRecorder2 *recorder = take_recorder(worker);

    if (!recorder) return;
    read_all(worker, recorder);
    IDiscRecorder2_Release(recorder);
}

static void use_shared(struct worker *worker)
{
    read_all(worker, worker->recorder);
}

static void move_tray(struct worker *worker)
{
    worked(worker, "EjectMedia", IDiscRecorder2_EjectMedia(worker->recorder));
    worked(worker, "CloseTray", IDiscRecorder2_CloseTray(worker->recorder));
}

/* While one has it, no other may: by the objects' own answer, and by their counting here. */
static void take_the_drive(struct worker *worker)
{
    IDiscRecorder2 *recorder = take_recorder(worker);
    BSTR name = SysAllocString(L"One of many");

    if (recorder &&
        worked(worker, "AcquireExclusiveAccess", IDiscRecorder2_AcquireExclusiveAccess(recorder, VARIANT_TRUE, name))) {
        if (InterlockedIncrement(&stress.owners) != 1) fault(worker, "two owners", S_FALSE);
        InterlockedIncrement(&stress.acquired);
        /* The owner is not locked out. */
        must(worker, "EjectMedia of the owner", IDiscRecorder2_EjectMedia(recorder));
        must(worker, "CloseTray of the owner", IDiscRecorder2_CloseTray(recorder));
        if (InterlockedDecrement(&stress.owners) != 0) fault(worker, "two owners", S_FALSE);
        if (pick(worker, 2)) must(worker, "ReleaseExclusiveAccess", IDiscRecorder2_ReleaseExclusiveAccess(recorder));
        /* Else the last reference gives it back. */
    }
    SysFreeString(name);
    if (recorder) IDiscRecorder2_Release(recorder);
}

/* The recorder of all is opened anew under the others' calls; refused while one of them has notifications disabled. */
static void initialize_shared(struct worker *worker)
{
    worked(worker, "InitializeDiscRecorder of the shared one", initialize(worker->recorder));
}

static void walk(struct worker *worker)
{
    IEnumVARIANT *elements, *copy;
    VARIANT element;
    ULONG got;
    LONG count;
    BSTR text;
    HRESULT hr;

    if (!must(worker, "_NewEnum", IDiscMaster2_get__NewEnum(worker->master, &elements))) return;
    VariantInit(&element);
    if (must(worker, "Next", IEnumVARIANT_Next(elements, 1, &element, &got))) VariantClear(&element);
    if (must(worker, "Clone", IEnumVARIANT_Clone(elements, &copy))) {
        must(worker, "Reset", IEnumVARIANT_Reset(copy));
        IEnumVARIANT_Release(copy);
    }
    IEnumVARIANT_Release(elements);
    must(worker, "Count", IDiscMaster2_get_Count(worker->master, &count));
    hr = IDiscMaster2_get_Item(worker->master, 0, &text);
    check_text(worker, "Item", hr, text, ID);
}

/* By name: the type information is made at the first need and shared. */
static void use_dispatch(struct worker *worker)
{
    WCHAR name[] = L"ProductId";
    LPOLESTR names[] = {name};
    DISPPARAMS none = {NULL, NULL, 0, 0};
    VARIANT result;
    DISPID id;
    HRESULT hr;

    hr = IDiscRecorder2_GetIDsOfNames(worker->recorder, &IID_NULL, names, 1, LOCALE_NEUTRAL, &id);
    if (!must(worker, "GetIDsOfNames", hr)) return;
    VariantInit(&result);
    hr = IDiscRecorder2_Invoke(worker->recorder, id, &IID_NULL, LOCALE_NEUTRAL, DISPATCH_PROPERTYGET, &none, &result,
                               NULL, NULL);
    if (!must(worker, "Invoke", hr)) return;
    if (V_VT(&result) != VT_BSTR || lstrcmpW(V_BSTR(&result), L"Virtual BD-RE")) fault(worker, "Invoke", S_FALSE);
    VariantClear(&result);
}

/* A recorder that others may be using when its owner lets go of it: theirs is then the last reference. */
static void pass_on(struct worker *worker)
{
    IDiscRecorder2 *recorder = take_recorder(worker);
    DWORD cookie = 0, old;

    if (!recorder) return;
    must(worker, "RegisterInterfaceInGlobal",
         IGlobalInterfaceTable_RegisterInterfaceInGlobal(stress.table, (IUnknown *)recorder, &IID_IDiscRecorder2,
                                                         &cookie));
    EnterCriticalSection(&stress.section);
    old = stress.passed_on[worker->number];
    stress.passed_on[worker->number] = cookie;
    LeaveCriticalSection(&stress.section);
    if (old)
        must(worker, "RevokeInterfaceFromGlobal", IGlobalInterfaceTable_RevokeInterfaceFromGlobal(stress.table, old));
    read_all(worker, recorder);
    IDiscRecorder2_Release(recorder);
}

static void use_anothers(struct worker *worker)
{
    IDiscRecorder2 *recorder = NULL;
    HRESULT hr = S_FALSE;
    DWORD cookie;

    EnterCriticalSection(&stress.section);
    cookie = stress.passed_on[pick(worker, THREADS)];
    if (cookie)
        hr =
            IGlobalInterfaceTable_GetInterfaceFromGlobal(stress.table, cookie, &IID_IDiscRecorder2, (void **)&recorder);
    LeaveCriticalSection(&stress.section);
    if (!cookie || !must(worker, "GetInterfaceFromGlobal", hr)) return;
    read_all(worker, recorder);
    IDiscRecorder2_Release(recorder);
}

/* What was disabled is enabled again, however long others take the drive in turn. */
static void count_notifications(struct worker *worker)
{
    HRESULT hr;
    int left = 10000;

    if (!worked(worker, "DisableMcn", IDiscRecorder2_DisableMcn(worker->recorder))) return;
    while (((hr = IDiscRecorder2_EnableMcn(worker->recorder)) == E_IMAPI_RECORDER_LOCKED || was_late(hr)) && left--)
        Sleep(1);
    must(worker, "EnableMcn", hr);
}

static void (*const deeds[])(struct worker *) = {
    use_own,      use_shared, move_tray, take_the_drive,    take_the_drive,      walk,
    use_dispatch, pass_on,    pass_on,   initialize_shared, count_notifications, use_anothers,
};

/* In the virtual machine (tests/e2e/wine-machine) the processor may be an emulated one, on which the last of
 * 64 in a queue waits for longer than a command may take.
 */
static bool is_emulated(void)
{
    return getenv("OPENIMAPI2_GUEST") != NULL;
}

static DWORD WINAPI work(void *context)
{
    struct worker *worker = context;
    HRESULT hr = CoInitializeEx(NULL, worker->number % 2 ? COINIT_MULTITHREADED : COINIT_APARTMENTTHREADED);
    DWORD began;
    int round;

    if (FAILED(hr)) {
        fault(worker, "CoInitializeEx", hr);
        return 0;
    }
    hr = IGlobalInterfaceTable_GetInterfaceFromGlobal(stress.table, stress.master, &IID_IDiscMaster2,
                                                      (void **)&worker->master);
    if (SUCCEEDED(hr))
        hr = IGlobalInterfaceTable_GetInterfaceFromGlobal(stress.table, stress.recorder, &IID_IDiscRecorder2,
                                                          (void **)&worker->recorder);
    WaitForSingleObject(stress.begin, INFINITE);
    began = GetTickCount();
    if (must(worker, "GetInterfaceFromGlobal", hr)) {
        for (round = 0; round < ROUNDS && GetTickCount() - began < ENOUGH_MS && !stress.faults; round++)
            deeds[pick(worker, ARRAYSIZE(deeds))](worker);
    }
    if (worker->recorder) IDiscRecorder2_Release(worker->recorder);
    if (worker->master) IDiscMaster2_Release(worker->master);
    CoUninitialize();
    return 0;
}

/* ------------------------------------------------------------------------------------------------------------- case */

static void share(void *object, REFIID iid, DWORD *cookie)
{
    assert_hr(IGlobalInterfaceTable_RegisterInterfaceInGlobal(stress.table, object, iid, cookie), S_OK);
    IUnknown_Release((IUnknown *)object);
}

static void wait_for_all(const HANDLE *threads, size_t count)
{
    DWORD began = GetTickCount();
    size_t i;

    for (i = 0; i < count; i++) {
        DWORD spent = GetTickCount() - began;

        assert_int_equal(WaitForSingleObject(threads[i], spent < DEADLINE_MS ? DEADLINE_MS - spent : 0), WAIT_OBJECT_0);
        CloseHandle(threads[i]);
    }
    print_message("[ threads  ] %u threads, %ld calls, %ld times exclusive access, %ld calls locked out, %lu ms\n",
                  (unsigned)count, stress.calls, stress.acquired, stress.locked, GetTickCount() - began);
}

static HRESULT can_unload(void)
{
    WCHAR path[MAX_PATH] = L"";
    LONG size = sizeof path;
    HRESULT(WINAPI * function)(void);
    HMODULE module;

    assert_int_equal(RegQueryValueW(HKEY_CLASSES_ROOT, L"CLSID\\{2735412D-7F64-5B0F-8F00-5D77AFBE261E}\\InprocServer32",
                                    path, &size),
                     0);
    module = GetModuleHandleW(path);
    if (!module) return S_OK; /* COM has let go of it already */
    function = (void *)GetProcAddress(module, "DllCanUnloadNow");
    assert_non_null(function);
    return function();
}

static void everything__by_many_threads_at_once__as_if_one_after_the_other(void **state)
{
    static struct worker workers[THREADS];
    HANDLE threads[THREADS];
    IDiscMaster2 *master;
    IDiscRecorder2 *recorder;
    struct worker main_thread = {THREADS, 1, NULL, NULL};
    size_t i, count = is_emulated() ? THREADS_EMULATED : THREADS;
    BSTR owner;

    (void)state;
    InitializeCriticalSection(&stress.section);
    stress.begin = CreateEventW(NULL, TRUE, FALSE, NULL);
    assert_hr(CoCreateInstance(&CLSID_StdGlobalInterfaceTable, NULL, CLSCTX_INPROC_SERVER, &IID_IGlobalInterfaceTable,
                               (void **)&stress.table),
              S_OK);
    assert_hr(CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_ALL, &IID_IDiscMaster2, (void **)&master), S_OK);
    assert_hr(CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder),
              S_OK);
    assert_hr(initialize(recorder), S_OK);
    share(master, &IID_IDiscMaster2, &stress.master);
    share(recorder, &IID_IDiscRecorder2, &stress.recorder);

    for (i = 0; i < count; i++) {
        workers[i].number = (unsigned)i;
        workers[i].chance = (unsigned)i * 7919 + 1;
        threads[i] = CreateThread(NULL, 0, work, &workers[i], 0, NULL);
        assert_non_null(threads[i]);
    }
    SetEvent(stress.begin);
    wait_for_all(threads, count);
    if (stress.faults) fail_msg("%ld faults; the first: %s", stress.faults, stress.first_fault);
    assert_true(stress.acquired > 0);
    if (stress.late * 100 > stress.calls) fail_msg("%ld of %ld calls timed out", stress.late, stress.calls);

    for (i = 0; i < THREADS; i++) {
        if (stress.passed_on[i]) IGlobalInterfaceTable_RevokeInterfaceFromGlobal(stress.table, stress.passed_on[i]);
    }
    /* Nobody holds it, and it works. */
    assert_hr(IGlobalInterfaceTable_GetInterfaceFromGlobal(stress.table, stress.recorder, &IID_IDiscRecorder2,
                                                           (void **)&recorder),
              S_OK);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &owner), S_OK);
    assert_bstr(owner, L"");
    assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
    assert_hr(IDiscRecorder2_CloseTray(recorder), S_OK);
    read_all(&main_thread, recorder);
    if (stress.faults) fail_msg("%ld faults; the first: %s", stress.faults, stress.first_fault);
    assert_hr(IGlobalInterfaceTable_RevokeInterfaceFromGlobal(stress.table, stress.recorder), S_OK);
    assert_hr(IGlobalInterfaceTable_RevokeInterfaceFromGlobal(stress.table, stress.master), S_OK);
    assert_int_equal(IDiscRecorder2_Release(recorder), 0);
    IGlobalInterfaceTable_Release(stress.table);
    assert_hr(can_unload(), S_OK);
    assert_true(HeapValidate(GetProcessHeap(), 0, NULL));
    CloseHandle(stress.begin);
    DeleteCriticalSection(&stress.section);
}

static int setup(void **state)
{
    (void)state;
    virtual_add(NAME, L"dvd+rw");
    return FAILED(CoInitializeEx(NULL, COINIT_MULTITHREADED));
}

static int teardown(void **state)
{
    (void)state;
    CoUninitialize();
    virtual_remove(NAME);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everything__by_many_threads_at_once__as_if_one_after_the_other, setup,
                                        teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
