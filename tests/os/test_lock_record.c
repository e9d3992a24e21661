/* os/lock_record.c: the layout of the record, byte by byte, and which dead owners are believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>
#include <cmocka.h>

#include "os/lock_record.h"

enum { RECORD_AT = 4, RECORD_BYTES = 84, STARTED_AT = 68, DOOR_AT = 76, CHECKSUM_AT = 80 };

/* "Dead" of process 7FFFFFFCh, which no system has, started in January 2016. Checksums: CRC-32 of ISO 3309 over the 80
 * bytes before them, by another program (Python's zlib).
 */
static const uint8_t dead_behind_a_locked_door[RECORD_BYTES] = {
    0xfc, 0xff, 0xff, 0x7f, 'D', 'e', 'a', 'd', [STARTED_AT + 6] = 0xd0, 0x01, [DOOR_AT] = 1, [CHECKSUM_AT] = 0x53,
    0x6c, 0x9c, 0x56};
static const uint8_t dead_with_the_door_free[RECORD_BYTES] = {
    0xfc, 0xff, 0xff, 0x7f, 'D', 'e', 'a', 'd', [STARTED_AT + 6] = 0xd0, 0x01, [CHECKSUM_AT] = 0x36, 0x0b, 0x20, 0xee};

static HANDLE file;

static int setup(void **state)
{
    wchar_t folder[MAX_PATH], path[MAX_PATH];

    (void)state;
    GetTempPathW(MAX_PATH, folder);
    _snwprintf(path, MAX_PATH, L"%lslock-record-%lu", folder, (unsigned long)GetCurrentProcessId());
    file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    return file == INVALID_HANDLE_VALUE;
}

static int teardown(void **state)
{
    (void)state;
    return !CloseHandle(file);
}

static void write_bytes(const uint8_t *bytes, DWORD count)
{
    OVERLAPPED at = {.Offset = RECORD_AT};
    DWORD written;

    assert_true(WriteFile(file, bytes, count, &written, &at));
}

static DWORD read_bytes(uint8_t bytes[RECORD_BYTES + 1])
{
    OVERLAPPED at = {.Offset = RECORD_AT};
    DWORD count;

    assert_true(ReadFile(file, bytes, RECORD_BYTES + 1, &count, &at));
    return count;
}

static uint32_t number_at(const uint8_t *bytes)
{
    return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* Bit by bit, as the polynomial is defined. */
static void put_checksum(uint8_t record[RECORD_BYTES])
{
    uint32_t crc = ~0U;
    int i, bit;

    for (i = 0; i < CHECKSUM_AT; i++) {
        crc ^= record[i];
        for (bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320U : 0);
    }
    for (i = 0, crc = ~crc; i < 4; i++)
        record[CHECKSUM_AT + i] = (uint8_t)(crc >> 8 * i);
}

static void write__layout__is_fixed(void **state)
{
    FILETIME started, ended, kernel, user;
    uint8_t bytes[RECORD_BYTES + 1], expected[RECORD_BYTES];

    (void)state;
    assert_true(GetProcessTimes(GetCurrentProcess(), &started, &ended, &kernel, &user));
    assert_int_equal(lock_record_write(file, "Burner, 2.0", true), ERROR_SUCCESS);
    assert_int_equal(read_bytes(bytes), RECORD_BYTES);
    assert_int_equal(number_at(bytes), GetCurrentProcessId());
    assert_memory_equal(bytes + 4, "Burner, 2.0\0", 13);
    assert_int_equal(number_at(bytes + STARTED_AT), started.dwLowDateTime);
    assert_int_equal(number_at(bytes + STARTED_AT + 4), started.dwHighDateTime);
    assert_int_equal(number_at(bytes + DOOR_AT), 1);
    memcpy(expected, bytes, sizeof expected);
    put_checksum(expected);
    assert_memory_equal(bytes, expected, sizeof expected);
}

static void write__nobody__is_all_zeros(void **state)
{
    static const uint8_t nothing[RECORD_BYTES];
    uint8_t bytes[RECORD_BYTES + 1];

    (void)state;
    assert_int_equal(lock_record_write(file, "Burner, 2.0", true), ERROR_SUCCESS);
    assert_int_equal(lock_record_write(file, "", false), ERROR_SUCCESS);
    assert_int_equal(read_bytes(bytes), RECORD_BYTES);
    assert_memory_equal(bytes, nothing, sizeof nothing);
    assert_false(lock_record_is_of_dead_owner(file));
}

static void dead_owner__who_locked_the_door__is_believed(void **state)
{
    char holder[DRIVE_HOLDER_SIZE];

    (void)state;
    write_bytes(dead_behind_a_locked_door, RECORD_BYTES);
    assert_true(lock_record_is_of_dead_owner(file));
    lock_record_read_holder(file, holder);
    assert_string_equal(holder, "Dead");
    write_bytes(dead_with_the_door_free, RECORD_BYTES);
    assert_false(lock_record_is_of_dead_owner(file));
}

/* One byte at offset 4 was all that a forger had to write, when a record was any number that is not 0. */
static void dead_owner__forged_or_of_an_older_version__is_not_believed(void **state)
{
    static const uint8_t one_byte[] = {1};
    uint8_t record[RECORD_BYTES];
    int i;

    (void)state;
    assert_false(lock_record_is_of_dead_owner(file)); /* an empty file */
    write_bytes(one_byte, 1);
    assert_false(lock_record_is_of_dead_owner(file));
    write_bytes(dead_behind_a_locked_door, STARTED_AT); /* as an older version wrote it */
    assert_false(lock_record_is_of_dead_owner(file));
    for (i = 0; i < RECORD_BYTES; i++) {
        memcpy(record, dead_behind_a_locked_door, sizeof record);
        record[i] ^= 0x40;
        write_bytes(record, sizeof record);
        assert_false(lock_record_is_of_dead_owner(file));
    }
}

/* A record of a process that lives is no dead owner's, though nobody has the lock; its number with another start time
 * is.
 */
static void dead_owner__process_lives__is_not_believed(void **state)
{
    uint8_t record[RECORD_BYTES + 1];

    (void)state;
    assert_int_equal(lock_record_write(file, "Alive", true), ERROR_SUCCESS);
    assert_false(lock_record_is_of_dead_owner(file));
    read_bytes(record);
    record[STARTED_AT + 4] ^= 1;
    put_checksum(record);
    write_bytes(record, RECORD_BYTES);
    assert_true(lock_record_is_of_dead_owner(file));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(write__layout__is_fixed),
        TEST(write__nobody__is_all_zeros),
        TEST(dead_owner__who_locked_the_door__is_believed),
        TEST(dead_owner__forged_or_of_an_older_version__is_not_believed),
        TEST(dead_owner__process_lives__is_not_believed),
    };

    return cmocka_run_group_tests_name("lock_record", tests, NULL, NULL);
}
