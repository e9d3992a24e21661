/* How full the buffer of a drive is. */
#ifndef OPENIMAPI2_DISCCTL_DRIVE_BUFFER_H
#define OPENIMAPI2_DISCCTL_DRIVE_BUFFER_H

#include "imapi2.h"

/* Percent, 0 to 100; -1 where the drive does not say. recorder: NULL does not say. */
int drive_buffer_percent(IDiscRecorder2 *recorder);

#endif
