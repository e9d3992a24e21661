/* burn_write_medium on a drive that takes every command: what is sent in which order, what arrives, what is told, and
 * what a failure at any place leaves.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "support/burn_case.h"
#include "support/fake_host.h"

/* Each phase, in this order, and none else; the last WRITE is told as such. */
static void assert_phases(const struct burn_fixture *fixture, const struct burn_case *row)
{
    static const uint8_t order[] = {BURN_FORMATTING, BURN_INITIALIZING, BURN_CALIBRATING,
                                    BURN_WRITING,    BURN_FINALIZING,   BURN_COMPLETED};
    const struct burn_progress *notices = fixture->notices;
    size_t at = strncmp(row->opcodes, "1e 04", 5) == 0 ? 0 : 1, n;
    int32_t last_lba = BURN_CASE_BLOCKS + (int32_t)row->after - 1;

    for (n = 0; n < fixture->notice_count; n++) {
        if (notices[n].phase != (enum burn_phase)order[at]) at++;
        assert_true(at < sizeof order);
        assert_int_equal(notices[n].phase, order[at]);
        if (notices[n].phase == BURN_FINALIZING && notices[n - 1].phase == BURN_WRITING) {
            assert_int_equal(notices[n - 1].last_written_lba, last_lba);
        }
    }
    assert_int_equal(at, sizeof order - 1);
    assert_int_equal(notices[n - 1].last_written_lba, last_lba);
    assert_int_equal(notices[n - 1].start_lba, 0);
    assert_int_equal(notices[n - 1].block_count, BURN_CASE_BLOCKS + row->after);
}

static void write__each_method__commands_bytes_and_phases(void **state)
{
    size_t i;

    for (i = 0; i < BURN_CASES; i++) {
        const struct burn_case *row = &burn_cases[i];
        struct burn_fixture *fixture = burn_fixture_again(state);
        char text[256];

        if (burn_case_run(fixture, row->name) != BURN_OK)
            fail_msg("%s: status %d", row->name, (int)fixture->failure.status);
        burn_case_summarise(fixture, text);
        if (strcmp(text, row->opcodes) != 0) fail_msg("%s: sent %s", row->name, text);
        assert_int_equal(burn_fixture_count(fixture, 0x2A), row->writes);
        burn_fixture_assert_zeros(fixture, row->first - (int32_t)row->before, row->before);
        burn_fixture_assert_blocks(fixture, row->first, BURN_CASE_BLOCKS, 0);
        burn_fixture_assert_zeros(fixture, row->first + BURN_CASE_BLOCKS, row->after);
        burn_fixture_assert_untouched(fixture, row->first + BURN_CASE_BLOCKS + (int32_t)row->after, 1);
        assert_phases(fixture, row);
    }
}

/* Each command in turn is refused, or lost: an error unless it is one that may be; the door is opened last whatever
 * happens; nothing is written behind an error.
 */
static void sweep(void **state, bool lost)
{
    size_t i, nth;
    unsigned forgiven = 0, failed = 0;

    for (i = 0; i < BURN_CASES; i++) {
        for (nth = 0;; nth++) {
            struct burn_fixture *fixture;
            const struct burn_fixture_sent *last;
            enum burn_status status;

            fixture = burn_fixture_again(state);
            fixture->fails_nth = nth + 1;
            fixture->fails_lost = lost;
            status = burn_case_run(fixture, burn_cases[i].name);
            last = &fixture->sent[fixture->sent_count - 1];
            if (fixture->sent_count <= nth) break;
            burn_fixture_assert_cdb(last, "1e0000000000");
            assert_int_equal(fixture->failure.status, status);
            if (status == BURN_OK) {
                forgiven++;
                burn_fixture_assert_blocks(fixture, 0, BURN_CASE_BLOCKS, 0);
                continue;
            }
            failed++;
            assert_int_equal(status, BURN_DRIVE);
            assert_int_equal(fixture->failure.drive.opcode, fixture->sent[nth].cdb[0]);
            assert_int_equal(fixture->failure.drive.status, lost ? DRIVE_TIMEOUT : DRIVE_REFUSED);
            if (fixture->notice_count) /* the first commands fail before anybody is told */
                assert_int_not_equal(fixture->notices[fixture->notice_count - 1].phase, BURN_COMPLETED);
        }
    }
    print_message("%u failures, %u forgiven\n", failed, forgiven);
    assert_true(failed > 300);
    /* Refused once: WRITE on the two overwritable discs is sent again, START UNIT before the disc is asked does not
     * matter, nor does the speed, and the door is opened at the second try.
     */
    assert_int_equal(forgiven, lost ? 0 : 2 * 29 + 3 * BURN_CASES);
}

static void write__each_command_refused__door_is_opened(void **state)
{
    sweep(state, false);
}

static void write__each_command_lost__door_is_opened(void **state)
{
    sweep(state, true);
}

static void write__allocations_fail__door_is_not_left_shut(void **state)
{
    long nth;

    for (nth = 1; nth < 1000; nth++) {
        struct burn_fixture *fixture;
        struct burn_job job;
        enum burn_status status;
        bool is_over;

        fixture = burn_fixture_again(state);
        job = burn_case_job(fixture, "DVD-R");
        job.wishes.verification = BURN_VERIFY_FULL;
        base_alloc_fail_nth(nth);
        status = burn_job_run(fixture, &job);
        is_over = base_alloc_fail_nth(0) != 0;
        if (is_over) {
            assert_int_equal(status, BURN_OK);
            break;
        }
        assert_int_equal(status, BURN_NO_MEMORY);
        if (fixture->sent_count) {
            burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
        }
    }
    assert_true(nth > 5 && nth < 1000);
}

/* The door is nobody's of ours behind a burn: one that is shut then is set free, as of any other program's. */
static void write__afterwards__an_eject_does_not_take_the_door_for_the_burns(void **state)
{
    static const struct drive_identity identity = {"VENDOR", "PRODUCT", "REV1", 0x05};
    struct burn_fixture *fixture = *state;
    struct drive_failure failure;
    struct fake_host host;

    fake_host_begin(&host);
    host.dismount_status = DRIVE_OK;
    drive_close(fixture->drive);
    assert_int_equal(
        drive_open(&fixture->script.transport, &identity, &host.host, &fixture->clock.clock, &fixture->drive, &failure),
        DRIVE_OK);
    fixture->tools.drive = fixture->drive;
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_OK);
    burn_fixture_refuse(fixture, 0x1B, 0, 1, 0x055302);
    assert_int_equal(drive_eject(fixture->drive, &failure), DRIVE_OK);
    assert_int_equal(host.dismounts, 1);
}

static void write__write_error__first_error_sticks(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 7, 1, 0x030C00);
    burn_fixture_refuse(fixture, 0x5B, 0, 1, 0x057203); /* closing the track fails, too */
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.opcode, 0x2A);
    assert_int_equal(fixture->failure.drive.sense.asc, 0x0C);
    assert_int_equal(fixture->failure.lba, 7 * 32);
    burn_case_assert_closed(fixture);
}

static void write__overwritable__each_write_has_a_second_try(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 3, 1, 0x030C00);
    burn_fixture_refuse(fixture, 0x2A, 5, 1, 0x030C00);
    assert_int_equal(burn_case_run(fixture, "DVD+RW formatted"), BURN_OK);
    assert_int_equal(burn_fixture_count(fixture, 0x2A), 29 + 2);
    burn_fixture_assert_blocks(fixture, 0, BURN_CASE_BLOCKS, 0);
}

static void write__overwritable_fails_twice__is_an_error(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 3, 2, 0x030C00);
    assert_int_equal(burn_case_run(fixture, "DVD+RW formatted"), BURN_DRIVE);
    assert_int_equal(burn_fixture_count(fixture, 0x2A), 5);
    assert_int_equal(fixture->failure.lba, 96);
}

/* SPC-3, deferred errors: an earlier WRITE did not reach the disc, and its blocks are not in the ring any more. */
static void write__overwritable_deferred_error__is_an_error(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 3, 1, 0x030C00);
    fixture->answers[0].response_code = 0x71;
    assert_int_equal(burn_case_run(fixture, "DVD+RW formatted"), BURN_DRIVE);
    assert_true(fixture->failure.drive.sense.deferred);
    assert_int_equal(fixture->failure.drive.opcode, 0x2A);
    assert_int_equal(burn_fixture_count(fixture, 0x2A), 4);
}

static void write__overwritable_deferred_error_at_the_question_for_room__is_an_error(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 3, 1, 0x020408); /* from then on the drive is asked */
    burn_fixture_refuse(fixture, 0x5C, 0, 1, 0x030C00);
    fixture->answers[1].response_code = 0x71;
    assert_int_equal(burn_case_run(fixture, "DVD+RW formatted"), BURN_DRIVE);
    assert_true(fixture->failure.drive.sense.deferred);
    assert_int_equal(fixture->failure.drive.opcode, 0x5C);
    assert_int_equal(burn_fixture_count(fixture, 0x2A), 4);
}

static void write__source_ends_early__what_came_is_closed(void **state)
{
    struct burn_fixture *fixture = *state;
    struct burn_job job = burn_case_job(fixture, "DVD-R");

    job.wishes.block_count = 24000;
    fixture->source.bytes = (uint64_t)20000 * 2048;
    assert_int_equal(burn_job_run(fixture, &job), BURN_SOURCE_SHORT);
    assert_int_equal(fixture->failure.lba, 20000);
    burn_case_assert_closed(fixture);
}

static void write__source_ends_in_the_first_ring__nothing_was_written(void **state)
{
    struct burn_fixture *fixture = *state;
    struct burn_job job = burn_case_job(fixture, "DVD-R");

    fixture->source.bytes = (uint64_t)100 * 2048;
    assert_int_equal(burn_job_run(fixture, &job), BURN_SOURCE_SHORT);
    assert_int_equal(burn_fixture_count(fixture, 0x2A), 0);
    assert_int_equal(burn_fixture_count(fixture, 0x5B), 0);
    assert_int_equal(fixture->failure.lba, 100);
    burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
}

static void write__drive_unplugged__nothing_is_closed(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_lose(fixture, 0x2A, 7);
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_DRIVE);
    assert_int_equal(burn_fixture_count(fixture, 0x5B), 0);
    burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
}

/* --- success means a good disc --- */

static void write__disc_disagrees__is_a_failure(void **state)
{
    static const struct {
        const char *name;
        uint8_t disc, session, sessions; /* of READ DISC INFORMATION */
        uint32_t start, blocks;          /* of the track */
        uint8_t byte_5;
    } rows[] = {
        {"still blank", 0, 0, 1, 0, 1066, 0},        {"finalised", 2, 3, 1, 0, 1066, 0},
        {"session damaged", 1, 2, 2, 0, 1066, 0},    {"session left open", 1, 0, 1, 0, 1066, 0},
        {"a block is missing", 1, 0, 2, 0, 1065, 0}, {"elsewhere", 1, 0, 2, 16, 1066, 0},
        {"track damaged", 1, 0, 2, 0, 1066, 0x20},   {"sessions say FFh", 0, 0, 255, 0, 1066, 0},
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct burn_fixture *fixture = burn_fixture_again(state);
        struct burn_job job = burn_case_job(fixture, "CD-R open");

        burn_fixture_say(fixture, rows[i].disc, rows[i].session, rows[i].sessions, rows[i].start, rows[i].blocks);
        fixture->track[5] = rows[i].byte_5;
        if (burn_job_run(fixture, &job) != BURN_DISAGREES) fail_msg("%s", rows[i].name);
        burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
    }
}

/* CDEmu 3.2.7 counts the pre-gap of the first track in: from FFFFFF6Ah, -150, with 150 blocks more. */
static void write__first_track_with_its_pre_gap__agrees(void **state)
{
    static const struct {
        uint32_t start, blocks;
        enum burn_status status;
    } rows[] = {{0xFFFFFF6A, 1216, BURN_OK}, {0xFFFFFF6A, 1215, BURN_DISAGREES}, {0xFFFFFF6B, 1216, BURN_DISAGREES}};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct burn_fixture *fixture = burn_fixture_again(state);
        struct burn_job job = burn_case_job(fixture, "CD-R open");

        burn_fixture_say(fixture, 1, 0, 2, rows[i].start, rows[i].blocks);
        assert_int_equal(burn_job_run(fixture, &job), rows[i].status);
    }
}

static void write__overwritable_too_small_afterwards__disagrees(void **state)
{
    struct burn_fixture *fixture = *state;
    struct burn_job job = burn_case_job(fixture, "DVD+RW");

    fixture->capacity = 926;
    assert_int_equal(burn_job_run(fixture, &job), BURN_DISAGREES);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, burn_fixture_setup, burn_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(write__each_method__commands_bytes_and_phases),
        CASE(write__each_command_refused__door_is_opened),
        CASE(write__each_command_lost__door_is_opened),
        CASE(write__allocations_fail__door_is_not_left_shut),
        CASE(write__afterwards__an_eject_does_not_take_the_door_for_the_burns),
        CASE(write__write_error__first_error_sticks),
        CASE(write__overwritable__each_write_has_a_second_try),
        CASE(write__overwritable_fails_twice__is_an_error),
        CASE(write__overwritable_deferred_error__is_an_error),
        CASE(write__overwritable_deferred_error_at_the_question_for_room__is_an_error),
        CASE(write__source_ends_early__what_came_is_closed),
        CASE(write__source_ends_in_the_first_ring__nothing_was_written),
        CASE(write__drive_unplugged__nothing_is_closed),
        CASE(write__disc_disagrees__is_a_failure),
        CASE(write__first_track_with_its_pre_gap__agrees),
        CASE(write__overwritable_too_small_afterwards__disagrees),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
