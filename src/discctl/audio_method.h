/* Chooses the method of writing an audio disc from the needs of the options and the abilities of the drive. */
#ifndef OPENIMAPI2_DISCCTL_AUDIO_METHOD_H
#define OPENIMAPI2_DISCCTL_AUDIO_METHOD_H

#include <stdbool.h>

#include "imapi2.h"

#include "discctl/audio_wishes.h"
#include "discctl/failure.h"

struct audio_choice {
    enum audio_method method;                          /* never AUDIO_METHOD_ANY */
    IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE sector_type; /* of AUDIO_METHOD_RAW */
    const char *name;                                  /* "track at once"; "raw, sectors with P and Q" */
    char *why;                                         /* "the drive does not write raw"; memory_free() */
};

/* If no option names the method, raw is chosen where the drive supports a sector type for it, since only raw writing
 * lets us choose pauses, ISRC and CD-TEXT; else track at once. The sector type is 3 for CD-TEXT, else the first of 1,
 * 3, 2 that the drive supports (cdrdao's order).
 * returns  false, and sets failure: an option needs an ability that the drive lacks.
 */
bool audio_choose(const struct audio_wishes *wishes, IDiscRecorder2 *recorder, struct audio_choice *choice,
                  struct failure *failure);

#endif
