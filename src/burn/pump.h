/* The port through which a burn runs on two threads: the caller's reads the source and reports, the worker speaks to
 * the drive. The core has no threads of its own, and works on one as well: then wait takes a step of the worker itself.
 *
 * Everything that both sides see is guarded by lock and unlock; neither is held while a step or a notice runs.
 */
#ifndef OPENIMAPI2_BURN_PUMP_H
#define OPENIMAPI2_BURN_PUMP_H

#include <stdbool.h>
#include <stdint.h>

/* One step of the worker: one command to the drive, or one wait. False: there is nothing more to do. */
typedef bool (*burn_pump_step)(void *context);

/* First member of every implementation. */
struct burn_pump {
    /* Begin to call step(context) again and again, until it says false. False: no worker is to be had. */
    bool (*start)(struct burn_pump *pump, burn_pump_step step, void *context);

    void (*lock)(struct burn_pump *pump);
    void (*unlock)(struct burn_pump *pump);

    /* The caller has nothing to do: return when the worker has called wake since the last wait, when it has ended, or
     * after `ms` milliseconds. Not with the lock.
     */
    void (*wait)(struct burn_pump *pump, uint32_t ms);

    /* The worker has nothing to do: the same in the other direction (idle, resume). A pump of one thread returns at
     * once.
     */
    void (*idle)(struct burn_pump *pump, uint32_t ms);

    /* Worker: the caller shall look. Caller: the worker shall look. */
    void (*wake)(struct burn_pump *pump);
    void (*resume)(struct burn_pump *pump);

    /* Return when step has said false; the worker is gone then, and start may be called again. */
    void (*finish)(struct burn_pump *pump);
};

#endif
