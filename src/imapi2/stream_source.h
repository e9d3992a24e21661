/* The bytes of a burn out of a client's IStream, read from its beginning. */
#ifndef OPENIMAPI2_IMAPI2_STREAM_SOURCE_H
#define OPENIMAPI2_IMAPI2_STREAM_SOURCE_H

#include <windows.h>
#include <objidl.h>

#include "burn/source.h"

struct stream_source {
    struct burn_source source; /* hand out this one; its numbers are the stream's HRESULTs */
    IStream *stream;           /* borrowed */
};

/* How long the stream says it is, in bytes, by its Stat; nothing is read. Stat's failure is returned, *bytes is 0 then.
 */
HRESULT stream_get_size(IStream *stream, ULONGLONG *bytes);

/* stream: as the calling thread may use it; outlives the source. Nothing is called yet. */
void stream_source_begin(struct stream_source *source, IStream *stream);

#endif
