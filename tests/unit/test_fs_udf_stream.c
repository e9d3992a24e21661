/* fs/udf_stream.c: named streams and real-time files, found as a reader finds them. Offsets are those of ECMA-167
 * 4/14.4, 4/14.17 and of OSTA UDF 2.01 3.3.5, written out.
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
#include "fs/estimate.h"
#include "fs/image.h"
#include "support/fs_fixture.h"

static const struct fs_name_rules all = {7, 1, false};

enum { PARTITION = 288, FILE_TIME = 1000000000 };

static struct fs_node *add_stream(struct fs_tree *tree, struct fs_node *file, const char *name, uint64_t size,
                                  uint32_t seed)
{
    uint16_t units[FS_NAME_MAX];
    size_t count = fs_units(name, units);
    struct fs_node *stream;

    assert_int_equal(fs_tree_add_stream(tree, file, units, count, &pattern_source_create(size, seed)->source, &stream),
                     FS_OK);
    return stream;
}

/* A directory, a file without streams, one of 3000 bytes with streams of 26 and 5000 bytes, and a real-time file. */
static struct fs_tree *stream_tree(void)
{
    static const struct fs_times times = {FILE_TIME, FILE_TIME, FILE_TIME};
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_node *root = fs_tree_peek_root(tree), *file;

    fixture_directory(tree, root, "d", &fixture_times);
    fixture_file(tree, root, "plain", &fixture_times, NULL);
    file = fixture_file(tree, root, "streamed", &times, &pattern_source_create(3000, 1)->source);
    fixture_file(tree, root, "real time", &fixture_times, &pattern_source_create(2048, 2)->source)->is_real_time = true;
    add_stream(tree, file, "Zone.Identifier", 26, 3);
    add_stream(tree, file, "big", 5000, 4);
    file->times.modified_s++; /* a stream has the times that its file has now */
    return tree;
}

struct image {
    uint8_t *bytes;
    uint32_t structures; /* LBA of the partition that has ICBs */
    uint16_t reference;  /* its number */
    uint16_t version;    /* of tags */
};

static const uint8_t *structure(const struct image *image, uint32_t block)
{
    return image->bytes + (size_t)(image->structures + block) * 2048;
}

/* An Extended File Entry where the tag, the size, and the identity are as they have to be. */
static const uint8_t *entry_at(const struct image *image, uint32_t block, uint8_t type, uint16_t flags, uint64_t size,
                               uint64_t unique_id)
{
    const uint8_t *entry = structure(image, block);

    assert_int_equal(load_le16(entry), 266);
    assert_int_equal(load_le16(entry + 2), image->version);
    assert_int_equal(load_le32(entry + 12), block);
    assert_int_equal(entry[27], type);
    assert_int_equal(load_le16(entry + 34), flags);
    assert_int_equal(load_le16(entry + 48), 1); /* links */
    assert_int_equal(load_le64(entry + 56), size);
    assert_int_equal(load_le64(entry + 200), unique_id);
    assert_int_equal(load_le32(entry + 208), 0); /* extended attributes */
    return entry;
}

static void assert_icb(const struct image *image, const uint8_t *long_ad, uint32_t block)
{
    assert_int_equal(load_le32(long_ad), 2048);
    assert_int_equal(load_le32(long_ad + 4), block);
    assert_int_equal(load_le16(long_ad + 8), image->reference);
}

static void assert_identifier(const struct image *image, const uint8_t *identifier, uint8_t characteristics,
                              const char *name, uint32_t icb, uint32_t location)
{
    size_t i;

    assert_int_equal(load_le16(identifier), 257);
    assert_int_equal(load_le32(identifier + 12), location);
    assert_int_equal(identifier[18], characteristics);
    assert_int_equal(identifier[19], *name ? 1 + 2 * strlen(name) : 0);
    assert_icb(image, identifier + 20, icb);
    assert_int_equal(load_le32(identifier + 32), 18); /* the unique ID of the file */
    for (i = 0; name[i]; i++)
        assert_int_equal(load_be16(identifier + 39 + 2 * i), name[i]);
}

/* A named stream, whose bytes are one extent of the first partition. */
static void assert_stream(const struct image *image, uint32_t block, uint32_t size, uint32_t seed)
{
    bool is_long = image->reference == 1;
    const uint8_t *entry = entry_at(image, block, 5, is_long ? 0x2001 : 0x2000, size, 18), *bytes;
    static const uint8_t none[16];
    uint32_t i;

    assert_int_equal(load_le64(entry + 64), size); /* of the object */
    assert_memory_equal(entry + 152, none, 16);    /* no streams of its own */
    assert_int_equal(load_le32(entry + 212), is_long ? 16 : 8);
    assert_int_equal(load_le32(entry + 216), size);
    if (is_long) assert_int_equal(load_le16(entry + 224), 0);
    bytes = image->bytes + (size_t)(PARTITION + load_le32(entry + 220)) * 2048;
    for (i = 0; i < size; i++)
        assert_int_equal(bytes[i], pattern_byte(seed, i));
}

static void check_streams(const struct image *image, uint8_t real_time_type)
{
    uint16_t long_ads = image->reference;
    const uint8_t *file, *directory;

    /* Two of the file set, two of each directory, then the files in the order of the tree. */
    (void)entry_at(image, 6, 5, long_ads, 0, 17);
    file = entry_at(image, 7, 5, long_ads, 3000, 18);
    (void)entry_at(image, 8, real_time_type, long_ads, 2048, 19);
    assert_int_equal(load_le64(file + 64), 3000 + 26 + 5000);
    assert_int_equal(load_le64(file + 72), 2); /* blocks, without the streams' */
    assert_icb(image, file + 152, 9);
    assert_int_equal(load_le64(structure(image, 6) + 152), 0);
    directory = entry_at(image, 9, 13, 0, 40 + 72 + 48, 18);
    assert_int_equal(load_le64(directory + 64), 160);
    assert_int_equal(load_le64(directory + 152), 0);
    assert_memory_equal(directory + 92, file + 92, 24); /* the file's times */
    assert_int_equal(load_le32(directory + 212), 8);
    assert_int_equal(load_le32(directory + 216), 160);
    assert_int_equal(load_le32(directory + 220), 10);
    assert_identifier(image, structure(image, 10), 0x0A, "", 7, 10);
    assert_identifier(image, structure(image, 10) + 40, 0, "Zone.Identifier", 11, 10);
    assert_identifier(image, structure(image, 10) + 112, 0, "big", 12, 10);
    assert_memory_equal(structure(image, 11) + 92, file + 92, 24);
    assert_stream(image, 11, 26, 3);
    assert_stream(image, 12, 5000, 4);
}

static void plan__streams_from_UDF_2_00_on__are_found_through_the_ICB_of_their_file(void **state)
{
    static const struct {
        uint16_t revision;
        uint8_t real_time_type; /* OSTA UDF 2.01 2.3.5.2 */
        bool has_metadata;
    } rows[] = {{0x0200, 5, false}, {0x0201, 249, false}, {0x0250, 249, true}, {0x0260, 249, true}};
    struct fs_tree *tree = stream_tree();
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF) | (i & 1 ? 3 : 0), "X");
        struct image image = {NULL, PARTITION + (rows[i].has_metadata ? 32 : 0), rows[i].has_metadata, 3};
        struct fs_plan *plan;

        options.udf_revision = rows[i].revision;
        plan = fixture_plan(tree, &options);
        image.bytes = fixture_read(plan, 0, fs_plan_blocks(plan));
        check_streams(&image, rows[i].real_time_type);
        if (rows[i].has_metadata) { /* the mirror's first block is in its ICB: long before the end, a multiple of 32 */
            const uint8_t *map = image.bytes + (size_t)34 * 2048 + 446;
            const uint8_t *icb = image.bytes + (size_t)(PARTITION + load_le32(map + 44)) * 2048;

            image.structures = PARTITION + load_le32(icb + 220);
            assert_true(image.structures > PARTITION + 32);
            check_streams(&image, rows[i].real_time_type);
        }
        free(image.bytes);
        fs_plan_destroy(plan);
    }
    fs_tree_destroy(tree);
    assert_int_equal(pattern_sources_live, 0);
}

/* They stay in the tree, and cost nothing. */
static void plan__revision_without_streams__has_the_image_of_a_tree_without_them(void **state)
{
    struct fs_tree *with = stream_tree(), *without = stream_tree();
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct fs_node *file = fs_tree_find(without, fs_tree_peek_root(without), u"STREAMED", 8);
    struct fs_plan *plans[2];
    uint8_t *images[2];

    (void)state;
    while (file->first_stream)
        assert_int_equal(fs_tree_remove(without, file->first_stream), FS_OK);
    options.udf_revision = 0x0150;
    plans[0] = fixture_plan(with, &options);
    plans[1] = fixture_plan(without, &options);
    assert_int_equal(fs_plan_blocks(plans[0]), fs_plan_blocks(plans[1]));
    images[0] = fixture_read(plans[0], 0, fs_plan_blocks(plans[0]));
    images[1] = fixture_read(plans[1], 0, fs_plan_blocks(plans[0]));
    assert_memory_equal(images[0], images[1], (size_t)fs_plan_blocks(plans[0]) * 2048);
    assert_int_equal(images[0][(size_t)(PARTITION + 8) * 2048 + 27], 5); /* no real-time file either */
    free(images[0]);
    free(images[1]);
    fs_plan_destroy(plans[0]);
    fs_plan_destroy(plans[1]);
    fs_tree_destroy(with);
    fs_tree_destroy(without);
}

/* IMAPI lets a client change it while a result exists, without an effect on that. */
static void plan__real_time_set_later__changes_nothing(void **state)
{
    struct fs_tree *tree = stream_tree();
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct fs_plan *plan;
    uint8_t *block;

    (void)state;
    options.udf_revision = 0x0201;
    plan = fixture_plan(tree, &options);
    fs_tree_find(tree, fs_tree_peek_root(tree), u"real time", 9)->is_real_time = false;
    fs_tree_find(tree, fs_tree_peek_root(tree), u"plain", 5)->is_real_time = true;
    block = fixture_read(plan, PARTITION + 8, 1);
    assert_int_equal(block[27], 249);
    free(block);
    block = fixture_read(plan, PARTITION + 6, 1);
    assert_int_equal(block[27], 5);
    free(block);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* A thousand streams of the longest names fill 151 blocks of a directory, and a huge one an ICB of two blocks. */
static void plan__many_and_huge_streams__are_where_their_identifiers_say(void **state)
{
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct fs_node *root = fs_tree_peek_root(tree), *first, *file;
    struct fs_failure failure;
    struct fs_plan *plan;
    uint8_t *bytes, *identifiers;
    char name[128];
    unsigned i;

    (void)state;
    first = fixture_file(tree, root, "a", &fixture_times, NULL);
    file = fixture_file(tree, root, "b", &fixture_times, NULL);
    add_stream(tree, first, "huge", UINT64_C(115) * 0x3FFFF800, 1);
    for (i = 0; i < 999; i++) {
        snprintf(name, sizeof name, "%03u%0124u", i, 0u);
        add_stream(tree, file, name, i % 2, 1);
    }
    options.udf_revision = 0x0260;
    options.limit_blocks = (uint32_t)fs_estimate_blocks(tree, &options);
    assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_OK);
    /* From block 6 on: the first file's directory, its identifiers, a stream's ICB of two blocks; the second's. */
    bytes = fixture_read(plan, PARTITION + 32, 6 + 4 + 1 + 145 + 999);
    assert_int_equal(load_le16(bytes + (size_t)8 * 2048), 266);
    assert_int_equal(load_le16(bytes + (size_t)9 * 2048), 258);
    assert_int_equal(bytes[(size_t)10 * 2048 + 27], 13);
    assert_int_equal(load_le64(bytes + (size_t)10 * 2048 + 56), 40 + 999 * 296);
    identifiers = bytes + (size_t)11 * 2048;
    for (i = 0; i < 999; i++) {
        const uint8_t *identifier = identifiers + 40 + (size_t)i * 296, *entry;
        uint32_t icb = load_le32(identifier + 24);

        assert_int_equal(load_le16(identifier), 257);
        assert_int_equal(load_be16(identifier + 39 + 4), '0' + i % 10);
        assert_int_equal(icb, 11 + 145 + i);
        entry = bytes + (size_t)icb * 2048;
        assert_int_equal(load_le16(entry), 266);
        assert_int_equal(load_le32(entry + 12), icb);
        assert_int_equal(load_le64(entry + 56), i % 2);
    }
    free(bytes);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
    assert_int_equal(pattern_sources_live, 0);
}

static void plan_create__streams_and_each_allocation_fails__is_out_of_memory(void **state)
{
    struct fs_tree *tree = stream_tree();
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");

    (void)state;
    options.udf_revision = 0x0201;
    fixture_fail_each_allocation(tree, &options, 5);
    fs_tree_destroy(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan__streams_from_UDF_2_00_on__are_found_through_the_ICB_of_their_file),
        cmocka_unit_test(plan__revision_without_streams__has_the_image_of_a_tree_without_them),
        cmocka_unit_test(plan__real_time_set_later__changes_nothing),
        cmocka_unit_test(plan__many_and_huge_streams__are_where_their_identifiers_say),
        cmocka_unit_test(plan_create__streams_and_each_allocation_fails__is_out_of_memory),
    };

    return cmocka_run_group_tests_name("fs_udf_stream", tests, NULL, NULL);
}
