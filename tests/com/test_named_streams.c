/* imapi2fs/named_streams.c and the members of IFsiFileItem2. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "com/client_stream.h"
#include "com/com_fixture.h"
#include "com/tree_fixture.h"
#include "imapi2fserror.h"

#define SOURCE SOURCE_OF_FILE

static const HRESULT not_supported = 0x00AAB15F; /* IMAPI_S_IMAGE_FEATURE_NOT_SUPPORTED */

static IFileSystemImage3 *image;
static IFsiDirectoryItem2 *root;
static IFsiFileItem2 *file; /* \f, in an image of UDF 2.01 */

static IFsiFileItem2 *file2_of(IFsiFileItem *item)
{
    IFsiFileItem2 *found;

    assert_hr(IFsiFileItem_QueryInterface(item, &IID_IFsiFileItem2, (void **)&found), S_OK);
    IFsiFileItem_Release(item);
    return found;
}

static int setup(void **state)
{
    int failed = com_fixture_setup(state);

    image = tree_image();
    root = tree_root(image);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, FsiFileSystemUDF), S_OK);
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x201), S_OK);
    file = file2_of(tree_new_file(image, L"f"));
    assert_hr(tree_add(root, file), S_OK);
    return failed;
}

static int teardown(void **state)
{
    IFsiFileItem2_Release(file);
    IFsiDirectoryItem2_Release(root);
    IFileSystemImage3_Release(image);
    return com_fixture_teardown(state);
}

static HRESULT add_stream(IFsiFileItem2 *item, const WCHAR *name, ULONGLONG size)
{
    struct client_stream client;
    BSTR text = SysAllocString(name);
    HRESULT hr;

    client_stream_begin(&client, size, 5);
    hr = IFsiFileItem2_AddStream(item, text, &client.IStream_iface);
    client_stream_end(&client); /* it is short, so it was copied */
    SysFreeString(text);
    return hr;
}

static HRESULT remove_stream(IFsiFileItem2 *item, const WCHAR *name)
{
    BSTR text = SysAllocString(name);
    HRESULT hr = IFsiFileItem2_RemoveStream(item, text);

    SysFreeString(text);
    return hr;
}

static IFsiNamedStreams *streams_of(IFsiFileItem2 *item)
{
    IFsiNamedStreams *streams;

    assert_hr(IFsiFileItem2_get_FsiNamedStreams(item, &streams), S_OK);
    return streams;
}

static LONG count_of(IFsiFileItem2 *item)
{
    IFsiNamedStreams *streams = streams_of(item);
    LONG count = -1;

    assert_hr(IFsiNamedStreams_get_Count(streams, &count), S_OK);
    IFsiNamedStreams_Release(streams);
    return count;
}

static IFsiFileItem2 *stream_at(IFsiFileItem2 *item, LONG index)
{
    IFsiNamedStreams *streams = streams_of(item);
    IFsiFileItem2 *stream;

    assert_hr(IFsiNamedStreams_get_Item(streams, index, &stream), S_OK);
    IFsiNamedStreams_Release(streams);
    return stream;
}

/* -------------------------------------------------------------------------------------- AddStream and RemoveStream */

static void AddStream__new_name__is_one_change_and_no_file(void **state)
{
    LONG files;

    (void)state;
    assert_hr(add_stream(file, L"one", 100), S_OK);
    assert_no_error_info();
    assert_hr(add_stream(file, L"Two.x", 0), S_OK);
    assert_int_equal(tree_change_point(image), 3);
    assert_int_equal(count_of(file), 2);
    assert_hr(IFileSystemImage3_get_FileCount(image, &files), S_OK);
    assert_int_equal(files, 1);
    assert_hr(remove_stream(file, L"ONE"), S_OK);
    assert_int_equal(tree_change_point(image), 4);
    assert_int_equal(count_of(file), 1);
    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, 3), S_OK);
    assert_int_equal(count_of(file), 2);
}

static void AddStream__wrong_argument_or_place__says_why(void **state)
{
    IFsiFileItem2 *loose = file2_of(tree_new_file(image, L"loose"));
    IFileSystemImageResult *result;
    struct client_stream client;
    BSTR name = SysAllocString(L"s");

    (void)state;
    assert_hr(add_stream(file, L"s", 10), S_OK);
    assert_hr(IFsiFileItem2_AddStream(file, name, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Adding a named stream failed (0x80004003)", NULL);
    assert_hr(add_stream(file, NULL, 10), 0xC0AAB101); /* IMAPI_E_INVALID_PARAM */
    assert_error_says(SOURCE, L"'name'", NULL);
    assert_hr(add_stream(file, L"a:b", 10), 0xC0AAB101);
    assert_hr(add_stream(loose, L"s", 10), 0xC0AAB10B); /* IMAPI_E_NOT_IN_FILE_SYSTEM */
    assert_error_says(SOURCE, L"'loose'", NULL);
    assert_hr(add_stream(file, L"S", 10), 0xC0AAB112); /* IMAPI_E_DUP_NAME */
    assert_error_says(SOURCE, L"'S'", NULL);
    client_stream_begin(&client, 10, 5);
    client.read_result = E_FAIL;
    SysFreeString(name);
    name = SysAllocString(L"t");
    assert_hr(IFsiFileItem2_AddStream(file, name, &client.IStream_iface), 0xC0AAB129);
    assert_error_says(SOURCE, L"'t'", NULL);
    client_stream_end(&client);
    SysFreeString(name);
    result = tree_freeze(image);
    assert_hr(add_stream(file, L"t", 10), 0xC0AAB102); /* IMAPI_E_READONLY */
    assert_hr(remove_stream(file, L"s"), 0xC0AAB102);
    assert_hr(add_stream(loose, L"s", 10), 0xC0AAB10B); /* before frozen */
    IFileSystemImageResult_Release(result);
    assert_int_equal(count_of(file), 1);
    IFsiFileItem2_Release(loose);
}

static void AddStream__limit_of_blocks__is_kept(void **state)
{
    LONG used;

    (void)state;
    assert_hr(IFileSystemImage3_get_UsedBlocks(image, &used), S_OK);
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, used + 1), S_OK);
    assert_hr(add_stream(file, L"s", 100000), 0xC0AAB120); /* IMAPI_E_IMAGE_SIZE_LIMIT */
    assert_error_says(SOURCE, L"'s'", NULL);
    assert_int_equal(count_of(file), 0);
    assert_int_equal(tree_change_point(image), 1);
}

static void AddStream__thousandth_and_one__is_image_size_limit(void **state)
{
    WCHAR name[16];
    int i;

    (void)state;
    for (i = 0; i < 1000; i++) {
        wsprintfW(name, L"s%d", i);
        assert_hr(add_stream(file, name, 1), S_OK);
    }
    assert_hr(add_stream(file, L"last", 1), 0xC0AAB120); /* IMAPI_E_IMAGE_SIZE_LIMIT, where Microsoft's loses it */
    assert_error_says(SOURCE, L"'last'", NULL);
    assert_int_equal(count_of(file), 1000);
    assert_hr(remove_stream(file, L"s7"), S_OK);
    assert_hr(add_stream(file, L"last", 1), S_OK);
}

static void AddStream__image_without_streams__is_kept_and_says_so(void **state)
{
    (void)state;
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x150), S_OK);
    assert_hr(add_stream(file, L"s", 10), not_supported);
    assert_no_error_info();
    assert_int_equal(count_of(file), 1);
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x200), S_OK);
    assert_hr(add_stream(file, L"t", 10), S_OK);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, FsiFileSystemISO9660), not_supported);
    assert_hr(add_stream(file, L"u", 10), not_supported);
    assert_int_equal(count_of(file), 3);
}

static void setters__what_takes_a_feature_away__say_so_once(void **state)
{
    (void)state;
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x200), S_OK); /* there is none yet */
    assert_hr(add_stream(file, L"s", 10), S_OK);
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x150), not_supported);
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x102), S_OK); /* nothing more is lost */
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x250), S_OK);
    assert_hr(remove_stream(file, L"s"), S_OK);
    assert_hr(IFsiFileItem2_put_IsRealTime(file, VARIANT_TRUE), S_OK);
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x200), not_supported);
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x201), S_OK);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, 3), not_supported);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, 7), S_OK);
}

static void RemoveStream__unknown_name__is_item_not_found(void **state)
{
    IFsiFileItem2 *loose = file2_of(tree_new_file(image, L"loose"));

    (void)state;
    assert_hr(remove_stream(file, L"s"), 0xC0AAB118); /* IMAPI_E_ITEM_NOT_FOUND */
    assert_error_says(SOURCE, L"Removing a named stream failed (0xC0AAB118)", L"'s'", NULL);
    assert_hr(remove_stream(file, NULL), 0xC0AAB101);
    assert_error_says(SOURCE, L"'name'", NULL);
    assert_hr(remove_stream(loose, L"s"), 0xC0AAB10B);
    IFsiFileItem2_Release(loose);
}

/* ---------------------------------------------------------------------------------------------------- a stream item */

static void stream_item__names_and_paths__are_its_own_behind_the_files(void **state)
{
    IFsiFileItem2 *stream;
    LONGLONG size;
    BSTR text;

    (void)state;
    assert_hr(add_stream(file, L"sum mary", 100), S_OK);
    stream = stream_at(file, 0);
    assert_hr(IFsiFileItem2_get_Name(stream, &text), S_OK);
    assert_bstr(text, L"sum mary");
    assert_full_path(stream, L"\\f:sum mary");
    assert_hr(IFsiFileItem2_FileSystemName(stream, FsiFileSystemUDF, &text), S_OK);
    assert_bstr(text, L"sum mary");
    assert_hr(IFsiFileItem2_FileSystemPath(stream, FsiFileSystemUDF, &text), S_OK);
    assert_bstr(text, L"\\f:sum mary");
    assert_hr(IFsiFileItem2_FileSystemName(stream, FsiFileSystemISO9660, &text), 0xC0AAB101);
    assert_null(text);
    assert_hr(IFsiFileItem2_FileSystemPath(stream, FsiFileSystemJoliet, &text), 0xC0AAB101);
    assert_hr(IFsiFileItem2_get_DataSize(stream, &size), S_OK);
    assert_int_equal(size, 100);
    assert_hr(tree_remove(root, L"f"), S_OK);
    assert_full_path(stream, L"f:sum mary"); /* it goes where its file goes */
    assert_hr(tree_add(root, stream), 0xC0AAB101);
    IFsiFileItem2_Release(stream);
}

static void stream_item__data__is_a_stream_of_its_bytes(void **state)
{
    IFsiFileItem2 *stream;
    BYTE bytes[8] = {0};
    IStream *data;
    ULONG got;

    (void)state;
    assert_hr(add_stream(file, L"s", 5), S_OK);
    stream = stream_at(file, 0);
    assert_hr(IFsiFileItem2_get_Data(stream, &data), S_OK);
    assert_hr(IStream_Read(data, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(got, 5);
    assert_int_equal(bytes[4], client_stream_byte(5, 4));
    IStream_Release(data);
    IFsiFileItem2_Release(stream);
}

static void stream_item__times_and_flags__are_the_files_and_cannot_be_put(void **state)
{
    IFsiFileItem2 *stream;
    IStream *data;
    VARIANT_BOOL flag;
    DATE date;

    (void)state;
    assert_hr(add_stream(file, L"s", 5), S_OK);
    stream = stream_at(file, 0);
    assert_hr(IFsiFileItem2_put_CreationTime(file, 36585.5), S_OK);
    assert_hr(IFsiFileItem2_put_IsHidden(file, VARIANT_TRUE), S_OK);
    assert_hr(IFsiFileItem2_get_CreationTime(stream, &date), S_OK);
    assert_true(date == 36585.5);
    assert_hr(IFsiFileItem2_get_IsHidden(stream, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(IFsiFileItem2_put_CreationTime(stream, 2.0), 0xC0AAB102); /* IMAPI_E_READONLY */
    assert_hr(IFsiFileItem2_put_IsHidden(stream, VARIANT_FALSE), 0xC0AAB102);
    assert_hr(IFsiFileItem2_get_Data(stream, &data), S_OK);
    assert_hr(IFsiFileItem2_put_Data(stream, data), 0xC0AAB102);
    IStream_Release(data);
    IFsiFileItem2_Release(stream);
}

static void stream_item__members_of_files__are_not_accessible(void **state)
{
    IFsiNamedStreams *streams = (IFsiNamedStreams *)1;
    VARIANT_BOOL flag = 7;
    IFsiFileItem2 *stream;

    (void)state;
    assert_hr(add_stream(file, L"s", 5), S_OK);
    stream = stream_at(file, 0);
    assert_hr(IFsiFileItem2_get_IsNamedStream(stream, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(IFsiFileItem2_get_IsNamedStream(file, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IFsiFileItem2_get_FsiNamedStreams(stream, &streams), 0xC0AAB160); /* IMAPI_E_PROPERTY_NOT_ACCESSIBLE */
    assert_null(streams);
    assert_error_says(SOURCE, L"Getting the named streams of the file failed (0xC0AAB160)", NULL);
    assert_hr(IFsiFileItem2_get_IsRealTime(stream, &flag), 0xC0AAB160);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IFsiFileItem2_put_IsRealTime(stream, VARIANT_TRUE), 0xC0AAB160);
    assert_hr(add_stream(stream, L"t", 5), 0xC0AAB160);
    assert_hr(remove_stream(stream, L"t"), 0xC0AAB160);
    IFsiFileItem2_Release(stream);
}

/* ------------------------------------------------------------------------------------------------------ collection */

static void Item__index__counts_from_zero_and_is_checked(void **state)
{
    IFsiNamedStreams *streams = streams_of(file);
    IFsiFileItem2 *stream, *again;
    LONG count;

    (void)state;
    assert_hr(IFsiNamedStreams_get_Item(streams, 0, &stream), 0xC0AAB101);
    assert_null(stream);
    assert_error_says(L"OpenIMAPI2.FsiNamedStreams", L"Getting a named stream failed (0xC0AAB101)", L"'index'", NULL);
    assert_hr(add_stream(file, L"a", 1), S_OK);
    assert_hr(add_stream(file, L"b", 1), S_OK);
    assert_hr(IFsiNamedStreams_get_Count(streams, &count), S_OK); /* it shows what is there now */
    assert_int_equal(count, 2);
    assert_hr(IFsiNamedStreams_get_Item(streams, 1, &stream), S_OK);
    assert_full_path(stream, L"\\f:b");
    assert_hr(IFsiNamedStreams_get_Item(streams, 1, &again), S_OK);
    assert_ptr_equal(again, stream);
    IFsiFileItem2_Release(again);
    IFsiFileItem2_Release(stream);
    assert_hr(IFsiNamedStreams_get_Item(streams, 2, &stream), 0xC0AAB101);
    assert_null(stream);
    assert_hr(IFsiNamedStreams_get_Item(streams, -1, &stream), 0xC0AAB101);
    assert_hr(IFsiNamedStreams_get_Item(streams, 0, NULL), E_POINTER);
    assert_hr(IFsiNamedStreams_get_Count(streams, NULL), E_POINTER);
    assert_hr(IFsiNamedStreams_get__NewEnum(streams, NULL), E_POINTER);
    assert_hr(IFsiNamedStreams_get_EnumNamedStreams(streams, NULL), E_POINTER);
    assert_hr(IFsiFileItem2_get_FsiNamedStreams(file, NULL), E_POINTER);
    assert_hr(IFsiFileItem2_get_IsNamedStream(file, NULL), E_POINTER);
    assert_hr(IFsiFileItem2_get_IsRealTime(file, NULL), E_POINTER);
    IFsiNamedStreams_Release(streams);
}

static void enumerators__streams__are_snapshots_of_objects(void **state)
{
    IFsiNamedStreams *streams;
    IFsiItem *items[2];
    IEnumFsiItems *all;
    IEnumVARIANT *values;
    VARIANT value;
    ULONG fetched;

    (void)state;
    assert_hr(add_stream(file, L"b", 1), S_OK);
    assert_hr(add_stream(file, L"a", 1), S_OK);
    streams = streams_of(file);
    assert_hr(IFsiNamedStreams_get_EnumNamedStreams(streams, &all), S_OK);
    assert_hr(IFsiNamedStreams_get__NewEnum(streams, &values), S_OK);
    IFsiNamedStreams_Release(streams);
    assert_hr(remove_stream(file, L"b"), S_OK);
    assert_hr(IEnumFsiItems_Next(all, 2, items, &fetched), S_OK);
    assert_full_path(items[0], L"b");
    assert_full_path(items[1], L"\\f:a");
    VariantInit(&value);
    assert_hr(IEnumVARIANT_Skip(values, 1), S_OK);
    assert_hr(IEnumVARIANT_Next(values, 1, &value, NULL), S_OK);
    assert_int_equal(V_VT(&value), VT_DISPATCH);
    assert_full_path(V_DISPATCH(&value), L"\\f:a");
    VariantClear(&value);
    assert_hr(IEnumVARIANT_Next(values, 1, &value, NULL), S_FALSE);
    IEnumVARIANT_Release(values);
    IEnumFsiItems_Release(all);
    IFsiItem_Release(items[0]);
    IFsiItem_Release(items[1]);
}

/* ------------------------------------------------------------------------------------------------------ IsRealTime */

static void IsRealTime__put__is_stored_and_says_where_it_is_left_out(void **state)
{
    IFileSystemImageResult *result;
    VARIANT_BOOL flag = 7;

    (void)state;
    assert_hr(IFsiFileItem2_get_IsRealTime(file, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IFsiFileItem2_put_IsRealTime(file, 1), S_OK);
    assert_hr(IFsiFileItem2_get_IsRealTime(file, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    result = tree_freeze(image);
    assert_hr(IFsiFileItem2_put_IsRealTime(file, VARIANT_FALSE), S_OK); /* frozen or not */
    assert_hr(IFsiFileItem2_get_IsRealTime(file, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    IFileSystemImageResult_Release(result);
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x200), S_OK);
    assert_hr(IFsiFileItem2_put_IsRealTime(file, VARIANT_TRUE), not_supported);
    assert_hr(IFsiFileItem2_put_IsRealTime(file, VARIANT_FALSE), S_OK);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, FsiFileSystemISO9660), S_OK);
    assert_hr(IFsiFileItem2_put_IsRealTime(file, VARIANT_TRUE), not_supported);
    assert_hr(IFsiFileItem2_get_IsRealTime(file, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(AddStream__new_name__is_one_change_and_no_file, setup, teardown),
        cmocka_unit_test_setup_teardown(AddStream__wrong_argument_or_place__says_why, setup, teardown),
        cmocka_unit_test_setup_teardown(AddStream__limit_of_blocks__is_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(AddStream__thousandth_and_one__is_image_size_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(AddStream__image_without_streams__is_kept_and_says_so, setup, teardown),
        cmocka_unit_test_setup_teardown(setters__what_takes_a_feature_away__say_so_once, setup, teardown),
        cmocka_unit_test_setup_teardown(RemoveStream__unknown_name__is_item_not_found, setup, teardown),
        cmocka_unit_test_setup_teardown(stream_item__names_and_paths__are_its_own_behind_the_files, setup, teardown),
        cmocka_unit_test_setup_teardown(stream_item__data__is_a_stream_of_its_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(stream_item__times_and_flags__are_the_files_and_cannot_be_put, setup, teardown),
        cmocka_unit_test_setup_teardown(stream_item__members_of_files__are_not_accessible, setup, teardown),
        cmocka_unit_test_setup_teardown(Item__index__counts_from_zero_and_is_checked, setup, teardown),
        cmocka_unit_test_setup_teardown(enumerators__streams__are_snapshots_of_objects, setup, teardown),
        cmocka_unit_test_setup_teardown(IsRealTime__put__is_stored_and_says_where_it_is_left_out, setup, teardown),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
