/* AddAudioTrack when somebody cancels it in each phase, when the stream is none that can be written or fails, when the
 * drive does, and when the power goes; and what the verification finds. Each has its documented code and a text; the
 * disc's state is told as it is, and nothing is locked behind ReleaseMedia.
 */
#include "com/tao_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum {
    PREVENT = 0x1E,
    WRITE_10 = 0x2A,
    SYNCHRONIZE_CACHE = 0x35,
    MODE_SELECT = 0x55,
    CLOSE = 0x5B,
    READ_TRACK_INFORMATION = 0x52
};

static LONG tracks_of(IDiscFormat2TrackAtOnce *tao)
{
    LONG value = -1;

    assert_hr(IDiscFormat2TrackAtOnce_get_NumberOfExistingTracks(tao, &value), S_OK);
    return value;
}

/* ---------------------------------------------------------------------------------------------------------- cancel */

static void act_cancel(struct tao_seen *seen)
{
    tao_expect(seen, IDiscFormat2TrackAtOnce_CancelAddTrack(seen->tao) == S_OK);
    tao_expect(seen, IDiscFormat2TrackAtOnce_CancelAddTrack(seen->tao) == S_OK); /* a second one changes nothing */
}

/* The track counts as one as soon as something of it was written; least: tracks that there have to be then. */
static void cancel_at(struct writer_fixture *fixture, LONG phase, LONG least, LONG most)
{
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    struct tao_seen seen = {.at = phase, .act = act_cancel};
    struct event_sink sink;
    DWORD cookie = tao_listen(tao, &sink, &seen);
    LONG tracks;

    print_message("phase %ld\n", phase);
    tao_put_verification(tao, IMAPI_BURN_VERIFICATION_QUICK);
    assert_hr(tao_add(tao, 3000, 1), E_IMAPI_REQUEST_CANCELLED);
    assert_error_says(TAO_SOURCE, L"0xC0AA0002", NULL);
    assert_true(seen.has_acted);
    tao_end_listening(tao, &sink, &seen, cookie);
    tracks = tracks_of(tao);
    assert_in_range(tracks, least, most);
    assert_hr(IDiscFormat2TrackAtOnce_CancelAddTrack(tao), E_IMAPI_DF2TAO_WRITE_NOT_IN_PROGRESS);
    assert_hr(tao_add(tao, 350, 2), S_OK); /* behind it */
    assert_int_equal(tracks_of(tao), tracks + 1);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void CancelAddTrack__in_each_phase__closes_the_track_short(void **state)
{
    cancel_at(*state, TAO_PREPARING, 0, 0);
    cancel_at(*state, TAO_WRITING, 0, 1); /* the first event comes with the first WRITE, or before it */
    cancel_at(*state, TAO_FINISHING, 1, 1);
    cancel_at(*state, TAO_VERIFYING, 1, 1);
}

static void CancelAddTrack__while_nothing_is_written__is_refused(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);

    assert_hr(IDiscFormat2TrackAtOnce_CancelAddTrack(tao), 0xC0AA0501);
    assert_error_says(TAO_SOURCE, L"0xC0AA0501", NULL);
    assert_hr(tao_add(tao, 300, 1), S_OK); /* it cancels no later one */
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* The cancelled track is at least four seconds long: what came of the stream, then silence. */
static void cancel_at_the_first_write(struct writer_fixture *fixture, const struct scsi_command *command)
{
    if (command->cdb[0] != WRITE_10) return;
    fixture->react = NULL;
    IDiscFormat2TrackAtOnce_CancelAddTrack((IDiscFormat2TrackAtOnce *)fixture->context);
}

static void CancelAddTrack__early__fills_the_track_with_silence(void **state)
{
    /* 300 sectors at 0; 300 at 452; lead-out at 754. */
    static const uint8_t toc[] = {0x00, 0x1A, 0x01, 0x02, 0x00, 0x10, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10,
                                  0x02, 0x00, 0x00, 0x00, 0x01, 0xC4, 0x00, 0x10, 0xAA, 0x00, 0x00, 0x00, 0x02, 0xF2};
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);

    fixture->context = tao;
    fixture->react = cancel_at_the_first_write;
    assert_hr(tao_add(tao, 3000, 1), E_IMAPI_REQUEST_CANCELLED);
    assert_int_equal(tracks_of(tao), 1);
    assert_hr(tao_add(tao, 300, 2), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_check_toc(fixture, toc, sizeof toc);
    tao_check_sectors(fixture, 0, 27, 1);
    tao_check_silence(fixture, 200, 100);
    tao_check_sectors(fixture, 452, 300, 2);
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* ---------------------------------------------------------------------------------------------------------- source */

static void stream__that_cannot_be_a_track__is_refused_and_nothing_sent(void **state)
{
    static const struct {
        ULONGLONG says;
        HRESULT stat_result, expected;
        const WCHAR *words;
    } rows[] = {
        {0, S_OK, (HRESULT)0xC0AA050D, L"2352"},
        {1, S_OK, (HRESULT)0xC0AA050D, L"2352"},
        {300 * 2352 + 44, S_OK, (HRESULT)0xC0AA050D, L"705644"}, /* a WAV file with its header */
        {300 * 2048, S_OK, (HRESULT)0xC0AA050D, L"2352"},
        {359848 * (ULONGLONG)2352, S_OK, (HRESULT)0xC0AA0509, L"359848 blocks"}, /* one more than there are */
        {(ULONGLONG)2352 << 40, S_OK, (HRESULT)0xC0AA0509, L"too many"},
        {300 * 2352, STG_E_ACCESSDENIED, STG_E_ACCESSDENIED, L"0x80030005"},
    };
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    struct tao_seen seen = {.count = 0};
    struct event_sink sink;
    DWORD cookie = tao_listen(tao, &sink, &seen);
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        struct client_stream stream;

        print_message("row %u\n", (unsigned)i);
        memset(fixture->commands, 0, sizeof fixture->commands);
        client_stream_begin(&stream, rows[i].says, 1);
        stream.stat_result = rows[i].stat_result;
        assert_hr(IDiscFormat2TrackAtOnce_AddAudioTrack(tao, &stream.IStream_iface), rows[i].expected);
        assert_error_says(TAO_SOURCE, rows[i].words, NULL);
        assert_int_equal(stream.reads, 0);
        client_stream_end(&stream);
        assert_int_equal(fixture->commands[MODE_SELECT], 0);
        assert_int_equal(seen.count, 0);
    }
    assert_int_equal(tracks_of(tao), 0);
    tao_end_listening(tao, &sink, &seen, cookie);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* A stream that cannot be sought is read from where it stands. */
static void stream__that_does_not_seek__is_read_from_where_it_stands(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    struct client_stream stream;

    client_stream_begin(&stream, 300 * TAO_SECTOR_BYTES, 1);
    stream.seek_result = E_NOTIMPL;
    assert_hr(IDiscFormat2TrackAtOnce_AddAudioTrack(tao, &stream.IStream_iface), S_OK);
    client_stream_end(&stream);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_check_sectors(fixture, 0, 300, 1);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* What was written before is a track, at least of four seconds. */
static void stream__that_fails_or_ends_early__closes_the_track_short(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    struct client_stream stream;

    client_stream_begin(&stream, (uint64_t)10000 * TAO_SECTOR_BYTES, 1);
    stream.fail_at = (uint64_t)9000 * TAO_SECTOR_BYTES;
    stream.read_result = STG_E_ACCESSDENIED;
    assert_hr(IDiscFormat2TrackAtOnce_AddAudioTrack(tao, &stream.IStream_iface), STG_E_ACCESSDENIED);
    assert_error_says(TAO_SOURCE, L"source stream failed", NULL);
    assert_int_equal(tracks_of(tao), 1);
    stream.read_result = S_OK;
    stream.size = (uint64_t)700 * TAO_SECTOR_BYTES;
    assert_hr(IDiscFormat2TrackAtOnce_AddAudioTrack(tao, &stream.IStream_iface), STG_E_READFAULT);
    assert_error_says(TAO_SOURCE, L"The stream ended before the size that it reported", NULL);
    assert_int_equal(tracks_of(tao), 1); /* it ended before the first WRITE, which waits for 16 MB */
    client_stream_end(&stream);
    assert_hr(tao_add(tao, 300, 3), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    tao_check_sectors(fixture, 0, 1000, 1);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* ----------------------------------------------------------------------------------------------------------- drive */

static void drive__that_refuses__says_command_and_sense(void **state)
{
    static const struct {
        struct sim_fault fault;
        HRESULT hr;
        const WCHAR *says;
        HRESULT released;
    } rows[] = {
        {{SIM_FAULT_SENSE, WRITE_10, 3, 0x030C00, NULL, 0},
         (HRESULT)0xC0AA0301,
         L"WRITE(10) (2Ah) ended with sense 3/0C/00",
         S_OK},
        {{SIM_FAULT_SENSE, SYNCHRONIZE_CACHE, 1, 0x040900, NULL, 0},
         (HRESULT)0xC0AA0301,
         L"(35h) ended with sense 4/09/00",
         S_OK}, /* the track stayed open: it is ended first, or the session could not be closed */
        {{SIM_FAULT_SENSE, MODE_SELECT, 0, 0x052600, NULL, 0},
         (HRESULT)0xC0AA0208,
         L"(55h) ended with sense 5/26/00",
         S_OK},
    };
    struct writer_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);

        print_message("row %u\n", (unsigned)i);
        fixture->drive.faults = &rows[i].fault;
        fixture->drive.fault_count = 1;
        assert_hr(tao_add(tao, 1000, 1), rows[i].hr);
        assert_error_says(TAO_SOURCE, rows[i].says, L"VENDOR PRODUCT REV1", NULL);
        fixture->drive.fault_count = 0;
        assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), rows[i].released);
        tao_assert_free(fixture, tao);
        IDiscFormat2TrackAtOnce_Release(tao);
    }
}

/* The object is idle again, whatever the close says; its failure is ReleaseMedia's. */
static void ReleaseMedia__close_that_fails__frees_the_drive_all_the_same(void **state)
{
    static const struct sim_fault fault = {SIM_FAULT_SENSE, CLOSE, 0, 0x030C00, NULL, 0};
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);

    assert_hr(tao_add(tao, 1000, 1), S_OK);
    fixture->drive.faults = &fault;
    fixture->drive.fault_count = 1;
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), 0xC0AA0301);
    assert_error_says(TAO_SOURCE, L"(5Bh) ended with sense 3/0C/00", NULL);
    fixture->drive.fault_count = 0;
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* A track that was not ended is not ended at the second try, either: then the session stays open. */
static void ReleaseMedia__track_that_cannot_be_ended__says_so(void **state)
{
    static const struct sim_fault fault = {SIM_FAULT_SENSE, SYNCHRONIZE_CACHE, 0, 0x040900, NULL, 0};
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);

    fixture->drive.faults = &fault;
    fixture->drive.fault_count = 1;
    assert_hr(tao_add(tao, 1000, 1), 0xC0AA0301);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), 0xC0AA0301);
    assert_error_says(TAO_SOURCE, L"(35h) ended with sense 4/09/00", NULL);
    fixture->drive.fault_count = 0;
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* Some drives do not know PREVENT ALLOW MEDIUM REMOVAL: nothing locks their tray, and nothing waits for it. */
static void drive__without_a_lock__is_written_all_the_same(void **state)
{
    static const struct sim_fault faults[] = {{SIM_FAULT_SENSE, PREVENT, 0, 0x052000, NULL, 0},
                                              {SIM_FAULT_SENSE, PREVENT, 0, 0x052400, NULL, 0}};
    struct writer_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(faults); i++) {
        IDiscFormat2TrackAtOnce *tao = tao_ready(fixture);
        uint64_t began_ms;

        print_message("row %u\n", (unsigned)i);
        writer_medium(fixture, SIM_MEDIUM_CD_R);
        fixture->drive.faults = &faults[i];
        fixture->drive.fault_count = 1;
        assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), S_OK);
        assert_hr(tao_add(tao, 300, 1), S_OK);
        began_ms = fixture->com->clock.ms;
        assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
        assert_true(fixture->com->clock.ms - began_ms < 1000);
        fixture->drive.fault_count = 0;
        tao_assert_free(fixture, tao);
        IDiscFormat2TrackAtOnce_Release(tao);
    }
}

/* The drive is unplugged: while it writes, or while nothing happens. */
static void drive__that_is_gone__leaves_the_object_idle(void **state)
{
    static const struct sim_fault gone = {SIM_FAULT_GONE, WRITE_10, 5, 0, NULL, 0};
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    LONG value;

    fixture->drive.faults = &gone;
    fixture->drive.fault_count = 1;
    assert_hr(tao_add(tao, 1000, 1), HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST));
    assert_true(FAILED(IDiscFormat2TrackAtOnce_ReleaseMedia(tao)));
    assert_hr(IDiscFormat2TrackAtOnce_get_FreeSectorsOnMedia(tao, &value), E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED);
    assert_hr(IDiscFormat2TrackAtOnce_put_Recorder(tao, NULL), S_OK);
    fixture->drive.fault_count = 0;
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* The power goes while the track is written, and comes back: the disc is told as what it is. */
static void power__that_goes__leaves_a_disc_that_is_told_truthfully(void **state)
{
    static const struct sim_fault gone = {SIM_FAULT_GONE, WRITE_10, 5, 0, NULL, 0};
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    VARIANT_BOOL flag = 7;

    fixture->drive.faults = &gone;
    fixture->drive.fault_count = 1;
    assert_true(FAILED(tao_add(tao, 1000, 1)));
    fixture->drive.fault_count = 0;
    sim_state_clear_faults(&fixture->state);
    IDiscFormat2TrackAtOnce_ReleaseMedia(tao);
    tao_assert_free(fixture, tao);
    assert_hr(IDiscFormat2TrackAtOnce_get_MediaPhysicallyBlank(tao, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_true(FAILED(IDiscFormat2TrackAtOnce_PrepareMedia(tao)));
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* Somebody forced the disc out by hand. */
static void disc__that_was_taken__fails_and_frees_the_drive(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);

    assert_hr(tao_add(tao, 300, 1), S_OK);
    writer_medium(fixture, SIM_MEDIUM_NONE);
    assert_hr(tao_add(tao, 300, 2), E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    assert_true(FAILED(IDiscFormat2TrackAtOnce_ReleaseMedia(tao)));
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* ---------------------------------------------------------------------------------------------------- verification */

static void verify_with(struct writer_fixture *fixture, IMAPI_BURN_VERIFICATION_LEVEL level, size_t phases)
{
    static const LONG actions[] = {TAO_PREPARING, TAO_WRITING, TAO_FINISHING, TAO_VERIFYING};
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    struct tao_seen seen = {.count = 0};
    struct event_sink sink;
    DWORD cookie = tao_listen(tao, &sink, &seen);

    tao_put_verification(tao, level);
    assert_hr(tao_add(tao, 1000, 1), S_OK);
    assert_hr(tao_add(tao, 400, 2), S_OK);
    tao_compress(&seen);
    assert_int_equal(seen.count, 2 * phases);
    assert_memory_equal(seen.actions, actions, phases * sizeof actions[0]);
    assert_memory_equal(seen.actions + phases, actions, phases * sizeof actions[0]);
    tao_end_listening(tao, &sink, &seen, cookie);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* FULL is as QUICK: this format has no more. */
static void verification__each_level__is_told_so(void **state)
{
    verify_with(*state, IMAPI_BURN_VERIFICATION_NONE, 3);
    verify_with(*state, IMAPI_BURN_VERIFICATION_QUICK, 4);
    verify_with(*state, IMAPI_BURN_VERIFICATION_FULL, 4);
}

/* READ TRACK INFORMATION of a track of 1,000 sectors at 0 (MMC-6): byte 5 has the track mode, where 4 is data, byte 6
 * the data mode; bytes 24-27 the size. The drive says that it wrote, and tells of something else.
 */
static const uint8_t data_track[36] = {0, 0x22, 1, 1, 0, 0x04, 0x01, 0, 0, 0,    0, 0, 0, 0, 0, 0, 0, 0,
                                       0, 0,    0, 0, 0, 0,    0,    0, 3, 0xE8, 0, 0, 0, 0, 0, 0, 0, 0};
static const uint8_t short_track[36] = {0, 0x22, 1, 1, 0, 0x00, 0x0F, 0, 0, 0,    0, 0, 0, 0, 0, 0, 0, 0,
                                        0, 0,    0, 0, 0, 0,    0,    0, 3, 0xE7, 0, 0, 0, 0, 0, 0, 0, 0};
static const uint8_t long_track[36] = {0, 0x22, 1, 1, 0, 0x00, 0x0F, 0, 0, 0,    0, 0, 0, 0, 0, 0, 0, 0,
                                       0, 0,    0, 0, 0, 0,    0,    0, 4, 0x81, 0, 0, 0, 0, 0, 0, 0, 0};
static const uint8_t other_place[36] = {0, 0x22, 1, 1, 0, 0x00, 0x0F, 0, 0, 0,    0, 1, 0, 0, 0, 0, 0, 0,
                                        0, 0,    0, 0, 0, 0,    0,    0, 3, 0xE8, 0, 0, 0, 0, 0, 0, 0, 0};
static const uint8_t with_pregap[36] = {0, 0x22, 1, 1, 0, 0x00, 0x0F, 0, 0, 0,    0, 0, 0, 0, 0, 0, 0, 0,
                                        0, 0,    0, 0, 0, 0,    0,    0, 4, 0x80, 0, 0, 0, 0, 0, 0, 0, 0};

static const struct {
    const uint8_t *reply;
    HRESULT hr;
} track_rows[] = {
    {data_track, (HRESULT)0xC0AA0007},
    {short_track, (HRESULT)0xC0AA0007},
    {long_track, (HRESULT)0xC0AA0007},
    {other_place, (HRESULT)0xC0AA0007},
    {with_pregap, S_OK}, /* some drives count run-out and next pre-gap: 1152 */
};

static struct sim_fault track_lie;

/* From the first READ TRACK INFORMATION of the track (its number, not that of the next, FFh) behind the flush on. */
static void lie_about_the_track(struct writer_fixture *fixture, const struct scsi_command *command)
{
    if (command->cdb[0] != READ_TRACK_INFORMATION || command->cdb[5] == 0xFF) return;
    fixture->drive.faults = &track_lie;
    fixture->drive.fault_count = 1;
}

static void verification__track_that_is_told_otherwise__fails_and_stays(void **state)
{
    struct writer_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(track_rows); i++) {
        IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);

        print_message("row %u\n", (unsigned)i);
        tao_put_verification(tao, IMAPI_BURN_VERIFICATION_QUICK);
        track_lie = (struct sim_fault){SIM_FAULT_REPLY, READ_TRACK_INFORMATION, 0, 36, track_rows[i].reply, 36};
        fixture->react = lie_about_the_track;
        assert_hr(tao_add(tao, 1000, 1), track_rows[i].hr);
        if (FAILED(track_rows[i].hr)) assert_error_says(TAO_SOURCE, L"0xC0AA0007", NULL);
        fixture->react = NULL;
        fixture->drive.fault_count = 0;
        assert_int_equal(tracks_of(tao), 1);
        assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
        tao_assert_free(fixture, tao);
        IDiscFormat2TrackAtOnce_Release(tao);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(CancelAddTrack__in_each_phase__closes_the_track_short),
        WRITER_CASE(CancelAddTrack__while_nothing_is_written__is_refused),
        WRITER_CASE(CancelAddTrack__early__fills_the_track_with_silence),
        WRITER_CASE(stream__that_cannot_be_a_track__is_refused_and_nothing_sent),
        WRITER_CASE(stream__that_does_not_seek__is_read_from_where_it_stands),
        WRITER_CASE(stream__that_fails_or_ends_early__closes_the_track_short),
        WRITER_CASE(drive__that_refuses__says_command_and_sense),
        WRITER_CASE(ReleaseMedia__close_that_fails__frees_the_drive_all_the_same),
        WRITER_CASE(ReleaseMedia__track_that_cannot_be_ended__says_so),
        WRITER_CASE(drive__without_a_lock__is_written_all_the_same),
        WRITER_CASE(drive__that_is_gone__leaves_the_object_idle),
        WRITER_CASE(power__that_goes__leaves_a_disc_that_is_told_truthfully),
        WRITER_CASE(disc__that_was_taken__fails_and_frees_the_drive),
        WRITER_CASE(verification__each_level__is_told_so),
        WRITER_CASE(verification__track_that_is_told_otherwise__fails_and_stays),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
