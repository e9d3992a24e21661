/* Fuzz target: a tree of any names and sizes is laid out, and every file system of the image is read again: each item
 * is found once, in order, with its size, in blocks that the image has.
 */
#include <string.h>

#include "base/bytes.h"
#include "fs/estimate.h"
#include "fs/image.h"
#include "fuzz/fuzz.h"

const char fuzz_name[] = "fs_image";
const struct fuzz_seeds fuzz_seeds[] = {{NULL, NULL, "fuzz/fs_image.txt"}, {NULL, NULL, NULL}};

enum { DEPTH_MAX = 10, ITEMS_MAX = 150 };

/* The first byte: file systems, rules and revision. */
bool fuzz_get_head(size_t nth, struct fuzz_head *head)
{
    static const uint8_t heads[] = {0x0B, 0x07, 0x84, 0xB7};

    if (nth >= sizeof heads) return false;
    head->bytes[0] = heads[nth];
    head->count = 1;
    return true;
}

static int32_t read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    FUZZ_CHECK(offset + count <= source->size_bytes);
    memset(bytes, 0x5A, count);
    *got = count;
    return 0;
}

static void release(struct fs_source *source)
{
    free(source);
}

static struct fs_source *new_source(uint64_t size_bytes)
{
    struct fs_source *source = calloc(1, sizeof *source);

    FUZZ_CHECK(source);
    source->read_at = read_at;
    source->release = release;
    source->size_bytes = size_bytes;
    return source;
}

static uint64_t size_of(uint8_t code)
{
    return code < 0x40 ? code : code < 0xC0 ? (uint64_t)code * 100 : UINT64_C(1) << (code % 44);
}

/* Thirty files of numbered names with so many units, for directories of many blocks. */
static void add_row(struct fs_tree *tree, struct fs_node *directory, unsigned units)
{
    static const struct fs_times times = {0, 1, 2};
    uint16_t name[64];
    unsigned row, i;

    for (row = 0; row < 30; row++) {
        unsigned number = fs_tree_files(tree);

        for (i = units; i; i--, number /= 10)
            name[i - 1] = (uint16_t)('0' + number % 10);
        fs_tree_add_file(tree, directory, name, units, &times, NULL, NULL);
    }
}

/* What else may be done, by a number: a stream or another kind for the directory's first file, all of the last changes
 * undone, several changes that are aborted, a lock. The directory that the next byte is about is returned.
 */
static struct fs_node *change_tree(struct fs_tree *tree, struct fs_node *directory, unsigned how)
{
    static const struct fs_times times = {0, 1, 2};
    struct fs_node *first = directory->first_child;
    uint32_t point = fs_tree_change_point(tree);
    uint16_t name[] = {'s', (uint16_t)('A' + point % 50)};
    struct fs_source *source;

    switch (how) {
    case 1:
        source = new_source((uint64_t)point * 300);
        if (!first || fs_tree_add_stream(tree, first, name, 2, source, NULL) != FS_OK) free(source);
        break;
    case 2:
        if (first) first->is_real_time = !first->is_directory;
        break;
    case 3:
        (void)fs_tree_roll_back(tree, point - point % 5);
        return fs_tree_peek_root(tree);
    case 4:
        FUZZ_CHECK(fs_tree_begin(tree) == FS_OK);
        if (first) (void)fs_tree_remove(tree, first);
        (void)fs_tree_replace_file(tree, directory, name, 2, &times, NULL, NULL);
        fs_tree_abort(tree);
        FUZZ_CHECK(directory->first_child == first && fs_tree_change_point(tree) == point);
        break;
    case 5:
        FUZZ_CHECK(fs_tree_lock_in(tree) == FS_OK);
        break;
    default:
        break;
    }
    return directory;
}

/* A byte each for a file, a directory, a file of a wide name, and for entering, leaving, removing and rows: two bits of
 * the kind, six of how, which are the units of a name, or a number of change_tree.
 */
static void grow_tree(struct fs_tree *tree, const uint8_t *data, size_t size)
{
    static const struct fs_times times = {0, 1, 2};
    struct fs_node *directory = fs_tree_peek_root(tree), *node;
    uint16_t name[64];
    size_t at = 0, i;

    while (at < size && fs_tree_files(tree) + fs_tree_directories(tree) < ITEMS_MAX) {
        unsigned what = data[at] & 3u, count = data[at] >> 2;

        at++;
        if (what == 3) {
            if (count & 4) {
                add_row(tree, directory, 4 + count / 8 * 8);
                continue;
            }
            directory = change_tree(tree, directory, count >> 3);
            node = count & 1 ? directory->first_child : NULL;
            if (count & 2 && node) {
                (void)fs_tree_remove(tree, node);
            } else if (node && node->is_directory) {
                directory = node;
            } else if (directory->parent) {
                directory = directory->parent;
            }
            continue;
        }
        for (i = 0; i < count && at < size; i++)
            name[i] = what == 2 && at + 1 < size ? (uint16_t)(data[at] << 8 | data[at + 1]) : data[at],
            at += 1 + (what == 2);
        if (what == 1) {
            if (fs_tree_add_directory(tree, directory, name, i, &times, &node) == FS_OK) directory = node;
        } else {
            uint64_t bytes = at < size ? size_of(data[at]) : 0;
            struct fs_source *source = bytes ? new_source(bytes) : NULL;

            at++;
            if (fs_tree_add_file(tree, directory, name, i, &times, source, NULL) != FS_OK) free(source);
        }
    }
}

struct reader {
    const struct fs_plan *plan;
    uint32_t files, directories;
    uint64_t bytes; /* of all files */
};

static void read_block(const struct reader *reader, uint64_t lba, uint8_t *block)
{
    struct fs_failure failure;
    size_t got;

    FUZZ_CHECK(lba < fs_plan_blocks(reader->plan));
    FUZZ_CHECK(fs_image_read(reader->plan, lba * FS_BLOCK_BYTES, block, FS_BLOCK_BYTES, &got, &failure) == FS_OK);
    FUZZ_CHECK(got == FS_BLOCK_BYTES);
}

/* Does the extent hold the bytes of a file, and nothing else? */
static void check_data(const struct reader *reader, uint64_t lba, uint64_t bytes)
{
    uint8_t block[FS_BLOCK_BYTES];

    if (!bytes) return;
    read_block(reader, lba, block);
    FUZZ_CHECK(block[0] == 0x5A);
    read_block(reader, lba + (bytes - 1) / FS_BLOCK_BYTES, block);
    FUZZ_CHECK(block[(bytes - 1) % FS_BLOCK_BYTES] == 0x5A);
    if (bytes % FS_BLOCK_BYTES) FUZZ_CHECK(block[FS_BLOCK_BYTES - 1] == 0);
}

/* Records are in rising order of their identifiers' stems, so that none is there twice. */
static void walk_iso(struct reader *reader, uint32_t lba, uint32_t bytes, int depth)
{
    uint8_t block[FS_BLOCK_BYTES], last[256] = {0};
    uint32_t at, offset;

    FUZZ_CHECK(depth <= DEPTH_MAX && bytes % FS_BLOCK_BYTES == 0 && bytes);
    reader->directories++;
    for (at = 0; at < bytes / FS_BLOCK_BYTES; at++) {
        read_block(reader, (uint64_t)lba + at, block);
        for (offset = at ? 0 : 68; offset < FS_BLOCK_BYTES && block[offset]; offset += block[offset]) {
            uint8_t *record = block + offset;
            uint32_t extent = load_le32(record + 2), length = load_le32(record + 10);

            FUZZ_CHECK(offset + record[0] <= FS_BLOCK_BYTES && record[0] >= 33 + record[32]);
            FUZZ_CHECK(extent == load_be32(record + 6) && length == load_be32(record + 14));
            FUZZ_CHECK(record[32] != last[0] || memcmp(record + 33, last + 1, last[0]) != 0);
            memcpy(last, record + 32, 1 + (size_t)record[32]);
            if (record[25] & 2) {
                walk_iso(reader, extent, length, depth + 1);
            } else {
                reader->files++;
                reader->bytes += length;
                check_data(reader, extent, length);
            }
        }
    }
}

struct udf {
    struct reader reader;
    uint32_t partition, structures; /* LBAs of their block 0 */
    bool has_long_ads;
    bool is_in_streams; /* of a file */
    uint32_t streams;
    uint64_t stream_bytes;
};

static void check_tag(const uint8_t *descriptor, uint32_t location)
{
    unsigned sum = 0, i;

    for (i = 0; i < 16; i++)
        sum += i == 4 ? 0 : descriptor[i];
    FUZZ_CHECK((uint8_t)sum == descriptor[4] && load_le32(descriptor + 12) == location);
}

/* The bytes that the allocation descriptors of a file stand for, whole blocks one behind the other. */
static void walk_extents(struct udf *udf, uint8_t *block, uint32_t icb, uint32_t offset, uint32_t length, uint64_t size)
{
    uint32_t step = udf->has_long_ads ? 16 : 8;
    uint64_t sum = 0, first = 0;

    while (length) {
        uint32_t bytes = load_le32(block + offset), at = load_le32(block + offset + 4);

        FUZZ_CHECK(offset + length <= FS_BLOCK_BYTES && length % step == 0);
        if (bytes >> 30) {
            FUZZ_CHECK(length == step && at == ++icb);
            read_block(&udf->reader, (uint64_t)udf->structures + at, block);
            check_tag(block, at);
            offset = 24;
            length = load_le32(block + 20);
            continue;
        }
        if (!sum) first = at;
        FUZZ_CHECK(at == first + sum / FS_BLOCK_BYTES && sum % FS_BLOCK_BYTES == 0);
        sum += bytes;
        offset += step;
        length -= step;
    }
    FUZZ_CHECK(sum == size);
    check_data(&udf->reader, udf->partition + first, size);
}

static void walk_udf(struct udf *udf, uint32_t icb, int depth);

/* A file with its named streams, or one of these. */
static void walk_file(struct udf *udf, uint8_t *block, uint32_t icb, uint32_t entry_bytes, int depth)
{
    uint32_t streams = entry_bytes == 216 && load_le32(block + 152) ? load_le32(block + 156) : 0;
    uint64_t bytes = load_le64(block + 56), object_bytes = load_le64(block + 64), before = udf->stream_bytes;

    FUZZ_CHECK(((load_le16(block + 34) & 0x2000) != 0) == udf->is_in_streams);
    if (udf->is_in_streams) {
        FUZZ_CHECK(!streams && block[27] == 5);
        udf->streams++;
        udf->stream_bytes += bytes;
    } else {
        udf->reader.files++;
        udf->reader.bytes += bytes;
    }
    walk_extents(udf, block, icb, entry_bytes, load_le32(block + entry_bytes - 4), bytes);
    if (!streams) return;
    udf->is_in_streams = true;
    walk_udf(udf, streams, depth + 1);
    udf->is_in_streams = false;
    FUZZ_CHECK(object_bytes == bytes + udf->stream_bytes - before);
}

static void walk_udf(struct udf *udf, uint32_t icb, int depth)
{
    uint8_t block[FS_BLOCK_BYTES], identifier[300], part[FS_BLOCK_BYTES];
    uint32_t entry_bytes, size, data, at, i, in_part = UINT32_MAX;

    FUZZ_CHECK(depth <= DEPTH_MAX + ITEMS_MAX);
    read_block(&udf->reader, (uint64_t)udf->structures + icb, block);
    check_tag(block, icb);
    entry_bytes = load_le16(block) == 266 ? 216 : 176;
    if (block[27] == 5 || block[27] == 249) {
        walk_file(udf, block, icb, entry_bytes, depth);
        return;
    }
    FUZZ_CHECK(block[27] == (udf->is_in_streams ? 13 : 4) && load_le32(block + entry_bytes - 4) == 8);
    udf->reader.directories += !udf->is_in_streams;
    size = load_le32(block + entry_bytes);
    data = load_le32(block + entry_bytes + 4);
    FUZZ_CHECK(load_le64(block + 56) == size);
    for (at = 0; at < size; at += (38 + (uint32_t)identifier[19] + 3) / 4 * 4) {
        FUZZ_CHECK(size - at >= 40);
        for (i = 0; i < sizeof identifier; i++) { /* it may cross blocks */
            if ((at + i) / FS_BLOCK_BYTES != in_part) {
                in_part = (at + i) / FS_BLOCK_BYTES;
                read_block(&udf->reader, (uint64_t)udf->structures + data + in_part, part);
            }
            identifier[i] = part[(at + i) % FS_BLOCK_BYTES];
        }
        check_tag(identifier, data + at / FS_BLOCK_BYTES);
        if (at) walk_udf(udf, load_le32(identifier + 24), depth + 1);
    }
    FUZZ_CHECK(at == size);
}

static uint64_t bytes_of(const struct fs_tree *tree)
{
    const struct fs_node *node;
    uint64_t sum = 0;

    for (node = fs_tree_peek_root(tree); node; node = fs_tree_next(node))
        sum += node->size_bytes;
    return sum;
}

static void check_reader(const struct reader *reader, const struct fs_tree *tree)
{
    FUZZ_CHECK(reader->files == fs_tree_files(tree));
    FUZZ_CHECK(reader->directories == fs_tree_directories(tree));
    FUZZ_CHECK(reader->bytes == bytes_of(tree));
}

static void read_again(const struct fs_plan *plan, const struct fs_tree *tree, const struct fs_plan_options *options)
{
    struct reader iso = {plan, 0, 0, 0};
    struct udf udf = {.reader = {plan, 0, 0, 0}, .partition = 288, .structures = 288};
    uint8_t block[FS_BLOCK_BYTES];
    unsigned i;

    for (i = 0; i < 2; i++) {
        if (!(options->systems & (1u << i))) continue;
        read_block(&iso, 16 + i, block);
        memset(&iso, 0, sizeof iso);
        iso.plan = plan;
        walk_iso(&iso, load_le32(block + 158), load_le32(block + 166), 0);
        check_reader(&iso, tree);
    }
    if (!(options->systems & FS_MASK(FS_UDF))) return;
    udf.has_long_ads = options->udf_revision >= 0x0250;
    udf.structures += udf.has_long_ads ? 32 : 0;
    read_block(&udf.reader, udf.structures, block);
    walk_udf(&udf, load_le32(block + 404), 0);
    check_reader(&udf.reader, tree);
    FUZZ_CHECK(udf.streams == (options->udf_revision >= 0x0200 ? fs_tree_peek_totals(tree)->streams : 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint16_t revisions[] = {0x0102, 0x0150, 0x0200, 0x0201, 0x0250, 0x0260};
    struct fs_plan_options options = fs_plan_usual_options();
    struct fs_name_rules rules;
    struct fs_failure failure;
    struct fs_plan *plan;
    struct fs_tree *tree;
    enum fs_status status;
    uint64_t estimate;

    if (!size || !(data[0] & 7)) return 0;
    rules.systems = data[0] & 7u;
    if (rules.systems & FS_MASK(FS_JOLIET)) rules.systems |= FS_MASK(FS_ISO9660);
    rules.is_strict = data[0] & 8;
    rules.iso_level = data[0] & 16 ? 2 : 1;
    options.systems = rules.systems;
    options.udf_revision = revisions[(data[0] >> 5) % 6];
    tree = fs_tree_create(&rules);
    FUZZ_CHECK(tree);
    grow_tree(tree, data + 1, size - 1);
    estimate = fs_estimate_blocks(tree, &options);
    if (estimate <= FS_IMAGE_BLOCKS_MAX) options.limit_blocks = (uint32_t)estimate;
    status = fs_plan_create(tree, &options, &plan, &failure);
    FUZZ_CHECK(status == FS_OK || status == FS_FILE_TOO_LARGE ||
               (status == FS_IMAGE_TOO_LARGE && estimate > FS_IMAGE_BLOCKS_MAX));
    if (status == FS_OK) read_again(plan, tree, &options);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
    return 0;
}
