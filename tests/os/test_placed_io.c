/* Reads and writes at a place of a file. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>
#include <winioctl.h>
#include <cmocka.h>

#include "os/placed_io.h"

enum { MIB = 1 << 20 };

/* A file that is gone when it is closed. */
static int setup(void **state)
{
    wchar_t folder[MAX_PATH], path[MAX_PATH];

    if (!GetTempPathW(MAX_PATH, folder) || !GetTempFileNameW(folder, L"pio", 0, path)) return -1;
    *state = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    return *state == INVALID_HANDLE_VALUE ? -1 : 0;
}

static int teardown(void **state)
{
    CloseHandle(*state);
    return 0;
}

static void write__at_a_place__read_from_there_and_not_beside_it(void **state)
{
    uint8_t bytes[8];
    size_t got;

    assert_int_equal(placed_write(*state, 3, "abc", 3), ERROR_SUCCESS);
    assert_int_equal(placed_write(*state, 0, "xy", 2), ERROR_SUCCESS);
    assert_int_equal(placed_read(*state, 1, bytes, 4, &got), ERROR_SUCCESS);
    assert_int_equal(got, 4);
    assert_memory_equal(bytes, "y\0ab", 4);
}

static void read__over_the_end__what_there_is(void **state)
{
    uint8_t bytes[8];
    size_t got;

    assert_int_equal(placed_write(*state, 0, "abcde", 5), ERROR_SUCCESS);
    assert_int_equal(placed_read(*state, 2, bytes, sizeof bytes, &got), ERROR_SUCCESS);
    assert_int_equal(got, 3);
    assert_memory_equal(bytes, "cde", 3);
    assert_int_equal(placed_read(*state, 5, bytes, sizeof bytes, &got), ERROR_SUCCESS);
    assert_int_equal(got, 0);
    assert_int_equal(placed_read(*state, 4096, bytes, sizeof bytes, &got), ERROR_SUCCESS);
    assert_int_equal(got, 0);
}

/* Each byte says in which half MiB it stands, also behind the 4 GiB that a place of 32 bits has. */
static void more_than_one_part__behind_4_gib__is_whole(void **state)
{
    const uint64_t at = 0x180000123;
    const size_t count = 2 * MIB + 7;
    uint8_t *bytes = malloc(count), *back = malloc(count);
    DWORD returned;
    size_t i, got;

    assert_non_null(bytes);
    assert_non_null(back);
    DeviceIoControl(*state, FSCTL_SET_SPARSE, NULL, 0, NULL, 0, &returned, NULL);
    for (i = 0; i < count; i++)
        bytes[i] = (uint8_t)(1 + i / (MIB / 2));
    memset(back, 0, count);
    assert_int_equal(placed_write(*state, at, bytes, count), ERROR_SUCCESS);
    assert_int_equal(placed_read(*state, at, back, count, &got), ERROR_SUCCESS);
    assert_int_equal(got, count);
    assert_memory_equal(back, bytes, count);
    assert_int_equal(GetFileSize(*state, &returned), 0x80000123 + 2 * MIB + 7);
    assert_int_equal(returned, 1);
    free(back);
    free(bytes);
}

static void no_file__is_the_systems_error(void **state)
{
    uint8_t byte = 0;
    size_t got = 77;

    (void)state;
    assert_int_equal(placed_read(INVALID_HANDLE_VALUE, 0, &byte, 1, &got), ERROR_INVALID_HANDLE);
    assert_int_equal(got, 0);
    assert_int_equal(placed_write(INVALID_HANDLE_VALUE, 0, &byte, 1), ERROR_INVALID_HANDLE);
}

static void place_that_no_file_has__nothing_moves(void **state)
{
    uint8_t byte = 0;
    size_t got = 77;

    assert_int_equal(placed_write(*state, UINT64_MAX, "a", 1), ERROR_NEGATIVE_SEEK);
    assert_int_equal(GetFileSize(*state, NULL), 0);
    assert_int_equal(placed_read(*state, UINT64_MAX, &byte, 1, &got), ERROR_NEGATIVE_SEEK);
    assert_int_equal(got, 0);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(write__at_a_place__read_from_there_and_not_beside_it),
        CASE(read__over_the_end__what_there_is),
        CASE(more_than_one_part__behind_4_gib__is_whole),
        CASE(no_file__is_the_systems_error),
        CASE(place_that_no_file_has__nothing_moves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
