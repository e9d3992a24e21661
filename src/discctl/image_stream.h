/* An image to burn, as an IStream: a file or standard input, padded with zeros to whole sectors. */
#ifndef OPENIMAPI2_DISCCTL_IMAGE_STREAM_H
#define OPENIMAPI2_DISCCTL_IMAGE_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "imapi2.h"

#include "discctl/failure.h"

enum { IMAGE_SECTOR_BYTES = 2048 };

/* Open an image; IStream_Release() closes it.
 * path      "-": standard input. Data from a pipe is first stored in a temporary file, since a burn has to know the
 *           size; the file is deleted with the stream.
 * is_over   called from time to time while a pipe is read; true makes the call fail with ERROR_CANCELLED.
 * bytes     the image's own size, without the padding.
 * returns   false, and sets failure: the image cannot be opened or read, or is empty.
 */
bool image_stream_open(const char *path, bool (*is_over)(void), IStream **stream, uint64_t *bytes,
                       struct failure *failure);

/* Has a Read of this stream failed because of a file error, or because the file became shorter? */
bool image_stream_has_failed(IStream *stream);

#endif
