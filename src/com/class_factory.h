/* IClassFactory, one for every class: how to make the object is all that differs. */
#ifndef OPENIMAPI2_COM_CLASS_FACTORY_H
#define OPENIMAPI2_COM_CLASS_FACTORY_H

#include <windows.h>

/* Make an object and hand out `iid` of it. *out is NULL on failure. `context` is the one given to
 * com_class_factory_create.
 */
typedef HRESULT (*com_create)(const void *context, REFIID iid, void **out);

/* A factory as DllGetClassObject hands it out. context is borrowed, and outlives the module's use. Aggregation is
 * refused.
 */
HRESULT com_class_factory_create(com_create create, const void *context, REFIID iid, void **out);

#endif
