/* com_connection_point_fire: events that are over when it returns, and sinks that change the connections meanwhile. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/apartment.h"
#include "com/connection_fixture.h"
#include "com/connection_point.h"

enum { PROGRESS = 0x200 }; /* any DISPID */

/* An object with events that reports its own progress. */
struct source {
    struct com_object object;
    struct com_connection_container container;
    struct com_connection_point events;
    unsigned destroyed;
};

static void source_destroy(struct com_object *object)
{
    struct source *source = CONTAINING_RECORD(object, struct source, object);

    com_connection_container_destroy(&source->container);
    source->destroyed++;
}

static IUnknown *begin_source(struct source *source)
{
    static const struct com_interface interfaces[] = {
        {&IID_IConnectionPointContainer, offsetof(struct source, container.IConnectionPointContainer_iface)},
    };
    static const struct com_class class = {NULL, true, interfaces, ARRAYSIZE(interfaces), source_destroy};
    static const struct com_event_source events = {&IID_DDiscMaster2Events, NULL, NULL};

    memset(source, 0, sizeof *source);
    com_connection_container_init(&source->container, &source->object, SOURCE, &source->events, &events, 1);
    com_object_init(&source->object, &class);
    return (IUnknown *)&source->container.IConnectionPointContainer_iface;
}

/* Of an object and a text, as the device events have them: those are what the sink notes. */
static void fire(struct source *source, const WCHAR *text)
{
    VARIANT arguments[2];

    V_VT(&arguments[1]) = VT_DISPATCH;
    V_DISPATCH(&arguments[1]) = NULL;
    V_VT(&arguments[0]) = VT_BSTR;
    V_BSTR(&arguments[0]) = SysAllocString(text);
    com_connection_point_fire(&source->events, PROGRESS, arguments, ARRAYSIZE(arguments));
    VariantClear(&arguments[0]);
}

static void end_source(struct source *source)
{
    assert_int_equal(com_object_release(&source->object), 0);
    assert_int_equal(source->destroyed, 1);
}

/* The names of the sinks that were called, one after the other. */
static WCHAR called[16];

struct acting {
    struct event_sink sink;
    WCHAR name[2];
    struct source *source;
    DWORD cookie;         /* of this one */
    struct acting *other; /* that it does something to */
    HRESULT answer;
    void (*act)(struct acting *acting);
    HRESULT hr;
};

static HRESULT react(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct acting *acting = CONTAINING_RECORD(sink, struct acting, sink);

    (void)event, (void)parameters;
    wcscat(called, acting->name);
    if (acting->act) acting->act(acting);
    return acting->answer;
}

static void advise(struct acting *acting, struct source *source, WCHAR name, void (*act)(struct acting *acting))
{
    memset(acting, 0, sizeof *acting);
    sink_begin(&acting->sink, EVENTS, SINK_BOTH);
    acting->sink.react = react;
    acting->name[0] = name;
    acting->source = source;
    acting->act = act;
    acting->cookie = sink_advise((IUnknown *)&source->container.IConnectionPointContainer_iface, &acting->sink);
}

static HRESULT unadvise(struct acting *acting)
{
    return sink_unadvise((IUnknown *)&acting->source->container.IConnectionPointContainer_iface, EVENTS,
                         acting->cookie);
}

static void assert_called(const WCHAR *names)
{
    assert_int_equal(lstrcmpW(called, names), 0);
    called[0] = L'\0';
}

static void fire__several_sinks__are_called_before_it_returns_in_order(void **state)
{
    struct acting a, b, c;
    struct source source;

    (void)state;
    begin_source(&source);
    fire(&source, L"nobody hears it");
    advise(&a, &source, L'a', NULL);
    advise(&b, &source, L'b', NULL);
    advise(&c, &source, L'c', NULL);
    fire(&source, L"10 %");
    assert_called(L"abc");
    assert_int_equal(b.sink.thread, GetCurrentThreadId());
    assert_int_equal(b.sink.event, PROGRESS);
    assert_int_equal(b.sink.flags, DISPATCH_METHOD);
    assert_int_equal(b.sink.argument_count, 2);
    assert_int_equal(lstrcmpW(b.sink.id, L"10 %"), 0);
    assert_hr(unadvise(&a), S_OK);
    assert_int_equal(a.sink.references, 1);
    fire(&source, L"20 %");
    assert_called(L"bc");
    end_source(&source);
    assert_int_equal(b.sink.references + c.sink.references, 2);
}

static void fire__sink_fails__others_are_called(void **state)
{
    struct acting a, b;
    struct source source;

    (void)state;
    begin_source(&source);
    advise(&a, &source, L'a', NULL);
    advise(&b, &source, L'b', NULL);
    a.answer = E_UNEXPECTED;
    fire(&source, L"");
    assert_called(L"ab");
    end_source(&source);
}

static void leave(struct acting *acting)
{
    acting->hr = unadvise(acting);
}

static void fire__sink_unadvises_itself__is_called_this_once(void **state)
{
    struct acting a, b;
    struct source source;

    (void)state;
    begin_source(&source);
    advise(&a, &source, L'a', leave);
    advise(&b, &source, L'b', NULL);
    fire(&source, L"");
    assert_called(L"ab");
    assert_hr(a.hr, S_OK);
    assert_int_equal(a.sink.references, 1); /* nothing of it is left when the event is over */
    fire(&source, L"");
    assert_called(L"b");
    end_source(&source);
}

static void put_out(struct acting *acting)
{
    acting->hr = unadvise(acting->other);
    acting->act = NULL;
}

static void fire__sink_unadvises_a_later_one__that_one_is_not_called(void **state)
{
    struct acting a, b, c;
    struct source source;

    (void)state;
    begin_source(&source);
    advise(&a, &source, L'a', NULL);
    advise(&b, &source, L'b', put_out);
    advise(&c, &source, L'c', NULL);
    b.other = &c;
    fire(&source, L"");
    assert_called(L"ab");
    assert_hr(b.hr, S_OK);
    assert_int_equal(c.sink.references, 1);
    end_source(&source);
}

static void fire__sink_unadvises_an_earlier_one__does_no_harm(void **state)
{
    struct acting a, b;
    struct source source;

    (void)state;
    begin_source(&source);
    advise(&a, &source, L'a', NULL);
    advise(&b, &source, L'b', put_out);
    b.other = &a;
    fire(&source, L"");
    assert_called(L"ab");
    assert_hr(b.hr, S_OK);
    fire(&source, L"");
    assert_called(L"b");
    end_source(&source);
}

static struct acting newcomer;

static void bring(struct acting *acting)
{
    acting->act = NULL;
    advise(&newcomer, acting->source, L'n', NULL);
}

static void fire__sink_advises_another__that_one_hears_the_next(void **state)
{
    struct acting a;
    struct source source;

    (void)state;
    begin_source(&source);
    advise(&a, &source, L'a', bring);
    fire(&source, L"");
    assert_called(L"a");
    fire(&source, L"");
    assert_called(L"an");
    end_source(&source);
    assert_int_equal(newcomer.sink.references, 1);
}

static void again(struct acting *acting)
{
    acting->act = NULL;
    fire(acting->source, L"inner");
}

static void fire__sink_makes_it_fire_again__both_are_heard(void **state)
{
    struct acting a, b;
    struct source source;

    (void)state;
    begin_source(&source);
    advise(&a, &source, L'a', again);
    advise(&b, &source, L'b', NULL);
    fire(&source, L"outer");
    assert_called(L"aabb");
    assert_int_equal(lstrcmpW(b.sink.id, L"outer"), 0);
    end_source(&source);
}

/* On another thread, which would wait for ever if a lock were held: connect, list, disconnect. */
static HRESULT use_point(void *context)
{
    IUnknown *object = context;
    IConnectionPointContainer *container;
    IEnumConnections *connections;
    IConnectionPoint *point;
    struct event_sink sink;
    DWORD cookie;
    HRESULT hr = IUnknown_QueryInterface(object, &IID_IConnectionPointContainer, (void **)&container);

    if (FAILED(hr)) return hr;
    sink_begin(&sink, EVENTS, SINK_BOTH);
    hr = IConnectionPointContainer_FindConnectionPoint(container, EVENTS, &point);
    IConnectionPointContainer_Release(container);
    if (FAILED(hr)) return hr;
    hr = IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, &cookie);
    if (SUCCEEDED(hr)) hr = IConnectionPoint_EnumConnections(point, &connections);
    if (SUCCEEDED(hr)) {
        IEnumConnections_Release(connections);
        hr = IConnectionPoint_Unadvise(point, cookie);
    }
    IConnectionPoint_Release(point);
    return sink.calls ? E_UNEXPECTED : hr;
}

static void use_point_elsewhere(struct acting *acting)
{
    acting->hr =
        apartment_run(COINIT_MULTITHREADED, use_point, &acting->source->container.IConnectionPointContainer_iface);
}

static void fire__meanwhile_another_thread_connects__no_lock_is_held(void **state)
{
    struct acting a;
    struct source source;

    (void)state;
    begin_source(&source);
    advise(&a, &source, L'a', use_point_elsewhere);
    fire(&source, L"");
    assert_called(L"a");
    assert_hr(a.hr, S_OK);
    end_source(&source);
}

static HRESULT fire_here(void *context)
{
    fire(context, L"from there");
    return S_OK;
}

/* Each in its own, by the time that it returns, from whichever apartment it is fired. */
static void fire__sinks_of_several_apartments__are_called_there(void **state)
{
    struct source source;
    IUnknown *object = begin_source(&source);
    struct other_sink sta, mta;
    HANDLE sta_thread = begin_other_sink(&sta, object, COINIT_APARTMENTTHREADED, SINK_BOTH);
    HANDLE mta_thread = begin_other_sink(&mta, object, COINIT_MULTITHREADED, SINK_BOTH_APART);
    struct acting here;

    (void)state;
    advise(&here, &source, L'h', NULL);
    fire(&source, L"from here");
    assert_int_equal(sta.sink.calls, 1);
    assert_int_equal(mta.sink.calls, 1);
    assert_int_equal(sta.sink.thread, sta.thread);
    assert_int_not_equal(mta.sink.thread, GetCurrentThreadId());
    assert_int_not_equal(mta.sink.thread, sta.thread);
    assert_called(L"h");
    assert_hr(apartment_run(COINIT_MULTITHREADED, fire_here, &source), S_OK);
    assert_int_equal(sta.sink.calls, 2);
    assert_int_equal(mta.sink.calls, 2);
    assert_int_equal(sta.sink.thread, sta.thread);
    assert_called(L"h");
    assert_int_equal(here.sink.thread, GetCurrentThreadId());
    assert_int_equal(lstrcmpW(here.sink.id, L"from there"), 0);
    assert_hr(apartment_run(COINIT_APARTMENTTHREADED, fire_here, &source), S_OK);
    assert_int_equal(sta.sink.calls, 3);
    assert_called(L"h");
    end_source(&source);
    end_other_sink(&sta, sta_thread);
    end_other_sink(&mta, mta_thread);
}

struct firing {
    struct source source;
    struct event_sink sink; /* of the main thread */
};

enum { FIRINGS = 300 };

static HRESULT fire_again_and_again(void *context)
{
    struct firing *firing = context;
    int i;

    for (i = 0; i < FIRINGS; i++)
        fire(&firing->source, L"again");
    return S_OK;
}

/* Two threads of one apartment that call sinks of another share nothing there: Wine loses count of what they would. */
static void fire__two_threads_of_one_apartment_at_once__each_is_heard(void **state)
{
    struct firing firings[2];
    HANDLE threads[2];
    int i;

    (void)state;
    for (i = 0; i < 2; i++) {
        sink_begin(&firings[i].sink, EVENTS, SINK_BOTH);
        sink_advise(begin_source(&firings[i].source), &firings[i].sink);
    }
    for (i = 0; i < 2; i++)
        threads[i] = apartment_start(COINIT_MULTITHREADED, fire_again_and_again, &firings[i]);
    for (i = 0; i < 2; i++)
        assert_hr(apartment_join(threads[i]), S_OK);
    for (i = 0; i < 2; i++) {
        assert_int_equal(firings[i].sink.calls, FIRINGS);
        assert_int_equal(firings[i].sink.thread, GetCurrentThreadId());
        end_source(&firings[i].source);
        assert_int_equal(firings[i].sink.references, 1);
    }
}

/* A sink whose apartment has ended is passed over. */
static void fire__apartment_is_gone__others_are_called(void **state)
{
    struct source source;
    IUnknown *object = begin_source(&source);
    struct other_sink gone;
    HANDLE thread = begin_other_sink(&gone, object, COINIT_APARTMENTTHREADED, SINK_BOTH);
    struct acting a;

    (void)state;
    end_other_sink(&gone, thread);
    advise(&a, &source, L'a', NULL);
    fire(&source, L"");
    assert_called(L"a");
    assert_int_equal(gone.sink.calls, 0);
    end_source(&source);
}

static void fire__no_memory__is_lost_and_the_next_one_comes(void **state)
{
    struct source source;
    struct acting a;
    long nth;

    (void)state;
    begin_source(&source);
    advise(&a, &source, L'a', NULL);
    for (nth = 1; nth <= 2; nth++) { /* the list of sinks, the event */
        base_alloc_fail_nth(nth);
        fire(&source, L"");
        base_alloc_fail_nth(0);
        assert_called(L"");
    }
    fire(&source, L"");
    assert_called(L"a");
    end_source(&source);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(fire__several_sinks__are_called_before_it_returns_in_order),
        CASE(fire__sink_fails__others_are_called),
        CASE(fire__sink_unadvises_itself__is_called_this_once),
        CASE(fire__sink_unadvises_a_later_one__that_one_is_not_called),
        CASE(fire__sink_unadvises_an_earlier_one__does_no_harm),
        CASE(fire__sink_advises_another__that_one_hears_the_next),
        CASE(fire__sink_makes_it_fire_again__both_are_heard),
        CASE(fire__meanwhile_another_thread_connects__no_lock_is_held),
        CASE(fire__sinks_of_several_apartments__are_called_there),
        CASE(fire__two_threads_of_one_apartment_at_once__each_is_heard),
        CASE(fire__apartment_is_gone__others_are_called),
        CASE(fire__no_memory__is_lost_and_the_next_one_comes),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
