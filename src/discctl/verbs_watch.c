/* watch: shows arrivals and removals of recorders, from IDiscMaster2's events. */
#include "discctl/verbs.h"

#include <limits.h>
#include <stdlib.h>

#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/recorders.h"
#include "discctl/sink.h"

static HRESULT on_event(struct sink *sink, DISPID member, const DISPPARAMS *parameters);

/* Where the events go. */
static struct {
    struct sink sink;
    bool json;
    unsigned long left; /* events until the end; ULONG_MAX: no end */
    HANDLE end;
} watching = {.sink = SINK_BEGIN(&IID_DDiscMaster2Events, on_event)};

static void print_event(const char *event, BSTR id)
{
    char *utf8 = memory_utf8(id), *name = recorder_virtual_name(id), *line;
    cJSON *object;

    if (watching.json) {
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
static HRESULT on_event(struct sink *sink, DISPID member, const DISPPARAMS *parameters)
{
    (void)sink;
    if (member != DISPID_DDISCMASTER2EVENTS_DEVICEADDED && member != DISPID_DDISCMASTER2EVENTS_DEVICEREMOVED) {
        return DISP_E_MEMBERNOTFOUND;
    }
    if (parameters->cArgs != 2) return DISP_E_BADPARAMCOUNT;
    if (V_VT(&parameters->rgvarg[0]) != VT_BSTR) return DISP_E_TYPEMISMATCH;
    if (!watching.left) return S_OK; /* it is over */
    print_event(member == DISPID_DDISCMASTER2EVENTS_DEVICEADDED ? "added" : "removed", V_BSTR(&parameters->rgvarg[0]));
    if ((watching.left != ULONG_MAX && --watching.left == 0) || output_is_broken()) SetEvent(watching.end);
    return S_OK;
}

static BOOL WINAPI on_control(DWORD event)
{
    (void)event; /* Ctrl-C, Ctrl-Break, the console's end: each is the end */
    return SetEvent(watching.end);
}

/* Until Ctrl-C, the last of the events, or so many milliseconds. */
static HRESULT watch(IDiscMaster2 *master, DWORD wait_ms)
{
    HRESULT hr = sink_connect(&watching.sink, (IUnknown *)master);

    if (FAILED(hr)) return hr;
    output_complain("watching; Ctrl-C ends it");
    WaitForSingleObject(watching.end, wait_ms);
    sink_disconnect(&watching.sink);
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
    watching.json = arguments->json;
    watching.left = events;
    watching.end = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(on_control, TRUE);
    hr = watch(master, arguments->for_seconds ? (DWORD)seconds * 1000 : INFINITE);
    if (FAILED(hr)) failure = failure_take(hr);
    IDiscMaster2_Release(master);
    return FAILED(hr) ? failure_report(&failure, arguments->json) : EXIT_DONE;
}
