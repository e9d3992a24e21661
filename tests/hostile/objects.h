/* Every object of ours in each of its states, found by asking: the classes that the DLL has (server_module), their
 * factories, and what their methods give out. A new class, and a new interface of one that is there, is met without a
 * word here; a state that only a method brings about has a row.
 */
#ifndef OPENIMAPI2_TESTS_HOSTILE_OBJECTS_H
#define OPENIMAPI2_TESTS_HOSTILE_OBJECTS_H

#include "base/clock.h"
#include "device/device_source.h"
#include "hostile/surface.h"
#include "server/module.h"

enum { OBJECTS_MAX = 256, OBJECT_PREPARATIONS_MAX = 3, OBJECT_ORIGINS_MAX = 2 };

struct object_state {
    const CLSID *clsid;
    const char *name;
    const char *preparations[OBJECT_PREPARATIONS_MAX]; /* methods that are called first, in order */
};

struct hostile_object {
    char name[160];
    const struct server_class *entry;
    const struct object_state *state; /* NULL: as it was created */
    bool is_factory;
    size_t origin_count; /* methods, each called on what the one before gave out */
    const char *origins[OBJECT_ORIGINS_MAX];
};

/* The list; made at the first call, by calling every method of every object. source and clock: of the fixture. */
const struct hostile_object *hostile_objects(struct device_source *source, const struct base_clock *clock,
                                             size_t *count);

/* A new one; what cannot be made stops the test. */
IUnknown *hostile_object_make(const struct hostile_object *object, struct device_source *source,
                              const struct base_clock *clock);

enum hostile_depth {
    HOSTILE_ALL,
    HOSTILE_GIVEN_OUT_BY_NEW, /* of what methods give out, only what those of a new object do */
    HOSTILE_CLASSES_ALONE,    /* nothing that methods give out */
};

/* Each method of each interface that an object has, in each way. */
struct hostile_visit {
    void (*visit)(void *context, const struct hostile_object *object, const struct surface_interface *iface,
                  const struct surface_method *method, enum surface_way way);
    void *context;
    const char *skipped_state; /* not these; NULL: all */
    enum hostile_depth depth;
};
void hostile_objects_walk(struct device_source *source, const struct base_clock *clock,
                          const struct hostile_visit *visit);

#endif
