/* The port through which the core meets devices: list them, open one, and what only the system can tell or do about it.
 *
 * Strings are UTF-8 and NUL-terminated. A function of an open device may be called from several threads at once; none holds
 * a lock while the drive works, so that the owner of the lock can be asked during a slow eject.
 * Every function that takes a failure fills all of it and returns failure->status.
 */
#ifndef OPENIMAPI2_DRIVE_DEVICE_SOURCE_H
#define OPENIMAPI2_DRIVE_DEVICE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drive/status.h"
#include "scsi/transport.h"

enum { DEVICE_ID_SIZE = 1024, DEVICE_NAME_SIZE = 65, DEVICE_VOLUME_SIZE = 260 };

/* Called once per element, in order; `string` is borrowed for the call. Returns false to end the walk (out of memory). */
typedef bool (*device_visit)(void *context, const char *string);

/* What INQUIRY says of a device, as the system remembers it: trailing blanks not yet cut. */
struct device_identity {
    char vendor[DEVICE_NAME_SIZE];
    char product[DEVICE_NAME_SIZE];
    char revision[DEVICE_NAME_SIZE];
};

/* What the system knows of a device, as Windows lays it out: STORAGE_ADAPTER_DESCRIPTOR, STORAGE_DEVICE_DESCRIPTOR. */
enum device_descriptor_kind { DEVICE_DESCRIPTOR_OF_ADAPTER, DEVICE_DESCRIPTOR_OF_DEVICE };

struct device_descriptor {
    uint8_t *bytes; /* owned: base_free; NULL when count is 0 */
    size_t count;   /* as many as its own Size field says */
};

struct device;

struct device_ops {
    /* Closes handles, gives exclusive access and notification counts back, frees. */
    void (*close)(struct device *device);

    /* Borrowed; lives as long as the device. */
    struct scsi_transport *(*peek_transport)(struct device *device);

    /* Without a command to the drive. DRIVE_UNSUPPORTED where the system does not know: then ask INQUIRY. */
    enum drive_status (*get_identity)(struct device *device, struct device_identity *identity,
                                      struct drive_failure *failure);

    /* Whole, with its fixed part at least; numbers in the host's byte order. Without a command to the drive. DRIVE_UNSUPPORTED
     * where the system has none: then what is known has to do.
     */
    enum drive_status (*take_descriptor)(struct device *device, enum device_descriptor_kind kind,
                                         struct device_descriptor *descriptor, struct drive_failure *failure);

    /* N of CdRomN; virtual recorders go on counting after the real ones. */
    enum drive_status (*get_number)(struct device *device, uint32_t *number, struct drive_failure *failure);

    /* \\?\Volume{...}\ with the trailing backslash. */
    enum drive_status (*get_volume_name)(struct device *device, char name[DEVICE_VOLUME_SIZE],
                                         struct drive_failure *failure);

    /* Drive roots and mount folders, each ending in a backslash; none is DRIVE_OK. DRIVE_NO_MEMORY when a visit gave up. */
    enum drive_status (*list_volume_paths)(struct device *device, device_visit visit, void *context,
                                           struct drive_failure *failure);

    /* Exclusive access for this device object. Not counted: acquire once, release once.
     * owner: 1 to 63 characters of the client name rule, checked by the caller.
     * force: also when a file system is mounted that cannot be set aside.
     * acquire: DRIVE_LOCKED (holder), DRIVE_IN_USE, DRIVE_ACCESS_DENIED, DRIVE_INVALID_NAME, DRIVE_GONE, DRIVE_FAILED.
     * release: DRIVE_NOT_LOCKED when this object holds nothing.
     */
    enum drive_status (*acquire_exclusive)(struct device *device, bool force, const char *owner,
                                           struct drive_failure *failure);
    enum drive_status (*release_exclusive)(struct device *device, struct drive_failure *failure);

    /* "" when nobody holds it. */
    enum drive_status (*get_exclusive_owner)(struct device *device, char owner[DRIVE_HOLDER_SIZE],
                                             struct drive_failure *failure);

    /* Media change notification, for this device object; not counted. A host without any says DRIVE_OK: there is nothing to hold off. */
    enum drive_status (*disable_notification)(struct device *device, struct drive_failure *failure);
    enum drive_status (*enable_notification)(struct device *device, struct drive_failure *failure);

    /* The drive answered that removal is prevented, and this object prevents nothing: may the prevention be lifted?
     * DRIVE_OK           yes: it was the system's own for a file system, which was mounted and is not any more (Wine), or that
     *                    of an owner of exclusive access that is known to have died.
     * DRIVE_IN_USE       perhaps: ask again with is_finished, once the medium is known to be in nobody's burn. Nothing was
     *                    done.
     * DRIVE_UNSUPPORTED  no, or nobody can tell.
     * Except with DRIVE_OK, failure->mount names where the disc is mounted, where that is known.
     */
    enum drive_status (*dismount)(struct device *device, bool is_finished, struct drive_failure *failure);
};

/* First member of every implementation. */
struct device {
    const struct device_ops *ops;
};

/* ---- devices that come and go ---- */

enum device_change { DEVICE_ADDED, DEVICE_REMOVED };

/* id: as list gives it; borrowed for the call. Called on a thread of the watch; must not wait for anything. */
typedef void (*device_notice)(void *context, enum device_change change, const char *id);

/* Runs `run(context)` on a thread of its own that nobody joins; whoever asks for a watch says how, since such a thread must keep
 * this library loaded until it ends. False: there is none to be had.
 */
typedef bool (*device_start_thread)(void (*run)(void *context), void *context);

struct device_watch;

struct device_watch_ops {
    /* When it returns, notice is not running and is never called again, except that it may be closed by notice itself. Waits for
     * no thread to end.
     */
    void (*close)(struct device_watch *watch);
};

/* First member of every implementation. */
struct device_watch {
    const struct device_watch_ops *ops;
};

struct device_source;

struct device_source_ops {
    /* The devices that are there now, in the system's order. No command goes to any drive. */
    enum drive_status (*list)(struct device_source *source, device_visit visit, void *context,
                              struct drive_failure *failure);

    /* id: as list gives it, any letter case. Sends the drive nothing that can fail because somebody else holds it.
     * DRIVE_NO_SUCH_DEVICE, DRIVE_ACCESS_DENIED, DRIVE_NO_MEMORY, DRIVE_FAILED.
     */
    enum drive_status (*open)(struct device_source *source, const char *id, struct device **device,
                              struct drive_failure *failure);

    /* Call notice for each device that comes or goes from now on, once each, until the watch is closed. The watch may outlive the
     * source. DRIVE_NO_MEMORY, DRIVE_FAILED.
     */
    enum drive_status (*watch)(struct device_source *source, device_start_thread start, device_notice notice,
                               void *context, struct device_watch **watch, struct drive_failure *failure);

    void (*close)(struct device_source *source);
};

struct device_source {
    const struct device_source_ops *ops;
};

#endif
