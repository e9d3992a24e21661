/* Commands by IOCTL_SCSI_PASS_THROUGH_DIRECT. */
#ifndef OPENIMAPI2_WIN32_SPTD_H
#define OPENIMAPI2_WIN32_SPTD_H

#include <windows.h>

#include "scsi/transport.h"

/* A transport over an open drive; NULL: no memory. Asks the system, not the drive, for the limits of a transfer.
 * handle    opened with FILE_FLAG_OVERLAPPED for read and write, or for read alone where that suffices; remains the
 *           caller's and must outlive the transport.
 */
struct scsi_transport *sptd_create(HANDLE handle);

#endif
