/* fs/plan.c, fs/image.c, fs/sort.c: options, reads of any part, sources that fail, allocations that fail, memory. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "fs/plan_private.h"
#include "fs/sort.h"
#include "fs/tree_private.h"
#include "support/fs_fixture.h"

static const struct fs_name_rules udf_alone = {FS_MASK(FS_UDF), 1, false};

/* Two files, of 5000 and 2048 bytes, and a directory. */
static struct fs_tree *small_tree(struct pattern_source **first)
{
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    struct fs_node *root = fs_tree_peek_root(tree);

    *first = pattern_source_create(5000, 1);
    fixture_file(tree, root, "first", &fixture_times, &(*first)->source);
    fixture_file(tree, fixture_directory(tree, root, "d", &fixture_times), "second", &fixture_times,
                 &pattern_source_create(2048, 2)->source);
    return tree;
}

static void plan_create__options_that_cannot_be__are_refused(void **state)
{
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    struct fs_plan_options good = fixture_options(FS_MASK(FS_UDF), "X"), bad;
    struct fs_failure failure;
    struct fs_plan *plan = NULL;

    (void)state;
    bad = good;
    bad.systems = 0;
    assert_int_equal(fs_plan_create(tree, &bad, &plan, &failure), FS_NO_FILE_SYSTEM);
    bad.systems = FS_MASK(FS_ISO9660) | FS_MASK(FS_UDF); /* the tree has no names for ISO 9660 */
    assert_int_equal(fs_plan_create(tree, &bad, &plan, &failure), FS_OPTION_INVALID);
    bad = good;
    bad.udf_revision = 0x0103;
    assert_int_equal(fs_plan_create(tree, &bad, &plan, &failure), FS_OPTION_INVALID);
    bad = good;
    bad.volume_name_count = FS_VOLUME_NAME_MAX + 1;
    assert_int_equal(fs_plan_create(tree, &bad, &plan, &failure), FS_OPTION_INVALID);
    bad = good;
    bad.implementation_id = "*an identifier too long!";
    assert_int_equal(fs_plan_create(tree, &bad, &plan, &failure), FS_OPTION_INVALID);
    bad.implementation_id = "";
    assert_int_equal(fs_plan_create(tree, &bad, &plan, &failure), FS_OPTION_INVALID);
    bad.implementation_id = NULL;
    assert_int_equal(fs_plan_create(tree, &bad, &plan, &failure), FS_OPTION_INVALID);
    bad = good;
    bad.now_centiseconds = 100;
    assert_int_equal(fs_plan_create(tree, &bad, &plan, &failure), FS_OPTION_INVALID);
    assert_null(plan);
    fs_tree_destroy(tree);
}

static void plan_create__more_blocks_than_an_image_has__is_too_large(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    /* 288 + 4 blocks and the ICB in front, 262 behind; an image has 7FFFFFFFh blocks, and a multiple of 32 */
    const uint64_t most = (uint64_t)(0x7FFFFFE0 - 262 - 292) - 17; /* the ICB of so large a file has 17 blocks */
    struct fs_failure failure;
    struct fs_plan *plan;
    int i;

    (void)state;
    for (i = 0; i < 2; i++) {
        struct fs_tree *tree = fs_tree_create(&udf_alone);

        fixture_file(tree, fs_tree_peek_root(tree), "f", &fixture_times,
                     &pattern_source_create((most + (uint64_t)i) * FS_BLOCK_BYTES, 1)->source);
        assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), i ? FS_IMAGE_TOO_LARGE : FS_OK);
        if (!i) assert_int_equal(fs_plan_blocks(plan), 0x7FFFFFE0);
        fs_plan_destroy(plan);
        fs_tree_destroy(tree);
    }
}

static void plan_create__sizes_whose_sum_wraps__are_too_large(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    struct fs_failure failure;
    struct fs_plan *plan;
    char name[8];
    int i;

    (void)state;
    for (i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%d", i);
        fixture_file(tree, fs_tree_peek_root(tree), name, &fixture_times,
                     &pattern_source_create(UINT64_MAX - 7, 1)->source);
    }
    assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_IMAGE_TOO_LARGE);
    assert_null(plan);
    fs_tree_destroy(tree);
    assert_int_equal(pattern_sources_live, 0);
}

static void plan_create__each_allocation_fails__is_out_of_memory_and_leaks_nothing(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct pattern_source *first;
    struct fs_tree *tree = small_tree(&first);

    (void)state;
    fixture_fail_each_allocation(tree, &options, 4);
    fs_tree_destroy(tree);
}

/* Any part, whole blocks or not, is the same part of the image. */
static void image_read__odd_offsets_and_lengths__are_parts_of_the_image(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct pattern_source *first;
    struct fs_tree *tree = small_tree(&first);
    struct fs_plan *plan = fixture_plan(tree, &options);
    uint32_t blocks = fs_plan_blocks(plan), step = 1;
    uint8_t *image = fixture_read(plan, 0, blocks);
    uint64_t size = (uint64_t)blocks * FS_BLOCK_BYTES, offset;
    uint8_t part[9001];

    (void)state;
    first->at_once = 700; /* a source may give less than was asked for */
    for (offset = 0; offset <= size + 10; offset += step) {
        size_t wanted = (size_t)(offset * 31 % 9000), got;
        struct fs_failure failure;

        part[wanted] = 0xEE;
        assert_int_equal(fs_image_read(plan, offset, part, wanted, &got, &failure), FS_OK);
        if (offset + wanted <= size) {
            assert_int_equal(got, wanted);
        } else {
            assert_int_equal(got, offset < size ? size - offset : 0);
        }
        assert_memory_equal(part, image + (offset < size ? offset : 0), got);
        assert_int_equal(part[wanted], 0xEE);
        step = step * 5 % 1999 + 1;
    }
    free(image);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void image_read__bytes_of_a_file__go_into_the_buffer_of_the_reader(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct pattern_source *first;
    struct fs_tree *tree = small_tree(&first);
    struct fs_plan *plan = fixture_plan(tree, &options);
    uint64_t offset = (uint64_t)plan->items[1].data_block * FS_BLOCK_BYTES;
    struct fs_failure failure;
    uint8_t bytes[6000];
    size_t got;

    (void)state;
    assert_int_equal(fs_image_read(plan, offset + 1, bytes, 4999, &got, &failure), FS_OK);
    assert_int_equal(got, 4999);
    assert_int_equal(first->reads, 1);
    assert_ptr_equal(first->buffer, bytes);
    /* The rest of its last block is zero and asks for nothing. */
    assert_int_equal(fs_image_read(plan, offset + 5000, bytes, 1144, &got, &failure), FS_OK);
    assert_int_equal(first->reads, 1);
    assert_int_equal(bytes[0], 0);
    assert_int_equal(bytes[1143], 0);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void image_read__source_fails_or_ends__says_which_file_and_counts_what_was_read(void **state)
{
    struct fs_plan_options options = fixture_options(FS_MASK(FS_UDF), "X");
    struct pattern_source *first;
    struct fs_tree *tree = small_tree(&first);
    struct fs_plan *plan = fixture_plan(tree, &options);
    uint64_t offset = (uint64_t)plan->items[1].data_block * FS_BLOCK_BYTES;
    struct fs_failure failure;
    uint8_t bytes[FS_BLOCK_BYTES * 8];
    size_t got;

    (void)state;
    first->fails_at = 3000;
    assert_int_equal(fs_image_read(plan, offset - FS_BLOCK_BYTES, bytes, sizeof bytes, &got, &failure),
                     FS_SOURCE_FAILED);
    assert_int_equal(got, FS_BLOCK_BYTES); /* the block of structures in front of it */
    assert_int_equal(failure.source_result, -5);
    assert_ptr_equal(failure.node, plan->items[1].node);
    first->fails_at = UINT64_MAX;
    first->ends_at = 4999;
    assert_int_equal(fs_image_read(plan, offset, bytes, 5000, &got, &failure), FS_SOURCE_SHORT);
    assert_int_equal(got, 0);
    assert_int_equal(failure.source_result, 0);
    assert_ptr_equal(failure.node, plan->items[1].node);
    first->claims = 1; /* more than was asked for */
    assert_int_equal(fs_image_read(plan, offset, bytes, 100, &got, &failure), FS_SOURCE_SHORT);
    first->claims = 0;
    /* Bytes that are there can be read all the same, and other files. */
    assert_int_equal(fs_image_read(plan, offset, bytes, 4999, &got, &failure), FS_OK);
    assert_int_equal(fs_image_read(plan, offset + (uint64_t)3 * FS_BLOCK_BYTES, bytes, 2048, &got, &failure), FS_OK);
    assert_int_equal(bytes[100], pattern_byte(2, 100));
    assert_null(failure.node);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* Promised: at most 500 bytes for a file beside its name and its source. The arrays of a plan are listed here. */
static void memory_of_a_file__is_at_most_500_bytes(void **state)
{
    /* The buckets are there twice while they grow; so are the changes of a file that is added alone, and their room. */
    size_t tree = sizeof(struct fs_node) + 2 * FS_INDEXES * sizeof(void *) + 3 * sizeof(struct fs_change);
    /* data_order, file_order, directory_order, a sort; three arrays of each hierarchy, and three of directories */
    size_t plan = sizeof(struct fs_item) + (4 + 2 * 6) * sizeof(uint32_t);

    (void)state;
    print_message("%u bytes a file in a tree, %u in a plan\n", (unsigned)tree, (unsigned)plan);
    assert_true(tree + plan <= 500);
}

static bool is_greater(const void *context, uint32_t left, uint32_t right)
{
    (*(unsigned *)context)++;
    return left / 10 > right / 10;
}

static void sort__any_count__is_in_order_and_stable(void **state)
{
    uint32_t numbers[1000], count, i;
    unsigned compared;

    (void)state;
    for (count = 0; count < 1000; count += 1 + count / 10) {
        for (i = 0; i < count; i++)
            numbers[i] = i * 7919 % 1009 / 10 * 10 + i % 10; /* the units keep the order of equals visible */
        assert_true(fs_sort(numbers, count, is_greater, &compared));
        for (i = 1; i < count; i++)
            assert_true(numbers[i - 1] / 10 <= numbers[i] / 10);
    }
    for (i = 0; i < 1000; i++)
        numbers[i] = 5000 - i / 10 * 10 + i % 10;
    assert_true(fs_sort(numbers, 1000, is_greater, &compared));
    for (i = 1; i < 1000; i++)
        assert_true(numbers[i - 1] < numbers[i]);
    compared = 0;
    assert_true(fs_sort(numbers, 1000, is_greater, &compared));
    assert_true(compared < 1000); /* once for each pair of neighbours where all is in order */
    base_alloc_fail_nth(1);
    assert_false(fs_sort(numbers, 1000, is_greater, &compared));
    base_alloc_fail_nth(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_create__options_that_cannot_be__are_refused),
        cmocka_unit_test(plan_create__more_blocks_than_an_image_has__is_too_large),
        cmocka_unit_test(plan_create__sizes_whose_sum_wraps__are_too_large),
        cmocka_unit_test(plan_create__each_allocation_fails__is_out_of_memory_and_leaks_nothing),
        cmocka_unit_test(image_read__odd_offsets_and_lengths__are_parts_of_the_image),
        cmocka_unit_test(image_read__bytes_of_a_file__go_into_the_buffer_of_the_reader),
        cmocka_unit_test(image_read__source_fails_or_ends__says_which_file_and_counts_what_was_read),
        cmocka_unit_test(memory_of_a_file__is_at_most_500_bytes),
        cmocka_unit_test(sort__any_count__is_in_order_and_stable),
    };

    return cmocka_run_group_tests_name("fs_image", tests, NULL, NULL);
}
