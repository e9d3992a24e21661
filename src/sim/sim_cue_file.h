/* The cue sheet that is kept beside a CD with audio, so that other programs can open the disc's files: CATALOG,
 * CDTEXTFILE, FILE, TRACK, FLAGS, ISRC, INDEX. Its times are addresses on the disc, as each file begins with LBA 0.
 */
#ifndef OPENIMAPI2_SIM_SIM_CUE_FILE_H
#define OPENIMAPI2_SIM_SIM_CUE_FILE_H

#include "sim/sim_answer.h"

/* Rewrite the sheet from the closed sessions; a disc without audio has none. A sheet that cannot be written in full is
 * removed: the disc is recorded all the same.
 */
void sim_cue_file_write(struct sim_call *call);

/* Remove the sheet: the disc has changed, and no sheet describes it. */
void sim_cue_file_forget(struct sim_call *call);

#endif
