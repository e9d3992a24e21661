/* One command, sent by the rules in the head comment of drive/drive.h: for questions to a drive that drive/drive.h does
 * not cover.
 */
#ifndef OPENIMAPI2_DRIVE_COMMAND_H
#define OPENIMAPI2_DRIVE_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drive/drive.h"
#include "scsi/command.h"
#include "scsi/sense.h"

/* Set a failure for a command that the drive answered with status GOOD: this status, because of the contents of the
 * answer. Returns the status.
 */
enum drive_status drive_fail_reply(struct drive_failure *failure, enum drive_status status, uint8_t opcode);

/* Is this failure a refusal with this sense key and ASC? The ASCQ is ignored. */
bool drive_was_refused(const struct drive_failure *failure, enum scsi_sense_key key, uint8_t asc);

/* Send one command, by the rules in the head comment of drive/drive.h. At most 10 commands are sent (nine unit
 * attentions and a deferred sense), twice as many on a transport that returns no sense with a refusal. All of them
 * share the command's deadline; a command that is sent near its end still gets one second. So the call ends one second
 * after the deadline at the latest, as far as the transport keeps its time-outs.
 * GET CONFIGURATION and MODE SENSE(10) are not sent again once they have timed out (drive/drive.h).
 * command   timeout_ms is set here, from the command's operation code.
 * received  bytes that may have been received: transferred, never more than requested; 0 on failure. NULL: not wanted.
 * returns   DRIVE_OK, DRIVE_REFUSED, DRIVE_MEDIUM_BECOMING_READY, DRIVE_BUSY, DRIVE_TIMEOUT, DRIVE_GONE, DRIVE_LOCKED
 *           (failure names the holder where the system knows), DRIVE_ACCESS_DENIED, DRIVE_INVALID_HANDLE,
 *           DRIVE_NO_MEMORY, DRIVE_INVALID_RESPONSE (a status byte that no standard defines), DRIVE_FAILED.
 */
enum drive_status drive_send(struct drive *drive, struct scsi_command *command, size_t *received,
                             struct drive_failure *failure);

/* How long this command may take: the deadline that drive_send gives it. For code that sends its commands by other
 * means.
 */
uint32_t drive_deadline_ms(uint8_t opcode);

/* Take the whole of a reply that gives its own length: ask with the first allocation, then with the length that the
 * reply claims, up to twice.
 * command      a data-in command with its allocation length in bytes 7 and 8 (10-byte CDB) or 8 and 9 (12-byte CDB),
 *              built without data; its requested_bytes are the first allocation (even, at least 8).
 * max_bytes    the longest allocation that this command may be given; even. The transport's own limit is respected too.
 * reply        the bytes received, not yet cut to the length that the reply claims; any number of bytes, also 0.
 * returns      as drive_send; DRIVE_INVALID_RESPONSE when the reply has grown a third time; DRIVE_NO_MEMORY.
 */
enum drive_status drive_take_reply(struct drive *drive, struct scsi_command *command, uint16_t max_bytes,
                                   struct drive_bytes *reply, struct drive_failure *failure);

/* First allocations. They hold the longest replies that are known, so that one command is enough: 344 bytes of GET
 * CONFIGURATION (PLDS DS-8ABSH), 266 of MODE SENSE(10) for all pages (HL-DT-ST GP60NB60), 804 of a TOC of 99 tracks, 80
 * of one mode page, 48 of READ TRACK INFORMATION, 2052 of a DVD's physical format information. Even (ATAPI).
 */
enum { DRIVE_LIST_FIRST_BYTES = 1024, DRIVE_ELEMENT_FIRST_BYTES = 256, DRIVE_STRUCTURE_FIRST_BYTES = 2052 };

/* The longest even allocation length that fits two bytes. */
enum { DRIVE_REPLY_MAX_BYTES = 0xFFFE };

#endif
