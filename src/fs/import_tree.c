/* Merges the items of a disc into a tree, in which existing items stay. */
#include "fs/import_tree.h"

#include <string.h>

#include "base/alloc.h"
#include "fs/tree_private.h"

void import_init(struct import *import, struct fs_tree *tree, struct fs_disc *disc,
                 const struct fs_import_options *options, struct fs_import_failure *failure)
{
    memset(import, 0, sizeof *import);
    import->tree = tree;
    import->options = options;
    import->failure = failure;
    import->reads = import_reads_of(disc);
    import->last_sequence = tree->sequence;
}

void import_free(struct import *import)
{
    import_set_free(&import->directories);
    base_free(import->to_read);
}

bool import_next_directory(struct import *import, struct import_directory *directory)
{
    if (!import->to_read_count) return false;
    *directory = import->to_read[--import->to_read_count];
    return true;
}

enum fs_status import_push_directory(struct import *import, const struct import_directory *directory)
{
    if (import->to_read_count == import->to_read_room) {
        size_t room = import->to_read_room ? import->to_read_room * 2 : 16;
        struct import_directory *to_read = base_alloc_array(room, sizeof *to_read);

        if (!to_read) return FS_OUT_OF_MEMORY;
        if (import->to_read) memcpy(to_read, import->to_read, import->to_read_count * sizeof *to_read);
        base_free(import->to_read);
        import->to_read = to_read;
        import->to_read_room = room;
    }
    import->to_read[import->to_read_count++] = *directory;
    return FS_OK;
}

void import_order_directories(struct import *import, size_t first)
{
    size_t last = import->to_read_count;

    while (first + 1 < last) {
        struct import_directory swapped = import->to_read[first];

        import->to_read[first++] = import->to_read[--last];
        import->to_read[last] = swapped;
    }
}

enum fs_status import_enter_directory(struct import *import, uint64_t lba)
{
    bool is_new;

    if (lba >= fs_disc_blocks(import->reads.disc)) return FS_DISC_DAMAGED;
    if (!import_set_add(&import->directories, (uint32_t)lba, &is_new)) return FS_OUT_OF_MEMORY;
    return is_new ? FS_OK : FS_DISC_DAMAGED;
}

enum fs_status import_fail_item(struct import *import, const struct import_item *item, enum fs_status status)
{
    struct fs_import_failure *failure = import->failure;

    if (status == FS_OK) return status;
    memcpy(failure->name, item->name, item->name_count * sizeof *item->name);
    failure->name_count = item->name_count;
    return status;
}

bool import_is_new(const struct import *import, const struct fs_node *node)
{
    return node->sequence > import->last_sequence;
}

/* source: taken in any case. */
static enum fs_status add(struct import *import, struct fs_node *parent, const struct import_item *item,
                          bool is_directory, struct fs_source *source, struct fs_node **out)
{
    struct fs_node *node = NULL;
    enum fs_status status = FS_DISC_DAMAGED;

    if (import->reads.items_left) {
        import->reads.items_left--;
        status = fs_node_create_recorded(item->name, item->name_count, is_directory, &item->times, source, &node);
    }
    if (status != FS_OK) {
        if (source) source->release(source);
        return status;
    }
    node->is_hidden = item->is_hidden;
    status = fs_tree_attach(import->tree, parent, node);
    if (status == FS_OK) *out = node;
    fs_node_release(node); /* the tree holds it */
    return status;
}

/* What the tree has of the item's name from before the import; NULL: nothing. An item whose name the disc has given to
 * another gets one that is free. The numbers rise from item to item, so that many such names cost no more than one.
 */
static enum fs_status find_or_rename(struct import *import, const struct fs_node *parent, struct import_item *item,
                                     struct fs_node **node)
{
    struct import_item given;

    *node = fs_tree_find(import->tree, parent, item->name, item->name_count);
    if (!*node || !import_is_new(import, *node)) return FS_OK;
    given = *item;
    while (*node) {
        if (import->last_tail == FS_TAIL_MAX) return FS_NAME_NOT_UNIQUE;
        item->name_count = fs_name_append_tail(given.name, given.name_count, ++import->last_tail, item->name);
        *node = fs_tree_find(import->tree, parent, item->name, item->name_count);
    }
    return FS_OK;
}

enum fs_status import_add_directory(struct import *import, struct fs_node *parent, struct import_item *item,
                                    struct fs_node **node)
{
    enum fs_status status = find_or_rename(import, parent, item, node);

    if (status == FS_OK && !*node) status = add(import, parent, item, true, NULL, node);
    if (status == FS_OK && !(*node)->is_directory) status = FS_DIRECTORY_MEETS_FILE;
    return import_fail_item(import, item, status);
}

enum fs_status import_check_file(struct import *import, const struct fs_node *parent, struct import_item *item,
                                 bool *skips)
{
    struct fs_node *node;
    enum fs_status status = find_or_rename(import, parent, item, &node);

    *skips = status == FS_OK && node;
    if (*skips && node->is_directory) status = FS_FILE_MEETS_DIRECTORY;
    return import_fail_item(import, item, status);
}

enum fs_status import_add_file(struct import *import, struct fs_node *parent, const struct import_item *item,
                               struct fs_source *source, struct fs_node **node)
{
    return import_fail_item(import, item, add(import, parent, item, false, source, node));
}

enum fs_status import_take_extents(struct import *import, const struct import_extents *extents,
                                   struct fs_source **source)
{
    *source = NULL;
    if (!extents->count) return FS_OK;
    *source = fs_disc_source_create(fs_disc_peek_device(import->reads.disc), extents->items, extents->count);
    return *source ? FS_OK : FS_OUT_OF_MEMORY;
}

void import_report(struct import *import, const struct fs_node *node)
{
    if (import->options->report) import->options->report(import->options->context, node);
}
