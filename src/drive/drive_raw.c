/* Commands that callers build themselves: IDiscRecorder2Ex, discctl scsi. */
#include "drive/drive_private.h"
#include "mmc/codes.h"

enum { LOAD_EJECT = 0x02 }; /* MMC-6, START STOP UNIT: LoEj, byte 4 */

/* Vendor-specific sense data (7Fh), and those of bridges that forget the response code, are the caller's to read. */
static bool has_any_byte(const struct scsi_reply *reply)
{
    size_t i;

    for (i = 0; i < reply->sense_length; i++) {
        if (reply->sense[i]) return true;
    }
    return false;
}

static bool moves_tray(const struct scsi_command *command)
{
    return command->cdb[0] == MMC_OPCODE_START_STOP_UNIT && command->cdb[4] & LOAD_EJECT;
}

enum drive_status drive_send_raw(struct drive *drive, const struct scsi_command *command, struct scsi_reply *reply,
                                 struct drive_failure *failure)
{
    struct scsi_transport *transport = drive->transport;
    uint64_t end_ms = drive->clock->now_ms(drive->clock) + command->timeout_ms;
    struct scsi_sense sense;
    enum drive_status status;
    bool has_sense, is_locked;

    transport->ops->execute(transport, command, reply);
    if (reply->transferred_bytes > command->requested_bytes) reply->transferred_bytes = command->requested_bytes;
    status = drive_status_of_reply(reply);
    if (status == DRIVE_OK) {
        /* drive_eject has to know who keeps the door shut, whoever locked it. */
        if (scsi_command_moves_lock(command, &is_locked)) atomic_store(&drive->holds_the_door, is_locked);
        if (moves_tray(command)) atomic_store(&drive->silent, 0);
        return drive_fail(failure, DRIVE_OK);
    }
    has_sense = status == DRIVE_REFUSED && drive_get_sense(drive, end_ms, reply, &sense);
    if (!has_sense && !has_any_byte(reply)) reply->sense_length = 0;
    return drive_fail_command(drive, failure, status, command, reply, has_sense ? &sense : NULL);
}
