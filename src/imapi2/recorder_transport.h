/* A transport over IDiscRecorder2Ex: the only way in which a writer reaches its drive, whether the recorder is ours or
 * a client's own object.
 */
#ifndef OPENIMAPI2_IMAPI2_RECORDER_TRANSPORT_H
#define OPENIMAPI2_IMAPI2_RECORDER_TRANSPORT_H

#include <windows.h>

#include "imapi2.h"
#include "scsi/transport.h"

/* Queries the recorder's limits. recorder: as a pointer that is valid in the calling thread's apartment; held until the
 * transport is closed. A caller that executes commands on another thread must make sure that the recorder may be called
 * there (com_is_agile). *out is NULL on failure: E_OUTOFMEMORY, or the recorder's HRESULT.
 */
HRESULT recorder_transport_create(IDiscRecorder2Ex *recorder, struct scsi_transport **out);

#endif
