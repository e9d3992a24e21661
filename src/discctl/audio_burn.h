/* Burns audio by IDiscFormat2TrackAtOnce or IDiscFormat2RawCD, with progress. A cancellation through control.h takes
 * effect at the writer's next event.
 */
#ifndef OPENIMAPI2_DISCCTL_AUDIO_BURN_H
#define OPENIMAPI2_DISCCTL_AUDIO_BURN_H

#include <stdbool.h>

#include "imapi2.h"

#include "discctl/audio_image.h"
#include "discctl/audio_tracks.h"
#include "discctl/audio_wishes.h"
#include "discctl/burn_report.h"
#include "discctl/failure.h"

/* How a burn is to run. */
struct audio_burn_options {
    const struct audio_wishes *wishes;
    bool is_quiet;              /* no progress */
    bool *is_adjusted;          /* set when the drive chose a speed other than the requested one */
    struct burn_report *report; /* informed of each step */
};

/* Write the tracks one by one, and close the disc unless the wishes keep it open. Whatever fails, the drive is released
 * afterwards, and tracks that were begun are closed.
 */
bool audio_burn_tracks(IDiscRecorder2 *recorder, const struct audio_tracks *tracks,
                       const struct audio_burn_options *options, struct failure *failure);

/* Finish the image and write it. */
bool audio_burn_image(IDiscRecorder2 *recorder, struct audio_image *image,
                      IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE sector_type, const struct audio_burn_options *options,
                      struct failure *failure);

#endif
