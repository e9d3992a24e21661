/* The meaning of refusals of a burn's commands. */
#ifndef OPENIMAPI2_BURN_REFUSAL_H
#define OPENIMAPI2_BURN_REFUSAL_H

#include <stdbool.h>
#include <stdint.h>

#include "drive/status.h"

/* How often a command is sent again after refusals that say nothing about the command. */
enum { BURN_ATTENTIONS_MAX = 8 };

/* Was the command refused with this sense, about itself (not deferred)? */
bool burn_sense_is(const struct drive_failure *failure, uint8_t key, uint8_t asc, uint8_t ascq);

/* Is the drive busy with something that it will finish by itself? 02/04/xx except 03 (an operator is needed), 02/3E,
 * any unit attention (06/2E: returned early), status BUSY.
 */
bool burn_is_in_progress(const struct drive_failure *failure);

/* Was a long operation refused, but has begun all the same? Some drives return early from closing (02/04/07, 02/04/08,
 * 06/2E), and report BLANK and FORMAT UNIT in this way (02/04/04).
 */
bool burn_is_started(const struct drive_failure *failure);

/* Did WRITE find no room in the drive's buffer? 02/04/08, on some drives another ASCQ of an operation in progress,
 * status BUSY.
 */
bool burn_is_buffer_full(const struct drive_failure *failure);

/* Was the command not carried out for a reason that says nothing about the command or the medium, and is no reset? A
 * unit attention of an operator's request, log parameters or power; a deferred sense that reports no error.
 */
bool burn_is_harmless(const struct drive_failure *failure);

/* Is it a unit attention that does not report a change of medium? 06/29 after a reset is one too. */
bool burn_is_attention_without_change(const struct drive_failure *failure);

/* Is the drive out of reach: unplugged, locked by another program, its handle closed? */
bool burn_is_drive_gone(const struct drive_failure *failure);

/* Is the disc out of reach: with its drive, or because another one may be in the drive (06/28)? */
bool burn_is_disc_lost(const struct drive_failure *failure);

/* Did WRITE reach the end of the disc? 05/21/00, 05/63/00, on an HP dvd200i 05/24/00 (growisofs). */
bool burn_is_disc_full(const struct drive_failure *failure);

#endif
