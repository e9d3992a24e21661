/* fs/udf_metadata.c, fs/udf_entry.c: UDF 2.00 to 2.60, against an image of 2.60 that ImgBurn wrote. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "fs/image.h"
#include "fs/udf_metadata.h"
#include "support/fs_fixture.h"
#include "support/vectors.h"

static const struct fs_name_rules all = {7, 1, false};

/* As many directories as the original has, two at its root, and files of ten blocks: so that the partition has the same
 * blocks.
 */
static struct fs_tree *original_tree(void)
{
    static const struct fs_times times = {1530802140, 1530802141, 1530802142};
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_node *root = fs_tree_peek_root(tree), *directory;
    char name[8] = "file0";
    int i;

    directory = fixture_directory(tree, root, "test", &times);
    fixture_directory(tree, root, "test2", &times);
    for (i = 0; i < 8; i++, name[4]++)
        fixture_file(tree, directory, name, &times,
                     &pattern_source_create(i < 2    ? 4096
                                            : i == 2 ? 0xAE
                                                     : 2048,
                                            (uint32_t)i)
                          ->source);
    return tree;
}

static uint8_t *vector_at(const cJSON *file, int lba)
{
    const cJSON *vector;

    cJSON_ArrayForEach(vector, cJSON_GetObjectItem(file, "vectors"))
    {
        size_t count;
        uint8_t *bytes, *block;

        if (vector_number(vector, "lba") != lba) continue;
        bytes = vector_bytes(vector_string(vector, "hex"), &count);
        block = calloc(1, FS_BLOCK_BYTES);
        assert_non_null(block);
        memcpy(block, bytes, count);
        free(bytes);
        return block;
    }
    fail_msg("no vector at %d", lba);
    return NULL;
}

struct part {
    size_t offset, count;
};

/* Parts of our block are those of the original's; ends with a part of no bytes. */
static void assert_parts(const struct fs_plan *plan, uint32_t lba, const cJSON *file, int original_lba,
                         const struct part *parts)
{
    uint8_t *expected = vector_at(file, original_lba), *actual = fixture_read(plan, lba, 1);
    size_t i, at;

    for (i = 0; parts[i].count; i++) {
        for (at = parts[i].offset; at < parts[i].offset + parts[i].count; at++) {
            if (actual[at] != expected[at]) fail_msg("block %u, byte %u is %02x", lba, (unsigned)at, actual[at]);
        }
    }
    free(expected);
    free(actual);
}

/* What is the program's own is left out: names, times, identifiers, tags, permissions, the archive bit, and the
 * partition that begins at 480 in the original.
 */
static void plan__blocks_of_ImgBurn_s_image__structures_agree_with_it(void **state)
{
    static const struct part recognition[] = {{0, 2048}, {0, 0}};
    static const struct part partition[] = {{0, 2}, {2, 2}, {24, 32}, {184, 4}, {192, 4}, {0, 0}};
    /* the descriptor's file set, both maps but the class of the operating system */
    static const struct part volume[] = {{0, 4},   {10, 2},   {212, 4},  {217, 25}, {248, 16},
                                         {264, 8}, {440, 36}, {477, 37}, {0, 0}};
    static const struct part integrity[] = {{0, 4}, {10, 2}, {28, 12}, {72, 24}, {128, 14}, {0, 0}};
    static const struct part metadata[] = {{0, 4}, {10, 18}, {28, 6}, {36, 8}, {48, 32}, {128, 40}, {200, 24}, {0, 0}};
    static const struct part file_set[] = {{0, 4}, {10, 6}, {28, 20}, {400, 16}, {416, 26}, {448, 64}, {0, 0}};
    static const struct part parent[] = {{0, 4}, {10, 30}, {0, 0}};
    cJSON *file = vectors_load("vectors/fs/udf260-imgburn.json");
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct fs_tree *tree = original_tree();
    struct fs_plan *plan;

    (void)state;
    options.udf_revision = 0x0260;
    plan = fixture_plan(tree, &options);
    assert_parts(plan, 17, file, 17, recognition);
    assert_parts(plan, 35, file, 34, partition);
    assert_parts(plan, 34, file, 35, volume);
    assert_parts(plan, 64, file, 64, integrity);
    assert_parts(plan, 288, file, 480, metadata);
    assert_parts(plan, 288 + 74, file, 554, metadata);
    assert_parts(plan, 288 + 32, file, 512, file_set);
    assert_parts(plan, 288 + 32 + 3, file, 515, parent);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
    cJSON_Delete(file);
}

/* The entry of a file, block 519 of the original, has no extended attributes in ours: the field moves to offset 216. */
static void plan__file_beside_a_metadata_partition__has_long_ads_into_partition_0(void **state)
{
    cJSON *file = vectors_load("vectors/fs/udf260-imgburn.json");
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct fs_tree *tree = original_tree();
    struct fs_plan *plan;
    uint8_t *expected = vector_at(file, 519), *entry, *directory;

    (void)state;
    options.udf_revision = 0x0250;
    plan = fixture_plan(tree, &options);
    /* file set, three directories of two blocks, the third file */
    entry = fixture_read(plan, 288 + 32 + 8 + 2, 1);
    assert_int_equal(load_le16(entry), 266);
    assert_int_equal(load_le32(entry + 12), 10);
    assert_int_equal(load_le16(entry + 34), 1); /* long_ad */
    assert_memory_equal(entry + 56, expected + 56, 24);
    assert_int_equal(load_le32(entry + 208), 0);
    assert_int_equal(load_le32(entry + 212), 16);
    assert_int_equal(load_le32(entry + 216), 0xAE);
    assert_int_equal(load_le32(entry + 220), 64 + 4); /* behind two files of two blocks */
    assert_int_equal(load_le16(entry + 224), 0);
    assert_int_equal(load_le16(entry + 10), 216);
    assert_memory_equal(entry + 168, "\0*OpenIMAPI2\0", 13);
    assert_int_equal(entry[168 + 24], 6);
    /* accessed :01, modified :02, created :00, attributes :01, which is the plan's moment */
    assert_int_equal(entry[80 + 8], 1);
    assert_int_equal(entry[92 + 8], 2);
    assert_int_equal(entry[104 + 8], 0);
    assert_int_equal(entry[116 + 8], 1);
    directory = fixture_read(plan, 288 + 32 + 4, 1);
    assert_int_equal(load_le16(directory + 34), 0); /* short_ad: within the metadata partition */
    assert_int_equal(load_le32(directory + 212), 8);
    assert_int_equal(load_le32(directory + 220), 5);
    free(directory);
    free(entry);
    free(expected);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
    cJSON_Delete(file);
}

static void plan__mirror__has_all_structures_again_or_none_of_its_own(void **state)
{
    struct fs_plan_options options = fixture_options(7, "X");
    struct fs_tree *tree = original_tree();
    struct fs_plan *plan;
    uint8_t *volume, *main_icb, *mirror_icb, *first, *second, *reserve;
    uint32_t icb, end;
    int i;

    (void)state;
    options.udf_revision = 0x0250;
    for (i = 0; i < 2; i++) {
        options.mirrors_metadata = i != 0;
        plan = fixture_plan(tree, &options);
        volume = fixture_read(plan, 32, 6);
        end = 288 + load_le32(volume + (size_t)3 * FS_BLOCK_BYTES + 192);
        assert_int_equal(end % 32, 0);
        icb = load_le32(volume + (size_t)2 * FS_BLOCK_BYTES + 446 + 44);
        assert_int_equal(volume[2 * FS_BLOCK_BYTES + 446 + 58], i);
        main_icb = fixture_read(plan, 288, 1);
        mirror_icb = fixture_read(plan, 288 + icb, 1);
        assert_int_equal(mirror_icb[27], 251);
        assert_int_equal(load_le32(mirror_icb + 12), icb);
        assert_int_equal(load_le32(main_icb + 220), 32);
        assert_int_equal(load_le32(mirror_icb + 220), i ? (icb / 32 + 1) * 32 : 32);
        assert_int_equal(load_le32(mirror_icb + 216), 65536);
        first = fixture_read(plan, 288 + 32, 32);
        second = fixture_read(plan, 288 + load_le32(mirror_icb + 220), 32);
        assert_memory_equal(first, second, (size_t)32 * FS_BLOCK_BYTES);
        assert_int_equal(load_le16(first), 256);
        assert_int_equal(end, i ? 288 + load_le32(mirror_icb + 220) + 32 : 288 + (icb / 32 + 1) * 32);
        reserve = fixture_read(plan, end, 1);
        assert_int_equal(load_le16(reserve), 1);
        free(reserve);
        free(second);
        free(first);
        free(mirror_icb);
        free(main_icb);
        free(volume);
        fs_plan_destroy(plan);
    }
    fs_tree_destroy(tree);
}

/* ECMA-167, 3rd edition, and Extended File Entries without a second partition. */
static void plan__revisions_2_00_and_2_01__have_extended_entries_with_short_ads(void **state)
{
    static const uint16_t revisions[] = {0x0200, 0x0201};
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
        struct fs_tree *tree = original_tree();
        struct fs_plan *plan;
        uint8_t *blocks, *entry;

        options.udf_revision = revisions[i];
        plan = fixture_plan(tree, &options);
        blocks = fixture_read(plan, 17, 1);
        assert_memory_equal(blocks + 1, "NSR03", 5);
        free(blocks);
        blocks = fixture_read(plan, 32, 6);
        assert_int_equal(load_le16(blocks + 2), 3);
        assert_memory_equal(blocks + (size_t)3 * FS_BLOCK_BYTES + 25, "+NSR03", 6);
        assert_int_equal(load_le16(blocks + (size_t)2 * FS_BLOCK_BYTES + 216 + 24), revisions[i]);
        assert_int_equal(load_le32(blocks + (size_t)2 * FS_BLOCK_BYTES + 264), 6);
        free(blocks);
        entry = fixture_read(plan, 288 + 8, 1);
        assert_int_equal(load_le16(entry), 266);
        assert_int_equal(load_le64(entry + 56), 4096);
        assert_int_equal(load_le64(entry + 64), 4096); /* object size: no streams */
        assert_int_equal(load_le64(entry + 72), 2);
        assert_int_equal(load_le32(entry + 212), 8);
        assert_int_equal(load_le32(entry + 220), 16); /* eight files behind them, then the data */
        free(entry);
        fs_plan_destroy(plan);
        fs_tree_destroy(tree);
    }
}

/* 229 short_ads in an Extended File Entry, 114 long_ads beside a metadata partition; 253 and 126 in each further block.
 */
static void plan__file_of_many_extents__goes_on_in_the_partition_of_its_entry(void **state)
{
    static const struct {
        uint16_t revision, partition;
        uint32_t extents, blocks, ad_bytes, first; /* first: LBA of the ICB */
    } rows[] = {{0x0201, 0, 229, 1, 8, 292},        {0x0201, 0, 230, 2, 8, 292},
                {0x0201, 0, 229 + 252, 2, 8, 292},  {0x0201, 0, 229 + 253, 3, 8, 292},
                {0x0250, 1, 114, 1, 16, 324},       {0x0250, 1, 115, 2, 16, 324},
                {0x0250, 1, 114 + 125, 2, 16, 324}, {0x0250, 1, 114 + 126, 3, 16, 324}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
        struct fs_tree *tree = fs_tree_create(&all);
        struct fs_plan *plan;
        uint8_t *icb;
        uint32_t block, found = 0;

        options.udf_revision = rows[i].revision;
        fixture_file(tree, fs_tree_peek_root(tree), "large", &fixture_times,
                     &pattern_source_create((uint64_t)rows[i].extents * 0x3FFFF800u, 1)->source);
        plan = fixture_plan(tree, &options);
        icb = fixture_read(plan, rows[i].first, rows[i].blocks);
        for (block = 0; block < rows[i].blocks; block++) {
            const uint8_t *at = icb + (size_t)block * FS_BLOCK_BYTES;
            uint32_t bytes = load_le32(at + (block ? 20 : 212)), ad;

            assert_int_equal(load_le16(at), block ? 258 : 266);
            assert_int_equal(load_le32(at + 12), 4 + block);
            at += block ? 24 : 216;
            for (ad = 0; ad < bytes; ad += rows[i].ad_bytes) {
                if (load_le32(at + ad) != 0xC0000800) {
                    assert_int_equal(load_le32(at + ad), 0x3FFFF800);
                    if (rows[i].ad_bytes == 16) assert_int_equal(load_le16(at + ad + 8), 0);
                    found++;
                    continue;
                }
                assert_int_equal(load_le32(at + ad + 4), 5 + block);
                if (rows[i].ad_bytes == 16) assert_int_equal(load_le16(at + ad + 8), rows[i].partition);
                assert_int_equal(ad + rows[i].ad_bytes, bytes);
            }
        }
        assert_int_equal(found, rows[i].extents);
        free(icb);
        fs_plan_destroy(plan);
        fs_tree_destroy(tree);
    }
}

/* OSTA UDF 2.50 2.2.13: each extent a multiple of the allocation unit, at a multiple of the alignment unit. */
static void set_metadata_extents__more_than_one_holds__are_whole_units(void **state)
{
    uint8_t field[32] = {0};

    (void)state;
    assert_int_equal(udf_set_metadata_extents(field, 32, 524256), 8);
    assert_int_equal(load_le32(field), 0x3FFF0000);
    assert_int_equal(load_le32(field + 4), 32);
    assert_int_equal(udf_set_metadata_extents(field, 64, 2 * 524256 + 32), 24);
    assert_int_equal(load_le32(field + 8), 0x3FFF0000);
    assert_int_equal(load_le32(field + 12), 64 + 524256);
    assert_int_equal(load_le32(field + 16), 65536);
    assert_int_equal(load_le32(field + 20), 64 + 2 * 524256);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan__blocks_of_ImgBurn_s_image__structures_agree_with_it),
        cmocka_unit_test(plan__file_beside_a_metadata_partition__has_long_ads_into_partition_0),
        cmocka_unit_test(plan__mirror__has_all_structures_again_or_none_of_its_own),
        cmocka_unit_test(plan__revisions_2_00_and_2_01__have_extended_entries_with_short_ads),
        cmocka_unit_test(plan__file_of_many_extents__goes_on_in_the_partition_of_its_entry),
        cmocka_unit_test(set_metadata_extents__more_than_one_holds__are_whole_units),
    };

    return cmocka_run_group_tests_name("fs_udf_metadata", tests, NULL, NULL);
}
