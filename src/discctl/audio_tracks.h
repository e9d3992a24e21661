/* WAV files as the tracks of an audio CD: each a stream of whole sectors. */
#ifndef OPENIMAPI2_DISCCTL_AUDIO_TRACKS_H
#define OPENIMAPI2_DISCCTL_AUDIO_TRACKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "imapi2.h"

#include "discctl/failure.h"

/* Tracks are numbered 1 to 99 and last at least 4 seconds (IEC 60908). */
enum { AUDIO_SECTOR_BYTES = 2352, AUDIO_SECTORS_PER_S = 75, AUDIO_TRACKS_MAX = 99, AUDIO_TRACK_SECTORS_MIN = 300 };

struct audio_track {
    const char *path; /* of its file; borrowed */
    IStream *stream;  /* owned by the tracks */
    LONG sectors;     /* of the stream, including a sector that was padded with zeros */
};

struct audio_tracks {
    struct audio_track *tracks;
    size_t count;
    struct audio_run *runs; /* the files behind the streams */
};

/* Open the files: audio_tracks_close().
 * paths        ends with NULL, and is not empty.
 * is_gapless   the samples continue from each file to the next: a track begins with the sector that contains its file's
 *              first sample, and only the last track is padded with zeros. Else each file is padded with zeros to a
 *              whole sector.
 * returns      false, and sets failure: there are more than AUDIO_TRACKS_MAX files, a file cannot be burned
 *              (wav_file.h), or the total of sectors exceeds the addresses of a disc.
 */
bool audio_tracks_open(char *const *paths, bool is_gapless, struct audio_tracks *tracks, struct failure *failure);

/* The file whose stream failed to read; NULL: there is none. */
const char *audio_tracks_failed(const struct audio_tracks *tracks);

/* "03:25:40": minutes, seconds, and sectors of 1/75 s. memory_free(). */
char *audio_time_text(LONG sectors);

/* Releases the streams and closes the files; no other reference to a stream may exist by then. All zeros are allowed.
 */
void audio_tracks_close(struct audio_tracks *tracks);

#endif
