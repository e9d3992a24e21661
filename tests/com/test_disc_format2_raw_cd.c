/* IDiscFormat2RawCD: each member before a disc is prepared, while one is, while it is written, and after; what is on
 * the disc; what a stream, a sink and the drive may do to it. The table is behaviour-audio.md, section 2.
 */
#include "com/raw_cd_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/apartment.h"

enum { WRITE_10 = 0x2A, SYNCHRONIZE_CACHE = 0x35, MODE_SELECT = 0x55 };

#define PQ_ONLY IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY
#define COOKED  IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_COOKED
#define RAW     IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW

/* By the numbers of the IMAPI return values page. */
static const HRESULT in_progress = (HRESULT)0xC0AA0600, not_in_progress = (HRESULT)0xC0AA0601,
                     not_prepared = (HRESULT)0xC0AA0602, is_prepared = (HRESULT)0xC0AA0603,
                     bad_name = (HRESULT)0xC0AA0604, not_blank = (HRESULT)0xC0AA0606,
                     not_supported = (HRESULT)0xC0AA0607, no_room = (HRESULT)0xC0AA0609,
                     no_recorder = (HRESULT)0xC0AA060A, bad_stream = (HRESULT)0xC0AA060D,
                     bad_lead_in = (HRESULT)0xC0AA060F, cancelled = (HRESULT)0xC0AA0002;

/* ------------------------------------------------------------------------------------------------------------- idle */

static void assert_unprepared(IDiscFormat2RawCD *raw)
{
    const IDiscFormat2RawCDVtbl *members = raw->lpVtbl;
    IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE type = 77;
    struct client_stream stream;
    LONG number = 7;

    assert_hr(members->get_StartOfNextSession(raw, NULL), E_POINTER);
    assert_hr(members->get_StartOfNextSession(raw, &number), not_prepared);
    assert_int_equal(number, 0);
    assert_error_says(RAW_SOURCE, L"0xC0AA0602", NULL);
    assert_hr(members->get_LastPossibleStartOfLeadout(raw, NULL), E_POINTER);
    assert_hr(members->get_LastPossibleStartOfLeadout(raw, &number), not_prepared);
    assert_hr(members->put_RequestedSectorType(raw, COOKED), not_prepared);
    assert_hr(members->put_RequestedSectorType(raw, 77), not_prepared);
    assert_hr(members->get_RequestedSectorType(raw, NULL), E_POINTER);
    assert_hr(members->get_RequestedSectorType(raw, &type), not_prepared);
    assert_int_equal(type, 0);
    client_stream_begin(&stream, 2448, 1);
    assert_hr(members->WriteMedia(raw, NULL), E_POINTER); /* pointers come first */
    assert_hr(members->WriteMedia(raw, &stream.IStream_iface), not_prepared);
    assert_hr(members->WriteMedia2(raw, &stream.IStream_iface, -1), not_prepared);
    client_stream_end(&stream);
    assert_hr(members->CancelWrite(raw), not_in_progress);
    assert_hr(members->ReleaseMedia(raw), not_prepared);
}

static void without_recorder__each_member__says_so(void **state)
{
    IDiscFormat2RawCD *raw = raw_new(*state);
    const IDiscFormat2RawCDVtbl *members = raw->lpVtbl;
    IMAPI_MEDIA_PHYSICAL_TYPE type = 77;
    SAFEARRAY *array = (SAFEARRAY *)raw;
    VARIANT_BOOL flag = 7;
    LONG number = 7;

    assert_unprepared(raw);
    assert_hr(members->get_SupportedSectorTypes(raw, NULL), E_POINTER);
    assert_hr(members->get_SupportedSectorTypes(raw, &array), no_recorder);
    assert_null(array);
    assert_hr(members->get_CurrentPhysicalMediaType(raw, &type), no_recorder);
    assert_hr(members->get_CurrentWriteSpeed(raw, &number), no_recorder);
    assert_hr(members->get_MediaPhysicallyBlank(raw, &flag), no_recorder);
    assert_hr(members->SetWriteSpeed(raw, -1, VARIANT_FALSE), E_IMAPI_RECORDER_REQUIRED);
    assert_hr(members->PrepareMedia(raw), no_recorder);
    assert_error_says(RAW_SOURCE, L"0xC0AA060A", NULL);
    assert_hr(members->put_Recorder(raw, NULL), S_OK);
    assert_hr(members->get_RequestedWriteSpeed(raw, &number), S_OK);
    assert_int_equal(number, -1);
    IDiscFormat2RawCD_Release(raw);
}

static void name_flag_and_media_types__before_anything__are_the_documented_ones(void **state)
{
    static const LONG types[] = {2, 3};
    IDiscFormat2RawCD *raw = raw_new(*state);
    VARIANT_BOOL flag = 7;
    SAFEARRAY *array;
    IUnknown *other;
    BSTR name;

    assert_hr(IDiscFormat2RawCD_get_ClientName(raw, &name), S_OK);
    assert_bstr(name, L"");
    assert_hr(raw_put_name(raw, L""), bad_name);
    assert_hr(raw_put_name(raw, L"sl/ash"), bad_name);
    assert_hr(raw_put_name(raw, L"A.client:1"), S_OK);
    assert_hr(IDiscFormat2RawCD_get_BufferUnderrunFreeDisabled(raw, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IDiscFormat2RawCD_put_BufferUnderrunFreeDisabled(raw, 5), S_OK);
    assert_hr(IDiscFormat2RawCD_get_BufferUnderrunFreeDisabled(raw, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(IDiscFormat2RawCD_get_SupportedMediaTypes(raw, &array), S_OK);
    assert_codes_array(array, types, ARRAYSIZE(types));
    assert_hr(IDiscFormat2RawCD_QueryInterface(raw, &IID_IBurnVerification, (void **)&other), E_NOINTERFACE);
    IDiscFormat2RawCD_Release(raw);
}

static void SupportedSectorTypes__idle_and_prepared__all_three(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2RawCD *raw = raw_ready(fixture);
    int turn;

    for (turn = 0; turn < 2; turn++) {
        SAFEARRAY *array;
        VARIANT element;
        LONG i;

        assert_hr(IDiscFormat2RawCD_get_SupportedSectorTypes(raw, &array), S_OK);
        assert_int_equal(array->rgsabound[0].cElements, 3);
        for (i = 0; i < 3; i++) {
            assert_hr(SafeArrayGetElement(array, &i, &element), S_OK);
            assert_int_equal(V_VT(&element), VT_UI4);
            assert_int_equal(V_UI4(&element), (ULONG)i + 1);
        }
        SafeArrayDestroy(array);
        if (turn) break;
        raw_small_disc(fixture);
        assert_hr(IDiscFormat2RawCD_PrepareMedia(raw), S_OK);
    }
    IDiscFormat2RawCD_Release(raw); /* prepared: it gives everything back */
    assert_int_equal(fixture->com->acquires, fixture->com->releases);
    assert_false(fixture->state.prevented);
}

/* --------------------------------------------------------------------------------------------------------- prepared */

static void prepared__members__by_the_table(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2RawCD *raw = raw_prepared(fixture);
    const IDiscFormat2RawCDVtbl *members = raw->lpVtbl;
    IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE type;
    LONG number;

    assert_hr(members->PrepareMedia(raw), is_prepared);
    assert_hr(members->put_Recorder(raw, NULL), is_prepared);
    assert_hr(raw_put_name(raw, L"Another"), is_prepared);
    assert_error_says(RAW_SOURCE, L"0xC0AA0603", NULL);
    assert_hr(members->put_BufferUnderrunFreeDisabled(raw, VARIANT_FALSE), S_OK);
    assert_hr(members->CancelWrite(raw), not_in_progress);
    assert_hr(members->get_StartOfNextSession(raw, &number), S_OK);
    assert_int_equal(number, RAW_LEAD_IN);
    assert_hr(members->get_LastPossibleStartOfLeadout(raw, &number), S_OK);
    assert_int_equal(number, RAW_LEAD_OUT);
    assert_hr(members->get_RequestedSectorType(raw, &type), S_OK);
    assert_int_equal(type, COOKED);
    assert_hr(members->put_RequestedSectorType(raw, 0), E_INVALIDARG);
    assert_hr(members->put_RequestedSectorType(raw, 4), E_INVALIDARG);
    assert_hr(members->put_RequestedSectorType(raw, RAW), S_OK);
    assert_hr(members->get_RequestedSectorType(raw, &type), S_OK);
    assert_int_equal(type, RAW);
    assert_hr(members->SetWriteSpeed(raw, -1, VARIANT_FALSE), S_OK);
    assert_true(fixture->state.prevented);
    assert_hr(members->ReleaseMedia(raw), S_OK);
    raw_assert_free(fixture, raw);
    assert_unprepared(raw);
    assert_int_equal(fixture->commands[WRITE_10] + fixture->commands[MODE_SELECT], 0); /* the disc is untouched */
    assert_hr(members->PrepareMedia(raw), S_OK);
    assert_hr(members->get_RequestedSectorType(raw, &type), S_OK);
    assert_int_equal(type, COOKED); /* of each preparation */
    assert_hr(members->ReleaseMedia(raw), S_OK);
    IDiscFormat2RawCD_Release(raw);
}

static void PrepareMedia__what_is_no_blank_cd__refused_and_the_drive_free(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2RawCD *raw = raw_ready(fixture);
    IDiscFormat2Data *data = writer_ready_data(fixture);

    writer_medium(fixture, SIM_MEDIUM_DVD_R);
    assert_hr(IDiscFormat2RawCD_PrepareMedia(raw), not_supported);
    assert_error_says(RAW_SOURCE, L"0xC0AA0607", L"DVD-R", NULL);
    raw_assert_free(fixture, raw);
    writer_medium(fixture, SIM_MEDIUM_NONE);
    assert_hr(IDiscFormat2RawCD_PrepareMedia(raw), E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    raw_assert_free(fixture, raw);
    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(writer_write(data, 1000), S_OK);
    assert_hr(IDiscFormat2RawCD_PrepareMedia(raw), not_blank);
    assert_error_says(RAW_SOURCE, L"0xC0AA0606", NULL);
    raw_assert_free(fixture, raw);
    IDiscFormat2Data_Release(data);
    IDiscFormat2RawCD_Release(raw);
}

/* ------------------------------------------------------------------------------------------------------------ write */

/* MsftRawCDImageCreator, MsftDiscFormat2RawCD, a drive: the samples come back, and the table of contents. */
static void WriteMedia__image_of_the_creator__is_the_disc(void **state)
{
    static const LONG actions[] = {RAW_PREPARING, RAW_WRITING, RAW_FINISHING};
    struct writer_fixture *fixture = *state;
    IDiscFormat2RawCD *raw = raw_ready(fixture);
    int type;

    for (type = PQ_ONLY; type <= RAW; type++) {
        struct raw_seen seen = {.count = 0};
        struct event_sink sink;
        DWORD cookie = raw_listen(raw, &sink, &seen);

        raw_small_disc(fixture);
        assert_hr(IDiscFormat2RawCD_PrepareMedia(raw), S_OK);
        assert_hr(raw_write(raw, type), S_OK);
        assert_no_error_info();
        assert_int_equal(seen.thread, GetCurrentThreadId());
        assert_int_equal(seen.start, RAW_LEAD_IN);
        assert_int_equal(seen.sectors, 150 + 150 + RAW_TRACK_1 + RAW_TRACK_2 + 6750);
        assert_int_equal(seen.last_written, RAW_TRACK_1 + RAW_TRACK_2 + 6750 - 1);
        raw_compress(&seen);
        assert_int_equal(seen.count, ARRAYSIZE(actions));
        assert_memory_equal(seen.actions, actions, sizeof actions);
        assert_hr(raw_write(raw, type), not_blank); /* a second time */
        assert_hr(IDiscFormat2RawCD_ReleaseMedia(raw), S_OK);
        raw_end_listening(raw, &sink, &seen, cookie);
        raw_assert_free(fixture, raw);
        raw_check_disc(fixture);
    }
    IDiscFormat2RawCD_Release(raw);
}

static HRESULT write_in_apartment(void *context)
{
    struct writer_fixture *fixture = context;
    IDiscFormat2RawCD *raw = raw_ready(fixture);
    struct raw_seen seen = {.count = 0};
    struct event_sink sink;
    DWORD cookie = raw_listen(raw, &sink, &seen);
    HRESULT hr = IDiscFormat2RawCD_PrepareMedia(raw);

    if (SUCCEEDED(hr)) hr = raw_write(raw, RAW);
    if (seen.faults || seen.thread != GetCurrentThreadId()) hr = E_UNEXPECTED;
    raw_compress(&seen);
    if (seen.count != 3 || seen.actions[0] != RAW_PREPARING || seen.actions[2] != RAW_FINISHING) hr = E_UNEXPECTED;
    if (SUCCEEDED(hr)) hr = IDiscFormat2RawCD_ReleaseMedia(raw);
    sink_unadvise((IUnknown *)raw, &IID_DDiscFormat2RawCDEvents, cookie);
    IDiscFormat2RawCD_Release(raw);
    return hr;
}

static void either_apartment__calls_the_sink_on_its_thread(void **state)
{
    struct writer_fixture *fixture = *state;

    raw_small_disc(fixture);
    assert_hr(apartment_run(COINIT_MULTITHREADED, write_in_apartment, fixture), S_OK);
    raw_check_disc(fixture);
    raw_small_disc(fixture);
    assert_hr(apartment_run(COINIT_APARTMENTTHREADED, write_in_apartment, fixture), S_OK);
    raw_check_disc(fixture);
}

/* Every member that is refused, or answers without a command. */
static void act_busy(struct raw_seen *seen)
{
    IDiscFormat2RawCD *raw = seen->raw;
    const IDiscFormat2RawCDVtbl *members = raw->lpVtbl;
    IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE type = 0;
    IMAPI_MEDIA_PHYSICAL_TYPE medium = 0;
    SAFEARRAY *array = NULL;
    VARIANT_BOOL flag = 7;
    LONG number = 7;
    IStream *self = (IStream *)raw; /* never called */

    IDiscRecorder2 *recorder = NULL;

    raw_expect(seen, !members->get_Recorder(raw, &recorder) && recorder);
    if (!recorder) return;
    raw_expect(seen, members->IsRecorderSupported(raw, recorder, &flag) == in_progress && flag == VARIANT_FALSE);
    raw_expect(seen, members->IsCurrentMediaSupported(raw, recorder, &flag) == in_progress && flag == VARIANT_FALSE);
    IDiscRecorder2_Release(recorder);
    raw_expect(seen, members->PrepareMedia(raw) == in_progress);
    raw_expect(seen, members->ReleaseMedia(raw) == in_progress);
    raw_expect(seen, members->WriteMedia(raw, self) == in_progress);
    raw_expect(seen, members->put_Recorder(raw, NULL) == in_progress);
    raw_expect(seen, raw_put_name(raw, L"Another") == in_progress);
    raw_expect(seen, members->put_BufferUnderrunFreeDisabled(raw, VARIANT_TRUE) == in_progress);
    raw_expect(seen, members->put_RequestedSectorType(raw, RAW) == in_progress);
    raw_expect(seen, members->SetWriteSpeed(raw, -1, VARIANT_FALSE) == in_progress);
    raw_expect(seen, !members->get_RequestedSectorType(raw, &type) && type == COOKED);
    raw_expect(seen, !members->get_StartOfNextSession(raw, &number) && number == RAW_LEAD_IN);
    raw_expect(seen, !members->get_LastPossibleStartOfLeadout(raw, &number) && number == RAW_LEAD_OUT);
    raw_expect(seen, !members->get_CurrentPhysicalMediaType(raw, &medium) && medium == IMAPI_MEDIA_TYPE_CDR);
    raw_expect(seen, !members->get_MediaPhysicallyBlank(raw, &flag) && flag == VARIANT_FALSE);
    raw_expect(seen, !members->get_SupportedSectorTypes(raw, &array) && array);
    if (array) SafeArrayDestroy(array);
    raw_expect(seen, !members->get_SupportedWriteSpeeds(raw, &array) && array);
    if (array) SafeArrayDestroy(array);
}

static void busy__members__are_refused_or_answer_without_a_command(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2RawCD *raw = raw_prepared(fixture);
    struct raw_seen seen = {.at = RAW_WRITING, .act = act_busy};
    struct event_sink sink;
    DWORD cookie = raw_listen(raw, &sink, &seen);

    assert_hr(raw_write(raw, COOKED), S_OK);
    assert_true(seen.has_acted);
    assert_hr(IDiscFormat2RawCD_ReleaseMedia(raw), S_OK);
    raw_end_listening(raw, &sink, &seen, cookie);
    raw_check_disc(fixture);
    IDiscFormat2RawCD_Release(raw);
}

static void act_cancel(struct raw_seen *seen)
{
    raw_expect(seen, IDiscFormat2RawCD_CancelWrite(seen->raw) == S_OK);
    raw_expect(seen, IDiscFormat2RawCD_CancelWrite(seen->raw) == S_OK);
}

static void CancelWrite__before_and_while_writing__ends_it(void **state)
{
    struct writer_fixture *fixture = *state;
    LONG phase;

    for (phase = RAW_PREPARING; phase <= RAW_WRITING; phase++) {
        IDiscFormat2RawCD *raw = raw_prepared(fixture);
        struct raw_seen seen = {.at = phase, .act = act_cancel};
        struct event_sink sink;
        DWORD cookie = raw_listen(raw, &sink, &seen);
        unsigned synchronized = fixture->commands[SYNCHRONIZE_CACHE], written = fixture->commands[WRITE_10];

        assert_hr(raw_write(raw, COOKED), cancelled);
        assert_error_says(RAW_SOURCE, L"0xC0AA0002", NULL);
        if (phase == RAW_PREPARING) assert_int_equal(fixture->commands[WRITE_10], written);
        if (fixture->commands[WRITE_10] > written)
            assert_int_equal(fixture->commands[SYNCHRONIZE_CACHE], synchronized + 1);
        assert_true(fixture->state.prevented); /* ReleaseMedia is still due */
        assert_hr(IDiscFormat2RawCD_ReleaseMedia(raw), S_OK);
        raw_end_listening(raw, &sink, &seen, cookie);
        raw_assert_free(fixture, raw);
        IDiscFormat2RawCD_Release(raw);
    }
}

/* A sink that gives back the last reference: the object's end releases the disc. */
static void act_release(struct raw_seen *seen)
{
    IDiscFormat2RawCD_Release(seen->raw);
}

static void sink__that_releases_the_last_reference__the_drive_is_given_back(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2RawCD *raw = raw_prepared(fixture);
    struct raw_seen seen = {.at = RAW_PREPARING, .act = act_release};
    struct event_sink sink;

    raw_listen(raw, &sink, &seen);
    assert_hr(raw_write(raw, COOKED), S_OK);
    assert_int_equal(seen.faults, 0);
    assert_int_equal(sink.references, 1);
    assert_int_equal(fixture->com->acquires, fixture->com->releases);
    assert_false(fixture->state.prevented);
    raw_check_disc(fixture);
}

/* ---------------------------------------------------------------------------------------------------------- streams */

/* WriteMedia2 of so many bytes; nothing is sent that changes the disc. */
static void refuse(struct writer_fixture *fixture, IDiscFormat2RawCD *raw, ULONGLONG bytes, LONG lead_in,
                   HRESULT expected, const WCHAR *says)
{
    struct client_stream stream;

    client_stream_begin(&stream, bytes, 1);
    assert_hr(IDiscFormat2RawCD_WriteMedia2(raw, &stream.IStream_iface, lead_in), expected);
    if (says) assert_error_says(RAW_SOURCE, says, NULL);
    assert_int_equal(stream.reads, 0);
    client_stream_end(&stream);
    assert_int_equal(fixture->commands[WRITE_10] + fixture->commands[MODE_SELECT], 0);
}

static void stream__that_is_no_image__is_refused_and_nothing_sent(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2RawCD *raw = raw_prepared(fixture);
    struct client_stream stream;

    refuse(fixture, raw, (ULONGLONG)750 * 2448, -1, E_INVALIDARG, NULL);
    refuse(fixture, raw, 0, 150, bad_stream, L"2448");
    refuse(fixture, raw, (ULONGLONG)750 * 2448 + 1, 150, bad_stream, L"1836001");
    refuse(fixture, raw, (ULONGLONG)150 * 2448, 150, bad_stream, NULL); /* nothing behind the lead-in */
    refuse(fixture, raw, (ULONGLONG)750 * 2368, 150, bad_stream, NULL); /* of the other type */
    refuse(fixture, raw, (ULONGLONG)750 * 2448, 149, bad_lead_in, L"needs 150");
    refuse(fixture, raw, (ULONGLONG)(150 + 150 + 1000 + 6750 + 1) * 2448, 150, no_room, NULL);
    client_stream_begin(&stream, 2448, 1);
    stream.stat_result = STG_E_ACCESSDENIED;
    assert_hr(IDiscFormat2RawCD_WriteMedia(raw, &stream.IStream_iface), STG_E_ACCESSDENIED);
    client_stream_end(&stream);
    assert_hr(IDiscFormat2RawCD_ReleaseMedia(raw), S_OK);
    raw_assert_free(fixture, raw);
    IDiscFormat2RawCD_Release(raw);
}

/* The lead-in of the stream that the disc has no room for is skipped, by reading where it cannot seek. */
static void stream__that_does_not_seek__is_read_past_its_lead_in(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2RawCD *raw = raw_prepared(fixture);
    struct client_stream stream;

    client_stream_begin(&stream, (ULONGLONG)(1000 + 150 + 300 + 150) * 2448, 1);
    stream.seek_result = E_NOTIMPL;
    assert_hr(IDiscFormat2RawCD_WriteMedia2(raw, &stream.IStream_iface, 1000), S_OK);
    assert_int_equal(stream.position, stream.size);
    client_stream_end(&stream);
    assert_hr(IDiscFormat2RawCD_ReleaseMedia(raw), S_OK);
    IDiscFormat2RawCD_Release(raw);
}

static void stream__that_fails_or_ends_early__gives_its_code(void **state)
{
    struct writer_fixture *fixture = *state;
    int turn;

    for (turn = 0; turn < 2; turn++) {
        IDiscFormat2RawCD *raw = raw_prepared(fixture);
        struct client_stream stream;

        client_stream_begin(&stream, (ULONGLONG)750 * 2448, 1);
        if (turn) {
            stream.fail_at = (ULONGLONG)600 * 2448;
            stream.read_result = STG_E_REVERTED;
        } else {
            stream.size = (ULONGLONG)600 * 2448;
        }
        assert_hr(IDiscFormat2RawCD_WriteMedia2(raw, &stream.IStream_iface, 150),
                  turn ? STG_E_REVERTED : STG_E_READFAULT);
        client_stream_end(&stream);
        assert_hr(IDiscFormat2RawCD_ReleaseMedia(raw), S_OK);
        raw_assert_free(fixture, raw);
        IDiscFormat2RawCD_Release(raw);
    }
}

/* ------------------------------------------------------------------------------------------------------------ drive */

/* PREVENT ALLOW MEDIUM REMOVAL is not known to it. */
static void drive__without_a_lock__is_written_all_the_same(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2RawCD *raw = raw_ready(fixture);

    raw_small_disc(fixture);
    fixture->faults[0] = (struct sim_fault){.kind = SIM_FAULT_SENSE, .opcode = 0x1E, .parameter = 0x052000};
    fixture->drive.fault_count = 1;
    assert_hr(IDiscFormat2RawCD_PrepareMedia(raw), S_OK);
    assert_hr(raw_write(raw, RAW), S_OK);
    assert_hr(IDiscFormat2RawCD_ReleaseMedia(raw), S_OK);
    fixture->drive.fault_count = 0;
    raw_check_disc(fixture);
    raw_assert_free(fixture, raw);
    IDiscFormat2RawCD_Release(raw);
}

static bool error_says(const WCHAR *words)
{
    IErrorInfo *info = NULL;
    BSTR text = NULL;
    bool says;

    assert_hr(GetErrorInfo(0, &info), S_OK);
    assert_hr(IErrorInfo_GetDescription(info, &text), S_OK);
    says = wcsstr(text, words) != NULL;
    SysFreeString(text);
    IErrorInfo_Release(info);
    return says;
}

/* Commands with this operation code are refused. */
static void drive__that_refuses__first_failure_and_the_drive_is_given_back(void **state)
{
    static const struct {
        uint8_t opcode;
        uint32_t sense;
        HRESULT hr;
        bool names_type;
    } rows[] = {
        {WRITE_10, 0x044400, E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE, false},
        {SYNCHRONIZE_CACHE, 0x044400, E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE, false},
        {MODE_SELECT, 0x044400, E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE, false},
        {MODE_SELECT, 0x052600, (HRESULT)0xC0AA0208, true}, /* that type of sectors */
    };
    struct writer_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        IDiscFormat2RawCD *raw = raw_prepared(fixture);
        HRESULT hr;

        fixture->drive.fault_count = 1;
        fixture->faults[0] =
            (struct sim_fault){.kind = SIM_FAULT_SENSE, .opcode = rows[i].opcode, .parameter = rows[i].sense};
        hr = raw_write(raw, COOKED);
        fixture->drive.fault_count = 0;
        assert_hr(hr, rows[i].hr);
        assert_int_equal(error_says(L"does not record raw sectors of type 2"), rows[i].names_type);
        assert_hr(IDiscFormat2RawCD_ReleaseMedia(raw), S_OK);
        raw_assert_free(fixture, raw);
        IDiscFormat2RawCD_Release(raw);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(without_recorder__each_member__says_so),
        WRITER_CASE(name_flag_and_media_types__before_anything__are_the_documented_ones),
        WRITER_CASE(SupportedSectorTypes__idle_and_prepared__all_three),
        WRITER_CASE(prepared__members__by_the_table),
        WRITER_CASE(PrepareMedia__what_is_no_blank_cd__refused_and_the_drive_free),
        WRITER_CASE(WriteMedia__image_of_the_creator__is_the_disc),
        WRITER_CASE(either_apartment__calls_the_sink_on_its_thread),
        WRITER_CASE(busy__members__are_refused_or_answer_without_a_command),
        WRITER_CASE(CancelWrite__before_and_while_writing__ends_it),
        WRITER_CASE(sink__that_releases_the_last_reference__the_drive_is_given_back),
        WRITER_CASE(stream__that_is_no_image__is_refused_and_nothing_sent),
        WRITER_CASE(stream__that_does_not_seek__is_read_past_its_lead_in),
        WRITER_CASE(stream__that_fails_or_ends_early__gives_its_code),
        WRITER_CASE(drive__without_a_lock__is_written_all_the_same),
        WRITER_CASE(drive__that_refuses__first_failure_and_the_drive_is_given_back),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
