/* IDispatch by the type libraries that are resources 1 and 2 of this module: never those that the registry names, so
 * that a copy beside an application doesn't speak with another server's voice.
 *
 * ITypeInfo::Invoke does the work, but for getters without arguments, which are called directly. What must hold on
 * every host is checked in front, since hosts are lax in different places.
 */
#ifndef OPENIMAPI2_COM_DISPATCH_H
#define OPENIMAPI2_COM_DISPATCH_H

#include <windows.h>
#include <oaidl.h>

#include "com/module.h"
#include "com/object.h"

/* One dual interface; a static variable of the class, made by COM_DISPATCH. */
struct com_dispatch {
    const IID *iid;
    struct com_kept members; /* its ITypeInfo and a table of its members */
};

/* Type information of an interface (the dispatch side of a dual one) or a coclass, AddRef'd. *info is NULL on failure.
 */
HRESULT com_type_info_get(REFGUID guid, ITypeInfo **info);

/* The IID of a coclass's events: its default source interface. */
HRESULT com_type_info_get_events(REFCLSID clsid, IID *iid);

HRESULT com_dispatch_GetTypeInfoCount(UINT *count);
HRESULT com_dispatch_GetTypeInfo(struct com_dispatch *dispatch, UINT index, ITypeInfo **info);
HRESULT com_dispatch_GetIDsOfNames(struct com_dispatch *dispatch, REFIID iid, LPOLESTR *names, UINT count, DISPID *ids);

/* Beyond what ITypeInfo::Invoke promises: iid must be IID_NULL; a PROPERTYPUTREF is taken where only a put exists; a
 * METHOD is taken for a propget, whose call changes nothing (`m.Item(9);`, `new Enumerator(m)`); the arguments of a
 * propget that has none go to the default member of the object that it gives (`image.Root("a")`); a result that nobody
 * asked for is dropped, and one of a member that fails is VT_EMPTY; the number of arguments and the named ones are
 * checked; arguments are converted by the rules of VariantChangeType in the caller's locale, and *argument is the place
 * in rgvarg of the first one that can't be.
 */
HRESULT com_dispatch_Invoke(struct com_dispatch *dispatch, void *iface, DISPID id, REFIID iid, LCID locale, WORD flags,
                            DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument);

#define COM_DISPATCH(noun, X)                                                                                          \
    COM_UNKNOWN(noun, X)                                                                                               \
    static struct com_dispatch noun##_##X##_dispatch = {&IID_##X, {NULL, NULL, NULL}};                                 \
    static HRESULT WINAPI noun##_##X##_GetTypeInfoCount(X *iface, UINT *count)                                         \
    {                                                                                                                  \
        (void)iface;                                                                                                   \
        return com_dispatch_GetTypeInfoCount(count);                                                                   \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_GetTypeInfo(X *iface, UINT index, LCID locale, ITypeInfo **info)                \
    {                                                                                                                  \
        (void)iface, (void)locale;                                                                                     \
        return com_dispatch_GetTypeInfo(&noun##_##X##_dispatch, index, info);                                          \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_GetIDsOfNames(X *iface, REFIID iid, LPOLESTR *names, UINT count, LCID locale,   \
                                                     DISPID *ids)                                                      \
    {                                                                                                                  \
        (void)iface, (void)locale;                                                                                     \
        return com_dispatch_GetIDsOfNames(&noun##_##X##_dispatch, iid, names, count, ids);                             \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_Invoke(X *iface, DISPID member, REFIID iid, LCID locale, WORD flags,            \
                                              DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception,           \
                                              UINT *argument)                                                          \
    {                                                                                                                  \
        return com_dispatch_Invoke(&noun##_##X##_dispatch, iface, member, iid, locale, flags, parameters, result,      \
                                   exception, argument);                                                               \
    }

/* The first seven entries of a vtable. */
#define COM_DISPATCH_METHODS(noun, X)                                                                                  \
    COM_UNKNOWN_METHODS(noun, X), noun##_##X##_GetTypeInfoCount, noun##_##X##_GetTypeInfo, noun##_##X##_GetIDsOfNames, \
        noun##_##X##_Invoke

#endif
