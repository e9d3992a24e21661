/* imapi2fs/host_files.c: what becomes of an image's files while others read, write and delete them. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/host_tree.h"
#include "imapi2fs/host_files.h"
#include "support/import.h"

/* What the disk says to a read: nothing, an error, or the end of the file although nobody could make it shorter. */
static DWORD read_error;
static bool ends_early;

typedef BOOL(WINAPI *read_file)(HANDLE, LPVOID, DWORD, LPDWORD, LPOVERLAPPED);

static BOOL WINAPI read_as_told(HANDLE file, LPVOID bytes, DWORD count, LPDWORD got, LPOVERLAPPED place)
{
    read_file real = (read_file)(void *)GetProcAddress(GetModuleHandleW(L"kernel32"), "ReadFile");

    if (!read_error && !ends_early) return real(file, bytes, count, got, place);
    *got = 0;
    SetLastError(read_error);
    return ends_early;
}

extern read_file imported_read IMPORT(ReadFile, 20);
read_file imported_read = read_as_told;

enum {
    MANY = 600,
    FEW = 5, /* that are open in the tests of those that are not */
    BYTES = 3000,
    THREADS = 4,
    SHARED = 20, /* files that they read */
};

static struct host_files *files;
static struct host_folder *folder;
static struct fs_source *sources[MANY];
static WCHAR names[MANY][16];

static int setup_for(void **state, ULONG open_max)
{
    const WCHAR *path = host_tree_path(L"");

    if (com_fixture_setup(state)) return -1;
    host_tree_begin();
    files = host_files_create(open_max);
    folder = host_folder_create(files, path, wcslen(path));
    memset(sources, 0, sizeof sources);
    return 0;
}

static int setup(void **state)
{
    return setup_for(state, FEW);
}

static int setup_many(void **state)
{
    return setup_for(state, HOST_FILES_OPEN_MAX);
}

static void release(size_t n)
{
    if (sources[n]) sources[n]->release(sources[n]);
    sources[n] = NULL;
}

/* The list of files may go before the files. All can be deleted then. */
static int teardown(void **state)
{
    size_t i;

    read_error = 0;
    ends_early = false;
    host_files_release(files);
    host_folder_release(folder);
    for (i = 0; i < MANY; i++)
        release(i);
    host_tree_delete();
    return com_fixture_teardown(state);
}

/* Make the nth file, and open it; its bytes are a function of n. */
static void make_nth(size_t n)
{
    struct host_facts facts;

    _snwprintf(names[n], ARRAYSIZE(names[n]), L"f%zu", n);
    host_tree_file(names[n], BYTES, (BYTE)n);
    assert_int_equal(host_file_open(folder, names[n], wcslen(names[n]), &facts, &sources[n]), 0);
    assert_int_equal(facts.size, BYTES);
    assert_int_equal(sources[n]->size_bytes, BYTES);
}

/* The nth file is not open any more: as many others as are kept open were read behind it. */
static void make_and_close_first(void)
{
    size_t i;

    for (i = 0; i <= FEW; i++)
        make_nth(i);
    assert_true(host_tree_is_closed(L"f0"));
    assert_false(host_tree_is_closed(L"f1"));
}

static int32_t read_some(size_t n, uint64_t offset, BYTE *bytes, uint32_t count, uint32_t *got)
{
    return sources[n]->read_at(sources[n], offset, bytes, count, got);
}

static void assert_reads(size_t n)
{
    BYTE bytes[100];
    uint32_t got, i;

    assert_hr(read_some(n, 1000, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(got, sizeof bytes);
    for (i = 0; i < got; i++)
        assert_int_equal(bytes[i], host_tree_byte((BYTE)n, 1000 + i));
}

static void assert_read_fails(size_t n, HRESULT expected)
{
    BYTE byte;
    uint32_t got = 99;

    assert_hr(read_some(n, 0, &byte, 1, &got), expected);
    assert_int_equal(got, 0);
}

/* ------------------------------------------------------------------------------------------------------ open files */

static void host_file__open__keeps_writers_out_until_released(void **state)
{
    BYTE bytes[16];
    uint32_t got;

    (void)state;
    make_nth(0);
    assert_reads(0);
    assert_hr(read_some(0, BYTES - 4, bytes, 16, &got), S_OK); /* across its end */
    assert_int_equal(got, 4);
    assert_hr(read_some(0, BYTES + 4, bytes, 16, &got), S_OK); /* behind it */
    assert_int_equal(got, 0);
    assert_false(host_tree_is_closed(L"f0"));
    assert_false(DeleteFileW(host_tree_path(L"f0")));
    release(0);
    assert_true(host_tree_is_closed(L"f0"));
}

static void host_file__disk_fails__is_told_and_comes_again(void **state)
{
    BYTE byte;
    uint32_t got = 99;

    (void)state;
    make_nth(0);
    read_error = ERROR_CRC;
    assert_read_fails(0, (HRESULT)0xC0AAB129);
    read_error = 0;
    ends_early = true;
    assert_hr(read_some(0, 0, &byte, 1, &got), S_OK);
    assert_int_equal(got, 0); /* fs_source_read: FS_SOURCE_SHORT */
    ends_early = false;
    assert_reads(0);
}

static void host_file__locked_missing_or_no_file__is_not_opened(void **state)
{
    struct host_facts facts;
    struct fs_source *source = (struct fs_source *)&facts;
    HANDLE file;

    (void)state;
    host_tree_file(L"locked", 10, 0);
    host_tree_folder(L"folder");
    file = CreateFileW(host_tree_path(L"locked"), GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    assert_int_equal(host_file_open(folder, L"locked", 6, &facts, &source), ERROR_SHARING_VIOLATION);
    assert_null(source);
    CloseHandle(file);
    assert_int_equal(host_file_open(folder, L"missing", 7, &facts, &source), ERROR_FILE_NOT_FOUND);
    assert_int_not_equal(host_file_open(folder, L"folder", 6, &facts, &source), 0);
    assert_null(source);
}

static void host_file__empty__is_looked_at_and_closed(void **state)
{
    struct host_facts facts;
    struct fs_source *source = (struct fs_source *)&facts;

    (void)state;
    host_tree_file(L"empty", 0, 0);
    assert_int_equal(host_file_open(folder, L"empty", 5, &facts, &source), 0);
    assert_null(source);
    assert_true(host_tree_is_closed(L"empty"));
}

/* ------------------------------------------------------------------------------------------- files that were closed */

/* At most five hundred are open; the one that was read longest ago is closed; each can be read again. */
static void host_files__six_hundred__least_recently_read_is_closed(void **state)
{
    unsigned open = 0;
    size_t i;

    (void)state;
    for (i = 0; i < MANY; i++) {
        make_nth(i);
        if (i >= 50) assert_reads(7);
    }
    assert_false(host_tree_is_closed(L"f7"));
    assert_true(host_tree_is_closed(L"f6"));
    assert_true(host_tree_is_closed(L"f8"));
    for (i = 0; i < MANY; i++)
        open += !host_tree_is_closed(names[i]);
    assert_int_equal(open, 500);
    for (i = 0; i < MANY; i++)
        assert_reads(i);
    assert_false(host_tree_is_closed(names[MANY - 1]));
    assert_true(host_tree_is_closed(names[0]));
}

static void host_files__one_is_read_while_it_is_open__another_is_closed(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < FEW; i++)
        make_nth(i);
    assert_reads(0);
    make_nth(FEW);
    assert_false(host_tree_is_closed(L"f0"));
    assert_true(host_tree_is_closed(L"f1"));
}

static void host_file__closed_and_changed__is_inconsistent(void **state)
{
    (void)state;
    make_and_close_first();
    host_tree_file(L"f0", BYTES + 1, 0); /* grown */
    assert_read_fails(0, (HRESULT)0xC0AAB128);
    host_tree_file(L"f0", BYTES - 1, 0); /* shrunk */
    assert_read_fails(0, (HRESULT)0xC0AAB128);
    host_tree_file(L"f0", BYTES, 0); /* written at another time */
    host_tree_times(L"f0", 1000000000, 1000000000);
    assert_read_fails(0, (HRESULT)0xC0AAB128);
    assert_true(host_tree_is_closed(L"f0"));
    assert_reads(1);
}

/* The same size and the same time: taken for the same file, as the time is all that a system tells of its content. */
static void host_file__closed_and_as_before__is_read(void **state)
{
    (void)state;
    host_tree_file(L"f0", BYTES, 0);
    make_and_close_first();
    assert_reads(0);
}

static void host_file__closed_and_gone__cannot_be_read(void **state)
{
    HANDLE file;

    (void)state;
    make_and_close_first();
    assert_true(DeleteFileW(host_tree_path(L"f0")));
    assert_read_fails(0, (HRESULT)0xC0AAB129);
    assert_reads(1); /* another is read all the same */
    host_tree_file(L"f0", 1, 0);
    file = CreateFileW(host_tree_path(L"f0"), GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    assert_read_fails(0, (HRESULT)0xC0AAB129); /* somebody writes it now */
    CloseHandle(file);
}

static void host_file__closed_without_memory__can_be_read_later(void **state)
{
    (void)state;
    make_and_close_first();
    base_alloc_fail_nth(1);
    assert_read_fails(0, E_OUTOFMEMORY);
    base_alloc_fail_nth(0);
    assert_reads(0);
}

/* The name stands elsewhere from now on. */
static void host_file_borrow_name__other_place__is_read_by_it(void **state)
{
    static const WCHAR place[] = L"f0";

    (void)state;
    make_and_close_first();
    host_file_borrow_name(sources[0], place);
    wcscpy(names[0], L"gone");
    assert_reads(0);
}

/* ---------------------------------------------------------------------------------------------------------- threads */

static DWORD WINAPI read_all(void *context)
{
    size_t first = (size_t)(ULONG_PTR)context, i;

    for (i = 0; i < 10 * SHARED; i++) {
        size_t n = (first * 5 + i) % SHARED;
        BYTE bytes[64];
        uint32_t got = 0;

        if (read_some(n, n % 100, bytes, sizeof bytes, &got) || got != sizeof bytes) return 1;
        if (bytes[0] != host_tree_byte((BYTE)n, n % 100) || bytes[63] != host_tree_byte((BYTE)n, n % 100 + 63))
            return 2;
    }
    return 0;
}

static void host_files__read_by_several_threads__all_have_their_bytes(void **state)
{
    HANDLE threads[THREADS];
    DWORD code;
    size_t i;

    (void)state;
    for (i = 0; i < SHARED; i++)
        make_nth(i);
    for (i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, read_all, (void *)(ULONG_PTR)i, 0, NULL);
    for (i = 0; i < THREADS; i++) {
        assert_int_equal(WaitForSingleObject(threads[i], 60000), WAIT_OBJECT_0);
        assert_true(GetExitCodeThread(threads[i], &code));
        assert_int_equal(code, 0);
        CloseHandle(threads[i]);
    }
}

#define TEST(name)         cmocka_unit_test_setup_teardown(name, setup, teardown)
#define TEST_OF_MANY(name) cmocka_unit_test_setup_teardown(name, setup_many, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(host_file__open__keeps_writers_out_until_released),
        TEST(host_file__disk_fails__is_told_and_comes_again),
        TEST(host_file__locked_missing_or_no_file__is_not_opened),
        TEST(host_file__empty__is_looked_at_and_closed),
        TEST_OF_MANY(host_files__six_hundred__least_recently_read_is_closed),
        TEST(host_files__one_is_read_while_it_is_open__another_is_closed),
        TEST(host_file__closed_and_changed__is_inconsistent),
        TEST(host_file__closed_and_as_before__is_read),
        TEST(host_file__closed_and_gone__cannot_be_read),
        TEST(host_file__closed_without_memory__can_be_read_later),
        TEST(host_file_borrow_name__other_place__is_read_by_it),
        TEST(host_files__read_by_several_threads__all_have_their_bytes),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
