/* IEnumVARIANT over a snapshot: later changes of where it came from don't show. */
#ifndef OPENIMAPI2_COM_ENUM_VARIANT_H
#define OPENIMAPI2_COM_ENUM_VARIANT_H

#include "com/elements.h"
#include "com/values.h"

/* An enumerator of the elements, which it holds. Agile. *out is NULL on failure. */
HRESULT com_enum_variant_create(struct com_elements *elements, IEnumVARIANT **out);

/* An enumerator of VT_BSTR elements. The strings are taken over on success (`strings` is empty then), left to the
 * caller otherwise. Agile.
 */
HRESULT com_enum_strings_create(struct com_strings *strings, IEnumVARIANT **out);

#endif
