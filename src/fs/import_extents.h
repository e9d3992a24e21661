/* A growing list of extents, and a reader of their bytes in one sequence. */
#ifndef OPENIMAPI2_FS_IMPORT_EXTENTS_H
#define OPENIMAPI2_FS_IMPORT_EXTENTS_H

#include "fs/import_reads.h"
#include "fs/plan.h"

struct import_extents {
    struct fs_disc_extent *items;
    uint32_t count, room;
    uint64_t size_bytes; /* of all */
};

/* Append an extent, or lengthen the last one if the new one continues it.
 * returns   FS_OK, FS_OUT_OF_MEMORY, FS_DISC_DAMAGED (recorded or allocated blocks are not all on the disc; the
 *           limit of import_reads is reached; the last extent ends within a block; the total size overflows).
 */
enum fs_status import_extents_add(struct import_extents *extents, struct import_reads *reads, enum fs_extent_kind kind,
                                  uint64_t first, uint64_t size_bytes);

/* Drop everything after the first size_bytes. */
void import_extents_cut(struct import_extents *extents, uint64_t size_bytes);

void import_extents_free(struct import_extents *extents);

/* The bytes of a structure, in recorded extents or in memory. */
struct import_bytes {
    struct import_reads *reads;
    const struct import_extents *extents; /* borrowed */
    const uint8_t *memory;                /* borrowed; NULL: the bytes are in the extents */
    uint64_t size_bytes;
    uint64_t block_number; /* of `block` within the structure; UINT64_MAX: none */
    uint8_t block[FS_BLOCK_BYTES];
};

void import_bytes_init(struct import_bytes *bytes, struct import_reads *reads, const struct import_extents *extents);

/* Read `count` bytes from `offset` on.
 * returns  FS_OK; FS_DISC_DAMAGED: some bytes are missing or not recorded; FS_DEVICE_FAILED.
 */
enum fs_status import_bytes_read(struct import_bytes *bytes, uint64_t offset, void *to, size_t count);

#endif
