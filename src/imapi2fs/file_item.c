/* FsiFileItem: a file of the image, its size and its bytes. */
#include "imapi2fs/file_item.h"

#include "base/alloc.h"
#include "imapi2fs/image_import.h"
#include "imapi2fs/item.h"
#include "imapi2fs/item_data.h"
#include "imapi2fs/item_source.h"
#include "imapi2fs/named_streams.h"
#include "imapi2fs/status.h"
#include "imapi2fs/stream_source.h"
#include "imapi2fserror.h"

/* Data that other data has replaced. A stream may read from it, and every stream holds the object. */
struct old_data {
    struct old_data *next;
    struct fs_source *source;
};

struct file {
    struct com_object object;
    IFsiFileItem2 IFsiFileItem2_iface;
    struct item item;
    struct old_data *old_data; /* the image's lock guards it */
};

FSI_ITEM(file, IFsiFileItem2)

static const WCHAR class_name[] = L"OpenIMAPI2.FsiFileItem";

static void call_begin(struct imapifs_call *call, const char *attempt)
{
    imapifs_call_begin(call, class_name, &IID_IFsiFileItem, attempt);
}

static HRESULT get_size(IFsiFileItem2 *iface, const void *value, ULONGLONG *size)
{
    struct item *item = &file_from_IFsiFileItem2(iface)->item;

    if (!value) return E_POINTER;
    EnterCriticalSection(&item->state->lock);
    *size = item->node->size_bytes;
    LeaveCriticalSection(&item->state->lock);
    return S_OK;
}

/* IFsiFileItem::get_DataSize. */
static HRESULT WINAPI file_get_DataSize(IFsiFileItem2 *iface, LONGLONG *value)
{
    struct imapifs_call call;
    ULONGLONG size;
    HRESULT hr;

    call_begin(&call, "Reading the size of the file");
    hr = get_size(iface, value, &size);
    if (SUCCEEDED(hr)) *value = (LONGLONG)size;
    return imapifs_call_done(&call, hr);
}

/* IFsiFileItem::get_DataSize32BitLow. */
static HRESULT WINAPI file_get_DataSize32BitLow(IFsiFileItem2 *iface, LONG *value)
{
    struct imapifs_call call;
    ULONGLONG size;
    HRESULT hr;

    call_begin(&call, "Reading the lower half of the file's size");
    hr = get_size(iface, value, &size);
    if (SUCCEEDED(hr)) *value = (LONG)(DWORD)size;
    return imapifs_call_done(&call, hr);
}

/* IFsiFileItem::get_DataSize32BitHigh. */
static HRESULT WINAPI file_get_DataSize32BitHigh(IFsiFileItem2 *iface, LONG *value)
{
    struct imapifs_call call;
    ULONGLONG size;
    HRESULT hr;

    call_begin(&call, "Reading the upper half of the file's size");
    hr = get_size(iface, value, &size);
    if (SUCCEEDED(hr)) *value = (LONG)(DWORD)(size >> 32);
    return imapifs_call_done(&call, hr);
}

/* IFsiFileItem::get_Data: the client's own stream where it is kept; of a file on a disc only while that is there. One
 * outside the tree may have none yet. The object keeps what it had before other data came, so that a source outlives
 * the lock.
 */
static HRESULT WINAPI file_get_Data(IFsiFileItem2 *iface, IStream **value)
{
    struct file *file = file_from_IFsiFileItem2(iface);
    struct item *item = &file->item;
    struct fs_source *source;
    struct imapifs_call call;
    HRESULT hr = S_OK;
    bool is_empty;

    call_begin(&call, "Getting the bytes of the file");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = NULL;
    EnterCriticalSection(&item->state->lock);
    source = item->node->source;
    is_empty = !source && fs_node_is_detached(item->node);
    LeaveCriticalSection(&item->state->lock);
    if (source && source->disc_data) hr = image_check_disc(item->state);
    if (SUCCEEDED(hr) && source) hr = stream_source_get(source, value);
    if (SUCCEEDED(hr) && !*value && !is_empty) hr = item_data_create(source, &file->object, value);
    return imapifs_call_done(&call, hr);
}

/* May other bytes be given? Only outside the tree. The caller holds the lock. */
static HRESULT check_loose(const struct fs_node *node)
{
    return node->is_stream || !fs_node_is_detached(node) ? IMAPI_E_READONLY : S_OK;
}

/* Give the file these bytes. On success the source is given away. */
static HRESULT replace_data(struct file *file, struct item_source *source)
{
    struct fs_node *node = file->item.node;
    struct old_data *old;
    HRESULT hr = check_loose(node); /* again: it may have been added since */

    if (FAILED(hr)) return hr;
    if (node->source) {
        old = base_alloc(sizeof *old);
        if (!old) return E_OUTOFMEMORY;
        old->source = node->source;
        old->next = file->old_data;
        file->old_data = old;
        node->source = NULL;
    }
    fs_node_set_source(node, source->source);
    source->source = NULL;
    return S_OK;
}

/* IFsiFileItem::put_Data. The client's stream may give back the last reference to the file; likewise in AddStream. */
static HRESULT WINAPI file_put_Data(IFsiFileItem2 *iface, IStream *data)
{
    struct file *file = file_from_IFsiFileItem2(iface);
    struct image_state *state = file->item.state;
    struct item_source source = {.source = NULL};
    struct imapifs_call call;
    WCHAR name[FS_NAME_MAX + 1];
    HRESULT hr;

    call_begin(&call, "Setting the bytes of the file");
    if (!data) return imapifs_call_done(&call, E_POINTER);
    com_object_add_ref(&file->object);
    call.inserts[0] = item_name(&file->item, name);
    EnterCriticalSection(&state->lock);
    hr = check_loose(file->item.node);
    LeaveCriticalSection(&state->lock);
    if (SUCCEEDED(hr)) hr = item_source_create(state, data, NULL, &source);
    EnterCriticalSection(&state->lock);
    if (SUCCEEDED(hr)) hr = replace_data(file, &source);
    LeaveCriticalSection(&state->lock);
    hr = item_source_end(&source, &call, hr);
    com_object_release(&file->object);
    return hr;
}

/* -------------------------------------------------------------------------------- named streams and real-time files */

static void call2_begin(struct imapifs_call *call, const char *attempt)
{
    imapifs_call_begin(call, class_name, &IID_IFsiFileItem2, attempt);
}

/* IFsiFileItem2::get_FsiNamedStreams. */
static HRESULT WINAPI file_get_FsiNamedStreams(IFsiFileItem2 *iface, IFsiNamedStreams **value)
{
    struct item *item = &file_from_IFsiFileItem2(iface)->item;
    struct imapifs_call call;

    call2_begin(&call, "Getting the named streams of the file");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = NULL;
    if (item->node->is_stream) return imapifs_call_done(&call, IMAPI_E_PROPERTY_NOT_ACCESSIBLE);
    return imapifs_call_done(&call, named_streams_create(item->state, item->node, value));
}

/* IFsiFileItem2::get_IsNamedStream. */
static HRESULT WINAPI file_get_IsNamedStream(IFsiFileItem2 *iface, VARIANT_BOOL *value)
{
    struct imapifs_call call;

    call2_begin(&call, "Reading whether the item is a named stream");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = file_from_IFsiFileItem2(iface)->item.node->is_stream ? VARIANT_TRUE : VARIANT_FALSE;
    return imapifs_call_done(&call, S_OK);
}

/* Take the lock for a change of the file's named streams. An image that was imported keeps those that it has. */
static HRESULT begin_streams(struct item *item, struct imapifs_call *call, WCHAR name[FS_NAME_MAX + 1])
{
    HRESULT hr;

    if (item->node->is_stream) return IMAPI_E_PROPERTY_NOT_ACCESSIBLE;
    EnterCriticalSection(&item->state->lock);
    if (fs_node_is_detached(item->node)) {
        call->inserts[0] = item_name(item, name);
        hr = IMAPI_E_NOT_IN_FILE_SYSTEM;
    } else {
        hr = item->state->is_imported ? IMAPI_E_READONLY : image_state_begin_change(item->state);
    }
    LeaveCriticalSection(&item->state->lock);
    return hr;
}

/* The name is one that a new stream can have. The caller holds the lock. */
static HRESULT check_stream_name(const struct item *item, const uint16_t *name, size_t count)
{
    if (fs_tree_find_stream(item->node, name, count)) return IMAPI_E_DUP_NAME;
    return item_check_restricted(item->state, name, count);
}

static HRESULT add_stream(struct item *item, BSTR name, IStream *data, struct item_source *source)
{
    const uint16_t *units = (const uint16_t *)name;
    struct fs_tree *tree = item->state->tree;
    enum fs_status status;
    HRESULT hr = check_stream_name(item, units, SysStringLen(name));

    if (FAILED(hr)) return hr;
    image_state_pause_change(item->state);
    hr = item_source_create(item->state, data, NULL, source);
    image_state_resume_change(item->state);
    if (SUCCEEDED(hr)) hr = imapifs_result_of(fs_tree_begin(tree), NULL);
    if (FAILED(hr)) return hr;
    status = fs_tree_add_stream(tree, item->node, units, SysStringLen(name), source->source, NULL);
    if (status == FS_OK) source->source = NULL;
    hr = imapifs_result_of(status, NULL);
    if (SUCCEEDED(hr)) hr = item_check_size(item->state);
    if (FAILED(hr))
        fs_tree_abort(tree);
    else
        fs_tree_commit(tree);
    return FAILED(hr) ? hr : item_feature_result(item->state, REVISION_WITH_STREAMS);
}

/* IFsiFileItem2::AddStream. */
static HRESULT WINAPI file_AddStream(IFsiFileItem2 *iface, BSTR name, IStream *data)
{
    struct item *item = &file_from_IFsiFileItem2(iface)->item;
    struct item_source source = {.source = NULL};
    WCHAR own_name[FS_NAME_MAX + 1];
    struct imapifs_call call;
    HRESULT hr = S_OK;

    call2_begin(&call, "Adding a named stream");
    call.inserts[1] = L"UDF";
    if (!data) return imapifs_call_done(&call, E_POINTER);
    call.inserts[0] = L"name";
    if (fs_name_check((const uint16_t *)name, SysStringLen(name)) != FS_OK) hr = IMAPI_E_INVALID_PARAM;
    if (SUCCEEDED(hr)) {
        call.inserts[0] = name;
        hr = begin_streams(item, &call, own_name);
    }
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    com_object_add_ref(item->object);
    hr = add_stream(item, name, data, &source);
    image_state_end_change(item->state);
    hr = item_source_end(&source, &call, hr);
    com_object_release(item->object);
    return hr;
}

/* IFsiFileItem2::RemoveStream. */
static HRESULT WINAPI file_RemoveStream(IFsiFileItem2 *iface, BSTR name)
{
    struct item *item = &file_from_IFsiFileItem2(iface)->item;
    WCHAR own_name[FS_NAME_MAX + 1];
    struct imapifs_call call;
    struct fs_node *stream;
    HRESULT hr;

    call2_begin(&call, "Removing a named stream");
    call.inserts[0] = SysStringLen(name) ? name : L"name";
    if (!SysStringLen(name)) return imapifs_call_done(&call, IMAPI_E_INVALID_PARAM);
    hr = begin_streams(item, &call, own_name);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    stream = fs_tree_find_stream(item->node, (const uint16_t *)name, SysStringLen(name));
    hr = stream ? imapifs_result_of(fs_tree_remove(item->state->tree, stream), NULL) : IMAPI_E_ITEM_NOT_FOUND;
    image_state_end_change(item->state);
    return imapifs_call_done(&call, hr);
}

/* IFsiFileItem2::get_IsRealTime. */
static HRESULT WINAPI file_get_IsRealTime(IFsiFileItem2 *iface, VARIANT_BOOL *value)
{
    struct item *item = &file_from_IFsiFileItem2(iface)->item;
    struct imapifs_call call;

    call2_begin(&call, "Reading whether the file is a real-time file");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = VARIANT_FALSE;
    if (item->node->is_stream) return imapifs_call_done(&call, IMAPI_E_PROPERTY_NOT_ACCESSIBLE);
    EnterCriticalSection(&item->state->lock);
    if (item->node->is_real_time) *value = VARIANT_TRUE;
    LeaveCriticalSection(&item->state->lock);
    return imapifs_call_done(&call, S_OK);
}

/* IFsiFileItem2::put_IsRealTime. Documented for a frozen image: S_OK; a result that exists stays as it is. */
static HRESULT WINAPI file_put_IsRealTime(IFsiFileItem2 *iface, VARIANT_BOOL value)
{
    struct item *item = &file_from_IFsiFileItem2(iface)->item;
    struct imapifs_call call;
    HRESULT hr = S_OK;

    call2_begin(&call, "Setting whether the file is a real-time file");
    if (item->node->is_stream) return imapifs_call_done(&call, IMAPI_E_PROPERTY_NOT_ACCESSIBLE);
    EnterCriticalSection(&item->state->lock);
    item->node->is_real_time = value != VARIANT_FALSE;
    if (value != VARIANT_FALSE) hr = item_feature_result(item->state, REVISION_WITH_REAL_TIME);
    LeaveCriticalSection(&item->state->lock);
    return imapifs_call_done(&call, hr);
}

/* --------------------------------------------------------------------------------------------------------- its life */

static const IFsiFileItem2Vtbl file_IFsiFileItem2_vtbl = {
    FSI_ITEM_METHODS(file, IFsiFileItem2),
    file_get_DataSize,
    file_get_DataSize32BitLow,
    file_get_DataSize32BitHigh,
    file_get_Data,
    file_put_Data,
    file_get_FsiNamedStreams,
    file_get_IsNamedStream,
    file_AddStream,
    file_RemoveStream,
    file_get_IsRealTime,
    file_put_IsRealTime,
};

static const struct com_interface file_interfaces[] = {
    {&IID_IFsiFileItem2, offsetof(struct file, IFsiFileItem2_iface)},
    {&IID_IFsiFileItem, offsetof(struct file, IFsiFileItem2_iface)},
    {&IID_IFsiItem, offsetof(struct file, IFsiFileItem2_iface)},
    {&IID_IDispatch, offsetof(struct file, IFsiFileItem2_iface)},
    ITEM_INTERFACE(file),
};

static void file_destroy(struct com_object *object)
{
    struct file *file = CONTAINING_RECORD(object, struct file, object);
    struct old_data *old;

    while ((old = file->old_data)) {
        file->old_data = old->next;
        old->source->release(old->source);
        base_free(old);
    }
    item_destroy(&file->item); /* gives back clients' streams of the sources, too */
    base_free(file);
}

static const struct com_class file_class = {
    &CLSID_FsiFileItem, true, file_interfaces, ARRAYSIZE(file_interfaces), file_destroy,
};

struct com_object *file_item_new(struct image_state *state, struct fs_node *node)
{
    struct file *file = base_alloc(sizeof *file);

    if (!file) return NULL;
    file->IFsiFileItem2_iface.lpVtbl = &file_IFsiFileItem2_vtbl;
    com_object_init(&file->object, &file_class);
    item_init(&file->item, &file->object, class_name, state, node);
    return &file->object;
}
