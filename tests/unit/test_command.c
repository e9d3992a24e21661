/* How one command is sent and repeated, seen through questions that need one command: TEST UNIT READY and others. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "drive/command.h"
#include "support/drive_fixture.h"

enum { TEST_UNIT_READY = 0x00 };

static const uint8_t unit_ready_cdb[6] = {0x00};

static void send__good__is_ok_and_all_of_the_failure_is_set(void **state)
{
    struct drive_fixture *fixture = *state;

    script_good(&fixture->script);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_sent(&fixture->script, 0, unit_ready_cdb, 6);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 30000);
}

/* How long a writing command may take: libburn with Immed, and where another program's experience is worse, that. */
static void send__writing_commands__have_their_own_deadlines(void **state)
{
    static const struct {
        uint8_t opcode;
        uint32_t ms;
    } rows[] = {
        {0x04, 200000},  /* FORMAT UNIT: libburn */
        {0x2A, 200000},  /* WRITE(10): libburn; growisofs has 180 s for the first one of DVD-R disc at once */
        {0xAA, 200000},  /* WRITE(12): likewise */
        {0x35, 900000},  /* SYNCHRONIZE CACHE: growisofs without Immed, of a DVD-R disc at once */
        {0x53, 200000},  /* RESERVE TRACK: libburn */
        {0x54, 200000},  /* SEND OPC INFORMATION: libburn */
        {0x5B, 1000000}, /* CLOSE TRACK/SESSION: cdrecord on DVD+R */
        {0xA1, 200000},  /* BLANK: libburn */
        {0xB6, 30000},   /* SET STREAMING: libburn */
        {0xBB, 30000},   /* SET CD SPEED: libburn */
        {0xBF, 180000},  /* SEND DISC STRUCTURE: growisofs */
    };
    struct drive_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct scsi_command command = {.cdb = {rows[i].opcode}, .cdb_length = 10};

        script_again(&fixture->script);
        script_good(&fixture->script);
        assert_int_equal(drive_send(fixture->drive, &command, NULL, &fixture->failure), DRIVE_OK);
        assert_int_equal(fixture->script.sent[0].timeout_ms, rows[i].ms);
    }
}

/* SAM-3, status codes: what each is to us. */
static void send__each_status_byte__has_its_word(void **state)
{
    static const struct {
        uint8_t byte;
        enum drive_status status;
    } rows[] = {
        {0x08, DRIVE_BUSY},             /* BUSY */
        {0x18, DRIVE_BUSY},             /* RESERVATION CONFLICT */
        {0x28, DRIVE_BUSY},             /* TASK SET FULL */
        {0x30, DRIVE_BUSY},             /* ACA ACTIVE */
        {0x40, DRIVE_TIMEOUT},          /* TASK ABORTED */
        {0x00, DRIVE_INVALID_RESPONSE}, /* GOOD, and yet refused */
        {0x04, DRIVE_INVALID_RESPONSE}, /* CONDITION MET: no command of ours asks for one */
        {0xFF, DRIVE_INVALID_RESPONSE},
    };
    struct drive_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        script_again(&fixture->script);
        script_status(&fixture->script, rows[i].byte);
        assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), rows[i].status);
        assert_int_equal(fixture->failure.status, rows[i].status);
        assert_int_equal(fixture->failure.scsi_status, rows[i].byte);
        assert_true(fixture->failure.has_command);
        assert_false(fixture->failure.has_sense);
        assert_int_equal(fixture->script.sent_count, 1);
    }
}

static void send__each_reason_for_no_answer__has_its_word(void **state)
{
    static const struct {
        enum scsi_failure failure;
        enum drive_status status;
    } rows[] = {
        {SCSI_FAILURE_NONE, DRIVE_FAILED},
        {SCSI_FAILURE_DEVICE_GONE, DRIVE_GONE},
        {SCSI_FAILURE_ACCESS_DENIED, DRIVE_ACCESS_DENIED},
        {SCSI_FAILURE_LOCKED, DRIVE_LOCKED},
        {SCSI_FAILURE_INVALID_HANDLE, DRIVE_INVALID_HANDLE},
        {SCSI_FAILURE_TIMEOUT, DRIVE_TIMEOUT},
        {SCSI_FAILURE_NO_MEMORY, DRIVE_NO_MEMORY},
        {SCSI_FAILURE_TOO_LONG, DRIVE_FAILED},
        {SCSI_FAILURE_OTHER, DRIVE_FAILED},
    };
    struct drive_fixture *fixture = *state;
    enum scsi_outcome outcome;
    size_t i;

    for (outcome = SCSI_NOT_SENT; outcome <= SCSI_LOST; outcome++) {
        for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            script_again(&fixture->script);
            script_failure(&fixture->script, outcome, rows[i].failure, 1167);
            assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), rows[i].status);
            assert_int_equal(fixture->failure.status, rows[i].status);
            assert_int_equal(fixture->failure.system_error, 1167);
            assert_int_equal(fixture->failure.opcode, TEST_UNIT_READY);
            assert_true(fixture->failure.has_command);
            assert_false(fixture->failure.has_sense);
            assert_int_equal(fixture->script.sent_count, 1);
        }
    }
}

static void send__locked__names_the_holder_where_it_is_known(void **state)
{
    struct drive_fixture *fixture = *state;

    fixture->host.owner = "Another program";
    script_failure(&fixture->script, SCSI_NOT_SENT, SCSI_FAILURE_LOCKED, 5);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_LOCKED);
    assert_string_equal(fixture->failure.holder, "Another program");
    assert_int_equal(fixture->failure.system_error, 5);

    fixture->host.owner_status = DRIVE_FAILED;
    script_failure(&fixture->script, SCSI_NOT_SENT, SCSI_FAILURE_LOCKED, 5);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_LOCKED);
    assert_string_equal(fixture->failure.holder, "");
    assert_int_equal(fixture->failure.status, DRIVE_LOCKED);
}

static void send__sense_of_a_refusal__is_handed_on(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 1, 0x70, 0x02, 0x3A, 0x02);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, TEST_UNIT_READY, 0x02, 0x3A, 0x02);
    assert_int_equal(fixture->script.sent_count, 1);
}

/* "Becoming ready" and "operator needed" are the caller's to wait for, or not: nothing is repeated, no time passes. */
static void send__not_ready__is_not_waited_for(void **state)
{
    static const uint8_t ascqs[] = {0x00, 0x01, 0x02, 0x03, 0x04, 0x07, 0x08};
    struct drive_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof ascqs; i++) {
        script_again(&fixture->script);
        script_sense(&fixture->script, 1, 0x70, 0x02, 0x04, ascqs[i]);
        assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
        assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, TEST_UNIT_READY, 0x02, 0x04, ascqs[i]);
        assert_int_equal(fixture->script.sent_count, 1);
    }
    assert_int_equal(fixture->clock.sleeps, 0);
}

static void send__descriptor_sense__is_read(void **state)
{
    static const uint8_t sense[] = {0x72, 0x02, 0x3A, 0x01, 0, 0, 0, 0};
    struct drive_fixture *fixture = *state;

    script_raw_sense(&fixture->script, sense, sizeof sense);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, TEST_UNIT_READY, 0x02, 0x3A, 0x01);
}

static void send__sense_that_cannot_be_read__is_a_refusal_without_sense(void **state)
{
    static const uint8_t vendors[] = {0x7F, 0, 0x05, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x24, 0, 0, 0, 0, 0};
    struct drive_fixture *fixture = *state;

    script_raw_sense(&fixture->script, vendors, sizeof vendors);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_false(fixture->failure.has_sense);
    assert_int_equal(fixture->failure.scsi_status, 0x02);
    assert_int_equal(fixture->script.sent_count, 1);
}

/* Bridges without autosense: the sense is asked for. SPC-3, REQUEST SENSE, 18 bytes. */
static void send__refused_without_sense__sense_is_asked_for(void **state)
{
    static const uint8_t request_sense[6] = {0x03, 0, 0, 0, 0x12, 0};
    static const uint8_t sense[18] = {0x70, 0, 0x05, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x24, 0x00};
    struct drive_fixture *fixture = *state;

    script_raw_sense(&fixture->script, NULL, 0);
    script_bytes(&fixture->script, sense, sizeof sense);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, TEST_UNIT_READY, 0x05, 0x24, 0x00);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_sent(&fixture->script, 0, unit_ready_cdb, 6);
    assert_sent(&fixture->script, 1, request_sense, 6);
    assert_int_equal(fixture->script.sent[1].timeout_ms, 30000);
}

/* So have REQUEST SENSE, whose own 30 s are the most that it gets, and the repeat behind it. */
static void send__refused_late_without_sense__asking_is_within_the_deadline(void **state)
{
    static const uint8_t sense[18] = {0x70, 0, 0x06, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x29, 0x00};
    struct drive_fixture *fixture = *state;

    fixture->script.command_ms = 14000;
    script_raw_sense(&fixture->script, NULL, 0);
    script_bytes(&fixture->script, sense, sizeof sense);
    script_good(&fixture->script);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 3);
    assert_int_equal(fixture->script.sent[1].timeout_ms, 16000);
    assert_int_equal(fixture->script.sent[2].timeout_ms, 2000);

    script_again(&fixture->script); /* START STOP UNIT has 60 s */
    script_raw_sense(&fixture->script, NULL, 0);
    script_bytes(&fixture->script, sense, sizeof sense);
    script_good(&fixture->script);
    assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 60000);
    assert_int_equal(fixture->script.sent[1].timeout_ms, 30000);
    assert_int_equal(fixture->script.sent[2].timeout_ms, 32000);
}

static void send__unit_attention_without_autosense__is_absorbed_too(void **state)
{
    static const uint8_t sense[18] = {0x70, 0, 0x06, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x29, 0x00};
    struct drive_fixture *fixture = *state;

    script_raw_sense(&fixture->script, NULL, 0);
    script_bytes(&fixture->script, sense, sizeof sense);
    script_good(&fixture->script);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 3);
}

/* 00/00/00 after a refusal: the bridge has lost it. That is not success. */
static void send__asked_sense_is_empty_or_fails__is_a_refusal_without_sense(void **state)
{
    static const uint8_t nothing[18] = {0x70, 0, 0, 0, 0, 0, 0, 10};
    struct drive_fixture *fixture = *state;

    script_raw_sense(&fixture->script, NULL, 0);
    script_bytes(&fixture->script, nothing, sizeof nothing);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_false(fixture->failure.has_sense);

    script_raw_sense(&fixture->script, NULL, 0);
    script_bytes(&fixture->script, nothing, 2);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_false(fixture->failure.has_sense);

    script_raw_sense(&fixture->script, NULL, 0);
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_DEVICE_GONE, 55);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_false(fixture->failure.has_sense);
    assert_int_equal(fixture->script.sent_count, 6);
}

static void send__recovered_error__is_success(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 1, 0x70, 0x01, 0x73, 0x01);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 1);
}

/* 00/00/xx is "no error" in the table that IMAPI2 uses; another code under key 0 is a refusal. */
static void send__no_sense__is_success_but_not_with_a_code(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 1, 0x70, 0x00, 0x00, 0x16);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    script_sense(&fixture->script, 1, 0x70, 0x00, 0x5D, 0x00);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, TEST_UNIT_READY, 0x00, 0x5D, 0x00);
}

static void send__eight_unit_attentions__are_absorbed(void **state)
{
    struct drive_fixture *fixture = *state;
    size_t i;

    script_sense(&fixture->script, 1, 0x70, 0x06, 0x29, 0x00);
    script_sense(&fixture->script, 7, 0x70, 0x06, 0x28, 0x00);
    script_good(&fixture->script);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 9);
    for (i = 0; i < 9; i++)
        assert_sent(&fixture->script, i, unit_ready_cdb, 6);
    assert_int_equal(fixture->clock.sleeps, 0);
}

static void send__nine_unit_attentions__is_becoming_ready_after_nine_commands(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 9, 0x70, 0x06, 0x28, 0x00);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_MEDIUM_BECOMING_READY);
    assert_failure_is_sense(&fixture->failure, DRIVE_MEDIUM_BECOMING_READY, TEST_UNIT_READY, 0x06, 0x28, 0x00);
    assert_int_equal(fixture->script.sent_count, 9);
}

/* The deadline of TEST UNIT READY is 30 s. At 10 s a command the third attention arrives at 30 s. */
static void send__unit_attentions_until_the_deadline__is_becoming_ready(void **state)
{
    struct drive_fixture *fixture = *state;

    fixture->script.command_ms = 10000;
    script_sense(&fixture->script, 3, 0x70, 0x06, 0x28, 0x00);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_MEDIUM_BECOMING_READY);
    assert_int_equal(fixture->script.sent_count, 3);

    script_again(&fixture->script);
    fixture->script.command_ms = 9999;
    script_sense(&fixture->script, 3, 0x70, 0x06, 0x28, 0x00);
    script_good(&fixture->script);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 4);
}

/* The repeats have what is left of the first one's 30 s, a second at least. */
static void send__repeats_after_unit_attentions__share_one_deadline(void **state)
{
    struct drive_fixture *fixture = *state;

    fixture->script.command_ms = 12000;
    script_sense(&fixture->script, 2, 0x70, 0x06, 0x28, 0x00);
    script_good(&fixture->script);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 3);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 30000);
    assert_int_equal(fixture->script.sent[1].timeout_ms, 18000);
    assert_int_equal(fixture->script.sent[2].timeout_ms, 6000);

    script_again(&fixture->script);
    fixture->script.command_ms = 29999;
    script_sense(&fixture->script, 1, 0x70, 0x06, 0x28, 0x00);
    script_good(&fixture->script);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent[1].timeout_ms, 1000);
}

static void send__unit_attention_then_refusal__is_the_refusal(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 2, 0x70, 0x06, 0x28, 0x00);
    script_sense(&fixture->script, 1, 0x70, 0x02, 0x3A, 0x00);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, TEST_UNIT_READY, 0x02, 0x3A, 0x00);
    assert_int_equal(fixture->script.sent_count, 3);
}

/* Past the deadline nothing is sent again: a sense that speaks of an earlier command is all that there is to tell. */
static void send__deferred_sense_at_the_deadline__is_the_refusal(void **state)
{
    struct drive_fixture *fixture = *state;

    fixture->script.command_ms = 30000;
    script_sense(&fixture->script, 1, 0x71, 0x03, 0x0C, 0x00);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, TEST_UNIT_READY, 0x03, 0x0C, 0x00);
    assert_int_equal(fixture->script.sent_count, 1);

    script_again(&fixture->script);
    fixture->script.command_ms = 20000;
    script_sense(&fixture->script, 1, 0x71, 0x03, 0x0C, 0x00);
    script_good(&fixture->script);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent[1].timeout_ms, 10000);
}

static void send__deferred_sense__is_another_commands_and_sends_once_more(void **state)
{
    static const uint8_t descriptor_format[] = {0x73, 0x03, 0x0C, 0x00, 0, 0, 0, 0};
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 1, 0x71, 0x03, 0x0C, 0x00);
    script_good(&fixture->script);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 2);

    script_again(&fixture->script);
    script_raw_sense(&fixture->script, descriptor_format, sizeof descriptor_format);
    script_good(&fixture->script);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 2);
}

static void send__second_deferred_sense__is_taken_as_its_own(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 2, 0x71, 0x03, 0x0C, 0x09);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, TEST_UNIT_READY, 0x03, 0x0C, 0x09);
    assert_true(fixture->failure.sense.deferred);
    assert_int_equal(fixture->script.sent_count, 2);
}

/* SPC-3, deferred errors: the command that they end was not carried out, however harmless they are. */
static void send__second_deferred_sense_without_error__is_the_refusal(void **state)
{
    static const struct {
        uint8_t key, asc, ascq;
    } rows[] = {
        {0x01, 0x0C, 0x01}, /* write error, recovered with auto reallocation */
        {0x01, 0x00, 0x00},
        {0x00, 0x00, 0x00},
    };
    struct drive_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        script_again(&fixture->script);
        fixture->script.command_ms = 0;
        script_sense(&fixture->script, 2, 0x71, rows[i].key, rows[i].asc, rows[i].ascq);
        assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
        assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, TEST_UNIT_READY, rows[i].key, rows[i].asc,
                                rows[i].ascq);
        assert_true(fixture->failure.sense.deferred);
        assert_int_equal(fixture->script.sent_count, 2);

        script_again(&fixture->script);
        fixture->script.command_ms = 30000;
        script_sense(&fixture->script, 1, 0x71, rows[i].key, rows[i].asc, rows[i].ascq);
        assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
        assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, TEST_UNIT_READY, rows[i].key, rows[i].asc,
                                rows[i].ascq);
        assert_true(fixture->failure.sense.deferred);
        assert_int_equal(fixture->script.sent_count, 1);
    }
}

static void send__deferred_sense_among_unit_attentions__ten_commands_at_most(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 4, 0x70, 0x06, 0x28, 0x00);
    script_sense(&fixture->script, 1, 0x71, 0x06, 0x29, 0x00);
    script_sense(&fixture->script, 5, 0x70, 0x06, 0x28, 0x00);
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_MEDIUM_BECOMING_READY);
    assert_int_equal(fixture->script.sent_count, 10);
}

/* 65537 bytes claimed, 65534 asked for, and more than all memory counted. */
static void send__transferred_beyond_requested__is_not_believed(void **state)
{
    static const uint8_t toc[] = {0xFF, 0xFF, 0x01, 0x01};
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    script_bytes_counted(&fixture->script, toc, sizeof toc, UINT32_MAX);
    script_bytes_counted(&fixture->script, toc, sizeof toc, UINT32_MAX);
    assert_int_equal(drive_take_toc(fixture->drive, 0, false, 0, &bytes, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_int_equal(bytes.count, 65534);
    drive_bytes_free(&bytes);
}

static const uint8_t small_configuration[] = {0, 0, 0, 4, 0, 0, 0, 0};

/* Growth, seen through GET CONFIGURATION: the first allocation is 1024. */
static void take_reply__claim_is_the_first_allocation__one_command(void **state)
{
    static uint8_t reply[1024] = {0x00, 0x00, 0x03, 0xFC, 0, 0, 0, 0x10, 0x00, 0x01, 0x03, 0x00};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, reply, sizeof reply);
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 1);
    drive_codes_free(&codes);
}

static void take_reply__claim_is_one_more__asks_for_it_whole_and_even(void **state)
{
    static const uint8_t first[10] = {0x46, 0x00, 0, 0, 0, 0, 0, 0x04, 0x00, 0};
    static const uint8_t second[10] = {0x46, 0x00, 0, 0, 0, 0, 0, 0x04, 0x02, 0};
    static uint8_t reply[1025] = {0x00, 0x00, 0x03, 0xFD, 0, 0, 0, 0x10, 0x00, 0x01, 0x03, 0x00};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, reply, sizeof reply);
    script_bytes(&fixture->script, reply, sizeof reply);
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_sent(&fixture->script, 0, first, 10);
    assert_sent(&fixture->script, 1, second, 10);
    assert_int_equal(fixture->script.sent[1].requested_bytes, 1026);
    assert_int_equal(fixture->script.sent[1].timeout_ms, 30000);
    drive_codes_free(&codes);
}

static void take_reply__grows_twice__third_reply_is_taken(void **state)
{
    static const uint8_t claims_1200[] = {0x00, 0x00, 0x04, 0xAC, 0, 0, 0, 0};
    static const uint8_t claims_1400[] = {0x00, 0x00, 0x05, 0x74, 0, 0, 0, 0};
    static const uint8_t whole[] = {0x00, 0x00, 0x00, 0x08, 0, 0, 0, 0, 0x00, 0x01, 0x03, 0x00};
    static const uint16_t core[] = {0x0001};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, claims_1200, sizeof claims_1200);
    script_bytes(&fixture->script, claims_1400, sizeof claims_1400);
    script_bytes(&fixture->script, whole, sizeof whole);
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, core, 1);
    assert_int_equal(fixture->script.sent_count, 3);
    assert_int_equal(fixture->script.sent[1].requested_bytes, 1200);
    assert_int_equal(fixture->script.sent[2].requested_bytes, 1400);
    drive_codes_free(&codes);
}

static void take_reply__grows_a_third_time__is_an_invalid_response(void **state)
{
    static const uint8_t claims_1200[] = {0x00, 0x00, 0x04, 0xAC, 0, 0, 0, 0};
    static const uint8_t claims_1400[] = {0x00, 0x00, 0x05, 0x74, 0, 0, 0, 0};
    static const uint8_t claims_1600[] = {0x00, 0x00, 0x06, 0x3C, 0, 0, 0, 0};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, claims_1200, sizeof claims_1200);
    script_bytes(&fixture->script, claims_1400, sizeof claims_1400);
    script_bytes(&fixture->script, claims_1600, sizeof claims_1600);
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_INVALID_RESPONSE);
    assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x46);
    assert_codes(&codes, NULL, 0);
    assert_int_equal(fixture->script.sent_count, 3);
}

static void take_reply__claim_beyond_the_cap__asks_for_the_cap_and_takes_what_comes(void **state)
{
    static const uint8_t all_ones[] = {0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0x10, 0x00, 0x01, 0x03, 0x00};
    static const uint16_t core[] = {0x0001};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, all_ones, sizeof all_ones);
    script_bytes(&fixture->script, all_ones, sizeof all_ones);
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, core, 1);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_int_equal(fixture->script.sent[1].requested_bytes, 0xFFFC);
    drive_codes_free(&codes);
}

static void take_reply__adapter_moves_less_than_the_claim__asks_for_what_it_moves(void **state)
{
    static const uint8_t claims_4100[] = {0x00, 0x00, 0x10, 0x00, 0, 0, 0, 0x10, 0x00, 0x01, 0x03, 0x00};
    static const uint16_t core[] = {0x0001};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    fixture->script.limits.max_unaligned_transfer_bytes = 2049;
    script_bytes(&fixture->script, claims_4100, sizeof claims_4100);
    script_bytes(&fixture->script, claims_4100, sizeof claims_4100);
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, core, 1);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_int_equal(fixture->script.sent[1].requested_bytes, 2048);
    drive_codes_free(&codes);
}

static void take_reply__second_reply_is_refused__is_the_refusal(void **state)
{
    static const uint8_t claims_1200[] = {0x00, 0x00, 0x04, 0xAC, 0, 0, 0, 0};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, claims_1200, sizeof claims_1200);
    script_sense(&fixture->script, 1, 0x70, 0x04, 0x44, 0x00);
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x46, 0x04, 0x44, 0x00);
    assert_codes(&codes, NULL, 0);
}

/* A claim within the allocation is no reason to ask again, however little came. */
static void take_reply__short_transfer_within_the_claim__one_command(void **state)
{
    static const uint8_t cut[] = {0x00, 0x00, 0x01, 0x54, 0, 0, 0, 0x10, 0x00, 0x01, 0x03, 0x00, 0x00, 0x02};
    static const uint16_t core[] = {0x0001};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, cut, sizeof cut);
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, core, 1);
    assert_int_equal(fixture->script.sent_count, 1);
    drive_codes_free(&codes);
}

static void take_reply__unit_attention_in_the_middle__only_that_command_is_repeated(void **state)
{
    static const uint8_t claims_1200[] = {0x00, 0x00, 0x04, 0xAC, 0, 0, 0, 0};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, claims_1200, sizeof claims_1200);
    script_sense(&fixture->script, 1, 0x70, 0x06, 0x28, 0x00);
    script_bytes(&fixture->script, small_configuration, sizeof small_configuration);
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, NULL, 0);
    assert_int_equal(fixture->script.sent_count, 3);
    assert_int_equal(fixture->script.sent[1].requested_bytes, 1200);
    assert_int_equal(fixture->script.sent[2].requested_bytes, 1200);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(send__good__is_ok_and_all_of_the_failure_is_set),
        FIXTURE_TEST(send__writing_commands__have_their_own_deadlines),
        FIXTURE_TEST(send__each_status_byte__has_its_word),
        FIXTURE_TEST(send__each_reason_for_no_answer__has_its_word),
        FIXTURE_TEST(send__locked__names_the_holder_where_it_is_known),
        FIXTURE_TEST(send__sense_of_a_refusal__is_handed_on),
        FIXTURE_TEST(send__not_ready__is_not_waited_for),
        FIXTURE_TEST(send__descriptor_sense__is_read),
        FIXTURE_TEST(send__sense_that_cannot_be_read__is_a_refusal_without_sense),
        FIXTURE_TEST(send__refused_without_sense__sense_is_asked_for),
        FIXTURE_TEST(send__refused_late_without_sense__asking_is_within_the_deadline),
        FIXTURE_TEST(send__unit_attention_without_autosense__is_absorbed_too),
        FIXTURE_TEST(send__asked_sense_is_empty_or_fails__is_a_refusal_without_sense),
        FIXTURE_TEST(send__recovered_error__is_success),
        FIXTURE_TEST(send__no_sense__is_success_but_not_with_a_code),
        FIXTURE_TEST(send__eight_unit_attentions__are_absorbed),
        FIXTURE_TEST(send__nine_unit_attentions__is_becoming_ready_after_nine_commands),
        FIXTURE_TEST(send__unit_attentions_until_the_deadline__is_becoming_ready),
        FIXTURE_TEST(send__repeats_after_unit_attentions__share_one_deadline),
        FIXTURE_TEST(send__unit_attention_then_refusal__is_the_refusal),
        FIXTURE_TEST(send__deferred_sense_at_the_deadline__is_the_refusal),
        FIXTURE_TEST(send__deferred_sense__is_another_commands_and_sends_once_more),
        FIXTURE_TEST(send__second_deferred_sense__is_taken_as_its_own),
        FIXTURE_TEST(send__second_deferred_sense_without_error__is_the_refusal),
        FIXTURE_TEST(send__deferred_sense_among_unit_attentions__ten_commands_at_most),
        FIXTURE_TEST(send__transferred_beyond_requested__is_not_believed),
        FIXTURE_TEST(take_reply__claim_is_the_first_allocation__one_command),
        FIXTURE_TEST(take_reply__claim_is_one_more__asks_for_it_whole_and_even),
        FIXTURE_TEST(take_reply__grows_twice__third_reply_is_taken),
        FIXTURE_TEST(take_reply__grows_a_third_time__is_an_invalid_response),
        FIXTURE_TEST(take_reply__claim_beyond_the_cap__asks_for_the_cap_and_takes_what_comes),
        FIXTURE_TEST(take_reply__adapter_moves_less_than_the_claim__asks_for_what_it_moves),
        FIXTURE_TEST(take_reply__second_reply_is_refused__is_the_refusal),
        FIXTURE_TEST(take_reply__short_transfer_within_the_claim__one_command),
        FIXTURE_TEST(take_reply__unit_attention_in_the_middle__only_that_command_is_repeated),
    };

    return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
