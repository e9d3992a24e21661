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

/* Who writes, and so what a step is: an IMAPI_FORMAT2_DATA_WRITE_ACTION; a track's number, or BURN_REPORT_CLOSING; an
 * IMAPI_FORMAT2_RAW_CD_WRITE_ACTION.
 */
enum burn_report_kind { BURN_REPORT_DATA, BURN_REPORT_TRACKS, BURN_REPORT_RAW };

enum { BURN_REPORT_CLOSING = 0 };

/* The sections that say what was burned and how, where the page has none of its own. */
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
    LONG first_lba;           /* of the first run of blocks */
    LONG run_lba, run_blocks; /* the present one */
    uint32_t blocks_before;   /* of the runs before it; of audio what lies in front of it, pauses among that */
    bool has_run;
    LONG end_lba;   /* where all will end, where it is known beforehand; else 0 */
    uint64_t bytes; /* to be burned; 0: not known yet */
    char *setbacks; /* lines of IOpenBurnSetbacks::Setbacks; NULL: not told */
};

/* The burn begins. Where a report is asked for, its path is tried. content: see above; anything that it shows may come
 * later. False, and sets failure: the page cannot be written.
 */
bool burn_report_begin(struct burn_report *report, const struct arguments *arguments,
                       const struct burn_report_content *content, struct failure *failure);

/* The writer is open: what the drive and the disc are before the burn. */
void burn_report_open(struct burn_report *report, IDiscFormat2Data *writer);

/* One Update. recorder: asked how full its buffer is. */
void burn_report_update(struct burn_report *report, IDiscFormat2DataEventArgs *arguments, IDiscRecorder2 *recorder);
void burn_report_track_update(struct burn_report *report, IDiscFormat2TrackAtOnceEventArgs *arguments,
                              IDiscRecorder2 *recorder);
void burn_report_raw_update(struct burn_report *report, IDiscFormat2RawCDEventArgs *arguments,
                            IDiscRecorder2 *recorder);

/* A step begins that no Update tells. */
void burn_report_step(struct burn_report *report, int step);

/* What a writer overcame. */
void burn_report_setbacks(struct burn_report *report, IUnknown *writer);

/* The writing has ended, one way or the other: what the disc is now; and what this writer overcame, unless another has
 * told.
 */
void burn_report_close(struct burn_report *report, IDiscFormat2Data *writer);

/* The end: write the page. hresult, text: how it ended. False, and has complained: the page cannot be written. */
bool burn_report_end(struct burn_report *report, HRESULT hresult, const char *text);

#endif
