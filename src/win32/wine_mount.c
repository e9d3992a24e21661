/* Asks Linux, through Wine, whether a file system on a drive is mounted and where. */
#include "win32/wine_mount.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "os/utf.h"
#include "os/wine.h"
#include "win32/cdrom_ioctl.h"
#include "win32/device_io.h"

enum { LIST_FIRST_BYTES = 16384, LIST_MAX_BYTES = 1 << 20, SOURCE_BYTES = 256 };

/* A path of Linux, as Wine takes it. */
#define UNIX_ROOT L"\\\\?\\unix"

/* All that is mounted: a line each, "SOURCE FOLDER TYPE OPTIONS 0 0" (proc(5), fstab(5)). The caller frees it; NULL:
 * not to be had.
 */
static char *take_list(void)
{
    HANDLE file = CreateFileW(UNIX_ROOT L"\\proc\\self\\mounts", GENERIC_READ,
                              FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL);
    size_t capacity = LIST_FIRST_BYTES;
    size_t length = 0;
    bool is_whole = false;
    char *list;
    char *longer;
    DWORD count;

    if (file == INVALID_HANDLE_VALUE) return NULL;
    list = base_alloc(capacity + 1);
    while (list && ReadFile(file, list + length, (DWORD)(capacity - length), &count, NULL)) {
        is_whole = !count;
        if (is_whole) break;
        length += count;
        if (length < capacity) continue;
        if (capacity >= LIST_MAX_BYTES) break;
        capacity *= 2;
        longer = base_alloc(capacity + 1);
        if (longer) memcpy(longer, list, length);
        base_free(list);
        list = longer;
    }
    CloseHandle(file);
    if (list && is_whole) {
        list[length] = '\0';
        return list;
    }
    base_free(list);
    return NULL;
}

/* One field of a line, with its \ooo made bytes again. False: it does not fit; field is "" then. */
static bool next_field(const char **line, char *field, size_t size)
{
    size_t length = 0;
    const char *at = *line;
    bool fits = true;

    for (; *at && *at != ' ' && *at != '\n'; at++) {
        char byte = *at;

        if (byte == '\\' && at[1] >= '0' && at[1] <= '3' && at[2] >= '0' && at[2] <= '7' && at[3] >= '0' &&
            at[3] <= '7') {
            byte = (char)((at[1] - '0') * 64 + (at[2] - '0') * 8 + (at[3] - '0'));
            at += 3;
        }
        fits = fits && length + 1 < size;
        if (fits) field[length++] = byte;
    }
    field[fits ? length : 0] = '\0';
    *line = *at == ' ' ? at + 1 : at;
    return fits;
}

/* Is the drive what this node of Linux leads to? NONE: no. */
static enum wine_mount compare(const wchar_t *drive, const char *source)
{
    wchar_t path[SOURCE_BYTES + 16] = UNIX_ROOT;
    wchar_t name[OS_WINE_NAME_CHARS];
    wchar_t *slash;
    enum wine_mount found = WINE_MOUNT_UNKNOWN;
    HANDLE node;

    if (!wide_from_utf8(source, path + wcslen(UNIX_ROOT), SOURCE_BYTES)) return WINE_MOUNT_NONE;
    for (slash = path; *slash; slash++) {
        if (*slash == L'/') *slash = L'\\';
    }
    node = CreateFileW(path, 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL);
    if (node == INVALID_HANDLE_VALUE) {
        DWORD error = GetLastError();

        /* The drive is there, and could be opened. */
        return error == ERROR_ACCESS_DENIED || error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND
                   ? WINE_MOUNT_NONE
                   : WINE_MOUNT_UNKNOWN;
    }
    if (os_wine_name_of(node, name)) found = wcscmp(name, drive) == 0 ? WINE_MOUNT_THERE : WINE_MOUNT_NONE;
    CloseHandle(node);
    return found;
}

enum wine_mount wine_mount_find(HANDLE handle, char place[DRIVE_MOUNT_SIZE])
{
    wchar_t drive[OS_WINE_NAME_CHARS];
    char source[SOURCE_BYTES];
    enum wine_mount found = WINE_MOUNT_NONE;
    const char *line;
    char *list;

    place[0] = '\0';
    if (!os_wine_name_of(handle, drive)) return WINE_MOUNT_UNKNOWN;
    list = take_list();
    if (!list) return WINE_MOUNT_UNKNOWN;
    for (line = list; *line && found == WINE_MOUNT_NONE;) {
        if (next_field(&line, source, sizeof source) && !strncmp(source, "/dev/", 5)) found = compare(drive, source);
        if (found == WINE_MOUNT_THERE) (void)next_field(&line, place, DRIVE_MOUNT_SIZE);
        while (*line && *line++ != '\n')
            ;
    }
    base_free(list);
    return found;
}

enum wine_mount wine_mount_remove(HANDLE handle, char place[DRIVE_MOUNT_SIZE])
{
    DWORD returned;

    (void)device_io_call(handle, FSCTL_DISMOUNT_VOLUME, NULL, 0, NULL, 0, &returned);
    return wine_mount_find(handle, place);
}
