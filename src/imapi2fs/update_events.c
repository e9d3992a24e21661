/* Counts the sectors of a file and fires an event for each mebibyte. */
#include "imapi2fs/update_events.h"

#include <limits.h>
#include <string.h>

#include "imapi2fs/item_path.h"

enum {
    SECTOR_BYTES = 2048,
    STEP = 512, /* sectors between two events */
};

static LONG sectors_of(uint64_t bytes)
{
    uint64_t sectors = bytes / SECTOR_BYTES + (bytes % SECTOR_BYTES != 0);

    return sectors < LONG_MAX ? (LONG)sectors : LONG_MAX;
}

static HRESULT path_of(const struct fs_node *directory, const uint16_t *name, size_t count, BSTR *path)
{
    BSTR folder;
    HRESULT hr = item_path_get(directory, &folder);
    UINT length;

    *path = NULL;
    if (FAILED(hr)) return hr;
    length = SysStringLen(folder);
    *path = SysAllocStringLen(NULL, length + 1 + (UINT)count);
    if (*path) {
        memcpy(*path, folder, length * sizeof folder[0]);
        (*path)[length] = L'\\';
        memcpy(*path + length + 1, name, count * sizeof name[0]);
    }
    SysFreeString(folder);
    return *path ? S_OK : E_OUTOFMEMORY;
}

static void fire(struct update_file *file, LONG done)
{
    file->done = done;
    file->sink->fire(file->sink->context, file->path, done, file->total);
}

HRESULT update_file_begin(struct update_file *file, const struct update_sink *sink, const struct fs_node *directory,
                          const uint16_t *name, size_t count, uint64_t size_bytes)
{
    HRESULT hr;

    memset(file, 0, sizeof *file);
    if (!sink) return S_OK;
    hr = path_of(directory, name, count, &file->path);
    if (FAILED(hr)) return hr;
    file->sink = sink;
    file->total = sectors_of(size_bytes);
    if (file->total) fire(file, 0);
    return S_OK;
}

void update_file_advance(struct update_file *file, uint64_t copied_bytes)
{
    LONG copied;

    if (!file->sink) return;
    copied = copied_bytes / SECTOR_BYTES < LONG_MAX ? (LONG)(copied_bytes / SECTOR_BYTES) : LONG_MAX;
    while (copied - file->done >= STEP && file->total - file->done > STEP)
        fire(file, file->done + STEP);
}

void update_file_end(struct update_file *file)
{
    if (!file->sink) return;
    update_file_advance(file, (uint64_t)file->total * SECTOR_BYTES);
    fire(file, file->total);
    update_file_cancel(file);
}

void update_file_cancel(struct update_file *file)
{
    SysFreeString(file->path);
    memset(file, 0, sizeof *file);
}
