/* One call of a method of a recorder object, on either interface: a call that holds the recorder's session. */
#ifndef OPENIMAPI2_IMAPI2_RECORDER_CALL_H
#define OPENIMAPI2_IMAPI2_RECORDER_CALL_H

#include "imapi2/call.h"
#include "imapi2/disc_recorder2.h"
#include "imapi2/recorder_session.h"

struct recorder_call {
    struct imapi_call base;
    struct recorder_session *session; /* from begin to failed or done */
};

/* Begin a call that needs no session: of InitializeDiscRecorder, or to report an invalid argument. */
void recorder_call_begin_alone(struct imapi_call *call, REFIID iid, const char *attempt);

/* Begin a call with the recorder's session. Fails, with an error object, if the recorder is not initialized; the call
 * is then over.
 */
HRESULT recorder_call_begin(struct recorder_call *call, struct recorder *recorder, REFIID iid, const char *attempt,
                            enum imapi_call_kind kind);

/* End a call whose failure is filled. */
HRESULT recorder_call_failed(struct recorder_call *call);

/* End a call that the drive has answered; hr is the result of converting the answer for the caller. */
HRESULT recorder_call_done(struct recorder_call *call, HRESULT hr);

#endif
