/* burn/pump.h on Windows: with a worker thread in the multithreaded apartment, or on the caller's thread alone.
 *
 * A recorder that is not agile is driven on the caller's thread in every apartment. In the multithreaded one the worker
 * could call it as well, or its proxy; but a client that gave its object no more than one caller at a time, and one
 * thread, never said that it may be called from another, and the burn is right without: it is only not read ahead while
 * a command runs.
 *
 * A caller in a single-threaded apartment waits without dispatching messages. That cannot lock up: the worker calls
 * nothing but a recorder that is called directly from every apartment, never anything that lives in the caller's; and
 * a message that were dispatched inside Write could call its object again.
 */
#ifndef OPENIMAPI2_IMAPI2_WORKER_PUMP_H
#define OPENIMAPI2_IMAPI2_WORKER_PUMP_H

#include <stdbool.h>
#include <windows.h>

#include "burn/pump.h"

/* One side that waits until the other calls it. The event is set for a side that sleeps alone: each is a call of the
 * system, and under Wine of another process.
 */
struct worker_pump_bell {
    volatile LONG state; /* enum in worker_pump.c */
    HANDLE event;        /* auto-reset */
};

struct worker_pump {
    struct burn_pump pump; /* hand out this one */
    bool has_worker;
    burn_pump_step step;
    void *context;

    bool has_more; /* without a worker: step has not said false yet */

    /* With one. */
    CRITICAL_SECTION lock;
    struct worker_pump_bell caller_looks, worker_looks;
    HANDLE ended; /* manual-reset; set while no worker runs */
};

/* has_worker: whether the drive may be used on another thread than this one. False: no memory. */
bool worker_pump_begin(struct worker_pump *pump, bool has_worker);

/* After finish, or when start was never called. */
void worker_pump_end(struct worker_pump *pump);

#endif
