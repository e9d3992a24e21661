/* What the refusals of a burn's commands mean. */
#ifndef OPENIMAPI2_BURN_REFUSAL_H
#define OPENIMAPI2_BURN_REFUSAL_H

#include <stdbool.h>
#include <stdint.h>

#include "drive/status.h"

/* How often one command is sent again for what says nothing of it. */
enum { BURN_ATTENTIONS_MAX = 8 };

/* Refused with this sense, about this command? */
bool burn_sense_is(const struct drive_failure *failure, uint8_t key, uint8_t asc, uint8_t ascq);

/* The drive is at something that it will finish by itself: 02/04/xx other than 03 (an operator is needed), 02/3E, any
 * unit attention (06/2E: returned early), status BUSY.
 */
bool burn_is_in_progress(const struct drive_failure *failure);

/* A long operation was refused so, and has begun: some drives return early from what they close (02/04/07, 02/04/08,
 * 06/2E), and say so of BLANK and FORMAT UNIT (02/04/04).
 */
bool burn_is_started(const struct drive_failure *failure);

/* WRITE found no room: 02/04/08, on some drives another ASCQ of an operation in progress, status BUSY. */
bool burn_is_buffer_full(const struct drive_failure *failure);

/* Not carried out for a reason that says nothing of the command, the medium or a reset: unit attention of an operator's
 * request, log parameters, power; a deferred error that was none.
 */
bool burn_is_harmless(const struct drive_failure *failure);

/* Unit attentions that say nothing of the medium, 06/29 after a reset too. */
bool burn_is_attention_without_change(const struct drive_failure *failure);

/* Nothing more can be had of this drive: unplugged, locked by another, its handle closed. */
bool burn_is_drive_gone(const struct drive_failure *failure);

/* The disc is out of reach: with its drive, or since another may be in it (06/28). */
bool burn_is_disc_lost(const struct drive_failure *failure);

/* WRITE found the end of the disc: 05/21/00, 05/63/00, on an HP dvd200i 05/24/00 (growisofs). */
bool burn_is_disc_full(const struct drive_failure *failure);

#endif
