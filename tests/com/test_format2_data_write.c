/* IDiscFormat2Data::Write at a simulated drive in this process: what is on the disc afterwards, the events in their
 * order, what a sink may do, and whose threads call whom.
 */
#include "com/data_listener.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/apartment.h"
#include "com/foreign_recorder.h"
#include "com/client_ranges.h"

enum { BLOCKS = 1000 };

/* --------------------------------------------------------------------------------------------- media, order, bytes */

static void write_one(struct writer_fixture *fixture, enum sim_medium medium, const LONG *actions, size_t count)
{
    IDiscFormat2Data *data = writer_ready_data(fixture);
    struct client_stream stream;
    struct seen seen = {.count = 0};
    struct event_sink sink;
    DWORD cookie;

    writer_medium(fixture, medium);
    fixture->block_count = 0;
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    stream.most = 5000;      /* never a whole number of blocks */
    stream.position = 12345; /* it is read from its beginning all the same */
    cookie = begin_listening(data, &sink, &seen);
    assert_hr(IDiscFormat2Data_put_ForceMediaToBeClosed(data, VARIANT_TRUE), S_OK);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), S_OK);
    assert_no_error_info();
    check_disc(fixture, BLOCKS);
    compress(&seen);
    assert_int_equal(seen.count, count);
    assert_memory_equal(seen.actions, actions, count * sizeof actions[0]);
    assert_int_equal(seen.start, 0);
    assert_int_equal(seen.thread, GetCurrentThreadId());
    assert_int_equal(stream.other_threads, 0); /* nobody but the caller's thread reads it */
    assert_int_equal(fixture->com->acquires, fixture->com->releases);
    assert_false(fixture->state.prevented);
    end_listening(data, &sink, &seen, cookie);
    client_stream_end(&stream);
    IDiscFormat2Data_Release(data);
}

static void Write__cd_r__is_on_the_disc_and_told_in_order(void **state)
{
    static const LONG actions[] = {0, 2, 3, 4, 5, 6};

    write_one(*state, SIM_MEDIUM_CD_R, actions, ARRAYSIZE(actions));
}

static void Write__dvd_plus_rw__is_formatted_first(void **state)
{
    static const LONG actions[] = {0, 1, 2, 3, 4, 5, 6};

    write_one(*state, SIM_MEDIUM_DVD_PLUS_RW, actions, ARRAYSIZE(actions));
}

static HRESULT write_in_apartment(void *context)
{
    struct writer_fixture *fixture = context;
    IDiscFormat2Data *data;
    struct client_stream stream;
    struct seen seen = {.count = 0};
    IDiscRecorder2 *recorder;
    struct event_sink sink;
    DWORD cookie;
    HRESULT hr;

    recorder = writer_recorder(fixture);
    data = writer_data(fixture);
    hr = IDiscFormat2Data_put_Recorder(data, recorder);
    IDiscRecorder2_Release(recorder);
    if (SUCCEEDED(hr)) hr = writer_put_name(data, L"Com test");
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    cookie = begin_listening(data, &sink, &seen);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_Write(data, &stream.IStream_iface);
    if (seen.faults || seen.thread != GetCurrentThreadId() || stream.other_threads) hr = E_UNEXPECTED;
    compress(&seen);
    if (seen.count != 6) hr = E_UNEXPECTED;
    sink_unadvise((IUnknown *)data, &IID_DDiscFormat2DataEvents, cookie);
    IDiscFormat2Data_Release(data);
    return hr;
}

static void Write__in_either_apartment__calls_the_sink_on_its_thread(void **state)
{
    struct writer_fixture *fixture = *state;

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(apartment_run(COINIT_MULTITHREADED, write_in_apartment, fixture), S_OK);
    check_disc(fixture, BLOCKS);
    writer_medium(fixture, SIM_MEDIUM_CD_R);
    fixture->block_count = 0;
    assert_hr(apartment_run(COINIT_APARTMENTTHREADED, write_in_apartment, fixture), S_OK);
    check_disc(fixture, BLOCKS);
}

/* ------------------------------------------------------------------------------------------------ what a sink does */

static void act_busy(struct seen *seen)
{
    const IDiscFormat2DataVtbl *members = seen->data->lpVtbl;
    HRESULT busy = E_IMAPI_DF2DATA_WRITE_IN_PROGRESS;
    IBurnVerification *verification;
    IMAPI_FORMAT2_DATA_MEDIA_STATE status;
    IMAPI_MEDIA_PHYSICAL_TYPE type;
    struct client_stream stream;
    IDiscRecorder2 *recorder;
    VARIANT_BOOL flag;
    SAFEARRAY *array;
    LONG value;

    client_stream_begin(&stream, 2048, WRITER_SEED);
    expect(seen, members->put_Recorder(seen->data, NULL) == busy);
    expect(seen, members->put_BufferUnderrunFreeDisabled(seen->data, VARIANT_TRUE) == busy);
    expect(seen, members->put_PostgapAlreadyInImage(seen->data, VARIANT_TRUE) == busy);
    expect(seen, members->put_ForceMediaToBeClosed(seen->data, VARIANT_TRUE) == busy);
    expect(seen, members->put_DisableConsumerDvdCompatibilityMode(seen->data, VARIANT_TRUE) == busy);
    expect(seen, members->put_ForceOverwrite(seen->data, VARIANT_TRUE) == busy);
    expect(seen, members->put_ClientName(seen->data, NULL) == busy);
    expect(seen, members->SetWriteSpeed(seen->data, -1, VARIANT_FALSE) == busy);
    expect(seen, members->Write(seen->data, &stream.IStream_iface) == busy);
    expect(seen, members->Write(seen->data, NULL) == E_POINTER); /* pointers come first */
    members->QueryInterface(seen->data, &IID_IBurnVerification, (void **)&verification);
    expect(seen, IBurnVerification_put_BurnVerificationLevel(verification, 1) == busy);
    IBurnVerification_Release(verification);
    expect(seen, !members->get_CurrentMediaStatus(seen->data, &status) && status == 6); /* as it was found */
    expect(seen, !members->get_CurrentPhysicalMediaType(seen->data, &type) && type == IMAPI_MEDIA_TYPE_CDR);
    expect(seen, !members->get_TotalSectorsOnMedia(seen->data, &value) && value == 359849);
    expect(seen, !members->get_FreeSectorsOnMedia(seen->data, &value) && value == 359847 - 150);
    expect(seen, !members->get_NextWritableAddress(seen->data, &value) && !value);
    expect(seen, !members->get_WriteProtectStatus(seen->data, (IMAPI_MEDIA_WRITE_PROTECT_STATE *)&value) && !value);
    expect(seen, !members->get_CurrentWriteSpeed(seen->data, &value) && value > 0);
    expect(seen, !members->get_MediaPhysicallyBlank(seen->data, &flag) && flag == VARIANT_TRUE);
    expect(seen, !members->get_Recorder(seen->data, &recorder) && recorder);
    expect(seen, !members->IsCurrentMediaSupported(seen->data, recorder, &flag) && flag == VARIANT_TRUE);
    expect(seen, !members->IsRecorderSupported(seen->data, recorder, &flag) && flag == VARIANT_TRUE);
    IDiscRecorder2_Release(recorder);
    expect(seen, !members->get_SupportedWriteSpeeds(seen->data, &array) && array->rgsabound[0].cElements);
    SafeArrayDestroy(array);
}

static size_t commands_of(const struct writer_fixture *fixture)
{
    size_t i, sum = 0;

    for (i = 0; i < ARRAYSIZE(fixture->commands); i++)
        sum += fixture->commands[i];
    return sum;
}

/* What a write of these blocks sends, and whether the sink that asks makes a difference. */
static size_t commands_with(struct writer_fixture *fixture, void (*act)(struct seen *seen))
{
    struct seen seen = {.at = 4, .act = act};
    IDiscFormat2Data *data = writer_ready_data(fixture);
    size_t before = commands_of(fixture);
    struct client_stream stream;
    struct event_sink sink;
    DWORD cookie = begin_listening(data, &sink, &seen);

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), S_OK);
    assert_int_equal(seen.has_acted, act != NULL);
    end_listening(data, &sink, &seen, cookie);
    IDiscFormat2Data_Release(data);
    return commands_of(fixture) - before;
}

static void busy__members__are_refused_or_answer_without_a_command(void **state)
{
    size_t alone = commands_with(*state, NULL);

    assert_int_equal(commands_with(*state, act_busy), alone);
}

static void act_release(struct seen *seen)
{
    IDiscFormat2Data_Release(seen->data);
}

static void sink__that_releases_the_last_reference__changes_nothing(void **state)
{
    struct writer_fixture *fixture = *state;
    struct seen seen = {.at = 4, .act = act_release};
    IDiscFormat2Data *data = writer_ready_data(fixture);
    struct client_stream stream;
    struct event_sink sink;

    begin_listening(data, &sink, &seen);
    writer_medium(fixture, SIM_MEDIUM_CD_R);
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), S_OK);
    assert_true(seen.has_acted);
    assert_int_equal(seen.faults, 0);
    assert_int_equal(sink.references, 1); /* the writer is gone, and has let go of its sink */
    check_disc(fixture, BLOCKS);
}

/* --------------------------------------------------------------------------------------------- failures and drives */

static void Write__second_time__needs_leave_to_overwrite(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    struct client_ranges ranges;
    struct client_stream stream;

    writer_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), S_OK);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), E_IMAPI_DF2DATA_MEDIA_NOT_BLANK);
    assert_hr(IDiscFormat2Data_put_ForceOverwrite(data, VARIANT_TRUE), S_OK);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), S_OK);
    assert_hr(IDiscFormat2Data_put_ForceOverwrite(data, VARIANT_FALSE), S_OK);
    client_ranges_begin(&ranges, &stream);
    client_ranges_add(&ranges, 16, 31); /* a stream with ranges needs none */
    memset(fixture->blocks, 0, (size_t)64 * 2048);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), S_OK);
    assert_int_equal(fixture->blocks[15 * 2048 + 5], 0);
    assert_int_equal(fixture->blocks[16 * 2048 + 5], client_stream_byte(WRITER_SEED, 16 * 2048 + 5));
    assert_int_equal(fixture->blocks[31 * 2048 + 5], client_stream_byte(WRITER_SEED, 31 * 2048 + 5));
    assert_int_equal(fixture->blocks[32 * 2048 + 5], 0);
    client_stream_end(&stream);
    IDiscFormat2Data_Release(data);
}

static IDiscFormat2Data *other_writer;

static void act_second_writer(struct seen *seen)
{
    struct client_stream stream;

    client_stream_begin(&stream, 2048, WRITER_SEED);
    expect(seen, IDiscFormat2Data_Write(other_writer, &stream.IStream_iface) == E_IMAPI_RECORDER_LOCKED);
    expect(seen, stream.references == 1);
}

/* Both have the same recorder object, whose own count would let them both in. */
static void two_writers__of_one_drive__take_turns(void **state)
{
    struct writer_fixture *fixture = *state;
    struct seen seen = {.at = 4, .act = act_second_writer};
    IDiscFormat2Data *data = writer_ready_data(fixture);
    struct client_stream stream;
    struct event_sink sink;
    IDiscRecorder2 *recorder;
    DWORD cookie = begin_listening(data, &sink, &seen);

    writer_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    other_writer = writer_data(fixture);
    assert_hr(IDiscFormat2Data_get_Recorder(data, &recorder), S_OK);
    assert_hr(IDiscFormat2Data_put_Recorder(other_writer, recorder), S_OK);
    assert_hr(writer_put_name(other_writer, L"Second"), S_OK);
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), S_OK);
    assert_true(seen.has_acted);
    check_disc(fixture, BLOCKS);
    assert_hr(IDiscFormat2Data_put_ForceOverwrite(other_writer, VARIANT_TRUE), S_OK);
    assert_hr(IDiscFormat2Data_Write(other_writer, &stream.IStream_iface), S_OK); /* now it is its turn */
    end_listening(data, &sink, &seen, cookie);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2Data_Release(other_writer);
    IDiscFormat2Data_Release(data);
}

/* A recorder of the client's own belongs to this apartment: it is called on this thread alone. */
static void foreign_recorder__in_an_sta__is_driven_on_its_thread(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscRecorder2 *inner = writer_recorder(fixture), *got;
    IDiscFormat2Data *data = writer_data(fixture);
    struct foreign_recorder foreign;
    struct client_stream stream;

    foreign_begin(&foreign, inner);
    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(IDiscFormat2Data_put_Recorder(data, &foreign.IDiscRecorder2_iface), S_OK);
    assert_hr(IDiscFormat2Data_get_Recorder(data, &got), S_OK);
    assert_ptr_equal(got, &foreign.IDiscRecorder2_iface);
    IDiscRecorder2_Release(got);
    assert_hr(writer_put_name(data, L"Com test"), S_OK);
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), S_OK);
    check_disc(fixture, BLOCKS);
    assert_true(foreign.commands > 0);
    assert_int_equal(foreign.other_threads, 0);
    assert_int_equal(foreign.acquires, 1);
    assert_int_equal(foreign.releases, 1);
    assert_hr(IDiscFormat2Data_put_Recorder(data, NULL), S_OK);
    foreign_end(&foreign);
    IDiscRecorder2_Release(inner);
    IDiscFormat2Data_Release(data);
}

/* In the multithreaded apartment a second thread might call it, too, and does not: the client said nothing of that. */
static HRESULT write_foreign(void *context)
{
    struct writer_fixture *fixture = context;
    IDiscRecorder2 *inner = writer_recorder(fixture);
    IDiscFormat2Data *data = writer_data(fixture);
    struct foreign_recorder foreign;
    HRESULT hr;

    foreign_begin(&foreign, inner);
    hr = IDiscFormat2Data_put_Recorder(data, &foreign.IDiscRecorder2_iface);
    if (SUCCEEDED(hr)) hr = writer_put_name(data, L"Com test");
    if (SUCCEEDED(hr)) hr = writer_write(data, BLOCKS);
    if (!foreign.commands || foreign.other_threads) hr = E_UNEXPECTED;
    IDiscFormat2Data_Release(data);
    if (foreign.references != 1) return E_UNEXPECTED;
    foreign_end(&foreign);
    IDiscRecorder2_Release(inner);
    return hr;
}

static void foreign_recorder__in_the_mta__is_driven_on_the_caller_s_thread(void **state)
{
    struct writer_fixture *fixture = *state;

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(apartment_run(COINIT_MULTITHREADED, write_foreign, fixture), S_OK);
    check_disc(fixture, BLOCKS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(Write__cd_r__is_on_the_disc_and_told_in_order),
        WRITER_CASE(Write__dvd_plus_rw__is_formatted_first),
        WRITER_CASE(Write__in_either_apartment__calls_the_sink_on_its_thread),
        WRITER_CASE(busy__members__are_refused_or_answer_without_a_command),
        WRITER_CASE(sink__that_releases_the_last_reference__changes_nothing),
        WRITER_CASE(Write__second_time__needs_leave_to_overwrite),
        WRITER_CASE(two_writers__of_one_drive__take_turns),
        WRITER_CASE(foreign_recorder__in_an_sta__is_driven_on_its_thread),
        WRITER_CASE(foreign_recorder__in_the_mta__is_driven_on_the_caller_s_thread),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
