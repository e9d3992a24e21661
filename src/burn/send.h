/* Commands of a burn that must never be sent again automatically. */
#ifndef OPENIMAPI2_BURN_SEND_H
#define OPENIMAPI2_BURN_SEND_H

#include "drive/drive.h"
#include "scsi/command.h"

/* Send one command once, with the deadline of its operation code. GOOD and a recovered error are DRIVE_OK. Unit
 * attention and deferred sense are DRIVE_REFUSED like every other sense: in the middle of a burn they report a lost
 * medium, a reset or an earlier WRITE that failed, and this command was not carried out.
 */
enum drive_status burn_send_once(struct drive *drive, struct scsi_command *command, struct drive_failure *failure);

#endif
