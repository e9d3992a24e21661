/* Exclusive access by the CD-ROM class driver: IOCTL_CDROM_EXCLUSIVE_ACCESS.
 *
 * The lock belongs to the handle, does not nest, and ends with the handle. source: IOCTL_CDROM_EXCLUSIVE_ACCESS
 * documentation.
 */
#ifndef OPENIMAPI2_WIN32_EXCLUSIVE_ACCESS_H
#define OPENIMAPI2_WIN32_EXCLUSIVE_ACCESS_H

#include <stdbool.h>
#include <windows.h>

#include "drive/status.h"

/* Does any handle hold it, and under which name ("" when it is not held, or held without a name)? The driver answers
 * any caller. DRIVE_UNSUPPORTED where there is no such driver.
 */
enum drive_status exclusive_access_query(HANDLE handle, bool *is_held, char holder[DRIVE_HOLDER_SIZE],
                                         struct drive_failure *failure);

/* After a request that the driver refused with "access denied", which can mean that another handle has exclusive access
 * or that the caller lacks the right: the lock's state tells which. DRIVE_LOCKED with failure->holder, or
 * DRIVE_ACCESS_DENIED.
 */
enum drive_status exclusive_access_explain_denial(HANDLE handle, struct drive_failure *failure);

/* owner: 1 to 63 characters. force: even if a file system is mounted; the file system notices at the unlock, when the
 * driver reports the medium as removed and inserted. DRIVE_LOCKED (holder), DRIVE_ACCESS_DENIED (in use otherwise),
 * DRIVE_IN_USE (mounted), DRIVE_INVALID_NAME, and the statuses that any call can return.
 */
enum drive_status exclusive_access_lock(HANDLE handle, bool force, const char *owner, struct drive_failure *failure);

/* DRIVE_NOT_LOCKED when this handle does not hold it. */
enum drive_status exclusive_access_unlock(HANDLE handle, struct drive_failure *failure);

#endif
