/* Measures the cost of a folder's image through COM, compared with reading the host's files alone.
 *
 *     add_tree FOLDER     each line a kind and its nanoseconds: "walk" (FindFirstFile alone), "open" (a walk that
 *                         opens, reads and closes each file), "add" (AddTree), "image" (CreateResultImage and all of
 *                         the stream)
 *
 * Any failure ends the program with exit code 1.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>
#include <oleauto.h>

#include "bench/measured.h"
#include "imapi2fs.h"

enum { READ_BYTES = 1 << 16 };

static BYTE buffer[READ_BYTES];

static void read_file(const WCHAR *path)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    DWORD got;

    must_be(file != INVALID_HANDLE_VALUE, "CreateFile");
    do
        must_be(ReadFile(file, buffer, sizeof buffer, &got, NULL), "ReadFile");
    while (got);
    CloseHandle(file);
}

static void walk(const WCHAR *folder, BOOL reads)
{
    WCHAR path[1024];
    WIN32_FIND_DATAW found;
    HANDLE search;

    _snwprintf(path, ARRAYSIZE(path), L"%ls\\*", folder);
    search = FindFirstFileW(path, &found);
    must_be(search != INVALID_HANDLE_VALUE, "FindFirstFile");
    do {
        if (!wcscmp(found.cFileName, L".") || !wcscmp(found.cFileName, L"..")) continue;
        _snwprintf(path, ARRAYSIZE(path), L"%ls\\%ls", folder, found.cFileName);
        if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) {
            walk(path, reads);
        } else if (reads) {
            read_file(path);
        }
    } while (FindNextFileW(search, &found));
    FindClose(search);
}

static uint64_t print(const char *name, uint64_t began)
{
    printf("%s %llu\n", name, (unsigned long long)(now_ns() - began));
    return now_ns();
}

static void make_image(const WCHAR *folder)
{
    BSTR path = SysAllocString(folder);
    IFileSystemImage *image;
    IFileSystemImageResult *result;
    IFsiDirectoryItem *root;
    IStream *stream;
    uint64_t began;
    ULONG got;

    must(CoCreateInstance(&CLSID_MsftFileSystemImage, NULL, CLSCTX_INPROC_SERVER, &IID_IFileSystemImage,
                          (void **)&image),
         "MsftFileSystemImage");
    must(IFileSystemImage_put_FileSystemsToCreate(image, FsiFileSystemISO9660 | FsiFileSystemJoliet | FsiFileSystemUDF),
         "put_FileSystemsToCreate");
    must(IFileSystemImage_put_FreeMediaBlocks(image, 0), "put_FreeMediaBlocks");
    must(IFileSystemImage_get_Root(image, &root), "get_Root");
    began = now_ns();
    must(IFsiDirectoryItem_AddTree(root, path, VARIANT_FALSE), "AddTree");
    began = print("add", began);
    must(IFileSystemImage_CreateResultImage(image, &result), "CreateResultImage");
    must(IFileSystemImageResult_get_ImageStream(result, &stream), "get_ImageStream");
    do
        must(IStream_Read(stream, buffer, sizeof buffer, &got), "Read");
    while (got);
    print("image", began);
    IStream_Release(stream);
    IFileSystemImageResult_Release(result);
    IFsiDirectoryItem_Release(root);
    IFileSystemImage_Release(image);
    SysFreeString(path);
}

int main(int argc, char **argv)
{
    WCHAR folder[512];
    uint64_t began;

    if (argc != 2) return 2;
    must(CoInitialize(NULL), "CoInitialize");
    MultiByteToWideChar(CP_UTF8, 0, argv[1], -1, folder, ARRAYSIZE(folder));
    walk(folder, FALSE); /* the host's cache is filled */
    began = now_ns();
    walk(folder, FALSE);
    began = print("walk", began);
    walk(folder, TRUE);
    print("open", began);
    make_image(folder);
    CoUninitialize();
    return 0;
}
