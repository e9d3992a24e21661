/* MsftDiscRecorder2: one object with two interfaces. disc_recorder2.c has IDiscRecorder2, disc_recorder2ex.c has
 * IDiscRecorder2Ex; both use recorder_session.h (the device) and recorder_call.h (one call of a method).
 */
#ifndef OPENIMAPI2_IMAPI2_DISC_RECORDER2_H
#define OPENIMAPI2_IMAPI2_DISC_RECORDER2_H

#include <windows.h>

#include "base/clock.h"
#include "com/object.h"
#include "device/device_source.h"
#include "imapi2.h"

struct recorder_session;

struct recorder {
    struct com_object object;
    IDiscRecorder2 IDiscRecorder2_iface;
    IDiscRecorder2Ex IDiscRecorder2Ex_iface;
    struct device_source *devices; /* borrowed */
    const struct base_clock *clock;

    CRITICAL_SECTION lock; /* guards the pointer below */
    struct recorder_session *session;
};

/* The class's constructor; the object is not initialized yet. devices and clock must live as long as the module is in
 * use.
 */
HRESULT recorder_create(struct device_source *devices, const struct base_clock *clock, REFIID iid, void **out);

/* disc_recorder2ex.c */
extern const IDiscRecorder2ExVtbl recorder_IDiscRecorder2Ex_vtbl;

#endif
