/* The bytes to burn, read from the beginning of a client's IStream. */
#ifndef OPENIMAPI2_IMAPI2_STREAM_SOURCE_H
#define OPENIMAPI2_IMAPI2_STREAM_SOURCE_H

#include <windows.h>
#include <objidl.h>

#include "burn/source.h"

struct stream_source {
    struct burn_source source; /* pass this to the engine; its error numbers are the stream's HRESULTs */
    IStream *stream;           /* borrowed */
};

/* The size of the stream in bytes according to its Stat; nothing is read. Returns Stat's failure; *bytes is then 0. */
HRESULT stream_get_size(IStream *stream, ULONGLONG *bytes);

/* stream: a pointer that is valid on the calling thread; must outlive the source. Does not call the stream. */
void stream_source_begin(struct stream_source *source, IStream *stream);

#endif
