/* Lines about a burn or an erase that is under way, on standard error. */
#ifndef OPENIMAPI2_DISCCTL_PROGRESS_H
#define OPENIMAPI2_DISCCTL_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "imapi2.h"

struct progress {
    bool is_quiet;          /* nothing is shown */
    LONG action;            /* the last that was shown; -1: none */
    int tenth;              /* of the work, the last that was shown, where each line stays: 0 to 10 */
    DWORD writing_since_ms; /* GetTickCount() at the first block */
    LONG written_before;    /* blocks that were written then */
};

/* "writing": an IMAPI_FORMAT2_DATA_WRITE_ACTION; "at work" for one that the enumeration does not have. Static. */
const char *progress_words(LONG action);

/* Likewise of an IMAPI_FORMAT2_RAW_CD_WRITE_ACTION. */
const char *progress_raw_words(LONG action);

/* Nothing has been shown. */
void progress_begin(struct progress *progress, bool is_quiet);

/* One Update of a data writer. On a console each is shown, in one line; else each new action, and each tenth.
 * recorder  asked how full the drive's buffer is, where a console shows it; NULL: not asked.
 */
void progress_of_burn(struct progress *progress, IDiscFormat2DataEventArgs *arguments, IDiscRecorder2 *recorder);

/* One Update of a track-at-once writer, likewise, of a disc that gets so many tracks. */
void progress_of_track(struct progress *progress, IDiscFormat2TrackAtOnceEventArgs *arguments, size_t tracks,
                       IDiscRecorder2 *recorder);

/* One Update of a writer of raw discs, likewise. */
void progress_of_raw(struct progress *progress, IDiscFormat2RawCDEventArgs *arguments, IDiscRecorder2 *recorder);

/* One Update of an eraser. */
void progress_of_erase(struct progress *progress, LONG elapsed_s, LONG total_s);

#endif
