/* One registered sink: a reference to it, and the events that wait for it.
 *
 * The sink belongs to the client and is called in the apartment that registered it, through a courier (courier.h) that
 * is fetched for each call. A sink that any thread may call is called on the delivering thread itself. Each connection
 * delivers its own events, in order, on a thread that lives while events wait: a sink that is slow, or never returns,
 * delays no other sink.
 */
#ifndef OPENIMAPI2_COM_CONNECTION_H
#define OPENIMAPI2_COM_CONNECTION_H

#include <stdbool.h>
#include <windows.h>
#include <ocidl.h>

#include "com/event.h"
#include "com/global_interface.h"
#include "com/object.h"

enum { COM_WAITING_EVENTS_MAX = 1024 }; /* per sink, if it does not return; it misses later events */

struct com_connection {
    struct com_connection *next; /* in the connection point's list */
    DWORD cookie;                /* likewise; the number that Advise returned */

    LONG references;
    struct com_object *owner; /* borrowed; the delivering thread holds a reference */
    DWORD apartment;          /* COINIT_... of the threads that call the sink */
    volatile LONG is_closed;  /* written under the lock */

    CRITICAL_SECTION lock;      /* guards the members below */
    IDispatch *direct;          /* courier, if any thread may call the sink; NULL once closed */
    struct com_global *courier; /* courier of any other sink; NULL once closed */
    struct com_event *first, **last;
    unsigned waiting;
    bool is_delivering;
};

/* sink: the argument of Advise. It must answer IDispatch or `events`. The methods of `events` need not be implemented:
 * the sink is called only through IDispatch::Invoke. If it answers both with different pointers, the pointer for
 * `events` is called: a .NET object answers IDispatch with its default interface, which need not be the event
 * interface.
 * Errors: CONNECT_E_CANNOTCONNECT, E_OUTOFMEMORY, or the error of the Global Interface Table (CO_E_NOTINITIALIZED).
 */
HRESULT com_connection_create(struct com_object *owner, REFIID events, IUnknown *sink, struct com_connection **out);
void com_connection_add_ref(struct com_connection *connection);
void com_connection_release(struct com_connection *connection);

/* Call once: drops the waiting events and releases the sink. A call in progress continues. No call begins afterwards,
 * with one exception: if several threads may call the sink and one of them closes the connection, a call that another
 * thread was just about to make may still begin.
 */
void com_connection_close(struct com_connection *connection);

/* The sink, as a pointer that is valid in the calling thread's apartment. If the sink lives in a single-threaded
 * apartment, it is requested there, and that apartment must dispatch messages. Fails if the connection is closed or the
 * sink's apartment is gone.
 */
HRESULT com_connection_get_sink(struct com_connection *connection, IUnknown **sink);

/* Call the sink and return when it has returned. A sink in a single-threaded apartment is called by that apartment's
 * thread when it dispatches messages. A caller in another single-threaded apartment dispatches incoming calls
 * meanwhile, so that a client may call back. arguments: in the order of DISPPARAMS, the last one first; they are
 * copied. The caller holds references to the owner and the connection, and no lock. If memory is lacking, the sink
 * misses the event.
 */
void com_connection_fire(struct com_connection *connection, DISPID id, const VARIANT *arguments, UINT count);

/* Queue a call of the sink, to be made soon on another thread. arguments are copied. The caller holds references to the
 * owner and the connection. If memory is lacking, or too many events wait, the sink misses the event.
 */
void com_connection_post(struct com_connection *connection, DISPID id, const VARIANT *arguments, UINT count);

#endif
