/* The cue sheet that is kept beside a CD with audio, so that other programs open the disc's files: CATALOG, CDTEXTFILE,
 * FILE, TRACK, FLAGS, ISRC, INDEX. Its times are addresses on the disc, as each file begins with LBA 0.
 */
#ifndef OPENIMAPI2_SIM_SIM_CUE_FILE_H
#define OPENIMAPI2_SIM_SIM_CUE_FILE_H

#include "sim/sim_answer.h"

/* Writes it anew of the sessions that are closed; there is none of a disc without audio. A sheet that cannot be written
 * whole is taken away: the disc is recorded all the same.
 */
void sim_cue_file_write(struct sim_call *call);

/* The disc changed, and no sheet is true of it. */
void sim_cue_file_forget(struct sim_call *call);

#endif
