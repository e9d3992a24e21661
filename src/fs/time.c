/* Converts seconds to the Gregorian calendar and back. */
#include "fs/time.h"

#include <stdbool.h>

static bool is_leap(unsigned year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* month: 0-11 */
static unsigned days_of(unsigned year, unsigned month)
{
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 1 && is_leap(year) ? 29 : days[month];
}

struct fs_calendar fs_calendar_of(int64_t time_s)
{
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
    for (; days >= days_of(year, month); month++)
        days -= days_of(year, month);
    calendar.year = (uint16_t)year;
    calendar.month = (uint8_t)(month + 1);
    calendar.day = (uint8_t)(days + 1);
    calendar.hour = (uint8_t)(second / 3600);
    calendar.minute = (uint8_t)(second / 60 % 60);
    calendar.second = (uint8_t)(second % 60);
    return calendar;
}

int64_t fs_time_of(const struct fs_calendar *calendar)
{
    int64_t days = 0;
    unsigned year, month;

    if (calendar->year < 1900 || calendar->year > 2155 || calendar->month < 1 || calendar->month > 12)
        return FS_TIME_UNSET;
    if (calendar->day < 1 || calendar->day > days_of(calendar->year, calendar->month - 1u)) return FS_TIME_UNSET;
    if (calendar->hour > 23 || calendar->minute > 59 || calendar->second > 59) return FS_TIME_UNSET;
    for (year = 1900; year < calendar->year; year++)
        days += is_leap(year) ? 366 : 365;
    for (month = 1; month < calendar->month; month++)
        days += days_of(calendar->year, month - 1);
    days += calendar->day - 1;
    return FS_TIME_FIRST + ((days * 24 + calendar->hour) * 60 + calendar->minute) * 60 + calendar->second;
}
