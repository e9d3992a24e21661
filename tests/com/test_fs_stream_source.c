/* imapi2fs/stream_source.c: clients' streams, honest and not, as sources. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/client_stream.h"
#include "com/host_tree.h"
#include "fs/image.h"
#include "imapi2fs/stream_source.h"

enum { KIB = 1024, LIMIT = 128 * KIB };

static struct copy_store *copies;
static struct client_stream stream;
static struct host_failure failure;
static struct fs_source *source;
static struct update_file nobody; /* who listens */

static int setup(void **state)
{
    if (com_fixture_setup(state)) return -1;
    host_tree_begin();
    copies = copy_store_create(host_tree_path(L""));
    memset(&failure, 0, sizeof failure);
    source = NULL;
    return 0;
}

static void let_go(void)
{
    if (source) source->release(source);
    source = NULL;
    stream_source_release_departed();
}

static int teardown(void **state)
{
    let_go();
    host_failure_destroy(&failure);
    copy_store_release(copies);
    client_stream_end(&stream);
    host_tree_delete(); /* the stash file is gone */
    return com_fixture_teardown(state);
}

static HRESULT get_size(uint64_t *size)
{
    *size = 99;
    return stream_source_get_size(&stream.IStream_iface, size, &failure);
}

static HRESULT create(uint64_t size, bool is_staged)
{
    source = (struct fs_source *)&failure;
    return stream_source_create(&stream.IStream_iface, size, copies, is_staged, &nobody, &source, &failure);
}

static void assert_bytes(uint64_t offset, ULONG count)
{
    struct fs_failure why;
    BYTE bytes[4 * KIB];
    ULONG i;

    assert_true(count <= sizeof bytes);
    assert_int_equal(fs_source_read(source, offset, bytes, count, &why), FS_OK);
    for (i = 0; i < count; i++)
        assert_int_equal(bytes[i], client_stream_byte(stream.seed, offset + i));
}

static void assert_read_fails(uint64_t offset, HRESULT expected)
{
    uint32_t got = 99;
    BYTE byte;

    assert_hr(source->read_at(source, offset, &byte, 1, &got), expected);
    assert_int_equal(got, 0);
}

/* ------------------------------------------------------------------------------------------------------------- size */

static void get_size__by_Stat_or_else_by_Seek(void **state)
{
    uint64_t size;

    (void)state;
    client_stream_begin(&stream, 1000, 1);
    stream.gives_name = true; /* against its flag: the name is freed */
    assert_hr(get_size(&size), S_OK);
    assert_int_equal(size, 1000);
    assert_int_equal(stream.seeks, 0);
    stream.stat_result = STG_E_INVALIDFUNCTION;
    assert_hr(get_size(&size), S_OK);
    assert_int_equal(size, 1000);
    stream.seek_result = E_FAIL;
    assert_hr(get_size(&size), (HRESULT)0xC0AAB129);
    assert_int_equal(size, 0);
    assert_int_equal(failure.system_error, (DWORD)E_FAIL);
    stream.stat_result = S_OK;
    stream.says = 0x8000000000000000ull; /* no offset of Seek reaches so far */
    assert_hr(get_size(&size), (HRESULT)0xC0AAB129);
}

/* ----------------------------------------------------------------------------------------------------------- copied */

static void create__up_to_128_KiB__is_copied_and_released(void **state)
{
    IStream *kept = &stream.IStream_iface;

    (void)state;
    client_stream_begin(&stream, LIMIT, 5);
    stream.position = 77; /* is irrelevant */
    stream.most = 1000;
    assert_hr(create(LIMIT, false), S_OK);
    assert_int_equal(stream.references, 1);
    assert_int_equal(source->size_bytes, LIMIT);
    stream.reads = 0;
    stream.read_result = E_FAIL;
    assert_bytes(0, 4 * KIB);
    assert_bytes(LIMIT - 100, 100);
    assert_int_equal(stream.reads, 0);
    assert_hr(stream_source_get(source, &kept), S_FALSE);
    assert_null(kept);
}

static void create__empty__is_no_source(void **state)
{
    (void)state;
    client_stream_begin(&stream, 0, 5);
    assert_hr(create(0, false), S_OK);
    assert_null(source);
    assert_int_equal(stream.reads, 0);
    assert_hr(stream_source_get(NULL, &(IStream *){NULL}), S_FALSE);
}

static void create__longer_than_it_says__is_cut(void **state)
{
    uint32_t got;
    BYTE byte;

    (void)state;
    client_stream_begin(&stream, 2000, 5);
    assert_hr(create(1000, false), S_OK);
    assert_bytes(0, 1000);
    assert_hr(source->read_at(source, 1000, &byte, 1, &got), S_OK);
    assert_int_equal(got, 0);
}

static void create__shorter_than_it_says__is_inconsistent(void **state)
{
    (void)state;
    client_stream_begin(&stream, 600, 5);
    assert_hr(create(1000, false), (HRESULT)0xC0AAB128);
    assert_null(source);
    assert_true(!wcscmp(failure.numbers[0], L"1000") && !wcscmp(failure.numbers[1], L"600"));
    assert_int_equal(stream.references, 1);
}

static void create__copy_fails__is_a_read_failure(void **state)
{
    (void)state;
    client_stream_begin(&stream, 1000, 5);
    stream.read_result = STG_E_LOCKVIOLATION;
    stream.fail_at = 500;
    assert_hr(create(1000, false), (HRESULT)0xC0AAB129);
    assert_null(source);
    assert_int_equal(failure.system_error, (DWORD)STG_E_LOCKVIOLATION);
    stream.read_result = S_OK;
    stream.claims_more = 1; /* more than it was asked for */
    assert_hr(create(1000, false), (HRESULT)0xC0AAB129);
    assert_null(source);
}

/* ------------------------------------------------------------------------------------------------------------- kept */

static void create__over_128_KiB__is_kept_until_it_has_departed(void **state)
{
    IStream *kept;
    unsigned before;

    (void)state;
    client_stream_begin(&stream, LIMIT + 1, 5);
    assert_hr(create(LIMIT + 1, false), S_OK);
    assert_int_equal(stream.reads, 0);
    assert_true(stream.references > 1);
    assert_hr(stream_source_get(source, &kept), S_OK);
    assert_ptr_equal(kept, &stream.IStream_iface);
    IStream_Release(kept);
    assert_bytes(LIMIT - 10, 11);
    stream.position = 3;
    stream.most = 100;
    before = stream.seeks;
    assert_bytes(1000, 4 * KIB);
    assert_int_equal(stream.seeks, before + 1); /* one for all its parts */
    source->release(source);
    source = NULL;
    assert_true(stream.references > 1); /* whoever released it may hold a lock */
    stream_source_release_departed();
    assert_int_equal(stream.references, 1);
}

/* Inside Read: the image is asked for another place of the same stream, on the same thread. */
static void read_another_place(struct client_stream *client)
{
    unsigned *left = client->context;
    ULONGLONG position = client->position;
    uint32_t got = 0;
    BYTE bytes[10];

    if (!*left) return;
    --*left;
    client->react = NULL;
    assert_hr(source->read_at(source, 77, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(bytes[0], client_stream_byte(client->seed, 77));
    assert_int_not_equal(client->position, position);
    client->react = read_another_place;
}

static void create__kept_and_calls_back__gives_the_bytes_of_its_place(void **state)
{
    unsigned left = 2;

    (void)state;
    client_stream_begin(&stream, LIMIT + 1, 5);
    assert_hr(create(LIMIT + 1, false), S_OK);
    stream.react = read_another_place;
    stream.context = &left;
    assert_bytes(5000, KIB);
    assert_int_equal(left, 0);
    left = 1;
    stream.most = 100;
    assert_bytes(5000, KIB);
    left = 100; /* it never stops */
    assert_read_fails(5000, (HRESULT)0xC0AAB129);
    stream.react = NULL;
}

static void create__kept_and_wrong_later__fails_when_it_is_read(void **state)
{
    uint32_t got = 99;
    BYTE bytes[100];

    (void)state;
    client_stream_begin(&stream, LIMIT + 10, 5);
    assert_hr(create(LIMIT + 100, false), S_OK); /* it said 90 bytes more than it has */
    assert_hr(source->read_at(source, LIMIT, bytes, 100, &got), S_OK);
    assert_int_equal(got, 10);
    assert_hr(source->read_at(source, LIMIT + 10, bytes, 90, &got), S_OK);
    assert_int_equal(got, 0); /* fs_source_read: FS_SOURCE_SHORT */
    stream.read_result = STG_E_READFAULT;
    stream.fail_at = 1000;
    assert_hr(source->read_at(source, 950, bytes, 100, &got), S_OK); /* what comes before the failure */
    assert_int_equal(got, 50);
    assert_read_fails(1000, (HRESULT)0xC0AAB129);
    stream.read_result = S_OK;
    stream.seek_result = E_FAIL;
    assert_read_fails(0, (HRESULT)0xC0AAB129);
    stream.seek_result = S_OK;
    stream.claims_more = 5;
    assert_read_fails(0, (HRESULT)0xC0AAB129);
    stream.claims_more = 0;
    assert_bytes(0, 1000);
}

/* The stream's own thread hears of every read, whatever thread reads; it pumps, as a client's does. */
static DWORD WINAPI read_elsewhere(void *context)
{
    BYTE bytes[KIB];
    uint32_t got = 0;
    int i;

    (void)context;
    if (FAILED(CoInitializeEx(NULL, COINIT_MULTITHREADED))) return 1;
    for (i = 0; i < 20; i++) {
        uint64_t offset = (uint64_t)i * 5000;

        if (source->read_at(source, offset, bytes, KIB, &got) || got != KIB) return 2;
        if (bytes[0] != client_stream_byte(stream.seed, offset)) return 3;
        if (bytes[KIB - 1] != client_stream_byte(stream.seed, offset + KIB - 1)) return 4;
    }
    CoUninitialize();
    return 0;
}

static void create__kept__other_apartments_read_it_on_its_own_thread(void **state)
{
    HANDLE threads[3];
    DWORD code, index;
    int i;

    (void)state;
    client_stream_begin(&stream, LIMIT + 1, 9);
    assert_hr(create(LIMIT + 1, false), S_OK);
    for (i = 0; i < 3; i++)
        threads[i] = CreateThread(NULL, 0, read_elsewhere, NULL, 0, NULL);
    /* This thread reads, too, and lets the others' calls through while it waits for its turn. */
    for (i = 0; i < 20; i++)
        assert_bytes(LIMIT - 4 * KIB, 4 * KIB);
    for (i = 0; i < 3; i++) {
        assert_hr(CoWaitForMultipleHandles(0, 60000, 1, &threads[i], &index), S_OK);
        assert_true(GetExitCodeThread(threads[i], &code));
        assert_int_equal(code, 0);
        CloseHandle(threads[i]);
    }
    assert_int_equal(stream.other_threads, 0);
}

static DWORD WINAPI give_and_go(void *context)
{
    HRESULT hr;

    (void)context;
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    hr = create(LIMIT + 1, false);
    CoUninitialize();
    return (DWORD)hr;
}

static void create__kept_and_its_apartment_ends__cannot_be_read(void **state)
{
    HANDLE thread;
    DWORD code;

    (void)state;
    client_stream_begin(&stream, LIMIT + 1, 9);
    thread = CreateThread(NULL, 0, give_and_go, NULL, 0, NULL);
    assert_int_equal(WaitForSingleObject(thread, 60000), WAIT_OBJECT_0);
    assert_true(GetExitCodeThread(thread, &code));
    CloseHandle(thread);
    assert_hr(code, S_OK);
    assert_read_fails(0, (HRESULT)0xC0AAB129);
}

static void create__without_memory__nothing_is_left(void **state)
{
    long nth;
    bool is_long;

    (void)state;
    client_stream_begin(&stream, LIMIT + 1, 9);
    for (is_long = false;; is_long = true) {
        for (nth = 1;; nth++) {
            HRESULT hr;

            base_alloc_fail_nth(nth);
            hr = create(is_long ? LIMIT + 1 : 100, false);
            if (base_alloc_fail_nth(0)) {
                assert_hr(hr, S_OK);
                break;
            }
            assert_hr(hr, E_OUTOFMEMORY);
            assert_null(source);
            assert_int_equal(stream.references, 1);
        }
        assert_true(nth > 2);
        let_go();
        if (is_long) break;
    }
}

/* ----------------------------------------------------------------------------------------------------------- staged */

static void create__staged__is_copied_into_the_stash_file(void **state)
{
    (void)state;
    client_stream_begin(&stream, LIMIT * 3, 5);
    assert_hr(create(LIMIT * 3, true), S_OK);
    assert_int_equal(stream.references, 1);
    stream.read_result = E_FAIL;
    assert_bytes(0, KIB);
    assert_bytes(LIMIT * 2 + 1, KIB);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(get_size__by_Stat_or_else_by_Seek),
        TEST(create__up_to_128_KiB__is_copied_and_released),
        TEST(create__empty__is_no_source),
        TEST(create__longer_than_it_says__is_cut),
        TEST(create__shorter_than_it_says__is_inconsistent),
        TEST(create__copy_fails__is_a_read_failure),
        TEST(create__over_128_KiB__is_kept_until_it_has_departed),
        TEST(create__kept_and_calls_back__gives_the_bytes_of_its_place),
        TEST(create__kept_and_wrong_later__fails_when_it_is_read),
        TEST(create__kept__other_apartments_read_it_on_its_own_thread),
        TEST(create__kept_and_its_apartment_ends__cannot_be_read),
        TEST(create__without_memory__nothing_is_left),
        TEST(create__staged__is_copied_into_the_stash_file),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
