/* A recorder object, ours or a client's own, during one operation of a writer: a drive over its commands, and exclusive
 * access.
 */
#ifndef OPENIMAPI2_IMAPI2_RECORDER_USE_H
#define OPENIMAPI2_IMAPI2_RECORDER_USE_H

#include <stdbool.h>
#include <windows.h>

#include "base/clock.h"
#include "drive/drive.h"
#include "imapi2.h"

/* Use it only on the thread that opened it; if is_agile, its drive may be used on any thread. */
struct recorder_use {
    IDiscRecorder2 *recorder; /* NULL: a client's own object that has only IDiscRecorder2Ex */
    struct drive *drive;
    bool is_agile;
    char *id;               /* UTF-8: ActiveDiscRecorder; NULL without a recorder */
    struct drive_host host; /* the drive's: can query the owner of exclusive access */
    const struct base_clock *clock;

    /* Valid while it has exclusive access for a writer. */
    struct recorder_use *next; /* in the process's list */
    char holder[DRIVE_HOLDER_SIZE];
    bool is_acquired;
};

/* Open the drive; no command is sent. Requires IDiscRecorder2Ex: a failure of QueryInterface is returned. failure: the
 * details, if they are known; else its status is DRIVE_OK.
 * recorder  as a pointer that is valid on this thread; held until the use is closed.
 * clock     borrowed.
 */
HRESULT recorder_use_open(struct recorder_use *use, IDiscRecorder2 *recorder, const struct base_clock *clock,
                          struct drive_failure *failure);

/* The same for a write engine, which takes no exclusive access: the object need not answer IDiscRecorder2; if it does
 * not, the identity of the drive stays unknown.
 */
HRESULT recorder_use_open_extended(struct recorder_use *use, IDiscRecorder2Ex *extended, const struct base_clock *clock,
                                   struct drive_failure *failure);

/* Close an open use; exclusive access is released first. */
void recorder_use_close(struct recorder_use *use);

/* Take exclusive access by force for a writer, under this name; use: from recorder_use_open. Two writers of this
 * process never have exclusive access at once, even if they share a recorder object, whose own count would let both in.
 * failure: as above, with the holder.
 */
HRESULT recorder_use_acquire(struct recorder_use *use, const char *name, struct drive_failure *failure);

/* Exclusive access that outlives a call. Its place in the list of writers passes from an open use to a parked one,
 * which holds no object, and back to a use that another call has opened with the same recorder. The recorder's access
 * itself does not change.
 *
 * park    held: all zeros on entry. False: no memory, and the use keeps its access.
 * resume  use: has no access of its own. held: all zeros on return.
 * forget  likewise, if there is no recorder any more to give the access back to.
 */
bool recorder_use_park(struct recorder_use *use, struct recorder_use *held);
void recorder_use_resume(struct recorder_use *use, struct recorder_use *held);
void recorder_use_forget(struct recorder_use *held);

/* Tries up to five times with a second in between; if that fails, the access is given up. */
void recorder_use_release(struct recorder_use *use);

#endif
