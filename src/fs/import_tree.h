/* The part of an import that works on the tree: it merges new items with existing ones, and keeps the list of
 * directories still to be read.
 */
#ifndef OPENIMAPI2_FS_IMPORT_TREE_H
#define OPENIMAPI2_FS_IMPORT_TREE_H

#include "fs/import.h"
#include "fs/import_extents.h"
#include "fs/import_set.h"

/* A directory to be read: its node, and its place on the disc in the reader's own terms. */
struct import_directory {
    struct fs_node *node;
    uint32_t place;
    uint32_t detail;
};

struct import {
    struct fs_tree *tree;
    const struct fs_import_options *options;
    struct fs_import_failure *failure;
    struct import_reads reads;
    uint64_t last_sequence;           /* of the items that existed before the import */
    struct import_set directories;    /* by LBA */
    struct import_directory *to_read; /* a stack: the last one is read next */
    size_t to_read_count, to_read_room;
    uint32_t last_tail; /* of the last renamed item; 0: none yet */
};

/* An item of the disc. */
struct import_item {
    uint16_t name[FS_NAME_MAX];
    size_t name_count;
    bool is_hidden;
    struct fs_times times;
};

void import_init(struct import *import, struct fs_tree *tree, struct fs_disc *disc,
                 const struct fs_import_options *options, struct fs_import_failure *failure);
void import_free(struct import *import);

/* Take the next directory in depth-first order; false: all have been read. */
bool import_next_directory(struct import *import, struct import_directory *directory);

/* Push a directory to be read later. After pushing the children of a directory, call import_order_directories, so that
 * the first child is read first. `first` is the to_read_count before the children were pushed.
 */
enum fs_status import_push_directory(struct import *import, const struct import_directory *directory);
void import_order_directories(struct import *import, size_t first);

/* Note that a directory is about to be read, by the LBA of its first structure: FS_DISC_DAMAGED if it has been read
 * before or the LBA is not on the disc, FS_OUT_OF_MEMORY.
 */
enum fs_status import_enter_directory(struct import *import, uint64_t lba);

/* Put the item's name into the failure, unless the status is FS_OK. Returns the status. */
enum fs_status import_fail_item(struct import *import, const struct import_item *item, enum fs_status status);

/* Find the item's directory, or add it with the times from the disc. If the import has already added an item with the
 * same name regardless of letter case, the new item is renamed.
 */
enum fs_status import_add_directory(struct import *import, struct fs_node *parent, struct import_item *item,
                                    struct fs_node **node);

/* Prepare to add a file. If the import has already added an item with the same name regardless of letter case, the new
 * item is renamed.
 * skips    out: the tree had a file of this name before the import, so the file on the disc is skipped.
 * returns  FS_OK, FS_FILE_MEETS_DIRECTORY, FS_NAME_NOT_UNIQUE.
 */
enum fs_status import_check_file(struct import *import, const struct fs_node *parent, struct import_item *item,
                                 bool *skips);

/* Add a file that import_check_file has accepted.
 * source   taken even on failure; NULL: an empty file.
 * node     out.
 */
enum fs_status import_add_file(struct import *import, struct fs_node *parent, const struct import_item *item,
                               struct fs_source *source, struct fs_node **node);

/* Create a source of the extents; `source` is NULL for no extents. FS_OK, FS_OUT_OF_MEMORY. */
enum fs_status import_take_extents(struct import *import, const struct import_extents *extents,
                                   struct fs_source **source);

/* Whether this import has added the item. */
bool import_is_new(const struct import *import, const struct fs_node *node);

void import_report(struct import *import, const struct fs_node *node);

#endif
