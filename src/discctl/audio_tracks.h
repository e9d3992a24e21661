/* WAV files as the tracks of an audio CD: each a stream of whole sectors. */
#ifndef OPENIMAPI2_DISCCTL_AUDIO_TRACKS_H
#define OPENIMAPI2_DISCCTL_AUDIO_TRACKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "imapi2.h"

#include "discctl/failure.h"

/* A track has 1 to 99 as its number, and 4 seconds at least (IEC 60908). */
enum { AUDIO_SECTOR_BYTES = 2352, AUDIO_SECTORS_PER_S = 75, AUDIO_TRACKS_MAX = 99, AUDIO_TRACK_SECTORS_MIN = 300 };

struct audio_track {
    const char *path; /* of its file; borrowed */
    IStream *stream;  /* owned by the tracks */
    LONG sectors;     /* of the stream, a sector that was filled with zeros among them */
};

struct audio_tracks {
    struct audio_track *tracks;
    size_t count;
    struct audio_run *runs; /* the files behind the streams */
};

/* Open the files: audio_tracks_close().
 * paths        ends with NULL, and is not empty.
 * is_gapless   the samples run on from each file to the next: a track begins with the sector in which its file's first
 *              sample stands, and only the last track is filled with zeros. Else each file is filled with zeros to a
 *              whole sector.
 * returns      false, and sets failure: there are more than AUDIO_TRACKS_MAX, a file is none that can be burned
 *              (wav_file.h), or all together have so many sectors that no disc has an address for them.
 */
bool audio_tracks_open(char *const *paths, bool is_gapless, struct audio_tracks *tracks, struct failure *failure);

/* The file of which a stream could not be read any more; NULL: there is none. */
const char *audio_tracks_failed(const struct audio_tracks *tracks);

/* "03:25:40": minutes, seconds, and sectors of 1/75 s. memory_free(). */
char *audio_time_text(LONG sectors);

/* Releases the streams, and closes the files: nobody may hold a stream any more. All zeros are allowed. */
void audio_tracks_close(struct audio_tracks *tracks);

#endif
