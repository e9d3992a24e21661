/* Files of this computer as sources: a list of the open ones, with the most recently read at its end. */
#include "imapi2fs/host_files.h"

#include <wchar.h>

#include "base/alloc.h"
#include "imapi2fserror.h"

struct host_files {
    LONG references;
    CRITICAL_SECTION lock;             /* of what follows, and of the same members of every file */
    struct host_file *oldest, *newest; /* of those that are open */
    ULONG open, open_max;
};

struct host_folder {
    LONG references;
    struct host_files *files;   /* held */
    struct host_folder *parent; /* held; NULL: the name is a path */
    size_t count;
    WCHAR name[];
};

struct host_file {
    struct fs_source source;
    struct host_folder *folder; /* held */
    const WCHAR *name;          /* borrowed, unless it is `own_name` too */
    WCHAR *own_name;
    FILETIME written;
    HANDLE handle; /* INVALID_HANDLE_VALUE: closed */
    struct host_file *older, *newer;
    USHORT count;  /* of the name */
    ULONG readers; /* that are using the handle now */
};

static struct host_file *file_from(struct fs_source *source)
{
    return CONTAINING_RECORD(source, struct host_file, source);
}

/* ---------------------------------------------------------------------------------------------------------- folders */

struct host_files *host_files_create(ULONG open_max)
{
    struct host_files *files = base_alloc(sizeof *files);

    if (!files) return NULL;
    if (!InitializeCriticalSectionAndSpinCount(&files->lock, 0)) {
        base_free(files);
        return NULL;
    }
    files->references = 1;
    files->open_max = open_max;
    return files;
}

void host_files_release(struct host_files *files)
{
    if (!files || InterlockedDecrement(&files->references)) return;
    DeleteCriticalSection(&files->lock);
    base_free(files);
}

static struct host_folder *create_folder(struct host_files *files, struct host_folder *parent, const WCHAR *name,
                                         size_t count)
{
    struct host_folder *folder = base_alloc(sizeof *folder + count * sizeof name[0]);

    if (!folder) return NULL;
    folder->references = 1;
    folder->files = files;
    folder->parent = parent;
    folder->count = count;
    wmemcpy(folder->name, name, count);
    InterlockedIncrement(&files->references);
    if (parent) InterlockedIncrement(&parent->references);
    return folder;
}

struct host_folder *host_folder_create(struct host_files *files, const WCHAR *path, size_t count)
{
    return create_folder(files, NULL, path, count);
}

struct host_folder *host_folder_create_in(struct host_folder *parent, const WCHAR *name, size_t count)
{
    return create_folder(parent->files, parent, name, count);
}

/* A loop: a chain of folders may be longer than the stack is deep. */
void host_folder_release(struct host_folder *folder)
{
    while (folder && !InterlockedDecrement(&folder->references)) {
        struct host_folder *parent = folder->parent;

        host_files_release(folder->files);
        base_free(folder);
        folder = parent;
    }
}

WCHAR *host_folder_join(const struct host_folder *folder, const WCHAR *name, size_t count)
{
    const struct host_folder *at;
    size_t length = count;
    WCHAR *path, *end;

    for (at = folder; at; at = at->parent)
        length += at->count + 1;
    path = base_alloc_array(length + 1, sizeof path[0]);
    if (!path) return NULL;
    end = path + length - count;
    wmemcpy(end, name, count);
    for (at = folder; at; at = at->parent) {
        *--end = L'\\';
        end -= at->count;
        wmemcpy(end, at->name, at->count);
    }
    return path;
}

/* ------------------------------------------------------------------------------------ files that are open: the lock */

static void take_out(struct host_files *files, struct host_file *file)
{
    *(file->older ? &file->older->newer : &files->oldest) = file->newer;
    *(file->newer ? &file->newer->older : &files->newest) = file->older;
    file->older = file->newer = NULL;
}

static void put_last(struct host_files *files, struct host_file *file)
{
    file->older = files->newest;
    file->newer = NULL;
    *(files->newest ? &files->newest->newer : &files->oldest) = file;
    files->newest = file;
}

static void close_file(struct host_files *files, struct host_file *file)
{
    take_out(files, file);
    CloseHandle(file->handle);
    file->handle = INVALID_HANDLE_VALUE;
    files->open--;
}

/* Room for another handle. One that is being read through stays, even if the limit is passed for as long as that takes.
 */
static void make_room(struct host_files *files)
{
    struct host_file *file = files->oldest;

    while (file && files->open >= files->open_max) {
        struct host_file *next = file->newer;

        if (!file->readers) close_file(files, file);
        file = next;
    }
}

static void put_open(struct host_files *files, struct host_file *file, HANDLE handle)
{
    file->handle = handle;
    put_last(files, file);
    files->open++;
}

/* ---------------------------------------------------------------------------------------------------------- reading */

static DWORD open_in(const struct host_folder *folder, const WCHAR *name, size_t count, HANDLE *handle,
                     struct host_facts *facts)
{
    WCHAR *path = host_folder_join(folder, name, count);
    DWORD error;

    *handle = INVALID_HANDLE_VALUE;
    if (!path) return ERROR_NOT_ENOUGH_MEMORY;
    error = host_open(path, handle, facts);
    base_free(path);
    return error;
}

/* Under the lock, so that two readers of the same file open it once. */
static HRESULT open_again(struct host_files *files, struct host_file *file)
{
    struct host_facts facts;
    HANDLE handle;
    DWORD error;

    make_room(files);
    error = open_in(file->folder, file->name, file->count, &handle, &facts);
    if (error == ERROR_NOT_ENOUGH_MEMORY) return E_OUTOFMEMORY;
    if (error) return IMAPI_E_DATA_STREAM_READ_FAILURE;
    if (facts.size != file->source.size_bytes || CompareFileTime(&facts.written, &file->written)) {
        CloseHandle(handle);
        return IMAPI_E_DATA_STREAM_INCONSISTENCY;
    }
    put_open(files, file, handle);
    return S_OK;
}

static HRESULT begin_read(struct host_files *files, struct host_file *file)
{
    HRESULT hr = S_OK;

    EnterCriticalSection(&files->lock);
    if (file->handle == INVALID_HANDLE_VALUE) {
        hr = open_again(files, file);
    } else if (files->newest != file) {
        take_out(files, file);
        put_last(files, file);
    }
    if (SUCCEEDED(hr)) file->readers++;
    LeaveCriticalSection(&files->lock);
    return hr;
}

static void end_read(struct host_files *files, struct host_file *file)
{
    EnterCriticalSection(&files->lock);
    file->readers--;
    LeaveCriticalSection(&files->lock);
}

static int32_t read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    struct host_file *file = file_from(source);
    struct host_files *files = file->folder->files;
    ULONG read = 0;
    HRESULT hr = begin_read(files, file);

    *got = 0;
    if (FAILED(hr)) return hr;
    if (host_read_at(file->handle, offset, bytes, count, &read)) hr = IMAPI_E_DATA_STREAM_READ_FAILURE;
    end_read(files, file);
    *got = read;
    return hr;
}

/* --------------------------------------------------------------------------------------------------------- its life */

static void release(struct fs_source *source)
{
    struct host_file *file = file_from(source);
    struct host_files *files = file->folder->files;

    EnterCriticalSection(&files->lock);
    if (file->handle != INVALID_HANDLE_VALUE) close_file(files, file);
    LeaveCriticalSection(&files->lock);
    host_folder_release(file->folder);
    base_free(file->own_name);
    base_free(file);
}

static void add_open(struct host_folder *folder, struct host_file *file, HANDLE handle)
{
    EnterCriticalSection(&folder->files->lock);
    make_room(folder->files);
    put_open(folder->files, file, handle);
    LeaveCriticalSection(&folder->files->lock);
}

DWORD host_file_open(struct host_folder *folder, const WCHAR *name, size_t count, struct host_facts *facts,
                     struct fs_source **source)
{
    struct host_file *file;
    HANDLE handle;
    DWORD error = open_in(folder, name, count, &handle, facts);

    *source = NULL;
    if (error) return error;
    if (!facts->size) {
        CloseHandle(handle);
        return 0;
    }
    file = count <= USHRT_MAX ? base_alloc(sizeof *file) : NULL;
    if (!file) {
        CloseHandle(handle);
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    file->source.read_at = read_at;
    file->source.release = release;
    file->source.size_bytes = facts->size;
    file->folder = folder;
    file->name = name;
    file->count = (USHORT)count;
    file->written = facts->written;
    InterlockedIncrement(&folder->references);
    add_open(folder, file, handle);
    *source = &file->source;
    return 0;
}

void host_file_borrow_name(struct fs_source *source, const WCHAR *name)
{
    file_from(source)->name = name;
}

void host_file_take_name(struct fs_source *source, WCHAR *name)
{
    file_from(source)->name = file_from(source)->own_name = name;
}
