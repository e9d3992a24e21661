/* imapi2/stream_concatenate.c, stream_interleave.c, stream_parts.c: streams that are made of a client's. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/client_stream.h"
#include "com/stream_fixture.h"
#include "imapi2/stream_concatenate.h"
#include "imapi2/stream_interleave.h"

#define CONCATENATE_SOURCE L"OpenIMAPI2.MsftStreamConcatenate"
#define INTERLEAVE_SOURCE  L"OpenIMAPI2.MsftStreamInterleave"

enum { PARTS = 4 };

struct parts {
    struct client_stream streams[PARTS];
    IStream *list[PARTS];
};

static void begin_parts(struct parts *parts, ULONGLONG a, ULONGLONG b, ULONGLONG c, ULONGLONG d)
{
    const ULONGLONG sizes[PARTS] = {a, b, c, d};
    int i;

    for (i = 0; i < PARTS; i++) {
        client_stream_begin(&parts->streams[i], sizes[i], (BYTE)('A' + 64 * i));
        parts->list[i] = &parts->streams[i].IStream_iface;
    }
}

/* Nobody holds them any more. */
static void end_parts(const struct parts *parts)
{
    int i;

    for (i = 0; i < PARTS; i++)
        assert_int_equal(parts->streams[i].references, 1);
}

static BYTE part_byte(int part, ULONGLONG offset)
{
    return client_stream_byte((BYTE)('A' + 64 * part), offset);
}

static IStreamConcatenate *new_concatenate(void)
{
    IStreamConcatenate *concatenate;

    assert_hr(stream_concatenate_create(&IID_IStreamConcatenate, (void **)&concatenate), S_OK);
    return concatenate;
}

static IStreamInterleave *new_interleave(void)
{
    IStreamInterleave *interleave;

    assert_hr(stream_interleave_create(&IID_IStreamInterleave, (void **)&interleave), S_OK);
    return interleave;
}

static IStream *concatenation(struct parts *parts, ULONG count)
{
    IStreamConcatenate *concatenate = new_concatenate();

    assert_hr(IStreamConcatenate_Initialize2(concatenate, parts->list, count), S_OK);
    return (IStream *)concatenate;
}

static IStream *interleaving(struct parts *parts, ULONG *turns, ULONG count)
{
    IStreamInterleave *interleave = new_interleave();

    assert_hr(IStreamInterleave_Initialize(interleave, parts->list, turns, count), S_OK);
    return (IStream *)interleave;
}

/* Reads all, and in pieces of every size from every place. `expected`: {part, offset} of each byte. */
static void assert_bytes(IStream *stream, const BYTE (*expected)[2], ULONG count)
{
    BYTE bytes[64];
    ULONG start, length, i;

    assert_int_equal(stream_size(stream), count);
    for (start = 0; start < count; start++) {
        for (length = 1; start + length <= count; length++) {
            assert_int_equal(stream_read_at(stream, start, bytes, length), length);
            for (i = 0; i < length; i++)
                assert_int_equal(bytes[i], part_byte(expected[start + i][0], expected[start + i][1]));
        }
    }
}

/* ------------------------------------------------------------------------------------------------------ concatenate */

static const BYTE five_none_three_two[10][2] = {{0, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 4},
                                                {2, 0}, {2, 1}, {2, 2}, {3, 0}, {3, 1}};

static void Initialize2__four_streams__are_one_behind_the_other(void **state)
{
    struct parts parts;
    IStream *stream;

    (void)state;
    begin_parts(&parts, 5, 0, 3, 2);
    stream = concatenation(&parts, 4);
    assert_bytes(stream, five_none_three_two, 10);
    assert_stream_of_ten(stream);
    assert_stream_refuses(stream, CONCATENATE_SOURCE);
    IStream_Release(stream);
    end_parts(&parts);
}

static void Initialize__two_streams__are_read_from_their_beginning(void **state)
{
    IStreamConcatenate *concatenate = new_concatenate();
    struct parts parts;
    BYTE bytes[8];

    (void)state;
    begin_parts(&parts, 5, 3, 0, 0);
    parts.streams[0].position = 4; /* wherever they stood */
    parts.streams[1].position = 2;
    assert_hr(IStreamConcatenate_Initialize(concatenate, parts.list[0], parts.list[1]), S_OK);
    assert_int_equal(stream_read_at((IStream *)concatenate, 0, bytes, 8), 8);
    assert_int_equal(bytes[0], part_byte(0, 0));
    assert_int_equal(bytes[4], part_byte(0, 4));
    assert_int_equal(bytes[5], part_byte(1, 0));
    IStreamConcatenate_Release(concatenate);
    end_parts(&parts);
}

static void Append__after_Initialize__goes_on_at_the_end(void **state)
{
    struct parts parts;
    IStream *stream;
    BYTE bytes[4];

    (void)state;
    begin_parts(&parts, 5, 0, 3, 2);
    stream = concatenation(&parts, 2);
    stream_read_at(stream, 3, bytes, 4);
    assert_int_equal(stream_position(stream), 5);
    assert_hr(IStreamConcatenate_Append((IStreamConcatenate *)stream, parts.list[2]), S_OK);
    assert_int_equal(stream_position(stream), 5);
    assert_int_equal(stream_size(stream), 8);
    assert_hr(IStreamConcatenate_Append2((IStreamConcatenate *)stream, &parts.list[3], 1), S_OK);
    assert_bytes(stream, five_none_three_two, 10);
    IStream_Release(stream);
    end_parts(&parts);
}

static void concatenate__before_Initialize__is_unexpected(void **state)
{
    IStreamConcatenate *concatenate = new_concatenate();
    struct parts parts;

    (void)state;
    begin_parts(&parts, 5, 1, 1, 1);
    assert_stream_uninitialized((IStream *)concatenate, CONCATENATE_SOURCE);
    assert_hr(IStreamConcatenate_Append(concatenate, parts.list[0]), E_UNEXPECTED);
    assert_error_says(CONCATENATE_SOURCE, L"Appending a stream", L"0x8000FFFF", NULL);
    assert_hr(IStreamConcatenate_Append2(concatenate, parts.list, 2), E_UNEXPECTED);
    IStreamConcatenate_Release(concatenate);
    end_parts(&parts);
}

static void concatenate__bad_arguments__are_refused_and_hold_nothing(void **state)
{
    IStreamConcatenate *concatenate = new_concatenate();
    struct parts parts;

    (void)state;
    begin_parts(&parts, 5, 1, 1, 1);
    assert_hr(IStreamConcatenate_Initialize(concatenate, NULL, parts.list[0]), E_POINTER);
    assert_hr(IStreamConcatenate_Initialize(concatenate, parts.list[0], NULL), E_POINTER);
    assert_error_says(CONCATENATE_SOURCE, L"0x80004003", NULL);
    assert_hr(IStreamConcatenate_Initialize2(concatenate, NULL, 0), E_POINTER);
    assert_hr(IStreamConcatenate_Initialize2(concatenate, parts.list, 0), E_INVALIDARG);
    parts.list[2] = NULL;
    assert_hr(IStreamConcatenate_Initialize2(concatenate, parts.list, 4), E_POINTER);
    end_parts(&parts);
    assert_hr(IStreamConcatenate_Initialize2(concatenate, parts.list, 2), S_OK);
    assert_hr(IStreamConcatenate_Initialize2(concatenate, parts.list, 2), E_INVALIDARG); /* once */
    assert_hr(IStreamConcatenate_Initialize(concatenate, parts.list[0], parts.list[1]), E_INVALIDARG);
    assert_hr(IStreamConcatenate_Append(concatenate, NULL), E_POINTER);
    assert_hr(IStreamConcatenate_Append2(concatenate, NULL, 1), E_POINTER);
    assert_hr(IStreamConcatenate_Append2(concatenate, parts.list, 0), E_INVALIDARG);
    assert_hr(IStreamConcatenate_Append(concatenate, (IStream *)concatenate), E_INVALIDARG); /* itself */
    assert_int_equal(stream_size((IStream *)concatenate), 6);
    IStreamConcatenate_Release(concatenate);
    end_parts(&parts);
}

static void concatenate__over_four_gib__is_reached_everywhere(void **state)
{
    struct parts parts;
    IStream *stream;
    BYTE bytes[4];

    (void)state;
    begin_parts(&parts, 0x180000000, 0x280000001, 7, 0);
    stream = concatenation(&parts, 3);
    assert_int_equal(stream_size(stream), 0x400000008);
    assert_int_equal(stream_read_at(stream, 0x17FFFFFFE, bytes, 4), 4);
    assert_int_equal(bytes[1], part_byte(0, 0x17FFFFFFF));
    assert_int_equal(bytes[2], part_byte(1, 0));
    assert_int_equal(stream_read_at(stream, 0x400000000, bytes, 4), 4);
    assert_int_equal(bytes[0], part_byte(1, 0x280000000));
    assert_int_equal(bytes[1], part_byte(2, 0));
    IStream_Release(stream);
    end_parts(&parts);
}

/* ------------------------------------------------------------------------------------------------------- interleave */

/* Turns of 2, 3 and 1 bytes of streams of 7, 4 and 2: the short ones drop out. */
static const BYTE seven_four_two[13][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}, {1, 2}, {2, 0}, {0, 2},
                                           {0, 3}, {1, 3}, {2, 1}, {0, 4}, {0, 5}, {0, 6}};

static void interleave__three_streams__take_turns(void **state)
{
    ULONG turns[PARTS] = {2, 3, 1, 1};
    struct parts parts;
    IStream *stream;

    (void)state;
    begin_parts(&parts, 7, 4, 2, 0);
    stream = interleaving(&parts, turns, 4);
    assert_bytes(stream, seven_four_two, 13);
    assert_stream_refuses(stream, INTERLEAVE_SOURCE);
    IStream_Release(stream);
    end_parts(&parts);
}

static void interleave__ten_bytes__keeps_the_rules(void **state)
{
    ULONG turns[2] = {0xFFFFFFFF, 1};
    struct parts parts;
    IStream *stream;

    (void)state;
    begin_parts(&parts, 4, 6, 0, 0);
    stream = interleaving(&parts, turns, 2);
    assert_stream_of_ten(stream);
    IStream_Release(stream);
    end_parts(&parts);
}

/* 2352 bytes of a sector, then 96 of its subcode: the use that it was made for. */
static void interleave__over_four_gib__is_reached_everywhere(void **state)
{
    const ULONGLONG sectors = 4000000;
    ULONG turns[2] = {2352, 96};
    struct parts parts;
    IStream *stream;
    BYTE bytes[3];

    (void)state;
    begin_parts(&parts, 2352 * sectors, 96 * sectors, 0, 0);
    stream = interleaving(&parts, turns, 2);
    assert_int_equal(stream_size(stream), 2448 * sectors);
    assert_int_equal(stream_read_at(stream, 2448 * 3999998ull + 2351, bytes, 3), 3);
    assert_int_equal(bytes[0], part_byte(0, 2352 * 3999999ull - 1));
    assert_int_equal(bytes[1], part_byte(1, 96 * 3999998ull));
    assert_int_equal(bytes[2], part_byte(1, 96 * 3999998ull + 1));
    assert_int_equal(stream_read_at(stream, 2448 * sectors - 1, bytes, 3), 1);
    assert_int_equal(bytes[0], part_byte(1, 96 * sectors - 1));
    IStream_Release(stream);
    end_parts(&parts);
}

static void interleave__bad_arguments__are_refused_and_hold_nothing(void **state)
{
    IStreamInterleave *interleave = new_interleave();
    ULONG turns[PARTS] = {1, 1, 0, 1};
    struct parts parts;

    (void)state;
    begin_parts(&parts, 5, 1, 1, 1);
    assert_stream_uninitialized((IStream *)interleave, INTERLEAVE_SOURCE);
    assert_hr(IStreamInterleave_Initialize(interleave, NULL, turns, 2), E_POINTER);
    assert_hr(IStreamInterleave_Initialize(interleave, parts.list, NULL, 2), E_POINTER);
    assert_error_says(INTERLEAVE_SOURCE, L"0x80004003", NULL);
    assert_hr(IStreamInterleave_Initialize(interleave, parts.list, turns, 0), E_INVALIDARG);
    assert_hr(IStreamInterleave_Initialize(interleave, parts.list, turns, 0x80000000), E_INVALIDARG);
    assert_hr(IStreamInterleave_Initialize(interleave, parts.list, turns, 3), E_INVALIDARG); /* no bytes in a turn */
    parts.list[1] = NULL;
    assert_hr(IStreamInterleave_Initialize(interleave, parts.list, turns, 2), E_POINTER);
    end_parts(&parts);
    assert_hr(IStreamInterleave_Initialize(interleave, parts.list, turns, 1), S_OK);
    assert_hr(IStreamInterleave_Initialize(interleave, parts.list, turns, 1), E_INVALIDARG); /* once */
    IStreamInterleave_Release(interleave);
    end_parts(&parts);
}

/* -------------------------------------------------------------------------------------------- both, hostile streams */

static const WCHAR *kind_source; /* of each_kind's stream */

/* Both kinds over 5 and 5 bytes; turns of 5 make them the same. */
static void each_kind(void (*check)(IStream *stream, struct parts *parts), void (*prepare)(struct parts *parts))
{
    ULONG turns[2] = {5, 5};
    struct parts parts;
    IStream *stream;
    int kind;

    for (kind = 0; kind < 2; kind++) {
        begin_parts(&parts, 5, 5, 0, 0);
        if (prepare) prepare(&parts);
        stream = kind ? interleaving(&parts, turns, 2) : concatenation(&parts, 2);
        kind_source = kind ? INTERLEAVE_SOURCE : CONCATENATE_SOURCE;
        check(stream, &parts);
        IStream_Release(stream);
        end_parts(&parts);
    }
}

static void expect_all(IStream *stream, struct parts *parts)
{
    BYTE bytes[10];
    int i;

    (void)parts;
    assert_int_equal(stream_read_at(stream, 0, bytes, 10), 10);
    for (i = 0; i < 10; i++)
        assert_int_equal(bytes[i], part_byte(i / 5, (ULONGLONG)(i % 5)));
}

static void read_little(struct parts *parts)
{
    parts->streams[0].most = 2;
    parts->streams[1].most = 1;
}

static void Read__parts_give_little__is_whole(void **state)
{
    (void)state;
    each_kind(expect_all, read_little);
}

static IStream *joined; /* that the parts call back */

/* Inside Read of the first part: the whole is read on at 3. */
static void read_on_at_3(struct client_stream *part)
{
    LARGE_INTEGER place = {.QuadPart = 3};
    BYTE byte;

    part->react = NULL;
    assert_hr(IStream_Seek(joined, place, STREAM_SEEK_SET, NULL), S_OK);
    assert_hr(IStream_Read(joined, &byte, 1, NULL), S_OK);
    assert_int_equal(byte, part_byte(0, 3));
}

static void expect_two_of_the_first(IStream *stream, struct parts *parts)
{
    BYTE bytes[2];

    joined = stream;
    parts->streams[0].react = read_on_at_3;
    assert_int_equal(stream_read_at(stream, 1, bytes, 2), 2);
    assert_int_equal(bytes[0], part_byte(0, 1));
    assert_int_equal(bytes[1], part_byte(0, 2));
    assert_null(parts->streams[0].react);
}

static void Read__part_calls_back_for_another_place__each_gets_its_own(void **state)
{
    (void)state;
    each_kind(expect_two_of_the_first, NULL);
}

/* What came before the failure is given out; the failure comes next, and goes when the stream works again. */
static void expect_failure_at_7(IStream *stream, struct parts *parts)
{
    BYTE bytes[10];
    ULONG got = 99;

    assert_int_equal(stream_read_at(stream, 0, bytes, 10), 7);
    assert_int_equal(stream_position(stream), 7);
    assert_hr(IStream_Read(stream, bytes, 10, &got), STG_E_REVERTED);
    assert_int_equal(got, 0);
    assert_error_says(kind_source, L"0x80030102", NULL);
    assert_int_equal(stream_position(stream), 7);
    parts->streams[1].read_result = S_OK;
    assert_hr(IStream_Read(stream, bytes, 10, &got), S_OK);
    assert_int_equal(got, 3);
    assert_int_equal(bytes[0], part_byte(1, 2));
}

static void fail_at_2(struct parts *parts)
{
    parts->streams[1].read_result = STG_E_REVERTED;
    parts->streams[1].fail_at = 2;
}

static void Read__part_fails__gives_what_came_before(void **state)
{
    (void)state;
    each_kind(expect_failure_at_7, fail_at_2);
}

static void expect_fault_at_7(IStream *stream, struct parts *parts)
{
    BYTE bytes[10];
    ULONG got;

    (void)parts;
    assert_int_equal(stream_size(stream), 10); /* as it said */
    assert_int_equal(stream_read_at(stream, 0, bytes, 10), 7);
    assert_hr(IStream_Read(stream, bytes, 10, &got), STG_E_READFAULT);
    assert_int_equal(got, 0);
    assert_error_says(kind_source, L"ended before the size that it reported", NULL);
}

static void lie_about_size(struct parts *parts)
{
    parts->streams[1].size = 2; /* and says 5 */
}

static void Read__part_is_shorter_than_it_said__is_a_fault(void **state)
{
    (void)state;
    each_kind(expect_fault_at_7, lie_about_size);
}

static void grow(struct parts *parts)
{
    parts->streams[0].size = 100; /* and says 5 */
}

static void Read__part_is_longer_than_it_said__is_cut(void **state)
{
    (void)state;
    each_kind(expect_all, grow);
}

static void expect_fault_at_once(IStream *stream, struct parts *parts)
{
    BYTE bytes[16];
    ULONG got;

    (void)parts;
    memset(bytes, 0xEE, sizeof bytes);
    assert_hr(IStream_Read(stream, bytes, 10, &got), STG_E_READFAULT);
    assert_int_equal(got, 0);
    assert_int_equal(bytes[10], 0xEE);
}

static void claim_more(struct parts *parts)
{
    parts->streams[0].claims_more = 1000;
}

static void Read__part_claims_more_than_it_was_asked_for__is_a_fault(void **state)
{
    (void)state;
    each_kind(expect_fault_at_once, claim_more);
}

static void expect_seek_failure(IStream *stream, struct parts *parts)
{
    BYTE bytes[10];
    ULONG got;

    (void)parts;
    assert_hr(IStream_Read(stream, bytes, 10, &got), E_NOTIMPL);
    assert_int_equal(got, 0);
}

static void cannot_seek(struct parts *parts)
{
    parts->streams[0].seek_result = E_NOTIMPL;
}

static void Read__part_cannot_seek__fails(void **state)
{
    (void)state;
    each_kind(expect_seek_failure, cannot_seek);
}

static void give_name(struct parts *parts)
{
    parts->streams[0].gives_name = true; /* the fixture's heap would show a leak of ours, OLE's is freed */
}

static void Initialize__Stat_gives_a_name__is_taken(void **state)
{
    (void)state;
    each_kind(expect_all, give_name);
}

static void Initialize__Stat_fails_or_lies_wildly__is_refused(void **state)
{
    IStreamConcatenate *concatenate = new_concatenate();
    IStreamInterleave *interleave = new_interleave();
    ULONG turns[2] = {1, 1};
    struct parts parts;

    (void)state;
    begin_parts(&parts, 5, 5, 0, 0);
    parts.streams[1].stat_result = STG_E_REVERTED;
    assert_hr(IStreamConcatenate_Initialize2(concatenate, parts.list, 2), STG_E_REVERTED);
    assert_hr(IStreamInterleave_Initialize(interleave, parts.list, turns, 2), STG_E_REVERTED);
    parts.streams[1].stat_result = S_OK;
    parts.streams[1].says = 0x7FFFFFFFFFFFFFFB; /* one too many together */
    assert_hr(IStreamConcatenate_Initialize2(concatenate, parts.list, 2), E_INVALIDARG);
    assert_hr(IStreamInterleave_Initialize(interleave, parts.list, turns, 2), E_INVALIDARG);
    parts.streams[1].says = ~0ull;
    assert_hr(IStreamConcatenate_Initialize2(concatenate, parts.list, 2), E_INVALIDARG);
    end_parts(&parts);
    parts.streams[1].says = 0x7FFFFFFFFFFFFFFA;
    assert_hr(IStreamConcatenate_Initialize2(concatenate, parts.list, 2), S_OK);
    assert_hr(IStreamInterleave_Initialize(interleave, parts.list, turns, 2), S_OK);
    assert_int_equal(stream_size((IStream *)interleave), 0x7FFFFFFFFFFFFFFF);
    IStreamConcatenate_Release(concatenate);
    IStreamInterleave_Release(interleave);
    end_parts(&parts);
}

static void expect_independent_clone(IStream *stream, struct parts *parts)
{
    IStream *clone;
    BYTE bytes[10];

    assert_hr(stream_seek(stream, 3, STREAM_SEEK_SET, NULL), S_OK);
    assert_hr(IStream_Clone(stream, &clone), S_OK);
    assert_int_equal(stream_position(clone), 3);
    assert_int_equal(stream_read_at(clone, 6, bytes, 4), 4);
    assert_int_equal(bytes[0], part_byte(1, 1));
    assert_int_equal(parts->streams[1].reads, 0); /* the clone has streams of its own */
    assert_int_equal(stream_position(stream), 3);
    expect_all(stream, parts);
    expect_all(clone, parts);
    IStream_Release(clone);
}

static void Clone__is_independent(void **state)
{
    (void)state;
    each_kind(expect_independent_clone, NULL);
}

static void expect_no_clone(IStream *stream, struct parts *parts)
{
    IStream *clone = stream;

    parts->streams[1].clone_result = E_NOTIMPL;
    assert_hr(IStream_Clone(stream, &clone), E_NOTIMPL);
    assert_null(clone);
    parts->streams[1].clone_result = S_OK;
    parts->streams[1].clones_nothing = true;
    clone = stream;
    assert_hr(IStream_Clone(stream, &clone), E_UNEXPECTED);
    assert_null(clone);
}

static void Clone__part_cannot__fails(void **state)
{
    (void)state;
    each_kind(expect_no_clone, NULL);
}

/* A part that calls the whole while it is read: no lock is held, and the list that is read stays. */
static void append_meanwhile(struct client_stream *stream)
{
    IStreamConcatenate *whole = stream->context;

    stream->react = NULL;
    assert_hr(IStreamConcatenate_Append(whole, &stream->IStream_iface), S_OK);
    assert_int_equal(stream_size((IStream *)whole), 15);
}

static void Read__part_appends_meanwhile__reads_on(void **state)
{
    struct parts parts;
    IStream *stream;

    (void)state;
    begin_parts(&parts, 5, 5, 0, 0);
    stream = concatenation(&parts, 2);
    parts.streams[0].react = append_meanwhile;
    parts.streams[0].context = stream;
    expect_all(stream, &parts);
    assert_int_equal(stream_size(stream), 15);
    IStream_Release(stream);
    end_parts(&parts);
}

static void joined_streams__are_not_agile(void **state)
{
    IStreamConcatenate *concatenate = new_concatenate();
    IStreamInterleave *interleave = new_interleave();
    IMarshal *marshal;
    IStream *stream;

    (void)state;
    assert_hr(IStreamConcatenate_QueryInterface(concatenate, &IID_IMarshal, (void **)&marshal), E_NOINTERFACE);
    assert_hr(IStreamInterleave_QueryInterface(interleave, &IID_IMarshal, (void **)&marshal), E_NOINTERFACE);
    assert_hr(IStreamInterleave_QueryInterface(interleave, &IID_IStream, (void **)&stream), S_OK);
    assert_ptr_equal(stream, interleave);
    IStream_Release(stream);
    IStreamConcatenate_Release(concatenate);
    IStreamInterleave_Release(interleave);
}

/* Fail the 1st, 2nd, ... allocation until none is left. */
static void members__no_memory__say_so_and_hold_nothing(void **state)
{
    struct parts parts;
    IStream *stream, *clone;
    long nth;
    HRESULT hr;

    (void)state;
    begin_parts(&parts, 5, 5, 3, 0);
    for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
        IStreamConcatenate *concatenate = new_concatenate();

        base_alloc_fail_nth(nth);
        hr = IStreamConcatenate_Initialize2(concatenate, parts.list, 2);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
        IStreamConcatenate_Release(concatenate);
        end_parts(&parts);
    }
    assert_int_equal(nth, 4); /* two allocations */
    stream = concatenation(&parts, 2);
    for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
        base_alloc_fail_nth(nth);
        hr = IStreamConcatenate_Append((IStreamConcatenate *)stream, parts.list[2]);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
        assert_int_equal(stream_size(stream), FAILED(hr) ? 10 : 13);
    }
    for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
        base_alloc_fail_nth(nth);
        hr = IStream_Clone(stream, &clone);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
        if (FAILED(hr)) assert_null(clone);
    }
    IStream_Release(clone);
    IStream_Release(stream);
    end_parts(&parts);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(Initialize2__four_streams__are_one_behind_the_other),
        CASE(Initialize__two_streams__are_read_from_their_beginning),
        CASE(Append__after_Initialize__goes_on_at_the_end),
        CASE(concatenate__before_Initialize__is_unexpected),
        CASE(concatenate__bad_arguments__are_refused_and_hold_nothing),
        CASE(concatenate__over_four_gib__is_reached_everywhere),
        CASE(interleave__three_streams__take_turns),
        CASE(interleave__ten_bytes__keeps_the_rules),
        CASE(interleave__over_four_gib__is_reached_everywhere),
        CASE(interleave__bad_arguments__are_refused_and_hold_nothing),
        CASE(Read__parts_give_little__is_whole),
        CASE(Read__part_fails__gives_what_came_before),
        CASE(Read__part_is_shorter_than_it_said__is_a_fault),
        CASE(Read__part_is_longer_than_it_said__is_cut),
        CASE(Read__part_claims_more_than_it_was_asked_for__is_a_fault),
        CASE(Read__part_cannot_seek__fails),
        CASE(Read__part_calls_back_for_another_place__each_gets_its_own),
        CASE(Initialize__Stat_gives_a_name__is_taken),
        CASE(Initialize__Stat_fails_or_lies_wildly__is_refused),
        CASE(Clone__is_independent),
        CASE(Clone__part_cannot__fails),
        CASE(Read__part_appends_meanwhile__reads_on),
        CASE(joined_streams__are_not_agile),
        CASE(members__no_memory__say_so_and_hold_nothing),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
