/* The bytes of a planned image, any part of them at any time: structures are made when they are read, and the bytes of
 * a file go from its source into the reader's buffer. Nothing is kept between two reads, so several readers may share a
 * plan.
 */
#ifndef OPENIMAPI2_FS_IMAGE_H
#define OPENIMAPI2_FS_IMAGE_H

#include "fs/plan.h"

/* Read up to `count` bytes from `offset` on.
 * got      fewer than count at the end of the image alone; after a failure, those in front of what could not be read.
 * failure  filled: the file, and its source's own number.
 * returns  FS_OK, FS_SOURCE_FAILED, FS_SOURCE_SHORT.
 */
enum fs_status fs_image_read(const struct fs_plan *plan, uint64_t offset, void *bytes, size_t count, size_t *got,
                             struct fs_failure *failure);

/* Bytes of a source: all of them, or FS_SOURCE_FAILED or FS_SOURCE_SHORT. Of `failure`, what begins with source_ is
 * filled.
 */
enum fs_status fs_source_read(struct fs_source *source, uint64_t offset, void *bytes, size_t count,
                              struct fs_failure *failure);

#endif
