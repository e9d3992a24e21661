/* The blocks that an import may still read, and the extents and items that it may still collect: a disc whose
 * structures lead to each other again and again ends with these, not with the patience of the user or the memory of the
 * computer.
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

/* Twice the blocks of the disc and some more: every block of structures belongs to one item, unless a file has several
 * names. Of items as many as the disc has blocks, and a million that have none of their own: empty files, and files
 * that share their bytes.
 */
struct import_reads import_reads_of(struct fs_disc *disc);

/* fs_disc_read, or FS_DISC_DAMAGED when the limit is reached. */
enum fs_status import_read(struct import_reads *reads, uint64_t lba, void *block);

/* FS_FEATURE_UNSUPPORTED, for this reason. */
enum fs_status import_refuse(struct import_reads *reads, const char *feature);

/* The reason of the status that a reader ended with; NULL: it is none that has one. What was refused in one copy of a
 * structure says nothing about the other.
 */
const char *import_feature(const struct import_reads *reads, enum fs_status status);

#endif
