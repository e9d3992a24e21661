/* Implements fs_device, the interface through which the portable core reads a disc, for the disc in a recorder. */
#ifndef OPENIMAPI2_IMAPI2FS_RECORDER_DEVICE_H
#define OPENIMAPI2_IMAPI2FS_RECORDER_DEVICE_H

#include <stdbool.h>
#include <windows.h>

#include "fs/device.h"
#include "imapi2fs/image_state.h"

struct com_global;

/* Creates a device whose failure numbers are HRESULTs. Every thread that is in an apartment may read it.
 * recorder   held until the last release.
 * out        with one reference; NULL on failure, which is E_OUTOFMEMORY.
 */
HRESULT recorder_device_create(struct com_global *recorder, uint32_t block_count, struct fs_device **out);

/* Declare that this thread is changing the image: until the next call of this function, the thread's reads release the
 * image's lock while the recorder is called. NULL: no change is in progress, or it is paused.
 */
void recorder_device_set_change(struct fs_device *device, struct image_state *state);

/* The first block of the last failed command of any thread. 0: no failure. */
uint32_t recorder_device_failed_block(struct fs_device *device);

/* Whether a read failed for another reason than blocks of an audio track. */
bool recorder_device_has_failed(struct fs_device *device);

#endif
