/* A drive that answers with a fuzzer's bytes. */
#include "support/fuzzed_drive.h"

#include <string.h>

#include "fuzz/fuzz.h"

static uint8_t next_byte(struct fuzzed_drive *drive)
{
    uint8_t byte = drive->data[drive->at];

    drive->at = (drive->at + 1) % drive->size;
    return byte;
}

static void next_bytes(struct fuzzed_drive *drive, uint8_t *bytes, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        bytes[i] = next_byte(drive);
}

static void send_whole(struct fuzzed_drive *drive, const struct scsi_command *command, struct scsi_reply *reply)
{
    size_t count = drive->size < command->requested_bytes ? drive->size : command->requested_bytes;

    reply->outcome = SCSI_DONE;
    reply->transferred_bytes = (uint32_t)count;
    if (command->direction == SCSI_DATA_IN) memcpy(command->data, drive->data, count);
}

static void send_next(struct fuzzed_drive *drive, const struct scsi_command *command, struct scsi_reply *reply)
{
    static const uint8_t statuses[] = {0x00, 0x02, 0x08, 0x18, 0x28, 0x40, 0xFF, 0x04};
    uint8_t way = next_byte(drive);
    size_t count = next_byte(drive);

    switch (way & 7) {
    case 4: /* sense */
        reply->outcome = SCSI_REFUSED;
        reply->status = SCSI_STATUS_CHECK_CONDITION;
        reply->sense_length = 18;
        reply->sense[0] = way & 8 ? 0x71 : 0x70;
        reply->sense[2] = count & 0x0F;
        reply->sense[7] = 10;
        next_bytes(drive, reply->sense + 12, 2);
        break;
    case 5: /* sense that is anything */
        reply->outcome = SCSI_REFUSED;
        reply->status = SCSI_STATUS_CHECK_CONDITION;
        reply->sense_length = (uint8_t)(count % (SCSI_SENSE_MAX + 1));
        next_bytes(drive, reply->sense, reply->sense_length);
        break;
    case 6:
        reply->outcome = SCSI_REFUSED;
        reply->status = statuses[count % 8];
        break;
    case 7:
        reply->outcome = way & 8 ? SCSI_LOST : SCSI_NOT_SENT;
        reply->failure = (enum scsi_failure)(count % (SCSI_FAILURE_OTHER + 1));
        break;
    default:
        if (command->direction != SCSI_DATA_IN) count = 0;
        if (count > command->requested_bytes) count = command->requested_bytes;
        reply->outcome = SCSI_DONE;
        reply->transferred_bytes = way & 8 ? command->requested_bytes : (uint32_t)count;
        if (way & 0x20) reply->transferred_bytes += 65536; /* more than there was room for */
        if (count) next_bytes(drive, command->data, count);
        break;
    }
}

void fuzzed_drive_expect(struct fuzzed_drive *drive, const struct scsi_command *command, struct scsi_reply *reply)
{
    drive->commands++;
    FUZZ_CHECK(command->timeout_ms >= 1000);
    FUZZ_CHECK(command->cdb_length == 6 || command->cdb_length == 10 || command->cdb_length == 12);
    memset(reply, 0, sizeof *reply);
    if (command->direction == SCSI_DATA_IN) {
        FUZZ_CHECK(command->requested_bytes && command->requested_bytes % 2 == 0 && command->data);
        memset(command->data, 0, command->requested_bytes);
    }
}

void fuzzed_drive_execute(struct scsi_transport *transport, const struct scsi_command *command,
                          struct scsi_reply *reply)
{
    struct fuzzed_drive *drive = (struct fuzzed_drive *)transport;

    fuzzed_drive_expect(drive, command, reply);
    if (drive->manner == FUZZED_WHOLE) {
        send_whole(drive, command, reply);
    } else {
        send_next(drive, command, reply);
    }
}

void fuzzed_drive_get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    limits->max_transfer_bytes = 65536;
    limits->max_unaligned_transfer_bytes = ((struct fuzzed_drive *)transport)->transfer_max_bytes;
    limits->alignment_mask = 0;
}

void fuzzed_drive_count_close(struct scsi_transport *transport)
{
    ((struct fuzzed_drive *)transport)->closes++;
}

void fuzzed_drive_begin(struct fuzzed_drive *drive, enum fuzzed_manner manner, const uint8_t *data, size_t size)
{
    static const struct scsi_transport_ops ops = {fuzzed_drive_execute, fuzzed_drive_get_limits,
                                                  fuzzed_drive_count_close};

    memset(drive, 0, sizeof *drive);
    drive->transport.ops = &ops;
    drive->manner = manner;
    drive->transfer_max_bytes = 65536;
    drive->data = data;
    drive->size = size;
}
