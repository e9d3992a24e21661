/* imapi2fs/image_snapshot.c, file_system_image_result.c, image_stream.c: what CreateResultImage gives. Bytes that are
 * looked at stand where ECMA-119 8.4 and ECMA-167 2/9.1 and 3/9.1 have them.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "imapi2fs.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fserror.h"

#define SOURCE L"OpenIMAPI2.MsftFileSystemImage"

enum { BLOCK = 2048, FILE_BYTES = 200000 };

static IFileSystemImage3 *create(void)
{
    IFileSystemImage3 *image;

    assert_hr(file_system_image_create(&IID_IFileSystemImage3, (void **)&image), S_OK);
    return image;
}

static IFileSystemImageResult *create_result(IFileSystemImage3 *image)
{
    IFileSystemImageResult *result;

    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), S_OK);
    assert_no_error_info();
    return result;
}

static void create_and_release(IFileSystemImage3 *image)
{
    IFileSystemImageResult *result = create_result(image);

    IFileSystemImageResult_Release(result);
}

static IStream *stream_of(IFileSystemImageResult *result)
{
    IStream *stream;

    assert_hr(IFileSystemImageResult_get_ImageStream(result, &stream), S_OK);
    return stream;
}

/* A file of the image: byte n is n % 251. */
struct file {
    struct fs_source source;
    uint64_t has; /* bytes, whatever size_bytes says */
    int32_t failure;
};

static int32_t file_read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    struct file *file = (struct file *)source;
    uint32_t i;

    *got = 0;
    if (file->failure) return file->failure;
    for (i = 0; i < count && offset + i < file->has; i++)
        ((uint8_t *)bytes)[i] = (uint8_t)((offset + i) % 251);
    *got = i;
    return 0;
}

static void file_release(struct fs_source *source)
{
    source->size_bytes = 0;
}

static void add_file(IFileSystemImage3 *image, const WCHAR *name, struct file *file, uint64_t size_bytes)
{
    struct fs_tree *tree = image_state_of(image)->tree;
    const struct fs_times times = {0, 0, 0};

    *file = (struct file){.source = {.read_at = file_read_at, .release = file_release, .size_bytes = size_bytes},
                          .has = size_bytes};
    assert_int_equal(fs_tree_add_file(tree, fs_tree_peek_root(tree), (const uint16_t *)name, wcslen(name), &times,
                                      &file->source, NULL),
                     FS_OK);
}

static void seek(IStream *stream, ULONGLONG offset)
{
    LARGE_INTEGER move = {.QuadPart = (LONGLONG)offset};

    assert_hr(IStream_Seek(stream, move, STREAM_SEEK_SET, NULL), S_OK);
}

static void read_at(IStream *stream, ULONGLONG offset, void *bytes, ULONG count)
{
    ULONG got = 0;

    seek(stream, offset);
    assert_hr(IStream_Read(stream, bytes, count, &got), S_OK);
    assert_int_equal(got, count);
}

static void assert_at(IStream *stream, ULONGLONG offset, const char *expected, ULONG count)
{
    char bytes[64];

    read_at(stream, offset, bytes, count);
    assert_memory_equal(bytes, expected, count);
}

static bool is_frozen(IFileSystemImage3 *image)
{
    HRESULT hr = IFileSystemImage3_put_UseRestrictedCharacterSet(image, VARIANT_FALSE);

    if (SUCCEEDED(hr)) return false;
    assert_hr(hr, IMAPI_E_READONLY);
    return true;
}

/* ------------------------------------------------------------------------------------------------------- the result */

static void result__members(void **state)
{
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result = create_result(image);
    IFileSystemImageResult2 *second;
    IBlockRangeList *list = (IBlockRangeList *)1;
    LONG blocks = 0, size = 0;
    STATSTG statistics;
    IStream *stream;
    BSTR id;

    (void)state;
    assert_hr(IFileSystemImageResult_get_BlockSize(result, &size), S_OK);
    assert_int_equal(size, 2048);
    assert_hr(IFileSystemImageResult_get_TotalBlocks(result, &blocks), S_OK);
    stream = stream_of(result);
    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_NONAME), S_OK);
    assert_int_equal(statistics.cbSize.QuadPart, (ULONGLONG)blocks * 2048);
    assert_int_equal(blocks % 32, 0);
    assert_hr(IFileSystemImageResult_get_DiscId(result, &id), S_OK);
    assert_bstr(id, L"0000000000000000");
    assert_hr(IFileSystemImageResult_QueryInterface(result, &IID_IFileSystemImageResult2, (void **)&second), S_OK);
    assert_hr(IFileSystemImageResult2_get_ModifiedBlocks(second, &list), E_NOTIMPL);
    assert_null(list);
    assert_hr(IFileSystemImageResult2_get_ModifiedBlocks(second, NULL), E_POINTER);
    assert_hr(IFileSystemImageResult_get_ImageStream(result, NULL), E_POINTER);
    assert_error_says(L"OpenIMAPI2.FileSystemImageResult", L"Getting the stream of the image failed (0x80004003)",
                      NULL);
    assert_hr(IFileSystemImageResult_get_TotalBlocks(result, NULL), E_POINTER);
    assert_hr(IFileSystemImageResult_get_BlockSize(result, NULL), E_POINTER);
    assert_hr(IFileSystemImageResult_get_DiscId(result, NULL), E_POINTER);
    assert_hr(IFileSystemImageResult_get_ProgressItems(result, NULL), E_POINTER);
    IFileSystemImageResult2_Release(second);
    IStream_Release(stream);
    IFileSystemImageResult_Release(result);
    IFileSystemImage3_Release(image);
}

/* Whichever of them goes last. */
static void image__frozen__until_result_stream_and_clone_are_released(void **state)
{
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result, *again;
    IStream *stream, *clone;

    (void)state;
    assert_false(is_frozen(image));
    result = create_result(image);
    assert_true(is_frozen(image));
    again = create_result(image);
    stream = stream_of(result);
    IFileSystemImageResult_Release(result);
    IFileSystemImageResult_Release(again);
    assert_true(is_frozen(image));
    assert_hr(IStream_Clone(stream, &clone), S_OK);
    IStream_Release(stream);
    assert_true(is_frozen(image));
    IStream_Release(clone);
    assert_false(is_frozen(image));
    IFileSystemImage3_Release(image);
}

static void stream__image_and_result_released__still_reads(void **state)
{
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result = create_result(image);
    IStream *stream = stream_of(result);

    (void)state;
    IFileSystemImageResult_Release(result);
    IFileSystemImage3_Release(image);
    assert_at(stream, 16 * BLOCK,
              "\x01"
              "CD001"
              "\x01",
              7);
    IStream_Release(stream);
}

static void CreateResultImage__no_file_system__is_no_output(void **state)
{
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result = (IFileSystemImageResult *)1;

    (void)state;
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, FsiFileSystemNone), S_OK);
    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), 0xC0AAB103); /* IMAPI_E_NO_OUTPUT */
    assert_error_says(SOURCE, L"Making the image failed (0xC0AAB103)", NULL);
    assert_null(result);
    assert_false(is_frozen(image));
    IFileSystemImage3_Release(image);
}

/* Measured of Microsoft's: 2147483648 bytes are taken, one more is not; UDF alone takes both. */
static void CreateResultImage__file_over_2_gib__is_too_big_for_iso(void **state)
{
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result;
    struct file fits, big;

    (void)state;
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, 0), S_OK);
    add_file(image, L"fits", &fits, 0x80000000ull);
    create_and_release(image);
    add_file(image, L"big", &big, 0x80000001ull);
    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), 0xC0AAB132); /* IMAPI_E_DATA_TOO_BIG */
    assert_error_says(SOURCE, L"'ISO9660/Joliet'", NULL);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, FsiFileSystemUDF), S_OK);
    create_and_release(image);
    IFileSystemImage3_Release(image);
}

/* ----------------------------------------------------------------------------------------------------- file systems */

static void stream__file_systems__are_those_that_were_chosen(void **state)
{
    static const struct {
        LONG systems;
        char identifiers[7][6]; /* of the volume descriptors from block 16 on */
    } rows[] = {
        {1, {"CD001", "CD001"}},
        {3, {"CD001", "CD001", "CD001"}},
        {4, {"BEA01", "NSR02", "TEA01"}},
        {5, {"CD001", "CD001", "BEA01", "NSR02", "TEA01"}},
        {7, {"CD001", "CD001", "CD001", "BEA01", "NSR02", "TEA01"}},
    };
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result;
    IStream *stream;
    size_t i, k;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, (FsiFileSystems)rows[i].systems), S_OK);
        result = create_result(image);
        stream = stream_of(result);
        for (k = 0; k < 7; k++)
            assert_at(stream, (16 + k) * BLOCK + 1, rows[i].identifiers[k], 5);
        IStream_Release(stream);
        IFileSystemImageResult_Release(result);
    }
    IFileSystemImage3_Release(image);
}

/* -------------------------------------------------------------------------------------------------- names and times */

/* A volume identifier of ISO 9660 stands at byte 40 of its descriptor. */
static void assert_volume(IFileSystemImage3 *image, const char *expected)
{
    IFileSystemImageResult *result = create_result(image);
    IStream *stream = stream_of(result);

    assert_at(stream, 16 * BLOCK + 40, expected, 32);
    IStream_Release(stream);
    IFileSystemImageResult_Release(result);
}

static void VolumeName__set_and_unset(void **state)
{
    IFileSystemImage3 *image = create();
    BSTR name = SysAllocString(L"My-Disc"), text;

    (void)state;
    SetEnvironmentVariableW(L"SOURCE_DATE_EPOCH", L"1000000000"); /* 2001-09-09 01:46:40 */
    assert_hr(IFileSystemImage3_put_VolumeName(image, name), S_OK);
    assert_volume(image, "MY_DISC                         ");
    assert_hr(IFileSystemImage3_put_VolumeName(image, NULL), S_OK);
    assert_volume(image, "20010909_0146                   ");
    assert_hr(IFileSystemImage3_get_VolumeName(image, &text), S_OK);
    assert_null(text); /* the name of one result */
    SetEnvironmentVariableW(L"SOURCE_DATE_EPOCH", NULL);
    SysFreeString(name);
    IFileSystemImage3_Release(image);
}

/* ECMA-119 8.4.26: the time of creation stands at byte 813, as 16 digits and a zone. */
static void SOURCE_DATE_EPOCH__decimal_seconds__replaces_the_clock(void **state)
{
    static const struct {
        const WCHAR *value;
        bool is_taken;
    } rows[] = {
        {L"1000000000", true},
        {L"0", false /* 1970 is taken, too, but has other digits */},
        {L"-1000000000", false},
        {L"1000000000 ", false},
        {L"0x3B9ACA00", false},
        {L"", false},
        {L"99999999999999999999", false},
        {L"5869584000", false /* 2156 */},
    };
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result;
    IStream *stream;
    char digits[17];
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        SetEnvironmentVariableW(L"SOURCE_DATE_EPOCH", rows[i].value);
        result = create_result(image);
        stream = stream_of(result);
        read_at(stream, 16 * BLOCK + 813, digits, 17);
        if (memcmp(digits, "2001090901464000\0", 17) == 0)
            assert_true(rows[i].is_taken);
        else
            assert_false(rows[i].is_taken);
        if (i == 1) assert_memory_equal(digits, "1970010100000000\0", 17);
        if (i > 1) assert_memory_equal(digits, "20", 2);
        IStream_Release(stream);
        IFileSystemImageResult_Release(result);
    }
    SetEnvironmentVariableW(L"SOURCE_DATE_EPOCH", NULL);
    IFileSystemImage3_Release(image);
}

/* The time of day, in this place's time: within a minute of what the clock says. */
static void VolumeName__default__is_the_local_time(void **state)
{
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result;
    SYSTEMTIME before, after;
    char early[16], late[16], name[14] = "";
    IStream *stream;

    (void)state;
    GetLocalTime(&before);
    result = create_result(image);
    GetLocalTime(&after);
    stream = stream_of(result);
    read_at(stream, 16 * BLOCK + 40, name, 13);
    snprintf(early, sizeof early, "%04u%02u%02u_%02u%02u", before.wYear % 10000u, before.wMonth % 100u,
             before.wDay % 100u, before.wHour % 100u, before.wMinute % 100u);
    snprintf(late, sizeof late, "%04u%02u%02u_%02u%02u", after.wYear % 10000u, after.wMonth % 100u, after.wDay % 100u,
             after.wHour % 100u, after.wMinute % 100u);
    assert_true(strcmp(name, early) == 0 || strcmp(name, late) == 0);
    IStream_Release(stream);
    IFileSystemImageResult_Release(result);
    IFileSystemImage3_Release(image);
}

/* ------------------------------------------------------------------------------------------------------- the stream */

static void stream__members(void **state)
{
    static const IID *const iids[] = {&IID_IStream, &IID_ISequentialStream, &IID_IUnknown, &IID_IMarshal};
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result = create_result(image);
    IStream *stream = stream_of(result), *other = stream_of(result);
    LARGE_INTEGER move = {.QuadPart = -1};
    ULARGE_INTEGER position, size, end;
    BYTE bytes[8];
    STATSTG statistics;
    IUnknown *face;
    ULONG got;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(iids); i++) {
        assert_hr(IStream_QueryInterface(stream, iids[i], (void **)&face), S_OK);
        IUnknown_Release(face);
    }
    assert_hr(IStream_QueryInterface(stream, &IID_IBlockRangeList, (void **)&face), E_NOINTERFACE);
    assert_ptr_not_equal(stream, other); /* two readers do not disturb each other */
    seek(stream, 16 * BLOCK + 1);
    assert_hr(IStream_Read(other, bytes, 1, &got), S_OK);
    assert_hr(IStream_Read(stream, bytes, 5, &got), S_OK);
    assert_memory_equal(bytes, "CD001", 5);

    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_NONAME), S_OK);
    assert_int_equal(statistics.type, STGTY_STREAM);
    assert_int_equal(statistics.grfMode, STGM_READ);
    assert_null(statistics.pwcsName);
    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_DEFAULT), S_OK);
    assert_null(statistics.pwcsName);
    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_NOOPEN), STG_E_INVALIDFUNCTION);
    assert_hr(IStream_Stat(stream, &statistics, 8), STG_E_INVALIDFUNCTION);
    assert_error_says(L"OpenIMAPI2.FsiStream", L"Asking for the size of the stream failed (0x80030001)", NULL);

    assert_hr(IStream_Seek(stream, move, STREAM_SEEK_SET, NULL), STG_E_INVALIDFUNCTION);
    move.QuadPart = 0;
    assert_hr(IStream_Seek(stream, move, STREAM_SEEK_END, &end), S_OK);
    got = 7;
    assert_hr(IStream_Read(stream, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(got, 0);
    move.QuadPart = 5;
    assert_hr(IStream_Seek(stream, move, STREAM_SEEK_CUR, &position), S_OK);
    assert_int_equal(position.QuadPart, end.QuadPart + 5);
    assert_hr(IStream_Read(stream, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(got, 0);
    assert_hr(IStream_Write(stream, bytes, 1, &got), STG_E_ACCESSDENIED);
    size.QuadPart = 5;
    assert_hr(IStream_SetSize(stream, size), STG_E_ACCESSDENIED);
    assert_hr(IStream_Commit(stream, STGC_DEFAULT), S_OK);
    assert_hr(IStream_Revert(stream), S_OK);
    assert_hr(IStream_LockRegion(stream, size, size, LOCK_WRITE), STG_E_INVALIDFUNCTION);
    assert_hr(IStream_UnlockRegion(stream, size, size, LOCK_WRITE), STG_E_INVALIDFUNCTION);
    IStream_Release(other);
    IStream_Release(stream);
    IFileSystemImageResult_Release(result);
    IFileSystemImage3_Release(image);
}

/* The whole image, in one piece and in odd pieces, and by CopyTo. */
static BYTE *read_whole(IStream *stream, ULONG size, ULONG piece)
{
    BYTE *bytes = base_alloc(size);
    ULONG at = 0, got;

    assert_non_null(bytes);
    seek(stream, 0);
    while (at < size) {
        ULONG wanted = size - at < piece ? size - at : piece;

        assert_hr(IStream_Read(stream, bytes + at, wanted, &got), S_OK);
        assert_int_equal(got, wanted);
        at += got;
    }
    return bytes;
}

static void stream__read_in_pieces__gives_the_same_bytes(void **state)
{
    IFileSystemImage3 *image = create();
    ULARGE_INTEGER count = {.QuadPart = UINT64_MAX}, got, written;
    struct file file;
    IFileSystemImageResult *result;
    IStream *stream, *target;
    LONG blocks;
    BYTE *whole, *pieces, *copied;
    ULONG size;

    (void)state;
    add_file(image, L"data", &file, FILE_BYTES);
    result = create_result(image);
    stream = stream_of(result);
    assert_hr(IFileSystemImageResult_get_TotalBlocks(result, &blocks), S_OK);
    size = (ULONG)blocks * BLOCK;
    whole = read_whole(stream, size, size);
    pieces = read_whole(stream, size, 4099);
    assert_memory_equal(whole, pieces, size);
    assert_hr(CreateStreamOnHGlobal(NULL, TRUE, &target), S_OK);
    seek(stream, 0);
    assert_hr(IStream_CopyTo(stream, target, count, &got, &written), S_OK);
    assert_int_equal(got.QuadPart, size);
    assert_int_equal(written.QuadPart, size);
    copied = read_whole(target, size, size);
    assert_memory_equal(whole, copied, size);
    base_free(whole);
    base_free(pieces);
    base_free(copied);
    IStream_Release(target);
    IStream_Release(stream);
    IFileSystemImageResult_Release(result);
    IFileSystemImage3_Release(image);
}

/* Data of the same file, which says the same. */
static void assert_data_fails(IFileSystemImage3 *image, struct file *bad)
{
    BSTR path = SysAllocString(L"bad.bin");
    IFsiDirectoryItem *root;
    IFsiFileItem *file;
    IFsiItem *item;
    IStream *stream;
    BYTE bytes[2000];
    ULONG got;

    assert_hr(IFileSystemImage3_get_Root(image, &root), S_OK);
    assert_hr(IFsiDirectoryItem_get_Item(root, path, &item), S_OK);
    assert_hr(IFsiItem_QueryInterface(item, &IID_IFsiFileItem, (void **)&file), S_OK);
    assert_hr(IFsiFileItem_get_Data(file, &stream), S_OK);
    bad->failure = (int32_t)0xC0AAB129;
    assert_hr(IStream_Read(stream, bytes, sizeof bytes, &got), 0xC0AAB129);
    assert_error_says(L"OpenIMAPI2.FsiStream", L"'\\bad.bin'", NULL);
    bad->failure = 0;
    bad->has = 1000;
    assert_hr(IStream_Read(stream, bytes, sizeof bytes, &got), S_OK);
    assert_hr(IStream_Read(stream, bytes, sizeof bytes, &got), 0xC0AAB128);
    assert_error_says(L"OpenIMAPI2.FsiStream", L"'\\bad.bin' was to have 200000 bytes and has 1000.", NULL);
    bad->has = FILE_BYTES;
    IStream_Release(stream);
    IFsiFileItem_Release(file);
    IFsiItem_Release(item);
    IFsiDirectoryItem_Release(root);
    SysFreeString(path);
}

/* A file that can no longer be read fails alone, and by its name; the position stays. */
static void stream__source_fails__names_the_file(void **state)
{
    IFileSystemImage3 *image = create();
    struct file bad;
    IFileSystemImageResult *result;
    IStream *stream;
    BYTE *bytes;
    LONG blocks;
    ULONG got, size;

    (void)state;
    add_file(image, L"bad.bin", &bad, FILE_BYTES);
    result = create_result(image);
    stream = stream_of(result);
    assert_hr(IFileSystemImageResult_get_TotalBlocks(result, &blocks), S_OK);
    size = (ULONG)blocks * BLOCK;
    bytes = base_alloc(size);
    assert_non_null(bytes);
    bad.failure = (int32_t)0xC0AAB129;                        /* IMAPI_E_DATA_STREAM_READ_FAILURE */
    assert_hr(IStream_Read(stream, bytes, size, &got), S_OK); /* what stands in front of the file */
    assert_in_range(got, 257 * BLOCK, size - FILE_BYTES);
    assert_hr(IStream_Read(stream, bytes, BLOCK, &got), 0xC0AAB129);
    assert_int_equal(got, 0);
    assert_error_says(L"OpenIMAPI2.FsiStream", L"'\\bad.bin'", NULL);
    bad.failure = 0;
    bad.has = 1000;
    assert_hr(IStream_Read(stream, bytes, BLOCK, &got), 0xC0AAB128); /* IMAPI_E_DATA_STREAM_INCONSISTENCY */
    assert_error_says(L"OpenIMAPI2.FsiStream", L"'\\bad.bin' was to have 200000 bytes and has 1000.", NULL);
    bad.has = FILE_BYTES;
    assert_hr(IStream_Read(stream, bytes, BLOCK, &got), S_OK);
    assert_int_equal(got, BLOCK);
    assert_int_equal(bytes[0], 0);
    assert_int_equal(bytes[2047], 2047 % 251);
    assert_data_fails(image, &bad);
    base_free(bytes);
    IStream_Release(stream);
    IFileSystemImageResult_Release(result);
    IFileSystemImage3_Release(image);
}

/* ---------------------------------------------------------------------------------------------------- out of memory */

static void result__no_memory__leaves_the_image_as_it_was(void **state)
{
    IFileSystemImage3 *image = create();
    IFileSystemImageResult *result;
    IStream *stream, *clone;
    HRESULT hr;
    long nth;

    (void)state;
    for (nth = 1;; nth++) {
        base_alloc_fail_nth(nth);
        hr = IFileSystemImage3_CreateResultImage(image, &result);
        if (SUCCEEDED(hr)) break;
        assert_hr(hr, E_OUTOFMEMORY);
        assert_null(result);
        assert_false(is_frozen(image));
    }
    assert_int_equal(base_alloc_fail_nth(0), 1);
    assert_in_range(nth, 4, 200);
    base_alloc_fail_nth(1);
    assert_hr(IFileSystemImageResult_get_ImageStream(result, &stream), E_OUTOFMEMORY);
    assert_null(stream);
    stream = stream_of(result);
    base_alloc_fail_nth(1);
    assert_hr(IStream_Clone(stream, &clone), E_OUTOFMEMORY);
    assert_null(clone);
    IStream_Release(stream);
    IFileSystemImageResult_Release(result);
    assert_false(is_frozen(image));
    IFileSystemImage3_Release(image);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(result__members),
        CASE(image__frozen__until_result_stream_and_clone_are_released),
        CASE(stream__image_and_result_released__still_reads),
        CASE(CreateResultImage__no_file_system__is_no_output),
        CASE(CreateResultImage__file_over_2_gib__is_too_big_for_iso),
        CASE(stream__file_systems__are_those_that_were_chosen),
        CASE(VolumeName__set_and_unset),
        CASE(SOURCE_DATE_EPOCH__decimal_seconds__replaces_the_clock),
        CASE(VolumeName__default__is_the_local_time),
        CASE(stream__members),
        CASE(stream__read_in_pieces__gives_the_same_bytes),
        CASE(stream__source_fails__names_the_file),
        CASE(result__no_memory__leaves_the_image_as_it_was),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
