/* A client's stream that becomes the bytes of a new file, of a named stream or of a file outside the tree. */
#ifndef OPENIMAPI2_IMAPI2FS_ITEM_SOURCE_H
#define OPENIMAPI2_IMAPI2FS_ITEM_SOURCE_H

#include <stdbool.h>
#include <windows.h>
#include <objidl.h>

#include "fs/source.h"
#include "imapi2fs/call.h"
#include "imapi2fs/host_failure.h"
#include "imapi2fs/image_state.h"
#include "imapi2fs/item_path.h"
#include "imapi2fs/update_events.h"

struct item_source {
    struct fs_source *source; /* owned, until it is given away and set to NULL; NULL, too: no bytes */
    struct host_failure failure;
    struct update_sink sink;
    struct update_file update;
};

/* Copy the stream's bytes, or keep it. The caller holds no lock; within a change it is paused.
 * place     of the file that Update tells of; NULL: of none.
 * out       item_source_end, on failure too.
 * returns   IMAPI_E_IMAGE_SIZE_LIMIT: the bytes alone are too many; what stream_source.h says.
 */
HRESULT item_source_create(struct image_state *state, IStream *data, const struct item_place *place,
                           struct item_source *out);

/* The end of a call and of what is left: hr. The caller holds no lock. */
HRESULT item_source_end(struct item_source *source, struct imapifs_call *call, HRESULT hr);

#endif
