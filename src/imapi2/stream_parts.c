/* The list of a client's streams that MsftStreamConcatenate and MsftStreamInterleave read, and reading from one of
 * them.
 */
#include "imapi2/stream_parts.h"

#include <stdint.h>

#include "base/alloc.h"
#include "com/stream_read.h"
#include "imapi2/stream_source.h"

/* An empty list with room for `count`. */
static struct stream_parts *allocate(ULONG count)
{
    struct stream_parts *parts = base_alloc(sizeof *parts);

    if (!parts) return NULL;
    parts->references = 1;
    parts->items = base_alloc_array(count, sizeof *parts->items);
    if (parts->items) return parts;
    base_free(parts);
    return NULL;
}

struct stream_parts *stream_parts_add_ref(struct stream_parts *parts)
{
    InterlockedIncrement(&parts->references);
    return parts;
}

void stream_parts_release(struct stream_parts *parts)
{
    ULONG i;

    if (!parts || InterlockedDecrement(&parts->references)) return;
    for (i = 0; i < parts->count; i++)
        IStream_Release(parts->items[i].stream);
    base_free(parts->items);
    base_free(parts);
}

/* The stream's reference is taken over. */
static void append(struct stream_parts *parts, IStream *stream, ULONGLONG size, ULONG turn)
{
    struct stream_part *part = &parts->items[parts->count++];

    part->stream = stream;
    part->size = size;
    part->start = parts->size;
    part->turn = turn;
    parts->size += size;
}

static HRESULT append_new(struct stream_parts *parts, IStream *stream, ULONG turn)
{
    ULONGLONG size;
    HRESULT hr = stream_get_size(stream, &size);

    if (FAILED(hr)) return hr;
    if (size > INT64_MAX - parts->size) return E_INVALIDARG;
    IStream_AddRef(stream);
    append(parts, stream, size, turn);
    return S_OK;
}

HRESULT stream_parts_create(const struct stream_parts *before, IStream *const *streams, const ULONG *turns, ULONG count,
                            struct stream_parts **out)
{
    ULONG i, old = before ? before->count : 0;
    struct stream_parts *parts;
    HRESULT hr = S_OK;

    *out = NULL;
    if (!count || count > UINT32_MAX - old) return E_INVALIDARG;
    for (i = 0; i < count; i++) {
        if (!streams[i]) return E_POINTER;
    }
    parts = allocate(old + count);
    if (!parts) return E_OUTOFMEMORY;
    for (i = 0; i < old; i++) {
        IStream_AddRef(before->items[i].stream);
        append(parts, before->items[i].stream, before->items[i].size, before->items[i].turn);
    }
    for (i = 0; i < count && SUCCEEDED(hr); i++)
        hr = append_new(parts, streams[i], turns ? turns[i] : 0);
    if (FAILED(hr))
        stream_parts_release(parts);
    else
        *out = parts;
    return hr;
}

HRESULT stream_parts_clone(const struct stream_parts *parts, struct stream_parts **out)
{
    struct stream_parts *clone = allocate(parts->count);
    HRESULT hr = S_OK;
    ULONG i;

    *out = NULL;
    if (!clone) return E_OUTOFMEMORY;
    for (i = 0; i < parts->count && SUCCEEDED(hr); i++) {
        IStream *stream = NULL;

        hr = IStream_Clone(parts->items[i].stream, &stream);
        if (SUCCEEDED(hr) && !stream) hr = E_UNEXPECTED;
        if (SUCCEEDED(hr)) append(clone, stream, parts->items[i].size, parts->items[i].turn);
    }
    if (FAILED(hr))
        stream_parts_release(clone);
    else
        *out = clone;
    return hr;
}

HRESULT stream_part_read(struct stream_part *part, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got)
{
    HRESULT hr = com_stream_read_at(part->stream, &part->uses, S_OK, offset, bytes, count, got);

    return SUCCEEDED(hr) && *got < count ? STG_E_READFAULT : hr;
}
