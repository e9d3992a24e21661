/* The tracks of the CD in a drive, as a player finds them: by READ TOC and READ SUB-CHANNEL. */
#ifndef OPENIMAPI2_DISCCTL_DISC_TRACKS_H
#define OPENIMAPI2_DISCCTL_DISC_TRACKS_H

#include <stdbool.h>
#include <stddef.h>

#include "imapi2.h"

enum { DISC_TRACKS_MAX = 99, CATALOGUE_DIGITS = 13, ISRC_CHARACTERS = 12 };

struct disc_track {
    int number;
    bool is_data, copying_permitted, has_pre_emphasis;
    LONG start;                     /* LBA of its index 1 */
    LONG sectors;                   /* to the next track or the lead-out, including a pause before it; 0: unknown */
    char isrc[ISRC_CHARACTERS + 1]; /* "": it has none, or the drive does not report it */
};

struct disc_tracks {
    struct disc_track tracks[DISC_TRACKS_MAX];
    size_t count;                         /* 0: there are none, or the drive does not report them */
    char catalogue[CATALOGUE_DIGITS + 1]; /* "": as isrc */
};

/* Ask the drive. Anything that it does not report is left out; a disc for which these commands fail is not defective.
 */
void disc_tracks_read(IDiscRecorder2 *recorder, struct disc_tracks *tracks);

#endif
