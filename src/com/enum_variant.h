/* IEnumVARIANT over a snapshot: later changes of the source are not seen. */
#ifndef OPENIMAPI2_COM_ENUM_VARIANT_H
#define OPENIMAPI2_COM_ENUM_VARIANT_H

#include "com/elements.h"
#include "com/values.h"

/* Create an enumerator that holds `elements`. It is agile. *out is NULL on failure. */
HRESULT com_enum_variant_create(struct com_elements *elements, IEnumVARIANT **out);

/* Create an enumerator of VT_BSTR elements. It is agile. It takes over the strings on success (`strings` is empty
 * then); on failure they stay the caller's.
 */
HRESULT com_enum_strings_create(struct com_strings *strings, IEnumVARIANT **out);

#endif
