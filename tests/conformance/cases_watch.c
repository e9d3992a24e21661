/* Device events, for which somebody has to plug a drive in or out while the program waits (--watch SECONDS). */
#include "conformance/conformance.h"
#include "support/event_sink.h"

#include <olectl.h>
#include <stdio.h>

enum { EVENTS_MAX = 16 };

static struct event {
    DISPID id;
    UINT arguments;
    VARTYPE first, second; /* in the order of the declaration */
    DWORD thread;
    WCHAR text[512];
} events[EVENTS_MAX];
static unsigned event_count;

static HRESULT note_event(struct event_sink *sink, DISPID id, DISPPARAMS *parameters)
{
    struct event *event = &events[event_count];

    if (event_count == EVENTS_MAX) return S_OK;
    event->id = id;
    event->arguments = parameters->cArgs;
    event->thread = sink->thread;
    if (parameters->cArgs == 2) { /* the last argument comes first */
        event->first = V_VT(&parameters->rgvarg[1]);
        event->second = V_VT(&parameters->rgvarg[0]);
        if (event->second == VT_BSTR) lstrcpynW(event->text, V_BSTR(&parameters->rgvarg[0]), ARRAYSIZE(event->text));
    }
    event_count++;
    return S_OK;
}

/* Until something happens, and a second longer, so that a second event for the same drive would be seen. */
static void pump(unsigned seconds)
{
    DWORD begun = GetTickCount();

    while (!event_count && GetTickCount() - begun < seconds * 1000)
        pump_for(100);
    if (event_count) pump_for(1000);
}

static void show_events(void)
{
    unsigned i;

    for (i = 0; i < event_count; i++) {
        answer("device event", "DISPID %lXh, %ls, on the thread %s", (unsigned long)events[i].id, events[i].text,
               events[i].thread == GetCurrentThreadId() ? "that advised" : "of somebody else");
        expect(events[i].id == 0x100 || events[i].id == 0x101, "DISPID %lXh", (unsigned long)events[i].id);
        expect(events[i].arguments == 2 && events[i].first == VT_DISPATCH && events[i].second == VT_BSTR,
               "%u arguments, of types %d and %d", events[i].arguments, events[i].first, events[i].second);
        expect(events[i].thread == GetCurrentThreadId(), "a sink of this apartment was called from another thread");
    }
}

static void watch__drive_plugged_in_or_out__is_told_once(const struct subject *subject)
{
    IDiscMaster2 *master = new_master();
    IConnectionPointContainer *container = NULL;
    IConnectionPoint *point = NULL;
    LONG before = -1, after = -1;
    static struct event_sink sink; /* of a server that releases it late, too */
    DWORD cookie = 0;

    if (!master) return;
    sink_begin(&sink, &IID_DDiscMaster2Events, SINK_BOTH);
    sink.react = note_event;
    IDiscMaster2_get_Count(master, &before);
    if (expect_hr(IDiscMaster2_QueryInterface(master, &IID_IConnectionPointContainer, (void **)&container), S_OK,
                  "IConnectionPointContainer") &&
        expect_hr(IConnectionPointContainer_FindConnectionPoint(container, &IID_DDiscMaster2Events, &point), S_OK,
                  "FindConnectionPoint") &&
        expect_hr(IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, &cookie), S_OK, "Advise")) {
        printf("# plug a drive in or out within %u seconds\n", subject->watch_s);
        event_count = 0;
        pump(subject->watch_s);
        expect(event_count == 1, "%u events for one drive", event_count);
        show_events();
        IDiscMaster2_get_Count(master, &after);
        answer("Count of the same object, before and after", "%ld, %ld", before, after);
        expect(after == before + 1 || after == before - 1, "Count was %ld and is %ld", before, after);
        expect_hr(IConnectionPoint_Unadvise(point, cookie), S_OK, "Unadvise");
    }
    if (point) IConnectionPoint_Release(point);
    if (container) IConnectionPointContainer_Release(container);
    IDiscMaster2_Release(master);
}

static const struct conformance_case cases[] = {
    {"watch__drive_plugged_in_or_out__is_told_once", NEEDS_HANDS, watch__drive_plugged_in_or_out__is_told_once},
};

const struct conformance_group watch_group = {cases, ARRAYSIZE(cases), NULL};
