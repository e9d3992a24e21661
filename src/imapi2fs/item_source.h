/* Makes a client's stream the bytes of a new file, of a named stream or of a file outside the tree. */
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
    struct fs_source *source; /* owned; a caller that takes it sets it to NULL. NULL also stands for no bytes */
    struct host_failure failure;
    struct update_sink sink;
    struct update_file update;
};

/* Copy the stream's bytes, or keep the stream. The caller holds no lock; a change in progress is paused.
 * place     of the file that Update events report; NULL: no events.
 * out       end it with item_source_end, even on failure.
 * returns   IMAPI_E_IMAGE_SIZE_LIMIT: the bytes alone are too many; the failures listed in stream_source.h.
 */
HRESULT item_source_create(struct image_state *state, IStream *data, const struct item_place *place,
                           struct item_source *out);

/* End the call, and release what is left of the source. Returns hr. The caller holds no lock. */
HRESULT item_source_end(struct item_source *source, struct imapifs_call *call, HRESULT hr);

#endif
