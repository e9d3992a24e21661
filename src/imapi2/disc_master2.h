/* MsftDiscMaster2: the list of recorders. */
#ifndef OPENIMAPI2_IMAPI2_DISC_MASTER2_H
#define OPENIMAPI2_IMAPI2_DISC_MASTER2_H

#include <windows.h>

#include "base/clock.h"
#include "device/device_source.h"

/* The class's constructor. devices and clock must live as long as the module is in use. */
HRESULT master_create(struct device_source *devices, const struct base_clock *clock, REFIID iid, void **out);

#endif
