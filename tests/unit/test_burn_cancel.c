/* Cancelling burn_write_medium: in every phase, behind every command. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
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

#define CASE(function) cmocka_unit_test_setup_teardown(function, burn_fixture_setup, burn_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(write__cancelled_while_writing__track_and_session_are_closed),
        CASE(write__cancelled_before_the_first_write__nothing_is_closed),
        CASE(write__cancelled_while_closing__closes_as_planned),
        CASE(write__cancelled_while_formatting__waits_for_the_drive),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
