/* Prints the progress of a burn or an erase on standard error. */
#ifndef OPENIMAPI2_DISCCTL_PROGRESS_H
#define OPENIMAPI2_DISCCTL_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "imapi2.h"

struct progress {
    bool is_quiet;          /* nothing is shown */
    LONG action;            /* the last one shown; -1: none */
    int tenth;              /* of the work, the last one shown if lines are not overwritten: 0 to 10 */
    DWORD writing_since_ms; /* GetTickCount() at the first block */
    LONG written_before;    /* blocks already written at that time */
};

/* "writing": an IMAPI_FORMAT2_DATA_WRITE_ACTION; "at work" for one that the enumeration does not have. Static. */
const char *progress_words(LONG action);

/* Likewise for an IMAPI_FORMAT2_RAW_CD_WRITE_ACTION. */
const char *progress_raw_words(LONG action);

/* Starts with nothing shown yet. */
void progress_begin(struct progress *progress, bool is_quiet);

/* Show one Update of a data writer. A console shows each in the same line; otherwise a line is printed for each new
 * action and each tenth of the work.
 * recorder  asked how full the drive's buffer is, if a console shows it; NULL: not asked.
 */
void progress_of_burn(struct progress *progress, IDiscFormat2DataEventArgs *arguments, IDiscRecorder2 *recorder);

/* Likewise, one Update of a track-at-once writer. tracks: number of tracks that the disc gets. */
void progress_of_track(struct progress *progress, IDiscFormat2TrackAtOnceEventArgs *arguments, size_t tracks,
                       IDiscRecorder2 *recorder);

/* Likewise, one Update of a raw CD writer. */
void progress_of_raw(struct progress *progress, IDiscFormat2RawCDEventArgs *arguments, IDiscRecorder2 *recorder);

/* Likewise, one Update of an eraser. */
void progress_of_erase(struct progress *progress, LONG elapsed_s, LONG total_s);

#endif
