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

/* The first of them, "" when there is none. */
void volume_get_mount(const wchar_t *root, char mount[DRIVE_MOUNT_SIZE]);

/* Set the file system of the volume aside, if nobody uses it: it has written what it kept, and the disc is mounted anew
 * after volume_unlock. The volume is opened for it: the drive's own handle, by the device interface, reaches no file
 * system. INVALID_HANDLE_VALUE: there is no such volume, or it is as it was. For Windows: Wine reports success whatever
 * happened.
 */
HANDLE volume_lock_and_dismount(const wchar_t *root);

/* Ends that, and closes the volume. INVALID_HANDLE_VALUE is allowed. */
void volume_unlock(HANDLE volume);

#endif
