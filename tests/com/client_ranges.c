/* IBlockRangeList of a client's stream. */
#include "com/client_ranges.h"

#include "com/client_dispatch.h"

static struct client_ranges *from_list(IBlockRangeList *iface)
{
    return CONTAINING_RECORD(iface, struct client_ranges, IBlockRangeList_iface);
}

/* ------------------------------------------------------------------------------------------------------ IBlockRange */

static struct client_range *from_range(IBlockRange *iface)
{
    return CONTAINING_RECORD(iface, struct client_range, IBlockRange_iface);
}

static HRESULT WINAPI range_QueryInterface(IBlockRange *iface, REFIID iid, void **out)
{
    bool is_known =
        IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IDispatch) || IsEqualIID(iid, &IID_IBlockRange);

    *out = is_known ? iface : NULL;
    return is_known ? S_OK : E_NOINTERFACE;
}

/* They live as long as the stream. */
static ULONG WINAPI range_AddRef(IBlockRange *iface)
{
    (void)iface;
    return 2;
}

CLIENT_DISPATCH(range, IBlockRange)

static HRESULT WINAPI range_get_StartLba(IBlockRange *iface, LONG *value)
{
    *value = from_range(iface)->first;
    return S_OK;
}

static HRESULT WINAPI range_get_EndLba(IBlockRange *iface, LONG *value)
{
    *value = from_range(iface)->last;
    return S_OK;
}

static const IBlockRangeVtbl range_vtbl = {
    range_QueryInterface, range_AddRef, range_AddRef,       range_GetTypeInfoCount, range_GetTypeInfo,
    range_GetIDsOfNames,  range_Invoke, range_get_StartLba, range_get_EndLba,
};

/* -------------------------------------------------------------------------------------------------- IBlockRangeList */

static HRESULT WINAPI list_QueryInterface(IBlockRangeList *iface, REFIID iid, void **out)
{
    return IStream_QueryInterface(&from_list(iface)->stream->IStream_iface, iid, out);
}

static ULONG WINAPI list_AddRef(IBlockRangeList *iface)
{
    return IStream_AddRef(&from_list(iface)->stream->IStream_iface);
}

static ULONG WINAPI list_Release(IBlockRangeList *iface)
{
    return IStream_Release(&from_list(iface)->stream->IStream_iface);
}

CLIENT_DISPATCH(list, IBlockRangeList)

static HRESULT WINAPI list_get_BlockRanges(IBlockRangeList *iface, SAFEARRAY **value)
{
    struct client_ranges *ranges = from_list(iface);
    VARIANT *elements;
    size_t i;

    *value = SafeArrayCreateVector(VT_VARIANT, 0, (ULONG)ranges->count);
    SafeArrayAccessData(*value, (void **)&elements);
    for (i = 0; i < ranges->count; i++) {
        V_VT(&elements[i]) = ranges->type;
        V_DISPATCH(&elements[i]) = (IDispatch *)&ranges->ranges[i].IBlockRange_iface;
    }
    SafeArrayUnaccessData(*value);
    return S_OK;
}

static const IBlockRangeListVtbl list_vtbl = {
    list_QueryInterface, list_AddRef,        list_Release, list_GetTypeInfoCount,
    list_GetTypeInfo,    list_GetIDsOfNames, list_Invoke,  list_get_BlockRanges,
};

void client_ranges_begin(struct client_ranges *ranges, struct client_stream *stream)
{
    ranges->IBlockRangeList_iface.lpVtbl = &list_vtbl;
    ranges->stream = stream;
    ranges->type = VT_DISPATCH;
    ranges->count = 0;
    stream->other_iid = &IID_IBlockRangeList;
    stream->other = (IUnknown *)&ranges->IBlockRangeList_iface;
}

void client_ranges_add(struct client_ranges *ranges, LONG first, LONG last)
{
    struct client_range *range = &ranges->ranges[ranges->count++];

    range->IBlockRange_iface.lpVtbl = &range_vtbl;
    range->first = first;
    range->last = last;
}
