/* Watches arrivals and removals of real drives. */
#ifndef OPENIMAPI2_WIN32_ARRIVAL_H
#define OPENIMAPI2_WIN32_ARRIVAL_H

#include "os/device_watcher.h"

/* The function of the watching thread. On Windows it waits for the system's notifications of device interfaces, in a
 * hidden window (top-level, since they do not reach message-only windows); under Wine, which has no such interfaces, it
 * looks at the drive letters every two seconds.
 */
void arrival_watch(struct device_watcher *watcher);

#endif
