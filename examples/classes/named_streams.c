/* FsiNamedStreams: a named stream for a file, as NTFS has them. UDF from 2.00 on records it. */
#define COBJMACROS
#include <initguid.h>
#include <imapi2fs.h>
#include "../show.h"

static HRESULT add_stream(IFsiFileItem2 *file)
{
    BSTR name = SysAllocString(L"notes");
    IStream *content = NULL;
    HRESULT hr = CreateStreamOnHGlobal(NULL, TRUE, &content);

    if (SUCCEEDED(hr)) hr = IStream_Write(content, "read me", 7, NULL);
    if (SUCCEEDED(hr)) hr = IFsiFileItem2_AddStream(file, name, content);
    if (content) IStream_Release(content);
    SysFreeString(name);
    return hr;
}

static void show_streams(IFsiNamedStreams *streams)
{
    IFsiFileItem2 *stream;
    LONG count = 0, i;
    BSTR path;

    IFsiNamedStreams_get_Count(streams, &count);
    for (i = 0; i < count && SUCCEEDED(IFsiNamedStreams_get_Item(streams, i, &stream)); i++) {
        show_text("stream", IFsiFileItem2_get_FullPath(stream, &path), &path);
        IFsiFileItem2_Release(stream);
    }
}

int main(void)
{
    BSTR folder = SysAllocString(L"files"), name = SysAllocString(L"hello.txt");
    IFileSystemImage *image;
    IFsiDirectoryItem *root;
    IFsiItem *item;
    IFsiFileItem2 *file;
    IFsiNamedStreams *streams;
    HRESULT hr;

    CoInitialize(NULL);
    hr = CoCreateInstance(&CLSID_MsftFileSystemImage, NULL, CLSCTX_ALL, &IID_IFileSystemImage, (void **)&image);
    if (SUCCEEDED(hr)) hr = IFileSystemImage_put_FileSystemsToCreate(image, FsiFileSystemUDF);
    if (SUCCEEDED(hr)) hr = IFileSystemImage_put_UDFRevision(image, 0x200);
    if (SUCCEEDED(hr)) hr = IFileSystemImage_get_Root(image, &root);
    if (SUCCEEDED(hr)) hr = IFsiDirectoryItem_AddTree(root, folder, VARIANT_FALSE);
    if (SUCCEEDED(hr)) hr = IFsiDirectoryItem_get_Item(root, name, &item);
    if (SUCCEEDED(hr)) hr = IFsiItem_QueryInterface(item, &IID_IFsiFileItem2, (void **)&file);
    if (SUCCEEDED(hr)) hr = add_stream(file);
    if (SUCCEEDED(hr)) hr = IFsiFileItem2_get_FsiNamedStreams(file, &streams);
    if (SUCCEEDED(hr)) show_streams(streams);
    show("Image", hr, L"done");
    SysFreeString(folder);
    SysFreeString(name);
    return FAILED(hr);
}
