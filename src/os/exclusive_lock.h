/* Exclusive access where the system offers none: a byte-range lock on a file per drive.
 *
 * The system frees the lock when its owner dies, whichever thread took it. The owner's name stands behind the locked
 * byte, so that anybody can read it. It excludes only those who ask here: our own objects in all processes.
 */
#ifndef OPENIMAPI2_OS_EXCLUSIVE_LOCK_H
#define OPENIMAPI2_OS_EXCLUSIVE_LOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <wchar.h>

#include "drive/status.h"

struct exclusive_lock;

/* key: names the drive, the same in all processes (its ID); letter case does not matter.
 * path: of the lock file of a virtual recorder, in the recorder's own folder, which gives the file its rights; NULL: a
 *       real drive, whose file stands in the common application-data folder, or in the user's where that one cannot be
 *       used (never in an elevated process).
 * The file is made at the first acquire, and only looked at before. DRIVE_OK, DRIVE_NO_MEMORY, DRIVE_ACCESS_DENIED,
 * DRIVE_FAILED.
 */
enum drive_status exclusive_lock_open(const char *key, const wchar_t *path, struct exclusive_lock **lock,
                                      struct drive_failure *failure);

/* Gives the lock back if it is held. NULL is allowed. */
void exclusive_lock_close(struct exclusive_lock *lock);

/* DRIVE_LOCKED with failure->holder when anybody has it, this object too. */
enum drive_status exclusive_lock_acquire(struct exclusive_lock *lock, const char *owner, struct drive_failure *failure);

/* DRIVE_NOT_LOCKED when this object does not have it. */
enum drive_status exclusive_lock_release(struct exclusive_lock *lock, struct drive_failure *failure);

/* This object has locked or unlocked the door (PREVENT ALLOW MEDIUM REMOVAL): others may lift that when the object's
 * process dies while it has the lock.
 */
void exclusive_lock_note_door(struct exclusive_lock *lock, bool is_locked);

/* True, once, when the owner before this object (or the last owner, while nobody has the lock) locked the door and died
 * while it had the lock: then nobody needs the door to be locked any more.
 */
bool exclusive_lock_take_inheritance(struct exclusive_lock *lock);

/* "" when nobody has it. Fails when that cannot be found out. */
enum drive_status exclusive_lock_get_owner(struct exclusive_lock *lock, char owner[DRIVE_HOLDER_SIZE],
                                           struct drive_failure *failure);

/* May this object send a command now? False when somebody else has the lock; holder says who. False too, with a
 * system_error that is not 0, when that cannot be found out. Cheap: called before every command.
 */
bool exclusive_lock_permits(struct exclusive_lock *lock, char holder[DRIVE_HOLDER_SIZE], uint32_t *system_error);

#endif
