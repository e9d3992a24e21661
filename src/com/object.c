/* IUnknown, ISupportErrorInfo, IProvideClassInfo2 and IMarshal of every object, from the table of its class. */
#include "com/object.h"

#include <string.h>

#include "com/dispatch.h"
#include "com/module.h"

static void *interface_at(struct com_object *object, const struct com_interface *row)
{
    return (char *)object + row->offset;
}

static bool has_interface(const struct com_class *class, REFIID iid)
{
    size_t i;

    for (i = 0; i < class->interface_count; i++) {
        if (IsEqualIID(iid, class->interfaces[i].iid)) return true;
    }
    return false;
}

HRESULT com_marshaler_query(IUnknown **place, IUnknown *identity, void **out)
{
    IUnknown *marshaler = __atomic_load_n(place, __ATOMIC_ACQUIRE);
    IUnknown *made;
    HRESULT hr;

    if (!marshaler) {
        hr = CoCreateFreeThreadedMarshaler(identity, &made);
        if (FAILED(hr)) return hr;
        marshaler = InterlockedCompareExchangePointer((void **)place, made, NULL);
        if (marshaler)
            IUnknown_Release(made); /* another thread was faster */
        else
            marshaler = made;
    }
    return IUnknown_QueryInterface(marshaler, &IID_IMarshal, out);
}

static bool has_events(const struct com_class *class)
{
    return has_interface(class, &IID_IConnectionPointContainer);
}

HRESULT com_object_query_interface(struct com_object *object, REFIID iid, void **out)
{
    const struct com_class *class = object->class;
    size_t i;

    if (!out) return E_POINTER;
    *out = NULL;
    if (IsEqualIID(iid, &IID_IUnknown)) {
        *out = interface_at(object, &class->interfaces[0]);
    } else if (IsEqualIID(iid, &IID_IMarshal) && class->is_agile) {
        return com_marshaler_query(&object->marshaler, interface_at(object, &class->interfaces[0]), out);
    } else if (class->clsid && IsEqualIID(iid, &IID_ISupportErrorInfo)) {
        *out = &object->ISupportErrorInfo_iface;
    } else if (class->clsid && (IsEqualIID(iid, &IID_IProvideClassInfo) ||
                                (IsEqualIID(iid, &IID_IProvideClassInfo2) && has_events(class)))) {
        *out = &object->IProvideClassInfo2_iface;
    } else {
        for (i = 0; i < class->interface_count && !*out; i++) {
            if (IsEqualIID(iid, class->interfaces[i].iid)) *out = interface_at(object, &class->interfaces[i]);
        }
    }
    if (!*out) return E_NOINTERFACE;
    com_object_add_ref(object);
    return S_OK;
}

ULONG com_object_add_ref(struct com_object *object)
{
    return (ULONG)InterlockedIncrement(&object->references);
}

bool com_object_try_add_ref(struct com_object *object)
{
    LONG references;

    do {
        references = *(volatile LONG *)&object->references;
        if (!references) return false;
    } while (InterlockedCompareExchange(&object->references, references + 1, references) != references);
    return true;
}

ULONG com_object_release(struct com_object *object)
{
    ULONG references = (ULONG)InterlockedDecrement(&object->references);

    if (references) return references;
    if (object->marshaler) IUnknown_Release(object->marshaler);
    object->class->destroy(object);
    com_module_release();
    return 0;
}

static struct com_object *object_from_ISupportErrorInfo(ISupportErrorInfo *iface)
{
    return CONTAINING_RECORD(iface, struct com_object, ISupportErrorInfo_iface);
}

static HRESULT WINAPI object_ISupportErrorInfo_QueryInterface(ISupportErrorInfo *iface, REFIID iid, void **out)
{
    return com_object_query_interface(object_from_ISupportErrorInfo(iface), iid, out);
}

static ULONG WINAPI object_ISupportErrorInfo_AddRef(ISupportErrorInfo *iface)
{
    return com_object_add_ref(object_from_ISupportErrorInfo(iface));
}

static ULONG WINAPI object_ISupportErrorInfo_Release(ISupportErrorInfo *iface)
{
    return com_object_release(object_from_ISupportErrorInfo(iface));
}

static HRESULT WINAPI object_InterfaceSupportsErrorInfo(ISupportErrorInfo *iface, REFIID iid)
{
    return has_interface(object_from_ISupportErrorInfo(iface)->class, iid) ? S_OK : S_FALSE;
}

static const ISupportErrorInfoVtbl support_error_info_vtbl = {
    object_ISupportErrorInfo_QueryInterface,
    object_ISupportErrorInfo_AddRef,
    object_ISupportErrorInfo_Release,
    object_InterfaceSupportsErrorInfo,
};

static struct com_object *object_from_IProvideClassInfo2(IProvideClassInfo2 *iface)
{
    return CONTAINING_RECORD(iface, struct com_object, IProvideClassInfo2_iface);
}

static HRESULT WINAPI object_IProvideClassInfo2_QueryInterface(IProvideClassInfo2 *iface, REFIID iid, void **out)
{
    return com_object_query_interface(object_from_IProvideClassInfo2(iface), iid, out);
}

static ULONG WINAPI object_IProvideClassInfo2_AddRef(IProvideClassInfo2 *iface)
{
    return com_object_add_ref(object_from_IProvideClassInfo2(iface));
}

static ULONG WINAPI object_IProvideClassInfo2_Release(IProvideClassInfo2 *iface)
{
    return com_object_release(object_from_IProvideClassInfo2(iface));
}

static HRESULT WINAPI object_GetClassInfo(IProvideClassInfo2 *iface, ITypeInfo **info)
{
    if (!info) return E_POINTER;
    return com_type_info_get(object_from_IProvideClassInfo2(iface)->class->clsid, info);
}

static HRESULT WINAPI object_GetGUID(IProvideClassInfo2 *iface, DWORD kind, GUID *guid)
{
    if (!guid) return E_POINTER;
    memset(guid, 0, sizeof *guid);
    if (kind != GUIDKIND_DEFAULT_SOURCE_DISP_IID) return E_INVALIDARG;
    return com_type_info_get_events(object_from_IProvideClassInfo2(iface)->class->clsid, guid);
}

/* IProvideClassInfo is its first part. */
static const IProvideClassInfo2Vtbl provide_class_info_vtbl = {
    object_IProvideClassInfo2_QueryInterface,
    object_IProvideClassInfo2_AddRef,
    object_IProvideClassInfo2_Release,
    object_GetClassInfo,
    object_GetGUID,
};

void com_object_init(struct com_object *object, const struct com_class *class)
{
    object->class = class;
    object->references = 1;
    object->ISupportErrorInfo_iface.lpVtbl = &support_error_info_vtbl;
    object->IProvideClassInfo2_iface.lpVtbl = &provide_class_info_vtbl;
    com_module_add();
}

HRESULT com_object_hand_out(struct com_object *object, REFIID iid, void **out)
{
    HRESULT hr = com_object_query_interface(object, iid, out);

    com_object_release(object);
    return hr;
}
