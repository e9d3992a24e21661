/* Keeps the parts of a disc in files next to the file of its blocks. */
#include "virtual/image_parts.h"

#include <string.h>
#include <wchar.h>

#include <winioctl.h>

#include "base/alloc.h"
#include "os/placed_io.h"
#include "os/secure_path.h"

enum { ENDING_MAX = 4, LEAD_IN_AND_OUT = 22500 + 6750 };

static const wchar_t *const endings[] = {
#define PART_ENDING(enumerator, ending) [enumerator] = L##ending,
    SIM_PARTS(PART_ENDING)
#undef PART_ENDING
};

static wchar_t *take_path(const struct image_parts *parts, enum sim_part part)
{
    wchar_t *path = base_alloc((parts->stem_length + ENDING_MAX + 1) * sizeof *path);

    if (!path) return NULL;
    wmemcpy(path, parts->path, parts->stem_length);
    wmemcpy(path + parts->stem_length, endings[part], ENDING_MAX + 1);
    return path;
}

/* The open file of a part, or INVALID_HANDLE_VALUE. A file that is not there now may be made by another process. */
static HANDLE peek_file(struct image_parts *parts, enum sim_part part, DWORD disposition, DWORD *error)
{
    DWORD returned;
    wchar_t *path;

    *error = ERROR_SUCCESS;
    if (parts->files[part] != INVALID_HANDLE_VALUE) return parts->files[part];
    path = take_path(parts, part);
    *error = path ? secure_path_open_inheriting(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                                disposition, &parts->files[part])
                  : ERROR_NOT_ENOUGH_MEMORY;
    base_free(path);
    if (*error) return parts->files[part] = INVALID_HANDLE_VALUE;
    /* A file system that has no sparse files refuses: then the file takes what it takes. */
    if (disposition == OPEN_ALWAYS)
        DeviceIoControl(parts->files[part], FSCTL_SET_SPARSE, NULL, 0, NULL, 0, &returned, NULL);
    return parts->files[part];
}

static uint64_t get_part_bytes(struct sim_store *store, enum sim_part part)
{
    DWORD error;
    HANDLE file = peek_file(store->parts, part, OPEN_EXISTING, &error);
    LARGE_INTEGER size;

    return file != INVALID_HANDLE_VALUE && GetFileSizeEx(file, &size) ? (uint64_t)size.QuadPart : 0;
}

static bool read_part(struct sim_store *store, enum sim_part part, uint64_t at, uint32_t count, uint8_t *bytes)
{
    DWORD error;
    HANDLE file = peek_file(store->parts, part, OPEN_EXISTING, &error);
    size_t got;

    return file != INVALID_HANDLE_VALUE && placed_read(file, at, bytes, count, &got) == ERROR_SUCCESS && got == count;
}

static bool write_part(struct sim_store *store, enum sim_part part, uint64_t at, uint32_t count, const uint8_t *bytes)
{
    struct image_parts *parts = store->parts;
    DWORD error;
    HANDLE file;

    if (at + count > (uint64_t)parts->sectors_max * SIM_SECTOR_BYTES) return false;
    file = peek_file(parts, part, OPEN_ALWAYS, &error);
    return file != INVALID_HANDLE_VALUE && placed_write(file, at, bytes, count) == ERROR_SUCCESS;
}

static void close_part(struct image_parts *parts, enum sim_part part)
{
    if (parts->files[part] != INVALID_HANDLE_VALUE) CloseHandle(parts->files[part]);
    parts->files[part] = INVALID_HANDLE_VALUE;
}

/* An empty file may stay, where another process has it open. */
static void delete_part(struct image_parts *parts, enum sim_part part)
{
    wchar_t *path = take_path(parts, part);

    close_part(parts, part);
    if (path) DeleteFileW(path);
    base_free(path);
}

static bool cut_part(struct sim_store *store, enum sim_part part, uint64_t bytes)
{
    struct image_parts *parts = store->parts;
    DWORD error;
    HANDLE file = peek_file(parts, part, OPEN_EXISTING, &error);
    LARGE_INTEGER size, end;

    if (file == INVALID_HANDLE_VALUE) return error == ERROR_FILE_NOT_FOUND;
    if (!GetFileSizeEx(file, &size)) return false;
    end.QuadPart = (LONGLONG)bytes;
    if (size.QuadPart > end.QuadPart && (!SetFilePointerEx(file, end, NULL, FILE_BEGIN) || !SetEndOfFile(file)))
        return false;
    if (!bytes) delete_part(parts, part);
    return true;
}

void image_parts_init(struct image_parts *parts)
{
    size_t i;

    memset(parts, 0, sizeof *parts);
    for (i = 0; i < SIM_PART_COUNT; i++)
        parts->files[i] = INVALID_HANDLE_VALUE;
}

/* File names of ours are ASCII. */
static void set_names(struct image_parts *parts, const wchar_t *name)
{
    size_t length = wcslen(name), i;

    if (length >= IMAGE_NAME_MAX) return;
    for (i = 0; i < length; i++)
        parts->blocks_name[i] = (char)name[i];
    memcpy(parts->name, parts->blocks_name, parts->stem_length - (size_t)(name - parts->path));
}

bool image_parts_open(struct image_parts *parts, struct sim_store *store, const wchar_t *path, uint32_t capacity_blocks)
{
    const wchar_t *name, *ending;
    size_t size = (wcslen(path) + 1) * sizeof *path;

    parts->path = base_alloc(size);
    if (!parts->path) return false;
    memcpy(parts->path, path, size);
    name = wcsrchr(parts->path, L'\\') ? wcsrchr(parts->path, L'\\') + 1 : parts->path;
    ending = wcsrchr(name, L'.');
    parts->stem_length = ending ? (size_t)(ending - parts->path) : wcslen(parts->path);
    parts->sectors_max = capacity_blocks + LEAD_IN_AND_OUT;
    set_names(parts, name);
    store->get_part_bytes = get_part_bytes;
    store->read_part = read_part;
    store->write_part = write_part;
    store->cut_part = cut_part;
    store->name = parts->name[0] ? parts->name : NULL;
    store->blocks_name = parts->name[0] ? parts->blocks_name : NULL;
    store->parts = parts;
    return true;
}

void image_parts_close(struct image_parts *parts)
{
    size_t i;

    for (i = 0; i < SIM_PART_COUNT; i++)
        close_part(parts, (enum sim_part)i);
    base_free(parts->path);
    image_parts_init(parts);
}
