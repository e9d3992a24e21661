/* A device whose commands are written down on their way (scsi/transport_trace.h); everything else it hands on. */
#ifndef OPENIMAPI2_DRIVE_DEVICE_TRACE_H
#define OPENIMAPI2_DRIVE_DEVICE_TRACE_H

#include "drive/device_source.h"
#include "scsi/transport_trace.h"

/* Trace a device.
 * inner     taken: closing the result closes it. Without memory for a trace it comes back itself, and works untraced.
 * id        as the device was opened.
 * sink      borrowed; must outlive the result.
 */
struct device *device_trace(struct device *inner, const char *id, struct scsi_trace_sink *sink);

#endif
