/* The few commands by which a disc is read through a recorder object, of ours or of a client's own. */
#ifndef OPENIMAPI2_IMAPI2FS_RECORDER_COMMAND_H
#define OPENIMAPI2_IMAPI2FS_RECORDER_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>

#include "imapi2fs.h"

/* Each returns S_OK; E_IMAPI_RECORDER_MEDIA_NO_MEDIA; IMAPI_E_IMPORT_READ_FAILURE for what the drive refuses otherwise,
 * and for fewer bytes than there have to be; or what the recorder said. Unit attentions are absorbed, and a drive that
 * becomes ready is waited for, half a minute at most.
 */

/* bytes     count blocks of 2048 bytes.
 * is_audio  out: the failure is that the blocks are of an audio track, which has none of that size.
 */
HRESULT recorder_read_blocks(IDiscRecorder2Ex *recorder, uint32_t first, uint32_t count, void *bytes, bool *is_audio);

/* Blocks of the disc; 0: it is blank, or its drive does not say. */
HRESULT recorder_read_capacity(IDiscRecorder2Ex *recorder, uint32_t *blocks);

/* Where the last session begins, and whether its first track is one of data. */
struct recorder_session {
    uint32_t start; /* LBA */
    bool has_data;
};
HRESULT recorder_read_last_session(IDiscRecorder2Ex *recorder, struct recorder_session *session);

#endif
