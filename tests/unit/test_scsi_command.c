/* scsi/command.c: what a caller finds when its command was not sent. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "scsi/command.h"

static void reply_not_sent__data_in__is_cleared_and_the_reply_is_whole(void **state)
{
    uint8_t data[5] = {0x11, 0x22, 0x33, 0x44, 0x55};
    struct scsi_command command = {{0x12, 0, 0, 0, 4, 0}, 6, SCSI_DATA_IN, data, 4, 30000};
    struct scsi_reply reply;
    size_t i;

    (void)state;
    memset(&reply, 0xA5, sizeof reply);
    scsi_reply_not_sent(&command, &reply, SCSI_FAILURE_LOCKED, 32);
    assert_memory_equal(data, "\0\0\0\0\x55", 5);
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.failure, SCSI_FAILURE_LOCKED);
    assert_int_equal(reply.system_error, 32);
    assert_int_equal(reply.status, SCSI_STATUS_GOOD);
    assert_int_equal(reply.sense_length, 0);
    assert_int_equal(reply.transferred_bytes, 0);
    for (i = 0; i < SCSI_SENSE_MAX; i++)
        assert_int_equal(reply.sense[i], 0);
}

static void reply_not_sent__data_out__stays_the_callers(void **state)
{
    uint8_t data[2] = {0x11, 0x22};
    struct scsi_command command = {{0x55, 0x10, 0, 0, 0, 0, 0, 0, 2, 0}, 10, SCSI_DATA_OUT, data, 2, 30000};
    struct scsi_reply reply;

    (void)state;
    scsi_reply_not_sent(&command, &reply, SCSI_FAILURE_TOO_LONG, 0);
    assert_memory_equal(data, "\x11\x22", 2);
    assert_int_equal(reply.failure, SCSI_FAILURE_TOO_LONG);
}

/* A malformed command of a caller: a length, and no buffer. */
static void reply_not_sent__no_buffer__nothing_is_written(void **state)
{
    struct scsi_command command = {{0x12, 0, 0, 0, 4, 0}, 6, SCSI_DATA_IN, NULL, 4, 30000};
    struct scsi_reply reply;

    (void)state;
    scsi_reply_not_sent(&command, &reply, SCSI_FAILURE_OTHER, 87);
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.system_error, 87);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reply_not_sent__data_in__is_cleared_and_the_reply_is_whole),
        cmocka_unit_test(reply_not_sent__data_out__stays_the_callers),
        cmocka_unit_test(reply_not_sent__no_buffer__nothing_is_written),
    };

    return cmocka_run_group_tests_name("scsi command", tests, NULL, NULL);
}
