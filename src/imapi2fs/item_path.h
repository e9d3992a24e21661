/* Paths within an image: names separated by backslashes or slashes. */
#ifndef OPENIMAPI2_IMAPI2FS_ITEM_PATH_H
#define OPENIMAPI2_IMAPI2FS_ITEM_PATH_H

#include <stdbool.h>
#include <windows.h>

#include "fs/tree.h"

/* The part of a path that has not been read yet. */
struct item_path {
    const WCHAR *at, *end;
};

/* The whole path. NULL is the empty path; NULs inside are a part of the path. */
struct item_path item_path_of(BSTR path);

static inline bool item_path_is_separator(WCHAR unit)
{
    return unit == L'\\' || unit == L'/';
}

/* Take the next name; separators before it are skipped. False: there is none. */
bool item_path_next(struct item_path *path, const uint16_t **name, size_t *count);

/* The item, or NULL: an item of the path is missing, or is a file where a directory is needed. A path without names is
 * the directory itself. The caller holds the state's lock.
 */
struct fs_node *item_path_find(const struct fs_tree *tree, struct fs_node *directory, struct item_path path);

/* Find the item, with an HRESULT for the calling method.
 * missing   the result if any item of the path does not exist.
 * node      out; borrowed. A path without names is the directory itself.
 * returns   S_OK; IMAPI_E_NOT_DIR: a file where a directory is needed; IMAPI_E_INVALID_PATH: the name of the missing
 *           item, or a name after it, is not allowed; `missing`.
 */
HRESULT item_path_reach(const struct fs_tree *tree, struct fs_node *directory, struct item_path path, HRESULT missing,
                        struct fs_node **node);

/* The place of a new item. */
struct item_place {
    struct fs_node *parent;
    size_t count;
    WCHAR name[FS_NAME_MAX + 1]; /* checked with fs_name_check, with a NUL at its end */
};

/* Find the place of a new item.
 * returns   S_OK; IMAPI_E_INVALID_PATH: a name is not allowed, or the path has none; IMAPI_E_DIR_NOT_FOUND or
 *           IMAPI_E_NOT_DIR: a parent is missing or is not a directory.
 */
HRESULT item_path_place(const struct fs_tree *tree, struct fs_node *directory, struct item_path path,
                        struct item_place *place);

/* The character before the item's name in a path. */
static inline WCHAR item_path_separator(const struct fs_node *node)
{
    return node->is_stream ? L':' : L'\\';
}

/* FullPath: "\folder\file"; for a named stream "\folder\file:stream", for the root empty, for an item outside the tree
 * its name. Failure: E_OUTOFMEMORY; *path is NULL then.
 */
HRESULT item_path_get(const struct fs_node *node, BSTR *path);

#endif
