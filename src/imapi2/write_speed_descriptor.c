/* MsftWriteSpeedDescriptor: three values that never change. */
#include "imapi2/write_speed_descriptor.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "imapi2/call.h"

struct descriptor {
    struct com_object object;
    IWriteSpeedDescriptor IWriteSpeedDescriptor_iface;
    IMAPI_MEDIA_PHYSICAL_TYPE media_type;
    bool is_pure_cav;
    LONG sectors_per_second;
};

COM_DISPATCH(descriptor, IWriteSpeedDescriptor)

static void call_begin(struct imapi_call *call)
{
    imapi_call_begin(call, L"OpenIMAPI2.MsftWriteSpeedDescriptor", &IID_IWriteSpeedDescriptor, "Reading a write speed",
                     IMAPI_CALL_CACHED);
}

static HRESULT WINAPI descriptor_get_MediaType(IWriteSpeedDescriptor *iface, IMAPI_MEDIA_PHYSICAL_TYPE *value)
{
    struct imapi_call call;

    call_begin(&call);
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = descriptor_from_IWriteSpeedDescriptor(iface)->media_type;
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI descriptor_get_RotationTypeIsPureCAV(IWriteSpeedDescriptor *iface, VARIANT_BOOL *value)
{
    struct imapi_call call;

    call_begin(&call);
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = descriptor_from_IWriteSpeedDescriptor(iface)->is_pure_cav ? VARIANT_TRUE : VARIANT_FALSE;
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI descriptor_get_WriteSpeed(IWriteSpeedDescriptor *iface, LONG *value)
{
    struct imapi_call call;

    call_begin(&call);
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = descriptor_from_IWriteSpeedDescriptor(iface)->sectors_per_second;
    return imapi_call_done(&call, S_OK);
}

static const IWriteSpeedDescriptorVtbl descriptor_vtbl = {
    COM_DISPATCH_METHODS(descriptor, IWriteSpeedDescriptor),
    descriptor_get_MediaType,
    descriptor_get_RotationTypeIsPureCAV,
    descriptor_get_WriteSpeed,
};

static const struct com_interface descriptor_interfaces[] = {
    {&IID_IWriteSpeedDescriptor, offsetof(struct descriptor, IWriteSpeedDescriptor_iface)},
    {&IID_IDispatch, offsetof(struct descriptor, IWriteSpeedDescriptor_iface)},
};

static void descriptor_destroy(struct com_object *object)
{
    base_free(CONTAINING_RECORD(object, struct descriptor, object));
}

static const struct com_class descriptor_class = {
    &CLSID_MsftWriteSpeedDescriptor, true, descriptor_interfaces, ARRAYSIZE(descriptor_interfaces), descriptor_destroy,
};

HRESULT write_speed_descriptor_create(IMAPI_MEDIA_PHYSICAL_TYPE media_type, bool is_pure_cav, LONG sectors_per_second,
                                      REFIID iid, void **out)
{
    struct descriptor *descriptor;

    *out = NULL;
    descriptor = base_alloc(sizeof *descriptor);
    if (!descriptor) return E_OUTOFMEMORY;
    descriptor->IWriteSpeedDescriptor_iface.lpVtbl = &descriptor_vtbl;
    descriptor->media_type = media_type;
    descriptor->is_pure_cav = is_pure_cav;
    descriptor->sectors_per_second = sectors_per_second;
    com_object_init(&descriptor->object, &descriptor_class);
    return com_object_hand_out(&descriptor->object, iid, out);
}
