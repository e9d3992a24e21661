/* Counts the blocks that an import reads. */
#include "fs/import_reads.h"

enum {
    READS_MORE = 4096, /* for a small disc with many names of one file */
    ITEMS_MORE = 1000000,
};

struct import_reads import_reads_of(struct fs_disc *disc)
{
    uint64_t limit = UINT64_C(2) * fs_disc_blocks(disc) + READS_MORE;

    return (struct import_reads){disc, limit, limit, UINT64_C(1) * fs_disc_blocks(disc) + ITEMS_MORE, NULL};
}

enum fs_status import_read(struct import_reads *reads, uint64_t lba, void *block)
{
    if (!reads->blocks_left) return FS_DISC_DAMAGED;
    reads->blocks_left--;
    return fs_disc_read(reads->disc, lba, block);
}

enum fs_status import_refuse(struct import_reads *reads, const char *feature)
{
    reads->feature = feature;
    return FS_FEATURE_UNSUPPORTED;
}

const char *import_feature(const struct import_reads *reads, enum fs_status status)
{
    return status == FS_FEATURE_UNSUPPORTED || status == FS_PARTITION_FOREIGN ? reads->feature : NULL;
}
