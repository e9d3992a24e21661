/* Sends commands through IDiscRecorder2Ex, and converts its HRESULTs to the four ways in which a command ends. */
#include "imapi2/recorder_transport.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "imapi2error.h"

enum {
    SENSE_BYTES = 18,
    TRANSFER_LEAST_BYTES = 2048,      /* what a transport promises */
    TRANSFER_MOST_BYTES = 0x7FFFFFFF, /* ULONG_IMAPI2_NONZERO */
    STATUS_UNKNOWN = 0xFF,            /* no standard's status byte */
};

struct recorder_transport {
    struct scsi_transport transport;
    IDiscRecorder2Ex *recorder;
    struct scsi_limits limits;
};

/* clang-format off */
static const struct ending {
    HRESULT hr;
    enum scsi_outcome outcome;
    enum scsi_failure failure;
    uint8_t status;
} endings[] = {
    {E_IMAPI_RECORDER_COMMAND_TIMEOUT,              SCSI_LOST,     SCSI_FAILURE_TIMEOUT,        SCSI_STATUS_GOOD},
    {E_IMAPI_RECORDER_LOCKED,                       SCSI_NOT_SENT, SCSI_FAILURE_LOCKED,         SCSI_STATUS_GOOD},
    {E_ACCESSDENIED,                                SCSI_NOT_SENT, SCSI_FAILURE_ACCESS_DENIED,  SCSI_STATUS_GOOD},
    {E_OUTOFMEMORY,                                 SCSI_NOT_SENT, SCSI_FAILURE_NO_MEMORY,      SCSI_STATUS_GOOD},
    {HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE),      SCSI_NOT_SENT, SCSI_FAILURE_INVALID_HANDLE, SCSI_STATUS_GOOD},
    {HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST),       SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE,    SCSI_STATUS_GOOD},
    {HRESULT_FROM_WIN32(ERROR_DEVICE_NOT_CONNECTED), SCSI_LOST,    SCSI_FAILURE_DEVICE_GONE,    SCSI_STATUS_GOOD},
    {E_IMAPI_RECORDER_MEDIA_BUSY,                   SCSI_REFUSED,  SCSI_FAILURE_NONE,           SCSI_STATUS_BUSY},
    {E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE, SCSI_REFUSED,  SCSI_FAILURE_NONE,           STATUS_UNKNOWN},
};
/* clang-format on */

static struct recorder_transport *recorder_transport_from(struct scsi_transport *transport)
{
    return CONTAINING_RECORD(transport, struct recorder_transport, transport);
}

static void end_failed(HRESULT hr, struct scsi_reply *reply)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(endings); i++) {
        if (endings[i].hr != hr) continue;
        reply->outcome = endings[i].outcome;
        reply->failure = endings[i].failure;
        reply->status = endings[i].status;
        return;
    }
    reply->outcome = SCSI_LOST;
    reply->failure = SCSI_FAILURE_OTHER;
    reply->system_error = HRESULT_FACILITY(hr) == FACILITY_WIN32 ? (uint32_t)HRESULT_CODE(hr) : (uint32_t)hr;
}

static HRESULT send_command(IDiscRecorder2Ex *recorder, const struct scsi_command *command, BYTE *buffer, BYTE *sense,
                            ULONG *fetched)
{
    ULONG timeout_s = command->timeout_ms / 1000 + (command->timeout_ms % 1000 != 0);
    BYTE cdb[SCSI_CDB_MAX];

    memcpy(cdb, command->cdb, sizeof cdb);
    if (command->direction == SCSI_NO_DATA || !command->requested_bytes) {
        return IDiscRecorder2Ex_SendCommandNoData(recorder, cdb, command->cdb_length, sense, timeout_s);
    }
    if (command->direction == SCSI_DATA_IN) {
        return IDiscRecorder2Ex_SendCommandGetDataFromDevice(recorder, cdb, command->cdb_length, sense, timeout_s,
                                                             buffer, command->requested_bytes, fetched);
    }
    *fetched = command->requested_bytes;
    return IDiscRecorder2Ex_SendCommandSendDataToDevice(recorder, cdb, command->cdb_length, sense, timeout_s, buffer,
                                                        command->requested_bytes);
}

static void execute_at(struct recorder_transport *recorder, const struct scsi_command *command, BYTE *buffer,
                       struct scsi_reply *reply)
{
    BYTE sense[SENSE_BYTES] = {0};
    ULONG fetched = 0;
    HRESULT hr;

    hr = send_command(recorder->recorder, command, buffer, sense, &fetched);
    if (fetched > command->requested_bytes) fetched = command->requested_bytes;
    if (FAILED(hr)) {
        end_failed(hr, reply);
        return;
    }
    reply->outcome = SCSI_DONE;
    reply->transferred_bytes = fetched;
    if (hr != S_IMAPI_COMMAND_HAS_SENSE_DATA) return;
    reply->outcome = SCSI_REFUSED;
    reply->status = SCSI_STATUS_CHECK_CONDITION;
    if (!sense[0]) return; /* no response code: the recorder brought no sense */
    memcpy(reply->sense, sense, sizeof sense);
    reply->sense_length = sizeof sense;
}

/* The buffer does not lie as the adapter asks: through memory that does. A recorder of the client's own may rely on it.
 */
static void execute_copied(struct recorder_transport *recorder, const struct scsi_command *command,
                           struct scsi_reply *reply)
{
    size_t mask = recorder->limits.alignment_mask;
    BYTE *memory = base_alloc(command->requested_bytes + mask);
    BYTE *aligned;

    if (!memory) {
        reply->failure = SCSI_FAILURE_NO_MEMORY;
        return;
    }
    aligned = memory + (((size_t)0 - (size_t)memory) & mask);
    if (command->direction == SCSI_DATA_OUT) memcpy(aligned, command->data, command->requested_bytes);
    execute_at(recorder, command, aligned, reply);
    if (command->direction == SCSI_DATA_IN) memcpy(command->data, aligned, command->requested_bytes);
    base_free(memory);
}

static void transport_execute(struct scsi_transport *transport, const struct scsi_command *command,
                              struct scsi_reply *reply)
{
    struct recorder_transport *recorder = recorder_transport_from(transport);

    scsi_reply_not_sent(command, reply, SCSI_FAILURE_NONE, 0);
    if (command->requested_bytes > recorder->limits.max_transfer_bytes) {
        reply->failure = SCSI_FAILURE_TOO_LONG;
    } else if ((size_t)command->data & recorder->limits.alignment_mask) {
        execute_copied(recorder, command, reply);
    } else {
        execute_at(recorder, command, command->data, reply);
    }
}

static void transport_get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    *limits = recorder_transport_from(transport)->limits;
}

static void transport_close(struct scsi_transport *transport)
{
    struct recorder_transport *recorder = recorder_transport_from(transport);

    IDiscRecorder2Ex_Release(recorder->recorder);
    base_free(recorder);
}

static const struct scsi_transport_ops transport_ops = {transport_execute, transport_get_limits, transport_close};

static uint32_t transfer_limit(ULONG bytes)
{
    if (bytes < TRANSFER_LEAST_BYTES) return TRANSFER_LEAST_BYTES;
    return bytes > TRANSFER_MOST_BYTES ? TRANSFER_MOST_BYTES : bytes;
}

/* The documentation uses the number as `address & (number - 1)`; a recorder that gives the mask that the method's name
 * promises is understood, too. Anything else is taken as a page.
 */
static uint32_t alignment_mask(ULONG number)
{
    enum { PAGE_MASK = 0xFFF };

    if (!number) return 0;
    if (number > PAGE_MASK + 1) return PAGE_MASK;
    if (!(number & (number - 1))) return number - 1;
    return number & (number + 1) ? PAGE_MASK : number;
}

static HRESULT ask_limits(IDiscRecorder2Ex *recorder, struct scsi_limits *limits)
{
    ULONG aligned = 0, unaligned = 0, alignment = 0;
    HRESULT hr;

    hr = IDiscRecorder2Ex_GetMaximumPageAlignedTransferSize(recorder, &aligned);
    if (SUCCEEDED(hr)) hr = IDiscRecorder2Ex_GetMaximumNonPageAlignedTransferSize(recorder, &unaligned);
    if (SUCCEEDED(hr)) hr = IDiscRecorder2Ex_GetByteAlignmentMask(recorder, &alignment);
    limits->max_transfer_bytes = transfer_limit(aligned);
    limits->max_unaligned_transfer_bytes = transfer_limit(unaligned);
    limits->alignment_mask = alignment_mask(alignment);
    return hr;
}

HRESULT recorder_transport_create(IDiscRecorder2Ex *recorder, struct scsi_transport **out)
{
    struct recorder_transport *created;
    struct scsi_limits limits;
    HRESULT hr;

    *out = NULL;
    hr = ask_limits(recorder, &limits);
    if (FAILED(hr)) return hr;
    created = base_alloc(sizeof *created);
    if (!created) return E_OUTOFMEMORY;
    created->transport.ops = &transport_ops;
    created->recorder = recorder;
    created->limits = limits;
    IDiscRecorder2Ex_AddRef(recorder);
    *out = &created->transport;
    return S_OK;
}
