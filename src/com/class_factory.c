/* IClassFactory for every class: the constructor is the only difference between two factories. */
#include "com/class_factory.h"

#include "base/alloc.h"
#include "com/module.h"
#include "com/object.h"

struct factory {
    struct com_object object;
    IClassFactory IClassFactory_iface;
    com_create create;
    const void *context;
};

COM_UNKNOWN(factory, IClassFactory)

static HRESULT WINAPI factory_CreateInstance(IClassFactory *iface, IUnknown *outer, REFIID iid, void **out)
{
    struct factory *factory = factory_from_IClassFactory(iface);

    if (!out) return E_POINTER;
    *out = NULL;
    if (outer) return CLASS_E_NOAGGREGATION;
    return factory->create(factory->context, iid, out);
}

static HRESULT WINAPI factory_LockServer(IClassFactory *iface, BOOL lock)
{
    (void)iface;
    if (lock) {
        com_module_add();
    } else {
        com_module_release();
    }
    return S_OK;
}

static const IClassFactoryVtbl factory_vtbl = {
    COM_UNKNOWN_METHODS(factory, IClassFactory),
    factory_CreateInstance,
    factory_LockServer,
};

static const struct com_interface factory_interfaces[] = {
    {&IID_IClassFactory, offsetof(struct factory, IClassFactory_iface)},
};

static void factory_destroy(struct com_object *object)
{
    base_free(CONTAINING_RECORD(object, struct factory, object));
}

static const struct com_class factory_class = {
    NULL, true, factory_interfaces, ARRAYSIZE(factory_interfaces), factory_destroy,
};

HRESULT com_class_factory_create(com_create create, const void *context, REFIID iid, void **out)
{
    struct factory *factory;

    *out = NULL;
    factory = base_alloc(sizeof *factory);
    if (!factory) return E_OUTOFMEMORY;
    factory->IClassFactory_iface.lpVtbl = &factory_vtbl;
    factory->create = create;
    factory->context = context;
    com_object_init(&factory->object, &factory_class);
    return com_object_hand_out(&factory->object, iid, out);
}
