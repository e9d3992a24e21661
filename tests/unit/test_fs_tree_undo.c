/* fs/tree_undo.c, fs/node.c: lives of nodes, changes that are undone, and a long row of changes against snapshots. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "fs/tree.h"
#include "support/fs_fixture.h"

static const struct fs_name_rules relaxed = {7, 1, false};
static const struct fs_name_rules level_1 = {7, 1, true};
static const struct fs_name_rules udf_alone = {FS_MASK(FS_UDF), 1, false};

static struct fs_node *find(const struct fs_tree *tree, const struct fs_node *directory, const char *name)
{
    uint16_t units[300];
    size_t i;

    for (i = 0; name[i]; i++)
        units[i] = (unsigned char)name[i];
    return fs_tree_find(tree, directory, units, i);
}

static struct fs_node *directory(struct fs_tree *tree, struct fs_node *parent, const char *name)
{
    return fixture_directory(tree, parent, name, &fixture_times);
}

static struct fs_node *file(struct fs_tree *tree, struct fs_node *parent, const char *name)
{
    return fixture_file(tree, parent, name, &fixture_times, &pattern_source_create(100, 1)->source);
}

static void assert_iso_name(const struct fs_tree *tree, const struct fs_node *node, const char *name)
{
    uint16_t units[FS_DERIVED_MAX];
    char text[FS_DERIVED_MAX + 1];
    size_t count = fs_tree_derived_name(tree, node, FS_ISO9660, units), i;

    for (i = 0; i < count; i++)
        text[i] = (char)units[i];
    text[count] = 0;
    assert_string_equal(text, name);
}

static void node__detached__is_attached_once_and_outlives_its_tree(void **state)
{
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *node, *bad, *folder;
    long before;

    (void)state;
    assert_int_equal(fs_node_create_file(u"a*", 2, &fixture_times, NULL, &bad), FS_NAME_INVALID);
    assert_null(bad);
    assert_int_equal(fs_node_create_directory(u"d", 1, &fixture_times, &folder), FS_OK);
    assert_true(fs_node_is_detached(folder));
    assert_int_equal(fs_node_create_file(u"f.x", 3, &fixture_times, &pattern_source_create(5, 1)->source, &node),
                     FS_OK);
    assert_int_equal(node->size_bytes, 5);
    assert_iso_name(tree, node, "F.X");
    fs_node_set_source(node, &pattern_source_create(7, 1)->source);
    assert_int_equal(node->size_bytes, 7);
    assert_int_equal(pattern_sources_live, 1);
    assert_int_equal(fs_tree_attach(tree, folder, node), FS_NOT_IN_TREE);
    assert_int_equal(fs_tree_remove(tree, node), FS_NOT_IN_TREE);
    assert_int_equal(fs_tree_attach(tree, root, folder), FS_OK);
    assert_int_equal(fs_tree_attach(tree, folder, node), FS_OK);
    assert_int_equal(fs_tree_attach(tree, root, node), FS_IN_TREE);
    assert_int_equal(fs_tree_attach(tree, node, folder), FS_NOT_DIRECTORY);
    assert_ptr_equal(find(tree, folder, "F.X"), node);
    assert_int_equal(node->level, 3);
    assert_int_equal(fs_tree_change_point(tree), 2); /* what fails is no change */
    fs_node_release(folder);
    fs_tree_destroy(tree);
    assert_true(fs_node_is_detached(node));
    assert_null(node->parent);
    before = base_alloc_live();
    fs_node_release(node);
    assert_int_equal(base_alloc_live(), before - 1);
    assert_int_equal(pattern_sources_live, 0);
}

static void tree_remove__subtree__cuts_each_item_loose_and_undo_brings_them_back(void **state)
{
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *first, *top, *inner, *leaf, *last;

    (void)state;
    first = file(tree, root, "first");
    top = directory(tree, root, "top");
    inner = directory(tree, top, "inner");
    leaf = file(tree, inner, "leaf");
    last = file(tree, root, "last");
    fs_node_hold(top);
    fs_node_hold(leaf);
    assert_int_equal(fs_tree_remove(tree, top), FS_OK);
    assert_true(fs_node_is_detached(top) && fs_node_is_detached(inner) && fs_node_is_detached(leaf));
    assert_int_equal(top->child_count, 0);
    assert_null(top->first_child);
    assert_int_equal(leaf->size_bytes, 100);
    assert_int_equal(fs_tree_change_point(tree), 6);
    /* A client adds one of them again, elsewhere, and removes it again. */
    assert_int_equal(fs_tree_attach(tree, root, leaf), FS_OK);
    assert_ptr_equal(last->next, leaf);
    assert_int_equal(fs_tree_remove(tree, leaf), FS_OK);
    assert_int_equal(fs_tree_attach(tree, root, top), FS_OK);
    assert_int_equal(fs_tree_roll_back(tree, 7), FS_OK);
    assert_ptr_equal(last->next, leaf);
    assert_true(fs_node_is_detached(top));
    assert_int_equal(fs_tree_roll_back(tree, 5), FS_OK);
    assert_ptr_equal(first->next, top);
    assert_ptr_equal(top->next, last);
    assert_ptr_equal(top->first_child, inner);
    assert_ptr_equal(inner->first_child, leaf);
    assert_null(last->next);
    assert_ptr_equal(find(tree, inner, "LEAF"), leaf);
    assert_null(find(tree, root, "leaf"));
    assert_int_equal(fs_tree_files(tree), 3);
    assert_int_equal(fs_tree_directories(tree), 3);
    assert_int_equal(fs_tree_roll_back(tree, 0), FS_OK);
    assert_null(root->first_child);
    assert_int_equal(fs_tree_change_point(tree), 0);
    assert_int_equal(pattern_sources_live, 1); /* the leaf's, which is held */
    fs_node_release(top);
    fs_node_release(leaf);
    fs_tree_destroy(tree);
    assert_int_equal(pattern_sources_live, 0);
}

/* What was added to a directory that came back leaves it before the directory leaves, and the other way round. */
static void tree_roll_back__items_in_a_directory_that_came_back__leave_first(void **state)
{
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *folder, *inner, *early;

    (void)state;
    folder = directory(tree, root, "folder");
    early = file(tree, folder, "early");
    fs_node_hold(folder);
    assert_int_equal(fs_tree_remove(tree, folder), FS_OK); /* change 3 */
    assert_int_equal(fs_tree_attach(tree, root, folder), FS_OK);
    inner = file(tree, folder, "inner");
    fs_node_hold(inner);
    assert_int_equal(fs_tree_remove(tree, folder), FS_OK);
    assert_int_equal(fs_tree_roll_back(tree, 5), FS_OK);
    assert_ptr_equal(folder->first_child, inner);
    assert_null(inner->next);
    assert_int_equal(fs_tree_roll_back(tree, 3), FS_OK);
    assert_true(fs_node_is_detached(inner));
    assert_true(fs_node_is_detached(folder));
    assert_int_equal(folder->child_count, 0);
    assert_int_equal(fs_tree_files(tree), 0);
    assert_int_equal(fs_tree_roll_back(tree, 2), FS_OK);
    assert_ptr_equal(folder->first_child, early);
    assert_ptr_equal(find(tree, folder, "early"), early);
    fs_node_release(folder);
    fs_node_release(inner);
    fs_tree_destroy(tree);
    assert_int_equal(pattern_sources_live, 0);
}

static void tree_abort__several_functions__are_undone_in_one(void **state)
{
    struct fs_tree *tree = fs_tree_create(&level_1);
    struct fs_node *root = fs_tree_peek_root(tree), *old, *second, *added, *held;
    struct pattern_source *refused;

    (void)state;
    old = file(tree, root, "longname one.txt");
    second = file(tree, root, "longname two.txt");
    assert_int_equal(fs_tree_begin(tree), FS_OK);
    assert_int_equal(fs_tree_begin(tree), FS_CHANGE_OPEN);
    assert_int_equal(fs_tree_lock_in(tree), FS_CHANGE_OPEN);
    assert_int_equal(fs_tree_roll_back(tree, 0), FS_CHANGE_OPEN);
    assert_int_equal(fs_tree_set_rules(tree, &relaxed), FS_CHANGE_OPEN);
    assert_int_equal(fs_tree_replace_file(tree, root, u"LONGNAME ONE.TXT", 16, &fixture_times,
                                          &pattern_source_create(7, 1)->source, &added),
                     FS_OK);
    assert_true(fs_node_is_detached(old));
    assert_int_equal(added->size_bytes, 7);
    assert_iso_name(tree, added, "LONGNAME.TXT");
    held = file(tree, directory(tree, root, "d"), "f");
    fs_node_hold(held);
    refused = pattern_source_create(9, 1);
    assert_int_equal(fs_tree_replace_file(tree, root, u"D", 1, &fixture_times, &refused->source, &added),
                     FS_NAME_EXISTS);
    assert_null(added);
    refused->source.release(&refused->source);
    assert_int_equal(fs_tree_remove(tree, second), FS_OK);
    assert_int_equal(fs_tree_change_point(tree), 2);
    fs_tree_abort(tree);
    assert_int_equal(fs_tree_change_point(tree), 2);
    assert_ptr_equal(root->first_child, old);
    assert_ptr_equal(old->next, second);
    assert_null(second->next);
    assert_iso_name(tree, second, "LONGNA_1.TXT");
    assert_ptr_equal(find(tree, root, "longname one.txt"), old);
    assert_int_equal(fs_tree_files(tree), 2);
    assert_int_equal(fs_tree_directories(tree), 1);
    assert_true(fs_node_is_detached(held));
    fs_node_release(held);
    assert_int_equal(pattern_sources_live, 2);
    fs_tree_destroy(tree);
}

static void tree_lock_in__earlier_changes__cannot_be_undone_and_hold_nothing(void **state)
{
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *stays, *again;

    (void)state;
    stays = file(tree, root, "stays");
    again = directory(tree, root, "again");
    fs_node_hold(again);
    assert_int_equal(fs_tree_remove(tree, again), FS_OK);
    assert_int_equal(fs_tree_remove(tree, file(tree, root, "goes")), FS_OK);
    assert_int_equal(pattern_sources_live, 2);
    assert_int_equal(fs_tree_lock_in(tree), FS_OK);
    assert_int_equal(pattern_sources_live, 1);
    assert_int_equal(fs_tree_change_point(tree), 5);
    assert_int_equal(fs_tree_roll_back(tree, 4), FS_NO_CHANGE_POINT);
    assert_int_equal(fs_tree_roll_back(tree, 6), FS_NO_CHANGE_POINT);
    assert_int_equal(fs_tree_roll_back(tree, 5), FS_OK);
    assert_int_equal(fs_tree_attach(tree, root, again), FS_OK);
    assert_int_equal(fs_tree_remove(tree, stays), FS_OK);
    assert_int_equal(fs_tree_roll_back(tree, 5), FS_OK);
    assert_ptr_equal(root->first_child, stays);
    assert_null(stays->next);
    assert_true(fs_node_is_detached(again));
    fs_node_release(again);
    fs_tree_destroy(tree);
    assert_int_equal(pattern_sources_live, 0);
}

/* Rules that changed since make the tree of an earlier change point impossible, or give it other names. */
static void tree_roll_back__other_rules__are_checked_and_name_what_comes_back(void **state)
{
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    struct fs_node *at = fs_tree_peek_root(tree), *level_2 = NULL, *one, *two;
    int i;

    (void)state;
    for (i = 2; i <= 9; i++) {
        at = directory(tree, at, "d");
        if (i == 2) level_2 = at;
    }
    one = file(tree, level_2, "longname one.txt");
    two = file(tree, level_2, "longname two.txt");
    assert_int_equal(fs_tree_set_rules(tree, &level_1), FS_TOO_DEEP);
    assert_int_equal(fs_tree_remove(tree, at), FS_OK); /* change 11 */
    assert_int_equal(fs_tree_remove(tree, one), FS_OK);
    assert_int_equal(fs_tree_set_rules(tree, &level_1), FS_OK);
    assert_int_equal(fs_tree_roll_back(tree, 10), FS_TOO_DEEP);
    assert_int_equal(fs_tree_change_point(tree), 12);
    assert_int_equal(fs_tree_files(tree), 1);
    assert_int_equal(fs_tree_roll_back(tree, 11), FS_OK);
    assert_ptr_equal(one->next, two);
    assert_iso_name(tree, two, "LONGNAME.TXT");
    assert_iso_name(tree, one, "LONGNA_1.TXT");
    assert_ptr_equal(find(tree, level_2, "longname ONE.txt"), one);
    assert_int_equal(fs_tree_set_rules(tree, &udf_alone), FS_OK);
    assert_int_equal(fs_tree_roll_back(tree, 10), FS_OK);
    assert_int_equal(at->level, 9);
    assert_int_equal(fs_tree_roll_back(tree, 0), FS_OK);
    fs_tree_destroy(tree);
}

/* Relaxed rules for a strict tree, or another level for a relaxed one, are for what comes later. */
static void tree_set_rules__relaxed_for_the_same_systems__renames_nothing(void **state)
{
    static const struct fs_name_rules relaxed_level_2 = {7, 2, false};
    struct fs_tree *tree = fs_tree_create(&level_1);
    struct fs_node *root = fs_tree_peek_root(tree), *early, *late;

    (void)state;
    early = file(tree, root, "a long name.html");
    assert_int_equal(fs_tree_set_rules(tree, &relaxed), FS_OK);
    late = file(tree, root, "another long name.html");
    assert_iso_name(tree, early, "A_LONG_N.HTM");
    assert_iso_name(tree, late, "ANOTHER_LONG_NAME.HTML");
    assert_int_equal(fs_tree_set_rules(tree, &relaxed_level_2), FS_OK);
    assert_iso_name(tree, early, "A_LONG_N.HTM");
    late = file(tree, root, "A_LONG_N.HTM"); /* taken by an item of the strict rules */
    assert_iso_name(tree, late, "A_LONG_N_1.HTM");
    assert_int_equal(fs_tree_set_rules(tree, &udf_alone), FS_OK);
    assert_int_equal(fs_tree_set_rules(tree, &relaxed), FS_OK);
    assert_iso_name(tree, early, "A_LONG_NAME.HTML");
    assert_iso_name(tree, late, "A_LONG_N.HTM");
    fs_tree_destroy(tree);
}

enum { ITEM_TEXT_MAX = 512 };

/* Every item with its address, its place, and its names, and all sums. */
static char *snapshot(const struct fs_tree *tree)
{
    const struct fs_totals *totals = fs_tree_peek_totals(tree);
    const struct fs_node *node;
    uint16_t units[FS_DERIVED_MAX];
    size_t items = (size_t)fs_tree_files(tree) + fs_tree_directories(tree), at = 0, i;
    char *text = malloc(items * ITEM_TEXT_MAX);
    unsigned system;

    assert_non_null(text);
    for (node = fs_tree_next(fs_tree_peek_root(tree)); node; node = fs_tree_next(node)) {
        at += (size_t)snprintf(text + at, ITEM_TEXT_MAX, "%p in %p level %u:", (const void *)node,
                               (const void *)node->parent, (unsigned)node->level);
        for (system = 0; system < FS_SYSTEMS; system++) {
            size_t count = fs_tree_derived_name(tree, node, (enum fs_system)system, units);

            for (i = 0; i < count; i++)
                text[at++] = (char)units[i];
            text[at++] = ' ';
        }
        text[at++] = '\n';
    }
    snprintf(text + at, ITEM_TEXT_MAX, "%u %u; %u blocks, %u %u %u units, %u %u %u of directories\n",
             (unsigned)fs_tree_files(tree), (unsigned)fs_tree_directories(tree), (unsigned)totals->data_blocks,
             (unsigned)totals->units[0], (unsigned)totals->units[1], (unsigned)totals->units[2],
             (unsigned)totals->directory_units[0], (unsigned)totals->directory_units[1],
             (unsigned)totals->directory_units[2]);
    return text;
}

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static struct fs_node *any_node(const struct fs_tree *tree, unsigned *seed)
{
    unsigned steps = next_random(seed) % (fs_tree_files(tree) + fs_tree_directories(tree));
    struct fs_node *node = fs_tree_peek_root(tree);

    while (steps--)
        node = fs_tree_next(node);
    return node;
}

enum { HELD = 16, STEPS = 400 };

/* One function with arguments by chance; the nodes that are held come back by it, too. */
static void change_something(struct fs_tree *tree, struct fs_node **held, unsigned *seed)
{
    struct fs_node *node = any_node(tree, seed), *parent = node->is_directory ? node : node->parent, *made = NULL;
    struct fs_node **kept = &held[next_random(seed) % HELD];
    uint16_t name[] = u"longname x.txt";

    name[9] = (uint16_t)('a' + next_random(seed) % 20);
    switch (next_random(seed) % 8) {
    case 0:
    case 1:
        (void)fs_tree_add_directory(tree, parent, name, 10, &fixture_times, &made);
        break;
    case 2:
    case 3:
    case 4:
        (void)fs_tree_replace_file(tree, parent, name, 14, &fixture_times, NULL, &made);
        break;
    case 5:
        if (node->level > 2 || next_random(seed) % 8 == 0) (void)fs_tree_remove(tree, node);
        break;
    case 6:
        if (*kept) (void)fs_tree_attach(tree, parent, *kept);
        break;
    default:
        if (*kept && !fs_node_is_detached(*kept)) (void)fs_tree_remove(tree, *kept);
        break;
    }
    if (made && next_random(seed) % 2) {
        fs_node_release(*kept);
        fs_node_hold(*kept = made);
    }
}

/* As many functions as chance will have: one change, kept or aborted. */
static void make_change(struct fs_tree *tree, struct fs_node **held, unsigned *seed)
{
    unsigned functions = next_random(seed) % 12;
    char *before;

    if (functions < 6) {
        change_something(tree, held, seed);
        return;
    }
    before = snapshot(tree);
    assert_int_equal(fs_tree_begin(tree), FS_OK);
    while (functions--)
        change_something(tree, held, seed);
    if (next_random(seed) % 3) {
        fs_tree_commit(tree);
    } else {
        char *after;

        fs_tree_abort(tree);
        after = snapshot(tree);
        assert_string_equal(after, before);
        free(after);
    }
    free(before);
}

static void roll_back_by_chance(struct fs_tree *tree, char **snapshots, uint32_t locked, unsigned *seed)
{
    uint32_t present = fs_tree_change_point(tree);
    uint32_t back = next_random(seed) % (present - locked + 1);
    char *text;

    assert_int_equal(fs_tree_roll_back(tree, present - back), FS_OK);
    assert_int_equal(fs_tree_change_point(tree), present - back);
    text = snapshot(tree);
    assert_string_equal(text, snapshots[present - back]);
    free(text);
}

static void tree_roll_back__many_changes_by_chance__is_the_tree_of_then(void **state)
{
    long before = base_alloc_live();
    unsigned seed, step, i;

    (void)state;
    for (seed = 1; seed <= 30; seed++) {
        struct fs_tree *tree = fs_tree_create(&level_1);
        struct fs_node *held[HELD] = {NULL};
        char *snapshots[STEPS + 1] = {NULL};
        unsigned chance = seed;
        uint32_t locked = 0;

        snapshots[0] = snapshot(tree);
        for (step = 0; step < STEPS; step++) {
            uint32_t point;

            make_change(tree, held, &chance);
            point = fs_tree_change_point(tree);
            free(snapshots[point]);
            snapshots[point] = snapshot(tree);
            if (next_random(&chance) % 40 == 0) {
                assert_int_equal(fs_tree_lock_in(tree), FS_OK);
                locked = point;
            }
            if (next_random(&chance) % 10 == 0) roll_back_by_chance(tree, snapshots, locked, &chance);
        }
        fs_tree_destroy(tree);
        for (i = 0; i < HELD; i++)
            fs_node_release(held[i]);
        for (i = 0; i <= STEPS; i++)
            free(snapshots[i]);
    }
    assert_int_equal(base_alloc_live(), before);
}

static void tree_changes__each_allocation_fails__nothing_changes(void **state)
{
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *top = directory(tree, root, "top");
    char name[16], *before, *after;
    enum fs_status status = FS_OUT_OF_MEMORY;
    long nth, failures = 0;
    int i;

    (void)state;
    for (i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "%d", i);
        (void)file(tree, top, name);
    }
    before = snapshot(tree);
    for (nth = 1; status == FS_OUT_OF_MEMORY; nth++) {
        base_alloc_fail_nth(nth);
        status =
            nth % 2 ? fs_tree_remove(tree, top) : fs_tree_replace_file(tree, top, u"7", 1, &fixture_times, NULL, NULL);
        if (base_alloc_fail_nth(0)) break;
        failures++;
        after = snapshot(tree);
        assert_int_equal(status, FS_OUT_OF_MEMORY);
        assert_string_equal(after, before);
        free(after);
    }
    assert_true(failures >= 1);
    assert_int_equal(fs_tree_change_point(tree), 42);
    free(before);
    fs_tree_destroy(tree);
    assert_int_equal(pattern_sources_live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(node__detached__is_attached_once_and_outlives_its_tree),
        cmocka_unit_test(tree_remove__subtree__cuts_each_item_loose_and_undo_brings_them_back),
        cmocka_unit_test(tree_roll_back__items_in_a_directory_that_came_back__leave_first),
        cmocka_unit_test(tree_abort__several_functions__are_undone_in_one),
        cmocka_unit_test(tree_lock_in__earlier_changes__cannot_be_undone_and_hold_nothing),
        cmocka_unit_test(tree_roll_back__other_rules__are_checked_and_name_what_comes_back),
        cmocka_unit_test(tree_set_rules__relaxed_for_the_same_systems__renames_nothing),
        cmocka_unit_test(tree_roll_back__many_changes_by_chance__is_the_tree_of_then),
        cmocka_unit_test(tree_changes__each_allocation_fails__nothing_changes),
    };

    return cmocka_run_group_tests_name("fs_tree_undo", tests, NULL, NULL);
}
