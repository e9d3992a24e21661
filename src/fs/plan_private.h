/* The private part of a plan, for the files of this folder that lay out a file system or generate its blocks. */
#ifndef OPENIMAPI2_FS_PLAN_PRIVATE_H
#define OPENIMAPI2_FS_PLAN_PRIVATE_H

#include "fs/disc_data.h"
#include "fs/plan.h"

enum {
    FS_REGIONS_MAX = 32 + FS_BOOT_ENTRIES_MAX,
    FS_HIERARCHIES = 2, /* FS_ISO9660 and FS_JOLIET */
    FS_DISC_PARTS = 2,  /* before the first anchor, and after it */
};

/* An item of the tree in breadth-first order: the root is number 0, a directory's children have consecutive numbers.
 * After all items come the named streams that are recorded; those of a file have consecutive numbers.
 */
struct fs_item {
    const struct fs_node *node;
    uint32_t parent;      /* a number; the root's is its own; a stream's is its file's */
    uint32_t first_child; /* a number; of a directory */
    uint32_t icb_block;   /* of its ICB, counted in UDF's partition of structures */
    uint32_t fid_offset;  /* of its File Identifier Descriptor in its directory */
    uint32_t data_block;  /* LBA of a file's first byte; of an empty file, of all data; on the disc, of its extent */
    uint16_t stream_directory; /* 0: none; else 1 + its index in the plan */
    bool is_real_time;         /* as it was when the image was planned */
};

/* The named streams of a file. In UDF they are in a directory to which only the file's ICB refers. */
struct fs_stream_directory {
    uint32_t file; /* a number, like first_stream */
    uint32_t first_stream;
    uint32_t count;
    uint32_t icb_block;
};

/* A run of blocks that are generated on demand. */
struct fs_region {
    uint32_t first; /* LBA */
    uint32_t count;
    /* Generate block `index` of the region; `block` is FS_BLOCK_BYTES of zeros. NULL: the region has the bytes of a
     * source, which is `argument`, or, if `argument` is NULL, those of the files.
     */
    void (*produce)(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block);
    void *argument;
};

/* The directories of ISO 9660 or of Joliet. A slot is numbered like an item, but is a place in the sorted row of a
 * directory's children; a position is the index of a directory in the path table.
 */
struct fs_hierarchy {
    enum fs_system system;
    bool has_items;        /* false: only the root */
    uint32_t *order;       /* the item in each slot, sorted */
    uint32_t *offset;      /* of each slot's record in its directory */
    uint32_t *position;    /* of each item that is a directory */
    uint32_t *directories; /* the item at each position */
    uint32_t *first;       /* the directory's first block, relative to the root's; one extra element for the end */
    uint32_t *path_offset; /* of its record in a path table */
    uint32_t directory_count;
    uint32_t path_bytes;   /* of a path table */
    uint32_t path_table_l; /* LBAs */
    uint32_t path_table_m;
    uint32_t directories_first;
};

/* A boot image. */
struct fs_boot {
    struct fs_boot_entry entry;
    uint8_t system_type; /* of a hard disk's partition */
    uint32_t first;      /* LBA */
};

/* Universal Disk Format. Numbers of items, and LBAs of the volume unless stated otherwise. */
struct fs_udf_layout {
    uint32_t *directory_order; /* depth first, the order of their ICBs */
    uint32_t *file_order;      /* breadth first, the order of their ICBs */
    uint32_t main_sequence;
    uint32_t integrity;
    uint32_t reserve_sequence;
    uint32_t partition_first;
    uint32_t partition_blocks;
    uint32_t new_first;        /* the first block of this session in the partition */
    uint32_t structures_block; /* of the file set, the first structure, in the partition of structures */
    uint32_t directory_blocks; /* the file set and the directories: the first part of the structures */
    uint32_t file_blocks;      /* the ICBs of files, which follow */
    uint32_t stream_blocks;    /* the directories and ICBs of named streams, which are last */
    /* In revisions with a metadata partition, the structures are in a file, and in its mirror: */
    uint32_t metadata_blocks; /* a multiple of the allocation unit */
    uint32_t metadata_icb;
    uint32_t metadata_first;
    uint32_t mirror_icb;
    uint32_t mirror_first; /* metadata_first if the mirror has no blocks of its own */
};

struct fs_plan {
    struct fs_plan_options options;
    char implementation_id[24];
    const struct fs_tree *tree; /* borrowed */
    struct fs_item *items;
    uint32_t item_count; /* without streams */
    uint32_t stream_count;
    struct fs_stream_directory *stream_directories;
    uint32_t stream_directory_count;
    uint32_t directory_count;
    uint32_t file_count;
    uint32_t *data_order; /* numbers of the files and streams whose bytes are recorded, in the order of the bytes */
    uint32_t data_count;
    struct fs_region regions[FS_REGIONS_MAX]; /* in ascending order; blocks between them are zero */
    unsigned region_count;
    uint64_t next_block;  /* while planning: the start of the next region */
    uint32_t image_first; /* LBA of the image's first block */
    uint32_t end;         /* LBA after its last block */
    bool is_whole_disc;   /* a rewritable disc, whose old blocks come from these sources: */
    struct fs_source *disc[FS_DISC_PARTS];
    struct fs_udf_layout udf;
    struct fs_hierarchy hierarchies[FS_HIERARCHIES]; /* by enum fs_system */
    struct fs_boot *boot;                            /* options.boot_entry_count of them */
    uint32_t boot_catalog;                           /* LBA */
};

bool fs_plan_has(const struct fs_plan *plan, enum fs_system system);

/* Add the next region at next_block, and return its first block. A count of 0 adds nothing; beyond FS_IMAGE_BLOCKS_MAX
 * only next_block advances.
 */
uint32_t fs_plan_place(struct fs_plan *plan, uint64_t count,
                       void (*produce)(const struct fs_plan *, const struct fs_region *, uint32_t, uint8_t *),
                       void *argument);

/* The number of children of a directory in the hierarchy. */
uint32_t fs_hierarchy_children(const struct fs_plan *plan, const struct fs_hierarchy *hierarchy, uint32_t number);

/* Of `count` bytes at `offset` of a structure, copy the part that falls into the structure's block `index`. */
void fs_plan_copy_part(uint64_t offset, const uint8_t *bytes, size_t count, uint32_t index, uint8_t *block);

/* The time itself, or the plan's own time for FS_TIME_UNSET. */
int64_t fs_plan_time(const struct fs_plan *plan, int64_t time_s);

/* The index in `order`, a list of `count` item numbers, of the last item whose block_of is at most `block`. The first
 * item's always is.
 */
uint32_t fs_plan_search(const struct fs_plan *plan, const uint32_t *order, uint32_t count,
                        uint32_t (*block_of)(const struct fs_item *item), uint32_t block);

/* The blocks of a file whose bytes are already on the disc; NULL: they are recorded in this session, or there are none.
 */
static inline const struct fs_disc_data *fs_plan_disc_data(const struct fs_node *node)
{
    return node->source ? node->source->disc_data : NULL;
}

/* Advance next_block to a multiple of 32 blocks after `origin`. */
void fs_plan_align(struct fs_plan *plan, uint32_t origin);

/* The number of blocks for `bytes`. */
static inline uint64_t fs_blocks_of(uint64_t bytes)
{
    return bytes / FS_BLOCK_BYTES + (bytes % FS_BLOCK_BYTES != 0);
}

#endif
