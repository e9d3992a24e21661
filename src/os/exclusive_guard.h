/* What a lock of os/exclusive_lock.h means for the commands of a device. */
#ifndef OPENIMAPI2_OS_EXCLUSIVE_GUARD_H
#define OPENIMAPI2_OS_EXCLUSIVE_GUARD_H

#include <stdbool.h>

#include "scsi/command.h"
#include "os/exclusive_lock.h"

/* Before each command: may it be sent? INQUIRY is answered whoever has the drive. False: the reply says why it was not sent. */
bool exclusive_guard_admits(struct exclusive_lock *lock, const struct scsi_command *command, struct scsi_reply *reply);

/* After each: a device that is unplugged is nobody's, as with the system's own locks. */
void exclusive_guard_note(struct exclusive_lock *lock, const struct scsi_reply *reply);

#endif
