/* IConnectionPoint and IConnectionPointContainer: the list of registered sinks and the events that go to all of
 * them.
 */
#include "com/connection_point.h"

#include <olectl.h>

#include "base/alloc.h"
#include "com/connection_enum.h"
#include "com/error_info.h"

/* Leave the failure's words behind. */
static HRESULT report(const struct com_connection_container *container, REFIID iid, HRESULT hr)
{
    const char *text = "Connecting to the events failed.";

    if (SUCCEEDED(hr)) return hr;
    switch (hr) {
    case E_POINTER:
        text = "A pointer that is needed is NULL.";
        break;
    case E_OUTOFMEMORY:
        text = "There is not enough memory.";
        break;
    case CONNECT_E_NOCONNECTION:
        text = IsEqualIID(iid, &IID_IConnectionPoint)
                   ? "There is no connection with this number; it may have been ended."
                   : "The object has no events of this interface.";
        break;
    case CONNECT_E_ADVISELIMIT:
        text = "There are as many connections to these events as there can be.";
        break;
    case CONNECT_E_CANNOTCONNECT:
        text = "The sink answers neither IDispatch nor the interface of the events.";
        break;
    case CO_E_NOTINITIALIZED:
        text = "This thread has not initialized COM: call CoInitializeEx.";
        break;
    }
    return com_error_set(hr, iid, container->name, text);
}

/* ------------------------------------------------------------------------------------------------- IConnectionPoint */

static struct com_connection_point *point_from(IConnectionPoint *iface)
{
    return CONTAINING_RECORD(iface, struct com_connection_point, IConnectionPoint_iface);
}

static HRESULT WINAPI point_QueryInterface(IConnectionPoint *iface, REFIID iid, void **out)
{
    struct com_connection_point *point = point_from(iface);

    if (!out) return E_POINTER;
    *out = NULL;
    if (IsEqualIID(iid, &IID_IMarshal)) return com_marshaler_query(&point->marshaler, (IUnknown *)iface, out);
    if (IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IConnectionPoint))
        *out = iface;
    else if (IsEqualIID(iid, &IID_ISupportErrorInfo))
        *out = &point->ISupportErrorInfo_iface;
    else
        return E_NOINTERFACE;
    IConnectionPoint_AddRef(iface);
    return S_OK;
}

static ULONG WINAPI point_AddRef(IConnectionPoint *iface)
{
    return com_object_add_ref(point_from(iface)->container->owner);
}

static ULONG WINAPI point_Release(IConnectionPoint *iface)
{
    return com_object_release(point_from(iface)->container->owner);
}

static HRESULT WINAPI point_GetConnectionInterface(IConnectionPoint *iface, IID *iid)
{
    struct com_connection_point *point = point_from(iface);

    if (!iid) return report(point->container, &IID_IConnectionPoint, E_POINTER);
    com_error_clear();
    *iid = *point->source->iid;
    return S_OK;
}

static HRESULT WINAPI point_GetConnectionPointContainer(IConnectionPoint *iface, IConnectionPointContainer **container)
{
    struct com_connection_point *point = point_from(iface);

    if (!container) return report(point->container, &IID_IConnectionPoint, E_POINTER);
    com_error_clear();
    *container = &point->container->IConnectionPointContainer_iface;
    IConnectionPointContainer_AddRef(*container);
    return S_OK;
}

struct com_connections {
    CRITICAL_SECTION turn; /* Advise and Unadvise, one at a time; taken before `lock` */
    CRITICAL_SECTION lock; /* the rest */
    struct com_connection *first;
    DWORD count, last_cookie;
};

static struct com_connections *peek_connections(const struct com_connection_point *point)
{
    return __atomic_load_n(&point->connections, __ATOMIC_ACQUIRE);
}

static void free_connections(struct com_connections *connections)
{
    DeleteCriticalSection(&connections->lock);
    DeleteCriticalSection(&connections->turn);
    base_free(connections);
}

static struct com_connections *create_connections(void)
{
    struct com_connections *created = base_alloc(sizeof *created);

    if (!created) return NULL;
    if (InitializeCriticalSectionAndSpinCount(&created->turn, 0)) {
        if (InitializeCriticalSectionAndSpinCount(&created->lock, 0)) return created;
        DeleteCriticalSection(&created->turn);
    }
    base_free(created);
    return NULL;
}

/* NULL without memory. */
static struct com_connections *get_connections(struct com_connection_point *point)
{
    struct com_connections *connections = peek_connections(point);
    struct com_connections *created;

    if (connections) return connections;
    created = create_connections();
    if (!created) return NULL;
    connections = InterlockedCompareExchangePointer((void **)&point->connections, created, NULL);
    if (!connections) return created;
    free_connections(created); /* another thread was faster */
    return connections;
}

/* With the point's turn. */
static HRESULT insert(struct com_connection_point *point, struct com_connections *connections,
                      struct com_connection *connection)
{
    const struct com_event_source *source = point->source;
    HRESULT hr;

    if (connections->count == COM_CONNECTIONS_MAX) return CONNECT_E_ADVISELIMIT;
    if (!connections->count && source->begin) {
        hr = source->begin(point->container->owner);
        if (FAILED(hr)) return hr;
    }
    EnterCriticalSection(&connections->lock);
    if (!++connections->last_cookie) connections->last_cookie++; /* 0 is none */
    connection->cookie = connections->last_cookie;
    connection->next = connections->first;
    connections->first = connection;
    connections->count++;
    LeaveCriticalSection(&connections->lock);
    return S_OK;
}

static HRESULT advise(struct com_connection_point *point, IUnknown *sink, DWORD *cookie)
{
    struct com_connections *connections = get_connections(point);
    struct com_connection *connection;
    HRESULT hr;

    if (!connections) return E_OUTOFMEMORY;
    hr = com_connection_create(point->container->owner, point->source->iid, sink, &connection);
    if (FAILED(hr)) return hr;

    EnterCriticalSection(&connections->turn);
    hr = insert(point, connections, connection);
    if (SUCCEEDED(hr)) *cookie = connection->cookie;
    LeaveCriticalSection(&connections->turn);
    if (SUCCEEDED(hr)) return hr;
    com_connection_close(connection);
    com_connection_release(connection);
    return hr;
}

static HRESULT WINAPI point_Advise(IConnectionPoint *iface, IUnknown *sink, DWORD *cookie)
{
    struct com_connection_point *point = point_from(iface);

    if (cookie) *cookie = 0;
    if (!cookie || !sink) return report(point->container, &IID_IConnectionPoint, E_POINTER);
    com_error_clear();
    return report(point->container, &IID_IConnectionPoint, advise(point, sink, cookie));
}

/* With the point's turn. NULL: there is none of this cookie. */
static struct com_connection *take_out(struct com_connection_point *point, struct com_connections *connections,
                                       DWORD cookie)
{
    struct com_connection *connection = NULL;
    struct com_connection **place;

    EnterCriticalSection(&connections->lock);
    for (place = &connections->first; *place && (*place)->cookie != cookie; place = &(*place)->next) {
    }
    if (*place) {
        connection = *place;
        *place = connection->next;
        connections->count--;
    }
    LeaveCriticalSection(&connections->lock);
    if (connection && !connections->count && point->source->end) point->source->end(point->container->owner);
    return connection;
}

static HRESULT WINAPI point_Unadvise(IConnectionPoint *iface, DWORD cookie)
{
    struct com_connection_point *point = point_from(iface);
    struct com_connections *connections = peek_connections(point);
    struct com_connection *connection = NULL;

    com_error_clear();
    if (connections) {
        EnterCriticalSection(&connections->turn);
        connection = take_out(point, connections, cookie);
        LeaveCriticalSection(&connections->turn);
    }
    if (!connection) return report(point->container, &IID_IConnectionPoint, CONNECT_E_NOCONNECTION);
    com_connection_close(connection);
    com_connection_release(connection);
    return S_OK;
}

/* NULL without memory; none is no failure. */
static void **take_all(struct com_connections *connections, ULONG *count)
{
    struct com_connection *connection;
    void **items;

    *count = 0;
    if (!connections) return base_alloc(0);
    EnterCriticalSection(&connections->lock);
    items = base_alloc_array(connections->count, sizeof *items);
    for (connection = items ? connections->first : NULL; connection; connection = connection->next) {
        com_connection_add_ref(connection);
        items[(*count)++] = connection;
    }
    LeaveCriticalSection(&connections->lock);
    return items;
}

static HRESULT WINAPI point_EnumConnections(IConnectionPoint *iface, IEnumConnections **out)
{
    struct com_connection_point *point = point_from(iface);
    void **items;
    ULONG count;
    HRESULT hr;

    if (!out) return report(point->container, &IID_IConnectionPoint, E_POINTER);
    *out = NULL;
    com_error_clear();
    items = take_all(peek_connections(point), &count);
    if (!items) return report(point->container, &IID_IConnectionPoint, E_OUTOFMEMORY);
    hr = com_enum_connections_create(items, count, out);
    if (FAILED(hr)) {
        while (count)
            com_connection_release(items[--count]);
        base_free(items);
    }
    return report(point->container, &IID_IConnectionPoint, hr);
}

static const IConnectionPointVtbl point_vtbl = {
    point_QueryInterface,
    point_AddRef,
    point_Release,
    point_GetConnectionInterface,
    point_GetConnectionPointContainer,
    point_Advise,
    point_Unadvise,
    point_EnumConnections,
};

static IConnectionPoint *point_of(ISupportErrorInfo *iface)
{
    return &CONTAINING_RECORD(iface, struct com_connection_point, ISupportErrorInfo_iface)->IConnectionPoint_iface;
}

static HRESULT WINAPI point_ISupportErrorInfo_QueryInterface(ISupportErrorInfo *iface, REFIID iid, void **out)
{
    return IConnectionPoint_QueryInterface(point_of(iface), iid, out);
}

static ULONG WINAPI point_ISupportErrorInfo_AddRef(ISupportErrorInfo *iface)
{
    return IConnectionPoint_AddRef(point_of(iface));
}

static ULONG WINAPI point_ISupportErrorInfo_Release(ISupportErrorInfo *iface)
{
    return IConnectionPoint_Release(point_of(iface));
}

static HRESULT WINAPI point_InterfaceSupportsErrorInfo(ISupportErrorInfo *iface, REFIID iid)
{
    (void)iface;
    return IsEqualIID(iid, &IID_IConnectionPoint) ? S_OK : S_FALSE;
}

static const ISupportErrorInfoVtbl support_error_info_vtbl = {
    point_ISupportErrorInfo_QueryInterface,
    point_ISupportErrorInfo_AddRef,
    point_ISupportErrorInfo_Release,
    point_InterfaceSupportsErrorInfo,
};

bool com_connection_point_has_sinks(const struct com_connection_point *point)
{
    struct com_connections *connections = peek_connections(point);
    bool has_sinks;

    if (!connections) return false;
    EnterCriticalSection(&connections->lock);
    has_sinks = connections->count != 0;
    LeaveCriticalSection(&connections->lock);
    return has_sinks;
}

/* In the order in which the sinks were advised, which take_all turns round. */
static void deliver(struct com_connection_point *point,
                    void (*to)(struct com_connection *connection, DISPID event, const VARIANT *arguments, UINT count),
                    DISPID event, const VARIANT *arguments, UINT count)
{
    struct com_connections *connections = peek_connections(point);
    ULONG waiting;
    void **items;

    if (!connections) return;
    items = take_all(connections, &waiting);
    if (!items) return;
    while (waiting) {
        to(items[--waiting], event, arguments, count);
        com_connection_release(items[waiting]);
    }
    base_free(items);
}

void com_connection_point_post(struct com_connection_point *point, DISPID event, const VARIANT *arguments, UINT count)
{
    deliver(point, com_connection_post, event, arguments, count);
}

void com_connection_point_fire(struct com_connection_point *point, DISPID event, const VARIANT *arguments, UINT count)
{
    deliver(point, com_connection_fire, event, arguments, count);
}

/* ---------------------------------------------------------------------------------------- IConnectionPointContainer */

static struct com_connection_container *container_from(IConnectionPointContainer *iface)
{
    return CONTAINING_RECORD(iface, struct com_connection_container, IConnectionPointContainer_iface);
}

static HRESULT WINAPI container_QueryInterface(IConnectionPointContainer *iface, REFIID iid, void **out)
{
    return com_object_query_interface(container_from(iface)->owner, iid, out);
}

static ULONG WINAPI container_AddRef(IConnectionPointContainer *iface)
{
    return com_object_add_ref(container_from(iface)->owner);
}

static ULONG WINAPI container_Release(IConnectionPointContainer *iface)
{
    return com_object_release(container_from(iface)->owner);
}

static HRESULT WINAPI container_EnumConnectionPoints(IConnectionPointContainer *iface, IEnumConnectionPoints **out)
{
    struct com_connection_container *container = container_from(iface);
    void **items;
    HRESULT hr;
    ULONG i;

    if (!out) return report(container, &IID_IConnectionPointContainer, E_POINTER);
    *out = NULL;
    com_error_clear();
    items = base_alloc_array(container->count, sizeof *items);
    if (!items) return report(container, &IID_IConnectionPointContainer, E_OUTOFMEMORY);
    for (i = 0; i < container->count; i++) {
        items[i] = &container->points[i].IConnectionPoint_iface;
        IConnectionPoint_AddRef((IConnectionPoint *)items[i]);
    }
    hr = com_enum_connection_points_create(items, container->count, out);
    if (FAILED(hr)) {
        for (i = 0; i < container->count; i++)
            IConnectionPoint_Release((IConnectionPoint *)items[i]);
        base_free(items);
    }
    return report(container, &IID_IConnectionPointContainer, hr);
}

static HRESULT WINAPI container_FindConnectionPoint(IConnectionPointContainer *iface, REFIID iid,
                                                    IConnectionPoint **out)
{
    struct com_connection_container *container = container_from(iface);
    ULONG i;

    if (out) *out = NULL;
    if (!out || !iid) return report(container, &IID_IConnectionPointContainer, E_POINTER);
    com_error_clear();
    for (i = 0; i < container->count; i++) {
        if (!IsEqualIID(iid, container->points[i].source->iid)) continue;
        *out = &container->points[i].IConnectionPoint_iface;
        IConnectionPoint_AddRef(*out);
        return S_OK;
    }
    return report(container, &IID_IConnectionPointContainer, CONNECT_E_NOCONNECTION);
}

static const IConnectionPointContainerVtbl container_vtbl = {
    container_QueryInterface,      container_AddRef, container_Release, container_EnumConnectionPoints,
    container_FindConnectionPoint,
};

/* --------------------------------------------------------------------------------------------------------- its life */

static void destroy_connections(struct com_connection_point *point)
{
    struct com_connections *connections = point->connections;
    struct com_connection *connection;

    if (connections->first && point->source->end) point->source->end(point->container->owner);
    while ((connection = connections->first) != NULL) {
        connections->first = connection->next;
        com_connection_close(connection);
        com_connection_release(connection);
    }
    free_connections(connections);
}

void com_connection_container_init(struct com_connection_container *container, struct com_object *owner,
                                   const WCHAR *name, struct com_connection_point *points,
                                   const struct com_event_source *sources, ULONG count)
{
    ULONG i;

    container->IConnectionPointContainer_iface.lpVtbl = &container_vtbl;
    container->owner = owner;
    container->name = name;
    container->points = points;
    container->count = count;
    for (i = 0; i < count; i++) {
        points[i].IConnectionPoint_iface.lpVtbl = &point_vtbl;
        points[i].ISupportErrorInfo_iface.lpVtbl = &support_error_info_vtbl;
        points[i].container = container;
        points[i].source = &sources[i];
    }
}

void com_connection_container_destroy(struct com_connection_container *container)
{
    struct com_connection_point *point;

    while (container->count) {
        point = &container->points[--container->count];
        if (point->connections) destroy_connections(point);
        if (point->marshaler) IUnknown_Release(point->marshaler);
    }
}
