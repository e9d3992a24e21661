/* Sends a command, repeating it if necessary, and converts its outcome to one HRESULT. */
#include "imapi2fs/recorder_command.h"

#include <string.h>

#include "imapi2error.h"
#include "imapi2fserror.h"
#include "mmc/capacity.h"
#include "mmc/cdb.h"
#include "mmc/toc.h"
#include "scsi/sense.h"

enum {
    BLOCK_BYTES = 2048,
    SENSE_BYTES = 18,
    TIMEOUT_S = 60, /* a drive may have to turn the disc up, and to try a bad block again and again */
    ATTENTIONS_MAX = 8,
    WAITS_MAX = 120,
    WAIT_MS = 250,
    ASC_NO_MEDIUM = 0x3A,    /* SPC-3, ASC and ASCQ assignments */
    ASC_ILLEGAL_MODE = 0x64, /* for this track: of key 5, blocks of audio; MMC-6, READ(10) */
    ASCQ_BECOMING = 0x01,    /* of SCSI_ASC_NOT_READY: it becomes ready */
    TOC_SESSION_BYTES = 12   /* of format 1: a header and one track */
};

enum next { DONE, AGAIN, LATER };

/* What to do about the sense of a command, and the result where that is DONE. */
static enum next judge(const uint8_t *bytes, struct scsi_sense *sense, HRESULT *hr)
{
    *hr = IMAPI_E_IMPORT_READ_FAILURE;
    if (!scsi_sense_decode(bytes, SENSE_BYTES, sense)) return DONE;
    if (sense->deferred) return AGAIN; /* of an earlier command: this one was not carried out */
    switch (sense->key) {
    case SCSI_KEY_NO_SENSE:
    case SCSI_KEY_RECOVERED_ERROR:
        *hr = S_OK;
        return DONE;
    case SCSI_KEY_UNIT_ATTENTION:
        return AGAIN;
    case SCSI_KEY_NOT_READY:
        if (sense->asc == ASC_NO_MEDIUM) *hr = E_IMAPI_RECORDER_MEDIA_NO_MEDIA;
        return sense->asc == SCSI_ASC_NOT_READY && sense->ascq == ASCQ_BECOMING ? LATER : DONE;
    default:
        return DONE;
    }
}

/* got    out: bytes that came, of those that were requested.
 * sense  out: of the last time that it was sent; zeros: it had none.
 */
static HRESULT execute(IDiscRecorder2Ex *recorder, const struct scsi_command *command, ULONG *got,
                       struct scsi_sense *sense)
{
    unsigned attentions = 0, waits = 0;

    for (;;) {
        BYTE cdb[SCSI_CDB_MAX], bytes[SENSE_BYTES] = {0};
        enum next next;
        HRESULT hr;

        memset(sense, 0, sizeof *sense);
        memcpy(cdb, command->cdb, sizeof cdb);
        *got = 0;
        hr = IDiscRecorder2Ex_SendCommandGetDataFromDevice(recorder, cdb, command->cdb_length, bytes, TIMEOUT_S,
                                                           command->data, command->requested_bytes, got);
        if (*got > command->requested_bytes) *got = command->requested_bytes;
        if (hr != S_IMAPI_COMMAND_HAS_SENSE_DATA) return FAILED(hr) ? hr : S_OK;
        next = judge(bytes, sense, &hr);
        if (next == DONE || (next == AGAIN && ++attentions > ATTENTIONS_MAX) || (next == LATER && ++waits > WAITS_MAX))
            return hr;
        if (next == LATER) Sleep(WAIT_MS);
    }
}

HRESULT recorder_read_blocks(IDiscRecorder2Ex *recorder, uint32_t first, uint32_t count, void *bytes, bool *is_audio)
{
    struct scsi_command command;
    struct scsi_sense sense;
    HRESULT hr;
    ULONG got;

    mmc_cdb_read_10(&command, first, (uint16_t)count, false, BLOCK_BYTES, bytes);
    hr = execute(recorder, &command, &got, &sense);
    *is_audio = FAILED(hr) && sense.key == SCSI_KEY_ILLEGAL_REQUEST && sense.asc == ASC_ILLEGAL_MODE;
    if (SUCCEEDED(hr) && got != count * BLOCK_BYTES) hr = IMAPI_E_IMPORT_READ_FAILURE;
    return hr;
}

HRESULT recorder_read_capacity(IDiscRecorder2Ex *recorder, uint32_t *blocks)
{
    uint8_t bytes[MMC_CAPACITY_BYTES] = {0};
    struct mmc_capacity capacity;
    struct scsi_command command;
    struct scsi_sense sense;
    HRESULT hr;
    ULONG got;

    *blocks = 0;
    mmc_cdb_read_capacity(&command, bytes);
    hr = execute(recorder, &command, &got, &sense);
    if (FAILED(hr)) return hr;
    if (mmc_capacity_parse(bytes, got, &capacity) != MMC_OK) return IMAPI_E_IMPORT_READ_FAILURE;
    if (capacity.has_blocks && capacity.last_lba) *blocks = capacity.blocks;
    return S_OK;
}

HRESULT recorder_read_last_session(IDiscRecorder2Ex *recorder, struct recorder_session *session)
{
    enum { FORMAT_SESSIONS = 1, CONTROL_DATA = 0x04 }; /* MMC-6, READ TOC */
    uint8_t bytes[TOC_SESSION_BYTES] = {0};
    struct mmc_toc_track track;
    struct scsi_command command;
    struct scsi_sense sense;
    struct mmc_toc toc;
    struct mmc_walk walk;
    HRESULT hr;
    ULONG got;

    memset(session, 0, sizeof *session);
    mmc_cdb_read_toc(&command, false, FORMAT_SESSIONS, 0, bytes, sizeof bytes);
    hr = execute(recorder, &command, &got, &sense);
    if (FAILED(hr)) return hr;
    if (mmc_toc_parse(bytes, got, &toc) != MMC_OK) return IMAPI_E_IMPORT_READ_FAILURE;
    walk = mmc_toc_entries(&toc);
    if (!mmc_toc_track_next(&walk, &track)) return IMAPI_E_IMPORT_READ_FAILURE;
    session->start = track.address;
    session->has_data = track.control & CONTROL_DATA;
    return S_OK;
}
