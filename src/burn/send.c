/* Sends a command of a burn once. */
#include "burn/send.h"

#include "drive/command.h"

enum drive_status burn_send_once(struct drive *drive, struct scsi_command *command, struct drive_failure *failure)
{
    struct scsi_reply reply;

    command->timeout_ms = drive_deadline_ms(command->cdb[0]);
    if (drive_send_raw(drive, command, &reply, failure) != DRIVE_REFUSED || !failure->has_sense) return failure->status;
    if (!failure->sense.deferred && scsi_sense_is_no_error(&failure->sense)) return drive_fail(failure, DRIVE_OK);
    return DRIVE_REFUSED;
}
