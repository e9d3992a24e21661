/* MultisessionInterfaces: the objects that describe how to append to a disc, and the choice of the object to use. */
#ifndef OPENIMAPI2_IMAPI2FS_MULTISESSION_H
#define OPENIMAPI2_IMAPI2FS_MULTISESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>
#include <oleauto.h>

#include "imapi2fs/call.h"

struct com_global;
struct multisession;

/* Keep the objects of an array with one dimension, any lower bound, and elements that are objects or variants of
 * objects.
 * out       to be released with multisession_release; NULL for an array without elements, and on failure.
 * returns   S_OK; IMAPI_E_INVALID_PARAM: another kind of array, or an element that is not an object; the QueryInterface
 *           failure of an element without IMultisession; E_OUTOFMEMORY.
 */
HRESULT multisession_create(SAFEARRAY *objects, struct multisession **out);

/* NULL is allowed in both. */
void multisession_add_ref(struct multisession *multisession);
void multisession_release(struct multisession *multisession);

/* An array of the objects as the client passed them. multisession NULL: no objects. */
HRESULT multisession_get_objects(struct multisession *multisession, SAFEARRAY **out);

/* The description of the present disc by the object in use. All numbers are blocks. */
struct multisession_facts {
    struct com_global *recorder; /* owned: multisession_facts_free */
    bool is_random_write;
    bool is_blank;  /* if true, no member below is known; never reported for random-write media */
    uint32_t mount; /* the start of the present session */
    uint32_t end;   /* after the last readable block */
    uint32_t next;  /* sequential: the start of the new session */
    uint32_t free;  /* sequential: available for the new session; random write: of the whole disc */
    uint32_t unit;  /* random write: the write unit */
};

/* Choose the object that is in use, or the first that reports to fit the disc, and query it. If its recorder lists
 * profiles, one of them must be of a recordable disc.
 * facts     zeroed on failure.
 * returns   S_OK; IMAPI_E_INCOMPATIBLE_MULTISESSION_TYPE, IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE,
 *           IMAPI_E_BAD_MULTISESSION_PARAMETER, IMAPI_E_IMPORT_MEDIA_NOT_ALLOWED; E_OUTOFMEMORY.
 */
HRESULT multisession_look(struct multisession *multisession, struct multisession_facts *facts);

void multisession_facts_free(struct multisession_facts *facts);

#endif
