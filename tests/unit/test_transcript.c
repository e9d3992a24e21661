/* scsi/transcript_write.c, scsi/transcript_read.c: the text as docs/trace.md describes it, written and read. Every
 * expected text is typed by hand.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "scsi/transcript.h"
#include "support/vectors.h"

static const struct transcript_head head = {"2026-11-24T23:40:12.123Z", "4312.1"};

/* ---- writing ---- */

static void assert_command_text(const struct scsi_command *command, const struct scsi_reply *reply, const char *name,
                                uint32_t shown_bytes, uint32_t duration_us, const char *expected)
{
    size_t room = transcript_room(shown_bytes);
    char *buffer = malloc(room);
    struct text text = text_in(buffer, room);

    transcript_put_command(&text, &head, command, reply, name, shown_bytes, duration_us);
    assert_string_equal(buffer, expected);
    assert_false(text.is_cut);
    free(buffer);
}

static void put_command__data_in__runs_are_counted(void **state)
{
    uint8_t data[36] = {0x05, 0x80, 0x05, 0x32, 0x1f};
    struct scsi_command command = {{0x12, 0, 0, 0, 0x24, 0}, 6, SCSI_DATA_IN, data, 36, 30000};
    struct scsi_reply reply = {.outcome = SCSI_DONE, .transferred_bytes = 36};

    (void)state;
    memcpy(data + 8, "OPENIMAP", 8);
    data[35] = '1';
    assert_command_text(
        &command, &reply, "INQUIRY", 36, 212,
        "2026-11-24T23:40:12.123Z 4312.1 12 00 00 00 24 00 = INQUIRY | in 36 moved 36 | good | 0.212 ms\n"
        "    < 05 80 05 32 1f 00 00 00 4f 50 45 4e 49 4d 41 50 00 * 19\n"
        "    < 31\n");
}

static void put_command__less_came_than_was_asked__only_that_is_written(void **state)
{
    uint8_t data[40] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16,
                        17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32};
    struct scsi_command command = {{0x5a, 0, 0x3f, 0, 0, 0, 0, 0, 40, 0}, 10, SCSI_DATA_IN, data, 40, 30000};
    struct scsi_reply reply = {.outcome = SCSI_DONE, .transferred_bytes = 33};

    (void)state;
    assert_command_text(
        &command, &reply, NULL, 40, 1234567,
        "2026-11-24T23:40:12.123Z 4312.1 5a 00 3f 00 00 00 00 00 28 00 | in 40 moved 33 | good | 1234.567 ms\n"
        "    < 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f\n"
        "    < 20\n");
}

static void put_command__data_out__is_what_was_asked(void **state)
{
    uint8_t data[] = {0x00, 0x10, 0xff, 0x00};
    struct scsi_command command = {{0x55, 0x10, 0, 0, 0, 0, 0, 0, 4, 0}, 10, SCSI_DATA_OUT, data, 4, 30000};
    struct scsi_reply reply = {.outcome = SCSI_REFUSED,
                               .status = 0x02,
                               .sense_length = 18,
                               .sense = {0x70, 0, 5, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x26, 0x00}};

    (void)state;
    assert_command_text(
        &command, &reply, "MODE SELECT(10)", 4, 7,
        "2026-11-24T23:40:12.123Z 4312.1 55 10 00 00 00 00 00 00 04 00 = MODE SELECT(10) | out 4 moved 0 | "
        "status 02 check condition, 5/26/00 illegal request: invalid field in parameter list | 0.007 ms\n"
        "    > 00 10 ff 00\n"
        "    ! 70 00 05 00 00 00 00 0a 00 00 00 00 26 00 00 00 00 00\n");
}

static void put_command__contents__are_counted_not_written(void **state)
{
    static uint8_t data[4096];
    struct scsi_command command = {{0x2a, 0, 0, 0, 0, 16, 0, 0, 2, 0}, 10, SCSI_DATA_OUT, data, 4096, 30000};
    struct scsi_reply reply = {.outcome = SCSI_DONE, .transferred_bytes = 4096};

    (void)state;
    data[0] = 0xeb;
    data[1] = 0x3c;
    assert_command_text(&command, &reply, "WRITE(10)", 2, 0,
                        "2026-11-24T23:40:12.123Z 4312.1 2a 00 00 00 00 10 00 00 02 00 = WRITE(10) | out 4096 moved "
                        "4096 | good | 0.000 ms\n"
                        "    > eb 3c\n"
                        "    > ... 4094\n");
}

/* Each way to end without an answer, and each status byte that has a name. */
static void put_command__other_ends__in_words(void **state)
{
    static const struct {
        struct scsi_reply reply;
        const char *words;
    } ends[] = {
        {{.outcome = SCSI_NOT_SENT, .failure = SCSI_FAILURE_LOCKED}, "not sent: locked, system error 0"},
        {{.outcome = SCSI_NOT_SENT, .failure = SCSI_FAILURE_DEVICE_GONE, .system_error = 433},
         "not sent: device gone, system error 433"},
        {{.outcome = SCSI_LOST, .failure = SCSI_FAILURE_TIMEOUT, .system_error = 4294967295u},
         "lost: time-out, system error 4294967295"},
        {{.outcome = SCSI_REFUSED, .status = 0x02}, "status 02 check condition, no sense"},
        {{.outcome = SCSI_REFUSED, .status = 0x08}, "status 08 busy, no sense"},
        {{.outcome = SCSI_REFUSED, .status = 0x18}, "status 18 reservation conflict, no sense"},
        {{.outcome = SCSI_REFUSED, .status = 0x40}, "status 40 task aborted, no sense"},
        {{.outcome = SCSI_REFUSED, .status = 0x28}, "status 28 of no name, no sense"},
    };
    struct scsi_command command = {{0}, 6, SCSI_NO_DATA, NULL, 0, 30000};
    char expected[256];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        snprintf(expected, sizeof expected,
                 "2026-11-24T23:40:12.123Z 4312.1 00 00 00 00 00 00 = TEST UNIT READY | no data | %s | 0.001 ms\n",
                 ends[i].words);
        assert_command_text(&command, &ends[i].reply, "TEST UNIT READY", 0, 1, expected);
    }
}

static void put_command__deferred_sense__is_said_to_be(void **state)
{
    struct scsi_command command = {{0}, 6, SCSI_NO_DATA, NULL, 0, 30000};
    struct scsi_reply reply = {
        .outcome = SCSI_REFUSED, .status = 0x02, .sense_length = 8, .sense = {0x73, 0x03, 0x0c, 0x00, 0, 0, 0, 0}};

    (void)state;
    assert_command_text(&command, &reply, NULL, 0, 1,
                        "2026-11-24T23:40:12.123Z 4312.1 00 00 00 00 00 00 | no data | status 02 check condition, "
                        "deferred, of an earlier command: 3/0c/00 medium error: write error | 0.001 ms\n"
                        "    ! 73 03 0c 00 00 00 00 00\n");
}

static void put_open_and_close__are_a_line_each(void **state)
{
    char buffer[256];
    struct text text = text_in(buffer, sizeof buffer);

    (void)state;
    transcript_put_open(&text, &head, "\\\\?\\wine#cdrom#d#{x}\nforged");
    transcript_put_close(&text, &head);
    assert_string_equal(buffer, "2026-11-24T23:40:12.123Z 4312.1 open \\\\?\\wine#cdrom#d#{x}?forged\n"
                                "2026-11-24T23:40:12.123Z 4312.1 close\n");
}

/* ---- the room that is promised is enough for the worst: short runs among single bytes, the longest sense ---- */

static void room__is_enough_for_any_bytes(void **state)
{
    enum { BYTES = 1021 };
    static uint8_t data[BYTES];
    struct scsi_command command = {{0x46}, 16, SCSI_DATA_IN, data, BYTES, 30000};
    struct scsi_reply reply = {
        .outcome = SCSI_REFUSED, .status = 0x02, .sense_length = SCSI_SENSE_MAX, .transferred_bytes = BYTES};
    char *buffer = malloc(transcript_room(BYTES));
    unsigned run, gap;
    size_t i;

    (void)state;
    for (i = 0; i < SCSI_SENSE_MAX; i++)
        reply.sense[i] = (uint8_t)(i ? i : 0x70);
    for (run = 14; run < 20; run++) {
        for (gap = 0; gap < 34; gap++) {
            struct text text = text_in(buffer, transcript_room(BYTES));

            for (i = 0; i < BYTES; i++)
                data[i] = i % (run + gap) < run ? 0 : (uint8_t)(1 + i % 250);
            transcript_put_command(&text, &head, &command, &reply, "a name of no command that is longer than any",
                                   BYTES, UINT32_MAX);
            assert_false(text.is_cut);
        }
    }
    free(buffer);
}

/* ---- reading ---- */

static struct transcript transcript_of(const char *text)
{
    struct transcript transcript = {text, strlen(text), 0, 0};

    return transcript;
}

static void assert_part(struct transcript_part part, const char *expected)
{
    assert_int_equal(part.length, strlen(expected));
    assert_memory_equal(part.text, expected, part.length);
}

static void next__every_kind_of_record__is_read(void **state)
{
    static const char text[] = "# a comment\r\n"
                               "\n"
                               "yesterday 4312.1 open \\\\?\\a drive\n"
                               "noon 4312.1 12 00 00 00 24 00 = INQUIRY | in 36 moved 20 | good | 0.212 ms\r\n"
                               "    < 05 80 AB\r\n"
                               "  < 00 * 16 01\r\n"
                               "x y.2 00 00 00 00 00 00 | no data | status 02 | later\n"
                               "    ! 70 00 06\n"
                               "x y.2 55 10 00 00 00 00 00 00 04 00 = A|B | out 4 moved 4 | good | \n"
                               "    > 01 02\n"
                               "    > ... 2\n"
                               "x y.2 00 00 00 00 00 00 | no data | lost: time-out, system error 121 | 7000.000 ms\n"
                               "x y.2 close";
    static char all[sizeof text + 1];
    struct transcript transcript;
    struct transcript_record record;
    uint8_t bytes[36];

    (void)state;
    memcpy(all, text, sizeof text - 1);
    all[sizeof text - 1] = '\n';
    transcript = transcript_of(all);
    assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_RECORD);
    assert_int_equal(record.kind, TRANSCRIPT_OPEN);
    assert_part(record.tag, "4312.1");
    assert_part(record.id, "\\\\?\\a drive");

    assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_RECORD);
    assert_int_equal(record.kind, TRANSCRIPT_COMMAND);
    assert_int_equal(record.command.cdb_length, 6);
    assert_memory_equal(record.command.cdb, ((const uint8_t[]){0x12, 0, 0, 0, 0x24, 0}), 6);
    assert_int_equal(record.command.direction, SCSI_DATA_IN);
    assert_int_equal(record.command.requested_bytes, 36);
    assert_int_equal(record.reply.outcome, SCSI_DONE);
    assert_int_equal(record.reply.transferred_bytes, 20);
    assert_int_equal(record.data_bytes, 20);
    assert_int_equal(record.data_whole_bytes, 20);
    memset(bytes, 0xEE, sizeof bytes);
    assert_int_equal(transcript_data(&record, bytes, sizeof bytes), 20);
    assert_memory_equal(
        bytes, ((const uint8_t[]){0x05, 0x80, 0xAB, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xEE}), 21);
    memset(bytes, 0xEE, sizeof bytes);
    assert_int_equal(transcript_data(&record, bytes, 4), 4);
    assert_memory_equal(bytes, ((const uint8_t[]){0x05, 0x80, 0xAB, 0, 0xEE}), 5);

    assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_RECORD);
    assert_part(record.tag, "y.2");
    assert_int_equal(record.command.direction, SCSI_NO_DATA);
    assert_int_equal(record.reply.outcome, SCSI_REFUSED);
    assert_int_equal(record.reply.status, 0x02);
    assert_int_equal(record.reply.sense_length, 3);
    assert_memory_equal(record.reply.sense, ((const uint8_t[]){0x70, 0, 6}), 3);

    assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_MALFORMED); /* "A|B": a bar ends the name */
    assert_int_equal(transcript.line, 9);
}

static void next__the_rest__is_read(void **state)
{
    struct transcript transcript =
        transcript_of("x y.2 55 10 00 00 00 00 00 00 04 00 = MODE SELECT(10) | out 4 moved 4 | good | \n"
                      "    > 01 02\n"
                      "    > ... 2\n"
                      "x y.2 00 00 00 00 00 00 | no data | lost: time-out, system error 121 | 7000.000 ms\n"
                      "x y.2 close\n");
    struct transcript_record record;

    (void)state;
    assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_RECORD);
    assert_int_equal(record.command.direction, SCSI_DATA_OUT);
    assert_int_equal(record.data_bytes, 2);
    assert_int_equal(record.data_whole_bytes, 4);
    assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_RECORD);
    assert_int_equal(record.reply.outcome, SCSI_LOST);
    assert_int_equal(record.reply.failure, SCSI_FAILURE_TIMEOUT);
    assert_int_equal(record.reply.system_error, 121);
    assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_RECORD);
    assert_int_equal(record.kind, TRANSCRIPT_CLOSE);
    assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_END);
    assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_END);
    assert_int_equal(transcript.line, 5);
}

/* Every reason has words of its own, which are read again as that reason. */
static void next__every_failure__is_the_one_that_was_written(void **state)
{
    struct scsi_command command = {{0}, 6, SCSI_NO_DATA, NULL, 0, 30000};
    struct transcript_record record;
    int failure;

    (void)state;
    for (failure = SCSI_FAILURE_NONE; failure <= SCSI_FAILURE_OTHER; failure++) {
        struct scsi_reply reply = {.outcome = SCSI_LOST, .failure = (enum scsi_failure)failure, .system_error = 7};
        char buffer[1024];
        struct text text = text_in(buffer, sizeof buffer);
        struct transcript transcript;

        transcript_put_command(&text, &head, &command, &reply, NULL, 0, 1);
        transcript = transcript_of(buffer);
        assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_RECORD);
        assert_int_equal(record.reply.outcome, SCSI_LOST);
        assert_int_equal(record.reply.failure, failure);
        assert_int_equal(record.reply.system_error, 7);
    }
}

#define TUR "x y 00 00 00 00 00 00 | no data | good | \n"
#define IN4 "x y 12 00 00 00 04 00 | in 4 moved 4 | good | \n"

static void next__what_makes_no_sense__is_malformed_at_its_line(void **state)
{
    static const struct {
        const char *text;
        size_t line;
    } cases[] = {
        {"x", 1},
        {"x y 00 00 00 00 00 00 | no data | good | ", 1}, /* no end of line: it was cut */
        {TUR "\n# \nx\n", 4},
        {TUR " blank\n", 2},
        {" x y close\n", 1},
        {"x y close now\n", 1},
        {"x y open \n", 1},
        {"x  close\n", 1},
        {"x y | no data | good | \n", 1},
        {"x y 0 | no data | good | \n", 1},
        {"x y 00 0g | no data | good | \n", 1},
        {"x y 0000 | no data | good | \n", 1},
        {"x y 00 = | no data | good\n", 1}, /* nothing behind the result */
        {"x y 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 | no data | good | \n", 1}, /* 17 bytes */
        {"x y 00 | nodata | good | \n", 1},
        {"x y 00 | in 4 | good | \n", 1},
        {"x y 00 | in 4 moved 5 | good | \n", 1},
        {"x y 00 | in 16777217 moved 0 | good | \n", 1}, /* more than TRANSCRIPT_MOVED_MAX */
        {"x y 00 | in 99999999999 moved 0 | good | \n", 1},
        {"x y 00 | in 4294967296 moved 0 | good | \n", 1},
        {"x y 00 | in -1 moved 0 | good | \n", 1},
        {"x y 00 | no data | fine | \n", 1},
        {"x y 00 | no data | status | \n", 1},
        {"x y 00 | no data | status 2 | \n", 1},
        {"x y 00 | no data | lost: time-out | \n", 1},
        {"x y 00 | no data | lost: boredom, system error 1 | \n", 1},
        {IN4 "    < 01 02 03\n", 2},       /* fewer than were moved */
        {IN4, 1},                          /* likewise */
        {IN4 "    < 01 02 03 04 05\n", 2}, /* more */
        {IN4 "    < 01 02 03 04", 1},      /* cut */
        {IN4 "    > 01 02 03 04\n", 2},    /* the wrong way */
        {IN4 "    < 01 * 5\n", 2},
        {IN4 "    < 01 * \n", 2},
        {IN4 "    < 01*4\n", 2},
        {IN4 "    < 01 * 4294967295 02 * 5\n", 2}, /* wraps */
        {IN4 "    < 01 * 16777216 01 * 4294967295\n", 2},
        {IN4 "    < 01 02 ... 3\n", 2},
        {IN4 "    < 01 02 ... 0\n", 2},
        {IN4 "    < ... 2 01 02\n", 2},
        {IN4 "    < ... 2\n    < 01 02\n", 3}, /* nothing comes behind what was left out */
        {IN4 "    <\n", 2},
        {IN4 "    \n", 2},
        {IN4 "    ! 70\n    < 01 02 03 04\n", 3}, /* sense comes last */
        {TUR "    < 01\n", 2},
        {TUR "    ! 00 * 253\n", 2},
        {TUR "    ! ... 3\n", 2},
    };
    struct transcript_record record;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct transcript transcript = transcript_of(cases[i].text);
        enum transcript_result result;

        do {
            result = transcript_next(&transcript, &record);
        } while (result == TRANSCRIPT_RECORD);
        if (result != TRANSCRIPT_MALFORMED || transcript.line != cases[i].line) {
            fail_msg("%s: result %d, line %u", cases[i].text, result, (unsigned)transcript.line);
        }
    }
}

/* ---- sweeps ---- */

static const char sweep_text[] =
    "# OpenIMAPI2 trace\n"
    "2026-11-24T23:40:12.123Z 4312.1 open \\\\?\\a\n"
    "2026-11-24T23:40:12.123Z 4312.1 12 00 00 00 24 00 = INQUIRY | in 36 moved 36 | good | 0.2 ms\n"
    "    < 05 80 05 32 00 * 30\n    < 41 42\n"
    "2026-11-24T23:40:12.123Z 4312.1 55 10 00 00 00 00 00 00 04 00 | out 4 moved 0 | status 02 | 1 ms\n"
    "    > 00 01 ... 2\n"
    "    ! 70 00 05\n"
    "2026-11-24T23:40:12.123Z 4312.1 close\n";

/* Reads all of it, in a block of exactly that size. Returns how it ended; counts records. */
static enum transcript_result read_all(const char *text, size_t count, size_t *records)
{
    char *copy = (char *)vector_copy((const uint8_t *)text, count);
    struct transcript transcript = {copy, count, 0, 0};
    struct transcript_record record;
    enum transcript_result result;
    uint8_t bytes[64];

    *records = 0;
    while ((result = transcript_next(&transcript, &record)) == TRANSCRIPT_RECORD) {
        assert_true(transcript_data(&record, bytes, sizeof bytes) <= sizeof bytes);
        assert_true(record.data_bytes <= record.data_whole_bytes);
        ++*records;
    }
    assert_true(transcript.at <= count);
    free(copy);
    return result;
}

/* A prefix is read as far as it goes: whole records, and an end only where a record ends. */
static void next__every_prefix__ends_or_is_malformed(void **state)
{
    size_t count = sizeof sweep_text - 1, ends = 0, records, last = 0, i;

    (void)state;
    for (i = 0; i <= count; i++) {
        enum transcript_result result = read_all(sweep_text, i, &records);

        assert_true(records >= last || result == TRANSCRIPT_MALFORMED);
        if (result != TRANSCRIPT_END) continue;
        ends++;
        last = records;
    }
    assert_int_equal(records, 4);
    /* Nothing, the comment, and behind each of the four records; the second command is whole without its sense, too. */
    assert_int_equal(ends, 7);
}

static void next__every_damaged_byte__ends_or_is_malformed(void **state)
{
    static const char damage[] = {'\0', '\n', ' ', '0', '9', 'f', '*', '.', '<', '>', '!', '#', '|', '\r', (char)0xff};
    size_t count = sizeof sweep_text - 1, records, i, j;
    char copy[sizeof sweep_text];

    (void)state;
    for (i = 0; i < count; i++) {
        for (j = 0; j < sizeof damage; j++) {
            memcpy(copy, sweep_text, sizeof copy);
            copy[i] = damage[j];
            read_all(copy, count, &records);
            assert_true(records <= 6); /* a line more at most */
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(put_command__data_in__runs_are_counted),
        cmocka_unit_test(put_command__less_came_than_was_asked__only_that_is_written),
        cmocka_unit_test(put_command__data_out__is_what_was_asked),
        cmocka_unit_test(put_command__contents__are_counted_not_written),
        cmocka_unit_test(put_command__other_ends__in_words),
        cmocka_unit_test(put_command__deferred_sense__is_said_to_be),
        cmocka_unit_test(put_open_and_close__are_a_line_each),
        cmocka_unit_test(room__is_enough_for_any_bytes),
        cmocka_unit_test(next__every_kind_of_record__is_read),
        cmocka_unit_test(next__the_rest__is_read),
        cmocka_unit_test(next__every_failure__is_the_one_that_was_written),
        cmocka_unit_test(next__what_makes_no_sense__is_malformed_at_its_line),
        cmocka_unit_test(next__every_prefix__ends_or_is_malformed),
        cmocka_unit_test(next__every_damaged_byte__ends_or_is_malformed),
    };

    return cmocka_run_group_tests_name("transcript", tests, NULL, NULL);
}
