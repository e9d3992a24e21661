/* An item: a file, a directory or a named stream of a file, with its times and flags, in a tree or detached.
 *
 * A node is reference-counted: a tree holds its nodes, its undo log the nodes that left, and a client any node that it
 * needs. One thread at a time may use a tree and the nodes that come from it.
 */
#ifndef OPENIMAPI2_FS_NODE_H
#define OPENIMAPI2_FS_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fs/name.h"
#include "fs/source.h"
#include "fs/status.h"
#include "fs/time.h"

enum { FS_INDEXES = FS_SYSTEMS + 1 }; /* one for each file system, and one for the names themselves */

struct fs_times {
    int64_t created_s, accessed_s, modified_s; /* FS_TIME_UNSET: the time at which the image is planned */
};

/* Readable by all users; only the functions of fs/tree.h write links and names. */
struct fs_node {
    struct fs_node *parent;          /* NULL: the root, and a detached node */
    struct fs_node *next, *previous; /* siblings, in the order of adding */
    struct fs_node *first_child, *last_child;
    struct fs_node *first_stream; /* of a file: its named streams; it is their parent, and they move with it */
    struct fs_source *source;     /* owned; NULL for a directory and for an empty file */
    void *object; /* for the owner of the tree: the object that represents the item. Never dereferenced here */
    uint64_t size_bytes;
    uint64_t sequence;     /* increases with each item added; 0: the root, and nodes that were never in a tree */
    struct fs_times times; /* the owner of the tree may change them */
    uint32_t child_count;
    uint32_t level; /* the root is 1; 0: detached; a stream of a detached file keeps its last level */
    uint32_t holds;
    bool is_directory;
    bool is_stream;
    bool is_hidden;    /* the owner of the tree may change it */
    bool is_real_time; /* of a file; the owner of the tree may change it */

    /* Set by the tree that contains the node: */
    bool is_indexed;
    bool is_strict; /* with iso_level: the rules by which its names were derived */
    uint8_t iso_level;
    struct fs_node *added_before;      /* the previous new node in the undo log */
    struct fs_node *chain[FS_INDEXES]; /* the next item in the same bucket */
    uint32_t hash[FS_INDEXES];
    uint32_t tail[FS_SYSTEMS];      /* of its derived name; 0: none */
    uint32_t last_tail[FS_SYSTEMS]; /* if its own tail is the first with its number of digits: the last one assigned */

    uint16_t name_count; /* 0: the root */
    uint16_t name[];     /* UTF-16 */
};

/* Create a detached node with one reference.
 * source   taken on success; NULL for an empty file. Its size becomes the file's fixed size.
 * node     out; to be released with fs_node_release.
 * returns  FS_OK, FS_NAME_INVALID, FS_OUT_OF_MEMORY.
 */
enum fs_status fs_node_create_directory(const uint16_t *name, size_t count, const struct fs_times *times,
                                        struct fs_node **node);
enum fs_status fs_node_create_file(const uint16_t *name, size_t count, const struct fs_times *times,
                                   struct fs_source *source, struct fs_node **node);

/* The same for an item on a disc, with a name that fs_name_check_recorded accepts. */
enum fs_status fs_node_create_recorded(const uint16_t *name, size_t count, bool is_directory,
                                       const struct fs_times *times, struct fs_source *source, struct fs_node **node);

/* Replace the source of a detached file; the old source is released. NULL: an empty file. */
void fs_node_set_source(struct fs_node *node, struct fs_source *source);

static inline bool fs_node_is_detached(const struct fs_node *node)
{
    return node->level == 0;
}

void fs_node_hold(struct fs_node *node);

/* The last release frees a node, which is always detached then, and its source. A node may outlive its tree. NULL is
 * allowed.
 */
void fs_node_release(struct fs_node *node);

#endif
