/* IStream of a client that keeps to the rules, or breaks one of them. */
#include "com/client_stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

BYTE client_stream_byte(BYTE seed, ULONGLONG offset)
{
    return (BYTE)(seed + 7 * offset + (offset >> 8) + (offset >> 32));
}

static BYTE byte_of(const struct client_stream *stream, ULONGLONG offset)
{
    const struct client_piece *piece = stream->pieces;

    if (!piece) return client_stream_byte(stream->seed, offset);
    for (; piece->bytes; piece++) {
        if (offset >= piece->offset && offset - piece->offset < piece->count)
            return (BYTE)piece->bytes[offset - piece->offset];
    }
    return 0;
}

static struct client_stream *from(IStream *iface)
{
    return CONTAINING_RECORD(iface, struct client_stream, IStream_iface);
}

static HRESULT WINAPI client_QueryInterface(IStream *iface, REFIID iid, void **out)
{
    const struct client_stream *stream = from(iface);

    *out = NULL;
    if (stream->other_iid && IsEqualIID(iid, stream->other_iid)) {
        *out = stream->other;
        IStream_AddRef(iface);
        return S_OK;
    }
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_ISequentialStream) && !IsEqualIID(iid, &IID_IStream)) {
        return E_NOINTERFACE;
    }
    *out = iface;
    IStream_AddRef(iface);
    return S_OK;
}

static ULONG WINAPI client_AddRef(IStream *iface)
{
    return (ULONG)InterlockedIncrement(&from(iface)->references);
}

static ULONG WINAPI client_Release(IStream *iface)
{
    ULONG references = (ULONG)InterlockedDecrement(&from(iface)->references);

    if (!references && from(iface)->is_clone) free(from(iface));
    return references;
}

static void note_thread(struct client_stream *stream)
{
    if (GetCurrentThreadId() != stream->thread) stream->other_threads++;
}

static ULONG at_most(const struct client_stream *stream, ULONG count)
{
    return stream->most && count > stream->most ? stream->most : count;
}

static HRESULT WINAPI client_Read(IStream *iface, void *bytes, ULONG count, ULONG *got)
{
    struct client_stream *stream = from(iface);
    ULONG i;

    note_thread(stream);
    stream->reads++;
    if (stream->react) stream->react(stream);
    count = at_most(stream, count);
    for (i = 0; i < count && stream->position < stream->size; i++) {
        if (FAILED(stream->read_result) && stream->position >= stream->fail_at) break;
        ((BYTE *)bytes)[i] = byte_of(stream, stream->position++);
    }
    if (got) *got = i + stream->claims_more;
    return !i && count && stream->position >= stream->fail_at ? stream->read_result : S_OK;
}

static HRESULT WINAPI client_Write(IStream *iface, const void *bytes, ULONG count, ULONG *written)
{
    struct client_stream *stream = from(iface);
    ULONG i;

    stream->writes++;
    if (written) *written = 0;
    if (FAILED(stream->write_result)) return stream->write_result;
    count = at_most(stream, count);
    for (i = 0; i < count; i++) {
        if (((const BYTE *)bytes)[i] != client_stream_byte(stream->seed, stream->position++)) stream->is_spoiled = true;
    }
    if (written) *written = count;
    return S_OK;
}

static HRESULT WINAPI client_Seek(IStream *iface, LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER *position)
{
    struct client_stream *stream = from(iface);
    ULONGLONG start = origin == STREAM_SEEK_CUR ? stream->position : origin == STREAM_SEEK_END ? stream->size : 0;

    note_thread(stream);
    stream->seeks++;
    if (FAILED(stream->seek_result)) return stream->seek_result;
    stream->position = start + (ULONGLONG)move.QuadPart;
    if (position) position->QuadPart = stream->position;
    return S_OK;
}

static HRESULT WINAPI client_SetSize(IStream *iface, ULARGE_INTEGER size)
{
    (void)iface, (void)size;
    return E_NOTIMPL;
}

static HRESULT WINAPI client_CopyTo(IStream *iface, IStream *target, ULARGE_INTEGER count, ULARGE_INTEGER *got,
                                    ULARGE_INTEGER *written)
{
    (void)iface, (void)target, (void)count, (void)got, (void)written;
    return E_NOTIMPL;
}

static HRESULT WINAPI client_Commit(IStream *iface, DWORD flags)
{
    (void)iface, (void)flags;
    return E_NOTIMPL;
}

static HRESULT WINAPI client_Revert(IStream *iface)
{
    (void)iface;
    return E_NOTIMPL;
}

static HRESULT WINAPI client_LockRegion(IStream *iface, ULARGE_INTEGER offset, ULARGE_INTEGER count, DWORD kind)
{
    (void)iface, (void)offset, (void)count, (void)kind;
    return E_NOTIMPL;
}

static HRESULT WINAPI client_Stat(IStream *iface, STATSTG *statistics, DWORD flags)
{
    struct client_stream *stream = from(iface);

    (void)flags;
    note_thread(stream);
    if (FAILED(stream->stat_result)) return stream->stat_result;
    statistics->type = STGTY_STREAM;
    statistics->cbSize.QuadPart = stream->says;
    if (stream->gives_name) statistics->pwcsName = CoTaskMemAlloc(8 * sizeof(WCHAR));
    return S_OK;
}

static HRESULT WINAPI client_Clone(IStream *iface, IStream **out)
{
    struct client_stream *stream = from(iface), *clone;

    *out = NULL;
    if (FAILED(stream->clone_result) || stream->clones_nothing) return stream->clone_result;
    clone = malloc(sizeof *clone);
    if (!clone) return E_OUTOFMEMORY;
    *clone = *stream;
    clone->references = 1;
    clone->is_clone = true;
    *out = &clone->IStream_iface;
    return S_OK;
}

static const IStreamVtbl client_vtbl = {
    client_QueryInterface, client_AddRef,     client_Release, client_Read,   client_Write,
    client_Seek,           client_SetSize,    client_CopyTo,  client_Commit, client_Revert,
    client_LockRegion,     client_LockRegion, client_Stat,    client_Clone,
};

void client_stream_begin(struct client_stream *stream, ULONGLONG size, BYTE seed)
{
    static const struct client_stream none;

    *stream = none;
    stream->IStream_iface.lpVtbl = (IStreamVtbl *)&client_vtbl;
    stream->references = 1;
    stream->size = stream->says = size;
    stream->seed = seed;
    stream->thread = GetCurrentThreadId();
}

void client_stream_end(const struct client_stream *stream)
{
    assert_int_equal(stream->references, 1);
}
