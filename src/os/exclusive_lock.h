/* Exclusive access where the system offers none: a byte-range lock on a file per drive.
 *
 * The system frees the lock when its owner's process dies, whichever thread took it. The owner's name is stored after
 * the locked byte, so that any process can read it. The lock excludes only code that asks for it: our own objects, in
 * all processes.
 */
#ifndef OPENIMAPI2_OS_EXCLUSIVE_LOCK_H
#define OPENIMAPI2_OS_EXCLUSIVE_LOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <wchar.h>

#include "drive/status.h"

struct exclusive_lock;

/* key: identifies the drive, and is the same in all processes (its ID); letter case does not matter.
 * path: the lock file of a virtual recorder, in the recorder's own folder, from which it inherits its rights. NULL: a
 *       real drive; its lock file is in the common application-data folder, or in the user's if the common one cannot
 *       be used (never in an elevated process).
 * The first acquire creates the file; until then it is only read. DRIVE_OK, DRIVE_NO_MEMORY, DRIVE_ACCESS_DENIED,
 * DRIVE_FAILED.
 */
enum drive_status exclusive_lock_open(const char *key, const wchar_t *path, struct exclusive_lock **lock,
                                      struct drive_failure *failure);

/* Gives the lock back if it is held. NULL is allowed. */
void exclusive_lock_close(struct exclusive_lock *lock);

/* DRIVE_LOCKED, with failure->holder, when the lock is held, by this object too. */
enum drive_status exclusive_lock_acquire(struct exclusive_lock *lock, const char *owner, struct drive_failure *failure);

/* DRIVE_NOT_LOCKED when this object does not hold the lock. */
enum drive_status exclusive_lock_release(struct exclusive_lock *lock, struct drive_failure *failure);

/* Records that this object has locked or unlocked the door (PREVENT ALLOW MEDIUM REMOVAL): if its process dies while it
 * holds the lock, other objects may unlock the door.
 */
void exclusive_lock_note_door(struct exclusive_lock *lock, bool is_locked);

/* True, once, when the owner before this object (or the last owner, while the lock is free) locked the door and died
 * holding the lock: the door need not stay locked.
 */
bool exclusive_lock_take_inheritance(struct exclusive_lock *lock);

/* owner is "" when the lock is free. Fails when the owner cannot be determined. */
enum drive_status exclusive_lock_get_owner(struct exclusive_lock *lock, char owner[DRIVE_HOLDER_SIZE],
                                           struct drive_failure *failure);

/* May this object send a command now? False when another object holds the lock: holder is its name. Also false, with a
 * non-zero system_error, when that cannot be determined. Cheap: called before every command.
 */
bool exclusive_lock_permits(struct exclusive_lock *lock, char holder[DRIVE_HOLDER_SIZE], uint32_t *system_error);

#endif
