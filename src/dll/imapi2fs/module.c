/* imapi2fs.dll as a server: its classes with their constructors, and the entries that registration writes for it.
 * tests/tools/check-classes compares these tables with the lists in other files.
 */
#include "server/module.h"

#include "imapi2fs.h"
#include "imapi2fs/boot_options.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fs/iso_image_manager.h"
#include "openimapi2fs.h"

/* No class needs anything of the module. */
static HRESULT create_file_system_image(const void *context, REFIID iid, void **out)
{
    (void)context;
    return file_system_image_create(iid, out);
}

static HRESULT create_boot_options(const void *context, REFIID iid, void **out)
{
    (void)context;
    return boot_options_create(iid, out);
}

static HRESULT create_iso_image_manager(const void *context, REFIID iid, void **out)
{
    (void)context;
    return iso_image_manager_create(iid, out);
}

/* clang-format off */
static const struct server_class classes[] = {
    {&CLSID_MsftFileSystemImage, &CLSID_OpenIMAPI2_MsftFileSystemImage, L"MsftFileSystemImage",
     L"An image made of files and folders (OpenIMAPI2)", create_file_system_image},
    {&CLSID_BootOptions, &CLSID_OpenIMAPI2_BootOptions, L"BootOptions",
     L"A boot image for a disc (OpenIMAPI2)", create_boot_options},
    {&CLSID_MsftIsoImageManager, &CLSID_OpenIMAPI2_MsftIsoImageManager, L"MsftIsoImageManager",
     L"An image file that exists already (OpenIMAPI2)", create_iso_image_manager},
};

/* Every class of the type library, also those that another object makes. */
static const CLSID *const library_classes[] = {
    &CLSID_MsftFileSystemImage,
    &CLSID_BootOptions,
    &CLSID_MsftIsoImageManager,
    &CLSID_FsiStream,
    &CLSID_FileSystemImageResult,
    &CLSID_ProgressItem,
    &CLSID_EnumProgressItems,
    &CLSID_ProgressItems,
    &CLSID_FsiDirectoryItem,
    &CLSID_FsiFileItem,
    &CLSID_EnumFsiItems,
    &CLSID_FsiNamedStreams,
    &CLSID_BlockRange,
    &CLSID_BlockRangeList,
};

/* IBlockRange, IBlockRangeList and IDiscRecorder2 are imapi2.dll's to register. IIsoImageManager is neither dual nor of
 * oleautomation, so that the automation marshaler does not carry it.
 */
#define ROW(name) {&IID_##name, L ## #name}
static const struct server_interface interfaces[] = {
    ROW(IBootOptions),
    ROW(IProgressItem),
    ROW(IProgressItems),
    ROW(IFileSystemImageResult),
    ROW(IFileSystemImageResult2),
    ROW(IFsiItem),
    ROW(IFsiFileItem),
    ROW(IFsiFileItem2),
    ROW(IFsiNamedStreams),
    ROW(IFsiDirectoryItem),
    ROW(IFsiDirectoryItem2),
    ROW(IFileSystemImage),
    ROW(IFileSystemImage2),
    ROW(IFileSystemImage3),
    ROW(DFileSystemImageEvents),
    ROW(DFileSystemImageImportEvents),
};
/* clang-format on */

const struct server_module server_module = {
    .product = L"OpenIMAPI2",
    .prefix = L"IMAPI2FS",
    .file_name = L"imapi2fs.dll",
    .library = L"{2C941FD0-975B-59BE-A960-9A2A262853A5}",
    .library_name = L"Microsoft IMAPI2 File System Image Creator",
    .state_key = L"Software\\OpenIMAPI2\\RegistrationFS",
    .classes = classes,
    .class_count = ARRAYSIZE(classes),
    .interfaces = interfaces,
    .interface_count = ARRAYSIZE(interfaces),
    .rivals = library_classes,
    .rival_count = ARRAYSIZE(library_classes),
};
