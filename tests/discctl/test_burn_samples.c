/* discctl/burn_samples.c: what is kept of a burn of any length, and the speeds that come of it. Blocks and times are
 * made up, and the speeds divided by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "discctl/burn_samples.h"

static struct burn_samples samples;

static int setup(void **state)
{
    (void)state;
    burn_samples_begin(&samples);
    return 0;
}

static void add(uint32_t ms, uint32_t blocks, int ours, int drives)
{
    const struct burn_sample sample = {.ms = ms, .blocks = blocks, .ours = ours, .drives = drives};

    burn_samples_add(&samples, &sample);
}

static void assert_near(double value, double expected)
{
    assert_true(value > expected - 0.001 && value < expected + 0.001);
}

static void burn_samples_add__few__keeps_each(void **state)
{
    (void)state;
    add(0, 0, 10, 0);
    add(500, 100, 80, 50);
    add(1000, 300, 90, 60);
    assert_int_equal(samples.count, 3);
    assert_int_equal(samples.items[1].blocks, 100);
    assert_int_equal(samples.items[2].ms, 1000);
}

static void burn_samples_add__back_in_time_or_place__is_left_out(void **state)
{
    (void)state;
    add(500, 100, 80, 50);
    add(400, 200, 80, 50);
    add(600, 99, 80, 50);
    assert_int_equal(samples.count, 1);
}

/* The first stays, the last is always there, and between them the distance is the same. */
static void burn_samples_add__any_number__is_bounded_and_even(void **state)
{
    static const uint32_t numbers[] = {BURN_SAMPLES_MAX, BURN_SAMPLES_MAX + 1, 1500, 2047, 2048, 2049, 5000, 100000};
    size_t n, i;

    (void)state;
    for (n = 0; n < sizeof numbers / sizeof numbers[0]; n++) {
        uint32_t at;

        burn_samples_begin(&samples);
        for (at = 0; at < numbers[n]; at++)
            add(at * 500, at * 10, 50, 50);
        assert_true(samples.count <= BURN_SAMPLES_MAX && samples.count >= BURN_SAMPLES_MAX / 2);
        assert_int_equal(samples.items[0].ms, 0);
        assert_int_equal(samples.items[samples.count - 1].ms, (numbers[n] - 1) * 500);
        for (i = 1; i + 1 < samples.count; i++)
            assert_int_equal(samples.items[i].ms - samples.items[i - 1].ms, samples.stride * 500);
    }
}

static void burn_samples_act__same_again__is_one(void **state)
{
    int i;

    (void)state;
    burn_samples_act(&samples, 4, 100);
    burn_samples_act(&samples, 4, 200);
    burn_samples_act(&samples, 5, 300);
    assert_int_equal(samples.action_count, 2);
    assert_int_equal(samples.actions[0].ms, 100);
    for (i = 0; i < 2 * BURN_ACTIONS_MAX; i++)
        burn_samples_act(&samples, i % 2, 400);
    assert_int_equal(samples.action_count, BURN_ACTIONS_MAX);
}

/* 150 blocks a second, then 300: in the middle the window reaches over both. */
static void burn_samples_speed__window__is_what_was_written_in_it(void **state)
{
    uint32_t ms, blocks = 0;

    (void)state;
    assert_near(burn_samples_summary(&samples).average, 0);
    for (ms = 0; ms <= 10000; ms += 500) {
        add(ms, blocks, 50, 50);
        blocks += ms < 5000 ? 75 : 150;
    }
    assert_near(burn_samples_speed(&samples, 0), 150);
    assert_near(burn_samples_speed(&samples, 4), 150);
    assert_near(burn_samples_speed(&samples, 16), 300);
    assert_near(burn_samples_speed(&samples, 20), 300);
    assert_near(burn_samples_summary(&samples).average, 225);
    assert_near(burn_samples_summary(&samples).slowest, 150);
    assert_near(burn_samples_summary(&samples).fastest, 300);
}

static void burn_samples_speed__no_time__is_0(void **state)
{
    (void)state;
    add(0, 0, 50, 50);
    assert_near(burn_samples_speed(&samples, 0), 0);
    add(0, 100, 50, 50);
    assert_near(burn_samples_speed(&samples, 1), 0);
}

/* Buffers fill in the first tenth, and ours runs empty when everything is read. */
static void burn_samples_summary__least__is_of_the_middle(void **state)
{
    struct burn_sample tail = {.ms = 3000, .blocks = 950, .ours = 3, .drives = 20, .is_all_read = true};

    (void)state;
    add(0, 0, 0, 0);
    add(500, 50, 20, 10);
    add(1000, 300, 80, BURN_BUFFER_UNKNOWN);
    add(1500, 500, 71, 65);
    add(2000, 700, 90, 93);
    burn_samples_add(&samples, &tail);
    tail.ms = 3500;
    tail.blocks = 1000;
    burn_samples_add(&samples, &tail);
    assert_int_equal(burn_samples_summary(&samples).least_ours, 71);
    assert_int_equal(burn_samples_summary(&samples).least_drives, 65);
}

static void burn_samples_summary__nobody_tells__is_unknown(void **state)
{
    uint32_t i;

    (void)state;
    for (i = 0; i < 10; i++)
        add(i * 500, i * 100, BURN_BUFFER_UNKNOWN, BURN_BUFFER_UNKNOWN);
    assert_int_equal(burn_samples_summary(&samples).least_ours, BURN_BUFFER_UNKNOWN);
    assert_int_equal(burn_samples_summary(&samples).least_drives, BURN_BUFFER_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(burn_samples_add__few__keeps_each, setup),
        cmocka_unit_test_setup(burn_samples_add__back_in_time_or_place__is_left_out, setup),
        cmocka_unit_test_setup(burn_samples_add__any_number__is_bounded_and_even, setup),
        cmocka_unit_test_setup(burn_samples_act__same_again__is_one, setup),
        cmocka_unit_test_setup(burn_samples_speed__window__is_what_was_written_in_it, setup),
        cmocka_unit_test_setup(burn_samples_speed__no_time__is_0, setup),
        cmocka_unit_test_setup(burn_samples_summary__least__is_of_the_middle, setup),
        cmocka_unit_test_setup(burn_samples_summary__nobody_tells__is_unknown, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
