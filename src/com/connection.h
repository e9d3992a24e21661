/* One sink that has been advised: where it is kept, and the events that wait for it.
 *
 * The sink is a foreign pointer, and is called in the apartment that advised it: by a courier (courier.h), which is
 * fetched anew for each call. One that any thread may call is called where the event is delivered. Each connection
 * delivers for itself, in order, on a thread that lives while something waits: a sink that takes its time, or never
 * returns, keeps up nobody else.
 */
#ifndef OPENIMAPI2_COM_CONNECTION_H
#define OPENIMAPI2_COM_CONNECTION_H

#include <stdbool.h>
#include <windows.h>
#include <ocidl.h>

#include "com/event.h"
#include "com/global_interface.h"
#include "com/object.h"

enum { COM_WAITING_EVENTS_MAX = 1024 }; /* for a sink that does not return; later ones are lost for it */

struct com_connection {
    struct com_connection *next; /* the connection point's */
    DWORD cookie;                /* likewise: what Advise gave out */

    LONG references;
    struct com_object *owner; /* borrowed; events and the delivering thread hold it */
    DWORD apartment;          /* COINIT_...: of a thread that calls the sink */
    volatile LONG is_closed;  /* written with the lock */

    CRITICAL_SECTION lock;      /* the rest */
    IDispatch *direct;          /* courier of a sink that any thread may call; NULL once closed */
    struct com_global *courier; /* of any other; likewise */
    struct com_event *first, **last;
    unsigned waiting;
    bool is_delivering;
};

/* sink: as handed to Advise. It must answer IDispatch or `events`, whose methods need not be there: it is called
 * through IDispatch::Invoke alone. Where it answers both by different pointers, the one of `events` is called: a .NET
 * object answers IDispatch with its default interface, which need not be the events' one.
 * CONNECT_E_CANNOTCONNECT, E_OUTOFMEMORY, or what the Global Interface Table says (CO_E_NOTINITIALIZED).
 */
HRESULT com_connection_create(struct com_object *owner, REFIID events, IUnknown *sink, struct com_connection **out);
void com_connection_add_ref(struct com_connection *connection);
void com_connection_release(struct com_connection *connection);

/* Once: drop what waits, give the sink back. A call that has begun goes on. No call begins afterwards, but for one that
 * was just about to where a sink that several threads may call is closed by another of them.
 */
void com_connection_close(struct com_connection *connection);

/* The sink, as the calling thread's apartment may use it: that of a single-threaded apartment is asked for there, which
 * has to dispatch messages. Fails when the connection was closed, or the sink's apartment is gone.
 */
HRESULT com_connection_get_sink(struct com_connection *connection, IUnknown **sink);

/* Call the sink, and return when it has returned. One of a single-threaded apartment is called by that one's thread,
 * when it dispatches messages; a caller in another single-threaded apartment dispatches calls to itself meanwhile, so
 * that a client may come back to it. arguments: in the order of DISPPARAMS, the last one first; they are copied. The
 * caller holds the owner and the connection, and no lock. Without memory the event is lost for this sink.
 */
void com_connection_fire(struct com_connection *connection, DISPID id, const VARIANT *arguments, UINT count);

/* Let the sink be called, soon and on another thread. arguments are copied. The caller holds the owner and the
 * connection. Without memory, or with too many events waiting, the event is lost for this sink.
 */
void com_connection_post(struct com_connection *connection, DISPID id, const VARIANT *arguments, UINT count);

#endif
