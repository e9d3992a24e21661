/* Commands of the caller's own: sent once, as they are, and answered with what the drive said. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/drive_fixture.h"

static uint8_t data[64];

static struct scsi_command test_unit_ready(void)
{
    struct scsi_command command = {.cdb_length = 6, .timeout_ms = 12000};

    return command;
}

/* INQUIRY for 64 bytes. */
static struct scsi_command inquiry(void)
{
    struct scsi_command command = {.cdb = {0x12, 0, 0, 0, 0x40, 0},
                                   .cdb_length = 6,
                                   .direction = SCSI_DATA_IN,
                                   .data = data,
                                   .requested_bytes = sizeof data,
                                   .timeout_ms = 4294967295u};

    return command;
}

static void send_raw__good__goes_out_once_as_it_is(void **state)
{
    static const uint8_t cdb[6] = {0x12, 0, 0, 0, 0x40, 0};
    struct scsi_command command = inquiry();
    struct drive_fixture *fixture = *state;
    struct scsi_reply reply;

    script_bytes(&fixture->script, "\x05\x80\x00\x32\x1F", 5);
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_sent(&fixture->script, 0, cdb, 6);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 4294967295u); /* the caller's, not ours */
    assert_int_equal(reply.transferred_bytes, 5);
    assert_int_equal(reply.sense_length, 0);
    assert_memory_equal(data, "\x05\x80\x00\x32\x1F\x00", 6);
}

/* A transport that counts more than there can be. */
static void send_raw__counted_beyond_the_buffer__is_cut(void **state)
{
    struct scsi_command command = inquiry();
    struct drive_fixture *fixture = *state;
    struct scsi_reply reply;

    script_bytes_counted(&fixture->script, "\x05", 1, 0xFFFFFFFF);
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_OK);
    assert_int_equal(reply.transferred_bytes, sizeof data);
}

/* What every other command would absorb, wait for or send again is the caller's to see. */
static void send_raw__any_sense__is_the_callers(void **state)
{
    /* clang-format off */
    static const struct { uint8_t response, key, asc, ascq; } rows[] = {
        {0x70, 0x06, 0x28, 0x00}, {0x70, 0x02, 0x04, 0x01}, {0x70, 0x02, 0x04, 0x07}, {0x71, 0x03, 0x0C, 0x00},
        {0x70, 0x01, 0x18, 0x00}, {0x70, 0x00, 0x00, 0x00}, {0x70, 0x05, 0x24, 0x00}, {0x70, 0x0B, 0x47, 0x00},
    };
    /* clang-format on */
    struct scsi_command command = test_unit_ready();
    struct drive_fixture *fixture = *state;
    struct scsi_reply reply;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        script_sense(&fixture->script, 1, rows[i].response, rows[i].key, rows[i].asc, rows[i].ascq);
        assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_REFUSED);
        assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x00, rows[i].key, rows[i].asc, rows[i].ascq);
        assert_int_equal(fixture->script.sent_count, i + 1);
        assert_int_equal(reply.sense_length, 18);
        assert_int_equal(reply.sense[0], rows[i].response);
        assert_int_equal(reply.sense[2], rows[i].key);
        assert_int_equal(reply.sense[12], rows[i].asc);
        assert_int_equal(reply.sense[13], rows[i].ascq);
    }
}

/* A bridge without autosense: one REQUEST SENSE, and what it brings stands in the reply. */
static void send_raw__no_sense_with_the_refusal__it_is_asked_for(void **state)
{
    static const uint8_t request[6] = {0x03, 0, 0, 0, 0x12, 0};
    static const uint8_t sense[14] = {0x70, 0, 0x02, 0, 0, 0, 0, 0x06, 0, 0, 0, 0, 0x3A, 0x01};
    struct scsi_command command = test_unit_ready();
    struct drive_fixture *fixture = *state;
    struct scsi_reply reply;

    script_raw_sense(&fixture->script, NULL, 0);
    script_bytes(&fixture->script, sense, sizeof sense);
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x00, 0x02, 0x3A, 0x01);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_sent(&fixture->script, 1, request, 6);
    assert_int_equal(reply.sense_length, 14);
    assert_memory_equal(reply.sense, sense, sizeof sense);
    assert_int_equal(fixture->script.sent[1].timeout_ms, 12000); /* what is left of the caller's */

    script_again(&fixture->script);
    fixture->script.command_ms = 11500;
    script_raw_sense(&fixture->script, NULL, 0);
    script_bytes(&fixture->script, sense, sizeof sense);
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_REFUSED);
    assert_int_equal(fixture->script.sent[1].timeout_ms, 1000);
}

static void send_raw__no_sense_at_all__has_none(void **state)
{
    static const uint8_t empty[18] = {0x70, [7] = 0x0A}, zeros[18];
    struct scsi_command command = test_unit_ready();
    struct drive_fixture *fixture = *state;
    struct scsi_reply reply;

    script_raw_sense(&fixture->script, NULL, 0);
    script_bytes(&fixture->script, empty, sizeof empty);
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_REFUSED);
    assert_false(fixture->failure.has_sense);
    assert_int_equal(reply.sense_length, 0);
    script_raw_sense(&fixture->script, zeros, sizeof zeros); /* counted, and nothing in it */
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_REFUSED);
    assert_false(fixture->failure.has_sense);
    assert_int_equal(reply.sense_length, 0);
}

/* 7Fh vendor-specific (SPC-3), 00h and FFh of bridges: the bytes are the caller's, words are not made of them. */
static void send_raw__sense_of_another_format__reaches_the_caller_as_it_came(void **state)
{
    static const uint8_t codes[] = {0x7F, 0xFF, 0x00, 0x80, 0x6F, 0x74};
    struct scsi_command command = test_unit_ready();
    struct drive_fixture *fixture = *state;
    struct scsi_reply reply;
    size_t i;

    for (i = 0; i < sizeof codes; i++) {
        const uint8_t sense[18] = {codes[i], 1, 0x02, 3, 4, 5, 6, 0x0A, 8, 9, 10, 11, 0x3A, 13, 14, 15, 16, 17};

        script_again(&fixture->script);
        script_raw_sense(&fixture->script, sense, sizeof sense);
        assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_REFUSED);
        assert_false(fixture->failure.has_sense);
        assert_int_equal(reply.sense_length, 18);
        assert_memory_equal(reply.sense, sense, 18);
        assert_int_equal(fixture->script.sent_count, 1);
        /* So when they have to be asked for. */
        script_raw_sense(&fixture->script, NULL, 0);
        script_bytes(&fixture->script, sense, sizeof sense);
        assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_REFUSED);
        assert_false(fixture->failure.has_sense);
        assert_int_equal(reply.sense_length, 18);
        assert_memory_equal(reply.sense, sense, 18);
    }
}

static void send_raw__other_ends__are_as_of_any_command(void **state)
{
    struct scsi_command command = test_unit_ready();
    struct drive_fixture *fixture = *state;
    struct scsi_reply reply;

    script_status(&fixture->script, 0x08);
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_BUSY);
    assert_int_equal(fixture->failure.scsi_status, 0x08);
    script_status(&fixture->script, 0x18);
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_BUSY);
    script_status(&fixture->script, 0x40);
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_TIMEOUT);
    script_status(&fixture->script, 0xEE);
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_INVALID_RESPONSE);
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_TIMEOUT, 121);
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_TIMEOUT);
    assert_int_equal(fixture->failure.system_error, 121);
    script_failure(&fixture->script, SCSI_NOT_SENT, SCSI_FAILURE_DEVICE_GONE, 55);
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_GONE);
    fixture->host.owner = "Somebody";
    script_failure(&fixture->script, SCSI_NOT_SENT, SCSI_FAILURE_LOCKED, 5);
    assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure), DRIVE_LOCKED);
    assert_string_equal(fixture->failure.holder, "Somebody");
    assert_int_equal(fixture->script.sent_count, 7);
}

/* Wine's habit of opening the door that Linux locked must not open the one that the caller locked. */
static void send_raw__prevents_removal__eject_leaves_the_door_alone(void **state)
{
    struct scsi_command prevent = {.cdb = {0x1E, 0, 0, 0, 0x01, 0}, .cdb_length = 6, .timeout_ms = 10000};
    struct scsi_command allow = {.cdb = {0x1E, 0, 0, 0, 0x00, 0}, .cdb_length = 6, .timeout_ms = 10000};
    struct drive_fixture *fixture = *state;
    struct scsi_reply reply;

    fixture->host.dismount_status = DRIVE_OK;
    script_good(&fixture->script);
    assert_int_equal(drive_send_raw(fixture->drive, &prevent, &reply, &fixture->failure), DRIVE_OK);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x02);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_int_equal(fixture->host.dismounts, 0);
    script_good(&fixture->script);
    assert_int_equal(drive_send_raw(fixture->drive, &allow, &reply, &fixture->failure), DRIVE_OK);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x02);
    script_good(&fixture->script); /* PREVENT ALLOW MEDIUM REMOVAL */
    script_good(&fixture->script);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->host.dismounts, 1);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(send_raw__good__goes_out_once_as_it_is),
        FIXTURE_TEST(send_raw__counted_beyond_the_buffer__is_cut),
        FIXTURE_TEST(send_raw__any_sense__is_the_callers),
        FIXTURE_TEST(send_raw__no_sense_with_the_refusal__it_is_asked_for),
        FIXTURE_TEST(send_raw__no_sense_at_all__has_none),
        FIXTURE_TEST(send_raw__sense_of_another_format__reaches_the_caller_as_it_came),
        FIXTURE_TEST(send_raw__other_ends__are_as_of_any_command),
        FIXTURE_TEST(send_raw__prevents_removal__eject_leaves_the_door_alone),
    };

    return cmocka_run_group_tests_name("drive_raw", tests, NULL, NULL);
}
