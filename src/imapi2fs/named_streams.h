/* FsiNamedStreams: the named streams of a file. */
#ifndef OPENIMAPI2_IMAPI2FS_NAMED_STREAMS_H
#define OPENIMAPI2_IMAPI2FS_NAMED_STREAMS_H

#include "fs/node.h"
#include "imapi2fs.h"
#include "imapi2fs/image_state.h"

/* Creates a live collection: each call sees the file's present streams. Failure: E_OUTOFMEMORY; *out is NULL then. */
HRESULT named_streams_create(struct image_state *state, struct fs_node *file, IFsiNamedStreams **out);

#endif
