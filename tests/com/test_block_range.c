/* imapi2fs/block_range.c: every member of IBlockRange and IBlockRangeList. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "imapi2fs/block_range.h"

static const struct fs_block_range ranges[] = {{4096, 8191}, {256, 271}};

static IBlockRangeList *create(size_t count)
{
    IBlockRangeList *list;

    assert_hr(block_range_list_create(ranges, count, &list), S_OK);
    return list;
}

static SAFEARRAY *ranges_of(IBlockRangeList *list)
{
    SAFEARRAY *array = NULL;

    assert_hr(IBlockRangeList_get_BlockRanges(list, &array), S_OK);
    assert_no_error_info();
    assert_int_equal(SafeArrayGetDim(array), 1);
    assert_int_equal(array->rgsabound[0].lLbound, 0);
    return array;
}

static void get_BlockRanges__two__are_objects_in_their_order(void **state)
{
    static const LONG expected[][2] = {{4096, 8191}, {256, 271}};
    IBlockRangeList *list = create(2);
    SAFEARRAY *array = ranges_of(list);
    IBlockRange *range;
    VARIANT element;
    LONG i, value;

    (void)state;
    IBlockRangeList_Release(list); /* which they outlive */
    assert_int_equal(array->rgsabound[0].cElements, 2);
    for (i = 0; i < 2; i++) {
        assert_hr(SafeArrayGetElement(array, &i, &element), S_OK);
        assert_int_equal(V_VT(&element), VT_DISPATCH);
        assert_hr(IDispatch_QueryInterface(V_DISPATCH(&element), &IID_IBlockRange, (void **)&range), S_OK);
        assert_hr(IBlockRange_get_StartLba(range, &value), S_OK);
        assert_int_equal(value, expected[i][0]);
        assert_hr(IBlockRange_get_EndLba(range, &value), S_OK);
        assert_int_equal(value, expected[i][1]);
        assert_no_error_info();
        IBlockRange_Release(range);
        VariantClear(&element);
    }
    SafeArrayDestroy(array);
}

static void get_BlockRanges__none__is_an_array_without_elements(void **state)
{
    IBlockRangeList *list = create(0);
    SAFEARRAY *array = ranges_of(list);

    (void)state;
    assert_int_equal(array->rgsabound[0].cElements, 0);
    SafeArrayDestroy(array);
    IBlockRangeList_Release(list);
}

static void members__no_pointer__say_so(void **state)
{
    IBlockRangeList *list = create(1);
    SAFEARRAY *array = ranges_of(list);
    VARIANT *elements;
    IBlockRange *range;

    (void)state;
    assert_hr(SafeArrayAccessData(array, (void **)&elements), S_OK);
    range = (IBlockRange *)V_DISPATCH(&elements[0]);
    assert_hr(IBlockRange_get_StartLba(range, NULL), E_POINTER);
    assert_error_says(L"OpenIMAPI2.BlockRange", L"Reading the first block of a range failed (0x80004003)", NULL);
    assert_hr(IBlockRange_get_EndLba(range, NULL), E_POINTER);
    assert_error_says(L"OpenIMAPI2.BlockRange", L"Reading the last block of a range failed (0x80004003)", NULL);
    SafeArrayUnaccessData(array);
    SafeArrayDestroy(array);
    assert_hr(IBlockRangeList_get_BlockRanges(list, NULL), E_POINTER);
    assert_error_says(L"OpenIMAPI2.BlockRangeList", L"Listing the ranges of blocks failed (0x80004003)", NULL);
    IBlockRangeList_Release(list);
}

/* By name, as a script reads them: DISPIDs 0x100 and 0x101. */
static void members__late_bound__are_there(void **state)
{
    static const struct {
        const WCHAR *name;
        DISPID id;
        LONG value;
    } rows[] = {{L"StartLba", 0x100, 4096}, {L"EndLba", 0x101, 8191}};
    IBlockRangeList *list = create(1);
    DISPPARAMS nothing = {NULL, NULL, 0, 0};
    VARIANT result, *elements;
    LPOLESTR name = (LPOLESTR)L"blockranges";
    DISPID id;
    size_t i;

    (void)state;
    assert_hr(IBlockRangeList_GetIDsOfNames(list, &IID_NULL, &name, 1, 0, &id), S_OK);
    assert_int_equal(id, 0x100);
    assert_hr(IBlockRangeList_Invoke(list, id, &IID_NULL, 0, DISPATCH_PROPERTYGET, &nothing, &result, NULL, NULL),
              S_OK);
    assert_int_equal(V_VT(&result), VT_ARRAY | VT_VARIANT);
    assert_hr(SafeArrayAccessData(V_ARRAY(&result), (void **)&elements), S_OK);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        IDispatch *range = V_DISPATCH(&elements[0]);
        VARIANT value;

        name = (LPOLESTR)rows[i].name;
        assert_hr(IDispatch_GetIDsOfNames(range, &IID_NULL, &name, 1, 0, &id), S_OK);
        assert_int_equal(id, rows[i].id);
        assert_hr(IDispatch_Invoke(range, id, &IID_NULL, 0, DISPATCH_PROPERTYGET, &nothing, &value, NULL, NULL), S_OK);
        assert_int_equal(V_VT(&value), VT_I4);
        assert_int_equal(V_I4(&value), rows[i].value);
    }
    SafeArrayUnaccessData(V_ARRAY(&result));
    VariantClear(&result);
    IBlockRangeList_Release(list);
}

static void members__no_memory__say_so_and_leak_nothing(void **state)
{
    IBlockRangeList *list = (IBlockRangeList *)1;
    SAFEARRAY *array;
    long nth, failures;
    HRESULT hr;

    (void)state;
    base_alloc_fail_nth(1);
    assert_hr(block_range_list_create(ranges, 2, &list), E_OUTOFMEMORY);
    base_alloc_fail_nth(0);
    assert_null(list);
    list = create(2);
    for (nth = 1, hr = E_FAIL, failures = 0; FAILED(hr); nth++, failures++) {
        array = (SAFEARRAY *)1;
        base_alloc_fail_nth(nth);
        hr = IBlockRangeList_get_BlockRanges(list, &array);
        base_alloc_fail_nth(0);
        if (SUCCEEDED(hr)) continue;
        assert_hr(hr, E_OUTOFMEMORY);
        assert_null(array);
        assert_error_says(L"OpenIMAPI2.BlockRangeList", L"There is not enough memory.", NULL);
    }
    assert_int_equal(failures, 4);
    SafeArrayDestroy(array);
    IBlockRangeList_Release(list);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(get_BlockRanges__two__are_objects_in_their_order),
        CASE(get_BlockRanges__none__is_an_array_without_elements),
        CASE(members__no_pointer__say_so),
        CASE(members__late_bound__are_there),
        CASE(members__no_memory__say_so_and_leak_nothing),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
