/* Reads whole files that the command line names, with a size limit. */
#include "discctl/files.h"

#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include "os/file_name.h"

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

static bool is_folder(const wchar_t *path)
{
    DWORD attributes = GetFileAttributesW(path);

    return attributes != INVALID_FILE_ATTRIBUTES && attributes & FILE_ATTRIBUTE_DIRECTORY;
}

/* A folder is refused with "access denied", which would send people to look at its permissions. */
static struct failure cannot_open(const char *path, const wchar_t *wide)
{
    DWORD error = GetLastError();

    if (is_folder(wide)) return failure_say(HRESULT_FROM_WIN32(error), "%s is a folder, not a file", path);
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
    HANDLE file;

    *absolute = NULL;
    file = open_file(path, size_bytes, failure);
    if (file == INVALID_HANDLE_VALUE) return false;
    CloseHandle(file);
    *absolute = file_absolute_path(path);
    if (!*absolute) *failure = cannot("find the whole path of", path);
    return *absolute != NULL;
}

HANDLE file_open(const char *path, struct failure *failure)
{
    wchar_t *absolute;
    uint64_t size;
    HANDLE file;

    if (!file_look(path, &absolute, &size, failure)) return INVALID_HANDLE_VALUE;
    file = CreateFileW(absolute, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (file == INVALID_HANDLE_VALUE) *failure = cannot("open", path);
    memory_free(absolute);
    return file;
}

/* The position is the caller's: an OVERLAPPED says where to read. */
HRESULT file_read_at(HANDLE file, uint64_t offset, void *bytes, DWORD count)
{
    DWORD done = 0, read;

    while (done < count) {
        uint64_t at = offset + done;
        OVERLAPPED overlapped = {.Offset = (DWORD)at, .OffsetHigh = (DWORD)(at >> 32)};

        if (!ReadFile(file, (char *)bytes + done, count - done, &read, &overlapped)) {
            DWORD error = GetLastError();

            return error == ERROR_HANDLE_EOF ? STG_E_READFAULT : HRESULT_FROM_WIN32(error);
        }
        if (!read) return STG_E_READFAULT; /* like ERROR_HANDLE_EOF: the file has become shorter */
        done += read;
    }
    return S_OK;
}

bool file_is_folder(const char *path)
{
    wchar_t *wide = memory_wide(path);
    bool is_one = is_folder(wide);

    memory_free(wide);
    return is_one;
}

static bool identify(const char *path, BY_HANDLE_FILE_INFORMATION *information)
{
    wchar_t *wide = memory_wide(path);
    HANDLE file = CreateFileW(wide, 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                              FILE_FLAG_BACKUP_SEMANTICS, NULL);
    bool is_known = file != INVALID_HANDLE_VALUE && GetFileInformationByHandle(file, information);

    if (file != INVALID_HANDLE_VALUE) CloseHandle(file);
    memory_free(wide);
    return is_known;
}

bool file_is_same(const char *path, const char *other)
{
    BY_HANDLE_FILE_INFORMATION one, two;

    return identify(path, &one) && identify(other, &two) && one.dwVolumeSerialNumber == two.dwVolumeSerialNumber &&
           one.nFileIndexHigh == two.nFileIndexHigh && one.nFileIndexLow == two.nFileIndexLow;
}

wchar_t *file_absolute_path(const char *path)
{
    wchar_t *wide = memory_wide(path), *absolute;
    DWORD length = GetFullPathNameW(wide, 0, NULL, NULL);

    absolute = memory_get((length + 1) * sizeof *absolute);
    if (!length || GetFullPathNameW(wide, length + 1, absolute, NULL) > length) {
        memory_free(absolute);
        absolute = NULL;
    }
    memory_free(wide);
    return absolute;
}

bool file_is_below(const char *path, const char *folder)
{
    wchar_t *file = file_absolute_path(path), *above = file_absolute_path(folder);
    DWORD attributes = file ? GetFileAttributesW(file) : INVALID_FILE_ATTRIBUTES;
    bool is_below = false;

    if (above && attributes != INVALID_FILE_ATTRIBUTES && !(attributes & FILE_ATTRIBUTE_DIRECTORY)) {
        size_t chars = wcslen(above);

        while (chars && above[chars - 1] == L'\\')
            chars--;
        is_below = file_name_is_like(file, above, chars) && file[chars] == L'\\';
    }
    memory_free(above);
    memory_free(file);
    return is_below;
}
