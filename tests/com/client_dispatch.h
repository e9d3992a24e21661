/* The IDispatch methods of a client's object that our DLL calls by its vtable only, never by name. */
#ifndef OPENIMAPI2_TESTS_COM_CLIENT_DISPATCH_H
#define OPENIMAPI2_TESTS_COM_CLIENT_DISPATCH_H

#include <windows.h>
#include <oleauto.h>

/* The four methods kind_GetTypeInfoCount ... kind_Invoke. */
#define CLIENT_DISPATCH(kind, interface)                                                                               \
    static HRESULT WINAPI kind##_GetTypeInfoCount(interface *iface, UINT *count)                                       \
    {                                                                                                                  \
        (void)iface;                                                                                                   \
        *count = 0;                                                                                                    \
        return S_OK;                                                                                                   \
    }                                                                                                                  \
    static HRESULT WINAPI kind##_GetTypeInfo(interface *iface, UINT index, LCID locale, ITypeInfo **info)              \
    {                                                                                                                  \
        (void)iface, (void)index, (void)locale, (void)info;                                                            \
        return E_NOTIMPL;                                                                                              \
    }                                                                                                                  \
    static HRESULT WINAPI kind##_GetIDsOfNames(interface *iface, REFIID iid, LPOLESTR *names, UINT count, LCID locale, \
                                               DISPID *ids)                                                            \
    {                                                                                                                  \
        (void)iface, (void)iid, (void)names, (void)count, (void)locale, (void)ids;                                     \
        return E_NOTIMPL;                                                                                              \
    }                                                                                                                  \
    static HRESULT WINAPI kind##_Invoke(interface *iface, DISPID member, REFIID iid, LCID locale, WORD flags,          \
                                        DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument) \
    {                                                                                                                  \
        (void)iface, (void)member, (void)iid, (void)locale, (void)flags, (void)parameters, (void)result,               \
            (void)exception, (void)argument;                                                                           \
        return E_NOTIMPL;                                                                                              \
    }

#endif
