/* The tree of directories and files that becomes an image, with a name for each item in each file system, and an undo
 * log of its changes.
 *
 * Names in a directory differ in more than letter case. A derived name is made unique when its item is added, and stays
 * until the item leaves or the rules change. An item takes about 260 bytes plus its name and its source.
 */
#ifndef OPENIMAPI2_FS_TREE_H
#define OPENIMAPI2_FS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fs/name.h"
#include "fs/node.h"
#include "fs/source.h"
#include "fs/status.h"

enum {
    FS_LEVEL_MAX = 8,          /* of directories in ISO 9660; the root is level 1. ECMA-119 6.8.2.1 */
    FS_DIRECTORY_MAX = 65535,  /* the largest number in a path table; ECMA-119 9.4 */
    FS_CHILDREN_MAX = 1000000, /* of a directory: up to this number, every name is sure to find a tail */
    FS_CHANGE_POINT_MAX = INT32_MAX,
    FS_STREAMS_MAX = 1000, /* of a tree; from the documentation of IMAPI */
    FS_BLOCK_BYTES = 2048,
    FS_IMAGE_BLOCKS_MAX = 0x7FFFFFFF,
};

/* Sums over the items of a tree except its root, updated with each change. */
struct fs_totals {
    uint64_t data_blocks;  /* of FS_BLOCK_BYTES, on no disc yet; a file counts as at most FS_IMAGE_BLOCKS_MAX + 1 */
    uint64_t disc_extents; /* of files on a disc: at least the number of UDF allocation descriptors that they need */
    /* UTF-16 units of derived names, if the rules list the system: */
    uint64_t units[FS_SYSTEMS];
    uint64_t directory_units[FS_SYSTEMS];
    /* Named streams, as above: */
    uint64_t stream_blocks;
    uint64_t stream_extents;
    uint64_t stream_units; /* of their names in UDF */
    uint32_t streams;
    uint32_t stream_files; /* files with named streams */
};

struct fs_tree;

/* Create a tree with an empty root. NULL: no memory. */
struct fs_tree *fs_tree_create(const struct fs_name_rules *rules);

/* Every node becomes detached; nodes without other references are freed. NULL is allowed. */
void fs_tree_destroy(struct fs_tree *tree);

struct fs_node *fs_tree_peek_root(const struct fs_tree *tree);
const struct fs_name_rules *fs_tree_peek_rules(const struct fs_tree *tree);
uint32_t fs_tree_files(const struct fs_tree *tree);
uint32_t fs_tree_directories(const struct fs_tree *tree); /* the root counts */
const struct fs_totals *fs_tree_peek_totals(const struct fs_tree *tree);

/* The child of that name, regardless of letter case, or NULL. */
struct fs_node *fs_tree_find(const struct fs_tree *tree, const struct fs_node *directory, const uint16_t *name,
                             size_t count);

/* Add a directory or a file. A failure changes nothing.
 * source   taken on success; NULL for an empty file. Its size becomes the file's fixed size.
 * node     out, may be NULL; borrowed from the tree.
 * returns  FS_OK, FS_NAME_INVALID, FS_NOT_DIRECTORY, FS_NOT_IN_TREE (the parent is detached), FS_NAME_EXISTS,
 *          FS_TOO_DEEP, FS_TOO_MANY_DIRECTORIES, FS_NAME_NOT_UNIQUE, FS_OUT_OF_MEMORY, FS_IMAGE_TOO_LARGE (4 billion
 *          items, or FS_CHANGE_POINT_MAX).
 */
enum fs_status fs_tree_add_directory(struct fs_tree *tree, struct fs_node *parent, const uint16_t *name, size_t count,
                                     const struct fs_times *times, struct fs_node **node);
enum fs_status fs_tree_add_file(struct fs_tree *tree, struct fs_node *parent, const uint16_t *name, size_t count,
                                const struct fs_times *times, struct fs_source *source, struct fs_node **node);

/* Add a detached node; the tree takes its own reference. Returns as above, FS_IN_TREE, FS_NOT_FILE (the node is a named
 * stream), FS_TOO_MANY_STREAMS (with the file's own streams).
 */
enum fs_status fs_tree_attach(struct fs_tree *tree, struct fs_node *parent, struct fs_node *node);

/* Like fs_tree_add_file, but an existing file of the name is removed. FS_NAME_EXISTS: the existing item is a directory.
 */
enum fs_status fs_tree_replace_file(struct fs_tree *tree, struct fs_node *parent, const uint16_t *name, size_t count,
                                    const struct fs_times *times, struct fs_source *source, struct fs_node **node);

/* Add a named stream to a file that is in the tree; the arguments as above. Its times are the file's.
 * returns  as fs_tree_add_file, and FS_NOT_FILE (the parent is a directory or a stream), FS_TOO_MANY_STREAMS.
 */
enum fs_status fs_tree_add_stream(struct fs_tree *tree, struct fs_node *file, const uint16_t *name, size_t count,
                                  struct fs_source *source, struct fs_node **node);

/* The same for a file on a disc, with a name that fs_name_check_recorded accepts. */
enum fs_status fs_tree_add_recorded_stream(struct fs_tree *tree, struct fs_node *file, const uint16_t *name,
                                           size_t count, struct fs_source *source, struct fs_node **node);

/* The stream of that name, regardless of letter case, or NULL. */
struct fs_node *fs_tree_find_stream(const struct fs_node *file, const uint16_t *name, size_t count);

/* Remove an item and its contents. Each item becomes a separate detached node: a directory has no children then, but a
 * file keeps its streams. The root stays and loses its children. A stream leaves its file. The undo log holds the
 * nodes.
 * returns  FS_OK, FS_NOT_IN_TREE, FS_OUT_OF_MEMORY, FS_IMAGE_TOO_LARGE (FS_CHANGE_POINT_MAX).
 */
enum fs_status fs_tree_remove(struct fs_tree *tree, struct fs_node *node);

/* Combine several calls of the functions above into one change: from fs_tree_begin to fs_tree_commit, or to
 * fs_tree_abort, which undoes all of them and cannot fail. Otherwise each successful call is a change of its own.
 * returns  FS_OK, FS_CHANGE_OPEN (begun already), FS_OUT_OF_MEMORY, FS_IMAGE_TOO_LARGE (FS_CHANGE_POINT_MAX).
 */
enum fs_status fs_tree_begin(struct fs_tree *tree);
void fs_tree_commit(struct fs_tree *tree);
void fs_tree_abort(struct fs_tree *tree);

/* The number of changes so far; an open one does not count. */
uint32_t fs_tree_change_point(const struct fs_tree *tree);

/* Make it impossible to roll back past the present change point, and release the nodes that left the tree. FS_OK or
 * FS_CHANGE_OPEN.
 */
enum fs_status fs_tree_lock_in(struct fs_tree *tree);

/* Restore the tree at an earlier change point: the same nodes in the same places and, if the rules are the same, with
 * the same derived names. Items added since are detached. Times, flags and sources of nodes stay as they are now.
 * returns  FS_OK; FS_NO_CHANGE_POINT: later than the present one, or before the one locked in; FS_CHANGE_OPEN; and, if
 *          the rules have changed, FS_TOO_DEEP, FS_TOO_MANY_DIRECTORIES, FS_NAME_NOT_UNIQUE. A failure changes nothing.
 */
enum fs_status fs_tree_roll_back(struct fs_tree *tree, uint32_t change_point);

/* Change the rules. Every name is derived anew; but if the file systems stay the same and the new rules are relaxed,
 * nothing is renamed, and they apply only to items added later. A failure changes nothing. A rollback does not undo
 * rules.
 * returns  FS_OK, FS_TOO_DEEP, FS_TOO_MANY_DIRECTORIES, FS_NAME_NOT_UNIQUE (over FS_CHILDREN_MAX in a directory),
 *          FS_CHANGE_OPEN.
 */
enum fs_status fs_tree_set_rules(struct fs_tree *tree, const struct fs_name_rules *rules);

/* An item's name in a file system. It is unique if the node is in the tree and the rules list the system. The root's is
 * empty; a stream has a name only in UDF, unique within its file.
 * derived  room for FS_DERIVED_MAX units.
 * returns  the units written.
 */
size_t fs_tree_derived_name(const struct fs_tree *tree, const struct fs_node *node, enum fs_system system,
                            uint16_t *derived);

/* The next item, with children before siblings; the first is the root, NULL is the end. */
struct fs_node *fs_tree_next(const struct fs_node *node);

#endif
