/* A real drive as struct device: two handles, commands by pass-through, exclusive access by the driver or by a lock file. */
#ifndef OPENIMAPI2_WIN32_DEVICE_H
#define OPENIMAPI2_WIN32_DEVICE_H

#include "drive/device_source.h"

/* As device_source_ops.open says. */
enum drive_status win32_device_open(const char *id, struct device **device, struct drive_failure *failure);

#endif
