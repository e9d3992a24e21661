/* Strings and arrays as automation has them. Outputs are NULL on failure; every failure is E_OUTOFMEMORY. */
#ifndef OPENIMAPI2_COM_VALUES_H
#define OPENIMAPI2_COM_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>
#include <oleauto.h>

/* text: UTF-8; what is not becomes U+FFFD. "" is a string of no characters, not NULL. */
HRESULT com_bstr_from_utf8(const char *text, BSTR *out);

/* The same string again, with its length in bytes. NULL stays NULL. */
HRESULT com_bstr_copy(BSTR text, BSTR *out);

/* The caller owns *out: base_free. text may be NULL, which counts as "". A text with a NUL inside is E_INVALIDARG: what
 * comes before it could name something else.
 */
HRESULT com_utf8_from_bstr(BSTR text, char **out);

/* A list of strings that grows; all zero at first. */
struct com_strings {
    BSTR *items;
    size_t count;
    size_t capacity;
};

void com_strings_free(struct com_strings *strings);

/* text: UTF-8. False: no memory; the list is as before. */
bool com_strings_append(struct com_strings *strings, const char *text);

/* One-dimensional arrays of VT_VARIANT from index 0, on the ordinary heap (clients free them with SafeArrayDestroyData
 * too): elements VT_BSTR, and VT_I4.
 */
HRESULT com_array_from_strings(const struct com_strings *strings, SAFEARRAY **out);
HRESULT com_array_from_codes(const uint16_t *codes, size_t count, SAFEARRAY **out);
HRESULT com_array_from_longs(const LONG *numbers, size_t count, SAFEARRAY **out);

/* Likewise VT_UI4, and VT_DISPATCH, whose references the array takes for itself. */
HRESULT com_array_from_numbers(const uint32_t *numbers, size_t count, SAFEARRAY **out);
HRESULT com_array_from_objects(IDispatch *const *objects, size_t count, SAFEARRAY **out);

/* Likewise one element VT_BYREF | VT_UI1 that points to `bytes`, which stay the owner's: they must outlive its use. */
HRESULT com_array_from_blob(BYTE *bytes, SAFEARRAY **out);

/* Memory for a caller who frees it with CoTaskMemFree: a copy of the bytes; the codes as an array of LONG. Nothing,
 * too, has an address.
 */
HRESULT com_memory_from_bytes(const void *bytes, size_t count, BYTE **out);
HRESULT com_memory_from_codes(const uint16_t *codes, size_t count, LONG **out);

#endif
