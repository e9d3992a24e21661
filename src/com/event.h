/* One event for one sink: its DISPID and copies of its arguments. Reference-counted, since a call may outlast the
 * thread that waits for it.
 */
#ifndef OPENIMAPI2_COM_EVENT_H
#define OPENIMAPI2_COM_EVENT_H

#include <windows.h>
#include <oleauto.h>

struct com_event {
    struct com_event *next; /* in the connection's queue */
    LONG references;
    DISPID id;
    UINT count;
    VARIANT arguments[]; /* in the order of DISPPARAMS, the last one first */
};

/* The event has one reference, the caller's. NULL: no memory, or an argument that cannot be copied. */
struct com_event *com_event_create(DISPID id, const VARIANT *arguments, UINT count);
void com_event_add_ref(struct com_event *event);
void com_event_release(struct com_event *event);

#endif
