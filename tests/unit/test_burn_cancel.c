/* Cancelling burn_write_medium: in every phase, behind every command. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/burn_case.h"

static void write__cancelled_while_writing__track_and_session_are_closed(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->cancel_after = 11;
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_CANCELLED);
    assert_int_equal(burn_fixture_count(fixture, 0x2A), 6); /* 5 commands before them */
    burn_fixture_assert_blocks(fixture, 0, 6 * 32, 0);
    burn_case_assert_closed(fixture);
    assert_int_equal(fixture->failure.drive.status, DRIVE_OK);
}

static void write__cancelled_before_the_first_write__nothing_is_closed(void **state)
{
    struct burn_fixture *fixture = *state;
    char text[256];

    fixture->cancel_after = 3;
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_CANCELLED);
    burn_case_summarise(fixture, text);
    assert_string_equal(text, "1e 5a 55 1e");
}

static void write__cancelled_while_closing__closes_as_planned(void **state)
{
    struct burn_fixture *fixture = *state;
    char text[256];

    fixture->cancel_after = 35; /* SYNCHRONIZE CACHE */
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_CANCELLED);
    burn_case_summarise(fixture, text);
    assert_string_equal(text, burn_case_find("DVD-R")->opcodes);
    assert_int_not_equal(fixture->notices[fixture->notice_count - 1].phase, BURN_COMPLETED);
}

static void write__cancelled_while_formatting__waits_for_the_drive(void **state)
{
    struct burn_fixture *fixture = *state;
    char text[256];

    burn_fixture_refuse(fixture, 0x00, 0, 20, 0x020404);
    fixture->cancel_after = 4;
    assert_int_equal(burn_case_run(fixture, "DVD+RW"), BURN_CANCELLED);
    assert_int_equal(burn_fixture_count(fixture, 0x00), 21);
    burn_case_summarise(fixture, text);
    assert_string_equal(text, "1e 04 1e");
}

/* Behind each command of each burn, in every phase: the burn ends as cancelled, the door is open, nothing is written
 * any more, and what was written to a disc that is written once is closed.
 */
static void write__cancelled_behind_each_command__door_is_opened_and_what_was_written_is_closed(void **state)
{
    unsigned cancelled = 0;
    size_t i, nth;

    for (i = 0; i < BURN_CASES; i++) {
        for (nth = 1;; nth++) {
            struct burn_fixture *fixture = burn_fixture_again(state);
            struct burn_job job = burn_case_job(fixture, burn_cases[i].name);
            size_t writes;

            job.wishes.verification = BURN_VERIFY_QUICK;
            fixture->cancel_after = (uint32_t)nth;
            burn_job_run(fixture, &job);
            if (fixture->sent_count < nth) break;
            if (fixture->failure.status != BURN_CANCELLED) {
                fail_msg("%s: %d behind command %u", burn_cases[i].name, (int)fixture->failure.status, (unsigned)nth);
            }
            assert_int_equal(fixture->failure.drive.status, DRIVE_OK);
            if (fixture->notice_count) {
                assert_int_not_equal(fixture->notices[fixture->notice_count - 1].phase, BURN_COMPLETED);
            }
            burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
            writes = burn_fixture_count(fixture, 0x2A);
            assert_true(writes == burn_cases[i].writes || writes <= nth);
            if (writes) {
                assert_int_equal(burn_fixture_count(fixture, 0x35), 1);
                if (writes < burn_cases[i].writes && strncmp(burn_cases[i].name, "DVD+RW", 6) != 0) {
                    burn_case_assert_closed(fixture);
                }
            } else {
                assert_int_equal(burn_fixture_count(fixture, 0x35) + burn_fixture_count(fixture, 0x5B), 0);
            }
            cancelled++;
        }
        assert_true(nth > burn_cases[i].writes);
    }
    print_message("%u cancelled\n", cancelled);
}

/* A drive whose buffer stays full is not waited for. */
static void write__cancelled_while_the_drives_buffer_is_full__ends(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 6, 1000000, 0x020408);
    fixture->cancel_after = 5 + 6 + 1 + 20; /* with a question for its room */
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_CANCELLED);
    assert_int_equal(burn_fixture_count(fixture, 0x2A), 6 + 20);
    burn_case_assert_closed(fixture);
}

/* A source that gives a byte at a time is asked for no more than the one. */
static void write__cancelled_while_a_source_gives_little__ends(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->pump.is_eager = true;
    fixture->source.most = 1;
    fixture->cancel_after = 1;
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_CANCELLED);
    assert_true(fixture->source.reads <= 65536 + 1);
    burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
}

/* Cancelled when everything is done is cancelled all the same, and the disc is whole. */
static void write__cancelled_at_the_last_command__disc_is_whole(void **state)
{
    struct burn_fixture *fixture = *state;
    char text[256];

    assert_int_equal(burn_case_run(fixture, "CD-R open"), BURN_OK);
    fixture = burn_fixture_again(state);
    fixture->cancel_at_opcode = 0x52; /* READ TRACK INFORMATION: the disc agrees */
    assert_int_equal(burn_case_run(fixture, "CD-R open"), BURN_CANCELLED);
    burn_case_summarise(fixture, text);
    assert_string_equal(text, burn_case_find("CD-R open")->opcodes);
    burn_fixture_assert_blocks(fixture, 0, BURN_CASE_BLOCKS, 0);
}

/* A worker that is quicker than its caller has verified everything before that phase is told. */
static void write__cancelled_at_the_notice_of_what_is_done__is_cancelled(void **state)
{
    static const enum burn_phase phases[] = {BURN_INITIALIZING, BURN_WRITING, BURN_FINALIZING, BURN_VERIFYING};
    size_t i;

    for (i = 0; i < sizeof phases / sizeof phases[0]; i++) {
        struct burn_fixture *fixture = burn_fixture_again(state);
        struct burn_job job = burn_case_job(fixture, "CD-R open");

        fixture->pump.is_quick = true;
        fixture->cancels_at_phase = true;
        fixture->cancel_phase = phases[i];
        job.wishes.verification = BURN_VERIFY_QUICK;
        assert_int_equal(burn_job_run(fixture, &job), BURN_CANCELLED);
        assert_int_not_equal(fixture->notices[fixture->notice_count - 1].phase, BURN_COMPLETED);
        burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
    }
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, burn_fixture_setup, burn_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(write__cancelled_while_writing__track_and_session_are_closed),
        CASE(write__cancelled_before_the_first_write__nothing_is_closed),
        CASE(write__cancelled_while_closing__closes_as_planned),
        CASE(write__cancelled_while_formatting__waits_for_the_drive),
        CASE(write__cancelled_behind_each_command__door_is_opened_and_what_was_written_is_closed),
        CASE(write__cancelled_while_the_drives_buffer_is_full__ends),
        CASE(write__cancelled_while_a_source_gives_little__ends),
        CASE(write__cancelled_at_the_last_command__disc_is_whole),
        CASE(write__cancelled_at_the_notice_of_what_is_done__is_cancelled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
