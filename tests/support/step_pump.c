/* A single-threaded pump; it fails the test when a lock is taken twice, or is held during another call or after a step.
 */
#include "support/step_pump.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static struct step_pump *of(struct burn_pump *pump)
{
    return (struct step_pump *)pump;
}

static bool start(struct burn_pump *pump, burn_pump_step step, void *context)
{
    assert_null(of(pump)->step);
    if (of(pump)->refuses) return false;
    of(pump)->step = step;
    of(pump)->context = context;
    of(pump)->starts++;
    while (of(pump)->is_hasty && of(pump)->step)
        if (!step(context)) of(pump)->step = NULL;
    return true;
}

static void lock(struct burn_pump *pump)
{
    assert_false(of(pump)->is_locked);
    of(pump)->is_locked = true;
}

static void wait(struct burn_pump *pump, uint32_t ms)
{
    (void)ms;
    assert_false(of(pump)->is_locked);
    do {
        if (!of(pump)->step) return;
        of(pump)->is_idle = false;
        of(pump)->is_in_step = true;
        of(pump)->steps++;
        if (!of(pump)->step(of(pump)->context)) of(pump)->step = NULL;
        of(pump)->is_in_step = false;
        assert_false(of(pump)->is_locked);
    } while (of(pump)->is_quick && !of(pump)->is_idle);
}

static void unlock(struct burn_pump *pump)
{
    assert_true(of(pump)->is_locked);
    of(pump)->is_locked = false;
    if (of(pump)->is_eager && !of(pump)->is_in_step) wait(pump, 0);
}

static void idle(struct burn_pump *pump, uint32_t ms)
{
    (void)ms;
    assert_false(of(pump)->is_locked);
    of(pump)->is_idle = true;
}

static void wake(struct burn_pump *pump)
{
    assert_false(of(pump)->is_locked);
    of(pump)->wakes++;
}

static void resume(struct burn_pump *pump)
{
    assert_false(of(pump)->is_locked);
    of(pump)->resumes++;
}

static void finish(struct burn_pump *pump)
{
    while (of(pump)->step)
        wait(pump, 0);
    of(pump)->finishes++;
}

void step_pump_begin(struct step_pump *step)
{
    memset(step, 0, sizeof *step);
    step->pump.start = start;
    step->pump.lock = lock;
    step->pump.unlock = unlock;
    step->pump.wait = wait;
    step->pump.idle = idle;
    step->pump.wake = wake;
    step->pump.resume = resume;
    step->pump.finish = finish;
}
