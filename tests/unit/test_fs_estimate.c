/* fs/estimate.c and the limit of a plan: whatever was estimated is enough, and the anchors that a limit leaves. */
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
#include "support/fs_fixture.h"

enum { ISO = FS_MASK(FS_ISO9660), JOLIET = FS_MASK(FS_JOLIET), UDF = FS_MASK(FS_UDF) };

static const unsigned sets[] = {ISO, ISO | JOLIET, ISO | UDF, ISO | JOLIET | UDF, UDF};
/* One of each layout. */
static const struct {
    uint16_t number;
    bool mirrors_metadata;
} revisions[] = {{0x0102, false}, {0x0201, false}, {0x0250, false}, {0x0260, true}};

static struct fs_boot_entry boot_entry(uint64_t size_bytes)
{
    struct fs_boot_entry entry;

    memset(&entry, 0, sizeof entry);
    entry.source = &pattern_source_create(size_bytes, 3)->source;
    return entry;
}

/* By every set of file systems, revision, mirror and boot image: the plan fits the estimate. */
static void check_every_option(struct fs_tree *tree, bool is_strict)
{
    struct fs_boot_entry boot = boot_entry(1 << 20);
    unsigned set, i;

    for (set = 0; set < sizeof sets / sizeof *sets; set++) {
        const struct fs_name_rules rules = {sets[set], 1, is_strict};

        assert_int_equal(fs_tree_set_rules(tree, &rules), FS_OK);
        for (i = 0; i < 2 * sizeof revisions / sizeof *revisions; i++) {
            struct fs_plan_options options = fixture_options(sets[set], "X");
            struct fs_failure failure;
            struct fs_plan *plan;
            uint64_t blocks;

            if (i > 1 && !(sets[set] & UDF)) break;
            options.udf_revision = revisions[i / 2].number;
            options.mirrors_metadata = revisions[i / 2].mirrors_metadata;
            options.boot_entries = &boot;
            options.boot_entry_count = i & 1;
            blocks = fs_estimate_blocks(tree, &options);
            assert_true(blocks <= FS_IMAGE_BLOCKS_MAX);
            options.limit_blocks = (uint32_t)blocks;
            assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_OK);
            assert_true(fs_plan_blocks(plan) <= blocks);
            fs_plan_destroy(plan);
        }
    }
    boot.source->release(boot.source);
}

static uint64_t estimate(const struct fs_tree *tree, unsigned systems)
{
    struct fs_plan_options options = fixture_options(systems, "X");

    return fs_estimate_blocks(tree, &options);
}

/* 528 is what Microsoft's object says of an image without items. */
static void estimate_blocks__items__add_their_blocks_and_take_them_away(void **state)
{
    const struct fs_name_rules rules = {ISO | JOLIET | UDF, 1, false};
    struct fs_tree *tree = fs_tree_create(&rules);
    struct fs_node *root = fs_tree_peek_root(tree);

    (void)state;
    assert_int_equal(estimate(tree, ISO | JOLIET | UDF), 528);
    assert_int_equal(estimate(tree, UDF), 528);
    assert_int_equal(estimate(tree, ISO), 528);
    fixture_file(tree, root, "a", &fixture_times, &pattern_source_create(5000, 1)->source);
    assert_int_equal(estimate(tree, UDF), 528 + 3 + 1);
    assert_int_equal(estimate(tree, ISO | JOLIET), 528 + 3);
    fixture_directory(tree, root, "d", &fixture_times);
    assert_int_equal(estimate(tree, UDF), 528 + 3 + 1 + 2);
    assert_int_equal(estimate(tree, ISO | JOLIET), 528 + 3 + 2);
    assert_int_equal(fs_tree_roll_back(tree, 0), FS_OK);
    assert_int_equal(estimate(tree, ISO | JOLIET | UDF), 528);
    fs_tree_destroy(tree);
}

static void estimate_blocks__trees_of_all_shapes__are_never_too_few(void **state)
{
    static const struct {
        unsigned directories, files, name_units, bytes;
    } shapes[] = {{0, 0, 1, 0},     {0, 1, 1, 1},        {1, 0, 1, 0},      {0, 300, 96, 0},
                  {0, 300, 110, 1}, {0, 300, 127, 2049}, {200, 1, 8, 2048}, {30, 5, 200, 100},
                  {1, 200, 5, 0},   {400, 0, 100, 0},    {8, 48, 61, 4097}};
    const struct fs_name_rules rules = {UDF, 1, false};
    unsigned shape, i, j;
    char name[256];

    (void)state;
    for (shape = 0; shape < sizeof shapes / sizeof *shapes; shape++) {
        struct fs_tree *tree = fs_tree_create(&rules);

        for (i = 0; i <= shapes[shape].directories; i++) {
            struct fs_node *at = fs_tree_peek_root(tree);

            snprintf(name, sizeof name, "%0*u", (int)shapes[shape].name_units, i);
            if (i) at = fixture_directory(tree, at, name, &fixture_times);
            for (j = 0; j < shapes[shape].files; j++) {
                snprintf(name, sizeof name, "%0*u.x", (int)shapes[shape].name_units, j);
                fixture_file(tree, at, name, &fixture_times, &pattern_source_create(shapes[shape].bytes, 1)->source);
            }
        }
        check_every_option(tree, shape % 2);
        fs_tree_destroy(tree);
    }
    assert_int_equal(pattern_sources_live, 0);
}

/* Trees whose names alone fill more blocks than all that the estimate rounds up. */
static void estimate_blocks__long_names__are_counted_in_each_file_system(void **state)
{
    static const struct {
        unsigned systems;
        bool are_directories;
    } rows[] = {{ISO, false}, {ISO | JOLIET, false}, {ISO | JOLIET, true}, {UDF, false}};
    unsigned row, i;
    char name[128];

    (void)state;
    for (row = 0; row < sizeof rows / sizeof *rows; row++) {
        const struct fs_name_rules rules = {rows[row].systems, 1, false};
        struct fs_plan_options options = fixture_options(rows[row].systems, "X");
        struct fs_tree *tree = fs_tree_create(&rules);
        struct fs_node *root = fs_tree_peek_root(tree);
        struct fs_failure failure;
        struct fs_plan *plan;

        for (i = 0; i < 3000 + (row == 0) * 7000u; i++) {
            snprintf(name, sizeof name, "%u%0100u", i, 0u);
            if (rows[row].are_directories) {
                fixture_directory(tree, root, name, &fixture_times);
            } else {
                fixture_file(tree, root, name, &fixture_times, NULL);
            }
        }
        options.limit_blocks = (uint32_t)fs_estimate_blocks(tree, &options);
        assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_OK);
        fs_plan_destroy(plan);
        fs_tree_destroy(tree);
    }
}

/* A partition that begins anywhere on the disc: the session's structures are aligned to it. */
static void estimate_blocks__appended_session_at_any_block__is_never_too_few(void **state)
{
    const struct fs_name_rules rules = {ISO | JOLIET | UDF, 1, false};
    struct fs_tree *tree = fs_tree_create(&rules);
    struct fs_plan_options options = fixture_options(ISO | JOLIET | UDF, "X");
    struct fs_failure failure;
    struct fs_plan *plan;
    unsigned i;

    (void)state;
    options.append.partition_first = 257;
    for (i = 0; i < 128; i++) {
        char name[] = {'f', (char)('0' + i % 10), (char)('a' + i / 10), 0};

        options.udf_revision = revisions[i % 4].number;
        options.mirrors_metadata = revisions[i % 4].mirrors_metadata;
        options.append.start = 5000 + i * 37;
        options.limit_blocks = (uint32_t)fs_estimate_blocks(tree, &options);
        assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_OK);
        assert_true(fs_plan_blocks(plan) <= options.limit_blocks);
        fs_plan_destroy(plan);
        fixture_file(tree, fs_tree_peek_root(tree), name, &fixture_times, &pattern_source_create(1, 1)->source);
    }
    fs_tree_destroy(tree);
}

/* Files whose ICBs take more than a block, and one that no image holds. */
static void estimate_blocks__huge_files__are_counted_with_their_ICBs(void **state)
{
    const struct fs_name_rules rules = {UDF, 1, false};
    struct fs_tree *tree = fs_tree_create(&rules);
    struct fs_node *root = fs_tree_peek_root(tree);
    struct fs_plan_options options = fixture_options(UDF, "X");
    struct fs_failure failure;
    struct fs_plan *plan;
    unsigned i;

    (void)state;
    for (i = 0; i < 35; i++) { /* 115 extents each: one more than an ICB of 2.60 describes */
        char name[] = {(char)('A' + i), 0};

        if (i >= 26) name[0] = (char)('0' + i - 26);
        fixture_file(tree, root, name, &fixture_times,
                     &pattern_source_create(UINT64_C(114) * 0x3FFFF800 + 1, 1)->source);
    }
    options.udf_revision = 0x0260;
    for (i = 0; i < 64; i++) { /* in one of them hardly a block is won where a structure is rounded up */
        char name[] = {'y', (char)('0' + i % 10), (char)('0' + i / 10), 0};

        options.limit_blocks = (uint32_t)fs_estimate_blocks(tree, &options);
        assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_OK);
        fs_plan_destroy(plan);
        fixture_file(tree, root, name, &fixture_times, &pattern_source_create(i < 32 ? 1 : 4097, 1)->source);
    }
    for (i = 0; i < 4; i++) {
        char name[] = {'x', (char)('a' + i), 0};

        fixture_file(tree, root, name, &fixture_times, &pattern_source_create(UINT64_MAX, 1)->source);
        assert_true(fs_estimate_blocks(tree, &options) > FS_IMAGE_BLOCKS_MAX);
    }
    assert_int_equal(fs_tree_remove(tree, root), FS_OK);
    assert_int_equal(fs_estimate_blocks(tree, &options), 528);
    fs_tree_destroy(tree);
}

/* ECMA-167 3/8.4.2.1 with OSTA UDF 2.2.3: two anchors of 256, N - 256 and N are enough. */
static void plan_create__limit__leaves_out_anchors_but_the_last(void **state)
{
    static const struct {
        uint32_t limit, blocks; /* 0: too large */
    } rows[] = {{0, 576}, {576, 576}, {1000, 576}, {575, 544}, {528, 512}, {320, 320}, {319, 0}, {1, 0}};
    const struct fs_name_rules rules = {UDF, 1, false};
    struct fs_tree *tree = fs_tree_create(&rules);
    struct fs_plan_options options = fixture_options(UDF, "X");
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fs_failure failure;
        struct fs_plan *plan;
        uint8_t *end;

        options.limit_blocks = rows[i].limit;
        assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), rows[i].blocks ? FS_OK : FS_IMAGE_TOO_LARGE);
        if (!plan) continue;
        assert_int_equal(fs_plan_blocks(plan), rows[i].blocks);
        end = fixture_read(plan, rows[i].blocks - 1, 1);
        assert_int_equal(load_le16(end), 2); /* tag of an Anchor Volume Descriptor Pointer */
        assert_int_equal(load_le32(end + 12), rows[i].blocks - 1);
        assert_int_equal(load_le32(end + 20), 32); /* the main sequence */
        assert_int_equal(load_le32(end + 28), 292);
        free(end);
        fs_plan_destroy(plan);
    }
    fs_tree_destroy(tree);
}

/* An anchor gives the reserve sequence 16 blocks, which are all in the image: where 12 blocks of data leave 15 up to a
 * multiple of 32, it is not enough that its six descriptors and an anchor fit.
 */
static void plan_create__limit__leaves_the_reserve_sequence_its_extent(void **state)
{
    const struct fs_name_rules rules = {UDF, 1, false};
    struct fs_tree *tree = fs_tree_create(&rules);
    struct fs_plan_options options = fixture_options(UDF, "X");
    struct fs_failure failure;
    struct fs_plan *plan;
    uint8_t *anchor;

    (void)state;
    fixture_file(tree, fs_tree_peek_root(tree), "a", &fixture_times, &pattern_source_create(12 * 2048, 1)->source);
    options.limit_blocks = 320;
    assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_IMAGE_TOO_LARGE);
    options.limit_blocks = 352;
    assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_OK);
    anchor = fixture_read(plan, 256, 1);
    assert_int_equal(load_le32(anchor + 24), 16 * 2048);
    assert_int_equal(load_le32(anchor + 28), 305);
    free(anchor);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(estimate_blocks__items__add_their_blocks_and_take_them_away),
        cmocka_unit_test(estimate_blocks__trees_of_all_shapes__are_never_too_few),
        cmocka_unit_test(estimate_blocks__long_names__are_counted_in_each_file_system),
        cmocka_unit_test(estimate_blocks__appended_session_at_any_block__is_never_too_few),
        cmocka_unit_test(estimate_blocks__huge_files__are_counted_with_their_ICBs),
        cmocka_unit_test(plan_create__limit__leaves_out_anchors_but_the_last),
        cmocka_unit_test(plan_create__limit__leaves_the_reserve_sequence_its_extent),
    };

    return cmocka_run_group_tests_name("fs_estimate", tests, NULL, NULL);
}
