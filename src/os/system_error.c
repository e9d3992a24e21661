/* Maps Win32 error numbers to the statuses and replies of the ports. */
#include "os/system_error.h"

#include <stddef.h>
#include <string.h>
#include <windows.h>

#ifndef ERROR_NO_SUCH_DEVICE /* mingw-w64 10 lacks it */
#define ERROR_NO_SUCH_DEVICE 433L
#endif

struct meaning {
    uint32_t error;
    enum drive_status status;
    enum scsi_outcome outcome;
    enum scsi_failure failure;
};

/* What a failed DeviceIoControl means, ascending. IMAPI clients are told of an unplugged drive by ERROR_DEV_NOT_EXIST,
 * which the CD-ROM class driver returns for that reason; the others come from port drivers and from the I/O manager.
 */
/* clang-format off */
static const struct meaning meanings[] = {
    {ERROR_INVALID_FUNCTION,     DRIVE_UNSUPPORTED,    SCSI_NOT_SENT, SCSI_FAILURE_OTHER},          /*    1 */
    {ERROR_FILE_NOT_FOUND,       DRIVE_GONE,           SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE},    /*    2 */
    {ERROR_PATH_NOT_FOUND,       DRIVE_GONE,           SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE},    /*    3 */
    {ERROR_ACCESS_DENIED,        DRIVE_ACCESS_DENIED,  SCSI_NOT_SENT, SCSI_FAILURE_ACCESS_DENIED},  /*    5 */
    {ERROR_INVALID_HANDLE,       DRIVE_INVALID_HANDLE, SCSI_NOT_SENT, SCSI_FAILURE_INVALID_HANDLE}, /*    6 */
    {ERROR_NOT_ENOUGH_MEMORY,    DRIVE_NO_MEMORY,      SCSI_NOT_SENT, SCSI_FAILURE_NO_MEMORY},      /*    8 */
    {ERROR_OUTOFMEMORY,          DRIVE_NO_MEMORY,      SCSI_NOT_SENT, SCSI_FAILURE_NO_MEMORY},      /*   14 */
    {ERROR_BAD_COMMAND,          DRIVE_FAILED,         SCSI_NOT_SENT, SCSI_FAILURE_OTHER},          /*   22 */
    {ERROR_BAD_LENGTH,           DRIVE_FAILED,         SCSI_NOT_SENT, SCSI_FAILURE_OTHER},          /*   24 */
    {ERROR_NOT_SUPPORTED,        DRIVE_UNSUPPORTED,    SCSI_NOT_SENT, SCSI_FAILURE_OTHER},          /*   50 */
    {ERROR_DEV_NOT_EXIST,        DRIVE_GONE,           SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE},    /*   55 */
    {ERROR_INVALID_PARAMETER,    DRIVE_FAILED,         SCSI_NOT_SENT, SCSI_FAILURE_OTHER},          /*   87 */
    {ERROR_SEM_TIMEOUT,          DRIVE_TIMEOUT,        SCSI_LOST,     SCSI_FAILURE_TIMEOUT},        /*  121 */
    {ERROR_INSUFFICIENT_BUFFER,  DRIVE_FAILED,         SCSI_NOT_SENT, SCSI_FAILURE_OTHER},          /*  122 */
    {ERROR_NO_SUCH_DEVICE,       DRIVE_GONE,           SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE},    /*  433 */
    {ERROR_DEVICE_NOT_CONNECTED, DRIVE_GONE,           SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE},    /* 1167 */
    {ERROR_NO_SYSTEM_RESOURCES,  DRIVE_NO_MEMORY,      SCSI_NOT_SENT, SCSI_FAILURE_NO_MEMORY},      /* 1450 */
    {ERROR_TIMEOUT,              DRIVE_TIMEOUT,        SCSI_LOST,     SCSI_FAILURE_TIMEOUT},        /* 1460 */
    {ERROR_DEVICE_REMOVED,       DRIVE_GONE,           SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE},    /* 1617 */
};
/* clang-format on */

static const struct meaning *find_meaning(uint32_t error)
{
    /* Unknown: the command may have run. */
    static const struct meaning unknown = {0, DRIVE_FAILED, SCSI_LOST, SCSI_FAILURE_OTHER};
    size_t i;

    for (i = 0; i < ARRAYSIZE(meanings); i++) {
        if (meanings[i].error == error) return &meanings[i];
    }
    return &unknown;
}

enum drive_status os_fail(struct drive_failure *failure, enum drive_status status, uint32_t system_error)
{
    drive_fail(failure, status);
    failure->system_error = system_error;
    return status;
}

enum drive_status os_fail_by_error(struct drive_failure *failure, uint32_t system_error)
{
    return os_fail(failure, find_meaning(system_error)->status, system_error);
}

bool os_is_gone(uint32_t system_error)
{
    return find_meaning(system_error)->status == DRIVE_GONE;
}

enum drive_status os_fail_by_open_error(struct drive_failure *failure, uint32_t system_error)
{
    enum drive_status status = find_meaning(system_error)->status;

    switch (system_error) {
    case ERROR_INVALID_DRIVE:
    case ERROR_BAD_UNIT:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME:
        return os_fail(failure, DRIVE_NO_SUCH_DEVICE, system_error);
    case ERROR_SHARING_VIOLATION:
    case ERROR_WRITE_PROTECT:
        return os_fail(failure, DRIVE_ACCESS_DENIED, system_error);
    default:
        break;
    }
    if (status == DRIVE_GONE) status = DRIVE_NO_SUCH_DEVICE;
    if (status != DRIVE_NO_SUCH_DEVICE && status != DRIVE_ACCESS_DENIED && status != DRIVE_NO_MEMORY)
        status = DRIVE_FAILED;
    return os_fail(failure, status, system_error);
}

enum drive_status os_fail_by_file_error(struct drive_failure *failure, uint32_t system_error)
{
    switch (system_error) {
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION:
    case ERROR_WRITE_PROTECT:
        return os_fail(failure, DRIVE_ACCESS_DENIED, system_error);
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case ERROR_NO_SYSTEM_RESOURCES:
        return os_fail(failure, DRIVE_NO_MEMORY, system_error);
    default:
        return os_fail(failure, DRIVE_FAILED, system_error);
    }
}

void os_reply_from_error(uint32_t system_error, struct scsi_reply *reply)
{
    const struct meaning *meaning = find_meaning(system_error);

    memset(reply, 0, sizeof *reply);
    reply->outcome = meaning->outcome;
    reply->failure = meaning->failure;
    reply->system_error = system_error;
}

void os_reply_not_sent(const struct scsi_command *command, struct scsi_reply *reply, uint32_t system_error)
{
    scsi_reply_not_sent(command, reply, find_meaning(system_error)->failure, system_error);
}
