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

/* -------------------------------------------------------------------------------------------------- IConnectionPoint */

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

/* With the point's turn. */
static HRESULT insert(struct com_connection_point *point, struct com_connection *connection)
{
    const struct com_event_source *source = point->source;
    HRESULT hr;

    if (point->count == COM_CONNECTIONS_MAX) return CONNECT_E_ADVISELIMIT;
    if (!point->count && source->begin) {
        hr = source->begin(point->container->owner);
        if (FAILED(hr)) return hr;
    }
    EnterCriticalSection(&point->lock);
    connection->cookie = ++point->last_cookie ? point->last_cookie : ++point->last_cookie; /* 0 is none */
    connection->next = point->first;
    point->first = connection;
    point->count++;
    LeaveCriticalSection(&point->lock);
    return S_OK;
}

static HRESULT advise(struct com_connection_point *point, IUnknown *sink, DWORD *cookie)
{
    struct com_connection *connection;
    HRESULT hr;

    hr = com_connection_create(point->container->owner, point->source->iid, sink, &connection);
    if (FAILED(hr)) return hr;

    EnterCriticalSection(&point->turn);
    hr = insert(point, connection);
    if (SUCCEEDED(hr)) *cookie = connection->cookie;
    LeaveCriticalSection(&point->turn);
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
static struct com_connection *take_out(struct com_connection_point *point, DWORD cookie)
{
    struct com_connection *connection = NULL;
    struct com_connection **place;

    EnterCriticalSection(&point->lock);
    for (place = &point->first; *place && (*place)->cookie != cookie; place = &(*place)->next) {
    }
    if (*place) {
        connection = *place;
        *place = connection->next;
        point->count--;
    }
    LeaveCriticalSection(&point->lock);
    if (connection && !point->count && point->source->end) point->source->end(point->container->owner);
    return connection;
}

static HRESULT WINAPI point_Unadvise(IConnectionPoint *iface, DWORD cookie)
{
    struct com_connection_point *point = point_from(iface);
    struct com_connection *connection;

    com_error_clear();
    EnterCriticalSection(&point->turn);
    connection = take_out(point, cookie);
    LeaveCriticalSection(&point->turn);
    if (!connection) return report(point->container, &IID_IConnectionPoint, CONNECT_E_NOCONNECTION);
    com_connection_close(connection);
    com_connection_release(connection);
    return S_OK;
}

static HRESULT WINAPI point_EnumConnections(IConnectionPoint *iface, IEnumConnections **out)
{
    struct com_connection_point *point = point_from(iface);
    struct com_connection *connection;
    void **items;
    ULONG count = 0;
    HRESULT hr;

    if (!out) return report(point->container, &IID_IConnectionPoint, E_POINTER);
    *out = NULL;
    com_error_clear();
    EnterCriticalSection(&point->lock);
    items = base_alloc_array(point->count, sizeof *items);
    for (connection = items ? point->first : NULL; connection; connection = connection->next) {
        com_connection_add_ref(connection);
        items[count++] = connection;
    }
    LeaveCriticalSection(&point->lock);
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

void com_connection_point_post(struct com_connection_point *point, DISPID event, const VARIANT *arguments, UINT count)
{
    struct com_connection *connection;

    /* Nothing foreign is called here: it only begins to wait for its thread. */
    EnterCriticalSection(&point->lock);
    for (connection = point->first; connection; connection = connection->next)
        com_connection_post(connection, event, arguments, count);
    LeaveCriticalSection(&point->lock);
}

/* ------------------------------------------------------------------------------------------- IConnectionPointContainer */

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

/* ---------------------------------------------------------------------------------------------------------- its life */

static HRESULT init_point(struct com_connection_point *point, struct com_connection_container *container,
                          const struct com_event_source *source)
{
    point->IConnectionPoint_iface.lpVtbl = &point_vtbl;
    point->ISupportErrorInfo_iface.lpVtbl = &support_error_info_vtbl;
    point->container = container;
    point->source = source;
    if (!InitializeCriticalSectionAndSpinCount(&point->turn, 0)) return E_OUTOFMEMORY;
    if (InitializeCriticalSectionAndSpinCount(&point->lock, 0)) return S_OK;
    DeleteCriticalSection(&point->turn);
    return E_OUTOFMEMORY;
}

static void destroy_point(struct com_connection_point *point)
{
    struct com_connection *connection;

    if (point->first && point->source->end) point->source->end(point->container->owner);
    while ((connection = point->first) != NULL) {
        point->first = connection->next;
        com_connection_close(connection);
        com_connection_release(connection);
    }
    if (point->marshaler) IUnknown_Release(point->marshaler);
    DeleteCriticalSection(&point->lock);
    DeleteCriticalSection(&point->turn);
}

HRESULT com_connection_container_init(struct com_connection_container *container, struct com_object *owner,
                                      const WCHAR *name, struct com_connection_point *points,
                                      const struct com_event_source *sources, ULONG count)
{
    HRESULT hr;

    container->IConnectionPointContainer_iface.lpVtbl = &container_vtbl;
    container->owner = owner;
    container->name = name;
    container->points = points;
    for (container->count = 0; container->count < count; container->count++) {
        hr = init_point(&points[container->count], container, &sources[container->count]);
        if (FAILED(hr)) {
            com_connection_container_destroy(container);
            return hr;
        }
    }
    return S_OK;
}

void com_connection_container_destroy(struct com_connection_container *container)
{
    while (container->count)
        destroy_point(&container->points[--container->count]);
}
