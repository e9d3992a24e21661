/* Connection points, and a sink at one. */
#include "hostile/by_hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <ocidl.h>
#include <cmocka.h>

#include "com/com_fixture.h"
#include "support/event_sink.h"

static IID events_of(IConnectionPoint *point)
{
    IID iid;

    assert_hr(IConnectionPoint_GetConnectionInterface(point, &iid), S_OK);
    return iid;
}

static HRESULT find_point(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IConnectionPointContainer *container = (IConnectionPointContainer *)iface;
    IEnumConnectionPoints *points;
    IConnectionPoint *point;
    void *out = nonsense;
    HRESULT hr;
    IID iid;

    assert_hr(IConnectionPointContainer_EnumConnectionPoints(container, &points), S_OK);
    assert_hr(IEnumConnectionPoints_Next(points, 1, &point, NULL), S_OK);
    iid = events_of(point);
    IConnectionPoint_Release(point);
    IEnumConnectionPoints_Release(points);
    surface_armed(true);
    hr = IConnectionPointContainer_FindConnectionPoint(container, &iid, (IConnectionPoint **)&out);
    surface_armed(false);
    finish_interface(hr, out, result, text);
    return hr;
}

static HRESULT connection_interface(IUnknown *iface, struct surface_result *result, struct text *text)
{
    HRESULT hr;
    IID iid;

    memset(&iid, 0x5A, sizeof iid);
    surface_armed(true);
    hr = IConnectionPoint_GetConnectionInterface((IConnectionPoint *)iface, &iid);
    surface_armed(false);
    if (FAILED(hr) && !IsEqualGUID(&iid, &GUID_NULL)) undefined(result, text, "an IID is left");
    if (SUCCEEDED(hr)) text_printf(text, "%08lx", (unsigned long)iid.Data1);
    return hr;
}

struct connection {
    IConnectionPoint *point;
    struct event_sink sink;
    IID events;
    DWORD cookie;
};

static void begin_connection(struct connection *connection, IUnknown *iface)
{
    connection->point = (IConnectionPoint *)iface;
    connection->events = events_of(connection->point);
    connection->cookie = 0;
    sink_begin(&connection->sink, &connection->events, SINK_BOTH);
}

static HRESULT connect_sink(struct connection *connection)
{
    return IConnectionPoint_Advise(connection->point, (IUnknown *)&connection->sink.IDispatch_iface,
                                   &connection->cookie);
}

/* Nobody may hold the sink any more. What the method said of its failure stays said. */
static void end_connection(struct connection *connection, struct surface_result *result, struct text *text)
{
    IErrorInfo *info = NULL;

    (void)GetErrorInfo(0, &info);
    if (connection->cookie) assert_hr(IConnectionPoint_Unadvise(connection->point, connection->cookie), S_OK);
    SetErrorInfo(0, info);
    if (info) IErrorInfo_Release(info);
    if (connection->sink.references != 1) undefined(result, text, "the sink is held");
}

static HRESULT advise(IUnknown *iface, struct surface_result *result, struct text *text)
{
    static struct connection connection;
    HRESULT hr;

    begin_connection(&connection, iface);
    connection.cookie = (DWORD)NONSENSE;
    surface_armed(true);
    hr = connect_sink(&connection);
    surface_armed(false);
    if (FAILED(hr) && connection.cookie) {
        undefined(result, text, "a cookie is left");
        connection.cookie = 0;
    }
    if (SUCCEEDED(hr) && !connection.cookie) undefined(result, text, "no cookie");
    end_connection(&connection, result, text);
    return hr;
}

static HRESULT unadvise(IUnknown *iface, struct surface_result *result, struct text *text)
{
    static struct connection connection;
    HRESULT hr;

    begin_connection(&connection, iface);
    assert_hr(connect_sink(&connection), S_OK);
    surface_armed(true);
    hr = IConnectionPoint_Unadvise(connection.point, connection.cookie);
    surface_armed(false);
    if (SUCCEEDED(hr)) connection.cookie = 0;
    end_connection(&connection, result, text);
    return hr;
}

static HRESULT enum_connections(IUnknown *iface, struct surface_result *result, struct text *text)
{
    static struct connection connection;
    void *out = nonsense;
    HRESULT hr;

    begin_connection(&connection, iface);
    assert_hr(connect_sink(&connection), S_OK);
    surface_armed(true);
    hr = IConnectionPoint_EnumConnections(connection.point, (IEnumConnections **)&out);
    surface_armed(false);
    finish_interface(hr, out, result, text);
    end_connection(&connection, result, text);
    return hr;
}

/* A method of the enumerator of a point with one connection. */
static HRESULT with_enumerator(IUnknown *iface,
                               HRESULT (*call)(IEnumConnections *, struct surface_result *, struct text *),
                               struct surface_result *result, struct text *text)
{
    static struct connection connection;
    IEnumConnections *connections;
    HRESULT hr;

    begin_connection(&connection, iface);
    assert_hr(connect_sink(&connection), S_OK);
    assert_hr(IConnectionPoint_EnumConnections(connection.point, &connections), S_OK);
    hr = call(connections, result, text);
    IEnumConnections_Release(connections);
    end_connection(&connection, result, text);
    return hr;
}

static HRESULT call_next(IEnumConnections *connections, struct surface_result *result, struct text *text)
{
    CONNECTDATA data = {(IUnknown *)nonsense, (DWORD)NONSENSE};
    ULONG fetched = (ULONG)NONSENSE;
    HRESULT hr;

    surface_armed(true);
    hr = IEnumConnections_Next(connections, 1, &data, &fetched);
    surface_armed(false);
    if (hr == S_OK) {
        text_printf(text, "%lu", (unsigned long)fetched);
        IUnknown_Release(data.pUnk);
    } else if (FAILED(hr) && (fetched || data.pUnk || data.dwCookie)) {
        undefined(result, text, "a connection is left");
    }
    return hr;
}

static HRESULT call_skip(IEnumConnections *connections, struct surface_result *result, struct text *text)
{
    HRESULT hr;

    (void)result, (void)text;
    surface_armed(true);
    hr = IEnumConnections_Skip(connections, 1);
    surface_armed(false);
    return hr;
}

static HRESULT call_clone(IEnumConnections *connections, struct surface_result *result, struct text *text)
{
    void *out = nonsense;
    HRESULT hr;

    surface_armed(true);
    hr = IEnumConnections_Clone(connections, (IEnumConnections **)&out);
    surface_armed(false);
    finish_interface(hr, out, result, text);
    return hr;
}

static HRESULT connections_next(IUnknown *iface, struct surface_result *result, struct text *text)
{
    return with_enumerator(iface, call_next, result, text);
}

static HRESULT connections_skip(IUnknown *iface, struct surface_result *result, struct text *text)
{
    return with_enumerator(iface, call_skip, result, text);
}

static HRESULT connections_clone(IUnknown *iface, struct surface_result *result, struct text *text)
{
    return with_enumerator(iface, call_clone, result, text);
}

static const struct surface_by_hand_row rows[] = {
    {"IConnectionPointContainer", &IID_IConnectionPointContainer, "FindConnectionPoint", find_point, false},
    {"IConnectionPoint", &IID_IConnectionPoint, "GetConnectionInterface", connection_interface, false},
    {"IConnectionPoint", &IID_IConnectionPoint, "Advise", advise, false},
    {"IConnectionPoint", &IID_IConnectionPoint, "Unadvise", unadvise, false},
    {"IConnectionPoint", &IID_IConnectionPoint, "EnumConnections of a sink", enum_connections, false},
    {"IConnectionPoint", &IID_IConnectionPoint, "IEnumConnections::Next of a sink", connections_next, true},
    {"IConnectionPoint", &IID_IConnectionPoint, "IEnumConnections::Skip of a sink", connections_skip, true},
    {"IConnectionPoint", &IID_IConnectionPoint, "IEnumConnections::Clone of a sink", connections_clone, true},
};
const struct surface_by_hand_group by_hand_events = {rows, ARRAYSIZE(rows)};
