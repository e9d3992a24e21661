/* Files of this computer as sources of an image's bytes. At most a few hundred are open at a time.
 *
 * A file is opened when it is added, and writers are locked out. If it was closed to make room for others, it is opened
 * again when it is read; its size and last-write time must not have changed. A path is stored as a chain of folders,
 * which files share, and a name, which belongs to the tree's node.
 */
#ifndef OPENIMAPI2_IMAPI2FS_HOST_FILES_H
#define OPENIMAPI2_IMAPI2FS_HOST_FILES_H

#include <stddef.h>
#include <windows.h>

#include "fs/source.h"
#include "imapi2fs/host_open.h"

enum { HOST_FILES_OPEN_MAX = 500 };

struct host_files;  /* the files of one image; reference-counted: every folder holds it */
struct host_folder; /* reference-counted: every folder in it and every file in it holds it */

/* open_max: the number of handles kept open, normally HOST_FILES_OPEN_MAX. Returns NULL: no memory. */
struct host_files *host_files_create(ULONG open_max);
void host_files_release(struct host_files *files); /* NULL is allowed */

/* A folder without a parent: `path` is absolute, without a separator at its end. NULL: no memory. */
struct host_folder *host_folder_create(struct host_files *files, const WCHAR *path, size_t count);

/* A folder in another. NULL: no memory. */
struct host_folder *host_folder_create_in(struct host_folder *parent, const WCHAR *name, size_t count);
void host_folder_release(struct host_folder *folder); /* NULL is allowed */

/* The folder's path, a backslash, and `name`. base_free. NULL: no memory. */
WCHAR *host_folder_join(const struct host_folder *folder, const WCHAR *name, size_t count);

/* Open a file of a folder. An empty file is closed at once.
 * name         not copied: see host_file_borrow_name.
 * facts        out.
 * source       out; read_at reports IMAPI_E_DATA_STREAM_INCONSISTENCY if the file has changed, and
 *              IMAPI_E_DATA_STREAM_READ_FAILURE. NULL for an empty file.
 * returns      0, or the system's error, which includes ERROR_NOT_ENOUGH_MEMORY.
 */
DWORD host_file_open(struct host_folder *folder, const WCHAR *name, size_t count, struct host_facts *facts,
                     struct fs_source **source);

/* Replace the name by one that outlives the source: that of the node which owns the source. Not copied. */
void host_file_borrow_name(struct fs_source *source, const WCHAR *name);

/* Give the source its own name, for a named stream, whose full name no node stores. The source frees it (base_free). */
void host_file_take_name(struct fs_source *source, WCHAR *name);

#endif
