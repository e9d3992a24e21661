/* Which real drives are there. */
#ifndef OPENIMAPI2_WIN32_DEVICE_LIST_H
#define OPENIMAPI2_WIN32_DEVICE_LIST_H

#include <windows.h>

#include "device/device_source.h"

/* GUID_DEVINTERFACE_CDROM: the class of the device interfaces that are listed. */
extern const GUID device_list_class;

/* Present device interfaces of GUID_DEVINTERFACE_CDROM in SetupAPI's order, their paths untouched; under Wine, which
 * registers none, the drive letters that lead to a drive, A to Z. No command goes to any drive. An interface that goes
 * away in between is left out; a list that the system breaks off otherwise fails, with the system's error:
 * DRIVE_NO_MEMORY, DRIVE_ACCESS_DENIED, DRIVE_FAILED, or another that this error stands for.
 */
enum drive_status device_list_visit(device_visit visit, void *context, struct drive_failure *failure);

#endif
