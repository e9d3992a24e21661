/* The lifetime of a node outside a tree. */
#include "fs/node.h"

#include <string.h>

#include "base/alloc.h"

enum fs_status fs_node_create_recorded(const uint16_t *name, size_t count, bool is_directory,
                                       const struct fs_times *times, struct fs_source *source, struct fs_node **node)
{
    struct fs_node *made;

    *node = NULL;
    if (fs_name_check_recorded(name, count) != FS_OK) return FS_NAME_INVALID;
    made = base_alloc(sizeof *made + count * sizeof *made->name);
    if (!made) return FS_OUT_OF_MEMORY;
    memcpy(made->name, name, count * sizeof *made->name);
    made->name_count = (uint16_t)count;
    made->is_directory = is_directory;
    made->times = *times;
    made->holds = 1;
    fs_node_set_source(made, source);
    *node = made;
    return FS_OK;
}

enum fs_status fs_node_create_directory(const uint16_t *name, size_t count, const struct fs_times *times,
                                        struct fs_node **node)
{
    *node = NULL;
    if (fs_name_check(name, count) != FS_OK) return FS_NAME_INVALID;
    return fs_node_create_recorded(name, count, true, times, NULL, node);
}

enum fs_status fs_node_create_file(const uint16_t *name, size_t count, const struct fs_times *times,
                                   struct fs_source *source, struct fs_node **node)
{
    *node = NULL;
    if (fs_name_check(name, count) != FS_OK) return FS_NAME_INVALID;
    return fs_node_create_recorded(name, count, false, times, source, node);
}

void fs_node_set_source(struct fs_node *node, struct fs_source *source)
{
    if (node->source) node->source->release(node->source);
    node->source = source;
    node->size_bytes = source ? source->size_bytes : 0;
}

void fs_node_hold(struct fs_node *node)
{
    node->holds++;
}

void fs_node_release(struct fs_node *node)
{
    if (!node || --node->holds) return;
    while (node->first_stream) {
        struct fs_node *stream = node->first_stream;

        node->first_stream = stream->next;
        stream->parent = stream->next = stream->previous = NULL;
        stream->level = 0;
        fs_node_release(stream); /* which has no streams */
    }
    if (node->source) node->source->release(node->source);
    base_free(node);
}
