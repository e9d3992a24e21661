/* Refusals that drives are known for, and operations of a drive that take their time: what burn_write_medium makes of
 * them.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/burn_case.h"

static void write__opc_refused__by_exact_triplet(void **state)
{
    static const uint32_t forgiven[] = {0x052000, 0x052400, 0x052700, 0x052C00, 0x053002};
    static const uint32_t fatal[] = {0x037303, 0x053000, 0x052C03, 0x026B00};
    size_t i;

    for (i = 0; i < 9; i++) {
        struct burn_fixture *fixture;

        fixture = burn_fixture_again(state);
        burn_fixture_refuse(fixture, 0x54, 0, 1, i < 5 ? forgiven[i] : fatal[i - 5]);
        assert_int_equal(burn_case_run(fixture, "DVD-R"), i < 5 ? BURN_OK : BURN_DRIVE);
        assert_int_equal(burn_fixture_count(fixture, 0x2A), i < 5 ? 29 : 0);
    }
}

static void write__opc_tables_listed__no_opc(void **state)
{
    struct burn_fixture *fixture = *state;
    struct burn_job job = burn_case_job(fixture, "DVD-R");

    job.media.disc.opc_tables = 1;
    assert_int_equal(burn_job_run(fixture, &job), BURN_OK);
    assert_int_equal(burn_fixture_count(fixture, 0x54), 0);
    assert_int_equal(fixture->notices[1].phase, BURN_CALIBRATING); /* told all the same */
}

static void write__page_05_refused__once_more_with_the_drives_own_link_size(void **state)
{
    struct burn_fixture *fixture = *state;
    const struct burn_fixture_sent *first, *second;

    fixture->page_05[2] = 0x61; /* BUFE, LS_V, TAO */
    fixture->page_05[3] = 0x20; /* FP */
    fixture->page_05[5] = 0x07;
    fixture->page_05[15] = 150;
    burn_fixture_refuse(fixture, 0x55, 0, 1, 0x052600);
    assert_int_equal(burn_case_run(fixture, "CD-R open"), BURN_OK);
    assert_int_equal(burn_fixture_count(fixture, 0x55), 2);
    first = burn_fixture_nth(fixture, 0x55, 0);
    second = burn_fixture_nth(fixture, 0x55, 1);
    assert_memory_equal(first->data, "\0\0\0\0\0\0\0\0\x05\x32\x41\xC4\x08\x00", 14);
    assert_memory_equal(second->data, "\0\0\0\0\0\0\0\0\x05\x32\x61\xE4\x08\x07", 14);
    assert_int_equal(first->data[8 + 15], 150); /* the drive's own */
}

static void write__immed_unknown__synchronize_and_close_without(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x35, 0, 1, 0x052400);
    burn_fixture_refuse(fixture, 0x5B, 0, 1, 0x052400);
    assert_int_equal(burn_case_run(fixture, "CD-R open"), BURN_OK);
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x35, 1), "35000000000000000000");
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x5B, 1), "5b000200000000000000");
}

static void write__close_refused__the_others_are_tried(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x5B, 0, 1, 0x057203);
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.opcode, 0x5B);
    burn_case_assert_closed(fixture);
}

static void write__close_returns_early__is_waited_for(void **state)
{
    static const uint32_t senses[] = {0x020407, 0x020408, 0x062E00};
    size_t i;

    for (i = 0; i < 3; i++) {
        struct burn_fixture *fixture;

        fixture = burn_fixture_again(state);
        burn_fixture_refuse(fixture, 0x5B, 0, 1, senses[i]);
        assert_int_equal(burn_case_run(fixture, "CD-R open"), BURN_OK);
        assert_int_equal(burn_fixture_count(fixture, 0x5B), 1);
    }
}

/* A disk whose drive does not know READ DISC INFORMATION: its capacity alone is compared. */
static void write__disc_information_unknown__disk_is_ready_by_test_unit_ready(void **state)
{
    static const struct {
        uint32_t capacity;
        enum burn_status status;
    } rows[] = {{915, BURN_OK}, {914, BURN_DISAGREES}};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct burn_fixture *fixture = burn_fixture_again(state);
        struct burn_job job = burn_case_job(fixture, "DVD+RW formatted");
        const struct burn_range range = {0, BURN_CASE_BLOCKS - 1};

        job.media.medium = BURN_MEDIUM_DISK;
        job.media.method = BURN_METHOD_OVERWRITABLE;
        job.media.unit_blocks = 1;
        job.media.disc = (struct mmc_disc_information){.disc_state = 3}; /* other */
        job.wishes.verification = BURN_VERIFY_FULL;
        job.wishes.ranges = &range;
        job.wishes.range_count = 1;
        fixture->capacity = rows[i].capacity;
        burn_fixture_refuse(fixture, 0x51, 0, 1000, 0x052000);
        assert_int_equal(burn_job_run(fixture, &job), rows[i].status);
        assert_true(burn_fixture_count(fixture, 0x00) >= 2);
        burn_fixture_assert_blocks(fixture, 0, BURN_CASE_BLOCKS, 0);
        assert_int_equal(burn_fixture_count(fixture, 0x28), rows[i].status == BURN_OK ? 29 : 0);
    }
}

/* Of a disc that had told its state before, the same refusal is a failure. */
static void write__disc_information_refused_afterwards__is_an_error(void **state)
{
    static const char *const names[] = {"CD-R open", "DVD+RW formatted"};
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct burn_fixture *fixture = burn_fixture_again(state);

        burn_fixture_refuse(fixture, 0x51, 0, 1, 0x052000);
        assert_int_equal(burn_case_run(fixture, names[i]), BURN_DRIVE);
        assert_int_equal(fixture->failure.drive.opcode, 0x51);
    }
}

static void write__lead_out_of_dvd_plus_rw_unknown__is_no_error(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x5B, 1, 1, 0x053010); /* seen: PIONEER DRW-1608P2 */
    assert_int_equal(burn_case_run(fixture, "DVD+RW"), BURN_OK);
}

static void write__deferred_error_at_a_poll__is_the_flushs_failure(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x00, 0, 1, 0x030C00);
    fixture->answers[0].response_code = 0x71;
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_DRIVE);
    assert_true(fixture->failure.drive.sense.deferred);
    assert_int_equal(burn_fixture_count(fixture, 0x5B), 2); /* closed all the same */
}

/* The command that meets it was not carried out: flush and close are sent again, the question is asked again. */
static void write__deferred_recovered_error__is_no_failure_and_no_answer(void **state)
{
    static const uint8_t opcodes[] = {0x1E, 0x35, 0x5B, 0x00};
    size_t i;

    for (i = 0; i < sizeof opcodes; i++) {
        struct burn_fixture *fixture = burn_fixture_again(state);
        size_t usual;

        assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_OK);
        usual = burn_fixture_count(fixture, opcodes[i]);
        fixture = burn_fixture_again(state);
        burn_fixture_refuse(fixture, opcodes[i], 0, 1, 0x010C01);
        fixture->answers[0].response_code = 0x71;
        assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_OK);
        assert_int_equal(burn_fixture_count(fixture, opcodes[i]), usual + 1);
    }
}

static void write__operator_needed_at_a_poll__is_not_waited_for(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x00, 0, 1, 0x020403);
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.sense.ascq, 0x03);
}

static void write__long_close__polled_up_to_a_second_apart_and_told_each_second(void **state)
{
    struct burn_fixture *fixture = *state;
    const struct burn_fixture_sent *close;
    size_t i, notices = 0;

    burn_fixture_refuse(fixture, 0x51, 1, 120, 0x020407); /* the second READ DISC INFORMATION is the close's */
    assert_int_equal(burn_case_run(fixture, "CD-R open"), BURN_OK);
    close = burn_fixture_nth(fixture, 0x5B, 0);
    assert_int_equal(burn_fixture_nth(fixture, 0x00, 1)->at_ms - close->at_ms, 101);
    assert_int_equal(burn_fixture_nth(fixture, 0x51, 2)->at_ms - burn_fixture_nth(fixture, 0x51, 1)->at_ms, 201);
    assert_int_equal(burn_fixture_nth(fixture, 0x51, 100)->at_ms - burn_fixture_nth(fixture, 0x51, 99)->at_ms, 1001);
    for (i = 0; i < fixture->notice_count; i++)
        notices += fixture->notices[i].phase == BURN_FINALIZING;
    assert_true(notices > 100 && notices < 125);
}

/* What the drive tells while it closes is how far that one command is: a hundredth of it, for 40 questions. */
static void write__long_close_with_progress__is_not_that_of_the_whole(void **state)
{
    struct burn_fixture *fixture = *state;
    const struct burn_progress *last;
    size_t i, notices = 0;

    burn_fixture_refuse(fixture, 0x00, 1, 40, 0x020407);
    fixture->answers[0].progress = 0x0290;
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_OK);
    for (i = 0; i < fixture->notice_count; i++) {
        const struct burn_progress *told = &fixture->notices[i];

        if (told->phase != BURN_FINALIZING) continue;
        notices++;
        assert_true(told->total_s >= told->elapsed_s && told->total_s <= told->elapsed_s + 40);
    }
    assert_true(notices > 30);
    last = &fixture->notices[fixture->notice_count - 1];
    assert_int_equal(last->phase, BURN_COMPLETED);
    assert_true(last->elapsed_s > 30);
    assert_int_equal(last->total_s, last->elapsed_s);
}

static void write__close_never_ends__deadline_of_an_hour(void **state)
{
    struct burn_fixture *fixture = *state;
    uint64_t began = fixture->clock.ms;

    burn_fixture_refuse(fixture, 0x51, 1, 100000, 0x020407);
    assert_int_equal(burn_case_run(fixture, "CD-R open"), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.status, DRIVE_MEDIUM_BUSY);
    assert_int_equal(fixture->failure.drive.opcode, 0x5B);
    assert_true(fixture->clock.ms - began > 3600000 && fixture->clock.ms - began < 3700000);
}

/* --- a disc that is another one, or has less room than it said --- */

static const char *const only_the_door[] = {"1e0000000100", "1e0000000000"};

/* Between the questions about the disc and the lock there is a moment in which it can be exchanged. */
static void write__other_disc_before_removal_is_prevented__nothing_is_sent_to_it(void **state)
{
    struct burn_fixture *fixture = *state;
    size_t i;

    burn_fixture_refuse(fixture, 0x1E, 0, 1, 0x062800);
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.sense.asc, 0x28);
    assert_int_equal(fixture->sent_count, 2);
    for (i = 0; i < 2; i++)
        burn_fixture_assert_cdb(&fixture->sent[i], only_the_door[i]);
}

/* Attentions that say nothing of the disc are absorbed there, as ever. */
static void write__reset_before_removal_is_prevented__it_is_prevented_at_the_second_try(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x1E, 0, 4, 0x062900);
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_OK);
    assert_int_equal(burn_fixture_count(fixture, 0x1E), 4 + 2);
    fixture = burn_fixture_again(state);
    burn_fixture_refuse(fixture, 0x1E, 0, 1000, 0x062900);
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_DRIVE);
    assert_int_equal(burn_fixture_count(fixture, 0x2A), 0);
    assert_true(fixture->sent_count < 100);
}

/* The disc that is in the drive now has no track of this burn. */
static void write__other_disc_while_writing__is_not_closed(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 7, 1, 0x062800);
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_DRIVE);
    assert_int_equal(fixture->failure.lba, 7 * 32);
    assert_int_equal(burn_fixture_count(fixture, 0x35) + burn_fixture_count(fixture, 0x5B), 0);
    burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
    assert_int_equal(fixture->sent[fixture->sent_count - 2].cdb[0], 0x2A);
}

/* A reset says nothing of the disc; that it is another one comes out at the next command. */
static void write__reset_while_writing__is_closed_unless_the_disc_is_another(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 7, 1, 0x062900);
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_DRIVE);
    burn_case_assert_closed(fixture);
    fixture = burn_fixture_again(state);
    burn_fixture_refuse(fixture, 0x2A, 7, 1, 0x062900);
    burn_fixture_refuse(fixture, 0x35, 0, 1, 0x062800);
    assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.sense.asc, 0x29); /* the first error sticks */
    assert_int_equal(burn_fixture_count(fixture, 0x5B), 0);
    burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
}

/* 05/21/00 and 05/63/00 of the standard; the HP dvd200i says 05/24/00 (growisofs). */
static void write__disc_is_full_before_its_end__is_too_large_and_closed(void **state)
{
    static const uint32_t senses[] = {0x052100, 0x052400, 0x056300};
    size_t i;

    for (i = 0; i < 3; i++) {
        struct burn_fixture *fixture = burn_fixture_again(state);

        burn_fixture_refuse(fixture, 0x2A, 7, 1, senses[i]);
        assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_TOO_LARGE);
        assert_int_equal(fixture->failure.needed_blocks, 928);
        assert_int_equal(fixture->failure.free_blocks, 7 * 32);
        assert_int_equal(fixture->failure.lba, 7 * 32);
        assert_int_equal(fixture->failure.drive.status, DRIVE_REFUSED);
        assert_int_equal(fixture->failure.drive.opcode, 0x2A);
        burn_case_assert_closed(fixture);
    }
}

/* Of the first WRITE the same senses say that it is wrong, not that there is no room for it. */
static void write__first_write_is_refused__the_drive_says_how(void **state)
{
    static const uint32_t senses[] = {0x052100, 0x052400, 0x056300};
    size_t i;

    for (i = 0; i < 3; i++) {
        struct burn_fixture *fixture = burn_fixture_again(state);

        burn_fixture_refuse(fixture, 0x2A, 0, 1, senses[i]);
        assert_int_equal(burn_case_run(fixture, "DVD-R"), BURN_DRIVE);
        assert_int_equal(burn_fixture_count(fixture, 0x5B), 0);
    }
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, burn_fixture_setup, burn_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(write__opc_refused__by_exact_triplet),
        CASE(write__opc_tables_listed__no_opc),
        CASE(write__page_05_refused__once_more_with_the_drives_own_link_size),
        CASE(write__immed_unknown__synchronize_and_close_without),
        CASE(write__close_refused__the_others_are_tried),
        CASE(write__close_returns_early__is_waited_for),
        CASE(write__disc_information_unknown__disk_is_ready_by_test_unit_ready),
        CASE(write__disc_information_refused_afterwards__is_an_error),
        CASE(write__lead_out_of_dvd_plus_rw_unknown__is_no_error),
        CASE(write__deferred_error_at_a_poll__is_the_flushs_failure),
        CASE(write__deferred_recovered_error__is_no_failure_and_no_answer),
        CASE(write__operator_needed_at_a_poll__is_not_waited_for),
        CASE(write__long_close__polled_up_to_a_second_apart_and_told_each_second),
        CASE(write__long_close_with_progress__is_not_that_of_the_whole),
        CASE(write__close_never_ends__deadline_of_an_hour),
        CASE(write__other_disc_before_removal_is_prevented__nothing_is_sent_to_it),
        CASE(write__reset_before_removal_is_prevented__it_is_prevented_at_the_second_try),
        CASE(write__other_disc_while_writing__is_not_closed),
        CASE(write__reset_while_writing__is_closed_unless_the_disc_is_another),
        CASE(write__disc_is_full_before_its_end__is_too_large_and_closed),
        CASE(write__first_write_is_refused__the_drive_says_how),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
