/* Makes an image file of the content of a folder.
 *     iso_c FOLDER FILE.iso [LABEL] [BOOT]
 * BOOT is a boot image for a BIOS, without emulation.
 */
#define COBJMACROS
#include <stdlib.h>
#include <initguid.h>
#include <shlwapi.h>
#include <imapi2fs.h>
#include "show.h"

static BSTR text_of(const char *text)
{
    WCHAR path[MAX_PATH];

    return MultiByteToWideChar(CP_ACP, 0, text, -1, path, MAX_PATH) ? SysAllocString(path) : NULL;
}

/* Absolute, as AddTree wants it. */
static BSTR path_of(const char *text)
{
    char path[MAX_PATH];

    return text_of(_fullpath(path, text, MAX_PATH) ? path : text);
}

/* All of the image, a megabyte at a time. */
static HRESULT save(IStream *image, const char *path)
{
    const ULARGE_INTEGER megabyte = {.QuadPart = 1 << 20};
    ULARGE_INTEGER read = {.QuadPart = 1}, written;
    IStream *file;
    HRESULT hr = SHCreateStreamOnFileA(path, STGM_CREATE | STGM_WRITE, &file);

    if (FAILED(hr)) return hr;
    while (SUCCEEDED(hr) && read.QuadPart)
        hr = IStream_CopyTo(image, file, megabyte, &read, &written);
    IStream_Release(file);
    return hr;
}

static HRESULT set_boot_image(IFileSystemImage *image, const char *path)
{
    IBootOptions *options = NULL;
    IStream *stream = NULL;
    HRESULT hr = SHCreateStreamOnFileA(path, STGM_READ | STGM_SHARE_DENY_WRITE, &stream);

    if (SUCCEEDED(hr))
        hr = CoCreateInstance(&CLSID_BootOptions, NULL, CLSCTX_ALL, &IID_IBootOptions, (void **)&options);
    if (SUCCEEDED(hr)) hr = IBootOptions_AssignBootImage(options, stream);
    if (SUCCEEDED(hr))
        hr = IBootOptions_put_Emulation(options, EmulationNone);               /* a floppy's size has chosen a floppy */
    if (SUCCEEDED(hr)) hr = IBootOptions_put_PlatformId(options, PlatformX86); /* PlatformEFI for UEFI */
    if (SUCCEEDED(hr)) hr = IFileSystemImage_put_BootImageOptions(image, options);
    if (options) IBootOptions_Release(options);
    if (stream) IStream_Release(stream);
    return hr;
}

int main(int argc, char **argv)
{
    IFileSystemImage *image;
    IFileSystemImageResult *result;
    IFsiDirectoryItem *root;
    IStream *stream;
    BSTR folder, label;
    HRESULT hr;

    if (argc < 3) return puts("iso_c FOLDER FILE.iso [LABEL] [BOOT]"), 2;
    CoInitialize(NULL);
    folder = path_of(argv[1]);
    label = text_of(argc > 3 ? argv[3] : "");
    hr = CoCreateInstance(&CLSID_MsftFileSystemImage, NULL, CLSCTX_ALL, &IID_IFileSystemImage, (void **)&image);
    if (SUCCEEDED(hr)) hr = IFileSystemImage_put_FreeMediaBlocks(image, 0); /* no limit; at first it is a CD's room */
    if (SUCCEEDED(hr)) hr = IFileSystemImage_put_VolumeName(image, label);
    if (SUCCEEDED(hr) && argc > 4) hr = set_boot_image(image, argv[4]);
    if (SUCCEEDED(hr)) hr = IFileSystemImage_get_Root(image, &root);
    if (SUCCEEDED(hr)) hr = IFsiDirectoryItem_AddTree(root, folder, VARIANT_FALSE);
    if (SUCCEEDED(hr)) hr = IFileSystemImage_CreateResultImage(image, &result);
    if (SUCCEEDED(hr)) hr = IFileSystemImageResult_get_ImageStream(result, &stream);
    if (SUCCEEDED(hr)) hr = save(stream, argv[2]);
    show("Making the image", hr, L"done");
    SysFreeString(folder);
    SysFreeString(label);
    return FAILED(hr);
}
