/* EnumFsiItems, EnumProgressItems: goes through an image of the folder "files" without automation. */
#define COBJMACROS
#include <initguid.h>
#include <imapi2fs.h>
#include "../show.h"

static void show_items(IFsiDirectoryItem *directory)
{
    IEnumFsiItems *items;
    IFsiItem *item;
    BSTR path;

    if (FAILED(IFsiDirectoryItem_get_EnumFsiItems(directory, &items))) return;
    while (IEnumFsiItems_Next(items, 1, &item, NULL) == S_OK) {
        show_text("item", IFsiItem_get_FullPath(item, &path), &path);
        IFsiItem_Release(item);
    }
    IEnumFsiItems_Release(items);
}

static void show_runs(IProgressItems *runs)
{
    IEnumProgressItems *items;
    IProgressItem *item;
    ULONG first;
    BSTR what;

    if (FAILED(IProgressItems_get_EnumProgressItems(runs, &items))) return;
    while (IEnumProgressItems_Next(items, 1, &item, NULL) == S_OK) {
        IProgressItem_get_FirstBlock(item, &first);
        printf("    block %lu on:\n", (unsigned long)first);
        show_text("run", IProgressItem_get_Description(item, &what), &what);
        IProgressItem_Release(item);
    }
    IEnumProgressItems_Release(items);
}

int main(void)
{
    IFileSystemImage *image;
    IFileSystemImageResult *result;
    IFsiDirectoryItem *root;
    IProgressItems *runs;
    BSTR folder = SysAllocString(L"files");
    HRESULT hr;

    CoInitialize(NULL);
    hr = CoCreateInstance(&CLSID_MsftFileSystemImage, NULL, CLSCTX_ALL, &IID_IFileSystemImage, (void **)&image);
    if (SUCCEEDED(hr)) hr = IFileSystemImage_get_Root(image, &root);
    if (SUCCEEDED(hr)) hr = IFsiDirectoryItem_AddTree(root, folder, VARIANT_FALSE);
    if (SUCCEEDED(hr)) show_items(root);
    if (SUCCEEDED(hr)) hr = IFileSystemImage_CreateResultImage(image, &result);
    if (SUCCEEDED(hr)) hr = IFileSystemImageResult_get_ProgressItems(result, &runs);
    if (SUCCEEDED(hr)) show_runs(runs);
    show("Image", hr, L"done");
    SysFreeString(folder);
    return FAILED(hr);
}
