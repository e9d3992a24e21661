/* fs/import_iso9660.c: a bridge of genisoimage, and directories of any kind. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "fs/import_tree.h"
#include "fs/plan.h"
#include "support/fs_fixture.h"
#include "support/import_fixture.h"
#include "support/memory_device.h"
#include "support/recorded_disc.h"

enum { BRIDGE_BLOCKS = 1400 };

/* The fields of a record that matter; the big-endian halves stay zero, as some programs leave them. */
static uint8_t *put_record(uint8_t *to, uint8_t flags, uint32_t first, uint32_t size_bytes, const char *name,
                           size_t count)
{
    size_t length = (33 + count + 1) / 2 * 2;

    memset(to, 0, length);
    to[0] = (uint8_t)length;
    store_le32(to + 2, first);
    store_le32(to + 10, size_bytes);
    memcpy(to + 18, "\x7e\x0b\x1c\x0d\x27\x3a\xfc", 7); /* an hour behind UTC */
    to[25] = flags;
    to[32] = (uint8_t)count;
    memcpy(to + 33, name, count);
    return to + length;
}

/* The vectors leave out the directories but the roots; here they have the records of themselves and their parents. */
static struct recorded_disc load_bridge(void)
{
    static const struct {
        uint32_t directory, parent;
    } rows[] = {{410, 409}, {411, 409}, {416, 409}, {418, 417}, {419, 417}, {426, 417}};
    struct recorded_disc disc = recorded_disc_load("vectors/fs/bridge102-genisoimage.json", BRIDGE_BLOCKS, NULL);
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t *at = recorded_block(&disc, rows[i].directory);

        at = put_record(at, 2, rows[i].directory, FS_BLOCK_BYTES, "\0", 1);
        put_record(at, 2, rows[i].parent, FS_BLOCK_BYTES, "\1", 1);
    }
    return disc;
}

static void import_iso9660__bridge_of_genisoimage__has_its_items(void **state)
{
    struct recorded_disc disc = load_bridge();
    struct imported imported;

    (void)state;
    import_from(&imported, disc.bytes, BRIDGE_BLOCKS, FS_ISO9660, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    assert_string_equal(imported.text, "A.TXT 6 @427+6\n"
                                       "BOOT.IMG 4096 @428+4096\n"
                                       "DIR1/\n"
                                       "DIR_TWO/\n"
                                       "EFI.IMG 1474560 @430+1474560\n"
                                       "EMPTY/\n"
                                       "ZERO.DAT 0\n");
    assert_string_equal(imported.reported, ". A.TXT BOOT.IMG EFI.IMG ZERO.DAT DIR1 DIR_TWO EMPTY ");
    /* 7e 0b 1c 0d 27 3a 00: 2026-11-28 13:39:58 UTC */
    assert_int_equal(fs_tree_peek_root(imported.tree)->last_child->times.modified_s, 1795873198);
    imported_free(&imported);
    import_from(&imported, disc.bytes, BRIDGE_BLOCKS, FS_JOLIET, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    assert_string_equal(imported.text, "a.txt 6 @427+6\n"
                                       "boot.img 4096 @428+4096\n"
                                       "dir two/\n"
                                       "dir1/\n"
                                       "efi.img 1474560 @430+1474560\n"
                                       "empty/\n"
                                       "zero.dat 0\n");
    imported_free(&imported);
    recorded_disc_free(&disc);
}

static void probe__bridge_of_genisoimage__has_three_file_systems(void **state)
{
    struct recorded_disc recorded = load_bridge();
    struct fs_session session;
    struct memory_device device;
    struct fs_disc *disc;
    uint16_t name[32];
    unsigned system;
    uint32_t identifier;

    (void)state;
    /* blocks that the vectors leave out */
    memcpy(recorded_block(&recorded, 19) + 1, "BEA01\1", 6);
    memcpy(recorded_block(&recorded, 20) + 1, "NSR02\1", 6);
    memcpy(recorded_block(&recorded, 21) + 1, "TEA01\1", 6);
    memory_device_init(&device, recorded.bytes, BRIDGE_BLOCKS);
    disc = fs_disc_create(&device.device);
    assert_int_equal(fs_probe(disc, 0, &session), FS_OK);
    assert_int_equal(session.systems, 7);
    for (system = 0; system < FS_SYSTEMS; system++) {
        assert_int_equal(session.system[system].status, FS_OK);
        assert_int_equal(session.system[system].name_count, fs_units("GTEST", name));
        assert_memory_equal(session.system[system].name, name, 5 * sizeof *name);
    }
    assert_int_equal(session.system[FS_ISO9660].directories, 6); /* 78 bytes: 10 + 14 + 12 + 16 + 14 + 12 */
    assert_int_equal(session.system[FS_JOLIET].directories, 6);
    assert_int_equal(session.system[FS_ISO9660].files, -1);
    assert_int_equal(session.udf_revision, 0x0102);
    assert_int_equal(session.access_type, 1);
    assert_int_equal(session.partition_first, 257);
    assert_false(session.has_metadata);
    /* by zlib's crc32 over the same 17 blocks */
    assert_int_equal(fs_probe_identifier(disc, 0, &identifier), FS_OK);
    assert_int_equal(identifier, 0x98FB2BC3);
    assert_int_equal(fs_probe(disc, 20, &session), FS_OK);
    assert_int_equal(session.systems, 0);
    fs_disc_destroy(disc);
    recorded_disc_free(&recorded);
}

/* A disc of 64 blocks with a primary volume descriptor in block 16 and its root directory in block 20, typed from
 * ECMA-119 8.4 and 9.1.
 */
enum { SMALL_BLOCKS = 64, ROOT = 20, ROOT_BYTES = 2 * FS_BLOCK_BYTES };

static uint8_t *make_small(void)
{
    uint8_t *bytes = calloc(SMALL_BLOCKS, FS_BLOCK_BYTES), *volume = bytes + (size_t)16 * FS_BLOCK_BYTES;

    assert_non_null(bytes);
    memcpy(volume, "\1CD001\1", 7);
    memcpy(volume + 40, "SMALL                           ", 32);
    store_le32(volume + 80, SMALL_BLOCKS);
    store_le16(volume + 128, FS_BLOCK_BYTES);
    volume[156] = 34;
    store_le32(volume + 156 + 2, ROOT);
    store_le32(volume + 156 + 10, ROOT_BYTES);
    volume[156 + 25] = 2;
    volume[156 + 32] = 1;
    memcpy(bytes + (size_t)17 * FS_BLOCK_BYTES, "\377CD001\1", 7);
    return bytes;
}

#define RECORD(at, flags, first, size_bytes, name) put_record(at, flags, first, size_bytes, name, sizeof(name) - 1)

static uint8_t *put_specials(uint8_t *root)
{
    return put_record(put_record(root, 2, ROOT, ROOT_BYTES, "\0", 1), 2, ROOT, ROOT_BYTES, "\1", 1);
}

static void import_iso9660__records_of_every_kind__become_items(void **state)
{
    uint8_t *bytes = make_small(), *root = bytes + (size_t)ROOT * FS_BLOCK_BYTES, *at = put_specials(root);
    struct imported imported;

    (void)state;
    at = RECORD(at, 4, 50, 10, "ASSOC.;1");
    at = RECORD(at, 1, 30, 2048, "HIDDEN;12");
    at = RECORD(at, 0, 31, 2049, "NAMED.TXT;1");
    at = RECORD(at, 0, 99999, 0, "NOTHING.;1");
    at = RECORD(at, 0, 33, 1, "OLD.A;9");
    at = RECORD(at, 0x80, 34, 2048, "OLD.A;8");
    at = RECORD(at, 0, 35, 2, "OLD.A;8");
    at = RECORD(at, 0x80, 40, 4096, "PARTS;1");
    at = RECORD(at, 0x80, 42, 2048, "PARTS;1");
    at = RECORD(at, 0, 50, 100, "PARTS;1");
    at = RECORD(at, 0, 36, 5, "plain name");
    at = RECORD(at, 2, 22, 116, "SUB"); /* shorter than a block, as ImgBurn has them */
    at = RECORD(at, 0, 37, 5, "XATTR;1");
    at[-40 + 1] = 2; /* blocks of an extended attribute record in front of the data */
    RECORD(root + FS_BLOCK_BYTES, 0, 39, 7, "Z");
    at = RECORD(put_specials(bytes + (size_t)22 * FS_BLOCK_BYTES), 0, 60, 9, "IN;1");
    import_from(&imported, bytes, SMALL_BLOCKS, FS_ISO9660, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    assert_string_equal(imported.text, "HIDDEN 2048 @30+2048 h\n"
                                       "NAMED.TXT 2049 @31+2049\n"
                                       "NOTHING 0\n"
                                       "OLD.A 1 @33+1\n"
                                       "PARTS 6244 @40+6144 @50+100\n"
                                       "plain name 5 @36+5\n"
                                       "SUB/\n"
                                       "SUB/IN 9 @60+9\n"
                                       "XATTR 5 @39+5\n"
                                       "Z 7 @39+7\n");
    assert_int_equal(fs_tree_peek_root(imported.tree)->last_child->times.created_s, 1795873198 + 3600);
    imported_free(&imported);
    free(bytes);
}

/* One record behind the two special ones, and how it ends. */
static void import_iso9660__record_that_lies__is_refused(void **state)
{
    static const struct {
        const char *what;
        enum fs_status status;
        uint8_t flags;
        uint32_t first, size_bytes;
        const char *name;
        int offset, value; /* of a byte of the record that is changed; -1: none */
    } rows[] = {
        {"ends with the disc", FS_OK, 0, 63, 2048, "A;1", -1, 0},
        {"ends behind the disc", FS_DISC_DAMAGED, 0, 63, 2049, "A;1", -1, 0},
        {"begins behind the disc", FS_DISC_DAMAGED, 0, 64, 1, "A;1", -1, 0},
        {"block numbers wrap", FS_DISC_DAMAGED, 0, 0xFFFFFFFF, 1, "A;1", 1, 255},
        {"record of 1 byte", FS_DISC_DAMAGED, 0, 30, 1, "A;1", 0, 1},
        {"record of 33 bytes", FS_DISC_DAMAGED, 0, 30, 1, "A;1", 0, 33},
        {"no identifier", FS_DISC_DAMAGED, 0, 30, 1, "A;1", 32, 0},
        {"identifier longer than its record", FS_DISC_DAMAGED, 0, 30, 1, "A;1", 32, 200},
        {"more records expected", FS_DISC_DAMAGED, 0x80, 30, 2048, "A;1", -1, 0},
        {"interleaved unit", FS_FEATURE_UNSUPPORTED, 0, 30, 1, "A;1", 26, 1},
        {"interleaved gap", FS_FEATURE_UNSUPPORTED, 0, 30, 1, "A;1", 27, 1},
        {"directory of several extents", FS_FEATURE_UNSUPPORTED, 0x82, 30, 2048, "A", -1, 0},
        {"the root in itself", FS_DISC_DAMAGED, 2, ROOT, ROOT_BYTES, "A", -1, 0},
        {"the root's second block", FS_OK, 2, ROOT + 1, 2048, "A", -1, 0},
        {"a directory of zeros", FS_DISC_DAMAGED, 2, 40, 2048, "A", -1, 0},
        {"a directory of no bytes", FS_DISC_DAMAGED, 2, 40, 0, "A", -1, 0},
        {"directory behind the disc", FS_DISC_DAMAGED, 2, 64, 2048, "A", -1, 0},
        {"directory that the disc cuts", FS_DISC_DAMAGED, 2, 63, 4096, "A", -1, 0},
        {"directory of 4 GiB", FS_DISC_DAMAGED, 2, 40, 0xFFFFFFFF, "A", -1, 0},
        {"slash", FS_NAME_INVALID, 0, 30, 1, "A/B;1", -1, 0},
        {"backslash", FS_NAME_INVALID, 0, 30, 1, "A\\B;1", -1, 0},
        {"parent", FS_NAME_INVALID, 0, 30, 1, "..;1", -1, 0},
        {"NUL", FS_NAME_INVALID, 0, 30, 1, "ABC;1", 34, 0},
        {"what a path may not have, and a name may", FS_OK, 0, 30, 1, "A:B*;1", -1, 0},
        {"version without a name", FS_OK, 0, 30, 1, ";1", -1, 0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t *bytes = make_small(), *at = put_specials(bytes + (size_t)ROOT * FS_BLOCK_BYTES);
        struct imported imported;

        put_specials(bytes + (size_t)(ROOT + 1) * FS_BLOCK_BYTES);
        put_record(at, rows[i].flags, rows[i].first, rows[i].size_bytes, rows[i].name, strlen(rows[i].name));
        if (rows[i].offset >= 0) at[rows[i].offset] = (uint8_t)rows[i].value;
        import_from(&imported, bytes, SMALL_BLOCKS, FS_ISO9660, 0, NULL);
        if (imported.status != rows[i].status) fail_msg("%s: status %d", rows[i].what, imported.status);
        if (imported.status != FS_OK) assert_string_equal(imported.text, "");
        assert_true((imported.status == FS_FEATURE_UNSUPPORTED) == (imported.failure.feature != NULL));
        imported_free(&imported);
        free(bytes);
    }
}

/* ECMA-119 6.8.2.2: a directory begins with the record of itself, so that none is without a record. One that begins
 * with something else is read all the same.
 */
static void import_iso9660__root_without_records__is_refused(void **state)
{
    static const struct {
        const char *what;
        enum fs_status status;
        uint32_t size_bytes;
        uint8_t first_record; /* 0: none, 1: special, 2: of a file */
    } rows[] = {
        {"special records alone", FS_OK, 68, 1},
        {"a file's record first", FS_OK, FS_BLOCK_BYTES, 2},
        {"zeros", FS_DISC_DAMAGED, ROOT_BYTES, 0},
        {"no bytes", FS_DISC_DAMAGED, 0, 1},
    };
    size_t i;

    (void)state;
    for (i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
        const size_t row = i / 2;
        const enum fs_system system = i % 2 ? FS_JOLIET : FS_ISO9660;
        uint8_t *bytes = make_small(), *volume = bytes + (size_t)16 * FS_BLOCK_BYTES;
        uint8_t *root = bytes + (size_t)ROOT * FS_BLOCK_BYTES;
        struct imported imported;

        store_le32(volume + 156 + 10, rows[row].size_bytes);
        if (system == FS_JOLIET) {
            volume[0] = 2;
            memcpy(volume + 88, "%/E", 3);
        }
        if (rows[row].first_record == 1) put_specials(root);
        if (rows[row].first_record == 2) RECORD(root, 0, 30, 1, "A;1");
        import_from(&imported, bytes, SMALL_BLOCKS, system, 0, NULL);
        if (imported.status != rows[row].status)
            fail_msg("%s, system %d: status %d", rows[row].what, system, imported.status);
        imported_free(&imported);
        free(bytes);
    }
}

static void import_iso9660__several_records_that_disagree__are_refused(void **state)
{
    static const struct {
        const char *what;
        enum fs_status status;
        uint32_t size_bytes;
        uint8_t flags, second_flags;
        const char *names[2];
    } rows[] = {
        {"two versions", FS_OK, 1, 0, 0, {"A;2", "A;1"}},
        {"two names that differ in case", FS_OK, 1, 0, 0, {"A;1", "a;1"}},
        {"parts of two names", FS_DISC_DAMAGED, 2048, 0x80, 0, {"A;1", "B;1"}},
        {"a part that ends within a block", FS_DISC_DAMAGED, 2047, 0x80, 0, {"A;1", "A;1"}},
        {"a directory between parts", FS_DISC_DAMAGED, 2048, 0x80, 2, {"A;1", "D"}},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t *bytes = make_small(), *at = put_specials(bytes + (size_t)ROOT * FS_BLOCK_BYTES);
        struct imported imported;

        at = put_record(at, rows[i].flags, 30, rows[i].size_bytes, rows[i].names[0], strlen(rows[i].names[0]));
        at = put_record(at, rows[i].second_flags, 40, rows[i].second_flags ? 2048 : 1, rows[i].names[1],
                        strlen(rows[i].names[1]));
        if (rows[i].second_flags) put_record(at, 0, 41, 1, rows[i].names[0], strlen(rows[i].names[0]));
        import_from(&imported, bytes, SMALL_BLOCKS, FS_ISO9660, 0, NULL);
        if (imported.status != rows[i].status) fail_msg("%s: status %d", rows[i].what, imported.status);
        imported_free(&imported);
        free(bytes);
    }
}

/* A tree has one of them by a name; the others get a number in front of the extension, which rises through the import
 * and passes over what is there. A further version of a file that got another name is none the less older.
 */
static void import_iso9660__names_that_differ_in_case__later_ones_get_a_number(void **state)
{
    uint8_t *bytes = make_small(), *at = put_specials(bytes + (size_t)ROOT * FS_BLOCK_BYTES);
    struct imported imported;

    (void)state;
    at = RECORD(at, 0, 30, 1, "A.TXT;1");
    at = RECORD(at, 0, 31, 1, "A_1.TXT;1");
    at = RECORD(at, 0, 32, 2, "a.txt;2");
    at = RECORD(at, 0, 33, 3, "a.txt;1");
    put_specials(bytes + (size_t)22 * FS_BLOCK_BYTES);
    at = RECORD(at, 2, 22, 2048, "D");
    at = RECORD(at, 0, 34, 4, "d;1");
    at = RECORD(at, 0, 35, 5, "d.longer;1");
    RECORD(at, 0, 36, 6, "D.LONGER;1");
    import_from(&imported, bytes, SMALL_BLOCKS, FS_ISO9660, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    assert_string_equal(imported.text, "A.TXT 1 @30+1\n"
                                       "A_1.TXT 1 @31+1\n"
                                       "a_2.txt 2 @32+2\n"
                                       "D/\n"
                                       "d_3 4 @34+4\n"
                                       "d.longer 5 @35+5\n"
                                       "D.LONGER_4 6 @36+6\n");
    imported_free(&imported);
    free(bytes);
}

/* Files that take no block of the disc take memory all the same: as many as the disc has blocks, and a million. */
static void import_reads_of__disc__items_are_its_blocks_and_a_million(void **state)
{
    uint8_t block[FS_BLOCK_BYTES];
    struct memory_device device;
    struct fs_disc *disc;

    (void)state;
    memory_device_init(&device, block, SMALL_BLOCKS);
    disc = fs_disc_create(&device.device);
    assert_int_equal(import_reads_of(disc).items_left, 1000064);
    fs_disc_destroy(disc);
}

static void import_add_file__no_items_left__is_DISC_DAMAGED(void **state)
{
    static const struct fs_name_rules rules = {FS_MASK(FS_UDF), 2, false};
    const struct fs_import_options options = {FS_ISO9660, 0, NULL, NULL};
    struct fs_tree *tree = fs_tree_create(&rules);
    struct import_item item = {.name = {'F'}, .name_count = 1, .times = fixture_times};
    uint8_t block[FS_BLOCK_BYTES];
    struct memory_device device;
    struct fs_import_failure failure;
    struct import import;
    struct fs_node *node;
    struct fs_disc *disc;

    (void)state;
    memory_device_init(&device, block, SMALL_BLOCKS);
    disc = fs_disc_create(&device.device);
    import_init(&import, tree, disc, &options, &failure);
    import.reads.items_left = 2;
    assert_int_equal(import_add_file(&import, fs_tree_peek_root(tree), &item, NULL, &node), FS_OK);
    item.name[0] = 'D';
    assert_int_equal(import_add_directory(&import, fs_tree_peek_root(tree), &item, &node), FS_OK);
    item.name[0] = 'G';
    assert_int_equal(import_add_file(&import, fs_tree_peek_root(tree), &item, NULL, &node), FS_DISC_DAMAGED);
    assert_int_equal(import_add_directory(&import, fs_tree_peek_root(tree), &item, &node), FS_DISC_DAMAGED);
    assert_int_equal(fs_tree_files(tree), 1);
    import_free(&import);
    fs_disc_destroy(disc);
    fs_tree_destroy(tree);
}

/* Two directories that have each other, and a name in each: without the set of directories there is no end. */
static void import_iso9660__directories_in_a_circle__are_refused(void **state)
{
    uint8_t *bytes = make_small();
    struct imported imported;

    (void)state;
    RECORD(put_specials(bytes + (size_t)ROOT * FS_BLOCK_BYTES), 2, 22, 2048, "A");
    RECORD(put_specials(bytes + (size_t)22 * FS_BLOCK_BYTES), 2, 23, 2048, "B");
    RECORD(put_specials(bytes + (size_t)23 * FS_BLOCK_BYTES), 2, 22, 2048, "A");
    import_from(&imported, bytes, SMALL_BLOCKS, FS_ISO9660, 0, NULL);
    assert_int_equal(imported.status, FS_DISC_DAMAGED);
    assert_string_equal(imported.text, "");
    assert_string_equal(imported.reported, ". A B A ");
    imported_free(&imported);
    free(bytes);
}

/* Forty directories with a directory each, which has a file: depth first, and more than the lists begin with. */
static void import_iso9660__many_directories__are_read_depth_first(void **state)
{
    enum { DIRECTORIES = 40, BLOCKS = 64 + 2 * DIRECTORIES };
    uint8_t *bytes = calloc(BLOCKS, FS_BLOCK_BYTES), *small = make_small(), *at;
    struct imported imported;
    char expected[1024] = ". ";
    char name[8];
    unsigned i;

    (void)state;
    assert_non_null(bytes);
    memcpy(bytes, small, (size_t)SMALL_BLOCKS * FS_BLOCK_BYTES);
    free(small);
    at = put_specials(bytes + (size_t)ROOT * FS_BLOCK_BYTES);
    for (i = 0; i < DIRECTORIES; i++) {
        uint32_t block = 64 + 2 * i;
        size_t count = (size_t)snprintf(name, sizeof name, "D%02u", i);

        at = put_record(at, 2, block, FS_BLOCK_BYTES, name, count);
        RECORD(put_specials(bytes + (size_t)block * FS_BLOCK_BYTES), 2, block + 1, FS_BLOCK_BYTES, "IN");
        RECORD(put_specials(bytes + ((size_t)block + 1) * FS_BLOCK_BYTES), 0, 30, 1, "F;1");
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "D%02u IN F ", i);
    }
    import_from(&imported, bytes, BLOCKS, FS_ISO9660, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    assert_string_equal(imported.reported, expected);
    imported_free(&imported);
    free(bytes);
}

static void import_iso9660__volume_descriptors__are_found_or_not(void **state)
{
    static const struct {
        const char *what;
        enum fs_status status;
        uint32_t block;
        int offset, value;
    } rows[] = {
        {"as it is", FS_OK, 16, 0, 1},
        {"a boot record first", FS_SYSTEM_ABSENT, 16, 0, 0}, /* and the terminator behind it */
        {"no standard identifier", FS_SYSTEM_ABSENT, 16, 1, 'B'},
        {"blocks of 512 bytes", FS_FEATURE_UNSUPPORTED, 16, 129, 2},
        {"root behind the disc", FS_DISC_DAMAGED, 16, 156 + 3, 1},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t *bytes = make_small();
        struct imported imported;

        put_specials(bytes + (size_t)ROOT * FS_BLOCK_BYTES);
        bytes[(size_t)rows[i].block * FS_BLOCK_BYTES + (size_t)rows[i].offset] = (uint8_t)rows[i].value;
        import_from(&imported, bytes, SMALL_BLOCKS, FS_ISO9660, 0, NULL);
        if (imported.status != rows[i].status) fail_msg("%s: status %d", rows[i].what, imported.status);
        imported_free(&imported);
        import_from(&imported, bytes, SMALL_BLOCKS, FS_JOLIET, 0, NULL);
        assert_int_equal(imported.status, FS_SYSTEM_ABSENT);
        imported_free(&imported);
        import_from(&imported, bytes, 16, FS_ISO9660, 0, NULL);
        assert_int_equal(imported.status, FS_SYSTEM_ABSENT);
        imported_free(&imported);
        import_from(&imported, bytes, 16, FS_ISO9660, 0xFFFFFFFF, NULL);
        assert_int_equal(imported.status, FS_SYSTEM_ABSENT);
        imported_free(&imported);
        free(bytes);
    }
}

/* A disc whose volume descriptor claims a path table of 4 GiB behind its blocks. Each record has 8 + 247 + 1 bytes. */
struct lying_disc {
    struct fs_device device;
    uint8_t *volume; /* blocks 0 to SMALL_BLOCKS */
    uint64_t blocks_read;
};

static int32_t read_lying(struct fs_device *device, uint32_t first, uint32_t count, void *bytes)
{
    struct lying_disc *lying = (struct lying_disc *)device;
    uint32_t i;

    lying->blocks_read += count;
    memset(bytes, 247, (size_t)count * FS_BLOCK_BYTES);
    for (i = 0; i < count && first + i < SMALL_BLOCKS; i++)
        memcpy((uint8_t *)bytes + (size_t)i * FS_BLOCK_BYTES, lying->volume + (size_t)(first + i) * FS_BLOCK_BYTES,
               FS_BLOCK_BYTES);
    return 0;
}

static void keep_lying(struct fs_device *device)
{
    (void)device;
}

/* ECMA-119 9.4: a path table has 65535 numbers, so that more of it says nothing. */
static void probe__path_table_of_the_whole_disc__is_not_read_behind_65535_directories(void **state)
{
    enum { DVD_BLOCKS = 2295104 };
    struct lying_disc lying = {{read_lying, keep_lying, keep_lying, DVD_BLOCKS}, make_small(), 0};
    struct fs_disc *disc = fs_disc_create(&lying.device);
    struct fs_session session;

    (void)state;
    store_le32(lying.volume + (size_t)16 * FS_BLOCK_BYTES + 132, UINT32_MAX);
    store_le32(lying.volume + (size_t)16 * FS_BLOCK_BYTES + 140, SMALL_BLOCKS);
    assert_int_equal(fs_probe(disc, 0, &session), FS_OK);
    assert_int_equal(session.systems, FS_MASK(FS_ISO9660));
    assert_int_equal(session.system[FS_ISO9660].directories, -1);
    assert_true(lying.blocks_read <= 65536 / 8 + 2 * FS_DEVICE_BLOCKS_MAX);
    fs_disc_destroy(disc);
    free(lying.volume);
}

/* A and B on the disc, a file and a directory. */
static uint8_t *make_pair(void)
{
    uint8_t *bytes = make_small(), *at = put_specials(bytes + (size_t)ROOT * FS_BLOCK_BYTES);

    at = RECORD(at, 0, 30, 1, "A;1");
    RECORD(at, 2, 22, 2048, "B");
    RECORD(put_specials(bytes + (size_t)22 * FS_BLOCK_BYTES), 0, 31, 2, "IN;1");
    return bytes;
}

static void import_iso9660__items_of_the_tree__win(void **state)
{
    static const struct fs_name_rules rules = {7, 2, false};
    uint8_t *bytes = make_pair();
    struct fs_tree *tree = fs_tree_create(&rules);
    struct fs_node *root = fs_tree_peek_root(tree), *directory;
    struct imported imported;

    (void)state;
    fixture_file(tree, root, "a", &fixture_times, NULL);
    directory = fixture_directory(tree, root, "b", &fixture_times);
    fixture_file(tree, directory, "mine", &fixture_times, NULL);
    import_from(&imported, bytes, SMALL_BLOCKS, FS_ISO9660, 0, tree);
    assert_int_equal(imported.status, FS_OK);
    assert_string_equal(imported.text, "a 0\nb/\nb/mine 0\nb/IN 2 @31+2\n");
    assert_int_equal(directory->times.modified_s, fixture_times.modified_s);
    assert_int_equal(fs_tree_change_point(tree), 4); /* the import is one */
    imported_free(&imported);
    free(bytes);
}

static void import_iso9660__kinds_collide__changes_nothing(void **state)
{
    static const struct fs_name_rules rules = {7, 2, false};
    uint8_t *bytes = make_pair();
    struct fs_tree *tree = fs_tree_create(&rules);
    struct imported imported;

    (void)state;
    fixture_directory(tree, fs_tree_peek_root(tree), "a", &fixture_times);
    import_from(&imported, bytes, SMALL_BLOCKS, FS_ISO9660, 0, tree);
    assert_int_equal(imported.status, FS_FILE_MEETS_DIRECTORY);
    assert_string_equal(imported.text, "a/\n");
    assert_int_equal(imported.failure.name_count, 1);
    assert_int_equal(imported.failure.name[0], 'A');
    imported_free(&imported);
    tree = fs_tree_create(&rules);
    fixture_file(tree, fs_tree_peek_root(tree), "b", &fixture_times, NULL);
    import_from(&imported, bytes, SMALL_BLOCKS, FS_ISO9660, 0, tree);
    assert_int_equal(imported.status, FS_DIRECTORY_MEETS_FILE);
    assert_string_equal(imported.text, "b 0\n");
    assert_int_equal(fs_tree_change_point(tree), 1);
    imported_free(&imported);
    free(bytes);
}

static void import_iso9660__device_fails__is_its_number_and_block(void **state)
{
    uint8_t *bytes = make_pair();
    struct imported imported;

    (void)state;
    memory_device_init(&imported.device, bytes, SMALL_BLOCKS);
    imported.device.bad_first = 22;
    imported.device.bad = 1;
    import_from_device(&imported, FS_ISO9660, 0, NULL);
    assert_int_equal(imported.status, FS_DEVICE_FAILED);
    assert_int_equal(imported.failure.device_result, MEMORY_DEVICE_RESULT);
    assert_int_equal(imported.failure.block, 22);
    assert_string_equal(imported.text, "");
    imported_free(&imported);
    free(bytes);
}

static void import_iso9660__no_memory__changes_nothing(void **state)
{
    static const struct fs_name_rules rules = {7, 2, false};
    uint8_t *bytes = make_pair();
    struct memory_device device;

    (void)state;
    memory_device_init(&device, bytes, SMALL_BLOCKS);
    import_without_memory(&device, FS_ISO9660, &rules, 8);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(import_iso9660__bridge_of_genisoimage__has_its_items),
        cmocka_unit_test(probe__bridge_of_genisoimage__has_three_file_systems),
        cmocka_unit_test(import_iso9660__records_of_every_kind__become_items),
        cmocka_unit_test(import_iso9660__record_that_lies__is_refused),
        cmocka_unit_test(import_iso9660__root_without_records__is_refused),
        cmocka_unit_test(import_iso9660__several_records_that_disagree__are_refused),
        cmocka_unit_test(import_iso9660__names_that_differ_in_case__later_ones_get_a_number),
        cmocka_unit_test(import_reads_of__disc__items_are_its_blocks_and_a_million),
        cmocka_unit_test(import_add_file__no_items_left__is_DISC_DAMAGED),
        cmocka_unit_test(import_iso9660__directories_in_a_circle__are_refused),
        cmocka_unit_test(import_iso9660__many_directories__are_read_depth_first),
        cmocka_unit_test(import_iso9660__volume_descriptors__are_found_or_not),
        cmocka_unit_test(probe__path_table_of_the_whole_disc__is_not_read_behind_65535_directories),
        cmocka_unit_test(import_iso9660__items_of_the_tree__win),
        cmocka_unit_test(import_iso9660__kinds_collide__changes_nothing),
        cmocka_unit_test(import_iso9660__device_fails__is_its_number_and_block),
        cmocka_unit_test(import_iso9660__no_memory__changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
