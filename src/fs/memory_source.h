/* A file whose bytes are held in memory. */
#ifndef OPENIMAPI2_FS_MEMORY_SOURCE_H
#define OPENIMAPI2_FS_MEMORY_SOURCE_H

#include <stddef.h>

#include "fs/source.h"

/* bytes    copied.
 * returns  NULL: no memory.
 */
struct fs_source *fs_memory_source_create(const void *bytes, size_t count);

#endif
