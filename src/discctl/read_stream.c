/* The methods of a read-only IStream, over one function that reads at an offset. */
#include "discctl/read_stream.h"

#include <string.h>

#include "discctl/memory.h"

enum { COPY_BYTES = 1 << 16 };

struct read_stream *read_stream_from(IStream *iface)
{
    return CONTAINING_RECORD(iface, struct read_stream, IStream_iface);
}

static HRESULT WINAPI stream_QueryInterface(IStream *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_ISequentialStream) && !IsEqualIID(iid, &IID_IStream))
        return E_NOINTERFACE;
    IStream_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI stream_AddRef(IStream *iface)
{
    return (ULONG)InterlockedIncrement(&read_stream_from(iface)->references);
}

static ULONG WINAPI stream_Release(IStream *iface)
{
    struct read_stream *stream = read_stream_from(iface);
    LONG left = InterlockedDecrement(&stream->references);

    if (!left) stream->methods->destroy(stream);
    return (ULONG)left;
}

static HRESULT WINAPI stream_Read(IStream *iface, void *out, ULONG wanted, ULONG *read)
{
    struct read_stream *stream = read_stream_from(iface);
    uint64_t left = stream->position < stream->size ? stream->size - stream->position : 0;
    ULONG count = wanted < left ? wanted : (ULONG)left;
    HRESULT hr = stream->methods->read_at(stream, stream->position, out, count);

    if (read) *read = 0;
    if (FAILED(hr)) return hr;
    stream->position += count;
    if (read) *read = count;
    return count < wanted ? S_FALSE : S_OK;
}

static HRESULT WINAPI stream_Write(IStream *iface, const void *bytes, ULONG count, ULONG *written)
{
    (void)iface;
    (void)bytes;
    (void)count;
    if (written) *written = 0;
    return STG_E_ACCESSDENIED;
}

static HRESULT WINAPI stream_Seek(IStream *iface, LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER *position)
{
    struct read_stream *stream = read_stream_from(iface);
    uint64_t from;

    switch (origin) {
    case STREAM_SEEK_SET:
        from = 0;
        break;
    case STREAM_SEEK_CUR:
        from = stream->position;
        break;
    case STREAM_SEEK_END:
        from = stream->size;
        break;
    default:
        return STG_E_INVALIDFUNCTION;
    }
    if (move.QuadPart < 0 && (uint64_t)-move.QuadPart > from) return STG_E_INVALIDFUNCTION;
    stream->position = from + (uint64_t)move.QuadPart;
    if (position) position->QuadPart = stream->position;
    return S_OK;
}

static HRESULT WINAPI stream_SetSize(IStream *iface, ULARGE_INTEGER size)
{
    (void)iface;
    (void)size;
    return STG_E_ACCESSDENIED;
}

static HRESULT WINAPI stream_CopyTo(IStream *iface, IStream *target, ULARGE_INTEGER count, ULARGE_INTEGER *read,
                                    ULARGE_INTEGER *written)
{
    uint8_t *bytes = memory_get(COPY_BYTES);
    uint64_t left = count.QuadPart, got = 0, given = 0;
    HRESULT hr = S_OK;

    while (left && hr == S_OK) {
        ULONG part = left < COPY_BYTES ? (ULONG)left : COPY_BYTES, in = 0, out = 0;

        hr = stream_Read(iface, bytes, part, &in);
        if (FAILED(hr)) break;
        got += in;
        left = hr == S_FALSE ? 0 : left - in;
        hr = IStream_Write(target, bytes, in, &out);
        given += out;
        if (SUCCEEDED(hr) && out != in) hr = STG_E_MEDIUMFULL;
    }
    memory_free(bytes);
    if (read) read->QuadPart = got;
    if (written) written->QuadPart = given;
    return hr;
}

static HRESULT WINAPI stream_Commit(IStream *iface, DWORD flags)
{
    (void)iface;
    (void)flags;
    return S_OK;
}

static HRESULT WINAPI stream_Revert(IStream *iface)
{
    (void)iface;
    return S_OK;
}

static HRESULT WINAPI stream_LockRegion(IStream *iface, ULARGE_INTEGER offset, ULARGE_INTEGER count, DWORD type)
{
    (void)iface;
    (void)offset;
    (void)count;
    (void)type;
    return STG_E_INVALIDFUNCTION;
}

static HRESULT WINAPI stream_Stat(IStream *iface, STATSTG *statistics, DWORD flags)
{
    (void)flags; /* it has no name to give */
    memset(statistics, 0, sizeof *statistics);
    statistics->type = STGTY_STREAM;
    statistics->cbSize.QuadPart = read_stream_from(iface)->size;
    statistics->grfMode = STGM_READ;
    return S_OK;
}

static HRESULT WINAPI stream_Clone(IStream *iface, IStream **clone)
{
    (void)iface;
    *clone = NULL;
    return STG_E_INVALIDFUNCTION;
}

static const IStreamVtbl stream_methods = {
    stream_QueryInterface, stream_AddRef,     stream_Release, stream_Read,   stream_Write,
    stream_Seek,           stream_SetSize,    stream_CopyTo,  stream_Commit, stream_Revert,
    stream_LockRegion,     stream_LockRegion, stream_Stat,    stream_Clone,
};

void read_stream_begin(struct read_stream *stream, const struct read_stream_methods *methods, uint64_t size)
{
    stream->IStream_iface.lpVtbl = (IStreamVtbl *)&stream_methods;
    stream->references = 1;
    stream->methods = methods;
    stream->size = size;
    stream->position = 0;
}
