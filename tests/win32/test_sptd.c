/* IOCTL_SCSI_PASS_THROUGH_DIRECT, byte by byte. Offsets: SCSI_PASS_THROUGH_DIRECT as documented for 32- and 64-bit
 * programs.
 */
#include "fake_os.h"

#include "base/alloc.h"
#include "win32/sptd.h"

enum { QUERY_PROPERTY = 0x002D1400, PASS_THROUGH_DIRECT = 0x0004D014 };

#ifdef _WIN64
enum { STRUCTURE_BYTES = 56, AT_DATA_BUFFER = 24, AT_SENSE_OFFSET = 32, AT_CDB = 36, POINTER_BYTES = 8 };
#else
enum { STRUCTURE_BYTES = 44, AT_DATA_BUFFER = 20, AT_SENSE_OFFSET = 24, AT_CDB = 28, POINTER_BYTES = 4 };
#endif
enum {
    AT_LENGTH = 0,
    AT_STATUS = 2,
    AT_CDB_LENGTH = 6,
    AT_SENSE_LENGTH = 7,
    AT_DATA_IN = 8,
    AT_TRANSFER_LENGTH = 12,
    AT_TIME_OUT = 16,
    AT_SENSE = STRUCTURE_BYTES,
    SENSE_ASKED = 32,
};

static const uint8_t inquiry[6] = {0x12, 0, 0, 0, 0x24, 0};
static const uint8_t test_unit_ready[6] = {0, 0, 0, 0, 0, 0};
static const uint8_t write_10[10] = {0x2A, 0, 0, 0, 0x12, 0x34, 0, 0, 2, 0};

static HANDLE handle;
static struct scsi_transport *transport;

static uint32_t get_u32(const uint8_t *bytes)
{
    uint32_t value;

    memcpy(&value, bytes, 4);
    return value;
}

static void put_u32(uint8_t *bytes, uint32_t value)
{
    memcpy(bytes, &value, 4);
}

static uint8_t *data_buffer(const uint8_t *structure)
{
    uint8_t *data;

    memcpy(&data, structure + AT_DATA_BUFFER, POINTER_BYTES);
    return data;
}

/* Through the import pointer, as the code under test does. */
static HANDLE open_drive(void)
{
    return CreateFileW(L"drive", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING,
                       FILE_FLAG_OVERLAPPED, NULL);
}

/* The adapter says nothing, as under Wine. */
static int setup(void **state)
{
    fake_os_setup(state);
    handle = open_drive();
    fake_os_expect((struct fake_step){.code = QUERY_PROPERTY, .error = ERROR_NOT_SUPPORTED});
    transport = sptd_create(handle);
    if (!transport) return 1;
    fake_os.ioctl_count = 0;
    return 0;
}

static int teardown(void **state)
{
    transport->ops->close(transport);
    CloseHandle(handle);
    return fake_os_teardown(state);
}

static struct scsi_command command_of(const uint8_t *cdb, uint8_t cdb_length, enum scsi_direction direction, void *data,
                                      uint32_t bytes)
{
    struct scsi_command command = {
        .cdb_length = cdb_length, .direction = direction, .data = data, .requested_bytes = bytes, .timeout_ms = 10000};

    memcpy(command.cdb, cdb, cdb_length);
    return command;
}

static struct scsi_reply execute(const struct scsi_command *command)
{
    struct scsi_reply reply;

    memset(&reply, 0xAA, sizeof reply);
    transport->ops->execute(transport, command, &reply);
    return reply;
}

static void expect_sptd(struct fake_step step)
{
    step.code = PASS_THROUGH_DIRECT;
    fake_os_expect(step);
}

/* ---- what is sent ---- */

static void answer_inquiry(uint8_t *structure)
{
    uint8_t *data = data_buffer(structure);
    size_t i;

    for (i = 0; i < 36; i++)
        assert_int_equal(data[i], 0); /* zeroed before the command */
    memcpy(data, "\x05\x80\x02\x02\x1F", 5);
    memcpy(data + 8, "VENDOR  ", 8);
    structure[AT_SENSE_LENGTH] = 0; /* Wine's habit after GOOD */
}

static void execute__inquiry__sends_the_structure_byte_by_byte(void **state)
{
    uint8_t data[36];
    struct scsi_command command = command_of(inquiry, 6, SCSI_DATA_IN, data, sizeof data);
    struct scsi_reply reply;
    const struct fake_ioctl *sent = &fake_os.ioctls[0];
    uint8_t expected[STRUCTURE_BYTES + SENSE_ASKED] = {0};

    (void)state;
    memset(data, 0xEE, sizeof data);
    expect_sptd((struct fake_step){.answer = answer_inquiry, .returned = STRUCTURE_BYTES});
    reply = execute(&command);

    expected[0] = sizeof(void *) == 8 ? 0x38 : 0x2C; /* Length, 16 bits */
    expected[6] = 6;                                 /* CdbLength */
    expected[7] = 32;                                /* SenseInfoLength */
    expected[8] = 1;                                 /* DataIn: SCSI_IOCTL_DATA_IN */
    expected[12] = 36;                               /* DataTransferLength */
    expected[16] = 10;                               /* TimeOutValue, seconds */
    memcpy(expected + AT_DATA_BUFFER, sent->input + AT_DATA_BUFFER, POINTER_BYTES);
    expected[AT_SENSE_OFFSET] = sizeof(void *) == 8 ? 56 : 44;
    expected[AT_CDB] = 0x12;
    expected[AT_CDB + 4] = 0x24;
    assert_int_equal(fake_os.ioctl_count, 1);
    assert_ptr_equal(sent->handle, handle);
    assert_int_equal(sent->code, 0x0004D014);
    assert_int_equal(sent->input_bytes, sizeof(void *) == 8 ? 88 : 76);
    assert_int_equal(sent->output_bytes, sizeof(void *) == 8 ? 88 : 76);
    assert_memory_equal(sent->input, expected, sizeof expected);
    assert_true(sent->is_same_buffer); /* Wine reads the request from the output buffer */
    assert_false(sent->is_on_stack);

    assert_int_equal(reply.outcome, SCSI_DONE);
    assert_int_equal(reply.failure, SCSI_FAILURE_NONE);
    assert_int_equal(reply.status, 0);
    assert_int_equal(reply.sense_length, 0);
    assert_int_equal(reply.system_error, 0);
    assert_int_equal(reply.transferred_bytes, 36);
    assert_memory_equal(data, "\x05\x80\x02\x02\x1F\0\0\0VENDOR  \0", 17);
}

static void execute__no_data__has_no_buffer(void **state)
{
    struct scsi_command command = command_of(test_unit_ready, 6, SCSI_NO_DATA, NULL, 0);
    struct scsi_reply reply;
    const uint8_t *sent = fake_os.ioctls[0].input;

    (void)state;
    expect_sptd((struct fake_step){.returned = STRUCTURE_BYTES});
    reply = execute(&command);
    assert_int_equal(reply.outcome, SCSI_DONE);
    assert_int_equal(sent[AT_DATA_IN], 2); /* SCSI_IOCTL_DATA_UNSPECIFIED */
    assert_int_equal(get_u32(sent + AT_TRANSFER_LENGTH), 0);
    assert_null(data_buffer(sent));
}

static uint8_t written[4096];

static void answer_write(uint8_t *structure)
{
    memcpy(written, data_buffer(structure), sizeof written);
}

static void execute__data_out_from_an_odd_address__sends_a_page_aligned_copy(void **state)
{
    uint8_t bytes[4097];
    struct scsi_command command = command_of(write_10, 10, SCSI_DATA_OUT, bytes + 1, 4096);
    const uint8_t *sent = fake_os.ioctls[0].input;
    struct scsi_reply reply;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7);
    expect_sptd((struct fake_step){.answer = answer_write});
    reply = execute(&command);
    assert_int_equal(reply.outcome, SCSI_DONE);
    assert_int_equal(sent[AT_DATA_IN], 0); /* SCSI_IOCTL_DATA_OUT */
    assert_int_equal(sent[AT_CDB_LENGTH], 10);
    assert_int_equal((uintptr_t)data_buffer(sent) % 4096, 0);
    assert_memory_equal(sent + AT_CDB, write_10, 10);
    assert_memory_equal(written, bytes + 1, 4096);
    for (i = 0; i < sizeof bytes; i++)
        assert_int_equal(bytes[i], (uint8_t)(i * 7)); /* the caller's bytes stay as they are */
}

static void answer_page(uint8_t *structure)
{
    memset(data_buffer(structure), 0x5A, 100);
}

static void execute__data_in_to_an_odd_address__copies_just_what_was_asked_for(void **state)
{
    uint8_t bytes[102];
    struct scsi_command command = command_of(inquiry, 6, SCSI_DATA_IN, bytes + 1, 100);
    size_t i;

    (void)state;
    memset(bytes, 0xEE, sizeof bytes);
    expect_sptd((struct fake_step){.answer = answer_page});
    (void)execute(&command);
    assert_int_equal((uintptr_t)data_buffer(fake_os.ioctls[0].input) % 4096, 0);
    assert_int_equal(bytes[0], 0xEE);
    assert_int_equal(bytes[101], 0xEE);
    for (i = 1; i <= 100; i++)
        assert_int_equal(bytes[i], 0x5A);
}

static void execute__timeouts__become_whole_seconds_rounded_up(void **state)
{
    static const struct {
        uint32_t timeout_ms;
        uint32_t seconds;
    } rows[] = {{1, 1}, {999, 1}, {1000, 1}, {1001, 2}, {60000, 60}, {0, 1}, {4294967295U, 4294968}};
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        struct scsi_command command = command_of(test_unit_ready, 6, SCSI_NO_DATA, NULL, 0);

        command.timeout_ms = rows[i].timeout_ms;
        expect_sptd((struct fake_step){0});
        (void)execute(&command);
        assert_int_equal(get_u32(fake_os.ioctls[i].input + AT_TIME_OUT), rows[i].seconds);
    }
}

static void execute__malformed_command__is_not_sent(void **state)
{
    uint8_t data[4];
    struct scsi_command rows[5] = {
        command_of(inquiry, 6, SCSI_DATA_IN, data, 4),  command_of(inquiry, 6, SCSI_DATA_IN, data, 4),
        command_of(inquiry, 6, SCSI_DATA_IN, NULL, 4),  command_of(inquiry, 6, SCSI_NO_DATA, data, 4),
        command_of(inquiry, 6, SCSI_DATA_OUT, NULL, 4),
    };
    size_t i;

    (void)state;
    rows[0].cdb_length = 17;
    rows[1].cdb_length = 5;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        struct scsi_reply reply = execute(&rows[i]);

        assert_int_equal(reply.outcome, SCSI_NOT_SENT);
        assert_int_equal(reply.failure, SCSI_FAILURE_OTHER);
        assert_int_equal(reply.system_error, 87);
    }
    assert_int_equal(fake_os.ioctl_count, 0);
}

/* ---- what comes back ---- */

static void answer_check_condition(uint8_t *structure)
{
    static const uint8_t sense[18] = {0xF0, 0, 2, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x3A, 1};

    structure[AT_STATUS] = 2;
    structure[AT_SENSE_LENGTH] = 18;
    memcpy(structure + AT_SENSE, sense, sizeof sense);
}

static void execute__check_condition__gives_the_sense_that_came(void **state)
{
    struct scsi_command command = command_of(test_unit_ready, 6, SCSI_NO_DATA, NULL, 0);
    struct scsi_reply reply;

    (void)state;
    expect_sptd((struct fake_step){.answer = answer_check_condition});
    reply = execute(&command);
    assert_int_equal(reply.outcome, SCSI_REFUSED);
    assert_int_equal(reply.failure, SCSI_FAILURE_NONE);
    assert_int_equal(reply.status, 2);
    assert_int_equal(reply.sense_length, 18);
    assert_memory_equal(reply.sense, "\xF0\0\x02\0\0\0\0\x0A\0\0\0\0\x3A\x01\0\0\0\0", 18);
}

static void answer_lying_lengths(uint8_t *structure)
{
    structure[AT_STATUS] = 2;
    structure[AT_SENSE_LENGTH] = 255;
    memset(structure + AT_SENSE, 0x70, SENSE_ASKED);
    put_u32(structure + AT_TRANSFER_LENGTH, 0xFFFFFFFF);
    put_u32(structure + AT_SENSE_OFFSET, 0x7FFFFFFF);
}

static void execute__lengths_that_lie__stay_within_what_was_asked(void **state)
{
    uint8_t data[36];
    struct scsi_command command = command_of(inquiry, 6, SCSI_DATA_IN, data, sizeof data);
    struct scsi_reply reply;

    (void)state;
    expect_sptd((struct fake_step){.answer = answer_lying_lengths});
    reply = execute(&command);
    assert_int_equal(reply.sense_length, 32);
    assert_int_equal(reply.sense[31], 0x70);
    assert_int_equal(reply.sense[32], 0);
    assert_int_equal(reply.transferred_bytes, 36);
}

static void answer_busy(uint8_t *structure)
{
    structure[AT_STATUS] = 8;
    put_u32(structure + AT_TRANSFER_LENGTH, 0);
}

static void execute__status_busy__is_refused_without_sense(void **state)
{
    uint8_t data[36];
    struct scsi_command command = command_of(inquiry, 6, SCSI_DATA_IN, data, sizeof data);
    struct scsi_reply reply;

    (void)state;
    expect_sptd((struct fake_step){.answer = answer_busy});
    reply = execute(&command);
    assert_int_equal(reply.outcome, SCSI_REFUSED);
    assert_int_equal(reply.status, 8);
    assert_int_equal(reply.sense_length, 0);
    assert_int_equal(reply.transferred_bytes, 0);
}

/* Error numbers: winerror.h. Which one means what: IDiscRecorder2 and IDiscRecorder2Ex documentation (return codes),
 * CD-ROM class driver (ERROR_DEV_NOT_EXIST after surprise removal).
 */
static void execute__system_errors__map_to_outcome_and_failure(void **state)
{
    /* clang-format off */
    static const struct {
        DWORD error;
        enum scsi_outcome outcome;
        enum scsi_failure failure;
    } rows[] = {
        {1,     SCSI_NOT_SENT, SCSI_FAILURE_OTHER},
        {2,     SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE},
        {3,     SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE},
        {5,     SCSI_NOT_SENT, SCSI_FAILURE_ACCESS_DENIED},
        {6,     SCSI_NOT_SENT, SCSI_FAILURE_INVALID_HANDLE},
        {8,     SCSI_NOT_SENT, SCSI_FAILURE_NO_MEMORY},
        {14,    SCSI_NOT_SENT, SCSI_FAILURE_NO_MEMORY},
        {21,    SCSI_LOST,     SCSI_FAILURE_OTHER},
        {22,    SCSI_NOT_SENT, SCSI_FAILURE_OTHER},
        {24,    SCSI_NOT_SENT, SCSI_FAILURE_OTHER},
        {31,    SCSI_LOST,     SCSI_FAILURE_OTHER},
        {50,    SCSI_NOT_SENT, SCSI_FAILURE_OTHER},
        {55,    SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE},
        {87,    SCSI_NOT_SENT, SCSI_FAILURE_OTHER},
        {121,   SCSI_LOST,     SCSI_FAILURE_TIMEOUT},
        {122,   SCSI_NOT_SENT, SCSI_FAILURE_OTHER},
        {433,   SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE},
        {995,   SCSI_LOST,     SCSI_FAILURE_OTHER},
        {1117,  SCSI_LOST,     SCSI_FAILURE_OTHER},
        {1167,  SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE},
        {1450,  SCSI_NOT_SENT, SCSI_FAILURE_NO_MEMORY},
        {1460,  SCSI_LOST,     SCSI_FAILURE_TIMEOUT},
        {1617,  SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE},
        {54321, SCSI_LOST,     SCSI_FAILURE_OTHER},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        uint8_t data[36];
        struct scsi_command command = command_of(inquiry, 6, SCSI_DATA_IN, data, sizeof data);
        struct scsi_reply reply;

        memset(data, 0xEE, sizeof data);
        /* At once and after waiting alike. */
        expect_sptd((struct fake_step){.error = rows[i].error, .way = i % 2 ? FAKE_PENDING : FAKE_AT_ONCE});
        reply = execute(&command);
        assert_int_equal(reply.outcome, rows[i].outcome);
        assert_int_equal(reply.failure, rows[i].failure);
        assert_int_equal(reply.system_error, rows[i].error);
        assert_int_equal(reply.status, 0);
        assert_int_equal(reply.sense_length, 0);
        assert_int_equal(reply.transferred_bytes, 0);
        assert_int_equal(data[0], 0);
        assert_int_equal(data[35], 0);
    }
}

/* ---- time ---- */

/* Linux says ENODEV for a drive that was unplugged; Wine has no word for it, and says "general failure". Seen with Wine
 * 8 and a simulated drive at SG_IO. Of SG_IO's errors it is the only one that comes up so.
 */
static void execute__general_failure__is_an_unplugged_drive_under_wine_only(void **state)
{
    struct scsi_command command = command_of(test_unit_ready, 6, SCSI_NO_DATA, NULL, 0);
    struct scsi_reply reply;

    (void)state;
    expect_sptd((struct fake_step){.error = ERROR_GEN_FAILURE});
    reply = execute(&command);
    assert_int_equal(reply.outcome, SCSI_LOST);
    assert_int_equal(reply.failure, SCSI_FAILURE_OTHER);
    assert_int_equal(reply.system_error, ERROR_GEN_FAILURE);
    fake_os.is_wine = true;
    expect_sptd((struct fake_step){.error = ERROR_GEN_FAILURE});
    reply = execute(&command);
    assert_int_equal(reply.outcome, SCSI_LOST);
    assert_int_equal(reply.failure, SCSI_FAILURE_DEVICE_GONE);
    assert_int_equal(reply.system_error, ERROR_GEN_FAILURE);
}

static void execute__pending__waits_for_its_end(void **state)
{
    uint8_t data[36];
    struct scsi_command command = command_of(inquiry, 6, SCSI_DATA_IN, data, sizeof data);
    struct scsi_reply reply;

    (void)state;
    expect_sptd((struct fake_step){.way = FAKE_PENDING, .duration_ms = 9500, .answer = answer_inquiry});
    reply = execute(&command);
    assert_int_equal(reply.outcome, SCSI_DONE);
    assert_int_equal(data[0], 5);
    assert_int_equal(fake_os.wait_count, 1);
    assert_int_equal(fake_os.waits_ms[0], 10000 + 30000);
    assert_int_equal(fake_os.cancel_count, 0);
}

/* ---- without an event ---- */

static void execute__under_wine__ends_as_with_an_event(void **state)
{
    uint8_t data[36];
    uint8_t expected[36] = {0};
    struct scsi_command command = command_of(inquiry, 6, SCSI_DATA_IN, data, sizeof data);
    long live = base_alloc_live();
    uint32_t start_ms = fake_os.now_ms;

    (void)state;
    fake_os.is_wine = true;
    fake_os.has_no_events = true;
    expect_sptd((struct fake_step){.answer = answer_inquiry});
    assert_int_equal(execute(&command).outcome, SCSI_DONE);
    assert_false(fake_os.ioctls[0].has_event);
    assert_int_equal(fake_os.slept_ms, 0);

    expect_sptd((struct fake_step){.way = FAKE_PENDING, .duration_ms = 9500, .answer = answer_inquiry});
    assert_int_equal(execute(&command).outcome, SCSI_DONE);
    assert_int_equal(data[0], 5);
    assert_int_equal(fake_os.now_ms - start_ms, 9500);
    expect_sptd((struct fake_step){.way = FAKE_PENDING, .duration_ms = 10, .error = ERROR_NOT_SUPPORTED});
    assert_int_equal(execute(&command).system_error, ERROR_NOT_SUPPORTED);
    assert_int_equal(fake_os.cancel_count, 0);

    expect_sptd((struct fake_step){.way = FAKE_CANCELS});
    assert_int_equal(execute(&command).failure, SCSI_FAILURE_TIMEOUT);
    assert_int_equal(fake_os.cancel_count, 1);
    assert_int_equal(base_alloc_live(), live);

    start_ms = fake_os.now_ms;
    expect_sptd((struct fake_step){.way = FAKE_HANGS, .answer = answer_page});
    assert_int_equal(execute(&command).failure, SCSI_FAILURE_TIMEOUT);
    assert_int_equal(fake_os.now_ms - start_ms, 10000 + 30000 + 5000);
    expect_sptd((struct fake_step){0});
    assert_int_equal(execute(&command).outcome, SCSI_DONE);
    assert_int_equal(base_alloc_live(), live + 1); /* not freed: it is still under way */
    fake_os_finish_hanging();
    assert_memory_equal(data, expected, sizeof data);
    expect_sptd((struct fake_step){0});
    assert_int_equal(execute(&command).outcome, SCSI_DONE);
    assert_int_equal(base_alloc_live(), live);
}

/* ---- deadlines ---- */

static void execute__short_deadline__waits_for_seven_seconds_and_recovery(void **state)
{
    struct scsi_command command = command_of(test_unit_ready, 6, SCSI_NO_DATA, NULL, 0);

    (void)state;
    command.timeout_ms = 1500;
    expect_sptd((struct fake_step){.way = FAKE_PENDING, .duration_ms = 10});
    (void)execute(&command);
    assert_int_equal(fake_os.waits_ms[0], 7000 + 30000);
}

static void execute__never_ends__is_cancelled_and_lost(void **state)
{
    uint8_t data[36];
    struct scsi_command command = command_of(inquiry, 6, SCSI_DATA_IN, data, sizeof data);
    struct scsi_reply reply;

    (void)state;
    expect_sptd((struct fake_step){.way = FAKE_CANCELS});
    reply = execute(&command);
    assert_int_equal(reply.outcome, SCSI_LOST);
    assert_int_equal(reply.failure, SCSI_FAILURE_TIMEOUT);
    assert_int_equal(reply.system_error, 121);
    assert_int_equal(fake_os.cancel_count, 1);
    assert_int_equal(fake_os_open_handles(), 1);
}

static void execute__not_even_cancelled__leaves_the_request_to_the_system_and_frees_it_later(void **state)
{
    uint8_t data[36];
    uint8_t expected[36] = {0};
    struct scsi_command command = command_of(inquiry, 6, SCSI_DATA_IN, data, sizeof data);
    long live = base_alloc_live();
    struct scsi_reply reply;
    uint32_t start_ms = fake_os.now_ms;

    (void)state;
    expect_sptd((struct fake_step){.way = FAKE_HANGS, .answer = answer_page});
    reply = execute(&command);
    assert_int_equal(reply.outcome, SCSI_LOST);
    assert_int_equal(reply.failure, SCSI_FAILURE_TIMEOUT);
    assert_int_equal(fake_os.now_ms - start_ms, 10000 + 30000 + 5000);
    assert_int_equal(base_alloc_live(), live + 1); /* the request is the system's now */
    assert_int_equal(fake_os_open_handles(), 2);

    /* The next command does not free what is still under way. */
    expect_sptd((struct fake_step){0});
    assert_int_equal(execute(&command).outcome, SCSI_DONE);
    assert_int_equal(base_alloc_live(), live + 1);

    /* The drive answers after all: not into the caller's buffer. */
    memset(data, 0, sizeof data);
    fake_os_finish_hanging();
    assert_memory_equal(data, expected, sizeof data);
    expect_sptd((struct fake_step){0});
    assert_int_equal(execute(&command).outcome, SCSI_DONE);
    assert_int_equal(base_alloc_live(), live);
    assert_int_equal(fake_os_open_handles(), 1);
}

/* Wine drops the host status: a command that Linux gave up comes back as GOOD, after max(time-out, 7 s). */
static void execute__good_after_the_deadline__is_a_timeout_under_wine_only(void **state)
{
    /* clang-format off */
    static const struct {
        bool is_wine;
        uint32_t timeout_ms;
        uint32_t took_ms;
        enum scsi_outcome outcome;
    } rows[] = {
        {true,   2000,  6900, SCSI_DONE},
        {true,   2000,  7000, SCSI_LOST},
        {true,  12000,  7000, SCSI_DONE},
        {true,  12000, 11900, SCSI_DONE},
        {true,  12000, 11990, SCSI_LOST}, /* the tick count moves in steps of 16 ms */
        {true,  12000, 12300, SCSI_LOST},
        {false, 12000, 12300, SCSI_DONE},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        uint8_t data[36];
        struct scsi_command command = command_of(inquiry, 6, SCSI_DATA_IN, data, sizeof data);
        struct scsi_reply reply;

        fake_os.is_wine = rows[i].is_wine;
        command.timeout_ms = rows[i].timeout_ms;
        expect_sptd((struct fake_step){.duration_ms = rows[i].took_ms, .answer = answer_inquiry});
        reply = execute(&command);
        assert_int_equal(reply.outcome, rows[i].outcome);
        assert_int_equal(reply.failure, rows[i].outcome == SCSI_LOST ? SCSI_FAILURE_TIMEOUT : SCSI_FAILURE_NONE);
        assert_int_equal(reply.transferred_bytes, rows[i].outcome == SCSI_LOST ? 0 : 36);
        assert_int_equal(data[0], rows[i].outcome == SCSI_LOST ? 0 : 5);
    }
}

static void execute__refused_after_the_deadline__stays_refused_under_wine(void **state)
{
    struct scsi_command command = command_of(test_unit_ready, 6, SCSI_NO_DATA, NULL, 0);

    (void)state;
    fake_os.is_wine = true;
    expect_sptd((struct fake_step){.duration_ms = 20000, .answer = answer_check_condition});
    assert_int_equal(execute(&command).outcome, SCSI_REFUSED);
}

/* ---- limits ---- */

static void execute__longer_than_the_adapter_allows__is_not_sent(void **state)
{
    static uint8_t data[65537];
    struct scsi_command command = command_of(write_10, 10, SCSI_DATA_OUT, data, 65537);
    struct scsi_reply reply;

    (void)state;
    reply = execute(&command);
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.failure, SCSI_FAILURE_TOO_LONG);
    assert_int_equal(fake_os.ioctl_count, 0);

    command.requested_bytes = 65536;
    expect_sptd((struct fake_step){0});
    assert_int_equal(execute(&command).outcome, SCSI_DONE);
}

/* STORAGE_ADAPTER_DESCRIPTOR: Version 0, Size 4, MaximumTransferLength 8, MaximumPhysicalPages 12, AlignmentMask 16. */
static void get_limits__adapter_descriptors__are_read_with_distrust(void **state)
{
    /* clang-format off */
    static const struct {
        uint32_t size, transfer, pages, mask, returned;
        uint32_t aligned, unaligned, alignment;
    } rows[] = {
        {32,      65536,         16,      3,      32,  65536,   61440, 3},
        {32,      65536,         17,      1,      32,  65536,   65536, 1},
        {32,      131072,        33,      0,      32,  131072,  131072, 0},
        {32,      1048576,       17,      0x1FF,  32,  69632,   65536, 0x1FF},
        {32,      100000,        64,      7,      32,  98304,   98304, 7},      /* whole pages only */
        {32,      0,             0,       3,      32,  65536,   65536, 3},      /* says nothing */
        {32, 0xFFFFFFFF, 0xFFFFFFFF,      3,      32,  65536,   65536, 3},
        {32, 0xFFFFFFFE, 0xFFFFFFFE,      3,      32,  0xFFFFF000, 0xFFFFF000, 3}, /* no product wraps */
        {32,      512,           1,       3,      32,  2048,    2048,  3},      /* a sector at least */
        {32,      65536,         1,       3,      32,  4096,    2048,  3},
        {32,      65536,         16,      0x1000, 32,  65536,   61440, 0xFFF},  /* seen: Wine gives a page for a mask */
        {32,      65536,         16,      4,      32,  65536,   61440, 7},      /* no mask: the next one up */
        {16,      131072,        33,      0,      32,  65536,   65536, 3},      /* too short by its own word */
        {32,      131072,        33,      0,      12,  65536,   65536, 3},      /* too short in fact */
        {0xFFFFFFFF, 131072,     33,      0,      32,  131072,  131072, 0},
        {32,      131072,        33,      0,      4,   65536,   65536, 3},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        uint32_t descriptor[8] = {32, rows[i].size, rows[i].transfer, rows[i].pages, rows[i].mask};
        struct scsi_transport *own;
        struct scsi_limits limits;
        const struct fake_ioctl *sent = &fake_os.ioctls[i];

        fake_os_expect((struct fake_step){.code = QUERY_PROPERTY,
                                          .output = descriptor,
                                          .output_bytes = sizeof descriptor,
                                          .returned = rows[i].returned});
        own = sptd_create(handle);
        own->ops->get_limits(own, &limits);
        own->ops->close(own);
        assert_int_equal(limits.max_transfer_bytes, rows[i].aligned);
        assert_int_equal(limits.max_unaligned_transfer_bytes, rows[i].unaligned);
        assert_int_equal(limits.alignment_mask, rows[i].alignment);
        assert_int_equal(sent->input_bytes, 12);
        assert_memory_equal(sent->input, "\1\0\0\0\0\0\0\0\0\0\0\0", 12); /* StorageAdapterProperty, standard query */
    }
}

static void get_limits__no_descriptor__is_64_kib_and_four_bytes(void **state)
{
    struct scsi_limits limits;

    (void)state;
    transport->ops->get_limits(transport, &limits);
    assert_int_equal(limits.max_transfer_bytes, 65536);
    assert_int_equal(limits.max_unaligned_transfer_bytes, 65536);
    assert_int_equal(limits.alignment_mask, 3);
}

/* ---- without memory ---- */

static void execute__no_memory_or_no_event__is_not_sent(void **state)
{
    static const uint8_t nothing[36];
    uint8_t data[36];
    struct scsi_command command = command_of(inquiry, 6, SCSI_DATA_IN, data, sizeof data);
    struct scsi_reply reply;

    (void)state;
    memset(data, 0xEE, sizeof data);
    base_alloc_fail_nth(1);
    reply = execute(&command);
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.failure, SCSI_FAILURE_NO_MEMORY);
    assert_memory_equal(data, nothing, sizeof data);
    fake_os.has_no_events = true;
    reply = execute(&command);
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.failure, SCSI_FAILURE_NO_MEMORY);
    fake_os.has_no_events = false;
    base_alloc_fail_nth(1);
    assert_null(sptd_create(handle));
    assert_int_equal(fake_os.ioctl_count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(execute__inquiry__sends_the_structure_byte_by_byte),
        TEST(execute__no_data__has_no_buffer),
        TEST(execute__data_out_from_an_odd_address__sends_a_page_aligned_copy),
        TEST(execute__data_in_to_an_odd_address__copies_just_what_was_asked_for),
        TEST(execute__timeouts__become_whole_seconds_rounded_up),
        TEST(execute__malformed_command__is_not_sent),
        TEST(execute__check_condition__gives_the_sense_that_came),
        TEST(execute__lengths_that_lie__stay_within_what_was_asked),
        TEST(execute__status_busy__is_refused_without_sense),
        TEST(execute__system_errors__map_to_outcome_and_failure),
        TEST(execute__general_failure__is_an_unplugged_drive_under_wine_only),
        TEST(execute__pending__waits_for_its_end),
        TEST(execute__under_wine__ends_as_with_an_event),
        TEST(execute__short_deadline__waits_for_seven_seconds_and_recovery),
        TEST(execute__never_ends__is_cancelled_and_lost),
        TEST(execute__not_even_cancelled__leaves_the_request_to_the_system_and_frees_it_later),
        TEST(execute__good_after_the_deadline__is_a_timeout_under_wine_only),
        TEST(execute__refused_after_the_deadline__stays_refused_under_wine),
        TEST(execute__longer_than_the_adapter_allows__is_not_sent),
        TEST(get_limits__adapter_descriptors__are_read_with_distrust),
        TEST(get_limits__no_descriptor__is_64_kib_and_four_bytes),
        TEST(execute__no_memory_or_no_event__is_not_sent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
