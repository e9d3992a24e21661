/* Paths within an image: names between backslashes, or between slashes. */
#ifndef OPENIMAPI2_IMAPI2FS_ITEM_PATH_H
#define OPENIMAPI2_IMAPI2FS_ITEM_PATH_H

#include <stdbool.h>
#include <windows.h>

#include "fs/tree.h"

/* What of a path has not been read yet. */
struct item_path {
    const WCHAR *at, *end;
};

/* The whole of it. NULL is the empty path; NULs inside are a part of it. */
struct item_path item_path_of(BSTR path);

static inline bool item_path_is_separator(WCHAR unit)
{
    return unit == L'\\' || unit == L'/';
}

/* Take the next name; separators in front of it are skipped. False: there is none. */
bool item_path_next(struct item_path *path, const uint16_t **name, size_t *count);

/* The item, or NULL: one is missing on the way, or is a file that was to be a directory. A path without names is the
 * directory itself. The caller holds the state's lock.
 */
struct fs_node *item_path_find(const struct fs_tree *tree, struct fs_node *directory, struct item_path path);

/* The item, as a method that reports has it.
 * missing   the result when an item on the way, or the last, is not there.
 * node      out; borrowed. A path without names is the directory itself.
 * returns   S_OK; IMAPI_E_NOT_DIR: a file that was to be a directory; IMAPI_E_INVALID_PATH: no item could have the name
 *           of the one that is missing, or of one behind it; missing.
 */
HRESULT item_path_reach(const struct fs_tree *tree, struct fs_node *directory, struct item_path path, HRESULT missing,
                        struct fs_node **node);

/* Where a new item is to go. */
struct item_place {
    struct fs_node *parent;
    size_t count;
    WCHAR name[FS_NAME_MAX + 1]; /* checked with fs_name_check, with a NUL at its end */
};

/* returns   S_OK; IMAPI_E_INVALID_PATH: a name is not allowed, or there is none; IMAPI_E_DIR_NOT_FOUND,
 *           IMAPI_E_NOT_DIR: of a parent.
 */
HRESULT item_path_place(const struct fs_tree *tree, struct fs_node *directory, struct item_path path,
                        struct item_place *place);

/* What stands in front of the item's name in a path. */
static inline WCHAR item_path_separator(const struct fs_node *node)
{
    return node->is_stream ? L':' : L'\\';
}

/* FullPath: "\folder\file"; of a named stream "\folder\file:stream", of the root empty, of an item outside the tree its
 * name. E_OUTOFMEMORY; *path is NULL then.
 */
HRESULT item_path_get(const struct fs_node *node, BSTR *path);

#endif
