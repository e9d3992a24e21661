/* Finds N of CdRomN from a handle or from the target of a drive letter. */
#include "win32/device_number.h"

#include "win32/cdrom_ioctl.h"
#include "win32/device_io.h"
#include "os/system_error.h"

/* A letter stands for short names only; CdRom numbers are given out in order, with gaps where a drive was unplugged. */
enum { TARGET_CHARS = 260, NUMBERS_LOOKED_AT = 64 };

static const wchar_t device_prefix[] = L"\\Device\\CdRom";

enum drive_status device_number_from_handle(HANDLE handle, uint32_t *number, struct drive_failure *failure)
{
    STORAGE_DEVICE_NUMBER answer;
    DWORD returned;
    DWORD error = device_io_call(handle, IOCTL_STORAGE_GET_DEVICE_NUMBER, NULL, 0, &answer, sizeof answer, &returned);

    *number = 0;
    if (error) return os_fail_by_error(failure, error);
    if (returned < sizeof answer) return os_fail(failure, DRIVE_FAILED, ERROR_INVALID_DATA);
    if (answer.DeviceType != FILE_DEVICE_CD_ROM && answer.DeviceType != FILE_DEVICE_DVD)
        return os_fail(failure, DRIVE_UNSUPPORTED, 0);
    *number = answer.DeviceNumber;
    return os_fail(failure, DRIVE_OK, 0);
}

enum drive_status device_number_from_letter(wchar_t letter, uint32_t *number, struct drive_failure *failure)
{
    wchar_t name[] = {letter, L':', L'\0'};
    wchar_t target[TARGET_CHARS + 1] = {0};
    const wchar_t *digit = target + ARRAYSIZE(device_prefix) - 1;
    uint32_t value = 0;

    *number = 0;
    if (!QueryDosDeviceW(name, target, TARGET_CHARS)) return os_fail_by_error(failure, GetLastError());
    if (_wcsnicmp(target, device_prefix, ARRAYSIZE(device_prefix) - 1) != 0 || !*digit)
        return os_fail(failure, DRIVE_UNSUPPORTED, 0);
    for (; *digit; digit++) {
        if (*digit < L'0' || *digit > L'9' || value > (UINT32_MAX - 9) / 10)
            return os_fail(failure, DRIVE_UNSUPPORTED, 0);
        value = value * 10 + (uint32_t)(*digit - L'0');
    }
    *number = value;
    return os_fail(failure, DRIVE_OK, 0);
}

uint32_t device_number_first_free(void)
{
    wchar_t target[TARGET_CHARS + 1];
    wchar_t name[] = L"CdRom00";
    uint32_t first_free = 0;
    uint32_t number;

    for (number = 0; number < NUMBERS_LOOKED_AT; number++) {
        wchar_t *digit = name + 5;

        if (number >= 10) *digit++ = (wchar_t)(L'0' + number / 10);
        *digit++ = (wchar_t)(L'0' + number % 10);
        *digit = L'\0';
        if (QueryDosDeviceW(name, target, TARGET_CHARS)) first_free = number + 1;
    }
    return first_free;
}
