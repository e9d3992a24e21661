/* Reads and writes at an offset of a file, in parts small enough for any system. */
#include "os/placed_io.h"

enum { PART_BYTES = 1 << 20 };

static DWORD go_to(HANDLE file, uint64_t at)
{
    LARGE_INTEGER place = {.QuadPart = (LONGLONG)at};

    return SetFilePointerEx(file, place, NULL, FILE_BEGIN) ? ERROR_SUCCESS : GetLastError();
}

static DWORD next_part(size_t left)
{
    return left < PART_BYTES ? (DWORD)left : PART_BYTES;
}

DWORD placed_read(HANDLE file, uint64_t at, void *bytes, size_t count, size_t *got)
{
    DWORD part, error = go_to(file, at);

    for (*got = 0; !error && *got < count; *got += part) {
        if (!ReadFile(file, (uint8_t *)bytes + *got, next_part(count - *got), &part, NULL)) return GetLastError();
        if (!part) break;
    }
    return error;
}

DWORD placed_write(HANDLE file, uint64_t at, const void *bytes, size_t count)
{
    DWORD part, error = go_to(file, at);
    size_t done;

    for (done = 0; !error && done < count; done += part) {
        if (!WriteFile(file, (const uint8_t *)bytes + done, next_part(count - done), &part, NULL))
            return GetLastError();
        if (!part) return ERROR_HANDLE_DISK_FULL;
    }
    return error;
}
