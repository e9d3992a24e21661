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

enum burn_status burn_write_medium(const struct burn_tools *tools, const struct burn_wishes *wishes,
                                   const struct burn_media *media, const struct burn_speed *speed,
                                   struct burn_source *source, uint64_t began_ms, struct burn_failure *failure)
{
    bool verifies = wishes->verification != BURN_VERIFY_NONE && !wishes->is_test;
    struct burn_verifier verifier;
    struct burn_plan plan;
    struct burn_run run;

    if (burn_plan_for(tools, wishes, media, speed, source, &plan, failure) != BURN_OK) {
        burn_plan_free(&plan);
        return failure->status;
    }
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
        burn_run_plan(&run);
        run.is_over = true;
        if (run.failure.status == BURN_OK) burn_run_tell_phase(&run, BURN_COMPLETED);
        if (verifies) burn_verifier_close(&verifier);
    }
    burn_plan_free(&plan);
    *failure = run.failure;
    burn_fail_names_media(failure, media);
    return failure->status;
}
