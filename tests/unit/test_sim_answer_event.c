/* sim/sim_answer_event.c: GET EVENT STATUS NOTIFICATION. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_fixture.h"

static void get_event__nothing_happened__says_what_is(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 04 5e 00 00 00 00");
    fixture->state.tray_open = true;
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 04 5e 00 01 00 00");
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 04 5e 00 02 00 00");
}

static void get_event__new_medium__is_told_once(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_state_insert(&fixture->state, SIM_MEDIUM_CD_R);
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 04 5e 02 02 00 00");
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 04 5e 00 02 00 00");
    /* The attention still waits. */
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x062800);
}

static void get_event__several_classes__one_per_call_lowest_first(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_state_insert(&fixture->state, SIM_MEDIUM_CD_R);
    sim_fixture_read(fixture, "4a 01 00 00 ff 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 01 5e 02 00 00 01"); /* features have changed */
    sim_fixture_read(fixture, "4a 01 00 00 ff 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 04 5e 02 02 00 00");
    sim_fixture_read(fixture, "4a 01 00 00 ff 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 01 5e 00 00 00 00");
}

static void get_event__header_alone__consumes_nothing(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_state_insert(&fixture->state, SIM_MEDIUM_CD_R);
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 04 00", 8);
    assert_data(fixture, "00 06 04 5e");
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_data_at(fixture, 4, "02");
}

static void get_event__class_it_does_not_have__none_available(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "4a 01 00 00 20 00 00 00 08 00", 8);
    assert_data(fixture, "00 02 80 5e");
    sim_fixture_read(fixture, "4a 01 00 00 00 00 00 00 08 00", 8);
    assert_data(fixture, "00 02 80 5e");
}

static void get_event__not_polled__is_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_state_insert(&fixture->state, SIM_MEDIUM_CD_R);
    sim_fixture_read(fixture, "4a 00 00 00 10 00 00 00 08 00", 8);
    assert_sense(fixture, 0x052400);
    assert_true(fixture->state.events[4].pending);
}

static void get_event__power_and_prevention__show(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_run(fixture, "1b 00 00 00 30 00"); /* standby */
    assert_good(fixture);
    sim_fixture_read(fixture, "4a 01 00 00 04 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 02 5e 01 03 00 00");
    sim_fixture_run(fixture, "1b 00 00 00 30 00"); /* no change, no event */
    sim_fixture_read(fixture, "4a 01 00 00 04 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 02 5e 00 03 00 00");
    sim_fixture_run(fixture, "1e 00 00 00 03 00");
    sim_fixture_read(fixture, "4a 01 00 00 08 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 03 5e 00 80 00 00");
    sim_fixture_read(fixture, "4a 01 00 00 40 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 06 5e 00 00 00 00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(get_event__nothing_happened__says_what_is, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_event__new_medium__is_told_once, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_event__several_classes__one_per_call_lowest_first, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_event__header_alone__consumes_nothing, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_event__class_it_does_not_have__none_available, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_event__not_polled__is_refused, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_event__power_and_prevention__show, sim_fixture_setup, sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_answer_event", tests, NULL, NULL);
}
