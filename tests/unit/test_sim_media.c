/* sim/sim_media.c: names and numbers, which are stored and never change. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "sim/sim_media.h"

static void sim_medium__each_name__leads_back(void **state)
{
    int i;

    (void)state;
    for (i = 0; i < SIM_MEDIUM_COUNT; i++)
        assert_int_equal(sim_medium_from_name(sim_medium_name((enum sim_medium)i)), i);
}

/* The numbers stand in state files, the names in settings. */
static void sim_medium__numbers_and_names__are_for_ever(void **state)
{
    (void)state;
    assert_int_equal(SIM_MEDIUM_NONE, 0);
    assert_int_equal(SIM_MEDIUM_IMAGE, 1);
    assert_int_equal(SIM_MEDIUM_CAPTURED, 2);
    assert_int_equal(sim_medium_from_name("cd-r"), 3);
    assert_int_equal(sim_medium_from_name("dvd+rw"), 10);
    assert_int_equal(sim_medium_from_name("bd-re-dl"), 16);
    assert_int_equal(SIM_MEDIUM_COUNT, 17);
}

static void sim_medium_from_name__unknown__is_count(void **state)
{
    (void)state;
    assert_int_equal(sim_medium_from_name("CD-R"), SIM_MEDIUM_COUNT);
    assert_int_equal(sim_medium_from_name(""), SIM_MEDIUM_COUNT);
    assert_int_equal(sim_medium_from_name("hd-dvd-r"), SIM_MEDIUM_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sim_medium__each_name__leads_back),
        cmocka_unit_test(sim_medium__numbers_and_names__are_for_ever),
        cmocka_unit_test(sim_medium_from_name__unknown__is_count),
    };

    return cmocka_run_group_tests_name("sim_media", tests, NULL, NULL);
}
