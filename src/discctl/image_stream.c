/* Reads an image from a file handle; a pipe is first copied into a temporary file. */
#include "discctl/image_stream.h"

#include <stdlib.h>
#include <string.h>

#include "discctl/files.h"
#include "discctl/memory.h"
#include "discctl/read_stream.h"

enum { COPY_BYTES = 1 << 16 };

struct image {
    struct read_stream stream; /* of the bytes, and the padding */
    HANDLE file;               /* owned */
    uint64_t bytes;            /* of the file */
    bool has_failed;           /* a Read */
};

static struct image *image_from(struct read_stream *stream)
{
    return CONTAINING_RECORD(stream, struct image, stream);
}

static HRESULT image_read_at(struct read_stream *stream, uint64_t offset, void *bytes, ULONG count)
{
    struct image *image = image_from(stream);
    uint64_t of_file = offset < image->bytes ? image->bytes - offset : 0;
    ULONG filled = count < of_file ? count : (ULONG)of_file;
    HRESULT hr = file_read_at(image->file, offset, bytes, filled);

    image->has_failed |= FAILED(hr);
    if (SUCCEEDED(hr)) memset((char *)bytes + filled, 0, count - filled);
    return hr;
}

static void image_destroy(struct read_stream *stream)
{
    struct image *image = image_from(stream);

    CloseHandle(image->file);
    memory_free(image);
}

static const struct read_stream_methods image_methods = {image_read_at, image_destroy};

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

bool image_stream_open(const char *path, bool (*is_over)(void), IStream **stream, uint64_t *bytes,
                       struct failure *failure)
{
    bool is_input = strcmp(path, "-") == 0;
    struct image *image;
    LARGE_INTEGER size;
    HANDLE file = is_input ? open_input(is_over, failure) : file_open(path, failure);

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
    image->file = file;
    image->bytes = (uint64_t)size.QuadPart;
    read_stream_begin(&image->stream, &image_methods,
                      (image->bytes + IMAGE_SECTOR_BYTES - 1) / IMAGE_SECTOR_BYTES * IMAGE_SECTOR_BYTES);
    *bytes = image->bytes;
    *stream = &image->stream.IStream_iface;
    return true;
}

bool image_stream_has_failed(IStream *stream)
{
    return image_from(read_stream_from(stream))->has_failed;
}
