/* A real drive as struct device: two handles, commands by pass-through, exclusive access by the driver or by a lock file. */
#ifndef OPENIMAPI2_WIN32_DEVICE_H
#define OPENIMAPI2_WIN32_DEVICE_H

#include "drive/device_source.h"
#include "win32/removal.h"

/* As device_source_ops.open says.
 * removal    asks the device to let go when the drive is to be removed safely: its handles are closed then, unless they are in use, and
 *            opened again by whoever uses the device next. NULL: nobody asks.
 */
enum drive_status win32_device_open(const char *id, struct removal *removal, struct device **device,
                                    struct drive_failure *failure);

#endif
