/* Every byte of the structures of an image takes other values, with the tag of its descriptor made right again and
 * without: whatever the import says of it, it ends, reads within the disc, and leaves the tree whole.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "support/fs_fixture.h"
#include "support/import_fixture.h"

/* Bytes of a block: no structure of so small an image is longer, but for fields of ISO 9660 that are not read. */
enum { UDF_BYTES = 512, ISO9660_BYTES = 192, TAG_BYTES = 16 };

static const struct fs_name_rules all = {7, 2, false};

static struct fs_tree *grown_tree(void)
{
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_node *root = fs_tree_peek_root(tree), *node, *directory;
    uint16_t name[8];

    node = fixture_file(tree, root, "file", &fixture_times, &pattern_source_create(5000, 1)->source);
    assert_int_equal(fs_tree_add_stream(tree, node, name, fs_units("stream", name), NULL, NULL), FS_OK);
    directory = fixture_directory(tree, root, "directory", &fixture_times);
    fixture_file(tree, directory, "inner", &fixture_times, &pattern_source_create(10, 2)->source);
    return tree;
}

struct sweep {
    struct memory_device device;
    enum fs_system system;
    unsigned imports;
    unsigned ends[FS_DIRECTORY_MEETS_FILE + 1]; /* by status */
};

static void import_once(struct sweep *sweep)
{
    static const struct fs_name_rules rules = {FS_MASK(FS_UDF), 2, false};
    struct fs_import_options options = {sweep->system, 0, NULL, NULL};
    struct fs_disc *disc = fs_disc_create(&sweep->device.device);
    struct fs_tree *tree = fs_tree_create(&rules);
    struct fs_import_failure failure;
    struct fs_session session;
    enum fs_status status;

    sweep->device.reads = 0;
    status = fs_import(tree, disc, &options, &failure);
    if (status != FS_OK) assert_int_equal(fs_tree_files(tree) + fs_tree_directories(tree), 1);
    sweep->ends[status]++;
    fs_probe(disc, 0, &session);
    /* Each row of blocks is read once by the import, and the probe finds it in the cache. */
    assert_true(sweep->device.reads <= sweep->device.device.block_count / FS_DEVICE_BLOCKS_MAX + 1);
    fs_tree_destroy(tree);
    fs_disc_destroy(disc);
    assert_int_equal(sweep->device.holds, 0);
    sweep->imports++;
}

static bool has_tag(const uint8_t *block)
{
    uint16_t identifier = load_le16(block);

    return (identifier && identifier <= 9) || (identifier >= 256 && identifier <= 266);
}

/* A copy of what is swept already, but for its location: the reserve sequence, the mirror. */
static bool is_copy(const uint8_t *bytes, uint32_t lba)
{
    const uint8_t *block = bytes + (size_t)lba * FS_BLOCK_BYTES;
    uint32_t i;

    for (i = 0; i < lba; i++) {
        if (memcmp(bytes + (size_t)i * FS_BLOCK_BYTES + 16, block + 16, FS_BLOCK_BYTES - 16) == 0) return true;
    }
    return false;
}

/* Of a primary volume, implementation use and unallocated space descriptor the importer looks at the tag alone. */
static unsigned bytes_read(const struct sweep *sweep, const uint8_t *block)
{
    uint16_t identifier = load_le16(block);

    if (sweep->system != FS_UDF) return ISO9660_BYTES;
    return identifier == 1 || identifier == 4 || identifier == 7 ? TAG_BYTES : UDF_BYTES;
}

static void sweep_block(struct sweep *sweep, uint8_t *block)
{
    uint8_t whole[FS_BLOCK_BYTES];
    unsigned offset, way;
    bool is_tagged = has_tag(block) && load_le16(block) != 257;

    memcpy(whole, block, sizeof whole);
    for (offset = 0; offset < bytes_read(sweep, whole); offset++) {
        const uint8_t values[] = {0x00, 0xFF, (uint8_t)(whole[offset] + 1)};

        for (way = 0; way < sizeof values; way++) {
            if (values[way] == whole[offset]) continue;
            /* of a number that is zero, a low byte becomes 1, and a high one FFh */
            if (!whole[offset] && offset % 4 != (values[way] == 1 ? 0 : 3)) continue;
            block[offset] = values[way];
            if (is_tagged && offset % 16) retag(block); /* else every change ends at the sums */
            import_once(sweep);
            memcpy(block, whole, sizeof whole);
        }
    }
}

/* The structures that the importer reads, which have a byte other than zero in their first bytes. */
static void sweep_image(unsigned systems, enum fs_system system, uint16_t revision, struct sweep *sweep)
{
    struct fs_plan_options options = fixture_options(systems, "SWEEP");
    struct fs_tree *tree = grown_tree();
    long live = base_alloc_live();
    uint8_t *bytes;
    struct fs_plan *plan;
    uint32_t blocks, lba;
    static const uint8_t zeros[32];

    memset(sweep, 0, sizeof *sweep);
    options.udf_revision = revision;
    options.mirrors_metadata = false;
    plan = fixture_plan(tree, &options);
    blocks = fs_plan_blocks(plan);
    bytes = fixture_read(plan, 0, blocks);
    fs_plan_destroy(plan);
    memory_device_init(&sweep->device, bytes, blocks);
    sweep->system = system;
    for (lba = 0; lba < blocks; lba++) {
        uint8_t *block = bytes + (size_t)lba * FS_BLOCK_BYTES;

        if (has_tag(block) && is_copy(bytes, lba))
            memset(block, 0, FS_BLOCK_BYTES); /* no damage is to be mended by it */
        if (system == FS_UDF && lba > 18 ? has_tag(block) : lba < 64 && memcmp(block, zeros, 32) != 0)
            sweep_block(sweep, block);
    }
    assert_int_equal(base_alloc_live(), live);
    fs_tree_destroy(tree);
    free(bytes);
}

static void import__any_byte_of_udf_is_another__ends_within_bounds(void **state)
{
    struct sweep sweep;

    (void)state;
    sweep_image(4, FS_UDF, 0x0250, &sweep);
    assert_true(sweep.ends[FS_OK] > 1000);
    assert_true(sweep.ends[FS_DISC_DAMAGED] > 100);
    assert_true(sweep.ends[FS_FEATURE_UNSUPPORTED] > 10);
    assert_true(sweep.ends[FS_PARTITION_FOREIGN] > 1);
    assert_true(sweep.ends[FS_SYSTEM_ABSENT] > 1);
}

static void import__any_byte_of_iso9660_is_another__ends_within_bounds(void **state)
{
    struct sweep sweep;

    (void)state;
    sweep_image(3, FS_ISO9660, 0x0102, &sweep);
    assert_true(sweep.ends[FS_OK] > 1000);
    assert_true(sweep.ends[FS_DISC_DAMAGED] > 10);
    assert_true(sweep.ends[FS_NAME_INVALID] > 1);
    sweep_image(3, FS_JOLIET, 0x0102, &sweep);
    assert_true(sweep.ends[FS_OK] > 1000);
    assert_true(sweep.ends[FS_DISC_DAMAGED] > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(import__any_byte_of_udf_is_another__ends_within_bounds),
        cmocka_unit_test(import__any_byte_of_iso9660_is_another__ends_within_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
