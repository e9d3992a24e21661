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
    LONG sectors;                   /* to the next track or the lead-out, with a pause before that; 0: not told */
    char isrc[ISRC_CHARACTERS + 1]; /* "": it has none, or the drive does not tell */
};

struct disc_tracks {
    struct disc_track tracks[DISC_TRACKS_MAX];
    size_t count;                         /* 0: there are none, or the drive does not tell */
    char catalogue[CATALOGUE_DIGITS + 1]; /* "": as isrc */
};

/* Ask the drive. What it does not tell is left out: a disc without these answers is not broken. */
void disc_tracks_read(IDiscRecorder2 *recorder, struct disc_tracks *tracks);

#endif
