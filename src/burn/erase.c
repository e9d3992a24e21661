/* burn_erase_medium: BLANK or zeros, and the statuses of an erase that fails. */
#include <string.h>

#include "burn/run.h"

/* First estimates, corrected as the operation goes on (Microsoft's erase sample). */
static uint32_t estimate_s(enum burn_medium medium, bool full)
{
    bool is_cd = medium == BURN_MEDIUM_CD_RW;
    bool is_unlike_a_dvd = medium == BURN_MEDIUM_DVD_RAM || medium == BURN_MEDIUM_DISK || medium == BURN_MEDIUM_UNKNOWN;

    if (full) return is_unlike_a_dvd ? 600 : 900;
    return is_cd || is_unlike_a_dvd ? 30 : 90;
}

/* Which of the erase's own failures this is. */
static enum burn_status judge(const struct burn_run *run)
{
    const struct drive_failure *drive = &run->failure.drive;
    bool is_refused = drive->status == DRIVE_REFUSED && drive->has_sense;

    if (run->failure.status != BURN_DRIVE || !run->has_failed_step) return run->failure.status;
    if (run->failed_kind == BURN_STEP_START_UNIT) return is_refused ? BURN_ERASE_NOT_STARTED : BURN_DRIVE;
    if (run->failed_kind != BURN_STEP_BLANK) return BURN_DRIVE;
    if (drive->status == DRIVE_MEDIUM_BUSY) return BURN_ERASE_TIMEOUT;
    if (is_refused && drive->sense.key == SCSI_KEY_NOT_READY && drive->sense.asc == 0x3A) return BURN_DRIVE;
    if (!is_refused) return BURN_DRIVE;
    return run->failed_waiting ? BURN_ERASE_UNEXPECTED : BURN_ERASE_REFUSED;
}

/* Was it the last step alone that failed, which allows removal again? Then the disc is erased, and that is the result
 * (Microsoft's erase sample).
 */
static bool is_door_shut_alone(const struct burn_run *run)
{
    return run->has_failed_step && run->failed_kind == BURN_STEP_REMOVAL && !run->is_undoing;
}

enum burn_status burn_erase_medium(const struct burn_tools *tools, const struct burn_media *media, bool full,
                                   struct burn_failure *failure)
{
    struct scsi_limits limits;
    struct burn_plan plan;
    struct burn_run run;

    drive_get_limits(tools->drive, &limits);
    if (burn_plan_erase(media, full, &limits, &plan, failure) != BURN_OK) {
        burn_plan_free(&plan);
        return failure->status;
    }
    memset(&run, 0, sizeof run);
    run.tools = tools;
    run.plan = &plan;
    run.media = media;
    run.began_ms = tools->clock->now_ms(tools->clock);
    run.estimated_s = estimate_s(media->medium, full);
    run.ticks_slowly = !burn_is_overwritable(media) || media->medium == BURN_MEDIUM_DVD_RW;
    burn_run_plan(&run);
    if (is_door_shut_alone(&run)) burn_fail(&run.failure, BURN_OK);
    run.failure.status = judge(&run);
    run.is_over = true;
    if (run.failure.status == BURN_OK) burn_run_tell_phase(&run, BURN_WRITING);
    burn_plan_free(&plan);
    *failure = run.failure;
    burn_fail_names_media(failure, media);
    return failure->status;
}
