/* A run of blocks, including the last. */
#ifndef OPENIMAPI2_FS_BLOCK_RANGE_H
#define OPENIMAPI2_FS_BLOCK_RANGE_H

#include <stdint.h>

struct fs_block_range {
    uint32_t first, last; /* last is not below first */
};

#endif
