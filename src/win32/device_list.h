/* Lists the real drives that are present. */
#ifndef OPENIMAPI2_WIN32_DEVICE_LIST_H
#define OPENIMAPI2_WIN32_DEVICE_LIST_H

#include <windows.h>

#include "device/device_source.h"

/* GUID_DEVINTERFACE_CDROM: the class of the device interfaces that are listed. */
extern const GUID device_list_class;

/* Visits the present device interfaces of GUID_DEVINTERFACE_CDROM in SetupAPI's order, with unchanged paths; under
 * Wine, which registers none, the drive letters that lead to a drive, A to Z. Sends no command to any drive. An
 * interface that disappears meanwhile is left out. If the system ends the list with another error, the call fails with
 * the corresponding status: DRIVE_NO_MEMORY, DRIVE_ACCESS_DENIED, DRIVE_FAILED or another.
 */
enum drive_status device_list_visit(device_visit visit, void *context, struct drive_failure *failure);

#endif
