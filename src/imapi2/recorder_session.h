/* The device behind a recorder object, from one InitializeDiscRecorder to the next. */
#ifndef OPENIMAPI2_IMAPI2_RECORDER_SESSION_H
#define OPENIMAPI2_IMAPI2_RECORDER_SESSION_H

#include <stdbool.h>

#include "device/device_source.h"
#include "drive/drive.h"
#include "imapi2/disc_recorder2.h"

/* One initialized device. InitializeDiscRecorder swaps a recorder's session for a new one; methods take a reference for
 * as long as they run, so that no lock is held while the drive works. The last reference closes the drive, which gives
 * exclusive access and notifications back.
 */
struct recorder_session {
    LONG references;
    struct drive *drive;   /* owns the device */
    struct device *device; /* borrowed of the drive */
    BSTR id;               /* as it was given to InitializeDiscRecorder */
    char *id_utf8;         /* for texts */
    LONG is_gone; /* a call has met the device unplugged, which took exclusive access and notifications with it */

    CRITICAL_SECTION
    lock;            /* the rest; held while the system's lock is taken or given back, never while a command runs */
    bool is_retired; /* another session has taken its place: nothing may be acquired any more */
    ULONG exclusive_count; /* AcquireExclusiveAccess without ReleaseExclusiveAccess */
    ULONG disabled_count;  /* DisableMcn without EnableMcn */
};

/* Open the device that `id` names. *out is NULL on failure. An `id` with a NUL inside is DRIVE_NO_SUCH_DEVICE. */
enum drive_status recorder_session_open(struct device_source *devices, const struct base_clock *clock, BSTR id,
                                        struct recorder_session **out, struct drive_failure *failure);

/* NULL is allowed. */
void recorder_session_release(struct recorder_session *session);

/* The recorder's session, with a reference; NULL before InitializeDiscRecorder. */
struct recorder_session *recorder_get_session(struct recorder *recorder);

/* Put `fresh` in the place of the session that is there; it is the recorder's then. False while that one holds
 * something.
 */
bool recorder_swap_session(struct recorder *recorder, struct recorder_session *fresh);

#endif
