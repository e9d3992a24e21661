/* A client's IStream as the source of a burn, and the ranges of blocks that it may ask for. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/client_ranges.h"
#include "imapi2/block_ranges.h"
#include "imapi2/stream_source.h"

enum { SEED = 1 };

static void read__short_reads__are_handed_on(void **state)
{
    struct client_stream stream;
    struct stream_source source;
    BYTE bytes[100];
    uint32_t got, i;

    (void)state;
    client_stream_begin(&stream, 4096, SEED);
    stream.most = 7;
    stream_source_begin(&source, &stream.IStream_iface);
    assert_int_equal(source.source.read(&source.source, bytes, sizeof bytes, &got), 0);
    assert_int_equal(got, 7);
    stream.most = 0;
    assert_int_equal(source.source.seek(&source.source, 4090), 0);
    assert_int_equal(source.source.read(&source.source, bytes, sizeof bytes, &got), 0);
    assert_int_equal(got, 6);
    for (i = 0; i < got; i++)
        assert_int_equal(bytes[i], client_stream_byte(SEED, 4090 + i));
    assert_int_equal(source.source.read(&source.source, bytes, sizeof bytes, &got), 0);
    assert_int_equal(got, 0);
    client_stream_end(&stream);
}

static void read__a_stream_that_fails_or_lies__says_so(void **state)
{
    struct client_stream stream;
    struct stream_source source;
    BYTE bytes[16];
    uint32_t got = 5;

    (void)state;
    client_stream_begin(&stream, 4096, SEED);
    stream_source_begin(&source, &stream.IStream_iface);
    stream.read_result = (HRESULT)0x80030009;
    assert_hr(source.source.read(&source.source, bytes, sizeof bytes, &got), 0x80030009);
    assert_int_equal(got, 0);
    stream.read_result = 0;
    stream.claims_more = 1;
    got = 5;
    assert_hr(source.source.read(&source.source, bytes, sizeof bytes, &got), STG_E_READFAULT);
    assert_int_equal(got, 0);
    stream.seek_result = (HRESULT)0x80030019;
    assert_hr(source.source.seek(&source.source, 0), 0x80030019);
    client_stream_end(&stream);
}

static void size__of_over_4_GiB__is_whole(void **state)
{
    struct client_stream stream;
    ULONGLONG bytes = 1;

    (void)state;
    client_stream_begin(&stream, 0x123456789800, SEED);
    assert_hr(stream_get_size(&stream.IStream_iface, &bytes), S_OK);
    assert_true(bytes == 0x123456789800);
    stream.stat_result = (HRESULT)0x80030001;
    assert_hr(stream_get_size(&stream.IStream_iface, &bytes), 0x80030001);
    assert_true(bytes == 0);
    client_stream_end(&stream);
}

static void ranges__each_list__is_taken_or_refused(void **state)
{
    static const struct {
        LONG first, last;
        VARTYPE type;
        HRESULT hr;
    } rows[] = {
        {0, 9, VT_DISPATCH, S_OK},         {9, 9, VT_UNKNOWN, S_OK},           {0, 10, VT_DISPATCH, E_INVALIDARG},
        {5, 4, VT_DISPATCH, E_INVALIDARG}, {-1, 4, VT_DISPATCH, E_INVALIDARG},
    };
    struct client_ranges list;
    struct block_ranges ranges;
    struct client_stream stream;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        client_stream_begin(&stream, 10 * 2048, SEED);
        client_ranges_begin(&list, &stream);
        client_ranges_add(&list, 3, 4);
        client_ranges_add(&list, rows[i].first, rows[i].last);
        list.type = rows[i].type;
        assert_hr(block_ranges_take(&stream.IStream_iface, 10, &ranges), rows[i].hr);
        assert_int_equal(ranges.is_there, SUCCEEDED(rows[i].hr));
        assert_int_equal(ranges.count, SUCCEEDED(rows[i].hr) ? 2 : 0);
        if (ranges.count) {
            assert_int_equal(ranges.ranges[0].first, 3);
            assert_int_equal(ranges.ranges[0].last, 4);
            assert_int_equal(ranges.ranges[1].first, (uint32_t)rows[i].first);
            assert_int_equal(ranges.ranges[1].last, (uint32_t)rows[i].last);
        }
        block_ranges_free(&ranges);
        assert_null(ranges.ranges);
        client_stream_end(&stream);
    }
}

static void ranges__no_list_and_an_empty_one__are_told_apart(void **state)
{
    struct client_ranges list;
    struct block_ranges ranges;
    struct client_stream stream;

    (void)state;
    client_stream_begin(&stream, 2048, SEED);
    assert_hr(block_ranges_take(&stream.IStream_iface, 1, &ranges), S_OK);
    assert_false(ranges.is_there);
    client_ranges_begin(&list, &stream);
    assert_hr(block_ranges_take(&stream.IStream_iface, 1, &ranges), S_OK);
    assert_true(ranges.is_there);
    assert_int_equal(ranges.count, 0);
    block_ranges_free(&ranges);
    client_stream_end(&stream);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(read__short_reads__are_handed_on),
        CASE(read__a_stream_that_fails_or_lies__says_so),
        CASE(size__of_over_4_GiB__is_whole),
        CASE(ranges__each_list__is_taken_or_refused),
        CASE(ranges__no_list_and_an_empty_one__are_told_apart),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
