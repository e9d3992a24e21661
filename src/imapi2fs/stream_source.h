/* A client's IStream as the source of a file: from its first byte to its size, regardless of its present position. */
#ifndef OPENIMAPI2_IMAPI2FS_STREAM_SOURCE_H
#define OPENIMAPI2_IMAPI2FS_STREAM_SOURCE_H

#include <stdbool.h>
#include <windows.h>
#include <objidl.h>

#include "fs/source.h"
#include "imapi2fs/copy_store.h"

/* These functions call the stream, so the caller must not hold a lock. */

/* The size of the stream in bytes, from Stat or, if that fails, by seeking to its end. Failure:
 * IMAPI_E_DATA_STREAM_READ_FAILURE; *bytes is 0 then.
 */
HRESULT stream_source_get_size(IStream *stream, uint64_t *bytes, struct host_failure *failure);

/* Create the source. A stream of up to COPY_STORE_SMALL_BYTES is copied, a longer one is kept; with is_staged every
 * stream is copied.
 * size      from stream_source_get_size.
 * update    of this file; advances as bytes are copied.
 * source    out; NULL for an empty stream. For a kept stream, read_at reports IMAPI_E_DATA_STREAM_READ_FAILURE, also
 *           if the stream's apartment has ended.
 * returns   as copy_store_add, if the stream is copied; IMAPI_E_DATA_STREAM_READ_FAILURE; E_OUTOFMEMORY.
 */
HRESULT stream_source_create(IStream *stream, uint64_t size, struct copy_store *copies, bool is_staged,
                             struct update_file *update, struct fs_source **source, struct host_failure *failure);

/* Get the client's stream that a source keeps, as a pointer for the calling thread. S_FALSE and NULL: the source keeps
 * no stream, or was not created here. *out is NULL on failure.
 */
HRESULT stream_source_get(struct fs_source *source, IStream **out);

/* Release the streams of released sources. A source keeps its stream until this call, because it may be released under
 * a lock. Call this function after leaving any lock under which sources may have been released.
 */
void stream_source_release_departed(void);

#endif
