/* burn/pump.h on Windows: with a worker thread in the multithreaded apartment, or on the caller's thread only.
 *
 * A recorder that is not agile is used on the caller's thread, in every apartment. In the multithreaded apartment the
 * worker could also call it, or its proxy. But a client whose object has only ever had one caller at a time, on one
 * thread, has not agreed to calls from another thread, and the burn is correct without them: it merely does not read
 * ahead while a command runs.
 *
 * A caller in a single-threaded apartment waits without dispatching messages. That cannot deadlock: the worker calls
 * only a recorder that is called directly from every apartment, never an object that lives in the caller's. And a
 * message that was dispatched inside Write could call Write's object again.
 */
#ifndef OPENIMAPI2_IMAPI2_WORKER_PUMP_H
#define OPENIMAPI2_IMAPI2_WORKER_PUMP_H

#include <stdbool.h>
#include <windows.h>

#include "burn/pump.h"

/* One side that waits until the other side signals it. The event is set only if the side sleeps: each SetEvent is a
 * system call, and under Wine a call to another process.
 */
struct worker_pump_bell {
    volatile LONG state; /* enum in worker_pump.c */
    HANDLE event;        /* auto-reset */
};

struct worker_pump {
    struct burn_pump pump; /* pass this to the engine */
    bool has_worker;
    burn_pump_step step;
    void *context;

    bool has_more; /* without a worker: step has not returned false yet */

    /* With a worker. */
    CRITICAL_SECTION lock;
    struct worker_pump_bell caller_looks, worker_looks;
    HANDLE ended; /* manual-reset; set while no worker runs */
};

/* has_worker: may the drive be used on another thread? False: no memory. */
bool worker_pump_begin(struct worker_pump *pump, bool has_worker);

/* Call after finish, or if start was never called. */
void worker_pump_end(struct worker_pump *pump);

#endif
