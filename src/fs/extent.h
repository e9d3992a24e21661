/* The blocks of an image as rows of one kind: the bytes of a file, or the structures in front of and behind all files.
 * They cover the image from its first block to its last, in order, so that a writer can say what it is writing.
 */
#ifndef OPENIMAPI2_FS_EXTENT_H
#define OPENIMAPI2_FS_EXTENT_H

#include "fs/plan.h"

struct fs_extent {
    const struct fs_node *node; /* borrowed from the tree; NULL: structures, boot images, anchors, zeros, old blocks */
    uint32_t first;             /* counted from the image's first block */
    uint32_t blocks;            /* 1 at least */
};

/* How many there are; an empty file has none. */
uint32_t fs_plan_extents(const struct fs_plan *plan);

/* index: below fs_plan_extents. */
struct fs_extent fs_plan_get_extent(const struct fs_plan *plan, uint32_t index);

/* The index of the extent that has the block, which is below fs_plan_blocks. */
uint32_t fs_plan_find_extent(const struct fs_plan *plan, uint32_t block);

#endif
