/* MsftWriteEngine2: WRITEs of a stream's blocks to a drive that somebody else has prepared, and nothing else. */
#ifndef OPENIMAPI2_IMAPI2_WRITE_ENGINE2_H
#define OPENIMAPI2_IMAPI2_WRITE_ENGINE2_H

#include <windows.h>

#include "base/clock.h"

/* The class's constructor. clock lives as long as the module is in use. */
HRESULT write_engine2_create(const struct base_clock *clock, REFIID iid, void **out);

#endif
