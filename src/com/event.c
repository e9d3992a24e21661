/* Copies the arguments of an event, and frees the copies with the last reference. */
#include "com/event.h"

#include "base/alloc.h"

struct com_event *com_event_create(DISPID id, const VARIANT *arguments, UINT count)
{
    struct com_event *event = base_alloc(sizeof *event + count * sizeof event->arguments[0]);

    if (!event) return NULL;
    event->references = 1;
    event->id = id;
    for (; event->count < count; event->count++) {
        if (SUCCEEDED(VariantCopy(&event->arguments[event->count], (VARIANT *)&arguments[event->count]))) continue;
        com_event_release(event);
        return NULL;
    }
    return event;
}

void com_event_add_ref(struct com_event *event)
{
    InterlockedIncrement(&event->references);
}

void com_event_release(struct com_event *event)
{
    UINT i;

    if (InterlockedDecrement(&event->references)) return;
    for (i = 0; i < event->count; i++)
        VariantClear(&event->arguments[i]);
    base_free(event);
}
