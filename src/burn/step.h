/* One step of a plan: a value that can be printed as words and as its command, and that run.c carries out. */
#ifndef OPENIMAPI2_BURN_STEP_H
#define OPENIMAPI2_BURN_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "burn/progress.h"
#include "mmc/cdb_write.h"
#include "mmc/mode_page_fields.h"
#include "scsi/command.h"

enum burn_step_kind {
    BURN_STEP_REMOVAL,          /* PREVENT ALLOW MEDIUM REMOVAL */
    BURN_STEP_START_UNIT,       /* START STOP UNIT, start */
    BURN_STEP_WRITE_PARAMETERS, /* MODE SENSE and MODE SELECT of mode page 05h */
    BURN_STEP_SPEED,            /* SET STREAMING or SET CD SPEED */
    BURN_STEP_CALIBRATE,        /* SEND OPC INFORMATION */
    BURN_STEP_CUE_SHEET,        /* SEND CUE SHEET */
    BURN_STEP_RESERVE_TRACK,    /* RESERVE TRACK */
    BURN_STEP_LAYER_BREAK,      /* SEND DISC STRUCTURE, format 20h */
    BURN_STEP_FORMAT,           /* FORMAT UNIT, and polls */
    BURN_STEP_WRITE,            /* WRITE(10) or WRITE(12), again and again */
    BURN_STEP_FILL,             /* likewise with zeros, until the run before it is as long as this one */
    BURN_STEP_SYNCHRONIZE,      /* SYNCHRONIZE CACHE, and polls */
    BURN_STEP_CLOSE,            /* CLOSE TRACK/SESSION, and polls */
    BURN_STEP_BLANK,            /* BLANK, and polls */
    BURN_STEP_AGREE,            /* does the disc report what was written? READ DISC and READ TRACK INFORMATION */
    BURN_STEP_VERIFY,           /* READ what was written */
    BURN_STEP_KINDS
};

enum { BURN_STEP_LIST_MAX = 32 };

/* A run of blocks without a gap: zeros, then blocks of the source, then zeros. */
struct burn_run_of_blocks {
    int32_t start_lba; /* of the first block, also if it is zeros; negative in the pre-gap of a CD */
    uint32_t zeros_before;
    uint32_t source_blocks;
    uint32_t zeros_after;
    uint64_t source_block; /* the first one that is read from the source */
    uint32_t block_bytes;
    uint32_t blocks_per_write; /* of each command except the last */
    bool streaming;            /* WRITE(12) with its streaming bit */
    uint32_t starting_speed; /* blocks a second that the drive is expected to write at both ends; 0: the plan's speed */
    uint32_t ending_speed;
};

struct burn_step {
    enum burn_step_kind kind;
    enum burn_phase phase;
    bool prevents;                    /* REMOVAL */
    bool immediate;                   /* SYNCHRONIZE, CLOSE, BLANK: the Immed bit */
    bool may_be_refused;              /* CLOSE: no failure if the drive does not know the command */
    bool full;                        /* BLANK: every block; VERIFY: likewise */
    enum mmc_close function;          /* CLOSE */
    uint16_t track;                   /* CLOSE: logical track number */
    uint32_t blocks;                  /* RESERVE_TRACK */
    uint8_t list[BURN_STEP_LIST_MAX]; /* CUE_SHEET, LAYER_BREAK, FORMAT */
    uint8_t list_bytes;
    struct mmc_write_parameters_page parameters; /* WRITE_PARAMETERS: what mmc_write_parameters_page_set sets */
    struct burn_run_of_blocks run;               /* WRITE, FILL */
};

/* How many blocks a run has, zeros included: 0 to UINT32_MAX, which a plan does not exceed. */
uint32_t burn_run_blocks(const struct burn_run_of_blocks *run);

/* The command of a step, without its time-out (timeout_ms is 0). The command of WRITE_PARAMETERS is MODE SELECT with
 * zeros in place of the bytes that keep the drive's own values; that of WRITE is its first one, without data.
 * data     the command's data points into it: it must live as long as the command.
 * returns  false for the steps that have no command of their own: SPEED, FILL, AGREE, VERIFY; command is not set then.
 */
enum { BURN_STEP_DATA_MAX = 8 + 52 };
bool burn_step_command(const struct burn_step *step, uint8_t data[BURN_STEP_DATA_MAX], struct scsi_command *command);

/* One WRITE of a run, without its time-out: `blocks` (1 to blocks_per_write) from lba on.
 * data     borrowed; blocks x block_bytes bytes, only read. NULL if the command is not going to be sent.
 */
void burn_step_write_command(const struct burn_run_of_blocks *run, int32_t lba, uint32_t blocks, const void *data,
                             struct scsi_command *command);

/* The step in words, without its CDB: "close track 1". Always terminated; cut to size, which is at least 1. */
void burn_step_describe(const struct burn_step *step, char *text, size_t size);

#endif
