/* burn_write_section: WRITEs and nothing else. */
#include <string.h>

#include "burn/run.h"

enum burn_status burn_write_section(const struct burn_tools *tools, struct burn_source *source,
                                    const struct burn_section *section, struct burn_failure *failure)
{
    struct scsi_limits limits;
    struct burn_plan plan;
    struct burn_run run;

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
