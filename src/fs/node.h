/* An item of a tree: a file, a directory or a named stream of a file, with its times and flags, alone (detached) or in
 * its place.
 *
 * A node is counted: a tree holds the nodes that are in it, its undo log those that left, and a client what it likes.
 * One thread at a time may use a tree and the nodes that come from it.
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

enum { FS_INDEXES = FS_SYSTEMS + 1 }; /* one for each file system, and one of the names themselves */

struct fs_times {
    int64_t created_s, accessed_s, modified_s; /* FS_TIME_UNSET: when the image is planned */
};

/* Read by everybody; links and names are written by the functions of fs/tree.h alone. */
struct fs_node {
    struct fs_node *parent;          /* NULL: the root, and a detached node */
    struct fs_node *next, *previous; /* siblings, in the order of adding */
    struct fs_node *first_child, *last_child;
    struct fs_node *first_stream; /* of a file: its named streams, whose parent it is and which go where it goes */
    struct fs_source *source;     /* owned; NULL for a directory and for an empty file */
    void *object; /* free for the owner of the tree: the object that stands for the item. Never followed */
    uint64_t size_bytes;
    uint64_t sequence;     /* rises with each item added; the root and what was never in a tree have 0 */
    struct fs_times times; /* to be changed by the owner of the tree */
    uint32_t child_count;
    uint32_t level; /* the root is 1; 0: detached; of a stream of a detached file, what it was */
    uint32_t holds;
    bool is_directory;
    bool is_stream;
    bool is_hidden;    /* to be changed by the owner of the tree */
    bool is_real_time; /* of a file; the same */

    /* Of the tree that it is in: */
    bool is_indexed;
    bool is_strict; /* the rules by which its names were derived */
    uint8_t iso_level;
    struct fs_node *added_before;      /* that the undo log has */
    struct fs_node *chain[FS_INDEXES]; /* the next item in the same bucket */
    uint32_t hash[FS_INDEXES];
    uint32_t tail[FS_SYSTEMS];      /* of its derived name; 0: none */
    uint32_t last_tail[FS_SYSTEMS]; /* where its own is the first of so many digits: the last that was given away */

    uint16_t name_count; /* 0: the root */
    uint16_t name[];     /* UTF-16 */
};

/* A detached node, held once.
 * source   taken on success; NULL for an empty file. Its size is the file's for good.
 * node     out; fs_node_release.
 * returns  FS_OK, FS_NAME_INVALID, FS_OUT_OF_MEMORY.
 */
enum fs_status fs_node_create_directory(const uint16_t *name, size_t count, const struct fs_times *times,
                                        struct fs_node **node);
enum fs_status fs_node_create_file(const uint16_t *name, size_t count, const struct fs_times *times,
                                   struct fs_source *source, struct fs_node **node);

/* Like these two, under a name that fs_name_check_recorded accepts: of an item on a disc. */
enum fs_status fs_node_create_recorded(const uint16_t *name, size_t count, bool is_directory,
                                       const struct fs_times *times, struct fs_source *source, struct fs_node **node);

/* Give a detached file other bytes; its source is released. NULL: an empty file. */
void fs_node_set_source(struct fs_node *node, struct fs_source *source);

static inline bool fs_node_is_detached(const struct fs_node *node)
{
    return node->level == 0;
}

void fs_node_hold(struct fs_node *node);

/* The last release frees a node, which is detached then, and its source. A node may outlive its tree. NULL is allowed.
 */
void fs_node_release(struct fs_node *node);

#endif
