/* Items of an image, its boot options, progress items and sessions: what the documentation leaves open is asked. */
#include "conformance/conformance.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "imapi2fs.h"
#include "imapi2fserror.h"

enum { DEEPEST = 9 };

/* NULL, and the case is skipped, where no server of the class is registered. */
static IFileSystemImage *new_image(IFsiDirectoryItem **root)
{
    IFileSystemImage *image = NULL;
    HRESULT hr = CoCreateInstance(&CLSID_MsftFileSystemImage, NULL, CLSCTX_INPROC_SERVER, &IID_IFileSystemImage,
                                  (void **)&image);

    if (hr == REGDB_E_CLASSNOTREG) {
        cannot("no MsftFileSystemImage is registered");
        return NULL;
    }
    if (!expect_hr(hr, S_OK, "CoCreateInstance of MsftFileSystemImage")) return NULL;
    if (expect_hr(IFileSystemImage_get_Root(image, root), S_OK, "Root")) return image;
    IFileSystemImage_Release(image);
    return NULL;
}

static void release(IFileSystemImage *image, IFsiDirectoryItem *root)
{
    IFsiDirectoryItem_Release(root);
    IFileSystemImage_Release(image);
}

static HRESULT add_directory(IFsiDirectoryItem *root, const WCHAR *path)
{
    BSTR text = SysAllocString(path);
    HRESULT hr = IFsiDirectoryItem_AddDirectory(root, text);

    SysFreeString(text);
    return hr;
}

static HRESULT add_file(IFsiDirectoryItem *root, const WCHAR *path, ULONG size)
{
    BSTR text = SysAllocString(path);
    ULARGE_INTEGER length = {.QuadPart = size};
    IStream *stream = NULL;
    HRESULT hr = CreateStreamOnHGlobal(NULL, TRUE, &stream);

    if (SUCCEEDED(hr)) hr = IStream_SetSize(stream, length);
    if (SUCCEEDED(hr)) hr = IFsiDirectoryItem_AddFile(root, text, stream);
    if (stream) IStream_Release(stream);
    SysFreeString(text);
    return hr;
}

static HRESULT with_path(IFsiDirectoryItem *root, HRESULT(WINAPI *method)(IFsiDirectoryItem *, BSTR), const WCHAR *path)
{
    BSTR text = SysAllocString(path);
    HRESULT hr = method(root, text);

    SysFreeString(text);
    return hr;
}

static IFsiItem *item_at(IFsiDirectoryItem *root, const WCHAR *path, HRESULT *hr)
{
    BSTR text = SysAllocString(path);
    IFsiItem *item = NULL;

    *hr = IFsiDirectoryItem_get_Item(root, text, &item);
    SysFreeString(text);
    return SUCCEEDED(*hr) ? item : NULL;
}

/* What a name becomes in each file system: the scheme is documented nowhere. */
static void ask_names(IFsiDirectoryItem *root, const WCHAR *name, bool is_file)
{
    static const FsiFileSystems systems[] = {FsiFileSystemISO9660, FsiFileSystemJoliet, FsiFileSystemUDF};
    char question[400];
    IFsiItem *item;
    BSTR text;
    HRESULT hr = is_file ? add_file(root, name, 1) : add_directory(root, name);
    size_t i;

    snprintf(question, sizeof question, "%s \"%.100ls\"", is_file ? "AddFile" : "AddDirectory", name);
    answer_hr(question, hr);
    if (FAILED(hr)) return;
    item = item_at(root, name, &hr);
    for (i = 0; item && i < ARRAYSIZE(systems); i++) {
        text = NULL;
        hr = IFsiItem_FileSystemName(item, systems[i], &text);
        snprintf(question, sizeof question, "FileSystemName(%d) of \"%.100ls\"", (int)systems[i], name);
        answer(question, "0x%08lX, \"%ls\"", (unsigned long)hr, text ? text : L"");
        SysFreeString(text);
    }
    if (item) IFsiItem_Release(item);
}

static void items__names__are_asked(const struct subject *subject)
{
    static const WCHAR *const files[] = {
        L"plain.txt",    L"PLAIN+1.TXT", L"plain 1.txt",   L"plain_1.txt",  L"two.dots.txt", L".leading", L"trailing.",
        L"no extension", L"a.extension", L"\xE4\x3B2.dat", L"\xD801 alone", L"semi;colon",   L"blank ",   L"plus+",
        L"a\x01z",       L"quote\"",     L"star*",         L"colon:",       L"less<",        L"pipe|",    L"question?",
    };
    static const WCHAR *const directories[] = {L"folder", L"folder.with.dots", L"Folder+", L"."};
    WCHAR longest[260];
    IFsiDirectoryItem *root;
    IFileSystemImage *image = new_image(&root);
    size_t i;

    (void)subject;
    if (!image) return;
    for (i = 0; i < ARRAYSIZE(files); i++)
        ask_names(root, files[i], true);
    for (i = 0; i < ARRAYSIZE(directories); i++)
        ask_names(root, directories[i], false);
    for (i = 64; i <= 256; i += 64) {
        wmemset(longest, L'x', i);
        wcscpy(longest + i - 4, L".txt");
        ask_names(root, longest, true);
    }
    release(image, root);
}

static void items__what_is_there_already__is_asked(const struct subject *subject)
{
    IFsiDirectoryItem *root;
    IFileSystemImage *image = new_image(&root);
    WCHAR deep[2 * DEEPEST + 1] = L"";
    BSTR path;
    IFsiItem *item;
    FsiItemType type = FsiItemFile;
    HRESULT hr;
    LONG blocks;
    int i;

    (void)subject;
    if (!image) return;
    expect_hr(add_directory(root, L"\\d"), S_OK, "AddDirectory");
    expect_hr(add_file(root, L"\\d\\f", 5000), S_OK, "AddFile");
    answer_hr("AddDirectory of a directory that is there", add_directory(root, L"\\d"));
    answer_hr("AddDirectory of a directory that is there in upper case", add_directory(root, L"\\D"));
    answer_hr("AddFile of a file that is there", add_file(root, L"\\d\\f", 1));
    answer_hr("AddFile in a directory that is not there", add_file(root, L"\\none\\f", 1));
    answer_hr("AddFile below a file", add_file(root, L"\\d\\f\\g", 1));
    answer_hr("AddDirectory with a backslash at its end", add_directory(root, L"\\g\\"));
    answer_hr("Remove of a directory with items", with_path(root, root->lpVtbl->Remove, L"\\d"));
    answer_hr("Remove of what is not there", with_path(root, root->lpVtbl->Remove, L"\\none"));
    answer_hr("Remove of the root", with_path(root, root->lpVtbl->Remove, L"\\"));
    answer_hr("RemoveTree of a file", with_path(root, root->lpVtbl->RemoveTree, L"\\d\\f"));
    answer_hr("RemoveTree of what is not there", with_path(root, root->lpVtbl->RemoveTree, L"\\none"));
    item = item_at(root, L"none", &hr);
    answer_hr("Item of what is not there", hr);
    if (item) IFsiItem_Release(item);
    path = SysAllocString(L"\\none\\x");
    answer_hr("Exists below a directory that is not there", IFileSystemImage_Exists(image, path, &type));
    SysFreeString(path);
    if (SUCCEEDED(IFileSystemImage_get_UsedBlocks(image, &blocks)))
        answer("UsedBlocks with a directory and a file of 5000 bytes", "%ld", blocks);
    for (i = 0, hr = S_OK; i < DEEPEST && SUCCEEDED(hr); i++) {
        wcscat(deep, L"\\e");
        hr = add_directory(root, deep);
    }
    answer("Levels of directories", "%d, then 0x%08lX", i - FAILED(hr), (unsigned long)hr);
    answer_hr("RemoveTree of the root", with_path(root, root->lpVtbl->RemoveTree, L"\\"));
    answer_hr("RemoveTree of the root of an empty image", with_path(root, root->lpVtbl->RemoveTree, L"\\"));
    release(image, root);
}

static void items__dates_and_paths__are_asked(const struct subject *subject)
{
    static const DATE dates[] = {-1.0, 0.0, 2.0, 36526.0, 93503.0, 93504.0};
    IFsiDirectoryItem *root;
    IFileSystemImage *image = new_image(&root);
    char question[64];
    DATE date = -1;
    BSTR text = NULL;
    HRESULT hr;
    size_t i;

    (void)subject;
    if (!image) return;
    if (expect_hr(IFsiDirectoryItem_get_LastModifiedTime(root, &date), S_OK, "LastModifiedTime"))
        expect(date == 0.0, "the root's LastModifiedTime is %f", date); /* as printed on a machine with Windows 10 */
    for (i = 0; i < ARRAYSIZE(dates); i++) {
        snprintf(question, sizeof question, "CreationTime = %.0f", dates[i]);
        answer_hr(question, IFsiDirectoryItem_put_CreationTime(root, dates[i]));
    }
    hr = IFsiDirectoryItem_get_FullPath(root, &text);
    answer("FullPath of the root", "0x%08lX, \"%ls\"", (unsigned long)hr, text ? text : L"");
    SysFreeString(text);
    text = NULL;
    answer_hr("FileSystemName(7) of the root", IFsiDirectoryItem_FileSystemName(root, (FsiFileSystems)7, &text));
    SysFreeString(text);
    release(image, root);
}

static void boot_options__values__are_asked(const struct subject *subject)
{
    static const WCHAR maker[] = L"0123456789012345678901234";
    BSTR long_name = SysAllocString(maker), name = SysAllocStringLen(maker, 24);
    IBootOptions *options = NULL;
    EmulationType emulation = EmulationHardDisk;
    PlatformId platform = PlatformMac;
    IStream *stream = (IStream *)1;
    ULONG size = 77;
    HRESULT hr = CoCreateInstance(&CLSID_BootOptions, NULL, CLSCTX_INPROC_SERVER, &IID_IBootOptions, (void **)&options);

    (void)subject;
    if (hr == REGDB_E_CLASSNOTREG) {
        cannot("no BootOptions is registered");
    } else if (expect_hr(hr, S_OK, "CoCreateInstance of BootOptions")) {
        expect_hr(IBootOptions_get_Emulation(options, &emulation), S_OK, "Emulation");
        expect_hr(IBootOptions_get_PlatformId(options, &platform), S_OK, "PlatformId");
        expect(emulation == EmulationNone && platform == PlatformX86, "emulation %d, platform %d", (int)emulation,
               (int)platform);
        expect_hr(IBootOptions_AssignBootImage(options, NULL), E_POINTER, "AssignBootImage(NULL)");
        expect_hr(IBootOptions_put_Manufacturer(options, name), S_OK, "a manufacturer of 24 characters");
        expect_hr(IBootOptions_put_Manufacturer(options, long_name), IMAPI_E_INVALID_PARAM, "one of 25 characters");
        hr = IBootOptions_get_BootImage(options, &stream);
        answer("BootImage without one", "0x%08lX, %s", (unsigned long)hr, stream ? "a pointer" : "NULL");
        hr = IBootOptions_get_ImageSize(options, &size);
        answer("ImageSize without an image", "0x%08lX, %lu", (unsigned long)hr, size);
        answer_hr("Emulation = 5", IBootOptions_put_Emulation(options, (EmulationType)5));
        answer_hr("Emulation = 1.44 MB without an image", IBootOptions_put_Emulation(options, Emulation144MFloppy));
        answer_hr("PlatformId = 3", IBootOptions_put_PlatformId(options, (PlatformId)3));
        answer_hr("PlatformId = 256", IBootOptions_put_PlatformId(options, (PlatformId)256));
        IBootOptions_Release(options);
    }
    SysFreeString(name);
    SysFreeString(long_name);
}

static void ask_progress(IProgressItems *items)
{
    IProgressItem *item = NULL;
    LONG count = 0, i;
    BSTR text;

    if (FAILED(IProgressItems_get_Count(items, &count))) return;
    answer("ProgressItems of a file of 5000 bytes: Count", "%ld", count);
    for (i = 0; i < count && i < 8; i++) {
        ULONG first = 0, last = 0;

        text = NULL;
        if (FAILED(IProgressItems_get_Item(items, i, &item))) continue;
        IProgressItem_get_Description(item, &text);
        IProgressItem_get_FirstBlock(item, &first);
        IProgressItem_get_LastBlock(item, &last);
        answer("ProgressItems of a file of 5000 bytes: an item", "\"%ls\", %lu to %lu", text ? text : L"", first, last);
        SysFreeString(text);
        IProgressItem_Release(item);
    }
    item = NULL;
    answer_hr("ProgressItems.Item behind the last", IProgressItems_get_Item(items, count, &item));
    answer_hr("ProgressItemFromBlock(7FFFFFFFh)", IProgressItems_ProgressItemFromBlock(items, 0x7FFFFFFF, &item));
    expect_hr(IProgressItems_ProgressItemFromDescription(items, NULL, &item), E_FAIL, "from no description");
}

static void result__of_a_file__is_asked(const struct subject *subject)
{
    IFileSystemImageResult2 *second = NULL;
    IFileSystemImageResult *result = NULL;
    IProgressItems *items = NULL;
    IBlockRangeList *ranges = NULL;
    LARGE_INTEGER before = {.QuadPart = -1};
    ULARGE_INTEGER one = {.QuadPart = 1};
    IFsiDirectoryItem *root;
    IFileSystemImage *image = new_image(&root);
    IStream *stream = NULL;
    STATSTG statistics;

    (void)subject;
    if (!image) return;
    expect_hr(add_file(root, L"\\f", 5000), S_OK, "AddFile");
    if (expect_hr(IFileSystemImage_CreateResultImage(image, &result), S_OK, "CreateResultImage")) {
        if (SUCCEEDED(IFileSystemImageResult_get_ProgressItems(result, &items))) {
            ask_progress(items);
            IProgressItems_Release(items);
        }
        if (SUCCEEDED(IFileSystemImageResult_QueryInterface(result, &IID_IFileSystemImageResult2, (void **)&second))) {
            expect_hr(IFileSystemImageResult2_get_ModifiedBlocks(second, &ranges), E_NOTIMPL, "ModifiedBlocks");
            IFileSystemImageResult2_Release(second);
        }
        answer_hr("put_FreeMediaBlocks while a result lives", IFileSystemImage_put_FreeMediaBlocks(image, 0));
        answer_hr("StageFiles while a result lives", IFileSystemImage_put_StageFiles(image, VARIANT_TRUE));
        if (expect_hr(IFileSystemImageResult_get_ImageStream(result, &stream), S_OK, "ImageStream")) {
            answer_hr("Stat(2)", IStream_Stat(stream, &statistics, 2));
            answer_hr("Seek in front of the stream", IStream_Seek(stream, before, STREAM_SEEK_SET, NULL));
            answer_hr("SetSize", IStream_SetSize(stream, one));
            answer_hr("LockRegion", IStream_LockRegion(stream, one, one, LOCK_WRITE));
            answer_hr("QueryInterface for IBlockRangeList",
                      IStream_QueryInterface(stream, &IID_IBlockRangeList, (void **)&ranges));
            if (ranges) IBlockRangeList_Release(ranges);
            IStream_Release(stream);
        }
        IFileSystemImageResult_Release(result);
    }
    release(image, root);
}

static void image__without_sessions__says_so(const struct subject *subject)
{
    FsiFileSystems system = (FsiFileSystems)77;
    IFsiDirectoryItem *root;
    IFileSystemImage *image = new_image(&root);
    BSTR id = NULL;
    HRESULT hr;

    (void)subject;
    if (!image) return;
    expect_hr(IFileSystemImage_CalculateDiscIdentifier(image, &id), IMAPI_E_MULTISESSION_NOT_SET,
              "CalculateDiscIdentifier");
    answer_hr("ImportFileSystem without MultisessionInterfaces", IFileSystemImage_ImportFileSystem(image, &system));
    answer_hr("ImportSpecificFileSystem(UDF) without them",
              IFileSystemImage_ImportSpecificFileSystem(image, FsiFileSystemUDF));
    answer_hr("ImportSpecificFileSystem(7) without them",
              IFileSystemImage_ImportSpecificFileSystem(image, (FsiFileSystems)7));
    answer_hr("IdentifyFileSystemsOnDisc(NULL) without them",
              IFileSystemImage_IdentifyFileSystemsOnDisc(image, NULL, &system));
    expect_hr(IFileSystemImage_GetDefaultFileSystemForImport(image, FsiFileSystemNone, &system), IMAPI_E_INVALID_PARAM,
              "GetDefaultFileSystemForImport(none)");
    hr = IFileSystemImage_GetDefaultFileSystemForImport(image, (FsiFileSystems)3, &system);
    answer("GetDefaultFileSystemForImport(3)", "0x%08lX, %d", (unsigned long)hr, (int)system);
    answer_hr("SessionStartBlock = -1", IFileSystemImage_put_SessionStartBlock(image, -1));
    answer_hr("MultisessionInterfaces = NULL", IFileSystemImage_put_MultisessionInterfaces(image, NULL));
    release(image, root);
}

static const struct conformance_case cases[] = {
    {"items__names__are_asked", NEEDS_NOTHING, items__names__are_asked},
    {"items__what_is_there_already__is_asked", NEEDS_NOTHING, items__what_is_there_already__is_asked},
    {"items__dates_and_paths__are_asked", NEEDS_NOTHING, items__dates_and_paths__are_asked},
    {"boot_options__values__are_asked", NEEDS_NOTHING, boot_options__values__are_asked},
    {"result__of_a_file__is_asked", NEEDS_NOTHING, result__of_a_file__is_asked},
    {"image__without_sessions__says_so", NEEDS_NOTHING, image__without_sessions__says_so},
};

const struct conformance_group image_tree_group = {cases, ARRAYSIZE(cases), NULL};
