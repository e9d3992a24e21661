/* An IDispatch sink that counts and remembers its events. */
#include "support/event_sink.h"

#include <string.h>

static struct event_sink *sink_from(IDispatch *iface)
{
    return CONTAINING_RECORD(iface, struct event_sink, IDispatch_iface);
}

static HRESULT WINAPI sink_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    struct event_sink *sink = sink_from(iface);
    bool is_apart = sink->answers == SINK_BOTH_APART;
    bool has_dispatch = sink->answers != SINK_EVENTS_ONLY && sink->answers != SINK_NEITHER;
    bool has_events = sink->answers != SINK_DISPATCH_ONLY && sink->answers != SINK_NEITHER;

    *out = NULL;
    if (sink->answers == SINK_FREE_THREADED && IsEqualIID(iid, &IID_IMarshal))
        return IUnknown_QueryInterface(sink->marshaler, iid, out);
    if (has_dispatch && IsEqualIID(iid, &IID_IDispatch)) {
        *out = is_apart ? &sink->apart_iface : iface;
    } else if (IsEqualIID(iid, &IID_IUnknown) || (has_events && IsEqualIID(iid, sink->events)) ||
               (sink->answers == SINK_AGILE && IsEqualIID(iid, &IID_IAgileObject))) {
        *out = iface;
    } else {
        return E_NOINTERFACE;
    }
    IDispatch_AddRef(iface);
    return S_OK;
}

static ULONG WINAPI sink_AddRef(IDispatch *iface)
{
    return (ULONG)InterlockedIncrement(&sink_from(iface)->references);
}

static ULONG WINAPI sink_Release(IDispatch *iface)
{
    return (ULONG)InterlockedDecrement(&sink_from(iface)->references);
}

static HRESULT WINAPI sink_GetTypeInfoCount(IDispatch *iface, UINT *count)
{
    (void)iface;
    *count = 0;
    return S_OK;
}

static HRESULT WINAPI sink_GetTypeInfo(IDispatch *iface, UINT index, LCID locale, ITypeInfo **info)
{
    (void)iface, (void)index, (void)locale;
    *info = NULL;
    return DISP_E_BADINDEX; /* GetTypeInfoCount says that there is none */
}

static HRESULT WINAPI sink_GetIDsOfNames(IDispatch *iface, REFIID iid, LPOLESTR *names, UINT count, LCID locale,
                                         DISPID *ids)
{
    (void)iface, (void)iid, (void)names, (void)count, (void)locale, (void)ids;
    return DISP_E_UNKNOWNNAME;
}

static HRESULT WINAPI sink_Invoke(IDispatch *iface, DISPID member, REFIID iid, LCID locale, WORD flags,
                                  DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    struct event_sink *sink = sink_from(iface);
    HRESULT hr;

    (void)locale, (void)exception, (void)argument;
    if (!IsEqualIID(iid, &IID_NULL)) return DISP_E_UNKNOWNINTERFACE;
    sink->thread = GetCurrentThreadId();
    sink->event = member;
    sink->flags = flags;
    sink->argument_count = parameters->cArgs;
    sink->result = result;
    if (parameters->cArgs == 2) {
        if (V_VT(&parameters->rgvarg[1]) == VT_DISPATCH) sink->object = V_DISPATCH(&parameters->rgvarg[1]);
        if (V_VT(&parameters->rgvarg[0]) == VT_BSTR) lstrcpynW(sink->id, V_BSTR(&parameters->rgvarg[0]), SINK_ID_CHARS);
    }
    hr = sink->react ? sink->react(sink, member, parameters) : S_OK;
    InterlockedIncrement(&sink->calls);
    return hr;
}

static struct event_sink *sink_from_apart(IDispatch *iface)
{
    return CONTAINING_RECORD(iface, struct event_sink, apart_iface);
}

static HRESULT WINAPI apart_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    return sink_QueryInterface(&sink_from_apart(iface)->IDispatch_iface, iid, out);
}

static ULONG WINAPI apart_AddRef(IDispatch *iface)
{
    return sink_AddRef(&sink_from_apart(iface)->IDispatch_iface);
}

static ULONG WINAPI apart_Release(IDispatch *iface)
{
    return sink_Release(&sink_from_apart(iface)->IDispatch_iface);
}

static HRESULT WINAPI apart_Invoke(IDispatch *iface, DISPID member, REFIID iid, LCID locale, WORD flags,
                                   DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    (void)member, (void)iid, (void)locale, (void)flags, (void)parameters, (void)result, (void)exception, (void)argument;
    InterlockedIncrement(&sink_from_apart(iface)->calls_apart);
    return DISP_E_MEMBERNOTFOUND;
}

void sink_begin(struct event_sink *sink, const IID *events, enum sink_answers answers)
{
    static const IDispatchVtbl methods = {
        sink_QueryInterface, sink_AddRef,        sink_Release, sink_GetTypeInfoCount,
        sink_GetTypeInfo,    sink_GetIDsOfNames, sink_Invoke,
    };
    static const IDispatchVtbl methods_apart = {
        apart_QueryInterface, apart_AddRef,       apart_Release, sink_GetTypeInfoCount,
        sink_GetTypeInfo,     sink_GetIDsOfNames, apart_Invoke,
    };

    memset(sink, 0, sizeof *sink);
    sink->IDispatch_iface.lpVtbl = &methods;
    sink->apart_iface.lpVtbl = &methods_apart;
    sink->references = 1;
    sink->events = events;
    sink->answers = answers;
}

static void dispatch_messages(DWORD wait_ms)
{
    MSG message;

    MsgWaitForMultipleObjects(0, NULL, FALSE, wait_ms, QS_ALLINPUT);
    while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
        DispatchMessageW(&message);
}

bool pump_until(const volatile LONG *counter, LONG wanted)
{
    DWORD began_ms = GetTickCount();

    while (*counter < wanted && GetTickCount() - began_ms < SINK_DEADLINE_MS)
        dispatch_messages(10);
    return *counter >= wanted;
}

bool pump_until_released(const struct event_sink *sink)
{
    DWORD began_ms = GetTickCount();

    while (*(const volatile LONG *)&sink->references > 1 && GetTickCount() - began_ms < SINK_DEADLINE_MS)
        dispatch_messages(10);
    return sink->references == 1;
}

void pump_for(DWORD ms)
{
    DWORD began_ms = GetTickCount();

    while (GetTickCount() - began_ms < ms)
        dispatch_messages(10);
}
