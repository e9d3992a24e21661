/* IDiscFormat2TrackAtOnceEventArgs: the progress of a track at the moment of the event. */
#include "imapi2/track_at_once_event_args.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/object.h"
#include "imapi2.h"
#include "imapi2/write_progress.h"

struct args {
    struct com_object object;
    IDiscFormat2TrackAtOnceEventArgs IDiscFormat2TrackAtOnceEventArgs_iface;
    struct burn_progress progress;
    unsigned track;
};

COM_DISPATCH(args, IDiscFormat2TrackAtOnceEventArgs)

WRITE_PROGRESS(args, IDiscFormat2TrackAtOnceEventArgs)

#define ARGS(iface) args_from_IDiscFormat2TrackAtOnceEventArgs(iface)

static HRESULT WINAPI args_get_CurrentTrackNumber(IDiscFormat2TrackAtOnceEventArgs *iface, LONG *value)
{
    return write_progress_give((LONG)ARGS(iface)->track, value);
}

/* Calibrating the laser is a part of preparing; and so is what has no action of its own. */
static HRESULT WINAPI args_get_CurrentAction(IDiscFormat2TrackAtOnceEventArgs *iface,
                                             IMAPI_FORMAT2_TAO_WRITE_ACTION *value)
{
    if (!value) return E_POINTER;
    switch (ARGS(iface)->progress.phase) {
    case BURN_WRITING:
        *value = IMAPI_FORMAT2_TAO_WRITE_ACTION_WRITING;
        break;
    case BURN_FINALIZING:
        *value = IMAPI_FORMAT2_TAO_WRITE_ACTION_FINISHING;
        break;
    case BURN_VERIFYING:
        *value = IMAPI_FORMAT2_TAO_WRITE_ACTION_VERIFYING;
        break;
    default:
        *value = IMAPI_FORMAT2_TAO_WRITE_ACTION_PREPARING;
        break;
    }
    return S_OK;
}

static HRESULT WINAPI args_get_ElapsedTime(IDiscFormat2TrackAtOnceEventArgs *iface, LONG *value)
{
    return write_progress_give(write_progress_number(ARGS(iface)->progress.elapsed_s), value);
}

static HRESULT WINAPI args_get_RemainingTime(IDiscFormat2TrackAtOnceEventArgs *iface, LONG *value)
{
    return write_progress_give(write_progress_remaining(&ARGS(iface)->progress), value);
}

/* -------------------------------------------------------------------------------------------------------- its life */

static const IDiscFormat2TrackAtOnceEventArgsVtbl args_vtbl = {
    COM_DISPATCH_METHODS(args, IDiscFormat2TrackAtOnceEventArgs),
    WRITE_PROGRESS_METHODS(args),
    args_get_CurrentTrackNumber,
    args_get_CurrentAction,
    args_get_ElapsedTime,
    args_get_RemainingTime,
};

static const struct com_interface args_interfaces[] = {
    {&IID_IDiscFormat2TrackAtOnceEventArgs, offsetof(struct args, IDiscFormat2TrackAtOnceEventArgs_iface)},
    {&IID_IWriteEngine2EventArgs, offsetof(struct args, IDiscFormat2TrackAtOnceEventArgs_iface)},
    {&IID_IDispatch, offsetof(struct args, IDiscFormat2TrackAtOnceEventArgs_iface)},
};

static void args_destroy(struct com_object *object)
{
    base_free(CONTAINING_RECORD(object, struct args, object));
}

static const struct com_class args_class = {NULL, true, args_interfaces, ARRAYSIZE(args_interfaces), args_destroy};

HRESULT track_at_once_event_args_create(const struct burn_progress *progress, unsigned track, IDispatch **out)
{
    struct args *args = base_alloc(sizeof *args);

    *out = NULL;
    if (!args) return E_OUTOFMEMORY;
    args->IDiscFormat2TrackAtOnceEventArgs_iface.lpVtbl = &args_vtbl;
    args->progress = *progress;
    args->track = track;
    com_object_init(&args->object, &args_class);
    return com_object_hand_out(&args->object, &IID_IDispatch, (void **)out);
}
