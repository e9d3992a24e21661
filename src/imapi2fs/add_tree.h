/* AddTree: a folder of this computer, or a file, with all that is in it, into a directory of the image. */
#ifndef OPENIMAPI2_IMAPI2FS_ADD_TREE_H
#define OPENIMAPI2_IMAPI2FS_ADD_TREE_H

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>

#include "fs/tree.h"
#include "imapi2fs/copy_store.h"
#include "imapi2fs/host_failure.h"
#include "imapi2fs/host_files.h"
#include "imapi2fs/host_streams.h"
#include "imapi2fs/update_events.h"

struct add_tree_request {
    struct fs_tree *tree;
    struct fs_node *directory; /* of the tree */
    struct host_files *files;
    struct copy_store
        *copies;         /* StageFiles: every file is copied there, and no file stays open. NULL: none is copied */
    const WCHAR *source; /* a path as host_path_make takes it; not empty */
    size_t source_count;
    const struct host_stream_finder *finder; /* AddTreeWithNamedStreams: up to FS_STREAMS_MAX come. NULL: files alone */
    bool includes_base;   /* the folder itself, under its last name; a drive's root has none, a file is always added */
    int64_t now;          /* as image_state_now gives both */
    bool is_reproducible; /* the time of a file's last access becomes that of its last write */
    const struct update_sink *updates; /* NULL: nobody listens */

    /* An item has been added: is the image too large now? A failure ends the call. NULL: nobody asks. */
    HRESULT (*added)(void *context, const struct fs_node *node);
    void *context;
};

/* One change of the tree, or none on failure. The caller holds the lock over the tree, which `updates` may leave.
 * Directories that exist are merged with, files that exist are replaced.
 * failure   out; host_failure_destroy.
 * returns   IMAPI_E_DATA_STREAM_CREATE_FAILURE (a file or a named stream cannot be opened),
 *           IMAPI_E_DIRECTORY_READ_FAILURE (a folder cannot be listed, or a link leads back to a folder around it),
 *           HRESULT_FROM_WIN32 of the source's error, IMAPI_E_DUP_NAME, what fs_tree_add_directory,
 *           fs_tree_replace_file, copy_store_add, and `added` say; E_OUTOFMEMORY.
 */
HRESULT add_tree(const struct add_tree_request *request, struct host_failure *failure);

#endif
