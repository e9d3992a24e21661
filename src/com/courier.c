/* The object in the sink's apartment: an IDispatch with two members, which only this file calls. */
#include "com/courier.h"

#include <stdbool.h>

#include "base/alloc.h"
#include "com/module.h"

enum { CALL = 1, GET_SINK = 2 }; /* DISPIDs */

struct courier {
    IDispatch IDispatch_iface;
    LONG references;
    IDispatch *sink;
};

/* --------------------------------------------------------------------------------------------- calls under way */

/* It lives in the thread that waits for its end. The argument of CALL is its ticket, as VT_I4: whoever comes with the
 * ticket of a call that nobody waits for any more, or that never was, finds nothing.
 */
struct call {
    struct call *next;
    LONG ticket;
    const volatile LONG *is_closed;
    struct com_event *event;
};

static volatile LONG is_taken; /* by the thread that uses what follows */
static struct call *calls;
static LONG last_ticket;

static void take_calls(void)
{
    while (InterlockedExchange(&is_taken, 1))
        Sleep(1);
}

static void give_calls(void)
{
    InterlockedExchange(&is_taken, 0);
}

static void begin_call(struct call *call)
{
    take_calls();
    call->ticket = ++last_ticket;
    call->next = calls;
    calls = call;
    give_calls();
}

static void end_call(const struct call *call)
{
    struct call **place;

    take_calls();
    for (place = &calls; *place != call; place = &(*place)->next) {
    }
    *place = call->next;
    give_calls();
}

/* The event to deliver, to be released; NULL: none. */
static struct com_event *take_event(LONG ticket)
{
    struct com_event *event = NULL;
    const struct call *call;

    take_calls();
    for (call = calls; call && call->ticket != ticket; call = call->next) {
    }
    if (call && !*call->is_closed) {
        event = call->event;
        com_event_add_ref(event);
    }
    give_calls();
    return event;
}

/* --------------------------------------------------------------------------------------------------- IDispatch */

static struct courier *courier_from(IDispatch *iface)
{
    return CONTAINING_RECORD(iface, struct courier, IDispatch_iface);
}

static HRESULT WINAPI courier_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IDispatch)) return E_NOINTERFACE;
    *out = iface;
    IDispatch_AddRef(iface);
    return S_OK;
}

static ULONG WINAPI courier_AddRef(IDispatch *iface)
{
    return (ULONG)InterlockedIncrement(&courier_from(iface)->references);
}

static ULONG WINAPI courier_Release(IDispatch *iface)
{
    struct courier *courier = courier_from(iface);
    LONG left = InterlockedDecrement(&courier->references);

    if (left) return (ULONG)left;
    IDispatch_Release(courier->sink);
    base_free(courier);
    com_module_release();
    return 0;
}

static HRESULT WINAPI courier_GetTypeInfoCount(IDispatch *iface, UINT *count)
{
    (void)iface;
    *count = 0;
    return S_OK;
}

static HRESULT WINAPI courier_GetTypeInfo(IDispatch *iface, UINT index, LCID locale, ITypeInfo **info)
{
    (void)iface, (void)index, (void)locale;
    *info = NULL;
    return DISP_E_BADINDEX; /* GetTypeInfoCount says that there is none */
}

/* NOLINTBEGIN(readability-non-const-parameter): IDispatch says what the parameters are. */
static HRESULT WINAPI courier_GetIDsOfNames(IDispatch *iface, REFIID iid, LPOLESTR *names, UINT count, LCID locale,
                                            DISPID *ids)
{
    (void)iface, (void)iid, (void)names, (void)count, (void)locale, (void)ids;
    return DISP_E_UNKNOWNNAME;
}

static void deliver(struct courier *courier, LONG ticket)
{
    struct com_event *event = take_event(ticket);
    DISPPARAMS parameters = {NULL, NULL, 0, 0};

    if (!event) return;
    parameters.rgvarg = event->arguments;
    parameters.cArgs = event->count;
    /* The HRESULT is the sink's own affair. */
    IDispatch_Invoke(courier->sink, event->id, &IID_NULL, LOCALE_SYSTEM_DEFAULT, DISPATCH_METHOD, &parameters, NULL,
                     NULL, NULL);
    com_event_release(event);
}

static HRESULT WINAPI courier_Invoke(IDispatch *iface, DISPID member, REFIID iid, LCID locale, WORD flags,
                                     DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    struct courier *courier = courier_from(iface);

    (void)iid, (void)locale, (void)flags, (void)exception, (void)argument;
    if (member == GET_SINK && result) {
        V_VT(result) = VT_UNKNOWN;
        V_UNKNOWN(result) = (IUnknown *)courier->sink;
        IDispatch_AddRef(courier->sink);
        return S_OK;
    }
    if (member != CALL || parameters->cArgs != 1 || V_VT(&parameters->rgvarg[0]) != VT_I4) return DISP_E_MEMBERNOTFOUND;
    IDispatch_AddRef(iface); /* it may be taken out of the table meanwhile */
    deliver(courier, V_I4(&parameters->rgvarg[0]));
    IDispatch_Release(iface);
    return S_OK;
}

/* NOLINTEND(readability-non-const-parameter) */

/* ---------------------------------------------------------------------------------------------------- its life */

/* Wine's rpcrt4 looks for functions of ole32 when the process's first call to another apartment wants one, and a second
 * call meanwhile goes through pointers that are not there yet. So they are looked for here, before there is an event.
 */
static void make_rpc_ready(void)
{
    static bool is_ready;
    void(WINAPI * free_memory)(void *);

    take_calls();
    if (!is_ready) {
        free_memory = (void(WINAPI *)(void *))(void *)GetProcAddress(GetModuleHandleW(L"rpcrt4"), "NdrOleFree");
        if (free_memory) free_memory(NULL);
        is_ready = true;
    }
    give_calls();
}

IDispatch *com_courier_create(IDispatch *sink)
{
    static const IDispatchVtbl methods = {
        courier_QueryInterface, courier_AddRef,        courier_Release, courier_GetTypeInfoCount,
        courier_GetTypeInfo,    courier_GetIDsOfNames, courier_Invoke,
    };
    struct courier *courier = base_alloc(sizeof *courier);

    if (!courier) return NULL;
    make_rpc_ready();
    courier->IDispatch_iface.lpVtbl = &methods;
    courier->references = 1;
    courier->sink = sink;
    IDispatch_AddRef(sink);
    com_module_add();
    return &courier->IDispatch_iface;
}

/* ------------------------------------------------------------------------------------------- from other threads */

void com_courier_call(IDispatch *courier, const volatile LONG *is_closed, struct com_event *event)
{
    struct call call = {.is_closed = is_closed, .event = event};
    DISPPARAMS parameters = {NULL, NULL, 1, 0};
    VARIANT ticket;

    begin_call(&call);
    V_VT(&ticket) = VT_I4;
    V_I4(&ticket) = call.ticket;
    parameters.rgvarg = &ticket;
    IDispatch_Invoke(courier, CALL, &IID_NULL, LOCALE_SYSTEM_DEFAULT, DISPATCH_METHOD, &parameters, NULL, NULL, NULL);
    end_call(&call);
}

HRESULT com_courier_get_sink(IDispatch *courier, IUnknown **out)
{
    DISPPARAMS parameters = {NULL, NULL, 0, 0};
    VARIANT result;
    HRESULT hr;

    VariantInit(&result);
    hr = IDispatch_Invoke(courier, GET_SINK, &IID_NULL, LOCALE_SYSTEM_DEFAULT, DISPATCH_METHOD, &parameters, &result,
                          NULL, NULL);
    *out = SUCCEEDED(hr) ? V_UNKNOWN(&result) : NULL;
    return hr;
}
