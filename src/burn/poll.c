/* Polls: TEST UNIT READY until it is GOOD, then READ DISC INFORMATION until that is GOOD too, since some drives
 * (Pioneer) show only there that they are still busy. TEST UNIT READY is enough where the drive does not know READ DISC
 * INFORMATION.
 */
#include <string.h>

#include "base/bytes.h"
#include "burn/refusal.h"
#include "burn/send.h"
#include "burn/worker.h"
#include "mmc/cdb.h"
#include "mmc/codes.h"

enum { FIRST_GAP_MS = 100, LAST_GAP_MS = 1000, PPM = 1000000, SECOND_MS = 1000 };

/* How long a drive may be at it, and whether READ DISC INFORMATION alone is asked, once a second (Microsoft's erase
 * sample).
 */
/* clang-format off */
static const struct {
    enum burn_step_kind kind;
    uint32_t most_s;
    bool only_disc_information;
} operations[] = {
    {BURN_STEP_START_UNIT,   60,    false},
    {BURN_STEP_FORMAT,       10800, false}, /* mode page 1Dh of Plextor and LG: group 2 takes 3 h at most */
    {BURN_STEP_SYNCHRONIZE,  900,   false}, /* growisofs: 15 min for Pioneer */
    {BURN_STEP_CLOSE,        3600,  false}, /* libburn */
    {BURN_STEP_BLANK,        3600,  true},  /* IMAPI: an erase that takes an hour has failed */
    {BURN_STEP_AGREE,        60,    false},
    {BURN_STEP_VERIFY,       60,    false},
};
/* clang-format on */

void burn_poll_begin(struct burn_run *run, const struct burn_step *step)
{
    const struct base_clock *clock = run->tools->clock;
    size_t i = 0;

    while (operations[i].kind != step->kind && i + 1 < sizeof operations / sizeof operations[0])
        i++;
    memset(&run->poll, 0, sizeof run->poll);
    run->poll.is_active = true;
    run->poll.is_unit_ready = operations[i].only_disc_information;
    run->poll.end_ms = clock->now_ms(clock) + (uint64_t)operations[i].most_s * SECOND_MS;
    run->poll.gap_ms = operations[i].only_disc_information ? LAST_GAP_MS : FIRST_GAP_MS;
    run->pause_ms = run->poll.gap_ms;
}

static enum drive_status ask(struct burn_run *run, struct drive_failure *failure)
{
    uint8_t reply[MMC_DISC_INFORMATION_BYTES];
    struct scsi_command command;

    if (run->poll.is_unit_ready) {
        mmc_cdb_read_disc_information(&command, 0, reply, sizeof reply);
    } else {
        mmc_cdb_test_unit_ready(&command);
    }
    return burn_send_once(run->tools->drive, &command, failure);
}

static void keep_progress(struct burn_run *run, const struct drive_failure *failure)
{
    struct burn_pump *pump = run->tools->pump;

    if (!failure->has_sense || !failure->sense.has_progress) return;
    pump->lock(pump);
    run->done_ppm = (unsigned)((uint64_t)failure->sense.progress * PPM / 65536);
    pump->unlock(pump);
}

static enum burn_turn still_at_it(struct burn_run *run, const struct burn_step *step,
                                  const struct drive_failure *failure)
{
    const struct base_clock *clock = run->tools->clock;
    struct drive_failure late = *failure;

    if (clock->now_ms(clock) >= run->poll.end_ms) {
        uint8_t data[BURN_STEP_DATA_MAX];
        struct scsi_command command;

        late.status = DRIVE_MEDIUM_BUSY;
        if (burn_step_command(step, data, &command)) late.opcode = command.cdb[0];
        return burn_worker_fail(run, &late);
    }
    keep_progress(run, failure);
    run->poll.gap_ms = run->poll.gap_ms * 2 < LAST_GAP_MS ? run->poll.gap_ms * 2 : LAST_GAP_MS;
    run->pause_ms = run->poll.gap_ms;
    return BURN_TURN_AGAIN;
}

bool burn_has_no_disc_information(const struct burn_run *run, const struct drive_failure *failure)
{
    return run->media && run->media->disc.disc_state == MMC_DISC_OTHER && failure->status == DRIVE_REFUSED &&
           failure->opcode == MMC_OPCODE_READ_DISC_INFORMATION && failure->has_sense && !failure->sense.deferred &&
           failure->sense.key == SCSI_KEY_ILLEGAL_REQUEST;
}

enum burn_turn burn_poll_turn(struct burn_run *run, const struct burn_step *step)
{
    struct drive_failure failure;

    if (ask(run, &failure) != DRIVE_OK) {
        if (burn_is_in_progress(&failure) || burn_is_harmless(&failure)) return still_at_it(run, step, &failure);
        if (step->kind == BURN_STEP_BLANK || !burn_has_no_disc_information(run, &failure)) {
            return burn_worker_fail(run, &failure);
        }
    }
    if (run->poll.is_unit_ready) return BURN_TURN_NEXT;
    run->poll.is_unit_ready = true;
    return BURN_TURN_AGAIN;
}
