/* The items of an image, linked to their parents and siblings. */
#include "fs/tree.h"

#include "base/alloc.h"
#include "fs/disc_data.h"
#include "fs/tree_private.h"

enum {
    BUCKETS_FIRST = 64,
    PIECE_BYTES = 1 << 29, /* of an extent, at least: an allocation descriptor of UDF has room for nearly 1 GiB */
};

struct fs_tree *fs_tree_create(const struct fs_name_rules *rules)
{
    struct fs_tree *tree = base_alloc(sizeof *tree);

    if (!tree) return NULL;
    tree->rules = *rules;
    tree->bucket_count = BUCKETS_FIRST;
    tree->buckets = base_alloc_array(BUCKETS_FIRST, sizeof *tree->buckets);
    tree->root = base_alloc(sizeof *tree->root);
    if (!tree->buckets || !tree->root) {
        base_free(tree->buckets);
        base_free(tree->root);
        base_free(tree);
        return NULL;
    }
    tree->root->is_directory = true;
    tree->root->level = 1;
    tree->root->holds = 1;
    tree->root->times = (struct fs_times){FS_TIME_UNSET, FS_TIME_UNSET, FS_TIME_UNSET};
    tree->counts.directories = 1;
    return tree;
}

struct fs_node *fs_tree_peek_root(const struct fs_tree *tree)
{
    return tree->root;
}

const struct fs_name_rules *fs_tree_peek_rules(const struct fs_tree *tree)
{
    return &tree->rules;
}

uint32_t fs_tree_files(const struct fs_tree *tree)
{
    return tree->files;
}

uint32_t fs_tree_directories(const struct fs_tree *tree)
{
    return tree->counts.directories;
}

const struct fs_totals *fs_tree_peek_totals(const struct fs_tree *tree)
{
    return &tree->totals;
}

struct fs_node *fs_tree_find(const struct fs_tree *tree, const struct fs_node *directory, const uint16_t *name,
                             size_t count)
{
    struct fs_key key = fs_key_of(tree, directory, name, count);

    return fs_names_find(tree, FS_NAME_INDEX, &key);
}

/* The item behind this one and all that is in it. */
static struct fs_node *skip(const struct fs_node *node)
{
    while (node && !node->next)
        node = node->parent;
    return node ? node->next : NULL;
}

struct fs_node *fs_tree_next(const struct fs_node *node)
{
    return node->first_child ? node->first_child : skip(node);
}

uint64_t fs_tree_new_blocks(const struct fs_node *node, uint64_t *pieces)
{
    const struct fs_disc_data *disc_data = node->source ? node->source->disc_data : NULL;
    uint64_t blocks = node->size_bytes / FS_BLOCK_BYTES + (node->size_bytes % FS_BLOCK_BYTES != 0);
    uint32_t i;

    if (!disc_data) return blocks > FS_IMAGE_BLOCKS_MAX ? (uint64_t)FS_IMAGE_BLOCKS_MAX + 1 : blocks;
    for (i = 0; i < disc_data->extent_count; i++)
        *pieces += 1 + disc_data->extents[i].size_bytes / PIECE_BYTES;
    return 0;
}

/* step: 1, or UINT32_MAX for -1 */
static void count(struct fs_tree *tree, const struct fs_node *node, uint32_t step)
{
    if (!node->is_directory) {
        struct fs_totals *totals = &tree->totals;
        uint64_t pieces = 0, blocks = fs_tree_new_blocks(node, &pieces);

        totals->data_blocks += step == 1 ? blocks : 0 - blocks;
        totals->disc_extents += step == 1 ? pieces : 0 - pieces;
        tree->files += step;
        fs_streams_count(tree, node, step == 1 ? 1 : UINT64_MAX);
        return;
    }
    tree->counts.directories += step;
    if (node->level > FS_LEVEL_MAX) tree->counts.deep_directories += step;
}

void fs_tree_link(struct fs_tree *tree, struct fs_node *node, struct fs_node *parent, struct fs_node *next)
{
    if (node->is_stream) {
        fs_streams_link(tree, node, parent, next);
        return;
    }
    node->parent = parent;
    node->level = parent->level + 1;
    node->next = next;
    node->previous = next ? next->previous : parent->last_child;
    *(next ? &next->previous : &parent->last_child) = node;
    *(node->previous ? &node->previous->next : &parent->first_child) = node;
    if (parent->child_count++ == FS_CHILDREN_MAX) tree->counts.full_directories++;
    count(tree, node, 1);
}

void fs_tree_unlink(struct fs_tree *tree, struct fs_node *node)
{
    struct fs_node *parent = node->parent;

    if (node->is_stream) {
        fs_streams_unlink(tree, node);
        return;
    }
    count(tree, node, UINT32_MAX);
    if (--parent->child_count == FS_CHILDREN_MAX) tree->counts.full_directories--;
    *(node->next ? &node->next->previous : &parent->last_child) = node->previous;
    *(node->previous ? &node->previous->next : &parent->first_child) = node->next;
    node->parent = node->next = node->previous = NULL;
    node->level = 0;
}

static enum fs_status check_new(const struct fs_tree *tree, const struct fs_node *parent, const struct fs_node *node)
{
    struct fs_tree_counts counts = {tree->counts.directories + 1, parent->level >= FS_LEVEL_MAX, 0};

    if (node->is_stream) return FS_NOT_FILE;
    if (!parent->is_directory) return FS_NOT_DIRECTORY;
    if (fs_node_is_detached(parent)) return FS_NOT_IN_TREE;
    if (!fs_node_is_detached(node)) return FS_IN_TREE;
    if (fs_tree_find(tree, parent, node->name, node->name_count)) return FS_NAME_EXISTS;
    if (fs_streams_of(node) > FS_STREAMS_MAX - tree->totals.streams) return FS_TOO_MANY_STREAMS;
    if (tree->files >= UINT32_MAX - 16 - FS_STREAMS_MAX - tree->counts.directories) return FS_IMAGE_TOO_LARGE;
    return node->is_directory ? fs_counts_check(&tree->rules, &counts) : FS_OK;
}

/* Within an open change. The tree's hold comes on success. */
static enum fs_status enter(struct fs_tree *tree, struct fs_node *parent, struct fs_node *node)
{
    enum fs_status status = check_new(tree, parent, node);

    if (status != FS_OK) return status;
    if (!fs_undo_reserve(tree, 1) || !fs_names_grow(tree)) return FS_OUT_OF_MEMORY;
    fs_tree_link(tree, node, parent, NULL);
    status = fs_names_enter(tree, node);
    if (status != FS_OK) {
        fs_tree_unlink(tree, node);
        return status;
    }
    fs_undo_record_enter(tree, node);
    fs_node_hold(node);
    return FS_OK;
}

enum fs_status fs_tree_attach(struct fs_tree *tree, struct fs_node *parent, struct fs_node *node)
{
    bool opened;
    enum fs_status status = fs_undo_begin_single(tree, &opened);

    return status == FS_OK ? fs_undo_end_single(tree, opened, enter(tree, parent, node)) : status;
}

/* Attach what was created, and let go of it; a source stays the caller's on failure. */
static enum fs_status attach_new(struct fs_tree *tree, struct fs_node *parent, enum fs_status created,
                                 struct fs_node *node, struct fs_node **out)
{
    enum fs_status status = created == FS_OK ? fs_tree_attach(tree, parent, node) : created;

    if (status != FS_OK && node) node->source = NULL;
    fs_node_release(node);
    if (out) *out = status == FS_OK ? node : NULL;
    return status;
}

enum fs_status fs_tree_add_directory(struct fs_tree *tree, struct fs_node *parent, const uint16_t *name, size_t count,
                                     const struct fs_times *times, struct fs_node **node)
{
    struct fs_node *made;
    enum fs_status status = fs_node_create_directory(name, count, times, &made);

    return attach_new(tree, parent, status, made, node);
}

enum fs_status fs_tree_add_file(struct fs_tree *tree, struct fs_node *parent, const uint16_t *name, size_t count,
                                const struct fs_times *times, struct fs_source *source, struct fs_node **node)
{
    struct fs_node *made;
    enum fs_status status = fs_node_create_file(name, count, times, source, &made);

    return attach_new(tree, parent, status, made, node);
}

enum fs_status fs_tree_replace_file(struct fs_tree *tree, struct fs_node *parent, const uint16_t *name, size_t count,
                                    const struct fs_times *times, struct fs_source *source, struct fs_node **node)
{
    struct fs_node *old = fs_tree_find(tree, parent, name, count);
    struct fs_change mark;
    enum fs_status status;
    bool opened;

    if (!old || old->is_directory) return fs_tree_add_file(tree, parent, name, count, times, source, node);
    if (node) *node = NULL;
    status = fs_undo_begin_single(tree, &opened);
    if (status != FS_OK) return status;
    mark = fs_undo_mark(tree);
    status = fs_tree_remove(tree, old);
    if (status == FS_OK) status = fs_tree_add_file(tree, parent, name, count, times, source, node);
    if (status != FS_OK) fs_undo_return(tree, &mark);
    return fs_undo_end_single(tree, opened, status);
}

static struct fs_node *deepest(struct fs_node *node)
{
    while (node->last_child)
        node = node->last_child;
    return node;
}

static void remove_one(struct fs_tree *tree, struct fs_node *node, bool is_recorded)
{
    if (is_recorded) fs_undo_record_leave(tree, node);
    fs_names_leave(tree, node);
    fs_tree_unlink(tree, node);
    if (!is_recorded) fs_node_release(node);
}

/* Cut loose what is in a directory, the deepest last child first, so that no stack is needed however deep it is. */
static void remove_all(struct fs_tree *tree, struct fs_node *top, bool is_recorded)
{
    struct fs_node *node = deepest(top);

    while (node != tree->root) {
        struct fs_node *next = node->previous ? deepest(node->previous) : node->parent;
        bool is_top = node == top;

        remove_one(tree, node, is_recorded);
        if (is_top) return;
        node = next;
    }
}

/* The node and what is in it. */
static size_t items_of(const struct fs_node *node)
{
    const struct fs_node *behind = skip(node), *at;
    size_t items = 1;

    if (node->is_stream) return 1;
    for (at = fs_tree_next(node); at != behind; at = fs_tree_next(at))
        items++;
    return items;
}

enum fs_status fs_tree_remove(struct fs_tree *tree, struct fs_node *node)
{
    enum fs_status status;
    bool opened;

    if (fs_node_is_detached(node) || (node->is_stream && fs_node_is_detached(node->parent))) return FS_NOT_IN_TREE;
    status = fs_undo_begin_single(tree, &opened);
    if (status != FS_OK) return status;
    if (!fs_undo_reserve(tree, items_of(node))) {
        status = FS_OUT_OF_MEMORY;
    } else if (node->is_stream) {
        remove_one(tree, node, true);
    } else {
        remove_all(tree, node, true);
    }
    return fs_undo_end_single(tree, opened, status);
}

void fs_tree_destroy(struct fs_tree *tree)
{
    if (!tree) return;
    fs_undo_free(tree);
    remove_all(tree, tree->root, false);
    tree->root->level = 0;
    fs_node_release(tree->root);
    base_free(tree->buckets);
    base_free(tree);
}
