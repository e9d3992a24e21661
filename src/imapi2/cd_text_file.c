/* Reads CD-TEXT files as a whole: they are small, and larger files are refused before they are read. */
#include "imapi2/cd_text_file.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "cdtext/cue_sheet.h"
#include "cdtext/packs.h"
#include "cdtext/sony_sheet.h"

struct contents {
    uint8_t *bytes; /* base_free */
    size_t count;
};

static HRESULT last_error(void)
{
    DWORD error = GetLastError();

    return HRESULT_FROM_WIN32(error ? error : ERROR_READ_FAULT);
}

static HRESULT refuse(struct cdtext_fault *fault, enum cdtext_status status, uint32_t value)
{
    memset(fault, 0, sizeof *fault);
    fault->status = status;
    fault->value = value;
    return E_INVALIDARG;
}

static HRESULT read_all(HANDLE file, size_t most, struct contents *contents, struct cdtext_fault *fault)
{
    LARGE_INTEGER size;
    DWORD read = 0;

    if (GetFileType(file) != FILE_TYPE_DISK) return HRESULT_FROM_WIN32(ERROR_BAD_FILE_TYPE);
    if (!GetFileSizeEx(file, &size)) return last_error();
    if (size.QuadPart > (LONGLONG)most) return refuse(fault, CDTEXT_TOO_LARGE, (uint32_t)most);
    contents->bytes = base_alloc((size_t)size.QuadPart);
    if (!contents->bytes) return E_OUTOFMEMORY;
    while (contents->count < (size_t)size.QuadPart) {
        if (!ReadFile(file, contents->bytes + contents->count, (DWORD)((size_t)size.QuadPart - contents->count), &read,
                      NULL))
            return last_error();
        if (!read) return HRESULT_FROM_WIN32(ERROR_HANDLE_EOF); /* it has become shorter */
        contents->count += read;
    }
    return S_OK;
}

/* contents: empty at first. Whoever serves another kind of path, such as a pipe, cannot act as the caller. */
static HRESULT read_file(const WCHAR *path, size_t most, struct contents *contents, struct cdtext_fault *fault)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING,
                              SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS, NULL);
    HRESULT hr;

    if (file == INVALID_HANDLE_VALUE) return last_error();
    hr = read_all(file, most, contents, fault);
    CloseHandle(file);
    return hr;
}

static HRESULT read_packs(const WCHAR *path, struct cdtext *text, struct cdtext_fault *fault)
{
    struct contents contents = {NULL, 0};
    HRESULT hr = read_file(path, CDTEXT_PACKS_FILE_BYTES_MAX, &contents, fault);

    if (SUCCEEDED(hr) && cdtext_decode(contents.bytes, contents.count, text, fault) != CDTEXT_OK) hr = E_INVALIDARG;
    base_free(contents.bytes);
    return hr;
}

/* Where a file stands that a sheet names: beside the sheet, unless its name has a path from the root on. base_free;
 * NULL: no memory.
 */
static WCHAR *path_beside(const WCHAR *sheet, struct cdtext_words name)
{
    const WCHAR *slash = wcsrchr(sheet, L'\\'), *other = wcsrchr(sheet, L'/');
    size_t folder = 0;
    WCHAR *path;

    if (other && (!slash || other > slash)) slash = other;
    if (slash) folder = (size_t)(slash - sheet) + 1;
    if (name.characters[0] == L'\\' || name.characters[0] == L'/' || (name.count > 1 && name.characters[1] == L':'))
        folder = 0;
    path = base_alloc((folder + name.count + 1) * sizeof *path);
    if (!path) return NULL;
    memcpy(path, sheet, folder * sizeof *path);
    memcpy(path + folder, name.characters, name.count * sizeof *path);
    return path;
}

/* The packs that a cue sheet names, then its own texts over them. */
static HRESULT read_cue_sheet(const WCHAR *path, const struct cdtext_sheet *opened, struct cdtext *text,
                              struct cdtext_fault *fault)
{
    struct cdtext_sheet sheet = *opened;
    struct cdtext_words pack_file = {NULL, 0};
    WCHAR *beside;
    HRESULT hr;

    cdtext_init(text);
    if (cdtext_cue_sheet_read(&sheet, text, &pack_file, fault) != CDTEXT_OK) return E_INVALIDARG;
    if (pack_file.count == 0) return S_OK;

    beside = path_beside(path, pack_file);
    if (!beside) return E_OUTOFMEMORY;
    hr = read_packs(beside, text, fault);
    base_free(beside);
    if (FAILED(hr)) return hr;
    sheet = *opened;
    return cdtext_cue_sheet_read(&sheet, text, &pack_file, fault) == CDTEXT_OK ? S_OK : E_INVALIDARG;
}

static HRESULT read_sheet(const WCHAR *path, enum cd_text_file kind, struct cdtext *text, struct cdtext_fault *fault)
{
    struct contents contents = {NULL, 0};
    uint16_t *characters = NULL;
    struct cdtext_sheet sheet;
    HRESULT hr = read_file(path, CDTEXT_FILE_BYTES_MAX, &contents, fault);

    if (SUCCEEDED(hr)) characters = base_alloc_array(contents.count, sizeof *characters);
    if (SUCCEEDED(hr) && !characters) hr = E_OUTOFMEMORY;
    if (SUCCEEDED(hr) && cdtext_sheet_open(contents.bytes, contents.count, characters, &sheet, fault) != CDTEXT_OK)
        hr = E_INVALIDARG;
    if (SUCCEEDED(hr) && kind == CD_TEXT_CUE_SHEET)
        hr = read_cue_sheet(path, &sheet, text, fault);
    else if (SUCCEEDED(hr) && cdtext_sony_sheet_read(&sheet, text, fault) != CDTEXT_OK)
        hr = E_INVALIDARG;
    base_free(characters);
    base_free(contents.bytes);
    return hr;
}

HRESULT cd_text_file_read(const WCHAR *path, enum cd_text_file kind, struct cdtext *text, struct cdtext_fault *fault)
{
    HRESULT hr;

    memset(fault, 0, sizeof *fault);
    hr = kind == CD_TEXT_PACKS ? read_packs(path, text, fault) : read_sheet(path, kind, text, fault);
    if (SUCCEEDED(hr) && cdtext_check_length(text, fault) != CDTEXT_OK) hr = E_INVALIDARG;
    if (hr != E_INVALIDARG) memset(fault, 0, sizeof *fault);
    return hr;
}
