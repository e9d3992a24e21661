/* A raw audio image as a stream: the sectors are generated while they are read. */
#include "base/alloc.h"
#include "com/read_stream.h"
#include "com/stream_read.h"
#include "com/turn.h"
#include "imapi2/raw_image.h"
#include "imapi2/stream_call.h"

struct image_stream {
    struct com_object object;
    IStream IStream_iface;
    struct com_read_stream stream;
    struct raw_image *image;     /* frozen */
    struct raw_streams *streams; /* the image's, or clones of them */
};

/* One read of the stream: the port behind which the client's streams are. */
struct reading {
    struct rawcd_content content;
    struct raw_streams *streams;
};

COM_READ_STREAM(image_stream, IStream)

static HRESULT create(struct raw_image *image, struct raw_streams *streams, ULONGLONG position, IStream **out);

/* All bytes of a piece of a client's stream. The turn is had. */
static HRESULT read_piece(struct raw_streams *streams, unsigned index, ULONGLONG offset, BYTE *bytes, ULONG count)
{
    IStream *stream;
    ULONG got;
    HRESULT hr = com_global_get(streams->items[index], &IID_IStream, (void **)&stream);

    if (FAILED(hr)) return hr;
    hr = com_stream_read_at(stream, &streams->uses, E_FAIL, offset, bytes, count, &got);
    IStream_Release(stream);
    if (FAILED(hr)) return hr;
    return got < count ? STG_E_READFAULT : S_OK;
}

static int32_t read_audio(struct rawcd_content *content, unsigned part, uint64_t offset, void *bytes, uint32_t count)
{
    return read_piece(((struct reading *)content)->streams, part, offset, bytes, count);
}

static int32_t read_rw(struct rawcd_content *content, uint32_t sector, void *bytes)
{
    return read_piece(((struct reading *)content)->streams, RAW_IMAGE_GENERATOR, (ULONGLONG)sector * 96, bytes, 96);
}

static struct image_stream *from_stream(struct com_read_stream *stream)
{
    return CONTAINING_RECORD(stream, struct image_stream, stream);
}

static HRESULT image_stream_read(struct com_read_stream *stream, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got)
{
    const struct image_stream *self = from_stream(stream);
    struct raw_streams *streams = self->streams;
    struct reading reading = {{read_audio, streams->items[RAW_IMAGE_GENERATOR] ? read_rw : NULL}, streams};
    size_t read;
    int32_t result;

    *got = 0;
    result = com_turn_take(streams->turn);
    if (result) return result;
    result = rawcd_image_read(&self->image->layout, self->image->form, &reading.content, offset, bytes, count, &read);
    com_turn_give(streams->turn);
    *got = (ULONG)read;
    return result;
}

/* A clone of each stream. *out is NULL on failure. */
static HRESULT clone_streams(const struct raw_streams *streams, struct raw_streams **out)
{
    struct raw_streams *clones = raw_streams_create();
    HRESULT hr = S_OK;
    unsigned i;

    *out = NULL;
    if (!clones) return E_OUTOFMEMORY;
    for (i = 0; i < RAW_IMAGE_STREAMS && SUCCEEDED(hr); i++) {
        IStream *stream, *clone = NULL;

        if (!streams->items[i]) continue;
        hr = com_global_get(streams->items[i], &IID_IStream, (void **)&stream);
        if (FAILED(hr)) break;
        hr = IStream_Clone(stream, &clone);
        IStream_Release(stream);
        if (SUCCEEDED(hr) && !clone) hr = E_UNEXPECTED;
        if (FAILED(hr)) break;
        hr = com_global_keep((IUnknown *)clone, &clones->items[i]);
        IStream_Release(clone);
    }
    if (FAILED(hr))
        raw_streams_release(clones);
    else
        *out = clones;
    return hr;
}

static HRESULT image_stream_clone(struct com_read_stream *stream, ULONGLONG position, ULONGLONG size, IStream **out)
{
    const struct image_stream *self = from_stream(stream);
    struct raw_streams *clones;
    HRESULT hr = clone_streams(self->streams, &clones);

    (void)size;
    return SUCCEEDED(hr) ? create(self->image, clones, position, out) : hr;
}

static const struct com_read_stream_class read_stream_class = {
    .prog_id = L"OpenIMAPI2.MsftRawCDImageCreator",
    .iid = &IID_IStream,
    .read = image_stream_read,
    .clone = image_stream_clone,
    .fail = stream_call_failed,
};

static const IStreamVtbl image_stream_vtbl = {COM_READ_STREAM_METHODS(image_stream, IStream)};

static const struct com_interface image_stream_interfaces[] = {
    {&IID_IStream, offsetof(struct image_stream, IStream_iface)},
    {&IID_ISequentialStream, offsetof(struct image_stream, IStream_iface)},
};

static void image_stream_destroy(struct com_object *object)
{
    struct image_stream *self = CONTAINING_RECORD(object, struct image_stream, object);

    raw_streams_release(self->streams);
    raw_image_release(self->image);
    com_read_stream_destroy(&self->stream);
    base_free(self);
}

static const struct com_class image_stream_class = {
    NULL, true, image_stream_interfaces, ARRAYSIZE(image_stream_interfaces), image_stream_destroy,
};

/* streams: taken over, on failure too. */
static HRESULT create(struct raw_image *image, struct raw_streams *streams, ULONGLONG position, IStream **out)
{
    struct image_stream *self = base_alloc(sizeof *self);

    *out = NULL;
    if (!self || !com_read_stream_init(&self->stream, &read_stream_class, true)) {
        raw_streams_release(streams);
        base_free(self);
        return E_OUTOFMEMORY;
    }
    raw_image_add_ref(image);
    self->IStream_iface.lpVtbl = &image_stream_vtbl;
    self->image = image;
    self->streams = streams;
    self->stream.position = position;
    self->stream.size = (ULONGLONG)rawcd_image_sectors(&image->layout) * rawcd_sector_bytes(image->form);
    com_object_init(&self->object, &image_stream_class);
    return com_object_hand_out(&self->object, &IID_IStream, (void **)out);
}

HRESULT raw_image_stream_create(struct raw_image *image, IStream **out)
{
    return create(image, raw_streams_add_ref(image->streams), 0, out);
}
