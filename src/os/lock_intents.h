/* Lock intents: how many objects, in all processes, have a drive's lock file locked or are about to try. While there
 * are none, nobody needs to look at the files, which takes as long as a short command.
 *
 * Only the files say who has the drive. An intent without a lock, such as that of an owner that died, costs the others
 * a look; a lock without an intent would not be seen. So the intent is announced before the lock is taken and withdrawn
 * after it is given back, and an object that cannot announce its intent does not lock.
 *
 * Wine gives all programs of a prefix, whatever their session, the same names, and has one user. Windows has not:
 * nothing is shared there, and the files are looked at each time.
 */
#ifndef OPENIMAPI2_OS_LOCK_INTENTS_H
#define OPENIMAPI2_OS_LOCK_INTENTS_H

#include <stdbool.h>
#include <windows.h>

struct lock_intents {
    HANDLE mapping;       /* its name lives as long as somebody has a handle */
    volatile LONG *count; /* shared by all processes; NULL: not known */
    DWORD error;          /* 0, or why intents cannot be announced where they have to be */
};

/* name: of the drive, the same in all processes; at most 32 characters without a backslash. Never fails: see error. */
void lock_intents_open(struct lock_intents *intents, const wchar_t *name);

/* Also of a struct that is all 0. This object's intents are withdrawn before. */
void lock_intents_close(struct lock_intents *intents);

void lock_intents_announce(struct lock_intents *intents);
void lock_intents_withdraw(struct lock_intents *intents);

/* False only when nobody can have the drive. */
bool lock_intents_any(const struct lock_intents *intents);

#endif
