/* Windows' FILETIME, hundreds of nanoseconds since 1601, as the seconds of fs/time.h. */
#ifndef OPENIMAPI2_IMAPI2FS_FILE_TIME_H
#define OPENIMAPI2_IMAPI2FS_FILE_TIME_H

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>

/* Whole seconds; what is over goes. */
static inline int64_t file_time_seconds(const FILETIME *time)
{
    uint64_t ticks = (uint64_t)time->dwHighDateTime << 32 | time->dwLowDateTime;

    return (int64_t)(ticks / UINT64_C(10000000)) - INT64_C(11644473600);
}

/* File systems without a time of a kind, such as FAT's without accesses, give 0 for it. */
static inline bool file_time_is_set(const FILETIME *time)
{
    return time->dwHighDateTime || time->dwLowDateTime;
}

#endif
