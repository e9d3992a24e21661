/* Converts a Windows FILETIME, in units of 100 nanoseconds since 1601, to the seconds of fs/time.h. */
#ifndef OPENIMAPI2_IMAPI2FS_FILE_TIME_H
#define OPENIMAPI2_IMAPI2FS_FILE_TIME_H

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>

/* Whole seconds; a fraction is dropped. */
static inline int64_t file_time_seconds(const FILETIME *time)
{
    uint64_t ticks = (uint64_t)time->dwHighDateTime << 32 | time->dwLowDateTime;

    return (int64_t)(ticks / UINT64_C(10000000)) - INT64_C(11644473600);
}

/* File systems report 0 for a kind of time that they do not store, such as the access time on FAT. */
static inline bool file_time_is_set(const FILETIME *time)
{
    return time->dwHighDateTime || time->dwLowDateTime;
}

#endif
