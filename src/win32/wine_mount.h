/* The file system that Linux has mounted from a drive under Wine. Wine itself reports neither whether there is one nor
 * where, and its FSCTL_DISMOUNT_VOLUME reports success whatever happened: so Linux's own list is read before and after.
 */
#ifndef OPENIMAPI2_WIN32_WINE_MOUNT_H
#define OPENIMAPI2_WIN32_WINE_MOUNT_H

#include <windows.h>

#include "drive/status.h"

enum wine_mount {
    WINE_MOUNT_UNKNOWN, /* the list cannot be read, or does not show for certain whether the drive is in it */
    WINE_MOUNT_NONE,
    WINE_MOUNT_THERE,
};

/* handle: the drive's. place: the Linux folder of the mount, UTF-8; "" when unknown or not mounted. */
enum wine_mount wine_mount_find(HANDLE handle, char place[DRIVE_MOUNT_SIZE]);

/* Unmount the drive's file system. WINE_MOUNT_NONE, with place "": it is unmounted. Else place says where it is still
 * mounted.
 */
enum wine_mount wine_mount_remove(HANDLE handle, char place[DRIVE_MOUNT_SIZE]);

#endif
