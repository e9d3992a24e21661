/* The drives of the system, as a device source. */
#ifndef OPENIMAPI2_WIN32_REAL_SOURCE_H
#define OPENIMAPI2_WIN32_REAL_SOURCE_H

#include <stdint.h>

#include "device/device_source.h"

/* A source of the real drives; the caller closes it (its devices may outlive it). DRIVE_OK, DRIVE_NO_MEMORY.
 * start    starts the thread that receives the messages about the removal of open drives. The thread exists while a
 *          drive is open, but never under Wine, which has no safe removal.
 */
enum drive_status win32_source_create(device_start_thread start, struct device_source **source);

/* The first CdRom number that no real drive has: one more than the highest, 0 without drives. Virtual recorders are
 * numbered from there on. Sends no command.
 */
uint32_t win32_first_free_number(void);

#endif
