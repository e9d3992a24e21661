/* What every COM object of ours has in common.
 *
 * A class is a struct whose first member is `struct com_object object`, with one member `X_iface` per interface X:
 *
 *     struct recorder { struct com_object object; IDiscRecorder2 IDiscRecorder2_iface; ... };
 *     COM_UNKNOWN(recorder, IDiscRecorder2)           recorder_from_IDiscRecorder2 and the three methods of IUnknown
 *     COM_DISPATCH(recorder, IDiscRecorder2)          the same and the four of IDispatch (com/dispatch.h)
 *
 * QueryInterface walks the class's table of {iid, offset}. The first row is the object's identity: it answers IUnknown.
 * Beside the table, an object that is a coclass answers ISupportErrorInfo (yes, for every interface of the table) and
 * IProvideClassInfo; IProvideClassInfo2 too, if IConnectionPointContainer is in the table. An agile one answers
 * IMarshal, through the free-threaded marshaler that it aggregates.
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
    const CLSID *clsid; /* of the coclass, as the type library has it; NULL: an object without a class of its own */
    bool is_agile;      /* aggregates the free-threaded marshaler: called directly from every apartment */
    const struct com_interface *interfaces;
    size_t interface_count;

    /* The last reference is gone: free the object. Nobody can reach it any more. */
    void (*destroy)(struct com_object *object);
};

struct com_object {
    const struct com_class *class;
    LONG references;
    IUnknown *marshaler; /* see com_marshaler_query */
    ISupportErrorInfo ISupportErrorInfo_iface;
    IProvideClassInfo2 IProvideClassInfo2_iface;
};

/* Begin an object's life with one reference, the caller's, and count it in the module. The object's memory is zero at
 * first. Nothing in it can fail.
 */
void com_object_init(struct com_object *object, const struct com_class *class);

HRESULT com_object_query_interface(struct com_object *object, REFIID iid, void **out);
ULONG com_object_add_ref(struct com_object *object);
ULONG com_object_release(struct com_object *object);

/* IMarshal of an object that is called directly from every apartment: of the free-threaded marshaler that it
 * aggregates, made when somebody asks first. Most objects never leave the apartment that made them.
 * place      of the marshaler's own IUnknown; NULL at first, released by the object at its end.
 * identity   the object's IUnknown.
 */
HRESULT com_marshaler_query(IUnknown **place, IUnknown *identity, void **out);

/* For one who knows the object without a reference of his own, and whom its end waits for. False: the last reference is
 * gone.
 */
bool com_object_try_add_ref(struct com_object *object);

/* The end of every constructor: hand out the interface that was asked for, and drop the constructor's reference. */
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
