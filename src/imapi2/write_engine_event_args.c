/* IWriteEngine2EventArgs: the progress of a section at the moment of the event. */
#include "imapi2/write_engine_event_args.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/object.h"
#include "imapi2.h"
#include "imapi2/write_progress.h"

struct args {
    struct com_object object;
    IWriteEngine2EventArgs IWriteEngine2EventArgs_iface;
    struct burn_progress progress;
};

COM_DISPATCH(args, IWriteEngine2EventArgs)
WRITE_PROGRESS(args, IWriteEngine2EventArgs)

static const IWriteEngine2EventArgsVtbl args_vtbl = {
    COM_DISPATCH_METHODS(args, IWriteEngine2EventArgs),
    WRITE_PROGRESS_METHODS(args),
};

static const struct com_interface args_interfaces[] = {
    {&IID_IWriteEngine2EventArgs, offsetof(struct args, IWriteEngine2EventArgs_iface)},
    {&IID_IDispatch, offsetof(struct args, IWriteEngine2EventArgs_iface)},
};

static void args_destroy(struct com_object *object)
{
    base_free(CONTAINING_RECORD(object, struct args, object));
}

static const struct com_class args_class = {NULL, true, args_interfaces, ARRAYSIZE(args_interfaces), args_destroy};

HRESULT write_engine_event_args_create(const struct burn_progress *progress, IDispatch **out)
{
    struct args *args = base_alloc(sizeof *args);

    *out = NULL;
    if (!args) return E_OUTOFMEMORY;
    args->IWriteEngine2EventArgs_iface.lpVtbl = &args_vtbl;
    args->progress = *progress;
    com_object_init(&args->object, &args_class);
    return com_object_hand_out(&args->object, &IID_IDispatch, (void **)out);
}
