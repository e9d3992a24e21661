/* IDiscFormat2TrackAtOnce::AddAudioTrack at a simulated drive in this process: what is on the disc afterwards, the
 * events in their order, what a sink may do, whose threads call whom, and the object's end while it works.
 */
#include "com/tao_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/apartment.h"
#include "com/foreign_recorder.h"

enum { WRITE_10 = 0x2A, SYNCHRONIZE_CACHE = 0x35, SEND_OPC = 0x54, MODE_SELECT = 0x55, CLOSE = 0x5B };

/* Of a track at once two blocks of run-out and 150 of the next pre-gap follow (behaviour-audio.md, 1.2). */
enum { BETWEEN = 152 };

/* --------------------------------------------------------------------------------------------- disc, order, bytes */

/* One track of 1,000 sectors at 0, lead-out at 1,002: MMC-6, READ TOC, format 0000b. */
static const uint8_t toc_of_one[] = {
    0x00, 0x12, 0x01, 0x01, 0x00, 0x10, 0x01, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x10, 0xAA, 0x00, 0x00, 0x00, 0x03, 0xEA,
};

static void one_track__is_on_the_disc_and_told_in_order(void **state)
{
    static const LONG actions[] = {TAO_PREPARING, TAO_WRITING, TAO_FINISHING};
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    struct tao_seen seen = {.count = 0};
    struct client_stream stream;
    struct event_sink sink;
    DWORD cookie = tao_listen(tao, &sink, &seen);
    LONG value;

    client_stream_begin(&stream, (uint64_t)1000 * TAO_SECTOR_BYTES, 1);
    stream.most = 5000;      /* never a whole number of sectors */
    stream.position = 12345; /* it is read from its beginning all the same */
    assert_hr(IDiscFormat2TrackAtOnce_AddAudioTrack(tao, &stream.IStream_iface), S_OK);
    assert_no_error_info();
    assert_int_equal(stream.other_threads, 0); /* nobody but the caller's thread reads it */
    client_stream_end(&stream);
    assert_int_equal(seen.thread, GetCurrentThreadId());
    assert_int_equal(seen.track, 1);
    assert_int_equal(seen.start, 0);
    assert_int_equal(seen.sectors, 1000);
    tao_compress(&seen);
    assert_int_equal(seen.count, ARRAYSIZE(actions));
    assert_memory_equal(seen.actions, actions, sizeof actions);

    assert_hr(IDiscFormat2TrackAtOnce_get_NumberOfExistingTracks(tao, &value), S_OK);
    assert_int_equal(value, 1);
    assert_hr(IDiscFormat2TrackAtOnce_get_TotalSectorsOnMedia(tao, &value), S_OK);
    assert_int_equal(value, 359849);
    assert_hr(IDiscFormat2TrackAtOnce_get_FreeSectorsOnMedia(tao, &value), S_OK);
    assert_int_equal(value, 359847 - 1000 - BETWEEN);
    assert_hr(IDiscFormat2TrackAtOnce_get_UsedSectorsOnMedia(tao, &value), S_OK);
    assert_int_equal(value, 359849 - (359847 - 1000 - BETWEEN));

    seen.count = 0;
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    assert_int_equal(seen.count, 0); /* the release raises none */
    tao_end_listening(tao, &sink, &seen, cookie);
    tao_assert_free(fixture, tao);
    tao_check_toc(fixture, toc_of_one, sizeof toc_of_one);
    tao_check_sectors(fixture, 0, 1000, 1);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* The settings are sent for each track, and once more for the close; the laser is calibrated once. */
static void several_tracks__follow_each_other_and_are_in_the_table(void **state)
{
    /* 300 sectors at 0; 350 at 452; 400 at 954; lead-out at 1,356. */
    static const uint8_t toc[] = {
        0x00, 0x22, 0x01, 0x03, 0x00, 0x10, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x02, 0x00, 0x00, 0x00,
        0x01, 0xC4, 0x00, 0x10, 0x03, 0x00, 0x00, 0x00, 0x03, 0xBA, 0x00, 0x10, 0xAA, 0x00, 0x00, 0x00, 0x05, 0x4C,
    };
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_RW);
    SAFEARRAY *array;
    VARIANT element;
    LONG index = 0, value;

    assert_hr(tao_add(tao, 300, 1), S_OK);
    assert_hr(tao_add(tao, 350, 2), S_OK);
    assert_hr(tao_add(tao, 400, 3), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_get_NumberOfExistingTracks(tao, &value), S_OK);
    assert_int_equal(value, 3);
    assert_hr(IDiscFormat2TrackAtOnce_get_ExpectedTableOfContents(tao, &array), S_OK);
    assert_int_equal(array->rgsabound[0].cElements, 1);
    assert_hr(SafeArrayGetElement(array, &index, &element), S_OK);
    assert_int_equal(V_VT(&element), VT_BYREF | VT_UI1);
    assert_memory_equal(V_UI1REF(&element), toc, sizeof toc);
    SafeArrayDestroy(array); /* frees nothing behind the reference */
    assert_memory_equal(V_UI1REF(&element), toc, sizeof toc);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    assert_int_equal(fixture->commands[SEND_OPC], 1);
    assert_int_equal(fixture->commands[MODE_SELECT], 4);
    assert_int_equal(fixture->commands[CLOSE], 1);
    tao_assert_free(fixture, tao);
    tao_check_toc(fixture, toc, sizeof toc); /* as it was expected */
    tao_check_sectors(fixture, 0, 300, 1);
    tao_check_silence(fixture, 300, BETWEEN);
    tao_check_sectors(fixture, 452, 350, 2);
    tao_check_sectors(fixture, 954, 400, 3);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* Four seconds are the least: silence follows. Nothing of the stream is padded where it is 300 sectors long. */
static void short_track__is_padded_with_silence(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    struct tao_seen seen = {.count = 0};
    struct event_sink sink;
    DWORD cookie = tao_listen(tao, &sink, &seen);

    assert_hr(tao_add(tao, 1, 1), S_OK);
    assert_int_equal(seen.sectors, 300);
    assert_hr(tao_add(tao, 299, 2), S_OK);
    assert_int_equal(seen.sectors, 300);
    assert_int_equal(seen.start, 452);
    assert_int_equal(seen.track, 2);
    tao_end_listening(tao, &sink, &seen, cookie);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_check_sectors(fixture, 0, 1, 1);
    tao_check_silence(fixture, 1, 299 + BETWEEN);
    tao_check_sectors(fixture, 452, 299, 2);
    tao_check_silence(fixture, 452 + 299, 1);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void a_hundredth_track__is_refused(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    SAFEARRAY *array;
    VARIANT element;
    LONG index = 0, value;
    unsigned i;

    for (i = 1; i <= 99; i++)
        assert_hr(tao_add(tao, 300, (BYTE)i), S_OK);
    assert_hr(tao_add(tao, 300, 100), 0xC0AA0508);
    assert_error_says(TAO_SOURCE, L"0xC0AA0508", L"99 tracks", NULL);
    assert_hr(IDiscFormat2TrackAtOnce_get_NumberOfExistingTracks(tao, &value), S_OK);
    assert_int_equal(value, 99);
    assert_hr(IDiscFormat2TrackAtOnce_get_ExpectedTableOfContents(tao, &array), S_OK);
    assert_hr(SafeArrayGetElement(array, &index, &element), S_OK);
    assert_memory_equal(V_UI1REF(&element), "\x03\x22\x01\x63", 4); /* 802 bytes follow */
    SafeArrayDestroy(array);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    tao_check_sectors(fixture, 98 * 452, 300, 99);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* CD Extra: the audio stays open, and the data writer adds its session. */
static void DoNotFinalizeMedia__lets_the_data_writer_add_a_session(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_ready(fixture);
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IMAPI_FORMAT2_DATA_MEDIA_STATE status;
    LONG next;

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(IDiscFormat2TrackAtOnce_put_DoNotFinalizeMedia(tao, VARIANT_TRUE), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), S_OK);
    assert_hr(tao_add(tao, 1000, 1), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    assert_hr(IDiscFormat2Data_get_CurrentMediaStatus(data, &status), S_OK);
    assert_int_equal(status, 0x0004); /* appendable */
    assert_hr(IDiscFormat2Data_get_NextWritableAddress(data, &next), S_OK);
    assert_int_equal(next, 1002 + 11400); /* behind the lead-out, the next lead-in and its pre-gap */
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), 0xC0AA0506); /* appending is not its business */
    assert_hr(IDiscFormat2Data_put_ForceMediaToBeClosed(data, VARIANT_TRUE), S_OK);
    assert_hr(writer_write(data, 1000), S_OK);
    assert_hr(IDiscFormat2Data_get_CurrentMediaStatus(data, &status), S_OK);
    assert_int_equal(status & 0x4000, 0x4000);
    tao_check_sectors(fixture, 0, 1000, 1);
    IDiscFormat2Data_Release(data);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* ------------------------------------------------------------------------------------------------- whose threads */

static HRESULT burn_in_apartment(void *context)
{
    struct writer_fixture *fixture = context;
    IDiscFormat2TrackAtOnce *tao = tao_ready(fixture);
    struct tao_seen seen = {.count = 0};
    struct event_sink sink;
    DWORD cookie = tao_listen(tao, &sink, &seen);
    HRESULT hr = IDiscFormat2TrackAtOnce_PrepareMedia(tao);

    if (SUCCEEDED(hr)) hr = tao_add(tao, 1000, 1);
    if (seen.faults || seen.thread != GetCurrentThreadId()) hr = E_UNEXPECTED;
    tao_compress(&seen);
    if (seen.count != 3 || seen.actions[0] != TAO_PREPARING || seen.actions[1] != TAO_WRITING ||
        seen.actions[2] != TAO_FINISHING) {
        hr = E_UNEXPECTED;
    }
    if (SUCCEEDED(hr)) hr = IDiscFormat2TrackAtOnce_ReleaseMedia(tao);
    sink_unadvise((IUnknown *)tao, &IID_DDiscFormat2TrackAtOnceEvents, cookie);
    IDiscFormat2TrackAtOnce_Release(tao);
    return hr;
}

static void either_apartment__calls_the_sink_on_its_thread(void **state)
{
    struct writer_fixture *fixture = *state;

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(apartment_run(COINIT_MULTITHREADED, burn_in_apartment, fixture), S_OK);
    tao_check_sectors(fixture, 0, 1000, 1);
    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(apartment_run(COINIT_APARTMENTTHREADED, burn_in_apartment, fixture), S_OK);
    tao_check_sectors(fixture, 0, 1000, 1);
}

/* Prepared on one thread, written on a second, released on a third: the object is agile, and so is our recorder. */
static HRESULT add_elsewhere(void *context)
{
    return tao_add(context, 1000, 1);
}

static HRESULT release_elsewhere(void *context)
{
    return IDiscFormat2TrackAtOnce_ReleaseMedia((IDiscFormat2TrackAtOnce *)context);
}

static void three_threads__share_one_prepared_disc(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);

    assert_hr(apartment_run(COINIT_MULTITHREADED, add_elsewhere, tao), S_OK);
    assert_hr(apartment_run(COINIT_APARTMENTTHREADED, release_elsewhere, tao), S_OK);
    tao_assert_free(fixture, tao);
    tao_check_sectors(fixture, 0, 1000, 1);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* A recorder of the client's own belongs to this apartment: it is called on this thread alone. */
static void foreign_recorder__in_an_sta__is_driven_on_its_thread(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscRecorder2 *inner = writer_recorder(fixture);
    IDiscFormat2TrackAtOnce *tao = tao_new(fixture);
    struct foreign_recorder foreign;

    foreign_begin(&foreign, inner);
    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(IDiscFormat2TrackAtOnce_put_Recorder(tao, &foreign.IDiscRecorder2_iface), S_OK);
    assert_hr(tao_put_name(tao, L"Com test"), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), S_OK);
    assert_hr(tao_add(tao, 1000, 1), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    assert_true(foreign.commands > 0);
    assert_int_equal(foreign.other_threads, 0);
    assert_int_equal(foreign.acquires, 1);
    assert_int_equal(foreign.releases, 1);
    tao_check_sectors(fixture, 0, 1000, 1);
    assert_hr(IDiscFormat2TrackAtOnce_put_Recorder(tao, NULL), S_OK);
    foreign_end(&foreign);
    IDiscRecorder2_Release(inner);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* -------------------------------------------------------------------------------------- members while it writes */

static void act_busy(struct tao_seen *seen)
{
    const IDiscFormat2TrackAtOnceVtbl *members = seen->tao->lpVtbl;
    HRESULT busy = (HRESULT)0xC0AA0500;
    IBurnVerification *verification;
    IMAPI_MEDIA_PHYSICAL_TYPE type;
    struct client_stream stream;
    IDiscRecorder2 *recorder;
    SAFEARRAY *array;
    VARIANT_BOOL flag;
    LONG value;
    BSTR name;

    client_stream_begin(&stream, 300 * TAO_SECTOR_BYTES, 1);
    tao_expect(seen, members->put_Recorder(seen->tao, NULL) == busy);
    tao_expect(seen, members->put_ClientName(seen->tao, NULL) == busy);
    tao_expect(seen, members->put_BufferUnderrunFreeDisabled(seen->tao, VARIANT_TRUE) == busy);
    tao_expect(seen, members->put_DoNotFinalizeMedia(seen->tao, VARIANT_TRUE) == busy);
    tao_expect(seen, members->SetWriteSpeed(seen->tao, -1, VARIANT_FALSE) == busy);
    tao_expect(seen, members->PrepareMedia(seen->tao) == busy);
    tao_expect(seen, members->AddAudioTrack(seen->tao, &stream.IStream_iface) == busy);
    tao_expect(seen, members->AddAudioTrack(seen->tao, NULL) == E_POINTER); /* pointers come first */
    tao_expect(seen, members->ReleaseMedia(seen->tao) == busy);
    tao_expect(seen, members->get_ExpectedTableOfContents(seen->tao, &array) == busy && !array);
    members->QueryInterface(seen->tao, &IID_IBurnVerification, (void **)&verification);
    tao_expect(seen, IBurnVerification_put_BurnVerificationLevel(verification, 1) == busy);
    IBurnVerification_Release(verification);

    tao_expect(seen, !members->get_NumberOfExistingTracks(seen->tao, &value) && value == 1); /* not this one */
    tao_expect(seen, !members->get_TotalSectorsOnMedia(seen->tao, &value) && value == 359849);
    tao_expect(seen, !members->get_FreeSectorsOnMedia(seen->tao, &value) && value == 359847 - 452); /* as before it */
    tao_expect(seen, !members->get_UsedSectorsOnMedia(seen->tao, &value) && value == 359849 - (359847 - 452));
    tao_expect(seen, !members->get_CurrentPhysicalMediaType(seen->tao, &type) && type == IMAPI_MEDIA_TYPE_CDR);
    tao_expect(seen, !members->get_MediaPhysicallyBlank(seen->tao, &flag) && flag == VARIANT_FALSE);
    tao_expect(seen, !members->get_MediaHeuristicallyBlank(seen->tao, &flag) && flag == VARIANT_FALSE);
    tao_expect(seen, !members->get_CurrentWriteSpeed(seen->tao, &value) && value > 0);
    tao_expect(seen, !members->get_RequestedWriteSpeed(seen->tao, &value) && value == -1);
    tao_expect(seen, !members->get_BufferUnderrunFreeDisabled(seen->tao, &flag) && flag == VARIANT_FALSE);
    tao_expect(seen, !members->get_DoNotFinalizeMedia(seen->tao, &flag) && flag == VARIANT_FALSE);
    tao_expect(seen, !members->get_ClientName(seen->tao, &name));
    SysFreeString(name);
    tao_expect(seen, !members->get_SupportedWriteSpeeds(seen->tao, &array) && array->rgsabound[0].cElements);
    SafeArrayDestroy(array);
    tao_expect(seen, !members->get_SupportedMediaTypes(seen->tao, &array) && array->rgsabound[0].cElements == 2);
    SafeArrayDestroy(array);
    tao_expect(seen, !members->get_Recorder(seen->tao, &recorder) && recorder);
    tao_expect(seen, members->IsCurrentMediaSupported(seen->tao, recorder, &flag) == busy && flag == VARIANT_FALSE);
    IDiscRecorder2_Release(recorder);
}

static size_t commands_of(const struct writer_fixture *fixture)
{
    size_t i, sum = 0;

    for (i = 0; i < ARRAYSIZE(fixture->commands); i++)
        sum += fixture->commands[i];
    return sum;
}

/* What the second track of a disc sends, and whether the sink that asks makes a difference. */
static size_t commands_with(struct writer_fixture *fixture, void (*act)(struct tao_seen *seen), LONG at)
{
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    struct tao_seen seen = {.at = at, .act = act};
    struct event_sink sink;
    size_t before, after;
    DWORD cookie;

    assert_hr(tao_add(tao, 300, 1), S_OK);
    cookie = tao_listen(tao, &sink, &seen);
    before = commands_of(fixture);
    assert_hr(tao_add(tao, 1000, 2), S_OK);
    after = commands_of(fixture);
    assert_int_equal(seen.has_acted, act != NULL);
    tao_end_listening(tao, &sink, &seen, cookie);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
    return after - before;
}

static void busy__members__are_refused_or_answer_without_a_command(void **state)
{
    size_t alone = commands_with(*state, NULL, 0);

    assert_int_equal(commands_with(*state, act_busy, TAO_PREPARING), alone);
    assert_int_equal(commands_with(*state, act_busy, TAO_WRITING), alone);
    assert_int_equal(commands_with(*state, act_busy, TAO_FINISHING), alone);
}

/* After the first track the drive knows that the disc is not blank any more. */
static void prepared__after_a_track__the_disc_is_not_blank(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    IMAPI_MEDIA_PHYSICAL_TYPE type;
    VARIANT_BOOL flag = 7;

    assert_hr(tao_add(tao, 300, 1), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_get_MediaPhysicallyBlank(tao, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IDiscFormat2TrackAtOnce_get_CurrentPhysicalMediaType(tao, &type), S_OK);
    assert_int_equal(type, IMAPI_MEDIA_TYPE_CDR);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* ------------------------------------------------------------------------------------------------- the object's end */

static void act_release(struct tao_seen *seen)
{
    IDiscFormat2TrackAtOnce_Release(seen->tao);
}

/* The call keeps the object; its end releases the disc, whose session is closed. */
static void sink__that_releases_the_last_reference__ends_the_session(void **state)
{
    struct writer_fixture *fixture = *state;
    struct tao_seen seen = {.at = TAO_WRITING, .act = act_release};
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    struct event_sink sink;

    tao_listen(tao, &sink, &seen);
    assert_hr(tao_add(tao, 1000, 1), S_OK);
    assert_true(seen.has_acted);
    assert_int_equal(seen.faults, 0);
    assert_int_equal(sink.references, 1); /* the object is gone, and has let go of its sink */
    assert_int_equal(fixture->com->acquires, fixture->com->releases);
    assert_false(fixture->state.prevented);
    tao_check_toc(fixture, toc_of_one, sizeof toc_of_one);
    tao_check_sectors(fixture, 0, 1000, 1);
}

static void last_release__with_tracks__closes_the_session(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);

    assert_hr(tao_add(tao, 1000, 1), S_OK);
    assert_int_equal(IDiscFormat2TrackAtOnce_Release(tao), 0);
    assert_int_equal(fixture->commands[CLOSE], 1);
    assert_int_equal(fixture->com->acquires, fixture->com->releases);
    assert_false(fixture->state.prevented);
    tao_check_toc(fixture, toc_of_one, sizeof toc_of_one);
}

/* The last reference goes on this thread while AddAudioTrack runs on another, which has none of its own. */
struct elsewhere {
    IDiscFormat2TrackAtOnce *tao;
    struct client_stream stream;
    HANDLE is_reading, may_go_on;
};

static void wait_in_read(struct client_stream *stream)
{
    struct elsewhere *elsewhere = stream->context;

    stream->react = NULL;
    SetEvent(elsewhere->is_reading);
    WaitForSingleObject(elsewhere->may_go_on, SINK_DEADLINE_MS);
}

static HRESULT add_slowly(void *context)
{
    struct elsewhere *elsewhere = context;
    HRESULT hr;

    client_stream_begin(&elsewhere->stream, 1000 * TAO_SECTOR_BYTES, 1);
    elsewhere->stream.react = wait_in_read;
    elsewhere->stream.context = elsewhere;
    hr = IDiscFormat2TrackAtOnce_AddAudioTrack(elsewhere->tao, &elsewhere->stream.IStream_iface);
    return elsewhere->stream.references == 1 ? hr : E_UNEXPECTED;
}

static HANDLE begin_elsewhere(struct elsewhere *elsewhere, IDiscFormat2TrackAtOnce *tao)
{
    HANDLE thread;

    elsewhere->tao = tao;
    elsewhere->is_reading = CreateEventW(NULL, TRUE, FALSE, NULL);
    elsewhere->may_go_on = CreateEventW(NULL, TRUE, FALSE, NULL);
    thread = apartment_start(COINIT_MULTITHREADED, add_slowly, elsewhere);
    assert_int_equal(WaitForSingleObject(elsewhere->is_reading, SINK_DEADLINE_MS), WAIT_OBJECT_0);
    return thread;
}

static HRESULT end_elsewhere(struct elsewhere *elsewhere, HANDLE thread)
{
    HRESULT hr;

    SetEvent(elsewhere->may_go_on);
    hr = apartment_join(thread);
    CloseHandle(elsewhere->is_reading);
    CloseHandle(elsewhere->may_go_on);
    return hr;
}

static void last_release__while_another_thread_writes__waits_for_its_end(void **state)
{
    struct writer_fixture *fixture = *state;
    struct elsewhere elsewhere;
    HANDLE thread = begin_elsewhere(&elsewhere, tao_prepared(fixture, SIM_MEDIUM_CD_R));

    assert_true(IDiscFormat2TrackAtOnce_Release(elsewhere.tao) > 0); /* the call has one */
    assert_hr(end_elsewhere(&elsewhere, thread), S_OK);
    assert_int_equal(fixture->com->acquires, fixture->com->releases);
    assert_false(fixture->state.prevented);
    tao_check_toc(fixture, toc_of_one, sizeof toc_of_one);
    tao_check_sectors(fixture, 0, 1000, 1);
}

static void ReleaseMedia__while_another_thread_writes__is_refused(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    struct elsewhere elsewhere;
    HANDLE thread = begin_elsewhere(&elsewhere, tao);

    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), E_IMAPI_DF2TAO_WRITE_IN_PROGRESS);
    assert_true(fixture->state.prevented);
    assert_hr(end_elsewhere(&elsewhere, thread), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    tao_check_sectors(fixture, 0, 1000, 1);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void CancelAddTrack__from_another_thread__ends_it(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    struct elsewhere elsewhere;
    HANDLE thread = begin_elsewhere(&elsewhere, tao);

    assert_hr(IDiscFormat2TrackAtOnce_CancelAddTrack(tao), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_CancelAddTrack(tao), S_OK);
    assert_hr(end_elsewhere(&elsewhere, thread), E_IMAPI_REQUEST_CANCELLED);
    assert_hr(tao_add(tao, 300, 5), S_OK); /* the session goes on */
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(one_track__is_on_the_disc_and_told_in_order),
        WRITER_CASE(several_tracks__follow_each_other_and_are_in_the_table),
        WRITER_CASE(short_track__is_padded_with_silence),
        WRITER_CASE(a_hundredth_track__is_refused),
        WRITER_CASE(DoNotFinalizeMedia__lets_the_data_writer_add_a_session),
        WRITER_CASE(either_apartment__calls_the_sink_on_its_thread),
        WRITER_CASE(three_threads__share_one_prepared_disc),
        WRITER_CASE(foreign_recorder__in_an_sta__is_driven_on_its_thread),
        WRITER_CASE(busy__members__are_refused_or_answer_without_a_command),
        WRITER_CASE(prepared__after_a_track__the_disc_is_not_blank),
        WRITER_CASE(sink__that_releases_the_last_reference__ends_the_session),
        WRITER_CASE(last_release__with_tracks__closes_the_session),
        WRITER_CASE(last_release__while_another_thread_writes__waits_for_its_end),
        WRITER_CASE(ReleaseMedia__while_another_thread_writes__is_refused),
        WRITER_CASE(CancelAddTrack__from_another_thread__ends_it),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
