/* sim/sim_answer_tray.c: tray, prevention, power conditions. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_fixture.h"

static void start_stop__eject_and_load__the_whole_round(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 100);
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_good(fixture);
    assert_true(fixture->state.tray_open);
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 04 5e 03 01 00 00"); /* removed; tray open */
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x023a02);
    sim_fixture_run(fixture, "1b 00 00 00 02 00"); /* open it is */
    assert_good(fixture);
    sim_fixture_run(fixture, "1b 00 00 00 03 00");
    assert_good(fixture);
    assert_false(fixture->state.tray_open);
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 04 5e 02 02 00 00"); /* new; present */
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x062800);
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_good(fixture);
    sim_fixture_run(fixture, "1b 00 00 00 03 00"); /* closed it is: no new attention */
    assert_good(fixture);
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_good(fixture);
}

static void start_stop__empty_tray__moves_without_events(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_good(fixture);
    sim_fixture_run(fixture, "1b 00 00 00 03 00");
    assert_good(fixture);
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 04 5e 00 00 00 00");
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x023a01);
}

/* 02/3A/02, 06/28/00, 02/04/01, ready: the states after a load, when the command does not wait for them. */
static void start_stop__immediate_load__becomes_ready_later(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 100);
    fixture->state.tray_open = true;
    sim_fixture_run(fixture, "1b 01 00 00 03 00");
    assert_good(fixture);
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x062800);
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x020401);
    sim_fixture_read(fixture, "12 00 00 00 05 00", 5); /* what needs no medium neither waits nor counts */
    assert_good(fixture);
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
    assert_sense(fixture, 0x020401);
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_good(fixture);
}

static void start_stop__start_not_immediate__waits_for_it(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 100);
    fixture->state.becoming_ready = 2;
    sim_fixture_run(fixture, "1b 01 00 00 01 00");
    assert_good(fixture);
    assert_int_equal(fixture->state.becoming_ready, 2);
    sim_fixture_run(fixture, "1b 00 00 00 01 00");
    assert_good(fixture);
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_good(fixture);
}

static void start_stop__start_without_medium__is_not_ready(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_run(fixture, "1b 00 00 00 01 00");
    assert_sense(fixture, 0x023a01);
    fixture->state.tray_open = true;
    sim_fixture_run(fixture, "1b 00 00 00 01 00");
    assert_sense(fixture, 0x023a02);
    sim_fixture_run(fixture, "1b 00 00 00 00 00"); /* stop */
    assert_good(fixture);
}

static void start_stop__prevented__stays_closed(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 100);
    sim_fixture_run(fixture, "1e 00 00 00 01 00");
    assert_good(fixture);
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_sense(fixture, 0x055302);
    sim_fixture_run(fixture, "1b 01 00 00 02 00");
    assert_sense(fixture, 0x055302);
    assert_false(fixture->state.tray_open);
    sim_fixture_run(fixture, "1e 00 00 00 03 00"); /* persistent as well */
    sim_fixture_run(fixture, "1e 00 00 00 00 00");
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_sense(fixture, 0x055302);
    sim_fixture_run(fixture, "1e 00 00 00 02 00");
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_good(fixture);
    assert_true(fixture->state.tray_open);
}

/* The Removable Medium feature of BU40N: it ejects, and cannot pull its tray in. */
static void start_stop__drive_without_a_motor__refuses_to_load(void **state)
{
    static const uint8_t features[] = {0x00, 0x03, 0x0b, 0x04, 0x2b, 0, 0, 0};
    static const uint8_t caddy[] = {0x00, 0x03, 0x0b, 0x04, 0x01, 0, 0, 0};
    struct sim_fixture *fixture = *state;
    struct sim_identity identity = {.features = features, .features_count = sizeof features};

    fixture->drive.identity = &identity;
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_good(fixture);
    sim_fixture_run(fixture, "1b 00 00 00 03 00");
    assert_sense(fixture, 0x052400);
    assert_true(fixture->state.tray_open);
    fixture->state.tray_open = false;
    identity.features = caddy;
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_sense(fixture, 0x052400);
}

static void start_stop__power_conditions__only_those_of_mmc(void **state)
{
    static const uint8_t accepted[] = {1, 2, 3, 5};
    struct sim_fixture *fixture = *state;
    char cdb[] = "1b 00 00 00 00 00";
    int condition;
    size_t next = 0;

    for (condition = 1; condition < 16; condition++) {
        cdb[12] = "0123456789abcdef"[condition];
        sim_fixture_run(fixture, cdb);
        if (next < sizeof accepted && accepted[next] == condition) {
            assert_good(fixture);
            next++;
        } else {
            assert_sense(fixture, 0x052400);
        }
    }
    assert_int_equal(fixture->state.power, 4); /* sleep */
}

/* PLDS DS-8ABSH answers eight zeros with its tray closed. */
static void mechanism_status__shows_the_door(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "bd 00 00 00 00 00 00 00 00 08 00 00", 8);
    assert_data(fixture, "00 00 00 00 00 00 00 00");
    fixture->state.tray_open = true;
    sim_fixture_read(fixture, "bd 00 00 00 00 00 00 00 00 02 00 00", 8);
    assert_data(fixture, "00 10");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(start_stop__eject_and_load__the_whole_round, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(start_stop__empty_tray__moves_without_events, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(start_stop__immediate_load__becomes_ready_later, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(start_stop__start_not_immediate__waits_for_it, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(start_stop__start_without_medium__is_not_ready, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(start_stop__prevented__stays_closed, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(start_stop__drive_without_a_motor__refuses_to_load, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(start_stop__power_conditions__only_those_of_mmc, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mechanism_status__shows_the_door, sim_fixture_setup, sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_answer_tray", tests, NULL, NULL);
}
