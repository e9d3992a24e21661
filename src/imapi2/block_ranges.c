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
    size_t count = array->rgsabound[0].cElements, i;
    VARIANT *elements;
    HRESULT hr;

    out->ranges = base_alloc_array(count, sizeof out->ranges[0]);
    if (!out->ranges) return E_OUTOFMEMORY;
    hr = SafeArrayAccessData(array, (void **)&elements);
    if (FAILED(hr)) return hr;
    for (i = 0; i < count && SUCCEEDED(hr); i++)
        hr = take_range(&elements[i], block_count, &out->ranges[i]);
    SafeArrayUnaccessData(array);
    out->count = count;
    return hr;
}

static bool is_list(const SAFEARRAY *array)
{
    return array && array->cDims == 1 && array->fFeatures & FADF_VARIANT;
}

HRESULT block_ranges_take(IStream *stream, uint64_t block_count, struct block_ranges *out)
{
    SAFEARRAY *array = NULL;
    IBlockRangeList *list;
    HRESULT hr;

    memset(out, 0, sizeof *out);
    if (FAILED(IStream_QueryInterface(stream, &IID_IBlockRangeList, (void **)&list))) return S_OK;
    hr = IBlockRangeList_get_BlockRanges(list, &array);
    IBlockRangeList_Release(list);
    if (SUCCEEDED(hr)) hr = is_list(array) ? take_ranges(array, block_count, out) : E_INVALIDARG;
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
