/* IStream over a planned image. Clones share the plan, but each has its own position. */
#include "imapi2fs/image_stream.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/read_stream.h"
#include "fs/image.h"
#include "imapi2fs.h"
#include "imapi2fs/block_range.h"
#include "imapi2fs/call.h"
#include "imapi2fs/data_failure.h"
#include "imapi2fs/status.h"

struct image_stream {
    struct com_object object;
    IStream IStream_iface;
    IBlockRangeList IBlockRangeList_iface;
    struct com_read_stream stream;
    struct image_snapshot *snapshot;
    struct fs_failure failure; /* the last one; guarded by the lock of `stream` */
};

COM_READ_STREAM(image_stream, IStream)
COM_DISPATCH(image_stream, IBlockRangeList)

static HRESULT create(struct image_snapshot *snapshot, ULONGLONG position, IStream **out);

static struct image_stream *image_stream_from(const struct com_read_stream *stream)
{
    return CONTAINING_RECORD(stream, struct image_stream, stream);
}

static HRESULT image_stream_read(struct com_read_stream *stream, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got)
{
    struct image_stream *image = image_stream_from(stream);
    struct fs_failure failure;
    size_t read;
    enum fs_status status = fs_image_read(image->snapshot->plan, offset, bytes, count, &read, &failure);

    *got = (ULONG)read;
    if (status == FS_OK) return S_OK;
    EnterCriticalSection(&stream->lock);
    image->failure = failure;
    LeaveCriticalSection(&stream->lock);
    return imapifs_result_of(status, &failure);
}

static HRESULT image_stream_clone(struct com_read_stream *stream, ULONGLONG position, ULONGLONG size, IStream **out)
{
    (void)size;
    return create(image_stream_from(stream)->snapshot, position, out);
}

/* The file stays in the tree while the snapshot lives. */
static HRESULT image_stream_fail(const struct com_read_stream *stream, const char *attempt, HRESULT hr)
{
    struct image_stream *image = image_stream_from(stream);
    struct data_failure told;
    struct fs_failure failure;
    struct imapifs_call call;

    EnterCriticalSection(&image->stream.lock);
    failure = image->failure;
    LeaveCriticalSection(&image->stream.lock);
    imapifs_call_begin(&call, stream->class->prog_id, stream->class->iid, attempt);
    data_failure_tell(&told, &call, hr, image->snapshot->state, failure.node,
                      failure.source_result ? NULL : &failure.source_bytes);
    hr = imapifs_call_done(&call, hr);
    data_failure_free(&told);
    return hr;
}

static const struct com_read_stream_class image_stream_stream = {
    .prog_id = L"OpenIMAPI2.FsiStream",
    .iid = &IID_IStream,
    .flag_refusal = STG_E_INVALIDFUNCTION,
    .read = image_stream_read,
    .clone = image_stream_clone,
    .fail = image_stream_fail,
};

/* IBlockRangeList::get_BlockRanges. Of a rewritable disc alone, whose other blocks stay as they are. */
static HRESULT WINAPI image_stream_get_BlockRanges(IBlockRangeList *iface, SAFEARRAY **value)
{
    const struct image_snapshot *snapshot = image_stream_from_IBlockRangeList(iface)->snapshot;
    struct imapifs_call call;

    imapifs_call_begin(&call, image_stream_stream.prog_id, &IID_IBlockRangeList, "Listing the ranges of blocks");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, block_range_array(snapshot->ranges, snapshot->range_count, value));
}

/* --------------------------------------------------------------------------------------------------------- its life */

static const IBlockRangeListVtbl image_stream_ranges_vtbl = {
    COM_DISPATCH_METHODS(image_stream, IBlockRangeList),
    image_stream_get_BlockRanges,
};

static const IStreamVtbl image_stream_vtbl = {COM_READ_STREAM_METHODS(image_stream, IStream)};

static const struct com_interface image_stream_interfaces[] = {
    {&IID_IStream, offsetof(struct image_stream, IStream_iface)},
    {&IID_ISequentialStream, offsetof(struct image_stream, IStream_iface)},
};

static const struct com_interface ranged_interfaces[] = {
    {&IID_IStream, offsetof(struct image_stream, IStream_iface)},
    {&IID_ISequentialStream, offsetof(struct image_stream, IStream_iface)},
    {&IID_IBlockRangeList, offsetof(struct image_stream, IBlockRangeList_iface)},
    {&IID_IDispatch, offsetof(struct image_stream, IBlockRangeList_iface)},
};

static void image_stream_destroy(struct com_object *object)
{
    struct image_stream *image = CONTAINING_RECORD(object, struct image_stream, object);

    com_read_stream_destroy(&image->stream);
    image_snapshot_release(image->snapshot);
    base_free(image);
}

static const struct com_class image_stream_class = {
    &CLSID_FsiStream, true, image_stream_interfaces, ARRAYSIZE(image_stream_interfaces), image_stream_destroy,
};

static const struct com_class ranged_class = {
    &CLSID_FsiStream, true, ranged_interfaces, ARRAYSIZE(ranged_interfaces), image_stream_destroy,
};

static HRESULT create(struct image_snapshot *snapshot, ULONGLONG position, IStream **out)
{
    struct image_stream *image = base_alloc(sizeof *image);

    *out = NULL;
    if (!image || !com_read_stream_init(&image->stream, &image_stream_stream, true)) {
        base_free(image);
        return E_OUTOFMEMORY;
    }
    image->IStream_iface.lpVtbl = &image_stream_vtbl;
    image->IBlockRangeList_iface.lpVtbl = &image_stream_ranges_vtbl;
    image->stream.position = position;
    image->stream.size = (ULONGLONG)fs_plan_blocks(snapshot->plan) * FS_BLOCK_BYTES;
    image->snapshot = snapshot;
    image_snapshot_add_ref(snapshot);
    com_object_init(&image->object, snapshot->range_count ? &ranged_class : &image_stream_class);
    *out = &image->IStream_iface;
    return S_OK;
}

HRESULT image_stream_create(struct image_snapshot *snapshot, IStream **out)
{
    return create(snapshot, 0, out);
}

struct image_state *image_stream_peek_state(IStream *stream)
{
    return stream->lpVtbl == &image_stream_vtbl ? image_stream_from_IStream(stream)->snapshot->state : NULL;
}
