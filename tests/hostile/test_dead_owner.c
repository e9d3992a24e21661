/* Processes that are really killed while they have the drive, and processes that fight for it. The program starts
 * itself as the others, with a role as its argument.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "com/com_fixture.h"
#include "com/module.h"
#include "com/virtual_recorders.h"
#include "dll/imapi2/devices.h"
#include "imapi2/disc_recorder2.h"

#define NAME L"owners"
#define ID                                                                                                             \
    "\\\\?\\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#owners#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"

enum { SECOND_MS = 1000, START_MS = 120000, SLACK_MS = 60000, KILLS = 12, FIGHTERS = 6, ROUNDS = 25 };

static const struct base_clock *clock;
static struct device_source *source;

/* ------------------------------------------------------------------------------------------------------- children */

static IDiscRecorder2 *open_recorder(void)
{
    IDiscRecorder2 *recorder;
    BSTR id = SysAllocStringLen(NULL, sizeof ID - 1);

    MultiByteToWideChar(CP_ACP, 0, ID, -1, id, sizeof ID);
    assert_hr(recorder_create(source, clock, &IID_IDiscRecorder2, (void **)&recorder), S_OK);
    assert_hr(IDiscRecorder2_InitializeDiscRecorder(recorder, id), S_OK);
    SysFreeString(id);
    return recorder;
}

static HRESULT acquire(IDiscRecorder2 *recorder, const WCHAR *client)
{
    BSTR name = SysAllocString(client);
    HRESULT hr = IDiscRecorder2_AcquireExclusiveAccess(recorder, VARIANT_FALSE, name);

    SysFreeString(name);
    return hr;
}

/* PREVENT ALLOW MEDIUM REMOVAL, as a burning program sends it. */
static void prevent(struct device *device, bool is_prevented)
{
    struct scsi_transport *transport = device->transport;
    struct scsi_command command = {.cdb = {0x1E, 0, 0, 0, is_prevented}, .cdb_length = 6, .timeout_ms = 10000};
    struct scsi_reply reply;

    transport->ops->execute(transport, &command, &reply);
    if (reply.outcome == SCSI_REFUSED) transport->ops->execute(transport, &command, &reply); /* an attention */
    assert_int_equal(reply.outcome, SCSI_DONE);
}

static struct device *open_device(void)
{
    struct drive_failure failure;
    struct device *device;

    assert_int_equal(source->ops->open(source, ID, &device, &failure), DRIVE_OK);
    return device;
}

static void say_ready(void)
{
    HANDLE event = OpenEventW(EVENT_MODIFY_STATE, FALSE, L"openimapi2-owner-ready");

    assert_non_null(event);
    SetEvent(event);
    CloseHandle(event);
}

/* Has all that a client can have of a drive, until it is killed. */
static void hold_for_ever(void)
{
    struct device *device = open_device();
    struct drive_failure failure;

    assert_int_equal(device->ops->acquire_exclusive(device, false, "Doomed", &failure), DRIVE_OK);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    prevent(device, true);
    say_ready();
    Sleep(INFINITE);
}

/* Is always in the middle of a command that changes the recorder's state. */
static void work_for_ever(void)
{
    struct device *device = open_device();
    bool is_prevented = false;

    prevent(device, true);
    say_ready();
    for (;;) {
        prevent(device, is_prevented);
        is_prevented = !is_prevented;
    }
}

/* Takes the drive again and again. While it has it, nobody else may: the file is opened for nobody else, and the number
 * in it would be lost.
 */
static int fight(const char *path)
{
    IDiscRecorder2 *recorder = open_recorder();
    int round, double_owners = 0;
    HRESULT hr;

    for (round = 0; round < ROUNDS; round++) {
        long number = 0;
        HANDLE file;
        DWORD count;

        while ((hr = acquire(recorder, L"Fighter")) == E_IMAPI_RECORDER_LOCKED)
            Sleep(1);
        assert_hr(hr, S_OK);
        file = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_ALWAYS, 0, NULL);
        if (file == INVALID_HANDLE_VALUE) {
            double_owners++;
        } else {
            ReadFile(file, &number, sizeof number, &count, NULL);
            number++;
            Sleep(1);
            SetFilePointer(file, 0, NULL, FILE_BEGIN);
            WriteFile(file, &number, sizeof number, &count, NULL);
            CloseHandle(file);
        }
        hr = IDiscRecorder2_EjectMedia(recorder); /* a command of the owner is never refused as another's */
        assert_hr(hr, S_OK);
        assert_hr(IDiscRecorder2_ReleaseExclusiveAccess(recorder), S_OK);
    }
    IDiscRecorder2_Release(recorder);
    return double_owners;
}

/* ------------------------------------------------------------------------------------------------------- the parent */

static HANDLE ready;

static HANDLE start(const char *role)
{
    PROCESS_INFORMATION process;
    STARTUPINFOA startup = {.cb = sizeof startup};
    char path[MAX_PATH], line[2 * MAX_PATH];

    assert_true(GetModuleFileNameA(NULL, path, sizeof path) != 0);
    snprintf(line, sizeof line, "\"%s\" %s", path, role);
    ResetEvent(ready);
    assert_true(CreateProcessA(path, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    CloseHandle(process.hThread);
    return process.hProcess;
}

static HANDLE start_and_wait(const char *role)
{
    HANDLE events[2] = {ready, start(role)};

    assert_int_equal(WaitForMultipleObjects(2, events, FALSE, START_MS), WAIT_OBJECT_0);
    return events[1];
}

static void kill(HANDLE process)
{
    assert_true(TerminateProcess(process, 9));
    assert_int_equal(WaitForSingleObject(process, START_MS), WAIT_OBJECT_0);
    CloseHandle(process);
}

static void assert_owner(IDiscRecorder2 *recorder, const WCHAR *expected)
{
    BSTR owner;

    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &owner), S_OK);
    assert_bstr(owner, expected);
}

static void owner_is_killed__the_next_one_locks_and_ejects(void **state)
{
    IDiscRecorder2 *recorder = open_recorder();
    HANDLE owner = start_and_wait("hold");
    DWORD killed;

    (void)state;
    assert_owner(recorder, L"Doomed");
    assert_hr(acquire(recorder, L"Heir"), E_IMAPI_RECORDER_LOCKED);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), E_IMAPI_RECORDER_LOCKED);
    kill(owner);
    killed = GetTickCount();
    while (acquire(recorder, L"Heir") != S_OK) {
        assert_true(GetTickCount() - killed < SECOND_MS + SLACK_MS);
        Sleep(10);
    }
    print_message("locked %lu ms after the owner's death\n", GetTickCount() - killed);
    assert_owner(recorder, L"Heir");
    /* The door that it locked is nobody's any more. */
    assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
    assert_hr(IDiscRecorder2_CloseTray(recorder), S_OK);
    assert_hr(IDiscRecorder2_DisableMcn(recorder), S_OK);
    assert_hr(IDiscRecorder2_EnableMcn(recorder), S_OK);
    assert_hr(IDiscRecorder2_ReleaseExclusiveAccess(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
}

static void owner_is_killed__the_next_one_ejects_without_locking(void **state)
{
    IDiscRecorder2 *recorder = open_recorder();

    (void)state;
    kill(start_and_wait("hold"));
    assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
    assert_hr(IDiscRecorder2_CloseTray(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
}

/* Of somebody who lives, or who let go in order, a prevention is respected. */
static void owner_lives__the_tray_stays_closed(void **state)
{
    IDiscRecorder2 *recorder = open_recorder();
    struct device *device = open_device();
    struct drive_failure failure;

    (void)state;
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Alive", &failure), DRIVE_OK);
    prevent(device, true);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), E_FAIL);
    prevent(device, false);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
    device_close(device);
    IDiscRecorder2_Release(recorder);
}

static void killed_in_the_middle_of_a_command__the_state_is_readable(void **state)
{
    IDiscRecorder2 *recorder;
    SAFEARRAY *profiles;
    HANDLE worker;
    DWORD killed;
    int i;

    (void)state;
    for (i = 0; i < KILLS; i++) {
        worker = start_and_wait("work");
        Sleep((DWORD)(7 * i % 23)); /* somewhere else in its loop each time */
        kill(worker);
        killed = GetTickCount();
        recorder = open_recorder();
        assert_hr(acquire(recorder, L"Heir"), S_OK);
        assert_hr(IDiscRecorder2_get_SupportedProfiles(recorder, &profiles), S_OK);
        SafeArrayDestroy(profiles);
        assert_true(GetTickCount() - killed < SECOND_MS + SLACK_MS);
        assert_hr(IDiscRecorder2_ReleaseExclusiveAccess(recorder), S_OK);
        IDiscRecorder2_Release(recorder);
    }
    print_message("killed %d times in the middle of a command\n", KILLS);
}

static void many_processes__one_owner_at_a_time_and_nothing_is_lost(void **state)
{
    HANDLE fighters[FIGHTERS], file;
    char folder[MAX_PATH], path[MAX_PATH], role[MAX_PATH + 16];
    DWORD code, count;
    long number = 0;
    int i;

    (void)state;
    assert_true(GetTempPathA(sizeof folder, folder) != 0);
    snprintf(path, sizeof path, "%.200sopenimapi2-fight-%lu", folder, GetCurrentProcessId());
    snprintf(role, sizeof role, "fight \"%s\"", path);
    for (i = 0; i < FIGHTERS; i++)
        fighters[i] = start(role);
    assert_int_equal(WaitForMultipleObjects(FIGHTERS, fighters, TRUE, 240000), WAIT_OBJECT_0);
    for (i = 0; i < FIGHTERS; i++) {
        assert_true(GetExitCodeProcess(fighters[i], &code));
        assert_int_equal(code, 0); /* double owners that it saw */
        CloseHandle(fighters[i]);
    }
    file = CreateFileA(path, GENERIC_READ, 0, NULL, OPEN_EXISTING, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    assert_true(file != INVALID_HANDLE_VALUE);
    assert_true(ReadFile(file, &number, sizeof number, &count, NULL));
    CloseHandle(file);
    assert_int_equal(number, FIGHTERS * ROUNDS);
    print_message("%d processes took the drive %ld times in turn\n", FIGHTERS, number);
}

static bool take_devices(void)
{
    const struct imapi2_environment *environment;

    if (FAILED(devices_get(&environment))) return false;
    source = environment->devices;
    clock = environment->clock;
    return true;
}

static int begin(void **state)
{
    if (com_fixture_begin(state)) return 1;
    com_module_add();
    ready = CreateEventW(NULL, TRUE, FALSE, L"openimapi2-owner-ready");
    return !take_devices() || !ready;
}

static int end(void **state)
{
    CloseHandle(ready);
    com_module_release();
    return com_fixture_end(state);
}

static int setup(void **state)
{
    (void)state;
    virtual_add(NAME, L"none");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    virtual_remove(NAME);
    return 0;
}

static int be_a_child(int count, char **arguments)
{
    void *state = NULL;

    SetErrorMode(SEM_NOGPFAULTERRORBOX | SEM_FAILCRITICALERRORS);
    if (com_fixture_begin(&state)) return 100;
    com_module_add();
    if (!take_devices()) return 100;
    if (strcmp(arguments[1], "hold") == 0) hold_for_ever();
    if (strcmp(arguments[1], "work") == 0) work_for_ever();
    if (strcmp(arguments[1], "fight") == 0 && count == 3) return fight(arguments[2]);
    return 101;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        CASE(owner_is_killed__the_next_one_locks_and_ejects),
        CASE(owner_is_killed__the_next_one_ejects_without_locking),
        CASE(owner_lives__the_tray_stays_closed),
        CASE(killed_in_the_middle_of_a_command__the_state_is_readable),
        CASE(many_processes__one_owner_at_a_time_and_nothing_is_lost),
    };

    if (count > 1) return be_a_child(count, arguments);
    return cmocka_run_group_tests_name("dead_owner", tests, begin, end);
}
