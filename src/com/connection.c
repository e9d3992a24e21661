/* One registered sink: keeps it and delivers its events in order from a thread of its own. */
#include "com/connection.h"

#include <olectl.h>

#include "base/alloc.h"
#include "com/courier.h"
#include "com/thread.h"

/* --------------------------------------------------------------------------------------------------------- the sink */

static bool is_single_threaded(void)
{
    HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);

    if (SUCCEEDED(hr)) CoUninitialize();
    return hr == RPC_E_CHANGED_MODE;
}

/* Wine's multithreaded apartment may free its proxy for another apartment while a second thread of it takes that up: a
 * thread that calls a single-threaded apartment is in one itself, and has proxies of its own.
 */
static HRESULT keep_courier(struct com_connection *connection, IDispatch *courier, bool is_agile)
{
    HRESULT hr;

    if (is_agile) {
        connection->direct = courier;
        IDispatch_AddRef(courier);
        return S_OK;
    }
    hr = com_global_keep_interface((IUnknown *)courier, &IID_IDispatch, &connection->courier);
    if (SUCCEEDED(hr) && is_single_threaded()) connection->apartment = COINIT_APARTMENTTHREADED;
    return hr;
}

static HRESULT keep_sink(struct com_connection *connection, REFIID events, IUnknown *sink)
{
    IDispatch *called, *courier;
    HRESULT hr = E_OUTOFMEMORY;

    if (FAILED(IUnknown_QueryInterface(sink, events, (void **)&called)) &&
        FAILED(IUnknown_QueryInterface(sink, &IID_IDispatch, (void **)&called)))
        return CONNECT_E_CANNOTCONNECT;
    courier = com_courier_create(called);
    if (courier) {
        hr = keep_courier(connection, courier, com_is_agile((IUnknown *)called));
        IDispatch_Release(courier);
    }
    IDispatch_Release(called);
    return hr;
}

/* The courier, as this thread's apartment may use it. Whoever comes last takes it out of the table, since the table is
 * not asked for what is being taken out of it meanwhile: Wine falls over that.
 */
static HRESULT get_courier(struct com_connection *connection, IDispatch **courier)
{
    struct com_global *global;
    HRESULT hr;

    EnterCriticalSection(&connection->lock);
    *courier = connection->direct;
    if (*courier) IDispatch_AddRef(*courier);
    global = connection->courier;
    if (global) com_global_add_ref(global);
    LeaveCriticalSection(&connection->lock);
    if (*courier) return S_OK;
    if (!global) return CO_E_OBJNOTCONNECTED;
    hr = com_global_get(global, &IID_IDispatch, (void **)courier);
    com_global_release(global);
    return hr;
}

HRESULT com_connection_get_sink(struct com_connection *connection, IUnknown **sink)
{
    IDispatch *courier;
    HRESULT hr = get_courier(connection, &courier);

    *sink = NULL;
    if (FAILED(hr)) return hr;
    hr = com_courier_get_sink(courier, sink);
    IDispatch_Release(courier);
    return hr;
}

/* ----------------------------------------------------------------------------------------------------------- events */

static void release_events(struct com_event *event)
{
    struct com_event *next;

    for (; event; event = next) {
        next = event->next;
        com_event_release(event);
    }
}

/* The next event to deliver; NULL ends the delivery. */
static struct com_event *take_event(struct com_connection *connection)
{
    struct com_event *event;

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

static void call_sink(struct com_connection *connection, struct com_event *event)
{
    IDispatch *courier;

    if (FAILED(get_courier(connection, &courier))) return;
    com_courier_call(courier, &connection->is_closed, event);
    IDispatch_Release(courier);
}

struct errand {
    struct com_connection *connection;
    struct com_event *event;
    HANDLE ended;
};

/* After `ended` is set the errand is gone. */
static void run_errand(void *context)
{
    struct errand *errand = context;

    call_sink(errand->connection, errand->event);
    SetEvent(errand->ended);
}

static void call_from_apartment(struct com_connection *connection, struct com_event *event)
{
    struct errand errand = {connection, event, CreateEventW(NULL, FALSE, FALSE, NULL)};

    if (!errand.ended) return;
    if (com_thread_start_in(connection->apartment, run_errand, &errand)) WaitForSingleObject(errand.ended, INFINITE);
    CloseHandle(errand.ended);
}

void com_connection_fire(struct com_connection *connection, DISPID id, const VARIANT *arguments, UINT count)
{
    struct com_event *event = com_event_create(id, arguments, count);

    if (!event) return;
    if (connection->apartment == COINIT_MULTITHREADED || is_single_threaded())
        call_sink(connection, event);
    else
        call_from_apartment(connection, event);
    com_event_release(event);
}

static void deliver(void *context)
{
    struct com_connection *connection = context;
    struct com_object *owner = connection->owner;
    struct com_event *event;

    while ((event = take_event(connection)) != NULL) {
        call_sink(connection, event);
        com_event_release(event);
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

void com_connection_post(struct com_connection *connection, DISPID id, const VARIANT *arguments, UINT count)
{
    struct com_event *event = com_event_create(id, arguments, count);

    if (!event) return;
    EnterCriticalSection(&connection->lock);
    if (!connection->is_closed && connection->waiting < COM_WAITING_EVENTS_MAX &&
        (connection->is_delivering || start_delivery(connection))) {
        *connection->last = event;
        connection->last = &event->next;
        connection->waiting++;
        event = NULL;
    }
    LeaveCriticalSection(&connection->lock);
    if (event) com_event_release(event);
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
    struct com_event *dropped;
    struct com_global *courier;
    IDispatch *direct;

    EnterCriticalSection(&connection->lock);
    connection->is_closed = true;
    courier = connection->courier;
    connection->courier = NULL;
    direct = connection->direct;
    connection->direct = NULL;
    dropped = connection->first;
    connection->first = NULL;
    connection->last = &connection->first;
    connection->waiting = 0;
    LeaveCriticalSection(&connection->lock);
    release_events(dropped);
    com_global_release(courier);
    if (direct) IDispatch_Release(direct);
}
