/* MsftStreamInterleave: the streams of a client, taking turns of a given number of bytes each; an exhausted stream is
 * skipped. It holds their pointers directly, so it lives in the apartment that created it.
 */
#include "imapi2/stream_interleave.h"

#include <limits.h>
#include <stdbool.h>

#include "base/alloc.h"
#include "com/read_stream.h"
#include "imapi2.h"
#include "imapi2/stream_call.h"
#include "imapi2/stream_parts.h"

struct interleave {
    struct com_object object;
    IStreamInterleave IStreamInterleave_iface;
    struct com_read_stream stream;
    struct stream_parts *parts; /* NULL before Initialize, then the same for good; the stream's lock guards it */
};

COM_READ_STREAM(interleave, IStreamInterleave)

static HRESULT create(struct stream_parts *parts, ULONGLONG position, REFIID iid, void **out);

/* NULL before Initialize. Borrowed: it goes with the object. */
static struct stream_parts *peek_parts(struct com_read_stream *stream)
{
    struct interleave *interleave = CONTAINING_RECORD(stream, struct interleave, stream);
    struct stream_parts *parts;

    EnterCriticalSection(&stream->lock);
    parts = interleave->parts;
    LeaveCriticalSection(&stream->lock);
    return parts;
}

/* Bytes of the part that come before a round; in a round each part has one turn. */
static ULONGLONG part_before(const struct stream_part *part, ULONGLONG round)
{
    return round > part->size / part->turn ? part->size : round * part->turn;
}

static ULONGLONG all_before(const struct stream_parts *parts, ULONGLONG round)
{
    ULONGLONG sum = 0;
    ULONG i;

    for (i = 0; i < parts->count; i++)
        sum += part_before(&parts->items[i], round);
    return sum;
}

/* The round in which the offset, which lies within the size, has its byte. A round has one byte at least. */
static ULONGLONG find_round(const struct stream_parts *parts, ULONGLONG offset)
{
    ULONGLONG first = 0, behind = offset + 1;

    while (behind - first > 1) {
        ULONGLONG middle = first + (behind - first) / 2;

        if (all_before(parts, middle) <= offset)
            first = middle;
        else
            behind = middle;
    }
    return first;
}

static HRESULT interleave_read(struct com_read_stream *stream, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got)
{
    struct stream_parts *parts = peek_parts(stream);
    ULONGLONG round = find_round(parts, offset);
    ULONGLONG skip = offset - all_before(parts, round); /* bytes of the round */
    HRESULT hr = S_OK;
    ULONG i = 0, read;

    while (SUCCEEDED(hr) && *got < count) {
        struct stream_part *part = &parts->items[i];
        ULONGLONG place = part_before(part, round), turn = part_before(part, round + 1) - place;
        ULONG rest = count - *got;

        if (++i == parts->count) {
            i = 0;
            round++;
        }
        if (skip >= turn) {
            skip -= turn;
            continue;
        }
        hr =
            stream_part_read(part, place + skip, bytes + *got, turn - skip < rest ? (ULONG)(turn - skip) : rest, &read);
        *got += read;
        skip = 0;
    }
    return hr;
}

static HRESULT interleave_clone(struct com_read_stream *stream, ULONGLONG position, ULONGLONG size, IStream **out)
{
    struct stream_parts *clones;
    HRESULT hr;

    (void)size;
    hr = stream_parts_clone(peek_parts(stream), &clones);
    return SUCCEEDED(hr) ? create(clones, position, &IID_IStream, (void **)out) : hr;
}

static const struct com_read_stream_class interleave_stream = {
    L"OpenIMAPI2.MsftStreamInterleave",
    &IID_IStreamInterleave,
    false,
    interleave_read,
    interleave_clone,
    stream_call_failed,
    NULL,
    0,
};

static HRESULT initialize(struct interleave *interleave, IStream *const *streams, const ULONG *turns, ULONG count)
{
    struct stream_parts *parts;
    bool is_first;
    HRESULT hr;
    ULONG i;

    if (peek_parts(&interleave->stream) || !count || count > LONG_MAX) return E_INVALIDARG;
    for (i = 0; i < count; i++) {
        if (!turns[i]) return E_INVALIDARG;
    }
    hr = stream_parts_create(NULL, streams, turns, count, &parts);
    if (FAILED(hr)) return hr;
    EnterCriticalSection(&interleave->stream.lock);
    is_first = !interleave->parts;
    if (is_first) {
        interleave->parts = parts;
        interleave->stream.size = parts->size;
        interleave->stream.is_ready = true;
    }
    LeaveCriticalSection(&interleave->stream.lock);
    if (!is_first) stream_parts_release(parts);
    return is_first ? S_OK : E_INVALIDARG;
}

static HRESULT WINAPI interleave_Initialize(IStreamInterleave *iface, IStream **streams, ULONG *turns, ULONG count)
{
    struct interleave *interleave = interleave_from_IStreamInterleave(iface);
    struct imapi_call call;

    stream_call_begin(&interleave->stream, &call, "Interleaving streams");
    if (!streams || !turns) return imapi_call_done(&call, E_POINTER);
    return imapi_call_done(&call, initialize(interleave, streams, turns, count));
}

static const IStreamInterleaveVtbl interleave_vtbl = {
    COM_READ_STREAM_METHODS(interleave, IStreamInterleave),
    interleave_Initialize,
};

static const struct com_interface interleave_interfaces[] = {
    {&IID_IStreamInterleave, offsetof(struct interleave, IStreamInterleave_iface)},
    {&IID_IStream, offsetof(struct interleave, IStreamInterleave_iface)},
    {&IID_ISequentialStream, offsetof(struct interleave, IStreamInterleave_iface)},
};

static void interleave_destroy(struct com_object *object)
{
    struct interleave *interleave = CONTAINING_RECORD(object, struct interleave, object);

    stream_parts_release(interleave->parts);
    com_read_stream_destroy(&interleave->stream);
    base_free(interleave);
}

static const struct com_class interleave_class = {
    &CLSID_MsftStreamInterleave, false, interleave_interfaces, ARRAYSIZE(interleave_interfaces), interleave_destroy,
};

/* parts: NULL, or taken over, on failure too. */
static HRESULT create(struct stream_parts *parts, ULONGLONG position, REFIID iid, void **out)
{
    struct interleave *interleave;

    *out = NULL;
    interleave = base_alloc(sizeof *interleave);
    if (!interleave || !com_read_stream_init(&interleave->stream, &interleave_stream, parts != NULL)) {
        stream_parts_release(parts);
        base_free(interleave);
        return E_OUTOFMEMORY;
    }
    interleave->IStreamInterleave_iface.lpVtbl = &interleave_vtbl;
    interleave->parts = parts;
    interleave->stream.position = position;
    interleave->stream.size = parts ? parts->size : 0;
    com_object_init(&interleave->object, &interleave_class);
    return com_object_hand_out(&interleave->object, iid, out);
}

HRESULT stream_interleave_create(REFIID iid, void **out)
{
    return create(NULL, 0, iid, out);
}
