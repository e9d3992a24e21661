/* IFileSystemImage of imapi2fs.dll: a new object, the documented refusals, and a result; what scripts depend on. */
#include "conformance/conformance.h"

#include <stdio.h>
#include <string.h>

#include "imapi2fs.h"
#include "imapi2fserror.h"

enum { BLOCK_BYTES = 2048 };

/* NULL, and the case is skipped, where no server of the class is registered. */
static IFileSystemImage *new_image(void)
{
    IFileSystemImage *image = NULL;
    HRESULT hr = CoCreateInstance(&CLSID_MsftFileSystemImage, NULL, CLSCTX_INPROC_SERVER, &IID_IFileSystemImage,
                                  (void **)&image);

    if (hr == REGDB_E_CLASSNOTREG) {
        cannot("no MsftFileSystemImage is registered");
        return NULL;
    }
    expect_hr(hr, S_OK, "CoCreateInstance of MsftFileSystemImage");
    return SUCCEEDED(hr) ? image : NULL;
}

static void expect_long(HRESULT hr, LONG actual, LONG expected, const char *what)
{
    if (expect_hr(hr, S_OK, what)) expect(actual == expected, "%s is %ld, not %ld", what, actual, expected);
}

typedef HRESULT(WINAPI *long_getter)(IFileSystemImage *, LONG *);
typedef HRESULT(WINAPI *flag_getter)(IFileSystemImage *, VARIANT_BOOL *);

static void expect_number(IFileSystemImage *image, long_getter get, LONG expected, const char *what)
{
    LONG value = -77;
    HRESULT hr = get(image, &value);

    expect_long(hr, value, expected, what);
}

static void expect_false(IFileSystemImage *image, flag_getter get, const char *what)
{
    VARIANT_BOOL value = 77;
    HRESULT hr = get(image, &value);

    expect_long(hr, value, VARIANT_FALSE, what);
}

/* Printed on a machine with Windows 10. */
static void image__new_object__has_its_defaults(const struct subject *subject)
{
    IFileSystemImage *image = new_image();
    FsiFileSystems systems = FsiFileSystemNone;
    BSTR name = (BSTR)1;
    HRESULT hr;

    (void)subject;
    if (!image) return;
    expect_number(image, image->lpVtbl->get_SessionStartBlock, 0, "SessionStartBlock");
    expect_number(image, image->lpVtbl->get_FreeMediaBlocks, 332800, "FreeMediaBlocks");
    expect_number(image, image->lpVtbl->get_UsedBlocks, 528, "UsedBlocks");
    expect_number(image, image->lpVtbl->get_FileCount, 0, "FileCount");
    expect_number(image, image->lpVtbl->get_DirectoryCount, 1, "DirectoryCount");
    expect_number(image, image->lpVtbl->get_ChangePoint, 0, "ChangePoint");
    expect_number(image, image->lpVtbl->get_UDFRevision, 0x102, "UDFRevision");
    expect_number(image, image->lpVtbl->get_ISO9660InterchangeLevel, 1, "ISO9660InterchangeLevel");
    expect_false(image, image->lpVtbl->get_StrictFileSystemCompliance, "StrictFileSystemCompliance");
    expect_false(image, image->lpVtbl->get_UseRestrictedCharacterSet, "UseRestrictedCharacterSet");
    expect_false(image, image->lpVtbl->get_StageFiles, "StageFiles");
    hr = IFileSystemImage_get_FileSystemsToCreate(image, &systems);
    expect_long(hr, (LONG)systems, 7, "FileSystemsToCreate");
    hr = IFileSystemImage_get_FileSystemsSupported(image, &systems);
    expect_long(hr, (LONG)systems, 7, "FileSystemsSupported");
    if (expect_hr(IFileSystemImage_get_VolumeName(image, &name), S_OK, "VolumeName"))
        expect(SysStringLen(name) == 0, "VolumeName is \"%ls\"", name);
    SysFreeString(name);
    if (expect_hr(IFileSystemImage_get_WorkingDirectory(image, &name), S_OK, "WorkingDirectory"))
        expect(SysStringLen(name) && name[SysStringLen(name) - 1] == L'\\', "WorkingDirectory is \"%ls\"", name);
    SysFreeString(name);
    IFileSystemImage_Release(image);
}

static void image__values_that_are_none__are_refused(const struct subject *subject)
{
    IFileSystemImage *image = new_image();
    BSTR relative = SysAllocString(L"file");
    FsiItemType type = FsiItemFile;

    (void)subject;
    if (image) {
        expect_hr(IFileSystemImage_put_UDFRevision(image, 0x101), IMAPI_E_INVALID_PARAM, "UDFRevision = 101h");
        expect_hr(IFileSystemImage_put_ISO9660InterchangeLevel(image, 3), IMAPI_E_INVALID_PARAM, "level 3");
        expect_hr(IFileSystemImage_put_FreeMediaBlocks(image, 100), IMAPI_E_IMAGE_TOO_BIG, "FreeMediaBlocks = 100");
        expect_hr(IFileSystemImage_Exists(image, relative, &type), IMAPI_E_INVALID_PATH, "Exists of a relative path");
        expect_hr(IFileSystemImage_get_Root(image, NULL), E_POINTER, "Root(NULL)");
        answer_hr("FileSystemsToCreate = Joliet alone",
                  IFileSystemImage_put_FileSystemsToCreate(image, FsiFileSystemJoliet));
        answer_hr("FileSystemsToCreate = none", IFileSystemImage_put_FileSystemsToCreate(image, FsiFileSystemNone));
        answer_hr("UDFRevision = 260h", IFileSystemImage_put_UDFRevision(image, 0x260));
        answer_hr("RollbackToChangePoint(5) of an empty image", IFileSystemImage_RollbackToChangePoint(image, 5));
        IFileSystemImage_Release(image);
    }
    SysFreeString(relative);
}

/* What each kind of disc gets is documented nowhere; the last but one is seen in the bytes of images. */
static void image__kinds_of_discs__are_asked(const struct subject *subject)
{
    IFileSystemImage *image = new_image();
    FsiFileSystems systems;
    LONG blocks, revision;
    char question[64];
    HRESULT hr;
    int type;

    (void)subject;
    if (!image) return;
    for (type = 0; type <= 0x14; type++) {
        systems = FsiFileSystemNone;
        blocks = revision = -1;
        hr = IFileSystemImage_ChooseImageDefaultsForMediaType(image, (IMAPI_MEDIA_PHYSICAL_TYPE)type);
        if (SUCCEEDED(hr)) IFileSystemImage_get_FileSystemsToCreate(image, &systems);
        if (SUCCEEDED(hr)) IFileSystemImage_get_FreeMediaBlocks(image, &blocks);
        if (SUCCEEDED(hr)) IFileSystemImage_get_UDFRevision(image, &revision);
        snprintf(question, sizeof question, "ChooseImageDefaultsForMediaType(%02X)", type);
        answer(question, "0x%08lX, file systems %d, UDF %lx, %ld blocks", (unsigned long)hr, (int)systems,
               (unsigned long)revision, blocks);
        if (type == IMAPI_MEDIA_TYPE_DVDPLUSRW_DUALLAYER) {
            expect_hr(hr, S_OK, "DVD+RW DL");
            expect(systems == FsiFileSystemUDF && revision == 0x102, "DVD+RW DL: %d, %lx", (int)systems,
                   (unsigned long)revision);
        }
    }
    IFileSystemImage_Release(image);
}

static void expect_frozen(IFileSystemImage *image)
{
    BSTR name = SysAllocString(L"LATE");

    expect_hr(IFileSystemImage_put_VolumeName(image, name), IMAPI_E_READONLY, "VolumeName while a result lives");
    SysFreeString(name);
}

/* The stream of an empty image: its size, and what a reader of ECMA-119 looks for. */
static void look_at_stream(IStream *stream, LONG blocks)
{
    LARGE_INTEGER place = {.QuadPart = 16 * BLOCK_BYTES};
    BYTE bytes[6] = {0};
    STATSTG statistics;
    ULONG got = 0;

    memset(&statistics, 0, sizeof statistics);
    if (expect_hr(IStream_Stat(stream, &statistics, STATFLAG_NONAME), S_OK, "Stat"))
        expect(statistics.cbSize.QuadPart == (ULONGLONG)blocks * BLOCK_BYTES, "the stream has %lu bytes",
               (unsigned long)statistics.cbSize.LowPart);
    expect_hr(IStream_Seek(stream, place, STREAM_SEEK_SET, NULL), S_OK, "Seek to the descriptors");
    expect_hr(IStream_Read(stream, bytes, sizeof bytes, &got), S_OK, "Read");
    expect(got == sizeof bytes && memcmp(bytes,
                                         "\x01"
                                         "CD001",
                                         6) == 0,
           "no primary volume descriptor");
    place.QuadPart = 0;
    expect_hr(IStream_Seek(stream, place, STREAM_SEEK_END, NULL), S_OK, "Seek to the end");
    answer_hr("Read at the end", IStream_Read(stream, bytes, sizeof bytes, &got));
    expect(got == 0, "%lu bytes at the end", got);
    answer_hr("Write to the stream", IStream_Write(stream, bytes, 1, &got));
}

static void image__empty__has_a_result(const struct subject *subject)
{
    IFileSystemImage *image = new_image();
    IFileSystemImageResult *result = NULL;
    IStream *stream = NULL;
    LONG blocks = 0, size = 0;
    BSTR id = NULL;

    (void)subject;
    if (!image) return;
    if (expect_hr(IFileSystemImage_CreateResultImage(image, &result), S_OK, "CreateResultImage")) {
        expect_hr(IFileSystemImageResult_get_TotalBlocks(result, &blocks), S_OK, "TotalBlocks");
        answer("TotalBlocks of an empty image", "%ld", blocks);
        expect_long(IFileSystemImageResult_get_BlockSize(result, &size), size, size, "BlockSize");
        expect(size == BLOCK_BYTES, "BlockSize is %ld", size);
        if (expect_hr(IFileSystemImageResult_get_DiscId(result, &id), S_OK, "DiscId"))
            expect(id && !lstrcmpW(id, L"0000000000000000"), "DiscId is %ls", id ? id : L"NULL");
        SysFreeString(id);
        expect_frozen(image);
        if (expect_hr(IFileSystemImageResult_get_ImageStream(result, &stream), S_OK, "ImageStream")) {
            look_at_stream(stream, blocks);
            IStream_Release(stream);
        }
        IFileSystemImageResult_Release(result);
        answer_hr("UDFRevision = 150h after the release of the result", IFileSystemImage_put_UDFRevision(image, 0x150));
    }
    IFileSystemImage_Release(image);
}

static const struct conformance_case cases[] = {
    {"image__new_object__has_its_defaults", NEEDS_NOTHING, image__new_object__has_its_defaults},
    {"image__values_that_are_none__are_refused", NEEDS_NOTHING, image__values_that_are_none__are_refused},
    {"image__kinds_of_discs__are_asked", NEEDS_NOTHING, image__kinds_of_discs__are_asked},
    {"image__empty__has_a_result", NEEDS_NOTHING, image__empty__has_a_result},
};

const struct conformance_group image_group = {cases, ARRAYSIZE(cases), NULL};
