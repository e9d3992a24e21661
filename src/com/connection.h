/* One sink that has been advised: where it is kept, and the events that wait for it.
 *
 * The sink is a foreign pointer: it is kept in the Global Interface Table and fetched anew for each call, so that it is
 * called in the apartment that advised. Each connection delivers for itself, in order, on a thread that lives while
 * something waits: a sink that takes its time, or never returns, keeps up nobody else.
 */
#ifndef OPENIMAPI2_COM_CONNECTION_H
#define OPENIMAPI2_COM_CONNECTION_H

#include <stdbool.h>
#include <windows.h>
#include <ocidl.h>

#include "com/object.h"

struct com_waiting_event;

enum { COM_WAITING_EVENTS_MAX = 1024 }; /* for a sink that does not return; later ones are lost for it */

struct com_connection {
    struct com_connection *next; /* the connection point's */
    DWORD cookie;                /* likewise: what Advise gave out */

    LONG references;
    struct com_object *owner;     /* borrowed; events and the delivering thread hold it */
    const IID *iid;               /* by which the sink is registered: IDispatch, or the events' own */
    IGlobalInterfaceTable *table; /* held: giving the sink back cannot fail for want of it; good in any apartment */
    DWORD kept;                   /* the sink's place there */

    CRITICAL_SECTION lock; /* the rest */
    struct com_waiting_event *first, **last;
    unsigned waiting;
    unsigned fetching; /* calls that take the sink out of the table */
    bool is_delivering, is_closed;
};

/* sink: as handed to Advise. It must answer IDispatch or `events`, whose methods need not be there: it is called
 * through IDispatch::Invoke alone. Where it answers both by different pointers, the one of `events` is called.
 * CONNECT_E_CANNOTCONNECT, E_OUTOFMEMORY, or what the Global Interface Table says (CO_E_NOTINITIALIZED).
 */
HRESULT com_connection_create(struct com_object *owner, REFIID events, IUnknown *sink, struct com_connection **out);
void com_connection_add_ref(struct com_connection *connection);
void com_connection_release(struct com_connection *connection);

/* Once: drop what waits, give the sink back. No call begins afterwards; one that has begun goes on. */
void com_connection_close(struct com_connection *connection);

/* The sink, as the calling thread's apartment may use it. Fails when it was closed, or the sink's apartment is gone. */
HRESULT com_connection_get_sink(struct com_connection *connection, IDispatch **sink);

/* Call the sink on this thread, and return when it has: in its own apartment, so that one of another single-threaded
 * apartment is called when its thread dispatches messages. arguments: in the order of DISPPARAMS, the last one first.
 * The caller holds the owner and the connection, and no lock.
 */
void com_connection_fire(struct com_connection *connection, DISPID event, const VARIANT *arguments, UINT count);

/* Let the sink be called, soon and on another thread. arguments are copied. The caller holds the owner and the
 * connection. Without memory, or with too many events waiting, the event is lost for this sink.
 */
void com_connection_post(struct com_connection *connection, DISPID event, const VARIANT *arguments, UINT count);

#endif
