/* For the files of this folder: what a drive is, how a command is sent, and how a reply of unknown length is taken. */
#ifndef OPENIMAPI2_DRIVE_DRIVE_COMMAND_H
#define OPENIMAPI2_DRIVE_DRIVE_COMMAND_H

#include <stdatomic.h>

#include "drive/drive.h"

enum { DRIVE_CAN_LOAD_UNKNOWN, DRIVE_CAN_LOAD_NO, DRIVE_CAN_LOAD_YES };

/* Nothing but the atomics changes after drive_open. */
struct drive {
    struct scsi_transport *transport; /* owned once the drive is open */
    struct drive_host *host;          /* borrowed; may be NULL */
    const struct base_clock *clock;   /* borrowed */
    struct drive_identity identity;
    unsigned quirks;            /* of drive/quirks.h */
    atomic_int can_load;        /* DRIVE_CAN_LOAD_... */
    atomic_bool holds_the_door; /* a PREVENT ALLOW of ours, raw ones too, has locked the door */
};

/* The drive answered this command with status GOOD, and the answer is this. Returns the status. */
enum drive_status drive_fail_reply(struct drive_failure *failure, enum drive_status status, uint8_t opcode);

/* Is this failure a refusal with this sense? ascq is not looked at. */
bool drive_was_refused(const struct drive_failure *failure, uint8_t key, uint8_t asc);

/* What a reply means before anything is known of its sense: DRIVE_OK, DRIVE_REFUSED for CHECK CONDITION, or why there is none. */
enum drive_status drive_status_of_reply(const struct scsi_reply *reply);

/* The sense of a CHECK CONDITION. Some bridges bring none with it, and have to be asked: one REQUEST SENSE, whose bytes are put
 * into the reply unless they say nothing. False when there is none that can be read; sense is unchanged then.
 * end_ms    when the refused command should be over; asking has what is left of it, a second at least.
 */
bool drive_get_sense(struct drive *drive, uint64_t end_ms, struct scsi_reply *reply, struct scsi_sense *sense);

/* All that is known about how this command ended. sense: NULL when there is none. Returns the status. */
enum drive_status drive_fail_command(struct drive *drive, struct drive_failure *failure, enum drive_status status,
                                     const struct scsi_command *command, const struct scsi_reply *reply,
                                     const struct scsi_sense *sense);

/* Send one command, by the rules at the head of drive/drive.h. At most 10 commands go out (nine unit attentions and a deferred
 * sense), twice that on a transport that brings no sense with a refusal; all of them share the command's deadline, and what
 * comes late in it has a second. So the call ends a second after the deadline at the latest, as far as the transport keeps its time-outs.
 * command   timeout_ms is set here, from the command's operation code.
 * received  bytes that may have been received: transferred, never more than requested; 0 on failure. NULL: not wanted.
 * returns   DRIVE_OK, DRIVE_REFUSED, DRIVE_MEDIUM_BECOMING_READY, DRIVE_BUSY, DRIVE_TIMEOUT, DRIVE_GONE, DRIVE_LOCKED (failure
 *           names the holder where the system knows), DRIVE_ACCESS_DENIED, DRIVE_INVALID_HANDLE, DRIVE_NO_MEMORY,
 *           DRIVE_INVALID_RESPONSE (a status byte that no standard knows), DRIVE_FAILED.
 */
enum drive_status drive_send(struct drive *drive, struct scsi_command *command, size_t *received,
                             struct drive_failure *failure);

/* Take a reply that says how long it is, whole: ask with the first allocation, then with what the reply claims, up to twice.
 * command      a data-in command with its allocation length in bytes 7 and 8 (10-byte CDB) or 8 and 9 (12-byte CDB), built
 *              without data; its requested_bytes are the first allocation (even, 8 at least).
 * max_bytes    the longest allocation that this command may be given; even. The transport's own limit is minded too.
 * reply        what was received, not yet cut to what it claims; any number of bytes, 0 too.
 * returns      as drive_send; DRIVE_INVALID_RESPONSE when it has grown a third time; DRIVE_NO_MEMORY.
 */
enum drive_status drive_take_reply(struct drive *drive, struct scsi_command *command, uint16_t max_bytes,
                                   struct drive_bytes *reply, struct drive_failure *failure);

/* Keep `count` bytes from `from` on, which lies in bytes->bytes. */
void drive_bytes_keep(struct drive_bytes *bytes, const uint8_t *from, size_t count);

/* First allocations. The longest replies that are known fit them, so that one command is enough: 344 bytes of GET CONFIGURATION
 * (PLDS DS-8ABSH), 266 of MODE SENSE(10) for all pages (HL-DT-ST GP60NB60), 804 of a TOC of 99 tracks, 80 of one mode page,
 * 48 of READ TRACK INFORMATION, 2052 of a DVD's physical format information. Even (ATAPI).
 */
enum { DRIVE_LIST_FIRST_BYTES = 1024, DRIVE_ELEMENT_FIRST_BYTES = 256, DRIVE_STRUCTURE_FIRST_BYTES = 2052 };

/* The longest even allocation of two bytes. */
enum { DRIVE_REPLY_MAX_BYTES = 0xFFFE };

#endif
