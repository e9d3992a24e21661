/* What a lock of os/exclusive_lock.h means for the commands of a device. */
#ifndef OPENIMAPI2_OS_EXCLUSIVE_GUARD_H
#define OPENIMAPI2_OS_EXCLUSIVE_GUARD_H

#include <stdbool.h>

#include "scsi/command.h"
#include "os/exclusive_lock.h"

/* Before a request that is no command: DRIVE_OK, DRIVE_LOCKED (holder), or what kept the lock from being looked at. */
enum drive_status exclusive_guard_check(struct exclusive_lock *lock, struct drive_failure *failure);

/* Before each command: may it be sent? INQUIRY always. False: the reply says why it was not sent. */
bool exclusive_guard_admits(struct exclusive_lock *lock, const struct scsi_command *command, struct scsi_reply *reply);

/* After each: a device that is unplugged is nobody's, as with the system's own locks; and who locks the door has it
 * noted.
 */
void exclusive_guard_note(struct exclusive_lock *lock, const struct scsi_command *command,
                          const struct scsi_reply *reply);

#endif
