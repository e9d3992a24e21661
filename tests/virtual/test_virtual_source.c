/* virtual/virtual_source.c, and what a device of it says of itself: lists, names, numbers, volumes. */
#include "virtual_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/alloc.h"

struct listing {
    const char *wanted;
    unsigned seen, all, end_after;
};

static bool note(void *context, const char *id)
{
    struct listing *listing = context;

    listing->all++;
    listing->seen += strcmp(id, listing->wanted) == 0;
    return !listing->end_after || listing->all < listing->end_after;
}

static void list__configured__by_its_id(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device_source *source = fixture_source(NULL, NULL);
    struct drive_failure failure;
    char id[DEVICE_ID_SIZE];
    struct listing listing = {id, 0, 0, 1};

    fixture_id(fixture->name, id);
    assert_int_equal(fixture_times_listed(id), 1);
    assert_int_equal(source->ops->list(source, note, &listing, &failure), DRIVE_NO_MEMORY); /* the visit gave up */
    source->ops->close(source);
    fixture_set_text(fixture->key, L"Folder", L"nonsense");
    assert_int_equal(fixture_times_listed(id), 0);
}

static void open__no_such_recorder__says_so(void **state)
{
    static const char *const ids[] = {"", "\\\\?\\wine#cdrom#d#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
                                      "\\\\?\\openimapi2#cdrom#vt-nobody#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"};
    struct device_source *source = fixture_source(NULL, NULL);
    struct drive_failure failure;
    struct device *device;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        device = (struct device *)source;
        assert_int_equal(source->ops->open(source, ids[i], &device, &failure), DRIVE_NO_SUCH_DEVICE);
        assert_int_equal(failure.status, DRIVE_NO_SUCH_DEVICE);
        assert_null(device);
    }
    source->ops->close(source);
}

/* The folder cannot be made, or a folder stands where the state belongs. */
static void open__state_out_of_reach__fails(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device_source *source = fixture_source(NULL, NULL);
    struct drive_failure failure;
    char id[DEVICE_ID_SIZE];
    wchar_t path[MAX_PATH];
    struct device *device;

    fixture_id(fixture->name, id);
    fixture_path(fixture, L"missing\\folder", path);
    fixture_set_text(fixture->key, L"Folder", path);
    assert_int_equal(source->ops->open(source, id, &device, &failure), DRIVE_FAILED);
    assert_int_not_equal(failure.system_error, 0);
    assert_null(device);
    fixture_set_text(fixture->key, L"Folder", fixture->folder);
    fixture_path(fixture, L"state.bin", path);
    assert_true(CreateDirectoryW(path, NULL));
    assert_int_not_equal(source->ops->open(source, id, &device, &failure), DRIVE_OK);
    assert_null(device);
    source->ops->close(source);
}

static void open__memory_runs_out_anywhere__nothing_leaks(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device_source *source = fixture_source(NULL, NULL);
    long live = base_alloc_live();
    struct drive_failure failure;
    char id[DEVICE_ID_SIZE];
    struct device *device;
    long nth;

    fixture_id(fixture->name, id);
    for (nth = 1; nth < 100; nth++) {
        enum drive_status status;

        base_alloc_fail_nth(nth);
        status = source->ops->open(source, id, &device, &failure);
        base_alloc_fail_nth(0);
        if (status == DRIVE_OK) break;
        assert_int_equal(status, DRIVE_NO_MEMORY);
        assert_null(device);
        assert_int_equal(base_alloc_live(), live);
    }
    assert_in_range(nth, 5, 60);
    device_close(device);
    source->ops->close(source);
}

/* ---- what the system would know ---- */

static uint32_t first_is_7(void *context)
{
    (*(unsigned *)context)++;
    return 7;
}

static void get_number__goes_on_after_the_real_ones(void **state)
{
    struct virtual_fixture *fixture = *state;
    wchar_t second_name[FIXTURE_NAME_CHARS];
    unsigned asked = 0;
    struct device_source *source = fixture_source(first_is_7, &asked);
    struct drive_failure failure;
    char id[DEVICE_ID_SIZE];
    struct device *first, *second;
    uint32_t first_number = 0, second_number = 0;
    unsigned tries;

    wcscpy(second_name, fixture->name);
    wcscat(second_name, L"-2");
    virtual_fixture_add(fixture, second_name);
    fixture_id(fixture->name, id);
    first = fixture_open_in(source, id);
    fixture_id(second_name, id);
    second = fixture_open_in(source, id);
    /* A recorder of another test program that comes or goes between the two questions moves them. */
    for (tries = 0; tries < 10 && first_number == second_number; tries++) {
        assert_int_equal(first->ops->get_number(first, &first_number, &failure), DRIVE_OK);
        assert_int_equal(second->ops->get_number(second, &second_number, &failure), DRIVE_OK);
        assert_true(first_number >= 7 && second_number >= 7);
    }
    assert_int_not_equal(first_number, second_number);
    assert_int_equal(asked, 2 * tries);
    virtual_fixture_remove(second_name);
    assert_int_equal(second->ops->get_number(second, &second_number, &failure), DRIVE_GONE);
    device_close(first);
    device_close(second);
    source->ops->close(source);
}

static bool keep(void *context, const char *path)
{
    struct listing *listing = context;

    listing->all++;
    strcpy((char *)listing->wanted, path);
    return !listing->end_after;
}

static void volume__one_path_that_exists(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *device = fixture_open(fixture);
    char path[512] = "", expected[512], name[DEVICE_VOLUME_SIZE];
    struct listing listing = {path, 0, 0, 0};
    struct drive_failure failure;
    wchar_t folder[MAX_PATH];

    assert_int_equal(device->ops->list_volume_paths(device, keep, &listing, &failure), DRIVE_OK);
    assert_int_equal(listing.all, 1);
    snprintf(expected, sizeof expected, "%ls\\volume\\", fixture->folder);
    assert_string_equal(path, expected);
    fixture_path(fixture, L"volume", folder);
    assert_true(GetFileAttributesW(folder) & FILE_ATTRIBUTE_DIRECTORY);
    assert_int_equal(device->ops->list_volume_paths(device, keep, &listing, &failure), DRIVE_OK); /* again */
    listing.end_after = 1;
    assert_int_equal(device->ops->list_volume_paths(device, keep, &listing, &failure), DRIVE_NO_MEMORY);
    assert_true(RemoveDirectoryW(folder));
    fixture_write_file(folder, "x", 1);
    assert_int_equal(device->ops->list_volume_paths(device, keep, &listing, &failure), DRIVE_FAILED);
    assert_int_equal(device->ops->get_volume_name(device, name, &failure), DRIVE_OK);
    assert_memory_equal(name, "\\\\?\\Volume{", 11);
    device_close(device);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, virtual_fixture_setup, virtual_fixture_teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CASE(list__configured__by_its_id),
        CASE(open__no_such_recorder__says_so),
        CASE(open__state_out_of_reach__fails),
        CASE(open__memory_runs_out_anywhere__nothing_leaks),
        CASE(get_number__goes_on_after_the_real_ones),
        CASE(volume__one_path_that_exists),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
