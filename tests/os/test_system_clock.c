/* GetTickCount wraps after 49.7 days; the clock does not. One clock for the process: the cases follow one another in
 * time.
 */
#include "../win32/fake_os.h"

#include "os/system_clock.h"

static uint64_t now(void)
{
    const struct base_clock *clock = system_clock_peek();

    return clock->now_ms(clock);
}

static void now_ms__first_reading_just_before_the_wrap__is_the_tick_count(void **state)
{
    (void)state;
    fake_os.now_ms = 0xFFFFFF00;
    assert_true(now() == 0xFFFFFF00U);
}

static void now_ms__across_the_wrap__goes_on(void **state)
{
    uint64_t before;

    (void)state;
    fake_os.now_ms = 0xFFFFFFF0;
    before = now();
    fake_os.now_ms = 0x10;
    assert_true(now() - before == 0x20);
    assert_true(now() > 0xFFFFFFFFU);
}

static void now_ms__reading_of_an_overtaken_thread__does_not_go_back(void **state)
{
    uint64_t before;

    (void)state;
    fake_os.now_ms = 5000;
    before = now();
    fake_os.now_ms = 4990;
    assert_true(now() == before);
    fake_os.now_ms = 5001;
    assert_true(now() == before + 1);
}

static void now_ms__not_asked_for_forty_days__counts_them(void **state)
{
    uint64_t before;

    (void)state;
    before = now();
    fake_os.now_ms += 40U * 24 * 3600 * 1000;
    assert_true(now() - before == 40U * 24 * 3600 * 1000);
}

static void sleep_ms__early_wake__sleeps_on(void **state)
{
    const struct base_clock *clock = system_clock_peek();
    uint64_t before = now();

    (void)state;
    clock->sleep_ms(clock, 333);
    assert_true(now() - before >= 333);
    assert_true(now() - before < 350);
    assert_true(fake_os.slept_ms >= 333);
}

static void sleep_ms__nothing__does_not_sleep(void **state)
{
    const struct base_clock *clock = system_clock_peek();

    (void)state;
    clock->sleep_ms(clock, 0);
    assert_int_equal(fake_os.slept_ms, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(now_ms__first_reading_just_before_the_wrap__is_the_tick_count, fake_os_setup,
                                        fake_os_teardown),
        cmocka_unit_test_setup_teardown(now_ms__across_the_wrap__goes_on, fake_os_setup, fake_os_teardown),
        cmocka_unit_test_setup_teardown(now_ms__reading_of_an_overtaken_thread__does_not_go_back, fake_os_setup,
                                        fake_os_teardown),
        cmocka_unit_test_setup_teardown(now_ms__not_asked_for_forty_days__counts_them, fake_os_setup, fake_os_teardown),
        cmocka_unit_test_setup_teardown(sleep_ms__early_wake__sleeps_on, fake_os_setup, fake_os_teardown),
        cmocka_unit_test_setup_teardown(sleep_ms__nothing__does_not_sleep, fake_os_setup, fake_os_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
