/* The bytes of a file that are on a disc already: a source that says where, so that a plan can refer to the blocks
 * instead of recording the bytes again.
 */
#ifndef OPENIMAPI2_FS_DISC_DATA_H
#define OPENIMAPI2_FS_DISC_DATA_H

#include <stdint.h>

#include "fs/device.h"
#include "fs/source.h"

/* The kinds of ECMA-167 4/14.14.1.1; what is not recorded reads as zeros. */
enum fs_extent_kind {
    FS_EXTENT_RECORDED,
    FS_EXTENT_ALLOCATED,   /* its blocks belong to the file, and their bytes do not */
    FS_EXTENT_UNALLOCATED, /* it has no blocks, and no `first` */
};

struct fs_disc_extent {
    uint64_t size_bytes; /* 1 at least; of each but the last a multiple of 2048 */
    uint32_t first;      /* LBA */
    enum fs_extent_kind kind;
    uint64_t offset; /* in the file, of its first byte */
};

enum { FS_PIECE_BYTES_MAX = 0x3FFFF800 }; /* whole blocks in one allocation descriptor; ECMA-167 4/14.14.1.1 */

/* fs_source.disc_data of such a source. */
struct fs_disc_data {
    uint32_t extent_count; /* 1 at least; neighbours of one kind that touch are one extent */
    /* For each extent, the pieces of at most FS_PIECE_BYTES_MAX in all that are in front of it: the descriptors of a
     * file with a million extents are found without a walk over them.
     */
    const uint64_t *pieces;
    struct fs_disc_extent extents[];
};

/* The pieces of so many bytes. */
static inline uint64_t fs_pieces_of(uint64_t size_bytes)
{
    return size_bytes / FS_PIECE_BYTES_MAX + (size_bytes % FS_PIECE_BYTES_MAX != 0);
}

/* The extent that has the byte at `offset`, which is below the sum of all extents. */
const struct fs_disc_extent *fs_disc_extent_at(const struct fs_disc_extent *extents, uint32_t count, uint64_t offset);

/* A source over the extents, whose bytes are those of all of them. Its reads answer with the device's own number.
 * device   held until the source is released.
 * extents  copied, and their offsets are counted; all their blocks are the device's, and their sum does not wrap.
 * count    1 at least.
 * returns  NULL: no memory.
 */
struct fs_source *fs_disc_source_create(struct fs_device *device, const struct fs_disc_extent *extents, uint32_t count);

#endif
