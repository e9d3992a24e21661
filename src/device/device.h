/* An open device, as the system side hands it to the COM classes: the ways to the drive (transport, host), and what
 * belongs to the system alone: names, number, descriptors, exclusive access, notification.
 *
 * Strings are UTF-8 and NUL-terminated. Functions may be called from several threads at once; none holds a lock while
 * the drive works. Every function that takes a failure fills all of it and returns failure->status.
 */
#ifndef OPENIMAPI2_DEVICE_DEVICE_H
#define OPENIMAPI2_DEVICE_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drive/host.h"
#include "drive/identity.h"
#include "drive/status.h"
#include "scsi/transport.h"

enum { DEVICE_VOLUME_SIZE = 260 };

/* Called once per element, in order; `string` is borrowed for the call. Returns false to end the walk (out of memory).
 */
typedef bool (*device_visit)(void *context, const char *string);

/* What the system knows of a device, as Windows lays it out: STORAGE_ADAPTER_DESCRIPTOR, STORAGE_DEVICE_DESCRIPTOR. */
enum device_descriptor_kind { DEVICE_DESCRIPTOR_OF_ADAPTER, DEVICE_DESCRIPTOR_OF_DEVICE };

struct device_descriptor {
    uint8_t *bytes; /* owned: base_free; NULL when count is 0 */
    size_t count;   /* as many as its own Size field says */
};

struct device;

struct device_ops {
    /* Without a command to the drive. DRIVE_UNSUPPORTED where the system does not know. The slot is NULL where it never
     * does.
     */
    enum drive_status (*get_identity)(struct device *device, struct drive_identity *identity,
                                      struct drive_failure *failure);

    /* Whole, with its fixed part at least; numbers in the host's byte order. Without a command to the drive.
     * DRIVE_UNSUPPORTED where the system has none. The slot is NULL where it never has.
     */
    enum drive_status (*take_descriptor)(struct device *device, enum device_descriptor_kind kind,
                                         struct device_descriptor *descriptor, struct drive_failure *failure);

    /* N of CdRomN; virtual recorders go on counting after the real ones. */
    enum drive_status (*get_number)(struct device *device, uint32_t *number, struct drive_failure *failure);

    /* \\?\Volume{...}\ with the trailing backslash. */
    enum drive_status (*get_volume_name)(struct device *device, char name[DEVICE_VOLUME_SIZE],
                                         struct drive_failure *failure);

    /* Drive roots and mount folders, each ending in a backslash; none is DRIVE_OK. DRIVE_NO_MEMORY when a visit gave
     * up.
     */
    enum drive_status (*list_volume_paths)(struct device *device, device_visit visit, void *context,
                                           struct drive_failure *failure);

    /* Exclusive access for this device object. Not counted: acquire once, release once. The host tells the owner.
     * owner: 1 to 63 characters of the client name rule, checked by the caller.
     * force: also while a file system is mounted, which is dismounted. If that fails: DRIVE_IN_USE (mount) where the
     * host cannot keep others off a held drive (Wine), elsewhere success.
     * acquire: DRIVE_LOCKED (holder), DRIVE_IN_USE, DRIVE_ACCESS_DENIED, DRIVE_INVALID_NAME, DRIVE_GONE, DRIVE_FAILED.
     * release: DRIVE_NOT_LOCKED when this object holds nothing.
     */
    enum drive_status (*acquire_exclusive)(struct device *device, bool force, const char *owner,
                                           struct drive_failure *failure);
    enum drive_status (*release_exclusive)(struct device *device, struct drive_failure *failure);

    /* Media change notification, for this device object; not counted. A host without any says DRIVE_OK: there is
     * nothing to hold off.
     */
    enum drive_status (*disable_notification)(struct device *device, struct drive_failure *failure);
    enum drive_status (*enable_notification)(struct device *device, struct drive_failure *failure);
};

/* A member of every implementation. The transport owns the device: its close gives exclusive access and notification
 * back, closes the handles, and frees the device. So a drive that was opened over this transport ends both, and a
 * wrapped transport (a trace) may take the place of the first one.
 */
struct device {
    const struct device_ops *ops;
    struct scsi_transport *transport;
    struct drive_host *host; /* borrowed; lives as long as the device */
};

/* For a device over whose transport no drive was opened. */
static inline void device_close(struct device *device)
{
    device->transport->ops->close(device->transport);
}

#endif
