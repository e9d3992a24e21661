/* Strings and arrays for automation. The caller owns every output: SysFreeString, SafeArrayDestroy. Outputs are NULL on
 * failure; the failure is E_OUTOFMEMORY, unless a comment says more.
 */
#ifndef OPENIMAPI2_COM_VALUES_H
#define OPENIMAPI2_COM_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>
#include <oleauto.h>

/* text: UTF-8; invalid bytes become U+FFFD. "" gives an empty string, not NULL. */
HRESULT com_bstr_from_utf8(const char *text, BSTR *out);

/* A copy of the string, with its length in bytes. NULL stays NULL. */
HRESULT com_bstr_copy(BSTR text, BSTR *out);

/* out: base_free. text may be NULL, which counts as "". A text that contains a NUL is E_INVALIDARG: the part before
 * the NUL could name something else.
 */
HRESULT com_utf8_from_bstr(BSTR text, char **out);

/* A list of strings that grows; initially all zero. */
struct com_strings {
    BSTR *items;
    size_t count;
    size_t capacity;
};

void com_strings_free(struct com_strings *strings);

/* text: UTF-8. False: no memory; the list is as before. */
bool com_strings_append(struct com_strings *strings, const char *text);

/* One-dimensional arrays of VT_VARIANT with lower bound 0, on the ordinary heap (clients also free them with
 * SafeArrayDestroyData). Elements are VT_BSTR for strings, VT_I4 for codes and longs.
 */
HRESULT com_array_from_strings(const struct com_strings *strings, SAFEARRAY **out);
HRESULT com_array_from_codes(const uint16_t *codes, size_t count, SAFEARRAY **out);
HRESULT com_array_from_longs(const LONG *numbers, size_t count, SAFEARRAY **out);

/* Likewise, with elements VT_UI4 for numbers and VT_DISPATCH for objects; the array adds a reference to each object. */
HRESULT com_array_from_numbers(const uint32_t *numbers, size_t count, SAFEARRAY **out);
HRESULT com_array_from_objects(IDispatch *const *objects, size_t count, SAFEARRAY **out);

/* Likewise, with one element VT_BYREF | VT_UI1 that points to `bytes`, which stay the owner's and must outlive the
 * array.
 */
HRESULT com_array_from_blob(BYTE *bytes, SAFEARRAY **out);

/* out: CoTaskMemFree. A copy of the bytes, or the codes as an array of LONG; not NULL when count is 0. */
HRESULT com_memory_from_bytes(const void *bytes, size_t count, BYTE **out);
HRESULT com_memory_from_codes(const uint16_t *codes, size_t count, LONG **out);

#endif
