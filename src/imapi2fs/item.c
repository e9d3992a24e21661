/* Items: one object per node, their lifetimes, and the methods that directories and files share. */
#include "imapi2fs/item.h"

#include <string.h>

#include "com/values.h"
#include "imapi2fs/directory_item.h"
#include "imapi2fs/file_item.h"
#include "imapi2fs/item_date.h"
#include "imapi2fs/item_path.h"
#include "imapi2fs/status.h"
#include "imapi2fserror.h"

enum { RESTRICTED_FIRST = 32, RESTRICTED_LAST = 127 };

/* --------------------------------------------------------------------------------------------------------- identity */

const IID item_own_iid = {0x5a3c1f0e, 0x7d42, 0x4b19, {0x9c, 0x61, 0x2e, 0x84, 0xd7, 0x0b, 0xa3, 0x56}};

static struct item *item_from_own(IUnknown *iface)
{
    return CONTAINING_RECORD(iface, struct item, own_iface);
}

static HRESULT WINAPI own_QueryInterface(IUnknown *iface, REFIID iid, void **out)
{
    return com_object_query_interface(item_from_own(iface)->object, iid, out);
}

static ULONG WINAPI own_AddRef(IUnknown *iface)
{
    return com_object_add_ref(item_from_own(iface)->object);
}

static ULONG WINAPI own_Release(IUnknown *iface)
{
    return com_object_release(item_from_own(iface)->object);
}

static const IUnknownVtbl own_vtbl = {own_QueryInterface, own_AddRef, own_Release};

/* An object that answers to every IID has another table of methods. */
HRESULT item_take(IUnknown *object, struct item **out)
{
    IUnknown *own = NULL;
    HRESULT hr = IUnknown_QueryInterface(object, &item_own_iid, (void **)&own);

    *out = NULL;
    if (FAILED(hr)) return hr;
    if (!own) return E_NOINTERFACE;
    if (own->lpVtbl == &own_vtbl) {
        *out = item_from_own(own);
        return S_OK;
    }
    IUnknown_Release(own);
    return E_NOINTERFACE;
}

/* ------------------------------------------------------------------------------------------------------------- life */

void item_init(struct item *item, struct com_object *object, const WCHAR *prog_id, struct image_state *state,
               struct fs_node *node)
{
    item->own_iface.lpVtbl = &own_vtbl;
    item->object = object;
    item->prog_id = prog_id;
    item->state = state;
    item->node = node;
    image_state_hold(state);
    fs_node_hold(node);
    node->object = object;
}

/* The last holder of a node needs no lock: nobody else can come by it. But a file that goes cuts its named streams
 * loose, of which another thread may have the items.
 */
void item_release_node(struct image_state *state, struct fs_node *node)
{
    bool is_out_of_reach;

    EnterCriticalSection(&state->lock);
    is_out_of_reach = node->holds == 1 && !node->first_stream;
    if (!is_out_of_reach) fs_node_release(node);
    LeaveCriticalSection(&state->lock);
    if (is_out_of_reach) fs_node_release(node);
    image_state_release(state);
}

/* Another object may have taken this one's place since its last reference went. */
void item_destroy(struct item *item)
{
    EnterCriticalSection(&item->state->lock);
    if (item->node->object == item->object) item->node->object = NULL;
    LeaveCriticalSection(&item->state->lock);
    item_release_node(item->state, item->node);
}

HRESULT item_get(struct image_state *state, struct fs_node *node, REFIID iid, void **out)
{
    struct com_object *object;

    *out = NULL;
    EnterCriticalSection(&state->lock);
    object = node->object;
    if (!object || !com_object_try_add_ref(object))
        object = node->is_directory ? directory_item_new(state, node) : file_item_new(state, node);
    LeaveCriticalSection(&state->lock);
    return object ? com_object_hand_out(object, iid, out) : E_OUTOFMEMORY;
}

HRESULT item_check_restricted(const struct image_state *state, const uint16_t *name, size_t count)
{
    size_t i;

    if (!state->has_restricted_names) return S_OK;
    for (i = 0; i < count; i++) {
        if (name[i] < RESTRICTED_FIRST || name[i] > RESTRICTED_LAST) return IMAPI_E_RESTRICTED_NAME_VIOLATION;
    }
    return S_OK;
}

HRESULT item_check_size(const struct image_state *state)
{
    if (state->free_media_blocks <= 0) return S_OK;
    return image_state_used_blocks(state) > (uint64_t)state->free_media_blocks ? IMAPI_E_IMAGE_SIZE_LIMIT : S_OK;
}

const WCHAR *item_name(const struct item *item, WCHAR name[FS_NAME_MAX + 1])
{
    const struct fs_node *node = item->node;

    memcpy(name, node->name, node->name_count * sizeof name[0]);
    name[node->name_count] = 0;
    return name;
}

static HRESULT check_name(struct image_state *state, struct imapifs_call *call, BSTR name)
{
    const uint16_t *units = (const uint16_t *)name;
    size_t count = SysStringLen(name);
    HRESULT hr;

    call->inserts[0] = L"name";
    if (fs_name_check(units, count) != FS_OK) return IMAPI_E_INVALID_PARAM;
    call->inserts[0] = name;
    EnterCriticalSection(&state->lock);
    hr = item_check_restricted(state, units, count);
    LeaveCriticalSection(&state->lock);
    return hr;
}

HRESULT item_create(struct image_state *state, struct imapifs_call *call, BSTR name, bool is_directory, REFIID iid,
                    void **out)
{
    const uint16_t *units = (const uint16_t *)name;
    int64_t now_s = image_state_now(NULL);
    struct fs_times times = {now_s, now_s, now_s};
    enum fs_status status;
    struct fs_node *node;
    HRESULT hr;

    *out = NULL;
    hr = check_name(state, call, name);
    if (FAILED(hr)) return hr;
    status = is_directory ? fs_node_create_directory(units, SysStringLen(name), &times, &node)
                          : fs_node_create_file(units, SysStringLen(name), &times, NULL, &node);
    if (status != FS_OK) return imapifs_result_of(status, NULL);
    hr = item_get(state, node, iid, out);
    image_state_hold(state);
    item_release_node(state, node);
    return hr;
}

HRESULT item_begin_change(struct item *item)
{
    if (item->node->is_stream) return IMAPI_E_READONLY;
    EnterCriticalSection(&item->state->lock);
    if (fs_node_is_detached(item->node)) return S_OK;
    LeaveCriticalSection(&item->state->lock);
    return image_state_begin_change(item->state);
}

/* ---------------------------------------------------------------------------------------------------------- members */

static void call_begin(struct item *item, struct imapifs_call *call, const char *attempt)
{
    imapifs_call_begin(call, item->prog_id, &IID_IFsiItem, attempt);
}

/* IFsiItem::get_Name. */
HRESULT item_get_Name(struct item *item, BSTR *value)
{
    struct imapifs_call call;

    call_begin(item, &call, "Reading the item's name");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = SysAllocStringLen((const WCHAR *)item->node->name, item->node->name_count);
    return imapifs_call_done(&call, *value ? S_OK : E_OUTOFMEMORY);
}

/* IFsiItem::get_FullPath. */
HRESULT item_get_FullPath(struct item *item, BSTR *value)
{
    struct imapifs_call call;
    HRESULT hr;

    call_begin(item, &call, "Reading the item's path");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = NULL;
    EnterCriticalSection(&item->state->lock);
    hr = item_path_get(item->node, value);
    LeaveCriticalSection(&item->state->lock);
    return imapifs_call_done(&call, hr);
}

/* The words of the message around a time: "The creation time is earlier than the year 1900." */
static const struct time_row {
    const char *get, *put;
    const WCHAR *name;
    size_t offset; /* in the node */
} times[] = {
    [ITEM_CREATED] = {"Reading the creation time", "Setting the creation time", L"creation time",
                      offsetof(struct fs_node, times.created_s)},
    [ITEM_ACCESSED] = {"Reading the time of the last access", "Setting the time of the last access",
                       L"time of the last access", offsetof(struct fs_node, times.accessed_s)},
    [ITEM_MODIFIED] = {"Reading the time of the last change", "Setting the time of the last change",
                       L"time of the last change", offsetof(struct fs_node, times.modified_s)},
};

/* The node with the item's times and flags: a named stream has those of its file. The caller holds the lock. */
static struct fs_node *facts_of(const struct item *item)
{
    return item->node->is_stream && item->node->parent ? item->node->parent : item->node;
}

static int64_t *time_of(const struct item *item, const struct time_row *row)
{
    return (int64_t *)((char *)facts_of(item) + row->offset);
}

/* IFsiItem::get_CreationTime, get_LastAccessedTime, get_LastModifiedTime. */
HRESULT item_get_time(struct item *item, enum item_time which, DATE *value)
{
    const struct time_row *row = &times[which];
    struct imapifs_call call;

    call_begin(item, &call, row->get);
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&item->state->lock);
    *value = item_date_of(*time_of(item, row));
    LeaveCriticalSection(&item->state->lock);
    return imapifs_call_done(&call, S_OK);
}

/* IFsiItem::put_CreationTime, put_LastAccessedTime, put_LastModifiedTime. The order of the three is the client's. */
HRESULT item_put_time(struct item *item, enum item_time which, DATE value)
{
    const struct time_row *row = &times[which];
    enum item_date_range range;
    struct imapifs_call call;
    int64_t time_s = 0;
    HRESULT hr;

    call_begin(item, &call, row->put);
    range = item_date_read(value, &time_s);
    call.inserts[0] = range == ITEM_DATE_EARLY ? row->name : L"end of the year 2155";
    call.inserts[1] = range == ITEM_DATE_EARLY ? L"year 1900" : row->name;
    if (range != ITEM_DATE_FITS) return imapifs_call_done(&call, IMAPI_E_INVALID_DATE);
    hr = item_begin_change(item);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    *time_of(item, row) = time_s;
    image_state_end_change(item->state);
    return imapifs_call_done(&call, S_OK);
}

/* IFsiItem::get_IsHidden. */
HRESULT item_get_IsHidden(struct item *item, VARIANT_BOOL *value)
{
    struct imapifs_call call;

    call_begin(item, &call, "Reading whether the item is hidden");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&item->state->lock);
    *value = facts_of(item)->is_hidden ? VARIANT_TRUE : VARIANT_FALSE;
    LeaveCriticalSection(&item->state->lock);
    return imapifs_call_done(&call, S_OK);
}

/* IFsiItem::put_IsHidden. */
HRESULT item_put_IsHidden(struct item *item, VARIANT_BOOL value)
{
    struct imapifs_call call;
    HRESULT hr;

    call_begin(item, &call, "Setting whether the item is hidden");
    hr = item_begin_change(item);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    item->node->is_hidden = value != VARIANT_FALSE;
    image_state_end_change(item->state);
    return imapifs_call_done(&call, S_OK);
}

/* ------------------------------------------------------------------------------------------- names in a file system */

static bool find_system(FsiFileSystems value, enum fs_system *system)
{
    unsigned i;

    for (i = 0; i < FS_SYSTEMS; i++) {
        if ((unsigned)value == FS_MASK(i)) {
            *system = (enum fs_system)i;
            return true;
        }
    }
    return false;
}

/* Of the item alone, or of all from the root on. The caller holds the lock. */
static HRESULT derive(struct item *item, enum fs_system system, bool is_path, BSTR *value)
{
    const struct fs_tree *tree = item->state->tree;
    uint16_t name[FS_DERIVED_MAX];
    const struct fs_node *node;
    size_t units = 0, count;

    for (node = item->node; node; node = is_path ? node->parent : NULL)
        units += fs_tree_derived_name(tree, node, system, name) + (is_path && node->parent ? 1 : 0);
    *value = SysAllocStringLen(NULL, (UINT)units);
    if (!*value) return E_OUTOFMEMORY;
    for (node = item->node; node; node = is_path ? node->parent : NULL) {
        count = fs_tree_derived_name(tree, node, system, name);
        units -= count;
        memcpy(*value + units, name, count * sizeof name[0]);
        if (is_path && node->parent) (*value)[--units] = item_path_separator(node);
    }
    return S_OK;
}

static HRESULT get_derived(struct item *item, struct imapifs_call *call, FsiFileSystems value, bool is_path, BSTR *out)
{
    enum fs_system system;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    call->inserts[0] = L"fileSystem";
    if (!find_system(value, &system)) return IMAPI_E_INVALID_PARAM;
    if (item->node->is_stream && system != FS_UDF) return IMAPI_E_INVALID_PARAM;
    EnterCriticalSection(&item->state->lock);
    hr = derive(item, system, is_path, out);
    LeaveCriticalSection(&item->state->lock);
    return hr;
}

/* IFsiItem::FileSystemName. */
HRESULT item_FileSystemName(struct item *item, FsiFileSystems system, BSTR *value)
{
    struct imapifs_call call;

    call_begin(item, &call, "Reading the item's name in a file system");
    return imapifs_call_done(&call, get_derived(item, &call, system, false, value));
}

/* IFsiItem::FileSystemPath. */
HRESULT item_FileSystemPath(struct item *item, FsiFileSystems system, BSTR *value)
{
    struct imapifs_call call;

    call_begin(item, &call, "Reading the item's path in a file system");
    return imapifs_call_done(&call, get_derived(item, &call, system, true, value));
}

HRESULT item_feature_result(const struct image_state *state, LONG first_revision)
{
    return image_state_records(state, first_revision) ? S_OK : IMAPI_S_IMAGE_FEATURE_NOT_SUPPORTED;
}
