/* imapi2fs/progress_items.c, progress_item.c: every member of IProgressItems and IProgressItem. The blocks of the image
 * below are those of an image with UDF alone: the data of files stand in one row, in the order of adding.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/client_stream.h"
#include "com/tree_fixture.h"

#define SOURCE L"OpenIMAPI2.ProgressItems"

/* 4097 bytes, an empty file, and 2048 bytes in a directory. */
static struct client_stream clients[3];

static IProgressItems *items_of(IFileSystemImageResult *result)
{
    IProgressItems *items;

    assert_hr(IFileSystemImageResult_get_ProgressItems(result, &items), S_OK);
    assert_no_error_info();
    return items;
}

/* An image with its result alone; NULL files: none. */
static IFileSystemImageResult *create_result(bool has_files)
{
    static const ULONGLONG sizes[] = {4097, 0, 2048};
    static const WCHAR *const paths[] = {L"\\zoo", L"\\empty", L"\\dir\\Ape"};
    IFileSystemImage3 *image = tree_image();
    IFsiDirectoryItem2 *root = tree_root(image);
    IFileSystemImageResult *result;
    size_t i;

    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, FsiFileSystemUDF), S_OK);
    assert_hr(tree_add_directory(root, L"\\dir"), S_OK);
    for (i = 0; has_files && i < ARRAYSIZE(sizes); i++) {
        client_stream_begin(&clients[i], sizes[i], 1);
        assert_hr(tree_add_file(root, paths[i], &clients[i].IStream_iface), S_OK);
    }
    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), S_OK);
    IFsiDirectoryItem2_Release(root);
    IFileSystemImage3_Release(image);
    return result;
}

/* Releases it. */
static void assert_item(IProgressItem *item, const WCHAR *description, ULONG first, ULONG last, ULONG count)
{
    ULONG value;
    BSTR text;

    assert_hr(IProgressItem_get_Description(item, &text), S_OK);
    assert_bstr(text, description);
    assert_hr(IProgressItem_get_FirstBlock(item, &value), S_OK);
    assert_int_equal(value, first);
    assert_hr(IProgressItem_get_LastBlock(item, &value), S_OK);
    assert_int_equal(value, last);
    assert_hr(IProgressItem_get_BlockCount(item, &value), S_OK);
    assert_int_equal(value, count);
    IProgressItem_Release(item);
}

static IProgressItem *item_at(IProgressItems *items, LONG index)
{
    IProgressItem *item;

    assert_hr(IProgressItems_get_Item(items, index, &item), S_OK);
    return item;
}

static ULONG first_of(IProgressItems *items, LONG index)
{
    IProgressItem *item = item_at(items, index);
    ULONG first;

    assert_hr(IProgressItem_get_FirstBlock(item, &first), S_OK);
    IProgressItem_Release(item);
    return first;
}

static void items__files_and_structures__cover_the_image(void **state)
{
    IFileSystemImageResult *result = create_result(true);
    IProgressItems *items = items_of(result);
    LONG count, blocks;
    ULONG data;

    (void)state;
    assert_hr(IFileSystemImageResult_get_TotalBlocks(result, &blocks), S_OK);
    IFileSystemImageResult_Release(result); /* which they outlive */
    assert_hr(IProgressItems_get_Count(items, &count), S_OK);
    assert_int_equal(count, 4);
    data = first_of(items, 1);
    assert_true(data > 257); /* the anchor at 256 is a structure */
    assert_item(item_at(items, 0), L"File system", 0, data - 1, data);
    assert_item(item_at(items, 1), L"\\zoo", data, data + 2, 3);
    assert_item(item_at(items, 2), L"\\dir\\Ape", data + 3, data + 3, 1);
    assert_item(item_at(items, 3), L"File system", data + 4, (ULONG)blocks - 1, (ULONG)blocks - data - 4);
    IProgressItems_Release(items);
}

static void items__no_files__are_one(void **state)
{
    IFileSystemImageResult *result = create_result(false);
    IProgressItems *items = items_of(result);
    LONG count, blocks;

    (void)state;
    assert_hr(IFileSystemImageResult_get_TotalBlocks(result, &blocks), S_OK);
    assert_hr(IProgressItems_get_Count(items, &count), S_OK);
    assert_int_equal(count, 1);
    assert_item(item_at(items, 0), L"File system", 0, (ULONG)blocks - 1, (ULONG)blocks);
    IProgressItems_Release(items);
    IFileSystemImageResult_Release(result);
}

static void get_Item__out_of_range__is_an_invalid_argument(void **state)
{
    static const LONG wrong[] = {-1, 4, 0x7FFFFFFF};
    IFileSystemImageResult *result = create_result(true);
    IProgressItems *items = items_of(result);
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(wrong); i++) {
        IProgressItem *item = (IProgressItem *)1;

        assert_hr(IProgressItems_get_Item(items, wrong[i], &item), E_INVALIDARG);
        assert_null(item);
        assert_error_says(SOURCE, L"Getting a progress item", NULL);
    }
    IProgressItems_Release(items);
    IFileSystemImageResult_Release(result);
}

static void ProgressItemFromBlock__edges__are_found(void **state)
{
    IFileSystemImageResult *result = create_result(true);
    IProgressItems *items = items_of(result);
    ULONG data = first_of(items, 1), i;
    const struct {
        ULONG block;
        const WCHAR *description;
    } rows[] = {
        {0, L"File system"},  {256, L"File system"},     {data - 1, L"File system"}, {data, L"\\zoo"},
        {data + 2, L"\\zoo"}, {data + 3, L"\\dir\\Ape"}, {data + 4, L"File system"},
    };
    IProgressItem *item;
    LONG blocks;
    BSTR text;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        assert_hr(IProgressItems_ProgressItemFromBlock(items, rows[i].block, &item), S_OK);
        assert_hr(IProgressItem_get_Description(item, &text), S_OK);
        assert_bstr(text, rows[i].description);
        IProgressItem_Release(item);
    }
    assert_hr(IFileSystemImageResult_get_TotalBlocks(result, &blocks), S_OK);
    assert_hr(IProgressItems_ProgressItemFromBlock(items, (ULONG)blocks - 1, &item), S_OK);
    IProgressItem_Release(item);
    assert_hr(IProgressItems_ProgressItemFromBlock(items, (ULONG)blocks, &item), E_INVALIDARG);
    assert_null(item);
    assert_hr(IProgressItems_ProgressItemFromBlock(items, 0xFFFFFFFF, &item), E_INVALIDARG);
    IProgressItems_Release(items);
    IFileSystemImageResult_Release(result);
}

static HRESULT find(IProgressItems *items, const WCHAR *text, IProgressItem **item)
{
    BSTR description = SysAllocString(text);
    HRESULT hr = IProgressItems_ProgressItemFromDescription(items, description, item);

    SysFreeString(description);
    return hr;
}

static void ProgressItemFromDescription__texts__finds_the_first(void **state)
{
    IFileSystemImageResult *result = create_result(true);
    IProgressItems *items = items_of(result);
    ULONG data = first_of(items, 1);
    IProgressItem *item;

    (void)state;
    assert_hr(find(items, L"\\DIR\\aPE", &item), S_OK);
    assert_item(item, L"\\dir\\Ape", data + 3, data + 3, 1);
    assert_hr(find(items, L"file SYSTEM", &item), S_OK);
    assert_item(item, L"File system", 0, data - 1, data);
    assert_hr(find(items, L"\\empty", &item), E_INVALIDARG);
    assert_null(item);
    assert_hr(find(items, L"", &item), E_INVALIDARG);
    item = (IProgressItem *)1;
    assert_hr(find(items, NULL, &item), E_FAIL); /* the method's page */
    assert_null(item);
    assert_error_says(SOURCE, L"Finding the progress item of a description failed (0x80004005)", NULL);
    IProgressItems_Release(items);
    IFileSystemImageResult_Release(result);
}

static void members__no_pointer__say_so(void **state)
{
    IFileSystemImageResult *result = create_result(true);
    IProgressItems *items = items_of(result);
    IProgressItem *item = item_at(items, 0);

    (void)state;
    assert_hr(IProgressItems_get__NewEnum(items, NULL), E_POINTER);
    assert_hr(IProgressItems_get_Item(items, 0, NULL), E_POINTER);
    assert_hr(IProgressItems_get_Count(items, NULL), E_POINTER);
    assert_hr(IProgressItems_ProgressItemFromBlock(items, 0, NULL), E_POINTER);
    assert_hr(IProgressItems_ProgressItemFromDescription(items, NULL, NULL), E_POINTER);
    assert_hr(IProgressItems_get_EnumProgressItems(items, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Enumerating the progress items failed (0x80004003)", NULL);
    assert_hr(IProgressItem_get_Description(item, NULL), E_POINTER);
    assert_hr(IProgressItem_get_FirstBlock(item, NULL), E_POINTER);
    assert_hr(IProgressItem_get_LastBlock(item, NULL), E_POINTER);
    assert_hr(IProgressItem_get_BlockCount(item, NULL), E_POINTER);
    assert_error_says(L"OpenIMAPI2.ProgressItem", L"Counting the blocks of a run failed (0x80004003)", NULL);
    IProgressItem_Release(item);
    IProgressItems_Release(items);
    IFileSystemImageResult_Release(result);
}

static void enumerators__all__give_the_items(void **state)
{
    IFileSystemImageResult *result = create_result(true);
    IProgressItems *items = items_of(result);
    ULONG data = first_of(items, 1), fetched;
    IEnumProgressItems *enumerator;
    IProgressItem *found[5];
    IEnumVARIANT *variants;
    VARIANT values[5];

    (void)state;
    assert_hr(IProgressItems_get_EnumProgressItems(items, &enumerator), S_OK);
    assert_hr(IProgressItems_get__NewEnum(items, &variants), S_OK);
    IProgressItems_Release(items);
    IFileSystemImageResult_Release(result); /* both of which they outlive */
    assert_hr(IEnumProgressItems_Next(enumerator, 5, found, &fetched), S_FALSE);
    assert_int_equal(fetched, 4);
    assert_item(found[1], L"\\zoo", data, data + 2, 3);
    IProgressItem_Release(found[0]);
    IProgressItem_Release(found[2]);
    IProgressItem_Release(found[3]);
    IEnumProgressItems_Release(enumerator);
    assert_hr(IEnumVARIANT_Next(variants, 5, values, &fetched), S_FALSE);
    assert_int_equal(fetched, 4);
    assert_int_equal(V_VT(&values[2]), VT_DISPATCH);
    assert_hr(IDispatch_QueryInterface(V_DISPATCH(&values[2]), &IID_IProgressItem, (void **)&found[2]), S_OK);
    assert_item(found[2], L"\\dir\\Ape", data + 3, data + 3, 1);
    for (fetched = 0; fetched < 4; fetched++)
        VariantClear(&values[fetched]);
    IEnumVARIANT_Release(variants);
}

/* "A result, its stream or its progress items" keep the image as it is; one item does not. */
static void collection__lives__image_is_frozen(void **state)
{
    IFileSystemImage3 *image = tree_image();
    IFsiDirectoryItem2 *root = tree_root(image);
    IFileSystemImageResult *result;
    IProgressItems *items;
    IProgressItem *item;

    (void)state;
    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), S_OK);
    items = items_of(result);
    IFileSystemImageResult_Release(result);
    assert_hr(tree_add_directory(root, L"\\new"), 0xC0AAB102); /* IMAPI_E_READONLY */
    item = item_at(items, 0);
    IProgressItems_Release(items);
    assert_hr(tree_add_directory(root, L"\\new"), S_OK);
    IProgressItem_Release(item);
    IFsiDirectoryItem2_Release(root);
    IFileSystemImage3_Release(image);
}

/* Fail the 1st, 2nd, ... allocation until each succeeds. */
static void members__no_memory__say_so_and_leak_nothing(void **state)
{
    IFileSystemImageResult *result = create_result(true);
    IProgressItems *items = NULL;
    IProgressItem *item;
    long nth;
    HRESULT hr;

    (void)state;
    for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
        items = (IProgressItems *)1;
        base_alloc_fail_nth(nth);
        hr = IFileSystemImageResult_get_ProgressItems(result, &items);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
        if (FAILED(hr)) assert_null(items);
    }
    assert_int_equal(nth, 4);
    for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
        item = (IProgressItem *)1;
        base_alloc_fail_nth(nth);
        hr = find(items, L"\\zoo", &item);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
        if (FAILED(hr)) assert_null(item);
    }
    assert_true(nth > 2);
    IProgressItem_Release(item);
    IProgressItems_Release(items);
    IFileSystemImageResult_Release(result);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(items__files_and_structures__cover_the_image),
        CASE(items__no_files__are_one),
        CASE(get_Item__out_of_range__is_an_invalid_argument),
        CASE(ProgressItemFromBlock__edges__are_found),
        CASE(ProgressItemFromDescription__texts__finds_the_first),
        CASE(members__no_pointer__say_so),
        CASE(enumerators__all__give_the_items),
        CASE(collection__lives__image_is_frozen),
        CASE(members__no_memory__say_so_and_leak_nothing),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
