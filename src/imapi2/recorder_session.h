/* The device of a recorder object, from one InitializeDiscRecorder to the next. */
#ifndef OPENIMAPI2_IMAPI2_RECORDER_SESSION_H
#define OPENIMAPI2_IMAPI2_RECORDER_SESSION_H

#include <stdbool.h>

#include "device/device_source.h"
#include "drive/drive.h"
#include "imapi2/disc_recorder2.h"

/* One initialized device. InitializeDiscRecorder replaces a recorder's session with a new one. Methods hold a reference
 * while they run, so that no lock is held while the drive works. The last release closes the drive, which ends
 * exclusive access and enables notifications again.
 */
struct recorder_session {
    LONG references;
    struct drive *drive;   /* owns the device */
    struct device *device; /* borrowed from the drive */
    BSTR id;               /* as it was given to InitializeDiscRecorder */
    char *id_utf8;         /* for error texts */
    LONG is_gone;          /* a call found the device unplugged, which ended exclusive access and notifications */

    CRITICAL_SECTION
    lock;            /* guards the rest; held while taking or releasing the system's lock, not while a command runs */
    bool is_retired; /* it was replaced: nothing may be acquired any more */
    ULONG exclusive_count; /* AcquireExclusiveAccess without ReleaseExclusiveAccess */
    ULONG disabled_count;  /* DisableMcn without EnableMcn */
};

/* Open the device that `id` names. *out is NULL on failure. An `id` that contains a NUL is DRIVE_NO_SUCH_DEVICE. */
enum drive_status recorder_session_open(struct device_source *devices, const struct base_clock *clock, BSTR id,
                                        struct recorder_session **out, struct drive_failure *failure);

/* NULL is allowed. */
void recorder_session_release(struct recorder_session *session);

/* The recorder's session, with a reference; NULL before InitializeDiscRecorder. */
struct recorder_session *recorder_get_session(struct recorder *recorder);

/* Replace the recorder's current session with `fresh`, which then belongs to the recorder. False: the current session
 * holds exclusive access or has notifications disabled.
 */
bool recorder_swap_session(struct recorder *recorder, struct recorder_session *fresh);

#endif
