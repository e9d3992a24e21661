/* The system's descriptors of a drive and its adapter, or, if there are none, replacements made from the drive's
 * answers.
 */
#ifndef OPENIMAPI2_IMAPI2_STORAGE_DESCRIPTOR_H
#define OPENIMAPI2_IMAPI2_STORAGE_DESCRIPTOR_H

#include "device/device.h"
#include "drive/drive.h"

/* STORAGE_ADAPTER_DESCRIPTOR or STORAGE_DEVICE_DESCRIPTOR, with the number of bytes in its Size field: the system's,
 * or, if it has none (Wine, virtual recorders), one made from the drive's identity and limits, with an unknown bus. No
 * command is sent.
 * device  the device of the drive.
 */
enum drive_status storage_descriptor_take(struct device *device, struct drive *drive, enum device_descriptor_kind kind,
                                          struct drive_bytes *descriptor, struct drive_failure *failure);

#endif
