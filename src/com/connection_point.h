/* Events: the connection points of an object, as members of it.
 *
 *     struct master { struct com_object object; ...; struct com_connection_container container;
 *                     struct com_connection_point events; };
 *
 * The container's interface stands in the object's table: {&IID_IConnectionPointContainer, offsetof(struct master,
 * container.IConnectionPointContainer_iface)}. A connection point is an object of its own to COM, and lives as long as
 * its owner: references to it are the owner's.
 */
#ifndef OPENIMAPI2_COM_CONNECTION_POINT_H
#define OPENIMAPI2_COM_CONNECTION_POINT_H

#include <windows.h>
#include <ocidl.h>

#include "com/connection.h"
#include "com/object.h"

enum { COM_CONNECTIONS_MAX = 256 }; /* of one point; then CONNECT_E_ADVISELIMIT */

/* The events of one point. begin comes before the first sink is taken, and its failure is Advise's; end comes after the
 * last one has gone, or when the owner goes while there are any. They come in turn, and no lock is held that a post
 * takes.
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
    struct com_connections *connections; /* NULL before the first one: most objects' events interest nobody */
};

struct com_connection_container {
    IConnectionPointContainer IConnectionPointContainer_iface;
    struct com_object *owner;
    const WCHAR *name; /* of the owner's class, in IErrorInfo */
    struct com_connection_point *points;
    ULONG count;
};

/* name: ProgID, constant. points: `count` of them, in the owner's memory, zero at first; sources as many, constant. */
void com_connection_container_init(struct com_connection_container *container, struct com_object *owner,
                                   const WCHAR *name, struct com_connection_point *points,
                                   const struct com_event_source *sources, ULONG count);

/* From the owner's destroy function, before anything that begin has set up is gone. */
void com_connection_container_destroy(struct com_connection_container *container);

/* Whether anybody listens, at this moment: for events whose arguments cost something. */
bool com_connection_point_has_sinks(const struct com_connection_point *point);

/* Call every sink that is connected now, one after the other in the order of Advise, as com_connection_fire does;
 * return when all have returned. For a method that reports its own progress: a sink may advise, unadvise, call the
 * method's object and release it. A sink that is unadvised meanwhile is not called any more, one that is advised
 * meanwhile hears the next event. The sinks' HRESULTs are not looked at. arguments: the last one comes first, as in
 * DISPPARAMS. The caller is in an apartment, holds a reference to the owner, and holds no lock. Without memory the
 * event is lost.
 */
void com_connection_point_fire(struct com_connection_point *point, DISPID event, const VARIANT *arguments, UINT count);

/* The same, but each sink on a thread of its own, without waiting for any: for what no method of the caller's is about.
 * arguments are copied.
 */
void com_connection_point_post(struct com_connection_point *point, DISPID event, const VARIANT *arguments, UINT count);

#endif
