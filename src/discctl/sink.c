/* Receives events by IDispatch::Invoke, without type information, and connects to a connection point. */
#include "discctl/sink.h"

static struct sink *sink_from(IDispatch *iface)
{
    return CONTAINING_RECORD(iface, struct sink, IDispatch_iface);
}

static HRESULT WINAPI sink_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IDispatch) &&
        !IsEqualIID(iid, sink_from(iface)->events))
        return E_NOINTERFACE;
    *out = iface;
    return S_OK;
}

static ULONG WINAPI sink_AddRef(IDispatch *iface)
{
    (void)iface;
    return 2;
}

static ULONG WINAPI sink_Release(IDispatch *iface)
{
    (void)iface;
    return 1;
}

/* IMAPI2 calls by number: it asks for neither types nor names. */
static HRESULT WINAPI sink_GetTypeInfoCount(IDispatch *iface, UINT *count)
{
    (void)iface;
    *count = 0;
    return S_OK;
}

static HRESULT WINAPI sink_GetTypeInfo(IDispatch *iface, UINT index, LCID locale, ITypeInfo **info)
{
    (void)iface;
    (void)index;
    (void)locale;
    *info = NULL;
    return DISP_E_BADINDEX;
}

static HRESULT WINAPI sink_GetIDsOfNames(IDispatch *iface, REFIID iid, LPOLESTR *names, UINT count, LCID locale,
                                         DISPID *ids)
{
    (void)iface;
    (void)iid;
    (void)names;
    (void)locale;
    while (count)
        ids[--count] = DISPID_UNKNOWN;
    return DISP_E_UNKNOWNNAME;
}

/* NOLINTBEGIN(readability-non-const-parameter): IDispatch says what the parameters are. */
static HRESULT WINAPI sink_Invoke(IDispatch *iface, DISPID member, REFIID iid, LCID locale, WORD flags,
                                  DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    struct sink *sink = sink_from(iface);

    (void)iid;
    (void)locale;
    (void)flags;
    (void)result;
    (void)exception;
    (void)argument;
    return sink->on_event(sink, member, parameters);
}
/* NOLINTEND(readability-non-const-parameter) */

const IDispatchVtbl sink_methods = {
    sink_QueryInterface, sink_AddRef,        sink_Release, sink_GetTypeInfoCount,
    sink_GetTypeInfo,    sink_GetIDsOfNames, sink_Invoke,
};

HRESULT sink_connect(struct sink *sink, IUnknown *source)
{
    IConnectionPointContainer *container;
    HRESULT hr = IUnknown_QueryInterface(source, &IID_IConnectionPointContainer, (void **)&container);

    sink->point = NULL;
    if (FAILED(hr)) return hr;
    hr = IConnectionPointContainer_FindConnectionPoint(container, sink->events, &sink->point);
    IConnectionPointContainer_Release(container);
    if (FAILED(hr)) return hr;
    hr = IConnectionPoint_Advise(sink->point, (IUnknown *)&sink->IDispatch_iface, &sink->cookie);
    if (FAILED(hr)) {
        IConnectionPoint_Release(sink->point);
        sink->point = NULL;
    }
    return hr;
}

void sink_disconnect(struct sink *sink)
{
    if (!sink->point) return;
    IConnectionPoint_Unadvise(sink->point, sink->cookie);
    IConnectionPoint_Release(sink->point);
    sink->point = NULL;
}
