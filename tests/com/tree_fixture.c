/* Strings to BSTR and back, around the members of directories. */
#include "com/tree_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "com/com_fixture.h"
#include "imapi2fs/file_system_image.h"

IFileSystemImage3 *tree_image(void)
{
    IFileSystemImage3 *image;

    assert_hr(file_system_image_create(&IID_IFileSystemImage3, (void **)&image), S_OK);
    return image;
}

static IFsiDirectoryItem2 *directory_of(void *item)
{
    IFsiDirectoryItem2 *directory;

    assert_hr(IUnknown_QueryInterface((IUnknown *)item, &IID_IFsiDirectoryItem2, (void **)&directory), S_OK);
    IUnknown_Release((IUnknown *)item);
    return directory;
}

IFsiDirectoryItem2 *tree_root(IFileSystemImage3 *image)
{
    IFsiDirectoryItem *root;

    assert_hr(IFileSystemImage3_get_Root(image, &root), S_OK);
    return directory_of(root);
}

HRESULT tree_put_name(IFileSystemImage3 *image, const WCHAR *name)
{
    BSTR text = SysAllocString(name);
    HRESULT hr = IFileSystemImage3_put_VolumeName(image, text);

    SysFreeString(text);
    return hr;
}

void tree_add_to_root(IFileSystemImage3 *image, const WCHAR *directory)
{
    IFsiDirectoryItem2 *root = tree_root(image);

    assert_hr(tree_add_directory(root, directory), S_OK);
    IFsiDirectoryItem2_Release(root);
}

LONG tree_long(IFileSystemImage3 *image, tree_get_long get)
{
    LONG value = -77;

    assert_hr(get(image, &value), S_OK);
    assert_no_error_info();
    return value;
}

HRESULT tree_add_directory(IFsiDirectoryItem2 *directory, const WCHAR *path)
{
    BSTR text = SysAllocString(path);
    HRESULT hr = IFsiDirectoryItem2_AddDirectory(directory, text);

    SysFreeString(text);
    return hr;
}

HRESULT tree_add_file(IFsiDirectoryItem2 *directory, const WCHAR *path, IStream *data)
{
    BSTR text = SysAllocString(path);
    HRESULT hr = IFsiDirectoryItem2_AddFile(directory, text, data);

    SysFreeString(text);
    return hr;
}

HRESULT tree_add_tree(IFsiDirectoryItem2 *directory, const WCHAR *source, VARIANT_BOOL includes_base)
{
    BSTR text = SysAllocString(source);
    HRESULT hr = IFsiDirectoryItem2_AddTree(directory, text, includes_base);

    SysFreeString(text);
    return hr;
}

HRESULT tree_remove(IFsiDirectoryItem2 *directory, const WCHAR *path)
{
    BSTR text = SysAllocString(path);
    HRESULT hr = IFsiDirectoryItem2_Remove(directory, text);

    SysFreeString(text);
    return hr;
}

HRESULT tree_remove_tree(IFsiDirectoryItem2 *directory, const WCHAR *path)
{
    BSTR text = SysAllocString(path);
    HRESULT hr = IFsiDirectoryItem2_RemoveTree(directory, text);

    SysFreeString(text);
    return hr;
}

HRESULT tree_add(IFsiDirectoryItem2 *directory, void *item)
{
    return IFsiDirectoryItem2_Add(directory, item);
}

HRESULT tree_item(IFsiDirectoryItem2 *directory, const WCHAR *path, IFsiItem **item)
{
    BSTR text = SysAllocString(path);
    HRESULT hr;

    *item = (IFsiItem *)1;
    hr = IFsiDirectoryItem2_get_Item(directory, text, item);
    SysFreeString(text);
    if (FAILED(hr)) assert_null(*item);
    return hr;
}

IFsiItem *tree_get(IFsiDirectoryItem2 *directory, const WCHAR *path)
{
    IFsiItem *item;

    assert_hr(tree_item(directory, path, &item), S_OK);
    return item;
}

IFsiDirectoryItem2 *tree_directory(IFsiDirectoryItem2 *directory, const WCHAR *path)
{
    return directory_of(tree_get(directory, path));
}

IFsiFileItem *tree_file(IFsiDirectoryItem2 *directory, const WCHAR *path)
{
    IFsiItem *item = tree_get(directory, path);
    IFsiFileItem *file;

    assert_hr(IFsiItem_QueryInterface(item, &IID_IFsiFileItem, (void **)&file), S_OK);
    IFsiItem_Release(item);
    return file;
}

IFsiDirectoryItem2 *tree_new_directory(IFileSystemImage3 *image, const WCHAR *name)
{
    BSTR text = SysAllocString(name);
    IFsiDirectoryItem *item;

    assert_hr(IFileSystemImage3_CreateDirectoryItem(image, text, &item), S_OK);
    SysFreeString(text);
    return directory_of(item);
}

IFsiFileItem *tree_new_file(IFileSystemImage3 *image, const WCHAR *name)
{
    BSTR text = SysAllocString(name);
    IFsiFileItem *item;

    assert_hr(IFileSystemImage3_CreateFileItem(image, text, &item), S_OK);
    SysFreeString(text);
    return item;
}

LONG tree_change_point(IFileSystemImage3 *image)
{
    LONG value = -1;

    assert_hr(IFileSystemImage3_get_ChangePoint(image, &value), S_OK);
    return value;
}

void assert_count(IFsiDirectoryItem2 *directory, LONG expected)
{
    LONG count = -1;

    assert_hr(IFsiDirectoryItem2_get_Count(directory, &count), S_OK);
    assert_int_equal(count, expected);
}

void assert_full_path(void *item, const WCHAR *expected)
{
    BSTR path = NULL;

    assert_hr(IFsiItem_get_FullPath((IFsiItem *)item, &path), S_OK);
    assert_bstr(path, expected);
}

IFileSystemImageResult *tree_freeze(IFileSystemImage3 *image)
{
    IFileSystemImageResult *result;

    assert_hr(IFileSystemImage3_CreateResultImage(image, &result), S_OK);
    return result;
}
