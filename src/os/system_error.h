/* Translates Win32 error numbers into the statuses and replies of the ports. */
#ifndef OPENIMAPI2_OS_SYSTEM_ERROR_H
#define OPENIMAPI2_OS_SYSTEM_ERROR_H

#include <stdbool.h>
#include <stdint.h>

#include "drive/status.h"
#include "scsi/command.h"

/* Fill all fields of the failure; returns status. system_error: 0 when the system gave none. */
enum drive_status os_fail(struct drive_failure *failure, enum drive_status status, uint32_t system_error);

/* Likewise, with the status that corresponds to the error of a call on an open device. */
enum drive_status os_fail_by_error(struct drive_failure *failure, uint32_t system_error);

/* Likewise, for the error of the call that should have opened a device. */
enum drive_status os_fail_by_open_error(struct drive_failure *failure, uint32_t system_error);

/* Likewise, for the error of a call about a file of ours. */
enum drive_status os_fail_by_file_error(struct drive_failure *failure, uint32_t system_error);

/* Does this error of a call on a device mean that the device has gone? */
bool os_is_gone(uint32_t system_error);

/* Fill all fields of the reply to a command that the system refused to send or got no answer to. */
void os_reply_from_error(uint32_t system_error, struct scsi_reply *reply);

/* scsi_reply_not_sent, with the failure that corresponds to the error of a call before the command. */
void os_reply_not_sent(const struct scsi_command *command, struct scsi_reply *reply, uint32_t system_error);

#endif
