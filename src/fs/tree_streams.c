/* Named streams: children of a file, kept in a separate list so that a walk over the tree does not meet them. */
#include "fs/tree_private.h"
#include "fs/upper_case.h"

static bool are_alike(const uint16_t *left, size_t left_count, const uint16_t *right, size_t right_count)
{
    size_t i;

    if (left_count != right_count) return false;
    for (i = 0; i < left_count && fs_upper_case(left[i]) == fs_upper_case(right[i]); i++)
        ;
    return i == left_count;
}

struct fs_node *fs_tree_find_stream(const struct fs_node *file, const uint16_t *name, size_t count)
{
    struct fs_node *stream = file->first_stream;

    while (stream && !are_alike(stream->name, stream->name_count, name, count))
        stream = stream->next;
    return stream;
}

/* The stream of that name in UDF. */
static struct fs_node *find_derived(const struct fs_tree *tree, const struct fs_node *file, const uint16_t *units,
                                    size_t count)
{
    uint16_t other[FS_DERIVED_MAX];
    struct fs_node *stream = file->first_stream;

    while (stream && !are_alike(other, fs_tree_derived_name(tree, stream, FS_UDF, other), units, count))
        stream = stream->next;
    return stream;
}

/* The first tail that makes the name unique; fewer than FS_TAIL_MAX streams leave one. A search goes on behind the last
 * tail that the same name was given.
 */
static void take_unique_name(const struct fs_tree *tree, const struct fs_node *file, struct fs_node *stream)
{
    uint16_t units[FS_DERIVED_MAX];
    struct fs_node *other = find_derived(tree, file, units, fs_tree_derived_name(tree, stream, FS_UDF, units));
    struct fs_node *holder = other;

    if (!other) return;
    stream->tail[FS_UDF] = holder->last_tail[FS_UDF];
    while (other) {
        stream->tail[FS_UDF] = stream->tail[FS_UDF] % FS_TAIL_MAX + 1;
        other = find_derived(tree, file, units, fs_tree_derived_name(tree, stream, FS_UDF, units));
    }
    holder->last_tail[FS_UDF] = stream->tail[FS_UDF];
}

static void count_stream(struct fs_tree *tree, const struct fs_node *stream, uint64_t sign)
{
    struct fs_totals *totals = &tree->totals;
    uint16_t units[FS_DERIVED_MAX];
    uint64_t pieces = 0, blocks = fs_tree_new_blocks(stream, &pieces);

    totals->stream_blocks += sign * blocks;
    totals->stream_extents += sign * pieces;
    totals->stream_units += sign * fs_tree_derived_name(tree, stream, FS_UDF, units);
    totals->streams += (uint32_t)sign;
}

uint32_t fs_streams_of(const struct fs_node *file)
{
    const struct fs_node *stream;
    uint32_t count = 0;

    for (stream = file->first_stream; stream; stream = stream->next)
        count++;
    return count;
}

void fs_streams_count(struct fs_tree *tree, const struct fs_node *file, uint64_t sign)
{
    const struct fs_node *stream;

    if (file->first_stream) tree->totals.stream_files += (uint32_t)sign;
    for (stream = file->first_stream; stream; stream = stream->next)
        count_stream(tree, stream, sign);
}

static struct fs_node *last_of(struct fs_node *file)
{
    struct fs_node *stream = file->first_stream;

    while (stream && stream->next)
        stream = stream->next;
    return stream;
}

void fs_streams_link(struct fs_tree *tree, struct fs_node *stream, struct fs_node *file, struct fs_node *next)
{
    if (!file->first_stream) tree->totals.stream_files++;
    stream->parent = file;
    stream->level = file->level + 1;
    stream->next = next;
    stream->previous = next ? next->previous : last_of(file);
    if (next) next->previous = stream;
    *(stream->previous ? &stream->previous->next : &file->first_stream) = stream;
    count_stream(tree, stream, 1);
}

void fs_streams_unlink(struct fs_tree *tree, struct fs_node *stream)
{
    struct fs_node *file = stream->parent;

    count_stream(tree, stream, UINT64_MAX);
    if (stream->next) stream->next->previous = stream->previous;
    *(stream->previous ? &stream->previous->next : &file->first_stream) = stream->next;
    if (!file->first_stream) tree->totals.stream_files--;
    stream->parent = stream->next = stream->previous = NULL;
    stream->level = 0;
}

static enum fs_status check_new(const struct fs_tree *tree, const struct fs_node *file, const struct fs_node *stream)
{
    if (file->is_directory || file->is_stream) return FS_NOT_FILE;
    if (fs_node_is_detached(file)) return FS_NOT_IN_TREE;
    if (fs_tree_find_stream(file, stream->name, stream->name_count)) return FS_NAME_EXISTS;
    return tree->totals.streams < FS_STREAMS_MAX ? FS_OK : FS_TOO_MANY_STREAMS;
}

/* Within an open change. */
static void enter(struct fs_tree *tree, struct fs_node *file, struct fs_node *stream)
{
    take_unique_name(tree, file, stream);
    fs_streams_link(tree, stream, file, NULL);
    fs_undo_record_enter(tree, stream); /* for the first time, so that it needs no room */
    fs_node_hold(stream);
}

/* Attach what was created as a file of its own, and let go of it; a source stays the caller's on failure. */
static enum fs_status add_created(struct fs_tree *tree, struct fs_node *file, enum fs_status status,
                                  struct fs_node *stream, struct fs_node **node)
{
    bool opened = false;

    if (node) *node = NULL;
    if (status != FS_OK) return status;
    stream->is_stream = true;
    status = check_new(tree, file, stream);
    if (status == FS_OK) status = fs_undo_begin_single(tree, &opened);
    if (status == FS_OK) {
        enter(tree, file, stream);
        status = fs_undo_end_single(tree, opened, FS_OK);
        if (node) *node = stream;
    } else {
        stream->source = NULL;
    }
    fs_node_release(stream);
    return status;
}

enum fs_status fs_tree_add_stream(struct fs_tree *tree, struct fs_node *file, const uint16_t *name, size_t count,
                                  struct fs_source *source, struct fs_node **node)
{
    struct fs_node *stream;
    enum fs_status status = fs_node_create_file(name, count, &file->times, source, &stream);

    return add_created(tree, file, status, stream, node);
}

enum fs_status fs_tree_add_recorded_stream(struct fs_tree *tree, struct fs_node *file, const uint16_t *name,
                                           size_t count, struct fs_source *source, struct fs_node **node)
{
    struct fs_node *stream;
    enum fs_status status = fs_node_create_recorded(name, count, false, &file->times, source, &stream);

    return add_created(tree, file, status, stream, node);
}
