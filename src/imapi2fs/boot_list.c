/* Keeps boot options in the Global Interface Table, and reads the arrays that clients put. */
#include "imapi2fs/boot_list.h"

#include <string.h>

#include "base/alloc.h"
#include "com/global_interface.h"
#include "com/values.h"
#include "fs/plan.h"
#include "imapi2fs/boot_options.h"
#include "imapi2fs/stream_source.h"
#include "imapi2fserror.h"

struct boot_list {
    LONG references;
    uint64_t blocks;
    size_t count;
    struct com_global *options[FS_BOOT_ENTRIES_MAX];
};

void boot_list_add_ref(struct boot_list *list)
{
    if (list) InterlockedIncrement(&list->references);
}

void boot_list_release(struct boot_list *list)
{
    size_t i;

    if (!list || InterlockedDecrement(&list->references)) return;
    for (i = 0; i < list->count; i++)
        com_global_release(list->options[i]);
    base_free(list);
}

/* Without elements; NULL: no memory. */
static struct boot_list *create(void)
{
    struct boot_list *list = base_alloc(sizeof *list);

    if (list) list->references = 1;
    return list;
}

static HRESULT append(struct boot_list *list, IBootOptions *options)
{
    ULONG bytes = 0;
    HRESULT hr = IBootOptions_get_ImageSize(options, &bytes);

    if (SUCCEEDED(hr)) hr = com_global_keep((IUnknown *)options, &list->options[list->count]);
    if (FAILED(hr)) return hr;
    list->count++;
    list->blocks += ((uint64_t)bytes + FS_BLOCK_BYTES - 1) / FS_BLOCK_BYTES;
    return hr;
}

uint64_t boot_list_blocks(const struct boot_list *list)
{
    return list ? list->blocks : 0;
}

bool boot_list_has(struct boot_list *list, IBootOptions *options)
{
    size_t i, count = list ? list->count : 0;
    IUnknown *identity, *other;
    bool is_found = false;

    if (FAILED(IBootOptions_QueryInterface(options, &IID_IUnknown, (void **)&identity))) return false;
    for (i = 0; i < count && !is_found; i++) {
        if (FAILED(com_global_get(list->options[i], &IID_IUnknown, (void **)&other))) continue;
        is_found = other == identity;
        IUnknown_Release(other);
    }
    IUnknown_Release(identity);
    return is_found;
}

HRESULT boot_list_copy(IBootOptions *options, struct copy_store *copies, struct boot_list **out,
                       struct host_failure *failure)
{
    struct boot_list *list;
    IBootOptions *copy;
    HRESULT hr;

    *out = NULL;
    if (!options) return S_OK;
    list = create();
    if (!list) return E_OUTOFMEMORY;
    hr = boot_options_copy(options, copies, &copy, failure);
    if (SUCCEEDED(hr)) {
        hr = append(list, copy);
        IBootOptions_Release(copy);
    }
    if (SUCCEEDED(hr))
        *out = list;
    else
        boot_list_release(list);
    return hr;
}

/* --------------------------------------------------------------------------------------------------- from an array */

/* Borrowed; NULL: no object. */
static IUnknown *object_of(const VARIANT *element)
{
    if (V_VT(element) == (VT_VARIANT | VT_BYREF) && V_VARIANTREF(element)) element = V_VARIANTREF(element);
    switch (V_VT(element)) {
    case VT_DISPATCH:
    case VT_UNKNOWN:
        return V_UNKNOWN(element);
    case VT_DISPATCH | VT_BYREF:
    case VT_UNKNOWN | VT_BYREF:
        return V_UNKNOWNREF(element) ? *V_UNKNOWNREF(element) : NULL;
    default:
        return NULL;
    }
}

static HRESULT append_object(struct boot_list *list, IUnknown *object)
{
    IStream *image = NULL;
    IBootOptions *options;
    HRESULT hr;

    if (!object) return E_INVALIDARG;
    hr = IUnknown_QueryInterface(object, &IID_IBootOptions, (void **)&options);
    if (FAILED(hr)) return hr;
    hr = IBootOptions_get_BootImage(options, &image);
    if (SUCCEEDED(hr) && !image) hr = IMAPI_E_BOOT_IMAGE_DATA;
    if (image) IStream_Release(image);
    if (SUCCEEDED(hr)) hr = append(list, options);
    IBootOptions_Release(options);
    return hr;
}

static HRESULT append_elements(struct boot_list *list, SAFEARRAY *array, VARTYPE type, ULONG count)
{
    HRESULT hr;
    void *data;
    ULONG i;

    hr = SafeArrayAccessData(array, &data);
    if (FAILED(hr)) return hr;
    for (i = 0; SUCCEEDED(hr) && i < count; i++)
        hr = append_object(list, type == VT_VARIANT ? object_of((const VARIANT *)data + i) : ((IUnknown **)data)[i]);
    SafeArrayUnaccessData(array);
    return hr;
}

HRESULT boot_list_from_array(SAFEARRAY *array, struct boot_list **out)
{
    struct boot_list *list;
    VARTYPE type;
    ULONG count;
    HRESULT hr;

    *out = NULL;
    if (!array) return S_OK;
    if (array->cDims != 1 || FAILED(SafeArrayGetVartype(array, &type))) return E_INVALIDARG;
    if (type != VT_VARIANT && type != VT_DISPATCH && type != VT_UNKNOWN) return E_INVALIDARG;
    count = array->rgsabound[0].cElements;
    if (!count) return S_OK;
    if (count > FS_BOOT_ENTRIES_MAX) return IMAPI_E_BOOT_IMAGE_DATA;
    list = create();
    if (!list) return E_OUTOFMEMORY;
    hr = append_elements(list, array, type, count);
    if (SUCCEEDED(hr))
        *out = list;
    else
        boot_list_release(list);
    return hr;
}

/* -------------------------------------------------------------------------------------------------- what it gives */

static HRESULT get(struct boot_list *list, size_t index, REFIID iid, void **out)
{
    return com_global_get(list->options[index], iid, out);
}

HRESULT boot_list_get_first(struct boot_list *list, IBootOptions **out)
{
    *out = NULL;
    return list ? get(list, 0, &IID_IBootOptions, (void **)out) : S_OK;
}

HRESULT boot_list_get_array(struct boot_list *list, SAFEARRAY **out)
{
    IDispatch *objects[FS_BOOT_ENTRIES_MAX];
    size_t count = list ? list->count : 0, got = 0, i;
    HRESULT hr = S_OK;

    *out = NULL;
    while (got < count && SUCCEEDED(hr)) {
        hr = get(list, got, &IID_IDispatch, (void **)&objects[got]);
        if (SUCCEEDED(hr)) got++;
    }
    if (SUCCEEDED(hr)) hr = com_array_from_objects(objects, count, out);
    for (i = 0; i < got; i++)
        IDispatch_Release(objects[i]);
    return hr;
}

HRESULT boot_list_get_entries(struct boot_list *list, struct copy_store *copies, struct boot_entries *out,
                              struct host_failure *failure)
{
    size_t count = list ? list->count : 0;
    IBootOptions *options;
    HRESULT hr = S_OK;

    memset(out, 0, sizeof *out);
    while (out->count < count && SUCCEEDED(hr)) {
        hr = get(list, out->count, &IID_IBootOptions, (void **)&options);
        if (FAILED(hr)) break;
        hr = boot_options_entry(options, copies, &out->entries[out->count], failure);
        if (SUCCEEDED(hr)) out->count++;
        IBootOptions_Release(options);
    }
    if (FAILED(hr)) boot_entries_release(out);
    return hr;
}

void boot_entries_release(struct boot_entries *entries)
{
    while (entries->count) {
        struct fs_source *source = entries->entries[--entries->count].source;

        source->release(source);
    }
    stream_source_release_departed();
}
