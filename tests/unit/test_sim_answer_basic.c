/* sim/sim_answer_basic.c: INQUIRY, TEST UNIT READY, REQUEST SENSE. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_fixture.h"

static void inquiry__is_ours__cut_to_the_allocation(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "12 00 00 00 24 00", 96);
    assert_data(fixture,
                "05 80 00 32 1f 00 00 00 4f 50 45 4e 49 4d 41 50 56 69 72 74 75 61 6c 20 42 44 2d 52 45 20 20 20"
                "30 30 30 31");
    sim_fixture_read(fixture, "12 00 00 00 05 00", 96);
    assert_data(fixture, "05 80 00 32 1f"); /* claims 36 */
    sim_fixture_read(fixture, "12 00 00 00 60 00", 10);
    assert_data(fixture, "05 80 00 32 1f 00 00 00 4f 50");
    sim_fixture_read(fixture, "12 00 00 00 00 00", 10);
    assert_data(fixture, "");
    sim_fixture_read(fixture, "12 00 00 01 00 00", 300);
    assert_int_equal(fixture->reply.transferred_bytes, 36);
}

static void inquiry__vital_product_data__is_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "12 01 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "12 01 80 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "12 00 80 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
}

static void inquiry__reserved_bits__are_ignored(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "12 fe 00 00 05 ff", 5);
    assert_data(fixture, "05 80 00 32 1f");
}

static void test_unit_ready__follows_tray_and_medium(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x023a01);
    fixture->state.tray_open = true;
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x023a02);
    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_good(fixture);
    fixture->state.tray_open = true; /* the disc lies on it */
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x023a02);
}

static void test_unit_ready__image_that_is_none__is_incompatible(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 0);
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x023000);
    sim_fixture_image(fixture, 62500865);
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x023000);
    sim_fixture_image(fixture, 10);
    fixture->drive.store = NULL;
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x023000);
}

static void request_sense__nothing_waits__is_no_sense(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_run(fixture, "00 00 00 00 00 00"); /* its sense went out with it */
    sim_fixture_read(fixture, "03 00 00 00 12 00", 18);
    assert_data(fixture, "70 00 00 00 00 00 00 0a 00 00 00 00 00 00 00 00 00 00");
    sim_fixture_read(fixture, "03 01 00 00 fc 00", 252);
    assert_data(fixture, "72 00 00 00 00 00 00 00");
}

static void request_sense__attentions__are_told_one_by_one(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_state_raise_attention(&fixture->state, 0x29, 0x00);
    sim_state_raise_attention(&fixture->state, 0x28, 0x00);
    sim_state_raise_attention(&fixture->state, 0x2a, 0x01);
    sim_fixture_read(fixture, "03 00 00 00 12 00", 18);
    assert_data(fixture, "70 00 06 00 00 00 00 0a 00 00 00 00 29 00 00 00 00 00");
    sim_fixture_read(fixture, "03 01 00 00 12 00", 18);
    assert_data(fixture, "72 06 28 00 00 00 00 00");
    sim_fixture_read(fixture, "03 00 00 00 0e 00", 18);
    assert_data(fixture, "70 00 06 00 00 00 00 0a 00 00 00 00 2a 01");
    sim_fixture_read(fixture, "03 00 00 00 12 00", 18);
    assert_data_at(fixture, 2, "00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(inquiry__is_ours__cut_to_the_allocation, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(inquiry__vital_product_data__is_refused, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(inquiry__reserved_bits__are_ignored, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_unit_ready__follows_tray_and_medium, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_unit_ready__image_that_is_none__is_incompatible, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(request_sense__nothing_waits__is_no_sense, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(request_sense__attentions__are_told_one_by_one, sim_fixture_setup,
                                        sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_answer_basic", tests, NULL, NULL);
}
