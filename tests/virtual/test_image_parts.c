/* virtual/image_parts.c: the files of an audio CD beside the file of its blocks. */
#include "virtual_fixture.h"

#include <string.h>

#include "virtual/image_store.h"

enum { CAPACITY = 1000, SECTORS_MAX = CAPACITY + 22500 + 6750 /* lead-in and lead-out may be recorded, too */ };

static struct sim_store *open_disc(const struct virtual_fixture *fixture, struct image_store *image)
{
    wchar_t path[MAX_PATH];

    fixture_path(fixture, L"disc-7.iso", path);
    image_store_init(image);
    assert_int_equal(image_store_open_disc(image, path, CAPACITY, true), ERROR_SUCCESS);
    return &image->store;
}

static bool exists(const struct virtual_fixture *fixture, const wchar_t *name)
{
    wchar_t path[MAX_PATH];

    fixture_path(fixture, name, path);
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

static void open__disc__names_its_files_and_makes_none(void **state)
{
    struct image_store image;
    struct sim_store *store = open_disc(*state, &image);
    size_t part;

    assert_string_equal(store->name, "disc-7");
    assert_string_equal(store->blocks_name, "disc-7.iso");
    for (part = 0; part < SIM_PART_COUNT; part++) {
        assert_int_equal(store->get_part_bytes(store, (enum sim_part)part), 0);
        assert_true(store->cut_part(store, (enum sim_part)part, 0));
    }
    assert_false(exists(*state, L"disc-7.bin"));
    assert_false(exists(*state, L"disc-7.cue"));
    image_store_open(&image, NULL);
    assert_null(store->write_part);
    assert_null(store->name);
}

static void write_part__anywhere__is_read_again_by_everybody(void **state)
{
    struct image_store image, other;
    struct sim_store *store = open_disc(*state, &image), *second;
    uint8_t found[8];

    assert_true(store->write_part(store, SIM_PART_SECTORS, 5, 3, (const uint8_t *)"abc"));
    assert_int_equal(store->get_part_bytes(store, SIM_PART_SECTORS), 8);
    assert_true(exists(*state, L"disc-7.bin"));
    second = open_disc(*state, &other);
    assert_int_equal(second->get_part_bytes(second, SIM_PART_SECTORS), 8);
    assert_true(second->read_part(second, SIM_PART_SECTORS, 0, 8, found));
    assert_memory_equal(found, "\0\0\0\0\0abc", 8);
    assert_true(second->write_part(second, SIM_PART_SECTORS, 0, 1, (const uint8_t *)"x"));
    assert_true(store->read_part(store, SIM_PART_SECTORS, 0, 1, found));
    assert_int_equal(found[0], 'x');
    assert_false(store->read_part(store, SIM_PART_SECTORS, 7, 2, found)); /* there is but one byte */
    assert_false(store->read_part(store, SIM_PART_SUB_CODE, 0, 1, found));
    image_store_open(&image, NULL);
    image_store_open(&other, NULL);
}

static void write_part__behind_all_sectors_of_a_disc__is_refused(void **state)
{
    const uint64_t end = (uint64_t)SECTORS_MAX * 2352;
    struct image_store image;
    struct sim_store *store = open_disc(*state, &image);
    uint8_t bytes[2] = {1, 2};

    assert_false(store->write_part(store, SIM_PART_SECTORS, end - 1, 2, bytes));
    assert_false(store->write_part(store, SIM_PART_SECTORS, end, 1, bytes));
    assert_false(exists(*state, L"disc-7.bin"));
    image_store_open(&image, NULL);
}

/* The file goes when nobody else has it open. */
static void cut_part__to_nothing__removes_the_file(void **state)
{
    struct image_store image, other;
    struct sim_store *store = open_disc(*state, &image), *second = open_disc(*state, &other);
    uint8_t found[4];

    assert_true(store->write_part(store, SIM_PART_CUE, 0, 8, (const uint8_t *)"FILE x\r\n"));
    assert_true(store->cut_part(store, SIM_PART_CUE, 4));
    assert_int_equal(store->get_part_bytes(store, SIM_PART_CUE), 4);
    assert_true(store->cut_part(store, SIM_PART_CUE, 100)); /* it is not made longer */
    assert_int_equal(store->get_part_bytes(store, SIM_PART_CUE), 4);
    assert_true(second->read_part(second, SIM_PART_CUE, 0, 4, found));
    assert_true(store->cut_part(store, SIM_PART_CUE, 0));
    assert_int_equal(second->get_part_bytes(second, SIM_PART_CUE), 0);
    image_store_open(&other, NULL);
    assert_true(store->write_part(store, SIM_PART_CUE, 0, 1, found));
    assert_true(store->cut_part(store, SIM_PART_CUE, 0));
    assert_false(exists(*state, L"disc-7.cue"));
    image_store_open(&image, NULL);
}

/* A link in a part's place is no part: nothing is read through it, written through it or cut. */
static void part__link_in_its_place__is_refused(void **state)
{
    struct image_store image;
    struct sim_store *store = open_disc(*state, &image);
    wchar_t victim[MAX_PATH], link[MAX_PATH];
    uint8_t found[4];

    fixture_path(*state, L"victim", victim);
    fixture_path(*state, L"disc-7.bin", link);
    fixture_write_file(victim, "keep", 4);
    if (!CreateHardLinkW(link, victim, NULL)) skip();
    assert_int_equal(store->get_part_bytes(store, SIM_PART_SECTORS), 0);
    assert_false(store->read_part(store, SIM_PART_SECTORS, 0, 4, found));
    assert_false(store->write_part(store, SIM_PART_SECTORS, 0, 4, (const uint8_t *)"lost"));
    assert_false(store->cut_part(store, SIM_PART_SECTORS, 0));
    assert_true(exists(*state, L"victim"));
    assert_true(exists(*state, L"disc-7.bin"));
    image_store_open(&image, NULL);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, virtual_fixture_setup, virtual_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(open__disc__names_its_files_and_makes_none),
        CASE(write_part__anywhere__is_read_again_by_everybody),
        CASE(write_part__behind_all_sectors_of_a_disc__is_refused),
        CASE(cut_part__to_nothing__removes_the_file),
        CASE(part__link_in_its_place__is_refused),
    };

    return cmocka_run_group_tests_name("image_parts", tests, NULL, NULL);
}
