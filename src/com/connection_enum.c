/* IEnumConnections and IEnumConnectionPoints over snapshots that are taken when the enumerator is made. */
#include "com/connection_enum.h"

#include <string.h>

#include "base/alloc.h"
#include "com/connection.h"
#include "com/object.h"

/* What the elements are. */
struct kind {
    const struct com_class *class;
    size_t element_bytes;
    void (*hold)(void *item);
    void (*drop)(void *item);
    bool (*give)(void *item, void *elements, ULONG at); /* false: there is nothing to give */
};

struct enumerator {
    struct com_object object;
    IEnumConnections IEnumConnections_iface; /* each has one of the two */
    IEnumConnectionPoints IEnumConnectionPoints_iface;
    const struct kind *kind;
    void **items;
    ULONG count;
    CRITICAL_SECTION lock; /* position */
    ULONG position;
};

COM_UNKNOWN(enumerator, IEnumConnections)
COM_UNKNOWN(enumerator, IEnumConnectionPoints)

static HRESULT create(const struct kind *kind, void **items, ULONG count, struct enumerator **out);

static bool take_item(struct enumerator *enumerator, void **item)
{
    bool is_any;

    EnterCriticalSection(&enumerator->lock);
    is_any = enumerator->position < enumerator->count;
    if (is_any) *item = enumerator->items[enumerator->position++];
    LeaveCriticalSection(&enumerator->lock);
    return is_any;
}

/* A count that is not wanted may only be left out for one element (documentation of both). */
static HRESULT next(struct enumerator *enumerator, ULONG wanted, void *elements, ULONG *fetched)
{
    ULONG given = 0;
    void *item;

    if (fetched) *fetched = 0;
    if ((!elements && wanted) || (!fetched && wanted != 1)) return E_POINTER;
    if (wanted) memset(elements, 0, wanted * enumerator->kind->element_bytes);
    while (given < wanted && take_item(enumerator, &item)) {
        if (enumerator->kind->give(item, elements, given)) given++;
    }
    if (fetched) *fetched = given;
    return given == wanted ? S_OK : S_FALSE;
}

static HRESULT skip(struct enumerator *enumerator, ULONG count)
{
    ULONG rest;

    EnterCriticalSection(&enumerator->lock);
    rest = enumerator->count - enumerator->position;
    enumerator->position += count < rest ? count : rest;
    LeaveCriticalSection(&enumerator->lock);
    return count <= rest ? S_OK : S_FALSE;
}

static HRESULT reset(struct enumerator *enumerator)
{
    EnterCriticalSection(&enumerator->lock);
    enumerator->position = 0;
    LeaveCriticalSection(&enumerator->lock);
    return S_OK;
}

static HRESULT clone(struct enumerator *enumerator, struct enumerator **out)
{
    void **items = base_alloc_array(enumerator->count, sizeof *items);
    HRESULT hr;
    ULONG i;

    if (!items) return E_OUTOFMEMORY;
    for (i = 0; i < enumerator->count; i++) {
        items[i] = enumerator->items[i];
        enumerator->kind->hold(items[i]);
    }
    hr = create(enumerator->kind, items, enumerator->count, out);
    if (FAILED(hr)) {
        while (i)
            enumerator->kind->drop(items[--i]);
        base_free(items);
        return hr;
    }
    EnterCriticalSection(&enumerator->lock);
    (*out)->position = enumerator->position;
    LeaveCriticalSection(&enumerator->lock);
    return S_OK;
}

static void enumerator_destroy(struct com_object *object)
{
    struct enumerator *enumerator = CONTAINING_RECORD(object, struct enumerator, object);
    ULONG i;

    for (i = 0; i < enumerator->count; i++)
        enumerator->kind->drop(enumerator->items[i]);
    base_free(enumerator->items);
    DeleteCriticalSection(&enumerator->lock);
    base_free(enumerator);
}

/* ------------------------------------------------------------------------------------------------------ connections */

static void hold_connection(void *item)
{
    com_connection_add_ref(item);
}

static void drop_connection(void *item)
{
    com_connection_release(item);
}

static bool give_connection(void *item, void *elements, ULONG at)
{
    CONNECTDATA *element = (CONNECTDATA *)elements + at;
    struct com_connection *connection = item;

    if (FAILED(com_connection_get_sink(connection, &element->pUnk))) return false;
    element->dwCookie = connection->cookie;
    return true;
}

static HRESULT WINAPI connections_Next(IEnumConnections *iface, ULONG wanted, CONNECTDATA *elements, ULONG *fetched)
{
    return next(enumerator_from_IEnumConnections(iface), wanted, elements, fetched);
}

static HRESULT WINAPI connections_Skip(IEnumConnections *iface, ULONG count)
{
    return skip(enumerator_from_IEnumConnections(iface), count);
}

static HRESULT WINAPI connections_Reset(IEnumConnections *iface)
{
    return reset(enumerator_from_IEnumConnections(iface));
}

static HRESULT WINAPI connections_Clone(IEnumConnections *iface, IEnumConnections **out)
{
    struct enumerator *cloned;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    hr = clone(enumerator_from_IEnumConnections(iface), &cloned);
    if (SUCCEEDED(hr)) *out = &cloned->IEnumConnections_iface;
    return hr;
}

static const IEnumConnectionsVtbl connections_vtbl = {
    COM_UNKNOWN_METHODS(enumerator, IEnumConnections),
    connections_Next,
    connections_Skip,
    connections_Reset,
    connections_Clone,
};

static const struct com_interface connections_interfaces[] = {
    {&IID_IEnumConnections, offsetof(struct enumerator, IEnumConnections_iface)},
};

static const struct com_class connections_class = {
    .is_agile = true,
    .interfaces = connections_interfaces,
    .interface_count = ARRAYSIZE(connections_interfaces),
    .destroy = enumerator_destroy,
};

static const struct kind connections = {&connections_class, sizeof(CONNECTDATA), hold_connection, drop_connection,
                                        give_connection};

/* ----------------------------------------------------------------------------------------------------------- points */

static void hold_point(void *item)
{
    IConnectionPoint_AddRef((IConnectionPoint *)item);
}

static void drop_point(void *item)
{
    IConnectionPoint_Release((IConnectionPoint *)item);
}

static bool give_point(void *item, void *elements, ULONG at)
{
    ((IConnectionPoint **)elements)[at] = item;
    hold_point(item);
    return true;
}

static HRESULT WINAPI points_Next(IEnumConnectionPoints *iface, ULONG wanted, IConnectionPoint **elements,
                                  ULONG *fetched)
{
    return next(enumerator_from_IEnumConnectionPoints(iface), wanted, elements, fetched);
}

static HRESULT WINAPI points_Skip(IEnumConnectionPoints *iface, ULONG count)
{
    return skip(enumerator_from_IEnumConnectionPoints(iface), count);
}

static HRESULT WINAPI points_Reset(IEnumConnectionPoints *iface)
{
    return reset(enumerator_from_IEnumConnectionPoints(iface));
}

static HRESULT WINAPI points_Clone(IEnumConnectionPoints *iface, IEnumConnectionPoints **out)
{
    struct enumerator *cloned;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    hr = clone(enumerator_from_IEnumConnectionPoints(iface), &cloned);
    if (SUCCEEDED(hr)) *out = &cloned->IEnumConnectionPoints_iface;
    return hr;
}

static const IEnumConnectionPointsVtbl points_vtbl = {
    COM_UNKNOWN_METHODS(enumerator, IEnumConnectionPoints), points_Next, points_Skip, points_Reset, points_Clone,
};

static const struct com_interface points_interfaces[] = {
    {&IID_IEnumConnectionPoints, offsetof(struct enumerator, IEnumConnectionPoints_iface)},
};

static const struct com_class points_class = {
    .is_agile = true,
    .interfaces = points_interfaces,
    .interface_count = ARRAYSIZE(points_interfaces),
    .destroy = enumerator_destroy,
};

static const struct kind points = {&points_class, sizeof(IConnectionPoint *), hold_point, drop_point, give_point};

/* --------------------------------------------------------------------------------------------------------- creation */

static HRESULT create(const struct kind *kind, void **items, ULONG count, struct enumerator **out)
{
    struct enumerator *enumerator = base_alloc(sizeof *enumerator);

    if (!enumerator) return E_OUTOFMEMORY;
    enumerator->IEnumConnections_iface.lpVtbl = &connections_vtbl;
    enumerator->IEnumConnectionPoints_iface.lpVtbl = &points_vtbl;
    if (!InitializeCriticalSectionAndSpinCount(&enumerator->lock, 0)) {
        base_free(enumerator);
        return E_OUTOFMEMORY;
    }
    com_object_init(&enumerator->object, kind->class);
    enumerator->kind = kind;
    enumerator->items = items;
    enumerator->count = count;
    *out = enumerator;
    return S_OK;
}

HRESULT com_enum_connections_create(void **items, ULONG count, IEnumConnections **out)
{
    struct enumerator *enumerator;
    HRESULT hr = create(&connections, items, count, &enumerator);

    if (SUCCEEDED(hr)) *out = &enumerator->IEnumConnections_iface;
    return hr;
}

HRESULT com_enum_connection_points_create(void **items, ULONG count, IEnumConnectionPoints **out)
{
    struct enumerator *enumerator;
    HRESULT hr = create(&points, items, count, &enumerator);

    if (SUCCEEDED(hr)) *out = &enumerator->IEnumConnectionPoints_iface;
    return hr;
}
