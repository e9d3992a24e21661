/* The extents of a plan as objects, each created when it is requested. */
#include "imapi2fs/progress_items.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/enum_object.h"
#include "com/enum_variant.h"
#include "com/values.h"
#include "fs/extent.h"
#include "fs/upper_case.h"
#include "imapi2fs/item_path.h"
#include "imapi2fs/progress_item.h"

/* What the collection and its enumerators share. */
struct extents {
    struct com_elements elements;
    struct image_snapshot *snapshot; /* held */
};

struct progress_items {
    struct com_object object;
    IProgressItems IProgressItems_iface;
    struct extents *extents; /* held */
};

COM_DISPATCH(progress_items, IProgressItems)

static void call_begin(struct imapifs_call *call, const char *attempt)
{
    imapifs_call_begin(call, L"OpenIMAPI2.ProgressItems", &IID_IProgressItems, attempt);
}

/* ---------------------------------------------------------------------------------------------------- the extents */

/* The tree does not change while the snapshot lives. */
static HRESULT describe(const struct fs_extent *extent, BSTR *description)
{
    if (extent->node) return item_path_get(extent->node, description);
    return com_bstr_from_utf8("File system", description);
}

static HRESULT create_item(const struct extents *extents, uint32_t index, IProgressItem **out)
{
    struct fs_extent extent = fs_plan_get_extent(extents->snapshot->plan, index);
    BSTR description;
    HRESULT hr;

    *out = NULL;
    hr = describe(&extent, &description);
    if (FAILED(hr)) return hr;
    hr = progress_item_create(description, &extent, out);
    if (FAILED(hr)) SysFreeString(description);
    return hr;
}

static HRESULT extents_get(struct com_elements *elements, size_t index, VARIANT *value)
{
    struct extents *extents = CONTAINING_RECORD(elements, struct extents, elements);
    HRESULT hr = create_item(extents, (uint32_t)index, (IProgressItem **)&V_DISPATCH(value));

    if (SUCCEEDED(hr)) V_VT(value) = VT_DISPATCH;
    return hr;
}

static void extents_destroy(struct com_elements *elements)
{
    struct extents *extents = CONTAINING_RECORD(elements, struct extents, elements);

    image_snapshot_release(extents->snapshot);
    base_free(extents);
}

/* NULL: no memory. */
static struct extents *extents_create(struct image_snapshot *snapshot)
{
    struct extents *extents = base_alloc(sizeof *extents);

    if (!extents) return NULL;
    extents->elements = (struct com_elements){1, fs_plan_extents(snapshot->plan), extents_get, extents_destroy};
    image_snapshot_add_ref(snapshot);
    extents->snapshot = snapshot;
    return extents;
}

/* ----------------------------------------------------------------------------------------------------- the members */

/* IProgressItems::get__NewEnum. */
static HRESULT WINAPI progress_items_get__NewEnum(IProgressItems *iface, IEnumVARIANT **value)
{
    struct extents *extents = progress_items_from_IProgressItems(iface)->extents;
    struct imapifs_call call;

    call_begin(&call, "Listing the progress items");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, com_enum_variant_create(&extents->elements, value));
}

/* IProgressItems::get_Item. */
static HRESULT WINAPI progress_items_get_Item(IProgressItems *iface, LONG index, IProgressItem **item)
{
    const struct extents *extents = progress_items_from_IProgressItems(iface)->extents;
    struct imapifs_call call;

    call_begin(&call, "Getting a progress item (they are counted from 0)");
    if (!item) return imapifs_call_done(&call, E_POINTER);
    *item = NULL;
    if (index < 0 || (size_t)index >= extents->elements.count) return imapifs_call_done(&call, E_INVALIDARG);
    return imapifs_call_done(&call, create_item(extents, (uint32_t)index, item));
}

/* IProgressItems::get_Count. There are fewer items than blocks. */
static HRESULT WINAPI progress_items_get_Count(IProgressItems *iface, LONG *value)
{
    struct imapifs_call call;

    call_begin(&call, "Counting the progress items");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = (LONG)progress_items_from_IProgressItems(iface)->extents->elements.count;
    return imapifs_call_done(&call, S_OK);
}

/* IProgressItems::ProgressItemFromBlock. */
static HRESULT WINAPI progress_items_ProgressItemFromBlock(IProgressItems *iface, ULONG block, IProgressItem **item)
{
    const struct extents *extents = progress_items_from_IProgressItems(iface)->extents;
    const struct fs_plan *plan = extents->snapshot->plan;
    struct imapifs_call call;

    call_begin(&call, "Finding the progress item of a block");
    if (!item) return imapifs_call_done(&call, E_POINTER);
    *item = NULL;
    if (block >= fs_plan_blocks(plan)) return imapifs_call_done(&call, E_INVALIDARG);
    return imapifs_call_done(&call, create_item(extents, fs_plan_find_extent(plan, block), item));
}

/* Without regard to case, as names of items are compared. */
static bool is_same(BSTR left, BSTR right)
{
    UINT length = SysStringLen(left), i;

    if (SysStringLen(right) != length) return false;
    for (i = 0; i < length; i++) {
        if (fs_upper_case(left[i]) != fs_upper_case(right[i])) return false;
    }
    return true;
}

/* S_OK, E_INVALIDARG (there is none), E_OUTOFMEMORY. */
static HRESULT find_description(const struct extents *extents, BSTR wanted, IProgressItem **item)
{
    uint32_t i;

    for (i = 0; i < extents->elements.count; i++) {
        struct fs_extent extent = fs_plan_get_extent(extents->snapshot->plan, i);
        BSTR description;
        HRESULT hr;
        bool is_it;

        hr = describe(&extent, &description);
        if (FAILED(hr)) return hr;
        is_it = is_same(description, wanted);
        SysFreeString(description);
        if (is_it) return create_item(extents, i, item);
    }
    return E_INVALIDARG;
}

/* IProgressItems::ProgressItemFromDescription. The first one. */
static HRESULT WINAPI progress_items_ProgressItemFromDescription(IProgressItems *iface, BSTR description,
                                                                 IProgressItem **item)
{
    struct imapifs_call call;

    call_begin(&call, "Finding the progress item of a description");
    if (!item) return imapifs_call_done(&call, E_POINTER);
    *item = NULL;
    if (!description) return imapifs_call_done(&call, E_FAIL);
    return imapifs_call_done(&call,
                             find_description(progress_items_from_IProgressItems(iface)->extents, description, item));
}

/* IProgressItems::get_EnumProgressItems. */
static HRESULT WINAPI progress_items_get_EnumProgressItems(IProgressItems *iface, IEnumProgressItems **value)
{
    static const struct com_enum_kind kind = {&CLSID_EnumProgressItems, &IID_IEnumProgressItems, &IID_IProgressItem,
                                              L"OpenIMAPI2.EnumProgressItems"};
    struct extents *extents = progress_items_from_IProgressItems(iface)->extents;
    struct imapifs_call call;

    call_begin(&call, "Enumerating the progress items");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, com_enum_object_create(&extents->elements, &kind, (void **)value));
}

/* --------------------------------------------------------------------------------------------------------- its life */

static const IProgressItemsVtbl progress_items_vtbl = {
    COM_DISPATCH_METHODS(progress_items, IProgressItems),
    progress_items_get__NewEnum,
    progress_items_get_Item,
    progress_items_get_Count,
    progress_items_ProgressItemFromBlock,
    progress_items_ProgressItemFromDescription,
    progress_items_get_EnumProgressItems,
};

static const struct com_interface progress_items_interfaces[] = {
    {&IID_IProgressItems, offsetof(struct progress_items, IProgressItems_iface)},
    {&IID_IDispatch, offsetof(struct progress_items, IProgressItems_iface)},
};

static void progress_items_destroy(struct com_object *object)
{
    struct progress_items *items = CONTAINING_RECORD(object, struct progress_items, object);

    com_elements_release(&items->extents->elements);
    base_free(items);
}

static const struct com_class progress_items_class = {
    &CLSID_ProgressItems, true, progress_items_interfaces, ARRAYSIZE(progress_items_interfaces), progress_items_destroy,
};

HRESULT progress_items_create(struct image_snapshot *snapshot, IProgressItems **out)
{
    struct progress_items *items = base_alloc(sizeof *items);

    *out = NULL;
    if (items) items->extents = extents_create(snapshot);
    if (!items || !items->extents) {
        base_free(items);
        return E_OUTOFMEMORY;
    }
    items->IProgressItems_iface.lpVtbl = &progress_items_vtbl;
    com_object_init(&items->object, &progress_items_class);
    *out = &items->IProgressItems_iface;
    return S_OK;
}
