/* Where the devices of this process come from: the system's drives, then the virtual recorders. */
#ifndef OPENIMAPI2_DLL_IMAPI2_DEVICES_H
#define OPENIMAPI2_DLL_IMAPI2_DEVICES_H

#include <windows.h>

#include "base/clock.h"
#include "device/device_source.h"

/* The environment of this module's description: its classes are created from it. */
struct imapi2_environment {
    struct device_source *devices;
    const struct base_clock *clock;
};

/* The environment of the process; created when first needed, borrowed, valid as long as the module is in use (the
 * caller counts in it). *environment is NULL on failure, E_OUTOFMEMORY.
 */
HRESULT devices_get(const struct imapi2_environment **environment);

#endif
