/* Reads IBlockRangeList from a stream by QueryInterface. */
#include "imapi2/block_ranges.h"

#include <string.h>
#include <oleauto.h>

#include "base/alloc.h"
#include "imapi2.h"

static HRESULT take_range(VARIANT *element, uint64_t block_count, struct burn_range *range)
{
    IBlockRange *asked;
    LONG first = 0, last = 0;
    HRESULT hr;

    if ((V_VT(element) != VT_DISPATCH && V_VT(element) != VT_UNKNOWN) || !V_UNKNOWN(element)) return E_INVALIDARG;
    if (FAILED(IUnknown_QueryInterface(V_UNKNOWN(element), &IID_IBlockRange, (void **)&asked))) return E_INVALIDARG;
    hr = IBlockRange_get_StartLba(asked, &first);
    if (SUCCEEDED(hr)) hr = IBlockRange_get_EndLba(asked, &last);
    IBlockRange_Release(asked);
    if (FAILED(hr)) return hr;
    if (first < 0 || last < first || (uint64_t)last >= block_count) return E_INVALIDARG;
    range->first = (uint32_t)first;
    range->last = (uint32_t)last;
    return S_OK;
}

static HRESULT take_ranges(SAFEARRAY *array, uint64_t block_count, struct block_ranges *out)
{
    LONG lower, upper, i;
    VARIANT element;
    HRESULT hr;

    if (!array || SafeArrayGetDim(array) != 1) return E_INVALIDARG;
    hr = SafeArrayGetLBound(array, 1, &lower);
    if (SUCCEEDED(hr)) hr = SafeArrayGetUBound(array, 1, &upper);
    if (FAILED(hr)) return hr;
    if (upper < lower) return S_OK;
    out->ranges = base_alloc_array((size_t)(upper - lower) + 1, sizeof out->ranges[0]);
    if (!out->ranges) return E_OUTOFMEMORY;
    for (i = lower; i <= upper && SUCCEEDED(hr); i++) {
        VariantInit(&element);
        hr = SafeArrayGetElement(array, &i, &element);
        if (SUCCEEDED(hr)) hr = take_range(&element, block_count, &out->ranges[out->count++]);
        VariantClear(&element);
    }
    return hr;
}

HRESULT block_ranges_take(IStream *stream, uint64_t block_count, struct block_ranges *out)
{
    SAFEARRAY *array = NULL;
    IBlockRangeList *list;
    VARTYPE type;
    HRESULT hr;

    memset(out, 0, sizeof *out);
    if (FAILED(IStream_QueryInterface(stream, &IID_IBlockRangeList, (void **)&list))) return S_OK;
    hr = IBlockRangeList_get_BlockRanges(list, &array);
    IBlockRangeList_Release(list);
    if (SUCCEEDED(hr) && array && (FAILED(SafeArrayGetVartype(array, &type)) || type != VT_VARIANT)) hr = E_INVALIDARG;
    if (SUCCEEDED(hr)) hr = take_ranges(array, block_count, out);
    if (array) SafeArrayDestroy(array);
    if (FAILED(hr)) {
        block_ranges_free(out);
        return hr;
    }
    out->is_there = true;
    return S_OK;
}

void block_ranges_free(struct block_ranges *ranges)
{
    base_free(ranges->ranges);
    memset(ranges, 0, sizeof *ranges);
}
