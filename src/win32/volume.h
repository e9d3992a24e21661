/* The volume of a drive: its name, where it is mounted, and its dismount. */
#ifndef OPENIMAPI2_WIN32_VOLUME_H
#define OPENIMAPI2_WIN32_VOLUME_H

#include <stdbool.h>
#include <windows.h>

#include "device/device_source.h"

/* root: as in struct device_path. name: "" on failure. */
enum drive_status volume_get_name(const wchar_t *root, char name[DEVICE_VOLUME_SIZE], struct drive_failure *failure);

/* Drive roots and mount folders of the volume, in the system's order. */
enum drive_status volume_list_paths(const wchar_t *root, device_visit visit, void *context,
                                    struct drive_failure *failure);

/* The first of these paths that fits into `mount`, "" when there is none. */
void volume_get_mount(const wchar_t *root, char mount[DRIVE_MOUNT_SIZE]);

/* Lock and dismount the file system of the volume, if no program uses it: it has then written its cached data, and the
 * disc is mounted again after volume_unlock. The volume is opened for that, since the drive's own handle, by the device
 * interface, reaches no file system. INVALID_HANDLE_VALUE: there is no such volume, or it is unchanged. For Windows
 * only: Wine reports success whatever happened.
 */
HANDLE volume_lock_and_dismount(const wchar_t *root);

/* Unlocks and closes the volume. INVALID_HANDLE_VALUE is allowed. */
void volume_unlock(HANDLE volume);

#endif
