/* MsftWriteEngine2: writes a stream's blocks to a drive that the caller has prepared, with WRITE commands and nothing
 * else.
 */
#ifndef OPENIMAPI2_IMAPI2_WRITE_ENGINE2_H
#define OPENIMAPI2_IMAPI2_WRITE_ENGINE2_H

#include <windows.h>

#include "base/clock.h"

/* The class's constructor. clock must live as long as the module is in use. */
HRESULT write_engine2_create(const struct base_clock *clock, REFIID iid, void **out);

#endif
