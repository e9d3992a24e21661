/* Finds items by a hash table of their names in each file system, and makes derived names unique. */
#include <string.h>

#include "base/alloc.h"
#include "fs/tree_private.h"
#include "fs/upper_case.h"

enum { TAIL_DIGITS_MAX = 6 }; /* FS_TAIL_MAX */

/* FNV-1a over the directory and the upper case of the name. It begins with the address of the tree, which nobody who
 * chooses names knows: else they could all be made for one bucket. No order depends on it.
 */
struct fs_key fs_key_of(const struct fs_tree *tree, const struct fs_node *parent, const uint16_t *units, size_t count)
{
    uint32_t seed = (uint32_t)((uintptr_t)tree >> 4) * 2246822519u;
    struct fs_key key = {parent, units, count, (2166136261u ^ (uint32_t)parent->sequence * 2654435761u) + seed};
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
    return index == FS_NAME_INDEX || rules->systems & FS_MASK(index);
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

static void link_into_indexes(struct fs_tree *tree, struct fs_node *node)
{
    unsigned index;

    for (index = 0; index < FS_INDEXES; index++) {
        if (is_listed(&tree->rules, index)) link_into_index(tree, node, index);
    }
    node->is_indexed = true;
}

/* sign: 1, or UINT64_MAX for -1. The name's systems are listed, and its tails are there. */
static void count_units(struct fs_tree *tree, const struct fs_node *node, uint64_t sign)
{
    uint16_t units[FS_DERIVED_MAX];
    unsigned system;

    for (system = 0; system < FS_SYSTEMS; system++) {
        uint64_t count;

        if (!is_listed(&tree->rules, system)) continue;
        count = sign * fs_tree_derived_name(tree, node, (enum fs_system)system, units);
        tree->totals.units[system] += count;
        if (node->is_directory) tree->totals.directory_units[system] += count;
    }
}

bool fs_names_grow(struct fs_tree *tree)
{
    struct fs_bucket *old = tree->buckets;
    struct fs_bucket *buckets;
    struct fs_node *node;

    if ((size_t)tree->files + tree->counts.directories < tree->bucket_count) return true;
    buckets = base_alloc_array(2 * tree->bucket_count, sizeof *buckets);
    if (!buckets) return false;
    tree->buckets = buckets;
    tree->bucket_count *= 2;
    for (node = fs_tree_next(tree->root); node; node = fs_tree_next(node))
        link_into_indexes(tree, node);
    base_free(old);
    return true;
}

static size_t indexed_name(const struct fs_tree *tree, const struct fs_node *node, unsigned index, uint16_t *units)
{
    if (index != FS_NAME_INDEX) return fs_tree_derived_name(tree, node, (enum fs_system)index, units);
    memcpy(units, node->name, node->name_count * sizeof *units);
    return node->name_count;
}

struct fs_node *fs_names_find(const struct fs_tree *tree, unsigned index, const struct fs_key *key)
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

size_t fs_tree_derived_name(const struct fs_tree *tree, const struct fs_node *node, enum fs_system system,
                            uint16_t *derived)
{
    struct fs_name_rules rules = tree->rules;
    uint32_t tail = 0;

    if (!node->name_count) return 0;
    if (node->is_stream) {
        system = FS_UDF;
        tail = node->tail[FS_UDF];
    } else if (!fs_node_is_detached(node)) {
        rules.is_strict = node->is_strict;
        rules.iso_level = node->iso_level;
        if (is_listed(&rules, system)) tail = node->tail[system];
    }
    return fs_name_derive(&rules, system, node->is_directory, node->name, node->name_count, tail, derived);
}

/* Is the name with this tail free? Then it is the node's, with its hash. Else the item that has it is returned. */
static struct fs_node *try_tail(struct fs_tree *tree, struct fs_node *node, unsigned system, uint32_t tail)
{
    uint16_t units[FS_DERIVED_MAX];
    size_t count = fs_name_derive(&tree->rules, (enum fs_system)system, node->is_directory, node->name,
                                  node->name_count, tail, units);
    struct fs_key key = fs_key_of(tree, node->parent, units, count);
    struct fs_node *other = fs_names_find(tree, system, &key);

    if (other) return other;
    node->hash[system] = key.hash;
    node->tail[system] = tail;
    node->last_tail[system] = 0;
    return NULL;
}

/* Give the node a free derived name, and its hash. Names that are cut alike share their tails of one number of digits;
 * the item that has the first of these tails knows the last that was given away, and a search goes on behind it. So
 * many names that collide take no more time than others.
 */
static bool take_next_tail(struct fs_tree *tree, struct fs_node *node, unsigned system)
{
    struct fs_node *holders[TAIL_DIGITS_MAX + 1] = {NULL};
    uint32_t tail = 0, first = 0, end = 1, skipped = 0; /* tails with so many digits, and those that are gone */
    unsigned digits, i;

    for (digits = 0; digits <= TAIL_DIGITS_MAX; digits++, tail = first = end, end *= 10) {
        if (end <= skipped) continue;
        for (; tail < end; tail++) {
            struct fs_node *other = try_tail(tree, node, system, tail);

            if (!other) {
                for (i = 0; i <= TAIL_DIGITS_MAX; i++) {
                    if (holders[i]) holders[i]->last_tail[system] = tail;
                }
                return true;
            }
            if (tail > first) continue;
            holders[digits] = other;
            if (other->last_tail[system] > tail) tail = other->last_tail[system];
            if (!digits) skipped = tail;
        }
    }
    return false;
}

/* Tails that became free are looked for when all have been given away. */
static enum fs_status take_unique_name(struct fs_tree *tree, struct fs_node *node, unsigned system)
{
    uint32_t tail;

    if (take_next_tail(tree, node, system)) return FS_OK;
    for (tail = 0; tail <= FS_TAIL_MAX; tail++) {
        if (!try_tail(tree, node, system, tail)) return FS_OK;
    }
    return FS_NAME_NOT_UNIQUE;
}

enum fs_status fs_names_enter(struct fs_tree *tree, struct fs_node *node)
{
    unsigned system;

    node->is_strict = tree->rules.is_strict;
    node->iso_level = (uint8_t)tree->rules.iso_level;
    for (system = 0; system < FS_SYSTEMS; system++) {
        enum fs_status status = is_listed(&tree->rules, system) ? take_unique_name(tree, node, system) : FS_OK;

        if (status != FS_OK) return status;
    }
    node->hash[FS_NAME_INDEX] = fs_key_of(tree, node->parent, node->name, node->name_count).hash;
    link_into_indexes(tree, node);
    count_units(tree, node, 1);
    return FS_OK;
}

void fs_names_enter_again(struct fs_tree *tree, struct fs_node *node)
{
    uint16_t units[FS_NAME_MAX];
    unsigned index;

    for (index = 0; index < FS_INDEXES; index++) {
        if (!is_listed(&tree->rules, index)) continue;
        node->hash[index] = fs_key_of(tree, node->parent, units, indexed_name(tree, node, index, units)).hash;
    }
    link_into_indexes(tree, node);
    count_units(tree, node, 1);
}

void fs_names_leave(struct fs_tree *tree, struct fs_node *node)
{
    unsigned index;

    if (!node->is_indexed) return;
    count_units(tree, node, UINT64_MAX);
    for (index = 0; index < FS_INDEXES; index++) {
        if (is_listed(&tree->rules, index)) unlink_from_index(tree, node, index);
    }
    node->is_indexed = false;
}

/* Joliet shares the limits of ISO 9660, because it never stands alone. */
enum fs_status fs_counts_check(const struct fs_name_rules *rules, const struct fs_tree_counts *counts)
{
    if (rules->systems & (FS_MASK(FS_ISO9660) | FS_MASK(FS_JOLIET))) {
        if (counts->deep_directories) return FS_TOO_DEEP;
        if (counts->directories > FS_DIRECTORY_MAX) return FS_TOO_MANY_DIRECTORIES;
    }
    return rules->systems && counts->full_directories ? FS_NAME_NOT_UNIQUE : FS_OK;
}

enum fs_status fs_tree_set_rules(struct fs_tree *tree, const struct fs_name_rules *rules)
{
    bool keeps_systems = rules->systems == tree->rules.systems;
    struct fs_node *node;
    enum fs_status status;

    if (tree->undo.is_open) return FS_CHANGE_OPEN;
    if (keeps_systems && (!rules->is_strict || (tree->rules.is_strict && tree->rules.iso_level == rules->iso_level))) {
        tree->rules = *rules;
        return FS_OK;
    }
    status = fs_counts_check(rules, &tree->counts);
    if (status != FS_OK) return status;
    for (node = fs_tree_next(tree->root); node; node = fs_tree_next(node))
        fs_names_leave(tree, node);
    tree->rules = *rules;
    tree->rules_number++;
    /* A directory of FS_CHILDREN_MAX items leaves one of its names free, so this cannot fail. */
    for (node = fs_tree_next(tree->root); node; node = fs_tree_next(node))
        (void)fs_names_enter(tree, node);
    return FS_OK;
}
