/* com/connection_point.c, com/connection.c, com/connection_enum.c, through the master on its bench. */
#include "com/com_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <olectl.h>

#include "base/alloc.h"
#include "com/apartment.h"
#include "com/connection_point.h"
#include "com/event_sink.h"
#include "com/module.h"

#define EVENTS (&IID_DDiscMaster2Events)
#define SOURCE L"OpenIMAPI2.MsftDiscMaster2"

enum { ADDED = 0x100, REMOVED = 0x101, TOO_LONG_MS = 60000 };

static IConnectionPoint *point_of(IDiscMaster2 *master)
{
    return sink_point((IUnknown *)master, EVENTS);
}

static DWORD advise(IDiscMaster2 *master, struct event_sink *sink)
{
    return sink_advise((IUnknown *)master, sink);
}

static HRESULT unadvise(IDiscMaster2 *master, DWORD cookie)
{
    return sink_unadvise((IUnknown *)master, EVENTS, cookie);
}

/* Until no thread of ours is left, and so many objects. */
static void pump_until_idle(struct com_bench *bench, LONG objects)
{
    DWORD began_ms = GetTickCount();

    while (com_module_count() > bench->count_before + objects && GetTickCount() - began_ms < TOO_LONG_MS)
        pump_for(10);
    assert_int_equal(com_module_count(), bench->count_before + objects);
}

/* The client's last reference goes, and everything of ours after it: the sinks are on the test's stack. */
static void end_events(struct com_bench *bench, IDiscMaster2 *master)
{
    IDiscMaster2_Release(master);
    pump_until_idle(bench, 0);
}

/* ---------------------------------------------------------------------------------------------------------- container */

static void FindConnectionPoint__interfaces__found_or_not(void **state)
{
    IDiscMaster2 *master = bench_master(*state);
    IConnectionPointContainer *container;
    IConnectionPoint *point, *again;

    assert_hr(IDiscMaster2_QueryInterface(master, &IID_IConnectionPointContainer, (void **)&container), S_OK);
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, EVENTS, &point), S_OK);
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, EVENTS, &again), S_OK);
    assert_ptr_equal(point, again);
    IConnectionPoint_Release(again);
    assert_no_error_info();
    again = point;
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, &IID_IDispatch, &again), CONNECT_E_NOCONNECTION);
    assert_null(again);
    assert_error_says(SOURCE, L"no events of this interface", NULL);
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, EVENTS, NULL), E_POINTER);
    again = point;
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, NULL, &again), E_POINTER);
    assert_null(again);
    assert_hr(IConnectionPointContainer_EnumConnectionPoints(container, NULL), E_POINTER);
    IConnectionPoint_Release(point);
    IConnectionPointContainer_Release(container);
    assert_int_equal(IDiscMaster2_Release(master), 0);
}

static void EnumConnectionPoints__one_point__is_enumerated(void **state)
{
    IDiscMaster2 *master = bench_master(*state);
    IConnectionPointContainer *container;
    IEnumConnectionPoints *enumerator, *clone;
    IConnectionPoint *points[2] = {NULL, NULL};
    ULONG fetched = 99;
    IID iid;

    assert_hr(IDiscMaster2_QueryInterface(master, &IID_IConnectionPointContainer, (void **)&container), S_OK);
    assert_hr(IConnectionPointContainer_EnumConnectionPoints(container, &enumerator), S_OK);
    IConnectionPointContainer_Release(container);
    IDiscMaster2_Release(master); /* the enumerator's points hold it */

    assert_hr(IEnumConnectionPoints_Next(enumerator, 2, points, NULL), E_POINTER);
    assert_hr(IEnumConnectionPoints_Next(enumerator, 1, NULL, &fetched), E_POINTER);
    assert_int_equal(fetched, 0);
    assert_hr(IEnumConnectionPoints_Next(enumerator, 2, points, &fetched), S_FALSE);
    assert_int_equal(fetched, 1);
    assert_hr(IConnectionPoint_GetConnectionInterface(points[0], &iid), S_OK);
    assert_true(IsEqualIID(&iid, EVENTS));
    IConnectionPoint_Release(points[0]);
    assert_hr(IEnumConnectionPoints_Next(enumerator, 1, points, NULL), S_FALSE);
    assert_hr(IEnumConnectionPoints_Clone(enumerator, &clone), S_OK);
    assert_hr(IEnumConnectionPoints_Clone(enumerator, NULL), E_POINTER);
    assert_hr(IEnumConnectionPoints_Reset(clone), S_OK);
    assert_hr(IEnumConnectionPoints_Skip(enumerator, 1), S_FALSE); /* the clone has its own position */
    assert_hr(IEnumConnectionPoints_Skip(clone, 1), S_OK);
    assert_hr(IEnumConnectionPoints_Reset(clone), S_OK);
    assert_hr(IEnumConnectionPoints_Next(clone, 1, points, NULL), S_OK);
    IConnectionPoint_Release(points[0]);
    IEnumConnectionPoints_Release(clone);
    assert_int_equal(IEnumConnectionPoints_Release(enumerator), 0);
}

/* -------------------------------------------------------------------------------------------------------------- point */

/* An object of its own, with its owner's lifetime. */
static void point__identity__is_its_own(void **state)
{
    IDiscMaster2 *master = bench_master(*state);
    IConnectionPoint *point = point_of(master);
    IUnknown *identity, *masters, *out;
    IConnectionPointContainer *container;
    IID iid;

    assert_hr(IConnectionPoint_QueryInterface(point, &IID_IUnknown, (void **)&identity), S_OK);
    assert_ptr_equal(identity, point);
    assert_hr(IDiscMaster2_QueryInterface(master, &IID_IUnknown, (void **)&masters), S_OK);
    assert_ptr_not_equal(identity, masters);
    out = masters;
    assert_hr(IConnectionPoint_QueryInterface(point, &IID_IDiscMaster2, (void **)&out), E_NOINTERFACE);
    assert_null(out);
    assert_hr(IConnectionPoint_QueryInterface(point, &IID_IUnknown, NULL), E_POINTER);
    IUnknown_Release(identity);
    IUnknown_Release(masters);

    assert_hr(IConnectionPoint_GetConnectionInterface(point, NULL), E_POINTER);
    assert_hr(IConnectionPoint_GetConnectionInterface(point, &iid), S_OK);
    assert_true(IsEqualIID(&iid, EVENTS));
    assert_hr(IConnectionPoint_GetConnectionPointContainer(point, NULL), E_POINTER);
    assert_hr(IConnectionPoint_GetConnectionPointContainer(point, &container), S_OK);
    IConnectionPointContainer_Release(container);
    assert_int_equal(IDiscMaster2_Release(master), 1); /* the point's reference */
    assert_int_equal(IConnectionPoint_Release(point), 0);
}

/* Its failures leave an error object, and it says so: without that, clients do not look for one. */
static void point__ISupportErrorInfo__yes_for_its_interface(void **state)
{
    IDiscMaster2 *master = bench_master(*state);
    IConnectionPoint *point = point_of(master);
    ISupportErrorInfo *support;
    IUnknown *identity, *again;

    assert_hr(IConnectionPoint_QueryInterface(point, &IID_ISupportErrorInfo, (void **)&support), S_OK);
    assert_hr(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_IConnectionPoint), S_OK);
    assert_hr(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_IDiscMaster2), S_FALSE);
    assert_hr(IConnectionPoint_QueryInterface(point, &IID_IUnknown, (void **)&identity), S_OK);
    assert_hr(ISupportErrorInfo_QueryInterface(support, &IID_IUnknown, (void **)&again), S_OK);
    assert_ptr_equal(identity, again);
    IUnknown_Release(again);
    IUnknown_Release(identity);
    IConnectionPoint_Release(point);
    IDiscMaster2_Release(master); /* the interface is one more reference to all of it */
    assert_hr(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_IConnectionPoint), S_OK);
    assert_int_equal(ISupportErrorInfo_Release(support), 0);
}

static void Advise__kinds_of_sinks__are_taken_or_refused(void **state)
{
    static const struct {
        enum sink_answers answers;
        HRESULT hr;
    } rows[] = {
        {SINK_BOTH, S_OK},
        {SINK_DISPATCH_ONLY, S_OK},
        {SINK_EVENTS_ONLY, S_OK},
        {SINK_NEITHER, CONNECT_E_CANNOTCONNECT},
    };
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    IConnectionPoint *point = point_of(master);
    struct event_sink sink;
    DWORD cookie;
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        sink_begin(&sink, EVENTS, rows[i].answers);
        cookie = 99;
        assert_hr(IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, &cookie), rows[i].hr);
        if (SUCCEEDED(rows[i].hr)) {
            assert_int_not_equal(cookie, 0);
            assert_no_error_info();
            bench_notify(bench, DEVICE_ADDED, "id");
            assert_true(pump_until(&sink.calls, 1));
            pump_for(50); /* that call and its thread are over */
            bench_notify(bench, DEVICE_ADDED, "id");
            assert_true(pump_until(&sink.calls, 2));
            assert_hr(IConnectionPoint_Unadvise(point, cookie), S_OK);
        } else {
            assert_int_equal(cookie, 0);
            assert_error_says(SOURCE, L"neither IDispatch nor", NULL);
        }
        assert_true(pump_until_released(&sink));
    }
    assert_int_equal(bench->watches, 3);
    IConnectionPoint_Release(point);
    end_events(bench, master);
}

static void Advise__pointers_missing__is_pointer(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    IConnectionPoint *point = point_of(master);
    struct event_sink sink;
    DWORD cookie = 99;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    assert_hr(IConnectionPoint_Advise(point, NULL, &cookie), E_POINTER);
    assert_int_equal(cookie, 0);
    assert_hr(IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, NULL), E_POINTER);
    assert_hr(IConnectionPoint_EnumConnections(point, NULL), E_POINTER);
    assert_error_says(SOURCE, L"NULL", NULL);
    assert_int_equal(sink.references, 1);
    assert_int_equal(bench->watches, 0);
    IConnectionPoint_Release(point);
    IDiscMaster2_Release(master);
}

static void Unadvise__cookies_of_nothing__are_refused(void **state)
{
    IDiscMaster2 *master = bench_master(*state);
    struct event_sink sink;
    DWORD cookie;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    assert_hr(unadvise(master, 0), CONNECT_E_NOCONNECTION);
    assert_error_says(SOURCE, L"no connection with this number", NULL);
    assert_hr(unadvise(master, 1), CONNECT_E_NOCONNECTION);
    cookie = advise(master, &sink);
    assert_hr(unadvise(master, cookie + 1), CONNECT_E_NOCONNECTION);
    assert_hr(unadvise(master, cookie), S_OK);
    assert_no_error_info();
    assert_hr(unadvise(master, cookie), CONNECT_E_NOCONNECTION);
    assert_int_not_equal(advise(master, &sink), cookie); /* a number is not given out twice in a row */
    IDiscMaster2_Release(master);
    assert_int_equal(sink.references, 1); /* the object's end is the connection's */
}

static void Advise__first_and_last__begin_and_end_the_watch(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    struct event_sink sinks[2];
    DWORD cookies[2];

    sink_begin(&sinks[0], EVENTS, SINK_BOTH);
    sink_begin(&sinks[1], EVENTS, SINK_BOTH);
    assert_int_equal(bench->watches, 0);
    cookies[0] = advise(master, &sinks[0]);
    assert_int_equal(bench->watches, 1);
    cookies[1] = advise(master, &sinks[1]);
    assert_int_equal(bench->watches, 1);
    assert_hr(unadvise(master, cookies[0]), S_OK);
    assert_int_equal(bench->watch_closes, 0);
    assert_hr(unadvise(master, cookies[1]), S_OK);
    assert_int_equal(bench->watch_closes, 1);
    advise(master, &sinks[1]);
    assert_int_equal(bench->watches, 2);
    IDiscMaster2_Release(master);
    assert_int_equal(bench->watch_closes, 2);
    assert_int_equal(sinks[0].references + sinks[1].references, 2);
}

static void Advise__watch_cannot_begin__fails_and_holds_nothing(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    IConnectionPoint *point = point_of(master);
    struct event_sink sink;
    DWORD cookie = 99;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    bench->watch.status = DRIVE_NO_MEMORY;
    assert_hr(IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, &cookie), E_OUTOFMEMORY);
    assert_int_equal(cookie, 0);
    assert_int_equal(sink.references, 1);
    bench->watch.status = DRIVE_OK;
    assert_hr(IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, &cookie), S_OK);
    assert_hr(IConnectionPoint_Unadvise(point, cookie), S_OK);
    IConnectionPoint_Release(point);
    IDiscMaster2_Release(master);
}

static void Advise__too_many__is_the_limit(void **state)
{
    IDiscMaster2 *master = bench_master(*state);
    IConnectionPoint *point = point_of(master);
    struct event_sink sink;
    DWORD cookie;
    int i;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    for (i = 0; i < 256; i++)
        assert_hr(IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, &cookie), S_OK);
    assert_hr(IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, &cookie), CONNECT_E_ADVISELIMIT);
    assert_int_equal(cookie, 0);
    IConnectionPoint_Release(point);
    IDiscMaster2_Release(master);
    assert_int_equal(sink.references, 1);
}

static HRESULT advise_here(void *context)
{
    struct event_sink sink;
    DWORD cookie;
    HRESULT hr;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    CoUninitialize(); /* no apartment at all */
    hr = IConnectionPoint_Advise((IConnectionPoint *)context, (IUnknown *)&sink.IDispatch_iface, &cookie);
    CoInitialize(NULL); /* what the caller ends */
    return hr == S_OK || cookie || sink.references != 1 ? E_UNEXPECTED : hr;
}

static void Advise__thread_without_com__is_refused(void **state)
{
    IDiscMaster2 *master = bench_master(*state);
    IConnectionPoint *point = point_of(master);

    assert_hr(apartment_run(COINIT_APARTMENTTHREADED, advise_here, point), CO_E_NOTINITIALIZED);
    IConnectionPoint_Release(point);
    IDiscMaster2_Release(master);
}

struct farewell {
    IDiscMaster2 *master;
    IConnectionPoint *point;
    DWORD cookie;
};

static HRESULT end_here(void *context)
{
    struct farewell *farewell = context;
    HRESULT hr;

    CoUninitialize();
    hr = IConnectionPoint_Unadvise(farewell->point, farewell->cookie);
    IConnectionPoint_Release(farewell->point);
    IDiscMaster2_Release(farewell->master);
    if (CoInitialize(NULL) != S_OK) return E_UNEXPECTED; /* S_FALSE: the thread was left in an apartment */
    return hr;
}

/* Either end gives the sink back on a thread that has not initialized COM, too. */
static void Unadvise__thread_without_com__gives_the_sinks_back(void **state)
{
    IDiscMaster2 *master = bench_master(*state);
    struct farewell farewell = {master, point_of(master), 0};
    struct event_sink ended, left;

    sink_begin(&ended, EVENTS, SINK_BOTH);
    sink_begin(&left, EVENTS, SINK_BOTH);
    farewell.cookie = advise(master, &ended);
    advise(master, &left);
    assert_hr(apartment_run(COINIT_APARTMENTTHREADED, end_here, &farewell), S_OK);
    assert_true(pump_until_released(&ended));
    assert_true(pump_until_released(&left));
}

static void EnumConnections__sinks__with_their_cookies(void **state)
{
    IDiscMaster2 *master = bench_master(*state);
    IConnectionPoint *point = point_of(master);
    struct event_sink sinks[3];
    IEnumConnections *enumerator, *clone;
    CONNECTDATA elements[4];
    DWORD cookies[3];
    ULONG fetched;
    int i, j;

    for (i = 0; i < 3; i++) {
        sink_begin(&sinks[i], EVENTS, SINK_BOTH);
        cookies[i] = advise(master, &sinks[i]);
    }
    assert_hr(IConnectionPoint_EnumConnections(point, &enumerator), S_OK);
    assert_hr(unadvise(master, cookies[1]), S_OK); /* gone from the snapshot too */
    assert_hr(IEnumConnections_Next(enumerator, 4, elements, NULL), E_POINTER);
    assert_hr(IEnumConnections_Clone(enumerator, NULL), E_POINTER);
    assert_hr(IEnumConnections_Clone(enumerator, &clone), S_OK);
    assert_hr(IEnumConnections_Next(enumerator, 4, elements, &fetched), S_FALSE);
    assert_int_equal(fetched, 2);
    for (i = 0; i < 2; i++) {
        for (j = 0; j < 3 && elements[i].dwCookie != cookies[j]; j++) {
        }
        assert_true(j == 0 || j == 2);
        assert_ptr_equal(elements[i].pUnk, &sinks[j].IDispatch_iface);
        IUnknown_Release(elements[i].pUnk);
    }
    assert_int_not_equal(elements[0].dwCookie, elements[1].dwCookie);
    IConnectionPoint_Release(point);
    IDiscMaster2_Release(master);
    assert_hr(IEnumConnections_Next(clone, 1, elements, NULL), S_FALSE); /* all are gone with the object */
    assert_hr(IEnumConnections_Reset(clone), S_OK);
    assert_hr(IEnumConnections_Skip(clone, 3), S_OK);
    assert_hr(IEnumConnections_Skip(clone, 1), S_FALSE);
    IEnumConnections_Release(clone);
    IEnumConnections_Release(enumerator);
    for (i = 0; i < 3; i++)
        assert_int_equal(sinks[i].references, 1);
}

/* ------------------------------------------------------------------------------------------------------------ events */

static void events__arguments__object_and_id(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    struct event_sink sink;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    advise(master, &sink);
    bench_notify(bench, DEVICE_ADDED, bench->ids[0]);
    assert_true(pump_until(&sink.calls, 1));
    assert_int_equal(sink.event, ADDED);
    assert_int_equal(sink.argument_count, 2);
    assert_int_equal(sink.flags, DISPATCH_METHOD);
    assert_non_null(sink.object);
    assert_int_equal(lstrcmpW(sink.id, BENCH_ID), 0);
    bench_notify(bench, DEVICE_REMOVED, "other");
    assert_true(pump_until(&sink.calls, 2));
    assert_int_equal(sink.event, REMOVED);
    assert_int_equal(lstrcmpW(sink.id, L"other"), 0);
    end_events(bench, master);
}

struct sequence {
    WCHAR seen[128];
};

static HRESULT note_id(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct sequence *sequence = sink->context;

    (void)event, (void)parameters;
    lstrcatW(sequence->seen, sink->id);
    return S_OK;
}

static void events__several__come_in_order(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    struct sequence sequence = {L""};
    struct event_sink sink;
    char id[2] = "a";

    sink_begin(&sink, EVENTS, SINK_BOTH);
    sink.react = note_id;
    sink.context = &sequence;
    advise(master, &sink);
    for (; id[0] <= 'z'; id[0]++)
        bench_notify(bench, DEVICE_ADDED, id);
    assert_true(pump_until(&sink.calls, 26));
    assert_int_equal(lstrcmpW(sequence.seen, L"abcdefghijklmnopqrstuvwxyz"), 0);
    end_events(bench, master);
}

static HRESULT fail_always(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    (void)sink, (void)event, (void)parameters;
    return E_UNEXPECTED;
}

static void sink__fails__others_are_called(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    struct event_sink sinks[3];
    int i;

    for (i = 0; i < 3; i++) {
        sink_begin(&sinks[i], EVENTS, SINK_BOTH);
        advise(master, &sinks[i]);
    }
    sinks[1].react = fail_always;
    bench_notify(bench, DEVICE_ADDED, "one");
    bench_notify(bench, DEVICE_ADDED, "two");
    for (i = 0; i < 3; i++)
        assert_true(pump_until(&sinks[i].calls, 2));
    end_events(bench, master);
}

/* A sink of the multithreaded apartment; main's own apartment goes on. */
struct other_sink {
    struct event_sink sink;
    IDiscMaster2 *master;
    DWORD cookie;
    HANDLE ready, done;
    DWORD thread;
};

static HRESULT live_with_sink(void *context)
{
    struct other_sink *other = context;
    IConnectionPointContainer *container;
    IConnectionPoint *point;
    HRESULT hr;
    DWORD wait;

    other->thread = GetCurrentThreadId();
    hr = IDiscMaster2_QueryInterface(other->master, &IID_IConnectionPointContainer, (void **)&container);
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

        wait = MsgWaitForMultipleObjects(1, &other->done, FALSE, TOO_LONG_MS, QS_ALLINPUT);
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
    } while (wait == WAIT_OBJECT_0 + 1);
    return wait == WAIT_OBJECT_0 ? S_OK : E_FAIL;
}

static HANDLE begin_other(struct other_sink *other, IDiscMaster2 *master, DWORD apartment)
{
    HANDLE thread;

    memset(other, 0, sizeof *other);
    sink_begin(&other->sink, EVENTS, SINK_BOTH);
    other->master = master;
    other->ready = CreateEventW(NULL, TRUE, FALSE, NULL);
    other->done = CreateEventW(NULL, TRUE, FALSE, NULL);
    thread = apartment_start(apartment, live_with_sink, other);
    assert_int_equal(WaitForSingleObject(other->ready, TOO_LONG_MS), WAIT_OBJECT_0);
    assert_int_not_equal(other->cookie, 0);
    return thread;
}

static void end_other(struct other_sink *other, HANDLE thread)
{
    SetEvent(other->done);
    assert_hr(apartment_join(thread), S_OK);
    CloseHandle(other->ready);
    CloseHandle(other->done);
}

static HRESULT wait_for_context(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    (void)event, (void)parameters;
    return WaitForSingleObject(sink->context, TOO_LONG_MS) == WAIT_OBJECT_0 ? S_OK : E_FAIL;
}

static void sink__blocks__others_are_called_and_nobody_waits(void **state)
{
    static const DWORD apartments[] = {COINIT_MULTITHREADED, COINIT_APARTMENTTHREADED};
    struct com_bench *bench = *state;
    struct other_sink blocked;
    struct event_sink sink;
    IDiscMaster2 *master;
    HANDLE gate, thread;
    size_t i;

    for (i = 0; i < ARRAYSIZE(apartments); i++) {
        master = bench_master(bench);
        gate = CreateEventW(NULL, TRUE, FALSE, NULL);
        thread = begin_other(&blocked, master, apartments[i]);
        blocked.sink.context = gate;
        blocked.sink.react = wait_for_context;
        sink_begin(&sink, EVENTS, SINK_BOTH);
        advise(master, &sink);
        bench_notify(bench, DEVICE_ADDED, "one"); /* returns, and the other sink is called */
        bench_notify(bench, DEVICE_ADDED, "two");
        assert_true(pump_until(&sink.calls, 2));
        assert_int_equal(blocked.sink.calls, 0);
        assert_hr(unadvise(master, blocked.cookie), S_OK); /* does not wait either */
        SetEvent(gate);
        assert_true(pump_until(&blocked.sink.calls, 1));
        end_events(bench, master);
        end_other(&blocked, thread);
        pump_for(50);
        assert_int_equal(blocked.sink.calls, 1); /* the second one was dropped with the connection */
        CloseHandle(gate);
    }
}

static void sink__blocks_for_long__waiting_events_are_bounded(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    struct other_sink blocked;
    HANDLE gate = CreateEventW(NULL, TRUE, FALSE, NULL);
    HANDLE thread = begin_other(&blocked, master, COINIT_MULTITHREADED);
    int i;

    blocked.sink.context = gate;
    blocked.sink.react = wait_for_context;
    for (i = 0; i < 3000; i++)
        bench_notify(bench, DEVICE_ADDED, "again");
    assert_true(base_alloc_live() < bench->live_before + 1100);
    SetEvent(gate);
    assert_true(pump_until(&blocked.sink.calls, 1024)); /* with the one that was begun, 1025 at most */
    pump_for(50);
    assert_true(blocked.sink.calls <= 1025);
    end_events(bench, master);
    end_other(&blocked, thread);
    CloseHandle(gate);
}

struct inside {
    IDiscMaster2 *master;
    DWORD cookie;
    struct event_sink *second;
    DWORD second_cookie;
    HRESULT hr;
};

static HRESULT unadvise_inside(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct inside *inside = sink->context;

    (void)event, (void)parameters;
    inside->hr = unadvise(inside->master, inside->cookie);
    return S_OK;
}

static void sink__unadvises_itself__is_not_called_again(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    struct inside inside = {.master = master};
    struct event_sink leaver, stayer;

    sink_begin(&leaver, EVENTS, SINK_BOTH);
    sink_begin(&stayer, EVENTS, SINK_BOTH);
    leaver.react = unadvise_inside;
    leaver.context = &inside;
    inside.cookie = advise(master, &leaver);
    advise(master, &stayer);
    bench_notify(bench, DEVICE_ADDED, "one");
    assert_true(pump_until(&leaver.calls, 1));
    assert_hr(inside.hr, S_OK);
    bench_notify(bench, DEVICE_ADDED, "two");
    assert_true(pump_until(&stayer.calls, 2));
    assert_int_equal(leaver.calls, 1);
    end_events(bench, master);
    assert_true(pump_until_released(&leaver));
}

static HRESULT advise_inside(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct inside *inside = sink->context;

    (void)event, (void)parameters;
    if (!inside->second_cookie) inside->second_cookie = advise(inside->master, inside->second);
    return S_OK;
}

static void sink__advises_another__that_one_hears_the_next(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    struct inside inside = {.master = master};
    struct event_sink first, second;

    sink_begin(&first, EVENTS, SINK_BOTH);
    sink_begin(&second, EVENTS, SINK_BOTH);
    first.react = advise_inside;
    first.context = &inside;
    inside.second = &second;
    advise(master, &first);
    bench_notify(bench, DEVICE_ADDED, "one");
    assert_true(pump_until(&first.calls, 1));
    assert_int_equal(second.calls, 0);
    bench_notify(bench, DEVICE_ADDED, "two");
    assert_true(pump_until(&second.calls, 1));
    assert_int_equal(lstrcmpW(second.id, L"two"), 0);
    end_events(bench, master);
}

static HRESULT release_inside(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct inside *inside = sink->context;

    (void)event, (void)parameters;
    if (inside->master) IDiscMaster2_Release(inside->master);
    inside->master = NULL;
    return S_OK;
}

/* The client's last reference goes inside of the call; what is left is ours, and goes after it. */
static void sink__releases_the_object__it_goes_after_the_call(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    struct inside inside = {.master = master};
    struct event_sink releaser, other;

    sink_begin(&releaser, EVENTS, SINK_BOTH);
    sink_begin(&other, EVENTS, SINK_BOTH);
    releaser.react = release_inside;
    releaser.context = &inside;
    advise(master, &releaser);
    advise(master, &other);
    bench_notify(bench, DEVICE_ADDED, "one");
    assert_true(pump_until(&releaser.calls, 1));
    assert_true(pump_until(&other.calls, 1));
    pump_until_idle(bench, 0);
    assert_int_equal(bench->watch_closes, 1);
    assert_true(pump_until_released(&releaser));
    assert_true(pump_until_released(&other));
}

/* A device comes while the object goes: no call begins on one that is going. */
static void notice__object_is_released_meanwhile__nothing_happens(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    struct event_sink sink;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    advise(master, &sink);
    bench_notify(bench, DEVICE_ADDED, "one"); /* waits for main's messages */
    IDiscMaster2_Release(master);
    pump_for(100);
    assert_true(sink.calls <= 1);
    assert_true(pump_until_released(&sink));
}

/* --------------------------------------------------------------------------------------------------------- apartments */

static void sinks__of_each_apartment__are_called_there(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    struct other_sink sta, second_sta, mta;
    HANDLE sta_thread = begin_other(&sta, master, COINIT_APARTMENTTHREADED);
    HANDLE second_thread = begin_other(&second_sta, master, COINIT_APARTMENTTHREADED);
    HANDLE mta_thread = begin_other(&mta, master, COINIT_MULTITHREADED);
    struct event_sink sink;
    int round;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    advise(master, &sink);
    for (round = 1; round <= 3; round++) {
        bench_notify(bench, DEVICE_ADDED, "one");
        assert_true(pump_until(&sink.calls, round));
        assert_true(pump_until(&sta.sink.calls, round));
        assert_true(pump_until(&second_sta.sink.calls, round));
        assert_true(pump_until(&mta.sink.calls, round));
        assert_int_equal(sink.thread, GetCurrentThreadId());
        assert_int_equal(sta.sink.thread, sta.thread);
        assert_int_equal(second_sta.sink.thread, second_sta.thread);
        assert_true(mta.sink.thread != GetCurrentThreadId() && mta.sink.thread != sta.thread &&
                    mta.sink.thread != second_sta.thread);
        assert_ptr_equal(mta.sink.object, master); /* no proxy there */
    }
    assert_hr(unadvise(master, mta.cookie), S_OK);
    end_events(bench, master);
    end_other(&sta, sta_thread);
    end_other(&second_sta, second_thread);
    end_other(&mta, mta_thread);
}

static void sink__apartment_is_gone__does_no_harm(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    struct other_sink gone;
    HANDLE thread = begin_other(&gone, master, COINIT_APARTMENTTHREADED);
    IEnumConnections *enumerator;
    IConnectionPoint *point;
    struct event_sink sink;
    CONNECTDATA element[2];
    ULONG fetched;
    DWORD cookie;

    end_other(&gone, thread);
    sink_begin(&sink, EVENTS, SINK_BOTH);
    cookie = advise(master, &sink);
    bench_notify(bench, DEVICE_ADDED, "one");
    bench_notify(bench, DEVICE_ADDED, "two");
    assert_true(pump_until(&sink.calls, 2));
    assert_int_equal(gone.sink.calls, 0);

    point = point_of(master);
    assert_hr(IConnectionPoint_EnumConnections(point, &enumerator), S_OK);
    assert_hr(IEnumConnections_Next(enumerator, 2, element, &fetched), S_FALSE);
    assert_int_equal(fetched, 1);
    assert_int_equal(element[0].dwCookie, cookie);
    IUnknown_Release(element[0].pUnk);
    IEnumConnections_Release(enumerator);
    IConnectionPoint_Release(point);

    assert_hr(unadvise(master, gone.cookie), S_OK);
    bench_notify(bench, DEVICE_ADDED, "three");
    assert_true(pump_until(&sink.calls, 3));
    end_events(bench, master);
    assert_true(pump_until_released(&gone.sink));
}

/* ------------------------------------------------------------------------------------------------------------ threads */

struct churn {
    IDiscMaster2 *master;
    struct event_sink sinks[4];
    volatile LONG next, done, is_over;
};

static HRESULT advise_and_unadvise(void *context)
{
    struct churn *churn = context;
    struct event_sink *sink = &churn->sinks[InterlockedIncrement(&churn->next) - 1];
    IConnectionPoint *point;
    DWORD cookie;
    int round;

    point = sink_point((IUnknown *)churn->master, EVENTS);
    for (round = 0; round < 64; round++) {
        if (FAILED(IConnectionPoint_Advise(point, (IUnknown *)&sink->IDispatch_iface, &cookie))) return E_FAIL;
        if (round % 3) Sleep(0);
        if (FAILED(IConnectionPoint_Unadvise(point, cookie))) return E_FAIL;
    }
    IConnectionPoint_Release(point);
    /* An apartment answers the calls that are under way before it ends: Wine loses them, and their callers wait for ever. */
    InterlockedIncrement(&churn->done);
    return pump_until(&churn->is_over, 1) ? S_OK : E_FAIL;
}

static void advise_unadvise__64_rounds_on_four_threads_while_devices_come__nothing_is_left(void **state)
{
    struct com_bench *bench = *state;
    struct churn churn = {.master = bench_master(bench)};
    struct event_sink sink;
    HANDLE threads[4];
    int i;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    advise(churn.master, &sink); /* somebody always listens: the bench's watch is not made for threads */
    for (i = 0; i < 4; i++) {
        sink_begin(&churn.sinks[i], EVENTS, SINK_BOTH);
        threads[i] =
            apartment_start(i % 2 ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED, advise_and_unadvise, &churn);
    }
    for (i = 0; i < 64; i++) {
        bench_notify(bench, DEVICE_ADDED, "round");
        pump_for(1);
    }
    assert_true(pump_until(&churn.done, 4));
    assert_true(pump_until(&sink.calls, 64));
    pump_until_idle(bench, 1);
    InterlockedIncrement(&churn.is_over);
    for (i = 0; i < 4; i++)
        assert_hr(apartment_join(threads[i]), S_OK);
    end_events(bench, churn.master);
    assert_int_equal(sink.calls, 64);
    for (i = 0; i < 4; i++)
        assert_true(pump_until_released(&churn.sinks[i]));
}

/* ------------------------------------------------------------------------------------------------------------- memory */

static void advise__no_memory__says_so_and_holds_nothing(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    IConnectionPoint *point = point_of(master);
    IEnumConnectionPoints *points, *points_clone;
    IEnumConnections *connections;
    IConnectionPointContainer *container;
    struct event_sink sink;
    DWORD cookie = 0;
    long nth;
    HRESULT hr;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
        base_alloc_fail_nth(nth);
        hr = IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, &cookie);
        base_alloc_fail_nth(0);
        if (SUCCEEDED(hr)) break;
        assert_hr(hr, E_OUTOFMEMORY);
        assert_int_equal(cookie, 0);
        assert_int_equal(sink.references, 1);
    }
    assert_int_equal(nth, 3); /* the connection, the watch */
    for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
        base_alloc_fail_nth(nth);
        hr = IConnectionPoint_EnumConnections(point, &connections);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
    }
    assert_int_equal(nth, 4);
    IEnumConnections_Release(connections);
    assert_hr(IConnectionPoint_GetConnectionPointContainer(point, &container), S_OK);
    for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
        base_alloc_fail_nth(nth);
        hr = IConnectionPointContainer_EnumConnectionPoints(container, &points);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
    }
    assert_int_equal(nth, 4);
    for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
        base_alloc_fail_nth(nth);
        hr = IEnumConnectionPoints_Clone(points, &points_clone);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
    }
    assert_int_equal(nth, 4);
    IEnumConnectionPoints_Release(points_clone);
    IEnumConnectionPoints_Release(points);
    IConnectionPointContainer_Release(container);
    IConnectionPoint_Release(point);
    end_events(bench, master);
}

static void event__no_memory__is_lost_and_the_next_one_comes(void **state)
{
    struct com_bench *bench = *state;
    IDiscMaster2 *master = bench_master(bench);
    struct event_sink sink;
    long nth;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    advise(master, &sink);
    for (nth = 1; nth <= 2; nth++) { /* the event, the thread's start */
        base_alloc_fail_nth(nth);
        bench_notify(bench, DEVICE_ADDED, "lost");
        base_alloc_fail_nth(0);
    }
    bench_notify(bench, DEVICE_ADDED, "comes");
    assert_true(pump_until(&sink.calls, 1));
    assert_int_equal(lstrcmpW(sink.id, L"comes"), 0);
    end_events(bench, master);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_bench_setup, com_bench_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(FindConnectionPoint__interfaces__found_or_not),
        CASE(EnumConnectionPoints__one_point__is_enumerated),
        CASE(point__identity__is_its_own),
        CASE(point__ISupportErrorInfo__yes_for_its_interface),
        CASE(Advise__kinds_of_sinks__are_taken_or_refused),
        CASE(Advise__pointers_missing__is_pointer),
        CASE(Unadvise__cookies_of_nothing__are_refused),
        CASE(Advise__first_and_last__begin_and_end_the_watch),
        CASE(Advise__watch_cannot_begin__fails_and_holds_nothing),
        CASE(Advise__too_many__is_the_limit),
        CASE(Advise__thread_without_com__is_refused),
        CASE(Unadvise__thread_without_com__gives_the_sinks_back),
        CASE(EnumConnections__sinks__with_their_cookies),
        CASE(events__arguments__object_and_id),
        CASE(events__several__come_in_order),
        CASE(sink__fails__others_are_called),
        CASE(sink__blocks__others_are_called_and_nobody_waits),
        CASE(sink__blocks_for_long__waiting_events_are_bounded),
        CASE(sink__unadvises_itself__is_not_called_again),
        CASE(sink__advises_another__that_one_hears_the_next),
        CASE(sink__releases_the_object__it_goes_after_the_call),
        CASE(notice__object_is_released_meanwhile__nothing_happens),
        CASE(sinks__of_each_apartment__are_called_there),
        CASE(sink__apartment_is_gone__does_no_harm),
        CASE(advise_unadvise__64_rounds_on_four_threads_while_devices_come__nothing_is_left),
        CASE(advise__no_memory__says_so_and_holds_nothing),
        CASE(event__no_memory__is_lost_and_the_next_one_comes),
    };

    return cmocka_run_group_tests(tests, com_bench_begin, com_bench_end);
}
