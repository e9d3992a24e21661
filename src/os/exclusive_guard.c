/* Refuses a command while another object holds the lock of the drive. */
#include "os/exclusive_guard.h"

#include <string.h>

#include "os/system_error.h"

enum drive_status exclusive_guard_check(struct exclusive_lock *lock, struct drive_failure *failure)
{
    char holder[DRIVE_HOLDER_SIZE];
    uint32_t error;

    if (exclusive_lock_permits(lock, holder, &error)) return os_fail(failure, DRIVE_OK, 0);
    if (error) return os_fail_by_file_error(failure, error);
    (void)os_fail(failure, DRIVE_LOCKED, 0);
    memcpy(failure->holder, holder, sizeof holder);
    return DRIVE_LOCKED;
}

bool exclusive_guard_admits(struct exclusive_lock *lock, const struct scsi_command *command, struct scsi_reply *reply)
{
    char holder[DRIVE_HOLDER_SIZE];
    uint32_t error;

    if (scsi_command_is_inquiry(command) || exclusive_lock_permits(lock, holder, &error)) return true;
    if (error)
        os_reply_not_sent(command, reply, error);
    else
        scsi_reply_not_sent(command, reply, SCSI_FAILURE_LOCKED, 0);
    return false;
}

void exclusive_guard_note(struct exclusive_lock *lock, const struct scsi_command *command,
                          const struct scsi_reply *reply)
{
    struct drive_failure ignored;
    bool is_locked;

    if (reply->outcome == SCSI_DONE && scsi_command_moves_lock(command, &is_locked))
        exclusive_lock_note_door(lock, is_locked);
    if (reply->failure == SCSI_FAILURE_DEVICE_GONE) {
        exclusive_lock_note_door(lock, false);
        (void)exclusive_lock_release(lock, &ignored);
    }
}
