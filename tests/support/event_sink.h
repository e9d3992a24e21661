/* A client's IDispatch object that records how it is called: an event sink, or any other object that a method calls
 * back.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_EVENT_SINK_H
#define OPENIMAPI2_TESTS_SUPPORT_EVENT_SINK_H

#include <stdbool.h>
#include <windows.h>
#include <ocidl.h>
#include <oleauto.h>

enum { SINK_ID_CHARS = 256, SINK_DEADLINE_MS = 60000 };

/* The interfaces that the sink supports besides IUnknown. SINK_BOTH_APART: IDispatch is another pointer than the
 * events' interface, and its Invoke knows no event, as for a .NET class whose default interface is not the events'
 * interface. SINK_AGILE: both, and IAgileObject. SINK_FREE_THREADED: both, and IMarshal of `marshaler`.
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

    /* Called for the result instead of S_OK; may be NULL. */
    HRESULT (*react)(struct event_sink *sink, DISPID event, DISPPARAMS *parameters);
    void *context; /* react's */

    /* The last call. */
    volatile LONG calls;
    DWORD thread;
    DISPID event;
    WORD flags;
    UINT argument_count;
    VARIANT *result;   /* for react: set if the caller wants a result */
    IDispatch *object; /* not a reference; a proxy if the system made one */
    WCHAR id[SINK_ID_CHARS];
};

/* With one reference, the caller's. The caller owns the memory and checks `references` at the end: it must be 1. */
void sink_begin(struct event_sink *sink, const IID *events, enum sink_answers answers);

/* Dispatch this thread's messages until `*counter` is at least `wanted`; false when SINK_DEADLINE_MS have passed. */
bool pump_until(const volatile LONG *counter, LONG wanted);

/* The same until only the test holds the sink: references that a call held are released after the call. */
bool pump_until_released(const struct event_sink *sink);

/* Dispatch messages for this time. */
void pump_for(DWORD ms);

#endif
