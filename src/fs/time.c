/* Seconds to the Gregorian calendar. */
#include "fs/time.h"

#include <stdbool.h>

static bool is_leap(unsigned year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

struct fs_calendar fs_calendar_of(int64_t time_s)
{
    static const uint8_t days_of[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    struct fs_calendar calendar;
    uint64_t since_1900;
    uint32_t days, second;
    unsigned year = 1900, month = 0;

    if (time_s < FS_TIME_FIRST) time_s = FS_TIME_FIRST;
    if (time_s > FS_TIME_LAST) time_s = FS_TIME_LAST;
    since_1900 = (uint64_t)(time_s - FS_TIME_FIRST);
    days = (uint32_t)(since_1900 / 86400);
    second = (uint32_t)(since_1900 % 86400);
    for (; days >= (is_leap(year) ? 366u : 365u); year++)
        days -= is_leap(year) ? 366 : 365;
    for (; days >= days_of[month] + (month == 1 && is_leap(year) ? 1u : 0u); month++)
        days -= days_of[month] + (month == 1 && is_leap(year) ? 1u : 0u);
    calendar.year = (uint16_t)year;
    calendar.month = (uint8_t)(month + 1);
    calendar.day = (uint8_t)(days + 1);
    calendar.hour = (uint8_t)(second / 3600);
    calendar.minute = (uint8_t)(second / 60 % 60);
    calendar.second = (uint8_t)(second % 60);
    return calendar;
}
