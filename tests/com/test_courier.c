/* com/courier.c where COM gives up waiting for a call that goes on, as after IMessageFilter::MessagePending or
 * CoCancelCall on Windows. Wine waits all the same, so an object of the test's own gives up in the proxy's place.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/apartment.h"
#include "com/courier.h"
#include "com/module.h"
#include "support/event_sink.h"

enum { PROGRESS = 7, DEADLINE_MS = 60000 };

static const IID events_iid = {0x5d1f7c52, 0x8f0e, 0x4b0c, {0x9a, 0x52, 0x1c, 0xd3, 0x5e, 0x77, 0x40, 0x21}};

/* In front of the courier. Invoke returns at once, or when the sink is being called. */
struct proxy {
    IDispatch IDispatch_iface;
    IDispatch *courier;
    bool calls;
    HANDLE thread;
    DISPID member; /* of what was handed over */
    VARIANT argument;

    HANDLE entered, gate; /* the sink was called; it may return */
    WCHAR text[16];       /* the event's argument as the sink reads it behind the gate */
};

static HRESULT hand_over(void *context)
{
    struct proxy *proxy = context;
    DISPPARAMS parameters = {&proxy->argument, NULL, 1, 0};

    return IDispatch_Invoke(proxy->courier, proxy->member, &IID_NULL, 0, DISPATCH_METHOD, &parameters, NULL, NULL,
                            NULL);
}

static HRESULT WINAPI proxy_Invoke(IDispatch *iface, DISPID member, REFIID iid, LCID locale, WORD flags,
                                   DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    struct proxy *proxy = CONTAINING_RECORD(iface, struct proxy, IDispatch_iface);

    (void)iid, (void)locale, (void)flags, (void)result, (void)exception, (void)argument;
    proxy->member = member;
    proxy->argument = parameters->rgvarg[0];
    if (proxy->calls) {
        proxy->thread = apartment_start(COINIT_MULTITHREADED, hand_over, proxy);
        WaitForSingleObject(proxy->entered, DEADLINE_MS);
    }
    return RPC_E_CALL_CANCELED;
}

static HRESULT read_behind_the_gate(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct proxy *proxy = sink->context;

    (void)event;
    SetEvent(proxy->entered);
    WaitForSingleObject(proxy->gate, DEADLINE_MS);
    lstrcpynW(proxy->text, V_BSTR(&parameters->rgvarg[0]), ARRAYSIZE(proxy->text));
    return S_OK;
}

static void begin_proxy(struct proxy *proxy, struct event_sink *sink)
{
    static const IDispatchVtbl methods = {.Invoke = proxy_Invoke};

    sink_begin(sink, &events_iid, SINK_BOTH);
    sink->react = read_behind_the_gate;
    sink->context = proxy;
    ZeroMemory(proxy, sizeof *proxy);
    proxy->IDispatch_iface.lpVtbl = &methods;
    proxy->courier = com_courier_create(&sink->IDispatch_iface);
    proxy->entered = CreateEventW(NULL, TRUE, FALSE, NULL);
    proxy->gate = CreateEventW(NULL, TRUE, FALSE, NULL);
    assert_non_null(proxy->courier);
}

static void close_events(struct proxy *proxy)
{
    CloseHandle(proxy->entered);
    CloseHandle(proxy->gate);
}

static void end_proxy(struct proxy *proxy)
{
    IDispatch_Release(proxy->courier);
    close_events(proxy);
}

/* What COM's caller does: the event is its own, and goes when the call is over. */
static void call(struct proxy *proxy)
{
    volatile LONG is_closed = 0;
    VARIANT argument;
    struct com_event *event;

    V_VT(&argument) = VT_BSTR;
    V_BSTR(&argument) = SysAllocString(L"one");
    event = com_event_create(PROGRESS, &argument, 1);
    VariantClear(&argument);
    assert_non_null(event);
    com_courier_call(&proxy->IDispatch_iface, &is_closed, event);
    com_event_release(event);
}

static void com_courier_call__given_up_in_the_sink__event_lives_until_it_returns(void **state)
{
    struct event_sink sink;
    struct proxy proxy;
    long live;

    (void)state;
    begin_proxy(&proxy, &sink);
    proxy.calls = true;
    live = base_alloc_live();
    call(&proxy);
    assert_int_equal(base_alloc_live(), live + 1);
    SetEvent(proxy.gate);
    assert_hr(apartment_join(proxy.thread), S_OK);
    assert_int_equal(lstrcmpW(proxy.text, L"one"), 0);
    assert_int_equal(base_alloc_live(), live);
    end_proxy(&proxy);
    assert_int_equal(sink.references, 1);
}

static void com_courier_call__given_up_before_the_sink__is_not_called(void **state)
{
    struct event_sink sink;
    struct proxy proxy;

    (void)state;
    begin_proxy(&proxy, &sink);
    SetEvent(proxy.gate);
    call(&proxy);
    assert_hr(hand_over(&proxy), S_OK); /* the apartment comes to it at last */
    assert_int_equal(sink.calls, 0);
    end_proxy(&proxy);
}

/* The last reference of COM goes while the sink is being called, and the object that it was connected to, too. */
static void courier__taken_away_in_the_sink__lives_until_it_returns(void **state)
{
    LONG count = com_module_count();
    struct event_sink sink;
    struct proxy proxy;

    (void)state;
    begin_proxy(&proxy, &sink);
    assert_int_equal(com_module_count(), count + 1);
    proxy.calls = true;
    call(&proxy);
    IDispatch_Release(proxy.courier);
    assert_int_equal(com_module_count(), count + 1);
    assert_int_equal(sink.references, 2);
    SetEvent(proxy.gate);
    assert_hr(apartment_join(proxy.thread), S_OK);
    assert_int_equal(com_module_count(), count);
    assert_int_equal(sink.references, 1);
    close_events(&proxy);
}

static void courier_Invoke__of_somebody_else__calls_nobody(void **state)
{
    struct event_sink sink;
    struct proxy proxy;
    DISPPARAMS none = {NULL, NULL, 0, 0};

    (void)state;
    begin_proxy(&proxy, &sink);
    SetEvent(proxy.gate);
    call(&proxy);
    V_I4(&proxy.argument)++;
    assert_hr(hand_over(&proxy), S_OK); /* the number of no call */
    V_VT(&proxy.argument) = VT_I8;
    assert_hr(hand_over(&proxy), DISP_E_MEMBERNOTFOUND);
    assert_hr(IDispatch_Invoke(proxy.courier, proxy.member, &IID_NULL, 0, DISPATCH_METHOD, &none, NULL, NULL, NULL),
              DISP_E_MEMBERNOTFOUND);
    proxy.member = 99;
    assert_hr(hand_over(&proxy), DISP_E_MEMBERNOTFOUND);
    assert_int_equal(sink.calls, 0);
    end_proxy(&proxy);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(com_courier_call__given_up_in_the_sink__event_lives_until_it_returns),
        CASE(com_courier_call__given_up_before_the_sink__is_not_called),
        CASE(courier__taken_away_in_the_sink__lives_until_it_returns),
        CASE(courier_Invoke__of_somebody_else__calls_nobody),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
