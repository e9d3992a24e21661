/* The plan of a burn: what is done to the drive, step by step, before anything is done. It can be printed, compared and
 * run.
 */
#ifndef OPENIMAPI2_BURN_PLAN_H
#define OPENIMAPI2_BURN_PLAN_H

#include "burn/burn.h"
#include "burn/ring.h"
#include "burn/speed.h"
#include "burn/step.h"

enum { BURN_UNDO_MAX = 3, BURN_BLOCK_BYTES = 2048 };

/* The state that the disc must report after the burn. */
struct burn_agreement {
    bool is_sequential;    /* else overwritable: it has to be formatted, and as large as written_end */
    bool may_be_complete;  /* the disc is finalised, or the drive may have done that by itself */
    bool may_be_open;      /* something can be appended */
    uint16_t sessions;     /* complete ones and, on an open disc, the empty one behind them; 0: not looked at */
    uint16_t track;        /* that was written; 0: not looked at */
    int32_t track_start;   /* and where it begins */
    uint32_t track_blocks; /* it has that many, or more */
    int32_t written_end;   /* the block behind the last one that was written */
};

struct burn_plan {
    struct burn_step *steps; /* owned */
    size_t count;
    size_t capacity;
    /* Sent instead of the steps that are left when a write fails or is cancelled, for what was written to stay
     * readable.
     */
    struct burn_step undo[BURN_UNDO_MAX];
    size_t undo_count;
    struct burn_agreement agreement;
    bool tells_all;     /* every phase before WRITING is reported, even one without a step */
    bool is_write_once; /* a WRITE that failed is not sent again */
    bool has_speed;
    struct burn_speed speed; /* what SPEED asks for; without it the fastest */
    bool is_out_of_memory;   /* an append failed; burn_plan_make looks at it once */
    struct burn_step spare;  /* what append returns then */
};

/* Can each block be written again? */
bool burn_is_overwritable(const struct burn_media *media);

/* Blocks that an overwritable medium has, or will have once it is formatted. */
uint64_t burn_overwritable_room(const struct burn_media *media);

/* What every failure says of the medium that it is about. */
void burn_fail_names_media(struct burn_failure *failure, const struct burn_media *media);

/* Everything that can be found before the first command that changes something, in this order: a medium that cannot
 * be written, its state, protection, something on it, too little room, ranges.
 * returns  BURN_OK; else the failure is full, media_status and medium too.
 */
enum burn_status burn_check(const struct burn_media *media, const struct burn_wishes *wishes,
                            struct burn_failure *failure);

/* The checks, then the plan of a burn.
 * limits   what one transfer may be (drive_get_limits).
 * plan     burn_plan_free it, on failure too.
 */
enum burn_status burn_plan_make(const struct burn_media *media, const struct burn_wishes *wishes,
                                const struct scsi_limits *limits, struct burn_plan *plan, struct burn_failure *failure);

/* Likewise for this drive and this source, which has to seek for ranges (else BURN_INVALID_RANGE), at this speed.
 * speed    NULL: the fastest.
 */
enum burn_status burn_plan_for(const struct burn_tools *tools, const struct burn_wishes *wishes,
                               const struct burn_media *media, const struct burn_speed *speed,
                               const struct burn_source *source, struct burn_plan *plan, struct burn_failure *failure);

/* The plan of burn_write_section: one run of WRITEs. burn_plan_free. Without memory is_out_of_memory is set, and it has
 * no step.
 */
void burn_plan_section(const struct burn_section *section, const struct scsi_limits *limits, struct burn_plan *plan);

/* The plan of an erase: BLANK, or zeros. BURN_NOT_ERASABLE, BURN_WRITE_PROTECTED, BURN_MEDIUM_UNSUPPORTED. */
enum burn_status burn_plan_erase(const struct burn_media *media, bool full, const struct scsi_limits *limits,
                                 struct burn_plan *plan, struct burn_failure *failure);

/* A plan of zeros, and one that was freed already, are allowed. */
void burn_plan_free(struct burn_plan *plan);

/* For the files that make plans: a step of this kind and phase behind the others, to be filled in before
 * the next one is appended, which may move them all. Never NULL: without memory it is a spare one, and is_out_of_memory
 * is set. Of undo steps there are BURN_UNDO_MAX at most.
 */
struct burn_step *burn_plan_append(struct burn_plan *plan, enum burn_step_kind kind, enum burn_phase phase);
struct burn_step *burn_plan_append_undo(struct burn_plan *plan, enum burn_step_kind kind);

/* How many blocks one WRITE takes: 64 KiB of them, or less by the adapter's limit, in whole units of the medium. */
uint32_t burn_plan_blocks_per_write(const struct scsi_limits *limits, uint32_t block_bytes, uint32_t unit_blocks);

/* Walks through the WRITEs of a plan: begin with all 0. */
struct burn_transfers {
    size_t step;
    uint32_t block; /* of its run */
};

/* The next WRITE of the plan, or false. `from` is its step. */
bool burn_plan_next_transfer(const struct burn_plan *plan, struct burn_transfers *transfers,
                             struct burn_transfer *transfer, const struct burn_step **from);

/* All WRITEs of the plan, and the bytes of the longest of them. */
uint64_t burn_plan_count_transfers(const struct burn_plan *plan, uint32_t *most_bytes);

#endif
