/* Enumerators of one kind of object, such as IEnumFsiItems: Next gives pointers of the elements' own interface. */
#ifndef OPENIMAPI2_COM_ENUM_OBJECT_H
#define OPENIMAPI2_COM_ENUM_OBJECT_H

#include "com/elements.h"

/* A kind of enumerator; constant. The interface has the methods Next, Skip, Reset and Clone in this order, as
 * IEnumUnknown has them.
 */
struct com_enum_kind {
    const CLSID *clsid; /* of its coclass, or NULL */
    const IID *iid;
    const IID *element;  /* the interface that Next gives out */
    const WCHAR *source; /* of its errors; NULL: they have no text */
};

/* An enumerator of the elements, which it holds: VT_DISPATCH or VT_UNKNOWN, not NULL. Agile. Next takes a NULL count
 * for one element alone, otherwise it is E_INVALIDARG. *out, a pointer of the kind's interface, is NULL on failure.
 */
HRESULT com_enum_object_create(struct com_elements *elements, const struct com_enum_kind *kind, void **out);

#endif
