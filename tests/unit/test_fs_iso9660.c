/* fs/iso9660_*.c, fs/joliet.c: directories, path tables and descriptors, against those that genisoimage wrote of the
 * same tree and against literals of ECMA-119.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "fs/image.h"
#include "support/fs_fixture.h"
#include "support/vectors.h"

enum { ISO = FS_MASK(FS_ISO9660), JOLIET = FS_MASK(FS_JOLIET), UDF = FS_MASK(FS_UDF) };

static const struct fs_name_rules relaxed = {ISO | JOLIET | UDF, 1, false};
static const struct fs_name_rules level_1 = {ISO | JOLIET | UDF, 1, true};

/* The tree that genisoimage was given, as far as its path tables and root directories tell. */
static struct fs_tree *original_tree(void)
{
    static const struct fs_times earlier = {0, 0, 1795873197},
                                 later = {0, 0, 1795873198}; /* 2026-11-28 13:39:57, :58 */
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_node *root = fs_tree_peek_root(tree), *directory;

    root->times = later;
    fixture_file(tree, root, "zero.dat", &later, NULL);
    fixture_file(tree, root, "efi.img", &later, &pattern_source_create(1474560, 3)->source);
    directory = fixture_directory(tree, root, "dir1", &earlier);
    directory = fixture_directory(tree, directory, "sub", &earlier);
    fixture_directory(tree, directory, "deeper", &earlier);
    fixture_directory(tree, root, "empty", &earlier);
    fixture_directory(tree, root, "dir two", &later);
    fixture_file(tree, root, "boot.img", &later, &pattern_source_create(4096, 2)->source);
    fixture_file(tree, root, "a.txt", &earlier, &pattern_source_create(6, 1)->source);
    return tree;
}

static uint8_t *vector_named(const cJSON *file, const char *what, size_t *count)
{
    const cJSON *vector;

    cJSON_ArrayForEach(vector, cJSON_GetObjectItem(file, "vectors"))
    {
        if (!strcmp(vector_string(vector, "what"), what)) return vector_bytes(vector_string(vector, "hex"), count);
    }
    fail_msg("no vector %s", what);
    return NULL;
}

/* Take the places of extents out of directory records: little-endian, then big-endian, and the same number. */
static void clear_extents(uint8_t *records, size_t count)
{
    size_t at;

    for (at = 0; at + 34 <= count && records[at]; at += records[at]) {
        assert_int_equal(load_le32(records + at + 2), load_be32(records + at + 6));
        memset(records + at + 2, 0, 8);
    }
}

static void assert_directory(const struct fs_plan *plan, uint32_t lba, const cJSON *file, const char *what)
{
    size_t count;
    uint8_t *expected = vector_named(file, what, &count), *actual = fixture_read(plan, lba, 1);
    size_t i;

    clear_extents(expected, count);
    clear_extents(actual, FS_BLOCK_BYTES);
    assert_memory_equal(actual, expected, count);
    for (i = count; i < FS_BLOCK_BYTES; i++)
        assert_int_equal(actual[i], 0);
    free(actual);
    free(expected);
}

/* The same of a path table; each place is that of a directory which says so of itself. */
static void assert_path_table(const struct fs_plan *plan, uint32_t lba, const cJSON *file, const char *what,
                              bool is_big)
{
    size_t count, at;
    uint8_t *expected = vector_named(file, what, &count), *actual = fixture_read(plan, lba, 1);

    for (at = 0; at < count; at += 8 + actual[at] + actual[at] % 2) {
        uint32_t place = is_big ? load_be32(actual + at + 2) : load_le32(actual + at + 2);
        uint8_t *directory = fixture_read(plan, place, 1);

        assert_int_equal(load_le32(directory + 2), place);
        free(directory);
        memset(actual + at + 2, 0, 4);
        memset(expected + at + 2, 0, 4);
    }
    assert_memory_equal(actual, expected, count);
    assert_int_equal(actual[count], 0);
    free(actual);
    free(expected);
}

static void assert_tables(const struct fs_plan *plan, const cJSON *file, uint32_t descriptor_lba, const char *name)
{
    uint8_t *descriptor = fixture_read(plan, descriptor_lba, 1);
    char what[64];

    snprintf(what, sizeof what, "%s path table L", name);
    assert_path_table(plan, load_le32(descriptor + 140), file, what, false);
    snprintf(what, sizeof what, "%s path table M", name);
    assert_path_table(plan, load_be32(descriptor + 148), file, what, true);
    snprintf(what, sizeof what, "%s root directory", name);
    assert_directory(plan, load_le32(descriptor + 156 + 2), file, what);
    free(descriptor);
}

static void plan__tree_of_genisoimage__directories_and_path_tables_equal_its_own(void **state)
{
    cJSON *file = vectors_load("vectors/fs/bridge102-genisoimage.json");
    struct fs_plan_options options = fixture_options(ISO | JOLIET | UDF, "GTEST");
    struct fs_tree *tree = original_tree();
    struct fs_plan *plan = fixture_plan(tree, &options);

    (void)state;
    assert_tables(plan, file, 16, "ISO");
    assert_tables(plan, file, 17, "Joliet");
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
    cJSON_Delete(file);
}

/* The parts of the descriptors that do not depend on the program and on where things stand. */
static void plan__tree_of_genisoimage__descriptors_agree_in_what_is_of_the_standard(void **state)
{
    static const struct {
        size_t offset, count;
    } parts[] = {{0, 8},   {40, 40}, {72, 8},   {88, 32},  {120, 20}, {144, 4},
                 {152, 4}, {156, 2}, {166, 24}, {864, 17}, {881, 2}};
    static const char *const names[] = {"ISO 9660 primary volume descriptor", "Joliet supplementary volume descriptor"};
    cJSON *file = vectors_load("vectors/fs/bridge102-genisoimage.json");
    struct fs_plan_options options = fixture_options(ISO | JOLIET, "GTEST");
    struct fs_tree *tree = original_tree();
    struct fs_plan *plan;
    size_t i, part, count;
    uint8_t *expected, *actual;

    (void)state;
    options.now_s = 1795873198;
    plan = fixture_plan(tree, &options);
    for (i = 0; i < 2; i++) {
        expected = vector_named(file, names[i], &count);
        actual = fixture_read(plan, 16 + (uint32_t)i, 1);
        memcpy(expected + 864, "0000000000000000", 17); /* genisoimage sets an effective time */
        for (part = 0; part < sizeof parts / sizeof *parts; part++)
            assert_memory_equal(actual + parts[part].offset, expected + parts[part].offset, parts[part].count);
        /* A moment, to the second: genisoimage has hundredths. */
        assert_memory_equal(actual + 813, "2026112813395800", 17);
        assert_memory_equal(actual + 830, "2026112813395800", 17);
        assert_memory_equal(actual + 847, "0000000000000000", 17);
        assert_int_equal(load_le32(actual + 80), fs_plan_blocks(plan));
        assert_int_equal(load_be32(actual + 84), fs_plan_blocks(plan));
        free(actual);
        free(expected);
    }
    expected = vector_named(file, "volume descriptor set terminator", &count);
    actual = fixture_read(plan, 18, 1);
    assert_memory_equal(actual, expected, count);
    free(actual);
    free(expected);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
    cJSON_Delete(file);
}

static void assert_text(const uint8_t *field, const char *text, size_t size)
{
    size_t length = strlen(text), i;

    for (i = 0; i < size; i++)
        assert_int_equal(field[i], i < length ? text[i] : ' ');
}

static void plan__volume_name__is_made_legal_for_each_file_system(void **state)
{
    struct fs_plan_options options = fixture_options(ISO | JOLIET, "Vol-name.1 of 20 characters+and");
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_plan *plan;
    uint8_t *block;

    (void)state;
    options.implementation_id = "*A program";
    plan = fixture_plan(tree, &options);
    block = fixture_read(plan, 16, 1);
    assert_text(block + 40, "VOL_NAME_1_OF_20_CHARACTERS_AND", 32);
    assert_text(block + 190, "0E310130VOL_NAME_1_OF_20_CHARACTERS_AND", 128);
    assert_text(block + 574, "A PROGRAM", 128);
    assert_text(block + 8, "", 32);
    assert_text(block + 318, "", 256);
    assert_text(block + 702, "", 111);
    free(block);
    block = fixture_read(plan, 17, 1);
    assert_memory_equal(block + 40, "\0V\0o\0l\0-\0n\0a\0m\0e\0.\0001\0 \0o\0f\0 \0002\0000", 32);
    assert_memory_equal(block + 190, "\0000\0E\0003\0001\0000\0001\0003\0000\0V\0o", 20);
    assert_memory_equal(block + 702, "\0 \0 \0 \0 ", 8);
    assert_int_equal(block[738], 0); /* 37 bytes hold no half of a character */
    free(block);
    fs_plan_destroy(plan);
    options.volume_name[15] = 0xD83D; /* a surrogate pair where the field of 16 ends */
    options.volume_name[16] = 0xDE00;
    plan = fixture_plan(tree, &options);
    block = fixture_read(plan, 17, 1);
    assert_memory_equal(block + 40 + 28, "\0002\0 ", 4);
    free(block);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* Blocks 16 to 31 of each set of file systems by their identifiers, and where what follows begins. */
static void plan__sets_of_file_systems__have_their_descriptors_in_order(void **state)
{
    static const struct {
        unsigned systems;
        const char *identifiers[8];
        uint8_t types[4];
        uint32_t blocks;
    } rows[] = {
        /* behind 32: a path table twice, a directory; no data; 150 blocks */
        {ISO, {"CD001", "CD001"}, {1, 255}, 192},
        {ISO | JOLIET, {"CD001", "CD001", "CD001"}, {1, 2, 255}, 192},
        /* behind 288: file set, root, three blocks of ISO 9660, three of Joliet; 262 blocks */
        {ISO | UDF, {"CD001", "CD001", "BEA01", "NSR02", "TEA01"}, {1, 255}, 576},
        {ISO | JOLIET | UDF, {"CD001", "CD001", "CD001", "BEA01", "NSR02", "TEA01"}, {1, 2, 255}, 576},
        {UDF, {"BEA01", "NSR02", "TEA01"}, {0}, 576},
    };
    size_t i, at;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fs_plan_options options = fixture_options(rows[i].systems, "X");
        struct fs_tree *tree = fs_tree_create(&relaxed);
        struct fs_plan *plan = fixture_plan(tree, &options);
        uint8_t *blocks = fixture_read(plan, 16, 9);

        for (at = 0; at < 8; at++) {
            const uint8_t *block = blocks + at * FS_BLOCK_BYTES;

            assert_memory_equal(block + 1, rows[i].identifiers[at] ? rows[i].identifiers[at] : "\0\0\0\0\0", 5);
            assert_int_equal(block[0], at < 4 ? rows[i].types[at] : 0);
        }
        assert_int_equal(fs_plan_blocks(plan), rows[i].blocks);
        if (rows[i].systems & ISO) assert_int_equal(load_le32(blocks + 140), rows[i].systems & UDF ? 292 : 32);
        free(blocks);
        fs_plan_destroy(plan);
        fs_tree_destroy(tree);
    }
}

/* The identifiers of a directory, ASCII, a blank behind each; those of Joliet by their low bytes. */
static void list_directory(const struct fs_plan *plan, uint32_t descriptor_lba, char *list)
{
    uint8_t *descriptor = fixture_read(plan, descriptor_lba, 1), *blocks;
    uint32_t bytes = load_le32(descriptor + 156 + 10), at = 68;
    bool is_joliet = descriptor[0] == 2;

    blocks = fixture_read(plan, load_le32(descriptor + 158), bytes / FS_BLOCK_BYTES);
    while (at < bytes) {
        uint32_t i;

        if (!blocks[at]) { /* no record crosses a block */
            at = (at / FS_BLOCK_BYTES + 1) * FS_BLOCK_BYTES;
            continue;
        }
        assert_true(at % FS_BLOCK_BYTES + blocks[at] <= FS_BLOCK_BYTES);
        for (i = is_joliet; i < blocks[at + 32]; i += 1 + is_joliet)
            *list++ = (char)blocks[at + 33 + i];
        *list++ = ' ';
        at += blocks[at];
    }
    *list = 0;
    free(blocks);
    free(descriptor);
}

static void plan__names_of_all_kinds__are_sorted_by_name_and_extension(void **state)
{
    static const char *const names[] = {"b", "a-b.txt", "a.txt", "A.B", "abc", "a", "AB.x", "a.b.c", "B.A", "1"};
    struct fs_plan_options options = fixture_options(ISO | JOLIET, "X");
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_plan *plan;
    char list[400];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof names / sizeof *names; i++)
        fixture_file(tree, fs_tree_peek_root(tree), names[i], &fixture_times, NULL);
    fixture_directory(tree, fs_tree_peek_root(tree), "a.dir", &fixture_times);
    plan = fixture_plan(tree, &options);
    list_directory(plan, 16, list);
    assert_string_equal(list, "1.;1 A.;1 A.B;1 A.TXT;1 AB.X;1 ABC.;1 A_B.C;1 A_B.TXT;1 A_DIR B.;1 B.A;1 ");
    list_directory(plan, 17, list);
    assert_string_equal(list, "1 A.B AB.x B.A a a.txt a-b.txt a.b.c a.dir abc b ");
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void plan__directory_of_many_blocks__has_each_record_once(void **state)
{
    struct fs_plan_options options = fixture_options(ISO | JOLIET, "X");
    struct fs_tree *tree = fs_tree_create(&level_1);
    struct fs_plan *plan;
    static char list[40000], expected[40000];
    char name[64], *at = expected;
    int i;

    (void)state;
    for (i = 999; i >= 0; i--) {
        snprintf(name, sizeof name, "f%03d%.*s.txt", i, i % 30, "..............................");
        fixture_file(tree, fs_tree_peek_root(tree), name, &fixture_times, NULL);
    }
    for (i = 0; i < 1000; i++)
        at += sprintf(at, "F%03d.TXT;1 ", i);
    plan = fixture_plan(tree, &options);
    list_directory(plan, 16, list);
    assert_string_equal(list, expected);
    for (i = 0, at = expected; i < 1000; i++)
        at += sprintf(at, "f%03d%.*s.txt ", i, i % 30, "..............................");
    list_directory(plan, 17, list);
    assert_string_equal(list, expected);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* Records of a path table cross blocks: 500 directories of 11 and 12 bytes, each with another one in it. */
static void plan__path_table_of_many_blocks__is_whole_and_in_order(void **state)
{
    struct fs_plan_options options = fixture_options(ISO, "X");
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_plan *plan;
    uint8_t *descriptor, *table, *big, *directory;
    uint32_t bytes, at = 0, number = 0, root_blocks, place, places[1001];
    char name[16];
    int i;

    (void)state;
    for (i = 0; i < 500; i++) {
        snprintf(name, sizeof name, i % 2 ? "D%03d" : "D%03dX", i);
        fixture_directory(tree, fixture_directory(tree, fs_tree_peek_root(tree), name, &fixture_times), "IN",
                          &fixture_times);
    }
    plan = fixture_plan(tree, &options);
    descriptor = fixture_read(plan, 16, 1);
    bytes = load_le32(descriptor + 132);
    root_blocks = load_le32(descriptor + 156 + 10) / FS_BLOCK_BYTES;
    assert_int_equal(root_blocks, 10); /* 500 records of 38 bytes, 53 in a block */
    places[0] = load_le32(descriptor + 158);
    assert_int_equal(bytes, load_be32(descriptor + 136));
    assert_int_equal(bytes, 10 + 250 * 12 + 250 * 14 + 500 * 10);
    table = fixture_read(plan, load_le32(descriptor + 140), (bytes + 2047) / 2048);
    big = fixture_read(plan, load_be32(descriptor + 148), (bytes + 2047) / 2048);
    for (; at < bytes; number++, at += 8 + table[at] + table[at] % 2) {
        if (number == 0) {
            name[0] = 0;
            assert_int_equal(table[at], 1);
        } else if (number <= 500) {
            snprintf(name, sizeof name, number % 2 ? "D%03uX" : "D%03u", number - 1);
            assert_int_equal(load_le16(table + at + 6), 1);
            assert_int_equal(load_be16(big + at + 6), 1);
        } else {
            snprintf(name, sizeof name, "IN");
            assert_int_equal(load_le16(table + at + 6), number - 499);
            assert_int_equal(load_be16(big + at + 6), number - 499);
        }
        assert_memory_equal(table + at + 8, name, table[at]);
        assert_memory_equal(big + at + 8, name, table[at]);
        place = load_le32(descriptor + 158) + (number ? root_blocks - 1 + number : 0);
        assert_int_equal(load_le32(table + at + 2), place);
        assert_int_equal(load_be32(big + at + 2), place);
        directory = fixture_read(plan, place, 1);
        assert_int_equal(load_le32(directory + 2), place);
        assert_int_equal(load_le32(directory + 34 + 2), number <= 500 ? places[0] : places[number - 500]);
        places[number] = place;
        free(directory);
    }
    assert_int_equal(number, 1001);
    free(table);
    free(big);
    free(descriptor);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* ISO 9660, Joliet and UDF lead to the same bytes of a file. */
static void plan__bridge__all_trees_share_the_data(void **state)
{
    struct fs_plan_options options = fixture_options(ISO | JOLIET | UDF, "X");
    struct fs_tree *tree = original_tree();
    struct fs_plan *plan = fixture_plan(tree, &options);
    uint8_t *blocks = fixture_read(plan, 16, 2), *directory, *entry, *data;
    uint32_t place;
    size_t i;

    (void)state;
    directory = fixture_read(plan, load_le32(blocks + 158), 1);
    place = load_le32(directory + 68 + 2); /* A.TXT is the first */
    free(directory);
    directory = fixture_read(plan, load_le32(blocks + FS_BLOCK_BYTES + 158), 1);
    assert_int_equal(load_le32(directory + 68 + 2), place);
    free(directory);
    entry = fixture_read(plan, 288 + 14 + 3, 1); /* six directories of two blocks, then its fourth file */
    assert_int_equal(load_le16(entry), 261);
    assert_int_equal(load_le32(entry + 176), 6);
    assert_int_equal(load_le32(entry + 180) + 288, place);
    data = fixture_read(plan, place, 1);
    for (i = 0; i < FS_BLOCK_BYTES; i++)
        assert_int_equal(data[i], i < 6 ? pattern_byte(1, i) : 0);
    free(data);
    free(entry);
    free(blocks);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void plan__hidden_items__have_the_flag_in_their_record(void **state)
{
    struct fs_plan_options options = fixture_options(ISO, "X");
    struct fs_tree *tree = fs_tree_create(&relaxed);
    struct fs_plan *plan;
    uint8_t *directory;

    (void)state;
    fixture_directory(tree, fs_tree_peek_root(tree), "D", &fixture_times)->is_hidden = true;
    fixture_file(tree, fs_tree_peek_root(tree), "F", &fixture_times, NULL)->is_hidden = true;
    plan = fixture_plan(tree, &options);
    directory = fixture_read(plan, 34, 1);
    assert_int_equal(directory[25], 2);
    assert_int_equal(directory[68 + 25], 3);
    assert_int_equal(directory[68 + 34 + 25], 1);
    free(directory);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void plan_create__file_over_two_gib__is_too_large_beside_ISO_9660_alone(void **state)
{
    struct fs_failure failure;
    struct fs_plan *plan;
    unsigned over;

    (void)state;
    for (over = 0; over < 2; over++) {
        struct fs_plan_options options = fixture_options(ISO | UDF, "X");
        struct fs_tree *tree = fs_tree_create(&relaxed);
        struct fs_node *node = fixture_file(tree, fs_tree_peek_root(tree), "f", &fixture_times,
                                            &pattern_source_create(0x80000000u + over, 1)->source);

        assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), over ? FS_FILE_TOO_LARGE : FS_OK);
        assert_ptr_equal(failure.node, over ? node : NULL);
        fs_plan_destroy(plan);
        options.systems = UDF;
        assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_OK);
        fs_plan_destroy(plan);
        options.systems = JOLIET;
        assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_OPTION_INVALID);
        fs_tree_destroy(tree);
    }
}

static void plan_create__each_allocation_fails__is_out_of_memory_and_leaks_nothing(void **state)
{
    struct fs_plan_options options = fixture_options(ISO | JOLIET | UDF, "X");
    struct fs_tree *tree = original_tree();

    (void)state;
    fixture_fail_each_allocation(tree, &options, 16);
    fs_tree_destroy(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan__tree_of_genisoimage__directories_and_path_tables_equal_its_own),
        cmocka_unit_test(plan__tree_of_genisoimage__descriptors_agree_in_what_is_of_the_standard),
        cmocka_unit_test(plan__volume_name__is_made_legal_for_each_file_system),
        cmocka_unit_test(plan__sets_of_file_systems__have_their_descriptors_in_order),
        cmocka_unit_test(plan__names_of_all_kinds__are_sorted_by_name_and_extension),
        cmocka_unit_test(plan__directory_of_many_blocks__has_each_record_once),
        cmocka_unit_test(plan__path_table_of_many_blocks__is_whole_and_in_order),
        cmocka_unit_test(plan__bridge__all_trees_share_the_data),
        cmocka_unit_test(plan__hidden_items__have_the_flag_in_their_record),
        cmocka_unit_test(plan_create__file_over_two_gib__is_too_large_beside_ISO_9660_alone),
        cmocka_unit_test(plan_create__each_allocation_fails__is_out_of_memory_and_leaks_nothing),
    };

    return cmocka_run_group_tests_name("fs_iso9660", tests, NULL, NULL);
}
