/* The worker's steps: for the files that carry them out. */
#ifndef OPENIMAPI2_BURN_WORKER_H
#define OPENIMAPI2_BURN_WORKER_H

#include "burn/run.h"

/* How a turn of a step ends: there is more to do, the step is done, it failed (and burn_worker_fail or burn_run_fail
 * has said how). A turn is one command or a few that answer at once; run->pause_ms is slept before the next.
 */
enum burn_turn { BURN_TURN_AGAIN, BURN_TURN_NEXT, BURN_TURN_FAILED };

/* The drive failed so. Returns BURN_TURN_FAILED. */
enum burn_turn burn_worker_fail(struct burn_run *run, const struct drive_failure *drive);

enum burn_turn burn_write_turn(struct burn_run *run, const struct burn_step *step);
enum burn_turn burn_fill_turn(struct burn_run *run, const struct burn_step *step);
enum burn_turn burn_agree_turn(struct burn_run *run, const struct burn_step *step);
enum burn_turn burn_verify_turn(struct burn_run *run, const struct burn_step *step);

/* The step's command was taken: ask from now on, each second at last, whether the drive is done. */
void burn_poll_begin(struct burn_run *run, const struct burn_step *step);
enum burn_turn burn_poll_turn(struct burn_run *run, const struct burn_step *step);

/* Was READ DISC INFORMATION refused as it had been before the burn? Disks may not know it (burn/media.c). */
bool burn_has_no_disc_information(const struct burn_run *run, const struct drive_failure *failure);

/* MODE SENSE of page 05h: the current page, and what it says. page: drive_bytes_free it on success. */
enum drive_status burn_take_write_parameters(struct drive *drive, struct drive_bytes *page,
                                             struct mmc_write_parameters_page *fields, struct drive_failure *failure);

/* MODE SENSE of page 05h, these fields set, MODE SELECT. A drive that calls a value invalid (05/26) gets the page once
 * more with LS_V, FP and the link size that it had.
 */
enum drive_status burn_set_write_parameters(struct drive *drive, const struct mmc_write_parameters_page *fields,
                                            struct drive_failure *failure);

#endif
