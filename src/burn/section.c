/* burn_write_section: WRITEs and nothing else. */
#include <string.h>

#include "burn/run.h"

/* Addresses are 32 bits with a sign; a block has to fit the ring. */
static bool is_possible(const struct burn_section *section)
{
    return section->block_bytes && section->block_bytes <= BURN_RING_BYTES &&
           section->start_lba + (int64_t)section->block_count <= INT32_MAX;
}

enum burn_status burn_write_section(const struct burn_tools *tools, struct burn_source *source,
                                    const struct burn_section *section, struct burn_failure *failure)
{
    struct scsi_limits limits;
    struct burn_plan plan;
    struct burn_run run;

    if (!is_possible(section)) return burn_fail(failure, BURN_INVALID_RANGE);
    drive_get_limits(tools->drive, &limits);
    burn_plan_section(section, &limits, &plan);
    memset(&run, 0, sizeof run);
    run.tools = tools;
    run.plan = &plan;
    run.source = source;
    run.began_ms = tools->clock->now_ms(tools->clock);
    run.tells_after = true;
    if (plan.is_out_of_memory) {
        burn_fail(&run.failure, BURN_NO_MEMORY);
    } else {
        burn_run_plan(&run);
    }
    burn_plan_free(&plan);
    *failure = run.failure;
    return failure->status;
}
