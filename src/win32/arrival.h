/* Real drives that come and go. */
#ifndef OPENIMAPI2_WIN32_ARRIVAL_H
#define OPENIMAPI2_WIN32_ARRIVAL_H

#include "os/device_watcher.h"

/* The thread that watches them: by the system's notifications of device interfaces, for which it has a hidden window
 * (top-level: they do not reach message-only ones); on Wine, which has no such interfaces, by looking at the drive
 * letters every two seconds.
 */
void arrival_watch(struct device_watcher *watcher);

#endif
