/* Calls a client's sink in the sink's own apartment, on behalf of other threads.
 *
 * A courier is an object of ours. It is created in the client's apartment, and is registered in the Global Interface
 * Table instead of the sink. Other threads call it through the proxy for IDispatch that every system has, and pass only
 * the number of the call; the courier then calls the sink with the arguments of the event, in the apartment to which
 * the sink's pointer belongs. So no sink needs a proxy for the event interface, and none of our objects gets a stub for
 * each event that has it as an argument: when several threads marshal one object, Wine 8 may free stubs that are in
 * use.
 */
#ifndef OPENIMAPI2_COM_COURIER_H
#define OPENIMAPI2_COM_COURIER_H

#include <windows.h>
#include <oleauto.h>

#include "com/event.h"

/* sink: a pointer of this thread's apartment. The courier holds it until its own last Release, and calls it only
 * through IDispatch::Invoke, whatever other methods it has. NULL if memory is lacking. The courier counts in the
 * module.
 */
IDispatch *com_courier_create(IDispatch *sink);

/* Call the sink, and return when it has returned or when COM stops waiting: a client's message filter may cancel the
 * call. After a cancelled call, a sink that is running keeps the event until it returns, and a sink that was not called
 * yet is no longer called.
 * courier    as a pointer that is valid in this thread's apartment.
 * is_closed  if it is not 0 when the sink's apartment gets to the call, the sink is not called.
 */
void com_courier_call(IDispatch *courier, const volatile LONG *is_closed, struct com_event *event);

/* The sink, as a pointer that is valid in this thread's apartment. *out is NULL on failure: the sink's apartment is
 * gone.
 */
HRESULT com_courier_get_sink(IDispatch *courier, IUnknown **out);

#endif
