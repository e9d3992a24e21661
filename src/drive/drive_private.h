/* For the files of this folder: what a drive is, and the parts of sending a command. */
#ifndef OPENIMAPI2_DRIVE_DRIVE_PRIVATE_H
#define OPENIMAPI2_DRIVE_DRIVE_PRIVATE_H

#include <stdatomic.h>

#include "drive/command.h"
#include "drive/drive.h"

enum { DRIVE_CAN_LOAD_UNKNOWN, DRIVE_CAN_LOAD_NO, DRIVE_CAN_LOAD_YES };

/* Commands that have timed out and are not sent again: each property that is read by one would cost its whole deadline.
 * Forgotten when the medium may have changed, by a unit attention or by a tray that has moved, and with the drive.
 */
enum drive_silence {
    DRIVE_SILENT_AT_GET_CONFIGURATION = 1 << 0,
    DRIVE_SILENT_AT_MODE_SENSE = 1 << 1, /* MODE SENSE(10) */
};

/* Nothing but the atomics changes after drive_open. */
struct drive {
    struct scsi_transport *transport; /* owned once the drive is open */
    struct drive_host *host;          /* borrowed; may be NULL */
    const struct base_clock *clock;   /* borrowed */
    struct drive_identity identity;
    unsigned quirks;            /* of drive/quirks.h */
    atomic_int can_load;        /* DRIVE_CAN_LOAD_... */
    atomic_uint silent;         /* a sum of enum drive_silence */
    atomic_bool holds_the_door; /* a PREVENT ALLOW of ours, raw ones too, has locked the door */
};

/* What a reply means before anything is known of its sense: DRIVE_OK, DRIVE_REFUSED for CHECK CONDITION, or why there
 * is none.
 */
enum drive_status drive_status_of_reply(const struct scsi_reply *reply);

/* The sense of a CHECK CONDITION. Some bridges bring none with it, and have to be asked: one REQUEST SENSE, whose bytes
 * are put into the reply unless they say nothing. False when there is none that can be read; sense is unchanged then,
 * but bytes of a format that is not known are in the reply.
 * end_ms    when the refused command should be over; asking has what is left of it, a second at least.
 */
bool drive_get_sense(struct drive *drive, uint64_t end_ms, struct scsi_reply *reply, struct scsi_sense *sense);

/* All that is known about how this command ended. sense: NULL when there is none. Returns the status. */
enum drive_status drive_fail_command(struct drive *drive, struct drive_failure *failure, enum drive_status status,
                                     const struct scsi_command *command, const struct scsi_reply *reply,
                                     const struct scsi_sense *sense);

/* Keep `count` bytes from `from` on, which lies in bytes->bytes. */
void drive_bytes_keep(struct drive_bytes *bytes, const uint8_t *from, size_t count);

#endif
