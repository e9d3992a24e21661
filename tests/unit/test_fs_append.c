/* fs/append.c and the planner: sessions behind others, old files, and a rewritable disc whose anchor is moved.
 *
 * Places are added up by hand: descriptors 16, 32, 64, 256 and 288 blocks behind the start, as in a first session.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/bytes.h"
#include "fs/disc_data.h"
#include "fs/estimate.h"
#include "fs/extent.h"
#include "support/fs_fixture.h"
#include "support/memory_device.h"

enum { DISC_BLOCKS = 1000, START = 1000, UDF = FS_MASK(FS_UDF), BRIDGE = 7 };

static const struct fs_name_rules all = {BRIDGE, 1, false};
static uint8_t disc_bytes[DISC_BLOCKS * FS_BLOCK_BYTES]; /* block n is filled with the low byte of n + 1 */
static struct memory_device disc;

static void insert_disc(uint32_t blocks)
{
    uint32_t i;

    for (i = 0; i < DISC_BLOCKS; i++)
        memset(disc_bytes + (size_t)i * FS_BLOCK_BYTES, (int)(uint8_t)(i + 1), FS_BLOCK_BYTES);
    memory_device_init(&disc, disc_bytes, blocks);
}

static struct fs_source *old_file(const struct fs_disc_extent *extents, uint32_t count)
{
    struct fs_source *source = fs_disc_source_create(&disc.device, extents, count);

    assert_non_null(source);
    return source;
}

/* \old.bin is 5000 bytes in block 700 of the disc; \new.txt has 3 bytes of its own. */
static struct fs_tree *grown_tree(void)
{
    static const struct fs_disc_extent extent = {5000, 700, FS_EXTENT_RECORDED, 0};
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_node *root = fs_tree_peek_root(tree);

    insert_disc(DISC_BLOCKS);
    fixture_file(tree, root, "old.bin", &fixture_times, old_file(&extent, 1));
    fixture_file(tree, root, "new.txt", &fixture_times, &pattern_source_create(3, 1)->source);
    return tree;
}

static struct fs_plan_options appended_options(unsigned systems)
{
    struct fs_plan_options options = fixture_options(systems, "X");

    options.append.start = START;
    options.append.partition_first = 288;
    return options;
}

/* The block of the disc; the image begins with block START. */
static uint8_t *read_lba(const struct fs_plan *plan, uint32_t lba)
{
    return fixture_read(plan, lba - START, 1);
}

static void assert_le32(const struct fs_plan *plan, uint32_t lba, size_t offset, uint32_t wanted)
{
    uint8_t *block = read_lba(plan, lba);

    if (load_le32(block + offset) != wanted)
        fail_msg("block %u, byte %u: %u", lba, (unsigned)offset, load_le32(block + offset));
    free(block);
}

/* A descriptor of UDF, and where it says that it is. */
static void assert_tag(const struct fs_plan *plan, uint32_t lba, uint16_t identifier, uint32_t location)
{
    uint8_t *block = read_lba(plan, lba);

    assert_int_equal(load_le16(block), identifier);
    assert_int_equal(load_le32(block + 12), location);
    free(block);
}

static void plan__session_behind_another__structures_begin_at_its_start(void **state)
{
    struct fs_plan_options options = appended_options(BRIDGE);
    struct fs_tree *tree = grown_tree();
    struct fs_plan *plan = fixture_plan(tree, &options);
    uint8_t *block;

    (void)state;
    /* 325 blocks are used; 262 more, rounded up to a multiple of 32 */
    assert_int_equal(fs_plan_blocks(plan), 608);
    block = read_lba(plan, START + 16);
    assert_memory_equal(block, "\1CD001\1", 7);
    assert_int_equal(load_le32(block + 80), 1608); /* volume space, counted from block 0 */
    assert_int_equal(load_be32(block + 84), 1608);
    assert_int_equal(load_le32(block + 140), 1318); /* path tables */
    assert_int_equal(load_be32(block + 148), 1319);
    assert_int_equal(load_le32(block + 156 + 2), 1322); /* root */
    free(block);
    assert_le32(plan, START + 17, 140, 1320);
    assert_le32(plan, START + 17, 158, 1323);
    block = read_lba(plan, START + 19);
    assert_memory_equal(block + 1, "BEA01", 5);
    free(block);
    assert_tag(plan, START + 32, 1, START + 32);
    assert_tag(plan, START + 35, 5, START + 35);
    assert_le32(plan, START + 35, 188, 288);        /* the partition begins where the old one did */
    assert_le32(plan, START + 35, 192, 1325 - 288); /* and ends with the new session */
    assert_le32(plan, START + 34, 252, 1024);       /* file set: LBA 1312, a multiple of 32 behind 288 */
    assert_le32(plan, START + 34, 436, START + 64);
    assert_tag(plan, START + 64, 9, START + 64);
    assert_le32(plan, START + 64, 84, 1325 - 288); /* size of the partition */
    assert_tag(plan, START + 256, 2, START + 256);
    assert_le32(plan, START + 256, 20, START + 32);
    assert_le32(plan, START + 256, 28, 1325);
    assert_tag(plan, 1312, 256, 1024);
    assert_le32(plan, 1312, 404, 1026); /* the root's ICB */
    assert_tag(plan, 1313, 8, 1025);
    assert_tag(plan, 1314, 261, 1026);
    assert_le32(plan, 1314, 180, 1027);
    assert_tag(plan, 1315, 257, 1027);
    assert_tag(plan, 1325, 1, 1325); /* the reserve sequence */
    assert_tag(plan, 1607, 2, 1607);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
    assert_int_equal(disc.holds, 0);
}

static void plan__file_on_the_disc__entries_point_to_its_old_blocks(void **state)
{
    struct fs_plan_options options = appended_options(BRIDGE);
    struct fs_tree *tree = grown_tree();
    struct fs_plan *plan = fixture_plan(tree, &options);
    uint8_t *block = read_lba(plan, 1322);

    (void)state;
    /* ISO 9660: NEW.TXT;1 in front of OLD.BIN;1, both records of 42 bytes */
    assert_memory_equal(block + 68 + 33, "NEW.TXT;1", 9);
    assert_int_equal(load_le32(block + 68 + 2), 1324);
    assert_memory_equal(block + 110 + 33, "OLD.BIN;1", 9);
    assert_int_equal(load_le32(block + 110 + 2), 700);
    assert_int_equal(load_le32(block + 110 + 10), 5000);
    free(block);
    assert_le32(plan, 1323, 68 + 48 + 2, 700); /* Joliet: a record of 47 bytes and a filler */
    assert_tag(plan, 1316, 261, 1028);
    assert_le32(plan, 1316, 56, 5000);
    assert_le32(plan, 1316, 64, 3); /* blocks recorded */
    assert_le32(plan, 1316, 172, 8);
    assert_le32(plan, 1316, 176, 5000);
    assert_le32(plan, 1316, 180, 700 - 288);
    assert_le32(plan, 1317, 180, 1324 - 288);
    block = read_lba(plan, 1324);
    assert_int_equal(block[0], pattern_byte(1, 0));
    assert_int_equal(block[3], 0);
    free(block);
    assert_int_equal(disc.reads, 0);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void plan_extents__session_behind_another__count_from_the_image_and_have_new_files_alone(void **state)
{
    struct fs_plan_options options = appended_options(BRIDGE);
    struct fs_tree *tree = grown_tree();
    struct fs_plan *plan = fixture_plan(tree, &options);

    (void)state;
    assert_int_equal(fs_plan_extents(plan), 3);
    assert_int_equal(fs_plan_get_extent(plan, 0).blocks, 324);
    assert_int_equal(fs_plan_get_extent(plan, 1).first, 324);
    assert_int_equal(fs_plan_get_extent(plan, 1).blocks, 1);
    assert_int_equal(fs_plan_get_extent(plan, 2).first, 325);
    assert_int_equal(fs_plan_get_extent(plan, 2).blocks, 283);
    assert_int_equal(fs_plan_find_extent(plan, 323), 0);
    assert_int_equal(fs_plan_find_extent(plan, 324), 1);
    assert_int_equal(fs_plan_find_extent(plan, 325), 2);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void plan__session_without_UDF__tables_are_32_blocks_behind_its_start(void **state)
{
    struct fs_plan_options options = appended_options(FS_MASK(FS_ISO9660));
    struct fs_tree *tree = grown_tree();
    struct fs_plan *plan = fixture_plan(tree, &options);

    (void)state;
    assert_le32(plan, START + 16, 140, START + 32);
    assert_le32(plan, START + 16, 158, START + 34); /* root; then one block of data and 150 of zeros: 186 */
    assert_int_equal(fs_plan_blocks(plan), 192);
    assert_le32(plan, START + 16, 80, START + 192);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* A first partition of another program's begins at 257. */
static void plan__metadata_partition_behind_another__units_count_from_the_old_partition(void **state)
{
    struct fs_plan_options options = appended_options(UDF);
    struct fs_tree *tree = grown_tree();
    struct fs_plan *plan;
    uint8_t *block;

    (void)state;
    options.udf_revision = 0x0250;
    options.append.partition_first = 257;
    plan = fixture_plan(tree, &options);
    /* START + 288 = 257 + 1031, so the file's ICB is in block 1056, LBA 1313, its bytes from block 1088 on */
    assert_tag(plan, 1313, 266, 1056);
    assert_le32(plan, 1313, 216, 32 * 2048);
    assert_le32(plan, 1313, 220, 1088);
    assert_tag(plan, 257 + 1088, 256, 0);
    assert_le32(plan, START + 34, 252, 0);         /* the file set in the metadata partition */
    assert_le32(plan, START + 34, 446 + 40, 1056); /* its map: the ICB of the file, and of the mirror */
    assert_le32(plan, START + 34, 446 + 44, 1121); /* behind 32 blocks of structures and one of data */
    assert_le32(plan, START + 35, 188, 257);
    assert_le32(plan, START + 35, 192, 1184); /* the mirror is 1152 to 1183 */
    /* the ICB of old.bin is block 4 of the metadata file: a long_ad into partition 0 */
    block = read_lba(plan, 257 + 1088 + 4);
    assert_int_equal(load_le16(block), 266);
    assert_int_equal(load_le32(block + 216), 5000);
    assert_int_equal(load_le32(block + 220), 700 - 257);
    assert_int_equal(load_le16(block + 224), 0);
    free(block);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void plan__file_of_several_pieces__each_has_its_kind_and_its_place(void **state)
{
    static const struct fs_disc_extent extents[] = {
        {4096, 300, FS_EXTENT_RECORDED, 0},
        {UINT64_C(0x3FFFF800) + 2048, 0, FS_EXTENT_UNALLOCATED, 0},
        {2048, 310, FS_EXTENT_ALLOCATED, 0},
        {100, 320, FS_EXTENT_RECORDED, 0},
    };
    static const uint32_t wanted[] = {4096, 12, 0x80000000 | 0x3FFFF800, 0, 0x80000000 | 2048, 0, 0x40000000 | 2048, 22,
                                      100,  32};
    struct fs_plan_options options = appended_options(UDF);
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_plan *plan;
    unsigned i;

    (void)state;
    insert_disc(DISC_BLOCKS);
    fixture_file(tree, fs_tree_peek_root(tree), "sparse", &fixture_times, old_file(extents, 4));
    plan = fixture_plan(tree, &options);
    assert_le32(plan, 1316, 64, 3); /* blocks recorded */
    assert_le32(plan, 1316, 172, 40);
    for (i = 0; i < 10; i++)
        assert_le32(plan, 1316, 176 + 4 * (size_t)i, wanted[i]);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* 234 short_ads fill a File Entry, 253 an Allocation Extent Descriptor; the last leads to the next block. */
static void plan__file_of_500_pieces__goes_on_in_allocation_extents(void **state)
{
    struct fs_plan_options options = appended_options(UDF);
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_disc_extent extents[500];
    struct fs_plan *plan;
    uint32_t i;

    (void)state;
    insert_disc(DISC_BLOCKS);
    for (i = 0; i < 500; i++)
        extents[i] = (struct fs_disc_extent){2048, 290 + 499 - i, FS_EXTENT_RECORDED, 0};
    fixture_file(tree, fs_tree_peek_root(tree), "pieces", &fixture_times, old_file(extents, 500));
    plan = fixture_plan(tree, &options);
    assert_le32(plan, 1316, 172, 234 * 8);
    assert_le32(plan, 1316, 176 + 232 * 8 + 4, 2 + 499 - 232);
    assert_le32(plan, 1316, 176 + 233 * 8, 0xC0000000 | 2048);
    assert_le32(plan, 1316, 176 + 233 * 8 + 4, 1029);
    assert_tag(plan, 1317, 258, 1029);
    assert_le32(plan, 1317, 20, 253 * 8);
    assert_le32(plan, 1317, 24 + 4, 2 + 499 - 233);
    assert_le32(plan, 1317, 24 + 252 * 8 + 4, 1030);
    assert_tag(plan, 1318, 258, 1030);
    assert_le32(plan, 1318, 20, (500 - 233 - 252) * 8);
    assert_le32(plan, 1318, 24 + 4, 2 + 499 - 485);
    assert_le32(plan, 1318, 24 + 14 * 8 + 4, 2);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* 300 GiB of zeros need 301 descriptors, in the middle of which the File Entry is full. */
static void plan__large_piece__goes_on_in_the_next_allocation_extent(void **state)
{
    static const struct fs_disc_extent extents[] = {
        {2048, 300, FS_EXTENT_RECORDED, 0},
        {UINT64_C(300) << 30, 0, FS_EXTENT_UNALLOCATED, 0},
        {2048, 310, FS_EXTENT_RECORDED, 0},
    };
    struct fs_plan_options options = appended_options(UDF);
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_plan *plan;

    (void)state;
    insert_disc(DISC_BLOCKS);
    fixture_file(tree, fs_tree_peek_root(tree), "sparse", &fixture_times, old_file(extents, 3));
    plan = fixture_plan(tree, &options);
    assert_le32(plan, 1316, 176, 2048);
    assert_le32(plan, 1316, 176 + 4, 12);
    assert_le32(plan, 1316, 176 + 232 * 8, 0x80000000 | 0x3FFFF800);
    assert_le32(plan, 1316, 176 + 233 * 8, 0xC0000000 | 2048);
    assert_le32(plan, 1317, 20, (303 - 233) * 8);
    assert_le32(plan, 1317, 24, 0x80000000 | 0x3FFFF800);
    assert_le32(plan, 1317, 24 + 67 * 8, 0x80000000 | 0x3FFFF800);
    assert_le32(plan, 1317, 24 + 68 * 8, 0x80000000 | 300 * 2048); /* what is missing of 300 full ones */
    assert_le32(plan, 1317, 24 + 69 * 8, 2048);
    assert_le32(plan, 1317, 24 + 69 * 8 + 4, 22);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* Processor time of the 3,969 blocks of an ICB, not of the machine: where each block walks over all pieces, it is more
 * than six seconds.
 */
static void plan__file_of_a_million_pieces__has_its_descriptors_in_no_time(void **state)
{
    enum { PIECES = 1000000, DISC = 3000008, ICB = 1316, LAST = 3968 };
    struct fs_disc_extent *extents = calloc(PIECES, sizeof *extents);
    struct fs_plan_options options = appended_options(UDF);
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_plan *plan;
    clock_t begin;
    uint32_t i;

    (void)state;
    assert_non_null(extents);
    insert_disc(DISC);
    for (i = 0; i < PIECES; i++)
        extents[i] = (struct fs_disc_extent){2048, 300 + 2 * i, FS_EXTENT_RECORDED, 0};
    fixture_file(tree, fs_tree_peek_root(tree), "pieces", &fixture_times, old_file(extents, PIECES));
    free(extents);
    options.append.start = DISC;
    plan = fixture_plan(tree, &options);
    begin = clock();
    for (i = 0; i < LAST; i++)
        free(read_lba(plan, ICB + i));
    assert_true(clock() - begin < 3 * CLOCKS_PER_SEC);
    /* the last one has what 233 and 3,967 times 252 leave */
    assert_le32(plan, ICB + LAST, 20, 83 * 8);
    assert_le32(plan, ICB + LAST, 24 + 82 * 8, 2048);
    assert_le32(plan, ICB + LAST, 24 + 82 * 8 + 4, 300 + 2 * 999999 - 288);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void assert_out_of_reach(unsigned systems, const struct fs_disc_extent *extents, uint32_t count, bool expected)
{
    struct fs_plan_options options = appended_options(systems);
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_failure failure;
    struct fs_plan *plan;
    struct fs_node *node;

    insert_disc(DISC_BLOCKS);
    node = fixture_file(tree, fs_tree_peek_root(tree), "f", &fixture_times, old_file(extents, count));
    if (expected) {
        assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_FILE_OUT_OF_REACH);
        assert_ptr_equal(failure.node, node);
        assert_null(plan);
    } else {
        assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_OK);
        fs_plan_destroy(plan);
    }
    fs_tree_destroy(tree);
    assert_int_equal(disc.holds, 0);
}

static void plan__old_bytes_that_cannot_be_referred_to__is_FILE_OUT_OF_REACH(void **state)
{
    static const struct fs_disc_extent in_front = {2048, 287, FS_EXTENT_RECORDED, 0};
    static const struct fs_disc_extent last = {4096, 998, FS_EXTENT_RECORDED, 0};
    static const struct fs_disc_extent behind = {4097, 998, FS_EXTENT_RECORDED, 0};
    static const struct fs_disc_extent far = {1, UINT32_MAX, FS_EXTENT_RECORDED, 0};
    static const struct fs_disc_extent zeros = {4096, 0, FS_EXTENT_UNALLOCATED, 0};
    static const struct fs_disc_extent large = {UINT32_MAX, 300, FS_EXTENT_UNALLOCATED, 0};
    static const struct fs_disc_extent pieces[] = {{2048, 300, FS_EXTENT_RECORDED, 0}, {1, 400, FS_EXTENT_RECORDED, 0}};

    (void)state;
    assert_out_of_reach(UDF, &in_front, 1, true);
    assert_out_of_reach(FS_MASK(FS_ISO9660), &in_front, 1, false);
    assert_out_of_reach(BRIDGE, &in_front, 1, true);
    assert_out_of_reach(BRIDGE, &last, 1, false);
    assert_out_of_reach(BRIDGE, &behind, 1, true);
    assert_out_of_reach(UDF, &far, 1, true);
    assert_out_of_reach(FS_MASK(FS_ISO9660), &far, 1, true);
    assert_out_of_reach(UDF, &zeros, 1, false);
    assert_out_of_reach(BRIDGE, &zeros, 1, true);
    assert_out_of_reach(UDF, &large, 1, false);
    assert_out_of_reach(UDF, pieces, 2, false);
    assert_out_of_reach(BRIDGE, pieces, 2, true);
}

/* A session of its own has no partition of another one to refer to, and a first session no disc. */
static void plan__old_file_in_a_partition_of_the_session_alone__is_FILE_OUT_OF_REACH(void **state)
{
    struct fs_plan_options options = appended_options(UDF);
    struct fs_tree *tree = grown_tree();
    struct fs_failure failure;
    struct fs_plan *plan;

    (void)state;
    options.append.partition_first = 0;
    assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_FILE_OUT_OF_REACH);
    options.append.start = 0;
    options.systems = FS_MASK(FS_ISO9660);
    assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_FILE_OUT_OF_REACH);
    fs_tree_destroy(tree);
}

static void plan__start_without_an_old_session__partition_begins_288_blocks_behind_it(void **state)
{
    struct fs_plan_options options = appended_options(UDF);
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_plan *plan;

    (void)state;
    options.append.partition_first = 0;
    plan = fixture_plan(tree, &options);
    assert_le32(plan, START + 35, 188, START + 288);
    assert_le32(plan, START + 34, 252, 0);
    assert_tag(plan, START + 288, 256, 0);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static struct fs_plan_options rewritable_options(void)
{
    struct fs_plan_options options = appended_options(UDF);

    options.append.start = 992;
    options.append.rewritable = &disc.device;
    options.append.write_unit_blocks = 16;
    return options;
}

static void plan__rewritable_disc__image_is_the_disc_with_a_new_anchor_and_a_session(void **state)
{
    struct fs_plan_options options = rewritable_options();
    struct fs_tree *tree = grown_tree();
    struct fs_plan *plan = fixture_plan(tree, &options);
    struct fs_block_range ranges[FS_PLAN_RANGES_MAX];
    uint8_t *image = fixture_read(plan, 0, 1568), *anchor = image + (size_t)256 * FS_BLOCK_BYTES;
    uint32_t lba;

    (void)state;
    /* 992 + 288 = 1280 is block 992 of the partition; four structures, two ICBs and a block of data end at 1287 */
    assert_int_equal(fs_plan_blocks(plan), 992 + 576);
    for (lba = 0; lba < 992; lba++) {
        if (lba != 256) assert_memory_equal(image + (size_t)lba * 2048, disc_bytes + (size_t)lba * 2048, 2048);
    }
    assert_int_equal(load_le16(anchor), 2);
    assert_int_equal(load_le32(anchor + 12), 256);
    assert_int_equal(load_le32(anchor + 20), 992 + 32);
    assert_int_equal(load_le32(anchor + 28), 1287);
    assert_int_equal(load_le32(image + (size_t)(992 + 35) * 2048 + 192), 1287 - 288);
    assert_int_equal(load_le16(image + (size_t)1284 * 2048), 261);
    assert_int_equal(load_le32(image + (size_t)1284 * 2048 + 180), 700 - 288);
    free(image);
    assert_int_equal(fs_plan_ranges(plan, ranges), 2);
    assert_int_equal(ranges[0].first, 992);
    assert_int_equal(ranges[0].last, 1567);
    assert_int_equal(ranges[1].first, 256);
    assert_int_equal(ranges[1].last, 271);
    assert_int_equal(fs_plan_get_extent(plan, 1).first, 1286);
    fs_tree_destroy(tree);
    assert_int_not_equal(disc.holds, 0);
    fs_plan_destroy(plan);
    assert_int_equal(disc.holds, 0);
}

static void plan_ranges__write_units_of_32_and_of_1_block__surround_the_anchor(void **state)
{
    struct fs_plan_options options = rewritable_options();
    struct fs_tree *tree = grown_tree();
    struct fs_block_range ranges[FS_PLAN_RANGES_MAX];
    struct fs_plan *plan;

    (void)state;
    options.append.write_unit_blocks = 32;
    plan = fixture_plan(tree, &options);
    assert_int_equal(fs_plan_ranges(plan, ranges), 2);
    assert_int_equal(ranges[1].first, 256);
    assert_int_equal(ranges[1].last, 287);
    fs_plan_destroy(plan);
    options.append.write_unit_blocks = 1;
    plan = fixture_plan(tree, &options);
    assert_int_equal(fs_plan_ranges(plan, ranges), 2);
    assert_int_equal(ranges[1].last, 256);
    fs_plan_destroy(plan);
    options = appended_options(UDF);
    plan = fixture_plan(tree, &options);
    assert_int_equal(fs_plan_ranges(plan, ranges), 0);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void image_read__old_block_that_the_drive_cannot_read__is_SOURCE_FAILED(void **state)
{
    struct fs_plan_options options = rewritable_options();
    struct fs_tree *tree = grown_tree();
    struct fs_plan *plan = fixture_plan(tree, &options);
    struct fs_failure failure;
    uint8_t block[FS_BLOCK_BYTES];
    size_t got;

    (void)state;
    disc.bad_first = 500;
    disc.bad = 1;
    assert_int_equal(fs_image_read(plan, UINT64_C(500) * 2048, block, sizeof block, &got, &failure), FS_SOURCE_FAILED);
    assert_int_equal(failure.source_result, MEMORY_DEVICE_RESULT);
    assert_int_equal(got, 0);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* A start that is rounded up may be behind the last block that the disc says it has. */
static void image_read__session_behind_the_end_of_the_disc__zeros_are_between(void **state)
{
    struct fs_plan_options options = rewritable_options();
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_plan *plan;
    uint8_t *blocks;

    (void)state;
    insert_disc(990);
    plan = fixture_plan(tree, &options);
    blocks = fixture_read(plan, 989, 2);
    assert_int_equal(blocks[0], (uint8_t)990);
    assert_int_equal(blocks[FS_BLOCK_BYTES], 0);
    free(blocks);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void append_start_behind__ends__are_rounded_up_to_32(void **state)
{
    (void)state;
    assert_int_equal(fs_append_start_behind(0), 288); /* behind the anchor in block 256 */
    assert_int_equal(fs_append_start_behind(256), 288);
    assert_int_equal(fs_append_start_behind(288), 288);
    assert_int_equal(fs_append_start_behind(289), 320);
    assert_int_equal(fs_append_start_behind(640), 640);
    assert_int_equal(fs_append_start_behind(641), 672);
    assert_true(fs_append_start_behind(UINT32_MAX) == UINT64_C(0x100000000));
}

static void assert_invalid(const struct fs_tree *tree, struct fs_plan_options options)
{
    struct fs_failure failure;
    struct fs_plan *plan;

    assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_OPTION_INVALID);
    assert_null(plan);
    assert_int_equal(disc.holds, 1); /* old.bin's */
}

static void plan__session_that_cannot_be__is_OPTION_INVALID(void **state)
{
    struct fs_boot_entry boot = {0};
    struct fs_tree *tree = grown_tree();
    struct fs_plan_options options = rewritable_options();

    (void)state;
    options.append.start = 976; /* no multiple of 32 */
    assert_invalid(tree, options);
    options.append.start = 256;
    options.append.partition_first = 100;
    assert_invalid(tree, options);
    options = rewritable_options();
    options.systems = BRIDGE;
    assert_invalid(tree, options);
    options = rewritable_options();
    options.append.partition_first = 0;
    assert_invalid(tree, options);
    options = rewritable_options();
    options.append.write_unit_blocks = 0;
    assert_invalid(tree, options);
    options.append.write_unit_blocks = 24;
    assert_invalid(tree, options);
    options = appended_options(UDF);
    options.append.partition_first = START + 1;
    assert_invalid(tree, options);
    options = appended_options(UDF);
    options.append.start = (uint32_t)FS_IMAGE_BLOCKS_MAX + 1;
    assert_invalid(tree, options);
    options = appended_options(FS_MASK(FS_ISO9660));
    boot.source = &pattern_source_create(2048, 1)->source;
    options.boot_entries = &boot;
    options.boot_entry_count = 1;
    assert_invalid(tree, options);
    boot.source->release(boot.source);
    fs_tree_destroy(tree);
}

static void plan__session_that_ends_behind_the_largest_image__is_IMAGE_TOO_LARGE(void **state)
{
    struct fs_plan_options options = appended_options(UDF);
    struct fs_tree *tree = grown_tree();
    struct fs_failure failure;
    struct fs_plan *plan;

    (void)state;
    options.append.start = FS_IMAGE_BLOCKS_MAX;
    assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_IMAGE_TOO_LARGE);
    options.append.start = 0x7FFFFDC0; /* the session's 576 blocks would end at 80000000h */
    assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_IMAGE_TOO_LARGE);
    options.append.start = 0x7FFFFDA0;
    assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_OK);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

/* The limit is about the session; a gigabyte that is on the disc already needs none of it. */
static void estimate_blocks__files_on_the_disc__count_their_descriptors_alone(void **state)
{
    struct fs_plan_options options = rewritable_options();
    struct fs_tree *tree = fs_tree_create(&all);
    struct fs_disc_extent extents[600];
    struct fs_failure failure;
    struct fs_plan *plan;
    char name[] = "file0";
    uint64_t blocks;
    uint32_t i;

    (void)state;
    insert_disc(DISC_BLOCKS);
    for (i = 0; i < 600; i++)
        extents[i] = (struct fs_disc_extent){UINT64_C(1) << 30, 0, FS_EXTENT_UNALLOCATED, 0};
    options.udf_revision = 0x0250;
    for (i = 0; i < 8; i++, name[4]++)
        fixture_file(tree, fs_tree_peek_root(tree), name, &fixture_times, old_file(extents, 600));
    assert_int_equal(fs_tree_peek_totals(tree)->data_blocks, 0);
    blocks = fs_estimate_blocks(tree, &options);
    assert_in_range(blocks, 528, 1000);
    options.limit_blocks = (uint32_t)blocks;
    assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_OK);
    assert_true(fs_plan_blocks(plan) - 992 <= blocks);
    fs_plan_destroy(plan);
    options.limit_blocks = 300;
    assert_int_equal(fs_plan_create(tree, &options, &plan, &failure), FS_IMAGE_TOO_LARGE);
    assert_int_equal(fs_tree_remove(tree, fs_tree_peek_root(tree)->first_child), FS_OK);
    assert_true(fs_estimate_blocks(tree, &options) < blocks);
    fs_tree_destroy(tree);
}

static void plan__each_allocation_refused__is_OUT_OF_MEMORY(void **state)
{
    struct fs_plan_options options = rewritable_options();
    struct fs_tree *tree = grown_tree();

    (void)state;
    fixture_fail_each_allocation(tree, &options, 5);
    assert_int_equal(disc.holds, 1);
    fs_tree_destroy(tree);
    assert_int_equal(disc.holds, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan__session_behind_another__structures_begin_at_its_start),
        cmocka_unit_test(plan__file_on_the_disc__entries_point_to_its_old_blocks),
        cmocka_unit_test(plan_extents__session_behind_another__count_from_the_image_and_have_new_files_alone),
        cmocka_unit_test(plan__session_without_UDF__tables_are_32_blocks_behind_its_start),
        cmocka_unit_test(plan__metadata_partition_behind_another__units_count_from_the_old_partition),
        cmocka_unit_test(plan__file_of_several_pieces__each_has_its_kind_and_its_place),
        cmocka_unit_test(plan__file_of_500_pieces__goes_on_in_allocation_extents),
        cmocka_unit_test(plan__large_piece__goes_on_in_the_next_allocation_extent),
        cmocka_unit_test(plan__file_of_a_million_pieces__has_its_descriptors_in_no_time),
        cmocka_unit_test(plan__old_bytes_that_cannot_be_referred_to__is_FILE_OUT_OF_REACH),
        cmocka_unit_test(plan__old_file_in_a_partition_of_the_session_alone__is_FILE_OUT_OF_REACH),
        cmocka_unit_test(plan__start_without_an_old_session__partition_begins_288_blocks_behind_it),
        cmocka_unit_test(plan__rewritable_disc__image_is_the_disc_with_a_new_anchor_and_a_session),
        cmocka_unit_test(plan_ranges__write_units_of_32_and_of_1_block__surround_the_anchor),
        cmocka_unit_test(image_read__old_block_that_the_drive_cannot_read__is_SOURCE_FAILED),
        cmocka_unit_test(image_read__session_behind_the_end_of_the_disc__zeros_are_between),
        cmocka_unit_test(append_start_behind__ends__are_rounded_up_to_32),
        cmocka_unit_test(plan__session_that_cannot_be__is_OPTION_INVALID),
        cmocka_unit_test(plan__session_that_ends_behind_the_largest_image__is_IMAGE_TOO_LARGE),
        cmocka_unit_test(estimate_blocks__files_on_the_disc__count_their_descriptors_alone),
        cmocka_unit_test(plan__each_allocation_refused__is_OUT_OF_MEMORY),
    };

    return cmocka_run_group_tests_name("fs_append", tests, NULL, NULL);
}
