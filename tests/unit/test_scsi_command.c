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

/* SPC-3: INQUIRY is 12h, REQUEST SENSE 03h; PREVENT ALLOW MEDIUM REMOVAL is 1Eh with Prevent in bit 0 of byte 4, and
 * MMC-6's Persistent in bit 1.
 */
static void is_inquiry_and_moves_lock__by_the_operation_code(void **state)
{
    const struct scsi_command inquiry = {.cdb = {0x12, 0, 0, 0, 36}}, sense = {.cdb = {0x03, 0, 0, 0, 18}},
                              prevent = {.cdb = {0x1e, 0, 0, 0, 0x01}}, persistent = {.cdb = {0x1e, 0, 0, 0, 0x03}},
                              allow = {.cdb = {0x1e, 0, 0, 0, 0x00}}, allow_persistent = {.cdb = {0x1e, 0, 0, 0, 0x02}};
    bool is_locked = true;

    (void)state;
    assert_true(scsi_command_is_inquiry(&inquiry));
    assert_false(scsi_command_is_inquiry(&sense));
    assert_false(scsi_command_is_inquiry(&prevent));
    assert_false(scsi_command_moves_lock(&inquiry, &is_locked));
    assert_true(is_locked);
    assert_true(scsi_command_moves_lock(&allow, &is_locked));
    assert_false(is_locked);
    assert_true(scsi_command_moves_lock(&prevent, &is_locked));
    assert_true(is_locked);
    assert_true(scsi_command_moves_lock(&allow_persistent, &is_locked));
    assert_false(is_locked);
    assert_true(scsi_command_moves_lock(&persistent, &is_locked));
    assert_true(is_locked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reply_not_sent__data_in__is_cleared_and_the_reply_is_whole),
        cmocka_unit_test(reply_not_sent__data_out__stays_the_callers),
        cmocka_unit_test(reply_not_sent__no_buffer__nothing_is_written),
        cmocka_unit_test(is_inquiry_and_moves_lock__by_the_operation_code),
    };

    return cmocka_run_group_tests_name("scsi command", tests, NULL, NULL);
}
