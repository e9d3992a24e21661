/* The worker's WRITEs: sent straight from the ring, repeated while the drive's buffer is full, and the handling of
 * errors.
 */
#include "burn/pace.h"
#include "burn/refusal.h"
#include "burn/send.h"
#include "burn/setbacks.h"
#include "burn/worker.h"

enum {
    IDLE_MS = 500,
    BUFFER_FULL_MAX_MS = 180000, /* about three minutes, as Windows' CD-ROM class driver has it */
};

/* The oldest transfer, once writing may begin. */
static const uint8_t *next_transfer(struct burn_run *run, struct burn_transfer *transfer)
{
    struct burn_pump *pump = run->tools->pump;
    const uint8_t *bytes = NULL;

    pump->lock(pump);
    if (run->is_prefilled) bytes = burn_ring_peek_next(&run->ring, transfer);
    pump->unlock(pump);
    return bytes;
}

/* The drive took it. */
static void count(struct burn_run *run, const struct burn_transfer *transfer)
{
    struct burn_pump *pump = run->tools->pump;
    int32_t last = transfer->lba + (int32_t)transfer->blocks - 1;

    run->was_retried = false;
    run->attempts = 0;
    run->busy_since_ms = 0;
    run->has_open_writes = run->is_unflushed = true;
    run->written_blocks += transfer->blocks;
    burn_pace_took(run, transfer);
    pump->lock(pump);
    if (last > run->progress.last_written_lba) run->progress.last_written_lba = last;
    pump->unlock(pump);
}

static void release(struct burn_run *run)
{
    struct burn_pump *pump = run->tools->pump;
    bool is_worth_a_wake;

    pump->lock(pump);
    burn_ring_release(&run->ring);
    is_worth_a_wake = !run->is_read && burn_ring_is_worth_filling(&run->ring);
    pump->unlock(pump);
    if (is_worth_a_wake) pump->wake(pump);
}

/* An error that a second try may mend, where a block can be written twice. Of an earlier WRITE, which a deferred error
 * tells of, the ring has nothing any more.
 */
static bool is_worth_a_retry(const struct burn_run *run, const struct drive_failure *failure)
{
    if (run->plan->is_write_once || run->was_retried || failure->status != DRIVE_REFUSED || !failure->has_sense ||
        failure->sense.deferred) {
        return false;
    }
    return failure->sense.key == SCSI_KEY_MEDIUM_ERROR || failure->sense.key == SCSI_KEY_HARDWARE_ERROR ||
           failure->sense.key == SCSI_KEY_ABORTED_COMMAND;
}

/* The end of the disc in the middle of what the checks had found room for: the drive had promised too much. */
static enum burn_turn fail(struct burn_run *run, const struct burn_step *step, const struct burn_transfer *transfer,
                           const struct drive_failure *drive)
{
    struct burn_failure failure;

    if (burn_is_disc_lost(drive)) run->is_disc_lost = true;
    burn_fail_drive(&failure, drive);
    failure.lba = transfer->lba;
    if (run->has_open_writes && run->media && run->source && burn_is_disc_full(drive)) {
        failure.status = BURN_TOO_LARGE;
        failure.needed_blocks = burn_run_blocks(&step->run);
        failure.free_blocks = (uint32_t)(transfer->lba - step->run.start_lba);
    }
    burn_run_fail(run, &failure);
    return BURN_TURN_FAILED;
}

static enum burn_turn refused(struct burn_run *run, const struct burn_step *step, const struct burn_transfer *transfer,
                              const struct drive_failure *drive)
{
    uint64_t now = run->tools->clock->now_ms(run->tools->clock);

    if (burn_is_buffer_full(drive)) {
        if (!run->busy_since_ms) run->busy_since_ms = now;
        if (now - run->busy_since_ms < BUFFER_FULL_MAX_MS) {
            burn_pace_met_full_buffer(run, transfer);
            run->pause_ms = burn_pace_pause_ms(run, &step->run, transfer);
            burn_setbacks_note(run->tools->setbacks, BURN_SETBACK_WAITED, drive, &transfer->lba, run->pause_ms);
            return BURN_TURN_AGAIN;
        }
    }
    if (burn_is_harmless(drive) && ++run->attempts < BURN_ATTENTIONS_MAX) {
        burn_setbacks_note(run->tools->setbacks, BURN_SETBACK_AGAIN, drive, &transfer->lba, 0);
        return BURN_TURN_AGAIN;
    }
    if (is_worth_a_retry(run, drive)) {
        run->was_retried = true;
        burn_setbacks_note(run->tools->setbacks, BURN_SETBACK_AGAIN, drive, &transfer->lba, 0);
        return BURN_TURN_AGAIN;
    }
    return fail(run, step, transfer, drive);
}

/* With several runs the progress is that of the present one; the first was told from the beginning. */
static void enter_run(struct burn_run *run)
{
    struct burn_pump *pump = run->tools->pump;

    if (run->entered_run) {
        pump->lock(pump);
        run->blocks_before += run->progress.block_count;
        burn_run_begin_progress(run, run->next);
        pump->unlock(pump);
    }
    run->entered_run = run->next + 1;
    run->written_blocks = 0;
}

enum burn_turn burn_write_turn(struct burn_run *run, const struct burn_step *step)
{
    struct burn_pump *pump = run->tools->pump;
    struct drive_failure failure;
    struct burn_transfer transfer;
    struct scsi_command command;
    const uint8_t *bytes;

    if (!burn_run_blocks(&step->run)) return BURN_TURN_NEXT;
    if (run->entered_run != run->next + 1) enter_run(run);
    bytes = next_transfer(run, &transfer);
    if (!bytes) {
        pump->idle(pump, IDLE_MS);
        return BURN_TURN_AGAIN;
    }
    switch (burn_pace_admits(run, &step->run, &transfer, &failure)) {
    case BURN_PACE_WAIT:
        return BURN_TURN_AGAIN;
    case BURN_PACE_FAILED:
        return refused(run, step, &transfer, &failure);
    case BURN_PACE_SEND:
        break;
    }
    burn_step_write_command(&step->run, transfer.lba, transfer.blocks, bytes, &command);
    if (burn_send_once(run->tools->drive, &command, &failure) != DRIVE_OK)
        return refused(run, step, &transfer, &failure);
    count(run, &transfer);
    release(run);
    return transfer.is_last ? BURN_TURN_NEXT : BURN_TURN_AGAIN;
}

/* A track has four seconds at least (IEC 60908), also one that ends early; not one that the drive failed at. */
enum burn_turn burn_fill_turn(struct burn_run *run, const struct burn_step *step)
{
    uint32_t blocks = burn_run_blocks(&step->run);
    uint32_t left = run->written_blocks < blocks ? blocks - run->written_blocks : 0;
    struct burn_transfer transfer = {
        .lba = step->run.start_lba + (int32_t)run->written_blocks,
        .blocks = left < step->run.blocks_per_write ? left : step->run.blocks_per_write,
    };
    struct drive_failure failure;
    struct scsi_command command;

    if (!left || run->has_failed_step) return BURN_TURN_NEXT;
    transfer.bytes = transfer.blocks * step->run.block_bytes;
    burn_step_write_command(&step->run, transfer.lba, transfer.blocks, run->zeros, &command);
    if (burn_send_once(run->tools->drive, &command, &failure) != DRIVE_OK)
        return refused(run, step, &transfer, &failure);
    count(run, &transfer);
    return transfer.blocks == left ? BURN_TURN_NEXT : BURN_TURN_AGAIN;
}
