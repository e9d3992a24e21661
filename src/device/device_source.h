/* The interface through which the COM classes reach devices: list them, open one, and be notified when devices come and
 * go.
 *
 * Every function that takes a failure fills it completely and returns failure->status.
 */
#ifndef OPENIMAPI2_DEVICE_DEVICE_SOURCE_H
#define OPENIMAPI2_DEVICE_DEVICE_SOURCE_H

#include <stdbool.h>

#include "device/device.h"

enum { DEVICE_ID_SIZE = 1024 };

/* ---- devices that come and go ---- */

enum device_change { DEVICE_ADDED, DEVICE_REMOVED };

/* id: as list returns it; borrowed for the call. Called on a thread of the watch; must not wait for anything. */
typedef void (*device_notice)(void *context, enum device_change change, const char *id);

/* Runs `run(context)` on a new thread that is never joined. The caller of watch supplies this function, since such a
 * thread must keep the caller's library loaded until it ends. False: no thread could be started.
 */
typedef bool (*device_start_thread)(void (*run)(void *context), void *context);

struct device_watch;

struct device_watch_ops {
    /* When close returns, notice is not running and is never called again; exception: notice itself may call close.
     * Does not wait for any thread to end.
     */
    void (*close)(struct device_watch *watch);
};

/* First member of every implementation. */
struct device_watch {
    const struct device_watch_ops *ops;
};

struct device_source;

struct device_source_ops {
    /* The devices that are present now, in the system's order. Sends no command to any drive. */
    enum drive_status (*list)(struct device_source *source, device_visit visit, void *context,
                              struct drive_failure *failure);

    /* id: as list returns it, in any letter case. Sends the drive no command that can fail because another program
     * holds it.
     * DRIVE_NO_SUCH_DEVICE, DRIVE_ACCESS_DENIED, DRIVE_NO_MEMORY, DRIVE_FAILED.
     */
    enum drive_status (*open)(struct device_source *source, const char *id, struct device **device,
                              struct drive_failure *failure);

    /* Call notice once for each device that comes or goes from now on, until the watch is closed. The watch may outlive
     * the source. DRIVE_NO_MEMORY, DRIVE_FAILED.
     */
    enum drive_status (*watch)(struct device_source *source, device_start_thread start, device_notice notice,
                               void *context, struct device_watch **watch, struct drive_failure *failure);

    void (*close)(struct device_source *source);
};

struct device_source {
    const struct device_source_ops *ops;
};

#endif
