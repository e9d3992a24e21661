/* Reads whole files that the command line names, with a limit of size. */
#include "discctl/files.h"

#include <stdlib.h>
#include <string.h>

#include <windows.h>

/* The system's last error: its number is the failure's, its words are the failure's text. */
static struct failure cannot(const char *what, const char *path)
{
    DWORD error = GetLastError();
    struct failure system = failure_take(HRESULT_FROM_WIN32(error)), failure;

    failure =
        failure_say(system.hresult, "cannot %s %s: %s (error %lu)", what, path, system.text, (unsigned long)error);
    failure_free(&system);
    return failure;
}

/* A folder is refused with "access denied", which would send people to look at its permissions. */
static struct failure cannot_open(const char *path, const wchar_t *wide)
{
    DWORD error = GetLastError(), attributes;

    attributes = GetFileAttributesW(wide);
    if (attributes != INVALID_FILE_ATTRIBUTES && attributes & FILE_ATTRIBUTE_DIRECTORY)
        return failure_say(HRESULT_FROM_WIN32(error), "%s is a folder, not a file", path);
    SetLastError(error);
    return cannot("open", path);
}

static HANDLE open_file(const char *path, uint64_t *size_bytes, struct failure *failure)
{
    wchar_t *wide = memory_wide(path);
    LARGE_INTEGER size;
    HANDLE file;

    file = CreateFileW(wide, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                       FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        *failure = cannot_open(path, wide);
    } else if (GetFileType(file) != FILE_TYPE_DISK || !GetFileSizeEx(file, &size)) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_BAD_PATHNAME), "%s is not a file", path);
        CloseHandle(file);
        file = INVALID_HANDLE_VALUE;
    } else {
        *size_bytes = (uint64_t)size.QuadPart;
    }
    memory_free(wide);
    return file;
}

bool file_read(const char *path, size_t max, struct bytes *bytes, struct failure *failure)
{
    uint64_t size_bytes = 0;
    bool is_read = false;
    DWORD read = 0;
    HANDLE file;

    bytes->data = NULL;
    bytes->count = bytes->capacity = 0;
    file = open_file(path, &size_bytes, failure);
    if (file == INVALID_HANDLE_VALUE) return false;
    if (size_bytes > max) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_FILE_TOO_LARGE), "%s has more than %lu bytes", path,
                               (unsigned long)max);
    } else {
        bytes->capacity = (size_t)size_bytes + 1;
        bytes->data = memory_get(bytes->capacity);
        is_read = ReadFile(file, bytes->data, (DWORD)size_bytes, &read, NULL);
        if (!is_read) *failure = cannot("read", path);
        bytes->count = read;
    }
    CloseHandle(file);
    if (!is_read) {
        memory_free(bytes->data);
        bytes->data = NULL;
        bytes->count = bytes->capacity = 0;
    }
    return is_read;
}

bool file_look(const char *path, wchar_t **absolute, uint64_t *size_bytes, struct failure *failure)
{
    wchar_t *wide;
    HANDLE file;
    DWORD length;

    *absolute = NULL;
    file = open_file(path, size_bytes, failure);
    if (file == INVALID_HANDLE_VALUE) return false;
    CloseHandle(file);
    wide = memory_wide(path);
    length = GetFullPathNameW(wide, 0, NULL, NULL);
    *absolute = memory_get((length + 1) * sizeof **absolute);
    if (!length || GetFullPathNameW(wide, length + 1, *absolute, NULL) > length) {
        *failure = cannot("find the whole path of", path);
        memory_free(*absolute);
        *absolute = NULL;
    }
    memory_free(wide);
    return *absolute != NULL;
}
