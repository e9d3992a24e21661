/* The common part of all our COM objects.
 *
 * A class is a struct whose first member is `struct com_object object`, with one member `X_iface` for each interface X:
 *
 *     struct recorder { struct com_object object; IDiscRecorder2 IDiscRecorder2_iface; ... };
 *     COM_UNKNOWN(recorder, IDiscRecorder2)           recorder_from_IDiscRecorder2 and the three methods of IUnknown
 *     COM_DISPATCH(recorder, IDiscRecorder2)          the same and the four of IDispatch (com/dispatch.h)
 *
 * QueryInterface searches the class's table of {iid, offset}. The first row is the object's identity: it answers
 * IUnknown. Beyond the table, an object that is a coclass answers ISupportErrorInfo (S_OK for every interface of the
 * table) and IProvideClassInfo, and also IProvideClassInfo2 if IConnectionPointContainer is in the table. An agile
 * object answers IMarshal, through the free-threaded marshaler that it aggregates.
 */
#ifndef OPENIMAPI2_COM_OBJECT_H
#define OPENIMAPI2_COM_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>
#include <ocidl.h>

struct com_object;

struct com_interface {
    const IID *iid;
    size_t offset; /* of the interface's member in the object */
};

struct com_class {
    const CLSID *clsid; /* of the coclass, as in the type library; NULL: an object without a class of its own */
    bool is_agile;      /* aggregates the free-threaded marshaler: called directly from every apartment */
    const struct com_interface *interfaces;
    size_t interface_count;

    /* Free the object: the last reference is gone, and nothing can reach it any more. */
    void (*destroy)(struct com_object *object);
};

struct com_object {
    const struct com_class *class;
    LONG references;
    IUnknown *marshaler; /* see com_marshaler_query */
    ISupportErrorInfo ISupportErrorInfo_iface;
    IProvideClassInfo2 IProvideClassInfo2_iface;
};

/* Begin an object's life with one reference, the caller's, and count it in the module. The object's memory is initially
 * zero. Cannot fail.
 */
void com_object_init(struct com_object *object, const struct com_class *class);

HRESULT com_object_query_interface(struct com_object *object, REFIID iid, void **out);
ULONG com_object_add_ref(struct com_object *object);
ULONG com_object_release(struct com_object *object);

/* IMarshal of an object that is called directly from every apartment. It belongs to the free-threaded marshaler that
 * the object aggregates, which is created on first request: most objects never leave the apartment that created them.
 * place     holds the marshaler's own IUnknown; initially NULL, released by the object at its end.
 * identity  the object's IUnknown.
 */
HRESULT com_marshaler_query(IUnknown **place, IUnknown *identity, void **out);

/* For code that knows the object without holding a reference, while the object's destruction waits for that code.
 * False: the last reference is gone.
 */
bool com_object_try_add_ref(struct com_object *object);

/* The end of every constructor: return the requested interface, and drop the constructor's reference. */
HRESULT com_object_hand_out(struct com_object *object, REFIID iid, void **out);

#define COM_UNKNOWN(noun, X)                                                                                           \
    static struct noun *noun##_from_##X(X *iface)                                                                      \
    {                                                                                                                  \
        _Static_assert(offsetof(struct noun, object) == 0, "struct com_object comes first");                           \
        return CONTAINING_RECORD(iface, struct noun, X##_iface);                                                       \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_QueryInterface(X *iface, REFIID iid, void **out)                                \
    {                                                                                                                  \
        return com_object_query_interface(&noun##_from_##X(iface)->object, iid, out);                                  \
    }                                                                                                                  \
    static ULONG WINAPI noun##_##X##_AddRef(X *iface)                                                                  \
    {                                                                                                                  \
        return com_object_add_ref(&noun##_from_##X(iface)->object);                                                    \
    }                                                                                                                  \
    static ULONG WINAPI noun##_##X##_Release(X *iface)                                                                 \
    {                                                                                                                  \
        return com_object_release(&noun##_from_##X(iface)->object);                                                    \
    }

/* The first three entries of a vtable. */
#define COM_UNKNOWN_METHODS(noun, X) noun##_##X##_QueryInterface, noun##_##X##_AddRef, noun##_##X##_Release

#endif
