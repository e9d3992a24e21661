/* A single-threaded pump: waiting runs a step of the worker. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_STEP_PUMP_H
#define OPENIMAPI2_TESTS_SUPPORT_STEP_PUMP_H

#include "burn/pump.h"

struct step_pump {
    struct burn_pump pump; /* first: pass &step.pump */
    burn_pump_step step;   /* NULL: there is no worker */
    void *context;
    bool is_idle; /* idle was called in the last step */
    bool is_locked;
    bool is_in_step;
    bool is_eager;  /* a step of the worker also runs each time the caller releases the lock */
    bool is_hasty;  /* start runs all steps of a worker that does not wait for the caller */
    bool is_quick;  /* wait runs steps until the worker waits for the caller or has ended */
    bool refuses;   /* start returns false */
    unsigned steps; /* in all */
    unsigned starts;
    unsigned finishes;
    unsigned wakes, resumes;
};

void step_pump_begin(struct step_pump *step);

#endif
