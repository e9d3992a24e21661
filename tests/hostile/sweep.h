/* The n-th of something fails, n = 1 until nothing fails any more (SQLite's test_malloc.c): for one method of one
 * object, with what has to hold whatever failed.
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
    /* May the method end with another code than `unbroken`? */
    bool (*allows)(void *context, const struct surface_method *method, const struct surface_result *broken,
                   const struct surface_result *unbroken);
    const char *(*where)(void *context); /* which call it was that failed, for messages; may be NULL */
    bool hits_host;     /* the host's functions fail too: Wine's ITypeInfo::Invoke hands out an empty string then */
    bool may_lack_text; /* the text of a failure is made of what fails */
    void *context;
    /* May it succeed with other outputs? NULL: never. */
    bool (*allows_other)(void *context, const struct surface_method *method, const struct surface_result *broken,
                         const struct surface_result *unbroken);
    /* Must the method end in another way than unbroken when the fault has hit and it would succeed? NULL: no. */
    bool (*must_show)(void *context, const struct surface_method *method);
    /* Is what came out kept by the object, so that the next call gives the same? NULL: no. */
    bool (*is_remembered)(void *context, const struct surface_method *method);
};

/* What an object leaves when it is gone; checked after each of its lives. */
struct sweep_world {
    struct device_source *source;
    const struct base_clock *clock;
    void (*refresh)(void *context);                  /* before each life: the drive is as new; may be NULL */
    void (*check)(void *context, const char *where); /* nothing is held, open or allocated; may be NULL */
    void *context;
    bool skips_dispatch;       /* each method by its vtable only */
    const char *skipped_state; /* objects in this state cannot be made in this world; NULL: all can */
    enum hostile_depth depth;
};

struct sweep_counts {
    unsigned long methods; /* in all ways and states */
    unsigned long points;  /* faults that hit */
};

/* Sweep every method of every object of hostile_objects. A broken rule is printed, with the place, and fails the test
 * at its end, so that one run shows all.
 * faults    ways in which the same points fail: where the first of them finds no point, the others are not tried.
 * is_cold   each life is the module's first: the type information is read in it. Else it is there, kept by an object
 *           that outlives them all.
 */
void sweep_all(const struct sweep_world *world, const struct sweep_fault *faults, size_t fault_count, bool is_cold,
               struct sweep_counts *counts);

/* One more, found and printed by whoever checks the world. */
void sweep_add_violation(void);

/* Rules that were broken since the last call. */
unsigned long sweep_take_violations(void);

#endif
