/* Where the devices of this process come from: the system's drives, then the virtual recorders. */
#ifndef OPENIMAPI2_DLL_DEVICES_H
#define OPENIMAPI2_DLL_DEVICES_H

#include <windows.h>

#include "base/clock.h"
#include "drive/device_source.h"

/* The device source and the clock of the process; made at the first need, borrowed, and there as long as the module is in use
 * (the caller counts in it). E_OUTOFMEMORY.
 */
HRESULT devices_get(struct device_source **devices, const struct base_clock **clock);

#endif
