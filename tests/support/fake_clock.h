/* A clock that stands still until the test advances it. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_FAKE_CLOCK_H
#define OPENIMAPI2_TESTS_SUPPORT_FAKE_CLOCK_H

#include "base/clock.h"

struct fake_clock {
    struct base_clock clock; /* first: pass &fake.clock */
    uint64_t ms;             /* set it, add to it */
    uint64_t slept_ms;       /* by sleep_ms, in all */
    unsigned sleeps;
};

/* Begins at a time that does not fit in 32 bits, so that a truncation shows. */
void fake_clock_begin(struct fake_clock *fake);

#endif
