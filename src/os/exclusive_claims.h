/* How many objects, in all processes, have a drive's lock file locked or are about to try. While there are none, nobody needs to look
 * at the files, which takes as long as a short command.
 *
 * Only the files say who has the drive: a claim that is not followed by a lock, such as that of an owner that died, costs the others a
 * look and no more, and a lock without a claim must not be. So the claim comes before the lock and goes after it, and who cannot
 * claim cannot lock, though it can look.
 *
 * Wine gives all programs of a prefix, whatever their session, the same names, and has one user. Windows has not; nothing is shared
 * there, and the files are looked at each time.
 */
#ifndef OPENIMAPI2_OS_EXCLUSIVE_CLAIMS_H
#define OPENIMAPI2_OS_EXCLUSIVE_CLAIMS_H

#include <stdbool.h>
#include <windows.h>

struct exclusive_claims {
    HANDLE mapping;       /* its name lives as long as somebody has a handle */
    volatile LONG *count; /* shared by all processes; NULL: not known */
    DWORD error;          /* 0, or why claims cannot be made where they have to be */
};

/* name: of the drive, the same in all processes; at most 32 characters without a backslash. Never fails: see error. */
void exclusive_claims_open(struct exclusive_claims *claims, const wchar_t *name);

/* Also of one that is all 0. What was claimed has to be withdrawn before. */
void exclusive_claims_close(struct exclusive_claims *claims);

void exclusive_claims_add(struct exclusive_claims *claims);
void exclusive_claims_withdraw(struct exclusive_claims *claims);

/* False only when nobody can have the drive. */
bool exclusive_claims_any(const struct exclusive_claims *claims);

#endif
