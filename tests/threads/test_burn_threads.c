/* A burn on two threads: the caller's reads and is told, the worker writes to the simulated drive. Built for
 * ThreadSanitizer, which sees what of a run is touched by both without the pump's lock; what comes back is compared
 * with the source anyway.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <pthread.h>
#include <string.h>

#include "support/sim_burner.h"

/* --------------------------------------------------------------------------------------------------------- the pump */

struct thread_pump {
    struct burn_pump pump; /* first */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    pthread_t thread;
    burn_pump_step step;
    void *context;
    bool is_woken, is_resumed, has_ended; /* under the mutex */
};

static struct thread_pump *of(struct burn_pump *pump)
{
    return (struct thread_pump *)pump;
}

static void set(struct thread_pump *pump, bool *flag)
{
    pthread_mutex_lock(&pump->mutex);
    *flag = true;
    pthread_cond_broadcast(&pump->changed);
    pthread_mutex_unlock(&pump->mutex);
}

static void *work(void *context)
{
    struct thread_pump *pump = context;

    while (pump->step(pump->context))
        continue;
    set(pump, &pump->has_ended);
    return NULL;
}

static bool start(struct burn_pump *pump, burn_pump_step step, void *context)
{
    of(pump)->step = step;
    of(pump)->context = context;
    of(pump)->has_ended = of(pump)->is_woken = of(pump)->is_resumed = false;
    return pthread_create(&of(pump)->thread, NULL, work, pump) == 0;
}

static void lock(struct burn_pump *pump)
{
    pthread_mutex_lock(&of(pump)->mutex);
}

static void unlock(struct burn_pump *pump)
{
    pthread_mutex_unlock(&of(pump)->mutex);
}

/* For ever instead of so many milliseconds: a wake that gets lost hangs the test. */
static void wait(struct burn_pump *pump, uint32_t ms)
{
    (void)ms;
    pthread_mutex_lock(&of(pump)->mutex);
    while (!of(pump)->is_woken && !of(pump)->has_ended)
        pthread_cond_wait(&of(pump)->changed, &of(pump)->mutex);
    of(pump)->is_woken = false;
    pthread_mutex_unlock(&of(pump)->mutex);
}

static void idle(struct burn_pump *pump, uint32_t ms)
{
    (void)ms;
    pthread_mutex_lock(&of(pump)->mutex);
    while (!of(pump)->is_resumed)
        pthread_cond_wait(&of(pump)->changed, &of(pump)->mutex);
    of(pump)->is_resumed = false;
    pthread_mutex_unlock(&of(pump)->mutex);
}

static void wake(struct burn_pump *pump)
{
    set(of(pump), &of(pump)->is_woken);
}

static void resume(struct burn_pump *pump)
{
    set(of(pump), &of(pump)->is_resumed);
}

static void finish(struct burn_pump *pump)
{
    pthread_join(of(pump)->thread, NULL);
}

static struct thread_pump pump = {
    .pump = {start, lock, unlock, wait, idle, wake, resume, finish},
    .mutex = PTHREAD_MUTEX_INITIALIZER,
    .changed = PTHREAD_COND_INITIALIZER,
};

/* -------------------------------------------------------------------------------------------------------- the clock */

static _Atomic uint64_t now;

static uint64_t now_ms(const struct base_clock *clock)
{
    (void)clock;
    return atomic_fetch_add(&now, 1);
}

static void sleep_ms(const struct base_clock *clock, uint32_t ms)
{
    (void)clock;
    atomic_fetch_add(&now, ms);
}

static const struct base_clock shared_clock = {now_ms, sleep_ms};

/* -------------------------------------------------------------------------------------------------------- the burns */

enum { CANCELLED_AT = 8 };

static _Atomic unsigned notices;

/* context: what is cancelled at a notice, which waits for that; NULL: nothing. */
static void notice(void *context, const struct burn_progress *progress)
{
    struct burn_control *control = context;

    (void)progress;
    if (atomic_fetch_add(&notices, 1) + 1 < CANCELLED_AT || !control) return;
    while (!atomic_load(&control->is_cancelled))
        continue;
}

static void *cancel(void *context)
{
    struct burn_control *control = context;

    while (atomic_load(&notices) < CANCELLED_AT)
        continue;
    atomic_store(&control->is_cancelled, true);
    return NULL;
}

static void set_up(struct sim_burner *burner)
{
    burner->tools.pump = &pump.pump;
    burner->tools.clock = &shared_clock;
    burner->observer.notice = notice;
    burner->observer.context = NULL;
    burner->tools.observer = &burner->observer;
}

static void burn__on_two_threads__reads_back_identical(void **state)
{
    static const enum sim_medium media[] = {SIM_MEDIUM_CD_R, SIM_MEDIUM_DVD_PLUS_RW, SIM_MEDIUM_BD_R};
    const struct burn_wishes wishes = {.verification = BURN_VERIFY_FULL};
    struct sim_burner *burner = *state;
    size_t i;

    set_up(burner);
    for (i = 0; i < sizeof media / sizeof media[0]; i++) {
        sim_burner_insert(burner, media[i]);
        assert_int_equal(sim_burner_write(burner, wishes, 20000, 5), BURN_OK);
        sim_burner_assert_blocks(burner, 0, 20000, 5);
    }
}

static void burn__cancelled_by_a_third_thread__ends(void **state)
{
    const struct burn_wishes wishes = {.verification = BURN_VERIFY_NONE};
    struct sim_burner *burner = *state;
    enum burn_status status;
    pthread_t thread;

    set_up(burner);
    burner->observer.context = &burner->control;
    atomic_store(&notices, 0);
    sim_burner_insert(burner, SIM_MEDIUM_DVD_R);
    assert_int_equal(pthread_create(&thread, NULL, cancel, &burner->control), 0);
    status = sim_burner_write(burner, wishes, 60000, 5);
    atomic_store(&notices, CANCELLED_AT); /* should there have been fewer */
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(status, BURN_CANCELLED);
    assert_false(burner->state.prevented);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(burn__on_two_threads__reads_back_identical, sim_burner_setup,
                                        sim_burner_teardown),
        cmocka_unit_test_setup_teardown(burn__cancelled_by_a_third_thread__ends, sim_burner_setup, sim_burner_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
