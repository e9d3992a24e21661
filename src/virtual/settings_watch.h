/* Watches virtual recorders being added and removed. */
#ifndef OPENIMAPI2_VIRTUAL_SETTINGS_WATCH_H
#define OPENIMAPI2_VIRTUAL_SETTINGS_WATCH_H

#include "os/device_watcher.h"

/* The function of the watching thread: waits for the registry's notifications on those of the keys that exist. It also
 * looks every second while a recorder exists whose faults may unplug it, which the registry does not report, or while
 * the system refuses to notify.
 */
void virtual_settings_watch(struct device_watcher *watcher);

#endif
