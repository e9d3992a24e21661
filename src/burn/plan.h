/* The plan of a burn: the commands to the drive, step by step, made before the first one is sent. A plan can be
 * printed, compared and run.
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
    bool is_sequential;    /* else overwritable: it has to be formatted, and at least as large as written_end */
    bool may_be_complete;  /* the disc is finalised, or the drive may finalise it by itself */
    bool may_be_open;      /* something can be appended */
    uint16_t sessions;     /* complete ones and, on an open disc, the empty one after them; 0: not checked */
    uint16_t track;        /* the track that was written; 0: not checked */
    int32_t track_start;   /* its start */
    uint32_t track_blocks; /* the track has at least so many */
    int32_t written_end;   /* the block after the last one that was written */
};

struct burn_plan {
    struct burn_step *steps; /* owned */
    size_t count;
    size_t capacity;
    /* Sent instead of the remaining steps when a write fails or is cancelled, so that the blocks already written stay
     * readable.
     */
    struct burn_step undo[BURN_UNDO_MAX];
    size_t undo_count;
    struct burn_agreement agreement;
    bool tells_all;     /* every phase before WRITING is reported, even one without a step */
    bool is_write_once; /* a WRITE that failed is not sent again */
    bool has_speed;
    struct burn_speed speed; /* the speed that SPEED sets; without it the fastest */
    bool is_out_of_memory;   /* an append failed; burn_plan_make checks it once */
    struct burn_step spare;  /* the step that append returns then */
};

/* Can each block of the medium be rewritten? */
bool burn_is_overwritable(const struct burn_media *media);

/* Blocks that an overwritable medium has, or will have once it is formatted. */
uint64_t burn_overwritable_room(const struct burn_media *media);

/* Set the members of a failure that describe the medium. */
void burn_fail_names_media(struct burn_failure *failure, const struct burn_media *media);

/* All checks that can be made before the first command that changes something, in this order: a medium that cannot be
 * written, its state, its protection, existing contents, too little room, ranges.
 * returns  BURN_OK; otherwise all of the failure is set, with media_status and medium.
 */
enum burn_status burn_check(const struct burn_media *media, const struct burn_wishes *wishes,
                            struct burn_failure *failure);

/* The checks, then the plan of a burn.
 * limits   the limits of one transfer (drive_get_limits).
 * plan     to be freed with burn_plan_free, also on failure.
 */
enum burn_status burn_plan_make(const struct burn_media *media, const struct burn_wishes *wishes,
                                const struct scsi_limits *limits, struct burn_plan *plan, struct burn_failure *failure);

/* The same for this drive and this source, at this speed. With ranges the source must be able to seek (else
 * BURN_INVALID_RANGE).
 * speed    NULL: the fastest.
 */
enum burn_status burn_plan_for(const struct burn_tools *tools, const struct burn_wishes *wishes,
                               const struct burn_media *media, const struct burn_speed *speed,
                               const struct burn_source *source, struct burn_plan *plan, struct burn_failure *failure);

/* The plan of burn_write_section: one run of WRITEs. To be freed with burn_plan_free. Without memory is_out_of_memory
 * is set, and the plan has no step.
 */
void burn_plan_section(const struct burn_section *section, const struct scsi_limits *limits, struct burn_plan *plan);

/* The plan of an erase: BLANK, or zeros. BURN_NOT_ERASABLE, BURN_WRITE_PROTECTED, BURN_MEDIUM_UNSUPPORTED. */
enum burn_status burn_plan_erase(const struct burn_media *media, bool full, const struct scsi_limits *limits,
                                 struct burn_plan *plan, struct burn_failure *failure);

/* A plan of all 0, and one that has been freed already, are allowed. */
void burn_plan_free(struct burn_plan *plan);

/* For the files that make plans: append a step of this kind and phase, to be filled in before the next one is appended,
 * as that may move all steps. Never NULL: without memory a spare step is returned, and is_out_of_memory is set. There
 * are at most BURN_UNDO_MAX undo steps.
 */
struct burn_step *burn_plan_append(struct burn_plan *plan, enum burn_step_kind kind, enum burn_phase phase);
struct burn_step *burn_plan_append_undo(struct burn_plan *plan, enum burn_step_kind kind);

/* How many blocks one WRITE takes: 64 KiB of them, or fewer because of the adapter's limit, in whole units of the
 * medium.
 */
uint32_t burn_plan_blocks_per_write(const struct scsi_limits *limits, uint32_t block_bytes, uint32_t unit_blocks);

/* A walk through the WRITEs of a plan: begin with all 0. */
struct burn_transfers {
    size_t step;
    uint32_t block; /* of its run */
};

/* The next WRITE of the plan, or false. `from` is its step. */
bool burn_plan_next_transfer(const struct burn_plan *plan, struct burn_transfers *transfers,
                             struct burn_transfer *transfer, const struct burn_step **from);

/* The number of WRITEs in the plan; most_bytes: the length of the longest. */
uint64_t burn_plan_count_transfers(const struct burn_plan *plan, uint32_t *most_bytes);

#endif
