/* A virtual recorder shared by threads and processes, and by those that die in the middle of a command. */
#include "sleeper.h"
#include "virtual_fixture.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

/* What lasts for DEADLINE_MS hangs; a command may wait for longer, and is not lost for a thread that was stopped. */
enum { THREADS = 4, ROUNDS = 40, DEADLINE_MS = 240000 };

/* Each round counts one REQUEST SENSE: the counter of a fault that is never due shows that none was lost. */
static DWORD WINAPI count_up(void *parameter)
{
    struct device *device = parameter;
    struct scsi_transport *transport = device->transport;
    uint8_t data[18];
    int round;

    for (round = 0; round < ROUNDS; round++) {
        struct scsi_command command = {{0x03, 0, 0, 0, 18, 0}, 6, SCSI_DATA_IN, data, sizeof data, SLEEPER_PATIENCE_MS};
        struct scsi_reply reply;

        transport->ops->execute(transport, &command, &reply);
        if (reply.outcome != SCSI_DONE) return 1;
    }
    return 0;
}

static const uint8_t due_after_all[] = {0x03, 0x00, 0, 0, THREADS *ROUNDS + 1, 0, 0, 0, 0x00, 0x29, 0x06, 0x00};

static void threads__two_devices__each_command_is_one(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *devices[2];
    HANDLE threads[THREADS];
    DWORD code;
    int i;

    fixture_set_fault(fixture, due_after_all, sizeof due_after_all, 1);
    devices[0] = fixture_open(fixture);
    devices[1] = fixture_open(fixture);
    for (i = 0; i < THREADS; i++) {
        threads[i] = CreateThread(NULL, 0, count_up, devices[i % 2], 0, NULL);
        assert_non_null(threads[i]);
    }
    assert_int_equal(WaitForMultipleObjects(THREADS, threads, TRUE, DEADLINE_MS), WAIT_OBJECT_0);
    for (i = 0; i < THREADS; i++) {
        assert_true(GetExitCodeThread(threads[i], &code));
        assert_int_equal(code, 0);
        CloseHandle(threads[i]);
    }
    fixture_run(fixture, devices[0], "030000001200", 18, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0x062900); /* number THREADS x ROUNDS + 1 */
    device_close(devices[0]);
    device_close(devices[1]);
}

static DWORD WINAPI wait_for_state(void *parameter)
{
    struct device *device = parameter;
    struct scsi_transport *transport = device->transport;
    struct scsi_command command = {{0}, 6, SCSI_NO_DATA, NULL, 0, SLEEPER_PATIENCE_MS};
    struct scsi_reply reply;

    transport->ops->execute(transport, &command, &reply);
    return reply.outcome == SCSI_REFUSED ? (DWORD)(reply.sense[2] << 16 | reply.sense[12] << 8 | reply.sense[13]) : 0;
}

/* The medium is changed while a command waits for another process: it must not be the old medium's, which would take
 * away what is burned on the new one since.
 */
static void execute__medium_is_changed_while_it_waits__meets_the_new_one(void **state)
{
    struct virtual_fixture *fixture = *state;
    OVERLAPPED at = {0};
    struct device *device;
    wchar_t path[MAX_PATH];
    HANDLE file;

    fixture_set_media(fixture, L"cd-r", 1);
    device = fixture_open(fixture);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0);
    fixture_path(fixture, L"state.bin", path);
    file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0,
                       NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_true(LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 4096, 0, &at));
    sleeper_begin(wait_for_state, device, false);
    fixture_set_media(fixture, L"bd-r", 2);
    CloseHandle(file);
    assert_int_equal(sleeper_end(), 0x062800);
    device_close(device);
}

/* This program again, in the part that `what` names, for that recorder. */
static PROCESS_INFORMATION start_child(const struct virtual_fixture *fixture, const wchar_t *what)
{
    wchar_t program[MAX_PATH], line[2 * MAX_PATH];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION child;

    assert_in_range(GetModuleFileNameW(NULL, program, MAX_PATH), 1, MAX_PATH - 1);
    _snwprintf(line, 2 * MAX_PATH, L"\"%ls\" %ls %ls", program, what, fixture->name);
    assert_true(CreateProcessW(program, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &child));
    CloseHandle(child.hThread);
    return child;
}

static void processes__several_at_once__each_command_is_one(void **state)
{
    struct virtual_fixture *fixture = *state;
    PROCESS_INFORMATION children[THREADS];
    struct device *device;
    DWORD code;
    int i;

    fixture_set_fault(fixture, due_after_all, sizeof due_after_all, 1);
    for (i = 0; i < THREADS; i++)
        children[i] = start_child(fixture, L"count");
    for (i = 0; i < THREADS; i++) {
        assert_int_equal(WaitForSingleObject(children[i].hProcess, DEADLINE_MS), WAIT_OBJECT_0);
        assert_true(GetExitCodeProcess(children[i].hProcess, &code));
        assert_int_equal(code, 0);
        CloseHandle(children[i].hProcess);
    }
    device = fixture_open(fixture);
    fixture_run(fixture, device, "030000001200", 18, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0x062900);
    device_close(device);
}

/* Set when the child changes the state. */
static HANDLE begin_event(const wchar_t *name)
{
    wchar_t event[64];
    HANDLE begun;

    _snwprintf(event, 64, L"openimapi2-flaps-%ls", name);
    begun = CreateEventW(NULL, FALSE, FALSE, event);
    assert_non_null(begun);
    return begun;
}

/* Killed anywhere while it changes the state all the time: the lock is free, and the tray is open or closed with its
 * disc in it.
 */
static void processes__killed_in_the_middle__the_next_reads_a_state(void **state)
{
    enum { KILLS = 15 };
    struct virtual_fixture *fixture = *state;
    HANDLE begun = begin_event(fixture->name);
    int i;

    fixture_set_media(fixture, L"dvd+rw", 1);
    for (i = 0; i < KILLS; i++) {
        PROCESS_INFORMATION child = start_child(fixture, L"flap");
        HANDLE either[2] = {begun, child.hProcess};
        struct device *device;
        uint32_t sense;

        assert_int_equal(WaitForMultipleObjects(2, either, FALSE, DEADLINE_MS), WAIT_OBJECT_0);
        Sleep((DWORD)(13 * i)); /* somewhere else each time */
        assert_int_equal(WaitForSingleObject(child.hProcess, 0), WAIT_TIMEOUT);
        assert_true(TerminateProcess(child.hProcess, 9));
        assert_int_equal(WaitForSingleObject(child.hProcess, DEADLINE_MS), WAIT_OBJECT_0);
        CloseHandle(child.hProcess);
        device = fixture_open(fixture);
        sense = fixture_send(fixture, device, TEST_UNIT_READY);
        if (sense == 0x062800) sense = fixture_send(fixture, device, TEST_UNIT_READY);
        assert_true(sense == 0 || sense == 0x023a02);
        device_close(device);
    }
    CloseHandle(begun);
}

static int child(const char *what, const char *name)
{
    struct device_source *source;
    struct drive_failure failure;
    struct device *device;
    char id[DEVICE_ID_SIZE];
    wchar_t wide_name[FIXTURE_NAME_CHARS];
    HANDLE begun;

    snprintf(id, sizeof id, "\\\\?\\openimapi2#cdrom#%s#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}", name);
    if (virtual_source_create(NULL, NULL, &source, &failure) != DRIVE_OK) return 2;
    if (source->ops->open(source, id, &device, &failure) != DRIVE_OK) return 3;
    if (strcmp(what, "count") == 0) return (int)count_up(device);
    _snwprintf(wide_name, FIXTURE_NAME_CHARS, L"%hs", name);
    begun = begin_event(wide_name);
    for (;;) {
        static const uint8_t operations[] = {0x02, 0x03};
        struct scsi_transport *transport = device->transport;
        struct scsi_command command = {{0x1b}, 6, SCSI_NO_DATA, NULL, 0, 10000};
        struct scsi_reply reply;
        static unsigned turn;

        command.cdb[4] = operations[turn++ % 2];
        transport->ops->execute(transport, &command, &reply);
        if (turn == 2) SetEvent(begun); /* the first is refused for the disc that was put in */
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, virtual_fixture_setup, virtual_fixture_teardown)

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        CASE(threads__two_devices__each_command_is_one),
        CASE(execute__medium_is_changed_while_it_waits__meets_the_new_one),
        CASE(processes__several_at_once__each_command_is_one),
        CASE(processes__killed_in_the_middle__the_next_reads_a_state),
    };

    if (argc == 3) return child(argv[1], argv[2]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
