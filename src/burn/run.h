/* A plan that is being run: what the caller's thread, which reads the source and tells the observer, and the worker,
 * which speaks to the drive, have of it.
 */
#ifndef OPENIMAPI2_BURN_RUN_H
#define OPENIMAPI2_BURN_RUN_H

#include "burn/pace.h"
#include "burn/plan.h"
#include "burn/ring.h"

/* Waiting for what the drive does by itself, after a command with its Immed bit. */
struct burn_poll {
    bool is_active;
    bool is_unit_ready; /* TEST UNIT READY was GOOD; READ DISC INFORMATION is next */
    uint64_t end_ms;    /* on the clock: not longer than that */
    uint32_t gap_ms;    /* between this question and the next */
};

struct burn_run {
    /* Set by the caller before burn_run_plan; borrowed. */
    const struct burn_tools *tools;
    const struct burn_plan *plan;
    const struct burn_media *media; /* NULL: not known, and no step needs it */
    struct burn_source *source;     /* NULL: the plan takes nothing from it */
    struct burn_verifier *verifier; /* NULL: nothing is verified */
    uint64_t began_ms;              /* on the clock: what elapsed_s counts from */
    uint32_t estimated_s;           /* of the whole, at first */
    bool ticks_slowly;              /* the observer is told each second, not each half */
    bool tells_after;               /* one more notice when all is over, of the phase that it ended in */
    const uint8_t *zeros;           /* page-aligned, as many bytes as a WRITE of a FILL has; NULL: the plan has none */

    /* Guarded by the pump's lock while the worker lives. */
    struct burn_ring ring;
    struct burn_progress progress; /* all but the ring and the times */
    uint64_t blocks_before;        /* of the runs of blocks before the present one */
    struct burn_transfer read;     /* the last one that went into the ring; 0 blocks: none yet */
    unsigned entered;              /* phases that were begun: 1 << enum burn_phase */
    unsigned done_ppm;             /* how far a long operation of the drive is, as it says; 0: it does not */
    bool is_read;                  /* everything that the plan writes is in the ring, or was */
    bool is_prefilled;             /* the ring was full once, or holds everything: writing may begin */
    bool is_done;                  /* the worker */
    struct burn_failure failure;   /* the first one */

    /* The worker's. */
    size_t next;             /* step */
    size_t entered_run;      /* step of the run of blocks that progress tells of, plus 1; 0: the first */
    bool is_undoing;         /* next counts plan->undo, then stands for the plan's last step */
    bool has_open_writes;    /* something was written that nothing has closed yet */
    bool is_unflushed;       /* of what was written something is not synchronized yet */
    uint32_t written_blocks; /* of the present run of blocks, that the drive took */
    bool is_disc_lost;       /* the drive does not answer any more, or another disc is in it: nothing is closed */
    bool was_retried;        /* this WRITE, on an overwritable medium */
    unsigned attempts;       /* of this step */
    uint64_t busy_since_ms;  /* the drive has no room for this WRITE since then; 0: it has */
    struct burn_pace pace;
    uint32_t pause_ms; /* before the next command */
    struct burn_poll poll;
    bool has_failed_step;
    enum burn_step_kind failed_kind; /* with a failure of the drive: of the step that failed first */
    bool failed_waiting;             /* likewise: its command was taken, what it began did not end well */

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
 * returns  BURN_OK, or what failed first; run->failure has all of it.
 */
enum burn_status burn_run_plan(struct burn_run *run);

/* For the files of a run. Keep this failure unless there is one already. Not with the lock. */
void burn_run_fail(struct burn_run *run, const struct burn_failure *failure);

/* Does somebody want it to end? */
bool burn_run_is_cancelled(const struct burn_run *run);

/* Where somebody does, the run has failed with BURN_CANCELLED, unless it had failed before. */
void burn_run_heed_cancel(struct burn_run *run);

/* Caller: read one transfer into the ring. False: there is no room now, or nothing left to read, or the run failed. */
bool burn_read_ahead(struct burn_run *run);

/* Caller: tell the observer each phase that was begun, and the present one again after half a second. */
void burn_run_tell(struct burn_run *run);

/* Caller, behind burn_run_plan: one notice more, of this phase, with what is known last. */
void burn_run_tell_phase(struct burn_run *run, enum burn_phase phase);

/* This phase begins. Not with the lock. */
void burn_run_enter(struct burn_run *run, enum burn_phase phase);

/* The run of blocks of this step as progress tells it: without the zeros before, which no client knows of, and with
 * what was read ahead. With the lock, while the worker lives.
 */
void burn_run_begin_progress(struct burn_run *run, size_t step);

/* The worker: a burn_pump_step; context is the run. */
bool burn_worker_step(void *run);

#endif
