/* A plan that is being run: the data of the caller's thread, which reads the source and calls the observer, and of the
 * worker, which sends commands to the drive.
 */
#ifndef OPENIMAPI2_BURN_RUN_H
#define OPENIMAPI2_BURN_RUN_H

#include "burn/pace.h"
#include "burn/plan.h"
#include "burn/ring.h"

/* Waiting for an operation that the drive does by itself, after a command with its Immed bit. */
struct burn_poll {
    bool is_active;
    bool is_unit_ready; /* TEST UNIT READY was GOOD; READ DISC INFORMATION is next */
    uint64_t end_ms;    /* on the clock: the end of waiting */
    uint32_t gap_ms;    /* between this query and the next */
};

struct burn_run {
    /* Set by the caller before burn_run_plan; borrowed. */
    const struct burn_tools *tools;
    const struct burn_plan *plan;
    const struct burn_media *media; /* NULL: not known, and no step needs it */
    struct burn_source *source;     /* NULL: the plan reads nothing from it */
    struct burn_verifier *verifier; /* NULL: nothing is verified */
    uint64_t began_ms;              /* on the clock: the time from which elapsed_s counts */
    uint32_t estimated_s;           /* the first estimate of the whole time */
    bool ticks_slowly;              /* the observer is told each second, not each half second */
    bool tells_after;               /* one more notice at the end, with the phase in which the run ended */
    const uint8_t *zeros;           /* page-aligned, as many bytes as a WRITE of a FILL has; NULL: the plan has none */

    /* Guarded by the pump's lock while the worker lives. */
    struct burn_ring ring;
    struct burn_progress progress; /* all but the ring and the times */
    uint64_t blocks_before;        /* of the runs of blocks before the present one */
    struct burn_transfer read;     /* the last one that was put into the ring; 0 blocks: none yet */
    unsigned entered;              /* phases that have begun: 1 << enum burn_phase */
    unsigned done_ppm;             /* progress of a long operation as the drive reports it; 0: not reported */
    bool is_read;                  /* all data that the plan writes is in the ring, or was */
    bool is_prefilled;             /* the ring was full once, or holds everything: writing may begin */
    bool is_done;                  /* the worker */
    struct burn_failure failure;   /* the first one */

    /* The worker's. */
    size_t next;             /* step */
    size_t entered_run;      /* step of the run of blocks that progress describes, plus 1; 0: the first */
    bool is_undoing;         /* next is an index of plan->undo; undo_count stands for the plan's last step */
    bool has_open_writes;    /* something was written that has not been closed yet */
    bool is_unflushed;       /* something that was written has not been synchronised yet */
    uint32_t written_blocks; /* blocks of the present run that the drive took */
    bool is_disc_lost;       /* the drive no longer answers, or holds another disc: nothing is closed */
    bool was_retried;        /* this WRITE, on an overwritable medium */
    unsigned attempts;       /* of this step */
    uint64_t busy_since_ms;  /* the drive has no room for this WRITE since then; 0: it has */
    struct burn_pace pace;
    uint32_t pause_ms; /* before the next command */
    struct burn_poll poll;
    bool has_failed_step;
    enum burn_step_kind failed_kind; /* with a failure of the drive: kind of the step that failed first */
    bool failed_waiting;             /* likewise: its command was accepted, but its operation failed */

    /* The caller's. */
    struct burn_transfers reading;
    uint64_t transfers_left;
    uint64_t source_at; /* bytes from the source's beginning */
    unsigned told;      /* phases */
    uint64_t told_ms;
    uint32_t ring_bytes;
    uint64_t all_blocks; /* of all runs of blocks, as progress counts them */
    bool is_over;        /* total_s is elapsed_s */
    uint64_t writing_ms; /* when writing began; 0: not yet */
    uint32_t total_s;
};

/* Run the plan from its first step to its last. The fields of the first group are set, all others are 0.
 * returns  BURN_OK, or the first failure; run->failure has its details.
 */
enum burn_status burn_run_plan(struct burn_run *run);

/* For the files of a run. Record this failure unless there is one already. Not to be called with the lock held. */
void burn_run_fail(struct burn_run *run, const struct burn_failure *failure);

/* Has the run been cancelled? */
bool burn_run_is_cancelled(const struct burn_run *run);

/* If the run has been cancelled, it fails with BURN_CANCELLED, unless it had failed before. */
void burn_run_heed_cancel(struct burn_run *run);

/* Caller: read one transfer into the ring. False: there is no room now, nothing is left to read, or the run failed. */
bool burn_read_ahead(struct burn_run *run);

/* Caller: tell the observer each phase that has begun, and the present one again after half a second. */
void burn_run_tell(struct burn_run *run);

/* Caller, after burn_run_plan: one more notice, of this phase, with the last known values. */
void burn_run_tell_phase(struct burn_run *run, enum burn_phase phase);

/* This phase begins. Not to be called with the lock held. */
void burn_run_enter(struct burn_run *run, enum burn_phase phase);

/* Set progress to the run of blocks of this step: without the zeros before it, which no client knows about, and with
 * the blocks read ahead. To be called with the lock held, while the worker lives.
 */
void burn_run_begin_progress(struct burn_run *run, size_t step);

/* The worker: a burn_pump_step; context is the run. */
bool burn_worker_step(void *run);

#endif
