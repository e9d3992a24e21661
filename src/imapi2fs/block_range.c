/* Runs of blocks as immutable objects. */
#include "imapi2fs/block_range.h"

#include <string.h>

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/values.h"
#include "imapi2fs/call.h"

static const WCHAR range_name[] = L"OpenIMAPI2.BlockRange";
static const WCHAR list_name[] = L"OpenIMAPI2.BlockRangeList";

/* ------------------------------------------------------------------------------------------------------- BlockRange */

struct range {
    struct com_object object;
    IBlockRange IBlockRange_iface;
    struct fs_block_range blocks;
};

COM_DISPATCH(range, IBlockRange)

static HRESULT give_block(const char *attempt, uint32_t block, LONG *value)
{
    struct imapifs_call call;

    imapifs_call_begin(&call, range_name, &IID_IBlockRange, attempt);
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = (LONG)block;
    return imapifs_call_done(&call, S_OK);
}

/* IBlockRange::get_StartLba. */
static HRESULT WINAPI range_get_StartLba(IBlockRange *iface, LONG *value)
{
    return give_block("Reading the first block of a range", range_from_IBlockRange(iface)->blocks.first, value);
}

/* IBlockRange::get_EndLba. The block belongs to the range. */
static HRESULT WINAPI range_get_EndLba(IBlockRange *iface, LONG *value)
{
    return give_block("Reading the last block of a range", range_from_IBlockRange(iface)->blocks.last, value);
}

static const IBlockRangeVtbl range_vtbl = {
    COM_DISPATCH_METHODS(range, IBlockRange),
    range_get_StartLba,
    range_get_EndLba,
};

static const struct com_interface range_interfaces[] = {
    {&IID_IBlockRange, offsetof(struct range, IBlockRange_iface)},
    {&IID_IDispatch, offsetof(struct range, IBlockRange_iface)},
};

static void range_destroy(struct com_object *object)
{
    base_free(CONTAINING_RECORD(object, struct range, object));
}

static const struct com_class range_class = {
    &CLSID_BlockRange, true, range_interfaces, ARRAYSIZE(range_interfaces), range_destroy,
};

static HRESULT range_create(const struct fs_block_range *blocks, IDispatch **out)
{
    struct range *range = base_alloc(sizeof *range);

    if (!range) return E_OUTOFMEMORY;
    range->IBlockRange_iface.lpVtbl = &range_vtbl;
    range->blocks = *blocks;
    com_object_init(&range->object, &range_class);
    *out = (IDispatch *)&range->IBlockRange_iface;
    return S_OK;
}

HRESULT block_range_array(const struct fs_block_range *ranges, size_t count, SAFEARRAY **out)
{
    void **objects = base_alloc_array(count, sizeof *objects); /* IDispatch */
    HRESULT hr = S_OK;
    size_t made = 0, i;

    *out = NULL;
    if (!objects) return E_OUTOFMEMORY;
    while (made < count && SUCCEEDED(hr)) {
        hr = range_create(&ranges[made], (IDispatch **)&objects[made]);
        if (SUCCEEDED(hr)) made++;
    }
    if (SUCCEEDED(hr)) hr = com_array_from_objects((IDispatch *const *)objects, count, out);
    for (i = 0; i < made; i++)
        IDispatch_Release((IDispatch *)objects[i]);
    base_free(objects);
    return hr;
}

/* --------------------------------------------------------------------------------------------------- BlockRangeList */

struct list {
    struct com_object object;
    IBlockRangeList IBlockRangeList_iface;
    size_t count;
    struct fs_block_range ranges[];
};

COM_DISPATCH(list, IBlockRangeList)

/* IBlockRangeList::get_BlockRanges. */
static HRESULT WINAPI list_get_BlockRanges(IBlockRangeList *iface, SAFEARRAY **value)
{
    const struct list *list = list_from_IBlockRangeList(iface);
    struct imapifs_call call;

    imapifs_call_begin(&call, list_name, &IID_IBlockRangeList, "Listing the ranges of blocks");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, block_range_array(list->ranges, list->count, value));
}

static const IBlockRangeListVtbl list_vtbl = {
    COM_DISPATCH_METHODS(list, IBlockRangeList),
    list_get_BlockRanges,
};

static const struct com_interface list_interfaces[] = {
    {&IID_IBlockRangeList, offsetof(struct list, IBlockRangeList_iface)},
    {&IID_IDispatch, offsetof(struct list, IBlockRangeList_iface)},
};

static void list_destroy(struct com_object *object)
{
    base_free(CONTAINING_RECORD(object, struct list, object));
}

static const struct com_class list_class = {
    &CLSID_BlockRangeList, true, list_interfaces, ARRAYSIZE(list_interfaces), list_destroy,
};

HRESULT block_range_list_create(const struct fs_block_range *ranges, size_t count, IBlockRangeList **out)
{
    struct list *list = base_alloc(sizeof *list + count * sizeof list->ranges[0]);

    *out = NULL;
    if (!list) return E_OUTOFMEMORY;
    list->IBlockRangeList_iface.lpVtbl = &list_vtbl;
    list->count = count;
    if (count) memcpy(list->ranges, ranges, count * sizeof list->ranges[0]);
    com_object_init(&list->object, &list_class);
    *out = &list->IBlockRangeList_iface;
    return S_OK;
}
