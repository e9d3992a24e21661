/* MsftDiscRecorder2. IDiscRecorder2Ex will be a second interface of the same object, in a file of its own. */
#ifndef OPENIMAPI2_IMAPI2_DISC_RECORDER2_H
#define OPENIMAPI2_IMAPI2_DISC_RECORDER2_H

#include <windows.h>

#include "base/clock.h"
#include "com/object.h"
#include "drive/device_source.h"
#include "drive/drive.h"
#include "imapi2.h"

/* One initialized device. InitializeDiscRecorder swaps a recorder's session for a new one; methods take a reference for as long
 * as they run, so that no lock is held while the drive works. The last reference closes the drive, which gives exclusive access
 * and notifications back.
 */
struct recorder_session {
    LONG references;
    struct drive *drive;
    BSTR id;       /* as it was given to InitializeDiscRecorder */
    char *id_utf8; /* for texts */

    CRITICAL_SECTION
    lock;            /* the rest; held while the system's lock is taken or given back, never while a command runs */
    bool is_retired; /* another session has taken its place: nothing may be acquired any more */
    ULONG exclusive_count; /* AcquireExclusiveAccess without ReleaseExclusiveAccess */
    ULONG disabled_count;  /* DisableMcn without EnableMcn */
};

struct recorder {
    struct com_object object;
    IDiscRecorder2 IDiscRecorder2_iface;
    struct device_source *devices; /* borrowed */
    const struct base_clock *clock;

    CRITICAL_SECTION lock; /* the pointer alone */
    struct recorder_session *session;
};

/* Open the device that `id` names. *out is NULL on failure. An `id` with a NUL inside is DRIVE_NO_SUCH_DEVICE. */
enum drive_status recorder_session_open(struct device_source *devices, const struct base_clock *clock, BSTR id,
                                        struct recorder_session **out, struct drive_failure *failure);

void recorder_session_release(struct recorder_session *session);

/* The class's constructor; an object that is not initialized. devices and clock live as long as the module is in use. */
HRESULT recorder_create(struct device_source *devices, const struct base_clock *clock, REFIID iid, void **out);

#endif
