/* imapi2fs/multisession.c, image_multisession.c, image_import.c, disc_session.c, recorder_command.c, recorder_device.c:
 * objects for multisession writing, and a recorder, of a client's own, which say what they are told.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "base/crc16.h"
#include "com/client_multisession.h"
#include "com/client_stream.h"
#include "com/sink_advise.h"
#include "com/foreign_recorder.h"
#include "imapi2fs.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fserror.h"

#define SOURCE L"OpenIMAPI2.MsftFileSystemImage"

enum { BLOCK = 2048, NEXT = 4000 };

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

static IFileSystemImage3 *create(void)
{
    IFileSystemImage3 *image;

    assert_hr(file_system_image_create(&IID_IFileSystemImage3, (void **)&image), S_OK);
    return image;
}

/* ----------------------------------------------------------------------------------------------------- the objects */

/* An array of variants from index `low` on. */
static SAFEARRAY *array_of(IDispatch *const *objects, ULONG count, VARTYPE type, LONG low)
{
    SAFEARRAYBOUND bound = {count, low};
    SAFEARRAY *array = SafeArrayCreate(VT_VARIANT, 1, &bound);
    ULONG i;

    assert_non_null(array);
    for (i = 0; i < count; i++) {
        LONG index = low + (LONG)i;
        VARIANT value;

        V_VT(&value) = type;
        V_DISPATCH(&value) = objects[i];
        assert_hr(SafeArrayPutElement(array, &index, &value), S_OK);
    }
    return array;
}

static HRESULT put(IFileSystemImage3 *image, struct client_multisession *first, struct client_multisession *second)
{
    IDispatch *objects[] = {client_multisession_dispatch(first), second ? client_multisession_dispatch(second) : NULL};
    SAFEARRAY *array = array_of(objects, second ? 2 : 1, VT_DISPATCH, 0);
    HRESULT hr = IFileSystemImage3_put_MultisessionInterfaces(image, array);

    SafeArrayDestroy(array);
    return hr;
}

static LONG count_objects(IFileSystemImage3 *image)
{
    SAFEARRAY *array;
    LONG high;

    assert_hr(IFileSystemImage3_get_MultisessionInterfaces(image, &array), S_OK);
    assert_hr(SafeArrayGetUBound(array, 1, &high), S_OK);
    SafeArrayDestroy(array);
    return high + 1;
}

/* A disc with one session, to be continued at NEXT. */
static void begin_sequential(struct client_multisession *object, IDiscRecorder2 *recorder)
{
    client_multisession_begin(object, &IID_IMultisessionSequential, recorder);
    object->numbers[CLIENT_LAST] = 999;
    object->numbers[CLIENT_NEXT] = NEXT;
    object->numbers[CLIENT_FREE] = 5000;
}

static void begin_random_write(struct client_multisession *object, IDiscRecorder2 *recorder)
{
    client_multisession_begin(object, &IID_IMultisessionRandomWrite, recorder);
    object->numbers[CLIENT_UNIT] = 16;
    object->numbers[CLIENT_TOTAL] = 6000;
}

static void put__objects_that_can_be_used__are_kept_and_given_back(void **state)
{
    IFileSystemImage3 *image = create();
    struct client_multisession sequential, random_write;
    struct foreign_recorder recorder;
    IDispatch *objects[2];
    SAFEARRAY *array;
    VARIANT value;
    LONG index = 1;

    (void)state;
    foreign_begin(&recorder, NULL);
    begin_sequential(&sequential, &recorder.IDiscRecorder2_iface);
    begin_random_write(&random_write, &recorder.IDiscRecorder2_iface);
    random_write.is_supported = VARIANT_FALSE;
    objects[0] = client_multisession_dispatch(&sequential);
    objects[1] = client_multisession_dispatch(&random_write);
    array = array_of(objects, 2, VT_UNKNOWN, 5);
    assert_hr(IFileSystemImage3_put_MultisessionInterfaces(image, array), S_OK);
    assert_no_error_info();
    SafeArrayDestroy(array);
    assert_hr(IFileSystemImage3_get_MultisessionInterfaces(image, &array), S_OK);
    assert_hr(SafeArrayGetElement(array, &index, &value), S_OK);
    assert_int_equal(V_VT(&value), VT_DISPATCH);
    assert_ptr_equal(V_DISPATCH(&value), objects[1]);
    VariantClear(&value);
    SafeArrayDestroy(array);
    array = array_of(objects, 0, VT_DISPATCH, 0);
    assert_hr(IFileSystemImage3_put_MultisessionInterfaces(image, array), S_OK);
    SafeArrayDestroy(array);
    assert_int_equal(count_objects(image), 0);
    assert_int_equal(sequential.references, 1);
    assert_int_equal(random_write.references, 1);
    assert_int_equal(recorder.references, 1);
    IFileSystemImage3_Release(image);
    foreign_end(&recorder);
}

static void put__arrays_of_something_else__are_refused(void **state)
{
    IFileSystemImage3 *image = create();
    struct foreign_recorder recorder;
    SAFEARRAYBOUND bounds[2] = {{1, 0}, {1, 0}};
    IDispatch *object;
    SAFEARRAY *array;

    (void)state;
    assert_hr(IFileSystemImage3_put_MultisessionInterfaces(image, NULL), E_POINTER);
    array = SafeArrayCreate(VT_VARIANT, 2, bounds);
    assert_hr(IFileSystemImage3_put_MultisessionInterfaces(image, array), 0xC0AAB101); /* IMAPI_E_INVALID_PARAM */
    assert_error_says(SOURCE, L"newVal", NULL);
    SafeArrayDestroy(array);
    array = SafeArrayCreate(VT_VARIANT, 1, bounds); /* one element, VT_EMPTY */
    assert_hr(IFileSystemImage3_put_MultisessionInterfaces(image, array), 0xC0AAB101);
    SafeArrayDestroy(array);
    array = SafeArrayCreate(VT_I4, 1, bounds);
    assert_hr(IFileSystemImage3_put_MultisessionInterfaces(image, array), 0xC0AAB101);
    SafeArrayDestroy(array);
    array = SafeArrayCreate(VT_DISPATCH, 1, bounds); /* NULL */
    assert_hr(IFileSystemImage3_put_MultisessionInterfaces(image, array), 0xC0AAB101);
    SafeArrayDestroy(array);
    object = NULL;
    array = array_of(&object, 1, VT_BYREF | VT_DISPATCH, 0); /* a reference to nothing */
    assert_hr(IFileSystemImage3_put_MultisessionInterfaces(image, array), 0xC0AAB101);
    SafeArrayDestroy(array);
    foreign_begin(&recorder, NULL);
    object = (IDispatch *)&recorder.IDiscRecorder2_iface; /* it has no IMultisession */
    array = array_of(&object, 1, VT_DISPATCH, 0);
    assert_hr(IFileSystemImage3_put_MultisessionInterfaces(image, array), E_NOINTERFACE);
    SafeArrayDestroy(array);
    assert_int_equal(recorder.references, 1);
    foreign_end(&recorder);
    IFileSystemImage3_Release(image);
}

/* What an object says, and what the property answers then. */
static void put__answers_of_the_objects__decide(void **state)
{
    enum change { NOTHING, NOT_SUPPORTED, FIRST_IN_USE, BOTH_IN_USE, OTHER_KIND, BLANK, NO_RECORDER, FAILS, SETS };
    static const struct {
        enum change change;
        enum client_number number;
        LONG value;
        HRESULT sequential, random_write;
    } rows[] = {
        {NOTHING, 0, 0, S_OK, S_OK},
        {NOT_SUPPORTED, 0, 0, IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE, IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE},
        {FIRST_IN_USE, 0, 0, IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE, IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE},
        {BOTH_IN_USE, 0, 0, IMAPI_E_INCOMPATIBLE_MULTISESSION_TYPE, IMAPI_E_INCOMPATIBLE_MULTISESSION_TYPE},
        {OTHER_KIND, 0, 0, IMAPI_E_INCOMPATIBLE_MULTISESSION_TYPE, IMAPI_E_INCOMPATIBLE_MULTISESSION_TYPE},
        {BLANK, 0, 0, IMAPI_E_IMPORT_SEEK_FAILURE, S_OK},
        {NO_RECORDER, 0, 0, IMAPI_E_BAD_MULTISESSION_PARAMETER, IMAPI_E_BAD_MULTISESSION_PARAMETER},
        {FAILS, CLIENT_NEXT, 0, IMAPI_E_BAD_MULTISESSION_PARAMETER, S_OK},
        {FAILS, CLIENT_START, 0, IMAPI_E_BAD_MULTISESSION_PARAMETER, S_OK},
        {FAILS, CLIENT_FREE, 0, IMAPI_E_BAD_MULTISESSION_PARAMETER, S_OK},
        {FAILS, CLIENT_LAST, 0, S_OK, S_OK}, /* most drives do not know it */
        {FAILS, CLIENT_UNIT, 0, S_OK, IMAPI_E_BAD_MULTISESSION_PARAMETER},
        {FAILS, CLIENT_TOTAL, 0, S_OK, IMAPI_E_BAD_MULTISESSION_PARAMETER},
        {SETS, CLIENT_START, NEXT, IMAPI_E_BAD_MULTISESSION_PARAMETER, S_OK},
        {SETS, CLIENT_START, -150, IMAPI_E_BAD_MULTISESSION_PARAMETER, S_OK},
        {SETS, CLIENT_FREE, MAXLONG, IMAPI_E_BAD_MULTISESSION_PARAMETER, S_OK},
        {SETS, CLIENT_UNIT, 24, S_OK, IMAPI_E_BAD_MULTISESSION_PARAMETER},
        {SETS, CLIENT_UNIT, 0, S_OK, IMAPI_E_BAD_MULTISESSION_PARAMETER},
        {SETS, CLIENT_TOTAL, 0, S_OK, IMAPI_E_BAD_MULTISESSION_PARAMETER},
    };
    size_t i;

    (void)state;
    for (i = 0; i < 2 * ARRAYSIZE(rows); i++) {
        HRESULT expected = i % 2 ? rows[i / 2].random_write : rows[i / 2].sequential;
        struct client_multisession object, other;
        struct foreign_recorder recorder;
        IFileSystemImage3 *image = create();

        foreign_begin(&recorder, NULL);
        (i % 2 ? begin_random_write : begin_sequential)(&object, &recorder.IDiscRecorder2_iface);
        begin_sequential(&other, &recorder.IDiscRecorder2_iface);
        other.is_supported = VARIANT_FALSE;
        switch (rows[i / 2].change) {
        case NOTHING:
            break;
        case NOT_SUPPORTED:
            object.is_supported = VARIANT_FALSE;
            break;
        case FIRST_IN_USE:
            object.in_use = VARIANT_TRUE;
            object.is_supported = VARIANT_FALSE;
            other.is_supported = VARIANT_TRUE;
            break;
        case BOTH_IN_USE:
            object.in_use = other.in_use = VARIANT_TRUE;
            break;
        case OTHER_KIND:
            object.kind = &IID_IMultisession;
            object.in_use = VARIANT_TRUE;
            break;
        case BLANK:
            object.is_first = VARIANT_TRUE;
            object.numbers[CLIENT_NEXT] = 0;
            break;
        case NO_RECORDER:
            object.recorder = NULL;
            break;
        case FAILS:
            object.fails = 1u << rows[i / 2].number;
            break;
        case SETS:
            object.numbers[rows[i / 2].number] = rows[i / 2].value;
            break;
        }
        if (put(image, &object, &other) != expected) fail_msg("row %u of kind %u", (unsigned)i / 2, (unsigned)i % 2);
        if (expected == IMAPI_E_IMPORT_SEEK_FAILURE) assert_error_says(SOURCE, L"Block 0 ", NULL);
        assert_int_equal(count_objects(image), SUCCEEDED(expected) ? 2 : 0);
        IFileSystemImage3_Release(image);
        assert_int_equal(object.references, 1);
        assert_int_equal(other.references, 1);
        assert_int_equal(recorder.references, 1);
        foreign_end(&recorder);
    }
}

/* MMC-6, profiles: a disc that can only be read, and what is no CD, DVD or BD, has no further session. A recorder
 * without a list is asked for the disc all the same.
 */
static void put__profiles_of_the_recorder__have_to_be_recordable(void **state)
{
    static const struct {
        uint16_t profiles[2];
        size_t count;
        HRESULT expected;
    } rows[] = {
        {{0x0009}, 1, S_OK},         /* CD-R */
        {{0x0008, 0x000A}, 2, S_OK}, /* CD-ROM, and CD-RW */
        {{0x0011}, 1, S_OK},         /* DVD-R */
        {{0x001B}, 1, S_OK},         /* DVD+R */
        {{0x0043}, 1, S_OK},         /* BD-RE */
        {{0x0008}, 1, 0xC0AAB159},   /* IMAPI_E_IMPORT_MEDIA_NOT_ALLOWED */
        {{0x0010}, 1, 0xC0AAB159},   /* DVD-ROM */
        {{0x0040}, 1, 0xC0AAB159},   /* BD-ROM */
        {{0x0051}, 1, 0xC0AAB159},   /* HD DVD-R */
        {{0x0002, 0xFFFF}, 2, 0xC0AAB159},
    };
    struct client_multisession object;
    struct foreign_recorder recorder;
    IFileSystemImage3 *image = create();
    size_t i;

    (void)state;
    foreign_begin(&recorder, NULL);
    begin_sequential(&object, &recorder.IDiscRecorder2_iface);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        recorder.profiles = rows[i].profiles;
        recorder.profile_count = rows[i].count;
        if (put(image, &object, NULL) != rows[i].expected) fail_msg("row %u", (unsigned)i);
    }
    IFileSystemImage3_Release(image);
    assert_int_equal(object.references, 1);
    assert_int_equal(recorder.references, 1);
    foreign_end(&recorder);
}

/* -------------------------------------------------------------------------------------------------------- the disc */

enum { FILE_BYTES = 300000 };

static bool has_file; /* "file.bin" beside "one" */

static void add_file(IFsiDirectoryItem *root, struct client_stream *client)
{
    BSTR path = SysAllocString(L"\\file.bin");

    client_stream_begin(client, FILE_BYTES, 5);
    assert_hr(IFsiDirectoryItem_AddFile(root, path, &client->IStream_iface), S_OK);
    SysFreeString(path);
}

/* The bytes of an image with \one\two, called OLD; free them. */
static BYTE *disc_of(FsiFileSystems systems, LONG *blocks)
{
    IFileSystemImage3 *image = create();
    BSTR name = SysAllocString(L"OLD"), path = SysAllocString(L"\\one"), inner = SysAllocString(L"\\one\\two");
    IFileSystemImageResult *result;
    struct client_stream client;
    IFsiDirectoryItem *root;
    IStream *stream;
    BYTE *bytes;
    ULONG got;

    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, systems), S_OK);
    assert_hr(IFileSystemImage3_put_VolumeName(image, name), S_OK);
    assert_hr(IFileSystemImage3_get_Root(image, &root), S_OK);
    assert_hr(IFsiDirectoryItem_AddDirectory(root, path), S_OK);
    assert_hr(IFsiDirectoryItem_AddDirectory(root, inner), S_OK);
    if (has_file) add_file(root, &client);
    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), S_OK);
    assert_hr(IFileSystemImageResult_get_TotalBlocks(result, blocks), S_OK);
    assert_hr(IFileSystemImageResult_get_ImageStream(result, &stream), S_OK);
    bytes = malloc((size_t)*blocks * BLOCK);
    assert_non_null(bytes);
    assert_hr(IStream_Read(stream, bytes, (ULONG)*blocks * BLOCK, &got), S_OK);
    assert_int_equal(got, *blocks * BLOCK);
    IStream_Release(stream);
    IFsiDirectoryItem_Release(root);
    IFileSystemImageResult_Release(result);
    IFileSystemImage3_Release(image);
    if (has_file) client_stream_end(&client);
    SysFreeString(name);
    SysFreeString(path);
    SysFreeString(inner);
    return bytes;
}

struct scene {
    BYTE *disc;
    LONG blocks;
    struct foreign_recorder recorder;
    struct client_multisession object;
    IFileSystemImage3 *image;
};

/* An image whose objects are of a disc with these file systems. */
static void begin(struct scene *scene, FsiFileSystems systems, bool is_random_write)
{
    scene->disc = disc_of(systems, &scene->blocks);
    foreign_begin(&scene->recorder, NULL);
    scene->recorder.disc = scene->disc;
    scene->recorder.disc_blocks = (ULONG)scene->blocks;
    if (is_random_write) {
        begin_random_write(&scene->object, &scene->recorder.IDiscRecorder2_iface);
    } else {
        begin_sequential(&scene->object, &scene->recorder.IDiscRecorder2_iface);
        scene->object.numbers[CLIENT_LAST] = scene->blocks - 1;
    }
    scene->image = create();
    assert_hr(put(scene->image, &scene->object, NULL), S_OK);
}

static void end(struct scene *scene)
{
    IFileSystemImage3_Release(scene->image);
    assert_int_equal(scene->object.references, 1);
    assert_int_equal(scene->recorder.references, 1);
    foreign_end(&scene->recorder);
    free(scene->disc);
}

static HRESULT import(struct scene *scene)
{
    FsiFileSystems system = (FsiFileSystems)77;
    HRESULT hr = IFileSystemImage3_ImportFileSystem(scene->image, &system);

    if (FAILED(hr)) assert_int_equal(system, FsiFileSystemNone);
    return hr;
}

static void import__foreign_objects__continue_their_disc(void **state)
{
    static const FsiFileSystems systems[] = {(FsiFileSystems)1, (FsiFileSystems)3, (FsiFileSystems)4,
                                             (FsiFileSystems)7};
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(systems); i++) {
        struct scene scene;
        FsiFileSystems made;
        LONG count, start;

        begin(&scene, systems[i], false);
        scene.recorder.attentions = scene.recorder.deferrals = 2; /* of which nobody hears */
        assert_hr(import(&scene), S_OK);
        assert_hr(IFileSystemImage3_get_DirectoryCount(scene.image, &count), S_OK);
        assert_int_equal(count, 3);
        assert_hr(IFileSystemImage3_get_FileSystemsToCreate(scene.image, &made), S_OK);
        assert_int_equal(made, systems[i]);
        assert_hr(IFileSystemImage3_get_SessionStartBlock(scene.image, &start), S_OK);
        assert_int_equal(start, NEXT);
        assert_true(scene.recorder.blocks_read <= scene.recorder.disc_blocks);
        assert_hr(import(&scene), IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION); /* once */
        assert_hr(put(scene.image, &scene.object, NULL), IMAPI_E_READONLY);
        end(&scene);
    }
}

/* From now on every command ends with this sense key and additional sense code; SPC-3, fixed format. */
static void refuse(struct foreign_recorder *recorder, BYTE key, BYTE asc)
{
    recorder->disc = NULL;
    recorder->answer = S_IMAPI_COMMAND_HAS_SENSE_DATA;
    recorder->sense[0] = 0x70;
    recorder->sense[2] = key;
    recorder->sense[7] = 10;
    recorder->sense[12] = asc;
}

/* SPC-3: 03/11/00, unrecovered read error. */
static void break_disc(struct foreign_recorder *recorder)
{
    refuse(recorder, 0x03, 0x11);
}

static void import__disc_that_cannot_be_continued__says_why(void **state)
{
    struct scene scene;

    (void)state;
    begin(&scene, FsiFileSystemUDF, false);
    assert_hr(IFileSystemImage3_ImportSpecificFileSystem(scene.image, FsiFileSystemJoliet),
              IMAPI_E_FILE_SYSTEM_NOT_FOUND);
    assert_error_says(SOURCE, L"Joliet", NULL);
    scene.object.is_first = VARIANT_TRUE; /* another disc, a blank one */
    scene.object.numbers[CLIENT_NEXT] = 0;
    assert_hr(import(&scene), IMAPI_E_EMPTY_DISC);
    scene.object.is_supported = VARIANT_FALSE;
    assert_hr(import(&scene), IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE);
    end(&scene);
    begin(&scene, FsiFileSystemUDF, false);
    memset(scene.disc, 0xFF, (size_t)scene.blocks * BLOCK);
    assert_hr(import(&scene), IMAPI_E_NO_SUPPORTED_FILE_SYSTEM);
    end(&scene);
    begin(&scene, FsiFileSystemUDF, true);
    memset(scene.disc, 0, (size_t)scene.blocks * BLOCK);
    assert_hr(import(&scene), IMAPI_E_EMPTY_DISC);
    memset(scene.disc, 0xFF, (size_t)scene.blocks * BLOCK);
    assert_hr(import(&scene), IMAPI_E_NO_SUPPORTED_FILE_SYSTEM);
    end(&scene);
    begin(&scene, (FsiFileSystems)7, true); /* whose ISO 9660 would stay as it is */
    assert_hr(import(&scene), IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION);
    end(&scene);
    begin(&scene, FsiFileSystemUDF, true); /* no block is left behind the volume */
    scene.object.numbers[CLIENT_TOTAL] = scene.blocks / 32 * 32 - 256;
    assert_hr(import(&scene), IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION);
    end(&scene);
}

/* MMC-6, READ(10): blocks of an audio track are refused with 05/64/00, illegal mode for this track. */
static void import__audio_disc__has_no_file_system(void **state)
{
    FsiFileSystems found;
    struct scene scene;

    (void)state;
    begin(&scene, FsiFileSystemUDF, false);
    refuse(&scene.recorder, 0x05, 0x64);
    assert_hr(import(&scene), 0xC0AAB151); /* IMAPI_E_NO_SUPPORTED_FILE_SYSTEM */
    assert_hr(IFileSystemImage3_ImportSpecificFileSystem(scene.image, FsiFileSystemISO9660),
              IMAPI_E_FILE_SYSTEM_NOT_FOUND);
    assert_hr(IFileSystemImage3_IdentifyFileSystemsOnDisc(scene.image, NULL, &found), S_OK);
    assert_int_equal(found, 0x40000000); /* FsiFileSystemUnknown */
    end(&scene);
}

static void import__disc_that_cannot_be_read__is_IMPORT_READ_FAILURE(void **state)
{
    FsiFileSystems found;
    struct scene scene;

    (void)state;
    begin(&scene, FsiFileSystemUDF, false);
    break_disc(&scene.recorder);
    assert_hr(import(&scene), 0xC0AAB157);
    assert_error_says(SOURCE, L"Block 16 ", NULL);
    assert_hr(IFileSystemImage3_IdentifyFileSystemsOnDisc(scene.image, NULL, &found), 0xC0AAB157);
    refuse(&scene.recorder, 0x05, 0x21); /* out of range, which says nothing about what is recorded */
    assert_hr(import(&scene), 0xC0AAB157);
    end(&scene);
}

/* A session that is appended to an empty root would hide every file of the disc. ECMA-119 8.4.18 */
static void import__root_of_zeros__is_a_damaged_disc(void **state)
{
    struct scene scene;
    LONG files;

    (void)state;
    has_file = true;
    begin(&scene, FsiFileSystemISO9660, false);
    has_file = false;
    memset(scene.disc + load_le32(scene.disc + 16 * BLOCK + 156 + 2) * (size_t)BLOCK, 0, BLOCK);
    assert_hr(import(&scene), 0xC0AAB153); /* IMAPI_E_FILE_SYSTEM_READ_CONSISTENCY_ERROR */
    assert_error_says(SOURCE, L"'ISO9660'", NULL);
    assert_hr(IFileSystemImage3_get_FileCount(scene.image, &files), S_OK);
    assert_int_equal(files, 0);
    end(&scene);
}

/* The estimate of a new session is 528 blocks and what the items take: two directories of UDF have an ICB and a block
 * of identifiers each.
 */
static void import__less_room_than_the_session_takes__is_IMAGE_TOO_BIG(void **state)
{
    IFsiDirectoryItem *root;
    struct scene scene;
    LONG value;

    (void)state;
    begin(&scene, FsiFileSystemUDF, false);
    scene.object.numbers[CLIENT_FREE] = 531;
    assert_hr(import(&scene), 0xC0AAB121); /* IMAPI_E_IMAGE_TOO_BIG */
    assert_hr(IFileSystemImage3_get_Root(scene.image, &root), S_OK);
    assert_hr(IFsiDirectoryItem_get_Count(root, &value), S_OK);
    IFsiDirectoryItem_Release(root);
    assert_int_equal(value, 0);
    assert_hr(IFileSystemImage3_get_ChangePoint(scene.image, &value), S_OK);
    assert_int_equal(value, 0);
    assert_hr(IFileSystemImage3_get_SessionStartBlock(scene.image, &value), S_OK);
    assert_int_equal(value, 0);
    assert_hr(IFileSystemImage3_get_FreeMediaBlocks(scene.image, &value), S_OK);
    assert_int_equal(value, 332800);
    scene.object.numbers[CLIENT_FREE] = 532;
    assert_hr(import(&scene), S_OK);
    assert_hr(IFileSystemImage3_get_UsedBlocks(scene.image, &value), S_OK);
    assert_int_equal(value, 532);
    assert_hr(IFileSystemImage3_get_FreeMediaBlocks(scene.image, &value), S_OK);
    assert_int_equal(value, 532);
    end(&scene);
}

static IFsiFileItem *file_of(const struct scene *scene)
{
    BSTR path = SysAllocString(L"file.bin");
    IFsiDirectoryItem *root;
    IFsiFileItem *file;
    IFsiItem *item;

    assert_hr(IFileSystemImage3_get_Root(scene->image, &root), S_OK);
    assert_hr(IFsiDirectoryItem_get_Item(root, path, &item), S_OK);
    assert_hr(IFsiItem_QueryInterface(item, &IID_IFsiFileItem, (void **)&file), S_OK);
    IFsiItem_Release(item);
    IFsiDirectoryItem_Release(root);
    SysFreeString(path);
    return file;
}

/* Where the disc has the file. */
static LONG block_of_file(const struct scene *scene)
{
    BYTE bytes[64];
    LONG block;
    size_t i;

    for (i = 0; i < sizeof bytes; i++)
        bytes[i] = client_stream_byte(5, i);
    for (block = 0; block < scene->blocks; block++) {
        if (!memcmp(scene->disc + (size_t)block * BLOCK, bytes, sizeof bytes)) return block;
    }
    fail_msg("the disc has no such file");
    return -1;
}

static void get_Data__file_of_another_disc__is_DISC_MISMATCH(void **state)
{
    IStream *stream, *none;
    WCHAR expected[32];
    struct scene scene;
    IFsiFileItem *file;
    BYTE bytes[BLOCK];
    ULONG got;

    (void)state;
    has_file = true;
    begin(&scene, FsiFileSystemUDF, false);
    has_file = false;
    assert_hr(import(&scene), S_OK);
    file = file_of(&scene);
    scene.disc[17 * BLOCK + 100] ^= 1;
    none = (IStream *)&scene;
    assert_hr(IFsiFileItem_get_Data(file, &none), 0xC0AAB158); /* IMAPI_E_DISC_MISMATCH */
    assert_null(none);
    scene.disc[17 * BLOCK + 100] ^= 1;
    assert_hr(IFsiFileItem_get_Data(file, &stream), S_OK);
    assert_hr(IStream_Read(stream, bytes, BLOCK, &got), S_OK);
    assert_int_equal(bytes[BLOCK - 1], client_stream_byte(5, BLOCK - 1));
    break_disc(&scene.recorder);
    assert_hr(IStream_Read(stream, bytes, BLOCK, &got), 0xC0AAB157); /* IMAPI_E_IMPORT_READ_FAILURE */
    wsprintfW(expected, L"Block %d ", block_of_file(&scene) + 1);
    assert_error_says(L"OpenIMAPI2.FsiStream", expected, NULL);
    IStream_Release(stream);
    IFsiFileItem_Release(file);
    end(&scene);
}

/* The result of a rewritable disc has the old blocks, too. */
static void stream__old_block_that_cannot_be_read__is_named(void **state)
{
    const LARGE_INTEGER place = {.QuadPart = 40 * BLOCK};
    IFileSystemImageResult *result;
    struct scene scene;
    BYTE bytes[BLOCK];
    IStream *stream;
    ULONG got;

    (void)state;
    begin(&scene, FsiFileSystemUDF, true);
    assert_hr(import(&scene), S_OK);
    assert_hr(IFileSystemImage3_CreateResultImage(scene.image, &result), S_OK);
    assert_hr(IFileSystemImageResult_get_ImageStream(result, &stream), S_OK);
    break_disc(&scene.recorder);
    assert_hr(IStream_Seek(stream, place, STREAM_SEEK_SET, NULL), S_OK);
    assert_hr(IStream_Read(stream, bytes, BLOCK, &got), 0xC0AAB157);
    assert_error_says(L"OpenIMAPI2.FsiStream", L"Block 40 ", NULL);
    IStream_Release(stream);
    IFileSystemImageResult_Release(result);
    end(&scene);
}

/* The CRC and the checksum of a descriptor that was changed. ECMA-167 3/7.2 */
static void seal(BYTE *descriptor)
{
    BYTE sum = 0;
    size_t i;

    store_le16(descriptor + 8, base_crc16(descriptor + 16, load_le16(descriptor + 10)));
    for (i = 0; i < 16; i++)
        sum = (BYTE)(sum + (i == 4 ? 0 : descriptor[i]));
    descriptor[4] = sum;
}

/* Partition Descriptors of both sequences. ECMA-167 3/10.5 */
static void set_access_type(struct scene *scene, BYTE type)
{
    size_t partition_end, i;
    size_t blocks[2] = {35, 0};

    partition_end =
        load_le32(scene->disc + 35 * (size_t)BLOCK + 188) + load_le32(scene->disc + 35 * (size_t)BLOCK + 192);
    blocks[1] = partition_end + 3;
    for (i = 0; i < 2; i++) {
        BYTE *descriptor = scene->disc + blocks[i] * BLOCK;

        assert_int_equal(load_le16(descriptor), 5);
        descriptor[184] = type;
        seal(descriptor);
    }
}

static void import__partition_that_others_write__is_UDF_NOT_WRITE_COMPATIBLE(void **state)
{
    struct scene scene;
    VARIANT_BOOL flag;

    (void)state;
    begin(&scene, FsiFileSystemUDF, false);
    set_access_type(&scene, 4); /* overwritable, as mkudffs makes it */
    assert_hr(import(&scene), IMAPI_E_UDF_NOT_WRITE_COMPATIBLE);
    assert_hr(IFileSystemImage3_ProbeSpecificFileSystem(scene.image, FsiFileSystemUDF, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    set_access_type(&scene, 1);
    assert_hr(IFileSystemImage3_ProbeSpecificFileSystem(scene.image, FsiFileSystemUDF, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(IFileSystemImage3_ProbeSpecificFileSystem(scene.image, FsiFileSystemISO9660, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(import(&scene), S_OK);
    end(&scene);
}

/* Of the Logical Volume Integrity Descriptor's implementation use. ECMA-167 3/10.10, OSTA UDF 2.2.6.4 */
static void set_minimum_write(struct scene *scene, uint16_t revision)
{
    BYTE *integrity = scene->disc + 64 * (size_t)BLOCK;

    assert_int_equal(load_le16(integrity), 9);
    store_le16(integrity + 80 + 8 * load_le32(integrity + 72) + 42, revision);
    seal(integrity);
}

/* 2.60 is the newest revision that there is. */
static void import__volume_for_newer_writers__is_UDF_NOT_WRITE_COMPATIBLE(void **state)
{
    struct scene scene;

    (void)state;
    begin(&scene, FsiFileSystemUDF, false);
    set_minimum_write(&scene, 0x0261);
    assert_hr(import(&scene), 0xC0AAB15A);
    set_minimum_write(&scene, 0x0260);
    assert_hr(import(&scene), S_OK);
    end(&scene);
}

struct watch {
    CRITICAL_SECTION *lock;
    unsigned looks, held; /* times that the lock was looked at, and was another thread's then */
};

static DWORD WINAPI try_lock(void *context)
{
    CRITICAL_SECTION *lock = context;

    if (!TryEnterCriticalSection(lock)) return 1;
    LeaveCriticalSection(lock);
    return 0;
}

static void look_at_lock(struct foreign_recorder *recorder)
{
    struct watch *watch = recorder->context;
    HANDLE thread = CreateThread(NULL, 0, try_lock, watch->lock, 0, NULL);
    DWORD is_held = 1;

    assert_non_null(thread);
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &is_held);
    CloseHandle(thread);
    watch->looks++;
    watch->held += is_held;
}

/* The recorder is a client's, so the lock of the image is free whenever it is released. */
static void import__recorder__is_released_without_the_lock(void **state)
{
    struct watch watch = {NULL, 0, 0};
    struct scene scene;

    (void)state;
    begin(&scene, FsiFileSystemUDF, false);
    watch.lock = &image_state_of(scene.image)->lock;
    scene.recorder.context = &watch;
    scene.recorder.react = look_at_lock;
    set_access_type(&scene, 4);
    assert_hr(import(&scene), IMAPI_E_UDF_NOT_WRITE_COMPATIBLE);
    assert_int_equal(scene.recorder.references, 1);
    set_access_type(&scene, 1);
    assert_hr(import(&scene), S_OK);
    assert_true(watch.looks > 0);
    assert_int_equal(watch.held, 0);
    scene.recorder.react = NULL; /* the lock goes before the recorder */
    end(&scene);
}

static void CalculateDiscIdentifier__disc__is_known_again(void **state)
{
    IFileSystemImageResult *result;
    struct scene scene;
    BSTR first, second;

    (void)state;
    begin(&scene, FsiFileSystemUDF, false);
    assert_hr(IFileSystemImage3_CalculateDiscIdentifier(scene.image, &first), S_OK);
    assert_int_equal(SysStringLen(first), 16);
    assert_true(wcscmp(first + 8, L"00000FA0") == 0); /* NEXT */
    assert_hr(import(&scene), S_OK);
    assert_hr(IFileSystemImage3_CreateResultImage(scene.image, &result), S_OK);
    assert_hr(IFileSystemImageResult_get_DiscId(result, &second), S_OK);
    assert_true(wcscmp(first, second) == 0);
    SysFreeString(second);
    IFileSystemImageResult_Release(result);
    scene.disc[17 * BLOCK + 100] ^= 1;
    assert_hr(IFileSystemImage3_CalculateDiscIdentifier(scene.image, &second), S_OK);
    assert_true(wcsncmp(first, second, 8) != 0);
    assert_hr(IFileSystemImage3_CreateResultImage(scene.image, &result), IMAPI_E_DISC_MISMATCH);
    assert_null(result);
    SysFreeString(first);
    SysFreeString(second);
    end(&scene);
}

static void IdentifyFileSystemsOnDisc__recorder__is_asked_alone(void **state)
{
    IFileSystemImage3 *image = create();
    FsiFileSystems systems;
    struct scene scene;

    (void)state;
    begin(&scene, (FsiFileSystems)7, false);
    assert_hr(IFileSystemImage3_IdentifyFileSystemsOnDisc(image, &scene.recorder.IDiscRecorder2_iface, &systems), S_OK);
    assert_int_equal(systems, 7);
    memset(scene.disc, 0xFF, (size_t)scene.blocks * BLOCK);
    assert_hr(IFileSystemImage3_IdentifyFileSystemsOnDisc(image, &scene.recorder.IDiscRecorder2_iface, &systems), S_OK);
    assert_int_equal(systems, FsiFileSystemUnknown);
    memset(scene.disc, 0, (size_t)scene.blocks * BLOCK);
    assert_hr(IFileSystemImage3_IdentifyFileSystemsOnDisc(image, &scene.recorder.IDiscRecorder2_iface, &systems), S_OK);
    assert_int_equal(systems, FsiFileSystemNone);
    scene.recorder.disc = NULL; /* SPC-3: 02/3A/00, medium not present */
    scene.recorder.answer = S_IMAPI_COMMAND_HAS_SENSE_DATA;
    scene.recorder.sense[0] = 0x70;
    scene.recorder.sense[2] = 0x02;
    scene.recorder.sense[7] = 10;
    scene.recorder.sense[12] = 0x3A;
    assert_hr(IFileSystemImage3_IdentifyFileSystemsOnDisc(image, &scene.recorder.IDiscRecorder2_iface, &systems),
              E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    scene.recorder.answer = E_IMAPI_RECORDER_LOCKED;
    assert_hr(IFileSystemImage3_IdentifyFileSystemsOnDisc(image, &scene.recorder.IDiscRecorder2_iface, &systems),
              E_IMAPI_RECORDER_LOCKED);
    assert_hr(import(&scene), E_IMAPI_RECORDER_LOCKED); /* the recorder's own word */
    end(&scene);
    IFileSystemImage3_Release(image);
}

/* What UpdateImport said, as one text. */
static HRESULT note_import(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    const VARIANT *arguments = parameters->rgvarg; /* the last one first */
    WCHAR *text = sink->context;

    assert_int_equal(event, 0x101);
    assert_int_equal(parameters->cArgs, 7);
    assert_int_equal(V_I4(&arguments[5]), FsiFileSystemUDF);
    wsprintfW(text + wcslen(text), L"%s %d/%d %d/%d;", V_BSTR(&arguments[4]), V_I4(&arguments[3]), V_I4(&arguments[2]),
              V_I4(&arguments[1]), V_I4(&arguments[0]));
    return S_OK;
}

/* A file of the image where the disc has a directory. */
static void import__directory_meets_a_file__names_both_and_changes_nothing(void **state)
{
    BSTR name = SysAllocString(L"ONE");
    IFsiDirectoryItem *root;
    struct scene scene;
    IFsiFileItem *file;
    LONG value;

    (void)state;
    begin(&scene, FsiFileSystemUDF, false);
    assert_hr(IFileSystemImage3_CreateFileItem(scene.image, name, &file), S_OK);
    assert_hr(IFileSystemImage3_get_Root(scene.image, &root), S_OK);
    assert_hr(IFsiDirectoryItem_Add(root, (IFsiItem *)file), S_OK);
    assert_hr(import(&scene), 0xC0AAB15E); /* IMAPI_E_IMPORT_TYPE_COLLISION_DIRECTORY_EXISTS_AS_FILE */
    assert_error_says(SOURCE, L"'one'", L" UDF ", NULL);
    assert_hr(IFileSystemImage3_get_ChangePoint(scene.image, &value), S_OK);
    assert_int_equal(value, 1);
    assert_hr(IFileSystemImage3_get_SessionStartBlock(scene.image, &value), S_OK);
    assert_int_equal(value, 0);
    IFsiFileItem_Release(file);
    IFsiDirectoryItem_Release(root);
    end(&scene);
    SysFreeString(name);
}

static void import__with_a_sink__reports_each_directory_before_it_is_read(void **state)
{
    WCHAR text[256] = L"";
    struct event_sink sink;
    struct scene scene;
    DWORD cookie;

    (void)state;
    begin(&scene, FsiFileSystemUDF, false);
    sink_begin(&sink, &IID_DFileSystemImageImportEvents, SINK_DISPATCH_ONLY);
    sink.react = note_import;
    sink.context = text;
    cookie = sink_advise((IUnknown *)scene.image, &sink);
    assert_hr(import(&scene), S_OK);
    assert_bstr(SysAllocString(text), L"\\ 0/3 0/0;one\\ 1/3 0/0;two\\ 2/3 0/0;");
    assert_hr(sink_unadvise((IUnknown *)scene.image, &IID_DFileSystemImageImportEvents, cookie), S_OK);
    assert_int_equal(sink.references, 1);
    end(&scene);
}

/* The File Entry of the only file, which is to have these bytes itself. ECMA-167 4/14.6.8, 4/14.9 */
static void embed(struct scene *scene, const char *bytes, BYTE count)
{
    enum { FILE_ENTRY = 261, FILE_TYPE = 5, EMBEDDED = 3 };
    BYTE *entry = scene->disc;

    while (load_le16(entry) != FILE_ENTRY || entry[16 + 11] != FILE_TYPE) {
        entry += BLOCK;
        assert_true(entry < scene->disc + (size_t)scene->blocks * BLOCK);
    }
    entry[16 + 18] = (BYTE)((entry[16 + 18] & ~7) | EMBEDDED);
    memset(entry + 56, 0, 16); /* information length, logical blocks recorded */
    entry[56] = count;
    assert_int_equal(entry[168], 0); /* no extended attributes */
    entry[172] = count;
    memcpy(entry + 176, bytes, count);
    seal(entry);
}

struct watch_update {
    const struct scene *scene;
    WCHAR text[64];
};

/* What Update said, as one text; and the file can be read. */
static HRESULT note_update(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    const VARIANT *arguments = parameters->rgvarg; /* the last one first */
    struct watch_update *watch = sink->context;
    IFsiFileItem *file = file_of(watch->scene);
    BYTE bytes[8] = {0};
    IStream *stream;
    ULONG got;

    assert_int_equal(event, 0x100);
    assert_int_equal(parameters->cArgs, 4);
    wsprintfW(watch->text + wcslen(watch->text), L"%s %d/%d;", V_BSTR(&arguments[2]), V_I4(&arguments[1]),
              V_I4(&arguments[0]));
    assert_hr(IFsiFileItem_get_Data(file, &stream), S_OK);
    assert_hr(IStream_Read(stream, bytes, sizeof bytes, &got), S_OK);
    assert_memory_equal(bytes, "hello", 6);
    IStream_Release(stream);
    IFsiFileItem_Release(file);
    return S_OK;
}

/* DFileSystemImageEvents::Update: its page names the import of files whose data UDF embeds, which are copied. */
static void import__embedded_file_with_a_sink__has_its_Update(void **state)
{
    struct event_sink sink;
    DWORD cookie;
    int i;

    (void)state;
    for (i = 0; i < 2; i++) {
        struct scene scene;
        struct watch_update watch = {&scene, L""};

        has_file = true;
        begin(&scene, FsiFileSystemUDF, false);
        has_file = false;
        if (i) embed(&scene, "hello", 5);
        sink_begin(&sink, &IID_DFileSystemImageEvents, SINK_DISPATCH_ONLY);
        sink.react = note_update;
        sink.context = &watch;
        cookie = sink_advise((IUnknown *)scene.image, &sink);
        assert_hr(import(&scene), S_OK);
        assert_bstr(SysAllocString(watch.text), i ? L"\\file.bin 0/1;\\file.bin 1/1;" : L"");
        assert_hr(sink_unadvise((IUnknown *)scene.image, &IID_DFileSystemImageEvents, cookie), S_OK);
        assert_int_equal(sink.references, 1);
        end(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(put__objects_that_can_be_used__are_kept_and_given_back),
        CASE(put__arrays_of_something_else__are_refused),
        CASE(put__answers_of_the_objects__decide),
        CASE(put__profiles_of_the_recorder__have_to_be_recordable),
        CASE(import__foreign_objects__continue_their_disc),
        CASE(import__less_room_than_the_session_takes__is_IMAGE_TOO_BIG),
        CASE(get_Data__file_of_another_disc__is_DISC_MISMATCH),
        CASE(stream__old_block_that_cannot_be_read__is_named),
        CASE(import__with_a_sink__reports_each_directory_before_it_is_read),
        CASE(import__root_of_zeros__is_a_damaged_disc),
        CASE(import__embedded_file_with_a_sink__has_its_Update),
        CASE(import__disc_that_cannot_be_continued__says_why),
        CASE(import__audio_disc__has_no_file_system),
        CASE(import__disc_that_cannot_be_read__is_IMPORT_READ_FAILURE),
        CASE(import__directory_meets_a_file__names_both_and_changes_nothing),
        CASE(import__partition_that_others_write__is_UDF_NOT_WRITE_COMPATIBLE),
        CASE(import__volume_for_newer_writers__is_UDF_NOT_WRITE_COMPATIBLE),
        CASE(import__recorder__is_released_without_the_lock),
        CASE(CalculateDiscIdentifier__disc__is_known_again),
        CASE(IdentifyFileSystemsOnDisc__recorder__is_asked_alone),
    };

    return cmocka_run_group_tests_name("multisession_interfaces", tests, com_fixture_begin, com_fixture_end);
}
