/* scsi/transport_replay.c: a drive out of a transcript. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "drive/drive.h"
#include "mmc/codes.h"
#include "scsi/transport_replay.h"
#include "scsi/transport_trace.h"
#include "support/drive_fixture.h"
#include "support/drive_questions.h"
#include "support/plain_drive.h"
#include "support/trace_memory.h"

static long live_before;

static int remember_live(void **state)
{
    (void)state;
    live_before = base_alloc_live();
    return 0;
}

static int check_live(void **state)
{
    (void)state;
    return base_alloc_live() == live_before ? 0 : -1;
}

/* ---- a drive that never was, typed by hand: MMC-6 and SPC-3, the replies' layouts ---- */

static const char typed[] =
    "# two drives in one file, their records mixed\n"
    "t 1.1 open \\\\?\\one\n"
    "t 1.2 open \\\\?\\two\n"
    "t 1.1 12 00 00 00 24 00 = INQUIRY | in 36 moved 36 | good | 1 ms\n"
    "    < 05 80 05 32 1f 00 00 00 41 43 4d 45 20 20 20 20 42 55 52 4e 45 52 20 20 20 20 20 20 20 20 20 20\n"
    "    < 31 2e 30 32\n"
    "t 1.2 12 00 00 00 24 00 = INQUIRY | in 36 moved 36 | good | 1 ms\n"
    "    < 05 80 05 32 1f 00 00 00 20 * 28\n"
    "t 1.1 46 00 00 00 00 00 00 04 00 00 = GET CONFIGURATION | in 1024 moved 1024 | good | 1 ms\n"
    "    < 00 00 00 14 00 00 00 08 00 00 03 08 00 10 00 00 00 08 01 00 01 07 00 00 00 * 1000\n"
    "t 1.1 00 00 00 00 00 00 = TEST UNIT READY | no data | status 02 check condition | 1 ms\n"
    "    ! 70 00 02 00 00 00 00 0a 00 00 00 00 3a 01 00 00 00 00\n"
    "t 1.1 00 00 00 00 00 00 = TEST UNIT READY | no data | good | 1 ms\n"
    "t 1.1 close\n"
    "t 1.1 open \\\\?\\TWO\n" /* the tag stands for another drive now */
    "t 1.1 00 00 00 00 00 00 = TEST UNIT READY | no data | lost: time-out, system error 121 | 1 ms\n";

static struct scsi_transport *replay_of(const char *text, const char *id)
{
    struct scsi_transport *replay;
    size_t line;

    assert_int_equal(scsi_replay_create(text, strlen(text), id, &replay, &line), SCSI_REPLAY_OK);
    assert_int_equal(line, 0);
    assert_non_null(replay);
    return replay;
}

static void replayed_drive__answers_as_it_did(void **state)
{
    static const uint16_t features[] = {0x0000, 0x0107}, profiles[] = {0x0010, 0x0008};
    struct scsi_transport *replay = replay_of(typed, "\\\\?\\ONE");
    struct fake_clock clock;
    struct drive *drive;
    struct drive_codes codes;
    struct drive_failure failure;
    char complaint[128] = "";
    struct text text = text_in(complaint, sizeof complaint);

    (void)state;
    fake_clock_begin(&clock);
    assert_int_equal(scsi_replay_count_unused(replay), 4);
    assert_int_equal(drive_open(replay, NULL, NULL, &clock.clock, &drive, &failure), DRIVE_OK);
    assert_string_equal(drive_peek_identity(drive)->vendor, "ACME");
    assert_string_equal(drive_peek_identity(drive)->product, "BURNER");
    assert_string_equal(drive_peek_identity(drive)->revision, "1.02");
    /* In another order than they were asked in; of the same kind in their own. */
    assert_int_equal(drive_test_ready(drive, &failure), DRIVE_REFUSED);
    assert_failure_is_sense(&failure, DRIVE_REFUSED, 0x00, 2, 0x3a, 0x01);
    assert_int_equal(drive_test_ready(drive, &failure), DRIVE_OK);
    assert_int_equal(drive_take_features(drive, false, &codes, &failure), DRIVE_OK);
    assert_codes(&codes, features, 2);
    drive_codes_free(&codes);
    assert_int_equal(scsi_replay_count_unused(replay), 0);
    scsi_replay_get_complaint(replay, &text);
    assert_string_equal(complaint, "");
    /* The profiles would be in the same reply, but it was given out. */
    assert_int_equal(drive_take_profiles(drive, false, &codes, &failure), DRIVE_FAILED);
    assert_codes(&codes, profiles, 0);
    scsi_replay_get_complaint(replay, &text);
    assert_non_null(strstr(complaint, "not in the transcript, or not so often"));
    drive_close(drive);
}

static void create__another_drive__has_its_own_records(void **state)
{
    struct scsi_transport *replay = replay_of(typed, "\\\\?\\two");
    struct scsi_command command = {{0}, 6, SCSI_NO_DATA, NULL, 0, 30000};
    struct scsi_reply reply;

    (void)state;
    assert_int_equal(scsi_replay_count_unused(replay), 2);
    replay->ops->execute(replay, &command, &reply);
    assert_int_equal(reply.outcome, SCSI_LOST);
    assert_int_equal(reply.failure, SCSI_FAILURE_TIMEOUT);
    assert_int_equal(reply.system_error, 121);
    replay->ops->close(replay);
}

static void create__what_cannot_be_replayed__is_said(void **state)
{
    static const struct {
        const char *text, *id;
        enum scsi_replay_result expected;
        size_t line;
    } cases[] = {
        {typed, NULL, SCSI_REPLAY_SEVERAL_DRIVES, 0},
        {typed, "\\\\?\\three", SCSI_REPLAY_NO_SUCH_DRIVE, 0},
        {typed, "\\\\?\\on", SCSI_REPLAY_NO_SUCH_DRIVE, 0},
        {"", NULL, SCSI_REPLAY_NO_SUCH_DRIVE, 0},
        {"# nothing\nt 1.1 open x\n", NULL, SCSI_REPLAY_NO_SUCH_DRIVE, 0},
        {"t 1.1 00 | no data | good | 1 ms\n", "x", SCSI_REPLAY_NO_SUCH_DRIVE, 0},
        {"t 1.1 open x\nt 1.1 00 | no data | good\n", "x", SCSI_REPLAY_MALFORMED, 2},
    };
    struct scsi_transport *replay = (struct scsi_transport *)&live_before;
    size_t i, line;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        line = 99;
        assert_int_equal(scsi_replay_create(cases[i].text, strlen(cases[i].text), cases[i].id, &replay, &line),
                         cases[i].expected);
        assert_null(replay);
        assert_int_equal(line, cases[i].line);
    }
}

/* Records without an open record, as one types them: the only drive's. */
static void create__no_id__the_only_drive(void **state)
{
    struct scsi_transport *replay = replay_of("t 1 00 00 00 00 00 00 | no data | good | \n"
                                              "t 2 open x\n"
                                              "t 2 00 00 00 00 00 00 | no data | good | \n"
                                              "t 3 open X\n"
                                              "t 3 00 00 00 00 00 00 | no data | good | \n",
                                              NULL);

    (void)state;
    assert_int_equal(scsi_replay_count_unused(replay), 3);
    replay->ops->close(replay);
}

static const char single[] = "t 1 12 00 00 00 24 00 | in 36 moved 5 | good | \n    < 01 02 03 04 05\n"
                             "t 1 55 10 00 00 00 00 00 00 04 00 | out 4 moved 4 | good | \n    > 00 01 02 03\n"
                             "t 1 2a 00 00 00 00 00 00 00 01 00 | out 2048 moved 2048 | good | \n    > 41 ... 2047\n"
                             "t 1 28 00 00 00 00 00 00 00 01 00 | in 2048 moved 2048 | good | \n    < 41 ... 2047\n"
                             "t 1 00 00 00 00 00 00 | no data | good | \n";

/* Each differs from what was recorded in one thing. */
static void execute__not_in_the_transcript__is_not_sent(void **state)
{
    static uint8_t data[2048] = {0x41, 0x02};
    static const struct {
        struct scsi_command command;
        const char *complaint;
    } cases[] = {
        {{{0x12, 1, 0, 0, 0x24, 0}, 6, SCSI_DATA_IN, data, 36, 1},
         "12 01 00 00 24 00 (36 bytes): not in the transcript, or not so often"},
        {{{0x12, 0, 0, 0, 0x24, 0}, 6, SCSI_DATA_IN, data, 35, 1},
         "12 00 00 00 24 00 (35 bytes): not in the transcript, or not so often"},
        {{{0x12, 0, 0, 0, 0x24, 0}, 10, SCSI_DATA_IN, data, 36, 1},
         "12 00 00 00 24 00 00 00 00 00 (36 bytes): not in the transcript, or not so often"},
        {{{0x12, 0, 0, 0, 0x24, 0}, 6, SCSI_DATA_OUT, data, 36, 1},
         "12 00 00 00 24 00 (36 bytes): not in the transcript, or not so often"},
        {{{0x12, 0, 0, 0, 0x24, 0}, 6, SCSI_NO_DATA, NULL, 0, 1},
         "12 00 00 00 24 00 (0 bytes): not in the transcript, or not so often"},
        {{{0x55, 0x10, 0, 0, 0, 0, 0, 0, 4, 0}, 10, SCSI_DATA_OUT, data, 4, 1},
         "55 10 00 00 00 00 00 00 04 00 (4 bytes): not in the transcript, or not so often"},
        {{{0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0}, 10, SCSI_DATA_IN, data, 2048, 1},
         "28 00 00 00 00 00 00 00 01 00 (2048 bytes): the transcript does not have all the bytes of the answer"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scsi_transport *replay = replay_of(single, NULL);
        struct scsi_reply reply;
        char complaint[256];
        struct text text = text_in(complaint, sizeof complaint);

        memset(data, 0, sizeof data);
        data[0] = 0x41;
        memset(&reply, 0x5A, sizeof reply);
        replay->ops->execute(replay, &cases[i].command, &reply);
        assert_int_equal(reply.outcome, SCSI_NOT_SENT);
        assert_int_equal(reply.failure, SCSI_FAILURE_OTHER);
        assert_int_equal(reply.transferred_bytes, 0);
        if (cases[i].command.direction == SCSI_DATA_IN) assert_int_equal(data[0], 0);
        assert_int_equal(scsi_replay_count_unused(replay), 5);
        scsi_replay_get_complaint(replay, &text);
        assert_string_equal(complaint, cases[i].complaint);
        replay->ops->close(replay);
    }
}

static void execute__in_the_transcript__fills_the_buffer(void **state)
{
    static uint8_t data[2048];
    static uint8_t page[] = {0, 1, 2, 3};
    struct scsi_command inquiry = {{0x12, 0, 0, 0, 0x24, 0}, 6, SCSI_DATA_IN, data, 36, 1};
    struct scsi_command select = {{0x55, 0x10, 0, 0, 0, 0, 0, 0, 4, 0}, 10, SCSI_DATA_OUT, page, 4, 1};
    struct scsi_command write = {{0x2a, 0, 0, 0, 0, 0, 0, 0, 1, 0}, 10, SCSI_DATA_OUT, data, 2048, 1};
    struct scsi_transport *replay = replay_of(single, NULL);
    struct scsi_reply reply;

    (void)state;
    memset(data, 0xEE, sizeof data);
    replay->ops->execute(replay, &inquiry, &reply);
    assert_int_equal(reply.outcome, SCSI_DONE);
    assert_int_equal(reply.transferred_bytes, 5);
    assert_memory_equal(data, ((const uint8_t[]){1, 2, 3, 4, 5, 0, 0}), 7);
    assert_int_equal(data[35], 0);
    assert_int_equal(data[36], 0xEE);
    replay->ops->execute(replay, &select, &reply);
    assert_int_equal(reply.outcome, SCSI_DONE);
    data[0] = 0x41; /* the rest was not written down, and is not compared */
    replay->ops->execute(replay, &write, &reply);
    assert_int_equal(reply.outcome, SCSI_DONE);
    assert_int_equal(reply.transferred_bytes, 2048);
    assert_int_equal(scsi_replay_count_unused(replay), 2);
    replay->ops->close(replay);
}

static void create__each_allocation_fails__is_no_memory(void **state)
{
    struct scsi_transport *replay;
    size_t line;
    long nth;

    (void)state;
    for (nth = 1;; nth++) {
        enum scsi_replay_result result;

        base_alloc_fail_nth(nth);
        result = scsi_replay_create(single, sizeof single - 1, NULL, &replay, &line);
        base_alloc_fail_nth(0);
        if (result == SCSI_REPLAY_OK) break;
        assert_int_equal(result, SCSI_REPLAY_NO_MEMORY);
        assert_null(replay);
        assert_int_equal(base_alloc_live(), live_before);
    }
    assert_int_equal(nth, 4);
    replay->ops->close(replay);
}

static void create__every_prefix__is_ok_or_said(void **state)
{
    struct scsi_transport *replay;
    size_t i, line;

    (void)state;
    for (i = 0; i < sizeof typed; i++) {
        enum scsi_replay_result result = scsi_replay_create(typed, i, "\\\\?\\one", &replay, &line);

        assert_int_equal(replay != NULL, result == SCSI_REPLAY_OK);
        if (replay) replay->ops->close(replay);
    }
}

/* ---- what was traced gives the same answers when it is replayed: every question of drive/drive.h ---- */

static void ask_all(struct drive *drive, struct drive_answer *answers, struct drive_failure *failures)
{
    size_t i;

    for (i = 0; i < drive_question_count; i++)
        drive_questions[i].ask(drive, &answers[i], &failures[i]);
}

static void assert_same_answer(const struct drive_answer *answer, const struct drive_answer *other)
{
    assert_codes(&answer->codes, other->codes.values, other->codes.count);
    assert_bytes(&answer->bytes, other->bytes.bytes, other->bytes.count);
    assert_int_equal(answer->blocks, other->blocks);
    assert_int_equal(answer->block_bytes, other->block_bytes);
    assert_int_equal(answer->can_load, other->can_load);
    assert_memory_equal(&answer->event, &other->event, sizeof answer->event);
}

enum { QUESTIONS_MAX = 32 };

static void trace_then_replay(const struct plain_drive *plain)
{
    static const struct drive_identity identity = {"VENDOR", "PRODUCT", "REV1", 0x05};
    static struct trace_memory memory;
    static struct transport_script script;
    static struct drive_answer answers[2][QUESTIONS_MAX];
    static struct drive_failure failures[2][QUESTIONS_MAX];
    struct plain_drive drive_below = *plain;
    struct scsi_transport *traced, *replay;
    struct fake_clock clock;
    struct drive_failure failure;
    struct drive *drive;
    size_t i;

    assert_true(drive_question_count <= QUESTIONS_MAX);
    fake_clock_begin(&clock);
    trace_memory_begin(&memory);
    script_begin(&script);
    script.otherwise = plain_drive_answer;
    script.context = &drive_below;
    traced = scsi_trace_create(&script.transport, &memory.sink, mmc_opcode_name, "x");
    assert_non_null(traced);
    assert_int_equal(drive_open(traced, &identity, NULL, &clock.clock, &drive, &failure), DRIVE_OK);
    ask_all(drive, answers[0], failures[0]);
    drive_close(drive);
    assert_int_equal(memory.appends, 2 + script.sent_count);

    replay = replay_of(memory.text, "x");
    assert_int_equal(drive_open(replay, &identity, NULL, &clock.clock, &drive, &failure), DRIVE_OK);
    ask_all(drive, answers[1], failures[1]);
    assert_int_equal(scsi_replay_count_unused(replay), 0);
    drive_close(drive);
    for (i = 0; i < drive_question_count; i++) {
        assert_memory_equal(&failures[0][i], &failures[1][i], sizeof failures[0][i]);
        assert_same_answer(&answers[0][i], &answers[1][i]);
        drive_answer_free(&answers[0][i]);
        drive_answer_free(&answers[1][i]);
    }
}

static void traced_drive__replayed__answers_the_same(void **state)
{
    static const struct plain_drive drives[] = {
        {.refuses_46 = false},
        {.is_long = true},
        {.refuses_46 = true},
        {.refuses_starting_feature = true, .has_no_load_feature = true, .refuses_page_3f = true},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof drives / sizeof drives[0]; i++)
        trace_then_replay(&drives[i]);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, remember_live, check_live)
    const struct CMUnitTest tests[] = {
        CASE(replayed_drive__answers_as_it_did),           CASE(create__another_drive__has_its_own_records),
        CASE(create__what_cannot_be_replayed__is_said),    CASE(create__no_id__the_only_drive),
        CASE(execute__not_in_the_transcript__is_not_sent), CASE(execute__in_the_transcript__fills_the_buffer),
        CASE(create__each_allocation_fails__is_no_memory), CASE(create__every_prefix__is_ok_or_said),
        CASE(traced_drive__replayed__answers_the_same),
    };

    return cmocka_run_group_tests_name("transport_replay", tests, NULL, NULL);
}
