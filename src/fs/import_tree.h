/* The side of an import that knows the tree: how items join those that are there, and which directories are still to be
 * read.
 */
#ifndef OPENIMAPI2_FS_IMPORT_TREE_H
#define OPENIMAPI2_FS_IMPORT_TREE_H

#include "fs/import.h"
#include "fs/import_extents.h"
#include "fs/import_set.h"

/* A directory that is to be read: its node, and where it is on the disc by the reader's own numbers. */
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
    uint64_t last_sequence;           /* of the items that were there first */
    struct import_set directories;    /* by LBA */
    struct import_directory *to_read; /* the last one is the next */
    size_t to_read_count, to_read_room;
    uint32_t last_tail; /* of an item that got another name; 0: none did */
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

/* The directory that is next, in depth-first order; false: all have been read. */
bool import_next_directory(struct import *import, struct import_directory *directory);

/* To be read later. The first of a directory's children is to be read first: after the last of them, put those from
 * `first` on, a former to_read_count, in order.
 */
enum fs_status import_push_directory(struct import *import, const struct import_directory *directory);
void import_order_directories(struct import *import, size_t first);

/* A directory is about to be read: FS_DISC_DAMAGED where it has been before, by the LBA of its first structure. */
enum fs_status import_enter_directory(struct import *import, uint64_t lba);

/* Put the item's name into the failure, unless the status is FS_OK; the status is returned. */
enum fs_status import_fail_item(struct import *import, const struct import_item *item, enum fs_status status);

/* Add or find the directory of the item; its times are of what the disc has, where it is new. Where the disc has
 * brought an item of its name, in other letter case, it gets another name.
 */
enum fs_status import_add_directory(struct import *import, struct fs_node *parent, struct import_item *item,
                                    struct fs_node **node);

/* Did the tree have a file of the item's name before the import, so that the one on the disc has no place? Where the
 * disc has brought one of its name, in other letter case, it gets another name.
 * skips    out.
 * returns  FS_OK, FS_FILE_MEETS_DIRECTORY, FS_NAME_NOT_UNIQUE.
 */
enum fs_status import_check_file(struct import *import, const struct fs_node *parent, struct import_item *item,
                                 bool *skips);

/* Add a file that import_check_file has no objection to.
 * source   taken in any case; NULL: an empty file.
 * node     out.
 */
enum fs_status import_add_file(struct import *import, struct fs_node *parent, const struct import_item *item,
                               struct fs_source *source, struct fs_node **node);

/* A source of the extents; `source` is NULL for no bytes. FS_OK, FS_OUT_OF_MEMORY. */
enum fs_status import_take_extents(struct import *import, const struct import_extents *extents,
                                   struct fs_source **source);

/* Did the disc bring the item? */
bool import_is_new(const struct import *import, const struct fs_node *node);

void import_report(struct import *import, const struct fs_node *node);

#endif
