/* imapi2fs/copy_store.c and stash_file.c: copies in memory and in the working directory, and a disk that fails. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/host_tree.h"
#include "fs/image.h"
#include "imapi2fs/copy_store.h"
#include "support/fs_fixture.h"
#include "support/import.h"

enum { KIB = 1024, MIB = 1024 * KIB };

/* The system's answers, as the test wants them. All zero: as they are. */
static struct {
    DWORD read_error, write_error;
    LONG writes_until;   /* that are as they are before write_error */
    ULONGLONG room;      /* bytes of the disk; 0: as it is */
    DWORD most;          /* bytes of one WriteFile */
    bool writes_nothing; /* and says that it went well */
} system_says;

typedef BOOL(WINAPI *read_file)(HANDLE, LPVOID, DWORD, LPDWORD, LPOVERLAPPED);
typedef BOOL(WINAPI *write_file)(HANDLE, LPCVOID, DWORD, LPDWORD, LPOVERLAPPED);
typedef BOOL(WINAPI *get_room)(LPCWSTR, PULARGE_INTEGER, PULARGE_INTEGER, PULARGE_INTEGER);

static void *system_function(const char *name)
{
    return (void *)GetProcAddress(GetModuleHandleW(L"kernel32"), name);
}

static BOOL WINAPI read_as_told(HANDLE file, LPVOID bytes, DWORD count, LPDWORD got, LPOVERLAPPED place)
{
    read_file real = (read_file)system_function("ReadFile");

    SetLastError(system_says.read_error);
    return system_says.read_error ? FALSE : real(file, bytes, count, got, place);
}

static BOOL WINAPI write_as_told(HANDLE file, LPCVOID bytes, DWORD count, LPDWORD put, LPOVERLAPPED place)
{
    write_file real = (write_file)system_function("WriteFile");

    if ((system_says.write_error || system_says.writes_nothing) && system_says.writes_until-- <= 0) {
        *put = 0;
        SetLastError(system_says.write_error);
        return system_says.writes_nothing;
    }
    if (system_says.most && count > system_says.most) count = system_says.most;
    return real(file, bytes, count, put, place);
}

static BOOL WINAPI room_as_told(LPCWSTR folder, PULARGE_INTEGER mine, PULARGE_INTEGER all, PULARGE_INTEGER free_bytes)
{
    get_room real = (get_room)system_function("GetDiskFreeSpaceExW");

    if (!system_says.room) return real(folder, mine, all, free_bytes);
    mine->QuadPart = system_says.room;
    return TRUE;
}

extern read_file imported_read IMPORT(ReadFile, 20);
read_file imported_read = read_as_told;
extern write_file imported_write IMPORT(WriteFile, 20);
write_file imported_write = write_as_told;
extern get_room imported_room IMPORT(GetDiskFreeSpaceExW, 16);
get_room imported_room = room_as_told;

enum { COPIES_MAX = 160 };

static struct copy_store *store;
static struct fs_source *copies[COPIES_MAX];
static struct host_failure failure;
static struct update_file nobody; /* who listens */

static int setup(void **state)
{
    if (com_fixture_setup(state)) return -1;
    host_tree_begin();
    host_tree_folder(L"one");
    host_tree_folder(L"two");
    store = copy_store_create(host_tree_path(L"one"));
    memset(&failure, 0, sizeof failure);
    memset(copies, 0, sizeof copies);
    return 0;
}

static void drop(size_t n)
{
    if (copies[n]) copies[n]->release(copies[n]);
    copies[n] = NULL;
}

/* The store may go before its copies; the stash file goes with the last. */
static int teardown(void **state)
{
    size_t i;

    memset(&system_says, 0, sizeof system_says);
    copy_store_release(store);
    for (i = 0; i < COPIES_MAX; i++)
        drop(i);
    host_failure_destroy(&failure);
    assert_int_equal(pattern_sources_live, 0);
    host_tree_delete();
    return com_fixture_teardown(state);
}

/* Copy a source of this size whose bytes are those of the pattern n. */
static HRESULT copy(size_t n, uint64_t size)
{
    struct pattern_source *pattern = pattern_source_create(size, (uint32_t)n);
    HRESULT hr;

    host_failure_destroy(&failure);
    copies[n] = &pattern->source;
    hr = copy_store_add(store, &pattern->source, &nobody, &copies[n], &failure);
    pattern->source.release(&pattern->source);
    if (FAILED(hr)) assert_null(copies[n]);
    return hr;
}

static void assert_copy(size_t n, uint64_t offset, DWORD count)
{
    struct fs_failure why;
    BYTE bytes[4 * KIB];
    DWORD i;

    assert_true(count <= sizeof bytes);
    assert_int_equal(fs_source_read(copies[n], offset, bytes, count, &why), FS_OK);
    for (i = 0; i < count; i++)
        if (bytes[i] != pattern_byte((uint32_t)n, offset + i)) fail_msg("copy %zu, byte %lu", n, (DWORD)offset + i);
}

/* Files in a folder; the size that its listing gives is not to be trusted while the file is open. */
static unsigned files_in(const WCHAR *folder)
{
    WCHAR pattern[HOST_TREE_PATH_MAX];
    WIN32_FIND_DATAW found;
    HANDLE find = FindFirstFileW(wcscat(wcscpy(pattern, host_tree_path(folder)), L"\\*"), &found);
    unsigned count = 0;

    assert_ptr_not_equal(find, INVALID_HANDLE_VALUE);
    do
        count += !(found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY);
    while (FindNextFileW(find, &found));
    FindClose(find);
    return count;
}

static void assert_told(DWORD system_error, const WCHAR *what, const WCHAR *second, const WCHAR *third)
{
    assert_int_equal(failure.system_error, system_error);
    assert_non_null(failure.what);
    if (wcsncmp(failure.what, what, wcslen(what))) fail_msg("about '%ls', not '%ls'", failure.what, what);
    assert_true(!wcscmp(failure.numbers[0], second));
    assert_true(!wcscmp(failure.numbers[1], third));
}

/* ---------------------------------------------------------------------------------------------------------- places */

/* 128 copies of 128 KiB fill the memory; the next one goes into the file, and one after a release into memory again. */
static void add__small_ones__are_in_memory_up_to_16_MiB(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < 128; i++)
        assert_hr(copy(i, 128 * KIB), S_OK);
    assert_int_equal(files_in(L"one"), 0);
    drop(5);
    assert_hr(copy(5, 128 * KIB), S_OK);
    assert_int_equal(files_in(L"one"), 0);
    assert_hr(copy(128, 1), S_OK);
    assert_int_equal(files_in(L"one"), 1);
    assert_copy(5, 128 * KIB - 10, 10);
    assert_copy(127, 0, 4 * KIB);
    assert_copy(128, 0, 1);
}

static void add__large_ones__are_in_one_file_one_behind_the_other(void **state)
{
    uint32_t got = 99;
    BYTE bytes[16];

    (void)state;
    system_says.most = 10000;
    assert_hr(copy(1, 128 * KIB + 1), S_OK);
    assert_hr(copy(2, 300 * KIB), S_OK);
    assert_hr(copy(3, 200 * KIB), S_OK);
    assert_int_equal(files_in(L"one"), 1);
    assert_copy(1, 128 * KIB - 99, 100);
    assert_copy(2, 0, 4 * KIB);
    assert_copy(2, 299 * KIB, KIB);
    assert_copy(3, 0, 4 * KIB);
    assert_hr(copies[1]->read_at(copies[1], 128 * KIB, bytes, 16, &got), S_OK); /* not into the next one */
    assert_int_equal(got, 1);
    assert_hr(copies[1]->read_at(copies[1], 128 * KIB + 1, bytes, 16, &got), S_OK);
    assert_int_equal(got, 0);
    drop(2);
    drop(3); /* the last one gives its place to the next */
    assert_hr(copy(4, 150 * KIB), S_OK);
    assert_copy(4, 149 * KIB, KIB);
    system_says.room = 128 * KIB + 1 + 300 * KIB + 150 * KIB; /* nobody asks for more */
    assert_hr(copy_store_move(store, host_tree_path(L"two"), &failure), S_OK);
    assert_copy(4, 149 * KIB, KIB);
    assert_copy(1, 0, 4 * KIB);
}

static void add__empty__is_no_copy(void **state)
{
    struct pattern_source *pattern = pattern_source_create(0, 1);

    (void)state;
    copies[0] = &pattern->source;
    assert_hr(copy_store_add(store, &pattern->source, &nobody, &copies[0], &failure), S_OK);
    assert_null(copies[0]);
    assert_int_equal(pattern->reads, 0);
    pattern->source.release(&pattern->source);
}

/* Nobody else can open the stash file, and it is gone with its last copy. */
static void stash_file__while_it_lives__is_its_images_alone(void **state)
{
    WCHAR path[HOST_TREE_PATH_MAX];
    WIN32_FIND_DATAW found;
    HANDLE find;

    (void)state;
    assert_hr(copy(1, MIB), S_OK);
    find = FindFirstFileW(wcscat(wcscpy(path, host_tree_path(L"one")), L"\\openimapi2-*.stash"), &found);
    assert_ptr_not_equal(find, INVALID_HANDLE_VALUE);
    FindClose(find);
    wcscat(wcscpy(path, L"one\\"), found.cFileName);
    assert_false(host_tree_is_closed(path));
    copy_store_release(store);
    store = NULL;
    assert_copy(1, MIB - KIB, KIB);
    drop(1);
    assert_int_equal(files_in(L"one"), 0);
}

/* --------------------------------------------------------------------------------------------------------- failures */

/* "The disk" of the numbers: bytes there, bytes needed. */
static void add__no_room__is_told_before_anything_is_read(void **state)
{
    struct pattern_source *pattern = pattern_source_create(200000, 1);

    (void)state;
    system_says.room = 199999;
    assert_hr(copy_store_add(store, &pattern->source, &nobody, &copies[0], &failure), (HRESULT)0xC0AAB141);
    assert_null(copies[0]);
    assert_int_equal(pattern->reads, 0);
    pattern->source.release(&pattern->source);
    assert_told(ERROR_DISK_FULL, host_tree_path(L"one"), L"199999", L"200000");
    assert_int_equal(files_in(L"one"), 0);
    system_says.room = 200000;
    assert_hr(copy(1, 200000), S_OK);
}

static void add__disk_becomes_full__gives_its_place_back(void **state)
{
    (void)state;
    system_says.room = 1000 * MIB;
    assert_hr(copy(1, 200000), S_OK);
    system_says.write_error = ERROR_DISK_FULL;
    system_says.writes_until = 2;
    assert_hr(copy(2, 300000), (HRESULT)0xC0AAB141);
    assert_told(ERROR_DISK_FULL, host_tree_path(L"one"), L"1048576000", L"168928"); /* 300000 - 2 * 65536 */
    system_says.write_error = 0;
    system_says.writes_nothing = true;
    system_says.writes_until = 0;
    assert_hr(copy(2, 300000), (HRESULT)0xC0AAB141);
    system_says.writes_nothing = false;
    assert_hr(copy(3, 300000), S_OK);
    assert_copy(1, 199000, 1000);
    assert_copy(3, 0, KIB);
}

static void add__disk_fails__is_told(void **state)
{
    (void)state;
    system_says.write_error = ERROR_CRC;
    assert_hr(copy(1, 200000), (HRESULT)0xC0AAB13A);
    assert_told(ERROR_CRC, wcscat(wcscpy((WCHAR[HOST_TREE_PATH_MAX]){0}, host_tree_path(L"one")), L"\\openimapi2-"),
                L"", L"");
}

static void add__folder_is_gone__no_stash_file(void **state)
{
    (void)state;
    assert_true(RemoveDirectoryW(host_tree_path(L"one")));
    assert_hr(copy(1, 200000), (HRESULT)0xC0AAB138);
    assert_told(ERROR_PATH_NOT_FOUND, host_tree_path(L"one"), L"", L"");
    assert_hr(copy(2, 100), S_OK); /* in memory */
}

static void read__disk_fails__is_told_and_comes_again(void **state)
{
    uint32_t got = 99;
    BYTE byte;

    (void)state;
    assert_hr(copy(1, 200000), S_OK);
    system_says.read_error = ERROR_CRC;
    assert_hr(copies[1]->read_at(copies[1], 0, &byte, 1, &got), (HRESULT)0xC0AAB13B);
    assert_int_equal(got, 0);
    system_says.read_error = 0;
    assert_copy(1, 0, KIB);
}

static void add__source_fails__nothing_is_kept(void **state)
{
    struct pattern_source *pattern = pattern_source_create(200000, 1);

    (void)state;
    pattern->ends_at = 150000;
    assert_hr(copy_store_add(store, &pattern->source, &nobody, &copies[0], &failure), (HRESULT)0xC0AAB128);
    assert_true(!wcscmp(failure.numbers[0], L"200000") && !wcscmp(failure.numbers[1], L"150000"));
    pattern->ends_at = UINT64_MAX;
    pattern->claims = 1;
    assert_hr(copy_store_add(store, &pattern->source, &nobody, &copies[0], &failure), (HRESULT)0xC0AAB129);
    pattern->claims = 0;
    pattern->fails_at = 100000;
    assert_hr(copy_store_add(store, &pattern->source, &nobody, &copies[0], &failure), -5); /* the source's own */
    assert_null(copies[0]);
    pattern->source.release(&pattern->source);
}

static void add__each_allocation_refused__nothing_is_left(void **state)
{
    long nth;
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        for (nth = 1;; nth++) {
            HRESULT hr;

            base_alloc_fail_nth(nth);
            hr = copy(i, i ? MIB : KIB);
            if (base_alloc_fail_nth(0)) {
                assert_hr(hr, S_OK);
                break;
            }
            assert_hr(hr, E_OUTOFMEMORY);
        }
        assert_true(nth > 3);
    }
}

/* ----------------------------------------------------------------------------------------------------------- moving */

static void move__stash_file__goes_to_the_other_folder(void **state)
{
    (void)state;
    assert_hr(copy(1, 100), S_OK);
    assert_hr(copy_store_move(store, host_tree_path(L"two"), &failure), S_OK); /* there is none yet */
    assert_int_equal(files_in(L"two"), 0);
    assert_hr(copy(2, 300000), S_OK);
    assert_hr(copy(3, 400000), S_OK);
    assert_int_equal(files_in(L"two"), 1);
    assert_hr(copy_store_move(store, host_tree_path(L"one"), &failure), S_OK);
    assert_int_equal(files_in(L"one"), 1);
    assert_int_equal(files_in(L"two"), 0);
    assert_copy(2, 299000, 1000);
    assert_copy(3, 399000, 1000);
    assert_hr(copy(4, 200000), S_OK);
    assert_copy(4, 0, KIB);
    assert_copy(3, 399000, 1000);
}

static void move__fails__the_old_file_stays_in_use(void **state)
{
    (void)state;
    assert_hr(copy(1, 300000), S_OK);
    system_says.room = 299999;
    assert_hr(copy_store_move(store, host_tree_path(L"two"), &failure), (HRESULT)0xC0AAB141);
    assert_told(ERROR_DISK_FULL, host_tree_path(L"two"), L"299999", L"300000");
    host_failure_destroy(&failure);
    system_says.room = 0;
    system_says.write_error = ERROR_WRITE_PROTECT;
    system_says.writes_until = 3;
    assert_hr(copy_store_move(store, host_tree_path(L"two"), &failure), (HRESULT)0xC0AAB142);
    assert_told(ERROR_WRITE_PROTECT, host_tree_path(L"two"), L"", L"");
    system_says.write_error = 0;
    assert_hr(copy_store_move(store, host_tree_path(L"three"), &failure), (HRESULT)0xC0AAB142);
    assert_told(ERROR_PATH_NOT_FOUND, host_tree_path(L"three"), L"", L"");
    assert_int_equal(files_in(L"two"), 0);
    assert_int_equal(files_in(L"one"), 1);
    assert_copy(1, 0, KIB);
    assert_hr(copy(2, 300000), S_OK);
    assert_int_equal(files_in(L"one"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(add__small_ones__are_in_memory_up_to_16_MiB),
        TEST(add__large_ones__are_in_one_file_one_behind_the_other),
        TEST(add__empty__is_no_copy),
        TEST(stash_file__while_it_lives__is_its_images_alone),
        TEST(add__no_room__is_told_before_anything_is_read),
        TEST(add__disk_becomes_full__gives_its_place_back),
        TEST(add__disk_fails__is_told),
        TEST(add__folder_is_gone__no_stash_file),
        TEST(read__disk_fails__is_told_and_comes_again),
        TEST(add__source_fails__nothing_is_kept),
        TEST(add__each_allocation_refused__nothing_is_left),
        TEST(move__stash_file__goes_to_the_other_folder),
        TEST(move__fails__the_old_file_stays_in_use),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
