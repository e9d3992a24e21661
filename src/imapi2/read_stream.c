/* IStream that can only be read, over the bytes of a class: position, size, copying, and the refusals. */
#include "imapi2/read_stream.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

enum { COPY_BYTES = 65536 };

bool read_stream_init(struct read_stream *stream, const struct read_stream_class *class, bool is_ready)
{
    stream->class = class;
    stream->is_ready = is_ready;
    return InitializeCriticalSectionAndSpinCount(&stream->lock, 0);
}

void read_stream_destroy(struct read_stream *stream)
{
    DeleteCriticalSection(&stream->lock);
}

void read_stream_call_begin(const struct read_stream *stream, struct imapi_call *call, const char *attempt)
{
    imapi_call_begin(call, stream->class->prog_id, stream->class->iid, attempt, IMAPI_CALL_QUERY);
}

/* Read from the position and move it. The bytes are claimed first, so that two threads never get the same. */
static HRESULT read_on(struct read_stream *stream, BYTE *bytes, ULONG count, ULONG *got)
{
    ULONGLONG offset;
    HRESULT hr = S_OK;
    bool is_ready;

    *got = 0;
    EnterCriticalSection(&stream->lock);
    is_ready = stream->is_ready;
    offset = stream->position;
    if (offset >= stream->size)
        count = 0;
    else if (count > stream->size - offset)
        count = (ULONG)(stream->size - offset);
    stream->position += count;
    LeaveCriticalSection(&stream->lock);
    if (!is_ready) return E_UNEXPECTED;
    if (count) hr = stream->class->read(stream, offset, bytes, count, got);
    if (*got < count) {
        EnterCriticalSection(&stream->lock);
        if (stream->position == offset + count) stream->position = offset + *got;
        LeaveCriticalSection(&stream->lock);
    }
    return *got ? S_OK : hr;
}

HRESULT read_stream_Read(struct read_stream *stream, void *bytes, ULONG count, ULONG *got)
{
    struct imapi_call call;
    ULONG read;
    HRESULT hr;

    read_stream_call_begin(stream, &call, "Reading from the stream");
    if (got) *got = 0;
    if (!bytes) return imapi_call_done(&call, STG_E_INVALIDPOINTER);
    hr = read_on(stream, bytes, count, &read);
    if (got) *got = read;
    return imapi_call_done(&call, hr);
}

HRESULT read_stream_Write(struct read_stream *stream, ULONG *written)
{
    struct imapi_call call;

    read_stream_call_begin(stream, &call, "Writing to a stream that can only be read");
    if (written) *written = 0;
    return imapi_call_done(&call, STG_E_ACCESSDENIED);
}

/* The sum where it is 0 to INT64_MAX, else false. */
static bool add_move(ULONGLONG from, LONGLONG move, ULONGLONG *sum)
{
    if (move < 0 ? from < 0 - (ULONGLONG)move : (ULONGLONG)move > INT64_MAX - from) return false;
    *sum = from + (ULONGLONG)move;
    return true;
}

HRESULT read_stream_Seek(struct read_stream *stream, LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER *position)
{
    struct imapi_call call;
    ULONGLONG from, sum = 0;
    HRESULT hr = S_OK;

    read_stream_call_begin(stream, &call, "Moving the position of the stream");
    if (position) position->QuadPart = 0;
    EnterCriticalSection(&stream->lock);
    from = origin == STREAM_SEEK_CUR ? stream->position : origin == STREAM_SEEK_END ? stream->size : 0;
    if (!stream->is_ready)
        hr = E_UNEXPECTED;
    else if (origin > STREAM_SEEK_END || !add_move(from, move.QuadPart, &sum))
        hr = STG_E_INVALIDFUNCTION;
    else
        stream->position = sum;
    LeaveCriticalSection(&stream->lock);
    if (position) position->QuadPart = sum;
    return imapi_call_done(&call, hr);
}

HRESULT read_stream_SetSize(struct read_stream *stream, ULARGE_INTEGER size)
{
    struct imapi_call call;

    read_stream_call_begin(stream, &call, "Setting the size of the stream");
    if (!stream->class->can_be_sized) return imapi_call_done(&call, STG_E_ACCESSDENIED);
    if (size.QuadPart > INT64_MAX) return imapi_call_done(&call, STG_E_INVALIDFUNCTION);
    EnterCriticalSection(&stream->lock);
    stream->size = size.QuadPart;
    LeaveCriticalSection(&stream->lock);
    return imapi_call_done(&call, S_OK);
}

/* All of it, or a failure. */
static HRESULT write_to(IStream *target, const BYTE *bytes, ULONG count, ULONG *written)
{
    HRESULT hr;

    *written = 0;
    hr = IStream_Write(target, bytes, count, written);
    if (*written > count) *written = count;
    if (SUCCEEDED(hr) && *written < count) hr = STG_E_MEDIUMFULL;
    return hr;
}

static HRESULT copy(struct read_stream *stream, IStream *target, ULONGLONG count, ULONGLONG *got, ULONGLONG *written)
{
    BYTE *bytes = base_alloc(COPY_BYTES);
    ULONG read, wrote;
    HRESULT hr;

    if (!bytes) return E_OUTOFMEMORY;
    do {
        ULONGLONG rest = count - *got;

        hr = read_on(stream, bytes, rest < COPY_BYTES ? (ULONG)rest : COPY_BYTES, &read);
        if (FAILED(hr) || !read) break;
        *got += read;
        hr = write_to(target, bytes, read, &wrote);
        *written += wrote;
    } while (SUCCEEDED(hr) && *got < count);
    base_free(bytes);
    return FAILED(hr) ? hr : S_OK;
}

/* IStream::CopyTo. What was copied before a failure is told. */
HRESULT read_stream_CopyTo(struct read_stream *stream, IStream *target, ULARGE_INTEGER count, ULARGE_INTEGER *got,
                           ULARGE_INTEGER *written)
{
    ULONGLONG read = 0, wrote = 0;
    struct imapi_call call;
    HRESULT hr;

    read_stream_call_begin(stream, &call, "Copying from the stream to another");
    hr = target ? copy(stream, target, count.QuadPart, &read, &wrote) : STG_E_INVALIDPOINTER;
    if (got) got->QuadPart = read;
    if (written) written->QuadPart = wrote;
    return imapi_call_done(&call, hr);
}

HRESULT read_stream_Commit(struct read_stream *stream)
{
    struct imapi_call call;

    read_stream_call_begin(stream, &call, "Committing changes of the stream");
    return imapi_call_done(&call, S_OK);
}

HRESULT read_stream_LockRegion(struct read_stream *stream)
{
    struct imapi_call call;

    read_stream_call_begin(stream, &call, "Locking a part of the stream");
    return imapi_call_done(&call, STG_E_INVALIDFUNCTION);
}

/* IStream::Stat. Such a stream has no name, whether it is asked for or not. */
HRESULT read_stream_Stat(struct read_stream *stream, STATSTG *statistics, DWORD flags)
{
    struct imapi_call call;
    bool is_ready;

    read_stream_call_begin(stream, &call, "Asking for the size of the stream");
    if (!statistics) return imapi_call_done(&call, STG_E_INVALIDPOINTER);
    memset(statistics, 0, sizeof *statistics);
    if (flags & ~(DWORD)(STATFLAG_NONAME | STATFLAG_NOOPEN)) return imapi_call_done(&call, STG_E_INVALIDFLAG);
    EnterCriticalSection(&stream->lock);
    is_ready = stream->is_ready;
    if (is_ready) statistics->cbSize.QuadPart = stream->size;
    LeaveCriticalSection(&stream->lock);
    if (!is_ready) return imapi_call_done(&call, E_UNEXPECTED);
    statistics->type = STGTY_STREAM;
    statistics->grfMode = STGM_READ;
    return imapi_call_done(&call, S_OK);
}

/* IStream::Clone: a stream of the same bytes, whose position is its own. */
HRESULT read_stream_Clone(struct read_stream *stream, IStream **out)
{
    ULONGLONG position, size;
    struct imapi_call call;
    bool is_ready;

    read_stream_call_begin(stream, &call, "Cloning the stream");
    if (!out) return imapi_call_done(&call, STG_E_INVALIDPOINTER);
    *out = NULL;
    EnterCriticalSection(&stream->lock);
    is_ready = stream->is_ready;
    position = stream->position;
    size = stream->size;
    LeaveCriticalSection(&stream->lock);
    if (!is_ready) return imapi_call_done(&call, E_UNEXPECTED);
    return imapi_call_done(&call, stream->class->clone(stream, position, size, out));
}
