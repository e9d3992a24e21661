/* What the system knows of a drive and its adapter; where it knows nothing, what the drive's own answers give. */
#ifndef OPENIMAPI2_IMAPI2_STORAGE_DESCRIPTOR_H
#define OPENIMAPI2_IMAPI2_STORAGE_DESCRIPTOR_H

#include "device/device.h"
#include "drive/drive.h"

/* STORAGE_ADAPTER_DESCRIPTOR or STORAGE_DEVICE_DESCRIPTOR, as many bytes as its Size field says: the system's, or,
 * where it has none (Wine, virtual recorders), one that is made from the drive's identity and limits, with an unknown
 * bus. No command is sent.
 * device    of the drive.
 */
enum drive_status storage_descriptor_take(struct device *device, struct drive *drive, enum device_descriptor_kind kind,
                                          struct drive_bytes *descriptor, struct drive_failure *failure);

#endif
