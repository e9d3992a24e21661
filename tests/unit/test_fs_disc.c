/* fs/disc.c and fs/disc_data.c: blocks through the cache, and files whose bytes are on a disc. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "fs/disc.h"
#include "fs/disc_data.h"
#include "fs/image.h"
#include "support/memory_device.h"

enum { BLOCKS = 4000 };

/* Block n begins with n, and has it in its last byte, too. */
static uint8_t *numbered_blocks(void)
{
    uint8_t *bytes = calloc(BLOCKS, FS_BLOCK_BYTES);
    uint32_t i;

    assert_non_null(bytes);
    for (i = 0; i < BLOCKS; i++) {
        memset(bytes + (size_t)i * FS_BLOCK_BYTES, (int)(i % 251), FS_BLOCK_BYTES);
        memcpy(bytes + (size_t)i * FS_BLOCK_BYTES, &i, sizeof i);
    }
    return bytes;
}

static void assert_block(struct fs_disc *disc, uint32_t lba)
{
    uint8_t block[FS_BLOCK_BYTES];
    uint32_t number;

    assert_int_equal(fs_disc_read(disc, lba, block), FS_OK);
    memcpy(&number, block, sizeof number);
    assert_int_equal(number, lba);
    assert_int_equal(block[FS_BLOCK_BYTES - 1], lba % 251);
}

static void disc_read__blocks_within_the_cache__each_is_read_once_and_32_at_a_time(void **state)
{
    uint8_t *bytes = numbered_blocks(), times[BLOCKS] = {0};
    struct memory_device device;
    struct fs_disc *disc;
    uint32_t i;

    (void)state;
    memory_device_init(&device, bytes, BLOCKS);
    device.times = times;
    disc = fs_disc_create(&device.device);
    assert_int_equal(device.holds, 1);
    assert_int_equal(fs_disc_blocks(disc), BLOCKS);
    for (i = 0; i < 2048; i++) /* 4 MiB, in an order that jumps */
        assert_block(disc, i * 1237 % 2048);
    for (i = 0; i < 2048; i++) {
        assert_block(disc, i);
        assert_int_equal(times[i], 1);
    }
    assert_int_equal(device.reads, 64);
    assert_int_equal(device.largest, 32);
    assert_block(disc, 0);
    assert_block(disc, 2048); /* the 65th row replaces the one whose use is longest ago, which is the second */
    assert_int_equal(device.reads, 65);
    assert_block(disc, 0);
    assert_block(disc, 64);
    assert_int_equal(device.reads, 65);
    assert_block(disc, 32);
    assert_int_equal(device.reads, 66);
    fs_disc_destroy(disc);
    assert_int_equal(device.holds, 0);
    free(bytes);
}

static void disc_read__end_of_the_disc__is_not_crossed(void **state)
{
    uint8_t *bytes = numbered_blocks(), block[FS_BLOCK_BYTES];
    struct memory_device device;
    struct fs_disc *disc;

    (void)state;
    memory_device_init(&device, bytes, 100); /* aborts when it is asked for more */
    disc = fs_disc_create(&device.device);
    assert_block(disc, 99);
    assert_int_equal(device.largest, 4);
    assert_int_equal(fs_disc_read(disc, 100, block), FS_DISC_DAMAGED);
    assert_int_equal(fs_disc_read(disc, UINT64_C(0x100000000), block), FS_DISC_DAMAGED);
    assert_int_equal(device.reads, 1);
    fs_disc_destroy(disc);
    free(bytes);
}

static void disc_read__unreadable_block__takes_none_of_its_neighbours_with_it(void **state)
{
    uint8_t *bytes = numbered_blocks(), block[FS_BLOCK_BYTES];
    struct memory_device device;
    struct fs_disc *disc;

    (void)state;
    memory_device_init(&device, bytes, BLOCKS);
    device.bad_first = 70;
    device.bad = 1;
    disc = fs_disc_create(&device.device);
    assert_block(disc, 69);
    assert_int_equal(fs_disc_result(disc), 0);
    assert_int_equal(fs_disc_read(disc, 70, block), FS_DEVICE_FAILED);
    assert_int_equal(fs_disc_result(disc), MEMORY_DEVICE_RESULT);
    assert_int_equal(fs_disc_failed_block(disc), 70);
    assert_block(disc, 71);
    assert_block(disc, 69);
    assert_int_equal(device.reads, 4); /* the row, 69, 70, 71 */
    assert_int_equal(fs_disc_read(disc, 70, block), FS_DEVICE_FAILED);
    assert_int_equal(device.reads, 5); /* the row is not tried again */
    device.bad = 0;
    assert_block(disc, 70);
    fs_disc_destroy(disc);
    free(bytes);
}

static void disc_create__no_memory__holds_nothing(void **state)
{
    struct fs_disc_extent extent = {1, 0, FS_EXTENT_RECORDED, 0};
    struct memory_device device;

    (void)state;
    memory_device_init(&device, NULL, 1);
    base_alloc_fail_nth(1);
    assert_null(fs_disc_create(&device.device));
    base_alloc_fail_nth(1);
    assert_null(fs_disc_source_create(&device.device, &extent, 1));
    assert_int_equal(device.holds, 0);
    fs_disc_destroy(NULL);
}

/* Two blocks at 10, three of zeros with blocks, one without, 5000 bytes at 300. */
static const struct fs_disc_extent pieces[] = {
    {4096, 10, FS_EXTENT_RECORDED, 0},
    {6144, 20, FS_EXTENT_ALLOCATED, 4096},
    {2048, 0, FS_EXTENT_UNALLOCATED, 10240},
    {5000, 300, FS_EXTENT_RECORDED, 12288},
};
enum { PIECES_BYTES = 4096 + 6144 + 2048 + 5000 };

static void disc_source__any_part__is_the_bytes_of_its_extents(void **state)
{
    uint8_t *bytes = numbered_blocks(), *expected = calloc(1, PIECES_BYTES), *got = malloc(PIECES_BYTES);
    long live = base_alloc_live();
    struct memory_device device;
    struct fs_failure failure;
    struct fs_source *source;
    uint32_t offset, count;

    (void)state;
    memory_device_init(&device, bytes, 303); /* the last block of the last extent is the disc's */
    memcpy(expected, bytes + (size_t)10 * FS_BLOCK_BYTES, 4096);
    memcpy(expected + 12288, bytes + (size_t)300 * FS_BLOCK_BYTES, 5000);
    source = fs_disc_source_create(&device.device, pieces, 4);
    assert_int_equal(device.holds, 1);
    assert_int_equal(source->size_bytes, PIECES_BYTES);
    assert_int_equal(source->disc_data->extent_count, 4);
    assert_memory_equal(source->disc_data->extents, pieces, sizeof pieces);
    for (offset = 0; offset < PIECES_BYTES; offset += 701) {
        for (count = 1; count <= PIECES_BYTES - offset; count += 2047) {
            memset(got, 0xEE, PIECES_BYTES);
            assert_int_equal(fs_source_read(source, offset, got, count, &failure), FS_OK);
            assert_memory_equal(got, expected + offset, count);
        }
    }
    assert_int_equal(fs_source_read(source, PIECES_BYTES - 1, got, 2, &failure), FS_SOURCE_SHORT);
    source->release(source);
    assert_int_equal(device.holds, 0);
    assert_int_equal(base_alloc_live(), live);
    free(bytes);
    free(expected);
    free(got);
}

static void disc_source__long_extent__reads_32_blocks_at_a_time(void **state)
{
    static const struct fs_disc_extent all = {(uint64_t)BLOCKS * FS_BLOCK_BYTES, 0, FS_EXTENT_RECORDED, 0};
    uint8_t *bytes = numbered_blocks(), *got = malloc((size_t)BLOCKS * FS_BLOCK_BYTES);
    struct memory_device device;
    struct fs_failure failure;
    struct fs_source *source;

    (void)state;
    memory_device_init(&device, bytes, BLOCKS);
    source = fs_disc_source_create(&device.device, &all, 1);
    assert_int_equal(fs_source_read(source, 0, got, (size_t)BLOCKS * FS_BLOCK_BYTES, &failure), FS_OK);
    assert_memory_equal(got, bytes, (size_t)BLOCKS * FS_BLOCK_BYTES);
    assert_int_equal(device.largest, 32);
    assert_int_equal(device.reads, BLOCKS / 32);
    source->release(source);
    free(bytes);
    free(got);
}

static void disc_source__device_fails__is_its_number(void **state)
{
    uint8_t *bytes = numbered_blocks(), got[6000];
    struct memory_device device;
    struct fs_failure failure;
    struct fs_source *source;

    (void)state;
    memory_device_init(&device, bytes, BLOCKS);
    device.bad_first = 11;
    device.bad = 1;
    source = fs_disc_source_create(&device.device, pieces, 4);
    assert_int_equal(fs_source_read(source, 0, got, 2048, &failure), FS_OK);
    assert_int_equal(fs_source_read(source, 2000, got, 100, &failure), FS_SOURCE_FAILED);
    assert_int_equal(failure.source_result, MEMORY_DEVICE_RESULT);
    assert_int_equal(fs_source_read(source, 0, got, 4096, &failure), FS_SOURCE_FAILED);
    assert_int_equal(fs_source_read(source, 4096, got, 6000, &failure), FS_OK);
    source->release(source);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(disc_read__blocks_within_the_cache__each_is_read_once_and_32_at_a_time),
        cmocka_unit_test(disc_read__end_of_the_disc__is_not_crossed),
        cmocka_unit_test(disc_read__unreadable_block__takes_none_of_its_neighbours_with_it),
        cmocka_unit_test(disc_create__no_memory__holds_nothing),
        cmocka_unit_test(disc_source__any_part__is_the_bytes_of_its_extents),
        cmocka_unit_test(disc_source__long_extent__reads_32_blocks_at_a_time),
        cmocka_unit_test(disc_source__device_fails__is_its_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
