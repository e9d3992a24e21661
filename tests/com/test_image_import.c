/* imapi2fs/image_import.c, image_multisession.c, multisession.c, disc_session.c, recorder_device.c: an image that
 * continues the session of a disc, from the burner's objects and the simulated drive in this process.
 */
#include "com/writer_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "com/sink_advise.h"
#include "imapi2fs.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fserror.h"

#define SOURCE L"OpenIMAPI2.MsftFileSystemImage"

enum { BLOCK = 2048, ALL = 7 };

/* ------------------------------------------------------------------------------------------------------- the images */

static IFileSystemImage3 *image_of(FsiFileSystems systems)
{
    IFileSystemImage3 *image;

    assert_hr(file_system_image_create(&IID_IFileSystemImage3, (void **)&image), S_OK);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, systems), S_OK);
    return image;
}

/* A file of the image: byte n is n % 251. */
static int32_t file_read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    uint32_t i;

    for (i = 0; i < count && offset + i < source->size_bytes; i++)
        ((uint8_t *)bytes)[i] = (uint8_t)((offset + i) % 251);
    *got = i;
    return 0;
}

static void file_release(struct fs_source *source)
{
    base_free(source);
}

static void add_file(IFileSystemImage3 *image, const WCHAR *name, uint64_t size_bytes)
{
    struct fs_tree *tree = image_state_of(image)->tree;
    struct fs_source *source = base_alloc(sizeof *source);
    const struct fs_times times = {1600000000, 1600000000, 1600000000};

    assert_non_null(source);
    source->read_at = file_read_at;
    source->release = file_release;
    source->size_bytes = size_bytes;
    assert_int_equal(
        fs_tree_add_file(tree, fs_tree_peek_root(tree), (const uint16_t *)name, wcslen(name), &times, source, NULL),
        FS_OK);
}

static void set_name(IFileSystemImage3 *image, const WCHAR *name)
{
    BSTR text = SysAllocString(name);

    assert_hr(IFileSystemImage3_put_VolumeName(image, text), S_OK);
    SysFreeString(text);
}

/* Make the image and burn it; its blocks. */
static LONG burn(IFileSystemImage3 *image, IDiscFormat2Data *data)
{
    IFileSystemImageResult *result;
    IStream *stream;
    LONG blocks;

    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), S_OK);
    assert_hr(IFileSystemImageResult_get_TotalBlocks(result, &blocks), S_OK);
    assert_hr(IFileSystemImageResult_get_ImageStream(result, &stream), S_OK);
    assert_hr(IDiscFormat2Data_Write(data, stream), S_OK);
    IStream_Release(stream);
    IFileSystemImageResult_Release(result);
    return blocks;
}

/* first.bin of 5000 bytes, on a disc called FIRST. */
static LONG burn_first(IDiscFormat2Data *data, FsiFileSystems systems, LONG revision)
{
    IFileSystemImage3 *image = image_of(systems);
    LONG blocks;

    if (systems & FsiFileSystemUDF) assert_hr(IFileSystemImage3_put_UDFRevision(image, revision), S_OK);
    set_name(image, L"FIRST");
    add_file(image, L"first.bin", 5000);
    blocks = burn(image, data);
    IFileSystemImage3_Release(image);
    return blocks;
}

static HRESULT set_objects(IFileSystemImage3 *image, IDiscFormat2Data *data)
{
    SAFEARRAY *objects;
    HRESULT hr;

    assert_hr(IDiscFormat2Data_get_MultisessionInterfaces(data, &objects), S_OK);
    hr = IFileSystemImage3_put_MultisessionInterfaces(image, objects);
    SafeArrayDestroy(objects);
    return hr;
}

/* An image that continues what the writer's disc has. */
static IFileSystemImage3 *continued(IDiscFormat2Data *data, FsiFileSystems expected)
{
    IFileSystemImage3 *image = image_of((FsiFileSystems)ALL);
    FsiFileSystems system;

    assert_hr(set_objects(image, data), S_OK);
    assert_hr(IFileSystemImage3_ImportFileSystem(image, &system), S_OK);
    assert_int_equal(system, expected);
    return image;
}

/* Files of an image that was imported get no named streams, but other times. */
static void assert_no_streams(IFsiFileItem *file, IStream *stream)
{
    BSTR name = SysAllocString(L"s");
    IFsiFileItem2 *file2;

    assert_hr(IFsiFileItem_QueryInterface(file, &IID_IFsiFileItem2, (void **)&file2), S_OK);
    assert_hr(IFsiFileItem2_AddStream(file2, name, stream), 0xC0AAB102); /* IMAPI_E_READONLY */
    assert_hr(IFsiFileItem2_RemoveStream(file2, name), 0xC0AAB102);
    assert_hr(IFsiFileItem2_put_CreationTime(file2, 36585.5), S_OK);
    IFsiFileItem2_Release(file2);
    SysFreeString(name);
}

/* With its bytes as a stream that has been read to its end. */
static IFsiFileItem *assert_bytes(IFileSystemImage3 *image, const WCHAR *name, LONG size, IStream **stream)
{
    BSTR path = SysAllocString(name);
    IFsiDirectoryItem *root;
    IFsiFileItem *file;
    IFsiItem *item;
    uint8_t *bytes = base_alloc((size_t)size);
    ULONG got;
    LONG i;

    assert_non_null(bytes);
    assert_hr(IFileSystemImage3_get_Root(image, &root), S_OK);
    assert_hr(IFsiDirectoryItem_get_Item(root, path, &item), S_OK);
    assert_hr(IFsiItem_QueryInterface(item, &IID_IFsiFileItem, (void **)&file), S_OK);
    assert_hr(IFsiFileItem_get_Data(file, stream), S_OK);
    assert_hr(IStream_Read(*stream, bytes, (ULONG)size, &got), S_OK);
    assert_int_equal(got, size);
    for (i = 0; i < size; i++)
        assert_int_equal(bytes[i], i % 251);
    IFsiItem_Release(item);
    IFsiDirectoryItem_Release(root);
    SysFreeString(path);
    base_free(bytes);
    return file;
}

/* All bytes of a file of the image, which was imported. */
static void assert_file(IFileSystemImage3 *image, const WCHAR *name, LONG size)
{
    IStream *stream;
    IFsiFileItem *file = assert_bytes(image, name, size, &stream);

    assert_no_streams(file, stream);
    IStream_Release(stream);
    IFsiFileItem_Release(file);
}

static LONG number(IFileSystemImage3 *image, HRESULT(WINAPI *get)(IFileSystemImage3 *, LONG *))
{
    LONG value = -1;

    assert_hr(get(image, &value), S_OK);
    return value;
}

static LONG next_writable(IDiscFormat2Data *data)
{
    LONG value;

    assert_hr(IDiscFormat2Data_get_NextWritableAddress(data, &value), S_OK);
    return value;
}

static LONG free_sectors(IDiscFormat2Data *data)
{
    LONG value;

    assert_hr(IDiscFormat2Data_get_FreeSectorsOnMedia(data, &value), S_OK);
    return value;
}

static uint32_t le32_at(const struct writer_fixture *fixture, LONG block, size_t offset)
{
    assert_true((uint32_t)block < fixture->block_count);
    return load_le32(fixture->blocks + (size_t)block * BLOCK + offset);
}

/* A new disc of that kind, and a writer that leaves it open. */
static IDiscFormat2Data *writer_of(struct writer_fixture *fixture, enum sim_medium medium)
{
    IDiscFormat2Data *data;

    if (fixture->blocks) memset(fixture->blocks, 0, (size_t)fixture->block_count * BLOCK);
    writer_medium(fixture, medium);
    data = writer_ready_data(fixture);
    assert_hr(IDiscFormat2Data_put_DisableConsumerDvdCompatibilityMode(data, VARIANT_TRUE), S_OK);
    return data;
}

/* ----------------------------------------------------------------------------------------------------------- events */

/* Every call as "system name directories/total files/total;". */
static HRESULT note(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    const VARIANT *arguments = parameters->rgvarg;
    char *end = (char *)sink->context + strlen(sink->context);

    assert_int_equal(event, 0x101);
    assert_int_equal(parameters->cArgs, 7);
    sprintf(end, "%ld %ls %ld/%ld %ld/%ld;", (long)V_I4(&arguments[5]), V_BSTR(&arguments[4]),
            (long)V_I4(&arguments[3]), (long)V_I4(&arguments[2]), (long)V_I4(&arguments[1]), (long)V_I4(&arguments[0]));
    sink->object = V_DISPATCH(&arguments[6]);
    return E_FAIL; /* which nobody minds */
}

/* Read the file as soon as it has come, within the import. */
static HRESULT read_imported(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    IFsiFileItem *file;
    IStream *stream;

    (void)event;
    if (wcscmp(V_BSTR(&parameters->rgvarg[4]), L"first.bin") != 0) return S_OK;
    file = assert_bytes(sink->context, L"first.bin", 5000, &stream);
    IStream_Release(stream);
    IFsiFileItem_Release(file);
    return S_OK;
}

static DWORD WINAPI try_lock(void *image)
{
    struct image_state *state = image_state_of(image);

    if (!TryEnterCriticalSection(&state->lock)) return 0;
    LeaveCriticalSection(&state->lock);
    return 1;
}

static void ImportFileSystem__sink_that_reads_the_disc__has_the_bytes(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_of(fixture, SIM_MEDIUM_CD_R);
    IFileSystemImage3 *image = image_of(FsiFileSystemUDF);
    FsiFileSystems system;
    struct event_sink sink;
    DWORD is_free = 0;
    HANDLE thread;

    burn_first(data, FsiFileSystemUDF, 0x102);
    assert_hr(set_objects(image, data), S_OK);
    sink_begin(&sink, &IID_DFileSystemImageImportEvents, SINK_BOTH);
    sink.react = read_imported;
    sink.context = image;
    sink_advise((IUnknown *)image, &sink);
    assert_hr(IFileSystemImage3_ImportFileSystem(image, &system), S_OK);
    assert_int_equal(sink.calls, 2);
    thread = CreateThread(NULL, 0, try_lock, image, 0, NULL);
    assert_int_equal(WaitForSingleObject(thread, 60000), WAIT_OBJECT_0);
    assert_true(GetExitCodeThread(thread, &is_free));
    assert_int_equal(is_free, 1);
    CloseHandle(thread);
    IFileSystemImage3_Release(image);
    assert_int_equal(sink.references, 1);
    IDiscFormat2Data_Release(data);
}

/* Totals: of UDF those of the Logical Volume Integrity Descriptor, the root among the directories; ISO 9660 and Joliet
 * count their directories in the path table, and files nowhere: -1, as the event's page says.
 */
static void ImportSpecificFileSystem__sink__hears_of_each_item(void **state)
{
    static const struct {
        FsiFileSystems system;
        const char *heard;
    } rows[] = {
        {FsiFileSystemUDF, "4 \\ 0/2 0/1;4 first.bin 1/2 1/1;4 sub\\ 1/2 1/1;"},
        {FsiFileSystemJoliet, "2 \\ 0/2 0/-1;2 first.bin 1/2 1/-1;2 sub\\ 1/2 1/-1;"},
        {FsiFileSystemISO9660, "1 \\ 0/2 0/-1;1 FIRST.BIN 1/2 1/-1;1 SUB\\ 1/2 1/-1;"},
    };
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_of(fixture, SIM_MEDIUM_CD_R);
    IFileSystemImage3 *image = image_of((FsiFileSystems)ALL);
    BSTR name = SysAllocString(L"sub");
    IFsiDirectoryItem *root;
    size_t i;

    add_file(image, L"first.bin", 5000);
    assert_hr(IFileSystemImage3_get_Root(image, &root), S_OK);
    assert_hr(IFsiDirectoryItem_AddDirectory(root, name), S_OK);
    IFsiDirectoryItem_Release(root);
    SysFreeString(name);
    burn(image, data);
    IFileSystemImage3_Release(image);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        struct event_sink sink;
        char heard[512] = "";

        image = image_of((FsiFileSystems)ALL);
        assert_hr(set_objects(image, data), S_OK);
        sink_begin(&sink, &IID_DFileSystemImageImportEvents, SINK_BOTH);
        sink.react = note;
        sink.context = heard;
        sink_advise((IUnknown *)image, &sink);
        assert_hr(IFileSystemImage3_ImportSpecificFileSystem(image, rows[i].system), S_OK);
        assert_string_equal(heard, rows[i].heard);
        assert_ptr_equal(sink.object, image);
        IFileSystemImage3_Release(image);
        assert_int_equal(sink.references, 1);
    }
    IDiscFormat2Data_Release(data);
}

/* ------------------------------------------------------------------------------------------------ discs that append */

static void ImportFileSystem__session_of_write_once_media__is_continued(void **state)
{
    static const enum sim_medium media[] = {SIM_MEDIUM_CD_R, SIM_MEDIUM_DVD_PLUS_R, SIM_MEDIUM_BD_R};
    struct writer_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(media); i++) {
        IDiscFormat2Data *data;
        IFileSystemImage3 *image;
        FsiFileSystems systems;
        LONG start, blocks;
        BSTR name;

        data = writer_of(fixture, media[i]);
        burn_first(data, (FsiFileSystems)ALL, 0x102);
        start = next_writable(data);
        image = continued(data, FsiFileSystemUDF);
        assert_no_error_info();
        assert_int_equal(number(image, image->lpVtbl->get_SessionStartBlock), start);
        assert_int_equal(number(image, image->lpVtbl->get_FreeMediaBlocks), free_sectors(data));
        assert_int_equal(number(image, image->lpVtbl->get_FileCount), 1);
        assert_int_equal(number(image, image->lpVtbl->get_UDFRevision), 0x102);
        assert_int_equal(number(image, image->lpVtbl->get_ChangePoint), 1);
        assert_hr(IFileSystemImage3_get_FileSystemsToCreate(image, &systems), S_OK);
        assert_int_equal(systems, ALL);
        assert_hr(IFileSystemImage3_get_ImportedVolumeName(image, &name), S_OK);
        assert_memory_equal(name, L"FIRST", sizeof L"FIRST");
        SysFreeString(name);
        assert_hr(IFileSystemImage3_get_VolumeName(image, &name), S_OK);
        assert_int_equal(SysStringLen(name), 0);
        SysFreeString(name);
        assert_file(image, L"first.bin", 5000);
        add_file(image, L"second.bin", 3000);
        blocks = burn(image, data);
        IFileSystemImage3_Release(image);
        /* ECMA-119 8.4: volume space, from block 0 on. ECMA-167 3/10.5: the partition begins where the first did. */
        assert_memory_equal(fixture->blocks + (size_t)(start + 16) * BLOCK, "\1CD001", 6);
        assert_int_equal(le32_at(fixture, start + 16, 80), start + blocks);
        assert_int_equal(le32_at(fixture, start + 35, 188), 288);
        image = continued(data, FsiFileSystemUDF);
        assert_int_equal(number(image, image->lpVtbl->get_FileCount), 2);
        assert_file(image, L"first.bin", 5000);
        assert_file(image, L"second.bin", 3000);
        IFileSystemImage3_Release(image);
        IDiscFormat2Data_Release(data);
    }
}

static void ImportFileSystem__volume_of_a_rewritable_disc__is_re_anchored(void **state)
{
    static const struct {
        enum sim_medium medium;
        LONG revision, unit;
    } rows[] = {
        {SIM_MEDIUM_DVD_PLUS_RW, 0x102, 16},
        {SIM_MEDIUM_DVD_RAM, 0x201, 16},
        {SIM_MEDIUM_BD_RE, 0x250, 32},
    };
    struct writer_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        IDiscFormat2Data *data;
        IFileSystemImage3 *image;
        LONG partition_end, start, blocks;

        data = writer_of(fixture, rows[i].medium);
        burn_first(data, FsiFileSystemUDF, rows[i].revision);
        partition_end = (LONG)(le32_at(fixture, 35, 188) + le32_at(fixture, 35, 192));
        image = continued(data, FsiFileSystemUDF);
        /* Behind the reserve sequence's extent of 16 blocks, a multiple of 32. */
        start = (partition_end + 16 + 31) / 32 * 32;
        assert_int_equal(number(image, image->lpVtbl->get_SessionStartBlock), start);
        assert_int_equal(number(image, image->lpVtbl->get_UDFRevision), rows[i].revision);
        add_file(image, L"second.bin", 3000);
        blocks = burn(image, data);
        IFileSystemImage3_Release(image);
        assert_int_equal(le32_at(fixture, 256, 20), start + 32); /* ECMA-167 3/10.2: the anchor's main sequence */
        assert_int_equal(le32_at(fixture, start + 35, 188), 288);
        assert_int_equal(le32_at(fixture, 32, 12), 32); /* the old sequence stays */
        assert_int_equal(le32_at(fixture, blocks - 1, 12), blocks - 1);
        image = continued(data, FsiFileSystemUDF);
        assert_int_equal(number(image, image->lpVtbl->get_FileCount), 2);
        assert_file(image, L"first.bin", 5000);
        assert_file(image, L"second.bin", 3000);
        IFileSystemImage3_Release(image);
        IDiscFormat2Data_Release(data);
    }
}

static void assert_range(SAFEARRAY *ranges, LONG index, LONG first, LONG last)
{
    IBlockRange *range;
    VARIANT value;
    LONG block;

    assert_hr(SafeArrayGetElement(ranges, &index, &value), S_OK);
    assert_hr(IDispatch_QueryInterface(V_DISPATCH(&value), &IID_IBlockRange, (void **)&range), S_OK);
    assert_hr(IBlockRange_get_StartLba(range, &block), S_OK);
    assert_int_equal(block, first);
    assert_hr(IBlockRange_get_EndLba(range, &block), S_OK);
    assert_int_equal(block, last);
    IBlockRange_Release(range);
    VariantClear(&value);
}

static void assert_ranges(IBlockRangeList *list, LONG start, LONG blocks, LONG unit)
{
    SAFEARRAY *ranges;
    LONG high;

    assert_hr(IBlockRangeList_get_BlockRanges(list, &ranges), S_OK);
    assert_hr(SafeArrayGetUBound(ranges, 1, &high), S_OK);
    assert_int_equal(high, 1);
    assert_range(ranges, 0, start, blocks - 1);
    assert_range(ranges, 1, 256, 256 + unit - 1);
    SafeArrayDestroy(ranges);
    IBlockRangeList_Release(list);
}

static void result__of_a_rewritable_disc__has_ranges_and_the_old_blocks(void **state)
{
    struct writer_fixture *fixture = *state;
    IFileSystemImageResult2 *result2;
    IFileSystemImageResult *result;
    IDiscFormat2Data *data;
    IFileSystemImage3 *image;
    IBlockRangeList *list;
    IStream *stream;
    LARGE_INTEGER move = {.QuadPart = 33 * BLOCK};
    uint8_t block[BLOCK];
    LONG start, blocks;
    BSTR id;
    ULONG got;

    data = writer_of(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    burn_first(data, FsiFileSystemUDF, 0x102);
    image = continued(data, FsiFileSystemUDF);
    start = number(image, image->lpVtbl->get_SessionStartBlock);
    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), S_OK);
    assert_hr(IFileSystemImageResult_get_TotalBlocks(result, &blocks), S_OK);
    assert_hr(IFileSystemImageResult_QueryInterface(result, &IID_IFileSystemImageResult2, (void **)&result2), S_OK);
    assert_hr(IFileSystemImageResult2_get_ModifiedBlocks(result2, &list), S_OK);
    assert_ranges(list, start, blocks, 16);
    IFileSystemImageResult2_Release(result2);
    assert_hr(IFileSystemImageResult_get_DiscId(result, &id), S_OK);
    assert_int_equal(SysStringLen(id), 16);
    assert_true(wcscmp(id, L"0000000000000000") != 0);
    assert_int_equal(wcstoul(id + 8, NULL, 16), start);
    SysFreeString(id);
    assert_hr(IFileSystemImageResult_get_ImageStream(result, &stream), S_OK);
    assert_hr(IStream_QueryInterface(stream, &IID_IBlockRangeList, (void **)&list), S_OK);
    assert_ranges(list, start, blocks, 16);
    assert_hr(IStream_Seek(stream, move, STREAM_SEEK_SET, NULL), S_OK);
    assert_hr(IStream_Read(stream, block, sizeof block, &got), S_OK);
    assert_memory_equal(block, fixture->blocks + 33 * BLOCK, BLOCK);
    IStream_Release(stream);
    IFileSystemImageResult_Release(result);
    IFileSystemImage3_Release(image);
    IDiscFormat2Data_Release(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(ImportSpecificFileSystem__sink__hears_of_each_item),
        WRITER_CASE(ImportFileSystem__sink_that_reads_the_disc__has_the_bytes),
        WRITER_CASE(ImportFileSystem__session_of_write_once_media__is_continued),
        WRITER_CASE(ImportFileSystem__volume_of_a_rewritable_disc__is_re_anchored),
        WRITER_CASE(result__of_a_rewritable_disc__has_ranges_and_the_old_blocks),
    };

    return cmocka_run_group_tests_name("image_import", tests, com_fixture_begin, com_fixture_end);
}
