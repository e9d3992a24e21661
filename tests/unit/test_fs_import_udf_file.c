/* fs/import_udf_file.c, import_udf_directory.c: ICBs, allocation descriptors, directories and streams of any kind,
 * typed from ECMA-167 part 4 over the volume that Microsoft's imapi2fs.dll recorded.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "fs/image.h"
#include "fs/import_udf_file.h"
#include "support/fs_fixture.h"
#include "support/import_fixture.h"
#include "support/recorded_disc.h"

enum { SHORT, LONG, EXTENDED, EMBEDDED };

/* Kinds of extents in an allocation descriptor. */
enum { RECORDED, ALLOCATED, UNALLOCATED, MORE };

struct ad {
    unsigned kind;
    uint32_t bytes, block;
    uint16_t partition;
};

/* At `to`; ECMA-167 4/14.14.1 and 14.14.2. Returns the bytes. */
static uint32_t put_ads(uint8_t *to, unsigned form, const struct ad *ads, size_t count)
{
    uint32_t step = form == LONG ? 16 : 8;
    size_t i;

    for (i = 0; i < count; i++) {
        store_le32(to + i * step, ads[i].bytes | ads[i].kind << 30);
        store_le32(to + i * step + 4, ads[i].block);
        if (form == LONG) store_le16(to + i * step + 8, ads[i].partition);
    }
    return (uint32_t)count * step;
}

/* Give the File Entry in the block another size and other descriptors. */
static void set_ads(uint8_t *entry, unsigned form, uint64_t size_bytes, const struct ad *ads, size_t count)
{
    memset(entry + 176, 0, FS_BLOCK_BYTES - 176);
    store_le16(entry + 34, (uint16_t)form);
    store_le64(entry + 56, size_bytes);
    store_le32(entry + 172, put_ads(entry + 176, form, ads, count));
    store_le16(entry + 10, (uint16_t)(160 + load_le32(entry + 172)));
    retag(entry);
}

/* An Allocation Extent Descriptor; 4/14.5. */
static void put_aed(uint8_t *block, unsigned form, const struct ad *ads, size_t count)
{
    memset(block, 0, FS_BLOCK_BYTES);
    store_le16(block, 258);
    store_le16(block + 10, 8);
    store_le32(block + 20, put_ads(block + 24, form, ads, count));
    retag(block);
}

/* Import, and compare what became of "Autounattend.xml". */
static void assert_file(const char *what, const struct recorded_disc *disc, enum fs_status status, const char *expected)
{
    struct imported imported;
    char line[1024] = "";

    import_from(&imported, disc->bytes, disc->block_count, FS_UDF, 0, NULL);
    if (status == FS_OK)
        snprintf(line, sizeof line, "scripts/\nscripts/a 1155 @320+1155\nAutounattend.xml %s\n", expected);
    if (imported.status != status) fail_msg("%s: status %d", what, imported.status);
    if (strcmp(imported.text, line) != 0) fail_msg("%s: %s", what, imported.text);
    imported_free(&imported);
}

static void import_udf__allocation_descriptors__become_extents(void **state)
{
    static const struct {
        const char *what;
        unsigned form;
        uint64_t size_bytes;
        struct ad ads[5];
        size_t count;
        enum fs_status status;
        const char *expected;
    } rows[] = {
        {"short", SHORT, 5000, {{RECORDED, 5000, 40, 0}}, 1, FS_OK, "5000 @328+5000"},
        {"long", LONG, 5000, {{RECORDED, 5000, 40, 0}}, 1, FS_OK, "5000 @328+5000"},
        {"long in a partition that is not there", LONG, 5, {{RECORDED, 5, 40, 1}}, 1, FS_DISC_DAMAGED, ""},
        {"last block of the partition", SHORT, 2048, {{RECORDED, 2048, 85, 0}}, 1, FS_OK, "2048 @373+2048"},
        {"behind the partition", SHORT, 2048, {{RECORDED, 2048, 86, 0}}, 1, FS_DISC_DAMAGED, ""},
        {"beyond the partition", SHORT, 2049, {{RECORDED, 2049, 85, 0}}, 1, FS_DISC_DAMAGED, ""},
        {"far behind", SHORT, 2048, {{RECORDED, 2048, UINT32_MAX, 0}}, 1, FS_DISC_DAMAGED, ""},
        {"two that touch", SHORT, 4096, {{RECORDED, 2048, 40, 0}, {RECORDED, 2048, 41, 0}}, 2, FS_OK, "4096 @328+4096"},
        {"two apart",
         SHORT,
         4196,
         {{RECORDED, 4096, 40, 0}, {RECORDED, 100, 60, 0}},
         2,
         FS_OK,
         "4196 @328+4096 @348+100"},
        {"not recorded",
         SHORT,
         8192,
         {{RECORDED, 2048, 40, 0}, {ALLOCATED, 2048, 41, 0}, {UNALLOCATED, 2048, 0, 0}, {RECORDED, 2048, 42, 0}},
         4,
         FS_OK,
         "8192 @328+2048 ~329+2048 ~+2048 @330+2048"},
        {"allocated behind the partition", SHORT, 2048, {{ALLOCATED, 2048, 86, 0}}, 1, FS_DISC_DAMAGED, ""},
        {"no bytes", SHORT, 0, {{0, 0, 0, 0}}, 0, FS_OK, "0"},
        {"space behind the end", SHORT, 3000, {{RECORDED, 8192, 40, 0}}, 1, FS_OK, "3000 @328+3000"},
        {"an extent behind the end",
         SHORT,
         2048,
         {{RECORDED, 2048, 40, 0}, {ALLOCATED, 2048, 999, 0}},
         2,
         FS_OK,
         "2048 @328+2048"},
        {"an end in front of the last",
         SHORT,
         2049,
         {{RECORDED, 2048, 40, 0}, {0, 0, 0, 0}, {RECORDED, 1, 50, 0}},
         3,
         FS_DISC_DAMAGED,
         ""},
        {"fewer bytes than the size", SHORT, 2049, {{RECORDED, 2048, 40, 0}}, 1, FS_DISC_DAMAGED, ""},
        {"a part of a block in front",
         SHORT,
         2148,
         {{RECORDED, 100, 40, 0}, {RECORDED, 2048, 41, 0}},
         2,
         FS_DISC_DAMAGED,
         ""},
        {"largest size", SHORT, UINT64_MAX, {{RECORDED, 2048, 40, 0}}, 1, FS_DISC_DAMAGED, ""},
        {"extended descriptors", EXTENDED, 5000, {{RECORDED, 5000, 40, 0}}, 1, FS_FEATURE_UNSUPPORTED, ""},
        {"descriptors of form 7", 7, 5000, {{RECORDED, 5000, 40, 0}}, 1, FS_FEATURE_UNSUPPORTED, ""},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct recorded_disc disc = recorded_disc_imapi();

        set_ads(recorded_block(&disc, IMAPI_FILE_ICB), rows[i].form, rows[i].size_bytes, rows[i].ads, rows[i].count);
        assert_file(rows[i].what, &disc, rows[i].status, rows[i].expected);
        recorded_disc_free(&disc);
    }
}

static void import_udf__lengths_in_an_entry__are_not_trusted(void **state)
{
    static const struct {
        const char *what;
        uint32_t offset, value;
        enum fs_status status;
    } rows[] = {
        {"attributes to the end of the block", 168, 2048 - 176 - 8, FS_DISC_DAMAGED}, /* no descriptor: no bytes */
        {"attributes longer than the block", 168, 2048 - 176 - 7, FS_DISC_DAMAGED},
        {"attributes of 4 GiB", 168, UINT32_MAX, FS_DISC_DAMAGED},
        {"descriptors to the end of the block", 172, 2048 - 176, FS_OK},
        {"descriptors longer than the block", 172, 2048 - 176 + 1, FS_DISC_DAMAGED},
        {"descriptors of 4 GiB", 172, UINT32_MAX, FS_DISC_DAMAGED},
        {"half a descriptor", 172, 7, FS_DISC_DAMAGED},
        {"no descriptor", 172, 0, FS_DISC_DAMAGED},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct recorded_disc disc = recorded_disc_imapi();
        uint8_t *entry = recorded_block(&disc, IMAPI_FILE_ICB);

        store_le32(entry + rows[i].offset, rows[i].value);
        retag(entry);
        assert_file(rows[i].what, &disc, rows[i].status, "18372 @365+18372");
        recorded_disc_free(&disc);
    }
}

/* More than the list of extents begins with. */
static void import_udf__many_extents__are_all_kept(void **state)
{
    struct recorded_disc disc = recorded_disc_imapi();
    struct ad ads[40];
    char expected[512];
    unsigned i;

    (void)state;
    snprintf(expected, sizeof expected, "%u", 40 * 2048);
    for (i = 0; i < 40; i++) {
        ads[i] = (struct ad){RECORDED, 2048, 85 - i, 0};
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected), " @%u+2048", 373 - i);
    }
    set_ads(recorded_block(&disc, IMAPI_FILE_ICB), SHORT, 40 * 2048, ads, 40);
    assert_file("forty", &disc, FS_OK, expected);
    recorded_disc_free(&disc);
}

/* Blocks 10, 11 and 12 of the partition have more descriptors. */
static void import_udf__descriptors_in_several_extents__are_followed(void **state)
{
    static const struct ad icb[] = {{RECORDED, 2048, 40, 0}, {MORE, 2048, 10, 0}, {RECORDED, 2048, 99, 0}};
    static const struct ad second[] = {{RECORDED, 2048, 50, 0}, {MORE, 2048, 11, 0}};
    static const struct ad third[] = {{RECORDED, 100, 60, 0}};
    static const unsigned forms[] = {SHORT, LONG};
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        struct recorded_disc disc = recorded_disc_imapi();

        set_ads(recorded_block(&disc, IMAPI_FILE_ICB), forms[i], 4196, icb, 3);
        put_aed(recorded_block(&disc, IMAPI_PARTITION + 10), forms[i], second, 2);
        put_aed(recorded_block(&disc, IMAPI_PARTITION + 11), forms[i], third, 1);
        assert_file("three rows", &disc, FS_OK, "4196 @328+2048 @338+2048 @348+100");
        store_le32(recorded_block(&disc, IMAPI_PARTITION + 11) + 20, 2048 - 23);
        retag(recorded_block(&disc, IMAPI_PARTITION + 11));
        assert_file("longer than its block", &disc, FS_DISC_DAMAGED, "");
        memset(recorded_block(&disc, IMAPI_PARTITION + 11), 0, FS_BLOCK_BYTES);
        assert_file("no descriptor", &disc, FS_DISC_DAMAGED, "");
        recorded_disc_free(&disc);
    }
}

/* The third leads to the second again; each has one block more, so that the file never ends. */
static void import_udf__descriptors_in_a_circle__are_refused_at_once(void **state)
{
    static const struct ad icb[] = {{MORE, 2048, 10, 0}};
    static const struct ad second[] = {{UNALLOCATED, 2048, 0, 0}, {MORE, 2048, 11, 0}};
    static const struct ad third[] = {{UNALLOCATED, 2048, 0, 0}, {MORE, 2048, 10, 0}};
    struct recorded_disc recorded = recorded_disc_imapi();
    struct import_udf_address address = {6, 0};
    struct import_udf_volume volume;
    struct import_udf_file file;
    struct memory_device device;
    struct import_reads reads;
    struct fs_disc *disc;
    uint64_t before;

    (void)state;
    memset(&file, 0, sizeof file);
    set_ads(recorded_block(&recorded, IMAPI_FILE_ICB), SHORT, UINT64_C(1) << 62, icb, 1);
    put_aed(recorded_block(&recorded, IMAPI_PARTITION + 10), SHORT, second, 2);
    put_aed(recorded_block(&recorded, IMAPI_PARTITION + 11), SHORT, third, 2);
    memory_device_init(&device, recorded.bytes, recorded.block_count);
    disc = fs_disc_create(&device.device);
    reads = import_reads_of(disc);
    assert_int_equal(import_udf_find(&reads, 0, &volume), FS_OK);
    before = reads.blocks_left;
    assert_int_equal(import_udf_read_file(&reads, &volume, address, &file), FS_DISC_DAMAGED);
    assert_true(before - reads.blocks_left < 10);
    import_udf_file_free(&file);
    import_udf_volume_free(&volume);
    fs_disc_destroy(disc);
    put_aed(recorded_block(&recorded, IMAPI_PARTITION + 10), SHORT, icb, 1);
    assert_file("circle of one without bytes", &recorded, FS_DISC_DAMAGED, "");
    recorded_disc_free(&recorded);
}

static void import_udf__embedded_bytes__are_copied(void **state)
{
    static const struct ad none = {0, 0, 0, 0};
    struct recorded_disc disc = recorded_disc_imapi();
    uint8_t *entry = recorded_block(&disc, IMAPI_FILE_ICB);
    struct fs_failure failure;
    struct imported imported;
    uint8_t bytes[6];

    (void)state;
    set_ads(entry, EMBEDDED, 5, &none, 1); /* 8 bytes of descriptors, 5 of them the file's */
    memcpy(entry + 176, "hello, w", 8);
    retag(entry);
    import_from(&imported, disc.bytes, disc.block_count, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    assert_string_equal(imported.text, "scripts/\nscripts/a 1155 @320+1155\nAutounattend.xml 5 =\n");
    memset(entry, 0, FS_BLOCK_BYTES); /* the bytes are a copy */
    assert_int_equal(fs_source_read(fs_tree_peek_root(imported.tree)->last_child->source, 1, bytes, 4, &failure),
                     FS_OK);
    assert_memory_equal(bytes, "ello", 4);
    assert_int_equal(fs_source_read(fs_tree_peek_root(imported.tree)->last_child->source, 1, bytes, 5, &failure),
                     FS_SOURCE_SHORT);
    imported_free(&imported);
    recorded_disc_free(&disc);
    disc = recorded_disc_imapi();
    set_ads(recorded_block(&disc, IMAPI_FILE_ICB), EMBEDDED, 9, &none, 1);
    assert_file("more bytes than there are", &disc, FS_DISC_DAMAGED, "");
    set_ads(recorded_block(&disc, IMAPI_FILE_ICB), EMBEDDED, 0, &none, 0);
    assert_file("none", &disc, FS_OK, "0");
    recorded_disc_free(&disc);
}

static void import_udf__kinds_of_icbs__are_told_apart(void **state)
{
    static const struct {
        const char *what;
        uint32_t offset;
        uint16_t value;
        enum fs_status status;
        const char *expected;
    } rows[] = {
        {"file", 27, 5, FS_OK, "18372 @365+18372"},
        {"real-time file", 27, 249, FS_OK, "18372 @365+18372 r"},
        {"symbolic link", 27, 12, FS_FEATURE_UNSUPPORTED, ""},
        {"no type", 27, 0, FS_FEATURE_UNSUPPORTED, ""},
        {"device", 27, 6, FS_FEATURE_UNSUPPORTED, ""},
        {"directory that is called a file", 27, 4, FS_DISC_DAMAGED, ""},
        {"strategy 4096", 20, 4096, FS_FEATURE_UNSUPPORTED, ""},
        {"strategy 0", 20, 0, FS_FEATURE_UNSUPPORTED, ""},
        {"Indirect Entry", 0, 259, FS_FEATURE_UNSUPPORTED, ""},
        {"Terminal Entry", 0, 260, FS_DISC_DAMAGED, ""},
        {"File Identifier Descriptor", 0, 257, FS_DISC_DAMAGED, ""},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct recorded_disc disc = recorded_disc_imapi();
        uint8_t *entry = recorded_block(&disc, IMAPI_FILE_ICB);

        if (rows[i].offset == 27) {
            entry[27] = (uint8_t)rows[i].value;
        } else {
            store_le16(entry + rows[i].offset, rows[i].value);
        }
        retag(entry);
        assert_file(rows[i].what, &disc, rows[i].status, rows[i].expected);
        entry[60] ^= 1; /* the CRC no longer fits */
        assert_file(rows[i].what, &disc, FS_DISC_DAMAGED, "");
        entry[60] ^= 1;
        entry[6] ^= 1; /* the checksum of the tag no longer fits */
        assert_file(rows[i].what, &disc, FS_DISC_DAMAGED, "");
        recorded_disc_free(&disc);
    }
}

/* What stands in "scripts" behind the parent, and how the import ends; `expected` are the lines of its items. */
static void import_udf__identifiers__become_items(void **state)
{
    static const struct {
        const char *what;
        uint8_t characteristics;
        uint32_t block;
        const char *name;
        size_t name_bytes;
        enum fs_status status;
        const char *expected;
    } rows[] = {
        {"8 bits", 0, 7, "\xE9t", 2, FS_OK, "scripts/\\u00e9t 1155 @320+1155\n"},
        {"16 bits", 0, 7, "\20\xD8\1\0x", 5, FS_OK, "scripts/\\ud801x 1155 @320+1155\n"},
        {"16 bits and a byte more", 0, 7, "\20\0x\0", 4, FS_OK, "scripts/x 1155 @320+1155\n"},
        {"hidden", 1, 7, "x", 1, FS_OK, "scripts/x 1155 @320+1155 h\n"},
        {"deleted", 4, 7, "x/y", 3, FS_OK, ""},
        {"deleted, by its compression ID", 0, 7, "\376x", 2, FS_OK, ""},
        {"deleted, by the other", 0, 7, "\377\0x", 3, FS_OK, ""},
        {"another parent", 8, 7, "x", 1, FS_OK, ""},
        {"characters that a name may not have here", 0, 7, "a:b*?", 5, FS_OK, "scripts/a:b*? 1155 @320+1155\n"},
        {"a name without characters", 0, 7, "", 0, FS_NAME_INVALID, ""},
        {"16 bits and no character", 0, 7, "\20", 1, FS_NAME_INVALID, ""},
        {"slash", 0, 7, "a/b", 3, FS_NAME_INVALID, ""},
        {"backslash", 0, 7, "a\\b", 3, FS_NAME_INVALID, ""},
        {"NUL", 0, 7, "a\0b", 3, FS_NAME_INVALID, ""},
        {"itself", 0, 7, ".", 1, FS_NAME_INVALID, ""},
        {"the parent", 2, 7, "..", 2, FS_NAME_INVALID, ""},
        {"a name that differs in case", 0, 7, "A", 1, FS_OK, "scripts/A_1 1155 @320+1155\n"},
        {"no ICB", 0, 20, "x", 1, FS_DISC_DAMAGED, ""},
        {"ICB behind the partition", 0, 86, "x", 1, FS_DISC_DAMAGED, ""},
        {"directory whose ICB is a file's", 2, 7, "x", 1, FS_DISC_DAMAGED, ""},
        {"the directory in itself", 2, 4, "x", 1, FS_DISC_DAMAGED, ""},
        {"the root", 2, 2, "x", 1, FS_DISC_DAMAGED, ""},
        {"another name of the file", 0, 6, "x", 1, FS_OK, "scripts/x 18372 @365+18372\n"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct recorded_disc disc = recorded_disc_imapi();
        uint8_t *at = recorded_block(&disc, IMAPI_SCRIPTS_FIDS) + 80, *end;
        struct imported imported;
        char text[512] = "";

        end = at + put_identifier(at, rows[i].characteristics, rows[i].block, 0, rows[i].name, rows[i].name_bytes, 0);
        put_identifier(end, 4, 7, 0, "b", 1, (uint16_t)(2016 - (end - recorded_block(&disc, IMAPI_SCRIPTS_FIDS)) - 40));
        import_from(&imported, disc.bytes, disc.block_count, FS_UDF, 0, NULL);
        if (imported.status != rows[i].status) fail_msg("%s: status %d", rows[i].what, imported.status);
        if (imported.status == FS_OK)
            snprintf(text, sizeof text, "scripts/\nscripts/a 1155 @320+1155\n%sAutounattend.xml 18372 @365+18372\n",
                     rows[i].expected);
        if (strcmp(imported.text, text) != 0) fail_msg("%s: %s", rows[i].what, imported.text);
        imported_free(&imported);
        recorded_disc_free(&disc);
    }
}

static void import_udf__lengths_of_identifiers__are_not_trusted(void **state)
{
    static const struct {
        const char *what;
        enum fs_status status;
        size_t offset; /* in the identifier of "a", which begins at 40; or of the size of the directory: 0 */
        uint32_t value;
    } rows[] = {
        {"another tag", FS_DISC_DAMAGED, 40, 256},
        {"name behind the end", FS_DISC_DAMAGED, 40 + 36, 2000},
        {"implementation use of 64 KiB", FS_DISC_DAMAGED, 40 + 36, 65535},
        {"directory of a parent alone", FS_OK, 0, 40},
        {"directory that ends within an identifier's name", FS_DISC_DAMAGED, 0, 40 + 39},
        {"directory that ends within an identifier", FS_OK, 0, 40 + 37},  /* no room for one */
        {"directory without the padding of the last", FS_OK, 0, 40 + 42}, /* of 44 bytes, with the name "abc" */
        {"directory of two blocks, of which one is zero", FS_DISC_DAMAGED, 0, 2100},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct recorded_disc disc = recorded_disc_imapi();
        struct ad ad = {RECORDED, rows[i].value, 5, 0};
        struct imported imported;

        if (rows[i].value == 40 + 42)
            put_identifier(recorded_block(&disc, IMAPI_SCRIPTS_FIDS) + 40, 0, 7, 0, "abc", 3, 0);
        if (rows[i].offset) {
            store_le16(recorded_block(&disc, IMAPI_SCRIPTS_FIDS) + rows[i].offset, (uint16_t)rows[i].value);
        } else {
            set_ads(recorded_block(&disc, IMAPI_SCRIPTS_ICB), SHORT, rows[i].value, &ad, 1);
        }
        import_from(&imported, disc.bytes, disc.block_count, FS_UDF, 0, NULL);
        if (imported.status != rows[i].status) fail_msg("%s: status %d", rows[i].what, imported.status);
        imported_free(&imported);
        recorded_disc_free(&disc);
    }
}

static void import_udf__directory_that_is_not_recorded__is_refused(void **state)
{
    static const struct ad zeros = {UNALLOCATED, 2016, 0, 0}, stale = {ALLOCATED, 2016, 5, 0};
    static const struct ad pieces[] = {{RECORDED, 2048, 5, 0}, {RECORDED, 2048, 5, 0}};
    struct recorded_disc disc = recorded_disc_imapi();

    (void)state;
    set_ads(recorded_block(&disc, IMAPI_SCRIPTS_ICB), SHORT, 2016, &zeros, 1);
    assert_file("zeros", &disc, FS_DISC_DAMAGED, "");
    set_ads(recorded_block(&disc, IMAPI_SCRIPTS_ICB), SHORT, 2016, &stale, 1);
    assert_file("blocks that are not its own yet", &disc, FS_DISC_DAMAGED, "");
    set_ads(recorded_block(&disc, IMAPI_SCRIPTS_ICB), SHORT, 4096, pieces, 2);
    assert_file("one block twice", &disc, FS_DISC_DAMAGED, "");
    recorded_disc_free(&disc);
}

/* An Extended File Entry with one extent; ECMA-167 4/14.17. */
static void put_extended(uint8_t *block, uint8_t type, uint32_t size_bytes, uint32_t first, uint32_t stream_directory)
{
    struct ad ad = {RECORDED, size_bytes, first, 0};

    memset(block, 0, FS_BLOCK_BYTES);
    store_le16(block, 266);
    store_le16(block + 10, 208);
    store_le16(block + 20, 4);
    block[27] = type;
    store_le64(block + 56, size_bytes);
    memcpy(block + 80, "\x00\x10\xe2\x07\x07\x05\x06\x3a\x09", 9);  /* accessed */
    memcpy(block + 92, "\x3c\x10\xe2\x07\x07\x05\x07\x24\x05", 9);  /* modified, at 60 minutes in front of UTC */
    memcpy(block + 104, "\xc4\x1f\xe2\x07\x07\x05\x07\x24\x05", 9); /* created, at 60 minutes behind UTC */
    if (stream_directory) store_le32(block + 152, 2048);
    store_le32(block + 156, stream_directory);
    store_le32(block + 212, put_ads(block + 216, SHORT, &ad, 1));
    retag(block);
}

/* The file has a directory of streams in block 20, with identifiers in 21: streams in 22 and 23. */
static struct recorded_disc load_streams(void)
{
    struct recorded_disc disc = recorded_disc_imapi();
    uint8_t *start = recorded_block(&disc, IMAPI_PARTITION + 21), *at = start;

    at += put_identifier(at, 0x0A, 6, 0, "", 0, 0);
    at += put_identifier(at, 0, 22, 0, "one", 3, 0);
    at += put_identifier(at, 0x10, 23, 0, "*UDF Backup", 11, 0);
    at += put_identifier(at, 0x10, 22, 0, "two", 3, 0);
    put_extended(recorded_block(&disc, IMAPI_FILE_ICB), 5, 18372, 77, 20);
    put_extended(recorded_block(&disc, IMAPI_PARTITION + 20), 13, (uint32_t)(at - start), 21, 0);
    put_extended(recorded_block(&disc, IMAPI_PARTITION + 22), 5, 7, 30, 0);
    return disc;
}

static void import_udf__named_streams__are_kept(void **state)
{
    struct recorded_disc disc = load_streams();
    const struct fs_node *file;
    struct imported imported;

    (void)state;
    import_from(&imported, disc.bytes, disc.block_count, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    assert_string_equal(imported.text, "scripts/\nscripts/a 1155 @320+1155\n"
                                       "Autounattend.xml 18372 @365+18372\n"
                                       "Autounattend.xml:one 7 @318+7\n"
                                       "Autounattend.xml:two 7 @318+7\n");
    assert_string_equal(imported.reported, ". Autounattend.xml scripts a ");
    file = fs_tree_peek_root(imported.tree)->last_child;
    assert_int_equal(file->times.accessed_s, 1530773889);
    assert_int_equal(file->times.modified_s, 1530776165 - 3600);
    assert_int_equal(file->times.created_s, 1530776165 + 3600);
    imported_free(&imported);
    recorded_disc_free(&disc);
}

/* As of a file: a name that only this program's clients may not give is kept, and one that breaks a path is refused. */
static void import_udf__name_of_a_stream__has_to_stand_in_a_path(void **state)
{
    struct recorded_disc disc = load_streams();
    uint8_t *name = recorded_block(&disc, IMAPI_PARTITION + 21) + 40 + 38 + 1;
    struct imported imported;

    (void)state;
    assert_memory_equal(name, "one", 3);
    memcpy(name, "o?\r", 3);
    import_from(&imported, disc.bytes, disc.block_count, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_OK);
    assert_memory_equal(fs_tree_peek_root(imported.tree)->last_child->first_stream->name, u"o?\r", 6);
    imported_free(&imported);
    name[1] = '/';
    import_from(&imported, disc.bytes, disc.block_count, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_NAME_INVALID);
    imported_free(&imported);
    recorded_disc_free(&disc);
}

static void import_udf__named_streams_that_are_none__are_refused(void **state)
{
    struct recorded_disc disc = load_streams();
    struct imported imported;

    (void)state;
    put_extended(recorded_block(&disc, IMAPI_PARTITION + 22), 4, 7, 30, 0);
    assert_file("stream that is a directory", &disc, FS_DISC_DAMAGED, "");
    put_extended(recorded_block(&disc, IMAPI_PARTITION + 20), 4, 40, 21, 0);
    assert_file("directory of another type", &disc, FS_DISC_DAMAGED, "");
    put_extended(recorded_block(&disc, IMAPI_PARTITION + 20), 13, 40, 21, 0);
    assert_file("none", &disc, FS_OK, "18372 @365+18372");
    recorded_disc_free(&disc);
    disc = load_streams();
    memcpy(recorded_block(&disc, IMAPI_PARTITION + 2), recorded_block(&disc, IMAPI_FILE_ICB), FS_BLOCK_BYTES);
    put_extended(recorded_block(&disc, IMAPI_PARTITION + 2), 4, 168, 3, 20);
    import_from(&imported, disc.bytes, disc.block_count, FS_UDF, 0, NULL);
    assert_int_equal(imported.status, FS_FEATURE_UNSUPPORTED);
    assert_string_equal(imported.failure.feature, "a named stream of a directory");
    imported_free(&imported);
    recorded_disc_free(&disc);
}

/* A directory of so many names of one file, in the blocks behind the anchor: 44 bytes each. */
static enum fs_status import_links(unsigned links)
{
    enum { FIRST = 100, LINK_BYTES = 48, BLOCKS = 260 };
    struct recorded_disc disc = recorded_disc_imapi();
    struct ad ad = {RECORDED, links * LINK_BYTES, FIRST, 0};
    uint8_t *at = recorded_block(&disc, IMAPI_PARTITION + FIRST);
    struct imported imported;
    struct fs_import_failure failure;
    struct fs_import_options options = {FS_UDF, 0, NULL, NULL};
    static const struct fs_name_rules rules = {FS_MASK(FS_UDF), 2, false};
    struct fs_tree *tree = fs_tree_create(&rules);
    struct fs_disc *reader;
    enum fs_status status;
    unsigned i;

    memset(&imported, 0, sizeof imported);
    assert_true(links * LINK_BYTES <= BLOCKS * FS_BLOCK_BYTES);
    for (i = 0; i < links; i++) {
        char name[16];

        snprintf(name, sizeof name, "link%04u", i);
        at += put_identifier(at, 0, 7, 0, name, 8, 0);
    }
    set_ads(recorded_block(&disc, IMAPI_SCRIPTS_ICB), SHORT, ad.bytes, &ad, 1);
    store_le32(recorded_block(&disc, 35) + 192, FIRST + BLOCKS - 8);
    retag(recorded_block(&disc, 35));
    memory_device_init(&imported.device, disc.bytes, disc.block_count);
    reader = fs_disc_create(&imported.device.device);
    status = fs_import(tree, reader, &options, &failure);
    if (status == FS_OK) assert_int_equal(fs_tree_files(tree), links + 1);
    fs_tree_destroy(tree);
    fs_disc_destroy(reader);
    recorded_disc_free(&disc);
    return status;
}

static void import_udf__many_names_of_one_file__have_a_limit_by_the_size_of_the_disc(void **state)
{
    (void)state;
    assert_int_equal(import_links(5000), FS_OK);
    assert_int_equal(import_links(5600), FS_DISC_DAMAGED); /* 2 * 640 + 4096 blocks may be read */
}

static void import_udf__no_memory__changes_nothing(void **state)
{
    static const struct fs_name_rules rules = {FS_MASK(FS_UDF), 2, false};
    struct recorded_disc recorded = load_streams();
    struct memory_device device;

    (void)state;
    memory_device_init(&device, recorded.bytes, recorded.block_count);
    import_without_memory(&device, FS_UDF, &rules, 15);
    recorded_disc_free(&recorded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(import_udf__allocation_descriptors__become_extents),
        cmocka_unit_test(import_udf__lengths_in_an_entry__are_not_trusted),
        cmocka_unit_test(import_udf__many_extents__are_all_kept),
        cmocka_unit_test(import_udf__descriptors_in_several_extents__are_followed),
        cmocka_unit_test(import_udf__descriptors_in_a_circle__are_refused_at_once),
        cmocka_unit_test(import_udf__embedded_bytes__are_copied),
        cmocka_unit_test(import_udf__kinds_of_icbs__are_told_apart),
        cmocka_unit_test(import_udf__identifiers__become_items),
        cmocka_unit_test(import_udf__lengths_of_identifiers__are_not_trusted),
        cmocka_unit_test(import_udf__directory_that_is_not_recorded__is_refused),
        cmocka_unit_test(import_udf__named_streams__are_kept),
        cmocka_unit_test(import_udf__name_of_a_stream__has_to_stand_in_a_path),
        cmocka_unit_test(import_udf__named_streams_that_are_none__are_refused),
        cmocka_unit_test(import_udf__many_names_of_one_file__have_a_limit_by_the_size_of_the_disc),
        cmocka_unit_test(import_udf__no_memory__changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
