/* Times of items as clients see them: DATE counts days from 1899-12-30 00:00:00, in UTC. */
#ifndef OPENIMAPI2_IMAPI2FS_ITEM_DATE_H
#define OPENIMAPI2_IMAPI2FS_ITEM_DATE_H

#include <stdint.h>
#include <windows.h>
#include <oleauto.h>

#include "fs/time.h"

enum item_date_range { ITEM_DATE_FITS, ITEM_DATE_EARLY, ITEM_DATE_LATE };

/* time_s: as in fs/time.h. FS_TIME_UNSET becomes 0. */
DATE item_date_of(int64_t time_s);

/* Rounded to the nearest second.
 * time_s    out: FS_TIME_FIRST to FS_TIME_LAST; unchanged if the date does not fit.
 * returns   ITEM_DATE_FITS; ITEM_DATE_EARLY (also for a NaN) or ITEM_DATE_LATE: not every file system can record it.
 */
enum item_date_range item_date_read(DATE date, int64_t *time_s);

#endif
