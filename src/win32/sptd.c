/* Executes commands by IOCTL_SCSI_PASS_THROUGH_DIRECT, with an aligned buffer and allowances for Wine. */
#include "win32/sptd.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "win32/cdrom_ioctl.h"
#include "win32/device_io.h"
#include "win32/storage_property.h"
#include "os/system_clock.h"
#include "os/system_error.h"
#include "os/wine.h"

enum {
    /* Adapters give 18 bytes as a rule; some builds of Wine take no more than 64. */
    SENSE_BYTES = 32,

    /* Linux raises any shorter time-out to this. */
    LEAST_DEADLINE_MS = 7000,

    /* The port driver ends a command at its time-out, and may then reset the bus and wait for it to come back. Later
     * than this nothing will come.
     */
    RECOVERY_MS = 30000,
};

struct sptd {
    struct scsi_transport transport;
    HANDLE handle;
    struct scsi_limits limits;
};

/* Input and output: the sense area stands behind the structure. */
struct sptd_buffer {
    SCSI_PASS_THROUGH_DIRECT request;
    UCHAR sense[SENSE_BYTES];
};

static struct sptd *sptd_from(struct scsi_transport *transport)
{
    return (struct sptd *)transport; /* first member */
}

static UCHAR data_in_value(const struct scsi_command *command)
{
    if (!command->requested_bytes) return SCSI_IOCTL_DATA_UNSPECIFIED;
    return command->direction == SCSI_DATA_IN ? SCSI_IOCTL_DATA_IN : SCSI_IOCTL_DATA_OUT;
}

static ULONG seconds_of(uint32_t timeout_ms)
{
    ULONG seconds = timeout_ms / 1000 + (timeout_ms % 1000 ? 1 : 0);

    return seconds ? seconds : 1; /* 0 would be the driver's default */
}

static void fill_request(const struct scsi_command *command, const struct device_io *io, struct sptd_buffer *buffer)
{
    buffer->request.Length = sizeof buffer->request;
    buffer->request.CdbLength = command->cdb_length;
    buffer->request.SenseInfoLength = SENSE_BYTES;
    buffer->request.DataIn = data_in_value(command);
    buffer->request.DataTransferLength = command->requested_bytes;
    buffer->request.TimeOutValue = seconds_of(command->timeout_ms);
    buffer->request.DataBuffer = io->data;
    buffer->request.SenseInfoOffset = offsetof(struct sptd_buffer, sense);
    memcpy(buffer->request.Cdb, command->cdb, command->cdb_length);
    if (command->direction == SCSI_DATA_OUT && command->requested_bytes)
        memcpy(io->data, command->data, command->requested_bytes);
}

static void fill_reply(const struct scsi_command *command, const struct device_io *io, struct scsi_reply *reply)
{
    const struct sptd_buffer *buffer = io->buffer;
    ULONG transferred = buffer->request.DataTransferLength;
    UCHAR sense_length = buffer->request.SenseInfoLength;

    memset(reply, 0, sizeof *reply);
    reply->outcome = buffer->request.ScsiStatus == SCSI_STATUS_GOOD ? SCSI_DONE : SCSI_REFUSED;
    reply->status = buffer->request.ScsiStatus;
    reply->transferred_bytes = transferred < command->requested_bytes ? transferred : command->requested_bytes;
    if (reply->status == SCSI_STATUS_CHECK_CONDITION) {
        reply->sense_length = sense_length < SENSE_BYTES ? sense_length : SENSE_BYTES;
        memcpy(reply->sense, buffer->sense, reply->sense_length);
    }
    if (command->direction == SCSI_DATA_IN && command->requested_bytes)
        memcpy(command->data, io->data, command->requested_bytes);
}

static bool is_well_formed(const struct scsi_command *command)
{
    return command->cdb_length >= 6 && command->cdb_length <= SCSI_CDB_MAX &&
           (command->direction != SCSI_NO_DATA || !command->requested_bytes) &&
           (command->data || !command->requested_bytes);
}

static void sptd_execute(struct scsi_transport *transport, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct sptd *sptd = sptd_from(transport);
    const struct base_clock *clock = system_clock_peek();
    uint64_t deadline_ms = (uint64_t)seconds_of(command->timeout_ms) * 1000;
    uint64_t wait_ms;
    uint64_t start_ms;
    struct device_io *io;
    DWORD returned;
    DWORD error;

    if (deadline_ms < LEAST_DEADLINE_MS) deadline_ms = LEAST_DEADLINE_MS;
    wait_ms = deadline_ms + RECOVERY_MS;
    if (wait_ms >= INFINITE) wait_ms = INFINITE - 1;

    if (!is_well_formed(command)) {
        scsi_reply_not_sent(command, reply, SCSI_FAILURE_OTHER, ERROR_INVALID_PARAMETER);
        return;
    }
    if (command->requested_bytes > sptd->limits.max_transfer_bytes) {
        scsi_reply_not_sent(command, reply, SCSI_FAILURE_TOO_LONG, 0);
        return;
    }
    /* The data always go through the request's own pages: they meet any alignment, and a driver that never gives a
     * request back keeps memory of ours, not the caller's. They are all 0 before: what a drive did not send reads as 0,
     * whatever the system counts.
     */
    io = device_io_create(sizeof(struct sptd_buffer), command->requested_bytes);
    if (!io) {
        scsi_reply_not_sent(command, reply, SCSI_FAILURE_NO_MEMORY, 0);
        return;
    }
    fill_request(command, io, io->buffer);
    start_ms = clock->now_ms(clock);
    error = device_io_run(&io, sptd->handle, IOCTL_SCSI_PASS_THROUGH_DIRECT, sizeof(struct sptd_buffer),
                          sizeof(struct sptd_buffer), (DWORD)wait_ms, &returned);
    if (error) {
        scsi_clear_data_in(command);
        os_reply_from_error(error, reply);
        /* Wine has no word for Linux's ENODEV, and for no other error of SG_IO. */
        if (error == ERROR_GEN_FAILURE && os_is_wine()) reply->failure = SCSI_FAILURE_DEVICE_GONE;
    } else {
        fill_reply(command, io, reply);
        /* Wine drops the host status of Linux: a command that the kernel gave up looks like one that went well. */
        if (reply->outcome == SCSI_DONE && os_is_wine() &&
            clock->now_ms(clock) - start_ms + SYSTEM_CLOCK_STEP_MS >= deadline_ms) {
            scsi_clear_data_in(command);
            os_reply_from_error(ERROR_SEM_TIMEOUT, reply);
        }
    }
    device_io_free(io);
}

static void sptd_get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    *limits = sptd_from(transport)->limits;
}

static void sptd_close(struct scsi_transport *transport)
{
    base_free(sptd_from(transport));
}

struct scsi_transport *sptd_create(HANDLE handle)
{
    static const struct scsi_transport_ops ops = {sptd_execute, sptd_get_limits, sptd_close};
    struct sptd *sptd = base_alloc(sizeof *sptd);

    if (!sptd) return NULL;
    sptd->transport.ops = &ops;
    sptd->handle = handle;
    storage_read_limits(handle, &sptd->limits);
    return &sptd->transport;
}
