/* The record in a lock file: who has the drive, and whether that owner locked the door. Its layout is fixed, and the
 * same for 32- and 64-bit programs; it is read without the lock, and anybody may have written it.
 */
#ifndef OPENIMAPI2_OS_LOCK_RECORD_H
#define OPENIMAPI2_OS_LOCK_RECORD_H

#include <stdbool.h>

#include <windows.h>

#include "drive/status.h"

/* Under the lock. owner "": nobody has the drive. has_locked_door: the owner prevents the medium's removal. */
DWORD lock_record_write(HANDLE file, const char *owner, bool has_locked_door);

/* "" when the record names nobody, or cannot be read. Only characters that a client's name may have get out. */
void lock_record_read_holder(HANDLE file, char holder[DRIVE_HOLDER_SIZE]);

/* Under the lock. Did the owner of this record lock the door, and then die? An owner that gives the lock back clears
 * its record. The record is believed only when it is whole, and when the process of its number and its start time has
 * ended.
 */
bool lock_record_is_of_dead_owner(HANDLE file);

#endif
