/* One progress item: four values. */
#include "imapi2fs/progress_item.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/values.h"
#include "imapi2fs/call.h"

struct progress_item {
    struct com_object object;
    IProgressItem IProgressItem_iface;
    BSTR description;
    ULONG first, blocks;
};

COM_DISPATCH(progress_item, IProgressItem)

static void call_begin(struct imapifs_call *call, const char *attempt)
{
    imapifs_call_begin(call, L"OpenIMAPI2.ProgressItem", &IID_IProgressItem, attempt);
}

static HRESULT give(const char *attempt, ULONG number, ULONG *value)
{
    struct imapifs_call call;

    call_begin(&call, attempt);
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = number;
    return imapifs_call_done(&call, S_OK);
}

/* IProgressItem::get_Description. */
static HRESULT WINAPI progress_item_get_Description(IProgressItem *iface, BSTR *value)
{
    struct imapifs_call call;

    call_begin(&call, "Reading the description of a run of blocks");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, com_bstr_copy(progress_item_from_IProgressItem(iface)->description, value));
}

/* IProgressItem::get_FirstBlock. */
static HRESULT WINAPI progress_item_get_FirstBlock(IProgressItem *iface, ULONG *value)
{
    return give("Reading the first block of a run", progress_item_from_IProgressItem(iface)->first, value);
}

/* IProgressItem::get_LastBlock. The block belongs to the run. */
static HRESULT WINAPI progress_item_get_LastBlock(IProgressItem *iface, ULONG *value)
{
    const struct progress_item *item = progress_item_from_IProgressItem(iface);

    return give("Reading the last block of a run", item->first + item->blocks - 1, value);
}

/* IProgressItem::get_BlockCount. */
static HRESULT WINAPI progress_item_get_BlockCount(IProgressItem *iface, ULONG *value)
{
    return give("Counting the blocks of a run", progress_item_from_IProgressItem(iface)->blocks, value);
}

static const IProgressItemVtbl progress_item_vtbl = {
    COM_DISPATCH_METHODS(progress_item, IProgressItem),
    progress_item_get_Description,
    progress_item_get_FirstBlock,
    progress_item_get_LastBlock,
    progress_item_get_BlockCount,
};

static const struct com_interface progress_item_interfaces[] = {
    {&IID_IProgressItem, offsetof(struct progress_item, IProgressItem_iface)},
    {&IID_IDispatch, offsetof(struct progress_item, IProgressItem_iface)},
};

static void progress_item_destroy(struct com_object *object)
{
    struct progress_item *item = CONTAINING_RECORD(object, struct progress_item, object);

    SysFreeString(item->description);
    base_free(item);
}

static const struct com_class progress_item_class = {
    &CLSID_ProgressItem, true, progress_item_interfaces, ARRAYSIZE(progress_item_interfaces), progress_item_destroy,
};

HRESULT progress_item_create(BSTR description, const struct fs_extent *extent, IProgressItem **out)
{
    struct progress_item *item = base_alloc(sizeof *item);

    *out = NULL;
    if (!item) return E_OUTOFMEMORY;
    item->IProgressItem_iface.lpVtbl = &progress_item_vtbl;
    item->description = description;
    item->first = extent->first;
    item->blocks = extent->blocks;
    com_object_init(&item->object, &progress_item_class);
    *out = &item->IProgressItem_iface;
    return S_OK;
}
