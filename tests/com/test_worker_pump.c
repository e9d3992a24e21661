/* burn/pump.h on Windows, with a worker and without: steps run until they say so, waits end when they are told to. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>

#include <cmocka.h>

#include "com/apartment.h"
#include "imapi2/worker_pump.h"

enum { LONG_MS = 120000, STEPS = 5 };

struct steps {
    struct worker_pump pump;
    atomic_int left;
    DWORD thread;
    HRESULT apartment; /* what CoInitializeEx(multithreaded) says on the worker: S_FALSE, it is there */
    atomic_bool waits; /* each step waits to be resumed */
};

static bool step(void *context)
{
    struct steps *steps = context;

    steps->thread = GetCurrentThreadId();
    steps->apartment = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    if (SUCCEEDED(steps->apartment)) CoUninitialize();
    if (steps->waits) steps->pump.pump.idle(&steps->pump.pump, LONG_MS);
    steps->pump.pump.lock(&steps->pump.pump);
    steps->pump.pump.unlock(&steps->pump.pump);
    steps->pump.pump.wake(&steps->pump.pump);
    return --steps->left > 0;
}

static void run_through(struct steps *steps)
{
    struct burn_pump *pump = &steps->pump.pump;

    steps->left = STEPS;
    assert_true(pump->start(pump, step, steps));
    while (steps->left)
        pump->wait(pump, LONG_MS);
    pump->finish(pump);
    assert_int_equal(steps->left, 0);
}

static void with_worker__steps__run_on_a_thread_of_the_mta(void **state)
{
    struct steps steps = {.thread = 0};

    (void)state;
    assert_true(worker_pump_begin(&steps.pump, true));
    run_through(&steps);
    assert_int_not_equal(steps.thread, GetCurrentThreadId());
    assert_hr(steps.apartment, S_FALSE);
    run_through(&steps); /* again, after finish */
    worker_pump_end(&steps.pump);
}

static void with_worker__idle_worker__goes_on_when_it_is_resumed(void **state)
{
    struct steps steps = {.thread = 0};
    struct burn_pump *pump = &steps.pump.pump;
    DWORD began_ms = GetTickCount();

    (void)state;
    assert_true(worker_pump_begin(&steps.pump, true));
    steps.left = 3;
    steps.waits = true;
    assert_true(pump->start(pump, step, &steps));
    pump->wait(pump, 20); /* nobody wakes: the time is over */
    assert_int_equal(steps.left, 3);
    while (steps.left) {
        pump->resume(pump);
        pump->wait(pump, LONG_MS);
    }
    pump->finish(pump);
    assert_true(GetTickCount() - began_ms < LONG_MS);
    pump->wait(pump, LONG_MS); /* one that has ended keeps nobody waiting */
    assert_true(GetTickCount() - began_ms < LONG_MS);
    worker_pump_end(&steps.pump);
}

static void without_worker__steps__run_in_the_waits(void **state)
{
    struct steps steps = {.thread = 0};
    struct burn_pump *pump = &steps.pump.pump;
    int i;

    (void)state;
    assert_true(worker_pump_begin(&steps.pump, false));
    steps.left = STEPS;
    assert_true(pump->start(pump, step, &steps));
    assert_int_equal(steps.left, STEPS); /* not before the first wait */
    for (i = 1; i <= 2; i++) {
        pump->wait(pump, LONG_MS);
        assert_int_equal(steps.left, STEPS - i);
    }
    pump->finish(pump); /* takes the rest */
    assert_int_equal(steps.left, 0);
    pump->wait(pump, LONG_MS); /* no step after the last one */
    assert_int_equal(steps.left, 0);
    assert_int_equal(steps.thread, GetCurrentThreadId());
    assert_hr(steps.apartment, RPC_E_CHANGED_MODE); /* the caller's own apartment */
    worker_pump_end(&steps.pump);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(with_worker__steps__run_on_a_thread_of_the_mta),
        CASE(with_worker__idle_worker__goes_on_when_it_is_resumed),
        CASE(without_worker__steps__run_in_the_waits),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
