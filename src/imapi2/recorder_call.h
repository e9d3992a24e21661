/* One call of a method of a recorder object, from its state check to its result, on either interface. */
#ifndef OPENIMAPI2_IMAPI2_RECORDER_CALL_H
#define OPENIMAPI2_IMAPI2_RECORDER_CALL_H

#include "imapi2/disc_recorder2.h"
#include "imapi2/recorder_session.h"

/* What a method may return when it fails, by its documentation. */
enum recorder_call_kind {
    RECORDER_CALL_CACHED, /* E_FAIL and E_OUTOFMEMORY alone: getters of what is known without the drive */
    RECORDER_CALL_QUERY,  /* any code of the drive; there is always a result to fill */
    RECORDER_CALL_ACTION, /* likewise; a sense that is no failure is success */
};

struct recorder_call {
    const IID *iid; /* the interface that was called */
    const char *attempt;
    enum recorder_call_kind kind;
    struct recorder_session *session; /* from begin to failed or done */
    struct drive_failure failure;     /* for the functions of the drive */
};

/* The thread's error object goes, and the session is taken. Fails, with an error object, on a recorder that was not initialized;
 * the call is over then.
 * attempt   "Ejecting the disc": the beginning of a sentence; lives as long as the call.
 */
HRESULT recorder_call_begin(struct recorder_call *call, struct recorder *recorder, REFIID iid, const char *attempt,
                            enum recorder_call_kind kind);

/* The end of a call whose failure is filled. */
HRESULT recorder_call_failed(struct recorder_call *call);

/* The end of a call that the drive has answered; hr is the marshalling's. */
HRESULT recorder_call_done(struct recorder_call *call, HRESULT hr);

/* Leave an error object behind; returns hr. failure, session, id: NULL where there is none (failure_text.h). */
HRESULT recorder_report(HRESULT hr, REFIID iid, const char *attempt, const struct drive_failure *failure,
                        const struct recorder_session *session, const char *id);

#endif
