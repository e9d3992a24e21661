/* IIsoImageManager of imapi2fs.dll: the documented result codes, and what the documentation leaves open. */
#include "conformance/conformance.h"

#include <stdio.h>

#include "imapi2fs.h"
#include "imapi2fserror.h"

enum { SECTOR_BYTES = 2048 };

/* NULL, and the case is skipped, where no server of the class is registered. */
static IIsoImageManager *new_manager(void)
{
    IIsoImageManager *manager = NULL;
    HRESULT hr = CoCreateInstance(&CLSID_MsftIsoImageManager, NULL, CLSCTX_INPROC_SERVER, &IID_IIsoImageManager,
                                  (void **)&manager);

    if (hr == REGDB_E_CLASSNOTREG) {
        cannot("no MsftIsoImageManager is registered");
        return NULL;
    }
    expect_hr(hr, S_OK, "CoCreateInstance of MsftIsoImageManager");
    return SUCCEEDED(hr) ? manager : NULL;
}

static HRESULT set_path(IIsoImageManager *manager, const WCHAR *path)
{
    BSTR text = path ? SysAllocString(path) : NULL;
    HRESULT hr = IIsoImageManager_SetPath(manager, text);

    SysFreeString(text);
    return hr;
}

/* A file of `size` zeros, with this identifier in sector 16 unless it is NULL, in the folder for temporary files. */
static bool make_image(WCHAR path[MAX_PATH], DWORD size, const char *identifier)
{
    HANDLE file;
    DWORD written;
    bool is_made;

    if (!expect(GetTempPathW(MAX_PATH - 40, path) != 0, "no folder for temporary files")) return false;
    wcscat(path, L"openimapi2-conformance.iso");
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    if (!expect(file != INVALID_HANDLE_VALUE, "%ls could not be made", path)) return false;
    is_made = SetFilePointer(file, (LONG)size, NULL, FILE_BEGIN) == size && SetEndOfFile(file);
    if (is_made && identifier)
        is_made = SetFilePointer(file, 16 * SECTOR_BYTES + 1, NULL, FILE_BEGIN) == 16 * SECTOR_BYTES + 1 &&
                  WriteFile(file, identifier, 5, &written, NULL) && written == 5;
    CloseHandle(file);
    return expect(is_made, "%ls could not be written", path);
}

static void image_manager__null_pointers__are_refused(const struct subject *subject)
{
    IIsoImageManager *manager = new_manager();

    (void)subject;
    if (!manager) return;
    expect_hr(IIsoImageManager_get_Path(manager, NULL), E_POINTER, "Path(NULL)");
    expect_hr(IIsoImageManager_get_Stream(manager, NULL), E_POINTER, "Stream(NULL)");
    IIsoImageManager_Release(manager);
}

static void image_manager__nothing_set__has_no_image(const struct subject *subject)
{
    IIsoImageManager *manager = new_manager();
    IStream *stream = NULL;
    BSTR path = NULL;

    (void)subject;
    if (!manager) return;
    expect_hr(IIsoImageManager_Validate(manager), IMAPI_E_IMAGEMANAGER_NO_IMAGE, "Validate");
    answer_hr("Path of a new MsftIsoImageManager", IIsoImageManager_get_Path(manager, &path));
    answer("its value", "%ls", path ? (path[0] ? path : L"an empty string") : L"NULL");
    answer_hr("Stream of a new MsftIsoImageManager", IIsoImageManager_get_Stream(manager, &stream));
    answer("its value", "%s", stream ? "an object" : "NULL");
    if (stream) IStream_Release(stream);
    SysFreeString(path);
    answer_hr("SetStream(NULL)", IIsoImageManager_SetStream(manager, NULL));
    IIsoImageManager_Release(manager);
}

static void image_manager__paths_of_no_file__are_invalid(const struct subject *subject)
{
    IIsoImageManager *manager = new_manager();

    (void)subject;
    if (!manager) return;
    expect_hr(set_path(manager, L"C:\\no such folder\\image.iso"), IMAPI_E_INVALID_PATH, "SetPath of a missing file");
    answer_hr("SetPath(NULL)", set_path(manager, NULL));
    answer_hr("SetPath(\"\")", set_path(manager, L""));
    answer_hr("SetPath of a folder", set_path(manager, L"C:\\"));
    IIsoImageManager_Release(manager);
}

static void image_manager__identifiers__are_looked_for(const struct subject *subject)
{
    static const struct {
        DWORD size;
        const char *identifier;
        HRESULT hr; /* S_FALSE: an open question */
    } rows[] = {
        {20 * SECTOR_BYTES, "CD001", S_OK},
        {20 * SECTOR_BYTES, NULL, IMAPI_E_IMAGEMANAGER_NO_VALID_VD_FOUND},
        {20 * SECTOR_BYTES + 1, "CD001", IMAPI_E_IMAGEMANAGER_IMAGE_NOT_ALIGNED},
        {0, NULL, S_FALSE},
        {20 * SECTOR_BYTES, "BEA01", S_FALSE},
        {20 * SECTOR_BYTES, "NSR02", S_FALSE},
        {20 * SECTOR_BYTES, "CDW02", S_FALSE},
    };
    IIsoImageManager *manager = new_manager();
    WCHAR path[MAX_PATH];
    char what[64];
    size_t i;

    (void)subject;
    if (!manager) return;
    for (i = 0; i < ARRAYSIZE(rows) && make_image(path, rows[i].size, rows[i].identifier); i++) {
        const char *identifier = rows[i].identifier ? rows[i].identifier : "no identifier";

        sprintf(what, "Validate of %lu bytes with %s", rows[i].size, identifier);
        if (!expect_hr(set_path(manager, path), S_OK, "SetPath")) break;
        if (rows[i].hr == S_FALSE)
            answer_hr(what, IIsoImageManager_Validate(manager));
        else
            expect_hr(IIsoImageManager_Validate(manager), rows[i].hr, what);
        IIsoImageManager_SetStream(manager, NULL); /* gives the file back */
        DeleteFileW(path);
    }
    IIsoImageManager_Release(manager);
}

static void ask_of_stream(IIsoImageManager *manager, IStream *stream)
{
    LARGE_INTEGER sector = {.QuadPart = SECTOR_BYTES}, nowhere = {.QuadPart = 0};
    IStream *again = NULL;
    ULARGE_INTEGER position = {.QuadPart = 0};
    STATSTG statistics = {0};

    expect_hr(IIsoImageManager_get_Stream(manager, &again), S_OK, "Stream, a second time");
    answer("is Stream the same object each time", "%s", again == stream ? "yes" : "no");
    if (again) IStream_Release(again);
    if (expect_hr(IStream_Stat(stream, &statistics, STATFLAG_DEFAULT), S_OK, "Stat"))
        expect(statistics.cbSize.QuadPart == 20 * SECTOR_BYTES, "the size is %lu", statistics.cbSize.LowPart);
    answer("name of the stream of a file", "%ls", statistics.pwcsName ? statistics.pwcsName : L"NULL");
    CoTaskMemFree(statistics.pwcsName);
    expect_hr(IStream_Seek(stream, sector, STREAM_SEEK_SET, NULL), S_OK, "Seek");
    expect_hr(IIsoImageManager_Validate(manager), S_OK, "Validate");
    expect_hr(IStream_Seek(stream, nowhere, STREAM_SEEK_CUR, &position), S_OK, "Seek");
    answer("position of the stream after Validate", "%lu", position.LowPart);
}

static void image_manager__file__is_a_stream(const struct subject *subject)
{
    IIsoImageManager *manager = new_manager();
    IStream *stream = NULL;
    WCHAR path[MAX_PATH] = L"";
    BSTR text = NULL;
    HANDLE writer;

    (void)subject;
    if (!manager) return;
    if (make_image(path, 20 * SECTOR_BYTES, "CD001") && expect_hr(set_path(manager, path), S_OK, "SetPath")) {
        if (expect_hr(IIsoImageManager_get_Path(manager, &text), S_OK, "Path"))
            expect(text && !lstrcmpW(text, path), "Path is %ls", text ? text : L"NULL");
        SysFreeString(text);
        if (expect_hr(IIsoImageManager_get_Stream(manager, &stream), S_OK, "Stream") && expect(stream, "no stream"))
            ask_of_stream(manager, stream);
        writer = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
        answer("may others write the file meanwhile", "%s", writer == INVALID_HANDLE_VALUE ? "no" : "yes");
        if (writer != INVALID_HANDLE_VALUE) CloseHandle(writer);
        if (stream) {
            expect_hr(IIsoImageManager_SetStream(manager, stream), S_OK, "SetStream");
            text = NULL;
            answer_hr("Path after SetStream", IIsoImageManager_get_Path(manager, &text));
            answer("its value", "%ls", text ? (text[0] ? text : L"an empty string") : L"NULL");
            SysFreeString(text);
            IStream_Release(stream);
        }
    }
    IIsoImageManager_Release(manager);
    DeleteFileW(path);
}

static const struct conformance_case cases[] = {
    {"image_manager__null_pointers__are_refused", NEEDS_NOTHING, image_manager__null_pointers__are_refused},
    {"image_manager__nothing_set__has_no_image", NEEDS_NOTHING, image_manager__nothing_set__has_no_image},
    {"image_manager__paths_of_no_file__are_invalid", NEEDS_NOTHING, image_manager__paths_of_no_file__are_invalid},
    {"image_manager__identifiers__are_looked_for", NEEDS_NOTHING, image_manager__identifiers__are_looked_for},
    {"image_manager__file__is_a_stream", NEEDS_NOTHING, image_manager__file__is_a_stream},
};

const struct conformance_group image_manager_group = {cases, ARRAYSIZE(cases), NULL};
