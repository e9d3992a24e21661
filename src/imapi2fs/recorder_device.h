/* The disc in a recorder as the port through which the portable core reads it. */
#ifndef OPENIMAPI2_IMAPI2FS_RECORDER_DEVICE_H
#define OPENIMAPI2_IMAPI2FS_RECORDER_DEVICE_H

#include <stdbool.h>
#include <windows.h>

#include "fs/device.h"
#include "imapi2fs/image_state.h"

struct com_global;

/* A device whose numbers of failures are HRESULTs. It may be read by every thread that is in an apartment.
 * recorder   kept, until the last release.
 * out        held once; NULL on failure, which is E_OUTOFMEMORY.
 */
HRESULT recorder_device_create(struct com_global *recorder, uint32_t block_count, struct fs_device **out);

/* Until the next call, reads of this thread leave the lock of the image while the recorder is called: the thread is
 * within a change of it. NULL: it is not, or has paused the change.
 */
void recorder_device_set_change(struct fs_device *device, struct image_state *state);

/* Where the last failure of any thread was: the first block that the command asked for. 0: there was none. */
uint32_t recorder_device_failed_block(struct fs_device *device);

/* Did a read fail otherwise than by blocks that are of an audio track? */
bool recorder_device_has_failed(struct fs_device *device);

#endif
