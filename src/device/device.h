/* An open device, as the system side hands it to the COM classes: the ways to the drive (transport, host), and the
 * parts that belong to the system alone: names, number, descriptors, exclusive access, notification.
 *
 * Strings are UTF-8 and NUL-terminated. Functions may be called from several threads at once; none holds a lock while
 * the drive works. Every function that takes a failure fills it completely and returns failure->status.
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

/* Called once per element, in order; `string` is borrowed for the call. Return false to end the walk (out of memory).
 */
typedef bool (*device_visit)(void *context, const char *string);

/* The descriptors that the system keeps of a device, laid out as on Windows: STORAGE_ADAPTER_DESCRIPTOR,
 * STORAGE_DEVICE_DESCRIPTOR.
 */
enum device_descriptor_kind { DEVICE_DESCRIPTOR_OF_ADAPTER, DEVICE_DESCRIPTOR_OF_DEVICE };

struct device_descriptor {
    uint8_t *bytes; /* owned: base_free; NULL when count is 0 */
    size_t count;   /* equal to the descriptor's own Size field */
};

struct device;

struct device_ops {
    /* Sends no command to the drive. DRIVE_UNSUPPORTED if the system does not know the identity. The slot is NULL if
     * the system never knows it.
     */
    enum drive_status (*get_identity)(struct device *device, struct drive_identity *identity,
                                      struct drive_failure *failure);

    /* The complete descriptor, with at least its fixed part; numbers are in the host's byte order. Sends no command to
     * the drive. DRIVE_UNSUPPORTED if the system has none. The slot is NULL if the system never has one.
     */
    enum drive_status (*take_descriptor)(struct device *device, enum device_descriptor_kind kind,
                                         struct device_descriptor *descriptor, struct drive_failure *failure);

    /* N of CdRomN; virtual recorders continue the numbers after the real drives. */
    enum drive_status (*get_number)(struct device *device, uint32_t *number, struct drive_failure *failure);

    /* \\?\Volume{...}\ with the trailing backslash. */
    enum drive_status (*get_volume_name)(struct device *device, char name[DEVICE_VOLUME_SIZE],
                                         struct drive_failure *failure);

    /* Drive roots and mount folders, each ending in a backslash; none is DRIVE_OK. DRIVE_NO_MEMORY if visit
     * returned false.
     */
    enum drive_status (*list_volume_paths)(struct device *device, device_visit visit, void *context,
                                           struct drive_failure *failure);

    /* Exclusive access for this device object. Not counted: acquire once, release once. The host reports the owner.
     * owner: 1 to 63 characters of the client name rule, checked by the caller.
     * force: also while a file system is mounted, which is then dismounted. If that fails: DRIVE_IN_USE (mount) where
     * the host cannot keep others off a held drive (Wine), elsewhere success.
     * acquire: DRIVE_LOCKED (holder), DRIVE_IN_USE, DRIVE_ACCESS_DENIED, DRIVE_INVALID_NAME, DRIVE_GONE, DRIVE_FAILED.
     * release: DRIVE_NOT_LOCKED when this object holds nothing.
     */
    enum drive_status (*acquire_exclusive)(struct device *device, bool force, const char *owner,
                                           struct drive_failure *failure);
    enum drive_status (*release_exclusive)(struct device *device, struct drive_failure *failure);

    /* Media change notification, for this device object; not counted. A host without notifications returns DRIVE_OK:
     * there is nothing to disable.
     */
    enum drive_status (*disable_notification)(struct device *device, struct drive_failure *failure);
    enum drive_status (*enable_notification)(struct device *device, struct drive_failure *failure);
};

/* A member of every implementation. The transport owns the device: closing the transport ends exclusive access, enables
 * notification again, closes the handles, and frees the device. So closing a drive that was opened over this transport
 * does all of that, and a wrapping transport (a trace) may replace the original one.
 */
struct device {
    const struct device_ops *ops;
    struct scsi_transport *transport;
    struct drive_host *host; /* borrowed; lives as long as the device */
};

/* For a device without a drive opened over its transport. */
static inline void device_close(struct device *device)
{
    device->transport->ops->close(device->transport);
}

#endif
