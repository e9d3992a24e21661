/* The file system that Linux has mounted from a drive of Wine's. Wine itself tells neither whether there is one nor
 * where, and its FSCTL_DISMOUNT_VOLUME reports success whatever happened: so Linux' own list is read before and after.
 */
#ifndef OPENIMAPI2_WIN32_WINE_MOUNT_H
#define OPENIMAPI2_WIN32_WINE_MOUNT_H

#include <windows.h>

#include "drive/status.h"

enum wine_mount {
    WINE_MOUNT_UNKNOWN, /* the list cannot be read, or the drive not be found in it for certain */
    WINE_MOUNT_NONE,
    WINE_MOUNT_THERE,
};

/* handle: of the drive. place: a folder of Linux, UTF-8; "" when it is not known, or not mounted. */
enum wine_mount wine_mount_find(HANDLE handle, char place[DRIVE_MOUNT_SIZE]);

/* Set the drive's file system aside. WINE_MOUNT_NONE, and place is "": it is gone. Else place says where it still is.
 */
enum wine_mount wine_mount_remove(HANDLE handle, char place[DRIVE_MOUNT_SIZE]);

#endif
