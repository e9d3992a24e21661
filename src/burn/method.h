/* The ways of writing: each appends its steps to a plan, between the steps that prevent removal and allow it again.
 *
 * A method may assume that the checks have passed. It also sets the undo steps, and the state that the disc must report
 * afterwards.
 */
#ifndef OPENIMAPI2_BURN_METHOD_H
#define OPENIMAPI2_BURN_METHOD_H

#include "burn/plan.h"

struct burn_method_input {
    const struct burn_media *media;
    const struct burn_wishes *wishes;
    uint32_t blocks_per_write;
};

void burn_method_cd(const struct burn_method_input *input, struct burn_plan *plan);
void burn_method_dvd_minus(const struct burn_method_input *input, struct burn_plan *plan);
void burn_method_dvd_plus_r(const struct burn_method_input *input, struct burn_plan *plan);
void burn_method_overwritable(const struct burn_method_input *input, struct burn_plan *plan); /* DVD+RW too */
void burn_method_bd_r(const struct burn_method_input *input, struct burn_plan *plan);

/* Blocks of zeros after the source on a CD: the post-gap, and the padding up to the shortest length of a track. */
uint32_t burn_method_cd_zeros_after(const struct burn_wishes *wishes);

/* Functions shared by several methods. */

/* Is the disc closed as a whole: because it is wished, or because the next session would be its last? */
bool burn_method_closes_disc(const struct burn_method_input *input);

/* Values of mode page 05h (MMC-6, write parameters mode page). */
enum { BURN_MULTI_SESSION_NONE = 0, BURN_MULTI_SESSION_NEXT = 3, BURN_BLOCK_TYPE_MODE_1 = 8 };

/* Append the step of mode page 05h. The returned page has its fields filled in; has_buf: protection against buffer
 * underrun is wanted, and available.
 */
struct mmc_write_parameters_page *burn_method_parameters(const struct burn_method_input *input, struct burn_plan *plan,
                                                         bool has_buf);

/* Append the steps of INITIALIZING and CALIBRATING: the speed; SEND OPC INFORMATION, where the disc information lists
 * no OPC table.
 */
void burn_method_speed(struct burn_plan *plan);
void burn_method_calibrate(const struct burn_method_input *input, struct burn_plan *plan);

/* Blocks of zeros after `blocks` that make whole units of the medium, within its room of `room` blocks. */
uint32_t burn_method_padding(const struct burn_media *media, uint64_t blocks, uint64_t room);

/* Append a run of the whole source from this LBA, with `zeros_after` blocks after it. The run belongs to the plan, and
 * may be changed until the next step is appended.
 */
struct burn_run_of_blocks *burn_method_write(const struct burn_method_input *input, struct burn_plan *plan,
                                             int32_t start_lba, uint32_t zeros_after);

/* Append SYNCHRONIZE CACHE, or CLOSE TRACK/SESSION of a track (0 where the function has none), both with Immed. The
 * step belongs to the plan, and may be changed until the next one is appended.
 */
void burn_method_synchronize(struct burn_plan *plan);
struct burn_step *burn_method_close(struct burn_plan *plan, enum mmc_close function, uint16_t track);

/* For a sequential medium. Sets the undo steps: what a failed write leaves is closed as a track and a session of its
 * own. Sets the agreement: afterwards the disc reports that this track was written. is_open: something can be appended
 * then.
 */
void burn_method_sequential(const struct burn_method_input *input, struct burn_plan *plan, uint16_t track,
                            bool is_open);

/* The number of the track that is written, as READ TRACK INFORMATION counts: from 1 on. */
uint16_t burn_method_track(const struct burn_media *media);

#endif
