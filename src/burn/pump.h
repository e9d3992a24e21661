/* The port that runs a burn on two threads: the caller's thread reads the source and reports, the worker sends commands
 * to the drive. The core has no threads of its own, and also works on a single thread: then wait takes a step of the
 * worker itself.
 *
 * Everything that both sides use is guarded by lock and unlock; the lock is never held while a step or a notice runs.
 */
#ifndef OPENIMAPI2_BURN_PUMP_H
#define OPENIMAPI2_BURN_PUMP_H

#include <stdbool.h>
#include <stdint.h>

/* One step of the worker: one command to the drive, or one wait. False: there is nothing more to do. */
typedef bool (*burn_pump_step)(void *context);

/* First member of every implementation. */
struct burn_pump {
    /* Begin to call step(context) repeatedly, until it returns false. False: no worker can be started. */
    bool (*start)(struct burn_pump *pump, burn_pump_step step, void *context);

    void (*lock)(struct burn_pump *pump);
    void (*unlock)(struct burn_pump *pump);

    /* The caller has nothing to do: return when the worker has called wake since the last wait, when the worker has
     * ended, or after `ms` milliseconds. Not to be called with the lock held.
     */
    void (*wait)(struct burn_pump *pump, uint32_t ms);

    /* The worker has nothing to do: the same in the other direction (idle, resume). A pump with a single thread returns
     * at once.
     */
    void (*idle)(struct burn_pump *pump, uint32_t ms);

    /* wake is called by the worker, to make the caller look; resume by the caller, to make the worker look. */
    void (*wake)(struct burn_pump *pump);
    void (*resume)(struct burn_pump *pump);

    /* Return when step has returned false; the worker has ended then, and start may be called again. */
    void (*finish)(struct burn_pump *pump);
};

#endif
