/* IDiscFormat2DataEventArgs: the progress of a write at the moment of the event. */
#include "imapi2/data_event_args.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/object.h"
#include "imapi2.h"
#include "imapi2/write_progress.h"

struct args {
    struct com_object object;
    IDiscFormat2DataEventArgs IDiscFormat2DataEventArgs_iface;
    struct burn_progress progress;
};

COM_DISPATCH(args, IDiscFormat2DataEventArgs)

WRITE_PROGRESS(args, IDiscFormat2DataEventArgs)

#define PROGRESS(iface) (&args_from_IDiscFormat2DataEventArgs(iface)->progress)

static HRESULT WINAPI args_get_ElapsedTime(IDiscFormat2DataEventArgs *iface, LONG *value)
{
    return write_progress_give(write_progress_number(PROGRESS(iface)->elapsed_s), value);
}

static HRESULT WINAPI args_get_RemainingTime(IDiscFormat2DataEventArgs *iface, LONG *value)
{
    return write_progress_give(write_progress_remaining(PROGRESS(iface)), value);
}

static HRESULT WINAPI args_get_TotalTime(IDiscFormat2DataEventArgs *iface, LONG *value)
{
    return write_progress_give(write_progress_number(PROGRESS(iface)->total_s), value);
}

static HRESULT WINAPI args_get_CurrentAction(IDiscFormat2DataEventArgs *iface, IMAPI_FORMAT2_DATA_WRITE_ACTION *value)
{
    if (!value) return E_POINTER;
    *value = (IMAPI_FORMAT2_DATA_WRITE_ACTION)PROGRESS(iface)->phase;
    return S_OK;
}

/* -------------------------------------------------------------------------------------------------------- its life */

static const IDiscFormat2DataEventArgsVtbl args_vtbl = {
    COM_DISPATCH_METHODS(args, IDiscFormat2DataEventArgs),
    WRITE_PROGRESS_METHODS(args),
    args_get_ElapsedTime,
    args_get_RemainingTime,
    args_get_TotalTime,
    args_get_CurrentAction,
};

static const struct com_interface args_interfaces[] = {
    {&IID_IDiscFormat2DataEventArgs, offsetof(struct args, IDiscFormat2DataEventArgs_iface)},
    {&IID_IWriteEngine2EventArgs, offsetof(struct args, IDiscFormat2DataEventArgs_iface)},
    {&IID_IDispatch, offsetof(struct args, IDiscFormat2DataEventArgs_iface)},
};

static void args_destroy(struct com_object *object)
{
    base_free(CONTAINING_RECORD(object, struct args, object));
}

static const struct com_class args_class = {NULL, true, args_interfaces, ARRAYSIZE(args_interfaces), args_destroy};

HRESULT data_event_args_create(const struct burn_progress *progress, IDispatch **out)
{
    struct args *args = base_alloc(sizeof *args);

    *out = NULL;
    if (!args) return E_OUTOFMEMORY;
    args->IDiscFormat2DataEventArgs_iface.lpVtbl = &args_vtbl;
    args->progress = *progress;
    com_object_init(&args->object, &args_class);
    return com_object_hand_out(&args->object, &IID_IDispatch, (void **)out);
}
