/* com/connection.c: how the sinks are called, and what they may do meanwhile. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/apartment.h"
#include "com/connection.h"
#include "com/connection_fixture.h"

static void events__arguments__object_and_id(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct event_sink sink;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    master_advise(master, &sink);
    fixture_notify(fixture, DEVICE_ADDED, fixture->ids[0]);
    assert_true(pump_until(&sink.calls, 1));
    assert_int_equal(sink.event, ADDED);
    assert_int_equal(sink.argument_count, 2);
    assert_int_equal(sink.flags, DISPATCH_METHOD);
    assert_ptr_equal(sink.object, master); /* itself, though it was posted from another apartment */
    assert_int_equal(lstrcmpW(sink.id, FIXTURE_ID), 0);
    fixture_notify(fixture, DEVICE_REMOVED, "other");
    assert_true(pump_until(&sink.calls, 2));
    assert_int_equal(sink.event, REMOVED);
    assert_int_equal(lstrcmpW(sink.id, L"other"), 0);
    end_events(fixture, master);
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
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct sequence sequence = {L""};
    struct event_sink sink;
    char id[2] = "a";

    sink_begin(&sink, EVENTS, SINK_BOTH);
    sink.react = note_id;
    sink.context = &sequence;
    master_advise(master, &sink);
    for (; id[0] <= 'z'; id[0]++)
        fixture_notify(fixture, DEVICE_ADDED, id);
    assert_true(pump_until(&sink.calls, 26));
    assert_int_equal(lstrcmpW(sequence.seen, L"abcdefghijklmnopqrstuvwxyz"), 0);
    end_events(fixture, master);
}

static HRESULT fail_always(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    (void)sink, (void)event, (void)parameters;
    return E_UNEXPECTED;
}

static void sink__fails__others_are_called(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct event_sink sinks[3];
    int i;

    for (i = 0; i < 3; i++) {
        sink_begin(&sinks[i], EVENTS, SINK_BOTH);
        master_advise(master, &sinks[i]);
    }
    sinks[1].react = fail_always;
    fixture_notify(fixture, DEVICE_ADDED, "one");
    fixture_notify(fixture, DEVICE_ADDED, "two");
    for (i = 0; i < 3; i++)
        assert_true(pump_until(&sinks[i].calls, 2));
    end_events(fixture, master);
}

/* Threads that deliver to one apartment at once share nothing there: Wine loses count of what they would share. */
static void sinks__of_one_apartment__called_at_once_again_and_again__hear_all(void **state)
{
    enum { ROUNDS = 100 };
    struct com_fixture *fixture = *state;
    struct event_sink sinks[3];
    IDiscMaster2 *master;
    int round, i;

    for (round = 0; round < ROUNDS; round++) {
        master = fixture_master(fixture);
        for (i = 0; i < 3; i++) {
            sink_begin(&sinks[i], EVENTS, SINK_BOTH);
            master_advise(master, &sinks[i]);
        }
        fixture_notify(fixture, DEVICE_ADDED, "one");
        fixture_notify(fixture, DEVICE_ADDED, "two");
        for (i = 0; i < 3; i++)
            assert_true(pump_until(&sinks[i].calls, 2));
        end_events(fixture, master);
        for (i = 0; i < 3; i++)
            assert_true(pump_until_released(&sinks[i]));
    }
}

static volatile LONG blocks; /* sinks that were called and do not return */

static HRESULT wait_for_context(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    (void)event, (void)parameters;
    InterlockedIncrement(&blocks);
    return WaitForSingleObject(sink->context, SINK_DEADLINE_MS) == WAIT_OBJECT_0 ? S_OK : E_FAIL;
}

static void sink__blocks__others_are_called_and_nobody_waits(void **state)
{
    static const DWORD apartments[] = {COINIT_MULTITHREADED, COINIT_APARTMENTTHREADED};
    struct com_fixture *fixture = *state;
    struct other_sink blocked;
    struct event_sink sink;
    IDiscMaster2 *master;
    HANDLE gate, thread;
    size_t i;

    for (i = 0; i < ARRAYSIZE(apartments); i++) {
        master = fixture_master(fixture);
        gate = CreateEventW(NULL, TRUE, FALSE, NULL);
        thread = begin_other_sink(&blocked, master, apartments[i], SINK_BOTH);
        blocked.sink.context = gate;
        blocked.sink.react = wait_for_context;
        blocks = 0;
        sink_begin(&sink, EVENTS, SINK_BOTH);
        master_advise(master, &sink);
        fixture_notify(fixture, DEVICE_ADDED, "one"); /* returns, and the other sink is called */
        fixture_notify(fixture, DEVICE_ADDED, "two");
        assert_true(pump_until(&sink.calls, 2));
        assert_true(pump_until(&blocks, 1));
        assert_int_equal(blocked.sink.calls, 0);
        assert_hr(master_unadvise(master, blocked.cookie), S_OK); /* does not wait either */
        SetEvent(gate);
        assert_true(pump_until(&blocked.sink.calls, 1));
        end_events(fixture, master);
        assert_true(
            pump_until_released(&blocked.sink)); /* the thread of COM that called it may still be on its way out */
        end_other_sink(&blocked, thread);
        pump_for(50);
        assert_int_equal(blocked.sink.calls, 1); /* the second one was dropped with the connection */
        CloseHandle(gate);
    }
}

static void sink__blocks_for_long__waiting_events_are_bounded(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct other_sink blocked;
    HANDLE gate = CreateEventW(NULL, TRUE, FALSE, NULL);
    HANDLE thread = begin_other_sink(&blocked, master, COINIT_MULTITHREADED, SINK_BOTH);
    int i;

    blocked.sink.context = gate;
    blocked.sink.react = wait_for_context;
    for (i = 0; i < 3000; i++)
        fixture_notify(fixture, DEVICE_ADDED, "again");
    assert_true(base_alloc_live() < fixture->live_before + 1100);
    SetEvent(gate);
    assert_true(pump_until(&blocked.sink.calls, 1024)); /* with the one that was begun, 1025 at most */
    pump_for(50);
    assert_true(blocked.sink.calls <= 1025);
    end_events(fixture, master);
    assert_true(pump_until_released(&blocked.sink));
    end_other_sink(&blocked, thread);
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
    inside->hr = master_unadvise(inside->master, inside->cookie);
    return S_OK;
}

static void sink__unadvises_itself__is_not_called_again(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct inside inside = {.master = master};
    struct event_sink leaver, stayer;

    sink_begin(&leaver, EVENTS, SINK_BOTH);
    sink_begin(&stayer, EVENTS, SINK_BOTH);
    leaver.react = unadvise_inside;
    leaver.context = &inside;
    inside.cookie = master_advise(master, &leaver);
    master_advise(master, &stayer);
    fixture_notify(fixture, DEVICE_ADDED, "one");
    assert_true(pump_until(&leaver.calls, 1));
    assert_hr(inside.hr, S_OK);
    fixture_notify(fixture, DEVICE_ADDED, "two");
    assert_true(pump_until(&stayer.calls, 2));
    assert_int_equal(leaver.calls, 1);
    end_events(fixture, master);
    assert_true(pump_until_released(&leaver));
}

/* An event is on its way to this thread, which does not look for it before it unadvises. */
static void Unadvise__event_is_on_its_way__is_not_heard_afterwards(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct event_sink sink;
    DWORD cookie;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    cookie = master_advise(master, &sink);
    fixture_notify(fixture, DEVICE_ADDED, "one");
    Sleep(50);
    assert_hr(master_unadvise(master, cookie), S_OK);
    end_events(fixture, master);
    assert_int_equal(sink.calls, 0);
    assert_true(pump_until_released(&sink));
}

static HRESULT advise_inside(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct inside *inside = sink->context;

    (void)event, (void)parameters;
    if (!inside->second_cookie) inside->second_cookie = master_advise(inside->master, inside->second);
    return S_OK;
}

static void sink__advises_another__that_one_hears_the_next(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct inside inside = {.master = master};
    struct event_sink first, second;

    sink_begin(&first, EVENTS, SINK_BOTH);
    sink_begin(&second, EVENTS, SINK_BOTH);
    first.react = advise_inside;
    first.context = &inside;
    inside.second = &second;
    master_advise(master, &first);
    fixture_notify(fixture, DEVICE_ADDED, "one");
    assert_true(pump_until(&first.calls, 1));
    assert_int_equal(second.calls, 0);
    fixture_notify(fixture, DEVICE_ADDED, "two");
    assert_true(pump_until(&second.calls, 1));
    assert_int_equal(lstrcmpW(second.id, L"two"), 0);
    end_events(fixture, master);
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
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct inside inside = {.master = master};
    struct event_sink releaser, other;

    sink_begin(&releaser, EVENTS, SINK_BOTH);
    sink_begin(&other, EVENTS, SINK_BOTH);
    releaser.react = release_inside;
    releaser.context = &inside;
    master_advise(master, &releaser);
    master_advise(master, &other);
    fixture_notify(fixture, DEVICE_ADDED, "one");
    assert_true(pump_until(&releaser.calls, 1));
    assert_true(pump_until(&other.calls, 1));
    pump_until_idle(fixture, 0);
    assert_int_equal(fixture->watch_closes, 1);
    assert_true(pump_until_released(&releaser));
    assert_true(pump_until_released(&other));
}

/* A device comes while the object goes: no call begins on one that is going. */
static void notice__object_is_released_meanwhile__nothing_happens(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct event_sink sink;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    master_advise(master, &sink);
    fixture_notify(fixture, DEVICE_ADDED, "one"); /* waits for main's messages */
    IDiscMaster2_Release(master);
    pump_for(100);
    assert_true(sink.calls <= 1);
    assert_true(pump_until_released(&sink));
}

/* This thread looks for no message until the sink was called. */
static void sink__any_thread_may_call_it__is_called_directly(void **state)
{
    static const enum sink_answers agile[] = {SINK_AGILE, SINK_FREE_THREADED};
    struct com_fixture *fixture = *state;
    struct event_sink sink;
    IDiscMaster2 *master;
    DWORD cookie, began_ms;
    size_t i;

    for (i = 0; i < ARRAYSIZE(agile); i++) {
        sink_begin(&sink, EVENTS, agile[i]);
        assert_hr(CoCreateFreeThreadedMarshaler((IUnknown *)&sink.IDispatch_iface, &sink.marshaler), S_OK);
        master = fixture_master(fixture);
        cookie = master_advise(master, &sink);
        fixture_notify(fixture, DEVICE_ADDED, "one");
        for (began_ms = GetTickCount(); !sink.calls && GetTickCount() - began_ms < SINK_DEADLINE_MS;)
            Sleep(1);
        assert_int_equal(sink.calls, 1);
        assert_int_not_equal(sink.thread, GetCurrentThreadId());
        assert_ptr_equal(sink.object, master);
        assert_hr(master_unadvise(master, cookie), S_OK);
        end_events(fixture, master);
        IUnknown_Release(sink.marshaler);
        assert_int_equal(sink.references, 1);
    }
}

static HRESULT fire_connection(void *context)
{
    com_connection_fire(context, ADDED, NULL, 0);
    return S_OK;
}

/* The events' interface of a DLL that is not registered has no proxy; the sink needs none. */
static void com_connection_create__events_without_a_proxy__are_called_in_their_apartment(void **state)
{
    static const IID unregistered = {0x5d1f7c52, 0x8f0e, 0x4b0c, {0x9a, 0x52, 0x1c, 0xd3, 0x5e, 0x77, 0x40, 0x21}};
    struct com_connection *connection;
    struct event_sink sink;
    IUnknown *answered;

    (void)state;
    sink_begin(&sink, &unregistered, SINK_BOTH_APART);
    assert_hr(com_connection_create(NULL, &unregistered, (IUnknown *)&sink.IDispatch_iface, &connection), S_OK);
    assert_hr(apartment_run(COINIT_MULTITHREADED, fire_connection, connection), S_OK);
    assert_int_equal(sink.calls, 1);
    assert_int_equal(sink.calls_apart, 0);
    assert_int_equal(sink.thread, GetCurrentThreadId());
    assert_hr(com_connection_get_sink(connection, &answered), S_OK);
    assert_ptr_equal(answered, &sink.IDispatch_iface);
    IUnknown_Release(answered);
    com_connection_close(connection);
    com_connection_release(connection);
    assert_int_equal(sink.references, 1);
}

static void event__no_memory__is_lost_and_the_next_one_comes(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    struct event_sink sink;
    long nth;

    sink_begin(&sink, EVENTS, SINK_BOTH);
    master_advise(master, &sink);
    for (nth = 1; nth <= 3; nth++) { /* the list of sinks, the event, the thread's start */
        base_alloc_fail_nth(nth);
        fixture_notify(fixture, DEVICE_ADDED, "lost");
        base_alloc_fail_nth(0);
    }
    fixture_notify(fixture, DEVICE_ADDED, "comes");
    assert_true(pump_until(&sink.calls, 1));
    assert_int_equal(lstrcmpW(sink.id, L"comes"), 0);
    end_events(fixture, master);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(events__arguments__object_and_id),
        CASE(events__several__come_in_order),
        CASE(sink__fails__others_are_called),
        CASE(sinks__of_one_apartment__called_at_once_again_and_again__hear_all),
        CASE(sink__blocks__others_are_called_and_nobody_waits),
        CASE(sink__blocks_for_long__waiting_events_are_bounded),
        CASE(sink__unadvises_itself__is_not_called_again),
        CASE(Unadvise__event_is_on_its_way__is_not_heard_afterwards),
        CASE(sink__advises_another__that_one_hears_the_next),
        CASE(sink__releases_the_object__it_goes_after_the_call),
        CASE(notice__object_is_released_meanwhile__nothing_happens),
        CASE(sink__any_thread_may_call_it__is_called_directly),
        CASE(com_connection_create__events_without_a_proxy__are_called_in_their_apartment),
        CASE(event__no_memory__is_lost_and_the_next_one_comes),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
