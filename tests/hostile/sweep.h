/* The n-th of something fails, n = 1 until nothing fails any more (SQLite's test_malloc.c): for one method of one object, with
 * what has to hold whatever failed.
 */
#ifndef OPENIMAPI2_TESTS_HOSTILE_SWEEP_H
#define OPENIMAPI2_TESTS_HOSTILE_SWEEP_H

#include "hostile/objects.h"

/* What fails. */
struct sweep_fault {
    const char *name;
    /* Let the nth from now on fail; 0: none. Called right before the method runs and right after. */
    void (*set)(void *context, long nth);
    /* Has it failed? Asked after set(0). */
    bool (*has_failed)(void *context);
    /* May the method end so, although without a fault it ends like `unbroken`? Is not asked for equal ends, nor for the same
     * code with other outputs, which nothing excuses but a host: host_may_lie.
     */
    bool (*allows)(void *context, const struct surface_method *method, const struct surface_result *broken,
                   const struct surface_result *unbroken);
    bool host_may_lie; /* the fault hits ITypeInfo::Invoke of the host too, and Wine's hands out an empty string then */
    void *context;
};

/* What an object leaves when it is gone; checked after each of its lives. */
struct sweep_world {
    struct device_source *source;
    const struct base_clock *clock;
    void (*refresh)(void *context);                  /* before each life: the drive is as new; may be NULL */
    void (*check)(void *context, const char *where); /* nothing is held, open or allocated; may be NULL */
    void *context;
};

struct sweep_counts {
    unsigned long methods; /* in all ways and states */
    unsigned long points;  /* faults that hit */
};

/* Sweep every method of every object of hostile_objects. A broken rule is printed, with the place, and fails the test at its
 * end, so that one run shows all.
 * is_cold   each life is the module's first: the type information is read in it. Else it is there, kept by an object that
 *           outlives them all.
 */
void sweep_all(const struct sweep_world *world, const struct sweep_fault *fault, bool is_cold,
               struct sweep_counts *counts);

/* Rules that were broken since the last call. */
unsigned long sweep_take_violations(void);

#endif
