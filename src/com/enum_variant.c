/* IEnumVARIANT over elements, and over a snapshot of strings. */
#include "com/enum_variant.h"

#include <string.h>

#include "base/alloc.h"
#include "com/object.h"

struct enumerator {
    struct com_object object;
    IEnumVARIANT IEnumVARIANT_iface;
    struct com_cursor cursor;
};

COM_UNKNOWN(enumerator, IEnumVARIANT)

static HRESULT create(struct com_elements *elements, size_t position, IEnumVARIANT **out);

static HRESULT store(void *out, ULONG index, VARIANT *value)
{
    ((VARIANT *)out)[index] = *value;
    return S_OK;
}

/* A count that is not wanted may only be left out for one element (IEnumVARIANT::Next documentation). */
static HRESULT WINAPI enumerator_Next(IEnumVARIANT *iface, ULONG wanted, VARIANT *elements, ULONG *fetched)
{
    struct enumerator *enumerator = enumerator_from_IEnumVARIANT(iface);
    HRESULT hr;
    ULONG given;
    ULONG i;

    if (fetched) *fetched = 0;
    if ((!elements && wanted) || (!fetched && wanted != 1)) return E_POINTER;
    for (i = 0; i < wanted; i++)
        VariantInit(&elements[i]);
    hr = com_cursor_next(&enumerator->cursor, wanted, store, elements, &given);
    if (FAILED(hr)) {
        for (i = 0; i < given; i++)
            VariantClear(&elements[i]);
        return hr;
    }
    if (fetched) *fetched = given;
    return hr;
}

static HRESULT WINAPI enumerator_Skip(IEnumVARIANT *iface, ULONG count)
{
    return com_cursor_skip(&enumerator_from_IEnumVARIANT(iface)->cursor, count);
}

static HRESULT WINAPI enumerator_Reset(IEnumVARIANT *iface)
{
    com_cursor_reset(&enumerator_from_IEnumVARIANT(iface)->cursor);
    return S_OK;
}

static HRESULT WINAPI enumerator_Clone(IEnumVARIANT *iface, IEnumVARIANT **out)
{
    struct com_cursor *cursor = &enumerator_from_IEnumVARIANT(iface)->cursor;

    if (!out) return E_POINTER;
    return create(cursor->elements, com_cursor_position(cursor), out);
}

static const IEnumVARIANTVtbl enumerator_vtbl = {
    COM_UNKNOWN_METHODS(enumerator, IEnumVARIANT), enumerator_Next, enumerator_Skip, enumerator_Reset, enumerator_Clone,
};

static const struct com_interface enumerator_interfaces[] = {
    {&IID_IEnumVARIANT, offsetof(struct enumerator, IEnumVARIANT_iface)},
};

static void enumerator_destroy(struct com_object *object)
{
    struct enumerator *enumerator = CONTAINING_RECORD(object, struct enumerator, object);

    com_cursor_destroy(&enumerator->cursor);
    base_free(enumerator);
}

static const struct com_class enumerator_class = {
    NULL, true, enumerator_interfaces, ARRAYSIZE(enumerator_interfaces), enumerator_destroy,
};

static HRESULT create(struct com_elements *elements, size_t position, IEnumVARIANT **out)
{
    struct enumerator *enumerator;

    *out = NULL;
    enumerator = base_alloc(sizeof *enumerator);
    if (!enumerator) return E_OUTOFMEMORY;
    enumerator->IEnumVARIANT_iface.lpVtbl = &enumerator_vtbl;
    if (!com_cursor_init(&enumerator->cursor, elements, position)) {
        base_free(enumerator);
        return E_OUTOFMEMORY;
    }
    com_object_init(&enumerator->object, &enumerator_class);
    *out = &enumerator->IEnumVARIANT_iface;
    return S_OK;
}

HRESULT com_enum_variant_create(struct com_elements *elements, IEnumVARIANT **out)
{
    return create(elements, 0, out);
}

/* ---------------------------------------------------------------------------------------------------------- strings */

struct snapshot {
    struct com_elements elements;
    struct com_strings strings;
};

static HRESULT snapshot_get(struct com_elements *elements, size_t index, VARIANT *value)
{
    const struct snapshot *snapshot = CONTAINING_RECORD(elements, struct snapshot, elements);
    HRESULT hr = com_bstr_copy(snapshot->strings.items[index], &V_BSTR(value));

    if (SUCCEEDED(hr)) V_VT(value) = VT_BSTR;
    return hr;
}

static void snapshot_destroy(struct com_elements *elements)
{
    struct snapshot *snapshot = CONTAINING_RECORD(elements, struct snapshot, elements);

    com_strings_free(&snapshot->strings);
    base_free(snapshot);
}

HRESULT com_enum_strings_create(struct com_strings *strings, IEnumVARIANT **out)
{
    struct snapshot *snapshot;
    HRESULT hr;

    *out = NULL;
    snapshot = base_alloc(sizeof *snapshot);
    if (!snapshot) return E_OUTOFMEMORY;
    snapshot->elements = (struct com_elements){1, strings->count, snapshot_get, snapshot_destroy};
    hr = create(&snapshot->elements, 0, out);
    if (SUCCEEDED(hr)) {
        snapshot->strings = *strings;
        memset(strings, 0, sizeof *strings);
    }
    com_elements_release(&snapshot->elements);
    return hr;
}
