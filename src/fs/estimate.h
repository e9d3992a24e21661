/* How many blocks an image will need, told before it is planned, in the same short time however large the tree is. */
#ifndef OPENIMAPI2_FS_ESTIMATE_H
#define OPENIMAPI2_FS_ESTIMATE_H

#include <stdint.h>

#include "fs/plan.h"

enum { FS_ESTIMATE_EMPTY = 528 }; /* seen of Microsoft's imapi2fs.dll, whatever the file systems are */

/* Never less than a plan of the tree needs by these options for its session: with this number, or a larger one, for a
 * limit fs_plan_create does not return FS_IMAGE_TOO_LARGE. More than FS_IMAGE_BLOCKS_MAX: no image is so large.
 */
uint64_t fs_estimate_blocks(const struct fs_tree *tree, const struct fs_plan_options *options);

#endif
