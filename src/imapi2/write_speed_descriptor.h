/* MsftWriteSpeedDescriptor: one write speed of a drive and a medium, as a value. */
#ifndef OPENIMAPI2_IMAPI2_WRITE_SPEED_DESCRIPTOR_H
#define OPENIMAPI2_IMAPI2_WRITE_SPEED_DESCRIPTOR_H

#include <stdbool.h>
#include <windows.h>

#include "imapi2.h"

/* Creates an agile object. The class's constructor passes IMAPI_MEDIA_TYPE_UNKNOWN, false, 0. */
HRESULT write_speed_descriptor_create(IMAPI_MEDIA_PHYSICAL_TYPE media_type, bool is_pure_cav, LONG sectors_per_second,
                                      REFIID iid, void **out);

#endif
