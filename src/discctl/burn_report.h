/* The page that `discctl burn --report` writes. */
#ifndef OPENIMAPI2_DISCCTL_BURN_REPORT_H
#define OPENIMAPI2_DISCCTL_BURN_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "imapi2.h"

#include "discctl/arguments.h"
#include "discctl/burn_samples.h"
#include "discctl/failure.h"
#include "discctl/media_facts.h"

struct burn_report {
    const struct arguments *arguments; /* NULL: no report is wanted, and nothing here does anything */
    SYSTEMTIME began;
    DWORD began_ms;                         /* GetTickCount() */
    char *vendor, *product, *revision, *id; /* NULL: no drive was opened */
    struct media_facts before, after;
    struct burn_samples samples;
    LONG first_lba;           /* of the first run of blocks */
    LONG run_lba, run_blocks; /* the present one */
    uint32_t blocks_before;   /* of the runs before it */
    bool has_run;
    uint64_t bytes; /* to be burned; 0: not known yet */
    char *setbacks; /* lines of IOpenDiscFormat2Data::Setbacks; NULL: not told */
};

/* The burn begins. Where a report is asked for, its path is tried. False, and sets failure: it cannot be written. */
bool burn_report_begin(struct burn_report *report, const struct arguments *arguments, struct failure *failure);

/* The writer is open: what the drive and the disc are before the burn. */
void burn_report_open(struct burn_report *report, IDiscFormat2Data *writer);

/* One Update. recorder: asked how full its buffer is. */
void burn_report_update(struct burn_report *report, IDiscFormat2DataEventArgs *arguments, IDiscRecorder2 *recorder);

/* Write has ended, one way or the other: what it overcame, and what the disc is now. */
void burn_report_close(struct burn_report *report, IDiscFormat2Data *writer);

/* The end: write the page. hresult, text: how it ended. False, and has complained: the page cannot be written. */
bool burn_report_end(struct burn_report *report, HRESULT hresult, const char *text);

#endif
