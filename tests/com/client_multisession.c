/* A client's own object for multisession writing: two interfaces in front of one set of answers. */
#include "com/client_multisession.h"

#include "com/client_dispatch.h"

#include <string.h>

static struct client_multisession *from_sequential(IMultisessionSequential *iface)
{
    return CONTAINING_RECORD(iface, struct client_multisession, IMultisessionSequential_iface);
}

static struct client_multisession *from_random_write(IMultisessionRandomWrite *iface)
{
    return CONTAINING_RECORD(iface, struct client_multisession, IMultisessionRandomWrite_iface);
}

static HRESULT query(struct client_multisession *object, REFIID iid, void **out)
{
    bool is_base =
        IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IDispatch) || IsEqualIID(iid, &IID_IMultisession);

    *out = NULL;
    if (!is_base && !IsEqualIID(iid, object->kind)) return E_NOINTERFACE;
    *out = IsEqualIID(object->kind, &IID_IMultisessionRandomWrite) ? (void *)&object->IMultisessionRandomWrite_iface
                                                                   : (void *)&object->IMultisessionSequential_iface;
    InterlockedIncrement(&object->references);
    return S_OK;
}

static HRESULT number(const struct client_multisession *object, enum client_number which, LONG *value)
{
    *value = object->numbers[which];
    return object->fails >> which & 1 ? E_NOTIMPL : S_OK;
}

static HRESULT recorder_of(const struct client_multisession *object, IDiscRecorder2 **value)
{
    *value = object->recorder;
    if (!*value) return E_NOTIMPL;
    IDiscRecorder2_AddRef(*value);
    return S_OK;
}

/* What both interfaces begin with. */
#define MEMBERS(kind, interface)                                                                                       \
    static HRESULT WINAPI kind##_QueryInterface(interface *iface, REFIID iid, void **out)                              \
    {                                                                                                                  \
        return query(from_##kind(iface), iid, out);                                                                    \
    }                                                                                                                  \
    static ULONG WINAPI kind##_AddRef(interface *iface)                                                                \
    {                                                                                                                  \
        return (ULONG)InterlockedIncrement(&from_##kind(iface)->references);                                           \
    }                                                                                                                  \
    static ULONG WINAPI kind##_Release(interface *iface)                                                               \
    {                                                                                                                  \
        return (ULONG)InterlockedDecrement(&from_##kind(iface)->references);                                           \
    }                                                                                                                  \
    CLIENT_DISPATCH(kind, interface)                                                                                   \
    static HRESULT WINAPI kind##_get_IsSupported(interface *iface, VARIANT_BOOL *value)                                \
    {                                                                                                                  \
        *value = from_##kind(iface)->is_supported;                                                                     \
        return S_OK;                                                                                                   \
    }                                                                                                                  \
    static HRESULT WINAPI kind##_put_InUse(interface *iface, VARIANT_BOOL value)                                       \
    {                                                                                                                  \
        from_##kind(iface)->in_use = value;                                                                            \
        return S_OK;                                                                                                   \
    }                                                                                                                  \
    static HRESULT WINAPI kind##_get_InUse(interface *iface, VARIANT_BOOL *value)                                      \
    {                                                                                                                  \
        *value = from_##kind(iface)->in_use;                                                                           \
        return S_OK;                                                                                                   \
    }                                                                                                                  \
    static HRESULT WINAPI kind##_get_ImportRecorder(interface *iface, IDiscRecorder2 **value)                          \
    {                                                                                                                  \
        return recorder_of(from_##kind(iface), value);                                                                 \
    }

#define NUMBER(kind, interface, which)                                                                                 \
    static HRESULT WINAPI kind##_get_##which(interface *iface, LONG *value)                                            \
    {                                                                                                                  \
        return number(from_##kind(iface), which, value);                                                               \
    }

#define NAMES(kind)                                                                                                    \
    kind##_QueryInterface, kind##_AddRef, kind##_Release, kind##_GetTypeInfoCount, kind##_GetTypeInfo,                 \
        kind##_GetIDsOfNames, kind##_Invoke, kind##_get_IsSupported, kind##_put_InUse, kind##_get_InUse,               \
        kind##_get_ImportRecorder

MEMBERS(sequential, IMultisessionSequential)
MEMBERS(random_write, IMultisessionRandomWrite)
NUMBER(sequential, IMultisessionSequential, CLIENT_START)
NUMBER(sequential, IMultisessionSequential, CLIENT_LAST)
NUMBER(sequential, IMultisessionSequential, CLIENT_NEXT)
NUMBER(sequential, IMultisessionSequential, CLIENT_FREE)
NUMBER(random_write, IMultisessionRandomWrite, CLIENT_UNIT)
NUMBER(random_write, IMultisessionRandomWrite, CLIENT_LAST)
NUMBER(random_write, IMultisessionRandomWrite, CLIENT_TOTAL)

static HRESULT WINAPI sequential_get_IsFirst(IMultisessionSequential *iface, VARIANT_BOOL *value)
{
    *value = from_sequential(iface)->is_first;
    return S_OK;
}

static const IMultisessionSequentialVtbl sequential_vtbl = {
    NAMES(sequential),          sequential_get_IsFirst,     sequential_get_CLIENT_START,
    sequential_get_CLIENT_LAST, sequential_get_CLIENT_NEXT, sequential_get_CLIENT_FREE,
};

static const IMultisessionRandomWriteVtbl random_write_vtbl = {
    NAMES(random_write),
    random_write_get_CLIENT_UNIT,
    random_write_get_CLIENT_LAST,
    random_write_get_CLIENT_TOTAL,
};

void client_multisession_begin(struct client_multisession *object, const IID *kind, IDiscRecorder2 *recorder)
{
    memset(object, 0, sizeof *object);
    object->IMultisessionSequential_iface.lpVtbl = &sequential_vtbl;
    object->IMultisessionRandomWrite_iface.lpVtbl = &random_write_vtbl;
    object->references = 1;
    object->kind = kind;
    object->is_supported = VARIANT_TRUE;
    object->recorder = recorder;
}

IDispatch *client_multisession_dispatch(struct client_multisession *object)
{
    if (IsEqualIID(object->kind, &IID_IMultisessionRandomWrite))
        return (IDispatch *)&object->IMultisessionRandomWrite_iface;
    return (IDispatch *)&object->IMultisessionSequential_iface;
}
