/* A real drive as struct device: one handle, commands by pass-through, exclusive access by the driver or by a lock
 * file.
 */
#ifndef OPENIMAPI2_WIN32_DEVICE_H
#define OPENIMAPI2_WIN32_DEVICE_H

#include "device/device_source.h"
#include "win32/removal.h"

/* As device_source_ops.open.
 * removal    tells the device when its drive is to be removed safely: it then closes its handle, unless the handle is
 *            in use or holds a resource. When the drive is unplugged, the handle is closed in any case. The next use
 *            opens it again. NULL: no messages.
 */
enum drive_status win32_device_open(const char *id, struct removal *removal, struct device **device,
                                    struct drive_failure *failure);

#endif
