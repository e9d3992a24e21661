/* One registered sink: keeps it in the Global Interface Table and delivers its events in order from a thread of its
 * own.
 */
#include "com/connection.h"

#include <oleauto.h>
#include <olectl.h>

#include "base/alloc.h"
#include "com/thread.h"

struct com_waiting_event {
    struct com_waiting_event *next;
    DISPID id;
    UINT count;
    VARIANT arguments[];
};

/* --------------------------------------------------------------------------------------- the Global Interface Table */

static HRESULT register_as(struct com_connection *connection, IUnknown *answered, const IID *iid)
{
    connection->iid = iid;
    return IGlobalInterfaceTable_RegisterInterfaceInGlobal(connection->table, answered, iid, &connection->kept);
}

/* Register the interface of the sink whose Invoke knows the events. A .NET object answers IDispatch with its default
 * interface, which need not be the events' one: where the two are different pointers, the events' one is registered.
 * Else IDispatch is, since every system can carry that to another apartment; a DLL that is not registered has no proxy
 * for the events' IID.
 */
static HRESULT register_one(struct com_connection *connection, IUnknown *by_dispatch, IUnknown *by_events,
                            const IID *events)
{
    HRESULT hr = CONNECT_E_CANNOTCONNECT;

    if (by_events && by_events != by_dispatch) hr = register_as(connection, by_events, events);
    if (SUCCEEDED(hr) || hr == E_OUTOFMEMORY || !by_dispatch) return hr;
    return register_as(connection, by_dispatch, &IID_IDispatch);
}

static HRESULT register_sink(struct com_connection *connection, const IID *events, IUnknown *sink)
{
    IUnknown *by_dispatch = NULL, *by_events = NULL;
    HRESULT hr;

    if (FAILED(IUnknown_QueryInterface(sink, &IID_IDispatch, (void **)&by_dispatch))) by_dispatch = NULL;
    if (FAILED(IUnknown_QueryInterface(sink, events, (void **)&by_events))) by_events = NULL;
    if (!by_dispatch && !by_events) return CONNECT_E_CANNOTCONNECT;
    hr = CoCreateInstance(&CLSID_StdGlobalInterfaceTable, NULL, CLSCTX_INPROC_SERVER, &IID_IGlobalInterfaceTable,
                          (void **)&connection->table);
    if (SUCCEEDED(hr)) hr = register_one(connection, by_dispatch, by_events, events);
    if (by_dispatch) IUnknown_Release(by_dispatch);
    if (by_events) IUnknown_Release(by_events);
    return hr;
}

static bool is_closed(struct com_connection *connection)
{
    bool closed;

    EnterCriticalSection(&connection->lock);
    closed = connection->is_closed;
    LeaveCriticalSection(&connection->lock);
    return closed;
}

/* The client's thread need not have initialized COM: for this call it is in the multithreaded apartment then. */
static void revoke(struct com_connection *connection)
{
    bool has_entered = SUCCEEDED(CoInitializeEx(NULL, COINIT_MULTITHREADED));

    IGlobalInterfaceTable_RevokeInterfaceFromGlobal(connection->table, connection->kept);
    if (has_entered) CoUninitialize();
}

/* The table is not asked for what is being taken out of it meanwhile: Wine falls over that. Whoever comes last takes it
 * out.
 */
static bool begin_fetch(struct com_connection *connection)
{
    bool may;

    EnterCriticalSection(&connection->lock);
    may = !connection->is_closed;
    if (may) connection->fetching++;
    LeaveCriticalSection(&connection->lock);
    return may;
}

static void end_fetch(struct com_connection *connection)
{
    bool is_last;

    EnterCriticalSection(&connection->lock);
    is_last = !--connection->fetching && connection->is_closed;
    LeaveCriticalSection(&connection->lock);
    if (is_last) revoke(connection);
}

HRESULT com_connection_get_sink(struct com_connection *connection, IDispatch **sink)
{
    HRESULT hr;

    *sink = NULL;
    if (!begin_fetch(connection)) return CO_E_OBJNOTCONNECTED;
    hr = IGlobalInterfaceTable_GetInterfaceFromGlobal(connection->table, connection->kept, connection->iid,
                                                      (void **)sink);
    end_fetch(connection);
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
    DISPPARAMS parameters = {(VARIANT *)arguments, NULL, count, 0};
    IDispatch *sink;

    if (FAILED(com_connection_get_sink(connection, &sink))) return;
    /* The HRESULT is the sink's own affair. */
    if (!is_closed(connection))
        IDispatch_Invoke(sink, event, &IID_NULL, LOCALE_SYSTEM_DEFAULT, DISPATCH_METHOD, &parameters, NULL, NULL, NULL);
    IDispatch_Release(sink);
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
    connection->is_delivering = com_thread_start(deliver, connection);
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
    connection->last = &connection->first;
    hr = register_sink(connection, events, sink);
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
    if (connection->table) IGlobalInterfaceTable_Release(connection->table);
    DeleteCriticalSection(&connection->lock);
    base_free(connection);
}

void com_connection_close(struct com_connection *connection)
{
    struct com_waiting_event *dropped;
    bool is_last;

    EnterCriticalSection(&connection->lock);
    connection->is_closed = true;
    is_last = !connection->fetching;
    dropped = connection->first;
    connection->first = NULL;
    connection->last = &connection->first;
    connection->waiting = 0;
    LeaveCriticalSection(&connection->lock);
    free_events(dropped);
    if (is_last) revoke(connection);
}
