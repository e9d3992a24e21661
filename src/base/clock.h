/* Injected time: the portable core never reads the system's clock, and never sleeps by itself. */
#ifndef OPENIMAPI2_BASE_CLOCK_H
#define OPENIMAPI2_BASE_CLOCK_H

#include <stdint.h>

struct base_clock {
    /* Milliseconds since some fixed moment; never goes backwards. */
    uint64_t (*now_ms)(const struct base_clock *clock);
    /* Returns no earlier than ms milliseconds from now. */
    void (*sleep_ms)(const struct base_clock *clock, uint32_t ms);
};

#endif
