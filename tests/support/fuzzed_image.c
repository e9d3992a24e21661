/* Imports images with changed bytes. */
#include "support/fuzzed_image.h"

#include <string.h>

#include "base/bytes.h"
#include "fs/disc_data.h"
#include "fs/image.h"
#include "fuzz/fuzz.h"
#include "support/fs_fixture.h"
#include "support/import_fixture.h"

enum { WISHES_MAX = 4, STRUCTURES_MAX = 64, CHANGES_MAX = 16, RECORD_BYTES = 5 };

/* An image, made once. */
struct base {
    uint8_t *bytes;
    uint32_t blocks;
    uint32_t structures[STRUCTURES_MAX]; /* LBAs */
    unsigned count;
};

/* The image with its changes, and behind it a session that is made when it is read. */
struct disc {
    struct fs_device device;
    const struct base *base;
    struct {
        uint32_t lba;
        uint8_t block[FS_BLOCK_BYTES];
    } changed[CHANGES_MAX];
    unsigned changes;
    const struct fs_plan *session; /* NULL: none */
};

static int32_t read_blocks(struct fs_device *device, uint32_t first, uint32_t count, void *bytes)
{
    struct disc *disc = (struct disc *)device;
    uint8_t *to = bytes;
    uint32_t lba;
    unsigned i;

    FUZZ_CHECK(count && count <= FS_DEVICE_BLOCKS_MAX && first < device->block_count);
    FUZZ_CHECK(count <= device->block_count - first);
    for (lba = first; lba < first + count; lba++, to += FS_BLOCK_BYTES) {
        if (lba < disc->base->blocks) {
            memcpy(to, disc->base->bytes + (size_t)lba * FS_BLOCK_BYTES, FS_BLOCK_BYTES);
        } else {
            struct fs_failure failure;
            size_t got;

            FUZZ_CHECK(fs_image_read(disc->session, (uint64_t)(lba - disc->base->blocks) * FS_BLOCK_BYTES, to,
                                     FS_BLOCK_BYTES, &got, &failure) == FS_OK);
        }
        for (i = 0; i < disc->changes; i++) {
            if (disc->changed[i].lba == lba) memcpy(to, disc->changed[i].block, FS_BLOCK_BYTES);
        }
    }
    return 0;
}

/* The disc is on the stack of fuzzed_image_import. */
static void keep(struct fs_device *device)
{
    (void)device;
}

static bool is_structure(const uint8_t *block, uint32_t lba)
{
    static const uint8_t zeros[32];
    uint16_t tag = load_le16(block);

    if (lba < 32) return memcmp(block, zeros, sizeof zeros) != 0;
    return (tag && tag <= 9) || (tag >= 256 && tag <= 266) || (block[0] == 34 && block[32] == 1);
}

static struct fs_tree *grown_tree(void)
{
    static const struct fs_name_rules rules = {7, 2, false};
    struct fs_tree *tree = fs_tree_create(&rules);
    struct fs_node *root = fs_tree_peek_root(tree), *node, *directory;
    uint16_t name[16];

    node = fixture_file(tree, root, "streams", &fixture_times, &pattern_source_create(5000, 1)->source);
    FUZZ_CHECK(fs_tree_add_stream(tree, node, name, fs_units("stream", name), &pattern_source_create(3, 2)->source,
                                  NULL) == FS_OK);
    fixture_file(tree, root, "empty", &fixture_times, NULL);
    directory = fixture_directory(tree, root, "directory", &fixture_times);
    fixture_file(tree, directory, "inner", &fixture_times, &pattern_source_create(2048, 3)->source);
    directory = fixture_directory(tree, directory, "deep", &fixture_times);
    fixture_file(tree, directory, "last", &fixture_times, &pattern_source_create(1, 4)->source);
    return tree;
}

static const struct base *base_of(unsigned number, const struct fuzzed_wish *wish)
{
    static struct base bases[WISHES_MAX];
    struct base *base = &bases[number];
    struct fs_plan_options options = fixture_options(wish->systems, "FUZZ");
    struct fs_tree *tree;
    struct fs_plan *plan;
    uint32_t lba;

    FUZZ_CHECK(number < WISHES_MAX);
    if (base->bytes) return base;
    tree = grown_tree();
    options.udf_revision = wish->revision;
    options.mirrors_metadata = wish->mirrors;
    plan = fixture_plan(tree, &options);
    base->blocks = fs_plan_blocks(plan);
    base->bytes = fixture_read(plan, 0, base->blocks);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
    for (lba = 0; lba < base->blocks && base->count < STRUCTURES_MAX; lba++) {
        if (is_structure(base->bytes + (size_t)lba * FS_BLOCK_BYTES, lba)) base->structures[base->count++] = lba;
    }
    return base;
}

/* The copy of the block that may be changed; NULL: there are enough. */
static uint8_t *change(struct disc *disc, uint32_t lba)
{
    unsigned i;

    for (i = 0; i < disc->changes && disc->changed[i].lba != lba; i++)
        ;
    if (i == CHANGES_MAX) return NULL;
    if (i == disc->changes) {
        disc->changes++;
        disc->changed[i].lba = lba;
        memcpy(disc->changed[i].block, disc->base->bytes + (size_t)lba * FS_BLOCK_BYTES, FS_BLOCK_BYTES);
    }
    return disc->changed[i].block;
}

static void apply(struct disc *disc, const uint8_t *data, size_t size)
{
    const struct base *base = disc->base;
    size_t at;
    unsigned i;

    for (at = 0; at + RECORD_BYTES <= size; at += RECORD_BYTES) {
        uint8_t *block = change(disc, base->structures[data[at] % base->count]);
        uint32_t offset = load_le16(data + at + 1) & 0x7FF, operation = data[at + 2] >> 6;
        uint16_t value = load_le16(data + at + 3);

        if (!block) return;
        if (operation == 0) block[offset] = (uint8_t)value;
        if (operation == 1 && offset <= FS_BLOCK_BYTES - 2) store_le16(block + offset, value);
        if (operation == 2 && offset <= FS_BLOCK_BYTES - 4) store_le32(block + offset, value);
        if (operation == 3)
            memcpy(block, base->bytes + (size_t)base->structures[value % base->count] * FS_BLOCK_BYTES, FS_BLOCK_BYTES);
    }
    for (i = 0; size % RECORD_BYTES == 0 && i < disc->changes; i++) {
        if (load_le16(disc->changed[i].block + 10)) retag(disc->changed[i].block);
    }
}

/* The extents of a file are on the disc, and are its bytes. */
static void check_file(const struct disc *disc, const struct fs_node *node)
{
    const struct fs_disc_data *data = node->source ? node->source->disc_data : NULL;
    struct fs_failure failure;
    uint64_t sum = 0;
    uint8_t byte;
    uint32_t i;

    FUZZ_CHECK((node->size_bytes == 0) == (node->source == NULL));
    for (i = 0; data && i < data->extent_count; i++) {
        const struct fs_disc_extent *extent = &data->extents[i];

        FUZZ_CHECK(extent->size_bytes && extent->offset == sum);
        FUZZ_CHECK(i + 1 == data->extent_count || extent->size_bytes % FS_BLOCK_BYTES == 0);
        if (extent->kind != FS_EXTENT_UNALLOCATED)
            FUZZ_CHECK(extent->first + (extent->size_bytes + FS_BLOCK_BYTES - 1) / FS_BLOCK_BYTES <=
                       disc->device.block_count);
        sum += extent->size_bytes;
    }
    FUZZ_CHECK(!data || sum == node->size_bytes);
    if (node->source) FUZZ_CHECK(fs_source_read(node->source, node->size_bytes - 1, &byte, 1, &failure) == FS_OK);
}

static void check_tree(const struct disc *disc, const struct fs_tree *tree)
{
    const struct fs_node *node, *stream;

    for (node = fs_tree_next(fs_tree_peek_root(tree)); node; node = fs_tree_next(node)) {
        FUZZ_CHECK(fs_name_check_recorded(node->name, node->name_count) == FS_OK);
        if (!node->is_directory) check_file(disc, node);
        for (stream = node->first_stream; stream; stream = stream->next)
            check_file(disc, stream);
    }
}

static struct fs_tree *import_session(struct disc *disc, const struct fuzzed_wish *wish, uint32_t start,
                                      struct fs_session *session)
{
    struct fs_name_rules rules = {wish->systems, 2, false};
    struct fs_import_options options = {wish->system, start, NULL, NULL};
    struct fs_tree *tree = fs_tree_create(&rules);
    struct fs_disc *reader = fs_disc_create(&disc->device);
    struct fs_import_failure failure;
    enum fs_status status;

    FUZZ_CHECK(tree && reader && fs_probe(reader, start, session) == FS_OK);
    status = fs_import(tree, reader, &options, &failure);
    fs_disc_destroy(reader);
    if (status == FS_OK) {
        FUZZ_CHECK(session->systems & FS_MASK(wish->system));
        check_tree(disc, tree);
        return tree;
    }
    FUZZ_CHECK(!start && fs_tree_files(tree) == 0 && fs_tree_directories(tree) == 1);
    FUZZ_CHECK((status == FS_FEATURE_UNSUPPORTED || status == FS_PARTITION_FOREIGN) == (failure.feature != NULL));
    fs_tree_destroy(tree);
    return NULL;
}

/* The files may be where a session cannot refer to them. */
static void record_again(struct disc *disc, const struct fuzzed_wish *wish, const struct fs_tree *tree,
                         const struct fs_session *session)
{
    struct fs_plan_options options = fixture_options(wish->systems, "AGAIN");
    struct fs_failure failure;
    struct fs_session again;
    struct fs_tree *copy;
    struct fs_plan *plan;

    options.udf_revision = wish->revision;
    options.mirrors_metadata = wish->mirrors;
    options.append.start = disc->base->blocks;
    if (wish->systems & FS_MASK(FS_UDF)) options.append.partition_first = session->partition_first;
    if (fs_plan_create(tree, &options, &plan, &failure) != FS_OK) return;
    disc->session = plan;
    disc->device.block_count = disc->base->blocks + fs_plan_blocks(plan);
    copy = import_session(disc, wish, disc->base->blocks, &again);
    FUZZ_CHECK(fs_tree_files(copy) == fs_tree_files(tree) && fs_tree_directories(copy) == fs_tree_directories(tree));
    fs_tree_destroy(copy);
    fs_plan_destroy(plan);
}

void fuzzed_image_import(unsigned number, const struct fuzzed_wish *wish, const uint8_t *data, size_t size)
{
    static struct disc disc;
    struct fs_session session;
    struct fs_tree *tree;

    memset(&disc, 0, sizeof disc);
    disc.base = base_of(number, wish);
    disc.device = (struct fs_device){read_blocks, keep, keep, disc.base->blocks};
    apply(&disc, data, size);
    tree = import_session(&disc, wish, 0, &session);
    if (!tree) return;
    record_again(&disc, wish, tree, &session);
    fs_tree_destroy(tree);
}
