/* Commands through IDiscRecorder2Ex of a recorder that is not ours: what it is given, and how its HRESULTs come back as
 * the four ways in which a command ends.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/foreign_recorder.h"
#include "com/global_interface.h"
#include "imapi2/recorder_transport.h"

static struct scsi_transport *open_transport(struct foreign_recorder *foreign)
{
    struct scsi_transport *transport;

    assert_hr(recorder_transport_create(&foreign->IDiscRecorder2Ex_iface, &transport), S_OK);
    return transport;
}

static struct scsi_reply execute(struct scsi_transport *transport, const void *cdb, size_t length,
                                 enum scsi_direction direction, void *data, uint32_t bytes, uint32_t timeout_ms)
{
    struct scsi_command command = {.direction = direction, .data = data};
    struct scsi_reply reply;

    memcpy(command.cdb, cdb, length);
    command.cdb_length = (uint8_t)length;
    command.requested_bytes = bytes;
    command.timeout_ms = timeout_ms;
    memset(&reply, 0xEE, sizeof reply);
    transport->ops->execute(transport, &command, &reply);
    return reply;
}

static struct scsi_reply test_unit_ready(struct scsi_transport *transport)
{
    return execute(transport, "\0\0\0\0\0\0", 6, SCSI_NO_DATA, NULL, 0, 1000);
}

static void execute__three_directions__reach_the_members(void **state)
{
    static const BYTE read_10[10] = {0x28, 0, 0, 0, 0, 16, 0, 0, 1, 0};
    static const BYTE mode_select[10] = {0x55, 0x10, 0, 0, 0, 0, 0, 0, 4, 0};
    struct foreign_recorder foreign;
    struct scsi_transport *transport;
    struct scsi_reply reply;
    BYTE data[8] = "abcdefg";

    (void)state;
    foreign_begin(&foreign, NULL);
    transport = open_transport(&foreign);
    reply = execute(transport, "\x35\0\0\0\0\0\0\0\0\0", 10, SCSI_NO_DATA, NULL, 0, 1001);
    assert_int_equal(reply.outcome, SCSI_DONE);
    assert_int_equal(reply.transferred_bytes, 0);
    assert_int_equal(foreign.cdb[0], 0x35);
    assert_int_equal(foreign.cdb_size, 10);
    assert_int_equal(foreign.timeout_s, 2); /* never less than was asked for */
    assert_null(foreign.buffer);

    memcpy(foreign.data, "0123456789", 10);
    foreign.fetched = 6;
    reply = execute(transport, read_10, 10, SCSI_DATA_IN, data, 8, 30000);
    assert_int_equal(reply.outcome, SCSI_DONE);
    assert_int_equal(reply.transferred_bytes, 6);
    assert_memory_equal(foreign.cdb, read_10, 10);
    assert_int_equal(foreign.timeout_s, 30);
    assert_int_equal(foreign.buffer_size, 8);
    assert_memory_equal(data, "01234567", 8);

    reply = execute(transport, mode_select, 10, SCSI_DATA_OUT, "wxyz", 4, 1);
    assert_int_equal(reply.outcome, SCSI_DONE);
    assert_int_equal(reply.transferred_bytes, 4);
    assert_true(foreign.was_sent_to_device);
    assert_memory_equal(foreign.received, "wxyz", 4);
    assert_int_equal(foreign.timeout_s, 1);
    transport->ops->close(transport);
    foreign_end(&foreign);
}

static void execute__more_bytes_than_were_asked_for__are_not_believed(void **state)
{
    struct foreign_recorder foreign;
    struct scsi_transport *transport;
    BYTE data[8];

    (void)state;
    foreign_begin(&foreign, NULL);
    foreign.fetched = 0xFFFFFFFF;
    transport = open_transport(&foreign);
    assert_int_equal(execute(transport, "\x12\0\0\0\x08\0", 6, SCSI_DATA_IN, data, 8, 1000).transferred_bytes, 8);
    transport->ops->close(transport);
    foreign_end(&foreign);
}

static void execute__sense_data__is_a_refusal(void **state)
{
    static const BYTE sense[18] = {0x70, 0, 0x02, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x3A, 0x01};
    struct foreign_recorder foreign;
    struct scsi_transport *transport;
    struct scsi_reply reply;

    (void)state;
    foreign_begin(&foreign, NULL);
    transport = open_transport(&foreign);
    foreign.answer = S_IMAPI_COMMAND_HAS_SENSE_DATA;
    memcpy(foreign.sense, sense, sizeof sense);
    reply = test_unit_ready(transport);
    assert_int_equal(reply.outcome, SCSI_REFUSED);
    assert_int_equal(reply.status, SCSI_STATUS_CHECK_CONDITION);
    assert_int_equal(reply.sense_length, 18);
    assert_memory_equal(reply.sense, sense, 18);
    memset(foreign.sense, 0, sizeof foreign.sense); /* it says that there is some, and brings none */
    reply = test_unit_ready(transport);
    assert_int_equal(reply.outcome, SCSI_REFUSED);
    assert_int_equal(reply.sense_length, 0);
    foreign.answer = S_OK; /* what lies there after success is none of ours */
    memcpy(foreign.sense, sense, sizeof sense);
    reply = test_unit_ready(transport);
    assert_int_equal(reply.outcome, SCSI_DONE);
    assert_int_equal(reply.sense_length, 0);
    transport->ops->close(transport);
    foreign_end(&foreign);
}

static void execute__each_failure__is_what_it_was(void **state)
{
    /* clang-format off */
    static const struct {
        HRESULT hr;
        enum scsi_outcome outcome;
        enum scsi_failure failure;
        uint8_t status;
        uint32_t system_error;
    } rows[] = {
        {(HRESULT)0xC0AA020D, SCSI_LOST,     SCSI_FAILURE_TIMEOUT,        0x00, 0},
        {(HRESULT)0xC0AA0210, SCSI_NOT_SENT, SCSI_FAILURE_LOCKED,         0x00, 0},
        {(HRESULT)0x80070005, SCSI_NOT_SENT, SCSI_FAILURE_ACCESS_DENIED,  0x00, 0},
        {(HRESULT)0x8007000E, SCSI_NOT_SENT, SCSI_FAILURE_NO_MEMORY,      0x00, 0},
        {(HRESULT)0x80070006, SCSI_NOT_SENT, SCSI_FAILURE_INVALID_HANDLE, 0x00, 0},
        {(HRESULT)0x80070037, SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE,    0x00, 0},
        {(HRESULT)0x8007048F, SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE,    0x00, 0},
        {(HRESULT)0xC0AA0207, SCSI_REFUSED,  SCSI_FAILURE_NONE,           0x08, 0},
        {(HRESULT)0xC0AA02FF, SCSI_REFUSED,  SCSI_FAILURE_NONE,           0xFF, 0},
        {(HRESULT)0x8007001F, SCSI_LOST,     SCSI_FAILURE_OTHER,          0x00, 31},
        {(HRESULT)0x80004005, SCSI_LOST,     SCSI_FAILURE_OTHER,          0x00, 0x80004005},
    };
    /* clang-format on */
    struct foreign_recorder foreign;
    struct scsi_transport *transport;
    struct scsi_reply reply;
    size_t i;

    (void)state;
    foreign_begin(&foreign, NULL);
    transport = open_transport(&foreign);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        foreign.answer = rows[i].hr;
        reply = test_unit_ready(transport);
        assert_int_equal(reply.outcome, rows[i].outcome);
        assert_int_equal(reply.failure, rows[i].failure);
        assert_int_equal(reply.status, rows[i].status);
        assert_int_equal(reply.system_error, rows[i].system_error);
        assert_int_equal(reply.sense_length, 0);
        assert_int_equal(reply.transferred_bytes, 0);
    }
    transport->ops->close(transport);
    foreign_end(&foreign);
}

static void execute__buffer_that_lies_wrong__is_moved(void **state)
{
    static BYTE memory[64 + 16];
    struct foreign_recorder foreign;
    struct scsi_transport *transport;
    BYTE *odd = memory + 16 - (size_t)memory % 16 + 1;

    (void)state;
    foreign_begin(&foreign, NULL);
    foreign.alignment = 16;
    foreign.fetched = 8;
    memcpy(foreign.data, "01234567", 8);
    transport = open_transport(&foreign);
    execute(transport, "\x12\0\0\0\x08\0", 6, SCSI_DATA_IN, odd, 8, 1000);
    assert_ptr_not_equal(foreign.buffer, odd);
    assert_int_equal((size_t)foreign.buffer % 16, 0);
    assert_memory_equal(odd, "01234567", 8);
    memcpy(odd, "hgfedcba", 8);
    execute(transport, "\x55\0\0\0\0\0\0\0\x08\0", 10, SCSI_DATA_OUT, odd, 8, 1000);
    assert_ptr_not_equal(foreign.buffer, odd);
    assert_int_equal((size_t)foreign.buffer % 16, 0);
    assert_memory_equal(foreign.received, "hgfedcba", 8);
    execute(transport, "\x12\0\0\0\x08\0", 6, SCSI_DATA_IN, odd - 1, 8, 1000);
    assert_ptr_equal(foreign.buffer, odd - 1); /* no copy that nobody needs */
    transport->ops->close(transport);
    foreign_end(&foreign);
}

static void limits__each_answer__is_one_that_can_be_used(void **state)
{
    static const struct {
        ULONG aligned, unaligned, alignment;
        uint32_t max, max_unaligned, mask;
    } rows[] = {
        {65536, 32768, 1, 65536, 32768, 0},
        {131072, 131072, 4, 131072, 131072, 3},
        {131072, 131072, 3, 131072, 131072, 3}, /* the mask that the name promises */
        {0, 1, 0, 2048, 2048, 0},
        {0xFFFFFFFF, 0x80000000, 6, 0x7FFFFFFF, 0x7FFFFFFF, 0xFFF},
        {65536, 65536, 0x10000000, 65536, 65536, 0xFFF},
    };
    struct foreign_recorder foreign;
    struct scsi_transport *transport;
    struct scsi_limits limits;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        foreign_begin(&foreign, NULL);
        foreign.aligned = rows[i].aligned;
        foreign.unaligned = rows[i].unaligned;
        foreign.alignment = rows[i].alignment;
        transport = open_transport(&foreign);
        transport->ops->get_limits(transport, &limits);
        assert_int_equal(limits.max_transfer_bytes, rows[i].max);
        assert_int_equal(limits.max_unaligned_transfer_bytes, rows[i].max_unaligned);
        assert_int_equal(limits.alignment_mask, rows[i].mask);
        transport->ops->close(transport);
        foreign_end(&foreign);
    }
}

static void create__limits_that_cannot_be_had__is_their_failure(void **state)
{
    struct foreign_recorder foreign;
    struct scsi_transport *transport = (struct scsi_transport *)state;

    foreign_begin(&foreign, NULL);
    foreign.limits_answer = (HRESULT)0x80070006;
    assert_hr(recorder_transport_create(&foreign.IDiscRecorder2Ex_iface, &transport), 0x80070006);
    assert_null(transport);
    foreign_end(&foreign);
}

static void execute__more_than_one_transfer__is_not_sent(void **state)
{
    static BYTE data[4096];
    struct foreign_recorder foreign;
    struct scsi_transport *transport;
    struct scsi_reply reply;

    (void)state;
    foreign_begin(&foreign, NULL);
    foreign.aligned = 2048;
    transport = open_transport(&foreign);
    data[0] = 0xEE;
    reply = execute(transport, "\x28\0\0\0\0\0\0\0\2\0", 10, SCSI_DATA_IN, data, sizeof data, 1000);
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.failure, SCSI_FAILURE_TOO_LONG);
    assert_int_equal(data[0], 0);
    assert_int_equal(foreign.commands, 0);
    transport->ops->close(transport);
    foreign_end(&foreign);
}

static void agile__our_recorder_and_a_client_s__are_told_apart(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_recorder(fixture);
    struct foreign_recorder foreign;

    foreign_begin(&foreign, NULL);
    assert_true(com_is_agile((IUnknown *)recorder));
    assert_false(com_is_agile((IUnknown *)&foreign.IDiscRecorder2_iface));
    IDiscRecorder2_Release(recorder);
    foreign_end(&foreign);
}

static void kept__an_object__is_the_same_one_again(void **state)
{
    struct foreign_recorder foreign;
    struct com_global *global;
    IDiscRecorder2Ex *extended;
    IUnknown *other;

    (void)state;
    foreign_begin(&foreign, NULL);
    assert_hr(com_global_keep((IUnknown *)&foreign.IDiscRecorder2_iface, &global), S_OK);
    assert_true(foreign.references > 1);
    assert_hr(com_global_get(global, &IID_IDiscRecorder2Ex, (void **)&extended), S_OK);
    assert_ptr_equal(extended, &foreign.IDiscRecorder2Ex_iface);
    IDiscRecorder2Ex_Release(extended);
    assert_hr(com_global_get(global, &IID_IStream, (void **)&other), E_NOINTERFACE);
    assert_null(other);
    com_global_add_ref(global);
    com_global_release(global);
    assert_true(foreign.references > 1);
    com_global_release(global);
    com_global_release(NULL);
    foreign_end(&foreign);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(execute__three_directions__reach_the_members),
        CASE(execute__more_bytes_than_were_asked_for__are_not_believed),
        CASE(execute__sense_data__is_a_refusal),
        CASE(execute__each_failure__is_what_it_was),
        CASE(execute__buffer_that_lies_wrong__is_moved),
        CASE(limits__each_answer__is_one_that_can_be_used),
        CASE(create__limits_that_cannot_be_had__is_their_failure),
        CASE(execute__more_than_one_transfer__is_not_sent),
        CASE(agile__our_recorder_and_a_client_s__are_told_apart),
        CASE(kept__an_object__is_the_same_one_again),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
