/* Enumerators of one kind of object, such as IEnumFsiItems: Next gives pointers of the elements' own interface. */
#ifndef OPENIMAPI2_COM_ENUM_OBJECT_H
#define OPENIMAPI2_COM_ENUM_OBJECT_H

#include "com/elements.h"

/* A kind of enumerator; constant. The interface has the methods Next, Skip, Reset and Clone in the order of
 * IEnumUnknown.
 */
struct com_enum_kind {
    const CLSID *clsid; /* of the coclass, or NULL */
    const IID *iid;
    const IID *element;  /* the interface that Next returns */
    const WCHAR *source; /* of the errors; NULL: they have no text */
};

/* Create an enumerator that holds `elements`, which are VT_DISPATCH or VT_UNKNOWN and not NULL. It is agile. Next
 * accepts NULL for the count only if no more than one element is requested, else it fails with E_INVALIDARG. *out, a
 * pointer to the kind's interface, is NULL on failure.
 */
HRESULT com_enum_object_create(struct com_elements *elements, const struct com_enum_kind *kind, void **out);

#endif
