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
        CASE(ranges__none__nothing_is_written),
        CASE(ranges__source_cannot_seek__invalid_and_nothing_is_sent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
