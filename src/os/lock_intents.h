/* Lock intents: how many objects, in all processes, have a drive's lock file locked or are about to try. While there
 * are none, no object needs to read the lock files, which takes as long as a short command.
 *
 * Only the files tell which object has the drive. An intent without a lock, such as that of an owner that died, costs
 * the other objects a read of the files; a lock without an intent would not be seen. So the intent is announced before
 * the lock is taken and withdrawn after it is released, and an object that cannot announce its intent does not lock.
 *
 * Under Wine, all programs of a prefix share one namespace, whatever their session, and one user. That is not so on
 * Windows: there nothing is shared, and the files are read each time.
 */
#ifndef OPENIMAPI2_OS_LOCK_INTENTS_H
#define OPENIMAPI2_OS_LOCK_INTENTS_H

#include <stdbool.h>
#include <windows.h>

struct lock_intents {
    HANDLE mapping;       /* its name exists as long as any handle to it */
    volatile LONG *count; /* shared by all processes; NULL: unknown */
    DWORD error;          /* 0, or why intents cannot be announced where they have to be */
};

/* name: identifies the drive, the same in all processes; at most 32 characters, no backslash. Never fails: see error.
 */
void lock_intents_open(struct lock_intents *intents, const wchar_t *name);

/* A struct of all zeros is allowed. Withdraw this object's intents first. */
void lock_intents_close(struct lock_intents *intents);

void lock_intents_announce(struct lock_intents *intents);
void lock_intents_withdraw(struct lock_intents *intents);

/* False only when no object can have the drive. */
bool lock_intents_any(const struct lock_intents *intents);

#endif
