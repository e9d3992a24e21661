/* The private part of a tree: its links, its indexes of names and its undo log. */
#ifndef OPENIMAPI2_FS_TREE_PRIVATE_H
#define OPENIMAPI2_FS_TREE_PRIVATE_H

#include "fs/tree.h"

enum { FS_NAME_INDEX = FS_SYSTEMS };

/* The first item of each index whose hash ends in the bucket's number. */
struct fs_bucket {
    struct fs_node *first[FS_INDEXES];
};

/* The counts for which ISO 9660 has limits. */
struct fs_tree_counts {
    uint32_t directories;
    uint32_t deep_directories; /* below FS_LEVEL_MAX */
    uint32_t full_directories; /* of more than FS_CHILDREN_MAX items */
};

/* A node that left, or one that came back. Items added for the first time are recorded by fs_node.added_before. */
struct fs_edit {
    struct fs_node *node; /* held if it left */
    struct fs_node *parent;
    struct fs_node *next; /* the sibling after it; NULL: it was the last */
    uint64_t sequence;    /* of the last item added before */
    uint64_t old_sequence;
    uint32_t rules_number; /* of the rules by which these names were derived: */
    uint32_t tail[FS_SYSTEMS];
    bool is_strict;
    uint8_t iso_level;
    bool is_return;
};

/* The state before a change. */
struct fs_change {
    uint64_t sequence;
    size_t edit_count;
    struct fs_tree_counts counts;
    uint32_t rules_number;
};

struct fs_undo {
    struct fs_edit *edits;
    size_t edit_count, edit_room;
    struct fs_change *changes;
    size_t change_count, change_room;
    uint32_t locked; /* the change point of changes[0] */
    struct fs_node *last_added;
    bool is_open; /* the last change is open */
};

struct fs_tree {
    struct fs_name_rules rules;
    uint32_t rules_number; /* increases when names are derived anew */
    struct fs_node *root;
    struct fs_bucket *buckets;
    size_t bucket_count; /* a power of two */
    uint64_t sequence;   /* of the last item added */
    uint32_t files;
    struct fs_tree_counts counts;
    struct fs_totals totals;
    struct fs_undo undo;
};

/* A name within its directory, as the indexes compare it. */
struct fs_key {
    const struct fs_node *parent;
    const uint16_t *units;
    size_t count;
    uint32_t hash;
};

struct fs_key fs_key_of(const struct fs_tree *tree, const struct fs_node *parent, const uint16_t *units, size_t count);
struct fs_node *fs_names_find(const struct fs_tree *tree, unsigned index, const struct fs_key *key);

/* Make room for one more item. */
bool fs_names_grow(struct fs_tree *tree);

/* Derive the names of a node that is linked to its parent, and index it. FS_OK or FS_NAME_NOT_UNIQUE, which leaves the
 * node as it was.
 */
enum fs_status fs_names_enter(struct fs_tree *tree, struct fs_node *node);

/* Index a node that has its tails already. */
void fs_names_enter_again(struct fs_tree *tree, struct fs_node *node);
void fs_names_leave(struct fs_tree *tree, struct fs_node *node);

/* Check the counts against the rules: FS_OK, FS_TOO_DEEP, FS_TOO_MANY_DIRECTORIES, FS_NAME_NOT_UNIQUE. */
enum fs_status fs_counts_check(const struct fs_name_rules *rules, const struct fs_tree_counts *counts);

/* Blocks that a file or a stream needs for its bytes. If they are already on a disc: 0, and the number of its pieces is
 * added to `pieces`.
 */
uint64_t fs_tree_new_blocks(const struct fs_node *node, uint64_t *pieces);

/* Link a node into its parent before `next` (NULL: as the last), and unlink it. Neither changes the indexes of names.
 */
void fs_tree_link(struct fs_tree *tree, struct fs_node *node, struct fs_node *parent, struct fs_node *next);
void fs_tree_unlink(struct fs_tree *tree, struct fs_node *node);

/* The same for a stream, which has its name in UDF. */
void fs_streams_link(struct fs_tree *tree, struct fs_node *stream, struct fs_node *file, struct fs_node *next);
void fs_streams_unlink(struct fs_tree *tree, struct fs_node *stream);

uint32_t fs_streams_of(const struct fs_node *file);

/* Update the totals when a file enters the tree (sign 1) or leaves it (UINT64_MAX, for -1) with its streams. */
void fs_streams_count(struct fs_tree *tree, const struct fs_node *file, uint64_t sign);

/* End a function begun with fs_undo_begin_single. If it opened a change, FS_OK commits, another status aborts. */
enum fs_status fs_undo_end_single(struct fs_tree *tree, bool opened, enum fs_status status);

/* Make room for `edits` more edits. */
bool fs_undo_reserve(struct fs_tree *tree, size_t edits);

/* Call before unlinking: the log takes over the tree's reference. Room must have been reserved. */
void fs_undo_record_leave(struct fs_tree *tree, struct fs_node *node);

/* Call after linking; sets the node's new sequence. Room for an edit must have been reserved. */
void fs_undo_record_enter(struct fs_tree *tree, struct fs_node *node);

/* Begin a change, unless one is open. `opened`: out, whether none was open. */
enum fs_status fs_undo_begin_single(struct fs_tree *tree, bool *opened);

/* Mark the present state, and return to it within the same change. */
struct fs_change fs_undo_mark(const struct fs_tree *tree);
void fs_undo_return(struct fs_tree *tree, const struct fs_change *mark);

/* Release everything that the log holds. */
void fs_undo_free(struct fs_tree *tree);

#endif
