/* One call of a method of any class: the attempt, the failure that occurs, and the final HRESULT and error object. */
#ifndef OPENIMAPI2_IMAPI2_CALL_H
#define OPENIMAPI2_IMAPI2_CALL_H

#include <windows.h>

#include "drive/status.h"

struct drive_identity;

/* The codes that a method may return on failure, according to its documentation. */
enum imapi_call_kind {
    IMAPI_CALL_CACHED, /* only E_FAIL and E_OUTOFMEMORY: getters of facts that are known without the drive */
    IMAPI_CALL_QUERY,  /* any code of the drive; there is always a result to fill */
    IMAPI_CALL_ACTION, /* likewise, but a sense that is no failure is success */
};

struct imapi_call {
    const WCHAR *prog_id; /* of the class: the source of its errors */
    const IID *iid;       /* the interface that was called */
    const char *attempt;  /* "Ejecting the disc": the beginning of a sentence */
    enum imapi_call_kind kind;
    struct drive_failure failure;          /* filled by functions of the drive; unset until one has failed */
    const struct drive_identity *identity; /* of the drive, for the text; NULL: no drive yet */
    const char *id;                        /* UTF-8, the recorder's identifier; NULL: unknown */
};

/* Begin a call: clear the thread's error object. No drive is known yet. The strings must live as long as the call. */
void imapi_call_begin(struct imapi_call *call, const WCHAR *prog_id, REFIID iid, const char *attempt,
                      enum imapi_call_kind kind);

/* The result, by its kind, of a call whose `failure` is filled; sets an error object unless the result is a success. */
HRESULT imapi_call_failed(const struct imapi_call *call);

/* The result of a call without a failure of a drive: hr; sets an error object if hr is a failure. */
HRESULT imapi_call_done(const struct imapi_call *call, HRESULT hr);

/* The result of a call that knows more than its `failure`, which is filled or has the status DRIVE_OK: hr; sets an
 * error object if hr is a failure. reason: whole sentences about it; NULL: none.
 */
HRESULT imapi_call_told(const struct imapi_call *call, HRESULT hr, const char *reason);

#endif
