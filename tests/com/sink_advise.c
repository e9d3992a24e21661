/* An event sink at a connection point of ours. */
#include "com/sink_advise.h"

#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

IConnectionPoint *sink_point(IUnknown *object, REFIID events)
{
    IConnectionPointContainer *container;
    IConnectionPoint *point;

    assert_hr(IUnknown_QueryInterface(object, &IID_IConnectionPointContainer, (void **)&container), S_OK);
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, events, &point), S_OK);
    IConnectionPointContainer_Release(container);
    return point;
}

DWORD sink_advise(IUnknown *object, struct event_sink *sink)
{
    IConnectionPoint *point = sink_point(object, sink->events);
    DWORD cookie = 0;

    assert_hr(IConnectionPoint_Advise(point, (IUnknown *)&sink->IDispatch_iface, &cookie), S_OK);
    assert_int_not_equal(cookie, 0);
    IConnectionPoint_Release(point);
    return cookie;
}

HRESULT sink_unadvise(IUnknown *object, REFIID events, DWORD cookie)
{
    IConnectionPoint *point = sink_point(object, events);
    HRESULT hr = IConnectionPoint_Unadvise(point, cookie);

    IConnectionPoint_Release(point);
    return hr;
}
