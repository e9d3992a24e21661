/* Calls a client's sink in the sink's own apartment, on behalf of other threads.
 *
 * A courier is an object of ours that is made in the apartment of the client and stands in the Global Interface Table
 * in the sink's place. A thread of ours calls it through the proxy that every system has for IDispatch, and hands over
 * no more than the number of the call: the sink is called with the event's own arguments, in the apartment of which its
 * pointer is. So no sink needs a proxy for the interface of its events, and none of our objects gets a stub for each
 * event that names it: of several threads that marshal one object, Wine 8 may free the stubs that are in use.
 */
#ifndef OPENIMAPI2_COM_COURIER_H
#define OPENIMAPI2_COM_COURIER_H

#include <windows.h>
#include <oleauto.h>

#include "com/event.h"

/* sink: of this thread's apartment, and the courier keeps it; it is called through IDispatch::Invoke alone, whatever
 * other methods there are. NULL without memory. The last Release gives the sink back. The courier counts in the module.
 */
IDispatch *com_courier_create(IDispatch *sink);

/* Call the sink, and return when it has returned, or when COM gives up waiting: a client's message filter may cancel
 * the call. The sink then keeps the event until it returns, and one that was not called yet is not called any more.
 * courier: as this thread's apartment may use it. is_closed: by which the call is dropped where it is not 0 when the
 * sink's apartment comes to it.
 */
void com_courier_call(IDispatch *courier, const volatile LONG *is_closed, struct com_event *event);

/* The sink, as this thread's apartment may use it. *out is NULL on failure: the sink's apartment is gone. */
HRESULT com_courier_get_sink(IDispatch *courier, IUnknown **out);

#endif
