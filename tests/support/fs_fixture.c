/* The tree and the sources of the tests of src/fs. */
#include "support/fs_fixture.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

unsigned pattern_sources_live;

const struct fs_times fixture_times = {1530802140, 1530802141, 1530802142};

uint8_t pattern_byte(uint32_t seed, uint64_t offset)
{
    return (uint8_t)((seed + offset * 7 + (offset >> 9)) % 251);
}

static int32_t pattern_read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    struct pattern_source *pattern = (struct pattern_source *)source;
    uint64_t end = pattern->ends_at < source->size_bytes ? pattern->ends_at : source->size_bytes;
    uint32_t i;

    pattern->reads++;
    pattern->buffer = bytes;
    *got = 0;
    if (offset >= pattern->fails_at) return -5;
    if (pattern->at_once && count > pattern->at_once) count = pattern->at_once;
    for (i = 0; i < count && offset + i < end && offset + i < pattern->fails_at; i++)
        ((uint8_t *)bytes)[i] = pattern_byte(pattern->seed, offset + i);
    *got = i + pattern->claims;
    return 0;
}

static void pattern_release(struct fs_source *source)
{
    pattern_sources_live--;
    free(source);
}

struct pattern_source *pattern_source_create(uint64_t size_bytes, uint32_t seed)
{
    struct pattern_source *pattern = calloc(1, sizeof *pattern);

    assert_non_null(pattern);
    pattern->source.read_at = pattern_read_at;
    pattern->source.release = pattern_release;
    pattern->source.size_bytes = size_bytes;
    pattern->seed = seed;
    pattern->ends_at = pattern->fails_at = UINT64_MAX;
    pattern_sources_live++;
    return pattern;
}

size_t fs_units(const char *text, uint16_t *units)
{
    size_t i;

    for (i = 0; text[i]; i++)
        units[i] = (unsigned char)text[i];
    return i;
}

struct fs_node *fixture_directory(struct fs_tree *tree, struct fs_node *parent, const char *name,
                                  const struct fs_times *times)
{
    uint16_t units[FS_NAME_MAX];
    size_t count = fs_units(name, units);
    struct fs_node *node;

    assert_int_equal(fs_tree_add_directory(tree, parent, units, count, times, &node), FS_OK);
    return node;
}

struct fs_node *fixture_file(struct fs_tree *tree, struct fs_node *parent, const char *name,
                             const struct fs_times *times, struct fs_source *source)
{
    uint16_t units[FS_NAME_MAX];
    size_t count = fs_units(name, units);
    struct fs_node *node;

    assert_int_equal(fs_tree_add_file(tree, parent, units, count, times, source, &node), FS_OK);
    return node;
}

struct fs_plan_options fixture_options(unsigned systems, const char *volume_name)
{
    struct fs_plan_options options = fs_plan_usual_options();

    options.systems = systems;
    options.volume_name_count = fs_units(volume_name, options.volume_name);
    options.now_s = 1530802141; /* 2018-07-05 14:49:01 */
    options.now_centiseconds = 48;
    return options;
}

struct fs_plan *fixture_plan(const struct fs_tree *tree, const struct fs_plan_options *options)
{
    struct fs_failure failure;
    struct fs_plan *plan;

    assert_int_equal(fs_plan_create(tree, options, &plan, &failure), FS_OK);
    assert_non_null(plan);
    return plan;
}

void fixture_fail_each_allocation(const struct fs_tree *tree, const struct fs_plan_options *options, long fewest)
{
    long before = base_alloc_live(), nth;
    struct fs_failure failure;
    struct fs_plan *plan;

    for (nth = 1;; nth++) {
        enum fs_status status;

        base_alloc_fail_nth(nth);
        status = fs_plan_create(tree, options, &plan, &failure);
        if (base_alloc_fail_nth(0)) {
            assert_int_equal(status, FS_OK);
            break;
        }
        assert_int_equal(status, FS_OUT_OF_MEMORY);
        assert_null(plan);
        assert_int_equal(base_alloc_live(), before);
    }
    assert_true(nth > fewest);
    fs_plan_destroy(plan);
}

uint8_t *fixture_read(const struct fs_plan *plan, uint32_t first, uint32_t count)
{
    uint8_t *bytes = malloc((size_t)count * FS_BLOCK_BYTES);
    struct fs_failure failure;
    size_t got;

    assert_non_null(bytes);
    memset(bytes, 0xAA, (size_t)count * FS_BLOCK_BYTES);
    assert_int_equal(
        fs_image_read(plan, (uint64_t)first * FS_BLOCK_BYTES, bytes, (size_t)count * FS_BLOCK_BYTES, &got, &failure),
        FS_OK);
    assert_int_equal(got, (size_t)count * FS_BLOCK_BYTES);
    return bytes;
}
