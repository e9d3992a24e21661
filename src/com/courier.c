/* The object in the sink's apartment: an IDispatch with two members, which nobody but this file calls. */
#include "com/courier.h"

#include <stdbool.h>

#include "base/alloc.h"

enum { CALL = 1, GET_SINK = 2 }; /* DISPIDs */

struct courier {
    IDispatch IDispatch_iface;
    LONG references;
    IDispatch *sink;
};

/* The argument of CALL is the address of one, as VT_I8: it lives in the caller until the call is over. */
struct call {
    const volatile LONG *is_closed;
    DISPID event;
    const VARIANT *arguments;
    UINT count;
};

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

void com_sink_invoke(IDispatch *sink, DISPID event, const VARIANT *arguments, UINT count)
{
    DISPPARAMS parameters = {(VARIANT *)arguments, NULL, count, 0};

    /* The HRESULT is the sink's own affair. */
    IDispatch_Invoke(sink, event, &IID_NULL, LOCALE_SYSTEM_DEFAULT, DISPATCH_METHOD, &parameters, NULL, NULL, NULL);
}

/* NOLINTBEGIN(readability-non-const-parameter): IDispatch says what the parameters are. */
static HRESULT WINAPI courier_GetIDsOfNames(IDispatch *iface, REFIID iid, LPOLESTR *names, UINT count, LCID locale,
                                            DISPID *ids)
{
    (void)iface, (void)iid, (void)names, (void)count, (void)locale, (void)ids;
    return DISP_E_UNKNOWNNAME;
}

static HRESULT WINAPI courier_Invoke(IDispatch *iface, DISPID member, REFIID iid, LCID locale, WORD flags,
                                     DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    struct courier *courier = courier_from(iface);
    const struct call *call;

    (void)iid, (void)locale, (void)flags, (void)exception, (void)argument;
    if (member == GET_SINK) {
        V_VT(result) = VT_UNKNOWN;
        V_UNKNOWN(result) = (IUnknown *)courier->sink;
        IDispatch_AddRef(courier->sink);
        return S_OK;
    }
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): an address crosses apartments as a number. */
    call = (const struct call *)(ULONG_PTR)V_I8(&parameters->rgvarg[0]);
    if (!*call->is_closed) com_sink_invoke(courier->sink, call->event, call->arguments, call->count);
    return S_OK;
}

/* NOLINTEND(readability-non-const-parameter) */

/* Wine's rpcrt4 looks for functions of ole32 when the process's first call to another apartment wants one, and a second
 * call meanwhile goes through pointers that are not there yet. So they are looked for here, before there is an event.
 */
static void make_rpc_ready(void)
{
    static volatile LONG is_taken, is_ready;
    void(WINAPI * free_memory)(void *);

    if (is_ready) return;
    while (InterlockedExchange(&is_taken, 1))
        Sleep(0);
    free_memory = (void(WINAPI *)(void *))(void *)GetProcAddress(GetModuleHandleW(L"rpcrt4"), "NdrOleFree");
    if (free_memory) free_memory(NULL);
    is_ready = true;
    InterlockedExchange(&is_taken, 0);
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
    return &courier->IDispatch_iface;
}

void com_courier_call(IDispatch *courier, const volatile LONG *is_closed, DISPID event, const VARIANT *arguments,
                      UINT count)
{
    struct call call = {is_closed, event, arguments, count};
    DISPPARAMS parameters = {NULL, NULL, 1, 0};
    VARIANT address;

    V_VT(&address) = VT_I8;
    V_I8(&address) = (LONGLONG)(ULONG_PTR)&call;
    parameters.rgvarg = &address;
    IDispatch_Invoke(courier, CALL, &IID_NULL, LOCALE_SYSTEM_DEFAULT, DISPATCH_METHOD, &parameters, NULL, NULL, NULL);
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
