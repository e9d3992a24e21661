// Makes an image file of the content of a folder. BOOT IMAGE is for a BIOS, without emulation.
//     iso_cpp FOLDER FILE.iso [LABEL [BOOT IMAGE]]
#include <cstdlib>
#include <shlwapi.h>
#include <imapi2fs.h>
#include "show.hpp"

_COM_SMARTPTR_TYPEDEF(IFileSystemImage, __uuidof(IFileSystemImage));
_COM_SMARTPTR_TYPEDEF(IFileSystemImageResult, __uuidof(IFileSystemImageResult));
_COM_SMARTPTR_TYPEDEF(IFsiDirectoryItem, __uuidof(IFsiDirectoryItem));
_COM_SMARTPTR_TYPEDEF(IBootOptions, __uuidof(IBootOptions));
_COM_SMARTPTR_TYPEDEF(IStream, __uuidof(IStream));

static _bstr_t text_of(const char *text)
{
    wchar_t wide[MAX_PATH];

    return MultiByteToWideChar(CP_ACP, 0, text, -1, wide, MAX_PATH) ? wide : L"";
}

static void add_boot_image(IFileSystemImagePtr image, const char *file)
{
    IBootOptionsPtr options(__uuidof(BootOptions));
    IStreamPtr stream;

    check(SHCreateStreamOnFileA(file, STGM_READ | STGM_SHARE_DENY_WRITE, &stream));
    check(options->AssignBootImage(stream));
    check(options->put_Emulation(EmulationNone)); // a floppy's size has chosen a floppy
    check(image->put_BootImageOptions(options));
}

// All of the image, a megabyte at a time.
static void save(IStreamPtr image, const char *path)
{
    ULARGE_INTEGER megabyte, read, written;
    IStreamPtr file;

    megabyte.QuadPart = 1 << 20;
    check(SHCreateStreamOnFileA(path, STGM_CREATE | STGM_WRITE, &file));
    do check(image->CopyTo(file, megabyte, &read, &written));
    while (read.QuadPart);
}

static void make(const char *folder, const char *file, const char *label, const char *boot)
{
    IFileSystemImagePtr image(__uuidof(MsftFileSystemImage));
    IFileSystemImageResultPtr result;
    IFsiDirectoryItemPtr root;
    IStreamPtr stream;
    char path[MAX_PATH];

    check(image->put_FreeMediaBlocks(0)); // no limit; at first it is a CD's room
    check(image->put_VolumeName(text_of(label)));
    if (boot) add_boot_image(image, boot);
    check(image->get_Root(&root));
    check(root->AddTree(text_of(_fullpath(path, folder, MAX_PATH) ? path : folder), VARIANT_FALSE));
    check(image->CreateResultImage(&result));
    check(result->get_ImageStream(&stream));
    save(stream, file);
    std::puts("    Making the image: done");
}

int main(int argc, char **argv)
{
    if (argc < 3) return std::puts("iso_cpp FOLDER FILE.iso [LABEL [BOOT IMAGE]]"), 2;
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    try {
        make(argv[1], argv[2], argc > 3 ? argv[3] : "", argc > 4 ? argv[4] : nullptr);
    } catch (const _com_error &error) {
        return print(error), 1;
    }
    return 0;
}
