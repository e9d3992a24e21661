/* How much room an audio disc has, for the files that run its plans. */
#ifndef OPENIMAPI2_BURN_AUDIO_LOOK_H
#define OPENIMAPI2_BURN_AUDIO_LOOK_H

#include "burn/audio_write.h"

/* READ TRACK INFORMATION of the track that is written next: where it begins, and how much it may have. */
enum drive_status burn_audio_read_room(struct drive *drive, struct burn_audio_disc *disc,
                                       struct drive_failure *failure);

/* Does the drive say that a track begins there, or its pre-gap in front of there, and is audio, with this many blocks
 * at least, and no more behind them than its run-out and the next track's pre-gap?
 */
bool burn_audio_track_fits(const struct mmc_track_information *track, int32_t start_lba, uint32_t blocks);

/* Does a READ TOC, format 0, list audio tracks 1 to `tracks`, and the lead-out? */
bool burn_audio_toc_fits(const uint8_t *bytes, size_t count, uint8_t tracks);

/* Features of both ways of writing; all of it is 0 where the drive does not list them. */
struct burn_audio_features {
    bool can_track_at_once;
    bool track_has_buf;
    bool raw_has_buf;
    unsigned raw_types; /* bit n: block type n */
};
enum drive_status burn_audio_features_read(struct drive *drive, struct burn_audio_features *features,
                                           struct drive_failure *failure);

#endif
