/* IClassFactory for every class: the constructor is the only difference between two factories. */
#ifndef OPENIMAPI2_COM_CLASS_FACTORY_H
#define OPENIMAPI2_COM_CLASS_FACTORY_H

#include <windows.h>

/* Create an object and return its interface `iid` in *out, NULL on failure. `context` is the pointer given to
 * com_class_factory_create.
 */
typedef HRESULT (*com_create)(const void *context, REFIID iid, void **out);

/* Create a factory for DllGetClassObject to return. context is borrowed and must stay valid as long as the module is in
 * use. The factory refuses aggregation.
 */
HRESULT com_class_factory_create(com_create create, const void *context, REFIID iid, void **out);

#endif
