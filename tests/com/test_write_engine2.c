/* imapi2/write_engine2.c, write_engine_event_args.c: which commands a section becomes, what is told, how it ends. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/client_stream.h"
#include "com/sink_advise.h"
#include "com/foreign_recorder.h"
#include "com/module.h"
#include "imapi2/write_engine2.h"

#define SOURCE L"OpenIMAPI2.MsftWriteEngine2"
#define EVENTS (&IID_DWriteEngine2Events)

enum { SEED = 3, BUSY_TIMES = 3 };

/* ------------------------------------------------------------------------------------------------- the drive's side */

/* What the test's drive got: the bytes of all WRITEs must be the stream's, one after the other. */
struct drive_side {
    ULONGLONG position; /* of the stream: where the next WRITE's bytes begin */
    bool is_spoiled;
    unsigned writes, others;
    unsigned busy; /* so many WRITEs find no room first: 02/04/08 */
    uint8_t key, asc, ascq;
    unsigned fails_at;       /* this WRITE, counted from 1, ends with that sense; 0: none */
    HANDLE wait, is_waiting; /* not NULL: the first WRITE says that it waits, and does */
};

static struct drive_side side;

static void answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    uint32_t i;

    script_reply_bytes(command, reply, NULL, 0);
    (void)script;
    if (command->cdb[0] != 0x2A && command->cdb[0] != 0xAA) {
        side.others++;
        return;
    }
    if (side.wait && !side.writes) {
        SetEvent(side.is_waiting);
        WaitForSingleObject(side.wait, INFINITE);
    }
    if (side.busy) {
        side.busy--;
        script_reply_sense(reply, 0x70, 0x02, 0x04, 0x08);
        return;
    }
    if (++side.writes == side.fails_at) {
        script_reply_sense(reply, 0x70, side.key, side.asc, side.ascq);
        return;
    }
    reply->transferred_bytes = command->requested_bytes;
    for (i = 0; i < command->requested_bytes; i++) {
        if (((const BYTE *)command->data)[i] != client_stream_byte(SEED, side.position++)) side.is_spoiled = true;
    }
}

static IWriteEngine2 *new_engine(struct com_fixture *fixture)
{
    IWriteEngine2 *engine;

    assert_hr(write_engine2_create(&fixture->clock.clock, &IID_IWriteEngine2, (void **)&engine), S_OK);
    return engine;
}

/* With the fixture's recorder and sectors of so many bytes. */
static IWriteEngine2 *ready_engine(struct com_fixture *fixture, LONG bytes)
{
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    IWriteEngine2 *engine = new_engine(fixture);
    IDiscRecorder2Ex *extended;

    memset(&side, 0, sizeof side);
    fixture->script.otherwise = answer;
    assert_hr(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&extended), S_OK);
    IDiscRecorder2_Release(recorder);
    assert_hr(IWriteEngine2_put_Recorder(engine, extended), S_OK);
    IDiscRecorder2Ex_Release(extended); /* the engine holds it */
    assert_hr(IWriteEngine2_put_BytesPerSector(engine, bytes), S_OK);
    return engine;
}

static void assert_sent(const struct com_fixture *fixture, size_t i, const char *cdb, size_t length)
{
    assert_true(i < fixture->script.sent_count);
    assert_int_equal(fixture->script.sent[i].cdb_length, length);
    assert_memory_equal(fixture->script.sent[i].cdb, cdb, length);
}

/* ------------------------------------------------------------------------------------------------------- properties */

static void assert_numbers(IWriteEngine2 *engine, LONG starting, LONG ending, LONG bytes, VARIANT_BOOL streaming)
{
    LONG number = 99;
    VARIANT_BOOL flag = 99;

    assert_hr(IWriteEngine2_get_StartingSectorsPerSecond(engine, &number), S_OK);
    assert_int_equal(number, starting);
    assert_hr(IWriteEngine2_get_EndingSectorsPerSecond(engine, &number), S_OK);
    assert_int_equal(number, ending);
    assert_hr(IWriteEngine2_get_BytesPerSector(engine, &number), S_OK);
    assert_int_equal(number, bytes);
    assert_hr(IWriteEngine2_get_UseStreamingWrite12(engine, &flag), S_OK);
    assert_int_equal(flag, streaming);
    assert_no_error_info();
}

static void properties__new__are_the_defaults(void **state)
{
    IWriteEngine2 *engine = new_engine(*state);
    IDiscRecorder2Ex *recorder = (IDiscRecorder2Ex *)engine;
    VARIANT_BOOL busy = 99;

    assert_numbers(engine, -1, -1, -1, VARIANT_FALSE);
    assert_hr(IWriteEngine2_get_Recorder(engine, &recorder), S_OK);
    assert_null(recorder);
    assert_hr(IWriteEngine2_get_WriteInProgress(engine, &busy), S_OK);
    assert_int_equal(busy, VARIANT_FALSE);
    IWriteEngine2_Release(engine);
}

static void properties__put__are_kept_where_they_are_valid(void **state)
{
    static const LONG bad_speeds[] = {0, -2, (LONG)0x80000000};
    IWriteEngine2 *engine = new_engine(*state);
    size_t i;

    assert_hr(IWriteEngine2_put_StartingSectorsPerSecond(engine, 1), S_OK);
    assert_hr(IWriteEngine2_put_EndingSectorsPerSecond(engine, 0x7FFFFFFF), S_OK);
    assert_hr(IWriteEngine2_put_BytesPerSector(engine, 2448), S_OK);
    assert_hr(IWriteEngine2_put_UseStreamingWrite12(engine, 1), S_OK); /* any value but 0 is true */
    assert_numbers(engine, 1, 0x7FFFFFFF, 2448, VARIANT_TRUE);
    for (i = 0; i < ARRAYSIZE(bad_speeds); i++) {
        assert_hr(IWriteEngine2_put_StartingSectorsPerSecond(engine, bad_speeds[i]), E_INVALIDARG);
        assert_error_says(SOURCE, L"Setting the speed at the start", L"0x80070057", NULL);
        assert_hr(IWriteEngine2_put_EndingSectorsPerSecond(engine, bad_speeds[i]), E_INVALIDARG);
        assert_hr(IWriteEngine2_put_BytesPerSector(engine, bad_speeds[i]), E_INVALIDARG);
    }
    assert_hr(IWriteEngine2_put_BytesPerSector(engine, -1), E_INVALIDARG);
    assert_numbers(engine, 1, 0x7FFFFFFF, 2448, VARIANT_TRUE);
    assert_hr(IWriteEngine2_put_StartingSectorsPerSecond(engine, -1), S_OK);
    assert_hr(IWriteEngine2_put_EndingSectorsPerSecond(engine, -1), S_OK);
    assert_hr(IWriteEngine2_put_UseStreamingWrite12(engine, VARIANT_FALSE), S_OK);
    assert_numbers(engine, -1, -1, 2448, VARIANT_FALSE);
    IWriteEngine2_Release(engine);
}

static void properties__no_pointer__is_pointer(void **state)
{
    IWriteEngine2 *engine = new_engine(*state);

    assert_hr(IWriteEngine2_get_Recorder(engine, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Reading the recorder", L"0x80004003", NULL);
    assert_hr(IWriteEngine2_get_UseStreamingWrite12(engine, NULL), E_POINTER);
    assert_hr(IWriteEngine2_get_StartingSectorsPerSecond(engine, NULL), E_POINTER);
    assert_hr(IWriteEngine2_get_EndingSectorsPerSecond(engine, NULL), E_POINTER);
    assert_hr(IWriteEngine2_get_BytesPerSector(engine, NULL), E_POINTER);
    assert_hr(IWriteEngine2_get_WriteInProgress(engine, NULL), E_POINTER);
    IWriteEngine2_Release(engine);
}

static void put_Recorder__then_NULL__is_given_back(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    IDiscRecorder2Ex *recorder;

    assert_hr(IWriteEngine2_get_Recorder(engine, &recorder), S_OK);
    assert_non_null(recorder);
    assert_hr(IWriteEngine2_put_Recorder(engine, recorder), S_OK); /* the same again */
    IDiscRecorder2Ex_Release(recorder);
    assert_int_equal(fixture->closes, 0);
    assert_hr(IWriteEngine2_put_Recorder(engine, NULL), S_OK);
    assert_int_equal(fixture->closes, 1); /* nobody holds it any more */
    assert_hr(IWriteEngine2_get_Recorder(engine, &recorder), S_OK);
    assert_null(recorder);
    IWriteEngine2_Release(engine);
}

/* The longest transfer of the fixture's adapter is 65,536 bytes. */
static void put_BytesPerSector__longer_than_a_transfer__is_invalid(void **state)
{
    IWriteEngine2 *engine = ready_engine(*state, 65536);
    struct client_stream stream;

    assert_hr(IWriteEngine2_put_BytesPerSector(engine, 65537), E_INVALIDARG);
    assert_numbers(engine, -1, -1, 65536, VARIANT_FALSE);
    IWriteEngine2_Release(engine);

    engine = new_engine(*state); /* without a recorder it shows in WriteSection */
    assert_hr(IWriteEngine2_put_BytesPerSector(engine, 65537), S_OK);
    {
        IWriteEngine2 *other = ready_engine(*state, 2048);
        IDiscRecorder2Ex *recorder;

        assert_hr(IWriteEngine2_get_Recorder(other, &recorder), S_OK);
        assert_hr(IWriteEngine2_put_Recorder(engine, recorder), S_OK);
        IDiscRecorder2Ex_Release(recorder);
        IWriteEngine2_Release(other);
    }
    client_stream_begin(&stream, 1000000, SEED);
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 1), E_INVALIDARG);
    assert_int_equal(side.writes, 0);
    IWriteEngine2_Release(engine);
}

/* --------------------------------------------------------------------------------------------------------- commands */

/* MMC-6, WRITE (10): LBA in bytes 2-5, transfer length in blocks in bytes 7-8. 65,536 bytes are 32 blocks of 2,048. */
static void WriteSection__seventy_blocks__are_three_writes_and_nothing_else(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;

    client_stream_begin(&stream, 1000000, SEED);
    stream.position = side.position = 5000; /* from where the stream stands */
    stream.most = 3000;                     /* in short reads */
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0x1000, 70), S_OK);
    assert_no_error_info();
    assert_int_equal(fixture->script.sent_count, 3);
    assert_sent(fixture, 0, "\x2A\x00\x00\x00\x10\x00\x00\x00\x20\x00", 10);
    assert_sent(fixture, 1, "\x2A\x00\x00\x00\x10\x20\x00\x00\x20\x00", 10);
    assert_sent(fixture, 2, "\x2A\x00\x00\x00\x10\x40\x00\x00\x06\x00", 10);
    assert_false(side.is_spoiled);
    assert_int_equal(side.position, 5000 + 70 * 2048);
    assert_int_equal(stream.position, 5000 + 70 * 2048); /* and no byte more was read */
    assert_int_equal(stream.seeks, 0);
    assert_int_equal(stream.references, 1);
    IWriteEngine2_Release(engine);
}

/* The lead-in of a CD, raw: 27 blocks of 2,352 bytes fit; LBA -150 is FFFFFF6Ah. */
static void WriteSection__negative_address__is_sent_as_it_is(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2352);
    struct client_stream stream;

    client_stream_begin(&stream, 1000000, SEED);
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, -150, 30), S_OK);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_sent(fixture, 0, "\x2A\x00\xFF\xFF\xFF\x6A\x00\x00\x1B\x00", 10);
    assert_sent(fixture, 1, "\x2A\x00\xFF\xFF\xFF\x85\x00\x00\x03\x00", 10);
    assert_int_equal(side.position, 30 * 2352);
    assert_false(side.is_spoiled);
    IWriteEngine2_Release(engine);
}

/* MMC-6, WRITE (12): transfer length in bytes 6-9, Streaming is bit 7 of byte 10. */
static void WriteSection__streaming__is_write_12(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;

    client_stream_begin(&stream, 1000000, SEED);
    assert_hr(IWriteEngine2_put_UseStreamingWrite12(engine, VARIANT_TRUE), S_OK);
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0x7FFFFFDF, 32), S_OK);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_sent(fixture, 0, "\xAA\x00\x7F\xFF\xFF\xDF\x00\x00\x00\x20\x80\x00", 12);
    IWriteEngine2_Release(engine);
}

static void WriteSection__wrong_arguments__are_refused_in_order(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = new_engine(fixture);
    struct client_stream stream;
    IStream *data = &stream.IStream_iface;

    client_stream_begin(&stream, 1000000, SEED);
    assert_hr(IWriteEngine2_WriteSection(engine, NULL, 0, 0), E_POINTER);
    assert_error_says(SOURCE, L"Writing a section", L"0x80004003", NULL);
    assert_hr(IWriteEngine2_WriteSection(engine, data, 0, 0), E_POINTER); /* no recorder, before all else */
    IWriteEngine2_Release(engine);

    engine = ready_engine(fixture, 2048);
    assert_hr(IWriteEngine2_WriteSection(engine, data, 0, 0), E_INVALIDARG);
    assert_hr(IWriteEngine2_WriteSection(engine, data, 0, -1), E_INVALIDARG);
    assert_hr(IWriteEngine2_WriteSection(engine, data, 0x7FFFFFFF, 1), E_INVALIDARG); /* ends beyond 2^31 - 1 */
    assert_hr(IWriteEngine2_WriteSection(engine, data, 1, 0x7FFFFFFF), E_INVALIDARG);
    assert_error_says(SOURCE, L"0x80070057", NULL);
    assert_int_equal(stream.reads + stream.seeks, 0);
    assert_int_equal(fixture->script.sent_count, 0);
    IWriteEngine2_Release(engine);

    engine = ready_engine(fixture, 2048);
    {
        IWriteEngine2 *unset = new_engine(fixture);
        IDiscRecorder2Ex *recorder;

        assert_hr(IWriteEngine2_get_Recorder(engine, &recorder), S_OK);
        assert_hr(IWriteEngine2_put_Recorder(unset, recorder), S_OK);
        IDiscRecorder2Ex_Release(recorder);
        assert_hr(IWriteEngine2_WriteSection(unset, data, 0, 1), E_INVALIDARG); /* BytesPerSector was not set */
        IWriteEngine2_Release(unset);
    }
    IWriteEngine2_Release(engine);
}

/* ------------------------------------------------------------------------------------------------------------ drive */

static void WriteSection__drive_has_no_room__is_sent_again(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;

    client_stream_begin(&stream, 1000000, SEED);
    side.busy = BUSY_TIMES;
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 40), S_OK);
    assert_int_equal(fixture->script.sent_count, 2 + BUSY_TIMES + 1);
    assert_sent(fixture, 1, "\x5C\x00\x00\x00\x00\x00\x00\x00\x0C\x00", 10); /* READ BUFFER CAPACITY: tells no size */
    assert_sent(fixture, BUSY_TIMES + 1, "\x2A\x00\x00\x00\x00\x00\x00\x00\x20\x00", 10);
    assert_false(side.is_spoiled);
    IWriteEngine2_Release(engine);
}

/* How long it waits for room follows from the speeds that the client expects: 32 blocks at 320 a second. */
static void WriteSection__speeds_of_the_client__pace_a_full_buffer(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;
    uint64_t slept;

    client_stream_begin(&stream, 1000000, SEED);
    assert_hr(IWriteEngine2_put_StartingSectorsPerSecond(engine, 320), S_OK);
    assert_hr(IWriteEngine2_put_EndingSectorsPerSecond(engine, 80), S_OK);
    slept = fixture->clock.slept_ms;
    side.busy = BUSY_TIMES; /* all at the first address */
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 40), S_OK);
    assert_int_equal(fixture->clock.slept_ms - slept, BUSY_TIMES * 100);
    IWriteEngine2_Release(engine);
}

/* The first error ends it, and no other command follows. */
static void WriteSection__drive_refuses__says_why(void **state)
{
    static const struct {
        uint8_t key, asc, ascq;
        HRESULT hr;
        const WCHAR *says;
    } rows[] = {
        {0x07, 0x27, 0x00, (HRESULT)0xC0AA0209, L"7/27/00"}, /* write protected */
        {0x05, 0x21, 0x02, (HRESULT)0xC0AA0301, L"5/21/02"}, /* invalid address for write */
        {0x03, 0x0C, 0x00, (HRESULT)0xC0AA0301, L"3/0C/00"}, /* write error */
        {0x02, 0x3A, 0x00, (HRESULT)0xC0AA0202, L"2/3A/00"}, /* no medium */
        {0x03, 0x0C, 0x09, (HRESULT)0xC0AA0300, L"3/0C/09"}, /* loss of streaming */
    };
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        memset(&side, 0, sizeof side);
        script_again(&fixture->script);
        side.fails_at = 2;
        side.key = rows[i].key;
        side.asc = rows[i].asc;
        side.ascq = rows[i].ascq;
        client_stream_begin(&stream, 1000000, SEED);
        assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 100), rows[i].hr);
        assert_error_says(SOURCE, L"Writing a section", L"WRITE", rows[i].says, L"VENDOR", NULL);
        assert_int_equal(fixture->script.sent_count, 2);
        assert_int_equal(side.others, 0);
        assert_int_equal(stream.references, 1);
    }
    IWriteEngine2_Release(engine);
}

static void WriteSection__drive_is_gone__says_so(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;

    client_stream_begin(&stream, 1000000, SEED);
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_DEVICE_GONE, 0);
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 100), (HRESULT)0x80070037);
    assert_int_equal(fixture->script.sent_count, 1);
    IWriteEngine2_Release(engine);
}

/* ----------------------------------------------------------------------------------------------------------- stream */

static void WriteSection__stream_misbehaves__is_told(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;

    client_stream_begin(&stream, 39 * 2048 + 2047, SEED); /* ends a byte too soon, whatever it says */
    stream.says = 1000000;
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 100, 40), STG_E_READFAULT);
    assert_error_says(SOURCE, L"block 139 is missing", NULL);

    client_stream_begin(&stream, 1000000, SEED);
    stream.read_result = STG_E_REVERTED;
    stream.fail_at = 33 * 2048;
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 100, 40), STG_E_REVERTED);
    assert_error_says(SOURCE, L"0x80030102", L"source stream failed", NULL);

    client_stream_begin(&stream, 1000000, SEED);
    stream.claims_more = 1;
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 100, 40), STG_E_READFAULT);
    assert_int_equal(stream.references, 1);
    assert_int_equal(side.others, 0);
    IWriteEngine2_Release(engine);
}

/* ----------------------------------------------------------------------------------------------------------- events */

enum { NOTES_MAX = 200 };

struct note {
    LONG start, count, read, written, total, used, free;
};

static struct heard {
    struct note notes[NOTES_MAX];
    LONG count;
    HRESULT failed; /* the last failure inside the handler */
    bool is_odd;
    IWriteEngine2 *engine;
} heard;

static void note_failure(HRESULT hr, HRESULT expected)
{
    if (hr != expected) heard.failed = hr ? hr : 1;
}

/* Everything that an event brings: the object and the progress, with each of its properties. */
static HRESULT note_event(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct note *note = &heard.notes[heard.count < NOTES_MAX ? heard.count : NOTES_MAX - 1];
    IWriteEngine2EventArgs *args;
    IDiscFormat2DataEventArgs *other;
    IWriteEngine2 *engine;
    IDispatch *progress;

    heard.count++;
    if (event != 0x100 || parameters->cArgs != 2 || V_VT(&parameters->rgvarg[0]) != VT_DISPATCH) heard.is_odd = true;
    progress = V_DISPATCH(&parameters->rgvarg[0]);
    note_failure(IDispatch_QueryInterface(sink->object, &IID_IWriteEngine2, (void **)&engine), S_OK);
    if (engine != heard.engine) heard.is_odd = true;
    IWriteEngine2_Release(engine);
    note_failure(IDispatch_QueryInterface(progress, &IID_IDiscFormat2DataEventArgs, (void **)&other), E_NOINTERFACE);
    note_failure(IDispatch_QueryInterface(progress, &IID_IWriteEngine2EventArgs, (void **)&args), S_OK);
    note_failure(IWriteEngine2EventArgs_get_StartLba(args, &note->start), S_OK);
    note_failure(IWriteEngine2EventArgs_get_SectorCount(args, &note->count), S_OK);
    note_failure(IWriteEngine2EventArgs_get_LastReadLba(args, &note->read), S_OK);
    note_failure(IWriteEngine2EventArgs_get_LastWrittenLba(args, &note->written), S_OK);
    note_failure(IWriteEngine2EventArgs_get_TotalSystemBuffer(args, &note->total), S_OK);
    note_failure(IWriteEngine2EventArgs_get_UsedSystemBuffer(args, &note->used), S_OK);
    note_failure(IWriteEngine2EventArgs_get_FreeSystemBuffer(args, &note->free), S_OK);
    note_failure(IWriteEngine2EventArgs_get_StartLba(args, NULL), E_POINTER);
    IWriteEngine2EventArgs_Release(args);
    return S_OK;
}

static DWORD begin_listening(struct event_sink *sink, IWriteEngine2 *engine,
                             HRESULT (*react)(struct event_sink *, DISPID, DISPPARAMS *))
{
    memset(&heard, 0, sizeof heard);
    heard.engine = engine;
    sink_begin(sink, EVENTS, SINK_BOTH);
    sink->react = react;
    return sink_advise((IUnknown *)engine, sink);
}

/* Of a listener: nothing was odd, and all of its numbers fit together. */
static void assert_heard(const struct event_sink *sink, LONG start, LONG count)
{
    LONG i;

    assert_hr(heard.failed, S_OK);
    assert_false(heard.is_odd);
    assert_true(heard.count >= 2 && heard.count <= NOTES_MAX);
    assert_int_equal(sink->thread, GetCurrentThreadId());
    for (i = 0; i < heard.count; i++) {
        const struct note *note = &heard.notes[i];

        assert_int_equal(note->start, start);
        assert_int_equal(note->count, count);
        assert_true(note->total > 0);
        assert_int_equal(note->used + note->free, note->total);
        assert_true(note->read >= note->written && note->written >= start);
        if (i) assert_true(note->written >= heard.notes[i - 1].written);
    }
    assert_int_equal(heard.notes[0].written, start);
}

static void Update__a_section__comes_before_and_after(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;
    struct event_sink sink;
    DWORD cookie = begin_listening(&sink, engine, note_event);

    client_stream_begin(&stream, 10000000, SEED);
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 500, 1000), S_OK);
    assert_heard(&sink, 500, 1000);
    assert_int_equal(heard.notes[0].read, 500);
    assert_int_equal(heard.notes[heard.count - 1].read, 1499);
    assert_int_equal(heard.notes[heard.count - 1].written, 1499);
    assert_int_equal(heard.notes[heard.count - 1].used, 0);
    assert_hr(sink_unadvise((IUnknown *)engine, EVENTS, cookie), S_OK);
    assert_int_equal(sink.references, 1);
    IWriteEngine2_Release(engine);
}

static void Update__slow_drive__comes_every_half_second(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;
    struct event_sink sink;
    DWORD cookie = begin_listening(&sink, engine, note_event);

    fixture->script.command_ms = 100; /* 32 WRITEs: 3.2 s */
    client_stream_begin(&stream, 10000000, SEED);
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 1024), S_OK);
    assert_heard(&sink, 0, 1024);
    assert_true(heard.count <= 2 + 7); /* not more often */
    assert_hr(sink_unadvise((IUnknown *)engine, EVENTS, cookie), S_OK);
    IWriteEngine2_Release(engine);
}

static void Update__section_fails__comes_after_it_too(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;
    struct event_sink sink;
    DWORD cookie = begin_listening(&sink, engine, note_event);

    side.fails_at = 2;
    side.key = 0x03;
    side.asc = 0x0C;
    client_stream_begin(&stream, 10000000, SEED);
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 100), (HRESULT)0xC0AA0301);
    assert_heard(&sink, 0, 100);
    assert_int_equal(heard.notes[heard.count - 1].written, 31); /* of the first WRITE */
    assert_hr(sink_unadvise((IUnknown *)engine, EVENTS, cookie), S_OK);
    IWriteEngine2_Release(engine);
}

/* What may be done inside: getters and CancelWrite; every put, and another WriteSection, is E_FAIL. */
static HRESULT meddle(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    IWriteEngine2 *engine = heard.engine;
    IDiscRecorder2Ex *recorder;
    struct client_stream other;
    VARIANT_BOOL busy = 0;
    LONG bytes = 0;

    (void)sink, (void)event, (void)parameters;
    heard.count++;
    client_stream_begin(&other, 1000000, SEED);
    note_failure(IWriteEngine2_get_WriteInProgress(engine, &busy), S_OK);
    if (busy != VARIANT_TRUE) heard.is_odd = true;
    note_failure(IWriteEngine2_get_BytesPerSector(engine, &bytes), S_OK);
    if (bytes != 2048) heard.is_odd = true;
    note_failure(IWriteEngine2_get_Recorder(engine, &recorder), S_OK);
    note_failure(IWriteEngine2_put_Recorder(engine, recorder), E_FAIL);
    note_failure(IWriteEngine2_put_Recorder(engine, NULL), E_FAIL);
    IDiscRecorder2Ex_Release(recorder);
    note_failure(IWriteEngine2_put_BytesPerSector(engine, 2352), E_FAIL);
    note_failure(IWriteEngine2_put_BytesPerSector(engine, -5), E_FAIL);
    note_failure(IWriteEngine2_put_StartingSectorsPerSecond(engine, 5), E_FAIL);
    note_failure(IWriteEngine2_put_EndingSectorsPerSecond(engine, 5), E_FAIL);
    note_failure(IWriteEngine2_put_UseStreamingWrite12(engine, VARIANT_TRUE), E_FAIL);
    note_failure(IWriteEngine2_WriteSection(engine, &other.IStream_iface, 0, 1), E_FAIL);
    note_failure(IWriteEngine2_WriteSection(engine, NULL, 0, 1), E_POINTER);
    if (other.reads) heard.is_odd = true;
    return E_UNEXPECTED; /* which nobody looks at */
}

static void members__while_it_writes__are_refused_or_answer(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;
    struct event_sink sink;
    DWORD cookie = begin_listening(&sink, engine, meddle);

    client_stream_begin(&stream, 10000000, SEED);
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 100), S_OK);
    assert_no_error_info(); /* what the handler's calls left is gone */
    assert_true(heard.count >= 2);
    assert_hr(heard.failed, S_OK);
    assert_false(heard.is_odd);
    assert_numbers(engine, -1, -1, 2048, VARIANT_FALSE);
    assert_hr(sink_unadvise((IUnknown *)engine, EVENTS, cookie), S_OK);
    IWriteEngine2_Release(engine);
}

static HRESULT cancel(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    (void)sink, (void)event, (void)parameters;
    heard.count++;
    note_failure(IWriteEngine2_CancelWrite(heard.engine), S_OK);
    note_failure(IWriteEngine2_CancelWrite(heard.engine), S_OK);
    return S_OK;
}

static void CancelWrite__in_the_handler__ends_the_section(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;
    struct event_sink sink;
    DWORD cookie;

    assert_hr(IWriteEngine2_CancelWrite(engine), (HRESULT)0x00AA0302); /* idle: a success code */
    assert_no_error_info();
    cookie = begin_listening(&sink, engine, cancel);
    client_stream_begin(&stream, 1000000000, SEED);
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 400000), (HRESULT)0xC0AA0002);
    assert_error_says(SOURCE, L"0xC0AA0002", NULL);
    assert_true(side.writes < 400000 / 32);
    assert_int_equal(side.others, 0);
    assert_hr(heard.failed, S_OK);
    assert_hr(sink_unadvise((IUnknown *)engine, EVENTS, cookie), S_OK);

    memset(&side, 0, sizeof side); /* and it is over with the section: the next one goes through */
    client_stream_begin(&stream, 1000000, SEED);
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 40), S_OK);
    assert_false(side.is_spoiled);
    IWriteEngine2_Release(engine);
}

static HRESULT give_back(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    (void)event, (void)parameters;
    if (!heard.count++) {
        sink_unadvise((IUnknown *)heard.engine, EVENTS, *(DWORD *)sink->context);
        IWriteEngine2_Release(heard.engine);
    }
    return S_OK;
}

static void Update__handler_gives_back_the_last_reference__section_is_written(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;
    struct event_sink sink;
    DWORD cookie = begin_listening(&sink, engine, give_back);

    sink.context = &cookie;
    client_stream_begin(&stream, 10000000, SEED);
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 1000), S_OK);
    assert_int_equal(heard.count, 1);
    assert_int_equal(side.position, 1000 * 2048);
    assert_int_equal(sink.references, 1);
}

/* From another thread, while the drive is at a command. */
static DWORD WINAPI cancel_from_outside(void *context)
{
    IWriteEngine2 *engine = context;
    VARIANT_BOOL busy = VARIANT_FALSE;
    HRESULT hr;

    WaitForSingleObject(side.is_waiting, INFINITE);
    hr = IWriteEngine2_get_WriteInProgress(engine, &busy);
    if (hr == S_OK && busy != VARIANT_TRUE) hr = E_FAIL;
    if (hr == S_OK && IWriteEngine2_put_BytesPerSector(engine, 1) != E_FAIL) hr = E_FAIL;
    if (hr == S_OK) hr = IWriteEngine2_CancelWrite(engine);
    SetEvent(side.wait);
    return (DWORD)hr;
}

static void CancelWrite__on_another_thread__ends_the_section(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;
    HANDLE thread;
    DWORD code;

    side.wait = CreateEventW(NULL, TRUE, FALSE, NULL);
    side.is_waiting = CreateEventW(NULL, TRUE, FALSE, NULL);
    thread = CreateThread(NULL, 0, cancel_from_outside, engine, 0, NULL);
    client_stream_begin(&stream, 1000000000, SEED);
    assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 400000), (HRESULT)0xC0AA0002);
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &code);
    assert_hr((HRESULT)code, S_OK);
    assert_int_equal(side.writes, 1);
    CloseHandle(thread);
    CloseHandle(side.wait);
    CloseHandle(side.is_waiting);
    IWriteEngine2_Release(engine);
}

/* --------------------------------------------------------------------------------------- a recorder of the client's */

/* QueryInterface of one that has IDiscRecorder2Ex alone. */
static HRESULT WINAPI query_extended_only(IDiscRecorder2Ex *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IDiscRecorder2Ex)) return E_NOINTERFACE;
    *out = iface;
    IDiscRecorder2Ex_AddRef(iface);
    return S_OK;
}

/* It belongs to this apartment, so that every command comes on this thread; and it need not have IDiscRecorder2. */
static void WriteSection__recorder_of_the_clients__is_called_on_this_thread(void **state)
{
    struct com_fixture *fixture = *state;
    int is_extended_only;

    for (is_extended_only = 0; is_extended_only < 2; is_extended_only++) {
        IDiscRecorder2 *inner = fixture_initialized_recorder(fixture);
        IWriteEngine2 *engine = new_engine(fixture);
        static IDiscRecorder2ExVtbl extended_only;
        struct foreign_recorder foreign;
        struct client_stream stream;
        IDiscRecorder2Ex *got;

        memset(&side, 0, sizeof side);
        script_again(&fixture->script);
        fixture->script.otherwise = answer;
        foreign_begin(&foreign, inner);
        IDiscRecorder2_Release(inner);
        extended_only = *foreign.IDiscRecorder2Ex_iface.lpVtbl;
        extended_only.QueryInterface = query_extended_only;
        if (is_extended_only) foreign.IDiscRecorder2Ex_iface.lpVtbl = &extended_only;
        assert_hr(IWriteEngine2_put_Recorder(engine, &foreign.IDiscRecorder2Ex_iface), S_OK);
        assert_hr(IWriteEngine2_get_Recorder(engine, &got), S_OK);
        assert_ptr_equal(got, &foreign.IDiscRecorder2Ex_iface);
        IDiscRecorder2Ex_Release(got);
        assert_hr(IWriteEngine2_put_BytesPerSector(engine, 2048), S_OK);
        client_stream_begin(&stream, 1000000, SEED);
        assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0x1000, 70), S_OK);
        assert_int_equal(foreign.commands, 3);
        assert_int_equal(foreign.other_threads, 0);
        assert_int_equal(foreign.acquires, 0); /* exclusive access is the caller's own business */
        assert_sent(fixture, 2, "\x2A\x00\x00\x00\x10\x40\x00\x00\x06\x00", 10);
        assert_false(side.is_spoiled);

        side.fails_at = 4;
        side.key = 0x07;
        side.asc = 0x27;
        assert_hr(IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 1), (HRESULT)0xC0AA0209);
        assert_error_says(SOURCE, L"7/27/00", is_extended_only ? L"WRITE" : L"FOREIGN RECORDER F001", NULL);
        IWriteEngine2_Release(engine);
        foreign_end(&foreign);
    }
}

/* ------------------------------------------------------------------------------------------------------------ life */

static void engine__its_identity__is_agile_with_one_connection_point(void **state)
{
    IWriteEngine2 *engine = new_engine(*state);
    IConnectionPointContainer *container;
    IEnumConnectionPoints *points;
    IConnectionPoint *point;
    IMarshal *marshal;

    assert_hr(IWriteEngine2_QueryInterface(engine, &IID_IMarshal, (void **)&marshal), S_OK);
    IMarshal_Release(marshal);
    assert_hr(IWriteEngine2_QueryInterface(engine, &IID_IConnectionPointContainer, (void **)&container), S_OK);
    assert_hr(IConnectionPointContainer_EnumConnectionPoints(container, &points), S_OK);
    assert_hr(IEnumConnectionPoints_Next(points, 1, &point, NULL), S_OK);
    IConnectionPoint_Release(point);
    assert_hr(IEnumConnectionPoints_Next(points, 1, &point, NULL), S_FALSE);
    IEnumConnectionPoints_Release(points);
    IConnectionPointContainer_Release(container);
    IWriteEngine2_Release(engine);
}

static void WriteSection__no_memory__says_so_and_writes_nothing(void **state)
{
    struct com_fixture *fixture = *state;
    IWriteEngine2 *engine = ready_engine(fixture, 2048);
    struct client_stream stream;
    long nth, failures = 0;
    HRESULT hr = E_FAIL;

    for (nth = 1; FAILED(hr); nth++) {
        memset(&side, 0, sizeof side);
        client_stream_begin(&stream, 1000000, SEED);
        base_alloc_fail_nth(nth);
        hr = IWriteEngine2_WriteSection(engine, &stream.IStream_iface, 0, 1);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) {
            failures++;
            assert_hr(hr, E_OUTOFMEMORY);
        }
        assert_int_equal(stream.references, 1);
        assert_true(nth < 100);
    }
    assert_true(failures >= 3); /* the drive, its transport, the ring */
    IWriteEngine2_Release(engine);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(properties__new__are_the_defaults),
        CASE(properties__put__are_kept_where_they_are_valid),
        CASE(properties__no_pointer__is_pointer),
        CASE(put_Recorder__then_NULL__is_given_back),
        CASE(put_BytesPerSector__longer_than_a_transfer__is_invalid),
        CASE(WriteSection__seventy_blocks__are_three_writes_and_nothing_else),
        CASE(WriteSection__negative_address__is_sent_as_it_is),
        CASE(WriteSection__streaming__is_write_12),
        CASE(WriteSection__wrong_arguments__are_refused_in_order),
        CASE(WriteSection__drive_has_no_room__is_sent_again),
        CASE(WriteSection__speeds_of_the_client__pace_a_full_buffer),
        CASE(WriteSection__drive_refuses__says_why),
        CASE(WriteSection__drive_is_gone__says_so),
        CASE(WriteSection__stream_misbehaves__is_told),
        CASE(Update__a_section__comes_before_and_after),
        CASE(Update__slow_drive__comes_every_half_second),
        CASE(Update__section_fails__comes_after_it_too),
        CASE(members__while_it_writes__are_refused_or_answer),
        CASE(CancelWrite__in_the_handler__ends_the_section),
        CASE(Update__handler_gives_back_the_last_reference__section_is_written),
        CASE(CancelWrite__on_another_thread__ends_the_section),
        CASE(WriteSection__recorder_of_the_clients__is_called_on_this_thread),
        CASE(engine__its_identity__is_agile_with_one_connection_point),
        CASE(WriteSection__no_memory__says_so_and_writes_nothing),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
