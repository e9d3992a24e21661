/* burn_write_medium: from the checks of a known medium to the verification. */
#include <string.h>

#include "burn/run.h"
#include "burn/verify.h"

/* Seconds in which most drives close a session. */
enum { CLOSING_S = 30, SECTORS_UNKNOWN = 2705 /* DVD 4x */ };

static uint32_t estimate_s(const struct burn_wishes *wishes, const struct burn_speed *speed)
{
    uint64_t sectors = speed && speed->sectors > 0 ? (uint64_t)speed->sectors : SECTORS_UNKNOWN;

    return (uint32_t)(wishes->block_count / sectors) + CLOSING_S;
}

/* The checks, the plan, and that ranges, which are read where they lie, come from a source that can seek. */
static enum burn_status make_plan(const struct burn_tools *tools, const struct burn_media *media,
                                  const struct burn_wishes *wishes, const struct burn_source *source,
                                  struct burn_plan *plan, struct burn_failure *failure)
{
    struct scsi_limits limits;

    drive_get_limits(tools->drive, &limits);
    if (burn_plan_make(media, wishes, &limits, plan, failure) == BURN_OK && wishes->ranges &&
        burn_is_overwritable(media) && !source->seek) {
        burn_fail(failure, BURN_INVALID_RANGE);
    }
    return failure->status;
}

enum burn_status burn_write_medium(const struct burn_tools *tools, const struct burn_wishes *wishes,
                                   const struct burn_media *media, const struct burn_speed *speed,
                                   struct burn_source *source, uint64_t began_ms, struct burn_failure *failure)
{
    bool verifies = wishes->verification != BURN_VERIFY_NONE && !wishes->is_test;
    struct burn_verifier verifier;
    struct burn_plan plan;
    struct burn_run run;

    if (make_plan(tools, media, wishes, source, &plan, failure) != BURN_OK) {
        burn_plan_free(&plan);
        failure->media_status = media->status;
        failure->medium = (uint8_t)media->medium;
        return failure->status;
    }
    plan.has_speed = speed != NULL;
    if (speed) plan.speed = *speed;
    memset(&run, 0, sizeof run);
    run.tools = tools;
    run.plan = &plan;
    run.media = media;
    run.source = source;
    run.began_ms = began_ms;
    run.estimated_s = estimate_s(wishes, speed);
    if (verifies && !burn_verifier_open(&verifier, &plan, wishes->verification == BURN_VERIFY_FULL)) {
        burn_fail(&run.failure, BURN_NO_MEMORY);
    } else {
        run.verifier = verifies ? &verifier : NULL;
        if (burn_run_plan(&run) == BURN_OK) burn_run_tell_phase(&run, BURN_COMPLETED);
        if (verifies) burn_verifier_close(&verifier);
    }
    burn_plan_free(&plan);
    *failure = run.failure;
    failure->media_status = media->status;
    failure->medium = (uint8_t)media->medium;
    return failure->status;
}
