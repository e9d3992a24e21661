/* One sink that has been advised: where it is kept, and the events that wait for it.
 *
 * The sink is a foreign pointer, and is called in the apartment that advised it: by a courier (courier.h), which is
 * fetched anew for each call. One that any thread may call is called directly. Each connection delivers for itself, in
 * order, on a thread that lives while something waits: a sink that takes its time, or never returns, keeps up nobody
 * else.
 */
#ifndef OPENIMAPI2_COM_CONNECTION_H
#define OPENIMAPI2_COM_CONNECTION_H

#include <stdbool.h>
#include <windows.h>
#include <ocidl.h>

#include "com/global_interface.h"
#include "com/object.h"

struct com_waiting_event;

enum { COM_WAITING_EVENTS_MAX = 1024 }; /* for a sink that does not return; later ones are lost for it */

struct com_connection {
    struct com_connection *next; /* the connection point's */
    DWORD cookie;                /* likewise: what Advise gave out */

    LONG references;
    struct com_object *owner; /* borrowed; events and the delivering thread hold it */
    bool is_agile;            /* any thread may call the sink */
    DWORD apartment;          /* COINIT_...: of the thread that delivers */
    volatile LONG is_closed;  /* written with the lock */

    CRITICAL_SECTION lock;      /* the rest */
    IDispatch *sink;            /* of an agile one; NULL once closed */
    struct com_global *courier; /* of any other; likewise */
    struct com_waiting_event *first, **last;
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

/* Once: drop what waits, give the sink back. No call begins afterwards; one that has begun goes on. */
void com_connection_close(struct com_connection *connection);

/* The sink, as the calling thread's apartment may use it. Fails when it was closed, or the sink's apartment is gone. */
HRESULT com_connection_get_sink(struct com_connection *connection, IUnknown **sink);

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
