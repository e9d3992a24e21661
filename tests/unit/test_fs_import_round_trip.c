/* Images of every file system and revision, imported again, and recorded again as another session: the same items with
 * the same bytes.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fs/disc_data.h"
#include "support/fs_fixture.h"
#include "support/import_fixture.h"

static const struct fs_name_rules all = {7, 2, false};

/* A name of 200 units, a name of other characters, hidden, real-time, streams, and a directory of many blocks. */
static struct fs_tree *grown_tree(void)
{
    static const struct fs_times times = {1000000000, 1100000000, 1200000000};
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_node *root = fs_tree_peek_root(tree), *directory, *node;
    static const uint16_t wide[] = {0x00E9, 0x2603, 0xD834, 0xDD1E, '.', 'x'};
    uint16_t long_name[200];
    unsigned i;

    for (i = 0; i < 200; i++)
        long_name[i] = (uint16_t)('a' + i % 26);
    fixture_file(tree, root, "empty", &times, NULL);
    fixture_file(tree, root, "one block", &times, &pattern_source_create(2048, 1)->source);
    node = fixture_file(tree, root, "hidden.dat", &times, &pattern_source_create(100000, 2)->source);
    node->is_hidden = true;
    node->is_real_time = true;
    assert_int_equal(fs_tree_add_stream(tree, node, wide, 6, &pattern_source_create(5000, 3)->source, NULL), FS_OK);
    assert_int_equal(fs_tree_add_stream(tree, node, long_name, 3, NULL, NULL), FS_OK);
    assert_int_equal(fs_tree_add_file(tree, root, wide, 6, &times, &pattern_source_create(1, 4)->source, NULL), FS_OK);
    assert_int_equal(fs_tree_add_file(tree, root, long_name, 200, &times, &pattern_source_create(3, 5)->source, NULL),
                     FS_OK);
    directory = root;
    for (i = 0; i < 6; i++)
        directory = fixture_directory(tree, directory, i % 2 ? "deeper" : "deep", &times);
    directory->is_hidden = true;
    for (i = 0; i < 400; i++) {
        char name[40];

        snprintf(name, sizeof name, "file number %03u of many.txt", i);
        fixture_file(tree, directory, name, &times, i % 3 ? &pattern_source_create(i * 7 + 1, i)->source : NULL);
    }
    fixture_directory(tree, root, "void", &times);
    return tree;
}

/* All bytes of both. */
static void assert_same_bytes(const struct fs_node *left, const struct fs_node *right)
{
    uint8_t *bytes[2] = {malloc(left->size_bytes + 1), malloc(left->size_bytes + 1)};
    struct fs_failure failure;

    assert_int_equal(left->size_bytes, right->size_bytes);
    assert_true(!right->source || right->source->disc_data);
    if (left->size_bytes) {
        assert_int_equal(fs_source_read(left->source, 0, bytes[0], (size_t)left->size_bytes, &failure), FS_OK);
        assert_int_equal(fs_source_read(right->source, 0, bytes[1], (size_t)left->size_bytes, &failure), FS_OK);
        assert_memory_equal(bytes[0], bytes[1], (size_t)left->size_bytes);
    }
    free(bytes[0]);
    free(bytes[1]);
}

struct wish {
    unsigned systems;
    enum fs_system system;
    uint16_t revision;
    bool mirrors;
};

static void assert_same_streams(const struct fs_node *node, const struct fs_node *copy)
{
    const struct fs_node *stream = node->first_stream, *other = copy->first_stream;

    for (; stream && other; stream = stream->next, other = other->next) {
        assert_int_equal(stream->name_count, other->name_count);
        assert_memory_equal(stream->name, other->name, stream->name_count * sizeof *stream->name);
        assert_same_bytes(stream, other);
    }
    assert_null(stream);
    assert_null(other);
}

/* Every item has its copy, and there are no others. */
static void assert_same_tree(const struct fs_tree *tree, const struct fs_tree *copy, const struct wish *wish)
{
    const struct fs_node *parent = fs_tree_peek_root(copy), *node = fs_tree_next(fs_tree_peek_root(tree));

    assert_int_equal(fs_tree_files(tree), fs_tree_files(copy));
    assert_int_equal(fs_tree_directories(tree), fs_tree_directories(copy));
    for (; node; node = fs_tree_next(node)) {
        uint16_t name[FS_DERIVED_MAX];
        size_t count = fs_tree_derived_name(tree, node, wish->system, name);
        struct fs_node *other;

        while (parent->level > node->level - 1)
            parent = parent->parent;
        other = fs_tree_find(copy, parent, name, count);
        assert_non_null(other);
        assert_memory_equal(other->name, name, count * sizeof *name);
        assert_int_equal(other->is_directory, node->is_directory);
        assert_int_equal(other->is_hidden, node->is_hidden);
        assert_int_equal(other->times.modified_s, node->times.modified_s);
        if (wish->system == FS_UDF) assert_int_equal(other->times.accessed_s, node->times.accessed_s);
        if (wish->system == FS_UDF && wish->revision >= 0x0200)
            assert_int_equal(other->times.created_s, node->times.created_s);
        assert_same_bytes(node, other);
        if (wish->system == FS_UDF && wish->revision >= 0x0200) assert_same_streams(node, other);
        if (node->is_directory) parent = other;
    }
}

/* The image of the tree as a session behind `disc`, which is nothing at first and grows; the caller frees its bytes. */
static void burn(const struct fs_tree *tree, const struct wish *wish, struct memory_device *disc, uint32_t partition)
{
    struct fs_plan_options options = fixture_options(wish->systems, "ROUND");
    uint32_t start = disc->device.block_count, blocks;
    struct fs_plan *plan;
    uint8_t *session, *bytes;

    options.udf_revision = wish->revision;
    options.mirrors_metadata = wish->mirrors;
    options.append.start = start;
    options.append.partition_first = partition;
    plan = fixture_plan(tree, &options);
    blocks = fs_plan_blocks(plan);
    session = fixture_read(plan, 0, blocks);
    fs_plan_destroy(plan);
    bytes = malloc((size_t)(start + blocks) * FS_BLOCK_BYTES);
    assert_non_null(bytes);
    if (start) memcpy(bytes, disc->bytes, (size_t)start * FS_BLOCK_BYTES);
    memcpy(bytes + (size_t)start * FS_BLOCK_BYTES, session, (size_t)blocks * FS_BLOCK_BYTES);
    free(session);
    free(disc->bytes);
    disc->bytes = bytes;
    disc->device.block_count = start + blocks;
}

static struct fs_tree *read_session(struct memory_device *device, const struct wish *wish, uint32_t start,
                                    struct fs_session *session)
{
    struct fs_import_options options = {wish->system, start, NULL, NULL};
    struct fs_disc *disc = fs_disc_create(&device->device);
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_import_failure failure;
    static const uint16_t label[] = {'R', 'O', 'U', 'N', 'D'};

    assert_int_equal(fs_probe(disc, start, session), FS_OK);
    assert_int_equal(session->systems, wish->systems);
    assert_int_equal(session->system[wish->system].name_count, 5);
    assert_memory_equal(session->system[wish->system].name, label, sizeof label);
    if (wish->systems & FS_MASK(FS_UDF)) assert_int_equal(session->udf_revision, wish->revision);
    assert_int_equal(fs_import(tree, disc, &options, &failure), FS_OK);
    assert_int_equal(session->system[wish->system].directories, fs_tree_directories(tree));
    if (wish->system == FS_UDF) assert_int_equal(session->system[FS_UDF].files, fs_tree_files(tree));
    fs_disc_destroy(disc);
    return tree;
}

static const struct wish wishes[] = {
    {1, FS_ISO9660, 0x0102, false}, {3, FS_ISO9660, 0x0102, false}, {3, FS_JOLIET, 0x0102, false},
    {7, FS_ISO9660, 0x0102, false}, {7, FS_JOLIET, 0x0102, false},  {7, FS_UDF, 0x0102, false},
    {4, FS_UDF, 0x0102, false},     {4, FS_UDF, 0x0150, false},     {4, FS_UDF, 0x0200, false},
    {7, FS_UDF, 0x0201, false},     {4, FS_UDF, 0x0250, false},     {4, FS_UDF, 0x0250, true},
    {7, FS_UDF, 0x0250, true},      {4, FS_UDF, 0x0260, true},
};

static void import__two_sessions_of_a_tree__each_has_the_same_items(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        struct fs_tree *tree = grown_tree(), *first, *second;
        struct memory_device device;
        struct fs_session session;
        uint32_t start;

        memory_device_init(&device, NULL, 0);
        burn(tree, &wishes[i], &device, 0);
        first = read_session(&device, &wishes[i], 0, &session);
        assert_same_tree(tree, first, &wishes[i]);
        /* What was imported is recorded again: the second session refers to the bytes of the first. */
        start = device.device.block_count;
        burn(first, &wishes[i], &device, wishes[i].systems & FS_MASK(FS_UDF) ? session.partition_first : 0);
        second = read_session(&device, &wishes[i], start, &session);
        assert_same_tree(first, second, &wishes[i]);
        assert_true(device.device.block_count - start < start);
        fs_tree_destroy(second);
        fs_tree_destroy(first);
        fs_tree_destroy(tree);
        assert_int_equal(device.holds, 0);
        free(device.bytes);
    }
    assert_int_equal(pattern_sources_live, 0);
}

static void import__mirror_of_a_broken_metadata_file__has_the_same_items(void **state)
{
    static const struct wish wish = {4, FS_UDF, 0x0250, true};
    struct fs_tree *tree = grown_tree(), *copy;
    struct memory_device device;
    struct fs_session session;

    (void)state;
    memory_device_init(&device, NULL, 0);
    burn(tree, &wish, &device, 0);
    fs_tree_destroy(read_session(&device, &wish, 0, &session));
    assert_true(session.has_metadata);
    /* the ICB of the metadata file is the first block of the partition */
    memset(device.bytes + (size_t)session.partition_first * FS_BLOCK_BYTES, 0, FS_BLOCK_BYTES);
    copy = read_session(&device, &wish, 0, &session);
    assert_same_tree(tree, copy, &wish);
    fs_tree_destroy(copy);
    fs_tree_destroy(tree);
    free(device.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(import__two_sessions_of_a_tree__each_has_the_same_items),
        cmocka_unit_test(import__mirror_of_a_broken_metadata_file__has_the_same_items),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
