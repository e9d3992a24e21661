/* Calls on an image and its directories, with plain strings. */
#ifndef OPENIMAPI2_TESTS_COM_TREE_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_TREE_FIXTURE_H

#include <windows.h>

#include "imapi2fs.h"

#define SOURCE_OF_DIRECTORY L"OpenIMAPI2.FsiDirectoryItem"
#define SOURCE_OF_FILE      L"OpenIMAPI2.FsiFileItem"

IFileSystemImage3 *tree_image(void);
IFsiDirectoryItem2 *tree_root(IFileSystemImage3 *image);
HRESULT tree_put_name(IFileSystemImage3 *image, const WCHAR *name);
void tree_add_to_root(IFileSystemImage3 *image, const WCHAR *directory);

/* A property that is a number. */
typedef HRESULT(WINAPI *tree_get_long)(IFileSystemImage3 *, LONG *);
LONG tree_long(IFileSystemImage3 *image, tree_get_long get);

HRESULT tree_add_directory(IFsiDirectoryItem2 *directory, const WCHAR *path);
HRESULT tree_add_file(IFsiDirectoryItem2 *directory, const WCHAR *path, IStream *data);
HRESULT tree_add_tree(IFsiDirectoryItem2 *directory, const WCHAR *source, VARIANT_BOOL includes_base);
HRESULT tree_remove(IFsiDirectoryItem2 *directory, const WCHAR *path);
HRESULT tree_remove_tree(IFsiDirectoryItem2 *directory, const WCHAR *path);
HRESULT tree_add(IFsiDirectoryItem2 *directory, void *item);

/* get_Item; asserts that every failure sets NULL. */
HRESULT tree_item(IFsiDirectoryItem2 *directory, const WCHAR *path, IFsiItem **item);

/* Get items that exist. */
IFsiItem *tree_get(IFsiDirectoryItem2 *directory, const WCHAR *path);
IFsiDirectoryItem2 *tree_directory(IFsiDirectoryItem2 *directory, const WCHAR *path);
IFsiFileItem *tree_file(IFsiDirectoryItem2 *directory, const WCHAR *path);

/* Create items that are not in the tree. */
IFsiDirectoryItem2 *tree_new_directory(IFileSystemImage3 *image, const WCHAR *name);
IFsiFileItem *tree_new_file(IFileSystemImage3 *image, const WCHAR *name);

LONG tree_change_point(IFileSystemImage3 *image);
void assert_count(IFsiDirectoryItem2 *directory, LONG expected);
void assert_full_path(void *item, const WCHAR *expected);

/* The image is frozen until it is released. */
IFileSystemImageResult *tree_freeze(IFileSystemImage3 *image);

#endif
