/* The page that `discctl burn --report` and `discctl audio --report` write. */
#ifndef OPENIMAPI2_DISCCTL_BURN_REPORT_H
#define OPENIMAPI2_DISCCTL_BURN_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "imapi2.h"

#include "discctl/arguments.h"
#include "discctl/burn_samples.h"
#include "discctl/failure.h"
#include "discctl/media_facts.h"
#include "discctl/memory.h"

/* The kind of writer, which determines the meaning of a step: an IMAPI_FORMAT2_DATA_WRITE_ACTION; a track's number, or
 * BURN_REPORT_CLOSING; an IMAPI_FORMAT2_RAW_CD_WRITE_ACTION.
 */
enum burn_report_kind { BURN_REPORT_DATA, BURN_REPORT_TRACKS, BURN_REPORT_RAW };

enum { BURN_REPORT_CLOSING = 0 };

/* Adds the sections about the burned content and the settings, for kinds for which the page has none of its own. */
struct burn_report_content {
    void (*add)(const struct burn_report_content *content, struct bytes *page);
};

struct burn_report {
    const struct arguments *arguments; /* NULL: no report is wanted, and nothing here does anything */
    enum burn_report_kind kind;
    const struct burn_report_content *content; /* NULL with BURN_REPORT_DATA; borrowed */
    SYSTEMTIME began;
    DWORD began_ms;                         /* GetTickCount() */
    char *vendor, *product, *revision, *id; /* NULL: no drive was opened */
    struct media_facts before, after;
    struct burn_samples samples;
    LONG first_lba;           /* of the first range of blocks */
    LONG run_lba, run_blocks; /* the current range */
    uint32_t blocks_before;   /* in the ranges before it; for audio all blocks before it, including pauses */
    bool has_run;
    LONG end_lba;   /* end of the burn if it is known in advance; else 0 */
    uint64_t bytes; /* to be burned; 0: not yet known */
    char *setbacks; /* lines of IOpenBurnSetbacks::Setbacks; NULL: not asked */
};

/* The burn begins. If a report is wanted, checks that its path can be written. content: see above; the data that it
 * shows may be set later. False, and sets failure: the page cannot be written.
 */
bool burn_report_begin(struct burn_report *report, const struct arguments *arguments,
                       const struct burn_report_content *content, struct failure *failure);

/* The writer is open: records the drive, and the disc before the burn. */
void burn_report_open(struct burn_report *report, IDiscFormat2Data *writer);

/* Records one Update event. recorder: asked how full its buffer is. */
void burn_report_update(struct burn_report *report, IDiscFormat2DataEventArgs *arguments, IDiscRecorder2 *recorder);
void burn_report_track_update(struct burn_report *report, IDiscFormat2TrackAtOnceEventArgs *arguments,
                              IDiscRecorder2 *recorder);
void burn_report_raw_update(struct burn_report *report, IDiscFormat2RawCDEventArgs *arguments,
                            IDiscRecorder2 *recorder);

/* Records the beginning of a step that no Update event reports. */
void burn_report_step(struct burn_report *report, int step);

/* Records the setbacks that a writer overcame. */
void burn_report_setbacks(struct burn_report *report, IUnknown *writer);

/* The writing has ended, in success or failure: records the disc after the burn, and the setbacks of this writer unless
 * burn_report_setbacks has recorded some.
 */
void burn_report_close(struct burn_report *report, IDiscFormat2Data *writer);

/* The end: writes the page. hresult, text: how the burn ended. False: the page cannot be written; the error has been
 * printed.
 */
bool burn_report_end(struct burn_report *report, HRESULT hresult, const char *text);

#endif
