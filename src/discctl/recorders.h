/* The recorders of this system, through IDiscMaster2 and IDiscRecorder2. */
#ifndef OPENIMAPI2_DISCCTL_RECORDERS_H
#define OPENIMAPI2_DISCCTL_RECORDERS_H

#include <stdbool.h>

#include "imapi2.h"

#include "discctl/failure.h"

/* Create an object of an IMAPI2 class, which has OpenIMAPI2's CLSID `own` and Microsoft's CLSID `microsofts`. *object
 * is NULL on failure.
 */
HRESULT recorders_create(const CLSID *own, const CLSID *microsofts, const IID *iid, void **object);

/* The object that lists the recorders; IDiscMaster2_Release(). Returns false and sets failure if IMAPI2 is not
 * available.
 */
bool recorders_master(IDiscMaster2 **master, struct failure *failure);

/* The IDs, in the order of IDiscMaster2. */
struct recorder_list {
    long count;
    BSTR *ids;
};

/* Returns false and sets failure if IMAPI2 is not available or refuses. recorders_free(). */
bool recorders_list(struct recorder_list *list, struct failure *failure);
void recorders_free(struct recorder_list *list);

/* A recorder object, initialised with the ID; IDiscRecorder2_Release(). */
bool recorder_open(BSTR id, IDiscRecorder2 **recorder, struct failure *failure);

/* The recorder that DRIVE names by an index, an ID, a drive letter or a virtual recorder's name. */
bool recorder_find(const char *drive, IDiscRecorder2 **recorder, struct failure *failure);

/* The name of a virtual recorder, taken from its ID; NULL for a real recorder. memory_free(). */
char *recorder_virtual_name(const wchar_t *id);

/* Call it right after a call to a recorder: it takes that call's failure, if there is one. True, after a short sleep:
 * repeat the call, since the drive is becoming ready (E_IMAPI_RECORDER_MEDIA_BECOMING_READY) and this process has not
 * yet waited 60 s in all.
 */
bool recorder_wait_if_becoming_ready(HRESULT hresult, struct failure *failure);

#endif
