/* com/connection_point.c: connecting and disconnecting, through the master on its fixture. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <olectl.h>

#include "base/alloc.h"
#include "com/connection_fixture.h"

/* An object of its own, with its owner's lifetime. */
static void point__identity__is_its_own(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    IConnectionPoint *point = master_point(master);
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
    IDiscMaster2 *master = fixture_master(*state);
    IConnectionPoint *point = master_point(master);
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
        {SINK_BOTH_APART, S_OK},
        {SINK_NEITHER, CONNECT_E_CANNOTCONNECT},
    };
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    IConnectionPoint *point = master_point(master);
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
            fixture_notify(fixture, DEVICE_ADDED, "id");
            assert_true(pump_until(&sink.calls, 1));
            pump_for(50); /* that call and its thread are over */
            fixture_notify(fixture, DEVICE_ADDED, "id");
            assert_true(pump_until(&sink.calls, 2));
            assert_int_equal(sink.calls_apart, 0);
            assert_hr(IConnectionPoint_Unadvise(point, cookie), S_OK);
        } else {
            assert_int_equal(cookie, 0);
            assert_error_says(SOURCE, L"neither IDispatch nor", NULL);
        }
        assert_true(pump_until_released(&sink));
    }
    assert_int_equal(fixture->watches, 4);
    IConnectionPoint_Release(point);
    end_events(fixture, master);
}

static void Advise__pointers_missing__is_pointer(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    IConnectionPoint *point = master_point(master);
    struct event_sink sink;
    DWORD cookie = 99;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    assert_hr(IConnectionPoint_Advise(point, NULL, &cookie), E_POINTER);
    assert_int_equal(cookie, 0);
    assert_hr(IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, NULL), E_POINTER);
    assert_hr(IConnectionPoint_EnumConnections(point, NULL), E_POINTER);
    assert_error_says(SOURCE, L"NULL", NULL);
    assert_int_equal(sink.references, 1);
    assert_int_equal(fixture->watches, 0);
    IConnectionPoint_Release(point);
    IDiscMaster2_Release(master);
}

static void Unadvise__cookies_of_nothing__are_refused(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    struct event_sink sink;
    DWORD cookie;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    assert_hr(master_unadvise(master, 0), CONNECT_E_NOCONNECTION);
    assert_error_says(SOURCE, L"no connection with this number", NULL);
    assert_hr(master_unadvise(master, 1), CONNECT_E_NOCONNECTION);
    cookie = master_advise(master, &sink);
    assert_hr(master_unadvise(master, cookie + 1), CONNECT_E_NOCONNECTION);
    assert_hr(master_unadvise(master, cookie), S_OK);
    assert_no_error_info();
    assert_hr(master_unadvise(master, cookie), CONNECT_E_NOCONNECTION);
    assert_int_not_equal(master_advise(master, &sink), cookie); /* a number is not given out twice in a row */
    IDiscMaster2_Release(master);
    assert_int_equal(sink.references, 1); /* the object's end is the connection's */
}

static void Advise__first_and_last__begin_and_end_the_watch(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct event_sink sinks[2];
    DWORD cookies[2];

    sink_begin(&sinks[0], EVENTS, SINK_BOTH);
    sink_begin(&sinks[1], EVENTS, SINK_BOTH);
    assert_int_equal(fixture->watches, 0);
    cookies[0] = master_advise(master, &sinks[0]);
    assert_int_equal(fixture->watches, 1);
    cookies[1] = master_advise(master, &sinks[1]);
    assert_int_equal(fixture->watches, 1);
    assert_hr(master_unadvise(master, cookies[0]), S_OK);
    assert_int_equal(fixture->watch_closes, 0);
    assert_hr(master_unadvise(master, cookies[1]), S_OK);
    assert_int_equal(fixture->watch_closes, 1);
    master_advise(master, &sinks[1]);
    assert_int_equal(fixture->watches, 2);
    IDiscMaster2_Release(master);
    assert_int_equal(fixture->watch_closes, 2);
    assert_int_equal(sinks[0].references + sinks[1].references, 2);
}

static void Advise__watch_cannot_begin__fails_and_holds_nothing(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    IConnectionPoint *point = master_point(master);
    struct event_sink sink;
    DWORD cookie = 99;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    fixture->watch.status = DRIVE_NO_MEMORY;
    assert_hr(IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, &cookie), E_OUTOFMEMORY);
    assert_int_equal(cookie, 0);
    assert_int_equal(sink.references, 1);
    fixture->watch.status = DRIVE_OK;
    assert_hr(IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, &cookie), S_OK);
    assert_hr(IConnectionPoint_Unadvise(point, cookie), S_OK);
    IConnectionPoint_Release(point);
    IDiscMaster2_Release(master);
}

static void Advise__too_many__is_the_limit(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    IConnectionPoint *point = master_point(master);
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

static void advise__no_memory__says_so_and_holds_nothing(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    IConnectionPoint *point = master_point(master);
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
    assert_int_equal(nth, 5); /* the connection, the courier and its place in the table, the watch */
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
    end_events(fixture, master);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(point__identity__is_its_own),
        CASE(point__ISupportErrorInfo__yes_for_its_interface),
        CASE(Advise__kinds_of_sinks__are_taken_or_refused),
        CASE(Advise__pointers_missing__is_pointer),
        CASE(Unadvise__cookies_of_nothing__are_refused),
        CASE(Advise__first_and_last__begin_and_end_the_watch),
        CASE(Advise__watch_cannot_begin__fails_and_holds_nothing),
        CASE(Advise__too_many__is_the_limit),
        CASE(advise__no_memory__says_so_and_holds_nothing),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
