/* WAV files as the samples of an audio CD. */
#ifndef OPENIMAPI2_DISCCTL_WAV_FILE_H
#define OPENIMAPI2_DISCCTL_WAV_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "discctl/failure.h"

/* One sample of both channels, left and right, 16 bits each, as they stand on the disc (IEC 60908). */
enum { WAV_SAMPLE_BYTES = 4 };

struct wav_file {
    HANDLE file;    /* owned */
    uint64_t start; /* of the first sample in the file */
    uint64_t bytes; /* of the samples: a multiple of WAV_SAMPLE_BYTES, not 0 */
};

/* Open a WAV file that can be burned as it is: PCM, 44,100 Hz, 2 channels of 16 bits, said by WAVE_FORMAT_PCM or by
 * WAVE_FORMAT_EXTENSIBLE. wav_file_close().
 *
 * Where the writer of the file did not know its length (RF64 without the chunk "ds64"; a size of 0, or from 7FFF0000h
 * on, as programs put it who write into a pipe), the samples go up to the file's end.
 * returns  false, and sets failure: it cannot be read, is no WAV file (the words say what it looks like), has another
 *          format (the words say which one, and what is wanted), is cut off, has no samples, or 2 GiB and more.
 */
bool wav_file_open(const char *path, struct wav_file *wav, struct failure *failure);

/* A file that was not opened is allowed when it is all zeros. */
void wav_file_close(struct wav_file *wav);

#endif
