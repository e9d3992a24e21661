/* FsiNamedStreams: counts, finds and enumerates the streams of a file's node. */
#include "imapi2fs/named_streams.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/object.h"
#include "imapi2fs/call.h"
#include "imapi2fs/item.h"
#include "imapi2fs/item_enum.h"
#include "imapi2fserror.h"

struct streams {
    struct com_object object;
    IFsiNamedStreams IFsiNamedStreams_iface;
    struct image_state *state; /* held */
    struct fs_node *file;      /* held */
};

COM_DISPATCH(streams, IFsiNamedStreams)

static void call_begin(struct imapifs_call *call, const char *attempt)
{
    imapifs_call_begin(call, L"OpenIMAPI2.FsiNamedStreams", &IID_IFsiNamedStreams, attempt);
}

/* IFsiNamedStreams::get__NewEnum. */
static HRESULT WINAPI streams_get__NewEnum(IFsiNamedStreams *iface, IEnumVARIANT **value)
{
    struct streams *streams = streams_from_IFsiNamedStreams(iface);
    struct imapifs_call call;

    call_begin(&call, "Listing the named streams");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, item_enum_variant_create(streams->state, streams->file, value));
}

/* IFsiNamedStreams::get_EnumNamedStreams. */
static HRESULT WINAPI streams_get_EnumNamedStreams(IFsiNamedStreams *iface, IEnumFsiItems **value)
{
    struct streams *streams = streams_from_IFsiNamedStreams(iface);
    struct imapifs_call call;

    call_begin(&call, "Listing the named streams");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, item_enum_create(streams->state, streams->file, value));
}

/* IFsiNamedStreams::get_Item. Counted from 0. */
static HRESULT WINAPI streams_get_Item(IFsiNamedStreams *iface, LONG index, IFsiFileItem2 **value)
{
    struct streams *streams = streams_from_IFsiNamedStreams(iface);
    HRESULT hr = IMAPI_E_INVALID_PARAM;
    struct imapifs_call call;
    struct fs_node *node;
    LONG i = 0;

    call_begin(&call, "Getting a named stream");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = NULL;
    call.inserts[0] = L"index";
    EnterCriticalSection(&streams->state->lock);
    for (node = item_enum_first(streams->file); node && i < index; node = node->next)
        i++;
    if (node && index >= 0) hr = item_get(streams->state, node, &IID_IFsiFileItem2, (void **)value);
    LeaveCriticalSection(&streams->state->lock);
    return imapifs_call_done(&call, hr);
}

/* IFsiNamedStreams::get_Count. */
static HRESULT WINAPI streams_get_Count(IFsiNamedStreams *iface, LONG *value)
{
    struct streams *streams = streams_from_IFsiNamedStreams(iface);
    struct imapifs_call call;

    call_begin(&call, "Counting the named streams");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&streams->state->lock);
    *value = (LONG)item_enum_count(streams->file);
    LeaveCriticalSection(&streams->state->lock);
    return imapifs_call_done(&call, S_OK);
}

static const IFsiNamedStreamsVtbl streams_vtbl = {
    COM_DISPATCH_METHODS(streams, IFsiNamedStreams),
    streams_get__NewEnum,
    streams_get_Item,
    streams_get_Count,
    streams_get_EnumNamedStreams,
};

static const struct com_interface streams_interfaces[] = {
    {&IID_IFsiNamedStreams, offsetof(struct streams, IFsiNamedStreams_iface)},
    {&IID_IDispatch, offsetof(struct streams, IFsiNamedStreams_iface)},
};

static void streams_destroy(struct com_object *object)
{
    struct streams *streams = CONTAINING_RECORD(object, struct streams, object);

    item_release_node(streams->state, streams->file);
    base_free(streams);
}

static const struct com_class streams_class = {
    &CLSID_FsiNamedStreams, true, streams_interfaces, ARRAYSIZE(streams_interfaces), streams_destroy,
};

HRESULT named_streams_create(struct image_state *state, struct fs_node *file, IFsiNamedStreams **out)
{
    struct streams *streams = base_alloc(sizeof *streams);

    *out = NULL;
    if (!streams) return E_OUTOFMEMORY;
    streams->IFsiNamedStreams_iface.lpVtbl = &streams_vtbl;
    streams->state = state;
    streams->file = file;
    image_state_hold(state);
    EnterCriticalSection(&state->lock);
    fs_node_hold(file);
    LeaveCriticalSection(&state->lock);
    com_object_init(&streams->object, &streams_class);
    *out = &streams->IFsiNamedStreams_iface;
    return S_OK;
}
