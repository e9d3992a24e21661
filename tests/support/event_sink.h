/* A client's object with IDispatch, which notes what it is called with: a sink of events, or any other that a method
 * calls back.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_EVENT_SINK_H
#define OPENIMAPI2_TESTS_SUPPORT_EVENT_SINK_H

#include <stdbool.h>
#include <windows.h>
#include <ocidl.h>
#include <oleauto.h>

enum { SINK_ID_CHARS = 256, SINK_DEADLINE_MS = 60000 };

/* The interfaces that the sink answers beside IUnknown. SINK_BOTH_APART: IDispatch is another pointer than the events'
 * interface, and its Invoke knows no event, as with a .NET class whose default interface is not the events' one.
 * SINK_AGILE: both, and IAgileObject. SINK_FREE_THREADED: both, and IMarshal of `marshaler`.
 */
enum sink_answers {
    SINK_DISPATCH_ONLY,
    SINK_EVENTS_ONLY,
    SINK_BOTH,
    SINK_BOTH_APART,
    SINK_AGILE,
    SINK_FREE_THREADED,
    SINK_NEITHER,
};

struct event_sink {
    IDispatch IDispatch_iface; /* seven methods and no more, whatever interface was asked for */
    IDispatch apart_iface;     /* IDispatch of SINK_BOTH_APART */
    volatile LONG calls_apart; /* of its Invoke */
    LONG references;
    enum sink_answers answers;
    IUnknown *marshaler; /* of SINK_FREE_THREADED: aggregated, set and released by the test */
    const IID *events;

    /* Instead of S_OK, or NULL. */
    HRESULT (*react)(struct event_sink *sink, DISPID event, DISPPARAMS *parameters);
    void *context; /* react's */

    /* The last call. */
    volatile LONG calls;
    DWORD thread;
    DISPID event;
    WORD flags;
    UINT argument_count;
    VARIANT *result;   /* for react: where the caller wants one */
    IDispatch *object; /* not a reference; through a proxy where the system made one */
    WCHAR id[SINK_ID_CHARS];
};

/* With one reference, of the caller, who owns the memory and looks at `references` at the end: 1 is right. */
void sink_begin(struct event_sink *sink, const IID *events, enum sink_answers answers);

/* Dispatch this thread's messages until `*counter` is at least `wanted`; false when SINK_DEADLINE_MS have passed. */
bool pump_until(const volatile LONG *counter, LONG wanted);

/* The same until nobody but the test holds the sink any more: what a call held goes after it. */
bool pump_until_released(const struct event_sink *sink);

/* Dispatch messages for so long. */
void pump_for(DWORD ms);

#endif
