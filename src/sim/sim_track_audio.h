/* An audio track that is recorded track at once: the drive generates its sub-code, with the numbers in mode page 05h.
 */
#ifndef OPENIMAPI2_SIM_SIM_TRACK_AUDIO_H
#define OPENIMAPI2_SIM_SIM_TRACK_AUDIO_H

#include "sim/sim_answer.h"

/* Does mode page 05h ask for audio: data block type 0, and a track mode without the data bit? */
bool sim_track_audio_is_wanted(struct sim_call *call);

/* Control bits of the track by mode page 05h. */
uint8_t sim_track_audio_control(struct sim_call *call);

/* Record sectors of the track with this number (from 1), or of the 150 before it. bytes: NULL for silence. False:
 * refused already, as a medium error that names the first block.
 */
bool sim_track_audio_record(struct sim_call *call, const struct sim_track *track, uint16_t number, int32_t lba,
                            uint32_t count, const uint8_t *bytes);

/* Record its pre-gap of two seconds, which is silence. */
bool sim_track_audio_begin(struct sim_call *call, const struct sim_track *track, uint16_t number);

#endif
