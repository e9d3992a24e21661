/* The items of an image, linked to their parents and siblings, and found by a hash table of their names. */
#include "fs/tree.h"

#include <string.h>

#include "base/alloc.h"
#include "fs/upper_case.h"

enum { NAME_INDEX = FS_SYSTEMS, BUCKETS_FIRST = 64 };

/* The first item of each index whose hash ends in the bucket's number. */
struct bucket {
    struct fs_node *first[FS_INDEXES];
};

struct fs_tree {
    struct fs_name_rules rules;
    struct fs_node *root;
    struct bucket *buckets;
    size_t bucket_count; /* a power of two */
    uint64_t sequence;   /* of the last item */
    uint32_t files;
    uint32_t directories;
};

/* A name within its directory, as the indexes compare it. */
struct key {
    const struct fs_node *parent;
    const uint16_t *units;
    size_t count;
    uint32_t hash;
};

/* FNV-1a over the directory and the upper case of the name. */
static struct key key_of(const struct fs_node *parent, const uint16_t *units, size_t count)
{
    struct key key = {parent, units, count, 2166136261u ^ (uint32_t)parent->sequence * 2654435761u};
    size_t i;

    for (i = 0; i < count; i++)
        key.hash = (key.hash ^ fs_upper_case(units[i])) * 16777619u;
    key.hash ^= key.hash >> 15;
    return key;
}

static struct fs_node **bucket_of(const struct fs_tree *tree, unsigned index, uint32_t hash)
{
    return &tree->buckets[hash & (tree->bucket_count - 1)].first[index];
}

static bool is_listed(const struct fs_name_rules *rules, unsigned index)
{
    return index == NAME_INDEX || rules->systems & FS_MASK(index);
}

static void link_into_index(struct fs_tree *tree, struct fs_node *node, unsigned index)
{
    struct fs_node **bucket = bucket_of(tree, index, node->hash[index]);

    node->chain[index] = *bucket;
    *bucket = node;
}

static void unlink_from_index(struct fs_tree *tree, struct fs_node *node, unsigned index)
{
    struct fs_node **at = bucket_of(tree, index, node->hash[index]);

    while (*at != node)
        at = &(*at)->chain[index];
    *at = node->chain[index];
}

static void index_every_name(struct fs_tree *tree)
{
    struct fs_node *node;
    unsigned index;

    for (node = fs_tree_next(tree->root); node; node = fs_tree_next(node)) {
        for (index = 0; index < FS_INDEXES; index++) {
            if (is_listed(&tree->rules, index)) link_into_index(tree, node, index);
        }
    }
}

/* Room for one more item, so that lists of a bucket stay short. */
static bool grow_buckets(struct fs_tree *tree)
{
    struct bucket *old = tree->buckets;
    struct bucket *buckets;

    if ((size_t)tree->files + tree->directories < tree->bucket_count) return true;
    buckets = base_alloc_array(2 * tree->bucket_count, sizeof *buckets);
    if (!buckets) return false;
    tree->buckets = buckets;
    tree->bucket_count *= 2;
    index_every_name(tree);
    base_free(old);
    return true;
}

static size_t indexed_name(const struct fs_tree *tree, const struct fs_node *node, unsigned index, uint16_t *units)
{
    if (index != NAME_INDEX) return fs_tree_derived_name(tree, node, (enum fs_system)index, units);
    memcpy(units, node->name, node->name_count * sizeof *units);
    return node->name_count;
}

static struct fs_node *find(const struct fs_tree *tree, unsigned index, const struct key *key)
{
    uint16_t units[FS_NAME_MAX];
    struct fs_node *node;
    size_t i;

    for (node = *bucket_of(tree, index, key->hash); node; node = node->chain[index]) {
        if (node->hash[index] != key->hash || node->parent != key->parent) continue;
        if (indexed_name(tree, node, index, units) != key->count) continue;
        for (i = 0; i < key->count && fs_upper_case(units[i]) == fs_upper_case(key->units[i]); i++)
            ;
        if (i == key->count) return node;
    }
    return NULL;
}

/* Give the node, whose parent is set, the first free derived name, and its hash. A search goes on behind the last tail
 * that the same name was given, so that many names that collide take no more time than others.
 */
static enum fs_status take_unique_name(struct fs_tree *tree, struct fs_node *node, unsigned system)
{
    uint16_t units[FS_DERIVED_MAX];
    struct fs_node *holder = NULL;
    uint32_t tail = 0, tries;

    for (tries = 0; tries <= FS_TAIL_MAX; tries++) {
        size_t count = fs_name_derive(&tree->rules, (enum fs_system)system, node->is_directory, node->name,
                                      node->name_count, tail, units);
        struct key key = key_of(node->parent, units, count);
        struct fs_node *other = find(tree, system, &key);

        if (!other) {
            node->hash[system] = key.hash;
            node->tail[system] = tail;
            node->last_tail[system] = 0;
            if (holder) holder->last_tail[system] = tail;
            return FS_OK;
        }
        if (!holder) tail = (holder = other)->last_tail[system];
        tail = tail % FS_TAIL_MAX + 1;
    }
    return FS_NAME_NOT_UNIQUE;
}

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
    tree->root->times = (struct fs_times){FS_TIME_UNSET, FS_TIME_UNSET, FS_TIME_UNSET};
    tree->directories = 1;
    return tree;
}

void fs_tree_destroy(struct fs_tree *tree)
{
    if (!tree) return;
    fs_tree_remove(tree, tree->root);
    base_free(tree->root);
    base_free(tree->buckets);
    base_free(tree);
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
    return tree->directories;
}

struct fs_node *fs_tree_find(const struct fs_tree *tree, const struct fs_node *directory, const uint16_t *name,
                             size_t count)
{
    struct key key = key_of(directory, name, count);

    return find(tree, NAME_INDEX, &key);
}

struct fs_node *fs_tree_next(const struct fs_node *node)
{
    if (node->first_child) return node->first_child;
    while (node && !node->next)
        node = node->parent;
    return node ? node->next : NULL;
}

size_t fs_tree_derived_name(const struct fs_tree *tree, const struct fs_node *node, enum fs_system system,
                            uint16_t *derived)
{
    uint32_t tail = is_listed(&tree->rules, system) ? node->tail[system] : 0;

    if (!node->parent) return 0;
    return fs_name_derive(&tree->rules, system, node->is_directory, node->name, node->name_count, tail, derived);
}

/* The limits of ISO 9660, which Joliet shares because it never stands alone. */
static enum fs_status check_directory(const struct fs_name_rules *rules, uint32_t level, uint32_t directories)
{
    if (!(rules->systems & (FS_MASK(FS_ISO9660) | FS_MASK(FS_JOLIET)))) return FS_OK;
    if (level > FS_LEVEL_MAX) return FS_TOO_DEEP;
    return directories > FS_DIRECTORY_MAX ? FS_TOO_MANY_DIRECTORIES : FS_OK;
}

static enum fs_status check_new(const struct fs_tree *tree, const struct fs_node *parent, const struct key *key,
                                bool is_directory)
{
    enum fs_status status = fs_name_check(key->units, key->count);

    if (status != FS_OK) return status;
    if (!parent->is_directory) return FS_NOT_DIRECTORY;
    if (find(tree, NAME_INDEX, key)) return FS_NAME_EXISTS;
    if (tree->files >= UINT32_MAX - 16 - tree->directories) return FS_IMAGE_TOO_LARGE;
    return is_directory ? check_directory(&tree->rules, parent->level + 1, tree->directories + 1) : FS_OK;
}

static void append_child(struct fs_node *parent, struct fs_node *node)
{
    node->previous = parent->last_child;
    if (parent->last_child) {
        parent->last_child->next = node;
    } else {
        parent->first_child = node;
    }
    parent->last_child = node;
    parent->child_count++;
}

/* The name is checked. A node that is not yet in the tree. */
static struct fs_node *create_node(struct fs_node *parent, const struct key *key, const struct fs_times *times)
{
    struct fs_node *node = base_alloc(sizeof *node + key->count * sizeof *node->name);

    if (!node) return NULL;
    memcpy(node->name, key->units, key->count * sizeof *node->name);
    node->name_count = (uint16_t)key->count;
    node->hash[NAME_INDEX] = key->hash;
    node->parent = parent;
    node->level = parent->level + 1;
    node->times = *times;
    return node;
}

static enum fs_status add(struct fs_tree *tree, const struct key *key, struct fs_node *parent, bool is_directory,
                          const struct fs_times *times, struct fs_node **out)
{
    enum fs_status status = check_new(tree, parent, key, is_directory);
    struct fs_node *node;
    unsigned index;

    if (status != FS_OK) return status;
    if (!grow_buckets(tree)) return FS_OUT_OF_MEMORY;
    node = create_node(parent, key, times);
    if (!node) return FS_OUT_OF_MEMORY;
    node->is_directory = is_directory;
    for (index = 0; index < FS_SYSTEMS && status == FS_OK; index++) {
        if (is_listed(&tree->rules, index)) status = take_unique_name(tree, node, index);
    }
    if (status != FS_OK) {
        base_free(node);
        return status;
    }
    for (index = 0; index < FS_INDEXES; index++) {
        if (is_listed(&tree->rules, index)) link_into_index(tree, node, index);
    }
    node->sequence = ++tree->sequence;
    append_child(parent, node);
    *out = node;
    return FS_OK;
}

enum fs_status fs_tree_add_directory(struct fs_tree *tree, struct fs_node *parent, const uint16_t *name, size_t count,
                                     const struct fs_times *times, struct fs_node **node)
{
    struct key key = key_of(parent, name, count);
    struct fs_node *added = NULL;
    enum fs_status status = add(tree, &key, parent, true, times, &added);

    if (status == FS_OK) tree->directories++;
    if (node) *node = added;
    return status;
}

enum fs_status fs_tree_add_file(struct fs_tree *tree, struct fs_node *parent, const uint16_t *name, size_t count,
                                const struct fs_times *times, struct fs_source *source, struct fs_node **node)
{
    struct key key = key_of(parent, name, count);
    struct fs_node *added = NULL;
    enum fs_status status = add(tree, &key, parent, false, times, &added);

    if (status == FS_OK) {
        added->source = source;
        added->size_bytes = source ? source->size_bytes : 0;
        tree->files++;
    }
    if (node) *node = added;
    return status;
}

/* A node without children. */
static void remove_leaf(struct fs_tree *tree, struct fs_node *node)
{
    struct fs_node *parent = node->parent;
    unsigned index;

    for (index = 0; index < FS_INDEXES; index++) {
        if (is_listed(&tree->rules, index)) unlink_from_index(tree, node, index);
    }
    if (node->next) {
        node->next->previous = node->previous;
    } else {
        parent->last_child = node->previous;
    }
    if (node->previous) {
        node->previous->next = node->next;
    } else {
        parent->first_child = node->next;
    }
    parent->child_count--;
    if (node->is_directory) {
        tree->directories--;
    } else {
        tree->files--;
    }
    if (node->source) node->source->release(node->source);
    base_free(node);
}

void fs_tree_remove(struct fs_tree *tree, struct fs_node *node)
{
    struct fs_node *at = node;

    /* The deepest last child goes first, so that no stack is needed however deep the tree is. */
    for (;;) {
        struct fs_node *parent = at->parent;
        bool is_end = at == node;

        if (at->last_child) {
            at = at->last_child;
            continue;
        }
        if (at != tree->root) remove_leaf(tree, at);
        if (is_end) return;
        at = parent;
    }
}

static enum fs_status check_rules(const struct fs_tree *tree, const struct fs_name_rules *rules)
{
    const struct fs_node *node;
    enum fs_status status = FS_OK;

    for (node = tree->root; node && status == FS_OK; node = fs_tree_next(node)) {
        if (!node->is_directory) continue;
        status = check_directory(rules, node->level, tree->directories);
        if (status == FS_OK && node->child_count > FS_CHILDREN_MAX) status = FS_NAME_NOT_UNIQUE;
    }
    return status;
}

enum fs_status fs_tree_set_rules(struct fs_tree *tree, const struct fs_name_rules *rules)
{
    enum fs_status status = check_rules(tree, rules);
    struct fs_node *node;
    unsigned system;

    if (status != FS_OK) return status;
    tree->rules = *rules;
    memset(tree->buckets, 0, tree->bucket_count * sizeof *tree->buckets);
    for (node = fs_tree_next(tree->root); node; node = fs_tree_next(node)) {
        link_into_index(tree, node, NAME_INDEX);
        for (system = 0; system < FS_SYSTEMS; system++) {
            if (!is_listed(rules, system)) continue;
            /* A directory of FS_CHILDREN_MAX items leaves one of its names free, so this cannot fail. */
            (void)take_unique_name(tree, node, system);
            link_into_index(tree, node, system);
        }
    }
    return FS_OK;
}
