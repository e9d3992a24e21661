/* fs/udf_*.c: an image of UDF 1.02 against the descriptors of one that Microsoft's imapi2fs.dll wrote. */
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
#include "support/fs_fixture.h"
#include "support/vectors.h"

static const struct fs_name_rules udf_alone = {FS_MASK(FS_UDF), 1, false};

/* The tree that was imaged, as far as its descriptors tell: what else there was, names of 18 and 19 characters and
 * sizes in whole blocks, is of our own, so that every length and position is the original's.
 */
static struct fs_tree *original_tree(void)
{
    static const struct fs_times scripts = {0, 1530536332, 1530536332};
    static const struct fs_times answer = {0, 1530773889, 1530776165};
    static const struct fs_times first = {0, 1529908785, 1525242614};
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    struct fs_node *root = fs_tree_peek_root(tree);
    struct fs_node *directory = fixture_directory(tree, root, "scripts", &scripts);
    char name[32];
    int i;

    fixture_file(tree, directory, "a-first-script.ps1", &first, &pattern_source_create(1155, 1)->source);
    for (i = 1; i < 25; i++) {
        /* 25 identifiers of 76 or 80 bytes: 1976 with the parent's 40 */
        snprintf(name, sizeof name, i < 6 ? "script-number%02d.ps" : "script-number%02d.ps1", i);
        fixture_file(tree, directory, name, &fixture_times,
                     &pattern_source_create(i == 1 ? 21 * FS_BLOCK_BYTES : 2048, (uint32_t)i + 1)->source);
    }
    fixture_file(tree, root, "Autounattend.xml", &answer, &pattern_source_create(18372, 77)->source);
    return tree;
}

static void assert_vector(const struct fs_plan *plan, const cJSON *vector)
{
    size_t offset = cJSON_HasObjectItem(vector, "offset") ? (size_t)vector_number(vector, "offset") : 0;
    size_t length = (size_t)vector_number(vector, "bytes"), count;
    uint8_t *expected = vector_bytes(vector_string(vector, "hex"), &count);
    uint8_t *block = fixture_read(plan, (uint32_t)vector_number(vector, "lba"), 1);
    size_t i;

    assert_true(offset + length <= FS_BLOCK_BYTES && count <= length);
    for (i = 0; i < length; i++) {
        if (block[offset + i] != (i < count ? expected[i] : 0))
            fail_msg("%s: byte %u is %02x", vector_string(vector, "what"), (unsigned)i, block[offset + i]);
    }
    free(block);
    free(expected);
}

static void plan__tree_of_the_original_image__descriptors_equal_it(void **state)
{
    cJSON *file = vectors_load("vectors/fs/udf102-imapi2.json");
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "20180705-164901.2973");
    struct fs_tree *tree = original_tree();
    struct fs_plan *plan;
    const cJSON *vector;
    unsigned compared = 0;

    (void)state;
    options.implementation_id = "Microsoft IMAPI2 1.0";
    plan = fixture_plan(tree, &options);
    assert_int_equal(fs_plan_blocks(plan), 640);
    cJSON_ArrayForEach(vector, cJSON_GetObjectItem(file, "vectors"))
    {
        assert_vector(plan, vector);
        compared++;
    }
    assert_int_equal(compared, 24);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
    cJSON_Delete(file);
    assert_int_equal(pattern_sources_live, 0);
}

static void assert_zero(const struct fs_plan *plan, uint32_t first, uint32_t end)
{
    uint8_t *bytes = fixture_read(plan, first, end - first);
    size_t i;

    for (i = 0; i < (size_t)(end - first) * FS_BLOCK_BYTES; i++)
        assert_int_equal(bytes[i], 0);
    free(bytes);
}

static void plan__tree_of_the_original_image__gaps_are_zero_and_the_tail_is_anchors(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "20180705-164901.2973");
    struct fs_tree *tree = original_tree();
    struct fs_plan *plan = fixture_plan(tree, &options);
    uint32_t lba;

    (void)state;
    assert_zero(plan, 0, 16);
    assert_zero(plan, 19, 32);
    assert_zero(plan, 38, 64);
    assert_zero(plan, 66, 256);
    assert_zero(plan, 257, 288);
    for (lba = 380; lba < 640; lba++) {
        uint8_t *block = fixture_read(plan, lba, 1);

        assert_int_equal(load_le16(block), 2);
        assert_int_equal(load_le32(block + 12), lba);
        assert_int_equal(load_le32(block + 28), 374);
        free(block);
    }
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* The data of a file begin where its File Entry says: 288 + 20h for the first, which is the first that was added. */
static void plan__tree_of_the_original_image__data_stand_in_the_order_of_adding(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct fs_tree *tree = original_tree();
    struct fs_plan *plan = fixture_plan(tree, &options);
    uint8_t *data = fixture_read(plan, 320, 54);
    size_t i;

    (void)state;
    for (i = 0; i < FS_BLOCK_BYTES; i++)
        assert_int_equal(data[i], i < 1155 ? pattern_byte(1, i) : 0);
    for (i = 0; i < (size_t)9 * FS_BLOCK_BYTES; i++)
        assert_int_equal(data[(size_t)45 * FS_BLOCK_BYTES + i], i < 18372 ? pattern_byte(77, i) : 0);
    free(data);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void plan__empty_tree__is_the_least_image(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "");
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    struct fs_plan *plan = fixture_plan(tree, &options);
    uint8_t *block;

    (void)state;
    assert_int_equal(fs_plan_blocks(plan), 576); /* 292 + 262, a multiple of 32 */
    block = fixture_read(plan, 64, 1);
    assert_int_equal(load_le64(block + 40), 16); /* next unique ID */
    assert_int_equal(load_le32(block + 84), 4);  /* size of the partition: file set, File Entry, directory */
    assert_int_equal(load_le32(block + 120), 0); /* files */
    assert_int_equal(load_le32(block + 124), 1); /* directories */
    free(block);
    block = fixture_read(plan, 34, 1);
    assert_zero(plan, 0, 16);
    assert_int_equal(block[84], 0); /* no volume name: an empty dstring */
    assert_int_equal(block[84 + 127], 0);
    free(block);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void plan__hidden_items__have_the_bit_of_their_identifier(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    struct fs_plan *plan;
    uint8_t *block;

    (void)state;
    fixture_directory(tree, fs_tree_peek_root(tree), "d", &fixture_times)->is_hidden = true;
    fixture_file(tree, fs_tree_peek_root(tree), "f", &fixture_times, NULL)->is_hidden = true;
    fixture_file(tree, fs_tree_peek_root(tree), "g", &fixture_times, NULL);
    plan = fixture_plan(tree, &options);
    block = fixture_read(plan, 291, 1);
    assert_int_equal(block[18], 0x0A);
    assert_int_equal(block[40 + 18], 0x03);
    assert_int_equal(block[84 + 18], 0x01); /* an identifier with a name of one character has 44 bytes */
    assert_int_equal(block[128 + 18], 0x00);
    free(block);
    /* Files without a byte: no allocation descriptor, no block. */
    block = fixture_read(plan, 294, 1);
    assert_int_equal(load_le16(block), 261);
    assert_int_equal(load_le64(block + 56), 0);
    assert_int_equal(load_le64(block + 64), 0);
    assert_int_equal(load_le32(block + 172), 0);
    assert_int_equal(load_le16(block + 10), 160);
    free(block);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* Identifiers that cross blocks: each is found once, in order, with the block in its tag in which it begins. */
static void plan__directory_of_many_blocks__identifiers_are_whole(void **state)
{
    enum { FILES = 1000 };
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    struct fs_plan *plan;
    uint8_t *directory;
    char name[200];
    uint32_t offset = 40, blocks;
    int i;

    (void)state;
    for (i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "%0*d", 4 + i % 120, i);
        fixture_file(tree, fs_tree_peek_root(tree), name, &fixture_times, NULL);
    }
    plan = fixture_plan(tree, &options);
    directory = fixture_read(plan, 290, 1);
    blocks = (uint32_t)load_le64(directory + 64);
    assert_int_equal((load_le64(directory + 56) + 2047) / 2048, blocks);
    free(directory);
    directory = fixture_read(plan, 291, blocks);
    for (i = 0; i < FILES; i++) {
        uint32_t units = 4 + (uint32_t)i % 120, size = (38 + 1 + 2 * units + 3) / 4 * 4;

        assert_int_equal(load_le16(directory + offset), 257);
        assert_int_equal(load_le32(directory + offset + 12), 3 + offset / 2048);
        assert_int_equal(directory[offset + 19], 1 + 2 * units);
        assert_int_equal(load_le32(directory + offset + 24), 3 + blocks + (uint32_t)i);
        assert_int_equal(load_le32(directory + offset + 32), 16 + (uint32_t)i);
        snprintf(name, sizeof name, "%0*d", (int)units, i);
        assert_int_equal(load_be16(directory + offset + 39 + 2 * (units - 1)), name[units - 1]);
        offset += size;
    }
    free(directory);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* A file of so many GiB: extents of 3FFFF800h bytes, 234 in its File Entry, then 253 in each further block of which all
 * but the last give one up for the next.
 */
static void plan__file_of_many_extents__goes_on_in_allocation_extents(void **state)
{
    static const struct {
        uint64_t extents;
        uint32_t blocks, last_ads;
    } rows[] = {{1, 1, 1}, {234, 1, 234}, {235, 2, 2}, {486, 2, 253}, {487, 3, 2}, {738, 3, 253}, {739, 4, 2}};
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fs_tree *tree = fs_tree_create(&udf_alone);
        struct fs_plan *plan;
        uint64_t size = rows[i].extents * 0x3FFFF800u - 5, sum = 0, next;
        uint32_t block, ads = 0;
        uint8_t *icb;

        fixture_file(tree, fs_tree_peek_root(tree), "large", &fixture_times, &pattern_source_create(size, 1)->source);
        plan = fixture_plan(tree, &options);
        icb = fixture_read(plan, 292, rows[i].blocks);
        next = 4 + rows[i].blocks;
        for (block = 0; block < rows[i].blocks; block++) {
            const uint8_t *at = icb + (size_t)block * FS_BLOCK_BYTES;
            uint32_t ad, count = load_le32(at + (block ? 20 : 172)) / 8;

            assert_int_equal(load_le16(at), block ? 258 : 261);
            assert_int_equal(load_le32(at + 12), 4 + block);
            at += block ? 24 : 176;
            for (ad = 0; ad < count; ad++, at += 8) {
                if (load_le32(at) >> 30) {
                    assert_int_equal(load_le32(at), 0xC0000800);
                    assert_int_equal(load_le32(at + 4), 5 + block);
                    assert_int_equal(ad, count - 1);
                } else {
                    assert_int_equal(load_le32(at + 4), next);
                    sum += load_le32(at);
                    next += (load_le32(at) + 2047) / 2048;
                }
            }
            ads = count;
        }
        assert_int_equal(sum, size);
        assert_int_equal(ads, rows[i].last_ads);
        free(icb);
        fs_plan_destroy(plan);
        fs_tree_destroy(tree);
    }
}

/* \a\b, \a\c\d, \e and a file in each: directories stand depth first, files behind them and IDs breadth first. */
static void plan__nested_directories__stand_depth_first_and_are_numbered_breadth_first(void **state)
{
    /* block of the partition, unique ID, links; a directory has its FIDs in the next block */
    static const struct {
        uint32_t block, id, links;
    } rows[] = {{2, 0, 3},    /* root */
                {4, 16, 3},   /* a */
                {6, 20, 1},   /* b */
                {8, 21, 2},   /* c */
                {10, 23, 1},  /* d */
                {12, 17, 1},  /* e */
                {14, 18, 1},  /* root's file */
                {15, 19, 1},  /* a's */
                {16, 22, 1},  /* c's */
                {17, 24, 1}}; /* d's */
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    struct fs_node *root = fs_tree_peek_root(tree), *a, *c, *d;
    struct fs_plan *plan;
    size_t i;

    (void)state;
    a = fixture_directory(tree, root, "a", &fixture_times);
    fixture_directory(tree, root, "e", &fixture_times);
    fixture_file(tree, root, "f", &fixture_times, NULL);
    fixture_file(tree, a, "f", &fixture_times, NULL);
    fixture_directory(tree, a, "b", &fixture_times);
    c = fixture_directory(tree, a, "c", &fixture_times);
    fixture_file(tree, c, "f", &fixture_times, NULL);
    d = fixture_directory(tree, c, "d", &fixture_times);
    fixture_file(tree, d, "f", &fixture_times, NULL);
    plan = fixture_plan(tree, &options);
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t *block = fixture_read(plan, 288 + rows[i].block, 1);

        assert_int_equal(load_le16(block), 261);
        assert_int_equal(load_le32(block + 12), rows[i].block);
        assert_int_equal(load_le64(block + 160), rows[i].id);
        assert_int_equal(load_le16(block + 48), rows[i].links);
        free(block);
    }
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void plan__wide_volume_name__is_cut_to_each_field(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "0123456789012345678901234567890");
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    struct fs_plan *plan;
    uint8_t *block;

    (void)state;
    plan = fixture_plan(tree, &options);
    block = fixture_read(plan, 32, 1);
    assert_int_equal(block[24], 8);
    assert_int_equal(block[24 + 31], 31); /* 30 of 31 characters */
    free(block);
    fs_plan_destroy(plan);
    options.volume_name[0] = 0xE9; /* Latin-1 has room in 8 bits */
    plan = fixture_plan(tree, &options);
    block = fixture_read(plan, 32, 1);
    assert_int_equal(block[24], 8);
    assert_int_equal(block[25], 0xE9);
    free(block);
    fs_plan_destroy(plan);
    options.volume_name[0] = 0x4E00;
    plan = fixture_plan(tree, &options);
    block = fixture_read(plan, 32, 1);
    assert_int_equal(block[24], 16);
    assert_int_equal(load_be16(block + 25), 0x4E00);
    assert_int_equal(block[24 + 31], 31); /* 15 */
    free(block);
    block = fixture_read(plan, 34, 1);
    assert_int_equal(block[84 + 127], 63); /* all 31 */
    free(block);
    fs_plan_destroy(plan);
    options.volume_name[14] = 0xD83D; /* a surrogate pair where the field of 15 ends */
    options.volume_name[15] = 0xDE00;
    plan = fixture_plan(tree, &options);
    block = fixture_read(plan, 32, 1);
    assert_int_equal(block[24 + 31], 29); /* 14 */
    assert_int_equal(load_be16(block + 25 + 28), 0);
    free(block);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void plan__revision_1_50__differs_in_its_numbers(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    struct fs_plan *plan;
    uint8_t *block;

    (void)state;
    options.udf_revision = 0x0150;
    plan = fixture_plan(tree, &options);
    block = fixture_read(plan, 34, 1);
    assert_int_equal(load_le16(block + 2), 2);
    assert_int_equal(load_le16(block + 216 + 24), 0x0150);
    free(block);
    block = fixture_read(plan, 64, 1);
    assert_int_equal(load_le16(block + 128), 0x0150);
    assert_int_equal(load_le16(block + 130), 0x0150);
    assert_int_equal(load_le16(block + 132), 0x0150);
    free(block);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan__tree_of_the_original_image__descriptors_equal_it),
        cmocka_unit_test(plan__tree_of_the_original_image__gaps_are_zero_and_the_tail_is_anchors),
        cmocka_unit_test(plan__tree_of_the_original_image__data_stand_in_the_order_of_adding),
        cmocka_unit_test(plan__empty_tree__is_the_least_image),
        cmocka_unit_test(plan__hidden_items__have_the_bit_of_their_identifier),
        cmocka_unit_test(plan__directory_of_many_blocks__identifiers_are_whole),
        cmocka_unit_test(plan__file_of_many_extents__goes_on_in_allocation_extents),
        cmocka_unit_test(plan__nested_directories__stand_depth_first_and_are_numbered_breadth_first),
        cmocka_unit_test(plan__wide_volume_name__is_cut_to_each_field),
        cmocka_unit_test(plan__revision_1_50__differs_in_its_numbers),
    };

    return cmocka_run_group_tests_name("fs_udf", tests, NULL, NULL);
}
