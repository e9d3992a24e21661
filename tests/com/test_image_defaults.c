/* imapi2fs/image_defaults.c and image_size.c: the limit of blocks, the first block of the session, and what a kind of
 * disc asks of an image.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "com/foreign_recorder.h"
#include "com/tree_fixture.h"
#include "imapi2fs.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fserror.h"

#define SOURCE L"OpenIMAPI2.MsftFileSystemImage"

/* ------------------------------------------------------------------------------------------------------------- size */

static void FreeMediaBlocks__limits(void **state)
{
    static const LONG good[] = {528, 0, -1, 2147483000, INT32_MAX, INT32_MIN, 332800};
    IFileSystemImage3 *image = tree_image();
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(good); i++) {
        assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, good[i]), S_OK);
        assert_int_equal(tree_long(image, image->lpVtbl->get_FreeMediaBlocks), good[i]);
    }
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, 527), 0xC0AAB121); /* IMAPI_E_IMAGE_TOO_BIG */
    assert_error_says(SOURCE, L"Setting the limit of blocks failed (0xC0AAB121)", NULL);
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, 1), 0xC0AAB121);
    assert_int_equal(tree_long(image, image->lpVtbl->get_FreeMediaBlocks), 332800);
    IFileSystemImage3_Release(image);
}

static void SessionStartBlock__values(void **state)
{
    IFileSystemImage3 *image = tree_image();

    (void)state;
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, INT32_MAX), S_OK);
    assert_int_equal(tree_long(image, image->lpVtbl->get_SessionStartBlock), INT32_MAX);
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, -1), 0xC0AAB101);
    assert_error_says(SOURCE, L"'newVal'", NULL);
    assert_hr(IFileSystemImage3_put_SessionStartBlock(image, 0), S_OK);
    assert_int_equal(tree_long(image, image->lpVtbl->get_SessionStartBlock), 0);
    IFileSystemImage3_Release(image);
}

/* --------------------------------------------------------------------------------------------------- kinds of discs */

static void ChooseImageDefaultsForMediaType__every_kind(void **state)
{
    static const struct {
        int type;
        LONG systems, revision, blocks;
    } rows[] = {
        {0x01, 3, 0x200, 332800},   /* CD-ROM; the revision stays */
        {0x02, 3, 0x200, 332800},   /* CD-R */
        {0x03, 3, 0x200, 332800},   /* CD-RW */
        {0x04, 7, 0x102, 2295104},  /* DVD-ROM */
        {0x05, 4, 0x102, 2236704},  /* DVD-RAM */
        {0x06, 7, 0x102, 2295104},  /* DVD+R */
        {0x07, 4, 0x102, 2295104},  /* DVD+RW */
        {0x08, 7, 0x102, 4173824},  /* DVD+R DL */
        {0x09, 7, 0x102, 2298496},  /* DVD-R */
        {0x0A, 4, 0x102, 2298496},  /* DVD-RW */
        {0x0B, 7, 0x102, 4171712},  /* DVD-R DL */
        {0x0C, 4, 0x102, 0},        /* disk */
        {0x0D, 4, 0x102, 4173824},  /* DVD+RW DL: seen in the bytes of images that scripts made so */
        {0x0E, 4, 0x250, 7340032},  /* HD DVD-ROM */
        {0x0F, 4, 0x250, 7340032},  /* HD DVD-R */
        {0x10, 4, 0x250, 9748480},  /* HD DVD-RAM */
        {0x11, 4, 0x250, 12219392}, /* BD-ROM */
        {0x12, 4, 0x250, 12219392}, /* BD-R */
        {0x13, 4, 0x250, 11826176}, /* BD-RE */
    };
    IFileSystemImage3 *image = tree_image();
    BSTR name;
    size_t i;

    (void)state;
    assert_hr(tree_put_name(image, L"kept"), S_OK);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x200), S_OK);
        assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, (IMAPI_MEDIA_PHYSICAL_TYPE)rows[i].type),
                  S_OK);
        assert_int_equal(tree_long(image, (tree_get_long)image->lpVtbl->get_FileSystemsToCreate), rows[i].systems);
        assert_int_equal(tree_long(image, image->lpVtbl->get_UDFRevision), rows[i].revision);
        assert_int_equal(tree_long(image, image->lpVtbl->get_FreeMediaBlocks), rows[i].blocks);
    }
    assert_hr(IFileSystemImage3_get_VolumeName(image, &name), S_OK);
    assert_bstr(name, L"kept");
    IFileSystemImage3_Release(image);
}

static void ChooseImageDefaultsForMediaType__unknown_kind__changes_nothing(void **state)
{
    static const int types[] = {0, 0x14, -1, 0x7FFFFFFF};
    IFileSystemImage3 *image = tree_image();
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(types); i++) {
        assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, (IMAPI_MEDIA_PHYSICAL_TYPE)types[i]),
                  0xC0AAB101);
        assert_error_says(SOURCE, L"'value'", NULL);
    }
    assert_int_equal(tree_long(image, (tree_get_long)image->lpVtbl->get_FileSystemsToCreate), 7);
    assert_int_equal(tree_long(image, image->lpVtbl->get_FreeMediaBlocks), 332800);
    IFileSystemImage3_Release(image);
}

static void ChooseImageDefaultsForMediaType__tree_too_deep_for_iso__changes_nothing(void **state)
{
    IFileSystemImage3 *image = tree_image();
    WCHAR path[40] = L"";
    size_t i;

    (void)state;
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_DISK), S_OK);
    for (i = 1; i <= 8; i++) {
        wcscat(path, L"/d");
        tree_add_to_root(image, path);
    }
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_CDR), 0xC0AAB131);
    assert_int_equal(tree_long(image, (tree_get_long)image->lpVtbl->get_FileSystemsToCreate), 4);
    assert_int_equal(tree_long(image, image->lpVtbl->get_FreeMediaBlocks), 0);
    IFileSystemImage3_Release(image);
}

static int32_t no_bytes(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    (void)source, (void)offset, (void)bytes, (void)count;
    *got = 0;
    return 0;
}

static void keep(struct fs_source *source)
{
    (void)source;
}

/* A tree that takes as many blocks in a set of file systems; with a directory, which each of them records. */
static IFileSystemImage3 *image_of(struct fs_source *source, FsiFileSystems systems, LONG blocks)
{
    const struct fs_times times = {1600000000, 1600000000, 1600000000};
    IFileSystemImage3 *image = tree_image();
    struct fs_tree *tree = image_state_of(image)->tree;

    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, 0), S_OK);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, systems), S_OK);
    tree_add_to_root(image, L"\\d");
    *source = (struct fs_source){.read_at = no_bytes, .release = keep};
    source->size_bytes = (uint64_t)(blocks - tree_long(image, image->lpVtbl->get_UsedBlocks) - 1) * 2048;
    assert_int_equal(fs_tree_add_file(tree, fs_tree_peek_root(tree), (const uint16_t *)L"f", 1, &times, source, NULL),
                     FS_OK);
    assert_int_equal(tree_long(image, image->lpVtbl->get_UsedBlocks), blocks);
    return image;
}

/* DVD+R has all three file systems, DVD+RW has UDF alone: the limit is one of the image as it will be. */
static void ChooseImageDefaultsForMediaType__limit__is_of_the_new_file_systems(void **state)
{
    enum { LIMIT = 2295104 };
    struct fs_source source;
    IFileSystemImage3 *image = image_of(&source, FsiFileSystemUDF, LIMIT);

    (void)state;
    assert_hr(IFileSystemImage3_put_UDFRevision(image, 0x150), S_OK);
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_DVDPLUSR), 0xC0AAB121);
    assert_int_equal(tree_long(image, (tree_get_long)image->lpVtbl->get_FileSystemsToCreate), 4);
    assert_int_equal(tree_long(image, image->lpVtbl->get_UDFRevision), 0x150);
    assert_int_equal(tree_long(image, image->lpVtbl->get_FreeMediaBlocks), 0);
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_DVDPLUSRW), S_OK);
    IFileSystemImage3_Release(image);
    image = image_of(&source, (FsiFileSystems)7, LIMIT + 2);
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_DVDPLUSR), 0xC0AAB121);
    assert_hr(IFileSystemImage3_ChooseImageDefaultsForMediaType(image, IMAPI_MEDIA_TYPE_DVDPLUSRW), S_OK);
    assert_int_equal(tree_long(image, image->lpVtbl->get_UsedBlocks), LIMIT);
    IFileSystemImage3_Release(image);
}

/* No class for writing discs is registered here: whoever asks for the disc gets REGDB_E_CLASSNOTREG. */
static void ChooseImageDefaults__frozen__does_not_ask_the_recorder(void **state)
{
    IFileSystemImage3 *image = tree_image();
    IFileSystemImageResult *result = tree_freeze(image);
    struct foreign_recorder recorder;

    (void)state;
    foreign_begin(&recorder, NULL);
    assert_hr(IFileSystemImage3_ChooseImageDefaults(image, &recorder.IDiscRecorder2_iface), 0xC0AAB102);
    assert_error_says(SOURCE, L"from within one of its own events", NULL);
    IFileSystemImageResult_Release(result);
    assert_hr(IFileSystemImage3_ChooseImageDefaults(image, NULL), E_POINTER);
    IFileSystemImage3_Release(image);
    foreign_end(&recorder);
}

/* MMC-6, profiles; the blocks are the nominal capacities of the largest discs. */
static void SetMaxMediaBlocksFromDevice__profiles__give_the_largest_disc(void **state)
{
    static const struct {
        uint16_t profiles[3];
        size_t count;
        LONG blocks;
    } rows[] = {
        {{0x0008, 0x0009}, 2, 359845},           /* CD-ROM, CD-R */
        {{0x0010, 0x0012}, 2, 2236704},          /* DVD-ROM, DVD-RAM */
        {{0x0009, 0x0011, 0x000A}, 3, 2298496},  /* CD-R, DVD-R, CD-RW */
        {{0x002B, 0x001B}, 2, 4173824},          /* DVD+R DL, DVD+R */
        {{0x0040, 0x0041, 0x0015}, 3, 12219392}, /* BD-ROM, BD-R, DVD-R DL */
        {{0x0043}, 1, 12219392},                 /* BD-RE */
        {{0x0008, 0x0010, 0x0040}, 3, 0},        /* what can be read alone */
    };
    IFileSystemImage3 *image = tree_image();
    struct foreign_recorder recorder;
    size_t i;

    (void)state;
    foreign_begin(&recorder, NULL);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        recorder.profiles = rows[i].profiles;
        recorder.profile_count = rows[i].count;
        assert_hr(IFileSystemImage3_SetMaxMediaBlocksFromDevice(image, &recorder.IDiscRecorder2_iface), S_OK);
        assert_int_equal(tree_long(image, image->lpVtbl->get_FreeMediaBlocks), rows[i].blocks);
    }
    recorder.profiles = NULL; /* what the recorder says */
    assert_hr(IFileSystemImage3_SetMaxMediaBlocksFromDevice(image, &recorder.IDiscRecorder2_iface), E_NOTIMPL);
    assert_hr(IFileSystemImage3_SetMaxMediaBlocksFromDevice(image, NULL), E_POINTER);
    assert_int_equal(tree_long(image, image->lpVtbl->get_FreeMediaBlocks), 0);
    IFileSystemImage3_Release(image);
    foreign_end(&recorder);
}

static void SetMaxMediaBlocksFromDevice__tree_is_larger__is_IMAGE_TOO_BIG(void **state)
{
    static const uint16_t cd_r[] = {0x0009};
    struct fs_source source;
    IFileSystemImage3 *image = image_of(&source, FsiFileSystemUDF, 359846);
    struct foreign_recorder recorder;

    (void)state;
    foreign_begin(&recorder, NULL);
    recorder.profiles = cd_r;
    recorder.profile_count = 1;
    assert_hr(IFileSystemImage3_SetMaxMediaBlocksFromDevice(image, &recorder.IDiscRecorder2_iface), 0xC0AAB121);
    assert_int_equal(tree_long(image, image->lpVtbl->get_FreeMediaBlocks), 0);
    IFileSystemImage3_Release(image);
    foreign_end(&recorder);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(FreeMediaBlocks__limits),
        CASE(SessionStartBlock__values),
        CASE(ChooseImageDefaultsForMediaType__every_kind),
        CASE(ChooseImageDefaultsForMediaType__unknown_kind__changes_nothing),
        CASE(ChooseImageDefaultsForMediaType__tree_too_deep_for_iso__changes_nothing),
        CASE(ChooseImageDefaultsForMediaType__limit__is_of_the_new_file_systems),
        CASE(ChooseImageDefaults__frozen__does_not_ask_the_recorder),
        CASE(SetMaxMediaBlocksFromDevice__profiles__give_the_largest_disc),
        CASE(SetMaxMediaBlocksFromDevice__tree_is_larger__is_IMAGE_TOO_BIG),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
