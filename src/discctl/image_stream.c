/* Reads an image from a file handle; a pipe is copied into a temporary file before. */
#include "discctl/image_stream.h"

#include <stdlib.h>
#include <string.h>

#include "discctl/files.h"
#include "discctl/memory.h"

enum { COPY_BYTES = 1 << 16 };

struct image {
    IStream IStream_iface;
    LONG references;
    HANDLE file;       /* owned */
    uint64_t bytes;    /* of the file */
    uint64_t size;     /* bytes, and the padding */
    uint64_t position; /* 0 to size and beyond: nothing is read there */
    bool has_failed;   /* a Read */
};

static struct image *image_from(IStream *iface)
{
    return CONTAINING_RECORD(iface, struct image, IStream_iface);
}

static HRESULT WINAPI image_QueryInterface(IStream *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_ISequentialStream) && !IsEqualIID(iid, &IID_IStream))
        return E_NOINTERFACE;
    IStream_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI image_AddRef(IStream *iface)
{
    return (ULONG)InterlockedIncrement(&image_from(iface)->references);
}

static ULONG WINAPI image_Release(IStream *iface)
{
    struct image *image = image_from(iface);
    LONG left = InterlockedDecrement(&image->references);

    if (!left) {
        CloseHandle(image->file);
        memory_free(image);
    }
    return (ULONG)left;
}

/* The position is the stream's own: an OVERLAPPED says where to read. */
static HRESULT read_at(const struct image *image, uint64_t offset, void *bytes, DWORD count)
{
    DWORD done = 0, read;

    while (done < count) {
        uint64_t at = offset + done;
        OVERLAPPED overlapped = {.Offset = (DWORD)at, .OffsetHigh = (DWORD)(at >> 32)};

        if (!ReadFile(image->file, (char *)bytes + done, count - done, &read, &overlapped)) {
            DWORD error = GetLastError();

            return error == ERROR_HANDLE_EOF ? STG_E_READFAULT : HRESULT_FROM_WIN32(error);
        }
        if (!read) return STG_E_READFAULT; /* like ERROR_HANDLE_EOF: the file has become shorter */
        done += read;
    }
    return S_OK;
}

static HRESULT WINAPI image_Read(IStream *iface, void *out, ULONG wanted, ULONG *read)
{
    struct image *image = image_from(iface);
    uint64_t left = image->position < image->size ? image->size - image->position : 0;
    ULONG count = wanted < left ? wanted : (ULONG)left;
    uint64_t of_file = image->position < image->bytes ? image->bytes - image->position : 0;
    ULONG filled = count < of_file ? count : (ULONG)of_file;
    HRESULT hr = read_at(image, image->position, out, filled);

    if (read) *read = 0;
    image->has_failed |= FAILED(hr);
    if (FAILED(hr)) return hr;
    memset((char *)out + filled, 0, count - filled);
    image->position += count;
    if (read) *read = count;
    return count < wanted ? S_FALSE : S_OK;
}

static HRESULT WINAPI image_Write(IStream *iface, const void *bytes, ULONG count, ULONG *written)
{
    (void)iface;
    (void)bytes;
    (void)count;
    if (written) *written = 0;
    return STG_E_ACCESSDENIED;
}

static HRESULT WINAPI image_Seek(IStream *iface, LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER *position)
{
    struct image *image = image_from(iface);
    uint64_t from;

    switch (origin) {
    case STREAM_SEEK_SET:
        from = 0;
        break;
    case STREAM_SEEK_CUR:
        from = image->position;
        break;
    case STREAM_SEEK_END:
        from = image->size;
        break;
    default:
        return STG_E_INVALIDFUNCTION;
    }
    if (move.QuadPart < 0 && (uint64_t)-move.QuadPart > from) return STG_E_INVALIDFUNCTION;
    image->position = from + (uint64_t)move.QuadPart;
    if (position) position->QuadPart = image->position;
    return S_OK;
}

static HRESULT WINAPI image_SetSize(IStream *iface, ULARGE_INTEGER size)
{
    (void)iface;
    (void)size;
    return STG_E_ACCESSDENIED;
}

static HRESULT WINAPI image_CopyTo(IStream *iface, IStream *target, ULARGE_INTEGER count, ULARGE_INTEGER *read,
                                   ULARGE_INTEGER *written)
{
    uint8_t *bytes = memory_get(COPY_BYTES);
    uint64_t left = count.QuadPart, got = 0, given = 0;
    HRESULT hr = S_OK;

    while (left && hr == S_OK) {
        ULONG part = left < COPY_BYTES ? (ULONG)left : COPY_BYTES, in = 0, out = 0;

        hr = image_Read(iface, bytes, part, &in);
        if (FAILED(hr)) break;
        got += in;
        left = hr == S_FALSE ? 0 : left - in;
        hr = IStream_Write(target, bytes, in, &out);
        given += out;
        if (SUCCEEDED(hr) && out != in) hr = STG_E_MEDIUMFULL;
    }
    memory_free(bytes);
    if (read) read->QuadPart = got;
    if (written) written->QuadPart = given;
    return hr;
}

static HRESULT WINAPI image_Commit(IStream *iface, DWORD flags)
{
    (void)iface;
    (void)flags;
    return S_OK;
}

static HRESULT WINAPI image_Revert(IStream *iface)
{
    (void)iface;
    return S_OK;
}

static HRESULT WINAPI image_LockRegion(IStream *iface, ULARGE_INTEGER offset, ULARGE_INTEGER count, DWORD type)
{
    (void)iface;
    (void)offset;
    (void)count;
    (void)type;
    return STG_E_INVALIDFUNCTION;
}

static HRESULT WINAPI image_Stat(IStream *iface, STATSTG *statistics, DWORD flags)
{
    (void)flags; /* it has no name to give */
    memset(statistics, 0, sizeof *statistics);
    statistics->type = STGTY_STREAM;
    statistics->cbSize.QuadPart = image_from(iface)->size;
    statistics->grfMode = STGM_READ;
    return S_OK;
}

static HRESULT WINAPI image_Clone(IStream *iface, IStream **clone)
{
    (void)iface;
    *clone = NULL;
    return STG_E_INVALIDFUNCTION;
}

static const IStreamVtbl image_methods = {
    image_QueryInterface, image_AddRef, image_Release, image_Read,       image_Write,      image_Seek, image_SetSize,
    image_CopyTo,         image_Commit, image_Revert,  image_LockRegion, image_LockRegion, image_Stat, image_Clone,
};

/* A new file of the user's temporary folder, which goes when it is closed, or with the process. */
static HANDLE create_temporary(struct failure *failure)
{
    wchar_t folder[MAX_PATH + 1], path[MAX_PATH + 1];
    HANDLE file = INVALID_HANDLE_VALUE;

    if (GetTempPathW(MAX_PATH, folder) && GetTempFileNameW(folder, L"oim", 0, path)) {
        file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                           FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    }
    if (file == INVALID_HANDLE_VALUE) {
        DWORD error = GetLastError();

        *failure = failure_say(HRESULT_FROM_WIN32(error), "cannot keep standard input in a temporary file: error %lu",
                               (unsigned long)error);
    }
    return file;
}

/* To the end of the pipe. Returns 0 or the system's error number. */
static DWORD copy(HANDLE from, HANDLE to, bool (*is_over)(void))
{
    uint8_t *bytes = memory_get(COPY_BYTES);
    DWORD error = 0, read = 0, written;

    while (!error) {
        if (is_over()) {
            error = ERROR_CANCELLED;
        } else if (!ReadFile(from, bytes, COPY_BYTES, &read, NULL)) {
            error = GetLastError();
            if (error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF) break;
        } else if (!read) {
            break;
        } else if (!WriteFile(to, bytes, read, &written, NULL)) {
            error = GetLastError();
        } else if (written != read) {
            error = ERROR_DISK_FULL;
        }
    }
    memory_free(bytes);
    if (is_over()) return ERROR_CANCELLED; /* Ctrl-C ended the writer of the pipe, too: half an image is none */
    return error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF ? 0 : error;
}

/* Standard input as a file that can be read anywhere. */
static HANDLE open_input(bool (*is_over)(void), struct failure *failure)
{
    HANDLE input = GetStdHandle(STD_INPUT_HANDLE), file;
    DWORD error;

    if (!input || input == INVALID_HANDLE_VALUE) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE), "there is no standard input");
        return INVALID_HANDLE_VALUE;
    }
    if (GetFileType(input) == FILE_TYPE_DISK &&
        DuplicateHandle(GetCurrentProcess(), input, GetCurrentProcess(), &file, 0, FALSE, DUPLICATE_SAME_ACCESS)) {
        return file;
    }
    file = create_temporary(failure);
    if (file == INVALID_HANDLE_VALUE) return file;
    error = copy(input, file, is_over);
    if (!error) return file;
    CloseHandle(file);
    *failure = error == ERROR_CANCELLED
                   ? failure_say(HRESULT_FROM_WIN32(error), "cancelled; nothing was written to the disc")
                   : failure_say(HRESULT_FROM_WIN32(error), "cannot keep standard input: error %lu of the system",
                                 (unsigned long)error);
    return INVALID_HANDLE_VALUE;
}

static HANDLE open_path(const char *path, struct failure *failure)
{
    wchar_t *absolute;
    uint64_t size;
    HANDLE file;

    if (!file_look(path, &absolute, &size, failure)) return INVALID_HANDLE_VALUE;
    file = CreateFileW(absolute, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        DWORD error = GetLastError();

        *failure = failure_say(HRESULT_FROM_WIN32(error), "cannot open %s: error %lu of the system", path,
                               (unsigned long)error);
    }
    memory_free(absolute);
    return file;
}

bool image_stream_open(const char *path, bool (*is_over)(void), IStream **stream, uint64_t *bytes,
                       struct failure *failure)
{
    bool is_input = strcmp(path, "-") == 0;
    struct image *image;
    LARGE_INTEGER size;
    HANDLE file = is_input ? open_input(is_over, failure) : open_path(path, failure);

    *stream = NULL;
    *bytes = 0;
    if (file == INVALID_HANDLE_VALUE) return false;
    if (!GetFileSizeEx(file, &size) || !size.QuadPart) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_HANDLE_EOF), "%s is empty: there is nothing to burn",
                               is_input ? "standard input" : path);
        CloseHandle(file);
        return false;
    }
    image = memory_get(sizeof *image);
    image->IStream_iface.lpVtbl = (IStreamVtbl *)&image_methods;
    image->references = 1;
    image->file = file;
    image->bytes = (uint64_t)size.QuadPart;
    image->size = (image->bytes + IMAGE_SECTOR_BYTES - 1) / IMAGE_SECTOR_BYTES * IMAGE_SECTOR_BYTES;
    *bytes = image->bytes;
    *stream = &image->IStream_iface;
    return true;
}

bool image_stream_has_failed(IStream *stream)
{
    return image_from(stream)->has_failed;
}
