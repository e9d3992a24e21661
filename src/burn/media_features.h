/* What a drive can do with its present medium, by its features; by mode page 2Ah where a drive has no features. */
#ifndef OPENIMAPI2_BURN_MEDIA_FEATURES_H
#define OPENIMAPI2_BURN_MEDIA_FEATURES_H

#include <stdbool.h>
#include <stdint.h>

#include "drive/drive.h"

struct media_features {
    bool is_known;    /* from GET CONFIGURATION; else everything here comes from mode page 2Ah */
    uint16_t profile; /* the current one, else the first current one in the list; 0 none */
    bool writes;      /* some medium */
    bool writes_now;  /* the one that is in the drive */
    bool erases;      /* some medium */
    bool has_page;    /* page 2Ah was read; only it gives the next three */
    bool reads_dvd;
    bool writes_cd_r;
    bool writes_cd_rw;
    bool is_silent; /* GET CONFIGURATION timed out, and page 2Ah is used in its place */

    /* Features that are current. */
    bool write_protect;   /* 0004h */
    bool dvd_read;        /* 001Fh */
    bool incremental;     /* 0021h */
    bool dvd_plus_rw;     /* 002Ah */
    bool dvd_plus_r;      /* 002Bh */
    bool track_at_once;   /* 002Dh */
    bool session_at_once; /* 002Eh with SAO */
    bool dvd_minus;       /* 002Fh */
    bool pow;             /* 0038h with additional length 4 */
    bool dvd_plus_r_dl;   /* 003Bh */
    bool has_buf;         /* every current one of 002Dh, 002Eh and 002Fh has it; without them 0021h */
    bool can_test_write;  /* every current one of 002Dh, 002Eh and 002Fh has it */
};

/* One GET CONFIGURATION. Where the drive does not know it, hangs at it, or lists no feature, one MODE SENSE. A drive
 * that knows neither cannot write; that is DRIVE_OK. A drive that hung and has no page 2Ah is DRIVE_TIMEOUT.
 */
enum drive_status media_features_read(struct drive *drive, struct media_features *features,
                                      struct drive_failure *failure);

#endif
