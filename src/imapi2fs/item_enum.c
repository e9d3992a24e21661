/* IEnumFsiItems and IEnumVARIANT over a snapshot of a directory's items or of a file's named streams. */
#include "imapi2fs/item_enum.h"

#include "base/alloc.h"
#include "com/enum_object.h"
#include "com/enum_variant.h"
#include "imapi2fs/item.h"

struct element {
    struct fs_node *node; /* held */
};

struct item_elements {
    struct com_elements elements;
    struct image_state *state; /* held */
    struct element all[];
};

static struct item_elements *items_of(struct com_elements *elements)
{
    return CONTAINING_RECORD(elements, struct item_elements, elements);
}

static HRESULT get(struct com_elements *elements, size_t index, VARIANT *value)
{
    struct item_elements *items = items_of(elements);
    HRESULT hr = item_get(items->state, items->all[index].node, &IID_IDispatch, (void **)&V_DISPATCH(value));

    if (SUCCEEDED(hr)) V_VT(value) = VT_DISPATCH;
    return hr;
}

static void destroy(struct com_elements *elements)
{
    struct item_elements *items = items_of(elements);
    size_t i;

    for (i = 0; i < elements->count; i++) {
        image_state_hold(items->state);
        item_release_node(items->state, items->all[i].node);
    }
    image_state_release(items->state);
    base_free(items);
}

size_t item_enum_count(const struct fs_node *of)
{
    const struct fs_node *each;
    size_t count = 0;

    for (each = item_enum_first(of); each; each = each->next)
        count++;
    return count;
}

/* NULL: no memory. */
static struct com_elements *take(struct image_state *state, struct fs_node *of)
{
    struct item_elements *items;
    struct fs_node *node;
    size_t i = 0;

    EnterCriticalSection(&state->lock);
    items = base_alloc(sizeof *items + item_enum_count(of) * sizeof items->all[0]);
    for (node = items ? item_enum_first(of) : NULL; node; node = node->next) {
        fs_node_hold(node);
        items->all[i++].node = node;
    }
    LeaveCriticalSection(&state->lock);
    if (!items) return NULL;
    image_state_hold(state);
    items->state = state;
    items->elements = (struct com_elements){1, i, get, destroy};
    return &items->elements;
}

HRESULT item_enum_create(struct image_state *state, struct fs_node *of, IEnumFsiItems **out)
{
    static const struct com_enum_kind kind = {&CLSID_EnumFsiItems, &IID_IEnumFsiItems, &IID_IFsiItem,
                                              L"OpenIMAPI2.EnumFsiItems"};
    struct com_elements *elements = take(state, of);
    HRESULT hr;

    *out = NULL;
    if (!elements) return E_OUTOFMEMORY;
    hr = com_enum_object_create(elements, &kind, (void **)out);
    com_elements_release(elements);
    return hr;
}

HRESULT item_enum_variant_create(struct image_state *state, struct fs_node *of, IEnumVARIANT **out)
{
    struct com_elements *elements = take(state, of);
    HRESULT hr;

    *out = NULL;
    if (!elements) return E_OUTOFMEMORY;
    hr = com_enum_variant_create(elements, out);
    com_elements_release(elements);
    return hr;
}
