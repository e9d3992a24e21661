/* MsftStreamConcatenate: the streams of a client, one after the other. It holds their pointers directly, so it lives in
 * the apartment that created it.
 */
#include "imapi2/stream_concatenate.h"

#include <stdbool.h>

#include "base/alloc.h"
#include "com/read_stream.h"
#include "imapi2.h"
#include "imapi2/stream_call.h"
#include "imapi2/stream_parts.h"

struct concatenate {
    struct com_object object;
    IStreamConcatenate IStreamConcatenate_iface;
    struct com_read_stream stream;
    struct stream_parts *parts; /* NULL before Initialize; the stream's lock guards the pointer */
};

COM_READ_STREAM(concatenate, IStreamConcatenate)

static HRESULT create(struct stream_parts *parts, ULONGLONG position, REFIID iid, void **out);

static struct concatenate *concatenate_from_stream(struct com_read_stream *stream)
{
    return CONTAINING_RECORD(stream, struct concatenate, stream);
}

/* With a reference; NULL before Initialize. */
static struct stream_parts *get_parts(struct concatenate *concatenate)
{
    struct stream_parts *parts;

    EnterCriticalSection(&concatenate->stream.lock);
    parts = concatenate->parts ? stream_parts_add_ref(concatenate->parts) : NULL;
    LeaveCriticalSection(&concatenate->stream.lock);
    return parts;
}

/* Put `fresh` in the place of `old`, which is still there? The reference to it is the object's then. */
static bool swap_parts(struct concatenate *concatenate, struct stream_parts *old, struct stream_parts *fresh)
{
    bool is_current;

    EnterCriticalSection(&concatenate->stream.lock);
    is_current = concatenate->parts == old;
    if (is_current) {
        concatenate->parts = fresh;
        concatenate->stream.size = fresh->size;
        concatenate->stream.is_ready = true;
    }
    LeaveCriticalSection(&concatenate->stream.lock);
    stream_parts_release(is_current ? old : fresh);
    return is_current;
}

/* The last part that begins at or before the offset, and is not empty. */
static ULONG find_part(const struct stream_parts *parts, ULONGLONG offset)
{
    ULONG first = 0, behind = parts->count;

    while (behind - first > 1) {
        ULONG middle = first + (behind - first) / 2;

        if (parts->items[middle].start <= offset)
            first = middle;
        else
            behind = middle;
    }
    return first;
}

static HRESULT concatenate_read(struct com_read_stream *stream, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got)
{
    struct stream_parts *parts = get_parts(concatenate_from_stream(stream));
    HRESULT hr = S_OK;
    ULONG i, read;

    for (i = find_part(parts, offset); SUCCEEDED(hr) && *got < count && i < parts->count; i++) {
        struct stream_part *part = &parts->items[i];
        ULONGLONG place = offset + *got - part->start, rest = part->size - place;

        if (!rest) continue;
        hr = stream_part_read(part, place, bytes + *got, rest < count - *got ? (ULONG)rest : count - *got, &read);
        *got += read;
    }
    stream_parts_release(parts);
    return hr;
}

static HRESULT concatenate_clone(struct com_read_stream *stream, ULONGLONG position, ULONGLONG size, IStream **out)
{
    struct stream_parts *parts = get_parts(concatenate_from_stream(stream));
    struct stream_parts *clones;
    HRESULT hr;

    (void)size;
    hr = stream_parts_clone(parts, &clones);
    stream_parts_release(parts);
    return SUCCEEDED(hr) ? create(clones, position, &IID_IStream, (void **)out) : hr;
}

static const struct com_read_stream_class concatenate_stream = {
    L"OpenIMAPI2.MsftStreamConcatenate",
    &IID_IStreamConcatenate,
    false,
    concatenate_read,
    concatenate_clone,
    stream_call_failed,
    NULL,
    0,
};

static HRESULT initialize(struct concatenate *concatenate, IStream *const *streams, ULONG count)
{
    struct stream_parts *parts = get_parts(concatenate);
    HRESULT hr;

    if (parts) {
        stream_parts_release(parts);
        return E_INVALIDARG;
    }
    hr = stream_parts_create(NULL, streams, NULL, count, &parts);
    if (FAILED(hr)) return hr;
    return swap_parts(concatenate, NULL, parts) ? S_OK : E_INVALIDARG;
}

static HRESULT append(struct concatenate *concatenate, IStream *const *streams, ULONG count)
{
    struct stream_parts *before, *parts;
    bool is_done = false;
    HRESULT hr;
    ULONG i;

    for (i = 0; i < count; i++) { /* it would hold itself for ever */
        if (streams[i] == (IStream *)&concatenate->IStreamConcatenate_iface) return E_INVALIDARG;
    }
    do {
        before = get_parts(concatenate);
        if (!before) return E_UNEXPECTED;
        hr = stream_parts_create(before, streams, NULL, count, &parts);
        if (SUCCEEDED(hr)) is_done = swap_parts(concatenate, before, parts);
        stream_parts_release(before);
    } while (SUCCEEDED(hr) && !is_done);
    return hr;
}

static HRESULT WINAPI concatenate_Initialize(IStreamConcatenate *iface, IStream *stream1, IStream *stream2)
{
    struct concatenate *concatenate = concatenate_from_IStreamConcatenate(iface);
    IStream *const streams[] = {stream1, stream2};
    struct imapi_call call;

    stream_call_begin(&concatenate->stream, &call, "Concatenating two streams");
    if (!stream1 || !stream2) return imapi_call_done(&call, E_POINTER);
    return imapi_call_done(&call, initialize(concatenate, streams, ARRAYSIZE(streams)));
}

static HRESULT WINAPI concatenate_Initialize2(IStreamConcatenate *iface, IStream **streams, ULONG count)
{
    struct concatenate *concatenate = concatenate_from_IStreamConcatenate(iface);
    struct imapi_call call;

    stream_call_begin(&concatenate->stream, &call, "Concatenating streams");
    if (!streams) return imapi_call_done(&call, E_POINTER);
    return imapi_call_done(&call, initialize(concatenate, streams, count));
}

/* IStreamConcatenate::Append: its page lists E_NOTIMPL alone and describes its use all the same. */
static HRESULT WINAPI concatenate_Append(IStreamConcatenate *iface, IStream *stream)
{
    struct concatenate *concatenate = concatenate_from_IStreamConcatenate(iface);
    struct imapi_call call;

    stream_call_begin(&concatenate->stream, &call, "Appending a stream");
    if (!stream) return imapi_call_done(&call, E_POINTER);
    return imapi_call_done(&call, append(concatenate, &stream, 1));
}

static HRESULT WINAPI concatenate_Append2(IStreamConcatenate *iface, IStream **streams, ULONG count)
{
    struct concatenate *concatenate = concatenate_from_IStreamConcatenate(iface);
    struct imapi_call call;

    stream_call_begin(&concatenate->stream, &call, "Appending streams");
    if (!streams) return imapi_call_done(&call, E_POINTER);
    return imapi_call_done(&call, append(concatenate, streams, count));
}

static const IStreamConcatenateVtbl concatenate_vtbl = {
    COM_READ_STREAM_METHODS(concatenate, IStreamConcatenate),
    concatenate_Initialize,
    concatenate_Initialize2,
    concatenate_Append,
    concatenate_Append2,
};

static const struct com_interface concatenate_interfaces[] = {
    {&IID_IStreamConcatenate, offsetof(struct concatenate, IStreamConcatenate_iface)},
    {&IID_IStream, offsetof(struct concatenate, IStreamConcatenate_iface)},
    {&IID_ISequentialStream, offsetof(struct concatenate, IStreamConcatenate_iface)},
};

static void concatenate_destroy(struct com_object *object)
{
    struct concatenate *concatenate = CONTAINING_RECORD(object, struct concatenate, object);

    stream_parts_release(concatenate->parts);
    com_read_stream_destroy(&concatenate->stream);
    base_free(concatenate);
}

static const struct com_class concatenate_class = {
    &CLSID_MsftStreamConcatenate, false, concatenate_interfaces, ARRAYSIZE(concatenate_interfaces), concatenate_destroy,
};

/* parts: NULL, or taken over, on failure too. */
static HRESULT create(struct stream_parts *parts, ULONGLONG position, REFIID iid, void **out)
{
    struct concatenate *concatenate;

    *out = NULL;
    concatenate = base_alloc(sizeof *concatenate);
    if (!concatenate || !com_read_stream_init(&concatenate->stream, &concatenate_stream, parts != NULL)) {
        stream_parts_release(parts);
        base_free(concatenate);
        return E_OUTOFMEMORY;
    }
    concatenate->IStreamConcatenate_iface.lpVtbl = &concatenate_vtbl;
    concatenate->parts = parts;
    concatenate->stream.position = position;
    concatenate->stream.size = parts ? parts->size : 0;
    com_object_init(&concatenate->object, &concatenate_class);
    return com_object_hand_out(&concatenate->object, iid, out);
}

HRESULT stream_concatenate_create(REFIID iid, void **out)
{
    return create(NULL, 0, iid, out);
}
