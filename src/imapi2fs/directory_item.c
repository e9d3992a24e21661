/* FsiDirectoryItem: the object, and the methods that read the directory. */
#include "imapi2fs/directory_item.h"

#include "base/alloc.h"
#include "imapi2fs/directory_changes.h"
#include "imapi2fs/item.h"
#include "imapi2fs/item_enum.h"
#include "imapi2fs/item_path.h"
#include "imapi2fserror.h"

struct directory {
    struct com_object object;
    IFsiDirectoryItem2 IFsiDirectoryItem2_iface;
    struct item item;
};

FSI_ITEM(directory, IFsiDirectoryItem2)

static const WCHAR class_name[] = L"OpenIMAPI2.FsiDirectoryItem";

static struct item *item_of(IFsiDirectoryItem2 *iface)
{
    return &directory_from_IFsiDirectoryItem2(iface)->item;
}

static struct fs_node *node_of(IFsiDirectoryItem2 *iface)
{
    return item_of(iface)->node;
}

static struct image_state *state_of(IFsiDirectoryItem2 *iface)
{
    return item_of(iface)->state;
}

static void call_begin(struct imapifs_call *call, const char *attempt)
{
    imapifs_call_begin(call, class_name, &IID_IFsiDirectoryItem, attempt);
}

/* --------------------------------------------------------------------------------------------------------- looking */

/* IFsiDirectoryItem::get__NewEnum. */
static HRESULT WINAPI directory_get__NewEnum(IFsiDirectoryItem2 *iface, IEnumVARIANT **value)
{
    struct imapifs_call call;

    call_begin(&call, "Listing the directory");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, item_enum_variant_create(state_of(iface), node_of(iface), value));
}

/* IFsiDirectoryItem::get_EnumFsiItems. */
static HRESULT WINAPI directory_get_EnumFsiItems(IFsiDirectoryItem2 *iface, IEnumFsiItems **value)
{
    struct imapifs_call call;

    call_begin(&call, "Listing the directory");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, item_enum_create(state_of(iface), node_of(iface), value));
}

/* IFsiDirectoryItem::get_Count. */
static HRESULT WINAPI directory_get_Count(IFsiDirectoryItem2 *iface, LONG *value)
{
    struct image_state *state = state_of(iface);
    struct imapifs_call call;

    call_begin(&call, "Counting the items of the directory");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&state->lock);
    *value = (LONG)node_of(iface)->child_count;
    LeaveCriticalSection(&state->lock);
    return imapifs_call_done(&call, S_OK);
}

/* IFsiDirectoryItem::get_Item. A path always counts from this directory. */
static HRESULT WINAPI directory_get_Item(IFsiDirectoryItem2 *iface, BSTR path, IFsiItem **value)
{
    struct image_state *state = state_of(iface);
    struct imapifs_call call;
    struct fs_node *node;
    HRESULT hr;

    call_begin(&call, "Getting an item of the directory");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = NULL;
    call.inserts[0] = SysStringLen(path) ? path : L"path";
    if (!SysStringLen(path)) return imapifs_call_done(&call, IMAPI_E_INVALID_PARAM);
    EnterCriticalSection(&state->lock);
    hr = item_path_reach(state->tree, node_of(iface), item_path_of(path), IMAPI_E_ITEM_NOT_FOUND, &node);
    if (hr == IMAPI_E_NOT_DIR) hr = IMAPI_E_ITEM_NOT_FOUND;
    if (SUCCEEDED(hr)) hr = item_get(state, node, &IID_IFsiItem, (void **)value);
    LeaveCriticalSection(&state->lock);
    return imapifs_call_done(&call, hr);
}

/* ---------------------------------------------------------------------------------------------------------- changes */

/* IFsiDirectoryItem::AddDirectory. */
static HRESULT WINAPI directory_AddDirectory(IFsiDirectoryItem2 *iface, BSTR path)
{
    return directory_add_directory(item_of(iface), path);
}

/* IFsiDirectoryItem::AddFile. A sink may give back the last reference to the directory; likewise below. */
static HRESULT WINAPI directory_AddFile(IFsiDirectoryItem2 *iface, BSTR path, IStream *data)
{
    struct item *item = item_of(iface);
    HRESULT hr;

    com_object_add_ref(item->object);
    hr = directory_add_file(item, path, data);
    com_object_release(item->object);
    return hr;
}

static HRESULT add_tree(struct item *item, BSTR source, VARIANT_BOOL includes_base, bool takes_streams)
{
    HRESULT hr;

    com_object_add_ref(item->object);
    hr = directory_add_tree(item, source, includes_base, takes_streams);
    com_object_release(item->object);
    return hr;
}

/* IFsiDirectoryItem::AddTree. */
static HRESULT WINAPI directory_AddTree(IFsiDirectoryItem2 *iface, BSTR source, VARIANT_BOOL includes_base)
{
    return add_tree(item_of(iface), source, includes_base, false);
}

/* IFsiDirectoryItem::Add. */
static HRESULT WINAPI directory_Add(IFsiDirectoryItem2 *iface, IFsiItem *added)
{
    struct item *item = item_of(iface);
    HRESULT hr;

    com_object_add_ref(item->object);
    hr = directory_add_item(item, added);
    com_object_release(item->object);
    return hr;
}

/* IFsiDirectoryItem::Remove. */
static HRESULT WINAPI directory_Remove(IFsiDirectoryItem2 *iface, BSTR path)
{
    return directory_remove(item_of(iface), path);
}

/* IFsiDirectoryItem::RemoveTree. */
static HRESULT WINAPI directory_RemoveTree(IFsiDirectoryItem2 *iface, BSTR path)
{
    return directory_remove_tree(item_of(iface), path);
}

/* IFsiDirectoryItem2::AddTreeWithNamedStreams. */
static HRESULT WINAPI directory_AddTreeWithNamedStreams(IFsiDirectoryItem2 *iface, BSTR source,
                                                        VARIANT_BOOL includes_base)
{
    return add_tree(item_of(iface), source, includes_base, true);
}

/* --------------------------------------------------------------------------------------------------------- its life */

static const IFsiDirectoryItem2Vtbl directory_IFsiDirectoryItem2_vtbl = {
    FSI_ITEM_METHODS(directory, IFsiDirectoryItem2),
    directory_get__NewEnum,
    directory_get_Item,
    directory_get_Count,
    directory_get_EnumFsiItems,
    directory_AddDirectory,
    directory_AddFile,
    directory_AddTree,
    directory_Add,
    directory_Remove,
    directory_RemoveTree,
    directory_AddTreeWithNamedStreams,
};

static const struct com_interface directory_interfaces[] = {
    {&IID_IFsiDirectoryItem2, offsetof(struct directory, IFsiDirectoryItem2_iface)},
    {&IID_IFsiDirectoryItem, offsetof(struct directory, IFsiDirectoryItem2_iface)},
    {&IID_IFsiItem, offsetof(struct directory, IFsiDirectoryItem2_iface)},
    {&IID_IDispatch, offsetof(struct directory, IFsiDirectoryItem2_iface)},
    ITEM_INTERFACE(directory),
};

static void directory_destroy(struct com_object *object)
{
    struct directory *directory = CONTAINING_RECORD(object, struct directory, object);

    item_destroy(&directory->item);
    base_free(directory);
}

static const struct com_class directory_class = {
    &CLSID_FsiDirectoryItem, true, directory_interfaces, ARRAYSIZE(directory_interfaces), directory_destroy,
};

struct com_object *directory_item_new(struct image_state *state, struct fs_node *node)
{
    struct directory *directory = base_alloc(sizeof *directory);

    if (!directory) return NULL;
    directory->IFsiDirectoryItem2_iface.lpVtbl = &directory_IFsiDirectoryItem2_vtbl;
    com_object_init(&directory->object, &directory_class);
    item_init(&directory->item, &directory->object, class_name, state, node);
    return &directory->object;
}
