/* Reads clients' streams: at once to copy them, or later when the image is read.
 *
 * The position belongs to the stream, so only one thread at a time seeks and reads.
 */
#include "imapi2fs/stream_source.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "com/global_interface.h"
#include "com/stream_read.h"
#include "com/turn.h"
#include "imapi2fserror.h"

/* A stream that is read at once, on the thread that gave it. */
struct borrowed {
    struct fs_source source;
    IStream *stream;
    uint64_t uses;
    HRESULT failure; /* the stream's own */
};

/* A stream that is kept. */
struct kept {
    struct fs_source source;
    struct com_global *global;
    IStream *agile;    /* the stream, where every thread may call it; else NULL */
    HANDLE turn;       /* com/turn.h */
    uint64_t uses;     /* whose turn it is counts them */
    struct kept *next; /* that departed */
};

/* ---------------------------------------------------------------------------------------------------------- reading */

/* What has come before a failure is given out first; the failure comes again at the next call. */
static int32_t result_of(HRESULT hr, uint32_t got)
{
    return FAILED(hr) && !got ? IMAPI_E_DATA_STREAM_READ_FAILURE : 0;
}

HRESULT stream_source_get_size(IStream *stream, uint64_t *bytes, struct host_failure *failure)
{
    LARGE_INTEGER none = {.QuadPart = 0};
    ULARGE_INTEGER end = {.QuadPart = 0};
    STATSTG statistics;
    HRESULT hr;

    *bytes = 0;
    memset(&statistics, 0, sizeof statistics);
    hr = IStream_Stat(stream, &statistics, STATFLAG_NONAME);
    if (SUCCEEDED(hr)) {
        CoTaskMemFree(statistics.pwcsName); /* a stream may give its name all the same */
        end = statistics.cbSize;
    } else {
        hr = IStream_Seek(stream, none, STREAM_SEEK_END, &end);
    }
    if (SUCCEEDED(hr) && end.QuadPart > INT64_MAX) hr = STG_E_INVALIDFUNCTION; /* no offset reaches its end */
    if (FAILED(hr)) {
        failure->system_error = (DWORD)hr;
        return IMAPI_E_DATA_STREAM_READ_FAILURE;
    }
    *bytes = end.QuadPart;
    return S_OK;
}

/* --------------------------------------------------------------------------------------------------- read at once */

static int32_t borrowed_read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    struct borrowed *borrowed = CONTAINING_RECORD(source, struct borrowed, source);
    ULONG read;

    borrowed->failure = com_stream_read_at(borrowed->stream, &borrowed->uses, S_OK, offset, bytes, count, &read);
    *got = read;
    return result_of(borrowed->failure, read);
}

static HRESULT copy_stream(IStream *stream, uint64_t size, struct copy_store *copies, struct update_file *update,
                           struct fs_source **source, struct host_failure *failure)
{
    struct borrowed borrowed = {.source = {.read_at = borrowed_read_at, .size_bytes = size}, .stream = stream};
    HRESULT hr = copy_store_add(copies, &borrowed.source, update, source, failure);

    if (FAILED(hr) && FAILED(borrowed.failure) && !failure->system_error)
        failure->system_error = (DWORD)borrowed.failure;
    return hr;
}

/* ------------------------------------------------------------------------------------------------------------- kept */

static struct kept *kept_from(struct fs_source *source)
{
    return CONTAINING_RECORD(source, struct kept, source);
}

/* As the calling thread may use it; to be released. */
static HRESULT fetch(struct kept *kept, IStream **stream)
{
    *stream = kept->agile;
    if (!kept->agile) return com_global_get(kept->global, &IID_IStream, (void **)stream);
    IStream_AddRef(*stream);
    return S_OK;
}

/* The stream is fetched once for all that is asked for. */
static int32_t kept_read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    struct kept *kept = kept_from(source);
    IStream *stream;
    ULONG read;
    HRESULT hr;

    *got = 0;
    hr = fetch(kept, &stream);
    if (FAILED(hr)) return IMAPI_E_DATA_STREAM_READ_FAILURE;
    hr = com_turn_take(kept->turn);
    if (SUCCEEDED(hr)) {
        hr = com_stream_read_at(stream, &kept->uses, S_OK, offset, bytes, count, &read);
        *got = read;
        com_turn_give(kept->turn);
    }
    IStream_Release(stream);
    return result_of(hr, *got);
}

/* Those whose streams are still to be released: pushed by any thread, taken all at once. */
static struct kept *volatile departed;

static void kept_release(struct fs_source *source)
{
    struct kept *kept = kept_from(source);

    do
        kept->next = departed;
    while (InterlockedCompareExchangePointer((void *volatile *)&departed, kept, kept->next) != kept->next);
}

void stream_source_release_departed(void)
{
    struct kept *kept = InterlockedExchangePointer((void *volatile *)&departed, NULL);

    while (kept) {
        struct kept *next = kept->next;

        if (kept->agile) IStream_Release(kept->agile);
        com_global_release(kept->global);
        CloseHandle(kept->turn);
        base_free(kept);
        kept = next;
    }
}

static HRESULT keep_stream(IStream *stream, uint64_t size, struct fs_source **source, struct host_failure *failure)
{
    struct kept *kept = base_alloc(sizeof *kept);
    HRESULT hr;

    if (!kept) return E_OUTOFMEMORY;
    kept->source.read_at = kept_read_at;
    kept->source.release = kept_release;
    kept->source.size_bytes = size;
    kept->turn = com_turn_create();
    hr = kept->turn ? com_global_keep((IUnknown *)stream, &kept->global) : E_OUTOFMEMORY;
    if (SUCCEEDED(hr)) {
        if (com_is_agile((IUnknown *)stream)) {
            IStream_AddRef(stream);
            kept->agile = stream;
        }
        *source = &kept->source;
        return S_OK;
    }
    if (kept->turn) CloseHandle(kept->turn);
    base_free(kept);
    if (hr == E_OUTOFMEMORY) return hr;
    failure->system_error = (DWORD)hr;
    return IMAPI_E_DATA_STREAM_READ_FAILURE;
}

HRESULT stream_source_create(IStream *stream, uint64_t size, struct copy_store *copies, bool is_staged,
                             struct update_file *update, struct fs_source **source, struct host_failure *failure)
{
    *source = NULL;
    if (!size) return S_OK;
    if (is_staged || size <= COPY_STORE_SMALL_BYTES) return copy_stream(stream, size, copies, update, source, failure);
    return keep_stream(stream, size, source, failure);
}

HRESULT stream_source_get(struct fs_source *source, IStream **out)
{
    *out = NULL;
    if (!source || source->read_at != kept_read_at) return S_FALSE;
    return fetch(kept_from(source), out);
}
