/* Converts between DATE and seconds. Every date that fits is positive, so the peculiar order of negative dates, whose
 * fraction counts forward, does not matter.
 */
#include "imapi2fs/item_date.h"

#define SECONDS_PER_DAY 86400
#define DAY_OF_1970     25569 /* 1970-01-01 as a DATE */
#define DAY_TOO_EARLY   1     /* 1899-12-31; whole days, so that what lies between can be converted */
#define DAY_TOO_LATE    93505 /* 2156-01-02 */

DATE item_date_of(int64_t time_s)
{
    if (time_s == FS_TIME_UNSET) return 0;
    return DAY_OF_1970 + (double)time_s / SECONDS_PER_DAY;
}

enum item_date_range item_date_read(DATE date, int64_t *time_s)
{
    int64_t rounded_s;

    if (!(date >= DAY_TOO_EARLY)) return ITEM_DATE_EARLY;
    if (date >= DAY_TOO_LATE) return ITEM_DATE_LATE;
    rounded_s = (int64_t)(date * SECONDS_PER_DAY + 0.5) - (int64_t)DAY_OF_1970 * SECONDS_PER_DAY;
    if (rounded_s < FS_TIME_FIRST) return ITEM_DATE_EARLY;
    if (rounded_s > FS_TIME_LAST) return ITEM_DATE_LATE;
    *time_s = rounded_s;
    return ITEM_DATE_FITS;
}
