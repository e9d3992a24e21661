/* IOCTL_CDROM_EXCLUSIVE_ACCESS: query, lock and unlock. */
#include "win32/exclusive_access.h"

#include <string.h>

#include "win32/cdrom_ioctl.h"
#include "win32/device_io.h"
#include "os/system_error.h"

enum drive_status exclusive_access_query(HANDLE handle, bool *is_held, char holder[DRIVE_HOLDER_SIZE],
                                         struct drive_failure *failure)
{
    struct cdrom_exclusive_access input = {CDROM_EXCLUSIVE_QUERY_STATE, 0};
    struct cdrom_exclusive_state state;
    DWORD returned;
    DWORD error;
    size_t i;

    *is_held = false;
    holder[0] = '\0';
    error = device_io_call(handle, CDROM_IOCTL_EXCLUSIVE_ACCESS, &input, sizeof input, &state, sizeof state, &returned);
    if (error) return os_fail_by_error(failure, error);
    if (returned < 1) return os_fail(failure, DRIVE_FAILED, ERROR_INVALID_DATA);

    *is_held = state.is_locked != 0;
    if (*is_held) {
        for (i = 0; i < DRIVE_HOLDER_SIZE - 1 && state.caller[i]; i++)
            holder[i] = state.caller[i] >= 0x20 && state.caller[i] < 0x7F ? (char)state.caller[i] : '?';
        holder[i] = '\0';
    }
    return os_fail(failure, DRIVE_OK, 0);
}

enum drive_status exclusive_access_explain_denial(HANDLE handle, struct drive_failure *failure)
{
    char holder[DRIVE_HOLDER_SIZE];
    bool is_held;

    if (exclusive_access_query(handle, &is_held, holder, failure) != DRIVE_OK || !is_held)
        return os_fail(failure, DRIVE_ACCESS_DENIED, ERROR_ACCESS_DENIED);
    (void)os_fail(failure, DRIVE_LOCKED, ERROR_ACCESS_DENIED);
    memcpy(failure->holder, holder, sizeof holder);
    return DRIVE_LOCKED;
}

enum drive_status exclusive_access_lock(HANDLE handle, bool force, const char *owner, struct drive_failure *failure)
{
    struct cdrom_exclusive_lock input = {{CDROM_EXCLUSIVE_LOCK_DEVICE, force ? CDROM_EXCLUSIVE_IGNORE_VOLUME : 0}, {0}};
    DWORD returned;
    DWORD error;

    memcpy(input.caller, owner, strnlen(owner, CDROM_EXCLUSIVE_CALLER_BYTES - 1));
    error = device_io_call(handle, CDROM_IOCTL_EXCLUSIVE_ACCESS, &input, sizeof input, NULL, 0, &returned);
    switch (error) {
    case ERROR_SUCCESS:
        return os_fail(failure, DRIVE_OK, 0);
    case ERROR_ACCESS_DENIED:
        return exclusive_access_explain_denial(handle, failure);
    case ERROR_BAD_COMMAND:
        return os_fail(failure, DRIVE_IN_USE, error);
    case ERROR_INVALID_PARAMETER:
        return os_fail(failure, DRIVE_INVALID_NAME, error);
    default:
        return os_fail_by_error(failure, error);
    }
}

enum drive_status exclusive_access_unlock(HANDLE handle, struct drive_failure *failure)
{
    struct cdrom_exclusive_access input = {CDROM_EXCLUSIVE_UNLOCK_DEVICE, 0};
    DWORD returned;
    DWORD error = device_io_call(handle, CDROM_IOCTL_EXCLUSIVE_ACCESS, &input, sizeof input, NULL, 0, &returned);

    /* INVALID_FUNCTION: nobody holds it; INVALID_HANDLE: another handle does. */
    if (error == ERROR_INVALID_FUNCTION || error == ERROR_INVALID_HANDLE)
        return os_fail(failure, DRIVE_NOT_LOCKED, error);
    return error ? os_fail_by_error(failure, error) : os_fail(failure, DRIVE_OK, 0);
}
