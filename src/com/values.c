/* BSTRs, SAFEARRAYs and CoTaskMem arrays from the portable core's strings, numbers and bytes. */
#include "com/values.h"

#include <limits.h>
#include <string.h>

#include "base/alloc.h"

HRESULT com_bstr_from_utf8(const char *text, BSTR *out)
{
    size_t bytes = strlen(text);
    int chars = 0;

    *out = NULL;
    if (bytes > INT_MAX) return E_OUTOFMEMORY;
    if (bytes) {
        chars = MultiByteToWideChar(CP_UTF8, 0, text, (int)bytes, NULL, 0);
        if (!chars) return E_OUTOFMEMORY;
    }
    *out = SysAllocStringLen(NULL, (UINT)chars);
    if (!*out) return E_OUTOFMEMORY;
    if (chars) MultiByteToWideChar(CP_UTF8, 0, text, (int)bytes, *out, chars);
    return S_OK;
}

HRESULT com_bstr_copy(BSTR text, BSTR *out)
{
    *out = text ? SysAllocStringByteLen((const char *)text, SysStringByteLen(text)) : NULL;
    return text && !*out ? E_OUTOFMEMORY : S_OK;
}

HRESULT com_utf8_from_bstr(BSTR text, char **out)
{
    UINT chars = SysStringLen(text);
    int bytes = 0;
    UINT i;

    *out = NULL;
    for (i = 0; i < chars; i++) {
        if (!text[i]) return E_INVALIDARG;
    }
    if (chars > INT_MAX / 3) return E_OUTOFMEMORY;
    if (chars) {
        bytes = WideCharToMultiByte(CP_UTF8, 0, text, (int)chars, NULL, 0, NULL, NULL);
        if (!bytes) return E_OUTOFMEMORY;
    }
    *out = base_alloc((size_t)bytes + 1);
    if (!*out) return E_OUTOFMEMORY;
    if (chars) WideCharToMultiByte(CP_UTF8, 0, text, (int)chars, *out, bytes, NULL, NULL);
    return S_OK;
}

void com_strings_free(struct com_strings *strings)
{
    size_t i;

    for (i = 0; i < strings->count; i++)
        SysFreeString(strings->items[i]);
    base_free(strings->items);
    memset(strings, 0, sizeof *strings);
}

bool com_strings_append(struct com_strings *strings, const char *text)
{
    size_t capacity = strings->capacity ? 2 * strings->capacity : 8;
    BSTR *items;

    if (strings->count == strings->capacity) {
        items = base_alloc_array(capacity, sizeof items[0]);
        if (!items) return false;
        if (strings->count) memcpy(items, strings->items, strings->count * sizeof items[0]);
        base_free(strings->items);
        strings->items = items;
        strings->capacity = capacity;
    }
    if (FAILED(com_bstr_from_utf8(text, &strings->items[strings->count]))) return false;
    strings->count++;
    return true;
}

/* The elements are the caller's to fill: *elements points into the array, which is locked; each is VT_EMPTY. */
static HRESULT create_array(size_t count, SAFEARRAY **out, VARIANT **elements)
{
    *out = NULL;
    if (count > LONG_MAX) return E_OUTOFMEMORY;
    *out = SafeArrayCreateVector(VT_VARIANT, 0, (ULONG)count);
    if (!*out) return E_OUTOFMEMORY;
    if (SUCCEEDED(SafeArrayAccessData(*out, (void **)elements))) return S_OK;
    SafeArrayDestroy(*out);
    *out = NULL;
    return E_OUTOFMEMORY;
}

HRESULT com_array_from_strings(const struct com_strings *strings, SAFEARRAY **out)
{
    VARIANT *elements;
    HRESULT hr;
    size_t i;

    hr = create_array(strings->count, out, &elements);
    if (FAILED(hr)) return hr;
    for (i = 0; i < strings->count && SUCCEEDED(hr); i++) {
        hr = com_bstr_copy(strings->items[i], &V_BSTR(&elements[i]));
        if (SUCCEEDED(hr)) V_VT(&elements[i]) = VT_BSTR;
    }
    SafeArrayUnaccessData(*out);
    if (FAILED(hr)) {
        SafeArrayDestroy(*out);
        *out = NULL;
    }
    return hr;
}

/* number_bytes: of each, up to 4; the lowest come first, and the rest of the element's value is 0. */
static HRESULT array_from_numbers(VARTYPE type, const void *numbers, size_t number_bytes, size_t count, SAFEARRAY **out)
{
    const BYTE *next = numbers;
    VARIANT *elements;
    HRESULT hr;
    size_t i;

    hr = create_array(count, out, &elements);
    if (FAILED(hr)) return hr;
    for (i = 0; i < count; i++, next += number_bytes) {
        V_VT(&elements[i]) = type;
        memcpy(&V_UI4(&elements[i]), next, number_bytes);
    }
    SafeArrayUnaccessData(*out);
    return S_OK;
}

HRESULT com_array_from_codes(const uint16_t *codes, size_t count, SAFEARRAY **out)
{
    return array_from_numbers(VT_I4, codes, sizeof *codes, count, out);
}

HRESULT com_array_from_longs(const LONG *numbers, size_t count, SAFEARRAY **out)
{
    return array_from_numbers(VT_I4, numbers, sizeof *numbers, count, out);
}

HRESULT com_array_from_numbers(const uint32_t *numbers, size_t count, SAFEARRAY **out)
{
    return array_from_numbers(VT_UI4, numbers, sizeof *numbers, count, out);
}

HRESULT com_array_from_blob(BYTE *bytes, SAFEARRAY **out)
{
    VARIANT *elements;
    HRESULT hr = create_array(1, out, &elements);

    if (FAILED(hr)) return hr;
    V_VT(&elements[0]) = VT_BYREF | VT_UI1;
    V_UI1REF(&elements[0]) = bytes;
    SafeArrayUnaccessData(*out);
    return S_OK;
}

HRESULT com_array_from_objects(IDispatch *const *objects, size_t count, SAFEARRAY **out)
{
    VARIANT *elements;
    HRESULT hr;
    size_t i;

    hr = create_array(count, out, &elements);
    if (FAILED(hr)) return hr;
    for (i = 0; i < count; i++) {
        V_VT(&elements[i]) = VT_DISPATCH;
        V_DISPATCH(&elements[i]) = objects[i];
        IDispatch_AddRef(objects[i]);
    }
    SafeArrayUnaccessData(*out);
    return S_OK;
}

HRESULT com_memory_from_bytes(const void *bytes, size_t count, BYTE **out)
{
    *out = CoTaskMemAlloc(count ? count : 1);
    if (!*out) return E_OUTOFMEMORY;
    if (count) memcpy(*out, bytes, count);
    return S_OK;
}

HRESULT com_memory_from_codes(const uint16_t *codes, size_t count, LONG **out)
{
    size_t i;

    *out = CoTaskMemAlloc((count ? count : 1) * sizeof **out);
    if (!*out) return E_OUTOFMEMORY;
    for (i = 0; i < count; i++)
        (*out)[i] = codes[i];
    return S_OK;
}
