/* The room on an audio disc and the checks of a written one, for the files that run its plans. */
#ifndef OPENIMAPI2_BURN_AUDIO_LOOK_H
#define OPENIMAPI2_BURN_AUDIO_LOOK_H

#include "burn/audio_write.h"

/* READ TRACK INFORMATION of the track that is written next: its start, and the room for it. */
enum drive_status burn_audio_read_room(struct drive *drive, struct burn_audio_disc *disc,
                                       struct drive_failure *failure);

/* Does the drive report an audio track that begins there, or whose pre-gap begins before that address, with at least
 * this many blocks, and with no more blocks after them than its run-out and the next track's pre-gap?
 */
bool burn_audio_track_fits(const struct mmc_track_information *track, int32_t start_lba, uint32_t blocks);

/* Does a reply to READ TOC, format 0, list audio tracks 1 to `tracks`, and the lead-out? */
bool burn_audio_toc_fits(const uint8_t *bytes, size_t count, uint8_t tracks);

/* Features for both ways of writing; all 0 where the drive does not list them. */
struct burn_audio_features {
    bool can_track_at_once;
    bool track_has_buf;
    bool raw_has_buf;
    unsigned raw_types; /* bit n: block type n */
};
enum drive_status burn_audio_features_read(struct drive *drive, struct burn_audio_features *features,
                                           struct drive_failure *failure);

#endif
