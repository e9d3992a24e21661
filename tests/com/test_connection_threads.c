/* com/connection.c and com/connection_point.c from several apartments and threads, and from threads without COM. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "com/apartment.h"
#include "com/connection_fixture.h"

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
    IDiscMaster2 *master = fixture_master(*state);
    IConnectionPoint *point = master_point(master);

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
    IDiscMaster2 *master = fixture_master(*state);
    struct farewell farewell = {master, master_point(master), 0};
    struct event_sink ended, left;

    sink_begin(&ended, EVENTS, SINK_BOTH);
    sink_begin(&left, EVENTS, SINK_BOTH);
    farewell.cookie = master_advise(master, &ended);
    master_advise(master, &left);
    assert_hr(apartment_run(COINIT_APARTMENTTHREADED, end_here, &farewell), S_OK);
    assert_true(pump_until_released(&ended));
    assert_true(pump_until_released(&left));
}

static void sinks__of_each_apartment__are_called_there(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct other_sink sta, second_sta, mta;
    HANDLE sta_thread = begin_other_sink(&sta, master, COINIT_APARTMENTTHREADED, SINK_BOTH);
    HANDLE second_thread = begin_other_sink(&second_sta, master, COINIT_APARTMENTTHREADED, SINK_BOTH);
    HANDLE mta_thread = begin_other_sink(&mta, master, COINIT_MULTITHREADED, SINK_BOTH);
    struct event_sink sink;
    int round;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    master_advise(master, &sink);
    for (round = 1; round <= 3; round++) {
        fixture_notify(fixture, DEVICE_ADDED, "one");
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
    assert_hr(master_unadvise(master, mta.cookie), S_OK);
    end_events(fixture, master);
    end_other_sink(&sta, sta_thread);
    end_other_sink(&second_sta, second_thread);
    end_other_sink(&mta, mta_thread);
}

/* The events' own pointer crosses apartments, too. */
static void sinks__IDispatch_apart__are_called_by_the_events_interface(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct other_sink sta, mta;
    HANDLE sta_thread = begin_other_sink(&sta, master, COINIT_APARTMENTTHREADED, SINK_BOTH_APART);
    HANDLE mta_thread = begin_other_sink(&mta, master, COINIT_MULTITHREADED, SINK_BOTH_APART);

    fixture_notify(fixture, DEVICE_ADDED, "one");
    assert_true(pump_until(&sta.sink.calls, 1));
    assert_true(pump_until(&mta.sink.calls, 1));
    assert_int_equal(sta.sink.thread, sta.thread);
    assert_int_equal(sta.sink.event, ADDED);
    assert_int_equal(mta.sink.event, ADDED);
    assert_int_equal(sta.sink.calls_apart + mta.sink.calls_apart, 0);
    end_events(fixture, master);
    end_other_sink(&sta, sta_thread);
    end_other_sink(&mta, mta_thread);
}

static void sink__apartment_is_gone__does_no_harm(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct other_sink gone;
    HANDLE thread = begin_other_sink(&gone, master, COINIT_APARTMENTTHREADED, SINK_BOTH);
    IEnumConnections *enumerator;
    IConnectionPoint *point;
    struct event_sink sink;
    CONNECTDATA element[2];
    ULONG fetched;
    DWORD cookie;

    end_other_sink(&gone, thread);
    sink_begin(&sink, EVENTS, SINK_BOTH);
    cookie = master_advise(master, &sink);
    fixture_notify(fixture, DEVICE_ADDED, "one");
    fixture_notify(fixture, DEVICE_ADDED, "two");
    assert_true(pump_until(&sink.calls, 2));
    assert_int_equal(gone.sink.calls, 0);

    point = master_point(master);
    assert_hr(IConnectionPoint_EnumConnections(point, &enumerator), S_OK);
    assert_hr(IEnumConnections_Next(enumerator, 2, element, &fetched), S_FALSE);
    assert_int_equal(fetched, 1);
    assert_int_equal(element[0].dwCookie, cookie);
    IUnknown_Release(element[0].pUnk);
    IEnumConnections_Release(enumerator);
    IConnectionPoint_Release(point);

    assert_hr(master_unadvise(master, gone.cookie), S_OK);
    fixture_notify(fixture, DEVICE_ADDED, "three");
    assert_true(pump_until(&sink.calls, 3));
    end_events(fixture, master);
    assert_true(pump_until_released(&gone.sink));
}

/* What an enumerator gives out is the sink, and not what calls it. */
static void EnumConnections__sink_of_another_apartment__is_called_there(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct other_sink sta;
    HANDLE thread = begin_other_sink(&sta, master, COINIT_APARTMENTTHREADED, SINK_BOTH);
    IConnectionPoint *point = master_point(master);
    DISPPARAMS none = {NULL, NULL, 0, 0};
    IEnumConnections *enumerator;
    CONNECTDATA element;
    IDispatch *sink;

    assert_hr(IConnectionPoint_EnumConnections(point, &enumerator), S_OK);
    assert_hr(IEnumConnections_Next(enumerator, 1, &element, NULL), S_OK);
    assert_int_equal(element.dwCookie, sta.cookie);
    assert_hr(IUnknown_QueryInterface(element.pUnk, &IID_IDispatch, (void **)&sink), S_OK);
    IUnknown_Release(element.pUnk);
    assert_hr(IDispatch_Invoke(sink, REMOVED, &IID_NULL, 0, DISPATCH_METHOD, &none, NULL, NULL, NULL), S_OK);
    IDispatch_Release(sink);
    assert_int_equal(sta.sink.calls, 1);
    assert_int_equal(sta.sink.event, REMOVED);
    assert_int_equal(sta.sink.thread, sta.thread);
    IEnumConnections_Release(enumerator);
    IConnectionPoint_Release(point);
    end_events(fixture, master);
    assert_true(pump_until_released(&sta.sink));
    end_other_sink(&sta, thread);
}

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
    /* An apartment answers the calls that are under way before it ends: Wine loses them, and their callers wait for
     * ever.
     */
    InterlockedIncrement(&churn->done);
    return pump_until(&churn->is_over, 1) ? S_OK : E_FAIL;
}

static void advise_unadvise__64_rounds_on_four_threads_while_devices_come__nothing_is_left(void **state)
{
    struct com_fixture *fixture = *state;
    struct churn churn = {.master = fixture_master(fixture)};
    struct event_sink sink;
    HANDLE threads[4];
    int i;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    master_advise(churn.master, &sink); /* somebody always listens: the fixture's watch is not made for threads */
    for (i = 0; i < 4; i++) {
        sink_begin(&churn.sinks[i], EVENTS, SINK_BOTH);
        threads[i] =
            apartment_start(i % 2 ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED, advise_and_unadvise, &churn);
    }
    for (i = 0; i < 64; i++) {
        fixture_notify(fixture, DEVICE_ADDED, "round");
        pump_for(1);
    }
    assert_true(pump_until(&churn.done, 4));
    assert_true(pump_until(&sink.calls, 64));
    pump_until_idle(fixture, 2); /* the master, and the courier to its sink */
    InterlockedIncrement(&churn.is_over);
    for (i = 0; i < 4; i++)
        assert_hr(apartment_join(threads[i]), S_OK);
    end_events(fixture, churn.master);
    assert_int_equal(sink.calls, 64);
    for (i = 0; i < 4; i++)
        assert_true(pump_until_released(&churn.sinks[i]));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(Advise__thread_without_com__is_refused),
        CASE(Unadvise__thread_without_com__gives_the_sinks_back),
        CASE(sinks__of_each_apartment__are_called_there),
        CASE(sinks__IDispatch_apart__are_called_by_the_events_interface),
        CASE(sink__apartment_is_gone__does_no_harm),
        CASE(EnumConnections__sink_of_another_apartment__is_called_there),
        CASE(advise_unadvise__64_rounds_on_four_threads_while_devices_come__nothing_is_left),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
