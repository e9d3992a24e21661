/* What a transport leaves behind when no answer came. */
#include "scsi/command.h"

#include <string.h>

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
