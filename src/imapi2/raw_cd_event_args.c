/* IDiscFormat2RawCDEventArgs: the progress of a disc at the moment of the event. */
#include "imapi2/raw_cd_event_args.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/object.h"
#include "imapi2.h"
#include "imapi2/write_progress.h"

struct args {
    struct com_object object;
    IDiscFormat2RawCDEventArgs IDiscFormat2RawCDEventArgs_iface;
    struct burn_progress progress;
};

COM_DISPATCH(args, IDiscFormat2RawCDEventArgs)

WRITE_PROGRESS(args, IDiscFormat2RawCDEventArgs)

#define ARGS(iface) args_from_IDiscFormat2RawCDEventArgs(iface)

/* Calibrating the laser is a part of preparing; and so is what has no action of its own. */
static HRESULT WINAPI args_get_CurrentAction(IDiscFormat2RawCDEventArgs *iface,
                                             IMAPI_FORMAT2_RAW_CD_WRITE_ACTION *value)
{
    if (!value) return E_POINTER;
    switch (ARGS(iface)->progress.phase) {
    case BURN_WRITING:
        *value = IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_WRITING;
        break;
    case BURN_FINALIZING:
        *value = IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_FINISHING;
        break;
    default:
        *value = IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_PREPARING;
        break;
    }
    return S_OK;
}

static HRESULT WINAPI args_get_ElapsedTime(IDiscFormat2RawCDEventArgs *iface, LONG *value)
{
    return write_progress_give(write_progress_number(ARGS(iface)->progress.elapsed_s), value);
}

static HRESULT WINAPI args_get_RemainingTime(IDiscFormat2RawCDEventArgs *iface, LONG *value)
{
    return write_progress_give(write_progress_remaining(&ARGS(iface)->progress), value);
}

/* --------------------------------------------------------------------------------------------------------- its life */

static const IDiscFormat2RawCDEventArgsVtbl args_vtbl = {
    COM_DISPATCH_METHODS(args, IDiscFormat2RawCDEventArgs),
    WRITE_PROGRESS_METHODS(args),
    args_get_CurrentAction,
    args_get_ElapsedTime,
    args_get_RemainingTime,
};

static const struct com_interface args_interfaces[] = {
    {&IID_IDiscFormat2RawCDEventArgs, offsetof(struct args, IDiscFormat2RawCDEventArgs_iface)},
    {&IID_IWriteEngine2EventArgs, offsetof(struct args, IDiscFormat2RawCDEventArgs_iface)},
    {&IID_IDispatch, offsetof(struct args, IDiscFormat2RawCDEventArgs_iface)},
};

static void args_destroy(struct com_object *object)
{
    base_free(CONTAINING_RECORD(object, struct args, object));
}

static const struct com_class args_class = {NULL, true, args_interfaces, ARRAYSIZE(args_interfaces), args_destroy};

HRESULT raw_cd_event_args_create(const struct burn_progress *progress, IDispatch **out)
{
    struct args *args = base_alloc(sizeof *args);

    *out = NULL;
    if (!args) return E_OUTOFMEMORY;
    args->IDiscFormat2RawCDEventArgs_iface.lpVtbl = &args_vtbl;
    args->progress = *progress;
    com_object_init(&args->object, &args_class);
    return com_object_hand_out(&args->object, &IID_IDispatch, (void **)out);
}
