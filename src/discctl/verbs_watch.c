/* watch: arrivals and removals, as IDiscMaster2's events tell them. */
#include "discctl/verbs.h"

#include <limits.h>
#include <stdlib.h>

#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/recorders.h"

/* The sink. It lives as long as the process: a last call may come after Unadvise. */
struct sink {
    IDispatch IDispatch_iface;
    bool json;
    unsigned long left; /* events until the end; ULONG_MAX: no end */
    HANDLE end;
};

static struct sink *sink_from(IDispatch *iface)
{
    return CONTAINING_RECORD(iface, struct sink, IDispatch_iface);
}

static HRESULT WINAPI sink_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IDispatch) &&
        !IsEqualIID(iid, &IID_DDiscMaster2Events))
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

static void print_event(const struct sink *sink, const char *event, BSTR id)
{
    char *utf8 = memory_utf8(id), *name = recorder_virtual_name(id), *line;
    cJSON *object;

    if (sink->json) {
        object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "event", event);
        cJSON_AddItemToObject(object, "name", name ? cJSON_CreateString(name) : cJSON_CreateNull());
        cJSON_AddStringToObject(object, "id", utf8);
        line = cJSON_PrintUnformatted(object);
        if (line) output_print("%s\n", line);
        cJSON_free(line);
        cJSON_Delete(object);
    } else {
        output_print("%-8s %-12s %s\n", event, name ? name : "-", utf8);
    }
    memory_free(name);
    memory_free(utf8);
}

/* NotifyDeviceAdded and NotifyDeviceRemoved (IDispatch *object, BSTR uniqueId); arguments come last one first. */
static HRESULT WINAPI sink_Invoke(IDispatch *iface, DISPID member, REFIID iid, LCID locale, WORD flags,
                                  DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    struct sink *sink = sink_from(iface);

    (void)iid;
    (void)locale;
    (void)flags;
    (void)result;
    (void)exception;
    if (member != DISPID_DDISCMASTER2EVENTS_DEVICEADDED && member != DISPID_DDISCMASTER2EVENTS_DEVICEREMOVED) {
        return DISP_E_MEMBERNOTFOUND;
    }
    if (parameters->cArgs != 2) return DISP_E_BADPARAMCOUNT;
    if (V_VT(&parameters->rgvarg[0]) != VT_BSTR) {
        if (argument) *argument = 0;
        return DISP_E_TYPEMISMATCH;
    }
    if (!sink->left) return S_OK; /* it is over */
    print_event(sink, member == DISPID_DDISCMASTER2EVENTS_DEVICEADDED ? "added" : "removed",
                V_BSTR(&parameters->rgvarg[0]));
    if ((sink->left != ULONG_MAX && --sink->left == 0) || output_is_broken()) SetEvent(sink->end);
    return S_OK;
}

static const IDispatchVtbl sink_methods = {
    sink_QueryInterface, sink_AddRef,        sink_Release, sink_GetTypeInfoCount,
    sink_GetTypeInfo,    sink_GetIDsOfNames, sink_Invoke,
};

static struct sink sink = {.IDispatch_iface = {(IDispatchVtbl *)&sink_methods}};

static BOOL WINAPI on_control(DWORD event)
{
    (void)event; /* Ctrl-C, Ctrl-Break, the console's end: each is the end */
    return SetEvent(sink.end);
}

static HRESULT find_events(IDiscMaster2 *master, IConnectionPoint **point)
{
    IConnectionPointContainer *container;
    HRESULT hr = IDiscMaster2_QueryInterface(master, &IID_IConnectionPointContainer, (void **)&container);

    if (FAILED(hr)) return hr;
    hr = IConnectionPointContainer_FindConnectionPoint(container, &IID_DDiscMaster2Events, point);
    IConnectionPointContainer_Release(container);
    return hr;
}

/* Until Ctrl-C, the last of the events, or so many milliseconds. */
static HRESULT watch(IDiscMaster2 *master, DWORD wait_ms)
{
    IConnectionPoint *point;
    DWORD cookie;
    HRESULT hr = find_events(master, &point);

    if (FAILED(hr)) return hr;
    hr = IConnectionPoint_Advise(point, (IUnknown *)&sink.IDispatch_iface, &cookie);
    if (SUCCEEDED(hr)) {
        output_complain("watching; Ctrl-C ends it");
        WaitForSingleObject(sink.end, wait_ms);
        IConnectionPoint_Unadvise(point, cookie);
    }
    IConnectionPoint_Release(point);
    return hr;
}

int verb_watch(const struct arguments *arguments)
{
    unsigned long seconds = 0, events = ULONG_MAX;
    struct failure failure;
    IDiscMaster2 *master;
    HRESULT hr;

    if (arguments->for_seconds && !arguments_number(arguments->for_seconds, 1000000, &seconds)) {
        return arguments_refuse("watch", "--for takes seconds, 0 to 1000000, not \"%s\"", arguments->for_seconds);
    }
    if (arguments->count && (!arguments_number(arguments->count, 1000000, &events) || !events)) {
        return arguments_refuse("watch", "--count takes a number, 1 to 1000000, not \"%s\"", arguments->count);
    }
    if (!recorders_master(&master, &failure)) return failure_report(&failure, arguments->json);
    sink.json = arguments->json;
    sink.left = events;
    sink.end = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(on_control, TRUE);
    hr = watch(master, arguments->for_seconds ? (DWORD)seconds * 1000 : INFINITE);
    if (FAILED(hr)) failure = failure_take(hr);
    IDiscMaster2_Release(master);
    return FAILED(hr) ? failure_report(&failure, arguments->json) : EXIT_DONE;
}
