/* Reports arrivals and removals of devices by comparing two lists: a kind of device only has to notice that something
 * may have changed.
 *
 * A watcher keeps the list of devices that are present, and a thread. On the thread a function of the kind of device
 * waits for hints and calls the comparison.
 */
#ifndef OPENIMAPI2_OS_DEVICE_WATCHER_H
#define OPENIMAPI2_OS_DEVICE_WATCHER_H

#include <stdbool.h>
#include <windows.h>

#include "device/device_source.h"

struct device_watcher;

/* Lists the devices that are present now, as device_source_ops.list. It uses nothing that may be freed before the
 * thread ends.
 */
typedef enum drive_status (*device_watcher_list)(device_visit visit, void *context, struct drive_failure *failure);

/* The thread's function: sets up the objects that wake it, compares at once (so that no change since the first list is
 * missed) and again each time it is woken; returns when the event of device_watcher_peek_stop is set.
 */
typedef void (*device_watcher_run)(struct device_watcher *watcher);

/* As device_source_ops.watch. The first list is taken before the function returns. */
enum drive_status device_watcher_start(device_watcher_list list, device_watcher_run run, device_start_thread start,
                                       device_notice notice, void *context, struct device_watch **watch,
                                       struct drive_failure *failure);

/* The functions below are for that thread alone. */

/* Borrowed; a manual-reset event. */
HANDLE device_watcher_peek_stop(struct device_watcher *watcher);

/* Lists the devices again and reports first the removals, then the arrivals. False: listing failed; try again later. */
bool device_watcher_compare(struct device_watcher *watcher);

/* This device has certainly gone, even if a device of the same ID is present again. Letter case does not matter; an ID
 * that was not in the list is ignored.
 */
void device_watcher_remove(struct device_watcher *watcher, const char *id);

#endif
