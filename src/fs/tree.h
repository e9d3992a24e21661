/* The tree of directories and files that becomes an image, with a name for each item in each file system.
 *
 * Names of a directory differ in more than letter case. A derived name is made unique when its item is added, and stays
 * until the item leaves or the rules change. An item costs about 200 bytes beside its name and its source.
 */
#ifndef OPENIMAPI2_FS_TREE_H
#define OPENIMAPI2_FS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fs/name.h"
#include "fs/source.h"
#include "fs/status.h"
#include "fs/time.h"

enum {
    FS_INDEXES = FS_SYSTEMS + 1, /* the names themselves, too */
    FS_LEVEL_MAX = 8,            /* of directories in ISO 9660; the root is level 1. ECMA-119 6.8.2.1 */
    FS_DIRECTORY_MAX = 65535,    /* the largest number in a path table; ECMA-119 9.4 */
    FS_CHILDREN_MAX = 1000000,   /* of a directory whose names are all sure to find a tail */
};

struct fs_times {
    int64_t created_s, accessed_s, modified_s; /* FS_TIME_UNSET: when the image is planned */
};

/* Read by everybody; links and names are written by this file's functions alone. */
struct fs_node {
    struct fs_node *parent;          /* NULL: the root */
    struct fs_node *next, *previous; /* siblings, in the order of adding */
    struct fs_node *first_child, *last_child;
    struct fs_source *source; /* owned; NULL for a directory and for an empty file */
    uint64_t size_bytes;
    uint64_t sequence;     /* rises with each item added; the root has 0 */
    struct fs_times times; /* to be changed by the owner of the tree */
    uint32_t child_count;
    uint32_t level; /* the root is 1 */
    bool is_directory;
    bool is_hidden; /* to be changed by the owner of the tree */

    struct fs_node *chain[FS_INDEXES]; /* the next item in the same bucket */
    uint32_t hash[FS_INDEXES];
    uint32_t tail[FS_SYSTEMS];      /* of its derived name; 0: none */
    uint32_t last_tail[FS_SYSTEMS]; /* the last that was given to another item for this item's derived name */

    uint16_t name_count; /* 0: the root */
    uint16_t name[];     /* UTF-16 */
};

struct fs_tree;

/* An empty root. NULL: no memory. */
struct fs_tree *fs_tree_create(const struct fs_name_rules *rules);

/* Releases every source. NULL is allowed. */
void fs_tree_destroy(struct fs_tree *tree);

struct fs_node *fs_tree_peek_root(const struct fs_tree *tree);
const struct fs_name_rules *fs_tree_peek_rules(const struct fs_tree *tree);
uint32_t fs_tree_files(const struct fs_tree *tree);
uint32_t fs_tree_directories(const struct fs_tree *tree); /* the root counts */

/* The child of that name without regard to letter case, or NULL. */
struct fs_node *fs_tree_find(const struct fs_tree *tree, const struct fs_node *directory, const uint16_t *name,
                             size_t count);

/* Add a directory or a file. A failure changes nothing.
 * source   taken when the file is added; NULL for an empty file. Its size is the file's for good.
 * node     out, may be NULL; borrowed from the tree.
 * returns  FS_OK, FS_NAME_INVALID, FS_NOT_DIRECTORY, FS_NAME_EXISTS, FS_TOO_DEEP, FS_TOO_MANY_DIRECTORIES,
 *          FS_NAME_NOT_UNIQUE, FS_OUT_OF_MEMORY, FS_IMAGE_TOO_LARGE (4 billion items).
 */
enum fs_status fs_tree_add_directory(struct fs_tree *tree, struct fs_node *parent, const uint16_t *name, size_t count,
                                     const struct fs_times *times, struct fs_node **node);
enum fs_status fs_tree_add_file(struct fs_tree *tree, struct fs_node *parent, const uint16_t *name, size_t count,
                                const struct fs_times *times, struct fs_source *source, struct fs_node **node);

/* Remove an item and what is in it; the root loses its children and stays. */
void fs_tree_remove(struct fs_tree *tree, struct fs_node *node);

/* Derive every name anew by other rules. A failure changes nothing.
 * returns  FS_OK, FS_TOO_DEEP, FS_TOO_MANY_DIRECTORIES, FS_NAME_NOT_UNIQUE (over FS_CHILDREN_MAX in a directory).
 */
enum fs_status fs_tree_set_rules(struct fs_tree *tree, const struct fs_name_rules *rules);

/* An item's name in a file system; FS_DERIVED_MAX units. Unique where the rules list the system. The root's is empty.
 * returns  the units written.
 */
size_t fs_tree_derived_name(const struct fs_tree *tree, const struct fs_node *node, enum fs_system system,
                            uint16_t *derived);

/* The item behind this one, its children before its siblings; the first is the root, NULL is the end. */
struct fs_node *fs_tree_next(const struct fs_node *node);

#endif
