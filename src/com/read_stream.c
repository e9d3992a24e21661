/* Read-only IStream over the bytes of a class: position, size, copying, and the refused methods. */
#include "com/read_stream.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "com/error_info.h"

enum { COPY_BYTES = 65536 };

bool com_read_stream_init(struct com_read_stream *stream, const struct com_read_stream_class *class, bool is_ready)
{
    stream->class = class;
    stream->is_ready = is_ready;
    return InitializeCriticalSectionAndSpinCount(&stream->lock, 0);
}

void com_read_stream_destroy(struct com_read_stream *stream)
{
    DeleteCriticalSection(&stream->lock);
}

/* The end of every method. */
static HRESULT done(const struct com_read_stream *stream, const char *attempt, HRESULT hr)
{
    return SUCCEEDED(hr) ? hr : stream->class->fail(stream, attempt, hr);
}

/* Read from the position and move it. The bytes are claimed first, so that two threads never get the same. */
static HRESULT read_on(struct com_read_stream *stream, BYTE *bytes, ULONG count, ULONG *got)
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
    if (!*got) return hr;
    if (FAILED(hr)) com_error_clear(); /* which the failed part may have left */
    return S_OK;
}

HRESULT com_read_stream_Read(struct com_read_stream *stream, void *bytes, ULONG count, ULONG *got)
{
    ULONG read;
    HRESULT hr;

    com_error_clear();
    if (got) *got = 0;
    if (!bytes) return done(stream, "Reading from the stream", STG_E_INVALIDPOINTER);
    hr = read_on(stream, bytes, count, &read);
    if (got) *got = read;
    return done(stream, "Reading from the stream", hr);
}

HRESULT com_read_stream_Write(struct com_read_stream *stream, ULONG *written)
{
    com_error_clear();
    if (written) *written = 0;
    return done(stream, "Writing to a stream that can only be read", STG_E_ACCESSDENIED);
}

/* The sum where it is 0 to INT64_MAX, else false. */
static bool add_move(ULONGLONG from, LONGLONG move, ULONGLONG *sum)
{
    if (move < 0 ? from < 0 - (ULONGLONG)move : (ULONGLONG)move > INT64_MAX - from) return false;
    *sum = from + (ULONGLONG)move;
    return true;
}

HRESULT com_read_stream_Seek(struct com_read_stream *stream, LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER *position)
{
    ULONGLONG from, sum = 0;
    HRESULT hr = S_OK;

    com_error_clear();
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
    return done(stream, "Moving the position of the stream", hr);
}

HRESULT com_read_stream_SetSize(struct com_read_stream *stream, ULARGE_INTEGER size)
{
    HRESULT hr = S_OK;

    com_error_clear();
    if (!stream->class->can_be_sized)
        hr = STG_E_ACCESSDENIED;
    else if (size.QuadPart > INT64_MAX)
        hr = STG_E_INVALIDFUNCTION;
    if (SUCCEEDED(hr)) {
        EnterCriticalSection(&stream->lock);
        stream->size = size.QuadPart;
        LeaveCriticalSection(&stream->lock);
    }
    return done(stream, "Setting the size of the stream", hr);
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

static HRESULT copy(struct com_read_stream *stream, IStream *target, ULONGLONG count, ULONGLONG *got,
                    ULONGLONG *written)
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
HRESULT com_read_stream_CopyTo(struct com_read_stream *stream, IStream *target, ULARGE_INTEGER count,
                               ULARGE_INTEGER *got, ULARGE_INTEGER *written)
{
    ULONGLONG read = 0, wrote = 0;
    HRESULT hr;

    com_error_clear();
    hr = target ? copy(stream, target, count.QuadPart, &read, &wrote) : STG_E_INVALIDPOINTER;
    if (got) got->QuadPart = read;
    if (written) written->QuadPart = wrote;
    return done(stream, "Copying from the stream to another", hr);
}

HRESULT com_read_stream_Commit(void)
{
    com_error_clear();
    return S_OK;
}

HRESULT com_read_stream_LockRegion(struct com_read_stream *stream)
{
    com_error_clear();
    return done(stream, "Locking a part of the stream", STG_E_INVALIDFUNCTION);
}

static HRESULT check_flags(const struct com_read_stream_class *class, DWORD flags)
{
    if (class->flag_refusal) return flags & ~(DWORD)STATFLAG_NONAME ? class->flag_refusal : S_OK;
    return flags & ~(DWORD)(STATFLAG_NONAME | STATFLAG_NOOPEN) ? STG_E_INVALIDFLAG : S_OK;
}

static HRESULT get_statistics(struct com_read_stream *stream, STATSTG *statistics, DWORD flags)
{
    HRESULT hr;
    bool is_ready;

    if (!statistics) return STG_E_INVALIDPOINTER;
    memset(statistics, 0, sizeof *statistics);
    hr = check_flags(stream->class, flags);
    if (FAILED(hr)) return hr;
    EnterCriticalSection(&stream->lock);
    is_ready = stream->is_ready;
    if (is_ready) statistics->cbSize.QuadPart = stream->size;
    LeaveCriticalSection(&stream->lock);
    if (!is_ready) return E_UNEXPECTED;
    statistics->type = STGTY_STREAM;
    statistics->grfMode = STGM_READ;
    if (stream->class->describe) hr = stream->class->describe(stream, statistics, !(flags & STATFLAG_NONAME));
    if (FAILED(hr)) memset(statistics, 0, sizeof *statistics);
    return hr;
}

HRESULT com_read_stream_Stat(struct com_read_stream *stream, STATSTG *statistics, DWORD flags)
{
    com_error_clear();
    return done(stream, "Asking for the size of the stream", get_statistics(stream, statistics, flags));
}

static HRESULT make_clone(struct com_read_stream *stream, IStream **out)
{
    ULONGLONG position, size;
    bool is_ready;

    if (!out) return STG_E_INVALIDPOINTER;
    *out = NULL;
    EnterCriticalSection(&stream->lock);
    is_ready = stream->is_ready;
    position = stream->position;
    size = stream->size;
    LeaveCriticalSection(&stream->lock);
    return is_ready ? stream->class->clone(stream, position, size, out) : E_UNEXPECTED;
}

HRESULT com_read_stream_Clone(struct com_read_stream *stream, IStream **out)
{
    com_error_clear();
    return done(stream, "Cloning the stream", make_clone(stream, out));
}
