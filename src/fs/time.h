/* Times of the tree and of an image, always in UTC, and their calendar. */
#ifndef OPENIMAPI2_FS_TIME_H
#define OPENIMAPI2_FS_TIME_H

#include <stdint.h>

/* Seconds since 1970-01-01 00:00:00. FS_TIME_UNSET stands for the time at which the image is planned. */
#define FS_TIME_UNSET INT64_MIN
#define FS_TIME_FIRST INT64_C(-2208988800) /* 1900-01-01 00:00:00, the first that every file system can record */
#define FS_TIME_LAST  INT64_C(5869583999)  /* 2155-12-31 23:59:59, the last */

struct fs_calendar {
    uint16_t year;  /* 1900-2155 */
    uint8_t month;  /* 1-12 */
    uint8_t day;    /* 1-31 */
    uint8_t hour;   /* 0-23 */
    uint8_t minute; /* 0-59 */
    uint8_t second; /* 0-59 */
};

/* A time outside FS_TIME_FIRST to FS_TIME_LAST becomes the nearer of the two. */
struct fs_calendar fs_calendar_of(int64_t time_s);

/* The inverse, for a calendar read from a disc. FS_TIME_UNSET: the date or the time of day is invalid. */
int64_t fs_time_of(const struct fs_calendar *calendar);

#endif
