/* imapi2/stream_zero.c, stream_prng001.c, com/read_stream.c: the streams whose bytes are computed. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/client_stream.h"
#include "com/stream_fixture.h"
#include "imapi2/stream_prng001.h"
#include "imapi2/stream_zero.h"

#define ZERO_SOURCE    L"OpenIMAPI2.MsftStreamZero"
#define PRNG001_SOURCE L"OpenIMAPI2.MsftStreamPrng001"

static IStream *new_zero(void)
{
    IStream *stream;

    assert_hr(stream_zero_create(&IID_IStream, (void **)&stream), S_OK);
    return stream;
}

static IStreamPseudoRandomBased *new_prng001(void)
{
    IStreamPseudoRandomBased *prng;

    assert_hr(stream_prng001_create(&IID_IStreamPseudoRandomBased, (void **)&prng), S_OK);
    return prng;
}

static IStream *stream_of(IStreamPseudoRandomBased *prng)
{
    return (IStream *)prng; /* which it begins with; the reference is one */
}

static void zero__new__is_empty(void **state)
{
    IStream *zero = new_zero();
    BYTE byte;

    (void)state;
    assert_int_equal(stream_size(zero), 0);
    assert_int_equal(stream_read_at(zero, 0, &byte, 1), 0);
    IStream_Release(zero);
}

static void zero__ten_bytes__keeps_the_rules(void **state)
{
    IStream *zero = new_zero();

    (void)state;
    stream_set_size(zero, 10);
    assert_stream_of_ten(zero);
    assert_stream_refuses(zero, ZERO_SOURCE);
    IStream_Release(zero);
}

static void zero__read__is_zeros_and_no_byte_more(void **state)
{
    IStream *zero = new_zero();
    BYTE bytes[8];

    (void)state;
    stream_set_size(zero, 0x300000005); /* over 12 GiB */
    assert_int_equal(stream_size(zero), 0x300000005);
    memset(bytes, 0xEE, sizeof bytes);
    assert_int_equal(stream_read_at(zero, 0x300000000, bytes, 8), 5);
    assert_memory_equal(bytes, "\0\0\0\0\0\xEE\xEE\xEE", 8);
    IStream_Release(zero);
}

static void set_size__every_size__is_taken_or_refused(void **state)
{
    IStream *zero = new_zero();
    ULARGE_INTEGER most = {.QuadPart = 0x7FFFFFFFFFFFFFFF}, more = {.QuadPart = 0x8000000000000000};
    BYTE byte;

    (void)state;
    assert_hr(IStream_SetSize(zero, most), S_OK);
    assert_int_equal(stream_size(zero), 0x7FFFFFFFFFFFFFFF);
    assert_int_equal(stream_read_at(zero, 0x7FFFFFFFFFFFFFFE, &byte, 1), 1);
    assert_hr(IStream_SetSize(zero, more), STG_E_INVALIDFUNCTION);
    assert_error_says(ZERO_SOURCE, L"0x80030001", NULL);
    assert_int_equal(stream_size(zero), 0x7FFFFFFFFFFFFFFF);
    stream_set_size(zero, 3); /* the position stays, behind the end */
    assert_int_equal(stream_position(zero), 0x7FFFFFFFFFFFFFFF);
    IStream_Release(zero);
}

static void clone__moves__leaves_the_other_alone(void **state)
{
    IStreamPseudoRandomBased *prng = new_prng001();
    IStream *stream = stream_of(prng), *clone;
    BYTE one[4], other[4];

    (void)state;
    stream_set_size(stream, 100);
    assert_hr(IStreamPseudoRandomBased_put_Seed(prng, 0x12345678), S_OK);
    stream_seek(stream, 40, STREAM_SEEK_SET, NULL);
    assert_hr(IStream_Clone(stream, &clone), S_OK);
    assert_int_equal(stream_size(clone), 100);
    assert_int_equal(stream_position(clone), 40);
    assert_int_equal(stream_read_at(clone, 40, other, 4), 4);
    assert_int_equal(stream_position(stream), 40);
    assert_int_equal(stream_read_at(stream, 40, one, 4), 4);
    assert_memory_equal(one, other, 4);
    stream_set_size(clone, 5);
    assert_hr(IStreamPseudoRandomBased_put_Seed(prng, 0), S_OK);
    assert_int_equal(stream_size(stream), 100);
    assert_int_equal(stream_read_at(clone, 0, other, 4), 4);
    assert_int_equal(stream_read_at(stream, 0, one, 4), 4);
    assert_memory_not_equal(one, other, 4); /* the clone kept the seed */
    IStream_Release(stream);
    assert_int_equal(stream_read_at(clone, 1, other, 4), 4);
    IStream_Release(clone);
}

static void copy_to__parts_and_whole__moves_both(void **state)
{
    ULARGE_INTEGER all = {.QuadPart = ~0ull}, seven = {.QuadPart = 7}, none = {.QuadPart = 0}, read, wrote;
    struct client_stream target;
    IStream *zero = new_zero();

    (void)state;
    client_stream_begin(&target, 0, 0);
    stream_set_size(zero, 200000);
    assert_hr(IStream_CopyTo(zero, &target.IStream_iface, none, &read, &wrote), S_OK);
    assert_int_equal(read.QuadPart + wrote.QuadPart + target.writes, 0);
    assert_hr(IStream_CopyTo(zero, &target.IStream_iface, seven, &read, &wrote), S_OK);
    assert_int_equal(read.QuadPart, 7);
    assert_int_equal(wrote.QuadPart, 7);
    assert_int_equal(stream_position(zero), 7);
    assert_hr(IStream_CopyTo(zero, &target.IStream_iface, all, NULL, NULL), S_OK);
    assert_int_equal(stream_position(zero), 200000);
    assert_int_equal(target.position, 200000);
    assert_int_equal(target.references, 1);
    IStream_Release(zero);
}

static void copy_to__target_fails__says_how_far_it_came(void **state)
{
    ULARGE_INTEGER all = {.QuadPart = ~0ull}, read, wrote;
    struct client_stream target;
    IStream *zero = new_zero();

    (void)state;
    stream_set_size(zero, 100);
    client_stream_begin(&target, 0, 0);
    target.most = 30; /* takes fewer than it is given */
    assert_hr(IStream_CopyTo(zero, &target.IStream_iface, all, &read, &wrote), STG_E_MEDIUMFULL);
    assert_int_equal(read.QuadPart, 100);
    assert_int_equal(wrote.QuadPart, 30);
    assert_error_says(ZERO_SOURCE, L"0x80030070", L"fewer bytes", NULL);
    stream_seek(zero, 0, STREAM_SEEK_SET, NULL);
    target.write_result = STG_E_WRITEFAULT;
    assert_hr(IStream_CopyTo(zero, &target.IStream_iface, all, &read, &wrote), STG_E_WRITEFAULT);
    assert_int_equal(wrote.QuadPart, 0);
    IStream_Release(zero);
}

/* From seed 0: 3C6EF35F 47502932 D1CCF6E9 AAF95334 6252E503 9F2EC686, published as test values of this generator
 * (Numerical Recipes, "An Even Quicker Generator"), each with its low byte first.
 */
static const BYTE published[24] = {0x5F, 0xF3, 0x6E, 0x3C, 0x32, 0x29, 0x50, 0x47, 0xE9, 0xF6, 0xCC, 0xD1,
                                   0x34, 0x53, 0xF9, 0xAA, 0x03, 0xE5, 0x52, 0x62, 0x86, 0xC6, 0x2E, 0x9F};

static void prng001__seed_0__is_the_published_sequence(void **state)
{
    IStreamPseudoRandomBased *prng = new_prng001();
    ULONG seed = 99;
    BYTE bytes[24];

    (void)state;
    assert_hr(IStreamPseudoRandomBased_get_Seed(prng, &seed), S_OK);
    assert_int_equal(seed, 0);
    assert_int_equal(stream_size(stream_of(prng)), 0);
    stream_set_size(stream_of(prng), 24);
    assert_int_equal(stream_read_at(stream_of(prng), 0, bytes, 24), 24);
    assert_memory_equal(bytes, published, 24);
    IStreamPseudoRandomBased_Release(prng);
}

/* In pieces of every size, from every place. */
static void prng001__read_in_pieces__is_the_same(void **state)
{
    IStreamPseudoRandomBased *prng = new_prng001();
    ULONG start, count;
    BYTE bytes[24];

    (void)state;
    stream_set_size(stream_of(prng), 24);
    for (start = 0; start < 24; start++) {
        for (count = 1; start + count <= 24; count++) {
            assert_int_equal(stream_read_at(stream_of(prng), start, bytes, count), count);
            assert_memory_equal(bytes, published + start, count);
            assert_int_equal(stream_position(stream_of(prng)), start + count);
        }
    }
    IStreamPseudoRandomBased_Release(prng);
}

/* A place far away is where a million steps lead, and the sequence comes again after 2 to the 32nd words. */
static void prng001__seek_far__is_as_if_it_had_been_read(void **state)
{
    IStreamPseudoRandomBased *prng = new_prng001();
    DWORD x = 0, i;
    BYTE bytes[24];

    (void)state;
    stream_set_size(stream_of(prng), 0x7FFFFFFFFFFFFFFF);
    for (i = 0; i <= 1000000; i++)
        x = x * 1664525u + 1013904223u;
    assert_int_equal(stream_read_at(stream_of(prng), 4 * 1000000ull, bytes, 4), 4);
    assert_int_equal(bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (DWORD)bytes[3] << 24, x);
    assert_int_equal(stream_read_at(stream_of(prng), 4 * 0x100000000ull, bytes, 24), 24);
    assert_memory_equal(bytes, published, 24);
    assert_int_equal(stream_read_at(stream_of(prng), 4 * 0x100000000ull - 4, bytes, 4), 4);
    assert_memory_equal(bytes, "\0\0\0\0", 4); /* the state before the first step: the seed */
    IStreamPseudoRandomBased_Release(prng);
}

static void put_Seed__in_the_middle__begins_anew(void **state)
{
    IStreamPseudoRandomBased *prng = new_prng001();
    ULONG seed, got;
    BYTE bytes[4];

    (void)state;
    stream_set_size(stream_of(prng), 1000);
    assert_int_equal(stream_read_at(stream_of(prng), 500, bytes, 4), 4);
    assert_hr(IStreamPseudoRandomBased_put_Seed(prng, 0x3C6EF35F), S_OK); /* the state after the first word */
    assert_int_equal(stream_position(stream_of(prng)), 0);
    assert_hr(IStreamPseudoRandomBased_get_Seed(prng, &seed), S_OK);
    assert_int_equal(seed, 0x3C6EF35F);
    assert_hr(IStreamPseudoRandomBased_Read(prng, bytes, 4, &got), S_OK);
    assert_memory_equal(bytes, published + 4, 4);
    assert_int_equal(stream_size(stream_of(prng)), 1000);
    assert_hr(IStreamPseudoRandomBased_get_Seed(prng, NULL), E_POINTER);
    assert_error_says(PRNG001_SOURCE, L"0x80004003", NULL);
    IStreamPseudoRandomBased_Release(prng);
}

static void ExtendedSeed__is_not_implemented_as_documented(void **state)
{
    IStreamPseudoRandomBased *prng = new_prng001();
    ULONG value = 1, count = 99, *values = &value;

    (void)state;
    assert_hr(IStreamPseudoRandomBased_put_ExtendedSeed(prng, &value, 1), E_NOTIMPL);
    assert_error_says(PRNG001_SOURCE, L"0x80004001", NULL);
    assert_hr(IStreamPseudoRandomBased_get_ExtendedSeed(prng, &values, &count), E_NOTIMPL);
    assert_null(values);
    assert_int_equal(count, 0);
    count = 99;
    assert_hr(IStreamPseudoRandomBased_get_ExtendedSeed(prng, NULL, &count), E_POINTER);
    assert_int_equal(count, 0);
    IStreamPseudoRandomBased_Release(prng);
}

static void prng001__ten_bytes__keeps_the_rules(void **state)
{
    IStreamPseudoRandomBased *prng = new_prng001();

    (void)state;
    stream_set_size(stream_of(prng), 10);
    assert_stream_of_ten(stream_of(prng));
    assert_stream_refuses(stream_of(prng), PRNG001_SOURCE);
    IStreamPseudoRandomBased_Release(prng);
}

static void computed_streams__are_agile_and_one_object(void **state)
{
    IStreamPseudoRandomBased *prng = new_prng001();
    IStream *zero = new_zero(), *stream;
    ISequentialStream *sequential;
    IMarshal *marshal;

    (void)state;
    assert_hr(IStream_QueryInterface(zero, &IID_IMarshal, (void **)&marshal), S_OK);
    IMarshal_Release(marshal);
    assert_hr(IStreamPseudoRandomBased_QueryInterface(prng, &IID_IMarshal, (void **)&marshal), S_OK);
    IMarshal_Release(marshal);
    assert_hr(IStreamPseudoRandomBased_QueryInterface(prng, &IID_IStream, (void **)&stream), S_OK);
    assert_ptr_equal(stream, prng);
    assert_hr(IStream_QueryInterface(stream, &IID_ISequentialStream, (void **)&sequential), S_OK);
    assert_ptr_equal(sequential, prng);
    ISequentialStream_Release(sequential);
    IStream_Release(stream);
    IStreamPseudoRandomBased_Release(prng);
    IStream_Release(zero);
}

/* ---- threads: each byte is given to one of them, once ---- */

enum { THREADS = 3, SHARED_BYTES = 30000 };

static DWORD WINAPI read_some(void *context)
{
    BYTE bytes[7];
    ULONG got, sum = 0;

    do {
        if (FAILED(IStream_Read((IStream *)context, bytes, sizeof bytes, &got))) return 0;
        sum += got;
    } while (got);
    return sum;
}

static void read__on_several_threads__gives_each_byte_once(void **state)
{
    IStream *zero = new_zero();
    HANDLE threads[THREADS];
    DWORD code, sum = 0;
    int i;

    (void)state;
    stream_set_size(zero, SHARED_BYTES);
    for (i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, read_some, zero, 0, NULL);
    WaitForMultipleObjects(THREADS, threads, TRUE, INFINITE);
    for (i = 0; i < THREADS; i++) {
        GetExitCodeThread(threads[i], &code);
        CloseHandle(threads[i]);
        sum += code;
    }
    assert_int_equal(sum, SHARED_BYTES);
    IStream_Release(zero);
}

static void members__no_memory__say_so(void **state)
{
    IStream *zero = new_zero(), *clone = zero;
    ULARGE_INTEGER all = {.QuadPart = 5};
    struct client_stream target;

    (void)state;
    client_stream_begin(&target, 0, 0);
    stream_set_size(zero, 5);
    base_alloc_fail_nth(1);
    assert_hr(IStream_Clone(zero, &clone), E_OUTOFMEMORY);
    assert_null(clone);
    base_alloc_fail_nth(1);
    assert_hr(IStream_CopyTo(zero, &target.IStream_iface, all, NULL, NULL), E_OUTOFMEMORY);
    base_alloc_fail_nth(0);
    assert_int_equal(stream_position(zero), 0);
    IStream_Release(zero);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(zero__new__is_empty),
        CASE(zero__ten_bytes__keeps_the_rules),
        CASE(zero__read__is_zeros_and_no_byte_more),
        CASE(set_size__every_size__is_taken_or_refused),
        CASE(clone__moves__leaves_the_other_alone),
        CASE(copy_to__parts_and_whole__moves_both),
        CASE(copy_to__target_fails__says_how_far_it_came),
        CASE(prng001__seed_0__is_the_published_sequence),
        CASE(prng001__read_in_pieces__is_the_same),
        CASE(prng001__seek_far__is_as_if_it_had_been_read),
        CASE(put_Seed__in_the_middle__begins_anew),
        CASE(ExtendedSeed__is_not_implemented_as_documented),
        CASE(prng001__ten_bytes__keeps_the_rules),
        CASE(computed_streams__are_agile_and_one_object),
        CASE(read__on_several_threads__gives_each_byte_once),
        CASE(members__no_memory__say_so),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
