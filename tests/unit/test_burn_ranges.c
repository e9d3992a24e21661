/* Ranges of an overwritable medium, written instead of the whole source. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/burn_case.h"

static void ranges__written_in_their_order__the_rest_is_untouched(void **state)
{
    static const struct burn_range ranges[] = {{500, 540}, {0, 0}, {100, 131}};
    struct burn_fixture *fixture = *state;
    struct burn_job job = burn_case_job(fixture, "DVD+RW formatted");

    job.media.is_heuristically_blank = false;
    job.wishes.ranges = ranges;
    job.wishes.range_count = 3;
    assert_int_equal(burn_job_run(fixture, &job), BURN_OK);
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x2A, 0), "2a00000001f400002000");
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x2A, 1), "2a000000021400000900");
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x2A, 2), "2a000000000000000100");
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x2A, 3), "2a000000006400002000");
    burn_fixture_assert_blocks(fixture, 500, 41, 500);
    burn_fixture_assert_blocks(fixture, 0, 1, 0);
    burn_fixture_assert_blocks(fixture, 100, 32, 100);
    burn_fixture_assert_untouched(fixture, 1, 99);
    burn_fixture_assert_untouched(fixture, 132, 368);
    burn_fixture_assert_untouched(fixture, 541, 500);
    assert_int_equal(fixture->source.seeks, 3);
    assert_int_equal(fixture->notices[fixture->notice_count - 1].start_lba, 100); /* the last range's */
    assert_int_equal(fixture->notices[fixture->notice_count - 1].block_count, 32);
}

/* Two ranges, of which the drive takes each WRITE after two seconds: LastReadLba is that of the present one, and
 * TotalTime that of both.
 */
static void ranges__slow_drive__progress_is_of_the_range_and_times_are_of_all(void **state)
{
    static const struct burn_range ranges[] = {{0, 699}, {800, 899}};
    struct burn_fixture *fixture = *state;
    struct burn_job job = burn_case_job(fixture, "DVD+RW formatted");
    uint32_t whole_s;
    size_t i, seconds = 0;

    job.wishes.ranges = ranges;
    job.wishes.range_count = 2;
    for (i = 0; i < 22 + 4; i++) /* 100 pauses of 20 ms in front of each WRITE */
        burn_fixture_refuse(fixture, 0x2A, (unsigned)i, 100, 0x020408);
    assert_int_equal(burn_job_run(fixture, &job), BURN_OK);
    whole_s = fixture->notices[fixture->notice_count - 1].elapsed_s;
    assert_true(whole_s >= 52 && whole_s <= 56);
    for (i = 0; i < fixture->notice_count; i++) {
        const struct burn_progress *told = &fixture->notices[i];

        assert_true(told->last_read_lba >= told->last_written_lba);
        if (told->start_lba != 800) continue;
        seconds++;
        assert_int_equal(told->last_read_lba, 899); /* all of it is in the ring */
        assert_true(told->total_s + 4 >= whole_s && told->total_s <= whole_s + 4);
    }
    assert_true(seconds >= 14);
}

/* 255 WRITEs, then 500: when the second range begins, a part of it is in the ring of 256. */
static void ranges__second_is_read_in_part__last_read_says_how_far(void **state)
{
    static const struct burn_range ranges[] = {{0, 8159}, {10000, 25999}};
    struct burn_fixture *fixture = *state;
    struct burn_job job = burn_case_job(fixture, "DVD+RW formatted");
    size_t i, begun = 0;

    job.wishes.block_count = 26000;
    job.wishes.ranges = ranges;
    job.wishes.range_count = 2;
    burn_fixture_refuse(fixture, 0x2A, 255, 100, 0x020408);
    assert_int_equal(burn_job_run(fixture, &job), BURN_OK);
    for (i = 0; i < fixture->notice_count; i++) {
        const struct burn_progress *told = &fixture->notices[i];

        assert_true(told->last_read_lba >= told->last_written_lba);
        if (told->start_lba != 10000 || told->last_written_lba != 10000) continue;
        begun++;
        assert_true(told->last_read_lba >= 10000 + 255 * 32 - 1 && told->last_read_lba <= 10000 + 256 * 32 - 1);
    }
    assert_true(begun >= 2);
    assert_int_equal(fixture->notices[fixture->notice_count - 1].last_read_lba, 25999);
    assert_int_equal(fixture->notices[fixture->notice_count - 1].last_written_lba, 25999);
}

static void ranges__none__nothing_is_written(void **state)
{
    static const struct burn_range ranges[1];
    struct burn_fixture *fixture = *state;
    struct burn_job job = burn_case_job(fixture, "DVD+RW formatted");
    char text[64];

    job.wishes.ranges = ranges;
    assert_int_equal(burn_job_run(fixture, &job), BURN_OK);
    burn_case_summarise(fixture, text);
    assert_string_equal(text, "1e 1e");
    assert_int_equal(fixture->notices[fixture->notice_count - 1].phase, BURN_COMPLETED);
    assert_int_equal(fixture->notices[fixture->notice_count - 1].total_s, 0); /* it is over */
}

/* Without seek the second range would be met with the first one written. */
static void ranges__source_cannot_seek__invalid_and_nothing_is_sent(void **state)
{
    static const struct burn_range ranges[] = {{0, 31}, {100, 131}};
    struct burn_fixture *fixture = *state;
    struct burn_job job = burn_case_job(fixture, "DVD+RW formatted");

    job.wishes.ranges = ranges;
    job.wishes.range_count = 2;
    fixture->source.source.seek = NULL;
    assert_int_equal(burn_job_run(fixture, &job), BURN_INVALID_RANGE);
    assert_int_equal(fixture->failure.medium, BURN_MEDIUM_DVD_PLUS_RW);
    assert_int_equal(fixture->sent_count, 0);
    job = burn_case_job(fixture, "DVD-R"); /* a new session has the whole source, which is read from its beginning */
    job.wishes.ranges = ranges;
    job.wishes.range_count = 2;
    assert_int_equal(burn_job_run(fixture, &job), BURN_OK);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, burn_fixture_setup, burn_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(ranges__written_in_their_order__the_rest_is_untouched),
        CASE(ranges__slow_drive__progress_is_of_the_range_and_times_are_of_all),
        CASE(ranges__second_is_read_in_part__last_read_says_how_far),
        CASE(ranges__none__nothing_is_written),
        CASE(ranges__source_cannot_seek__invalid_and_nothing_is_sent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
