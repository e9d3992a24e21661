/* Track at once at a simulated drive. */
#include "com/tao_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "imapi2/disc_format2_track_at_once.h"

/* ------------------------------------------------------------------------------------------------------- the object */

IDiscFormat2TrackAtOnce *tao_new(struct writer_fixture *fixture)
{
    IDiscFormat2TrackAtOnce *tao;

    assert_hr(
        disc_format2_track_at_once_create(&fixture->com->clock.clock, &IID_IDiscFormat2TrackAtOnce, (void **)&tao),
        S_OK);
    return tao;
}

HRESULT tao_put_name(IDiscFormat2TrackAtOnce *tao, const WCHAR *name)
{
    BSTR text = SysAllocString(name);
    HRESULT hr = IDiscFormat2TrackAtOnce_put_ClientName(tao, text);

    SysFreeString(text);
    return hr;
}

IDiscFormat2TrackAtOnce *tao_ready(struct writer_fixture *fixture)
{
    IDiscFormat2TrackAtOnce *tao = tao_new(fixture);
    IDiscRecorder2 *recorder = writer_recorder(fixture);

    assert_hr(IDiscFormat2TrackAtOnce_put_Recorder(tao, recorder), S_OK);
    IDiscRecorder2_Release(recorder);
    assert_hr(tao_put_name(tao, L"Com test"), S_OK);
    return tao;
}

IDiscFormat2TrackAtOnce *tao_prepared(struct writer_fixture *fixture, enum sim_medium medium)
{
    IDiscFormat2TrackAtOnce *tao = tao_ready(fixture);

    writer_medium(fixture, medium);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), S_OK);
    return tao;
}

void tao_put_verification(IDiscFormat2TrackAtOnce *tao, IMAPI_BURN_VERIFICATION_LEVEL level)
{
    IBurnVerification *verification;

    assert_hr(IDiscFormat2TrackAtOnce_QueryInterface(tao, &IID_IBurnVerification, (void **)&verification), S_OK);
    assert_hr(IBurnVerification_put_BurnVerificationLevel(verification, level), S_OK);
    IBurnVerification_Release(verification);
}

HRESULT tao_add(IDiscFormat2TrackAtOnce *tao, uint64_t sectors, BYTE seed)
{
    struct client_stream stream;
    HRESULT hr;

    client_stream_begin(&stream, sectors * TAO_SECTOR_BYTES, seed);
    hr = IDiscFormat2TrackAtOnce_AddAudioTrack(tao, &stream.IStream_iface);
    client_stream_end(&stream);
    return hr;
}

void tao_assert_free(const struct writer_fixture *fixture, IDiscFormat2TrackAtOnce *tao)
{
    writer_assert_nothing_held(fixture);
    assert_hr(IDiscFormat2TrackAtOnce_CancelAddTrack(tao), E_IMAPI_DF2TAO_WRITE_NOT_IN_PROGRESS);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED);
}

/* --------------------------------------------------------------------------------------------------------- the disc */

static void send_command(struct writer_fixture *fixture, const uint8_t *cdb, size_t cdb_length, void *bytes,
                         uint32_t count)
{
    struct scsi_command command = {.direction = SCSI_DATA_IN, .timeout_ms = 10000};
    struct sim_outcome outcome;
    struct scsi_reply reply;

    memset(&reply, 0, sizeof reply);
    memcpy(command.cdb, cdb, cdb_length);
    command.cdb_length = (uint8_t)cdb_length;
    command.data = bytes;
    command.requested_bytes = count;
    EnterCriticalSection(&fixture->lock);
    sim_drive_execute(&fixture->drive, &command, &reply, &outcome);
    LeaveCriticalSection(&fixture->lock);
    assert_int_equal(reply.outcome, SCSI_DONE);
}

/* READ CD of CD-DA, one sector, user data (MMC-6): byte 1 expected sector type 1, byte 9 10h. */
static void read_sector(struct writer_fixture *fixture, int32_t lba, uint8_t *bytes)
{
    uint8_t cdb[12] = {0xBE, 0x04, 0, 0, 0, 0, 0, 0, 1, 0x10};
    uint32_t address = (uint32_t)lba;

    cdb[2] = (uint8_t)(address >> 24);
    cdb[3] = (uint8_t)(address >> 16);
    cdb[4] = (uint8_t)(address >> 8);
    cdb[5] = (uint8_t)address;
    send_command(fixture, cdb, sizeof cdb, bytes, TAO_SECTOR_BYTES);
}

static void check(struct writer_fixture *fixture, int32_t lba, uint32_t sectors, bool is_silent, BYTE seed)
{
    uint8_t bytes[TAO_SECTOR_BYTES];
    uint32_t sector, i;

    for (sector = 0; sector < sectors; sector++) {
        read_sector(fixture, lba + (int32_t)sector, bytes);
        for (i = 0; i < TAO_SECTOR_BYTES; i++) {
            BYTE expected = is_silent ? 0 : client_stream_byte(seed, (ULONGLONG)sector * TAO_SECTOR_BYTES + i);

            if (bytes[i] != expected)
                fail_msg("LBA %d, byte %u: %02X, not %02X", lba + (int)sector, i, bytes[i], expected);
        }
    }
}

void tao_check_sectors(struct writer_fixture *fixture, int32_t lba, uint32_t sectors, BYTE seed)
{
    check(fixture, lba, sectors, false, seed);
}

void tao_check_silence(struct writer_fixture *fixture, int32_t lba, uint32_t sectors)
{
    check(fixture, lba, sectors, true, 0);
}

void tao_check_toc(struct writer_fixture *fixture, const void *expected, size_t count)
{
    const uint8_t cdb[10] = {0x43, 0, 0, 0, 0, 0, 0, 0x03, 0x24};
    uint8_t toc[804];

    memset(toc, 0xEE, sizeof toc);
    send_command(fixture, cdb, sizeof cdb, toc, sizeof toc);
    assert_memory_equal(toc, expected, count);
}

/* ------------------------------------------------------------------------------------------------------- the events */

void tao_compress(struct tao_seen *seen)
{
    size_t i, count = 0;

    for (i = 0; i < seen->count; i++) {
        if (!count || seen->actions[count - 1] != seen->actions[i]) seen->actions[count++] = seen->actions[i];
    }
    seen->count = count;
}

void tao_expect(struct tao_seen *seen, bool holds)
{
    if (!holds) seen->faults++;
}

/* Every property can be read in every event. */
static void look(struct tao_seen *seen, IDiscFormat2TrackAtOnceEventArgs *args)
{
    const IDiscFormat2TrackAtOnceEventArgsVtbl *members = args->lpVtbl;
    LONG buffer = -1, used = -1, unused = -1, last_read = -1;
    IMAPI_FORMAT2_TAO_WRITE_ACTION action = 0;

    tao_expect(seen, !members->get_CurrentAction(args, &action));
    tao_expect(seen, !members->get_CurrentTrackNumber(args, &seen->track));
    tao_expect(seen, !members->get_StartLba(args, &seen->start));
    tao_expect(seen, !members->get_SectorCount(args, &seen->sectors));
    tao_expect(seen, !members->get_LastReadLba(args, &last_read));
    tao_expect(seen, !members->get_LastWrittenLba(args, &seen->last_written));
    tao_expect(seen, !members->get_ElapsedTime(args, &seen->elapsed));
    tao_expect(seen, !members->get_RemainingTime(args, &seen->remaining));
    tao_expect(seen, !members->get_TotalSystemBuffer(args, &buffer));
    tao_expect(seen, !members->get_UsedSystemBuffer(args, &used));
    tao_expect(seen, !members->get_FreeSystemBuffer(args, &unused));
    tao_expect(seen, used + unused == buffer && used >= 0 && unused >= 0);
    tao_expect(seen, seen->elapsed >= 0 && seen->remaining >= 0 && seen->sectors >= 300);
    tao_expect(seen, last_read >= seen->last_written);
    tao_expect(seen, members->get_CurrentAction(args, NULL) == E_POINTER);
    tao_expect(seen, members->get_CurrentTrackNumber(args, NULL) == E_POINTER);
    tao_expect(seen, members->get_ElapsedTime(args, NULL) == E_POINTER);
    tao_expect(seen, members->get_RemainingTime(args, NULL) == E_POINTER);
    seen->actions[seen->count++] = action;
}

static bool answers(IDispatch *object, REFIID iid, void *expected)
{
    IUnknown *iface;
    bool is_right;

    if (FAILED(IDispatch_QueryInterface(object, iid, (void **)&iface))) return false;
    is_right = !expected || iface == expected;
    IUnknown_Release(iface);
    return is_right;
}

static HRESULT update(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct tao_seen *seen = sink->context;
    IDiscFormat2TrackAtOnceEventArgs *args;
    IDispatch *progress = V_DISPATCH(&parameters->rgvarg[0]);

    tao_expect(seen, event == 0x200 && parameters->cArgs == 2 && seen->count < TAO_EVENTS_MAX);
    if (seen->faults) return E_FAIL;
    tao_expect(seen, answers(V_DISPATCH(&parameters->rgvarg[1]), &IID_IDiscFormat2TrackAtOnce, seen->tao));
    tao_expect(seen, answers(progress, &IID_IWriteEngine2EventArgs, NULL));
    tao_expect(seen, !IDispatch_QueryInterface(progress, &IID_IDiscFormat2TrackAtOnceEventArgs, (void **)&args));
    look(seen, args);
    IDiscFormat2TrackAtOnceEventArgs_Release(args);
    seen->thread = GetCurrentThreadId();
    if (seen->act && !seen->has_acted && seen->actions[seen->count - 1] == seen->at) {
        seen->has_acted = true;
        seen->act(seen);
    }
    return E_FAIL; /* which changes nothing */
}

DWORD tao_listen(IDiscFormat2TrackAtOnce *tao, struct event_sink *sink, struct tao_seen *seen)
{
    sink_begin(sink, &IID_DDiscFormat2TrackAtOnceEvents, SINK_BOTH);
    sink->react = update;
    sink->context = seen;
    seen->tao = tao;
    return sink_advise((IUnknown *)tao, sink);
}

void tao_end_listening(IDiscFormat2TrackAtOnce *tao, struct event_sink *sink, const struct tao_seen *seen, DWORD cookie)
{
    assert_hr(sink_unadvise((IUnknown *)tao, &IID_DDiscFormat2TrackAtOnceEvents, cookie), S_OK);
    assert_int_equal(sink->references, 1);
    assert_int_equal(seen->faults, 0);
}
