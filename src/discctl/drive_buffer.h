/* Reads the fill of a drive's buffer. */
#ifndef OPENIMAPI2_DISCCTL_DRIVE_BUFFER_H
#define OPENIMAPI2_DISCCTL_DRIVE_BUFFER_H

#include "imapi2.h"

/* Percent, 0 to 100; -1 if the drive does not report it, or recorder is NULL. */
int drive_buffer_percent(IDiscRecorder2 *recorder);

#endif
