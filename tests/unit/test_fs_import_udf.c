/* fs/import_udf*.c: volumes that Microsoft's imapi2fs.dll, ImgBurn, Nero and mkudffs recorded, and ICBs and directories
 * of any kind in them.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "fs/image.h"
#include "support/fs_fixture.h"
#include "support/import_fixture.h"
#include "support/recorded_disc.h"

static void import_udf__volume_of_imapi2fs__has_its_items(void **state)
{
    struct recorded_disc disc = recorded_disc_imapi();
    struct imported imported;
    const struct fs_node *file;

    (void)state;
    import_from(&imported, disc.bytes, IMAPI_BLOCKS, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    assert_string_equal(imported.text, "scripts/\n"
                                       "scripts/a 1155 @320+1155\n"
                                       "Autounattend.xml 18372 @365+18372\n");
    assert_string_equal(imported.reported, ". Autounattend.xml scripts a ");
    file = fs_tree_peek_root(imported.tree)->last_child;
    assert_int_equal(file->times.modified_s, 1530776165); /* e207 07 05 07 24 05: 2018-07-05 07:36:05 UTC */
    assert_int_equal(file->times.accessed_s, 1530773889);
    assert_int_equal(file->previous->times.modified_s, 1530536332); /* of the directory */
    imported_free(&imported);
    recorded_disc_free(&disc);
}

static void probe__volume_of_imapi2fs__is_as_its_descriptors_say(void **state)
{
    struct recorded_disc recorded = recorded_disc_imapi();
    struct memory_device device;
    struct fs_session session;
    struct fs_disc *disc;
    uint16_t name[32];
    size_t count = fs_units("20180705-164901.2973", name);

    (void)state;
    memory_device_init(&device, recorded.bytes, IMAPI_BLOCKS);
    disc = fs_disc_create(&device.device);
    assert_int_equal(fs_probe(disc, 0, &session), FS_OK);
    assert_int_equal(session.systems, FS_MASK(FS_UDF));
    assert_int_equal(session.system[FS_UDF].name_count, count);
    assert_memory_equal(session.system[FS_UDF].name, name, count * sizeof *name);
    assert_int_equal(session.system[FS_UDF].files, 26);
    assert_int_equal(session.system[FS_UDF].directories, 2);
    assert_int_equal(session.udf_revision, 0x0102);
    assert_int_equal(session.access_type, 1);
    assert_int_equal(session.partition_first, 288);
    assert_int_equal(session.partition_blocks, 86);
    assert_int_equal(session.end, 390); /* of the reserve sequence: 16 blocks at 374 */
    assert_false(session.has_metadata);
    fs_disc_destroy(disc);
    recorded_disc_free(&recorded);
}

/* ImgBurn's volume: the partition begins at 480; blocks 32 to 63 of it are the metadata file, 96 to 127 its mirror. The
 * vectors have one file's ICB, at block 7 of the metadata, and two directories' identifiers in the root.
 */
enum { IMGBURN_BLOCKS = 640, METADATA = 512, MIRROR = 576, METADATA_BLOCKS = 32 };

static struct recorded_disc load_imgburn(void)
{
    struct recorded_disc disc = recorded_disc_load("vectors/fs/udf260-imgburn.json", IMGBURN_BLOCKS, NULL);
    uint8_t *at = recorded_block(&disc, METADATA + 6);

    memcpy(recorded_block(&disc, 16) + 1, "BEA01\1", 6);
    memcpy(recorded_block(&disc, 18) + 1, "TEA01\1", 6);
    /* of "test", 488 bytes in block 6: the vectors leave them out */
    at += put_identifier(at, 0x0A, 2, 1, "", 0, 0);
    at += put_identifier(at, 0, 7, 1, "f", 1, 0);
    put_identifier(at, 4, 7, 1, "gone", 4, 488 - 40 - 40 - 44);
    /* "test2", whose ICB is the next block: of the same kind, with the identifiers of block 8 */
    memcpy(recorded_block(&disc, METADATA + 5), recorded_block(&disc, METADATA + 4), FS_BLOCK_BYTES);
    store_le32(recorded_block(&disc, METADATA + 5) + 216 + 24 + 4, 8);
    retag(recorded_block(&disc, METADATA + 5));
    put_identifier(recorded_block(&disc, METADATA + 8), 0x0A, 2, 1, "", 0, 488 - 40);
    memcpy(recorded_block(&disc, MIRROR), recorded_block(&disc, METADATA), (size_t)METADATA_BLOCKS * FS_BLOCK_BYTES);
    return disc;
}

static void import_udf__metadata_partition__is_read_or_else_its_mirror(void **state)
{
    static const struct {
        const char *what;
        enum fs_status status;
        uint32_t zeroed, zeroed_too; /* blocks; 0: none */
    } rows[] = {
        {"whole", FS_OK, 0, 0},
        {"no ICB of the metadata file", FS_OK, 480, 0},
        {"no file set", FS_OK, METADATA, 0},
        {"no ICB of the file", FS_OK, METADATA + 7, 0},
        {"no ICB of the mirror", FS_OK, 554, 0},
        {"neither ICB", FS_DISC_DAMAGED, 480, 554},
        {"no ICB of the file in either", FS_DISC_DAMAGED, METADATA + 7, MIRROR + 7},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct recorded_disc disc = load_imgburn();
        struct imported imported;

        if (rows[i].zeroed) memset(recorded_block(&disc, rows[i].zeroed), 0, FS_BLOCK_BYTES);
        if (rows[i].zeroed_too) memset(recorded_block(&disc, rows[i].zeroed_too), 0, FS_BLOCK_BYTES);
        import_from(&imported, disc.bytes, IMGBURN_BLOCKS, FS_UDF, 0, NULL);
        if (imported.status != rows[i].status) fail_msg("%s: status %d", rows[i].what, imported.status);
        /* ae bytes at block 0x40 of partition 0 */
        assert_string_equal(imported.text, imported.status ? "" : "test/\ntest/f 174 @544+174\ntest2/\n");
        imported_free(&imported);
        recorded_disc_free(&disc);
    }
}

static void import_udf__metadata_file_unreadable__mirror_is_read(void **state)
{
    struct recorded_disc disc = load_imgburn();
    struct imported imported;

    (void)state;
    memory_device_init(&imported.device, disc.bytes, IMGBURN_BLOCKS);
    imported.device.bad_first = METADATA;
    imported.device.bad = METADATA_BLOCKS;
    import_from_device(&imported, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    assert_string_equal(imported.text, "test/\ntest/f 174 @544+174\ntest2/\n");
    imported_free(&imported);
    recorded_disc_free(&disc);
}

/* The disc is not damaged for its missing mirror: the drive cannot read the metadata file, and has the reason. */
static void import_udf__metadata_file_unreadable_and_no_mirror__is_DEVICE_FAILED(void **state)
{
    struct recorded_disc disc = load_imgburn();
    struct imported imported;

    (void)state;
    memset(recorded_block(&disc, 554), 0, FS_BLOCK_BYTES); /* the mirror's ICB */
    memory_device_init(&imported.device, disc.bytes, IMGBURN_BLOCKS);
    imported.device.bad_first = METADATA + 2; /* the root's ICB */
    imported.device.bad = 1;
    import_from_device(&imported, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_DEVICE_FAILED);
    assert_int_equal(imported.failure.device_result, MEMORY_DEVICE_RESULT);
    assert_int_equal(imported.failure.block, METADATA + 2);
    assert_string_equal(imported.text, "");
    imported_free(&imported);
    recorded_disc_free(&disc);
}

static void import_udf__foreign_partitions__are_told_apart(void **state)
{
    static const struct {
        const char *path, *nsr, *feature;
        uint32_t block_count;
        uint16_t revision;
        uint8_t access_type;
    } rows[] = {
        {"vectors/fs/udf150-sparable-mkudffs.json", "NSR02", "a sparable partition", 3000, 0x0150, 3},
        {"vectors/fs/udf150-vat-mkudffs.json", "NSR02", "a virtual partition", 3000, 0x0150, 2},
        {"vectors/fs/udf260-nero-vat.json", "NSR03", "a virtual partition", 640, 0x0260, 2},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct recorded_disc recorded = recorded_disc_load(rows[i].path, rows[i].block_count, rows[i].nsr);
        struct imported imported;
        struct fs_session session;
        struct fs_disc *disc;

        import_from(&imported, recorded.bytes, rows[i].block_count, FS_UDF, 0, NULL);
        assert_int_equal(imported.status, FS_PARTITION_FOREIGN);
        assert_string_equal(imported.failure.feature, rows[i].feature);
        disc = fs_disc_create(&imported.device.device);
        assert_int_equal(fs_probe(disc, 0, &session), FS_OK);
        assert_int_equal(session.systems, FS_MASK(FS_UDF));
        assert_int_equal(session.system[FS_UDF].status, FS_PARTITION_FOREIGN);
        assert_string_equal(session.system[FS_UDF].feature, rows[i].feature);
        assert_int_equal(session.udf_revision, rows[i].revision);
        assert_int_equal(session.access_type, rows[i].access_type);
        assert_true(session.system[FS_UDF].name_count == 5);
        fs_disc_destroy(disc);
        imported_free(&imported);
        recorded_disc_free(&recorded);
    }
}

/* One field of one descriptor, and what becomes of the import. */
static void import_udf__descriptors_of_the_volume__are_checked(void **state)
{
    static const struct {
        const char *what;
        enum fs_status status;
        uint32_t block, offset, value;
        uint8_t width; /* bytes of the field; 0: the block becomes zeros; 9: the tag stays as it is */
    } rows[] = {
        {"no NSR02", FS_SYSTEM_ABSENT, 17, 0, 0, 0},
        {"no anchor at 256", FS_OK, 256, 0, 0, 0},
        {"anchor at 256 with a wrong sum", FS_OK, 256, 30, 1, 9},
        {"anchor of another place", FS_OK, 256, 12, 300, 4},
        {"main sequence behind the disc", FS_OK, 256, 20, 5000, 4},
        {"main sequence of no bytes", FS_OK, 256, 16, 0, 4},
        {"access type 0", FS_OK, 35, 184, 0, 4},
        {"access type 4", FS_OK, 35, 184, 4, 4},
        {"access type 5", FS_FEATURE_UNSUPPORTED, 35, 184, 5, 4},
        {"access type 257", FS_FEATURE_UNSUPPORTED, 35, 184, 257, 4},
        {"partition behind the disc", FS_DISC_DAMAGED, 35, 188, 640, 4},
        {"partition that ends behind the disc", FS_OK, 35, 192, 0xFFFFFFFF, 4},
        {"partition too short for its files", FS_DISC_DAMAGED, 35, 192, 85, 4},
        {"partition of another number", FS_DISC_DAMAGED, 35, 22, 1, 2},
        {"no such domain", FS_SYSTEM_ABSENT, 34, 217, 'X', 1},
        {"older revision", FS_OK, 34, 216 + 24, 0x0101, 2},
        {"blocks of 512 bytes", FS_FEATURE_UNSUPPORTED, 34, 212, 512, 4},
        {"no partition map", FS_DISC_DAMAGED, 34, 268, 0, 4},
        {"two maps in the room of one", FS_DISC_DAMAGED, 34, 268, 2, 4},
        {"nine maps", FS_DISC_DAMAGED, 34, 268, 9, 4},
        {"map table longer than the block", FS_DISC_DAMAGED, 34, 264, 1609, 4},
        {"map of no bytes", FS_DISC_DAMAGED, 34, 441, 0, 1},
        {"map longer than the table", FS_DISC_DAMAGED, 34, 441, 7, 1},
        {"map of an unknown type", FS_PARTITION_FOREIGN, 34, 440, 3, 1},
        {"file set in another partition", FS_DISC_DAMAGED, 34, 256, 1, 2},
        {"file set behind the partition", FS_DISC_DAMAGED, 34, 252, 86, 4},
        {"no file set", FS_DISC_DAMAGED, 288, 0, 0, 0},
        {"file set with a wrong sum", FS_DISC_DAMAGED, 288, 200, 1, 9},
        {"root is a file", FS_DISC_DAMAGED, 288, 404, 6, 4},
        {"no integrity descriptor", FS_OK, 64, 0, 0, 0},
        {"integrity descriptor in a circle", FS_OK, 64, 32, 2048, 4},
        {"more partitions than the integrity descriptor has room for", FS_OK, 64, 72, 0xFFFFFFFF, 4},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct recorded_disc disc = recorded_disc_imapi();
        uint8_t *block;
        struct imported imported;

        /* the reserve sequence is whole: blocks of the main one have no other copy only when it is their copy */
        memcpy(recorded_block(&disc, 374), recorded_block(&disc, 32), (size_t)16 * FS_BLOCK_BYTES);
        block = recorded_block(&disc, rows[i].block);
        if (!rows[i].width) memset(block, 0, FS_BLOCK_BYTES);
        if (rows[i].width == 1 || rows[i].width == 9) block[rows[i].offset] = (uint8_t)rows[i].value;
        if (rows[i].width == 2) store_le16(block + rows[i].offset, (uint16_t)rows[i].value);
        if (rows[i].width == 4) store_le32(block + rows[i].offset, rows[i].value);
        if (rows[i].width != 9) retag(block);
        if (rows[i].block >= 32 && rows[i].block < 48) memcpy(recorded_block(&disc, rows[i].block + 342), block, 2048);
        import_from(&imported, disc.bytes, IMAPI_BLOCKS, FS_UDF, 0, NULL);
        if (imported.status != rows[i].status) fail_msg("%s: status %d", rows[i].what, imported.status);
        imported_free(&imported);
        recorded_disc_free(&disc);
    }
}

static void import_udf__main_sequence_is_damaged__reserve_sequence_is_read(void **state)
{
    uint32_t lba;

    (void)state;
    for (lba = 34; lba <= 35; lba++) { /* the logical volume, the partition */
        struct recorded_disc disc = recorded_disc_imapi();
        struct imported imported;

        memcpy(recorded_block(&disc, 374), recorded_block(&disc, 32), (size_t)16 * FS_BLOCK_BYTES);
        recorded_block(&disc, lba)[100] ^= 1;
        import_from(&imported, disc.bytes, IMAPI_BLOCKS, FS_UDF, 0, NULL);
        assert_int_equal(imported.status, FS_OK);
        imported_free(&imported);
        memset(recorded_block(&disc, 374), 0, (size_t)16 * FS_BLOCK_BYTES);
        import_from(&imported, disc.bytes, IMAPI_BLOCKS, FS_UDF, 0, NULL);
        assert_int_equal(imported.status, FS_DISC_DAMAGED);
        imported_free(&imported);
        recorded_disc_free(&disc);
    }
}

/* A reason that was overcome is none: the main sequence has blocks of 512 bytes, and the reserve one is read. */
static void import_udf__feature_of_the_main_sequence__is_no_reason_for_another_failure(void **state)
{
    struct recorded_disc disc = recorded_disc_imapi();
    struct fs_session session;
    struct imported imported;
    struct fs_disc *reader;

    (void)state;
    memcpy(recorded_block(&disc, 374), recorded_block(&disc, 32), (size_t)16 * FS_BLOCK_BYTES);
    store_le32(recorded_block(&disc, 34) + 212, 512);
    retag(recorded_block(&disc, 34));
    memset(recorded_block(&disc, IMAPI_PARTITION), 0, FS_BLOCK_BYTES); /* the file set */
    import_from(&imported, disc.bytes, IMAPI_BLOCKS, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_DISC_DAMAGED);
    assert_null(imported.failure.feature);
    reader = fs_disc_create(&imported.device.device);
    assert_int_equal(fs_probe(reader, 0, &session), FS_OK);
    assert_int_equal(session.system[FS_UDF].status, FS_OK);
    assert_null(session.system[FS_UDF].feature);
    fs_disc_destroy(reader);
    imported_free(&imported);
    recorded_disc_free(&disc);
}

/* What the volume is does not depend on whether blocks at the end of the disc can be read. */
static void import_udf__last_blocks_unreadable__the_anchor_at_256_has_the_answer(void **state)
{
    struct recorded_disc disc = recorded_disc_imapi();
    struct imported imported;

    (void)state;
    memcpy(recorded_block(&disc, 374), recorded_block(&disc, 32), (size_t)16 * FS_BLOCK_BYTES);
    store_le32(recorded_block(&disc, 34) + 212, 512);
    retag(recorded_block(&disc, 34));
    memcpy(recorded_block(&disc, 376), recorded_block(&disc, 34), FS_BLOCK_BYTES);
    memory_device_init(&imported.device, disc.bytes, IMAPI_BLOCKS);
    imported.device.bad_first = IMAPI_BLOCKS - 2;
    imported.device.bad = 2;
    import_from_device(&imported, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_FEATURE_UNSUPPORTED);
    assert_string_equal(imported.failure.feature, "a logical block of another size");
    imported_free(&imported);
    recorded_disc_free(&disc);
}

/* A drive may try an unreadable block for many seconds: after five of a sequence the other one is asked. */
static void import_udf__main_sequence_unreadable__is_given_up_after_five_blocks(void **state)
{
    struct recorded_disc disc = recorded_disc_imapi();
    struct imported imported;

    (void)state;
    memcpy(recorded_block(&disc, 374), recorded_block(&disc, 32), (size_t)16 * FS_BLOCK_BYTES);
    store_le32(recorded_block(&disc, 256) + 16, 128 * FS_BLOCK_BYTES);
    retag(recorded_block(&disc, 256));
    memory_device_init(&imported.device, disc.bytes, IMAPI_BLOCKS);
    imported.device.bad_first = 32;
    imported.device.bad = 128;
    import_from_device(&imported, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    assert_true(imported.device.reads < 20); /* 5 single blocks, and less than ten rows of 32 */
    imported_free(&imported);
    memory_device_init(&imported.device, disc.bytes, IMAPI_BLOCKS);
    imported.device.bad_first = 32; /* in front of the descriptors that count */
    imported.device.bad = 2;
    import_from_device(&imported, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    imported_free(&imported);
    recorded_disc_free(&disc);
}

/* A session that is appended to a volume of two partitions goes through both: each has to be read-only. */
static void probe__two_partitions__the_one_that_is_not_read_only_counts(void **state)
{
    static const uint8_t maps[] = {1, 6, 1, 0, 0, 0, 1, 6, 1, 0, 1, 0}; /* ECMA-167 3/10.7.2: partitions 0 and 1 */
    struct recorded_disc recorded = recorded_disc_imapi();
    uint8_t *volume = recorded_block(&recorded, 34), *partition = recorded_block(&recorded, 36);
    struct memory_device device;
    struct fs_session session;
    struct fs_disc *disc;

    (void)state;
    memcpy(volume + 440, maps, sizeof maps);
    store_le32(volume + 264, sizeof maps);
    store_le32(volume + 268, 2);
    retag(volume);
    memcpy(partition, recorded_block(&recorded, 35), FS_BLOCK_BYTES); /* for the unallocated space descriptor */
    store_le16(partition + 22, 1);
    store_le32(partition + 184, 4); /* overwritable */
    retag(partition);
    memory_device_init(&device, recorded.bytes, IMAPI_BLOCKS);
    disc = fs_disc_create(&device.device);
    assert_int_equal(fs_probe(disc, 0, &session), FS_OK);
    assert_int_equal(session.system[FS_UDF].status, FS_OK);
    assert_int_equal(session.access_type, 4);
    fs_disc_destroy(disc);
    recorded_disc_free(&recorded);
}

/* An image that is a file on the disc may end where the disc does: its anchor names another block. */
static void import_udf__anchor_at_the_end_of_another_place__is_passed_over(void **state)
{
    struct recorded_disc disc = recorded_disc_imapi();
    uint8_t *last = recorded_block(&disc, IMAPI_BLOCKS - 1);
    struct imported imported;

    (void)state;
    memset(recorded_block(&disc, 256), 0, FS_BLOCK_BYTES);
    import_from(&imported, disc.bytes, IMAPI_BLOCKS, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    imported_free(&imported);
    store_le32(last + 12, IMAPI_BLOCKS - 2);
    retag(last);
    import_from(&imported, disc.bytes, IMAPI_BLOCKS, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_SYSTEM_ABSENT);
    imported_free(&imported);
    recorded_disc_free(&disc);
}

/* A sequence may go on elsewhere, and among descriptors of a kind the one with the highest number counts. */
static void import_udf__sequence_of_two_extents__newest_descriptors_prevail(void **state)
{
    struct recorded_disc disc = recorded_disc_imapi();
    uint8_t *pointer = recorded_block(&disc, 36), *partition = recorded_block(&disc, 401);
    struct imported imported;

    (void)state;
    store_le16(pointer, 3); /* in place of the unallocated space descriptor */
    store_le32(pointer + 20, 2 * FS_BLOCK_BYTES);
    store_le32(pointer + 24, 400);
    retag(pointer);
    memcpy(recorded_block(&disc, 400), pointer, FS_BLOCK_BYTES); /* it leads to itself, too: bounded */
    memcpy(partition, recorded_block(&disc, 35), FS_BLOCK_BYTES);
    store_le32(partition + 188, 0);
    retag(partition); /* of the same number as the first: it counts, and nothing is found in it */
    import_from(&imported, disc.bytes, IMAPI_BLOCKS, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_DISC_DAMAGED);
    imported_free(&imported);
    store_le32(recorded_block(&disc, 35) + 16, load_le32(partition + 16) + 1);
    retag(recorded_block(&disc, 35)); /* an older one does not count */
    import_from(&imported, disc.bytes, IMAPI_BLOCKS, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    imported_free(&imported);
    recorded_disc_free(&disc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(import_udf__volume_of_imapi2fs__has_its_items),
        cmocka_unit_test(probe__volume_of_imapi2fs__is_as_its_descriptors_say),
        cmocka_unit_test(import_udf__metadata_partition__is_read_or_else_its_mirror),
        cmocka_unit_test(import_udf__metadata_file_unreadable__mirror_is_read),
        cmocka_unit_test(import_udf__metadata_file_unreadable_and_no_mirror__is_DEVICE_FAILED),
        cmocka_unit_test(import_udf__foreign_partitions__are_told_apart),
        cmocka_unit_test(import_udf__descriptors_of_the_volume__are_checked),
        cmocka_unit_test(import_udf__main_sequence_is_damaged__reserve_sequence_is_read),
        cmocka_unit_test(import_udf__feature_of_the_main_sequence__is_no_reason_for_another_failure),
        cmocka_unit_test(import_udf__last_blocks_unreadable__the_anchor_at_256_has_the_answer),
        cmocka_unit_test(import_udf__main_sequence_unreadable__is_given_up_after_five_blocks),
        cmocka_unit_test(probe__two_partitions__the_one_that_is_not_read_only_counts),
        cmocka_unit_test(import_udf__anchor_at_the_end_of_another_place__is_passed_over),
        cmocka_unit_test(import_udf__sequence_of_two_extents__newest_descriptors_prevail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
