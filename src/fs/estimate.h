/* Estimates the blocks of an image before it is planned, in a short time that does not depend on the size of the tree.
 */
#ifndef OPENIMAPI2_FS_ESTIMATE_H
#define OPENIMAPI2_FS_ESTIMATE_H

#include <stdint.h>

#include "fs/plan.h"

enum { FS_ESTIMATE_EMPTY = 528 }; /* as observed from Microsoft's imapi2fs.dll for all file systems */

/* At least as many blocks as a plan of the tree needs for its session with these options: with this number or a larger
 * one as the limit, fs_plan_create does not return FS_IMAGE_TOO_LARGE. A number above FS_IMAGE_BLOCKS_MAX: no image can
 * be so large.
 */
uint64_t fs_estimate_blocks(const struct fs_tree *tree, const struct fs_plan_options *options);

#endif
