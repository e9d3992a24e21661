/* Virtual recorders that come and go. */
#ifndef OPENIMAPI2_VIRTUAL_SETTINGS_WATCH_H
#define OPENIMAPI2_VIRTUAL_SETTINGS_WATCH_H

#include "os/device_watcher.h"

/* The thread that watches them: by the registry's own notifications, for whichever of the keys exist. While a recorder
 * is there whose faults may unplug it, which the registry does not tell, or the system refuses to notify, it looks
 * every second as well.
 */
void virtual_settings_watch(struct device_watcher *watcher);

#endif
