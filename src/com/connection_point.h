/* Events: the connection points of an object, as members of its struct.
 *
 *     struct master { struct com_object object; ...; struct com_connection_container container;
 *                     struct com_connection_point events; };
 *
 * The container's interface is a row of the object's table: {&IID_IConnectionPointContainer, offsetof(struct master,
 * container.IConnectionPointContainer_iface)}. To COM, a connection point is an object of its own; it lives as long as
 * its owner, and references to it count as references to the owner.
 */
#ifndef OPENIMAPI2_COM_CONNECTION_POINT_H
#define OPENIMAPI2_COM_CONNECTION_POINT_H

#include <windows.h>
#include <ocidl.h>

#include "com/connection.h"
#include "com/object.h"

enum { COM_CONNECTIONS_MAX = 256 }; /* per point; Advise then fails with CONNECT_E_ADVISELIMIT */

/* The events of one point. begin is called before the first sink is added; if it fails, Advise fails with its HRESULT.
 * end is called after the last sink is removed, or when the owner is destroyed while sinks remain. Calls of the two
 * never overlap, and no lock that a post takes is held.
 */
struct com_event_source {
    const IID *iid;
    HRESULT (*begin)(struct com_object *owner);
    void (*end)(struct com_object *owner);
};

struct com_connection_point {
    IConnectionPoint IConnectionPoint_iface;
    ISupportErrorInfo ISupportErrorInfo_iface;
    struct com_connection_container *container;
    const struct com_event_source *source;
    IUnknown *marshaler; /* see com_marshaler_query; its outer object is the point, which forwards to the owner */
    struct com_connections *connections; /* NULL before the first one: most objects never get a sink */
};

struct com_connection_container {
    IConnectionPointContainer IConnectionPointContainer_iface;
    struct com_object *owner;
    const WCHAR *name; /* of the owner's class, for IErrorInfo */
    struct com_connection_point *points;
    ULONG count;
};

/* name: ProgID, constant. points: `count` of them, in the owner's memory, initially zero. sources: as many, constant.
 */
void com_connection_container_init(struct com_connection_container *container, struct com_object *owner,
                                   const WCHAR *name, struct com_connection_point *points,
                                   const struct com_event_source *sources, ULONG count);

/* Call from the owner's destroy function, before anything that begin has set up is released. */
void com_connection_container_destroy(struct com_connection_container *container);

/* Whether a sink is registered at this moment: for events whose arguments are expensive to make. */
bool com_connection_point_has_sinks(const struct com_connection_point *point);

/* Call every sink that is registered now, one after the other in the order of Advise, as com_connection_fire does;
 * return when all have returned. For a method that reports its own progress: a sink may advise, unadvise, call the
 * method's object and release it. A sink that is unadvised meanwhile is no longer called; a sink that is advised
 * meanwhile gets the next event. The HRESULTs of the sinks are ignored. arguments: the last one comes first, as in
 * DISPPARAMS. The caller is in an apartment, holds a reference to the owner, and holds no lock. If memory is lacking,
 * the event is lost.
 */
void com_connection_point_fire(struct com_connection_point *point, DISPID event, const VARIANT *arguments, UINT count);

/* The same, but each sink is called on a thread of its own, and the function does not wait: for events that do not
 * concern a method that is running. arguments are copied.
 */
void com_connection_point_post(struct com_connection_point *point, DISPID event, const VARIANT *arguments, UINT count);

#endif
