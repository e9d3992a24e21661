/* Public methods that surface_call cannot call by a list of parameters: what they do has to be undone (a lock, a
 * connection, what was marshalled), or an argument has to be made by another method first.
 */
#ifndef OPENIMAPI2_TESTS_HOSTILE_SURFACE_BY_HAND_H
#define OPENIMAPI2_TESTS_HOSTILE_SURFACE_BY_HAND_H

#include "base/text.h"
#include "hostile/surface.h"

/* Calls the method once, between surface_armed(true) and surface_armed(false), and undoes it. What comes out goes into
 * the text; what must not be there on failure, or is still there afterwards, into result->is_defined.
 */
typedef HRESULT (*surface_by_hand)(IUnknown *iface, struct surface_result *result, struct text *text);

/* Is it an object of the client's own that a method has given back? Then it is none of ours to judge. */
bool surface_is_clients(IUnknown *object);

struct surface_by_hand_row {
    const char *interface_name;
    const IID *iid;
    const char *name;
    surface_by_hand call;
    bool
        is_anothers; /* the method of an object that is reached through the interface, whose ISupportErrorInfo says nothing of it */
};

/* A file by_hand_NAME.c each; in the order of the sweeps. */
struct surface_by_hand_group {
    const struct surface_by_hand_row *rows;
    size_t count;
};
extern const struct surface_by_hand_group *const surface_by_hand_groups[];
extern const size_t surface_by_hand_group_count;

#endif
