/* The worker's steps, for the files that carry them out. */
#ifndef OPENIMAPI2_BURN_WORKER_H
#define OPENIMAPI2_BURN_WORKER_H

#include "burn/run.h"

/* The result of a turn of a step: there is more to do, the step is done, or it failed (and burn_worker_fail or
 * burn_run_fail has recorded the failure). A turn is one command or a few that return at once; before the next turn the
 * worker sleeps for run->pause_ms.
 */
enum burn_turn { BURN_TURN_AGAIN, BURN_TURN_NEXT, BURN_TURN_FAILED };

/* Record a failure of the drive. Returns BURN_TURN_FAILED. */
enum burn_turn burn_worker_fail(struct burn_run *run, const struct drive_failure *drive);

enum burn_turn burn_write_turn(struct burn_run *run, const struct burn_step *step);
enum burn_turn burn_fill_turn(struct burn_run *run, const struct burn_step *step);
enum burn_turn burn_agree_turn(struct burn_run *run, const struct burn_step *step);
enum burn_turn burn_verify_turn(struct burn_run *run, const struct burn_step *step);

/* The step's command was accepted: from now on ask, at intervals that grow to one second, whether the drive is done. */
void burn_poll_begin(struct burn_run *run, const struct burn_step *step);
enum burn_turn burn_poll_turn(struct burn_run *run, const struct burn_step *step);

/* Was READ DISC INFORMATION refused in the same way as before the burn? Disks may not know it (burn/media.c). */
bool burn_has_no_disc_information(const struct burn_run *run, const struct drive_failure *failure);

/* MODE SENSE of page 05h: the current page, and its fields. page: to be freed with drive_bytes_free on success. */
enum drive_status burn_take_write_parameters(struct drive *drive, struct drive_bytes *page,
                                             struct mmc_write_parameters_page *fields, struct drive_failure *failure);

/* MODE SENSE of page 05h, setting of these fields, MODE SELECT. If the drive refuses a value as invalid (05/26), the
 * page is sent once more with the drive's own values of LS_V, FP and link size.
 */
enum drive_status burn_set_write_parameters(struct drive *drive, const struct mmc_write_parameters_page *fields,
                                            struct drive_failure *failure);

#endif
