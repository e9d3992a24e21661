#include "virtual_bench.h"

#include <string.h>

#include "virtual/image_store.h"

static void make_image(const struct virtual_bench *bench, size_t bytes, wchar_t *path)
{
    static uint8_t content[10000];
    size_t i;

    for (i = 0; i < sizeof content; i++)
        content[i] = (uint8_t)(i / 2048 + 1);
    bench_path(bench, L"image.iso", path);
    bench_write_file(path, content, bytes);
}

static void open__size__in_blocks_that_are_begun(void **state)
{
    static const struct {
        size_t bytes;
        uint32_t blocks;
    } rows[] = {{0, 0}, {1, 1}, {2047, 1}, {2048, 1}, {2049, 2}, {8192, 4}};
    struct image_store image;
    wchar_t path[MAX_PATH];
    size_t i;

    image_store_init(&image);
    assert_int_equal(image.store.get_blocks(&image.store), 0);
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        image_store_open(&image, NULL);
        make_image(*state, rows[i].bytes, path);
        image_store_open(&image, path);
        assert_int_equal(image.store.get_blocks(&image.store), rows[i].blocks);
    }
    image_store_open(&image, NULL);
    assert_int_equal(image.store.get_blocks(&image.store), 0);
}

static void read__blocks_and_a_last_one_that_is_not_full(void **state)
{
    struct image_store image;
    uint8_t bytes[3 * 2048];
    wchar_t path[MAX_PATH];
    size_t i;

    make_image(*state, 4 * 2048 + 100, path);
    image_store_init(&image);
    image_store_open(&image, path);
    assert_true(image.store.read(&image.store, 1, 2, bytes));
    assert_int_equal(bytes[0], 2);
    assert_int_equal(bytes[2047], 2);
    assert_int_equal(bytes[2048], 3);
    memset(bytes, 0xaa, sizeof bytes);
    assert_true(image.store.read(&image.store, 3, 2, bytes));
    assert_int_equal(bytes[0], 4);
    assert_int_equal(bytes[2048], 5);
    assert_int_equal(bytes[2048 + 99], 5);
    for (i = 2048 + 100; i < 4096; i++)
        assert_int_equal(bytes[i], 0);
    assert_int_equal(bytes[4096], 0xaa);
    image_store_open(&image, NULL);
    assert_false(image.store.read(&image.store, 0, 1, bytes));
}

/* The file got shorter after it was opened: those blocks are gone, and nobody sees zeros for them. */
static void read__file_got_shorter__is_a_read_error(void **state)
{
    struct image_store image;
    uint8_t bytes[2048];
    wchar_t path[MAX_PATH];

    make_image(*state, 4096, path);
    image_store_init(&image);
    image_store_open(&image, path);
    image.blocks = 4; /* as if it had been that long */
    assert_true(image.store.read(&image.store, 1, 1, bytes));
    assert_false(image.store.read(&image.store, 2, 1, bytes));
    assert_false(image.store.read(&image.store, 3, 1, bytes));
    image_store_open(&image, NULL);
}

static void open__no_plain_file__is_no_image(void **state)
{
    struct virtual_bench *bench = *state;
    struct image_store image;
    wchar_t path[MAX_PATH];

    image_store_init(&image);
    bench_path(bench, L"missing.iso", path);
    image_store_open(&image, path);
    assert_int_equal(image.store.get_blocks(&image.store), 0);
    image_store_open(&image, bench->folder);
    assert_int_equal(image.store.get_blocks(&image.store), 0);
    image_store_open(&image, L"NUL");
    assert_int_equal(image.store.get_blocks(&image.store), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(open__size__in_blocks_that_are_begun, virtual_bench_setup,
                                        virtual_bench_teardown),
        cmocka_unit_test_setup_teardown(read__blocks_and_a_last_one_that_is_not_full, virtual_bench_setup,
                                        virtual_bench_teardown),
        cmocka_unit_test_setup_teardown(read__file_got_shorter__is_a_read_error, virtual_bench_setup,
                                        virtual_bench_teardown),
        cmocka_unit_test_setup_teardown(open__no_plain_file__is_no_image, virtual_bench_setup, virtual_bench_teardown),
    };

    return cmocka_run_group_tests_name("image_store", tests, NULL, NULL);
}
