/* MultisessionInterfaces: the objects that say how a disc is added to, and the one of them that is used. */
#ifndef OPENIMAPI2_IMAPI2FS_MULTISESSION_H
#define OPENIMAPI2_IMAPI2FS_MULTISESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>
#include <oleauto.h>

#include "imapi2fs/call.h"

struct com_global;
struct multisession;

/* Keep the objects of an array: one dimension from any index on, elements objects or variants of objects.
 * out       multisession_release; NULL for an array without elements, and on failure.
 * returns   S_OK; IMAPI_E_INVALID_PARAM: another array, or an element that is no object; what the QueryInterface of an
 *           element without IMultisession says; E_OUTOFMEMORY.
 */
HRESULT multisession_create(SAFEARRAY *objects, struct multisession **out);

/* NULL is allowed, in both. */
void multisession_add_ref(struct multisession *multisession);
void multisession_release(struct multisession *multisession);

/* The same objects as they were given. NULL: none. */
HRESULT multisession_get_objects(struct multisession *multisession, SAFEARRAY **out);

/* What the object that is used says of the disc that is in now. All numbers are blocks. */
struct multisession_facts {
    struct com_global *recorder; /* owned: multisession_facts_free */
    bool is_random_write;
    bool is_blank;  /* and nothing below is known; of random-write media nobody says so */
    uint32_t mount; /* where the session begins that is the present one */
    uint32_t end;   /* behind the last block that can be read */
    uint32_t next;  /* sequential: where the new session begins */
    uint32_t free;  /* sequential: for the new session; random write: of the whole disc */
    uint32_t unit;  /* random write: of what is written at once */
};

/* Choose the object that is in use, or the first that says that it fits the disc, and ask it. Its recorder has to
 * have a disc of a kind that can be recorded, as far as it says.
 * facts     zeroed on failure.
 * returns   S_OK; IMAPI_E_INCOMPATIBLE_MULTISESSION_TYPE, IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE,
 *           IMAPI_E_BAD_MULTISESSION_PARAMETER, IMAPI_E_IMPORT_MEDIA_NOT_ALLOWED; E_OUTOFMEMORY.
 */
HRESULT multisession_look(struct multisession *multisession, struct multisession_facts *facts);

void multisession_facts_free(struct multisession_facts *facts);

#endif
