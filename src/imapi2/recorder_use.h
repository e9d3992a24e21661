/* A recorder object, ours or a client's own, as one operation of a writer uses it: a drive over its commands, and
 * exclusive access to it.
 */
#ifndef OPENIMAPI2_IMAPI2_RECORDER_USE_H
#define OPENIMAPI2_IMAPI2_RECORDER_USE_H

#include <stdbool.h>
#include <windows.h>

#include "base/clock.h"
#include "drive/drive.h"
#include "imapi2.h"

/* Used on the thread that opened it; where is_agile, its drive on any other as well. */
struct recorder_use {
    IDiscRecorder2 *recorder; /* NULL: a client's own object that has IDiscRecorder2Ex alone */
    struct drive *drive;
    bool is_agile;
    char *id;               /* UTF-8: ActiveDiscRecorder; NULL without a recorder */
    struct drive_host host; /* the drive's: it can ask who has exclusive access */
    const struct base_clock *clock;

    /* While it has exclusive access for a writer. */
    struct recorder_use *next; /* of the process's list */
    char holder[DRIVE_HOLDER_SIZE];
    bool is_acquired;
};

/* Open the drive; no command is sent. Needs IDiscRecorder2Ex: QueryInterface's failure is returned. Where a failure is
 * known in more detail, failure has it; else its status is DRIVE_OK.
 * recorder   as this thread may use it; held until it is closed.
 * clock      borrowed.
 */
HRESULT recorder_use_open(struct recorder_use *use, IDiscRecorder2 *recorder, const struct base_clock *clock,
                          struct drive_failure *failure);

/* The same for a write engine, which takes no exclusive access: the object need not answer IDiscRecorder2, and who the
 * drive is stays unknown then.
 */
HRESULT recorder_use_open_extended(struct recorder_use *use, IDiscRecorder2Ex *extended, const struct base_clock *clock,
                                   struct drive_failure *failure);

/* One that was opened; exclusive access is given back first. */
void recorder_use_close(struct recorder_use *use);

/* Take exclusive access by force for a writer, under this name; of one that recorder_use_open opened. Two writers of
 * this process never have it at once, though they may share a recorder object, whose own count would let both in.
 * failure: as above, with the holder.
 */
HRESULT recorder_use_acquire(struct recorder_use *use, const char *name, struct drive_failure *failure);

/* Exclusive access that outlives a call: its place among the writers passes from an open use to one that is not, and
 * holds no object; and back to one of the same recorder that another call has opened. The recorder's access itself is
 * not touched.
 *
 * park    held: all zeros. False: no memory, and the use has it as before.
 * resume  use: has no access of its own. held: all zeros afterwards.
 * forget  likewise, where there is no recorder any more to give it back to.
 */
bool recorder_use_park(struct recorder_use *use, struct recorder_use *held);
void recorder_use_resume(struct recorder_use *use, struct recorder_use *held);
void recorder_use_forget(struct recorder_use *held);

/* Up to five tries with a second between them; what fails then is nobody's any more. */
void recorder_use_release(struct recorder_use *use);

#endif
