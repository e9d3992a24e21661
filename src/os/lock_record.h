/* The record in a lock file: the owner of the drive, and whether that owner locked the door. Its layout is fixed, and
 * the same for 32- and 64-bit programs. It is read without the lock, and its content is untrusted.
 */
#ifndef OPENIMAPI2_OS_LOCK_RECORD_H
#define OPENIMAPI2_OS_LOCK_RECORD_H

#include <stdbool.h>

#include <windows.h>

#include "drive/status.h"

/* Call it holding the lock. owner "": the drive is free. has_locked_door: the owner prevents the medium's removal. */
DWORD lock_record_write(HANDLE file, const char *owner, bool has_locked_door);

/* "" when the record names no owner or cannot be read. Returns only characters that a client's name may have. */
void lock_record_read_holder(HANDLE file, char holder[DRIVE_HOLDER_SIZE]);

/* Call it holding the lock. Did the owner of this record lock the door, and then die? An owner that releases the lock
 * clears its record. The record is trusted only if it is intact and the process with its number and start time has
 * ended.
 */
bool lock_record_is_of_dead_owner(HANDLE file);

#endif
