/* IEnumVARIANT over a snapshot of strings. */
#include "com/enum_variant.h"

#include <string.h>

#include "base/alloc.h"
#include "com/object.h"

/* Shared by an enumerator and its clones. */
struct snapshot {
    LONG references;
    struct com_strings strings;
};

struct enumerator {
    struct com_object object;
    IEnumVARIANT IEnumVARIANT_iface;
    struct snapshot *snapshot;
    CRITICAL_SECTION lock; /* position */
    size_t position;
};

COM_UNKNOWN(enumerator, IEnumVARIANT)

static HRESULT create(struct snapshot *snapshot, size_t position, IEnumVARIANT **out);

static void snapshot_release(struct snapshot *snapshot)
{
    if (InterlockedDecrement(&snapshot->references)) return;
    com_strings_free(&snapshot->strings);
    base_free(snapshot);
}

/* A count that is not wanted may only be left out for one element (IEnumVARIANT::Next documentation). */
static HRESULT WINAPI enumerator_Next(IEnumVARIANT *iface, ULONG wanted, VARIANT *elements, ULONG *fetched)
{
    struct enumerator *enumerator = enumerator_from_IEnumVARIANT(iface);
    const struct com_strings *strings = &enumerator->snapshot->strings;
    HRESULT hr = S_OK;
    ULONG given = 0;
    ULONG i;

    if (fetched) *fetched = 0;
    if ((!elements && wanted) || (!fetched && wanted != 1)) return E_POINTER;
    for (i = 0; i < wanted; i++)
        VariantInit(&elements[i]);

    EnterCriticalSection(&enumerator->lock);
    while (given < wanted && enumerator->position + given < strings->count) {
        hr = com_bstr_copy(strings->items[enumerator->position + given], &V_BSTR(&elements[given]));
        if (FAILED(hr)) break;
        V_VT(&elements[given++]) = VT_BSTR;
    }
    if (SUCCEEDED(hr)) enumerator->position += given;
    LeaveCriticalSection(&enumerator->lock);

    if (FAILED(hr)) {
        for (i = 0; i < given; i++)
            VariantClear(&elements[i]);
        return hr;
    }
    if (fetched) *fetched = given;
    return given == wanted ? S_OK : S_FALSE;
}

static HRESULT WINAPI enumerator_Skip(IEnumVARIANT *iface, ULONG count)
{
    struct enumerator *enumerator = enumerator_from_IEnumVARIANT(iface);
    size_t rest;

    EnterCriticalSection(&enumerator->lock);
    rest = enumerator->snapshot->strings.count - enumerator->position;
    enumerator->position += count < rest ? count : rest;
    LeaveCriticalSection(&enumerator->lock);
    return count <= rest ? S_OK : S_FALSE;
}

static HRESULT WINAPI enumerator_Reset(IEnumVARIANT *iface)
{
    struct enumerator *enumerator = enumerator_from_IEnumVARIANT(iface);

    EnterCriticalSection(&enumerator->lock);
    enumerator->position = 0;
    LeaveCriticalSection(&enumerator->lock);
    return S_OK;
}

static HRESULT WINAPI enumerator_Clone(IEnumVARIANT *iface, IEnumVARIANT **out)
{
    struct enumerator *enumerator = enumerator_from_IEnumVARIANT(iface);
    size_t position;

    if (!out) return E_POINTER;
    EnterCriticalSection(&enumerator->lock);
    position = enumerator->position;
    LeaveCriticalSection(&enumerator->lock);
    return create(enumerator->snapshot, position, out);
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

    snapshot_release(enumerator->snapshot);
    DeleteCriticalSection(&enumerator->lock);
    base_free(enumerator);
}

static const struct com_class enumerator_class = {
    NULL, true, enumerator_interfaces, ARRAYSIZE(enumerator_interfaces), enumerator_destroy,
};

static HRESULT create(struct snapshot *snapshot, size_t position, IEnumVARIANT **out)
{
    struct enumerator *enumerator;

    *out = NULL;
    enumerator = base_alloc(sizeof *enumerator);
    if (!enumerator) return E_OUTOFMEMORY;
    enumerator->IEnumVARIANT_iface.lpVtbl = &enumerator_vtbl;
    if (!InitializeCriticalSectionAndSpinCount(&enumerator->lock, 0)) {
        base_free(enumerator);
        return E_OUTOFMEMORY;
    }
    com_object_init(&enumerator->object, &enumerator_class);
    InterlockedIncrement(&snapshot->references);
    enumerator->snapshot = snapshot;
    enumerator->position = position;
    *out = &enumerator->IEnumVARIANT_iface;
    return S_OK;
}

HRESULT com_enum_strings_create(struct com_strings *strings, IEnumVARIANT **out)
{
    struct snapshot *snapshot;
    HRESULT hr;

    *out = NULL;
    snapshot = base_alloc(sizeof *snapshot);
    if (!snapshot) return E_OUTOFMEMORY;
    hr = create(snapshot, 0, out);
    if (FAILED(hr)) {
        base_free(snapshot);
        return hr;
    }
    snapshot->strings = *strings;
    memset(strings, 0, sizeof *strings);
    return S_OK;
}
