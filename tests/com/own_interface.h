/* An interface of ours beside Microsoft's: part of the object, described in the second type library of the module. */
#ifndef OPENIMAPI2_TESTS_COM_OWN_INTERFACE_H
#define OPENIMAPI2_TESTS_COM_OWN_INTERFACE_H

#include <stddef.h>
#include <windows.h>

/* `iface` came from `object`, and is of the same one. */
void assert_same_object(IUnknown *object, IUnknown *iface);

/* The names of its members, in the order of the vtable; a property that is put and got stands there twice. */
void assert_in_second_library(REFIID iid, const WCHAR *const *names, size_t count);

#endif
