/* imapi2fs/item.c, file_item.c, item_data.c, item_source.c: every member of IFsiItem and IFsiFileItem. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "com/client_stream.h"
#include "com/com_fixture.h"
#include "com/tree_fixture.h"
#include "imapi2fs/item.h"
#include "imapi2fs/item_data.h"
#include "imapi2fserror.h"

#define SOURCE SOURCE_OF_FILE

enum { COPIED_MAX = 131072 }; /* bytes of the longest stream that is copied: 128 KiB */

static IFileSystemImage3 *image;
static IFsiDirectoryItem2 *root;

static int setup(void **state)
{
    int failed = com_fixture_setup(state);

    image = tree_image();
    root = tree_root(image);
    return failed;
}

static int teardown(void **state)
{
    IFsiDirectoryItem2_Release(root);
    IFileSystemImage3_Release(image);
    return com_fixture_teardown(state);
}

static void assert_name(IFsiFileItem *file, FsiFileSystems system, const WCHAR *expected)
{
    BSTR name = NULL;

    assert_hr(IFsiFileItem_FileSystemName(file, system, &name), S_OK);
    assert_bstr(name, expected);
}

static void assert_path(IFsiFileItem *file, FsiFileSystems system, const WCHAR *expected)
{
    BSTR path = NULL;

    assert_hr(IFsiFileItem_FileSystemPath(file, system, &path), S_OK);
    assert_bstr(path, expected);
}

static void assert_size(IFsiFileItem *file, LONGLONG expected)
{
    LONGLONG size = -1;

    assert_hr(IFsiFileItem_get_DataSize(file, &size), S_OK);
    assert_true(size == expected);
}

/* AddRef'd; NULL where there is none. */
static IStream *data_of(IFsiFileItem *file)
{
    IStream *stream = (IStream *)1;

    assert_hr(IFsiFileItem_get_Data(file, &stream), S_OK);
    return stream;
}

/* ------------------------------------------------------------------------------------------------- names and paths */

static void QueryInterface__file__answers_old_and_new_and_no_directory(void **state)
{
    static const IID *const answered[] = {&IID_IFsiFileItem2, &IID_IFsiFileItem,      &IID_IFsiItem,
                                          &IID_IDispatch,     &IID_ISupportErrorInfo, &IID_IProvideClassInfo};
    IFsiFileItem *file = tree_new_file(image, L"f");
    IUnknown *unknown;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(answered); i++) {
        assert_hr(IFsiFileItem_QueryInterface(file, answered[i], (void **)&unknown), S_OK);
        IUnknown_Release(unknown);
    }
    assert_hr(IFsiFileItem_QueryInterface(file, &IID_IFsiDirectoryItem, (void **)&unknown), E_NOINTERFACE);
    IFsiFileItem_Release(file);
}

static void Name__items__is_as_given_and_the_root_has_none(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"Straße .Txt ");
    BSTR name = NULL;

    (void)state;
    assert_hr(IFsiFileItem_get_Name(file, &name), S_OK);
    assert_no_error_info();
    assert_bstr(name, L"Straße .Txt ");
    assert_full_path(file, L"Straße .Txt ");
    assert_hr(IFsiDirectoryItem2_get_Name(root, &name), S_OK);
    assert_bstr(name, L"");
    assert_full_path(root, L"");
    IFsiFileItem_Release(file);
}

/* The rules: upper case, what is not A-Z 0-9 _ becomes _, the last dot stays; Joliet forbids ; alone of these. */
static void FileSystemName__relaxed__is_derived_for_every_system(void **state)
{
    IFsiDirectoryItem2 *directory;
    IFsiFileItem *file = tree_new_file(image, L"my long.name;1.txt"),
                 *twin = tree_new_file(image, L"My long+name;1.txt");

    (void)state;
    assert_name(file, FsiFileSystemISO9660, L"MY_LONG_NAME_1.TXT");
    assert_name(file, FsiFileSystemJoliet, L"my long.name_1.txt");
    assert_name(file, FsiFileSystemUDF, L"my long.name;1.txt");
    assert_path(file, FsiFileSystemISO9660, L"MY_LONG_NAME_1.TXT"); /* it is in no directory */
    assert_hr(tree_add_directory(root, L"sub dir.x"), S_OK);
    directory = tree_directory(root, L"sub dir.x");
    assert_hr(tree_add(directory, file), S_OK);
    assert_hr(tree_add(directory, twin), S_OK);
    IFsiDirectoryItem2_Release(directory);
    assert_path(file, FsiFileSystemISO9660, L"\\SUB_DIR_X\\MY_LONG_NAME_1.TXT");
    assert_path(file, FsiFileSystemJoliet, L"\\sub dir.x\\my long.name_1.txt");
    assert_path(file, FsiFileSystemUDF, L"\\sub dir.x\\my long.name;1.txt");
    assert_name(twin, FsiFileSystemISO9660, L"MY_LONG_NAME_1_1.TXT"); /* the first free tail */
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, FsiFileSystemUDF), S_OK);
    assert_name(file, FsiFileSystemISO9660, L"MY_LONG_NAME_1.TXT"); /* of one that is not selected, too */
    IFsiFileItem_Release(twin);
    IFsiFileItem_Release(file);
}

static void FileSystemName__no_single_system__is_invalid_param(void **state)
{
    static const FsiFileSystems wrong[] = {0, 3, 7, 8, FsiFileSystemUnknown, -1};
    IFsiFileItem *file = tree_new_file(image, L"f");
    BSTR name;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(wrong); i++) {
        name = (BSTR)1;
        assert_hr(IFsiFileItem_FileSystemName(file, wrong[i], &name), 0xC0AAB101); /* IMAPI_E_INVALID_PARAM */
        assert_null(name);
        assert_error_says(SOURCE, L"Reading the item's name in a file system failed", L"'fileSystem'", NULL);
        name = (BSTR)1;
        assert_hr(IFsiFileItem_FileSystemPath(file, wrong[i], &name), 0xC0AAB101);
        assert_null(name);
    }
    assert_hr(IFsiDirectoryItem2_FileSystemName(root, FsiFileSystemUDF, &name), S_OK);
    assert_bstr(name, L"");
    assert_hr(IFsiDirectoryItem2_FileSystemPath(root, FsiFileSystemISO9660, &name), S_OK);
    assert_bstr(name, L"");
    IFsiFileItem_Release(file);
}

static void getters__no_pointer__is_pointer(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");

    (void)state;
    assert_hr(IFsiFileItem_get_Name(file, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Reading the item's name failed (0x80004003)", NULL);
    assert_hr(IFsiFileItem_get_FullPath(file, NULL), E_POINTER);
    assert_hr(IFsiFileItem_get_CreationTime(file, NULL), E_POINTER);
    assert_hr(IFsiFileItem_get_LastAccessedTime(file, NULL), E_POINTER);
    assert_hr(IFsiFileItem_get_LastModifiedTime(file, NULL), E_POINTER);
    assert_hr(IFsiFileItem_get_IsHidden(file, NULL), E_POINTER);
    assert_hr(IFsiFileItem_FileSystemName(file, 99, NULL), E_POINTER); /* before the argument */
    assert_hr(IFsiFileItem_FileSystemPath(file, 99, NULL), E_POINTER);
    assert_hr(IFsiFileItem_get_DataSize(file, NULL), E_POINTER);
    assert_hr(IFsiFileItem_get_DataSize32BitLow(file, NULL), E_POINTER);
    assert_hr(IFsiFileItem_get_DataSize32BitHigh(file, NULL), E_POINTER);
    assert_hr(IFsiFileItem_get_Data(file, NULL), E_POINTER);
    assert_hr(IFsiFileItem_put_Data(file, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Setting the bytes of the file failed (0x80004003)", NULL);
    IFsiFileItem_Release(file);
}

/* --------------------------------------------------------------------------------------------- times and IsHidden */

static void times__put__are_stored_to_the_second_whatever_their_order(void **state)
{
    static const DATE two_seconds = 25569.0 + 2.0 / 86400; /* as a double: x87 would compute it more exactly */
    IFsiFileItem *file = tree_new_file(image, L"f");
    DATE value;

    (void)state;
    assert_hr(tree_add(root, file), S_OK);
    assert_hr(IFsiFileItem_put_CreationTime(file, 36585.5), S_OK); /* 2000-02-29 12:00 */
    assert_no_error_info();
    assert_hr(IFsiFileItem_put_LastAccessedTime(file, 2.0), S_OK); /* 1900-01-01, earlier than its creation */
    assert_hr(IFsiFileItem_put_LastModifiedTime(file, 25569.0 + 1.6 / 86400), S_OK); /* 1970-01-01 00:00:01.6 */
    assert_hr(IFsiFileItem_get_CreationTime(file, &value), S_OK);
    assert_true(value == 36585.5);
    assert_hr(IFsiFileItem_get_LastAccessedTime(file, &value), S_OK);
    assert_true(value == 2.0);
    assert_hr(IFsiFileItem_get_LastModifiedTime(file, &value), S_OK);
    assert_true(value == two_seconds);
    IFsiFileItem_Release(file);
}

static void times__outside_1900_to_2155__are_invalid_date_and_say_which(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");
    DATE before, after;

    (void)state;
    assert_hr(IFsiFileItem_get_CreationTime(file, &before), S_OK);
    assert_hr(IFsiFileItem_put_CreationTime(file, 0.0), 0xC0AAB105); /* IMAPI_E_INVALID_DATE */
    assert_error_says(SOURCE, L"Setting the creation time failed (0xC0AAB105)",
                      L"The creation time is earlier than the year 1900.", NULL);
    assert_hr(IFsiFileItem_put_LastAccessedTime(file, 93504.0), 0xC0AAB105); /* 2156-01-01 */
    assert_error_says(SOURCE, L"The end of the year 2155 is earlier than the time of the last access.", NULL);
    assert_hr(IFsiFileItem_put_LastModifiedTime(file, 1.0), 0xC0AAB105);
    assert_error_says(SOURCE, L"The time of the last change is earlier than the year 1900.", NULL);
    assert_hr(IFsiFileItem_get_CreationTime(file, &after), S_OK);
    assert_true(before == after);
    IFsiFileItem_Release(file);
}

static void assert_times(IFsiItem *item, DATE expected)
{
    DATE created = 7, accessed = 7, modified = 7;

    assert_hr(IFsiItem_get_CreationTime(item, &created), S_OK);
    assert_hr(IFsiItem_get_LastAccessedTime(item, &accessed), S_OK);
    assert_hr(IFsiItem_get_LastModifiedTime(item, &modified), S_OK);
    assert_true(created == expected);
    assert_true(accessed == expected);
    assert_true(modified == expected);
}

/* SOURCE_DATE_EPOCH is the present moment then: 2001-09-09 01:46:40. */
static void times__new_items__are_now_and_the_roots_are_zero(void **state)
{
    IFsiFileItem *file;
    IFsiItem *directory;

    (void)state;
    assert_times((IFsiItem *)root, 0.0);
    assert_true(SetEnvironmentVariableW(L"SOURCE_DATE_EPOCH", L"1000000000"));
    file = tree_new_file(image, L"f");
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    assert_true(SetEnvironmentVariableW(L"SOURCE_DATE_EPOCH", NULL));
    directory = tree_get(root, L"d");
    assert_times((IFsiItem *)file, 25569.0 + 1000000000.0 / 86400);
    assert_times(directory, 25569.0 + 1000000000.0 / 86400);
    IFsiItem_Release(directory);
    IFsiFileItem_Release(file);
}

static void IsHidden__any_true__is_variant_true(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");
    VARIANT_BOOL value = 7;

    (void)state;
    assert_hr(IFsiFileItem_get_IsHidden(file, &value), S_OK);
    assert_int_equal(value, VARIANT_FALSE);
    assert_hr(IFsiFileItem_put_IsHidden(file, 1), S_OK);
    assert_hr(IFsiFileItem_get_IsHidden(file, &value), S_OK);
    assert_int_equal(value, VARIANT_TRUE);
    assert_hr(IFsiFileItem_put_IsHidden(file, VARIANT_FALSE), S_OK);
    assert_hr(IFsiFileItem_get_IsHidden(file, &value), S_OK);
    assert_int_equal(value, VARIANT_FALSE);
    IFsiFileItem_Release(file);
}

static void properties__frozen_image__are_readonly_in_the_tree_alone(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f"), *loose = tree_new_file(image, L"g");
    IFileSystemImageResult *result;
    LONG change_point;

    (void)state;
    assert_hr(tree_add(root, file), S_OK);
    change_point = tree_change_point(image);
    assert_hr(IFsiFileItem_put_IsHidden(file, VARIANT_TRUE), S_OK);
    assert_hr(IFsiFileItem_put_CreationTime(file, 36585.5), S_OK);
    assert_int_equal(tree_change_point(image), change_point); /* properties are not counted */
    result = tree_freeze(image);
    assert_hr(IFsiFileItem_put_IsHidden(file, VARIANT_FALSE), 0xC0AAB102); /* IMAPI_E_READONLY */
    assert_error_says(SOURCE, L"Setting whether the item is hidden failed (0xC0AAB102)", NULL);
    assert_hr(IFsiFileItem_put_CreationTime(file, 2.0), 0xC0AAB102);
    assert_hr(IFsiFileItem_put_CreationTime(file, 1.0), 0xC0AAB105); /* the argument comes first */
    assert_hr(IFsiFileItem_put_IsHidden(loose, VARIANT_TRUE), S_OK);
    assert_hr(IFsiFileItem_put_LastModifiedTime(loose, 2.0), S_OK);
    IFileSystemImageResult_Release(result);
    assert_hr(IFsiFileItem_put_IsHidden(file, VARIANT_FALSE), S_OK);
    IFsiFileItem_Release(loose);
    IFsiFileItem_Release(file);
}

/* --------------------------------------------------------------------------------------------------------- AddFile */

static void assert_bytes(IStream *stream, BYTE seed, ULONG count)
{
    BYTE bytes[4096];
    ULONG got, i, done = 0;

    while (done < count) {
        assert_hr(IStream_Read(stream, bytes, sizeof bytes, &got), S_OK);
        assert_int_equal(got, count - done < sizeof bytes ? count - done : sizeof bytes);
        for (i = 0; i < got; i++)
            assert_int_equal(bytes[i], client_stream_byte(seed, done + i));
        done += got;
    }
    assert_hr(IStream_Read(stream, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(got, 0);
}

static void AddFile__short_stream__is_copied_and_released(void **state)
{
    struct client_stream client;
    IFsiFileItem *file;
    IStream *data, *again;
    STATSTG statistics;

    (void)state;
    client_stream_begin(&client, COPIED_MAX, 3);
    client.position = 777; /* bytes are taken from the first */
    assert_hr(tree_add_file(root, L"f.bin", &client.IStream_iface), S_OK);
    assert_no_error_info();
    client_stream_end(&client);
    file = tree_file(root, L"f.bin");
    assert_size(file, 131072);
    data = data_of(file);
    assert_hr(IStream_Stat(data, &statistics, STATFLAG_NONAME), S_OK);
    assert_int_equal(statistics.cbSize.QuadPart, 131072);
    assert_bytes(data, 3, COPIED_MAX);
    again = data_of(file); /* another one, at its own position */
    assert_ptr_not_equal(again, data);
    assert_bytes(again, 3, COPIED_MAX);
    assert_hr(IStream_Write(data, "x", 1, NULL), STG_E_ACCESSDENIED);
    IStream_Release(again);
    IFsiFileItem_Release(file);
    IFsiDirectoryItem2_Release(root);
    IFileSystemImage3_Release(image);
    IStream_Release(data); /* the last that holds the image */
    image = tree_image();
    root = tree_root(image);
}

static void AddFile__long_stream__is_kept_and_given_back(void **state)
{
    struct client_stream client;
    IFsiFileItem *file;
    IStream *data;

    (void)state;
    client_stream_begin(&client, COPIED_MAX + 1, 3);
    assert_hr(tree_add_file(root, L"f.bin", &client.IStream_iface), S_OK);
    assert_true(client.references > 1);
    file = tree_file(root, L"f.bin");
    assert_size(file, 131073);
    data = data_of(file);
    assert_ptr_equal(data, &client.IStream_iface);
    IStream_Release(data);
    IFsiFileItem_Release(file);
    IFsiDirectoryItem2_Release(root);
    IFileSystemImage3_Release(image);
    client_stream_end(&client); /* with the image */
    image = tree_image();
    root = tree_root(image);
}

/* The fixture sees that the image, which such a stream keeps, is gone at the end. */
static void AddFile__long_data_of_the_same_image__is_copied(void **state)
{
    struct client_stream client;
    IFsiFileItem *file;
    IStream *data;

    (void)state;
    client_stream_begin(&client, COPIED_MAX + 1, 3);
    assert_hr(IFileSystemImage3_put_StageFiles(image, VARIANT_TRUE), S_OK);
    assert_hr(tree_add_file(root, L"f", &client.IStream_iface), S_OK);
    client_stream_end(&client);
    assert_hr(IFileSystemImage3_put_StageFiles(image, VARIANT_FALSE), S_OK);
    file = tree_file(root, L"f");
    data = data_of(file);
    assert_hr(tree_add_file(root, L"g", data), S_OK);
    IStream_Release(data);
    IFsiFileItem_Release(file);
    file = tree_file(root, L"g");
    data = data_of(file);
    assert_bytes(data, 3, COPIED_MAX + 1);
    IStream_Release(data);
    IFsiFileItem_Release(file);
}

static void AddFile__wrong_stream__says_why_and_adds_nothing(void **state)
{
    struct client_stream client;

    (void)state;
    client_stream_begin(&client, 100, 3);
    client.read_result = E_ACCESSDENIED;
    assert_hr(tree_add_file(root, L"f", &client.IStream_iface), 0xC0AAB129); /* IMAPI_E_DATA_STREAM_READ_FAILURE */
    assert_error_says(SOURCE_OF_DIRECTORY, L"Adding a file failed (0xC0AAB129)", L"'f'", NULL);
    client_stream_begin(&client, 100, 3);
    client.says = 5000;                                                      /* it ends earlier than it says */
    assert_hr(tree_add_file(root, L"f", &client.IStream_iface), 0xC0AAB128); /* IMAPI_E_DATA_STREAM_INCONSISTENCY */
    assert_error_says(SOURCE_OF_DIRECTORY, L"'f'", L"5000", L"100", NULL);
    client_stream_begin(&client, 100, 3);
    client.stat_result = client.seek_result = E_FAIL;
    assert_hr(tree_add_file(root, L"f", &client.IStream_iface), 0xC0AAB129);
    assert_count(root, 0);
    assert_int_equal(tree_change_point(image), 0);
    client_stream_end(&client);
}

static void AddFile__order_of_checks__argument_freeze_path_collision_then_stream(void **state)
{
    IFsiDirectoryItem2 *loose = tree_new_directory(image, L"loose");
    struct client_stream client;
    IFileSystemImageResult *result;

    (void)state;
    client_stream_begin(&client, 100, 3);
    client.read_result = E_FAIL; /* comes last, so none of these reads */
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    assert_hr(tree_add_file(root, NULL, &client.IStream_iface), 0xC0AAB101); /* IMAPI_E_INVALID_PARAM */
    assert_hr(tree_add_file(loose, L"f", &client.IStream_iface), 0xC0AAB10B);
    assert_hr(tree_add_file(root, L"a?b", &client.IStream_iface), 0xC0AAB110);
    assert_hr(tree_add_file(root, L"x\\y", &client.IStream_iface), 0xC0AAB11A);
    assert_hr(tree_add_file(root, L"D", &client.IStream_iface), 0xC0AAB112);
    assert_error_says(SOURCE_OF_DIRECTORY, L"'D'", NULL);
    result = tree_freeze(image);
    assert_hr(tree_add_file(root, L"f", &client.IStream_iface), 0xC0AAB102);
    IFileSystemImageResult_Release(result);
    assert_int_equal(client.reads, 0);
    client_stream_end(&client);
    IFsiDirectoryItem2_Release(loose);
}

static void AddFile__more_than_the_limit__is_refused_before_it_is_read(void **state)
{
    static struct client_stream client; /* the undo log keeps it */

    (void)state;
    client_stream_begin(&client, (ULONGLONG)332800 * 2048, 3);                 /* as many as the limit of a new image */
    assert_hr(tree_add_file(root, L"big", &client.IStream_iface), 0xC0AAB120); /* IMAPI_E_IMAGE_SIZE_LIMIT */
    assert_error_says(SOURCE_OF_DIRECTORY, L"'big'", NULL);
    assert_hr(IFileSystemImage3_put_StageFiles(image, VARIANT_TRUE), S_OK); /* where it would be copied */
    assert_hr(tree_add_file(root, L"big", &client.IStream_iface), 0xC0AAB120);
    assert_hr(IFileSystemImage3_put_StageFiles(image, VARIANT_FALSE), S_OK);
    assert_int_equal(client.reads, 0);
    client_stream_end(&client);
    assert_count(root, 0);
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, 0), S_OK);
    assert_hr(tree_add_file(root, L"big", &client.IStream_iface), S_OK);
    assert_hr(tree_remove(root, L"big"), S_OK);
}

static void change_inside_read(struct client_stream *stream)
{
    HRESULT *results = stream->context;

    results[0] = tree_add_directory(root, L"late");
    results[1] = tree_remove(root, L"d");
    assert_count(root, 1); /* it can be looked at */
}

static void AddFile__client_changes_the_image_inside_read__is_readonly(void **state)
{
    struct client_stream client;
    HRESULT results[2] = {0, 0};

    (void)state;
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    client_stream_begin(&client, 100, 3);
    client.react = change_inside_read;
    client.context = results;
    assert_hr(tree_add_file(root, L"d\\f", &client.IStream_iface), S_OK);
    assert_hr(results[0], 0xC0AAB102);
    assert_hr(results[1], 0xC0AAB102);
    client_stream_end(&client);
}

/* ------------------------------------------------------------------------------------------------ DataSize and Data */

static void DataSize__more_than_32_bits__is_told_in_halves_too(void **state)
{
    struct client_stream client;
    IFsiFileItem *file = tree_new_file(image, L"f");
    LONG half;

    (void)state;
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, 0), S_OK);
    client_stream_begin(&client, 0x1FFFFFFFEULL, 3);
    assert_hr(IFsiFileItem_put_Data(file, &client.IStream_iface), S_OK);
    assert_no_error_info();
    assert_size(file, 0x1FFFFFFFELL);
    assert_hr(IFsiFileItem_get_DataSize32BitLow(file, &half), S_OK);
    assert_int_equal(half, -2);
    assert_hr(IFsiFileItem_get_DataSize32BitHigh(file, &half), S_OK);
    assert_int_equal(half, 1);
    IFsiFileItem_Release(file);
    client_stream_end(&client);
}

static void Data__file_outside_the_tree__has_none_then_what_was_put_last(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");
    struct client_stream first, second;
    IStream *old, *data;

    (void)state;
    assert_null(data_of(file));
    assert_size(file, 0);
    client_stream_begin(&first, 100, 1);
    client_stream_begin(&second, 50, 2);
    assert_hr(IFsiFileItem_put_Data(file, &first.IStream_iface), S_OK);
    client_stream_end(&first);
    old = data_of(file);
    assert_hr(IFsiFileItem_put_Data(file, &second.IStream_iface), S_OK);
    assert_size(file, 50);
    data = data_of(file);
    assert_bytes(data, 2, 50);
    IStream_Release(data);
    assert_hr(tree_add(root, file), S_OK);
    assert_hr(IFsiFileItem_put_Data(file, &first.IStream_iface), 0xC0AAB102); /* IMAPI_E_READONLY */
    assert_error_says(SOURCE, L"Setting the bytes of the file failed (0xC0AAB102)", NULL);
    assert_hr(tree_remove(root, L"f"), S_OK); /* it keeps its bytes */
    assert_size(file, 50);
    assert_hr(IFsiFileItem_put_Data(file, &first.IStream_iface), S_OK);
    assert_size(file, 100);
    IFsiFileItem_Release(file);
    assert_bytes(old, 1, 100); /* still the bytes that it was made of */
    IStream_Release(old);
}

static void Data__long_stream_that_was_replaced__is_given_back_with_the_file(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");
    struct client_stream first, second;

    (void)state;
    client_stream_begin(&first, COPIED_MAX + 1, 1);
    client_stream_begin(&second, 50, 2);
    assert_hr(IFsiFileItem_put_Data(file, &first.IStream_iface), S_OK);
    assert_hr(IFsiFileItem_put_Data(file, &second.IStream_iface), S_OK);
    assert_true(first.references > 1);
    IFsiDirectoryItem2_Release(root);
    IFileSystemImage3_Release(image);
    IFsiFileItem_Release(file); /* the last that holds the image */
    client_stream_end(&first);
    client_stream_end(&second);
    image = tree_image();
    root = tree_root(image);
}

/* Which is as long as an empty image: longer than what is copied anyhow. */
static IStream *own_result(void)
{
    IFileSystemImageResult *result = tree_freeze(image);
    IStream *stream;

    assert_hr(IFileSystemImageResult_get_ImageStream(result, &stream), S_OK);
    IFileSystemImageResult_Release(result);
    return stream;
}

/* An image whose own result it kept as the bytes of a file would keep itself, and stay frozen. */
static void put_Data__result_of_the_same_image__is_copied_and_the_image_free(void **state)
{
    static const BYTE volume_descriptor[6] = {1, 'C', 'D', '0', '0', '1'}; /* ECMA-119, 8.4: in sector 16 */
    LARGE_INTEGER place = {.QuadPart = 16 * 2048};
    IFsiFileItem *file = tree_new_file(image, L"f");
    IStream *stream = own_result(), *clone, *data;
    BYTE bytes[sizeof volume_descriptor];
    LONGLONG size;
    ULONG got;

    (void)state;
    assert_hr(IFsiFileItem_put_Data(file, stream), S_OK);
    assert_hr(IStream_Clone(stream, &clone), S_OK);
    IStream_Release(stream);
    assert_hr(IFsiFileItem_put_Data(file, clone), S_OK);
    IStream_Release(clone);
    assert_hr(IFsiFileItem_get_DataSize(file, &size), S_OK);
    assert_true(size > COPIED_MAX);
    assert_hr(tree_add(root, file), S_OK);
    assert_hr(tree_remove(root, L"f"), S_OK);
    data = data_of(file);
    assert_hr(IStream_Seek(data, place, STREAM_SEEK_SET, NULL), S_OK);
    assert_hr(IStream_Read(data, bytes, sizeof bytes, &got), S_OK);
    assert_memory_equal(bytes, volume_descriptor, sizeof bytes);
    IStream_Release(data);
    IFsiFileItem_Release(file);
}

/* What was removed can come back by a rollback, so the image keeps the file, and what it was given since. */
static void put_Data__result_of_the_same_image_after_Remove__lets_go_of_the_image(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");
    IStream *stream;

    (void)state;
    assert_hr(tree_add(root, file), S_OK);
    assert_hr(tree_remove(root, L"f"), S_OK);
    stream = own_result();
    assert_hr(IFsiFileItem_put_Data(file, stream), S_OK);
    IStream_Release(stream);
    IFsiFileItem_Release(file); /* the teardown sees that the image goes */
    assert_hr(tree_add_directory(root, L"d"), S_OK);
}

static void Data__failing_stream__leaves_what_was_there(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");
    struct client_stream client;

    (void)state;
    client_stream_begin(&client, 100, 1);
    assert_hr(IFsiFileItem_put_Data(file, &client.IStream_iface), S_OK);
    client.read_result = E_FAIL;
    assert_hr(IFsiFileItem_put_Data(file, &client.IStream_iface), 0xC0AAB129);
    assert_error_says(SOURCE, L"'f'", NULL);
    assert_size(file, 100);
    client_stream_end(&client);
    IFsiFileItem_Release(file);
}

static void Data__empty_file_in_the_tree__is_a_stream_of_no_bytes(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");
    IStream *data;

    (void)state;
    assert_hr(tree_add(root, file), S_OK);
    data = data_of(file);
    assert_non_null(data);
    assert_bytes(data, 0, 0);
    IStream_Release(data);
    IFsiFileItem_Release(file);
}

/* A source that has fewer bytes than it said, and one that fails with a code that is no HRESULT. */
static int32_t read_short(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    (void)source;
    *got = offset < 3 ? (uint32_t)(3 - offset) : 0;
    if (*got > count) *got = count;
    memset(bytes, 7, *got);
    return 0;
}

static int32_t read_failing(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    (void)source, (void)offset, (void)bytes, (void)count, (void)got;
    return 5;
}

static void assert_read_fails(struct fs_source *source, ULONG bytes_first, HRESULT expected)
{
    IFsiFileItem *owner = tree_new_file(image, L"f");
    struct com_object *object;
    struct item *item;
    BYTE bytes[8];
    IStream *data;
    ULONG got;

    assert_hr(item_take((IUnknown *)owner, &item), S_OK);
    object = item->object;
    assert_hr(item_data_create(source, object, &data), S_OK);
    com_object_release(object);
    if (bytes_first) {
        assert_hr(IStream_Read(data, bytes, sizeof bytes, &got), S_OK); /* the failure shows at the next call */
        assert_int_equal(got, bytes_first);
    }
    assert_hr(IStream_Read(data, bytes, sizeof bytes, &got), expected);
    assert_int_equal(got, 0);
    IStream_Release(data);
    IFsiFileItem_Release(owner);
}

static void Data__source_that_ends_early_or_fails__makes_no_bytes_up(void **state)
{
    struct fs_source short_one = {.read_at = read_short, .size_bytes = 8},
                     failing = {.read_at = read_failing, .size_bytes = 8};

    (void)state;
    assert_read_fails(&short_one, 3, 0xC0AAB128); /* IMAPI_E_DATA_STREAM_INCONSISTENCY */
    assert_error_says(L"OpenIMAPI2.FsiStream", L"(0xC0AAB128)", NULL);
    assert_read_fails(&failing, 0, 0xC0AAB129); /* IMAPI_E_DATA_STREAM_READ_FAILURE */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(QueryInterface__file__answers_old_and_new_and_no_directory, setup, teardown),
        cmocka_unit_test_setup_teardown(Name__items__is_as_given_and_the_root_has_none, setup, teardown),
        cmocka_unit_test_setup_teardown(FileSystemName__relaxed__is_derived_for_every_system, setup, teardown),
        cmocka_unit_test_setup_teardown(FileSystemName__no_single_system__is_invalid_param, setup, teardown),
        cmocka_unit_test_setup_teardown(getters__no_pointer__is_pointer, setup, teardown),
        cmocka_unit_test_setup_teardown(times__put__are_stored_to_the_second_whatever_their_order, setup, teardown),
        cmocka_unit_test_setup_teardown(times__outside_1900_to_2155__are_invalid_date_and_say_which, setup, teardown),
        cmocka_unit_test_setup_teardown(times__new_items__are_now_and_the_roots_are_zero, setup, teardown),
        cmocka_unit_test_setup_teardown(IsHidden__any_true__is_variant_true, setup, teardown),
        cmocka_unit_test_setup_teardown(properties__frozen_image__are_readonly_in_the_tree_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(AddFile__short_stream__is_copied_and_released, setup, teardown),
        cmocka_unit_test_setup_teardown(AddFile__long_stream__is_kept_and_given_back, setup, teardown),
        cmocka_unit_test_setup_teardown(AddFile__long_data_of_the_same_image__is_copied, setup, teardown),
        cmocka_unit_test_setup_teardown(AddFile__wrong_stream__says_why_and_adds_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(AddFile__order_of_checks__argument_freeze_path_collision_then_stream, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(AddFile__more_than_the_limit__is_refused_before_it_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(AddFile__client_changes_the_image_inside_read__is_readonly, setup, teardown),
        cmocka_unit_test_setup_teardown(DataSize__more_than_32_bits__is_told_in_halves_too, setup, teardown),
        cmocka_unit_test_setup_teardown(Data__file_outside_the_tree__has_none_then_what_was_put_last, setup, teardown),
        cmocka_unit_test_setup_teardown(Data__long_stream_that_was_replaced__is_given_back_with_the_file, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(put_Data__result_of_the_same_image__is_copied_and_the_image_free, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(put_Data__result_of_the_same_image_after_Remove__lets_go_of_the_image, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(Data__failing_stream__leaves_what_was_there, setup, teardown),
        cmocka_unit_test_setup_teardown(Data__source_that_ends_early_or_fails__makes_no_bytes_up, setup, teardown),
        cmocka_unit_test_setup_teardown(Data__empty_file_in_the_tree__is_a_stream_of_no_bytes, setup, teardown),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
