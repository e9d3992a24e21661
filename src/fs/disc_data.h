/* The bytes of a file that is already on a disc: a source that knows their blocks, so that a plan can refer to them
 * instead of recording the bytes again.
 */
#ifndef OPENIMAPI2_FS_DISC_DATA_H
#define OPENIMAPI2_FS_DISC_DATA_H

#include <stdint.h>

#include "fs/device.h"
#include "fs/source.h"

/* The kinds of ECMA-167 4/14.14.1.1; all but FS_EXTENT_RECORDED read as zeros. */
enum fs_extent_kind {
    FS_EXTENT_RECORDED,
    FS_EXTENT_ALLOCATED,   /* the blocks belong to the file, but their bytes do not */
    FS_EXTENT_UNALLOCATED, /* no blocks, and no `first` */
};

struct fs_disc_extent {
    uint64_t size_bytes; /* at least 1; a multiple of 2048 except in the last extent */
    uint32_t first;      /* LBA */
    enum fs_extent_kind kind;
    uint64_t offset; /* of its first byte in the file */
};

enum { FS_PIECE_BYTES_MAX = 0x3FFFF800 }; /* whole blocks in one allocation descriptor; ECMA-167 4/14.14.1.1 */

/* fs_source.disc_data of such a source. */
struct fs_disc_data {
    uint32_t extent_count; /* at least 1; adjacent extents of one kind are merged */
    /* For each extent, the number of pieces of at most FS_PIECE_BYTES_MAX in all extents before it. With it, the
     * descriptors of a file with a million extents are found without a walk over all of them.
     */
    const uint64_t *pieces;
    struct fs_disc_extent extents[];
};

/* The number of pieces for size_bytes. */
static inline uint64_t fs_pieces_of(uint64_t size_bytes)
{
    return size_bytes / FS_PIECE_BYTES_MAX + (size_bytes % FS_PIECE_BYTES_MAX != 0);
}

/* The extent that contains the byte at `offset`, which must be below the total size of all extents. */
const struct fs_disc_extent *fs_disc_extent_at(const struct fs_disc_extent *extents, uint32_t count, uint64_t offset);

/* Create a source that reads all extents in order. Its read failures are the device's own numbers.
 * device   held until the source is released.
 * extents  copied, with their offsets computed. All their blocks must be on the device, and their total size must not
 *          overflow.
 * count    at least 1.
 * returns  NULL: no memory.
 */
struct fs_source *fs_disc_source_create(struct fs_device *device, const struct fs_disc_extent *extents, uint32_t count);

#endif
