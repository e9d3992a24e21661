/* The system's own knowledge of a device and its adapter, read without asking the drive: IOCTL_STORAGE_QUERY_PROPERTY.
 */
#ifndef OPENIMAPI2_WIN32_STORAGE_PROPERTY_H
#define OPENIMAPI2_WIN32_STORAGE_PROPERTY_H

#include <windows.h>

#include "device/device_source.h"

/* STORAGE_DEVICE_DESCRIPTOR: vendor, product and revision. DRIVE_UNSUPPORTED where the system has no such descriptor,
 * or one that contains no name at all. Offsets and sizes in the descriptor are not trusted. source:
 * STORAGE_DEVICE_DESCRIPTOR documentation.
 */
enum drive_status storage_read_identity(HANDLE handle, struct drive_identity *identity, struct drive_failure *failure);

/* The descriptor as the system gives it, of the length in its Size field. DRIVE_UNSUPPORTED where the system has none,
 * or one without its fixed part; DRIVE_INVALID_RESPONSE when it is shorter than it claims. *descriptor is empty on
 * failure.
 */
enum drive_status storage_take_descriptor(HANDLE handle, enum device_descriptor_kind kind,
                                          struct device_descriptor *descriptor, struct drive_failure *failure);

/* STORAGE_ADAPTER_DESCRIPTOR: the limits of one transfer. 64 KiB and an alignment of 4 where the descriptor does not
 * say; *limits is always set. source: STORAGE_ADAPTER_DESCRIPTOR documentation.
 */
void storage_read_limits(HANDLE handle, struct scsi_limits *limits);

#endif
