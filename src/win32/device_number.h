/* N of CdRomN. */
#ifndef OPENIMAPI2_WIN32_DEVICE_NUMBER_H
#define OPENIMAPI2_WIN32_DEVICE_NUMBER_H

#include <stdint.h>
#include <windows.h>

#include "drive/status.h"

/* IOCTL_STORAGE_GET_DEVICE_NUMBER. DRIVE_UNSUPPORTED when the answer speaks of something else than an optical drive. */
enum drive_status device_number_from_handle(HANDLE handle, uint32_t *number, struct drive_failure *failure);

/* From what the letter stands for, \Device\CdRomN: under Wine the ioctl gives the same number for each drive.
 * letter: A to Z. DRIVE_UNSUPPORTED when it stands for something else, DRIVE_GONE when for nothing.
 */
enum drive_status device_number_from_letter(wchar_t letter, uint32_t *number, struct drive_failure *failure);

/* One more than the highest number in use, 0 when none is. */
uint32_t device_number_first_free(void);

#endif
