/* fs/eltorito.c: the boot record and the boot catalog, against those of xorriso, and images that do not fit. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "fs/image.h"
#include "support/fs_fixture.h"
#include "support/vectors.h"

enum { ISO = FS_MASK(FS_ISO9660), JOLIET = FS_MASK(FS_JOLIET), UDF = FS_MASK(FS_UDF) };

static const struct fs_name_rules relaxed = {ISO | JOLIET | UDF, 1, false};

/* A tree of one file, and boot entries with sources of their own. */
struct fixture {
    struct fs_tree *tree;
    struct fs_plan_options options;
    struct fs_boot_entry entries[FS_BOOT_ENTRIES_MAX + 1];
    struct pattern_source *sources[FS_BOOT_ENTRIES_MAX + 1];
};

static void set_up(struct fixture *fixture, unsigned systems)
{
    memset(fixture, 0, sizeof *fixture);
    fixture->tree = fs_tree_create(&relaxed);
    fixture_file(fixture->tree, fs_tree_peek_root(fixture->tree), "file", &fixture_times,
                 &pattern_source_create(3000, 9)->source);
    fixture->options = fixture_options(systems, "BOOT");
    fixture->options.boot_entries = fixture->entries;
}

static void add_entry(struct fixture *fixture, uint8_t platform, enum fs_boot_emulation emulation, uint64_t size_bytes)
{
    size_t at = fixture->options.boot_entry_count++;

    fixture->sources[at] = pattern_source_create(size_bytes, 100 + (uint32_t)at);
    fixture->entries[at].platform = platform;
    fixture->entries[at].emulation = emulation;
    fixture->entries[at].source = &fixture->sources[at]->source;
}

static void tear_down(struct fixture *fixture)
{
    size_t i;

    for (i = 0; i < fixture->options.boot_entry_count; i++)
        fixture->entries[i].source->release(fixture->entries[i].source);
    fs_tree_destroy(fixture->tree);
    assert_int_equal(pattern_sources_live, 0);
}

static enum fs_status create(struct fixture *fixture)
{
    struct fs_failure failure;
    struct fs_plan *plan;
    enum fs_status status = fs_plan_create(fixture->tree, &fixture->options, &plan, &failure);

    fs_plan_destroy(plan);
    return status;
}

/* The bytes at an LBA are those of the image, and zeros to the end of the block. */
static void assert_image(const struct fs_plan *plan, uint32_t lba, const struct pattern_source *source)
{
    uint32_t count = (uint32_t)((source->source.size_bytes + FS_BLOCK_BYTES - 1) / FS_BLOCK_BYTES), i;
    uint8_t *bytes = fixture_read(plan, lba, count);

    for (i = 0; i < count * FS_BLOCK_BYTES; i++)
        assert_int_equal(bytes[i], i < source->source.size_bytes ? pattern_byte(source->seed, i) : 0);
    free(bytes);
}

/* The images of the vector: 4096 bytes for the BIOS, 1474560 for UEFI. Where things stand is compared by itself. */
static void plan__images_of_xorriso__record_and_catalog_equal_its_own(void **state)
{
    static const unsigned sets[] = {ISO, ISO | JOLIET, ISO | UDF, ISO | JOLIET | UDF, UDF};
    cJSON *file = vectors_load("vectors/fs/eltorito-xorriso.json");
    const cJSON *vectors = cJSON_GetObjectItem(file, "vectors");
    size_t i;

    (void)state;
    for (i = 0; i < sizeof sets / sizeof *sets; i++) {
        struct fixture fixture;
        struct fs_plan *plan;
        size_t record_bytes, catalog_bytes;
        uint8_t *record = vector_bytes(vector_string(cJSON_GetArrayItem(vectors, 1), "hex"), &record_bytes);
        uint8_t *catalog = vector_bytes(vector_string(cJSON_GetArrayItem(vectors, 2), "hex"), &catalog_bytes);
        uint8_t *actual, *actual_catalog;

        set_up(&fixture, sets[i]);
        add_entry(&fixture, 0, FS_BOOT_NO_EMULATION, 4096);
        add_entry(&fixture, 0xEF, FS_BOOT_NO_EMULATION, 1474560);
        plan = fixture_plan(fixture.tree, &fixture.options);
        actual = fixture_read(plan, 17, 1);
        assert_memory_equal(actual, record, 71);
        actual_catalog = fixture_read(plan, load_le32(actual + 71), 1);
        assert_image(plan, load_le32(actual_catalog + 32 + 8), fixture.sources[0]);
        assert_image(plan, load_le32(actual_catalog + 96 + 8), fixture.sources[1]);
        store_le32(actual_catalog + 32 + 8, 0x33); /* where xorriso has them */
        store_le32(actual_catalog + 96 + 8, 0x35);
        assert_memory_equal(actual_catalog, catalog, catalog_bytes);
        free(record);
        free(catalog);
        free(actual);
        free(actual_catalog);
        fs_plan_destroy(plan);
        tear_down(&fixture);
    }
    cJSON_Delete(file);
}

/* Beside UDF alone the boot record needs a volume of ISO 9660, whose root has nothing in it. */
static void plan__UDF_alone__has_a_volume_without_files_for_the_boot_record(void **state)
{
    static const char *const identifiers[] = {"CD001", "CD001", "CD001", "BEA01", "NSR02", "TEA01"};
    struct fixture fixture;
    struct fs_plan *plan;
    uint8_t *blocks, *root, *table, *partition;
    size_t i;

    (void)state;
    set_up(&fixture, UDF);
    add_entry(&fixture, 0, FS_BOOT_NO_EMULATION, 2048);
    plan = fixture_plan(fixture.tree, &fixture.options);
    blocks = fixture_read(plan, 16, 6);
    for (i = 0; i < 6; i++)
        assert_memory_equal(blocks + i * FS_BLOCK_BYTES + 1, identifiers[i], 5);
    assert_int_equal(blocks[0], 1);
    assert_int_equal(blocks[2 * FS_BLOCK_BYTES], 255);
    assert_int_equal(load_le32(blocks + 132), 10); /* path table: the root */
    /* file set, root, one ICB, two blocks of data; catalog, image, root directory, two path tables */
    assert_int_equal(load_le32(blocks + FS_BLOCK_BYTES + 71), 288 + 7);
    assert_int_equal(load_le32(blocks + 158), 288 + 9);
    assert_int_equal(load_le32(blocks + 140), 288 + 10);
    assert_int_equal(load_be32(blocks + 148), 288 + 11);
    root = fixture_read(plan, 288 + 9, 1);
    assert_int_equal(root[0], 34);
    assert_int_equal(root[34], 34);
    assert_int_equal(root[68], 0);
    table = fixture_read(plan, 288 + 10, 1);
    assert_memory_equal(table, "\1\0\x29\1\0\0\1\0\0\0\0", 11);
    partition = fixture_read(plan, 35, 1);
    assert_int_equal(load_le32(partition + 192), 12); /* all of it is in the partition */
    free(partition);
    free(table);
    free(root);
    free(blocks);
    fs_plan_destroy(plan);
    tear_down(&fixture);
}

/* El Torito 1.0, figures 2 to 5: checksum, section headers, manufacturer; sector counts by emulation and platform. */
static void plan__several_images__have_a_section_each(void **state)
{
    static const uint8_t manufacturer[24] = "Maker";
    struct fixture fixture;
    struct fs_plan *plan;
    uint8_t *record, *catalog;
    unsigned sum = 0, i;

    (void)state;
    set_up(&fixture, ISO);
    add_entry(&fixture, 1, FS_BOOT_FLOPPY_1_44, 1474560);
    add_entry(&fixture, 0, FS_BOOT_NO_EMULATION, 513);
    add_entry(&fixture, 0xEF, FS_BOOT_NO_EMULATION, 65536 * 512);
    add_entry(&fixture, 0, FS_BOOT_NO_EMULATION, 65536 * 512);
    memcpy(fixture.entries[0].manufacturer, manufacturer, 24);
    memcpy(fixture.entries[2].manufacturer, manufacturer, 24);
    plan = fixture_plan(fixture.tree, &fixture.options);
    record = fixture_read(plan, 17, 1);
    catalog = fixture_read(plan, load_le32(record + 71), 1);
    for (i = 0; i < 32; i += 2)
        sum += load_le16(catalog + i);
    assert_int_equal(sum & 0xFFFF, 0);
    assert_memory_equal(catalog + 4, manufacturer, 24);
    assert_int_equal(catalog[1], 1);
    assert_memory_equal(catalog + 32, "\x88\x02\0\0\0\0\1\0", 8);
    assert_memory_equal(catalog + 64, "\x90\0\1\0", 4);
    assert_memory_equal(catalog + 96, "\x88\0\0\0\0\0\2\0", 8);
    assert_memory_equal(catalog + 128, "\x90\xEF\1\0Maker", 9);
    assert_memory_equal(catalog + 160, "\x88\0\0\0\0\0\0\0", 8);
    assert_memory_equal(catalog + 192, "\x91\0\1\0", 4);
    assert_memory_equal(catalog + 224, "\x88\0\0\0\0\0\xFF\xFF", 8);
    assert_int_equal(catalog[256], 0);
    free(catalog);
    free(record);
    fs_plan_destroy(plan);
    tear_down(&fixture);
}

static void plan_create__as_many_images_as_the_catalog_holds__and_no_more(void **state)
{
    struct fixture fixture;
    struct fs_plan *plan;
    uint8_t *record, *catalog;
    int i;

    (void)state;
    set_up(&fixture, ISO | UDF);
    for (i = 0; i < FS_BOOT_ENTRIES_MAX; i++)
        add_entry(&fixture, 0, FS_BOOT_NO_EMULATION, 512);
    plan = fixture_plan(fixture.tree, &fixture.options);
    record = fixture_read(plan, 17, 1);
    catalog = fixture_read(plan, load_le32(record + 71), 1);
    assert_int_equal(catalog[62 * 32], 0x91);
    assert_int_equal(catalog[63 * 32], 0x88);
    assert_image(plan, load_le32(catalog + 63 * 32 + 8), fixture.sources[31]);
    free(catalog);
    free(record);
    fs_plan_destroy(plan);
    add_entry(&fixture, 0, FS_BOOT_NO_EMULATION, 512);
    assert_int_equal(create(&fixture), FS_OPTION_INVALID);
    tear_down(&fixture);
}

static void plan_create__image_that_does_not_fit__is_invalid(void **state)
{
    static const struct {
        enum fs_boot_emulation emulation;
        uint64_t size_bytes;
        enum fs_status status;
    } rows[] = {
        {FS_BOOT_NO_EMULATION, 1, FS_OK},
        {FS_BOOT_NO_EMULATION, 0, FS_BOOT_IMAGE_INVALID},
        {FS_BOOT_NO_EMULATION, UINT32_MAX, FS_OK},
        {FS_BOOT_NO_EMULATION, UINT64_C(0x100000000), FS_BOOT_IMAGE_INVALID},
        {FS_BOOT_FLOPPY_1_2, 1228800, FS_OK},
        {FS_BOOT_FLOPPY_1_2, 1474560, FS_BOOT_IMAGE_INVALID},
        {FS_BOOT_FLOPPY_1_44, 1474560, FS_OK},
        {FS_BOOT_FLOPPY_1_44, 1474559, FS_BOOT_IMAGE_INVALID},
        {FS_BOOT_FLOPPY_2_88, 2949120, FS_OK},
        {FS_BOOT_FLOPPY_2_88, 2949121, FS_BOOT_IMAGE_INVALID},
        {FS_BOOT_HARD_DISK, 511, FS_BOOT_IMAGE_INVALID},
        {FS_BOOT_HARD_DISK, 4096, FS_BOOT_IMAGE_INVALID}, /* no 55 AA */
        {(enum fs_boot_emulation)5, 4096, FS_OPTION_INVALID},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fixture fixture;

        set_up(&fixture, ISO);
        add_entry(&fixture, 0, rows[i].emulation, rows[i].size_bytes);
        assert_int_equal(create(&fixture), rows[i].status);
        tear_down(&fixture);
    }
}

static uint8_t disk[1024];

static int32_t disk_read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    (void)source;
    *got = (uint32_t)(offset < sizeof disk && count <= sizeof disk - offset ? count : 0);
    memcpy(bytes, disk + offset, *got);
    return 0;
}

static void plan_create__hard_disk__needs_one_partition_and_names_its_type(void **state)
{
    struct fixture fixture;
    struct fs_plan *plan;
    uint8_t *record, *catalog;

    (void)state;
    set_up(&fixture, ISO);
    add_entry(&fixture, 0, FS_BOOT_HARD_DISK, sizeof disk);
    fixture.sources[0]->source.read_at = disk_read_at;
    memset(disk, 0, sizeof disk);
    disk[510] = 0x55;
    disk[511] = 0xAA;
    assert_int_equal(create(&fixture), FS_BOOT_IMAGE_INVALID); /* no partition */
    disk[446 + 32 + 4] = 0x0C;
    plan = fixture_plan(fixture.tree, &fixture.options);
    record = fixture_read(plan, 17, 1);
    catalog = fixture_read(plan, load_le32(record + 71), 1);
    assert_memory_equal(catalog + 32, "\x88\4\0\0\x0C\0\1\0", 8);
    free(catalog);
    free(record);
    fs_plan_destroy(plan);
    disk[446 + 4] = 0x83;
    assert_int_equal(create(&fixture), FS_BOOT_IMAGE_INVALID); /* two */
    tear_down(&fixture);
}

static void plan_create__disk_that_cannot_be_read__hands_on_the_failure(void **state)
{
    struct fs_failure failure;
    struct fixture fixture;
    struct fs_plan *plan;

    (void)state;
    set_up(&fixture, UDF);
    add_entry(&fixture, 0, FS_BOOT_HARD_DISK, 100000);
    fixture.sources[0]->fails_at = 100;
    assert_int_equal(fs_plan_create(fixture.tree, &fixture.options, &plan, &failure), FS_SOURCE_FAILED);
    assert_int_equal(failure.source_result, -5);
    assert_null(plan);
    fixture.sources[0]->fails_at = UINT64_MAX;
    fixture.sources[0]->ends_at = 511;
    assert_int_equal(fs_plan_create(fixture.tree, &fixture.options, &plan, &failure), FS_SOURCE_SHORT);
    fixture.options.boot_entries = NULL;
    assert_int_equal(fs_plan_create(fixture.tree, &fixture.options, &plan, &failure), FS_OPTION_INVALID);
    fixture.options.boot_entries = fixture.entries;
    tear_down(&fixture);
}

static void plan_create__each_allocation_fails__leaks_nothing(void **state)
{
    struct fixture fixture;
    long before, nth;

    (void)state;
    set_up(&fixture, UDF);
    add_entry(&fixture, 0, FS_BOOT_NO_EMULATION, 512);
    before = base_alloc_live();
    for (nth = 1;; nth++) {
        enum fs_status status;

        base_alloc_fail_nth(nth);
        status = create(&fixture);
        assert_int_equal(base_alloc_live(), before);
        if (base_alloc_fail_nth(0)) {
            assert_int_equal(status, FS_OK);
            break;
        }
        assert_int_equal(status, FS_OUT_OF_MEMORY);
    }
    assert_true(nth > 8);
    tear_down(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan__images_of_xorriso__record_and_catalog_equal_its_own),
        cmocka_unit_test(plan__UDF_alone__has_a_volume_without_files_for_the_boot_record),
        cmocka_unit_test(plan__several_images__have_a_section_each),
        cmocka_unit_test(plan_create__as_many_images_as_the_catalog_holds__and_no_more),
        cmocka_unit_test(plan_create__image_that_does_not_fit__is_invalid),
        cmocka_unit_test(plan_create__hard_disk__needs_one_partition_and_names_its_type),
        cmocka_unit_test(plan_create__disk_that_cannot_be_read__hands_on_the_failure),
        cmocka_unit_test(plan_create__each_allocation_fails__leaks_nothing),
    };

    return cmocka_run_group_tests_name("fs_eltorito", tests, NULL, NULL);
}
