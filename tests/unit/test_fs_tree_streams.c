/* fs/tree_streams.c: named streams go where their file goes, and are undone like other items. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "fs/tree.h"
#include "support/fs_fixture.h"

static const struct fs_name_rules relaxed = {7, 1, false};

static struct fs_node *add_stream(struct fs_tree *tree, struct fs_node *file, const char *name, uint64_t size)
{
    uint16_t units[FS_NAME_MAX];
    size_t count = fs_units(name, units);
    struct fs_node *stream;

    assert_int_equal(fs_tree_add_stream(tree, file, units, count, &pattern_source_create(size, 1)->source, &stream),
                     FS_OK);
    return stream;
}

static void assert_totals(const struct fs_tree *tree, unsigned streams, unsigned files, unsigned blocks, unsigned units)
{
    const struct fs_totals *totals = fs_tree_peek_totals(tree);

    assert_int_equal(totals->streams, streams);
    assert_int_equal(totals->stream_files, files);
    assert_int_equal(totals->stream_blocks, blocks);
    assert_int_equal(totals->stream_units, units);
}

static void tree_add_stream__what_cannot_have_it__is_refused(void **state)
{
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *file, *stream, *none, *detached;

    (void)state;
    file = fixture_file(tree, root, "file", &fixture_times, NULL);
    stream = add_stream(tree, file, "Zone.Identifier", 26);
    assert_true(stream->is_stream);
    assert_ptr_equal(stream->parent, file);
    assert_ptr_equal(fs_tree_find_stream(file, u"zone.identifieR", 15), stream);
    assert_null(fs_tree_find_stream(file, u"zone", 4));
    assert_int_equal(fs_tree_add_stream(tree, file, u"ZONE.identifier", 15, NULL, &none), FS_NAME_EXISTS);
    assert_null(none);
    assert_int_equal(fs_tree_add_stream(tree, file, u"*UDF Backup", 11, NULL, NULL), FS_NAME_INVALID);
    assert_int_equal(fs_tree_add_stream(tree, root, u"s", 1, NULL, NULL), FS_NOT_FILE);
    assert_int_equal(fs_tree_add_stream(tree, stream, u"s", 1, NULL, NULL), FS_NOT_FILE);
    assert_int_equal(fs_node_create_file(u"d", 1, &fixture_times, NULL, &detached), FS_OK);
    assert_int_equal(fs_tree_add_stream(tree, detached, u"s", 1, NULL, NULL), FS_NOT_IN_TREE);
    fs_node_release(detached);
    assert_int_equal(fs_tree_change_point(tree), 2);
    assert_int_equal(fs_tree_files(tree), 1);
    assert_null(fs_tree_next(file));
    fs_node_hold(stream);
    assert_int_equal(fs_tree_remove(tree, stream), FS_OK);
    assert_true(fs_node_is_detached(stream));
    assert_int_equal(fs_tree_attach(tree, root, stream), FS_NOT_FILE);
    assert_null(file->first_stream);
    fs_node_release(stream);
    fs_tree_destroy(tree);
    assert_int_equal(pattern_sources_live, 0);
}

static void tree_streams__file_leaves_and_comes_back__has_its_streams_in_order(void **state)
{
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *file, *first, *second, *third;

    (void)state;
    file = fixture_file(tree, root, "file", &fixture_times, NULL);
    first = add_stream(tree, file, "first", 1);
    second = add_stream(tree, file, "second", 2049);
    third = add_stream(tree, file, "third", 4096);
    assert_totals(tree, 3, 1, 1 + 2 + 2, 5 + 6 + 5);
    assert_int_equal(fs_tree_remove(tree, second), FS_OK); /* change 5 */
    assert_ptr_equal(first->next, third);
    assert_totals(tree, 2, 1, 3, 10);
    fs_node_hold(file);
    assert_int_equal(fs_tree_remove(tree, file), FS_OK);
    assert_totals(tree, 0, 0, 0, 0);
    assert_ptr_equal(file->first_stream, first);
    assert_int_equal(fs_tree_remove(tree, first), FS_NOT_IN_TREE); /* as its file */
    assert_int_equal(fs_tree_attach(tree, root, file), FS_OK);
    assert_totals(tree, 2, 1, 3, 10);
    assert_int_equal(fs_tree_roll_back(tree, 4), FS_OK);
    assert_ptr_equal(first->next, second);
    assert_ptr_equal(second->previous, first);
    assert_ptr_equal(second->next, third);
    assert_ptr_equal(third->previous, second);
    assert_totals(tree, 3, 1, 5, 16);
    fs_node_hold(second);
    assert_int_equal(fs_tree_roll_back(tree, 2), FS_OK);
    assert_null(first->next);
    assert_true(fs_node_is_detached(second));
    fs_node_hold(first);
    fs_node_release(file);
    fs_tree_destroy(tree);
    assert_true(fs_node_is_detached(first)); /* it outlived its file */
    assert_null(first->parent);
    fs_node_release(first);
    fs_node_release(second);
    assert_int_equal(pattern_sources_live, 0);
}

static void tree_add_stream__more_than_a_thousand__are_too_many(void **state)
{
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *one, *other;
    char name[8];
    int i;

    (void)state;
    one = fixture_file(tree, root, "one", &fixture_times, NULL);
    other = fixture_file(tree, root, "other", &fixture_times, NULL);
    for (i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "%d", i);
        (void)add_stream(tree, i < 600 ? one : other, name, 0);
    }
    assert_int_equal(fs_tree_add_stream(tree, one, u"one more", 8, NULL, NULL), FS_TOO_MANY_STREAMS);
    fs_node_hold(one);
    assert_int_equal(fs_tree_remove(tree, one), FS_OK);
    (void)add_stream(tree, other, "another", 0);
    assert_int_equal(fs_tree_attach(tree, root, one), FS_TOO_MANY_STREAMS);
    assert_int_equal(fs_tree_remove(tree, other->first_stream), FS_OK);
    assert_int_equal(fs_tree_attach(tree, root, one), FS_OK);
    fs_node_release(one);
    fs_tree_destroy(tree);
    assert_int_equal(pattern_sources_live, 0);
}

/* Names that UDF cuts at 127 units. */
static void tree_add_stream__names_that_are_cut_alike__have_tails(void **state)
{
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_node *file = fixture_file(tree, fs_tree_peek_root(tree), "file", &fixture_times, NULL), *stream = NULL;
    uint16_t units[FS_DERIVED_MAX];
    char name[160];
    int i;

    (void)state;
    for (i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "%0130d%d", 0, i);
        stream = add_stream(tree, file, name, 0);
    }
    assert_int_equal(fs_tree_derived_name(tree, stream, FS_UDF, units), 127);
    assert_memory_equal(units + 123, u"_199", 8);
    assert_int_equal(fs_tree_derived_name(tree, stream, FS_ISO9660, units), 127); /* it has no other */
    assert_int_equal(fs_tree_derived_name(tree, file->first_stream, FS_UDF, units), 127);
    assert_memory_equal(units + 123, u"0000", 8);
    fs_tree_destroy(tree);
    assert_int_equal(pattern_sources_live, 0);
}

static void tree_add_stream__each_allocation_fails__nothing_changes(void **state)
{
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_node *file = fixture_file(tree, fs_tree_peek_root(tree), "file", &fixture_times, NULL);
    struct pattern_source *source = pattern_source_create(5, 1);
    enum fs_status status = FS_OUT_OF_MEMORY;
    long nth;
    int i;

    (void)state;
    for (i = 0; i < 15; i++) {
        char name[] = {(char)('a' + i), 0};

        (void)add_stream(tree, file, name, 1);
    }
    for (nth = 1; nth <= 2; nth++) { /* the node, and room for one more change */
        base_alloc_fail_nth(nth);
        status = fs_tree_add_stream(tree, file, u"x", 1, &source->source, NULL);
        assert_int_equal(base_alloc_fail_nth(0), 0);
        assert_int_equal(status, FS_OUT_OF_MEMORY);
        assert_totals(tree, 15, 1, 15, 15);
    }
    assert_int_equal(fs_tree_add_stream(tree, file, u"x", 1, &source->source, NULL), FS_OK);
    assert_int_equal(fs_tree_change_point(tree), 17);
    fs_tree_destroy(tree);
    assert_int_equal(pattern_sources_live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tree_add_stream__what_cannot_have_it__is_refused),
        cmocka_unit_test(tree_streams__file_leaves_and_comes_back__has_its_streams_in_order),
        cmocka_unit_test(tree_add_stream__more_than_a_thousand__are_too_many),
        cmocka_unit_test(tree_add_stream__names_that_are_cut_alike__have_tails),
        cmocka_unit_test(tree_add_stream__each_allocation_fails__nothing_changes),
    };

    return cmocka_run_group_tests_name("fs_tree_streams", tests, NULL, NULL);
}
