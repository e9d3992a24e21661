/* A pump of one thread: to wait is to take a step of the worker. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_STEP_PUMP_H
#define OPENIMAPI2_TESTS_SUPPORT_STEP_PUMP_H

#include "burn/pump.h"

struct step_pump {
    struct burn_pump pump; /* first: hand out &step.pump */
    burn_pump_step step;   /* NULL: no worker lives */
    void *context;
    bool is_idle; /* since the last step */
    bool is_locked;
    bool is_in_step;
    bool is_eager;  /* a step of the worker is taken each time that the caller lets go of the lock, too */
    bool is_hasty;  /* start takes all steps of a worker that waits for nobody */
    bool is_quick;  /* wait takes steps until the worker waits for the caller or has ended */
    bool refuses;   /* start says false */
    unsigned steps; /* in all */
    unsigned starts;
    unsigned finishes;
    unsigned wakes, resumes;
};

void step_pump_begin(struct step_pump *step);

#endif
