/* A client's IStream as the source of a file: from its first byte to its size, wherever its position is. */
#ifndef OPENIMAPI2_IMAPI2FS_STREAM_SOURCE_H
#define OPENIMAPI2_IMAPI2FS_STREAM_SOURCE_H

#include <stdbool.h>
#include <windows.h>
#include <objidl.h>

#include "fs/source.h"
#include "imapi2fs/copy_store.h"

/* The stream is called by these functions, so the caller holds no lock. */

/* Bytes that it has, by Stat, or where that fails by seeking to its end; *bytes is 0 on failure:
 * IMAPI_E_DATA_STREAM_READ_FAILURE.
 */
HRESULT stream_source_get_size(IStream *stream, uint64_t *bytes, struct host_failure *failure);

/* A stream of up to COPY_STORE_SMALL_BYTES is copied, a longer one is kept; with is_staged every one is copied.
 * size      as stream_source_get_size gives it.
 * update    of this file; advances with what is copied.
 * source    out; NULL for an empty one. Of one that is kept, read_at reports IMAPI_E_DATA_STREAM_READ_FAILURE, also
 *           where the apartment that the stream lives in has ended.
 * returns   as copy_store_add, where it copies; IMAPI_E_DATA_STREAM_READ_FAILURE; E_OUTOFMEMORY.
 */
HRESULT stream_source_create(IStream *stream, uint64_t size, struct copy_store *copies, bool is_staged,
                             struct update_file *update, struct fs_source **source, struct host_failure *failure);

/* The client's stream that a source keeps, as the calling thread may use it. S_FALSE, and NULL: the source keeps none,
 * or is no source of this file. *out is NULL on failure.
 */
HRESULT stream_source_get(struct fs_source *source, IStream **out);

/* A source that is released keeps its stream until this call, since whoever releases it may hold a lock. To be called
 * whenever a lock has been left under which sources may have been released.
 */
void stream_source_release_departed(void);

#endif
