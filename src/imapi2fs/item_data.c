/* A source of an image's bytes as IStream; Read returns the failures that the source reports. */
#include "imapi2fs/item_data.h"

#include "base/alloc.h"
#include "com/read_stream.h"
#include "imapi2fs.h"
#include "imapi2fs/data_failure.h"
#include "imapi2fs/item.h"
#include "imapi2fserror.h"

struct item_data {
    struct com_object object;
    IStream IStream_iface;
    struct com_read_stream stream;
    struct fs_source *source;
    struct com_object *owner;
    uint64_t end; /* where the source ended too early, else UINT64_MAX; guarded by the lock of `stream` */
};

COM_READ_STREAM(item_data, IStream)

static HRESULT create(struct fs_source *source, struct com_object *owner, ULONGLONG position, IStream **out);

static struct item_data *item_data_from(const struct com_read_stream *stream)
{
    return CONTAINING_RECORD(stream, struct item_data, stream);
}

static void note_end(struct com_read_stream *stream, uint64_t end)
{
    EnterCriticalSection(&stream->lock);
    item_data_from(stream)->end = end;
    LeaveCriticalSection(&stream->lock);
}

static HRESULT item_data_read(struct com_read_stream *stream, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got)
{
    struct fs_source *source = item_data_from(stream)->source;
    uint32_t read;
    int32_t result;

    while (*got < count) {
        read = 0;
        result = source->read_at(source, offset + *got, bytes + *got, count - *got, &read);
        *got += read;
        if (!result && read) continue;
        note_end(stream, result ? UINT64_MAX : offset + *got);
        if (!result) return IMAPI_E_DATA_STREAM_INCONSISTENCY;
        return result < 0 ? result : IMAPI_E_DATA_STREAM_READ_FAILURE;
    }
    return S_OK;
}

static HRESULT item_data_clone(struct com_read_stream *stream, ULONGLONG position, ULONGLONG size, IStream **out)
{
    struct item_data *original = item_data_from(stream);

    (void)size;
    return create(original->source, original->owner, position, out);
}

/* The item that owns the source, held; NULL: it is a boot image's copy. */
static struct item *get_item(struct com_object *owner)
{
    struct item *item = NULL;
    IUnknown *own;

    if (FAILED(com_object_query_interface(owner, &item_own_iid, (void **)&own))) return NULL;
    item_take(own, &item);
    IUnknown_Release(own);
    return item;
}

static HRESULT item_data_fail(const struct com_read_stream *stream, const char *attempt, HRESULT hr)
{
    struct item_data *data = item_data_from(stream);
    struct item *item = get_item(data->owner);
    struct data_failure told;
    struct imapifs_call call;
    uint64_t end;

    EnterCriticalSection(&data->stream.lock);
    end = data->end;
    LeaveCriticalSection(&data->stream.lock);
    imapifs_call_begin(&call, stream->class->prog_id, stream->class->iid, attempt);
    data_failure_tell(&told, &call, hr, item ? item->state : NULL, item ? item->node : NULL,
                      end == UINT64_MAX ? NULL : &end);
    hr = imapifs_call_done(&call, hr);
    data_failure_free(&told);
    if (item) com_object_release(item->object);
    return hr;
}

static const struct com_read_stream_class item_data_stream = {
    .prog_id = L"OpenIMAPI2.FsiStream",
    .iid = &IID_IStream,
    .can_be_sized = false,
    .read = item_data_read,
    .clone = item_data_clone,
    .fail = item_data_fail,
};

static const IStreamVtbl item_data_IStream_vtbl = {COM_READ_STREAM_METHODS(item_data, IStream)};

static const struct com_interface item_data_interfaces[] = {
    {&IID_IStream, offsetof(struct item_data, IStream_iface)},
    {&IID_ISequentialStream, offsetof(struct item_data, IStream_iface)},
};

static void item_data_destroy(struct com_object *object)
{
    struct item_data *data = CONTAINING_RECORD(object, struct item_data, object);

    com_read_stream_destroy(&data->stream);
    com_object_release(data->owner);
    base_free(data);
}

static const struct com_class item_data_class = {
    &CLSID_FsiStream, true, item_data_interfaces, ARRAYSIZE(item_data_interfaces), item_data_destroy,
};

static HRESULT create(struct fs_source *source, struct com_object *owner, ULONGLONG position, IStream **out)
{
    struct item_data *data = base_alloc(sizeof *data);

    *out = NULL;
    if (!data) return E_OUTOFMEMORY;
    if (!com_read_stream_init(&data->stream, &item_data_stream, true)) {
        base_free(data);
        return E_OUTOFMEMORY;
    }
    data->IStream_iface.lpVtbl = &item_data_IStream_vtbl;
    data->stream.position = position;
    data->stream.size = source ? source->size_bytes : 0;
    data->source = source;
    data->owner = owner;
    data->end = UINT64_MAX;
    com_object_add_ref(owner);
    com_object_init(&data->object, &item_data_class);
    *out = &data->IStream_iface;
    return S_OK;
}

HRESULT item_data_create(struct fs_source *source, struct com_object *owner, IStream **out)
{
    return create(source, owner, 0, out);
}

struct item *item_data_get_item(IStream *stream)
{
    return stream->lpVtbl == &item_data_IStream_vtbl ? get_item(item_data_from_IStream(stream)->owner) : NULL;
}
