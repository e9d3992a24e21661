/* Faults of a virtual recorder, and how long a command of it waits. */
#include "sleeper.h"
#include "virtual_fixture.h"

static void fault__set_and_cleared__while_it_is_open(void **state)
{
    /* opcode, kind sense, -, -, nth 2, key << 16 | ASC << 8 | ASCQ */
    static const uint8_t second_fails[] = {0x00, 0x00, 0, 0, 2, 0, 0, 0, 0x07, 0x04, 0x02, 0x00};
    struct virtual_fixture *fixture = *state;
    struct device *device;

    fixture_set_media(fixture, L"cd-r", 1);
    device = fixture_open(fixture);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0);
    fixture_set_fault(fixture, second_fails, sizeof second_fails, 1);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0x020407);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0);
    fixture_set_number(fixture->key, L"FaultSerial", 2); /* set anew: counted from the beginning */
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0x020407);
    fixture_set_fault(fixture, NULL, 0, 3);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0);
    device_close(device);
}

static void fault__gone__is_not_listed_until_cleared(void **state)
{
    static const uint8_t gone[] = {0x00, 0x04, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
    struct virtual_fixture *fixture = *state;
    struct device *device = fixture_open(fixture);
    struct device_source *source = fixture_source(NULL, NULL);
    struct drive_failure failure;
    struct device *again;
    char id[DEVICE_ID_SIZE];

    fixture_id(fixture->name, id);
    fixture_set_fault(fixture, gone, sizeof gone, 1);
    assert_int_equal(fixture_times_listed(id), 1);
    fixture_run(fixture, device, TEST_UNIT_READY, 0, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_DEVICE_GONE);
    fixture_run(fixture, device, INQUIRY, 36, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_DEVICE_GONE);
    assert_int_equal(fixture_times_listed(id), 0);
    assert_int_equal(source->ops->open(source, id, &again, &failure), DRIVE_NO_SUCH_DEVICE);
    fixture_set_fault(fixture, NULL, 0, 2);
    assert_int_equal(fixture_times_listed(id), 1);
    fixture_run(fixture, device, INQUIRY, 36, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    source->ops->close(source);
    device_close(device);
}

static DWORD timed_run(struct virtual_fixture *fixture, struct device *device, uint32_t timeout_ms)
{
    DWORD began = GetTickCount();

    fixture_run(fixture, device, INQUIRY, 36, timeout_ms);
    return GetTickCount() - began;
}

/* As a system frees what an unplugged device had. */
static void fault__gone_while_exclusive__the_next_one_has_it(void **state)
{
    static const uint8_t gone[] = {0x00, 0x04, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
    struct virtual_fixture *fixture = *state;
    struct device *first = fixture_open(fixture), *second = fixture_open(fixture);
    struct drive_failure failure;

    assert_int_equal(first->ops->acquire_exclusive(first, false, "Burner", &failure), DRIVE_OK);
    fixture_set_fault(fixture, gone, sizeof gone, 1);
    fixture_run(fixture, first, TEST_UNIT_READY, 0, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_DEVICE_GONE);
    fixture_set_fault(fixture, NULL, 0, 2);
    assert_int_equal(second->ops->acquire_exclusive(second, false, "Other", &failure), DRIVE_OK);
    assert_int_equal(first->ops->release_exclusive(first, &failure), DRIVE_NOT_LOCKED);
    device_close(first);
    device_close(second);
}

/* ANSWERED_MS is no time for an answer, but less than any that is waited for in vain. */
static void fault__delay_and_hang__take_their_time_and_no_more(void **state)
{
    enum { ANSWERED_MS = 200000, FAR_MS = 400000 };
    static const uint8_t delay[] = {0x12, 0x03, 0, 0, 0, 0, 0, 0, 0x2c, 0x01, 0, 0};      /* 300 ms */
    static const uint8_t far_off[] = {0x12, 0x03, 0, 0, 0, 0, 0, 0, 0x80, 0x1a, 0x06, 0}; /* 400000 ms */
    static const uint8_t hang[] = {0x12, 0x05, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    struct virtual_fixture *fixture = *state;
    struct device *device = fixture_open(fixture);
    size_t i;

    fixture_set_fault(fixture, delay, sizeof delay, 1);
    assert_in_range(timed_run(fixture, device, FAR_MS), 280, ANSWERED_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    assert_int_equal(fixture->reply.transferred_bytes, 36);
    fixture_set_fault(fixture, far_off, sizeof far_off, 2);
    assert_in_range(timed_run(fixture, device, 100), 80, ANSWERED_MS); /* the deadline comes first */
    assert_int_equal(fixture->reply.outcome, SCSI_LOST);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_TIMEOUT);
    for (i = 0; i < 36; i++)
        assert_int_equal(fixture->data[i], 0);
    fixture_set_fault(fixture, hang, sizeof hang, 3);
    assert_in_range(timed_run(fixture, device, 200), 180, ANSWERED_MS);
    assert_int_equal(fixture->reply.outcome, SCSI_LOST);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_TIMEOUT);
    device_close(device);
}

struct slow_command {
    struct device *device;
    struct scsi_reply reply;
    uint8_t data[36];
};

static DWORD WINAPI run_slowly(void *parameter)
{
    struct slow_command *slow = parameter;
    struct scsi_transport *transport = slow->device->transport;
    struct scsi_command command = {{0x12, 0, 0, 0, 36, 0}, 6, SCSI_DATA_IN, slow->data, 36, 10000};

    transport->ops->execute(transport, &command, &slow->reply);
    return 0;
}

/* No lock is held while a command sleeps: not in this object, not between objects. */
static void fault__delay__holds_nobody_else_up(void **state)
{
    static const uint8_t delay[] = {0x12, 0x03, 0, 0, 1, 0, 0, 0, 0x88, 0x13, 0, 0}; /* the first one, 5000 ms */
    struct virtual_fixture *fixture = *state;
    struct device *first = fixture_open(fixture), *second = fixture_open(fixture);
    struct slow_command slow = {.device = first};
    struct drive_failure failure;
    char owner[DRIVE_HOLDER_SIZE];

    fixture_set_fault(fixture, delay, sizeof delay, 1);
    sleeper_begin(run_slowly, &slow, true);
    assert_int_equal(sleeper_wanted_ms(), 5000);
    assert_int_equal(fixture_send(fixture, first, TEST_UNIT_READY), 0x023a01);
    assert_int_equal(fixture_send(fixture, second, TEST_UNIT_READY), 0x023a01);
    assert_int_equal(first->host->ops->get_owner(first->host, owner, &failure), DRIVE_OK);
    assert_false(sleeper_is_through()); /* they are done, and it sleeps still */
    sleeper_end();
    assert_int_equal(slow.reply.outcome, SCSI_DONE);
    device_close(first);
    device_close(second);
}

static DWORD WINAPI run_patiently(void *parameter)
{
    struct slow_command *slow = parameter;
    struct scsi_transport *transport = slow->device->transport;
    struct scsi_command command = {{0}, 6, SCSI_NO_DATA, NULL, 0, SLEEPER_PATIENCE_MS};

    transport->ops->execute(transport, &command, &slow->reply);
    return 0;
}

/* A process that was stopped while it changed the state. Who waits for it longer holds nobody else of this object. */
static void execute__state_is_held__each_waits_no_longer_than_told(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *device = fixture_open(fixture);
    struct slow_command patient = {.device = device};
    OVERLAPPED at = {0};
    wchar_t path[MAX_PATH];
    HANDLE file;

    fixture_path(fixture, L"state.bin", path);
    file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0,
                       NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_true(LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 4096, 0, &at));
    sleeper_begin(run_patiently, &patient, false);
    fixture_run(fixture, device, TEST_UNIT_READY, 0, 50);
    assert_int_equal(fixture->reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_TIMEOUT);
    assert_false(sleeper_is_through());
    CloseHandle(file);
    sleeper_end();
    assert_int_equal(patient.reply.outcome, SCSI_REFUSED); /* the tray is empty */
    device_close(device);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, virtual_fixture_setup, virtual_fixture_teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CASE(fault__set_and_cleared__while_it_is_open),
        CASE(fault__gone__is_not_listed_until_cleared),
        CASE(fault__gone_while_exclusive__the_next_one_has_it),
        CASE(fault__delay_and_hang__take_their_time_and_no_more),
        CASE(fault__delay__holds_nobody_else_up),
        CASE(execute__state_is_held__each_waits_no_longer_than_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
