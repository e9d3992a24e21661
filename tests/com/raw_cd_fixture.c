/* Raw CDs at a simulated drive. */
#include "com/raw_cd_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "imapi2/disc_format2_raw_cd.h"
#include "imapi2/raw_cd_image_creator.h"

/* ------------------------------------------------------------------------------------------------------- the object */

IDiscFormat2RawCD *raw_new(struct writer_fixture *fixture)
{
    IDiscFormat2RawCD *raw;

    assert_hr(disc_format2_raw_cd_create(&fixture->com->clock.clock, &IID_IDiscFormat2RawCD, (void **)&raw), S_OK);
    return raw;
}

HRESULT raw_put_name(IDiscFormat2RawCD *raw, const WCHAR *name)
{
    BSTR text = SysAllocString(name);
    HRESULT hr = IDiscFormat2RawCD_put_ClientName(raw, text);

    SysFreeString(text);
    return hr;
}

IDiscFormat2RawCD *raw_ready(struct writer_fixture *fixture)
{
    IDiscFormat2RawCD *raw = raw_new(fixture);
    IDiscRecorder2 *recorder = writer_recorder(fixture);

    assert_hr(IDiscFormat2RawCD_put_Recorder(raw, recorder), S_OK);
    IDiscRecorder2_Release(recorder);
    assert_hr(raw_put_name(raw, L"Com test"), S_OK);
    return raw;
}

void raw_small_disc(struct writer_fixture *fixture)
{
    fixture->drive.options.blocks = RAW_LEAD_OUT;
    writer_medium(fixture, SIM_MEDIUM_CD_R);
}

IDiscFormat2RawCD *raw_prepared(struct writer_fixture *fixture)
{
    IDiscFormat2RawCD *raw = raw_ready(fixture);

    raw_small_disc(fixture);
    assert_hr(IDiscFormat2RawCD_PrepareMedia(raw), S_OK);
    return raw;
}

void raw_assert_free(const struct writer_fixture *fixture, IDiscFormat2RawCD *raw)
{
    writer_assert_nothing_held(fixture);
    assert_hr(IDiscFormat2RawCD_CancelWrite(raw), E_IMAPI_DF2RAW_WRITE_NOT_IN_PROGRESS);
    assert_hr(IDiscFormat2RawCD_ReleaseMedia(raw), E_IMAPI_DF2RAW_MEDIA_IS_NOT_PREPARED);
}

/* -------------------------------------------------------------------------------------------------------- the image */

void raw_image_begin(struct raw_image *image, IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE type)
{
    static const ULONGLONG sectors[2] = {RAW_TRACK_1, RAW_TRACK_2};
    IRawCDImageCreator *creator;
    LONG index;
    int i;

    assert_hr(raw_cd_image_creator_create(&IID_IRawCDImageCreator, (void **)&creator), S_OK);
    assert_hr(IRawCDImageCreator_put_ResultingImageType(creator, type), S_OK);
    for (i = 0; i < 2; i++) {
        client_stream_begin(&image->tracks[i], sectors[i] * RAW_SECTOR_BYTES, (BYTE)(i + 1));
        assert_hr(IRawCDImageCreator_AddTrack(creator, IMAPI_CD_SECTOR_AUDIO, &image->tracks[i].IStream_iface, &index),
                  S_OK);
    }
    assert_hr(IRawCDImageCreator_CreateResultImage(creator, &image->stream), S_OK);
    IRawCDImageCreator_Release(creator);
}

void raw_image_end(struct raw_image *image)
{
    IStream_Release(image->stream);
    client_stream_end(&image->tracks[0]);
    client_stream_end(&image->tracks[1]);
}

HRESULT raw_write(IDiscFormat2RawCD *raw, IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE type)
{
    struct raw_image image;
    HRESULT hr;

    raw_image_begin(&image, type);
    hr = IDiscFormat2RawCD_put_RequestedSectorType(raw, type);
    if (SUCCEEDED(hr)) hr = IDiscFormat2RawCD_WriteMedia(raw, image.stream);
    raw_image_end(&image);
    return hr;
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
static void check_sectors(struct writer_fixture *fixture, uint32_t lba, uint32_t sectors, BYTE seed)
{
    uint8_t bytes[RAW_SECTOR_BYTES];
    uint32_t sector, i;

    for (sector = 0; sector < sectors; sector++) {
        uint8_t cdb[12] = {0xBE, 0x04, 0, 0, 0, 0, 0, 0, 1, 0x10};

        cdb[4] = (uint8_t)((lba + sector) >> 8);
        cdb[5] = (uint8_t)(lba + sector);
        send_command(fixture, cdb, sizeof cdb, bytes, sizeof bytes);
        for (i = 0; i < RAW_SECTOR_BYTES; i++) {
            if (bytes[i] != client_stream_byte(seed, (ULONGLONG)sector * RAW_SECTOR_BYTES + i))
                fail_msg("LBA %u, byte %u is wrong", lba + sector, i);
        }
    }
}

void raw_check_disc(struct writer_fixture *fixture)
{
    /* Two audio tracks at 0 and 300, the lead-out at 610: MMC-6, READ TOC, format 0000b. Copying is
     * permitted, as of the creator at first: control 2. */
    static const uint8_t expected[28] = {0, 26, 1, 2, 0,    0x12, 1, 0,    0,    0, 0, 0, 0,    0x12,
                                         2, 0,  0, 0, 0x01, 0x2C, 0, 0x12, 0xAA, 0, 0, 0, 0x02, 0x62};
    static const uint8_t read_toc[10] = {0x43, 0, 0, 0, 0, 0, 0, 0x03, 0x24};
    uint8_t toc[804];

    memset(toc, 0xEE, sizeof toc);
    send_command(fixture, read_toc, sizeof read_toc, toc, sizeof toc);
    assert_memory_equal(toc, expected, sizeof expected);
    check_sectors(fixture, 0, RAW_TRACK_1, 1);
    check_sectors(fixture, RAW_TRACK_1, RAW_TRACK_2, 2);
}

/* ------------------------------------------------------------------------------------------------------- the events */

void raw_expect(struct raw_seen *seen, bool holds)
{
    if (!holds) seen->faults++;
}

void raw_compress(struct raw_seen *seen)
{
    size_t i, count = 0;

    for (i = 0; i < seen->count; i++) {
        if (!count || seen->actions[count - 1] != seen->actions[i]) seen->actions[count++] = seen->actions[i];
    }
    seen->count = count;
}

/* Every property can be read in every event. */
static void look(struct raw_seen *seen, IDiscFormat2RawCDEventArgs *args)
{
    const IDiscFormat2RawCDEventArgsVtbl *members = args->lpVtbl;
    LONG buffer = -1, used = -1, unused = -1, last_read = -1, elapsed = -1, remaining = -1;
    IMAPI_FORMAT2_RAW_CD_WRITE_ACTION action = 0;

    raw_expect(seen, !members->get_CurrentAction(args, &action));
    raw_expect(seen, !members->get_StartLba(args, &seen->start));
    raw_expect(seen, !members->get_SectorCount(args, &seen->sectors));
    raw_expect(seen, !members->get_LastReadLba(args, &last_read));
    raw_expect(seen, !members->get_LastWrittenLba(args, &seen->last_written));
    raw_expect(seen, !members->get_ElapsedTime(args, &elapsed));
    raw_expect(seen, !members->get_RemainingTime(args, &remaining));
    raw_expect(seen, !members->get_TotalSystemBuffer(args, &buffer));
    raw_expect(seen, !members->get_UsedSystemBuffer(args, &used));
    raw_expect(seen, !members->get_FreeSystemBuffer(args, &unused));
    raw_expect(seen, used + unused == buffer && used >= 0 && unused >= 0);
    raw_expect(seen, elapsed >= 0 && remaining >= 0 && last_read >= seen->last_written);
    raw_expect(seen, members->get_CurrentAction(args, NULL) == E_POINTER);
    raw_expect(seen, members->get_ElapsedTime(args, NULL) == E_POINTER);
    raw_expect(seen, members->get_RemainingTime(args, NULL) == E_POINTER);
    seen->actions[seen->count++] = action;
}

static HRESULT update(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct raw_seen *seen = sink->context;
    IDiscFormat2RawCDEventArgs *args = NULL;
    IDiscFormat2RawCD *object = NULL;

    raw_expect(seen, event == 0x200 && parameters->cArgs == 2 && seen->count < RAW_EVENTS_MAX);
    if (seen->faults) return E_FAIL;
    raw_expect(seen,
               !IDispatch_QueryInterface(V_DISPATCH(&parameters->rgvarg[1]), &IID_IDiscFormat2RawCD, (void **)&object));
    raw_expect(seen, object == seen->raw);
    if (object) IDiscFormat2RawCD_Release(object);
    raw_expect(seen, !IDispatch_QueryInterface(V_DISPATCH(&parameters->rgvarg[0]), &IID_IDiscFormat2RawCDEventArgs,
                                               (void **)&args));
    if (seen->faults) return E_FAIL;
    look(seen, args);
    IDiscFormat2RawCDEventArgs_Release(args);
    seen->thread = GetCurrentThreadId();
    if (seen->act && !seen->has_acted && seen->actions[seen->count - 1] == seen->at) {
        seen->has_acted = true;
        seen->act(seen);
    }
    return E_FAIL; /* which changes nothing */
}

DWORD raw_listen(IDiscFormat2RawCD *raw, struct event_sink *sink, struct raw_seen *seen)
{
    sink_begin(sink, &IID_DDiscFormat2RawCDEvents, SINK_BOTH);
    sink->react = update;
    sink->context = seen;
    seen->raw = raw;
    return sink_advise((IUnknown *)raw, sink);
}

void raw_end_listening(IDiscFormat2RawCD *raw, struct event_sink *sink, const struct raw_seen *seen, DWORD cookie)
{
    assert_hr(sink_unadvise((IUnknown *)raw, &IID_DDiscFormat2RawCDEvents, cookie), S_OK);
    assert_int_equal(sink->references, 1);
    assert_int_equal(seen->faults, 0);
}
