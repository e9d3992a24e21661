/* Commands of a burn that must not be sent again behind anybody's back. */
#ifndef OPENIMAPI2_BURN_SEND_H
#define OPENIMAPI2_BURN_SEND_H

#include "drive/drive.h"
#include "scsi/command.h"

/* Send one command once, with the deadline of its operation code. GOOD and a recovered error are DRIVE_OK; unit
 * attention and deferred sense are DRIVE_REFUSED as everything else: in the middle of a burn they tell of a lost
 * medium, a reset, an earlier WRITE that failed, and this command was not carried out.
 */
enum drive_status burn_send_once(struct drive *drive, struct scsi_command *command, struct drive_failure *failure);

#endif
