/* One registered sink: keeps it and delivers its events in order from a thread of its own. */
#include "com/connection.h"

#include <oleauto.h>
#include <olectl.h>

#include "base/alloc.h"
#include "com/courier.h"
#include "com/thread.h"

struct com_waiting_event {
    struct com_waiting_event *next;
    DISPID id;
    UINT count;
    VARIANT arguments[];
};

/* --------------------------------------------------------------------------------------------------------- the sink */

static bool is_single_threaded(void)
{
    HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);

    if (SUCCEEDED(hr)) CoUninitialize();
    return hr == RPC_E_CHANGED_MODE;
}

/* Wine's multithreaded apartment may free its proxy for another apartment while a second thread of it takes that up:
 * a thread that calls a single-threaded apartment has an apartment to itself, and proxies of its own.
 */
static HRESULT send_courier(struct com_connection *connection, IDispatch *sink)
{
    IDispatch *courier = com_courier_create(sink);
    HRESULT hr;

    if (!courier) return E_OUTOFMEMORY;
    hr = com_global_keep_interface((IUnknown *)courier, &IID_IDispatch, &connection->courier);
    IDispatch_Release(courier);
    if (SUCCEEDED(hr) && is_single_threaded()) connection->apartment = COINIT_APARTMENTTHREADED;
    return hr;
}

static HRESULT keep_sink(struct com_connection *connection, REFIID events, IUnknown *sink)
{
    IDispatch *called;
    HRESULT hr;

    if (FAILED(IUnknown_QueryInterface(sink, events, (void **)&called)) &&
        FAILED(IUnknown_QueryInterface(sink, &IID_IDispatch, (void **)&called)))
        return CONNECT_E_CANNOTCONNECT;
    connection->is_agile = com_is_agile((IUnknown *)called);
    if (connection->is_agile) {
        connection->sink = called;
        return S_OK;
    }
    hr = send_courier(connection, called);
    IDispatch_Release(called);
    return hr;
}

/* What is called of the sink: itself where it is agile, else its courier. Whoever comes last takes that out of the
 * table, since the table is not asked for what is being taken out of it meanwhile: Wine falls over that.
 */
static HRESULT get_called(struct com_connection *connection, IDispatch **called)
{
    struct com_global *courier;
    HRESULT hr;

    *called = NULL;
    EnterCriticalSection(&connection->lock);
    courier = connection->courier;
    if (courier) com_global_add_ref(courier);
    if (connection->sink) {
        *called = connection->sink;
        IDispatch_AddRef(*called);
    }
    LeaveCriticalSection(&connection->lock);
    if (!courier) return *called ? S_OK : CO_E_OBJNOTCONNECTED;
    hr = com_global_get(courier, &IID_IDispatch, (void **)called);
    com_global_release(courier);
    return hr;
}

HRESULT com_connection_get_sink(struct com_connection *connection, IUnknown **sink)
{
    IDispatch *called;
    HRESULT hr = get_called(connection, &called);

    *sink = NULL;
    if (FAILED(hr)) return hr;
    if (connection->is_agile) {
        *sink = (IUnknown *)called;
        return S_OK;
    }
    hr = com_courier_get_sink(called, sink);
    IDispatch_Release(called);
    return hr;
}

/* ----------------------------------------------------------------------------------------------------------- events */

static void free_events(struct com_waiting_event *event)
{
    struct com_waiting_event *next;
    UINT i;

    for (; event; event = next) {
        next = event->next;
        for (i = 0; i < event->count; i++)
            VariantClear(&event->arguments[i]);
        base_free(event);
    }
}

static struct com_waiting_event *copy_event(DISPID id, const VARIANT *arguments, UINT count)
{
    struct com_waiting_event *event = base_alloc(sizeof *event + count * sizeof event->arguments[0]);

    if (!event) return NULL;
    event->id = id;
    for (; event->count < count; event->count++) {
        if (SUCCEEDED(VariantCopy(&event->arguments[event->count], (VARIANT *)&arguments[event->count]))) continue;
        free_events(event);
        return NULL;
    }
    return event;
}

/* The next event to deliver; NULL ends the delivery. */
static struct com_waiting_event *take_event(struct com_connection *connection)
{
    struct com_waiting_event *event;

    EnterCriticalSection(&connection->lock);
    event = connection->first;
    if (event) {
        connection->first = event->next;
        if (!connection->first) connection->last = &connection->first;
        connection->waiting--;
        event->next = NULL;
    } else {
        connection->is_delivering = false;
    }
    LeaveCriticalSection(&connection->lock);
    return event;
}

void com_connection_fire(struct com_connection *connection, DISPID event, const VARIANT *arguments, UINT count)
{
    IDispatch *called;

    if (FAILED(get_called(connection, &called))) return;
    if (connection->is_agile)
        com_sink_invoke(called, event, arguments, count);
    else
        com_courier_call(called, &connection->is_closed, event, arguments, count);
    IDispatch_Release(called);
}

static void deliver(void *context)
{
    struct com_connection *connection = context;
    struct com_object *owner = connection->owner;
    struct com_waiting_event *event;

    while ((event = take_event(connection)) != NULL) {
        com_connection_fire(connection, event->id, event->arguments, event->count);
        free_events(event);
    }
    com_connection_release(connection);
    com_object_release(owner);
}

/* With the connection's lock held. */
static bool start_delivery(struct com_connection *connection)
{
    com_connection_add_ref(connection);
    com_object_add_ref(connection->owner);
    connection->is_delivering = com_thread_start_in(connection->apartment, deliver, connection);
    if (connection->is_delivering) return true;
    com_object_release(connection->owner); /* not the last one: the caller holds the owner and the connection */
    com_connection_release(connection);
    return false;
}

void com_connection_post(struct com_connection *connection, DISPID event, const VARIANT *arguments, UINT count)
{
    struct com_waiting_event *copy = copy_event(event, arguments, count);

    if (!copy) return;
    EnterCriticalSection(&connection->lock);
    if (!connection->is_closed && connection->waiting < COM_WAITING_EVENTS_MAX &&
        (connection->is_delivering || start_delivery(connection))) {
        *connection->last = copy;
        connection->last = &copy->next;
        connection->waiting++;
        copy = NULL;
    }
    LeaveCriticalSection(&connection->lock);
    free_events(copy);
}

/* --------------------------------------------------------------------------------------------------------- its life */

HRESULT com_connection_create(struct com_object *owner, REFIID events, IUnknown *sink, struct com_connection **out)
{
    struct com_connection *connection = base_alloc(sizeof *connection);
    HRESULT hr;

    *out = NULL;
    if (!connection) return E_OUTOFMEMORY;
    if (!InitializeCriticalSectionAndSpinCount(&connection->lock, 0)) {
        base_free(connection);
        return E_OUTOFMEMORY;
    }
    connection->references = 1;
    connection->owner = owner;
    connection->apartment = COINIT_MULTITHREADED;
    connection->last = &connection->first;
    hr = keep_sink(connection, events, sink);
    if (FAILED(hr)) {
        com_connection_release(connection);
        return hr;
    }
    *out = connection;
    return S_OK;
}

void com_connection_add_ref(struct com_connection *connection)
{
    InterlockedIncrement(&connection->references);
}

void com_connection_release(struct com_connection *connection)
{
    if (InterlockedDecrement(&connection->references)) return;
    DeleteCriticalSection(&connection->lock);
    base_free(connection);
}

void com_connection_close(struct com_connection *connection)
{
    struct com_waiting_event *dropped;
    struct com_global *courier;
    IDispatch *sink;

    EnterCriticalSection(&connection->lock);
    connection->is_closed = true;
    courier = connection->courier;
    connection->courier = NULL;
    sink = connection->sink;
    connection->sink = NULL;
    dropped = connection->first;
    connection->first = NULL;
    connection->last = &connection->first;
    connection->waiting = 0;
    LeaveCriticalSection(&connection->lock);
    free_events(dropped);
    com_global_release(courier);
    if (sink) IDispatch_Release(sink);
}
