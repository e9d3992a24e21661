/* The device number of a drive: N of CdRomN. */
#ifndef OPENIMAPI2_WIN32_DEVICE_NUMBER_H
#define OPENIMAPI2_WIN32_DEVICE_NUMBER_H

#include <stdint.h>
#include <windows.h>

#include "drive/status.h"

/* IOCTL_STORAGE_GET_DEVICE_NUMBER. DRIVE_UNSUPPORTED when the answer is not about an optical drive. */
enum drive_status device_number_from_handle(HANDLE handle, uint32_t *number, struct drive_failure *failure);

/* From the target of the drive letter, \Device\CdRomN: under Wine the ioctl gives the same number for every drive.
 * letter: A to Z. DRIVE_UNSUPPORTED when the letter has another target, DRIVE_GONE when it has none.
 */
enum drive_status device_number_from_letter(wchar_t letter, uint32_t *number, struct drive_failure *failure);

/* One more than the highest number in use, 0 when none is. */
uint32_t device_number_first_free(void);

#endif
