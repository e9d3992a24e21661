/* The caller's side of a run: it reads ahead, calls the observer, and waits for the worker. */
#include "burn/run.h"

enum { TICK_MS = 500, SLOW_TICK_MS = 1000, PERCENT_BEFORE_TRUST = 5 };

/* The order in which phases are told (behaviour sheet, events of Write). */
static const enum burn_phase phases[] = {BURN_VALIDATING, BURN_FORMATTING, BURN_INITIALIZING, BURN_CALIBRATING,
                                         BURN_WRITING,    BURN_FINALIZING, BURN_VERIFYING};

static uint64_t now_ms(const struct burn_run *run)
{
    return run->tools->clock->now_ms(run->tools->clock);
}

void burn_run_fail(struct burn_run *run, const struct burn_failure *failure)
{
    struct burn_pump *pump = run->tools->pump;

    pump->lock(pump);
    if (run->failure.status == BURN_OK) run->failure = *failure;
    pump->unlock(pump);
}

bool burn_run_is_cancelled(const struct burn_run *run)
{
    struct burn_control *control = run->tools->control;

    return control && atomic_load(&control->is_cancelled);
}

void burn_run_heed_cancel(struct burn_run *run)
{
    struct burn_failure failure;

    if (!burn_run_is_cancelled(run)) return;
    burn_fail(&failure, BURN_CANCELLED);
    burn_run_fail(run, &failure);
}

/* What is told, of one moment. */
struct moment {
    struct burn_progress progress;
    uint64_t blocks_before;
    unsigned done_ppm;
};

static struct moment moment_of(const struct burn_run *run)
{
    return (struct moment){run->progress, run->blocks_before, run->done_ppm};
}

/* From the speed until a twentieth of all runs is written, then from how fast it went. What the drive tells of one long
 * command is how far the whole is where nothing is written beside it.
 */
static void estimate(struct burn_run *run, const struct moment *moment, struct burn_progress *progress, uint64_t now)
{
    uint64_t written = moment->blocks_before + (uint64_t)((int64_t)progress->last_written_lba - progress->start_lba);

    progress->elapsed_s = (uint32_t)((now - run->began_ms) / 1000);
    if (!run->total_s) run->total_s = run->estimated_s;
    if (moment->done_ppm && !run->all_blocks) {
        run->total_s = (uint32_t)((now - run->began_ms) * 1000 / moment->done_ppm);
    } else if (progress->phase == BURN_WRITING && run->writing_ms && written &&
               written * 100 >= run->all_blocks * PERCENT_BEFORE_TRUST) {
        run->total_s =
            (uint32_t)((run->writing_ms - run->began_ms + (now - run->writing_ms) * run->all_blocks / written) / 1000);
    }
    if (run->total_s < progress->elapsed_s || run->is_over) run->total_s = progress->elapsed_s;
    progress->total_s = run->total_s;
}

static void notice(struct burn_run *run, const struct moment *moment, enum burn_phase phase)
{
    const struct burn_observer *observer = run->tools->observer;
    struct burn_progress progress = moment->progress;

    run->told_ms = now_ms(run);
    if (phase == BURN_WRITING && !run->writing_ms) run->writing_ms = run->told_ms;
    progress.phase = phase;
    estimate(run, moment, &progress, run->told_ms);
    run->told |= 1u << phase;
    if (observer && observer->notice) observer->notice(observer->context, &progress);
}

/* What the drive does by itself is told each second. */
static uint32_t tick_ms(const struct burn_run *run, enum burn_phase phase)
{
    bool is_slow = run->ticks_slowly || phase == BURN_FORMATTING || phase == BURN_FINALIZING;

    return is_slow ? SLOW_TICK_MS : TICK_MS;
}

/* The phases that were entered and not told yet, in their order. */
static void tell_entered(struct burn_run *run, const struct moment *moment, unsigned entered)
{
    size_t i;

    for (i = 0; i < sizeof phases / sizeof phases[0]; i++) {
        unsigned bit = 1u << phases[i];

        if (!(entered & bit) || run->told & bit) continue;
        /* The last WRITE is told, too. */
        if (phases[i] == BURN_FINALIZING && run->told & 1u << BURN_WRITING) notice(run, moment, BURN_WRITING);
        notice(run, moment, phases[i]);
    }
}

void burn_run_tell(struct burn_run *run)
{
    struct burn_pump *pump = run->tools->pump;
    struct moment moment;
    unsigned entered;

    pump->lock(pump);
    moment = moment_of(run);
    moment.progress.buffer_bytes = burn_ring_bytes(&run->ring);
    moment.progress.buffer_used_bytes = burn_ring_used_bytes(&run->ring);
    entered = run->entered;
    pump->unlock(pump);
    if (entered & ~run->told) {
        tell_entered(run, &moment, entered);
    } else if (entered && now_ms(run) - run->told_ms >= tick_ms(run, moment.progress.phase)) {
        notice(run, &moment, moment.progress.phase);
    }
}

static bool is_done(struct burn_run *run)
{
    struct burn_pump *pump = run->tools->pump;
    bool done;

    pump->lock(pump);
    done = run->is_done;
    pump->unlock(pump);
    return done;
}

void burn_run_tell_phase(struct burn_run *run, enum burn_phase phase)
{
    struct moment moment = moment_of(run);

    moment.progress.buffer_bytes = run->ring_bytes;
    moment.done_ppm = 0;
    notice(run, &moment, phase);
}

static uint32_t told_blocks(const struct burn_run_of_blocks *blocks)
{
    return burn_run_blocks(blocks) - blocks->zeros_before;
}

void burn_run_begin_progress(struct burn_run *run, size_t step)
{
    const struct burn_run_of_blocks *blocks = &run->plan->steps[step].run;
    struct burn_progress *progress = &run->progress;
    int32_t last;

    progress->start_lba = blocks->start_lba + (int32_t)blocks->zeros_before;
    progress->block_count = told_blocks(blocks);
    progress->last_read_lba = progress->start_lba;
    progress->last_written_lba = progress->start_lba;
    if (run->read.step < step || !run->read.blocks) return;
    last = run->read.step == step ? run->read.lba + (int32_t)run->read.blocks - 1
                                  : blocks->start_lba + (int32_t)burn_run_blocks(blocks) - 1;
    if (last > progress->last_read_lba) progress->last_read_lba = last;
}

/* Where the first run begins, and how much all have, before anything moved. */
static void begin_progress(struct burn_run *run)
{
    size_t i;

    for (i = run->plan->count; i-- > 0;) {
        if (run->plan->steps[i].kind != BURN_STEP_WRITE) continue;
        burn_run_begin_progress(run, i);
        run->all_blocks += told_blocks(&run->plan->steps[i].run);
    }
}

enum burn_status burn_run_plan(struct burn_run *run)
{
    struct burn_pump *pump = run->tools->pump;
    uint32_t most_bytes;

    run->transfers_left = burn_plan_count_transfers(run->plan, &most_bytes);
    run->is_read = run->transfers_left == 0;
    begin_progress(run);
    if (run->transfers_left && !burn_ring_open(&run->ring, most_bytes, run->transfers_left)) {
        return burn_fail(&run->failure, BURN_NO_MEMORY);
    }
    run->ring_bytes = burn_ring_bytes(&run->ring);
    /* Told before it begins; of the other phases it depends on the medium which is the first. */
    if (run->plan->steps[0].phase == BURN_WRITING) burn_run_enter(run, BURN_WRITING);
    burn_run_tell(run);
    if (!pump->start(pump, burn_worker_step, run)) {
        burn_ring_close(&run->ring);
        return burn_fail(&run->failure, BURN_NO_MEMORY);
    }
    while (!is_done(run)) {
        burn_run_tell(run);
        if (!burn_read_ahead(run)) pump->wait(pump, TICK_MS);
    }
    pump->finish(pump);
    burn_run_tell(run);
    /* A worker that was quick had ended before its last phase was told: a cancel at that notice counts, too. */
    burn_run_heed_cancel(run);
    burn_ring_close(&run->ring);
    if (run->tells_after) burn_run_tell_phase(run, run->progress.phase);
    return run->failure.status;
}

void burn_run_enter(struct burn_run *run, enum burn_phase phase)
{
    enum { INITIALIZING = 1u << BURN_INITIALIZING, CALIBRATING = 1u << BURN_CALIBRATING };
    struct burn_pump *pump = run->tools->pump;

    pump->lock(pump);
    /* Clients wait for a fixed row of phases. */
    if (run->plan->tells_all && phase == BURN_CALIBRATING) run->entered |= INITIALIZING;
    if (run->plan->tells_all && phase == BURN_WRITING) run->entered |= INITIALIZING | CALIBRATING;
    if (run->progress.phase != phase || !run->entered) {
        run->progress.phase = phase;
        run->entered |= 1u << phase;
        run->done_ppm = 0;
    }
    pump->unlock(pump);
}
