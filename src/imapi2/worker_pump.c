/* Runs the steps of a burn on a worker thread, or, if the recorder belongs to the caller's apartment, while the caller
 * waits.
 */
#include "imapi2/worker_pump.h"

#include <string.h>

#include "com/thread.h"

static struct worker_pump *worker_pump_from(struct burn_pump *pump)
{
    return CONTAINING_RECORD(pump, struct worker_pump, pump);
}

/* --------------------------------------------------------------------------------------------------- with a worker */

/* Of a bell: nothing new, rung since the last wait, its side sleeps. */
enum { BELL_QUIET, BELL_RUNG, BELL_AWAITED };

static void ring(struct worker_pump_bell *bell)
{
    if (InterlockedExchange(&bell->state, BELL_RUNG) == BELL_AWAITED) SetEvent(bell->event);
}

/* Sleep until it rings, `ended` is set (NULL: nothing ends) or the time is over; not at all when it has rung already.
 * A ring that comes as the time ends leaves the event set, and one later sleep is over at once: its side looks in vain.
 */
static void await(struct worker_pump_bell *bell, HANDLE ended, uint32_t ms)
{
    HANDLE handles[2] = {bell->event, ended};

    if (InterlockedCompareExchange(&bell->state, BELL_AWAITED, BELL_QUIET) == BELL_QUIET) {
        WaitForMultipleObjects(ended ? 2 : 1, handles, FALSE, ms);
    }
    InterlockedExchange(&bell->state, BELL_QUIET);
}

/* After `ended` is set the pump may be gone. */
static void run(void *context)
{
    struct worker_pump *worker = context;

    while (worker->step(worker->context))
        ;
    SetEvent(worker->ended);
}

static bool worker_start(struct burn_pump *pump, burn_pump_step step, void *context)
{
    struct worker_pump *worker = worker_pump_from(pump);

    worker->step = step;
    worker->context = context;
    worker->caller_looks.state = worker->worker_looks.state = BELL_QUIET;
    ResetEvent(worker->ended);
    if (com_thread_start(run, worker)) return true;
    SetEvent(worker->ended);
    return false;
}

static void worker_lock(struct burn_pump *pump)
{
    EnterCriticalSection(&worker_pump_from(pump)->lock);
}

static void worker_unlock(struct burn_pump *pump)
{
    LeaveCriticalSection(&worker_pump_from(pump)->lock);
}

static void worker_wait(struct burn_pump *pump, uint32_t ms)
{
    struct worker_pump *worker = worker_pump_from(pump);

    await(&worker->caller_looks, worker->ended, ms);
}

static void worker_idle(struct burn_pump *pump, uint32_t ms)
{
    await(&worker_pump_from(pump)->worker_looks, NULL, ms);
}

static void worker_wake(struct burn_pump *pump)
{
    ring(&worker_pump_from(pump)->caller_looks);
}

static void worker_resume(struct burn_pump *pump)
{
    ring(&worker_pump_from(pump)->worker_looks);
}

static void worker_finish(struct burn_pump *pump)
{
    WaitForSingleObject(worker_pump_from(pump)->ended, INFINITE);
}

static const struct burn_pump with_worker = {
    worker_start, worker_lock, worker_unlock, worker_wait, worker_idle, worker_wake, worker_resume, worker_finish,
};

/* ----------------------------------------------------------------------------------------------------- without one */

static bool alone_start(struct burn_pump *pump, burn_pump_step step, void *context)
{
    struct worker_pump *alone = worker_pump_from(pump);

    alone->step = step;
    alone->context = context;
    alone->has_more = true;
    return true;
}

static void alone_lock(struct burn_pump *pump)
{
    (void)pump;
}

static void alone_take_step(struct burn_pump *pump, uint32_t ms)
{
    struct worker_pump *alone = worker_pump_from(pump);

    (void)ms;
    if (alone->has_more) alone->has_more = alone->step(alone->context);
}

static void alone_idle(struct burn_pump *pump, uint32_t ms)
{
    (void)pump, (void)ms;
}

static void alone_finish(struct burn_pump *pump)
{
    while (worker_pump_from(pump)->has_more)
        alone_take_step(pump, 0);
}

static const struct burn_pump without_worker = {
    alone_start, alone_lock, alone_lock, alone_take_step, alone_idle, alone_lock, alone_lock, alone_finish,
};

/* -------------------------------------------------------------------------------------------------------- its life */

static void close_event(HANDLE event)
{
    if (event) CloseHandle(event);
}

static void close_events(struct worker_pump *pump)
{
    close_event(pump->caller_looks.event);
    close_event(pump->worker_looks.event);
    close_event(pump->ended);
}

bool worker_pump_begin(struct worker_pump *pump, bool has_worker)
{
    memset(pump, 0, sizeof *pump);
    pump->has_worker = has_worker;
    pump->pump = has_worker ? with_worker : without_worker;
    if (!has_worker) return true;
    pump->caller_looks.event = CreateEventW(NULL, FALSE, FALSE, NULL);
    pump->worker_looks.event = CreateEventW(NULL, FALSE, FALSE, NULL);
    pump->ended = CreateEventW(NULL, TRUE, TRUE, NULL);
    if (pump->caller_looks.event && pump->worker_looks.event && pump->ended &&
        InitializeCriticalSectionAndSpinCount(&pump->lock, 0)) {
        return true;
    }
    close_events(pump);
    return false;
}

void worker_pump_end(struct worker_pump *pump)
{
    if (!pump->has_worker) return;
    close_events(pump);
    DeleteCriticalSection(&pump->lock);
}
