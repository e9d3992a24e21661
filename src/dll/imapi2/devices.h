/* Where the devices of this process come from: the system's drives, then the virtual recorders. */
#ifndef OPENIMAPI2_DLL_IMAPI2_DEVICES_H
#define OPENIMAPI2_DLL_IMAPI2_DEVICES_H

#include <windows.h>

#include "base/clock.h"
#include "device/device_source.h"

/* What the classes of this module are made from: the environment of its description. */
struct imapi2_environment {
    struct device_source *devices;
    const struct base_clock *clock;
};

/* The process's; made at the first need, borrowed, and there as long as the module is in use (the caller counts in it).
 * *environment is NULL on failure, E_OUTOFMEMORY.
 */
HRESULT devices_get(const struct imapi2_environment **environment);

#endif
