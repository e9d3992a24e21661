#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_bench.h"

static void inquiry__is_ours__cut_to_the_allocation(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_read(bench, "12 00 00 00 24 00", 96);
    assert_data(bench, "05 80 00 32 1f 00 00 00 4f 50 45 4e 49 4d 41 50 56 69 72 74 75 61 6c 20 42 44 2d 52 45 20 20 20"
                       "30 30 30 31");
    sim_bench_read(bench, "12 00 00 00 05 00", 96);
    assert_data(bench, "05 80 00 32 1f"); /* claims 36 */
    sim_bench_read(bench, "12 00 00 00 60 00", 10);
    assert_data(bench, "05 80 00 32 1f 00 00 00 4f 50");
    sim_bench_read(bench, "12 00 00 00 00 00", 10);
    assert_data(bench, "");
    sim_bench_read(bench, "12 00 00 01 00 00", 300);
    assert_int_equal(bench->reply.transferred_bytes, 36);
}

static void inquiry__vital_product_data__is_refused(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_read(bench, "12 01 00 00 ff 00", 255);
    assert_sense(bench, 0x052400);
    sim_bench_read(bench, "12 01 80 00 ff 00", 255);
    assert_sense(bench, 0x052400);
    sim_bench_read(bench, "12 00 80 00 ff 00", 255);
    assert_sense(bench, 0x052400);
}

static void inquiry__reserved_bits__are_ignored(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_read(bench, "12 fe 00 00 05 ff", 5);
    assert_data(bench, "05 80 00 32 1f");
}

static void test_unit_ready__follows_tray_and_medium(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_run(bench, "00 00 00 00 00 00");
    assert_sense(bench, 0x023a01);
    bench->state.tray_open = true;
    sim_bench_run(bench, "00 00 00 00 00 00");
    assert_sense(bench, 0x023a02);
    sim_bench_medium(bench, SIM_MEDIUM_CD_R);
    sim_bench_run(bench, "00 00 00 00 00 00");
    assert_good(bench);
    bench->state.tray_open = true; /* the disc lies on it */
    sim_bench_run(bench, "00 00 00 00 00 00");
    assert_sense(bench, 0x023a02);
}

static void test_unit_ready__image_that_is_none__is_incompatible(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_image(bench, 0);
    sim_bench_run(bench, "00 00 00 00 00 00");
    assert_sense(bench, 0x023000);
    sim_bench_image(bench, 62500865);
    sim_bench_run(bench, "00 00 00 00 00 00");
    assert_sense(bench, 0x023000);
    sim_bench_image(bench, 10);
    bench->drive.store = NULL;
    sim_bench_run(bench, "00 00 00 00 00 00");
    assert_sense(bench, 0x023000);
}

static void request_sense__nothing_waits__is_no_sense(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_run(bench, "00 00 00 00 00 00"); /* its sense went out with it */
    sim_bench_read(bench, "03 00 00 00 12 00", 18);
    assert_data(bench, "70 00 00 00 00 00 00 0a 00 00 00 00 00 00 00 00 00 00");
    sim_bench_read(bench, "03 01 00 00 fc 00", 252);
    assert_data(bench, "72 00 00 00 00 00 00 00");
}

static void request_sense__attentions__are_told_one_by_one(void **state)
{
    struct sim_bench *bench = *state;

    sim_state_raise_attention(&bench->state, 0x29, 0x00);
    sim_state_raise_attention(&bench->state, 0x28, 0x00);
    sim_state_raise_attention(&bench->state, 0x2a, 0x01);
    sim_bench_read(bench, "03 00 00 00 12 00", 18);
    assert_data(bench, "70 00 06 00 00 00 00 0a 00 00 00 00 29 00 00 00 00 00");
    sim_bench_read(bench, "03 01 00 00 12 00", 18);
    assert_data(bench, "72 06 28 00 00 00 00 00");
    sim_bench_read(bench, "03 00 00 00 0e 00", 18);
    assert_data(bench, "70 00 06 00 00 00 00 0a 00 00 00 00 2a 01");
    sim_bench_read(bench, "03 00 00 00 12 00", 18);
    assert_data_at(bench, 2, "00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(inquiry__is_ours__cut_to_the_allocation, sim_bench_setup, sim_bench_teardown),
        cmocka_unit_test_setup_teardown(inquiry__vital_product_data__is_refused, sim_bench_setup, sim_bench_teardown),
        cmocka_unit_test_setup_teardown(inquiry__reserved_bits__are_ignored, sim_bench_setup, sim_bench_teardown),
        cmocka_unit_test_setup_teardown(test_unit_ready__follows_tray_and_medium, sim_bench_setup, sim_bench_teardown),
        cmocka_unit_test_setup_teardown(test_unit_ready__image_that_is_none__is_incompatible, sim_bench_setup,
                                        sim_bench_teardown),
        cmocka_unit_test_setup_teardown(request_sense__nothing_waits__is_no_sense, sim_bench_setup, sim_bench_teardown),
        cmocka_unit_test_setup_teardown(request_sense__attentions__are_told_one_by_one, sim_bench_setup,
                                        sim_bench_teardown),
    };

    return cmocka_run_group_tests_name("sim_answer_basic", tests, NULL, NULL);
}
