/* How long a question can take, on the fake clock: a drive that never answers, that is never ready, that waits for an
 * operator, that has a unit attention for ever, and one that is slow and honest. Nothing waits for ever, and the slow
 * one succeeds.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/drive_fixture.h"
#include "support/drive_questions.h"
#include "support/plain_drive.h"

enum { SECOND_MS = 1000 };

/* Time that a command may take, by its class. */
/* clang-format off */
static const struct deadline {
    uint8_t opcode;
    uint32_t ms;
} deadlines[] = {
    {0x00,  30000}, /* TEST UNIT READY: libburn 30 s */
    {0x03,  30000}, /* REQUEST SENSE: likewise */
    {0x12,  30000}, /* INQUIRY: likewise */
    {0x1A,  30000}, /* MODE SENSE(6), as 5Ah */
    {0x1B,  60000}, /* START STOP UNIT: Microsoft's IMAPI2 samples */
    {0x1E,  30000}, /* PREVENT ALLOW MEDIUM REMOVAL: libburn */
    {0x25,  30000}, /* READ CAPACITY: libburn */
    {0x43, 240000}, /* READ TOC/PMA/ATIP: cdrecord; a TEAC CD-R55S took 174 s */
    {0x46,  30000}, /* GET CONFIGURATION: libburn */
    {0x4A,  30000}, /* GET EVENT STATUS NOTIFICATION */
    {0x51, 240000}, /* READ DISC INFORMATION: cdrecord, as 43h */
    {0x52, 240000}, /* READ TRACK INFORMATION: cdrecord, as 43h */
    {0x55,  30000}, /* MODE SELECT: libburn */
    {0x5A,  30000}, /* MODE SENSE: libburn */
    {0xAD, 240000}, /* READ DISC STRUCTURE: cdrecord, as 43h */
    {0xBF, 180000}, /* SEND DISC STRUCTURE: growisofs; Lite-On drives calibrate */
};
/* clang-format on */

static uint32_t deadline_of(uint8_t opcode)
{
    size_t i;

    for (i = 0; i < sizeof deadlines / sizeof deadlines[0]; i++) {
        if (deadlines[i].opcode == opcode) return deadlines[i].ms;
    }
    fail_msg("no deadline is stated for command %02Xh", opcode);
    return 0;
}

enum speed { AT_ONCE, NEVER, ALMOST_TOO_LATE };

struct slow_drive {
    struct plain_drive drive; /* first: the context of plain_drive_answer */
    enum speed speed;
    bool has_sense;   /* every command is refused with it */
    bool keeps_sense; /* and it has to be asked for, as some bridges want it */
    uint8_t key, asc, ascq;
    uint64_t longest_ms; /* of all commands that were sent, the longest deadline */
    /* The command that is being repeated, and REQUEST SENSE on its behalf. */
    uint8_t cdb[SCSI_CDB_MAX];
    uint64_t begun_ms;
};

/* A command's repeats, and the questions for its sense, have what is left of its deadline: a second at least, which is
 * the shortest time that pass-through knows.
 */
static uint32_t time_of(struct slow_drive *slow, const struct scsi_command *command, uint64_t now_ms)
{
    uint32_t deadline_ms = deadline_of(command->cdb[0]);
    uint64_t left_ms;

    if (command->cdb[0] != 0x03 && (slow->key != 0x06 || !slow->begun_ms || memcmp(slow->cdb, command->cdb, 10) != 0)) {
        memcpy(slow->cdb, command->cdb, sizeof slow->cdb);
        slow->begun_ms = now_ms;
        return deadline_ms;
    }
    left_ms = slow->begun_ms + deadline_of(slow->cdb[0]);
    left_ms = left_ms < now_ms + SECOND_MS ? SECOND_MS : left_ms - now_ms;
    return left_ms < deadline_ms ? (uint32_t)left_ms : deadline_ms;
}

static void give_sense_data(const struct scsi_command *command, const struct slow_drive *slow, struct scsi_reply *reply)
{
    uint8_t sense[18] = {0x70, 0, slow->key, [7] = 10, [12] = slow->asc, [13] = slow->ascq};

    script_reply_bytes(command, reply, sense, sizeof sense);
}

static void answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct slow_drive *slow = script->context;

    assert_int_equal(command->timeout_ms, time_of(slow, command, script->clock->ms));
    if (command->timeout_ms > slow->longest_ms) slow->longest_ms = command->timeout_ms;
    if (slow->speed == ALMOST_TOO_LATE) script->clock->ms += command->timeout_ms - 1;
    if (slow->speed == NEVER) {
        script->clock->ms += command->timeout_ms;
        memset(reply, 0, sizeof *reply);
        reply->outcome = SCSI_LOST;
        reply->failure = SCSI_FAILURE_TIMEOUT;
    } else if (slow->keeps_sense && command->cdb[0] == 0x03) {
        give_sense_data(command, slow, reply);
    } else if (slow->has_sense) {
        script_reply_sense(reply, 0x70, slow->key, slow->asc, slow->ascq);
        if (slow->keeps_sense) reply->sense_length = 0;
    } else {
        plain_drive_answer(script, command, reply);
    }
}

struct run {
    enum drive_status status;
    uint64_t took_ms;
    uint64_t longest_ms;
    size_t commands;
};

static struct run ask(struct drive_fixture *fixture, const struct drive_question *question, struct slow_drive slow)
{
    struct drive_answer out;
    struct run run;
    uint64_t start_ms;

    drive_fixture_rename(fixture, "VENDOR", "PRODUCT");
    script_again(&fixture->script);
    fixture->script.clock = &fixture->clock;
    fixture->script.otherwise = answer;
    fixture->script.context = &slow;
    start_ms = fixture->clock.ms;
    run.status = question->ask(fixture->drive, &out, &fixture->failure);
    run.took_ms = fixture->clock.ms - start_ms;
    run.longest_ms = slow.longest_ms;
    run.commands = fixture->script.sent_count;
    drive_answer_free(&out);
    return run;
}

static void never_answers__times_out_at_the_first_command(void **state)
{
    struct slow_drive slow = {.speed = NEVER};
    size_t q;

    for (q = 0; q < drive_question_count; q++) {
        struct run run = ask(*state, &drive_questions[q], slow);

        /* Whether a drive can load a disc is asked in two ways. */
        size_t commands = strcmp(drive_questions[q].name, "can load") == 0 ? 2 : 1;

        if (run.status != DRIVE_TIMEOUT || run.commands != commands ||
            run.took_ms > commands * run.longest_ms + SECOND_MS) {
            fail_msg("%s: %d after %u commands and %u ms", drive_questions[q].name, run.status, (unsigned)run.commands,
                     (unsigned)run.took_ms);
        }
    }
}

/* Becoming ready, by itself or by an operator: the caller's to wait for. */
static void is_not_ready__is_told_at_once(void **state)
{
    static const uint8_t ascqs[] = {0x00, 0x01, 0x02, 0x03, 0x04, 0x08};
    struct slow_drive slow = {.has_sense = true, .key = 0x02, .asc = 0x04};
    size_t q, i;

    for (q = 0; q < drive_question_count; q++) {
        for (i = 0; i < sizeof ascqs; i++) {
            struct run run;

            slow.ascq = ascqs[i];
            run = ask(*state, &drive_questions[q], slow);
            if (run.status != DRIVE_REFUSED || run.commands != 1 || run.took_ms != 0) {
                fail_msg("%s, 02/04/%02X: %d after %u commands and %u ms", drive_questions[q].name, ascqs[i],
                         run.status, (unsigned)run.commands, (unsigned)run.took_ms);
            }
        }
    }
}

/* 02/04/07: only a tray is waited for, for 30 s. */
static void is_at_work__a_tray_is_waited_for(void **state)
{
    struct slow_drive slow = {.has_sense = true, .key = 0x02, .asc = 0x04, .ascq = 0x07};
    size_t q;

    for (q = 0; q < drive_question_count; q++) {
        bool is_tray = strcmp(drive_questions[q].name, "eject") == 0 || strcmp(drive_questions[q].name, "load") == 0;
        struct run run = ask(*state, &drive_questions[q], slow);

        assert_int_equal(run.status, is_tray ? DRIVE_MEDIUM_BUSY : DRIVE_REFUSED);
        if (is_tray) assert_true(run.took_ms > 29 * SECOND_MS);
        assert_true(run.took_ms <= (is_tray ? 30 * SECOND_MS : 0));
    }
}

/* The wait is over 30 s after it began, however long each answer takes; a command that is under way then is let finish.
 */
static void is_slowly_at_work__waits_no_longer(void **state)
{
    struct slow_drive slow = {.speed = ALMOST_TOO_LATE, .has_sense = true, .key = 0x02, .asc = 0x04, .ascq = 0x07};
    size_t q;

    for (q = 0; q < drive_question_count; q++) {
        struct run run = ask(*state, &drive_questions[q], slow);

        assert_true(run.took_ms <= run.longest_ms + 30 * SECOND_MS);
    }
}

static void unit_attention_for_ever__ends_after_nine(void **state)
{
    struct slow_drive slow = {.has_sense = true, .key = 0x06, .asc = 0x28, .ascq = 0x00};
    size_t q;

    for (q = 0; q < drive_question_count; q++) {
        struct run run = ask(*state, &drive_questions[q], slow);

        assert_int_equal(run.status, DRIVE_MEDIUM_BECOMING_READY);
        assert_int_equal(run.commands, 9);
        assert_int_equal(run.took_ms, 0);
    }
}

/* Attentions that come late: within the command's deadline one more is sent, which has what is left. */
static void slow_unit_attention_for_ever__ends_a_second_after_the_deadline(void **state)
{
    struct slow_drive slow = {.speed = ALMOST_TOO_LATE, .has_sense = true, .key = 0x06, .asc = 0x28, .ascq = 0x00};
    size_t q;

    for (q = 0; q < drive_question_count; q++) {
        struct run run = ask(*state, &drive_questions[q], slow);

        assert_int_equal(run.status, DRIVE_MEDIUM_BECOMING_READY);
        assert_int_equal(run.commands, 2);
        assert_true(run.took_ms <= run.longest_ms + SECOND_MS);
    }
}

/* The same where each sense has to be asked for. */
static void slow_unit_attention_through_a_bridge__ends_a_second_after_the_deadline(void **state)
{
    struct slow_drive slow = {
        .speed = ALMOST_TOO_LATE, .has_sense = true, .keeps_sense = true, .key = 0x06, .asc = 0x28};
    size_t q;

    for (q = 0; q < drive_question_count; q++) {
        struct run run = ask(*state, &drive_questions[q], slow);

        assert_int_equal(run.status, DRIVE_MEDIUM_BECOMING_READY);
        assert_int_equal(run.commands, 2);
        assert_true(run.took_ms <= run.longest_ms + SECOND_MS);
    }
}

/* Every command ends in the last millisecond. */
static void slow_and_honest__succeeds(void **state)
{
    struct drive_fixture *fixture = *state;
    struct slow_drive slow = {.speed = ALMOST_TOO_LATE};
    size_t q;

    for (q = 0; q < drive_question_count; q++) {
        struct run run = ask(fixture, &drive_questions[q], slow);

        if (run.status != DRIVE_OK || run.took_ms > run.commands * run.longest_ms) {
            fail_msg("%s: %d after %u commands and %u ms", drive_questions[q].name, run.status, (unsigned)run.commands,
                     (unsigned)run.took_ms);
        }
    }
}

/* A drive that never answers one command, as discctl info asks it: one deadline in all. */
struct hung_drive {
    struct plain_drive drive; /* first: the context of plain_drive_answer */
    uint8_t hung;             /* operation code */
    unsigned asked;           /* how often with it */
    bool has_attention;       /* the next command is refused with this */
    uint8_t asc;
};

static void answer_or_hang(struct transport_script *script, const struct scsi_command *command,
                           struct scsi_reply *reply)
{
    struct hung_drive *hung = script->context;

    if (hung->has_attention) {
        hung->has_attention = false;
        script_reply_sense(reply, 0x70, 0x06, hung->asc, 0x00);
    } else if (command->cdb[0] == hung->hung) {
        hung->asked++;
        script->clock->ms += command->timeout_ms;
        memset(reply, 0, sizeof *reply);
        reply->outcome = SCSI_LOST;
        reply->failure = SCSI_FAILURE_TIMEOUT;
    } else {
        plain_drive_answer(script, command, reply);
    }
}

static void use_hung(struct drive_fixture *fixture, struct hung_drive *hung, uint8_t opcode)
{
    *hung = (struct hung_drive){.hung = opcode};
    drive_fixture_rename(fixture, "VENDOR", "PRODUCT");
    script_again(&fixture->script);
    fixture->script.clock = &fixture->clock;
    fixture->script.otherwise = answer_or_hang;
    fixture->script.context = hung;
}

static enum drive_status ask_features(struct drive_fixture *fixture)
{
    struct drive_codes codes;
    enum drive_status status = drive_take_features(fixture->drive, false, &codes, &fixture->failure);

    drive_codes_free(&codes);
    return status;
}

static enum drive_status ask_mode_pages(struct drive_fixture *fixture)
{
    struct drive_codes codes;
    enum drive_status status = drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure);

    drive_codes_free(&codes);
    return status;
}

static void hangs_at_one_command__every_question__costs_one_deadline(void **state)
{
    static const uint8_t opcodes[] = {0x46, 0x5A};
    struct drive_fixture *fixture = *state;
    struct hung_drive hung;
    struct drive_answer out;
    uint64_t start_ms;
    size_t i, q;

    for (i = 0; i < sizeof opcodes; i++) {
        use_hung(fixture, &hung, opcodes[i]);
        start_ms = fixture->clock.ms;
        for (q = 0; q < drive_question_count; q++) {
            if (strcmp(drive_questions[q].name, "eject") == 0) break; /* a tray that moves makes good, below */
            drive_questions[q].ask(fixture->drive, &out, &fixture->failure);
            drive_answer_free(&out);
        }
        assert_true(q > 10 && q < drive_question_count);
        assert_int_equal(hung.asked, 1);
        assert_int_equal(fixture->clock.ms - start_ms, 30 * SECOND_MS);
    }
}

static void hangs_at_get_configuration__asked_again__is_timeout_that_was_not_sent(void **state)
{
    struct drive_fixture *fixture = *state;
    struct hung_drive hung;

    use_hung(fixture, &hung, 0x46);
    assert_int_equal(ask_features(fixture), DRIVE_TIMEOUT);
    assert_false(fixture->failure.was_not_sent);
    assert_int_equal(ask_features(fixture), DRIVE_TIMEOUT);
    assert_true(fixture->failure.was_not_sent);
    assert_true(fixture->failure.has_command);
    assert_int_equal(fixture->failure.opcode, 0x46);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_int_equal(ask_mode_pages(fixture), DRIVE_OK); /* another command has nothing to do with it */
}

/* By 06/28, by a tray that was moved, and when the drive is opened anew. A reset (06/29) is what a time-out ends in. */
static void hangs_at_get_configuration__medium_may_have_changed__is_asked_again(void **state)
{
    struct drive_fixture *fixture = *state;
    struct hung_drive hung;

    use_hung(fixture, &hung, 0x46);
    assert_int_equal(ask_features(fixture), DRIVE_TIMEOUT);
    hung.has_attention = true;
    hung.asc = 0x29;
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(ask_features(fixture), DRIVE_TIMEOUT);
    assert_int_equal(hung.asked, 1);
    hung.has_attention = true;
    hung.asc = 0x28;
    assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(ask_features(fixture), DRIVE_TIMEOUT);
    assert_int_equal(hung.asked, 2);
    assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(ask_features(fixture), DRIVE_TIMEOUT);
    assert_int_equal(hung.asked, 3);
    script_sense(&fixture->script, 1, 0x70, 0x02, 0x3A, 0x01); /* closed, on nothing */
    assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_OK);
    hung.hung = 0xFF;
    assert_int_equal(ask_features(fixture), DRIVE_OK);
    hung.hung = 0x46;
    assert_int_equal(ask_features(fixture), DRIVE_TIMEOUT);
    drive_fixture_rename(fixture, "VENDOR", "PRODUCT");
    hung.hung = 0xFF;
    assert_int_equal(ask_features(fixture), DRIVE_OK);
}

/* MMC-6, START STOP UNIT: only with LoEj, bit 1 of byte 4, the medium is moved. */
static void hangs_at_get_configuration__raw_command_moves_the_tray__is_asked_again(void **state)
{
    static const struct {
        uint8_t cdb[6];
        bool is_refused;
        unsigned asked;
    } rows[] = {
        {{0x1B, 0, 0, 0, 0x03, 0}, false, 2}, /* load */
        {{0x1B, 0, 0, 0, 0x02, 0}, false, 2}, /* eject */
        {{0x1B, 0, 0, 0, 0x02, 0}, true, 1},  /* the tray stays where it is */
        {{0x1B, 0, 0, 0, 0x01, 0}, false, 1}, /* start */
        {{0x1B, 0, 0, 0, 0x00, 0}, false, 1}, /* stop */
        {{0x1E, 0, 0, 0, 0x02, 0}, false, 1}, /* PREVENT ALLOW, persistent */
    };
    struct drive_fixture *fixture = *state;
    struct scsi_command command;
    struct scsi_reply reply;
    struct hung_drive hung;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        use_hung(fixture, &hung, 0x46);
        assert_int_equal(ask_features(fixture), DRIVE_TIMEOUT);
        command = (struct scsi_command){.cdb_length = 6, .timeout_ms = SECOND_MS};
        memcpy(command.cdb, rows[i].cdb, 6);
        if (rows[i].is_refused) script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x02);
        if (!rows[i].is_refused) script_good(&fixture->script);
        assert_int_equal(drive_send_raw(fixture->drive, &command, &reply, &fixture->failure),
                         rows[i].is_refused ? DRIVE_REFUSED : DRIVE_OK);
        assert_int_equal(ask_features(fixture), DRIVE_TIMEOUT);
        assert_int_equal(hung.asked, rows[i].asked);
    }
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(hangs_at_one_command__every_question__costs_one_deadline),
        FIXTURE_TEST(hangs_at_get_configuration__asked_again__is_timeout_that_was_not_sent),
        FIXTURE_TEST(hangs_at_get_configuration__medium_may_have_changed__is_asked_again),
        FIXTURE_TEST(hangs_at_get_configuration__raw_command_moves_the_tray__is_asked_again),
        FIXTURE_TEST(never_answers__times_out_at_the_first_command),
        FIXTURE_TEST(is_not_ready__is_told_at_once),
        FIXTURE_TEST(is_at_work__a_tray_is_waited_for),
        FIXTURE_TEST(is_slowly_at_work__waits_no_longer),
        FIXTURE_TEST(unit_attention_for_ever__ends_after_nine),
        FIXTURE_TEST(slow_unit_attention_for_ever__ends_a_second_after_the_deadline),
        FIXTURE_TEST(slow_unit_attention_through_a_bridge__ends_a_second_after_the_deadline),
        FIXTURE_TEST(slow_and_honest__succeeds),
    };

    return cmocka_run_group_tests_name("drive_time", tests, NULL, NULL);
}
