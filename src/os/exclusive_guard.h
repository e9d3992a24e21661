/* Applies a lock of os/exclusive_lock.h to the commands of a device. */
#ifndef OPENIMAPI2_OS_EXCLUSIVE_GUARD_H
#define OPENIMAPI2_OS_EXCLUSIVE_GUARD_H

#include <stdbool.h>

#include "scsi/command.h"
#include "os/exclusive_lock.h"

/* Before a request that is not a command: DRIVE_OK, DRIVE_LOCKED (holder), or the error that prevented reading the
 * lock.
 */
enum drive_status exclusive_guard_check(struct exclusive_lock *lock, struct drive_failure *failure);

/* Before each command: may it be sent? INQUIRY always may. False: the reply says why it was not sent. */
bool exclusive_guard_admits(struct exclusive_lock *lock, const struct scsi_command *command, struct scsi_reply *reply);

/* After each command: an unplugged device is released, as with the system's own locks, and a command that locked or
 * unlocked the door is recorded (exclusive_lock_note_door).
 */
void exclusive_guard_note(struct exclusive_lock *lock, const struct scsi_command *command,
                          const struct scsi_reply *reply);

#endif
