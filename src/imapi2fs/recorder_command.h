/* The few commands that read a disc through a recorder object, either ours or a client's own. */
#ifndef OPENIMAPI2_IMAPI2FS_RECORDER_COMMAND_H
#define OPENIMAPI2_IMAPI2FS_RECORDER_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>

#include "imapi2fs.h"

/* Each returns S_OK; E_IMAPI_RECORDER_MEDIA_NO_MEDIA; IMAPI_E_IMPORT_READ_FAILURE for other refusals of the drive and
 * for too few bytes; or the recorder's own failure. Unit attentions are absorbed. A drive that is becoming ready gets
 * half a minute at most.
 */

/* bytes     count blocks of 2048 bytes.
 * is_audio  out: the read failed because the blocks belong to an audio track, which has no blocks of that size.
 */
HRESULT recorder_read_blocks(IDiscRecorder2Ex *recorder, uint32_t first, uint32_t count, void *bytes, bool *is_audio);

/* The number of blocks of the disc; 0: it is blank, or the drive does not report it. */
HRESULT recorder_read_capacity(IDiscRecorder2Ex *recorder, uint32_t *blocks);

/* The start of the last session, and whether its first track is a data track. */
struct recorder_session {
    uint32_t start; /* LBA */
    bool has_data;
};
HRESULT recorder_read_last_session(IDiscRecorder2Ex *recorder, struct recorder_session *session);

#endif
