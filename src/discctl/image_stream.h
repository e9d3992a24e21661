/* An image to burn as an IStream: a file or standard input, padded with zeros to whole sectors. */
#ifndef OPENIMAPI2_DISCCTL_IMAGE_STREAM_H
#define OPENIMAPI2_DISCCTL_IMAGE_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "imapi2.h"

#include "discctl/failure.h"

enum { IMAGE_SECTOR_BYTES = 2048 };

/* Open an image; IStream_Release() closes it.
 * path      "-": standard input. What comes by a pipe is kept in a temporary file first, since a burn has to know its
 *           size; the file goes with the stream.
 * is_over   asked now and then while a pipe is read; true ends it with ERROR_CANCELLED.
 * bytes     the image's own size, without the padding.
 * returns   false, and sets failure: it cannot be opened or read, or is empty.
 */
bool image_stream_open(const char *path, bool (*is_over)(void), IStream **stream, uint64_t *bytes,
                       struct failure *failure);

/* Has a Read of this stream failed: did the file give an error, or become shorter? */
bool image_stream_has_failed(IStream *stream);

#endif
