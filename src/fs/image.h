/* Reads any part of a planned image at any time: structures are generated when they are read, and the bytes of a file
 * are copied from its source into the reader's buffer. Nothing is kept between two reads, so several readers may share
 * a plan.
 */
#ifndef OPENIMAPI2_FS_IMAGE_H
#define OPENIMAPI2_FS_IMAGE_H

#include "fs/plan.h"

/* Read up to `count` bytes from `offset` on.
 * got      less than count only at the end of the image; after a failure, the bytes before the unreadable part.
 * failure  filled: the file, and its source's own failure number.
 * returns  FS_OK, FS_SOURCE_FAILED, FS_SOURCE_SHORT.
 */
enum fs_status fs_image_read(const struct fs_plan *plan, uint64_t offset, void *bytes, size_t count, size_t *got,
                             struct fs_failure *failure);

/* Read all `count` bytes from a source: FS_OK, FS_SOURCE_FAILED or FS_SOURCE_SHORT. Fills the source_ members of
 * `failure`.
 */
enum fs_status fs_source_read(struct fs_source *source, uint64_t offset, void *bytes, size_t count,
                              struct fs_failure *failure);

#endif
