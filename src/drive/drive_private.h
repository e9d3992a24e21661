/* For the files of this folder: the members of a drive, and the parts of sending a command. */
#ifndef OPENIMAPI2_DRIVE_DRIVE_PRIVATE_H
#define OPENIMAPI2_DRIVE_DRIVE_PRIVATE_H

#include <stdatomic.h>

#include "drive/command.h"
#include "drive/drive.h"

enum { DRIVE_CAN_LOAD_UNKNOWN, DRIVE_CAN_LOAD_NO, DRIVE_CAN_LOAD_YES };

/* Commands that have timed out and are not sent again: otherwise each property that needs one would take the whole
 * deadline. Forgotten when a unit attention or a movement of the tray shows that the medium may have changed, and when
 * the drive is closed.
 */
enum drive_silence {
    DRIVE_SILENT_AT_GET_CONFIGURATION = 1 << 0,
    DRIVE_SILENT_AT_MODE_SENSE = 1 << 1, /* MODE SENSE(10) */
};

/* Only the atomic members change after drive_open. */
struct drive {
    struct scsi_transport *transport; /* owned once the drive is open */
    struct drive_host *host;          /* borrowed; may be NULL */
    const struct base_clock *clock;   /* borrowed */
    struct drive_identity identity;
    unsigned quirks;            /* of drive/quirks.h */
    atomic_int can_load;        /* DRIVE_CAN_LOAD_... */
    atomic_uint silent;         /* a sum of enum drive_silence */
    atomic_bool holds_the_door; /* this object has locked the door, by PREVENT ALLOW, raw ones too */
};

/* The meaning of a reply before its sense is known: DRIVE_OK, DRIVE_REFUSED for CHECK CONDITION, or the reason why
 * there is no reply.
 */
enum drive_status drive_status_of_reply(const struct scsi_reply *reply);

/* The sense of a CHECK CONDITION. Some bridges return none with it: then one REQUEST SENSE is sent, whose bytes are put
 * into the reply unless they report nothing. False when there is no sense that can be decoded; sense is unchanged then,
 * but bytes of an unknown format are in the reply.
 * end_ms    when the refused command should be over; REQUEST SENSE gets the time that is left until then, at least a
 *           second.
 */
bool drive_get_sense(struct drive *drive, uint64_t end_ms, struct scsi_reply *reply, struct scsi_sense *sense);

/* Set all that is known about how this command ended. sense: NULL when there is none. Returns the status. */
enum drive_status drive_fail_command(struct drive *drive, struct drive_failure *failure, enum drive_status status,
                                     const struct scsi_command *command, const struct scsi_reply *reply,
                                     const struct scsi_sense *sense);

/* Keep only the `count` bytes from `from` on, which points into bytes->bytes. */
void drive_bytes_keep(struct drive_bytes *bytes, const uint8_t *from, size_t count);

#endif
