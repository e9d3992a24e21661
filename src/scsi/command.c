/* The reply for a command that was not sent, and the commands that the guard of a device has to recognise. */
#include "scsi/command.h"

#include <string.h>

/* SPC-3: operation codes, and the Prevent bit of byte 4. */
enum { INQUIRY = 0x12, PREVENT_ALLOW_MEDIUM_REMOVAL = 0x1e, PREVENT = 0x01 };

bool scsi_command_is_inquiry(const struct scsi_command *command)
{
    return command->cdb[0] == INQUIRY;
}

bool scsi_command_moves_lock(const struct scsi_command *command, bool *is_locked)
{
    if (command->cdb[0] != PREVENT_ALLOW_MEDIUM_REMOVAL) return false;
    *is_locked = (command->cdb[4] & PREVENT) != 0;
    return true;
}

void scsi_clear_data_in(const struct scsi_command *command)
{
    if (command->direction == SCSI_DATA_IN && command->data) memset(command->data, 0, command->requested_bytes);
}

void scsi_reply_not_sent(const struct scsi_command *command, struct scsi_reply *reply, enum scsi_failure failure,
                         uint32_t system_error)
{
    scsi_clear_data_in(command);
    memset(reply, 0, sizeof *reply);
    reply->outcome = SCSI_NOT_SENT;
    reply->failure = failure;
    reply->system_error = system_error;
}
