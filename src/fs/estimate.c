/* Adds up the maximum space that each item can take in each file system.
 *
 * FS_ESTIMATE_EMPTY has room for everything of fixed size: the blocks before the partition or the path tables, one
 * block of each table and of each root directory, the file set, the boot catalog, 31 blocks for each rounding up, the
 * ICBs of the metadata partition, and the blocks after the partition except surplus anchors.
 */
#include "fs/estimate.h"

#include "fs/plan_private.h"
#include "fs/udf_revision.h"

enum {
    RECORD_BYTES_MAX = 37,     /* of ISO 9660 and Joliet, without the name; a dot, ";1" and a filler count */
    OWN_RECORDS_BYTES = 68,    /* "." and ".." */
    LEAST_USED = 2048 - 253,   /* of a block, by records of at most 254 bytes that do not cross its end */
    PATH_RECORD_BYTES_MAX = 9, /* without the name */
    IDENTIFIER_BYTES_MAX = 42, /* of UDF, without the name; a compression ID and fillers count */
    PARENT_IDENTIFIER_BYTES = 40,
    EXTENTS_PER_EXTRA_ICB = 100,                           /* 114 fill an ICB, 125 more each block behind it */
    BLOCKS_PER_EXTRA_ICB = EXTENTS_PER_EXTRA_ICB * 524287, /* extents of nearly 1 GiB */
};

/* Of ISO 9660 or Joliet, beside the blocks of an empty tree. Each directory fills all of its blocks but one. */
static uint64_t hierarchy_blocks(const struct fs_tree *tree, enum fs_system system)
{
    const struct fs_totals *totals = fs_tree_peek_totals(tree);
    uint64_t directories = fs_tree_directories(tree), items = directories + fs_tree_files(tree) - 1;
    uint64_t unit_bytes = system == FS_JOLIET ? 2 : 1;
    uint64_t records = directories * OWN_RECORDS_BYTES + items * RECORD_BYTES_MAX + totals->units[system] * unit_bytes;
    uint64_t paths = directories * PATH_RECORD_BYTES_MAX + 1 + totals->directory_units[system] * unit_bytes;

    return directories - 1 + records / LEAST_USED + 2 * (paths / FS_BLOCK_BYTES);
}

/* ICBs and directories, beside those of an empty tree. */
static uint64_t udf_blocks(const struct fs_tree *tree)
{
    const struct fs_totals *totals = fs_tree_peek_totals(tree);
    uint64_t directories = fs_tree_directories(tree), items = directories + fs_tree_files(tree) - 1;
    uint64_t identifiers =
        directories * PARENT_IDENTIFIER_BYTES + items * IDENTIFIER_BYTES_MAX + totals->units[FS_UDF] * 2;

    return items + totals->data_blocks / BLOCKS_PER_EXTRA_ICB + totals->disc_extents / EXTENTS_PER_EXTRA_ICB +
           directories - 1 + identifiers / FS_BLOCK_BYTES;
}

/* Directories and ICBs of named streams. */
static uint64_t stream_blocks(const struct fs_totals *totals)
{
    uint64_t identifiers = (uint64_t)totals->stream_files * PARENT_IDENTIFIER_BYTES +
                           (uint64_t)totals->streams * IDENTIFIER_BYTES_MAX + totals->stream_units * 2;

    return totals->streams + totals->stream_blocks / BLOCKS_PER_EXTRA_ICB +
           totals->stream_extents / EXTENTS_PER_EXTRA_ICB + 2 * (uint64_t)totals->stream_files +
           identifiers / FS_BLOCK_BYTES;
}

uint64_t fs_estimate_blocks(const struct fs_tree *tree, const struct fs_plan_options *options)
{
    const struct udf_revision *revision = udf_revision_numbered(options->udf_revision);
    bool is_mirrored = revision && revision->has_metadata_partition && options->mirrors_metadata;
    const struct fs_totals *totals = fs_tree_peek_totals(tree);
    uint64_t blocks = FS_ESTIMATE_EMPTY + totals->data_blocks;
    size_t i;

    if (options->systems & FS_MASK(FS_ISO9660)) blocks += hierarchy_blocks(tree, FS_ISO9660);
    if (options->systems & FS_MASK(FS_JOLIET)) blocks += hierarchy_blocks(tree, FS_JOLIET);
    if (options->systems & FS_MASK(FS_UDF)) blocks += udf_blocks(tree) * (is_mirrored ? 2 : 1);
    if (options->systems & FS_MASK(FS_UDF) && revision && revision->has_extended_entries)
        blocks += totals->stream_blocks + stream_blocks(totals) * (is_mirrored ? 2 : 1);
    for (i = 0; options->boot_entries && i < options->boot_entry_count; i++) {
        const struct fs_source *source = options->boot_entries[i].source;

        if (source) blocks += fs_blocks_of(source->size_bytes);
    }
    return blocks;
}
