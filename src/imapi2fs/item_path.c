/* Reads paths name by name, and builds them from an item up to the root. */
#include "imapi2fs/item_path.h"

#include <string.h>

#include "imapi2fserror.h"

struct item_path item_path_of(BSTR path)
{
    static const WCHAR nothing[] = L"";
    struct item_path whole = {path ? path : nothing, path ? path + SysStringLen(path) : nothing};

    return whole;
}

bool item_path_next(struct item_path *path, const uint16_t **name, size_t *count)
{
    const WCHAR *first;

    while (path->at < path->end && item_path_is_separator(*path->at))
        path->at++;
    first = path->at;
    while (path->at < path->end && !item_path_is_separator(*path->at))
        path->at++;
    *name = (const uint16_t *)first;
    *count = (size_t)(path->at - first);
    return *count != 0;
}

struct fs_node *item_path_find(const struct fs_tree *tree, struct fs_node *directory, struct item_path path)
{
    struct fs_node *node = directory;
    const uint16_t *name;
    size_t count;

    while (node && item_path_next(&path, &name, &count))
        node = node->is_directory ? fs_tree_find(tree, node, name, count) : NULL;
    return node;
}

/* The names that are left. Those of items that are there are whatever another writer gave them. */
static HRESULT check_rest(struct item_path path, HRESULT otherwise)
{
    const uint16_t *name;
    size_t count;

    while (item_path_next(&path, &name, &count)) {
        if (fs_name_check(name, count) != FS_OK) return IMAPI_E_INVALID_PATH;
    }
    return otherwise;
}

HRESULT item_path_reach(const struct fs_tree *tree, struct fs_node *directory, struct item_path path, HRESULT missing,
                        struct fs_node **node)
{
    struct item_path rest = path;
    const uint16_t *name;
    size_t count;

    *node = directory;
    for (; item_path_next(&path, &name, &count); rest = path) {
        if (!(*node)->is_directory) return check_rest(rest, IMAPI_E_NOT_DIR);
        *node = fs_tree_find(tree, *node, name, count);
        if (!*node) return check_rest(rest, missing);
    }
    return S_OK;
}

/* Take the last name off. False: there is none. */
static bool split(struct item_path path, struct item_path *parent, const uint16_t **name, size_t *count)
{
    const uint16_t *next;
    size_t next_count;

    *parent = path;
    *name = NULL;
    while (item_path_next(&path, &next, &next_count)) {
        *name = next;
        *count = next_count;
        parent->end = (const WCHAR *)next;
    }
    return *name != NULL;
}

HRESULT item_path_place(const struct fs_tree *tree, struct fs_node *directory, struct item_path path,
                        struct item_place *place)
{
    struct item_path parent;
    const uint16_t *name;
    size_t count;
    HRESULT hr;

    if (!split(path, &parent, &name, &count) || fs_name_check(name, count) != FS_OK) return IMAPI_E_INVALID_PATH;
    hr = item_path_reach(tree, directory, parent, IMAPI_E_DIR_NOT_FOUND, &place->parent);
    if (FAILED(hr)) return hr;
    if (!place->parent->is_directory) return IMAPI_E_NOT_DIR;
    memcpy(place->name, name, count * sizeof name[0]);
    place->name[count] = 0;
    place->count = count;
    return S_OK;
}

/* The root is the one item without a name. */
static size_t units_of(const struct fs_node *node)
{
    size_t units = 0;

    for (; node && node->name_count; node = node->parent)
        units += node->name_count + (node->parent ? 1u : 0u);
    return units;
}

HRESULT item_path_get(const struct fs_node *node, BSTR *path)
{
    size_t units = units_of(node);

    *path = SysAllocStringLen(NULL, (UINT)units);
    if (!*path) return E_OUTOFMEMORY;
    for (; node && node->name_count; node = node->parent) {
        units -= node->name_count;
        memcpy(*path + units, node->name, node->name_count * sizeof node->name[0]);
        if (node->parent) (*path)[--units] = item_path_separator(node);
    }
    return S_OK;
}
