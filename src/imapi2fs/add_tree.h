/* AddTree: adds a folder of this computer with all its contents, or a single file, to a directory of the image. */
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
    const WCHAR *source; /* a path that host_path_make accepts; not empty */
    size_t source_count;
    const struct host_stream_finder *finder; /* AddTreeWithNamedStreams: adds up to FS_STREAMS_MAX. NULL: only files */
    bool includes_base;   /* add the folder itself by its last name; a drive's root has none, a file is always added */
    int64_t now;          /* from image_state_now, like is_reproducible */
    bool is_reproducible; /* a file's last-write time replaces its last-access time */
    const struct update_sink *updates; /* NULL: no sink */

    /* Called after each added item, to check the size of the image. A failure ends the call. NULL: no check. */
    HRESULT (*added)(void *context, const struct fs_node *node);
    void *context;
};

/* Makes one change of the tree, or none on failure. The caller holds the tree's lock, which `updates` may release for a
 * while. Existing directories are merged, existing files are replaced.
 * failure   out; host_failure_destroy.
 * returns   IMAPI_E_DATA_STREAM_CREATE_FAILURE (a file or a named stream cannot be opened),
 *           IMAPI_E_DATA_STREAM_READ_FAILURE (the named streams of a file cannot be listed),
 *           IMAPI_E_DIRECTORY_READ_FAILURE (a folder cannot be listed, or a link leads back to a folder around it),
 *           HRESULT_FROM_WIN32 of the source's error, IMAPI_E_DUP_NAME, the results of fs_tree_add_directory,
 *           fs_tree_replace_file, copy_store_add and `added`; E_OUTOFMEMORY.
 */
HRESULT add_tree(const struct add_tree_request *request, struct host_failure *failure);

#endif
