/* fs/tree.c: items, their unique names, limits, removal, and every allocation that fails. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "fs/tree_private.h"

static const struct fs_times times = {1, 2, 3};
static const struct fs_name_rules all_relaxed = {7, 1, false};
static const struct fs_name_rules all_level_1 = {7, 1, true};
static const struct fs_name_rules udf_alone = {FS_MASK(FS_UDF), 1, false};

struct counted_source {
    struct fs_source source;
    int releases;
};

static void count_release(struct fs_source *source)
{
    ((struct counted_source *)source)->releases++;
}

/* ASCII to UTF-16. */
static size_t wide(const char *text, uint16_t *units)
{
    size_t i;

    for (i = 0; text[i]; i++)
        units[i] = (unsigned char)text[i];
    return i;
}

static enum fs_status add_directory(struct fs_tree *tree, struct fs_node *parent, const char *name,
                                    struct fs_node **node)
{
    uint16_t units[300];
    size_t count = wide(name, units);

    return fs_tree_add_directory(tree, parent, units, count, &times, node);
}

static enum fs_status add_file(struct fs_tree *tree, struct fs_node *parent, const char *name, struct fs_node **node)
{
    uint16_t units[300];
    size_t count = wide(name, units);

    return fs_tree_add_file(tree, parent, units, count, &times, NULL, node);
}

static struct fs_node *find(const struct fs_tree *tree, const struct fs_node *directory, const char *name)
{
    uint16_t units[300];
    size_t count = wide(name, units);

    return fs_tree_find(tree, directory, units, count);
}

static void assert_name(const struct fs_tree *tree, const struct fs_node *node, enum fs_system system, const char *name)
{
    uint16_t units[FS_DERIVED_MAX];
    char text[FS_DERIVED_MAX + 1];
    size_t count = fs_tree_derived_name(tree, node, system, units), i;

    for (i = 0; i < count; i++)
        text[i] = (char)units[i];
    text[count] = 0;
    assert_string_equal(text, name);
}

static void tree_add__names_that_differ_in_case__are_one_name(void **state)
{
    struct fs_tree *tree = fs_tree_create(&all_relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *first, *second;

    (void)state;
    assert_int_equal(add_file(tree, root, "Read.Me", &first), FS_OK);
    assert_int_equal(add_file(tree, root, "rEAD.mE", &second), FS_NAME_EXISTS);
    assert_null(second);
    assert_int_equal(add_directory(tree, root, "READ.ME", &second), FS_NAME_EXISTS);
    assert_ptr_equal(find(tree, root, "read.me"), first);
    assert_null(find(tree, root, "read.m"));
    assert_int_equal(add_file(tree, first, "x", &second), FS_NOT_DIRECTORY);
    assert_int_equal(add_file(tree, root, "a/b", &second), FS_NAME_INVALID);
    assert_int_equal(fs_tree_files(tree), 1);
    assert_int_equal(fs_tree_directories(tree), 1);
    fs_tree_destroy(tree);
}

static void tree_add__same_name_in_another_directory__is_another_item(void **state)
{
    struct fs_tree *tree = fs_tree_create(&all_relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *directory, *inner;

    (void)state;
    assert_int_equal(add_directory(tree, root, "d", &directory), FS_OK);
    assert_int_equal(add_file(tree, directory, "d", &inner), FS_OK);
    assert_ptr_equal(find(tree, directory, "D"), inner);
    assert_ptr_equal(find(tree, root, "D"), directory);
    assert_ptr_equal(fs_tree_next(root), directory);
    assert_ptr_equal(fs_tree_next(directory), inner);
    assert_null(fs_tree_next(inner));
    fs_tree_destroy(tree);
}

static void tree_add__derived_names_collide__the_later_has_a_tail(void **state)
{
    struct fs_tree *tree = fs_tree_create(&all_level_1);
    struct fs_node *root = fs_tree_peek_root(tree), *node[5];

    (void)state;
    assert_int_equal(add_file(tree, root, "longname one.txt", &node[0]), FS_OK);
    assert_int_equal(add_file(tree, root, "longname two.txt", &node[1]), FS_OK);
    assert_int_equal(add_file(tree, root, "longna_2.txt", &node[2]), FS_OK); /* what the next would be called */
    assert_int_equal(add_file(tree, root, "longname three.txt", &node[3]), FS_OK);
    assert_name(tree, node[0], FS_ISO9660, "LONGNAME.TXT");
    assert_name(tree, node[1], FS_ISO9660, "LONGNA_1.TXT");
    assert_name(tree, node[2], FS_ISO9660, "LONGNA_2.TXT");
    assert_name(tree, node[3], FS_ISO9660, "LONGNA_3.TXT");
    assert_name(tree, node[3], FS_JOLIET, "longname three.txt");
    assert_name(tree, node[3], FS_UDF, "longname three.txt");
    assert_name(tree, root, FS_UDF, "");
    /* A name that is free again is taken by a later item; names that are there stay. */
    assert_int_equal(fs_tree_remove(tree, node[0]), FS_OK);
    assert_int_equal(add_file(tree, root, "longname four.txt", &node[4]), FS_OK);
    assert_name(tree, node[4], FS_ISO9660, "LONGNAME.TXT");
    assert_name(tree, node[1], FS_ISO9660, "LONGNA_1.TXT");
    fs_tree_destroy(tree);
}

static void tree_add__Joliet_names_that_differ_in_a_forbidden_character__have_a_tail(void **state)
{
    struct fs_tree *tree = fs_tree_create(&all_relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *node;

    (void)state;
    assert_int_equal(add_file(tree, root, "a_b.txt", NULL), FS_OK);
    assert_int_equal(add_file(tree, root, "A;B.txt", &node), FS_OK);
    assert_name(tree, node, FS_JOLIET, "A_B_1.txt");
    assert_name(tree, node, FS_ISO9660, "A_B_1.TXT");
    assert_name(tree, node, FS_UDF, "A;B.txt");
    fs_tree_destroy(tree);
}

/* Fifty thousand names of one derived name: what would take hours if each began to search at tail 1. */
static void tree_add__many_collisions__have_the_tails_in_order(void **state)
{
    struct fs_tree *tree = fs_tree_create(&all_level_1);
    struct fs_node *root = fs_tree_peek_root(tree), *node = NULL;
    char name[32];
    int i;

    (void)state;
    for (i = 0; i <= 50000; i++) {
        snprintf(name, sizeof name, "collision %d.txt", i);
        assert_int_equal(add_file(tree, root, name, &node), FS_OK);
    }
    assert_name(tree, node, FS_ISO9660, "CO_50000.TXT");
    fs_tree_destroy(tree);
}

/* Pairs of one derived name, whose tailed names are those of all pairs: what would take minutes if each pair began its
 * search at tail 1.
 */
static void tree_add__many_pairs_that_collide__search_no_tail_twice(void **state)
{
    struct fs_tree *tree = fs_tree_create(&all_level_1);
    struct fs_node *root = fs_tree_peek_root(tree), *node = NULL;
    char name[32];
    int i;

    (void)state;
    for (i = 0; i < 20000; i++) {
        snprintf(name, sizeof name, "img%05d (%d).jpg", i / 2, i % 2);
        assert_int_equal(add_file(tree, root, name, &node), FS_OK);
    }
    assert_name(tree, find(tree, root, "img00000 (1).jpg"), FS_ISO9660, "IMG000_1.JPG");
    assert_name(tree, find(tree, root, "img00009 (1).jpg"), FS_ISO9660, "IMG00_10.JPG");
    assert_name(tree, find(tree, root, "img01000 (1).jpg"), FS_ISO9660, "IMG010_1.JPG");
    assert_name(tree, node, FS_ISO9660, "IMG_8299.JPG");
    fs_tree_destroy(tree);
}

/* Three units without case, in no order, and a step of the hash that the tree's is made of, FNV-1a, over them. */
static uint32_t hash_triple(uint32_t hash, uint32_t number, uint16_t *triple)
{
    uint32_t scattered = number * 2654435761u, i;

    for (i = 0; i < 3; i++) {
        triple[i] = (uint16_t)(0x4E00 + (scattered >> 5 * i) % 0x5000);
        hash = (hash ^ triple[i]) * 16777619u;
    }
    return hash;
}

/* Two triples that lead from one hash to the same next one, as whoever wants a slow tree would look for them. */
static uint32_t find_twins(uint32_t hash, uint16_t twins[2][3])
{
    enum { SLOTS = 1 << 20 };
    static uint32_t slots[SLOTS]; /* the triple that was seen there; 0: none */
    uint32_t seen, next, *slot;

    memset(slots, 0, sizeof slots);
    for (seen = 1;; seen++) {
        next = hash_triple(hash, seen, twins[0]);
        slot = &slots[next % SLOTS];
        if (*slot && hash_triple(hash, *slot, twins[1]) == next && memcmp(twins[0], twins[1], sizeof twins[0]) != 0)
            return next;
        *slot = seen;
    }
}

static unsigned longest_chain(const struct fs_tree *tree)
{
    unsigned longest = 0, length;
    size_t bucket;

    for (bucket = 0; bucket < tree->bucket_count; bucket++) {
        const struct fs_node *node = tree->buckets[bucket].first[FS_NAME_INDEX];

        for (length = 0; node; node = node->chain[FS_NAME_INDEX])
            length++;
        if (length > longest) longest = length;
    }
    return longest;
}

static void tree_add__names_made_for_one_bucket__are_spread(void **state)
{
    enum { TWINS = 11 };
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    uint16_t twins[TWINS][2][3], name[3 * TWINS];
    uint32_t hash = 2166136261u, names, i;

    (void)state;
    for (i = 0; i < TWINS; i++)
        hash = find_twins(hash, twins[i]);
    for (names = 0; names < 1u << TWINS; names++) {
        for (i = 0; i < TWINS; i++)
            memcpy(name + 3 * i, twins[i][names >> i & 1], sizeof twins[i][0]);
        assert_int_equal(fs_tree_add_file(tree, fs_tree_peek_root(tree), name, 3 * TWINS, &times, NULL, NULL), FS_OK);
    }
    assert_true(longest_chain(tree) < 50); /* without it 2,048 */
    fs_tree_destroy(tree);
}

static void tree_add__directory_on_level_nine__is_too_deep_for_ISO_9660_alone(void **state)
{
    static const struct fs_name_rules *const rules[] = {&all_relaxed, &udf_alone};
    size_t i;
    int level;

    (void)state;
    for (i = 0; i < 2; i++) {
        struct fs_tree *tree = fs_tree_create(rules[i]);
        struct fs_node *directory = fs_tree_peek_root(tree);

        for (level = 2; level <= 8; level++)
            assert_int_equal(add_directory(tree, directory, "d", &directory), FS_OK);
        assert_int_equal(add_file(tree, directory, "f", NULL), FS_OK);
        assert_int_equal(add_directory(tree, directory, "d", NULL), i ? FS_OK : FS_TOO_DEEP);
        assert_int_equal(fs_tree_set_rules(tree, &all_level_1), i ? FS_TOO_DEEP : FS_OK);
        fs_tree_destroy(tree);
    }
}

static void tree_add__more_directories_than_a_path_table_numbers__are_too_many(void **state)
{
    struct fs_tree *tree = fs_tree_create(&udf_alone);
    struct fs_node *root = fs_tree_peek_root(tree), *last = NULL;
    char name[16];
    int i;

    (void)state;
    for (i = 2; i <= 65536; i++) {
        snprintf(name, sizeof name, "%d", i);
        assert_int_equal(add_directory(tree, root, name, &last), FS_OK);
    }
    assert_int_equal(fs_tree_set_rules(tree, &all_relaxed), FS_TOO_MANY_DIRECTORIES);
    assert_int_equal(fs_tree_peek_rules(tree)->systems, FS_MASK(FS_UDF));
    assert_int_equal(fs_tree_remove(tree, last), FS_OK);
    assert_int_equal(fs_tree_set_rules(tree, &all_relaxed), FS_OK);
    assert_int_equal(add_directory(tree, root, "one more", NULL), FS_TOO_MANY_DIRECTORIES);
    assert_int_equal(fs_tree_directories(tree), 65535);
    fs_tree_destroy(tree);
}

static void tree_set_rules__other_level__derives_the_names_anew(void **state)
{
    struct fs_tree *tree = fs_tree_create(&all_relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *first, *second;

    (void)state;
    assert_int_equal(add_file(tree, root, "a long name 1.html", &first), FS_OK);
    assert_int_equal(add_file(tree, root, "a long name 2.html", &second), FS_OK);
    assert_name(tree, second, FS_ISO9660, "A_LONG_NAME_2.HTML");
    assert_int_equal(fs_tree_set_rules(tree, &all_level_1), FS_OK);
    assert_name(tree, first, FS_ISO9660, "A_LONG_N.HTM");
    assert_name(tree, second, FS_ISO9660, "A_LONG_1.HTM");
    assert_int_equal(fs_tree_set_rules(tree, &udf_alone), FS_OK);
    assert_name(tree, second, FS_ISO9660, "A_LONG_NAME_2.HTML"); /* not listed: the rules alone, no tail */
    assert_ptr_equal(find(tree, root, "A LONG NAME 2.html"), second);
    fs_tree_destroy(tree);
}

static void tree_remove__subtree__releases_each_source_once(void **state)
{
    struct counted_source sources[3];
    struct fs_tree *tree = fs_tree_create(&all_relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *directory, *inner;
    long before = base_alloc_live();
    int i;

    (void)state;
    memset(sources, 0, sizeof sources);
    for (i = 0; i < 3; i++) {
        sources[i].source.release = count_release;
        sources[i].source.size_bytes = 100 + (uint64_t)i;
    }
    assert_int_equal(add_file(tree, root, "keep", NULL), FS_OK);
    assert_int_equal(add_directory(tree, root, "d", &directory), FS_OK);
    assert_int_equal(add_directory(tree, directory, "e", &inner), FS_OK);
    assert_int_equal(fs_tree_add_file(tree, inner, u"f", 1, &times, &sources[0].source, NULL), FS_OK);
    assert_int_equal(fs_tree_add_file(tree, directory, u"g", 1, &times, &sources[1].source, &inner), FS_OK);
    assert_int_equal(inner->size_bytes, 101);
    assert_int_equal(fs_tree_add_file(tree, directory, u"G", 1, &times, &sources[2].source, NULL), FS_NAME_EXISTS);
    assert_int_equal(fs_tree_remove(tree, directory), FS_OK);
    assert_int_equal(sources[0].releases, 0); /* the undo log has it */
    assert_int_equal(fs_tree_lock_in(tree), FS_OK);
    assert_int_equal(sources[0].releases, 1);
    assert_int_equal(sources[1].releases, 1);
    assert_int_equal(sources[2].releases, 0); /* a source that was refused stays the caller's */
    assert_int_equal(base_alloc_live(), before + 1);
    assert_null(find(tree, root, "d"));
    assert_int_equal(root->child_count, 1);
    assert_int_equal(fs_tree_files(tree), 1);
    assert_int_equal(fs_tree_directories(tree), 1);
    assert_int_equal(fs_tree_remove(tree, root), FS_OK);
    assert_int_equal(root->child_count, 0);
    assert_int_equal(fs_tree_files(tree), 0);
    fs_tree_destroy(tree);
}

static void tree_add__each_allocation_fails__nothing_changes(void **state)
{
    long before = base_alloc_live(), nth;
    struct fs_tree *tree = NULL;
    char name[16];
    int i;

    (void)state;
    for (nth = 1; nth <= 3; nth++) {
        base_alloc_fail_nth(nth);
        assert_null(fs_tree_create(&all_relaxed));
        assert_int_equal(base_alloc_fail_nth(0), 0);
        assert_int_equal(base_alloc_live(), before);
    }
    tree = fs_tree_create(&all_relaxed);
    for (i = 0; i < 200; i++) { /* more than the first buckets hold */
        snprintf(name, sizeof name, "file %d", i);
        for (nth = 1;; nth++) {
            enum fs_status status;
            long left;

            base_alloc_fail_nth(nth);
            status = add_file(tree, fs_tree_peek_root(tree), name, NULL);
            left = base_alloc_fail_nth(0);
            if (left) {
                assert_int_equal(status, FS_OK);
                break;
            }
            assert_int_equal(status, FS_OUT_OF_MEMORY);
            assert_int_equal(fs_tree_files(tree), i);
        }
        assert_true(nth >= 2);
    }
    assert_non_null(find(tree, fs_tree_peek_root(tree), "FILE 0"));
    fs_tree_destroy(tree);
    assert_int_equal(base_alloc_live(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tree_add__names_that_differ_in_case__are_one_name),
        cmocka_unit_test(tree_add__same_name_in_another_directory__is_another_item),
        cmocka_unit_test(tree_add__derived_names_collide__the_later_has_a_tail),
        cmocka_unit_test(tree_add__Joliet_names_that_differ_in_a_forbidden_character__have_a_tail),
        cmocka_unit_test(tree_add__many_collisions__have_the_tails_in_order),
        cmocka_unit_test(tree_add__many_pairs_that_collide__search_no_tail_twice),
        cmocka_unit_test(tree_add__names_made_for_one_bucket__are_spread),
        cmocka_unit_test(tree_add__directory_on_level_nine__is_too_deep_for_ISO_9660_alone),
        cmocka_unit_test(tree_add__more_directories_than_a_path_table_numbers__are_too_many),
        cmocka_unit_test(tree_set_rules__other_level__derives_the_names_anew),
        cmocka_unit_test(tree_remove__subtree__releases_each_source_once),
        cmocka_unit_test(tree_add__each_allocation_fails__nothing_changes),
    };

    return cmocka_run_group_tests_name("fs_tree", tests, NULL, NULL);
}
