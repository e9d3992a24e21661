/* imapi2fs/boot_options.c, boot_list.c, image_boot.c: every member of IBootOptions, the two properties of an image, and
 * the boot catalog that comes of them. Fields of the catalog: "El Torito" Bootable CD-ROM Format Specification 1.0,
 * figures 2 to 5 and 7.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/client_stream.h"
#include "com/tree_fixture.h"
#include "imapi2fs/boot_options.h"

#define SOURCE L"OpenIMAPI2.BootOptions"

enum { BLOCK = 2048 };
enum { BOOT_DATA = (int)0xC0AAB148, CONFLICT = (int)0xC0AAB149, MISMATCH = (int)0xC0AAB14A };
enum { READONLY = (int)0xC0AAB102, INVALID_PARAM = (int)0xC0AAB101 };

static IBootOptions *create(void)
{
    IBootOptions *options;

    assert_hr(boot_options_create(&IID_IBootOptions, (void **)&options), S_OK);
    return options;
}

static IBootOptions *create_with(struct client_stream *client, ULONGLONG size, BYTE seed)
{
    IBootOptions *options = create();

    client_stream_begin(client, size, seed);
    assert_hr(IBootOptions_AssignBootImage(options, &client->IStream_iface), S_OK);
    return options;
}

static EmulationType emulation_of(IBootOptions *options)
{
    EmulationType emulation = (EmulationType)99;

    assert_hr(IBootOptions_get_Emulation(options, &emulation), S_OK);
    return emulation;
}

static HRESULT put_manufacturer(IBootOptions *options, const WCHAR *text)
{
    BSTR value = SysAllocString(text);
    HRESULT hr = IBootOptions_put_Manufacturer(options, value);

    SysFreeString(value);
    return hr;
}

/* ------------------------------------------------------------------------------------------------------ BootOptions */

static void members__fresh_object__have_their_defaults(void **state)
{
    IBootOptions *options = create();
    PlatformId platform = (PlatformId)99;
    IStream *stream = (IStream *)1;
    ULONG size = 99;
    BSTR text;

    (void)state;
    assert_hr(IBootOptions_get_BootImage(options, &stream), S_OK);
    assert_null(stream);
    assert_hr(IBootOptions_get_Manufacturer(options, &text), S_OK);
    assert_int_equal(SysStringLen(text), 0);
    SysFreeString(text);
    assert_hr(IBootOptions_get_PlatformId(options, &platform), S_OK);
    assert_int_equal(platform, 0);
    assert_int_equal(emulation_of(options), 0);
    assert_hr(IBootOptions_get_ImageSize(options, &size), S_OK);
    assert_int_equal(size, 0);
    assert_no_error_info();
    IBootOptions_Release(options);
}

static void members__no_pointer__say_so(void **state)
{
    IBootOptions *options = create();

    (void)state;
    assert_hr(IBootOptions_get_BootImage(options, NULL), E_POINTER);
    assert_hr(IBootOptions_get_Manufacturer(options, NULL), E_POINTER);
    assert_hr(IBootOptions_get_PlatformId(options, NULL), E_POINTER);
    assert_hr(IBootOptions_get_Emulation(options, NULL), E_POINTER);
    assert_hr(IBootOptions_get_ImageSize(options, NULL), E_POINTER);
    assert_hr(IBootOptions_AssignBootImage(options, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Assigning the boot image failed (0x80004003)", NULL);
    IBootOptions_Release(options);
}

/* "If the size is that of a floppy disk, the emulation is set": AssignBootImage's page. */
static void AssignBootImage__sizes__set_the_emulation(void **state)
{
    static const struct {
        ULONGLONG size;
        int emulation;
    } rows[] = {{1, 0},       {4096, 0},    {1228800, 1}, {1228801, 0},   {1474560, 2},
                {1474559, 0}, {2949120, 3}, {2949121, 0}, {0xFFFFFFFF, 0}};
    IBootOptions *options = create();
    struct client_stream client;
    ULONG size;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        IStream *stream;

        client_stream_begin(&client, rows[i].size, 1);
        assert_hr(IBootOptions_AssignBootImage(options, &client.IStream_iface), S_OK);
        assert_int_equal(emulation_of(options), rows[i].emulation);
        assert_hr(IBootOptions_get_ImageSize(options, &size), S_OK);
        assert_true(size == rows[i].size);
        assert_hr(IBootOptions_get_BootImage(options, &stream), S_OK);
        assert_ptr_equal(stream, &client.IStream_iface);
        IStream_Release(stream);
        assert_int_equal(client.reads, 0);
        IBootOptions_Release(options);
        client_stream_end(&client);
        options = create();
    }
    assert_hr(IBootOptions_put_Emulation(options, EmulationHardDisk), S_OK);
    client_stream_begin(&client, 1474560, 1);
    assert_hr(IBootOptions_AssignBootImage(options, &client.IStream_iface), S_OK);
    assert_int_equal(emulation_of(options), 4);
    IBootOptions_Release(options);
    client_stream_end(&client);
}

static void AssignBootImage__no_good_image__stays_as_it_was(void **state)
{
    static const ULONGLONG sizes[] = {0, UINT64_C(0x100000000)};
    struct client_stream client, bad;
    IBootOptions *options = create_with(&client, 100, 1);
    ULONG size;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(sizes); i++) {
        client_stream_begin(&bad, sizes[i], 1);
        assert_hr(IBootOptions_AssignBootImage(options, &bad.IStream_iface), BOOT_DATA);
        assert_error_says(SOURCE, L"Assigning the boot image failed (0xC0AAB148)", NULL);
        client_stream_end(&bad);
    }
    client_stream_begin(&bad, 4096, 1);
    bad.stat_result = E_NOTIMPL;
    bad.seek_result = E_FAIL;
    assert_hr(IBootOptions_AssignBootImage(options, &bad.IStream_iface), BOOT_DATA);
    assert_error_says(SOURCE, L"Assigning the boot image failed (0xC0AAB148)", L"System error 2147500037", NULL);
    client_stream_end(&bad);
    assert_hr(IBootOptions_get_ImageSize(options, &size), S_OK);
    assert_int_equal(size, 100);
    client_stream_begin(&bad, 4096, 1);
    bad.stat_result = E_NOTIMPL; /* its size is where it ends */
    assert_hr(IBootOptions_AssignBootImage(options, &bad.IStream_iface), S_OK);
    assert_hr(IBootOptions_get_ImageSize(options, &size), S_OK);
    assert_int_equal(size, 4096);
    client_stream_end(&client);
    IBootOptions_Release(options);
    client_stream_end(&bad);
}

/* The way that everybody makes a disc for UEFI: efisys.bin has the size of a floppy disk. */
static void put_Emulation__of_an_image__has_to_fit(void **state)
{
    struct client_stream client;
    IBootOptions *options = create();

    (void)state;
    assert_hr(IBootOptions_put_Emulation(options, Emulation288MFloppy), S_OK); /* without one any will do */
    IBootOptions_Release(options);
    options = create_with(&client, 1474560, 1);
    assert_int_equal(emulation_of(options), 2);
    assert_hr(IBootOptions_put_Emulation(options, Emulation12MFloppy), MISMATCH);
    assert_error_says(SOURCE, L"Setting the emulation of the boot image failed (0xC0AAB14A)", NULL);
    assert_hr(IBootOptions_put_Emulation(options, Emulation288MFloppy), MISMATCH);
    assert_int_equal(emulation_of(options), 2);
    assert_hr(IBootOptions_put_Emulation(options, EmulationNone), S_OK);
    assert_int_equal(emulation_of(options), 0);
    assert_hr(IBootOptions_put_Emulation(options, EmulationHardDisk), S_OK);
    assert_hr(IBootOptions_put_Emulation(options, Emulation144MFloppy), S_OK);
    assert_hr(IBootOptions_put_Emulation(options, (EmulationType)5), INVALID_PARAM);
    assert_error_says(SOURCE, L"newVal", NULL);
    assert_hr(IBootOptions_put_Emulation(options, (EmulationType)-1), INVALID_PARAM);
    assert_int_equal(emulation_of(options), 2);
    IBootOptions_Release(options);
    client_stream_end(&client);
}

static void put_PlatformId__bytes__are_kept(void **state)
{
    static const int good[] = {0, 1, 2, 0xEF, 0xFF}, bad[] = {-1, 256};
    IBootOptions *options = create();
    PlatformId platform;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(good); i++) {
        assert_hr(IBootOptions_put_PlatformId(options, (PlatformId)good[i]), S_OK);
        assert_hr(IBootOptions_get_PlatformId(options, &platform), S_OK);
        assert_int_equal(platform, good[i]);
    }
    for (i = 0; i < ARRAYSIZE(bad); i++)
        assert_hr(IBootOptions_put_PlatformId(options, (PlatformId)bad[i]), INVALID_PARAM);
    IBootOptions_Release(options);
}

static void put_Manufacturer__texts__are_kept_or_refused(void **state)
{
    IBootOptions *options = create();
    BSTR text;

    (void)state;
    assert_hr(put_manufacturer(options, L"123456789012345678901234"), S_OK);
    assert_hr(put_manufacturer(options, L"1234567890123456789012345"), INVALID_PARAM);
    assert_error_says(SOURCE, L"Setting the manufacturer of the boot image failed", L"newVal", NULL);
    assert_hr(put_manufacturer(options, L"\x4E2D\x6587 \x0E44\x0E17\x0E22 \x05D0 \x0416"), INVALID_PARAM);
    assert_hr(IBootOptions_get_Manufacturer(options, &text), S_OK);
    assert_bstr(text, L"123456789012345678901234");
    assert_hr(put_manufacturer(options, NULL), S_OK);
    assert_hr(IBootOptions_get_Manufacturer(options, &text), S_OK);
    assert_int_equal(SysStringLen(text), 0);
    SysFreeString(text);
    IBootOptions_Release(options);
}

/* ------------------------------------------------------------------------------------------- properties of an image */

static SAFEARRAY *array_of(VARTYPE type, LONG low, ULONG count)
{
    SAFEARRAYBOUND bound = {count, low};

    return SafeArrayCreate(type, 1, &bound);
}

static ULONG count_of(IFileSystemImage3 *image)
{
    SAFEARRAY *array;
    ULONG count;

    assert_hr(IFileSystemImage3_get_BootImageOptionsArray(image, &array), S_OK);
    assert_int_equal(array->rgsabound[0].lLbound, 0);
    count = array->rgsabound[0].cElements;
    SafeArrayDestroy(array);
    return count;
}

/* The options stay in the list by reference: the same objects come out. */
static void put_BootImageOptionsArray__forms__are_taken(void **state)
{
    static const struct {
        VARTYPE array, element;
        LONG low;
    } rows[] = {
        {VT_VARIANT, VT_DISPATCH, 0},  {VT_VARIANT, VT_UNKNOWN, 1}, {VT_VARIANT, VT_VARIANT | VT_BYREF, -3},
        {VT_DISPATCH, VT_DISPATCH, 0}, {VT_UNKNOWN, VT_UNKNOWN, 7},
    };
    IFileSystemImage3 *image = tree_image();
    struct client_stream client;
    IBootOptions *options = create_with(&client, 100, 1), *first;
    VARIANT given, inner, *elements;
    SAFEARRAY *array;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        array = array_of(rows[i].array, rows[i].low, 1);
        V_VT(&inner) = VT_DISPATCH;
        V_DISPATCH(&inner) = (IDispatch *)options;
        V_VT(&given) = rows[i].element;
        if (rows[i].element == (VT_VARIANT | VT_BYREF))
            V_VARIANTREF(&given) = &inner;
        else
            V_DISPATCH(&given) = (IDispatch *)options;
        if (rows[i].array == VT_VARIANT) {
            assert_hr(SafeArrayAccessData(array, (void **)&elements), S_OK);
            elements[0] = given;
            SafeArrayUnaccessData(array);
            if (rows[i].element != (VT_VARIANT | VT_BYREF)) IBootOptions_AddRef(options);
        } else {
            assert_hr(SafeArrayPutElement(array, &array->rgsabound[0].lLbound, options), S_OK);
        }
        assert_hr(IFileSystemImage3_put_BootImageOptionsArray(image, array), S_OK);
        SafeArrayDestroy(array);
        assert_int_equal(count_of(image), 1);
        assert_hr(IFileSystemImage3_get_BootImageOptions(image, &first), S_OK);
        assert_ptr_equal(first, options);
        IBootOptions_Release(first);
        assert_hr(IFileSystemImage3_put_BootImageOptionsArray(image, NULL), S_OK);
        assert_int_equal(count_of(image), 0);
    }
    IFileSystemImage3_Release(image);
    IBootOptions_Release(options);
    client_stream_end(&client);
}

static HRESULT put_many(IFileSystemImage3 *image, IBootOptions *options, ULONG count)
{
    SAFEARRAY *array = array_of(VT_DISPATCH, 0, count);
    HRESULT hr;
    LONG i;

    for (i = 0; i < (LONG)count; i++)
        SafeArrayPutElement(array, &i, options);
    hr = IFileSystemImage3_put_BootImageOptionsArray(image, array);
    SafeArrayDestroy(array);
    return hr;
}

static void put_BootImageOptionsArray__bad_ones__change_nothing(void **state)
{
    IFileSystemImage3 *image = tree_image();
    IBootOptions *without = create();
    struct client_stream client;
    IBootOptions *options = create_with(&client, 100, 1);
    SAFEARRAYBOUND bounds[2] = {{1, 0}, {1, 0}};
    SAFEARRAY *array;

    (void)state;
    assert_hr(put_many(image, options, 32), S_OK);
    assert_int_equal(count_of(image), 32);
    assert_hr(put_many(image, options, 33), BOOT_DATA);
    assert_hr(put_many(image, without, 1), BOOT_DATA);
    assert_hr(put_many(image, (IBootOptions *)image, 1), E_NOINTERFACE);
    assert_hr(put_many(image, NULL, 1), E_INVALIDARG);
    array = SafeArrayCreate(VT_VARIANT, 2, bounds);
    assert_hr(IFileSystemImage3_put_BootImageOptionsArray(image, array), E_INVALIDARG);
    SafeArrayDestroy(array);
    array = array_of(VT_I4, 0, 1);
    assert_hr(IFileSystemImage3_put_BootImageOptionsArray(image, array), E_INVALIDARG);
    SafeArrayDestroy(array);
    array = array_of(VT_VARIANT, 0, 1); /* VT_EMPTY */
    assert_hr(IFileSystemImage3_put_BootImageOptionsArray(image, array), E_INVALIDARG);
    SafeArrayDestroy(array);
    assert_int_equal(count_of(image), 32);
    assert_hr(put_many(image, NULL, 0), S_OK);
    assert_int_equal(count_of(image), 0);
    IBootOptions_Release(without);
    IFileSystemImage3_Release(image);
    IBootOptions_Release(options);
    client_stream_end(&client);
}

static void put_BootImageOptions__object__is_copied_with_its_bytes(void **state)
{
    static const ULONGLONG sizes[] = {100, 300000}; /* in memory, and in the stash file */
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(sizes); i++) {
        IFileSystemImage3 *image = tree_image();
        struct client_stream client;
        IBootOptions *options = create_with(&client, sizes[i], 9), *copy, *again;
        PlatformId platform;
        IStream *stream;
        BYTE bytes[100];
        ULONG got;
        BSTR text;

        assert_hr(IBootOptions_put_PlatformId(options, PlatformEFI), S_OK);
        assert_hr(IBootOptions_put_Emulation(options, EmulationHardDisk), S_OK);
        assert_hr(put_manufacturer(options, L"ACME"), S_OK);
        assert_hr(IFileSystemImage3_put_BootImageOptions(image, options), S_OK);
        assert_hr(IBootOptions_put_PlatformId(options, PlatformMac), S_OK);
        IBootOptions_Release(options);
        client_stream_end(&client); /* nothing holds the client's stream */
        assert_hr(IFileSystemImage3_get_BootImageOptions(image, &copy), S_OK);
        assert_hr(IFileSystemImage3_get_BootImageOptions(image, &again), S_OK);
        assert_ptr_equal(again, copy);
        IBootOptions_Release(again);
        IFileSystemImage3_Release(image);
        assert_hr(IBootOptions_get_PlatformId(copy, &platform), S_OK);
        assert_int_equal(platform, 0xEF);
        assert_int_equal(emulation_of(copy), 4);
        assert_hr(IBootOptions_get_Manufacturer(copy, &text), S_OK);
        assert_bstr(text, L"ACME");
        assert_hr(IBootOptions_get_ImageSize(copy, &got), S_OK);
        assert_int_equal(got, sizes[i]);
        assert_hr(IBootOptions_get_BootImage(copy, &stream), S_OK);
        IBootOptions_Release(copy);
        assert_hr(IStream_Read(stream, bytes, sizeof bytes, &got), S_OK);
        assert_int_equal(got, 100);
        assert_int_equal(bytes[0], client_stream_byte(9, 0));
        assert_int_equal(bytes[99], client_stream_byte(9, 99));
        IStream_Release(stream);
    }
}

static void put_BootImageOptions__nothing_to_boot__says_so(void **state)
{
    IFileSystemImage3 *image = tree_image();
    IBootOptions *without = create();
    struct client_stream client;
    IBootOptions *options = create_with(&client, 100, 1);

    (void)state;
    assert_hr(IFileSystemImage3_put_BootImageOptions(image, options), S_OK);
    assert_int_equal(count_of(image), 1);
    assert_hr(IFileSystemImage3_put_BootImageOptions(image, without), BOOT_DATA);
    assert_error_says(L"OpenIMAPI2.MsftFileSystemImage", L"Setting the boot image failed (0xC0AAB148)", NULL);
    assert_int_equal(count_of(image), 1);
    client.read_result = E_FAIL;
    assert_hr(IFileSystemImage3_put_BootImageOptions(image, options), BOOT_DATA);
    assert_error_says(L"OpenIMAPI2.MsftFileSystemImage", L"0xC0AAB148", L"System error 2147500037", NULL); /* E_FAIL */
    client.read_result = S_OK;
    client.size = 99; /* one byte less than it says */
    assert_hr(IFileSystemImage3_put_BootImageOptions(image, options), BOOT_DATA);
    assert_int_equal(count_of(image), 1);
    assert_hr(IFileSystemImage3_put_BootImageOptions(image, NULL), S_OK);
    assert_int_equal(count_of(image), 0);
    IBootOptions_Release(without);
    IFileSystemImage3_Release(image);
    IBootOptions_Release(options);
    client_stream_end(&client);
}

/* Only the first session can be booted from, and a result that lives stays as it is. */
static void properties__later_session_and_frozen__are_refused(void **state)
{
    IFileSystemImage3 *image = tree_image();
    struct client_stream client;
    IBootOptions *options = create_with(&client, 100, 1);
    IFileSystemImageResult *result;

    (void)state;
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, 1000), S_OK);
    assert_hr(IFileSystemImage3_put_BootImageOptions(image, options), CONFLICT);
    assert_hr(put_many(image, options, 2), CONFLICT);
    assert_int_equal(count_of(image), 0);
    assert_hr(IFileSystemImage3_put_BootImageOptions(image, NULL), S_OK);
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, 0), S_OK);
    assert_hr(put_many(image, options, 2), S_OK);
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, 1000), S_OK);
    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), CONFLICT);
    assert_null(result);
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, 0), S_OK);
    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), S_OK);
    assert_hr(put_many(image, NULL, 0), READONLY);
    assert_hr(IFileSystemImage3_put_BootImageOptions(image, NULL), READONLY);
    assert_int_equal(count_of(image), 2);
    IFileSystemImageResult_Release(result);
    IFileSystemImage3_Release(image);
    IBootOptions_Release(options);
    client_stream_end(&client);
}

/* 528 blocks of an empty tree, and those of the images, as long as they are to be booted. */
static void UsedBlocks__boot_images__count(void **state)
{
    IFileSystemImage3 *image = tree_image();
    struct client_stream client;
    IBootOptions *options = create_with(&client, 2049, 1);
    LONG before, blocks;

    (void)state;
    assert_hr(IFileSystemImage3_get_UsedBlocks(image, &before), S_OK);
    assert_hr(put_many(image, options, 3), S_OK);
    assert_hr(IFileSystemImage3_get_UsedBlocks(image, &blocks), S_OK);
    assert_int_equal(blocks, before + 6);
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, before + 5), 0xC0AAB121); /* IMAPI_E_IMAGE_TOO_BIG */
    assert_hr(IFileSystemImage3_put_BootImageOptions(image, options), S_OK);
    assert_hr(IFileSystemImage3_get_UsedBlocks(image, &blocks), S_OK);
    assert_int_equal(blocks, before + 2);
    assert_hr(IFileSystemImage3_put_BootImageOptions(image, NULL), S_OK);
    assert_hr(IFileSystemImage3_get_UsedBlocks(image, &blocks), S_OK);
    assert_int_equal(blocks, before);
    IFileSystemImage3_Release(image);
    IBootOptions_Release(options);
    client_stream_end(&client);
}

/* An image whose own result is its boot image would keep itself, and stay frozen. */
static void AssignBootImage__result_of_the_image_that_it_boots__is_refused(void **state)
{
    IFileSystemImage3 *image = tree_image(), *other = tree_image();
    struct client_stream client;
    IBootOptions *options = create_with(&client, 2048, 1);
    IFileSystemImageResult *result;
    IStream *stream, *clone;
    ULONG size;

    (void)state;
    assert_hr(put_many(image, options, 1), S_OK);
    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), S_OK);
    assert_hr(IFileSystemImageResult_get_ImageStream(result, &stream), S_OK);
    IFileSystemImageResult_Release(result);
    assert_hr(IBootOptions_AssignBootImage(options, stream), BOOT_DATA);
    assert_hr(IStream_Clone(stream, &clone), S_OK);
    assert_hr(IBootOptions_AssignBootImage(options, clone), BOOT_DATA);
    IStream_Release(clone);
    IStream_Release(stream);
    assert_hr(IBootOptions_get_ImageSize(options, &size), S_OK);
    assert_int_equal(size, 2048);
    assert_hr(IFileSystemImage3_CreateResultImage(other, &result), S_OK); /* that of another is an image as any */
    assert_hr(IFileSystemImageResult_get_ImageStream(result, &stream), S_OK);
    IFileSystemImageResult_Release(result);
    assert_hr(IBootOptions_AssignBootImage(options, stream), S_OK);
    IStream_Release(stream);
    assert_hr(put_many(image, NULL, 0), S_OK);
    IFileSystemImage3_Release(image);
    IFileSystemImage3_Release(other);
    IBootOptions_Release(options);
    client_stream_end(&client);
}

/* The bytes of a file of an image, which hold that image: kept, they would hold it for good where it boots them. */
static void AssignBootImage__data_of_a_file_of_the_image__is_copied(void **state)
{
    IFileSystemImage3 *image = tree_image();
    IFsiDirectoryItem2 *root = tree_root(image);
    struct client_stream client;
    IBootOptions *before = create(), *after = create();
    IFsiFileItem *file;
    IStream *data;
    BYTE byte;
    ULONG got;

    (void)state;
    client_stream_begin(&client, 1000, 5);
    assert_hr(tree_add_file(root, L"boot.bin", &client.IStream_iface), S_OK);
    client_stream_end(&client);
    file = tree_file(root, L"boot.bin");
    assert_hr(IFsiFileItem_get_Data(file, &data), S_OK);
    assert_hr(IBootOptions_AssignBootImage(before, data), S_OK);
    assert_hr(put_many(image, before, 1), S_OK);
    assert_hr(IBootOptions_AssignBootImage(before, data), S_OK); /* while the image boots it */
    assert_hr(IBootOptions_AssignBootImage(after, data), S_OK);
    assert_hr(put_many(image, after, 1), S_OK);
    IStream_Release(data);
    IFsiFileItem_Release(file);
    IFsiDirectoryItem2_Release(root);
    IBootOptions_Release(before);
    IFileSystemImage3_Release(image); /* the teardown sees that it goes */
    assert_hr(IBootOptions_get_BootImage(after, &data), S_OK);
    assert_hr(IStream_Read(data, &byte, 1, &got), S_OK);
    assert_int_equal(byte, client_stream_byte(5, 0));
    IStream_Release(data);
    IBootOptions_Release(after);
}

/* ------------------------------------------------------------------------------------------------------- its bytes */

static void read_block(IStream *stream, uint32_t block, BYTE bytes[BLOCK])
{
    LARGE_INTEGER move = {.QuadPart = (LONGLONG)block * BLOCK};
    ULONG got;

    assert_hr(IStream_Seek(stream, move, STREAM_SEEK_SET, NULL), S_OK);
    assert_hr(IStream_Read(stream, bytes, BLOCK, &got), S_OK);
    assert_int_equal(got, BLOCK);
}

static uint32_t number_at(const BYTE *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* A boot image for the BIOS of 4096 bytes and a long one for UEFI, beside UDF alone: how discs of Windows are made. */
static void CreateResultImage__bios_and_uefi__have_their_catalog(void **state)
{
    IFileSystemImage3 *image = tree_image();
    struct client_stream bios_client, uefi_client;
    IBootOptions *bios = create_with(&bios_client, 4096, 1), *uefi = create_with(&uefi_client, 1474560, 2);
    BYTE block[BLOCK], catalog[BLOCK];
    IFileSystemImageResult *result;
    SAFEARRAY *array = array_of(VT_DISPATCH, 0, 2);
    IStream *stream;
    LONG i;

    (void)state;
    assert_hr(IBootOptions_put_Emulation(uefi, EmulationNone), S_OK);
    assert_hr(IBootOptions_put_PlatformId(uefi, PlatformEFI), S_OK);
    assert_hr(put_manufacturer(bios, L"Microsoft"), S_OK);
    i = 0;
    SafeArrayPutElement(array, &i, bios);
    i = 1;
    SafeArrayPutElement(array, &i, uefi);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, FsiFileSystemUDF), S_OK);
    assert_hr(IFileSystemImage3_put_BootImageOptionsArray(image, array), S_OK);
    SafeArrayDestroy(array);
    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), S_OK);
    assert_hr(IBootOptions_put_PlatformId(bios, PlatformMac), S_OK); /* too late for this result */
    IFileSystemImage3_Release(image);
    assert_hr(IFileSystemImageResult_get_ImageStream(result, &stream), S_OK);
    IFileSystemImageResult_Release(result);

    read_block(stream, 17, block);
    assert_memory_equal(block, "\0CD001\1EL TORITO SPECIFICATION", 30);
    read_block(stream, number_at(block + 71), catalog);
    assert_memory_equal(catalog, "\1\0\0\0Microsoft\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 28);
    assert_memory_equal(catalog + 30, "\x55\xAA", 2);
    assert_memory_equal(catalog + 32, "\x88\0\0\0\0\0\x08\0", 8); /* 8 sectors of 512 bytes */
    assert_memory_equal(catalog + 64, "\x91\xEF\1\0", 4);
    assert_memory_equal(catalog + 96, "\x88\0\0\0\0\0\x40\x0B", 8); /* 2880 */
    read_block(stream, number_at(catalog + 40) + 1, block);
    assert_int_equal(block[0], client_stream_byte(1, 2048));
    assert_int_equal(block[2047], client_stream_byte(1, 4095));
    read_block(stream, number_at(catalog + 104) + 719, block);
    assert_int_equal(block[2047], client_stream_byte(2, 1474559));
    IStream_Release(stream);
    IBootOptions_Release(bios);
    IBootOptions_Release(uefi);
    client_stream_end(&bios_client);
    client_stream_end(&uefi_client);
}

static void CreateResultImage__image_of_no_disk__is_refused(void **state)
{
    IFileSystemImage3 *image = tree_image();
    struct client_stream client;
    IBootOptions *options = create_with(&client, 10000, 1); /* 55AAh does not stand at 510 */
    IFileSystemImageResult *result = (IFileSystemImageResult *)1;

    (void)state;
    assert_hr(IBootOptions_put_Emulation(options, EmulationHardDisk), S_OK);
    assert_hr(put_many(image, options, 1), S_OK);
    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), BOOT_DATA);
    assert_null(result);
    assert_error_says(L"OpenIMAPI2.MsftFileSystemImage", L"Making the image failed (0xC0AAB148)", NULL);
    assert_hr(put_many(image, NULL, 0), S_OK); /* nothing is frozen */
    IFileSystemImage3_Release(image);
    IBootOptions_Release(options);
    client_stream_end(&client);
}

/* --------------------------------------------------------------------------------------------------- late binding */

static HRESULT call_by_name(IDispatch *object, const WCHAR *name, WORD flags, VARIANT *argument, VARIANT *result)
{
    DISPID put = DISPID_PROPERTYPUT, id;
    DISPPARAMS parameters = {argument, flags == DISPATCH_PROPERTYPUT ? &put : NULL, argument ? 1 : 0,
                             flags == DISPATCH_PROPERTYPUT ? 1 : 0};
    LPOLESTR text = (LPOLESTR)name;

    assert_hr(IDispatch_GetIDsOfNames(object, &IID_NULL, &text, 1, 0, &id), S_OK);
    return IDispatch_Invoke(object, id, &IID_NULL, 0, flags, &parameters, result, NULL, NULL);
}

/* As scripts do it: `options.AssignBootImage stream`, `options.Emulation = 0`, `image.BootImageOptions = options`. */
static void members__late_bound__take_what_scripts_give(void **state)
{
    IDispatch *options = (IDispatch *)create();
    IFileSystemImage3 *image = tree_image();
    struct client_stream client;
    VARIANT value, result;

    (void)state;
    client_stream_begin(&client, 1474560, 1);
    V_VT(&value) = VT_UNKNOWN;
    V_UNKNOWN(&value) = (IUnknown *)&client.IStream_iface;
    assert_hr(call_by_name(options, L"AssignBootImage", DISPATCH_METHOD, &value, NULL), S_OK);
    assert_hr(call_by_name(options, L"Emulation", DISPATCH_PROPERTYGET, NULL, &result), S_OK);
    assert_int_equal(V_I4(&result), 2);
    V_VT(&value) = VT_I2;
    V_I2(&value) = 0;
    assert_hr(call_by_name(options, L"Emulation", DISPATCH_PROPERTYPUT, &value, NULL), S_OK);
    assert_int_equal(emulation_of((IBootOptions *)options), 0);
    V_VT(&value) = VT_DISPATCH;
    V_DISPATCH(&value) = options;
    assert_hr(call_by_name((IDispatch *)image, L"BootImageOptions", DISPATCH_PROPERTYPUT, &value, NULL), S_OK);
    assert_int_equal(count_of(image), 1);
    IFileSystemImage3_Release(image);
    IDispatch_Release(options);
    client_stream_end(&client);
}

/* --------------------------------------------------------------------------------------------------------- memory */

static void creation__no_memory__says_so(void **state)
{
    IBootOptions *options;

    (void)state;
    base_alloc_fail_nth(1);
    assert_hr(boot_options_create(&IID_IBootOptions, (void **)&options), E_OUTOFMEMORY);
    base_alloc_fail_nth(0);
    assert_null(options);
}

/* Fail the 1st, 2nd, ... allocation of each until it succeeds. */
static void properties__no_memory__say_so_and_leak_nothing(void **state)
{
    IFileSystemImage3 *image = tree_image();
    struct client_stream client;
    IBootOptions *options = create_with(&client, 1000, 1);
    IFileSystemImageResult *result;
    SAFEARRAY *array;
    long nth;
    HRESULT hr;

    (void)state;
    for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
        base_alloc_fail_nth(nth);
        hr = IFileSystemImage3_put_BootImageOptions(image, options);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
        if (FAILED(hr)) assert_int_equal(count_of(image), 0);
    }
    assert_true(nth > 4);
    for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
        result = (IFileSystemImageResult *)1;
        base_alloc_fail_nth(nth);
        hr = IFileSystemImage3_CreateResultImage(image, &result);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
        if (FAILED(hr)) assert_null(result);
    }
    assert_true(nth > 4);
    IFileSystemImageResult_Release(result);
    array = array_of(VT_DISPATCH, 0, 0);
    assert_hr(IFileSystemImage3_put_BootImageOptionsArray(image, array), S_OK);
    SafeArrayDestroy(array);
    for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
        base_alloc_fail_nth(nth);
        hr = put_many(image, options, 3);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
        if (FAILED(hr)) assert_int_equal(count_of(image), 0);
    }
    assert_true(nth > 4);
    IFileSystemImage3_Release(image);
    IBootOptions_Release(options);
    client_stream_end(&client);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(members__fresh_object__have_their_defaults),
        CASE(members__no_pointer__say_so),
        CASE(AssignBootImage__sizes__set_the_emulation),
        CASE(AssignBootImage__no_good_image__stays_as_it_was),
        CASE(put_Emulation__of_an_image__has_to_fit),
        CASE(put_PlatformId__bytes__are_kept),
        CASE(put_Manufacturer__texts__are_kept_or_refused),
        CASE(put_BootImageOptionsArray__forms__are_taken),
        CASE(put_BootImageOptionsArray__bad_ones__change_nothing),
        CASE(put_BootImageOptions__object__is_copied_with_its_bytes),
        CASE(put_BootImageOptions__nothing_to_boot__says_so),
        CASE(properties__later_session_and_frozen__are_refused),
        CASE(UsedBlocks__boot_images__count),
        CASE(AssignBootImage__result_of_the_image_that_it_boots__is_refused),
        CASE(AssignBootImage__data_of_a_file_of_the_image__is_copied),
        CASE(CreateResultImage__bios_and_uefi__have_their_catalog),
        CASE(CreateResultImage__image_of_no_disk__is_refused),
        CASE(members__late_bound__take_what_scripts_give),
        CASE(creation__no_memory__says_so),
        CASE(properties__no_memory__say_so_and_leak_nothing),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
