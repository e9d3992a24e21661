/* A client's object that is kept: in the Global Interface Table, so that each thread gets the pointer that its own
 * apartment may use. Counted, so that the object is never taken out of the table while a thread fetches it.
 */
#ifndef OPENIMAPI2_COM_GLOBAL_INTERFACE_H
#define OPENIMAPI2_COM_GLOBAL_INTERFACE_H

#include <stdbool.h>
#include <windows.h>
#include <objbase.h>

struct com_global;

/* Keep the object, with one reference to the keeping. By its IUnknown: every system carries that to another apartment,
 * registered or not. *out is NULL on failure: E_OUTOFMEMORY, CO_E_NOTINITIALIZED, what the object or the table says.
 */
HRESULT com_global_keep(IUnknown *object, struct com_global **out);

/* The same by an interface that every system carries to another apartment: com_global_get of it asks the object nothing
 * then. object: a pointer to it. iid: constant.
 */
HRESULT com_global_keep_interface(IUnknown *object, REFIID iid, struct com_global **out);
void com_global_add_ref(struct com_global *global);

/* The last one gives the object back. NULL is allowed. The thread need not be in an apartment. */
void com_global_release(struct com_global *global);

/* An interface of the object as the calling thread's apartment may use it. *out is NULL on failure: its apartment is
 * gone, the object has no such interface, or there is no proxy for it.
 */
HRESULT com_global_get(struct com_global *global, REFIID iid, void **out);

/* May every thread call the object directly, whatever its apartment? object: a pointer that the
 * calling thread may use.
 */
bool com_is_agile(IUnknown *object);

#endif
