#include "discctl/files.h"

#include <stdlib.h>
#include <string.h>

#include <windows.h>

static char *cannot(const char *what, const char *path, DWORD error)
{
    wchar_t *message = NULL;
    char *text, *complaint;
    DWORD length;

    length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_ALLOCATE_BUFFER,
                            NULL, error, 0, (wchar_t *)&message, 0, NULL);
    while (length && (message[length - 1] == '\r' || message[length - 1] == '\n'))
        message[--length] = 0;
    text = utf8_from_wide(length ? message : L"");
    complaint = memory_printf("cannot %s %s: %s (error %lu)", what, path, text, (unsigned long)error);
    LocalFree(message);
    free(text);
    return complaint;
}

static HANDLE open_file(const char *path, uint64_t *size_bytes, char **complaint)
{
    wchar_t *wide = wide_from_utf8(path);
    LARGE_INTEGER size;
    HANDLE file;

    file = CreateFileW(wide, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                       FILE_ATTRIBUTE_NORMAL, NULL);
    free(wide);
    if (file == INVALID_HANDLE_VALUE) {
        *complaint = cannot("open", path, GetLastError());
    } else if (GetFileType(file) != FILE_TYPE_DISK || !GetFileSizeEx(file, &size)) {
        *complaint = memory_printf("%s is not a file", path);
        CloseHandle(file);
        file = INVALID_HANDLE_VALUE;
    } else {
        *size_bytes = (uint64_t)size.QuadPart;
    }
    return file;
}

bool file_read(const char *path, size_t max, struct bytes *bytes, char **complaint)
{
    uint64_t size_bytes = 0;
    DWORD read = 0;
    HANDLE file;

    bytes->data = NULL;
    bytes->count = 0;
    *complaint = NULL;
    file = open_file(path, &size_bytes, complaint);
    if (file == INVALID_HANDLE_VALUE) return false;
    if (size_bytes > max) {
        *complaint = memory_printf("%s has more than %lu bytes", path, (unsigned long)max);
    } else {
        bytes->data = memory_get((size_t)size_bytes + 1);
        if (!ReadFile(file, bytes->data, (DWORD)size_bytes, &read, NULL))
            *complaint = cannot("read", path, GetLastError());
        bytes->count = read;
    }
    CloseHandle(file);
    if (*complaint) {
        free(bytes->data);
        bytes->data = NULL;
    }
    return !*complaint;
}

bool file_look(const char *path, wchar_t **absolute, uint64_t *size_bytes, char **complaint)
{
    wchar_t *wide;
    HANDLE file;
    DWORD length;

    *complaint = NULL;
    *absolute = NULL;
    file = open_file(path, size_bytes, complaint);
    if (file == INVALID_HANDLE_VALUE) return false;
    CloseHandle(file);
    wide = wide_from_utf8(path);
    length = GetFullPathNameW(wide, 0, NULL, NULL);
    *absolute = memory_get((length + 1) * sizeof **absolute);
    if (!length || GetFullPathNameW(wide, length + 1, *absolute, NULL) > length) {
        *complaint = cannot("find the whole path of", path, GetLastError());
        free(*absolute);
        *absolute = NULL;
    }
    free(wide);
    return !*complaint;
}
