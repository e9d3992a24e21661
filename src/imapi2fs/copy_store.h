/* Copies of data that clients gave to an image, as sources: small ones in memory, the others in the image's stash file.
 */
#ifndef OPENIMAPI2_IMAPI2FS_COPY_STORE_H
#define OPENIMAPI2_IMAPI2FS_COPY_STORE_H

#include <windows.h>

#include "fs/source.h"
#include "imapi2fs/host_failure.h"
#include "imapi2fs/update_events.h"

enum {
    COPY_STORE_SMALL_BYTES = 128 * 1024,        /* the largest copy in memory */
    COPY_STORE_MEMORY_BYTES = 16 * 1024 * 1024, /* of all copies in memory */
};

struct copy_store; /* one for each image; reference-counted: every copy holds it */

/* directory: the folder of the stash file, which is created when first needed. Returns NULL: no memory. */
struct copy_store *copy_store_create(const WCHAR *directory);
void copy_store_release(struct copy_store *store); /* NULL is allowed */

/* Copy all bytes of a source. Each byte is read once.
 * update    advanced after each part; it may have no sink.
 * copy      out. Its read_at reports IMAPI_E_STASHFILE_READ_FAILURE. NULL if the source is empty.
 * failure   filled: the stash file, or the folder, or the numbers of bytes expected and found.
 * returns   the source's own HRESULT; IMAPI_E_DATA_STREAM_INCONSISTENCY (it ended before its size),
 *           IMAPI_E_WORKING_DIRECTORY_SPACE, IMAPI_E_STASHFILE_OPEN_FAILURE, IMAPI_E_STASHFILE_WRITE_FAILURE,
 *           E_OUTOFMEMORY. Nothing is kept on failure.
 */
HRESULT copy_store_add(struct copy_store *store, struct fs_source *source, struct update_file *update,
                       struct fs_source **copy, struct host_failure *failure);

/* The path of the stash file, or of its folder while there is no file, for a message; base_free. NULL: no memory. */
WCHAR *copy_store_get_path(struct copy_store *store);

/* Move the copies to another folder. On failure they stay where they are.
 * returns   IMAPI_E_WORKING_DIRECTORY_SPACE, IMAPI_E_STASHFILE_MOVE, E_OUTOFMEMORY.
 */
HRESULT copy_store_move(struct copy_store *store, const WCHAR *directory, struct host_failure *failure);

#endif
