/* Stores copies: counts the bytes of those in memory, and assigns places to those in the stash file. */
#include "imapi2fs/copy_store.h"

#include <stdbool.h>
#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "imapi2fs/stash_file.h"
#include "imapi2fserror.h"

enum { CHUNK = 64 * 1024 };

struct copy_store {
    LONG references;
    CRITICAL_SECTION lock;   /* of what follows */
    WCHAR *directory;        /* owned */
    struct stash_file *file; /* NULL until it is needed */
    uint64_t memory;         /* bytes of the copies in memory */
};

struct copy {
    struct fs_source source;
    struct copy_store *store; /* held */
    BYTE *memory;             /* NULL: in the file */
    uint64_t offset;          /* in the file */
};

static WCHAR *copy_string(const WCHAR *string)
{
    size_t count = wcslen(string) + 1;
    WCHAR *out = base_alloc_array(count, sizeof out[0]);

    if (out) wmemcpy(out, string, count);
    return out;
}

struct copy_store *copy_store_create(const WCHAR *directory)
{
    struct copy_store *store = base_alloc(sizeof *store);

    if (!store) return NULL;
    store->references = 1;
    store->directory = copy_string(directory);
    if (store->directory && InitializeCriticalSectionAndSpinCount(&store->lock, 0)) return store;
    base_free(store->directory);
    base_free(store);
    return NULL;
}

void copy_store_release(struct copy_store *store)
{
    if (!store || InterlockedDecrement(&store->references)) return;
    stash_file_destroy(store->file);
    DeleteCriticalSection(&store->lock);
    base_free(store->directory);
    base_free(store);
}

/* --------------------------------------------------------------------------------------------------------- failures */

/* Bytes that this user may still write in a folder; false: the system does not say. */
static bool get_room(const WCHAR *directory, uint64_t *bytes)
{
    ULARGE_INTEGER available;

    if (!GetDiskFreeSpaceExW(directory, &available, NULL, NULL)) return false;
    *bytes = available.QuadPart;
    return true;
}

static HRESULT fail_room(struct host_failure *failure, DWORD error, const WCHAR *directory, uint64_t needed)
{
    uint64_t room;

    if (!get_room(directory, &room)) room = 0;
    host_failure_set(failure, E_FAIL, error, directory, wcslen(directory));
    host_failure_set_numbers(failure, room, needed);
    return IMAPI_E_WORKING_DIRECTORY_SPACE;
}

static bool is_full(DWORD error)
{
    return error == ERROR_DISK_FULL || error == ERROR_HANDLE_DISK_FULL;
}

/* What stands in the way of `needed` bytes more. Under the lock. */
static HRESULT fail_stash(struct copy_store *store, HRESULT hr, DWORD error, uint64_t needed,
                          struct host_failure *failure)
{
    const WCHAR *what = store->file ? store->file->path : store->directory;

    if (error == ERROR_NOT_ENOUGH_MEMORY) return E_OUTOFMEMORY;
    if (is_full(error)) return fail_room(failure, error, store->directory, needed);
    return host_failure_set(failure, hr, error, what, wcslen(what));
}

WCHAR *copy_store_get_path(struct copy_store *store)
{
    WCHAR *path;

    EnterCriticalSection(&store->lock);
    path = copy_string(store->file ? store->file->path : store->directory);
    LeaveCriticalSection(&store->lock);
    return path;
}

/* ----------------------------------------------------------------------------------------------------------- a copy */

static struct copy *copy_from(struct fs_source *source)
{
    return CONTAINING_RECORD(source, struct copy, source);
}

static int32_t read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    struct copy *copy = copy_from(source);
    ULONG read = 0;
    DWORD error = 0;

    *got = 0;
    if (offset >= source->size_bytes) return 0;
    if (count > source->size_bytes - offset) count = (uint32_t)(source->size_bytes - offset);
    if (copy->memory) {
        memcpy(bytes, copy->memory + offset, count);
        read = count;
    } else {
        EnterCriticalSection(&copy->store->lock);
        error = stash_file_read(copy->store->file, copy->offset + offset, bytes, count, &read);
        LeaveCriticalSection(&copy->store->lock);
    }
    *got = read;
    return error ? IMAPI_E_STASHFILE_READ_FAILURE : 0;
}

/* The last one in the file gives its place back; the places of others stay empty. */
static void release(struct fs_source *source)
{
    struct copy *copy = copy_from(source);
    struct copy_store *store = copy->store;

    EnterCriticalSection(&store->lock);
    if (copy->memory)
        store->memory -= source->size_bytes;
    else if (store->file->end == copy->offset + source->size_bytes)
        store->file->end = copy->offset;
    LeaveCriticalSection(&store->lock);
    base_free(copy->memory);
    base_free(copy);
    copy_store_release(store);
}

/* Under the lock. */
static HRESULT take_place_in_file(struct copy_store *store, struct copy *copy, struct host_failure *failure)
{
    uint64_t size = copy->source.size_bytes, room;
    DWORD error;

    if (get_room(store->directory, &room) && room < size)
        return fail_room(failure, ERROR_DISK_FULL, store->directory, size);
    if (!store->file) {
        error = stash_file_create(store->directory, &store->file);
        if (error) return fail_stash(store, IMAPI_E_STASHFILE_OPEN_FAILURE, error, size, failure);
    }
    copy->offset = store->file->end;
    store->file->end += size;
    return S_OK;
}

/* In memory, where there is room for it and the system gives it. */
static HRESULT take_place(struct copy_store *store, struct copy *copy, struct host_failure *failure)
{
    uint64_t size = copy->source.size_bytes;
    HRESULT hr = S_OK;

    EnterCriticalSection(&store->lock);
    if (size <= COPY_STORE_SMALL_BYTES && size <= COPY_STORE_MEMORY_BYTES - store->memory) {
        copy->memory = base_alloc((size_t)size);
        if (copy->memory)
            store->memory += size;
        else
            hr = E_OUTOFMEMORY;
    } else {
        hr = take_place_in_file(store, copy, failure);
    }
    LeaveCriticalSection(&store->lock);
    return hr;
}

static HRESULT create_copy(struct copy_store *store, uint64_t size, struct copy **out, struct host_failure *failure)
{
    struct copy *copy = base_alloc(sizeof *copy);
    HRESULT hr;

    *out = NULL;
    if (!copy) return E_OUTOFMEMORY;
    copy->source.read_at = read_at;
    copy->source.release = release;
    copy->source.size_bytes = size;
    copy->store = store;
    hr = take_place(store, copy, failure);
    if (FAILED(hr)) {
        base_free(copy);
        return hr;
    }
    InterlockedIncrement(&store->references);
    *out = copy;
    return S_OK;
}

/* ---------------------------------------------------------------------------------------------------------- copying */

static HRESULT put(struct copy *copy, uint64_t offset, const BYTE *bytes, ULONG count, struct host_failure *failure)
{
    struct copy_store *store = copy->store;
    DWORD error;
    HRESULT hr = S_OK;

    if (copy->memory) {
        memcpy(copy->memory + offset, bytes, count);
        return S_OK;
    }
    EnterCriticalSection(&store->lock);
    error = stash_file_write(store->file, copy->offset + offset, bytes, count);
    if (error)
        hr = fail_stash(store, IMAPI_E_STASHFILE_WRITE_FAILURE, error, copy->source.size_bytes - offset, failure);
    LeaveCriticalSection(&store->lock);
    return hr;
}

/* No lock is held while the source is read. A source's own numbers are failing HRESULTs. */
static HRESULT fill(struct copy *copy, struct fs_source *source, BYTE *buffer, struct update_file *update,
                    struct host_failure *failure)
{
    uint64_t done = 0, size = copy->source.size_bytes;
    HRESULT hr = S_OK;

    while (SUCCEEDED(hr) && done < size) {
        uint32_t got = 0, count = size - done < CHUNK ? (uint32_t)(size - done) : CHUNK;
        int32_t result = source->read_at(source, done, buffer, count, &got);

        if (result || got > count) return result < 0 ? result : IMAPI_E_DATA_STREAM_READ_FAILURE;
        if (!got) {
            host_failure_set_numbers(failure, size, done);
            return IMAPI_E_DATA_STREAM_INCONSISTENCY;
        }
        hr = put(copy, done, buffer, got, failure);
        done += got;
        if (SUCCEEDED(hr)) update_file_advance(update, done);
    }
    return hr;
}

HRESULT copy_store_add(struct copy_store *store, struct fs_source *source, struct update_file *update,
                       struct fs_source **copy, struct host_failure *failure)
{
    struct copy *made;
    BYTE *buffer;
    HRESULT hr;

    *copy = NULL;
    if (!source->size_bytes) return S_OK;
    hr = create_copy(store, source->size_bytes, &made, failure);
    if (FAILED(hr)) return hr;
    buffer = base_alloc(CHUNK);
    hr = buffer ? fill(made, source, buffer, update, failure) : E_OUTOFMEMORY;
    base_free(buffer);
    if (FAILED(hr))
        release(&made->source);
    else
        *copy = &made->source;
    return hr;
}

/* ----------------------------------------------------------------------------------------------------------- moving */

/* Under the lock. */
static HRESULT move_file(struct copy_store *store, const WCHAR *directory, struct host_failure *failure)
{
    struct stash_file *file;
    uint64_t room;
    DWORD error;

    if (get_room(directory, &room) && room < store->file->end)
        return fail_room(failure, ERROR_DISK_FULL, directory, store->file->end);
    error = stash_file_create(directory, &file);
    if (!error) {
        error = stash_file_copy(store->file, file);
        if (error) stash_file_destroy(file);
    }
    if (error == ERROR_NOT_ENOUGH_MEMORY) return E_OUTOFMEMORY;
    if (is_full(error)) return fail_room(failure, error, directory, store->file->end);
    if (error) return host_failure_set(failure, IMAPI_E_STASHFILE_MOVE, error, directory, wcslen(directory));
    stash_file_destroy(store->file);
    store->file = file;
    return S_OK;
}

HRESULT copy_store_move(struct copy_store *store, const WCHAR *directory, struct host_failure *failure)
{
    WCHAR *copy = copy_string(directory);
    HRESULT hr;

    if (!copy) return E_OUTOFMEMORY;
    EnterCriticalSection(&store->lock);
    hr = store->file ? move_file(store, directory, failure) : S_OK;
    if (SUCCEEDED(hr)) {
        WCHAR *before = store->directory;

        store->directory = copy;
        copy = before;
    }
    LeaveCriticalSection(&store->lock);
    base_free(copy);
    return hr;
}
