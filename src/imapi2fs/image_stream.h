/* ImageStream of a result: the bytes of an image, generated as they are read. */
#ifndef OPENIMAPI2_IMAPI2FS_IMAGE_STREAM_H
#define OPENIMAPI2_IMAPI2FS_IMAGE_STREAM_H

#include <windows.h>
#include <objidl.h>

#include "imapi2fs/image_snapshot.h"

/* Creates an agile stream at position 0, which holds the snapshot. Failure: E_OUTOFMEMORY; *out is NULL then. */
HRESULT image_stream_create(struct image_snapshot *snapshot, IStream **out);

/* The image that the stream keeps frozen, borrowed; NULL if the stream is not an image stream of ours. */
struct image_state *image_stream_peek_state(IStream *stream);

#endif
