/* Divides the blocks of an image into extents: each holds the bytes of one file, or the structures before or after all
 * files. In order, they cover the image from its first block to its last, so that a writer can show its progress.
 */
#ifndef OPENIMAPI2_FS_EXTENT_H
#define OPENIMAPI2_FS_EXTENT_H

#include "fs/plan.h"

struct fs_extent {
    const struct fs_node *node; /* borrowed from the tree; NULL: structures, boot images, anchors, zeros, old blocks */
    uint32_t first;             /* counted from the image's first block */
    uint32_t blocks;            /* at least 1 */
};

/* The number of extents; an empty file has none. */
uint32_t fs_plan_extents(const struct fs_plan *plan);

/* index: below fs_plan_extents. */
struct fs_extent fs_plan_get_extent(const struct fs_plan *plan, uint32_t index);

/* The index of the extent that contains the block. block: below fs_plan_blocks. */
uint32_t fs_plan_find_extent(const struct fs_plan *plan, uint32_t block);

#endif
