/* One simulated drive with what belongs to it: FILE itself (the "device node"), and beside it
 *
 *     FILE.settings   see settings.h
 *     FILE.state      tray, medium, events: as sim/sim_record.h lays it out, the same bytes as a virtual recorder's
 *     state.bin, under a
 *                     lock on the same bytes
 *     FILE.log        one line a command, see drive_execute
 */
#ifndef OPENIMAPI2_TESTS_SGDRIVE_DRIVE_H
#define OPENIMAPI2_TESTS_SGDRIVE_DRIVE_H

#include <sys/types.h>

#include "sgdrive/face.h"

struct drive;

/* Ends the program with a word when it cannot. */
struct drive *drive_open(const char *path);
void drive_close(struct drive *drive);

/* Execute one request; data: FACE_MAX_TRANSFER bytes, data-out before, data-in afterwards. Fills the reply.
 * Appends to the log, fields separated by blanks:
 *     pid, program (blanks as _), "client" or "system", CDB in hex, "in", "out" or "none", bytes asked for, bytes
 *     transferred, "good", the status in hex with the sense as K/ASC/ASCQ behind it, "gone", or "hang"
 */
void drive_execute(struct drive *drive, pid_t client, const struct face_request *request, void *data,
                   struct face_reply *reply);

#endif
