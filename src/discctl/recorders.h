/* The recorders of this system, through IDiscMaster2 and IDiscRecorder2. */
#ifndef OPENIMAPI2_DISCCTL_RECORDERS_H
#define OPENIMAPI2_DISCCTL_RECORDERS_H

#include <stdbool.h>

#include "imapi2.h"

#include "discctl/failure.h"

/* An object of one of IMAPI2's classes; `own` is that class of OpenIMAPI2 under its own CLSID. *object is NULL on
 * failure.
 */
HRESULT recorders_create(const CLSID *own, const CLSID *microsofts, const IID *iid, void **object);

/* The object that lists them; IDiscMaster2_Release(). Returns false and sets failure when IMAPI2 is not there. */
bool recorders_master(IDiscMaster2 **master, struct failure *failure);

/* The IDs, in the order of IDiscMaster2. */
struct recorder_list {
    long count;
    BSTR *ids;
};

/* Returns false and sets failure when IMAPI2 is not there or refuses. recorders_free(). */
bool recorders_list(struct recorder_list *list, struct failure *failure);
void recorders_free(struct recorder_list *list);

/* A recorder object that is initialised with the ID; IDiscRecorder2_Release(). */
bool recorder_open(BSTR id, IDiscRecorder2 **recorder, struct failure *failure);

/* The recorder that DRIVE means: an index, an ID, a drive letter, a virtual recorder's name. */
bool recorder_find(const char *drive, IDiscRecorder2 **recorder, struct failure *failure);

/* The name of a virtual recorder, from its ID; NULL when it is a real one. memory_free(). */
char *recorder_virtual_name(const wchar_t *id);

/* Right after a call: take its failure, if it is one. True, after a moment of sleep, when the call is to be made again:
 * the drive is becoming ready (E_IMAPI_RECORDER_MEDIA_BECOMING_READY), and this process has not waited for 60 s in all.
 */
bool recorder_wait_if_becoming_ready(HRESULT hresult, struct failure *failure);

#endif
