/* The results of a burn or an erase, and the details of a failure. */
#ifndef OPENIMAPI2_BURN_FAILURE_H
#define OPENIMAPI2_BURN_FAILURE_H

#include <stdint.h>
#include <string.h>

#include "drive/status.h"

enum burn_status {
    BURN_OK,
    BURN_DRIVE,              /* the drive, or the connection to it, failed: see drive */
    BURN_NO_MEMORY,          /* the computer has too little memory */
    BURN_CANCELLED,          /* by burn_control */
    BURN_SOURCE_FAILED,      /* source_result is the source's own code */
    BURN_SOURCE_SHORT,       /* the source ended too early; lba is the first block that is missing */
    BURN_MEDIUM_UNSUPPORTED, /* a medium that cannot be written here; media_status, medium */
    BURN_INVALID_STATE,      /* damaged, not appendable, must be erased, finalised: see media_status */
    BURN_WRITE_PROTECTED,    /* protection gives the reasons */
    BURN_NOT_BLANK,          /* contents on an overwritable medium without may_overwrite; audio: the CD is not blank */
    BURN_TOO_LARGE,          /* needed_blocks, free_blocks; if found while writing, see drive and lba */
    BURN_INVALID_RANGE,      /* a block range outside the source, or backwards */
    BURN_NO_TEST_WRITE,      /* a test write of a medium that the drive cannot write with its laser off */
    BURN_NOT_ERASABLE,
    BURN_ERASE_NOT_STARTED, /* START STOP UNIT was refused: see drive */
    BURN_ERASE_REFUSED,     /* BLANK or FORMAT UNIT was refused: see drive */
    BURN_ERASE_UNEXPECTED,  /* the drive failed during the erase: see drive */
    BURN_ERASE_TIMEOUT,     /* after an hour it was still erasing */
    BURN_DISAGREES,         /* all commands succeeded, but the disc does not report what was written */
    BURN_VERIFICATION,      /* one of lba_count blocks from lba on differs, or cannot be read (then see drive) */
    BURN_STATUS_COUNT
};

/* The caller owns it and need not clear it: every function that takes one sets all of it, on success too. */
struct burn_failure {
    enum burn_status status;
    struct drive_failure drive; /* DRIVE_OK when no command is to blame */
    int32_t source_result;      /* with BURN_SOURCE_FAILED: the source's own number */
    int32_t lba;
    uint32_t lba_count; /* with BURN_VERIFICATION */
    uint64_t needed_blocks;
    uint64_t free_blocks;
    uint32_t block_bytes;  /* of these two; 0: 2048 */
    uint32_t media_status; /* enum burn_media_status bits, before anything was written */
    uint32_t protection;   /* enum burn_write_protection bits, likewise; 0: not known */
    uint8_t medium;        /* enum burn_medium */
};

/* Set all of a failure: this status and no details. Returns the status. */
static inline enum burn_status burn_fail(struct burn_failure *failure, enum burn_status status)
{
    memset(failure, 0, sizeof *failure);
    failure->status = status;
    return status;
}

/* Set all of a failure of the drive. Returns the status: BURN_DRIVE, or BURN_NO_MEMORY where the drive layer had none.
 */
static inline enum burn_status burn_fail_drive(struct burn_failure *failure, const struct drive_failure *drive)
{
    burn_fail(failure, drive->status == DRIVE_NO_MEMORY ? BURN_NO_MEMORY : BURN_DRIVE);
    failure->drive = *drive;
    return failure->status;
}

#endif
