/* fs/extent.c: which file each block of an image belongs to. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "fs/extent.h"
#include "support/fs_fixture.h"

static const struct fs_name_rules all = {7, 1, false};

/* All blocks once, in order; each block is found in its extent. */
static void assert_cover(const struct fs_plan *plan)
{
    uint32_t index, block, next = 0;

    for (index = 0; index < fs_plan_extents(plan); index++) {
        struct fs_extent extent = fs_plan_get_extent(plan, index);

        assert_int_equal(extent.first, next);
        assert_true(extent.blocks > 0);
        for (block = extent.first; block < extent.first + extent.blocks; block++)
            assert_int_equal(fs_plan_find_extent(plan, block), index);
        next += extent.blocks;
    }
    assert_int_equal(next, fs_plan_blocks(plan));
}

static void plan_extents__files_of_all_sizes__cover_the_image_in_the_order_of_adding(void **state)
{
    unsigned systems;

    (void)state;
    for (systems = 1; systems < 8; systems += systems == 1 || systems == 5 ? 2 : 1) { /* Joliet with ISO 9660 */
        struct fs_plan_options options = fixture_options(systems, "X");
        struct fs_tree *tree = fs_tree_create(&all);
        struct fs_node *root = fs_tree_peek_root(tree), *z, *a, *directory;
        struct fs_plan *plan;

        z = fixture_file(tree, root, "z", &fixture_times, &pattern_source_create(4097, 1)->source);
        fixture_file(tree, root, "empty", &fixture_times, NULL);
        directory = fixture_directory(tree, root, "d", &fixture_times);
        a = fixture_file(tree, directory, "a", &fixture_times, &pattern_source_create(2049, 2)->source);
        plan = fixture_plan(tree, &options);
        assert_int_equal(fs_plan_extents(plan), 4);
        assert_null(fs_plan_get_extent(plan, 0).node);
        assert_ptr_equal(fs_plan_get_extent(plan, 1).node, z);
        assert_int_equal(fs_plan_get_extent(plan, 1).blocks, 3);
        assert_ptr_equal(fs_plan_get_extent(plan, 2).node, a);
        assert_int_equal(fs_plan_get_extent(plan, 2).blocks, 2);
        assert_null(fs_plan_get_extent(plan, 3).node);
        assert_cover(plan);
        fs_plan_destroy(plan);
        fs_tree_destroy(tree);
    }
}

static void plan_extents__no_file_has_bytes__is_one(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_plan *plan;

    (void)state;
    fixture_file(tree, fs_tree_peek_root(tree), "empty", &fixture_times, NULL);
    plan = fixture_plan(tree, &options);
    assert_int_equal(fs_plan_extents(plan), 1);
    assert_null(fs_plan_get_extent(plan, 0).node);
    assert_cover(plan);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_extents__files_of_all_sizes__cover_the_image_in_the_order_of_adding),
        cmocka_unit_test(plan_extents__no_file_has_bytes__is_one),
    };

    return cmocka_run_group_tests_name("fs_extent", tests, NULL, NULL);
}
