/* Creates, fills and reads the stash file. */
#include "imapi2fs/stash_file.h"

#include <stdio.h>
#include <wchar.h>

#include "base/alloc.h"
#include "imapi2fs/host_open.h"
#include "imapi2fs/host_path.h"

enum {
    NAME_UNITS = 64,
    TRIES = 100,
    CHUNK = 64 * 1024,
};

/* A name that nobody has had yet: the process, and the moment. */
static void make_name(WCHAR name[NAME_UNITS], unsigned attempt)
{
    FILETIME now;

    GetSystemTimeAsFileTime(&now);
    _snwprintf(name, NAME_UNITS - 1, L"\\openimapi2-%lx-%lx%08lx-%x.stash", GetCurrentProcessId(), now.dwHighDateTime,
               now.dwLowDateTime, attempt);
    name[NAME_UNITS - 1] = 0;
}

bool stash_file_is_own_name(const WCHAR *name, size_t count)
{
    static const WCHAR end[] = L".stash";
    const size_t end_count = ARRAYSIZE(end) - 1;
    WCHAR begin[NAME_UNITS];
    size_t begin_count = (size_t)_snwprintf(begin, NAME_UNITS, L"openimapi2-%lx-", GetCurrentProcessId());

    return count > begin_count + end_count && wmemcmp(name, begin, begin_count) == 0 &&
           wmemcmp(name + count - end_count, end, end_count) == 0;
}

static DWORD create_in(const struct host_path *directory, struct stash_file *file)
{
    WCHAR name[NAME_UNITS];
    unsigned attempt;
    DWORD error = ERROR_FILE_EXISTS;

    file->path = base_alloc_array(directory->count + NAME_UNITS, sizeof file->path[0]);
    if (!file->path) return ERROR_NOT_ENOUGH_MEMORY;
    for (attempt = 0; attempt < TRIES && (error == ERROR_FILE_EXISTS || error == ERROR_ALREADY_EXISTS); attempt++) {
        make_name(name, attempt);
        wcscat(wcscpy(file->path, directory->text), name);
        file->handle = CreateFileW(file->path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_NEW,
                                   FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
        if (file->handle != INVALID_HANDLE_VALUE) return 0;
        error = host_last_error();
    }
    return error;
}

DWORD stash_file_create(const WCHAR *directory, struct stash_file **out)
{
    struct stash_file *file = base_alloc(sizeof *file);
    struct host_path path;
    DWORD error;

    *out = NULL;
    if (!file) return ERROR_NOT_ENOUGH_MEMORY;
    file->handle = INVALID_HANDLE_VALUE;
    error = host_path_make(directory, wcslen(directory), &path);
    if (!error) {
        error = create_in(&path, file);
        host_path_destroy(&path);
    }
    if (error)
        stash_file_destroy(file);
    else
        *out = file;
    return error;
}

void stash_file_destroy(struct stash_file *file)
{
    if (!file) return;
    if (file->handle != INVALID_HANDLE_VALUE) CloseHandle(file->handle);
    base_free(file->path);
    base_free(file);
}

DWORD stash_file_write(struct stash_file *file, uint64_t offset, const void *bytes, ULONG count)
{
    ULONG done = 0;

    while (done < count) {
        OVERLAPPED place = {.Offset = (DWORD)(offset + done), .OffsetHigh = (DWORD)((offset + done) >> 32)};
        DWORD written;

        if (!WriteFile(file->handle, (const BYTE *)bytes + done, count - done, &written, &place))
            return host_last_error();
        if (!written) return ERROR_DISK_FULL;
        done += written;
    }
    return 0;
}

DWORD stash_file_read(struct stash_file *file, uint64_t offset, void *bytes, ULONG count, ULONG *got)
{
    return host_read_at(file->handle, offset, bytes, count, got);
}

DWORD stash_file_copy(struct stash_file *from, struct stash_file *to)
{
    BYTE *bytes = base_alloc(CHUNK);
    uint64_t offset = 0;
    DWORD error = 0;

    if (!bytes) return ERROR_NOT_ENOUGH_MEMORY;
    while (!error && offset < from->end) {
        ULONG got = 0, count = from->end - offset < CHUNK ? (ULONG)(from->end - offset) : CHUNK;

        error = stash_file_read(from, offset, bytes, count, &got);
        if (!error && !got) break; /* taken, and not written yet */
        if (!error) error = stash_file_write(to, offset, bytes, got);
        offset += got;
    }
    base_free(bytes);
    if (!error) to->end = from->end;
    return error;
}
