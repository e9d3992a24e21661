/* Assertions about an interface of ours beside Microsoft's: it is part of the object, and described in the module's
 * second type library.
 */
#ifndef OPENIMAPI2_TESTS_COM_OWN_INTERFACE_H
#define OPENIMAPI2_TESTS_COM_OWN_INTERFACE_H

#include <stddef.h>
#include <windows.h>

/* `iface` was obtained from `object` and belongs to the same COM object. */
void assert_same_object(IUnknown *object, IUnknown *iface);

/* The names of its members, in the order of the vtable; a property that can be read and written is listed twice. */
void assert_in_second_library(REFIID iid, const WCHAR *const *names, size_t count);

#endif
