/* Files of this computer as sources of an image's bytes, of which a few hundred are open at a time.
 *
 * A file is opened when it is added, with writers kept out. One that was closed meanwhile, since others were read, is
 * opened again when it is read; it must have the size and the last-write time of the first time. A path is kept as a
 * chain of folders, which the files share, and a name, which is the node's of the tree.
 */
#ifndef OPENIMAPI2_IMAPI2FS_HOST_FILES_H
#define OPENIMAPI2_IMAPI2FS_HOST_FILES_H

#include <stddef.h>
#include <windows.h>

#include "fs/source.h"
#include "imapi2fs/host_open.h"

enum { HOST_FILES_OPEN_MAX = 500 };

struct host_files;  /* those of one image; counted: every folder holds it */
struct host_folder; /* counted: every folder in it and every file in it holds it */

/* open_max: handles that are kept, HOST_FILES_OPEN_MAX. NULL: no memory. */
struct host_files *host_files_create(ULONG open_max);
void host_files_release(struct host_files *files); /* NULL is allowed */

/* A folder on its own: `path` is whole, without a separator at its end. NULL: no memory. */
struct host_folder *host_folder_create(struct host_files *files, const WCHAR *path, size_t count);

/* A folder in another. NULL: no memory. */
struct host_folder *host_folder_create_in(struct host_folder *parent, const WCHAR *name, size_t count);
void host_folder_release(struct host_folder *folder); /* NULL is allowed */

/* The folder's path, a backslash, and `name`. base_free. NULL: no memory. */
WCHAR *host_folder_join(const struct host_folder *folder, const WCHAR *name, size_t count);

/* Open a file of a folder. An empty one is looked at and closed.
 * name         not copied: see host_file_borrow_name.
 * facts        out.
 * source       out; read_at reports IMAPI_E_DATA_STREAM_INCONSISTENCY, where the file is another than it was, and
 *              IMAPI_E_DATA_STREAM_READ_FAILURE. NULL for an empty file.
 * returns      0, or the system's error; ERROR_NOT_ENOUGH_MEMORY, too.
 */
DWORD host_file_open(struct host_folder *folder, const WCHAR *name, size_t count, struct host_facts *facts,
                     struct fs_source **source);

/* The name as it stands where it will outlive the source: in the node that owns the source. */
void host_file_borrow_name(struct fs_source *source, const WCHAR *name);

/* The name itself, which no node has: that of a named stream. Taken: base_free. */
void host_file_take_name(struct fs_source *source, WCHAR *name);

#endif
