/* Writes and reads the owner's record in a lock file, in a fixed layout with a checksum. */
#include "os/lock_record.h"

#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "base/crc32.h"

/* Byte 0 of the file is what is locked. All numbers are little-endian. A version without start time and checksum wrote
 * the first two fields alone.
 */
enum {
    RECORD_OFFSET = 4,
    PROCESS_AT = 0,                           /* u32: process id of the owner; 0: nobody */
    NAME_AT = 4,                              /* client name, NUL-terminated */
    STARTED_AT = NAME_AT + DRIVE_HOLDER_SIZE, /* u64: when the process started, in 100 ns since 1601 */
    DOOR_AT = STARTED_AT + 8,                 /* u32: 1, the owner locked the door */
    CHECKSUM_AT = DOOR_AT + 4,                /* u32: CRC-32 of the bytes before it */
    RECORD_BYTES = CHECKSUM_AT + 4,
};

#ifndef PROCESS_QUERY_LIMITED_INFORMATION
#define PROCESS_QUERY_LIMITED_INFORMATION 0x1000
#endif

/* When the process started; 0: not known. */
static uint64_t start_time(HANDLE process)
{
    FILETIME started, ended, kernel, user;

    if (!GetProcessTimes(process, &started, &ended, &kernel, &user)) return 0;
    return started.dwLowDateTime | (uint64_t)started.dwHighDateTime << 32;
}

/* Numbers of processes are used again: the start time tells two of the same number apart. A process of another user,
 * which cannot be asked, counts as alive.
 */
static bool has_ended(DWORD id, uint64_t started)
{
    HANDLE process = OpenProcess(SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION, FALSE, id);
    uint64_t found;
    bool ended;

    if (!process && GetLastError() == ERROR_ACCESS_DENIED) /* Windows before Vista does not know the lesser right */
        process = OpenProcess(SYNCHRONIZE | PROCESS_QUERY_INFORMATION, FALSE, id);
    if (!process) return GetLastError() == ERROR_INVALID_PARAMETER;
    found = start_time(process);
    ended = WaitForSingleObject(process, 0) == WAIT_OBJECT_0 || (found && found != started);
    CloseHandle(process);
    return ended;
}

DWORD lock_record_write(HANDLE file, const char *owner, bool has_locked_door)
{
    uint8_t record[RECORD_BYTES] = {0};
    OVERLAPPED at = {.Offset = RECORD_OFFSET};
    DWORD count = 0;
    uint64_t started;

    if (owner[0]) {
        started = start_time(GetCurrentProcess());
        store_le32(record + PROCESS_AT, GetCurrentProcessId());
        memcpy(record + NAME_AT, owner, strnlen(owner, DRIVE_HOLDER_SIZE - 1));
        store_le64(record + STARTED_AT, started);
        store_le32(record + DOOR_AT, has_locked_door && started);
        store_le32(record + CHECKSUM_AT, base_crc32(record, CHECKSUM_AT));
    }
    if (!WriteFile(file, record, sizeof record, &count, &at)) return GetLastError();
    return count == sizeof record ? ERROR_SUCCESS : ERROR_WRITE_FAULT;
}

void lock_record_read_holder(HANDLE file, char holder[DRIVE_HOLDER_SIZE])
{
    uint8_t record[STARTED_AT] = {0};
    OVERLAPPED at = {.Offset = RECORD_OFFSET};
    DWORD count = 0;
    size_t i;

    if (!ReadFile(file, record, sizeof record, &count, &at)) count = 0;
    for (i = 0; i < DRIVE_HOLDER_SIZE - 1 && NAME_AT + i < count; i++) {
        if (!drive_holder_may_contain(record[NAME_AT + i])) break;
        holder[i] = (char)record[NAME_AT + i];
    }
    holder[i] = '\0';
}

bool lock_record_is_of_dead_owner(HANDLE file)
{
    uint8_t record[RECORD_BYTES] = {0};
    OVERLAPPED at = {.Offset = RECORD_OFFSET};
    DWORD count = 0;

    if (!ReadFile(file, record, sizeof record, &count, &at) || count != sizeof record) return false;
    if (load_le32(record + CHECKSUM_AT) != base_crc32(record, CHECKSUM_AT)) return false;
    if (!load_le32(record + PROCESS_AT) || load_le32(record + DOOR_AT) != 1) return false;
    return has_ended(load_le32(record + PROCESS_AT), load_le64(record + STARTED_AT));
}
