/* The addresses of the tracks of an audio disc; for raw writing also the image (IRawCDImageCreator). */
#ifndef OPENIMAPI2_DISCCTL_AUDIO_IMAGE_H
#define OPENIMAPI2_DISCCTL_AUDIO_IMAGE_H

#include <stdbool.h>

#include "imapi2.h"

#include "discctl/audio_method.h"
#include "discctl/audio_tracks.h"
#include "discctl/audio_wishes.h"
#include "discctl/failure.h"

struct audio_layout {
    LONG starts[AUDIO_TRACKS_MAX]; /* LBA of each track's index 1 */
    LONG lead_out;                 /* LBA after the last track: the room that the disc must have */
};

/* The layout of track-at-once writing: tracks below 4 seconds are padded with silence, and each track is followed by 2
 * blocks of run-out and 150 of pause. Drives may place tracks slightly differently.
 */
void audio_layout_of_track_at_once(const struct audio_tracks *tracks, struct audio_layout *layout);

struct audio_image {
    IRawCDImageCreator *creator;
    struct IOpenCDText *text; /* NULL: no CD-TEXT */
    IStream *stream;          /* the image, from 95:00:00 of the lead-in on; NULL until audio_image_finish() */
};

/* Make an image of the tracks and fill in their layout: audio_image_end(). False, and sets failure: a track, an ISRC,
 * the catalogue number or the CD-TEXT sheet was refused; the failure's text says which. Codes of the sheet are used
 * where the wishes have none.
 */
bool audio_image_begin(struct audio_image *image, const struct audio_tracks *tracks, const struct audio_wishes *wishes,
                       const struct audio_choice *choice, struct audio_layout *layout, struct failure *failure);

/* Create the stream; the image cannot be changed afterwards.
 * lead_in  LBA at which the disc begins: IDiscFormat2RawCD::StartOfNextSession
 */
bool audio_image_finish(struct audio_image *image, LONG lead_in, struct failure *failure);

/* All zeros are allowed. */
void audio_image_end(struct audio_image *image);

#endif
