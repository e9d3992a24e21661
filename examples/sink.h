/* For burn.c, erase.c and audio.c: an event sink. tell(arguments) is called for each Update; the last argument comes
 * first.
 */
#include <ocidl.h>

static void tell(VARIANT *arguments);

static HRESULT WINAPI sink_QueryInterface(IDispatch *sink, REFIID iid, void **out)
{
    BOOL known = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IDispatch);

    *out = known ? sink : NULL;
    return known ? S_OK : E_NOINTERFACE;
}

/* The sink lives as long as the program. */
static ULONG WINAPI sink_count(IDispatch *sink)
{
    return sink ? 1 : 0;
}

static HRESULT WINAPI sink_GetTypeInfoCount(IDispatch *sink, UINT *count)
{
    *count = 0;
    return sink ? S_OK : E_POINTER;
}

static HRESULT WINAPI sink_GetTypeInfo(IDispatch *sink, UINT index, LCID locale, ITypeInfo **info)
{
    (void)sink, (void)index, (void)locale;
    *info = NULL;
    return DISP_E_BADINDEX; /* there is none */
}

static HRESULT WINAPI sink_GetIDsOfNames(IDispatch *sink, REFIID iid, LPOLESTR *names, UINT count, LCID locale,
                                         DISPID *ids)
{
    (void)sink, (void)iid, (void)names, (void)locale;
    while (count)
        ids[--count] = DISPID_UNKNOWN;
    return DISP_E_UNKNOWNNAME; /* events are called by their number */
}

static HRESULT WINAPI sink_Invoke(IDispatch *sink, DISPID member, REFIID iid, LCID locale, WORD flags,
                                  DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    (void)sink, (void)iid, (void)locale, (void)flags, (void)result, (void)exception, (void)argument;
    if (member == 0x200) tell(parameters->rgvarg); /* DISPID_DDISCFORMAT2DATAEVENTS_UPDATE and that of the eraser */
    return S_OK;
}

static IDispatchVtbl sink_vtbl = {
    sink_QueryInterface, sink_count,         sink_count,  sink_GetTypeInfoCount,
    sink_GetTypeInfo,    sink_GetIDsOfNames, sink_Invoke,
};
static IDispatch sink = {&sink_vtbl};

/* Calls tell for the events of `object`, until the object is released. */
static HRESULT hear(void *object, const IID *events)
{
    IConnectionPointContainer *container;
    IConnectionPoint *point;
    DWORD cookie;
    HRESULT hr;

    hr = IUnknown_QueryInterface((IUnknown *)object, &IID_IConnectionPointContainer, (void **)&container);
    if (FAILED(hr)) return hr;
    hr = IConnectionPointContainer_FindConnectionPoint(container, events, &point);
    IConnectionPointContainer_Release(container);
    if (FAILED(hr)) return hr;
    hr = IConnectionPoint_Advise(point, (IUnknown *)&sink, &cookie);
    IConnectionPoint_Release(point);
    return hr;
}
