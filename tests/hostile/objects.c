/* Every object that a client can get, by the way that leads to it. */
#include "hostile/objects.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "com/class_factory.h"
#include "com/com_fixture.h"
#include "dll/imapi2/devices.h"
#include "hostile/surface_by_hand.h"
#include "imapi2fs.h"
#include "openimapi2.h"

static const struct object_state states[] = {
    {&CLSID_MsftDiscMaster2, "counted", {"get_Count"}},
    {&CLSID_MsftDiscRecorder2, "initialized", {"InitializeDiscRecorder"}},
    {&CLSID_MsftDiscRecorder2, "holding", {"InitializeDiscRecorder", "AcquireExclusiveAccess", "DisableMcn"}},
    {&CLSID_MsftFileSystemImage, "with a file", {"AddTree of a file into the root"}},
    {&CLSID_MsftIsoImageManager, "of a file", {"SetPath"}},
    {&CLSID_MsftStreamPrng001, "sized", {"SetSize"}},
    {&CLSID_MsftStreamConcatenate, "initialized", {"Initialize2 of streams"}},
    {&CLSID_MsftStreamInterleave, "initialized", {"Initialize of streams with turns"}},
    {&CLSID_MsftRawCDImageCreator, "with a track", {"AddTrack of a client's stream"}},
    {&CLSID_OpenIMAPI2_CDText, "with a text", {"put_Text"}},
    {&CLSID_MsftWriteEngine2, "ready", {"put_Recorder of the client's own", "put_BytesPerSector of 2048"}},
    {&CLSID_MsftDiscFormat2Data, "ready", {"put_Recorder of a client's for writing", "put_ClientName"}},
    {&CLSID_MsftDiscFormat2TrackAtOnce, "ready", {"put_Recorder of a client's for tracks", "put_ClientName"}},
    {&CLSID_MsftDiscFormat2TrackAtOnce,
     "prepared",
     {"put_Recorder of a client's for tracks", "put_ClientName", "PrepareMedia"}},
    {&CLSID_MsftDiscFormat2RawCD, "ready", {"put_Recorder of a client's for raw", "put_ClientName"}},
    {&CLSID_MsftDiscFormat2RawCD, "prepared", {"put_Recorder of a client's for raw", "put_ClientName", "PrepareMedia"}},
    {&CLSID_MsftDiscFormat2Erase, "ready", {"put_Recorder of a client's for erasing", "put_ClientName"}},
};

static struct hostile_object objects[OBJECTS_MAX];
static size_t object_count;

struct creation {
    struct imapi2_environment environment;
    const struct server_class *entry;
};

static HRESULT create(const void *context, REFIID iid, void **out)
{
    const struct creation *creation = context;

    return creation->entry->create(&creation->environment, iid, out);
}

/* Call a method by its name, which must succeed; what comes out is handed out where it is wanted. */
static void call_by_name(IUnknown *object, const char *name, IUnknown **out)
{
    static struct surface_result result;
    const struct surface_method *method;
    IUnknown *iface;

    method = surface_find(object, name, &iface);
    if (!method) fail_msg("no interface of the object has %s", name);
    surface_call(iface, method, SURFACE_BY_VTABLE, &result);
    IUnknown_Release(iface);
    if (FAILED(result.hr)) fail_msg("%s: 0x%08lX while nothing fails", name, (unsigned long)result.hr);
    if (out) {
        *out = result.object;
    } else {
        surface_result_clear(&result);
    }
}

IUnknown *hostile_object_make(const struct hostile_object *object, struct device_source *source,
                              const struct base_clock *clock)
{
    static struct creation creation; /* a factory borrows it */
    IUnknown *made, *next;
    size_t i;

    creation.environment.devices = source;
    creation.environment.clock = clock;
    creation.entry = object->entry;
    if (object->is_factory) {
        assert_hr(com_class_factory_create(create, &creation, &IID_IUnknown, (void **)&made), S_OK);
    } else {
        assert_hr(object->entry->create(&creation.environment, &IID_IUnknown, (void **)&made), S_OK);
    }
    for (i = 0; object->state && i < OBJECT_PREPARATIONS_MAX && object->state->preparations[i]; i++)
        call_by_name(made, object->state->preparations[i], NULL);
    for (i = 0; i < object->origin_count; i++) {
        call_by_name(made, object->origins[i], &next);
        assert_non_null(next);
        IUnknown_Release(made);
        made = next;
    }
    return made;
}

static struct hostile_object *add(const struct server_class *entry, const struct object_state *state, bool is_factory)
{
    struct hostile_object *added = &objects[object_count++];

    assert_true(object_count <= OBJECTS_MAX);
    added->entry = entry;
    added->state = state;
    added->is_factory = is_factory;
    snprintf(added->name, sizeof added->name, "%ls %s", entry->name,
             is_factory ? "factory"
             : state    ? state->name
                        : "new");
    return added;
}

/* What is no object of ours to sweep: type information, which is COM's own, and a client's objects. */
static bool is_swept(IUnknown *object)
{
    ITypeInfo *info;
    size_t i, count;
    const struct surface_interface *interfaces = surface_interfaces(&count);
    IUnknown *iface;

    if (surface_is_clients(object)) return false;
    if (SUCCEEDED(IUnknown_QueryInterface(object, &IID_ITypeInfo, (void **)&info))) {
        ITypeInfo_Release(info);
        return false;
    }
    for (i = 0; i < count; i++) {
        if (FAILED(IUnknown_QueryInterface(object, &interfaces[i].iid, (void **)&iface))) continue;
        IUnknown_Release(iface);
        return true;
    }
    return false;
}

/* The objects that the methods of `from` give out. */
static void discover(const struct hostile_object *from, struct device_source *source, const struct base_clock *clock)
{
    static struct surface_result result;
    size_t i, j, count;
    const struct surface_interface *interfaces = surface_interfaces(&count);

    for (i = 0; i < count; i++) {
        for (j = 0; j < interfaces[i].method_count; j++) {
            const struct surface_method *method = &interfaces[i].methods[j];
            IUnknown *object = hostile_object_make(from, source, clock);
            IUnknown *iface;

            if (SUCCEEDED(IUnknown_QueryInterface(object, &interfaces[i].iid, (void **)&iface))) {
                surface_call(iface, method, SURFACE_BY_VTABLE, &result);
                if (result.object && is_swept(result.object)) {
                    struct hostile_object *added = add(from->entry, from->state, false);
                    size_t length = strlen(from->name);

                    *added = *from;
                    added->origins[added->origin_count++] = method->name;
                    snprintf(added->name + length, sizeof added->name - length, " -> %s", method->name);
                }
                surface_result_clear(&result);
                IUnknown_Release(iface);
            }
            IUnknown_Release(object);
        }
    }
}

const struct hostile_object *hostile_objects(struct device_source *source, const struct base_clock *clock,
                                             size_t *count)
{
    size_t i, j;

    if (!object_count) {
        for (i = 0; i < server_module.class_count; i++) {
            add(&server_module.classes[i], NULL, true);
            add(&server_module.classes[i], NULL, false);
            for (j = 0; j < ARRAYSIZE(states); j++) {
                if (IsEqualCLSID(states[j].clsid, server_module.classes[i].clsid ? server_module.classes[i].clsid
                                                                                 : server_module.classes[i].own_clsid))
                    add(&server_module.classes[i], &states[j], false);
            }
        }
        for (i = 0; i < object_count; i++) { /* grows on the way; ends, since origins do */
            if (objects[i].is_factory || objects[i].origin_count == OBJECT_ORIGINS_MAX) continue;
            discover(&objects[i], source, clock);
        }
    }
    *count = object_count;
    return objects;
}

static bool has_interface(const struct hostile_object *object, const struct surface_interface *wanted,
                          struct device_source *source, const struct base_clock *clock)
{
    IUnknown *made = hostile_object_make(object, source, clock);
    IUnknown *iface;
    bool has = SUCCEEDED(IUnknown_QueryInterface(made, &wanted->iid, (void **)&iface));

    if (has) IUnknown_Release(iface);
    IUnknown_Release(made);
    return has;
}

static bool is_deep_enough(const struct hostile_object *object, enum hostile_depth depth)
{
    return !object->origin_count || depth == HOSTILE_ALL || (depth == HOSTILE_GIVEN_OUT_BY_NEW && !object->state);
}

void hostile_objects_walk(struct device_source *source, const struct base_clock *clock,
                          const struct hostile_visit *visit)
{
    size_t object, i, j, count, all;
    const struct surface_interface *interfaces = surface_interfaces(&count);
    const struct hostile_object *list = hostile_objects(source, clock, &all);

    for (object = 0; object < all; object++) {
        if (visit->skipped_state && list[object].state && !strcmp(list[object].state->name, visit->skipped_state)) {
            continue;
        }
        if (!is_deep_enough(&list[object], visit->depth)) continue;
        for (i = 0; i < count; i++) {
            if (!has_interface(&list[object], &interfaces[i], source, clock)) continue;
            if (interfaces[i].unknown) {
                fail_msg("%s::%s has a parameter that surface.c cannot make", interfaces[i].name,
                         interfaces[i].unknown);
            }
            for (j = 0; j < interfaces[i].method_count; j++) {
                const struct surface_method *method = &interfaces[i].methods[j];

                visit->visit(visit->context, &list[object], &interfaces[i], method, SURFACE_BY_VTABLE);
                if (method->dispatch) {
                    visit->visit(visit->context, &list[object], &interfaces[i], method, SURFACE_BY_DISPATCH);
                }
            }
        }
    }
}
