/* Arrivals and removals as differences between two lists: whoever watches needs only to notice that something may have
 * changed.
 *
 * A watcher has a list of what is there, and a thread on which the kind's own function waits for hints and lets it
 * compare.
 */
#ifndef OPENIMAPI2_OS_DEVICE_WATCHER_H
#define OPENIMAPI2_OS_DEVICE_WATCHER_H

#include <stdbool.h>
#include <windows.h>

#include "device/device_source.h"

struct device_watcher;

/* What is there now, as device_source_ops.list says. It depends on nothing that may go before the thread does. */
typedef enum drive_status (*device_watcher_list)(device_visit visit, void *context, struct drive_failure *failure);

/* The thread: sets up what wakes it, compares at once (so that nothing is missed between the first list and now), then
 * whenever it is woken; returns when the event of device_watcher_peek_stop is set.
 */
typedef void (*device_watcher_run)(struct device_watcher *watcher);

/* As device_source_ops.watch says. The first list is taken before it returns. */
enum drive_status device_watcher_start(device_watcher_list list, device_watcher_run run, device_start_thread start,
                                       device_notice notice, void *context, struct device_watch **watch,
                                       struct drive_failure *failure);

/* These are for the thread alone. */

/* Borrowed; a manual-reset event. */
HANDLE device_watcher_peek_stop(struct device_watcher *watcher);

/* List again; tell what went, then what came. False: there is no list to be had now, ask again later. */
bool device_watcher_compare(struct device_watcher *watcher);

/* This one has gone for sure, even if one of the same ID is there again. Letter case does not matter; one that was not
 * there does not either.
 */
void device_watcher_remove(struct device_watcher *watcher, const char *id);

#endif
