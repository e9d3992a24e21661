/* Opens and reads files of this computer, for the streams and sources based on them. */
#include "imapi2fs/host_open.h"

#include <stdbool.h>

DWORD host_open(const WCHAR *path, HANDLE *file, struct host_facts *facts)
{
    HANDLE handle = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING,
                                FILE_FLAG_SEQUENTIAL_SCAN | SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS, NULL);
    LARGE_INTEGER size;
    bool has_times;
    DWORD error;

    *file = INVALID_HANDLE_VALUE;
    if (handle == INVALID_HANDLE_VALUE) return host_last_error();
    /* The times come first: Wine's GetFileType reads a file, which changes the time of its last access. */
    has_times = GetFileTime(handle, &facts->created, &facts->accessed, &facts->written);
    error = has_times ? 0 : host_last_error();
    if (GetFileType(handle) != FILE_TYPE_DISK)
        error = ERROR_BAD_FILE_TYPE;
    else if (has_times && !GetFileSizeEx(handle, &size))
        error = host_last_error();
    if (error) {
        CloseHandle(handle);
        return error;
    }
    facts->size = (ULONGLONG)size.QuadPart;
    *file = handle;
    return 0;
}

DWORD host_look(const WCHAR *path, BY_HANDLE_FILE_INFORMATION *facts)
{
    HANDLE handle =
        CreateFileW(path, FILE_READ_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                    OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS, NULL);
    DWORD error;

    if (handle == INVALID_HANDLE_VALUE) return host_last_error();
    error = GetFileInformationByHandle(handle, facts) ? 0 : host_last_error();
    if (GetFileType(handle) != FILE_TYPE_DISK) error = ERROR_BAD_FILE_TYPE;
    CloseHandle(handle);
    return error;
}

/* The offset stands in the call, so that readers do not move one another. */
DWORD host_read_at(HANDLE file, ULONGLONG offset, void *bytes, ULONG count, ULONG *got)
{
    OVERLAPPED place = {.Offset = (DWORD)offset, .OffsetHigh = (DWORD)(offset >> 32)};
    DWORD read;

    *got = 0;
    while (*got < count) {
        if (!ReadFile(file, (BYTE *)bytes + *got, count - *got, &read, &place))
            return GetLastError() == ERROR_HANDLE_EOF ? 0 : host_last_error();
        if (!read) return 0;
        *got += read;
        offset += read;
        place.Offset = (DWORD)offset;
        place.OffsetHigh = (DWORD)(offset >> 32);
    }
    return 0;
}
