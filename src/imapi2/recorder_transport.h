/* A transport over IDiscRecorder2Ex: the one way in which a writer reaches its drive, be the recorder one of ours or
 * an object of the client's own.
 */
#ifndef OPENIMAPI2_IMAPI2_RECORDER_TRANSPORT_H
#define OPENIMAPI2_IMAPI2_RECORDER_TRANSPORT_H

#include <windows.h>

#include "imapi2.h"
#include "scsi/transport.h"

/* Limits are asked for here. recorder: as the calling thread may use it; held until the transport is closed. Whoever
 * executes commands on another thread knows that the recorder may be called there (com_is_agile). *out is NULL on
 * failure: E_OUTOFMEMORY, or what the recorder said.
 */
HRESULT recorder_transport_create(IDiscRecorder2Ex *recorder, struct scsi_transport **out);

#endif
