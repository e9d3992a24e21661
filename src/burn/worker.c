/* The worker: carries out a plan, one command or one wait at a time. */
#include "burn/worker.h"

#include <string.h>

#include "burn/refusal.h"
#include "burn/send.h"
#include "burn/setbacks.h"
#include "burn/speed.h"
#include "drive/command.h"
#include "mmc/cdb.h"
#include "mmc/codes.h"

enum { REMOVAL_TRIES = 5, REMOVAL_PAUSE_MS = 1000 };

/* What a step may be refused with, and the burn goes on. */
/* clang-format off */
static const struct {
    enum burn_step_kind kind;
    uint8_t key, asc, ascq;
} forgiven[] = {
    {BURN_STEP_REMOVAL,     0x5, 0x20, 0x00}, /* a drive without a lock */
    {BURN_STEP_REMOVAL,     0x5, 0x24, 0x00},
    {BURN_STEP_CALIBRATE,   0x5, 0x20, 0x00}, /* Panasonic (growisofs) */
    {BURN_STEP_CALIBRATE,   0x5, 0x24, 0x00}, /* HL-DT-ST GSA-4082B (libburn) */
    {BURN_STEP_CALIBRATE,   0x5, 0x27, 0x00}, /* Plextor PX-712A */
    {BURN_STEP_CALIBRATE,   0x5, 0x2C, 0x00}, /* Plextor PX-716UF */
    {BURN_STEP_CALIBRATE,   0x5, 0x30, 0x02}, /* TSSTcorp TS-H542A */
    {BURN_STEP_SYNCHRONIZE, 0x3, 0x0C, 0x09}, /* loss of streaming: whether it did harm the disc says afterwards */
};
/* clang-format on */

static bool is_forgiven(const struct burn_step *step, const struct drive_failure *failure)
{
    size_t i;

    if (step->kind == BURN_STEP_LAYER_BREAK)
        return failure->status == DRIVE_REFUSED && failure->has_sense && failure->sense.key == SCSI_KEY_ILLEGAL_REQUEST;
    if (step->may_be_refused && (burn_sense_is(failure, 0x5, 0x20, 0x00) || burn_sense_is(failure, 0x5, 0x24, 0x00) ||
                                 burn_sense_is(failure, 0x5, 0x30, 0x10))) {
        return true;
    }
    for (i = 0; i < sizeof forgiven / sizeof forgiven[0]; i++) {
        if (step->kind == forgiven[i].kind &&
            burn_sense_is(failure, forgiven[i].key, forgiven[i].asc, forgiven[i].ascq)) {
            return true;
        }
    }
    return false;
}

/* The same, and noted. */
static bool can_do_without(struct burn_run *run, const struct burn_step *step, const struct drive_failure *failure)
{
    if (!is_forgiven(step, failure)) return false;
    burn_setbacks_note(run->tools->setbacks, BURN_SETBACK_PASSED, failure, NULL, 0);
    return true;
}

static enum burn_turn again(struct burn_run *run, const struct drive_failure *failure)
{
    burn_setbacks_note(run->tools->setbacks, BURN_SETBACK_AGAIN, failure, NULL, run->pause_ms);
    return BURN_TURN_AGAIN;
}

enum burn_turn burn_worker_fail(struct burn_run *run, const struct drive_failure *drive)
{
    struct burn_failure failure;

    if (burn_is_disc_lost(drive)) run->is_disc_lost = true;
    burn_fail_drive(&failure, drive);
    burn_run_fail(run, &failure);
    return BURN_TURN_FAILED;
}

/* The disc was read a moment ago. That it is still the same is seen at the first command behind that, which shuts the
 * door: a unit attention is absorbed there only if it says nothing of the disc.
 */
static enum burn_turn prevent_removal(struct burn_run *run, const struct burn_step *step)
{
    struct drive_failure failure;
    struct scsi_command command;

    mmc_cdb_prevent_allow_medium_removal(&command, true, false);
    if (burn_send_once(run->tools->drive, &command, &failure) == DRIVE_OK || can_do_without(run, step, &failure)) {
        return BURN_TURN_NEXT;
    }
    if ((burn_is_attention_without_change(&failure) || (failure.has_sense && failure.sense.deferred)) &&
        ++run->attempts < BURN_ATTENTIONS_MAX) {
        return again(run, &failure);
    }
    return burn_worker_fail(run, &failure);
}

/* Nobody's door stays shut for one refusal (Microsoft's erase sample: 5 tries, a second apart). */
static enum burn_turn allow_removal(struct burn_run *run, const struct burn_step *step)
{
    struct drive_failure failure;

    if (drive_prevent_removal(run->tools->drive, false, &failure) == DRIVE_OK || can_do_without(run, step, &failure)) {
        return BURN_TURN_NEXT;
    }
    if (burn_is_drive_gone(&failure) || ++run->attempts >= REMOVAL_TRIES) return burn_worker_fail(run, &failure);
    run->pause_ms = REMOVAL_PAUSE_MS;
    return again(run, &failure);
}

static enum burn_turn removal_turn(struct burn_run *run, const struct burn_step *step)
{
    return step->prevents ? prevent_removal(run, step) : allow_removal(run, step);
}

/* START_UNIT, CALIBRATE, CUE_SHEET, RESERVE_TRACK, LAYER_BREAK: one command, by the rules of the drive layer:
 * unit attention is absorbed.
 */
static enum burn_turn send_turn(struct burn_run *run, const struct burn_step *step)
{
    uint8_t data[BURN_STEP_DATA_MAX];
    struct drive_failure failure;
    struct scsi_command command;
    enum drive_status status;

    burn_step_command(step, data, &command);
    status = drive_send(run->tools->drive, &command, NULL, &failure);
    if (status == DRIVE_OK || can_do_without(run, step, &failure)) return BURN_TURN_NEXT;
    return burn_worker_fail(run, &failure);
}

static enum burn_turn parameters_turn(struct burn_run *run, const struct burn_step *step)
{
    struct drive_failure failure;

    if (burn_set_write_parameters(run->tools->drive, &step->parameters, &failure) == DRIVE_OK) return BURN_TURN_NEXT;
    return burn_worker_fail(run, &failure);
}

/* A speed that the drive refuses is no reason not to burn. */
static enum burn_turn speed_turn(struct burn_run *run, const struct burn_step *step)
{
    const struct burn_plan *plan = run->plan;
    struct drive_failure failure;
    enum drive_status status;

    (void)step;
    status = burn_speed_set(run->tools->drive, run->media, plan->has_speed ? &plan->speed : NULL, &failure);
    if (status == DRIVE_REFUSED) burn_setbacks_note(run->tools->setbacks, BURN_SETBACK_PASSED, &failure, NULL, 0);
    if (status == DRIVE_OK || status == DRIVE_REFUSED) return BURN_TURN_NEXT;
    return burn_worker_fail(run, &failure);
}

/* Between WRITE and the end of the closes nothing is sent a second time without a reason. */
static void send_long(struct burn_run *run, const struct burn_step *step, struct drive_failure *failure)
{
    uint8_t data[BURN_STEP_DATA_MAX];
    struct scsi_command command;

    burn_step_command(step, data, &command);
    if (step->kind == BURN_STEP_FORMAT || step->kind == BURN_STEP_BLANK) {
        drive_send(run->tools->drive, &command, NULL, failure);
    } else {
        burn_send_once(run->tools->drive, &command, failure);
    }
}

/* FORMAT, SYNCHRONIZE, CLOSE, BLANK: one command, then polls until the drive is done. */
static enum burn_turn long_turn(struct burn_run *run, const struct burn_step *step)
{
    struct drive_failure failure;
    struct burn_step at_once;
    enum burn_turn turn;

    if (run->poll.is_active) {
        turn = burn_poll_turn(run, step);
        if (!run->has_failed_step) run->failed_waiting = turn == BURN_TURN_FAILED;
        return turn;
    }
    send_long(run, step, &failure);
    /* Seen: HL-DT-ST GSA-4082B does not know the Immed bit of some commands. */
    if ((step->kind == BURN_STEP_SYNCHRONIZE || step->kind == BURN_STEP_CLOSE) && step->immediate &&
        burn_sense_is(&failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_FIELD, 0x00)) {
        at_once = *step;
        at_once.immediate = false;
        send_long(run, &at_once, &failure);
    }
    if (failure.status != DRIVE_OK && can_do_without(run, step, &failure)) return BURN_TURN_NEXT;
    if (burn_is_harmless(&failure) && ++run->attempts < BURN_ATTENTIONS_MAX) return again(run, &failure);
    if (failure.status != DRIVE_OK && !burn_is_started(&failure)) return burn_worker_fail(run, &failure);
    if (failure.status == DRIVE_OK && step->kind == BURN_STEP_SYNCHRONIZE && !step->immediate) return BURN_TURN_NEXT;
    burn_poll_begin(run, step);
    return BURN_TURN_AGAIN;
}

/* clang-format off */
static enum burn_turn (*const turns[BURN_STEP_KINDS])(struct burn_run *run, const struct burn_step *step) = {
    [BURN_STEP_REMOVAL]          = removal_turn,
    [BURN_STEP_START_UNIT]       = send_turn,
    [BURN_STEP_WRITE_PARAMETERS] = parameters_turn,
    [BURN_STEP_SPEED]            = speed_turn,
    [BURN_STEP_CALIBRATE]        = send_turn,
    [BURN_STEP_CUE_SHEET]        = send_turn,
    [BURN_STEP_RESERVE_TRACK]    = send_turn,
    [BURN_STEP_LAYER_BREAK]      = send_turn,
    [BURN_STEP_FORMAT]           = long_turn,
    [BURN_STEP_WRITE]            = burn_write_turn,
    [BURN_STEP_FILL]             = burn_fill_turn,
    [BURN_STEP_SYNCHRONIZE]      = long_turn,
    [BURN_STEP_CLOSE]            = long_turn,
    [BURN_STEP_BLANK]            = long_turn,
    [BURN_STEP_AGREE]            = burn_agree_turn,
    [BURN_STEP_VERIFY]           = burn_verify_turn,
};
/* clang-format on */

static bool has_failed(struct burn_run *run)
{
    struct burn_pump *pump = run->tools->pump;
    bool failed;

    pump->lock(pump);
    failed = run->failure.status != BURN_OK;
    pump->unlock(pump);
    return failed;
}

/* The step of now, or NULL at the end: of the plan, or of undoing, behind which the door is opened. */
static const struct burn_step *step_of(const struct burn_run *run)
{
    const struct burn_plan *plan = run->plan;
    const struct burn_step *last = plan->count ? &plan->steps[plan->count - 1] : NULL;

    if (!run->is_undoing) return run->next < plan->count ? &plan->steps[run->next] : NULL;
    if (run->next < plan->undo_count) return &plan->undo[run->next];
    if (run->next == plan->undo_count && last && last->kind == BURN_STEP_REMOVAL && !last->prevents) return last;
    return NULL;
}

static void begin_step(struct burn_run *run, size_t next)
{
    run->next = next;
    run->attempts = 0;
    run->pause_ms = 0;
    memset(&run->poll, 0, sizeof run->poll);
}

/* The plan is over. What was written is closed, as far as the drive answers. */
static void undo(struct burn_run *run)
{
    run->is_undoing = true;
    begin_step(run, run->has_open_writes && !run->is_disc_lost ? 0 : run->plan->undo_count);
}

/* A step failed. What closes the disc is tried to its end: a track that is closed is worth more than an open one. */
static void go_on_after(struct burn_run *run, const struct burn_step *step)
{
    bool is_closing = step->phase == BURN_FINALIZING && !run->is_disc_lost;

    if (run->is_undoing) {
        begin_step(run, is_closing || run->next >= run->plan->undo_count ? run->next + 1 : run->plan->undo_count);
    } else if (is_closing || run->next + 1 == run->plan->count) {
        begin_step(run, run->next + 1);
    } else {
        undo(run);
    }
}

/* Between two commands of what can be left as it is; what the drive does by itself, and closes, are waited for. */
static bool is_to_stop(struct burn_run *run, const struct burn_step *step)
{
    if (run->is_undoing || run->poll.is_active || step->phase == BURN_FINALIZING) return false;
    if (step->kind == BURN_STEP_REMOVAL && !step->prevents) return false;
    burn_run_heed_cancel(run);
    return has_failed(run);
}

static bool end(struct burn_run *run)
{
    struct burn_pump *pump = run->tools->pump;

    pump->lock(pump);
    run->is_done = true;
    pump->unlock(pump);
    pump->wake(pump);
    return false;
}

/* One turn of a step. */
static void take_turn(struct burn_run *run, const struct burn_step *step)
{
    struct burn_pump *pump = run->tools->pump;

    if (step->phase == BURN_FINALIZING && step->kind != BURN_STEP_AGREE && !run->is_undoing) {
        run->has_open_writes = false;
    }
    if (step->kind == BURN_STEP_AGREE && has_failed(run)) {
        begin_step(run, run->next + 1);
        return;
    }
    switch (turns[step->kind](run, step)) {
    case BURN_TURN_AGAIN:
        break;
    case BURN_TURN_NEXT:
        if (step->kind == BURN_STEP_SYNCHRONIZE) run->is_unflushed = false;
        begin_step(run, run->next + 1);
        pump->wake(pump);
        break;
    case BURN_TURN_FAILED:
        if (!run->has_failed_step) run->failed_kind = step->kind;
        run->has_failed_step = true;
        go_on_after(run, step);
        pump->wake(pump);
        break;
    }
}

bool burn_worker_step(void *context)
{
    struct burn_run *run = context;
    const struct base_clock *clock = run->tools->clock;
    const struct burn_step *step;

    if (run->pause_ms) {
        clock->sleep_ms(clock, run->pause_ms);
        run->pause_ms = 0;
        return true;
    }
    step = step_of(run);
    if (!step) return end(run);
    if (is_to_stop(run, step)) {
        undo(run);
        return true;
    }
    /* The door is opened in the phase that was the last. */
    if (step->kind != BURN_STEP_REMOVAL) burn_run_enter(run, step->phase);
    take_turn(run, step);
    return true;
}
