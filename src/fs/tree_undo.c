/* The undo log: nodes that left the tree, nodes that came back, and, linked by fs_node.added_before, nodes added for
 * the first time. The sequence number of the last added item puts all three into one order.
 */
#include <string.h>

#include "base/alloc.h"
#include "fs/tree_private.h"

enum { ROOM_FIRST = 16 };

/* Room for `more` elements behind `count`; the array is a new one where there was none. */
static bool make_room(void **array, size_t *room, size_t count, size_t more, size_t size_bytes)
{
    size_t wanted = *room ? *room : ROOM_FIRST;
    void *larger;

    if (*room - count >= more) return true;
    if (more > SIZE_MAX / 4 || count > SIZE_MAX / 4) return false;
    while (wanted - count < more)
        wanted *= 2;
    larger = base_alloc_array(wanted, size_bytes);
    if (!larger) return false;
    if (count) memcpy(larger, *array, count * size_bytes);
    base_free(*array);
    *array = larger;
    *room = wanted;
    return true;
}

bool fs_undo_reserve(struct fs_tree *tree, size_t edits)
{
    struct fs_undo *undo = &tree->undo;
    void *array = undo->edits;
    bool has_room = make_room(&array, &undo->edit_room, undo->edit_count, edits, sizeof *undo->edits);

    undo->edits = array;
    return has_room;
}

static struct fs_edit *record(struct fs_tree *tree, struct fs_node *node)
{
    struct fs_edit *edit = &tree->undo.edits[tree->undo.edit_count++];

    memset(edit, 0, sizeof *edit);
    edit->node = node;
    edit->sequence = tree->sequence;
    return edit;
}

void fs_undo_record_leave(struct fs_tree *tree, struct fs_node *node)
{
    struct fs_edit *edit = record(tree, node);

    edit->parent = node->parent;
    edit->next = node->next;
    edit->rules_number = tree->rules_number;
    memcpy(edit->tail, node->tail, sizeof edit->tail);
    edit->is_strict = node->is_strict;
    edit->iso_level = node->iso_level;
}

void fs_undo_record_enter(struct fs_tree *tree, struct fs_node *node)
{
    struct fs_edit *edit;

    tree->sequence++;
    if (node->sequence) {
        edit = record(tree, node);
        edit->is_return = true;
        edit->old_sequence = node->sequence;
    } else {
        node->added_before = tree->undo.last_added;
        tree->undo.last_added = node;
    }
    node->sequence = tree->sequence;
}

uint32_t fs_tree_change_point(const struct fs_tree *tree)
{
    return tree->undo.locked + (uint32_t)tree->undo.change_count - tree->undo.is_open;
}

struct fs_change fs_undo_mark(const struct fs_tree *tree)
{
    return (struct fs_change){tree->sequence, tree->undo.edit_count, tree->counts, tree->rules_number};
}

enum fs_status fs_tree_begin(struct fs_tree *tree)
{
    struct fs_undo *undo = &tree->undo;
    void *array = undo->changes;
    bool has_room;

    if (undo->is_open) return FS_CHANGE_OPEN;
    if (fs_tree_change_point(tree) >= FS_CHANGE_POINT_MAX) return FS_IMAGE_TOO_LARGE;
    has_room = make_room(&array, &undo->change_room, undo->change_count, 1, sizeof *undo->changes);
    undo->changes = array;
    if (!has_room) return FS_OUT_OF_MEMORY;
    undo->changes[undo->change_count++] = fs_undo_mark(tree);
    undo->is_open = true;
    return FS_OK;
}

enum fs_status fs_undo_begin_single(struct fs_tree *tree, bool *opened)
{
    enum fs_status status = FS_OK;

    *opened = !tree->undo.is_open;
    if (*opened) status = fs_tree_begin(tree);
    return status;
}

enum fs_status fs_undo_end_single(struct fs_tree *tree, bool opened, enum fs_status status)
{
    if (!opened) return status;
    if (status == FS_OK) {
        fs_tree_commit(tree);
    } else {
        fs_tree_abort(tree);
    }
    return status;
}

void fs_tree_commit(struct fs_tree *tree)
{
    tree->undo.is_open = false;
}

static void undo_leave(struct fs_tree *tree, const struct fs_edit *edit)
{
    struct fs_node *node = edit->node;

    fs_tree_link(tree, node, edit->parent, edit->next);
    if (node->is_stream) return;                          /* its name is a matter of its file */
    if (edit->rules_number != tree->rules_number) return; /* it has no names until enter_stale */
    memcpy(node->tail, edit->tail, sizeof edit->tail);
    node->is_strict = edit->is_strict;
    node->iso_level = edit->iso_level;
    fs_names_enter_again(tree, node);
}

static void undo_enter(struct fs_tree *tree, struct fs_node *node, uint64_t sequence)
{
    fs_names_leave(tree, node);
    fs_tree_unlink(tree, node);
    node->sequence = sequence;
    fs_node_release(node);
}

/* Names for nodes that came back under other rules. The counts were checked, so this cannot fail. */
static void enter_stale(struct fs_tree *tree)
{
    struct fs_node *node;

    for (node = fs_tree_next(tree->root); node; node = fs_tree_next(node)) {
        if (!node->is_indexed) (void)fs_names_enter(tree, node);
    }
}

void fs_undo_return(struct fs_tree *tree, const struct fs_change *mark)
{
    struct fs_undo *undo = &tree->undo;

    for (;;) {
        const struct fs_edit *edit = undo->edit_count > mark->edit_count ? &undo->edits[undo->edit_count - 1] : NULL;
        struct fs_node *added = undo->last_added;

        if (added && added->sequence > (edit ? edit->sequence : mark->sequence)) {
            undo->last_added = added->added_before;
            undo_enter(tree, added, 0);
            continue;
        }
        if (!edit) break;
        undo->edit_count--;
        if (edit->is_return) {
            undo_enter(tree, edit->node, edit->old_sequence);
        } else {
            undo_leave(tree, edit);
        }
    }
    if (mark->rules_number != tree->rules_number) enter_stale(tree);
}

void fs_tree_abort(struct fs_tree *tree)
{
    struct fs_undo *undo = &tree->undo;

    fs_undo_return(tree, &undo->changes[--undo->change_count]);
    undo->is_open = false;
}

enum fs_status fs_tree_roll_back(struct fs_tree *tree, uint32_t change_point)
{
    struct fs_undo *undo = &tree->undo;
    const struct fs_change *change;

    if (undo->is_open) return FS_CHANGE_OPEN;
    if (change_point < undo->locked || change_point > fs_tree_change_point(tree)) return FS_NO_CHANGE_POINT;
    if (change_point == fs_tree_change_point(tree)) return FS_OK;
    change = &undo->changes[change_point - undo->locked];
    if (change->rules_number != tree->rules_number) {
        enum fs_status status = fs_counts_check(&tree->rules, &change->counts);

        if (status != FS_OK) return status;
    }
    undo->change_count = change_point - undo->locked;
    fs_undo_return(tree, change);
    return FS_OK;
}

void fs_undo_free(struct fs_tree *tree)
{
    struct fs_undo *undo = &tree->undo;
    size_t i;

    for (i = 0; i < undo->edit_count; i++) {
        if (!undo->edits[i].is_return) fs_node_release(undo->edits[i].node);
    }
    base_free(undo->edits);
    base_free(undo->changes);
    memset(undo, 0, sizeof *undo);
}

enum fs_status fs_tree_lock_in(struct fs_tree *tree)
{
    uint32_t change_point = fs_tree_change_point(tree);

    if (tree->undo.is_open) return FS_CHANGE_OPEN;
    fs_undo_free(tree);
    tree->undo.locked = change_point;
    return FS_OK;
}
