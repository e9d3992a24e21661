/* A client's object in the Global Interface Table, so that each thread gets a pointer that is valid in its own
 * apartment. Reference-counted, so that the object is never removed from the table while a thread fetches it.
 */
#ifndef OPENIMAPI2_COM_GLOBAL_INTERFACE_H
#define OPENIMAPI2_COM_GLOBAL_INTERFACE_H

#include <stdbool.h>
#include <windows.h>
#include <objbase.h>

struct com_global;

/* Register the object's IUnknown, which every system can marshal to another apartment. *out has one reference; it is
 * NULL on failure: E_OUTOFMEMORY, CO_E_NOTINITIALIZED, or the error of the object or the table.
 */
HRESULT com_global_keep(IUnknown *object, struct com_global **out);

/* The same for an interface `iid` (constant) that every system can marshal to another apartment: com_global_get of this
 * interface then needs no QueryInterface. object: a pointer to that interface.
 */
HRESULT com_global_keep_interface(IUnknown *object, REFIID iid, struct com_global **out);
void com_global_add_ref(struct com_global *global);

/* The last release removes the object from the table. NULL is allowed. The thread need not be in an apartment. */
void com_global_release(struct com_global *global);

/* An interface of the object, as a pointer that is valid in the calling thread's apartment. *out is NULL on failure:
 * the object's apartment is gone, the object does not have the interface, or no proxy for it exists.
 */
HRESULT com_global_get(struct com_global *global, REFIID iid, void **out);

/* May every thread call the object directly, whatever its apartment? object: a pointer that the calling thread may use.
 */
bool com_is_agile(IUnknown *object);

#endif
