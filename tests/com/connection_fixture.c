/* The fixture of the connection tests: an object with one connection point. */
#include "com/connection_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/apartment.h"
#include "com/module.h"

IConnectionPoint *master_point(IDiscMaster2 *master)
{
    return sink_point((IUnknown *)master, EVENTS);
}

DWORD master_advise(IDiscMaster2 *master, struct event_sink *sink)
{
    return sink_advise((IUnknown *)master, sink);
}

HRESULT master_unadvise(IDiscMaster2 *master, DWORD cookie)
{
    return sink_unadvise((IUnknown *)master, EVENTS, cookie);
}

void pump_until_idle(struct com_fixture *fixture, LONG objects)
{
    DWORD began_ms = GetTickCount();

    while (com_module_count() > fixture->count_before + objects && GetTickCount() - began_ms < SINK_DEADLINE_MS)
        pump_for(10);
    assert_int_equal(com_module_count(), fixture->count_before + objects);
}

void end_events(struct com_fixture *fixture, IDiscMaster2 *master)
{
    IDiscMaster2_Release(master);
    pump_until_idle(fixture, 0);
}

static HRESULT live_with_sink(void *context)
{
    struct other_sink *other = context;
    IConnectionPointContainer *container;
    IConnectionPoint *point;
    HRESULT hr;
    DWORD wait;

    other->thread = GetCurrentThreadId();
    hr = IUnknown_QueryInterface(other->object, &IID_IConnectionPointContainer, (void **)&container);
    if (SUCCEEDED(hr)) {
        hr = IConnectionPointContainer_FindConnectionPoint(container, EVENTS, &point);
        IConnectionPointContainer_Release(container);
    }
    if (SUCCEEDED(hr)) {
        hr = IConnectionPoint_Advise(point, (IUnknown *)&other->sink.IDispatch_iface, &other->cookie);
        IConnectionPoint_Release(point);
    }
    SetEvent(other->ready);
    if (FAILED(hr)) return hr;
    do { /* as a program in this apartment does */
        MSG message;

        wait = MsgWaitForMultipleObjects(1, &other->done, FALSE, SINK_DEADLINE_MS, QS_ALLINPUT);
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
    } while (wait == WAIT_OBJECT_0 + 1);
    return wait == WAIT_OBJECT_0 ? S_OK : E_FAIL;
}

HANDLE begin_other_sink(struct other_sink *other, void *object, DWORD apartment, enum sink_answers answers)
{
    HANDLE thread;

    memset(other, 0, sizeof *other);
    sink_begin(&other->sink, EVENTS, answers);
    other->object = object;
    other->ready = CreateEventW(NULL, TRUE, FALSE, NULL);
    other->done = CreateEventW(NULL, TRUE, FALSE, NULL);
    thread = apartment_start(apartment, live_with_sink, other);
    assert_int_equal(WaitForSingleObject(other->ready, SINK_DEADLINE_MS), WAIT_OBJECT_0);
    assert_int_not_equal(other->cookie, 0);
    return thread;
}

void end_other_sink(struct other_sink *other, HANDLE thread)
{
    SetEvent(other->done);
    assert_hr(apartment_join(thread), S_OK);
    CloseHandle(other->ready);
    CloseHandle(other->done);
}
