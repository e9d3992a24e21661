/* WAV files as the samples of an audio CD. */
#ifndef OPENIMAPI2_DISCCTL_WAV_FILE_H
#define OPENIMAPI2_DISCCTL_WAV_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "discctl/failure.h"

/* One sample of both channels, left and right, 16 bits each, as on the disc (IEC 60908). */
enum { WAV_SAMPLE_BYTES = 4 };

struct wav_file {
    HANDLE file;    /* owned */
    uint64_t start; /* offset of the first sample in the file */
    uint64_t bytes; /* of the samples: a multiple of WAV_SAMPLE_BYTES, not 0 */
};

/* Open a WAV file that can be burned as it is: PCM, 44,100 Hz, 2 channels of 16 bits, declared as WAVE_FORMAT_PCM or
 * WAVE_FORMAT_EXTENSIBLE. wav_file_close().
 *
 * If the program that wrote the file did not know its length (RF64 without the chunk "ds64"; a size of 0, or of
 * 7FFF0000h and more, as programs that write to a pipe set it), the samples extend to the end of the file.
 * returns  false, and sets failure: the file cannot be read, is not a WAV file (the text says what it looks like), has
 *          another format (the text says which, and which is needed), is truncated, has no samples, or has 2 GiB or
 *          more.
 */
bool wav_file_open(const char *path, struct wav_file *wav, struct failure *failure);

/* An unopened struct is allowed if it is all zeros. */
void wav_file_close(struct wav_file *wav);

#endif
