/* One virtual recorder, opened: a device whose transport is the simulated drive. */
#ifndef OPENIMAPI2_VIRTUAL_VIRTUAL_DEVICE_H
#define OPENIMAPI2_VIRTUAL_VIRTUAL_DEVICE_H

#include "device/device_source.h"
#include "virtual/settings.h"
#include "virtual/virtual_source.h"

/* Has a fault unplugged this recorder, and not been cleared yet? Reads the state; sends no command. */
bool virtual_device_is_gone(const struct virtual_values *settings);

/* name: the name of a configured recorder. first_number, context: as for virtual_source_create.
 * DRIVE_NO_SUCH_DEVICE (not configured, or gone), DRIVE_ACCESS_DENIED, DRIVE_NO_MEMORY, DRIVE_FAILED.
 */
enum drive_status virtual_device_open(const wchar_t *name, virtual_first_number first_number, void *context,
                                      struct device **device, struct drive_failure *failure);

#endif
