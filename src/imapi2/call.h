/* One call of a method of any class: what is tried, the failure that is met, and the HRESULT and error object at its
 * end.
 */
#ifndef OPENIMAPI2_IMAPI2_CALL_H
#define OPENIMAPI2_IMAPI2_CALL_H

#include <windows.h>

#include "drive/status.h"

struct drive_identity;

/* The codes that a method may return when it fails, by its documentation. */
enum imapi_call_kind {
    IMAPI_CALL_CACHED, /* E_FAIL and E_OUTOFMEMORY alone: getters of facts that are known without the drive */
    IMAPI_CALL_QUERY,  /* any code of the drive; there is always a result to fill */
    IMAPI_CALL_ACTION, /* likewise; a sense that is no failure is success */
};

struct imapi_call {
    const WCHAR *prog_id; /* of the class: the source of its errors */
    const IID *iid;       /* the interface that was called */
    const char *attempt;  /* "Ejecting the disc": the beginning of a sentence */
    enum imapi_call_kind kind;
    struct drive_failure failure;          /* for the functions of the drive; unset until one of them has failed */
    const struct drive_identity *identity; /* of the drive, for the text; NULL: there is none yet */
    const char *id;                        /* UTF-8, the recorder's identifier; NULL: unknown */
};

/* Begin a call: the thread's error object goes. No drive is known. The strings live as long as the call. */
void imapi_call_begin(struct imapi_call *call, const WCHAR *prog_id, REFIID iid, const char *attempt,
                      enum imapi_call_kind kind);

/* The result of a call whose `failure` is filled, by its kind; an error object is left behind unless that is a success.
 */
HRESULT imapi_call_failed(const struct imapi_call *call);

/* The result of a call that met no failure of a drive: hr; an error object is left behind where hr is a failure. */
HRESULT imapi_call_done(const struct imapi_call *call, HRESULT hr);

/* The result of a call that knows more than its `failure`, which is filled, or its status DRIVE_OK: hr; an error object
 * is left behind where hr is a failure. reason: whole sentences about it; NULL: none.
 */
HRESULT imapi_call_told(const struct imapi_call *call, HRESULT hr, const char *reason);

#endif
