/* The result of an image: its size, and its stream, a new one at position 0 each time. */
#include "imapi2fs/file_system_image_result.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/values.h"
#include "imapi2fs/block_range.h"
#include "imapi2fs/image_stream.h"
#include "imapi2fs/progress_items.h"
#include "imapi2fserror.h"

struct result {
    struct com_object object;
    IFileSystemImageResult2 IFileSystemImageResult2_iface;
    struct image_snapshot *snapshot;
};

COM_DISPATCH(result, IFileSystemImageResult2)

static void call_begin(struct imapifs_call *call, const char *attempt)
{
    imapifs_call_begin(call, L"OpenIMAPI2.FileSystemImageResult", &IID_IFileSystemImageResult2, attempt);
}

/* IFileSystemImageResult::get_ImageStream. */
static HRESULT WINAPI result_get_ImageStream(IFileSystemImageResult2 *iface, IStream **value)
{
    struct imapifs_call call;

    call_begin(&call, "Getting the stream of the image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, image_stream_create(result_from_IFileSystemImageResult2(iface)->snapshot, value));
}

/* IFileSystemImageResult::get_ProgressItems. */
static HRESULT WINAPI result_get_ProgressItems(IFileSystemImageResult2 *iface, IProgressItems **value)
{
    struct imapifs_call call;

    call_begin(&call, "Getting the progress items of the image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, progress_items_create(result_from_IFileSystemImageResult2(iface)->snapshot, value));
}

/* IFileSystemImageResult::get_TotalBlocks. FS_IMAGE_BLOCKS_MAX is the largest LONG. */
static HRESULT WINAPI result_get_TotalBlocks(IFileSystemImageResult2 *iface, LONG *value)
{
    struct imapifs_call call;

    call_begin(&call, "Reading the number of blocks of the image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = (LONG)fs_plan_blocks(result_from_IFileSystemImageResult2(iface)->snapshot->plan);
    return imapifs_call_done(&call, S_OK);
}

/* IFileSystemImageResult::get_BlockSize. */
static HRESULT WINAPI result_get_BlockSize(IFileSystemImageResult2 *iface, LONG *value)
{
    struct imapifs_call call;

    (void)iface;
    call_begin(&call, "Reading the size of a block of the image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = FS_BLOCK_BYTES;
    return imapifs_call_done(&call, S_OK);
}

/* IFileSystemImageResult::get_DiscId. Of the session that was imported; zeros without one. */
static HRESULT WINAPI result_get_DiscId(IFileSystemImageResult2 *iface, BSTR *value)
{
    struct imapifs_call call;

    call_begin(&call, "Reading the identifier of the disc");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = SysAllocString(result_from_IFileSystemImageResult2(iface)->snapshot->disc_id);
    return imapifs_call_done(&call, *value ? S_OK : E_OUTOFMEMORY);
}

/* IFileSystemImageResult2::get_ModifiedBlocks. The documented answer where the whole image has to be written. */
static HRESULT WINAPI result_get_ModifiedBlocks(IFileSystemImageResult2 *iface, IBlockRangeList **value)
{
    const struct image_snapshot *snapshot = result_from_IFileSystemImageResult2(iface)->snapshot;
    struct imapifs_call call;

    call_begin(&call, "Getting the modified blocks of the disc");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = NULL;
    if (!snapshot->range_count) return imapifs_call_done(&call, E_NOTIMPL);
    return imapifs_call_done(&call, block_range_list_create(snapshot->ranges, snapshot->range_count, value));
}

/* --------------------------------------------------------------------------------------------------------- its life */

static const IFileSystemImageResult2Vtbl result_vtbl = {
    COM_DISPATCH_METHODS(result, IFileSystemImageResult2),
    result_get_ImageStream,
    result_get_ProgressItems,
    result_get_TotalBlocks,
    result_get_BlockSize,
    result_get_DiscId,
    result_get_ModifiedBlocks,
};

static const struct com_interface result_interfaces[] = {
    {&IID_IFileSystemImageResult2, offsetof(struct result, IFileSystemImageResult2_iface)},
    {&IID_IFileSystemImageResult, offsetof(struct result, IFileSystemImageResult2_iface)},
    {&IID_IDispatch, offsetof(struct result, IFileSystemImageResult2_iface)},
};

static void result_destroy(struct com_object *object)
{
    struct result *result = CONTAINING_RECORD(object, struct result, object);

    image_snapshot_release(result->snapshot);
    base_free(result);
}

static const struct com_class result_class = {
    &CLSID_FileSystemImageResult, true, result_interfaces, ARRAYSIZE(result_interfaces), result_destroy,
};

HRESULT file_system_image_result_create(struct image_snapshot *snapshot, IFileSystemImageResult **out)
{
    struct result *result = base_alloc(sizeof *result);

    *out = NULL;
    if (!result) return E_OUTOFMEMORY;
    result->IFileSystemImageResult2_iface.lpVtbl = &result_vtbl;
    result->snapshot = snapshot;
    image_snapshot_add_ref(snapshot);
    com_object_init(&result->object, &result_class);
    *out = (IFileSystemImageResult *)&result->IFileSystemImageResult2_iface;
    return S_OK;
}
