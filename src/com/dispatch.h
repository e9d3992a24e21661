/* IDispatch from the type libraries that are resources 1 and 2 of this module, never from those in the registry: a copy
 * of the module beside an application must not use another server's type library.
 *
 * ITypeInfo::Invoke does the work, except that getters whose result can be written straight into the VARIANT
 * are called directly. Rules that must hold on every host are checked first, since different hosts are lax in different
 * places.
 */
#ifndef OPENIMAPI2_COM_DISPATCH_H
#define OPENIMAPI2_COM_DISPATCH_H

#include <windows.h>
#include <oaidl.h>

#include "com/module.h"
#include "com/object.h"

/* One dual interface; a static variable of the class, defined by COM_DISPATCH. */
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

/* Rules beyond those of ITypeInfo::Invoke:
 * - iid must be IID_NULL
 * - a PROPERTYPUTREF is accepted where only a put exists
 * - a METHOD is accepted for a propget, whose call changes nothing (`m.Item(9);`, `new Enumerator(m)`)
 * - arguments for a propget that has none go to the default member of the object that it returns (`image.Root("a")`)
 * - a result that was not requested is dropped, and the result of a member that fails is VT_EMPTY
 * - the number of arguments and the named arguments are checked
 * - arguments are converted by the rules of VariantChangeType in the caller's locale; *argument is the index in rgvarg
 *   of the first one that cannot be converted
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
