/* virtual/image_store.c: sizes, files that change, what is no image. */
#include "virtual_fixture.h"

#include <string.h>

#include "virtual/image_store.h"

/* ---- a disk that has no room ---- */

static long disk_room = -1; /* bytes that can still be written; -1: as many as there are */

typedef BOOL(WINAPI *write_file)(HANDLE, LPCVOID, DWORD, LPDWORD, LPOVERLAPPED);

static BOOL WINAPI write_file_limited(HANDLE file, LPCVOID bytes, DWORD count, LPDWORD written, LPOVERLAPPED at)
{
    write_file real = (write_file)(void *)GetProcAddress(GetModuleHandleW(L"kernel32"), "WriteFile");

    if (disk_room == 0) {
        *written = 0;
        SetLastError(ERROR_DISK_FULL);
        return FALSE;
    }
    if (disk_room > 0 && count > (DWORD)disk_room) count = (DWORD)disk_room; /* a part, as a full disk takes it */
    if (disk_room > 0) disk_room -= (long)count;
    return real(file, bytes, count, written, at);
}

#ifdef _WIN64
extern write_file imported_write_file __asm__("__imp_WriteFile");
#else
extern write_file imported_write_file __asm__("__imp__WriteFile@20");
#endif
write_file imported_write_file = write_file_limited;

static void make_image(const struct virtual_fixture *fixture, size_t bytes, wchar_t *path)
{
    static uint8_t content[10000];
    size_t i;

    for (i = 0; i < sizeof content; i++)
        content[i] = (uint8_t)(i / 2048 + 1);
    fixture_path(fixture, L"image.iso", path);
    fixture_write_file(path, content, bytes);
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
    struct virtual_fixture *fixture = *state;
    struct image_store image;
    wchar_t path[MAX_PATH];

    image_store_init(&image);
    fixture_path(fixture, L"missing.iso", path);
    image_store_open(&image, path);
    assert_int_equal(image.store.get_blocks(&image.store), 0);
    image_store_open(&image, fixture->folder);
    assert_int_equal(image.store.get_blocks(&image.store), 0);
    image_store_open(&image, L"NUL");
    assert_int_equal(image.store.get_blocks(&image.store), 0);
}

/* ---- a disc that is written ---- */

enum { CAPACITY = 2298496 /* blocks of a DVD-R: 4.7 GB, which no test writes */ };

static DWORD open_disc(const struct virtual_fixture *fixture, struct image_store *image)
{
    wchar_t path[MAX_PATH];

    fixture_path(fixture, L"disc.img", path);
    image_store_init(image);
    return image_store_open_disc(image, path, CAPACITY, true);
}

static void write__anywhere__is_read_again_by_everybody(void **state)
{
    uint8_t bytes[2 * 2048], found[3 * 2048];
    struct image_store image, other;
    size_t i;

    assert_int_equal(open_disc(*state, &image), ERROR_SUCCESS);
    assert_int_equal(image.store.get_blocks(&image.store), 0);
    memset(bytes, 0x5a, sizeof bytes);
    assert_true(image.store.write(&image.store, 1, 2, bytes));
    assert_int_equal(image.store.get_blocks(&image.store), 3);
    /* Another program of the same user. */
    assert_int_equal(open_disc(*state, &other), ERROR_SUCCESS);
    assert_int_equal(other.store.get_blocks(&other.store), 3);
    assert_true(other.store.read(&other.store, 0, 3, found));
    for (i = 0; i < 2048; i++)
        assert_int_equal(found[i], 0); /* never written */
    assert_memory_equal(found + 2048, bytes, sizeof bytes);
    memset(bytes, 0xa5, sizeof bytes);
    assert_true(other.store.write(&other.store, 3, 1, bytes));
    assert_int_equal(image.store.get_blocks(&image.store), 4);
    assert_true(image.store.read(&image.store, 3, 1, found));
    assert_memory_equal(found, bytes, 2048);
    image_store_open(&image, NULL);
    image_store_open(&other, NULL);
    /* It is there after the last one has closed it. */
    assert_int_equal(open_disc(*state, &image), ERROR_SUCCESS);
    assert_int_equal(image.store.get_blocks(&image.store), 4);
    image_store_open(&image, NULL);
}

/* A disc's file has whole blocks: one that was cut in the middle of a block has lost that block. */
static void read__disc_was_cut__has_whole_blocks_alone(void **state)
{
    struct image_store image;
    uint8_t bytes[2048];
    wchar_t path[MAX_PATH];

    make_image(*state, 2048 + 100, path);
    image_store_init(&image);
    assert_int_equal(image_store_open_disc(&image, path, CAPACITY, false), ERROR_SUCCESS);
    assert_int_equal(image.store.get_blocks(&image.store), 1);
    assert_true(image.store.read(&image.store, 0, 1, bytes));
    image_store_open(&image, NULL);
}

static void write__behind_the_discs_end__is_refused(void **state)
{
    uint8_t bytes[2 * 2048] = {1};
    struct image_store image;

    assert_int_equal(open_disc(*state, &image), ERROR_SUCCESS);
    assert_false(image.store.write(&image.store, CAPACITY, 1, bytes));
    assert_false(image.store.write(&image.store, CAPACITY - 1, 2, bytes));
    assert_false(image.store.write(&image.store, UINT32_MAX, 2, bytes));
    assert_int_equal(image.store.get_blocks(&image.store), 0);
    /* The last block: 4.7 GB on, and the file is sparse. */
    assert_true(image.store.write(&image.store, CAPACITY - 1, 1, bytes));
    assert_int_equal(image.store.get_blocks(&image.store), CAPACITY);
    memset(bytes, 0, sizeof bytes);
    assert_true(image.store.read(&image.store, CAPACITY - 1, 1, bytes));
    assert_int_equal(bytes[0], 1);
    image_store_open(&image, NULL);
}

static void write__disk_is_full__is_refused(void **state)
{
    uint8_t bytes[3 * 2048] = {1};
    struct image_store image;

    assert_int_equal(open_disc(*state, &image), ERROR_SUCCESS);
    disk_room = 2048;
    assert_false(image.store.write(&image.store, 0, 3, bytes)); /* the first one is kept, the second has no room */
    assert_false(image.store.write(&image.store, 1, 1, bytes));
    disk_room = -1;
    assert_true(image.store.write(&image.store, 0, 3, bytes));
    assert_int_equal(image.store.get_blocks(&image.store), 3);
    image_store_open(&image, NULL);
}

/* An image is never written, and a link in the disc's place is no disc. */
static void open_disc__link_in_its_place__is_refused(void **state)
{
    wchar_t path[MAX_PATH], victim[MAX_PATH];
    struct image_store image;

    make_image(*state, 4096, victim);
    image_store_init(&image);
    image_store_open(&image, victim);
    assert_null(image.store.write);
    image_store_open(&image, NULL);
    fixture_path(*state, L"disc.img", path);
    if (!CreateHardLinkW(path, victim, NULL)) skip();
    assert_int_equal(open_disc(*state, &image), ERROR_TOO_MANY_LINKS);
    assert_int_equal(image.store.get_blocks(&image.store), 0);
    assert_null(image.store.write);
    assert_false(image_store_is_open(&image));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(open__size__in_blocks_that_are_begun, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(read__blocks_and_a_last_one_that_is_not_full, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(read__file_got_shorter__is_a_read_error, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(open__no_plain_file__is_no_image, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(write__anywhere__is_read_again_by_everybody, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(read__disc_was_cut__has_whole_blocks_alone, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(write__behind_the_discs_end__is_refused, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(write__disk_is_full__is_refused, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(open_disc__link_in_its_place__is_refused, virtual_fixture_setup,
                                        virtual_fixture_teardown),
    };

    return cmocka_run_group_tests_name("image_store", tests, NULL, NULL);
}
