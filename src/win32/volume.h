/* The volume of a drive: its name, where it is mounted, and setting the file system aside. */
#ifndef OPENIMAPI2_WIN32_VOLUME_H
#define OPENIMAPI2_WIN32_VOLUME_H

#include <stdbool.h>
#include <windows.h>

#include "drive/device_source.h"

/* root: as in struct device_path. name: "" on failure. */
enum drive_status volume_get_name(const wchar_t *root, char name[DEVICE_VOLUME_SIZE], struct drive_failure *failure);

/* Drive roots and mount folders of the volume, in the system's order. */
enum drive_status volume_list_paths(const wchar_t *root, device_visit visit, void *context,
                                    struct drive_failure *failure);

/* device_ops.dismount, as it is said there. handle: of the drive. */
enum drive_status volume_dismount(HANDLE handle, const wchar_t *root, bool *may_allow, struct drive_failure *failure);

/* Is there a file system that the system knows? */
bool volume_is_mounted(const wchar_t *root);

#endif
