/* Limits an import: the blocks that it may still read, and the extents and items that it may still collect. They stop
 * the import of a disc whose structures refer to each other endlessly, before it exhausts the user's patience or the
 * computer's memory.
 */
#ifndef OPENIMAPI2_FS_IMPORT_READS_H
#define OPENIMAPI2_FS_IMPORT_READS_H

#include "fs/disc.h"
#include "fs/disc_data.h"

struct import_reads {
    struct fs_disc *disc;
    uint64_t blocks_left;
    uint64_t extents_left;
    uint64_t items_left; /* a block of directory records has room for fifty empty files */
    const char *feature; /* the reason of the last FS_FEATURE_UNSUPPORTED or FS_PARTITION_FOREIGN */
};

/* The limits of a disc. For blocks and extents, twice the blocks of the disc and some more: every block of structures
 * belongs to one item, unless a file has several names. For items, the blocks of the disc, and a million items without
 * blocks of their own: empty files, and files that share their bytes.
 */
struct import_reads import_reads_of(struct fs_disc *disc);

/* Call fs_disc_read, or return FS_DISC_DAMAGED when the limit is reached. */
enum fs_status import_read(struct import_reads *reads, uint64_t lba, void *block);

/* Set the reason and return FS_FEATURE_UNSUPPORTED. */
enum fs_status import_refuse(struct import_reads *reads, const char *feature);

/* The reason for a reader's final status; NULL: the status has no reason. A reason that is still set when a reader
 * succeeds with another copy of a structure does not count.
 */
const char *import_feature(const struct import_reads *reads, enum fs_status status);

#endif
