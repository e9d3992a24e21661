/* Exclusive access between objects and between processes, through the registered DLL. With --hold the program is the
 * other process.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "com/server_fixture.h"

/* What lasts so long hangs. */
enum { DEADLINE_MS = 120000 };

static void exclusive_access__two_objects__the_other_is_locked_out(void **state)
{
    IDiscRecorder2 *holder = server_open_recorder(ID_OF(NAME)), *other;
    SAFEARRAY *array;
    BSTR value;

    (void)state;
    assert_hr(server_acquire(holder, L"Com test: holder"), S_OK);
    other = server_open_recorder(ID_OF(NAME)); /* works while it is held */
    assert_hr(IDiscRecorder2_get_VendorId(other, &value), S_OK);
    assert_bstr(value, L"OPENIMAP");
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(other, &value), S_OK);
    assert_bstr(value, L"Com test: holder");
    assert_hr(IDiscRecorder2_get_SupportedProfiles(other, &array), E_IMAPI_RECORDER_LOCKED);
    assert_null(array);
    assert_error_says(SOURCE, L"\"Com test: holder\"", L"OPENIMAP Virtual BD-RE 0001", NULL);
    assert_hr(IDiscRecorder2_EjectMedia(other), E_IMAPI_RECORDER_LOCKED);
    assert_hr(server_acquire(other, L"Com test: other"), E_IMAPI_RECORDER_LOCKED);
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
    IDiscRecorder2 *holder = server_open_recorder(ID_OF(NAME)), *other = server_open_recorder(ID_OF(NAME));

    (void)state;
    assert_hr(server_acquire(holder, L"Com test"), S_OK);
    assert_hr(server_acquire(holder, L"Com test"), S_OK);
    IDiscRecorder2_Release(holder);
    assert_hr(server_acquire(other, L"Com test"), S_OK);
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
    if (server_initialize(recorder, wide) || server_acquire(recorder, L"Another process")) return 3;
    SetEvent(begun);
    WaitForSingleObject(end, DEADLINE_MS);
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
    assert_int_equal(WaitForMultipleObjects(2, either, FALSE, DEADLINE_MS), WAIT_OBJECT_0);
    return process;
}

static void end_holder(PROCESS_INFORMATION *process, HANDLE begun, HANDLE end)
{
    assert_int_equal(WaitForSingleObject(process->hProcess, DEADLINE_MS), WAIT_OBJECT_0);
    CloseHandle(process->hProcess);
    CloseHandle(process->hThread);
    CloseHandle(begun);
    CloseHandle(end);
}

static void check_other_process(bool is_killed)
{
    IDiscRecorder2 *recorder = server_open_recorder(ID_OF(NAME));
    PROCESS_INFORMATION process;
    HANDLE begun, end;
    BSTR owner;

    process = start_holder(ID_OF(NAME), &begun, &end);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &owner), S_OK);
    assert_bstr(owner, L"Another process");
    assert_hr(server_acquire(recorder, L"Com test"), E_IMAPI_RECORDER_LOCKED);
    assert_error_says(SOURCE, L"held by \"Another process\"", NULL);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), E_IMAPI_RECORDER_LOCKED);
    if (is_killed) {
        TerminateProcess(process.hProcess, 1);
    } else {
        SetEvent(end);
    }
    end_holder(&process, begun, end);
    assert_hr(server_acquire(recorder, L"Com test"), S_OK);
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        SERVER_CASE(exclusive_access__two_objects__the_other_is_locked_out),
        SERVER_CASE(exclusive_access__last_release_of_the_object__gives_it_back),
        SERVER_CASE(exclusive_access__another_process__holds_it_until_it_ends),
        SERVER_CASE(exclusive_access__another_process_dies__the_lock_dies_with_it),
    };

    if (argc == 5 && !strcmp(argv[1], "--hold")) return hold(argv[2], argv[3], argv[4]);
    return cmocka_run_group_tests(tests, server_begin, server_end);
}
